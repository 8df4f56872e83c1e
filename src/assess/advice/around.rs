//! What a reason may look at: the session and the reports of a finding, the profile, and the signs that are open.

use std::cell::OnceCell;

use super::open_signs::OpenSigns;
use super::reason::Reason;
use crate::assess::finding::Level;
use crate::assess::fluid;
use crate::assess::red_flags::Report;
use crate::body::session::{Session, reports_of};
use crate::record::History;

/// What is around a finding.
pub struct Around<'a> {
    /// The person's records and profile.
    pub history: &'a History,
    /// The session it is about, or that its report belongs to.
    pub session: Option<Session<'a>>,
    /// The report it is about.
    report: Option<Report<'a>>,
    /// The signs of its own report.
    own: OpenSigns,
    /// The signs that are open now.
    open: &'a OpenSigns,
    // Few tips ask for these, so they are worked out when one does.
    reports: OnceCell<Vec<Report<'a>>>,
    against_drinking: OnceCell<Vec<Reason>>,
}

impl<'a> Around<'a> {
    /// What is around a finding about this report (or none), with its signs, and this session (or none).
    pub fn new(
        history: &'a History,
        report: Option<Report<'a>>,
        session: Option<Session<'a>>,
        own: OpenSigns,
        open: &'a OpenSigns,
    ) -> Around<'a> {
        let (reports, against_drinking) = (OnceCell::new(), OnceCell::new());
        Around { history, session, report, own, open, reports, against_drinking }
    }

    /// Whether a sign of these rules (of any, when none is named) is open, at that level or above.
    pub fn has_open(&self, rules: &[&str], least: Level) -> bool {
        [&self.own, self.open].iter().any(|signs| signs.holds(rules, least))
    }

    /// The report it is about, and every other report of the session.
    pub fn reports(&self) -> &[Report<'a>] {
        self.reports.get_or_init(|| {
            let of_session = self.session.map(|session| reports_of(self.history, &session)).unwrap_or_default();
            let others = of_session.into_iter().filter(|told| self.report.is_none_or(|own| own.key != told.key));
            self.report.into_iter().chain(others.map(|told| Report::new(told.key, told.at, told.said))).collect()
        })
    }

    /// Why nobody may be told to drink more; empty when it is safe.
    pub fn drink_tips_withheld(&self) -> &[Reason] {
        self.against_drinking.get_or_init(|| match &self.session {
            Some(session) => fluid::drink_tips_withheld(self.history, session),
            // A report that belongs to no session tells of itself alone.
            None => {
                let told = self.reports().iter().flat_map(fluid::against_drinking);
                told.chain([Reason::IntakeUnknown]).collect()
            }
        })
    }
}
