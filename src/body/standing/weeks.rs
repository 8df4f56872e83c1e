//! The load of seven days, and of the weeks before.

use std::collections::{BTreeMap, BTreeSet};

use super::USUAL_DAYS;
use super::measures::load;
use crate::body::days::{Calendar, GAP_DAYS, is_told};
use crate::body::exposures::{Answer, Case};
use crate::body::one_scale::OneScale;

/// The days of a week.
const WEEK: i64 = 7;

/// The loads of a person's days, and which days the records tell of.
pub(super) struct Weeks {
    loads: BTreeMap<i64, Answer>,
    recorded: BTreeSet<i64>,
    today: i64,
}

impl Weeks {
    /// Of these finished sessions; `today` is the last day.
    pub(super) fn new(calendar: &Calendar, scale: &OneScale<'_>, sessions: &[Case<'_>], today: i64) -> Weeks {
        let mut loads: BTreeMap<i64, Answer> = BTreeMap::new();
        for case in sessions {
            let day = loads.entry(calendar.day(case.session.start)).or_insert_with(none);
            let before = std::mem::replace(day, none());
            *day = sum(before, load(case, scale));
        }
        let recorded = sessions.first().map(|case| calendar.recorded(case.history)).unwrap_or_default();
        Weeks { loads, recorded, today }
    }

    /// The last day that counts: today once there was a session, else yesterday. A day that has only begun would make
    /// every week look light in the morning.
    fn end(&self) -> i64 {
        if self.loads.contains_key(&self.today) { self.today } else { self.today.saturating_sub(1) }
    }

    /// The last seven days. Days after the newest record count as rest only when something was recorded
    /// in these seven, and a whole week of rest only soon after a session: else the records may simply not have
    /// arrived.
    pub(super) fn newest(&self) -> Answer {
        let last = self.loads.keys().next_back().copied();
        if last.is_none_or(|last| last < self.today.saturating_sub(GAP_DAYS)) {
            return Answer::missing("workout");
        }
        let fresh = self.end().saturating_sub(WEEK);
        let newest = self.recorded.last().copied().filter(|newest| *newest > fresh);
        match newest {
            Some(newest) => self.week(self.end(), newest),
            None => Answer::missing("records"),
        }
    }

    /// The weeks before, newest first, as far as they lie wholly within the days that are looked at.
    pub(super) fn before(&self) -> Vec<Answer> {
        let whole = USUAL_DAYS / WEEK;
        let ends = (1..whole).map(|week| self.end().saturating_sub(week.saturating_mul(WEEK)));
        ends.map(|end| self.week(end, end)).collect()
    }

    /// The sum of the seven days that end with `end`; those after `told` are taken as rest where there is no session.
    fn week(&self, end: i64, told: i64) -> Answer {
        let first = end.saturating_sub(WEEK).saturating_add(1);
        (first..=end).map(|day| self.day(day, told)).fold(none(), sum)
    }

    fn day(&self, day: i64, told: i64) -> Answer {
        match self.loads.get(&day) {
            Some(load) => load.clone(),
            None if day > told || is_told(day, &self.recorded) => none(),
            None => Answer::missing("records"),
        }
    }
}

/// A day of rest.
fn none() -> Answer {
    Answer::told(Some(0.0), &[], "rpe_cr10")
}

fn sum(one: Answer, other: Answer) -> Answer {
    one.with(other, |one, other| Some(one + other), "rpe_cr10")
}
