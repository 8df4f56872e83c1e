//! What a pattern may look at: a report with its session, the reports before it, and the history.

use crate::assess::context::{context, report};
use crate::assess::red_flags::{Case, Context, Report};
use crate::body::session::{Session, session_of};
use crate::record::History;

/// A report with all that patterns ask.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The report, what is known of its session and person, and the reports before it.
    pub case: Case<'a>,
    /// The person's records.
    pub history: &'a History,
    /// The session the report belongs to.
    pub session: Option<Session<'a>>,
}

impl<'a> Look<'a> {
    /// A look at `report`; `past` holds the reports that are not later, newest first.
    pub fn new(history: &'a History, report: Report<'a>, past: &'a [Report<'a>], context: &'a Context) -> Look<'a> {
        let session = session_of(history, report.at, report.said);
        Look { case: Case::new(report, past, context), history, session }
    }

    /// The report.
    pub fn report(&self) -> &Report<'a> {
        &self.case.report
    }

    /// Asks an earlier report of `past` (newest first) the same, with its own session and the reports before it.
    pub fn earlier<T>(
        history: &History,
        past: &[Report<'_>],
        place: usize,
        ask: impl FnOnce(&Look<'_>) -> T,
    ) -> Option<T> {
        let own = past.get(place)?;
        let before = past.get(place.saturating_add(1)..).unwrap_or_default();
        let context = context(history, own.at, own.said);
        let own = report(history, own.at, own.key, own.said).quietly();
        Some(ask(&Look::new(history, own, before, &context)))
    }
}
