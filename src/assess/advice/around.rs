//! What a reason may look at: the session and the reports of a finding, the profile, and the signs that are open.

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
    /// The report it is about, and every other report of the session.
    pub reports: Vec<Report<'a>>,
    /// The signs of its own report.
    pub own: OpenSigns,
    /// The signs that are open now.
    pub open: &'a OpenSigns,
}

impl<'a> Around<'a> {
    /// What is around a finding about this report (or none), and this session (or none).
    pub fn new(
        history: &'a History,
        report: Option<Report<'a>>,
        session: Option<Session<'a>>,
        own: OpenSigns,
        open: &'a OpenSigns,
    ) -> Around<'a> {
        let mut reports: Vec<Report<'a>> = report.into_iter().collect();
        let of_session = session.map(|session| reports_of(history, &session)).unwrap_or_default();
        for told in of_session {
            if reports.iter().all(|known| known.key != told.key) {
                reports.push(Report::new(told.key, told.at, told.said));
            }
        }
        Around { history, session, reports, own, open }
    }

    /// Whether a sign of these rules (of any, when none is named) is open, at that level or above.
    pub fn has_open(&self, rules: &[&str], least: Level) -> bool {
        [&self.own, self.open].iter().any(|signs| signs.holds(rules, least))
    }

    /// Why nobody may be told to drink more; empty when it is safe.
    pub fn drink_tips_withheld(&self) -> Vec<Reason> {
        let Some(session) = &self.session else {
            // A report that belongs to no session tells of itself alone.
            let told = self.reports.iter().flat_map(fluid::against_drinking);
            return told.chain([Reason::IntakeUnknown]).collect();
        };
        fluid::drink_tips_withheld(self.history, session)
    }
}
