//! What the session of a report and the person's profile add to it.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::red_flags::{Context, FluidRate, Report};
use crate::body::session::{Session, session_of};
use crate::record::words::Condition;
use crate::record::{History, Key, Symptom, Vocabulary};
use crate::time::{Timestamp, days_between, minutes_between};

/// A report of a history, with what its session measured.
pub fn report<'h>(history: &'h History, at: Timestamp, key: Key, said: &'h Symptom) -> Report<'h> {
    let session = session_of(history, at, said);
    let measured_change = session.and_then(|session| Some((session.measured_change()?, session.key)));
    let mut report = Report::new(key, at, said);
    report.measured_change = measured_change;
    report
}

/// What the session and the profile add to a report.
pub fn context(history: &History, at: Timestamp, said: &Symptom) -> Context {
    let session = session_of(history, at, said);
    let since_stop = |session: Session<'_>| {
        let minutes = minutes_between(session.end()?, at);
        (minutes >= 0.0).then_some(minutes)
    };
    let fluid = |session: Session<'_>| {
        let (fluid, hours) = (session.fluid(history)?, session.active_h()?);
        let mut records = fluid.records;
        records.push(session.key);
        records.sort();
        records.dedup();
        Some(FluidRate { ml_per_h: fluid.ml / hours, is_lower_bound: fluid.is_lower_bound, records })
    };
    // Only the year of birth is known, so the zone of the year does not matter.
    let year = at.to_zoned(TimeZone::UTC).year();
    let diary_days = history.diary_since.map(|since| days_between(since, at).floor());
    Context {
        session: session.map(|session| session.key),
        sport: session.and_then(|session| session.workout.sport),
        fluid: session.and_then(fluid),
        duration_h: session.and_then(|session| session.length_h()),
        minutes_since_stop: session.and_then(since_stop),
        age: history.profile.age_in(year),
        conditions: conditions(history),
        diary_days: diary_days.filter(|days| *days >= 0.0),
    }
}

fn conditions(history: &History) -> BTreeMap<Condition, bool> {
    let answered = |condition: &Condition| Some((*condition, history.profile.has(*condition)?));
    Condition::ALL.iter().filter_map(answered).collect()
}
