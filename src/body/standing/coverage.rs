//! How many sessions were answered: silence about a session is no "no".

use std::collections::BTreeSet;

use crate::body::days::Calendar;
use crate::body::exposures::Case;
use crate::body::session::{REACH_DAYS, session_of};
use crate::record::{History, Key};
use crate::time::{Timestamp, add_days};

/// The stretches that are counted, in days, today included.
pub const STRETCHES_DAYS: &[i64] = &[28, 90];

/// A tag of this name says that a session was looked back on.
const REVIEWED: &str = "reviewed";

/// How many sessions of a stretch were answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The length of the stretch, in days.
    pub days: i64,
    /// Finished sessions.
    pub sessions: usize,
    /// Those with a report, "no tingling" included, or tagged as reviewed.
    pub answered: usize,
}

pub(super) fn coverage(history: &History, calendar: &Calendar, sessions: &[Case<'_>], today: i64) -> Vec<Coverage> {
    let answered = answered(history);
    let count = |days: i64| {
        let since = today.saturating_sub(days);
        let own = || sessions.iter().filter(|case| calendar.day(case.session.start) > since);
        let answered = own().filter(|case| answered.contains(&case.session.key)).count();
        Coverage { days, sessions: own().count(), answered }
    };
    STRETCHES_DAYS.iter().copied().map(count).collect()
}

/// The sessions that a report belongs to, or that are tagged as reviewed.
fn answered(history: &History) -> BTreeSet<Key> {
    let reports = history.symptoms().iter().filter_map(|((at, _), said)| session_of(history, *at, said));
    let mut answered: BTreeSet<Key> = reports.map(|session| session.key).collect();
    let is_reviewed = |name: &Option<String>| name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(REVIEWED));
    let tags = history.tags().iter().filter(|(_, tag)| is_reviewed(&tag.name) && tag.yes != Some(false));
    answered.extend(tags.filter_map(|((at, _), _)| newest_before(history, *at)));
    answered
}

/// The newest session that started at most a day before.
fn newest_before(history: &History, at: Timestamp) -> Option<Key> {
    let window = (add_days(at, -REACH_DAYS), Key::LEAST)..=(at, Key::GREATEST);
    history.workouts().range(window).next_back().map(|((_, key), _)| *key)
}
