//! Days of one person: the calendar they live by, and what a day without a session means.
//!
//! A day without a session is a rest day (0), unless it lies in a gap in recording: then nothing is known of it.
//! A watch in a drawer is no holiday.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::record::{History, Key};
use crate::time::Timestamp;

/// More days than this without any record are a gap in recording.
pub const GAP_DAYS: i64 = 14;

/// The days of one person, counted from 1970-01-01 on their own calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    /// The calendar of the profile's zone; of UTC when it names none.
    pub fn of(history: &History) -> Calendar {
        let named = history.profile.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
        Calendar { zone: named.unwrap_or(TimeZone::UTC) }
    }

    /// The calendar of a zone.
    pub fn in_zone(zone: TimeZone) -> Calendar {
        Calendar { zone }
    }

    /// The day of an instant.
    pub fn day(&self, at: Timestamp) -> i64 {
        let date = self.zone.to_datetime(at).date();
        date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
    }

    /// When the day of an instant began.
    pub fn midnight(&self, at: Timestamp) -> Timestamp {
        let date = self.zone.to_datetime(at).date();
        date.to_zoned(self.zone.clone()).map_or(at, |midnight| midnight.timestamp())
    }

    /// The days on which anything at all was recorded.
    pub fn recorded(&self, history: &History) -> BTreeSet<i64> {
        let at = |(at, _): &(Timestamp, Key)| self.day(*at);
        let mut days: BTreeSet<i64> = history.workouts().keys().map(at).collect();
        days.extend(history.intakes().keys().map(at));
        days.extend(history.symptoms().keys().map(at));
        days.extend(history.measures().keys().map(at));
        days.extend(history.tags().keys().map(at));
        days
    }
}

/// Whether the records tell of a day: something was recorded on it, or it lies in a silence between two such days that
/// is no gap in recording. Of what lies after the newest record nothing is known yet.
pub fn is_told(day: i64, recorded: &BTreeSet<i64>) -> bool {
    let before = recorded.range(..=day).next_back();
    let after = recorded.range(day..).next();
    match (before, after) {
        (Some(before), Some(after)) => after.saturating_sub(*before).saturating_sub(1) <= GAP_DAYS,
        _ => false,
    }
}

/// The loads of the days between two days with a session, neither included: 0, and `None` in a gap in recording.
///
/// Of a longer gap only its first days are given, as many as [`GAP_DAYS`]: they say all that is to be known of it.
pub fn between(earlier: i64, later: i64, recorded: &BTreeSet<i64>) -> Vec<Option<f64>> {
    let mut days = Vec::new();
    let mut last = earlier;
    let inside = (earlier < later).then(|| recorded.range(earlier.saturating_add(1)..later));
    for day in inside.into_iter().flatten().copied().chain([later]) {
        let silent = day.saturating_sub(last).saturating_sub(1).max(0);
        let load = (silent <= GAP_DAYS).then_some(0.0);
        days.extend((0..silent.min(GAP_DAYS)).map(|_| load));
        if day < later {
            days.push(Some(0.0));
        }
        last = day;
    }
    days
}

/// The load of each day from the first to the last day with a session, one entry a day but for long gaps (see
/// [`between`]). A day that holds a session of unknown load is not known.
///
/// `sessions` stand in order of time, each with its day.
pub fn series(sessions: &[(i64, Option<f64>)], recorded: &BTreeSet<i64>) -> Vec<Option<f64>> {
    let mut days = Vec::new();
    let mut last: Option<i64> = None;
    for same_day in sessions.chunk_by(|(day, _), (other, _)| day == other) {
        let Some((day, _)) = same_day.first() else { continue };
        if let Some(last) = last {
            days.extend(between(last, *day, recorded));
        }
        days.push(same_day.iter().map(|(_, load)| *load).sum());
        last = Some(*day);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_the_midnight_of_its_zone() {
        let berlin = Calendar::in_zone(TimeZone::get("Europe/Berlin").unwrap());
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        assert_eq!(berlin.day(at("1970-01-01T22:59:59Z")), 0);
        assert_eq!(berlin.day(at("1970-01-01T23:00:00Z")), 1);
        assert_eq!(berlin.day(at("1969-12-31T22:00:00Z")), -1);
        assert_eq!(berlin.midnight(at("2026-03-29T12:00:00Z")), at("2026-03-28T23:00:00Z"));
    }

    #[test]
    fn a_gap_in_recording_is_not_a_holiday() {
        let nothing = BTreeSet::new();
        assert_eq!(between(0, 1, &nothing), []);
        assert_eq!(between(0, 3, &nothing), [Some(0.0); 2]);
        assert_eq!(between(0, 15, &nothing), [Some(0.0); 14]);
        assert_eq!(between(0, 16, &nothing), [None; 14]);
        assert_eq!(between(0, 4000, &nothing), [None; 14]);
        // A drink logged on the way: the person was there, and rested.
        assert_eq!(between(0, 16, &BTreeSet::from([7])), [Some(0.0); 15]);
        // Recorded up to day 2, then silent for 20 days.
        let days = between(0, 23, &BTreeSet::from([1, 2]));
        assert_eq!(days, [vec![Some(0.0); 2], vec![None; 14]].concat());
    }

    #[test]
    fn a_day_is_told_of_when_no_gap_lies_around_it() {
        let recorded = BTreeSet::from([0, 15, 31]);
        let told = |days: std::ops::Range<i64>| days.map(|day| is_told(day, &recorded)).collect::<Vec<_>>();
        assert_eq!(told(-1..16), [vec![false], vec![true; 16]].concat());
        assert_eq!(told(16..33), [vec![false; 15], vec![true, false]].concat());
    }

    #[test]
    fn a_day_with_a_session_of_unknown_load_is_not_known() {
        let sessions = [(3, Some(100.0)), (3, Some(50.0)), (5, Some(10.0)), (5, None), (6, Some(1.0))];
        assert_eq!(series(&sessions, &BTreeSet::new()), [Some(150.0), Some(0.0), None, Some(1.0)]);
        assert_eq!(series(&[], &BTreeSet::new()), []);
    }
}
