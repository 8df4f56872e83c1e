//! What a red-flag rule may look at: one report, the reports before it, and what is known of session and person.

use std::collections::BTreeMap;

use super::report::Report;
use crate::assess::answer::Answer;
use crate::assess::finding::Because;
use crate::record::words::{Condition, Sport};
use crate::record::{Key, Value, Vocabulary};
use crate::time::SignedDuration;

/// What is known of the session and the person of a report; each may be missing.
///
/// The session's part belongs to this report only; earlier reports are judged without it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// The session the report belongs to.
    pub session: Option<Key>,
    /// The session's sport.
    pub sport: Option<Sport>,
    /// How fast was drunk during the session.
    pub fluid: Option<FluidRate>,
    /// How long the session was, in hours.
    pub duration_h: Option<f64>,
    /// Minutes from the session's end to the report; read when the report does not answer.
    pub minutes_since_stop: Option<f64>,
    /// The person's age in years.
    pub age: Option<f64>,
    /// The conditions and medicines answered yes or no.
    pub conditions: BTreeMap<Condition, bool>,
    /// Whole days from the person's first report to this one.
    pub diary_days: Option<f64>,
}

/// A rate of drinking.
#[derive(Clone, Debug, PartialEq)]
pub struct FluidRate {
    /// Millilitres per hour of the session.
    pub ml_per_h: f64,
    /// A sum of logged drinks: more may have been drunk.
    pub is_lower_bound: bool,
    /// What it was reckoned from.
    pub records: Vec<Key>,
}

/// `days` times 24 hours.
pub fn days(days: u16) -> SignedDuration {
    SignedDuration::from_hours(i64::from(days).saturating_mul(24))
}

/// One report with all a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The report.
    pub report: Report<'a>,
    /// What is known of its session and of the person.
    pub context: &'a Context,
    /// The reports that are not later, newest first.
    past: &'a [Report<'a>],
    /// The place of this very report in `past`, when it stands there.
    itself: Option<usize>,
}

impl<'a> Case<'a> {
    /// A case; `past` holds only reports that are not later than `report`, newest first.
    pub fn new(report: Report<'a>, past: &'a [Report<'a>], context: &'a Context) -> Case<'a> {
        Case { report, context, past, itself: None }
    }

    /// The same case, whose report is cited by its key alone.
    #[must_use]
    pub fn quietly(self) -> Case<'a> {
        Case { report: self.report.quietly(), ..self }
    }

    /// How much older than this report another one is.
    pub fn age(&self, other: &Report<'_>) -> SignedDuration {
        self.report.at.duration_since(other.at)
    }

    /// The earlier reports of an age of at least `from_days` and less than `to_days`, newest first.
    pub fn between(&self, from_days: u16, to_days: u16) -> impl Iterator<Item = &'a Report<'a>> + use<'a> {
        let (case, from, to) = (*self, days(from_days), days(to_days));
        let others = case.past.iter().enumerate().filter(move |(place, _)| Some(*place) != case.itself);
        let windowed = others.map(|(_, other)| other).take_while(move |other| case.age(other) < to);
        windowed.skip_while(move |other| case.age(other) < from)
    }

    /// The earlier reports of the last so many days: the same moment counts, the far end does not.
    pub fn within(&self, to_days: u16) -> impl Iterator<Item = &'a Report<'a>> + use<'a> {
        self.between(0, to_days)
    }

    /// The same, without the reports that say "no tingling".
    pub fn tingling_within(&self, to_days: u16) -> impl Iterator<Item = &'a Report<'a>> + use<'a> {
        self.tingling_between(0, to_days)
    }

    /// The tingling reports of an age of at least `from_days` and less than `to_days`.
    pub fn tingling_between(&self, from_days: u16, to_days: u16) -> impl Iterator<Item = &'a Report<'a>> + use<'a> {
        self.between(from_days, to_days).filter(|other| other.said.tingling != Some(false))
    }

    /// The newest `count` reports of the window; all that share the time of the last one are in.
    pub fn newest_within(&self, count: usize, to_days: u16) -> impl Iterator<Item = &'a Report<'a>> + use<'a> {
        let last = self.within(to_days).nth(count.saturating_sub(1)).map(|report| report.at);
        self.within(to_days).take_while(move |other| last.is_none_or(|last| other.at >= last))
    }

    /// Each earlier report of the last so many days as a case of its own: with the reports before it, those of
    /// its own moment among them, and without a session.
    pub fn earlier_cases(&self, to_days: u16, nothing: &'a Context) -> impl Iterator<Item = Case<'a>> + use<'a> {
        let (case, to) = (*self, days(to_days));
        let inside = case.past.iter().enumerate().take_while(move |(_, other)| case.age(other) < to);
        inside.map(move |(place, other)| {
            let first = case.past.partition_point(|each| each.at > other.at);
            let past = case.past.get(first..).unwrap_or_default();
            Case { report: *other, context: nothing, past, itself: place.checked_sub(first) }
        })
    }

    /// Minutes since exercise stopped, as answered or from the session, and their records.
    fn minutes_since_stop(&self) -> Option<(f64, Vec<Key>)> {
        let answered = self.report.said.minutes_since_stop.map(crate::units::Quantity::get);
        match answered {
            Some(minutes) => Some((minutes, vec![self.report.key])),
            None => self.context.minutes_since_stop.map(|minutes| (minutes, self.session_records())),
        }
    }

    /// At least so many minutes since exercise stopped.
    pub fn stopped_for(&self, limit_min: f64) -> Answer {
        let name = "minutes_since_stop";
        match self.minutes_since_stop() {
            None => Answer::unknown(name),
            Some((minutes, records)) if minutes >= limit_min => known(name, minutes, limit_min, records),
            Some(_) => Answer::No,
        }
    }

    fn session_records(&self) -> Vec<Key> {
        let mut records = vec![self.report.key];
        records.extend(self.context.session);
        records.sort();
        records
    }

    /// The session was this sport.
    pub fn sport(&self, wanted: Sport) -> Answer {
        match self.context.sport {
            None => Answer::unknown("sport"),
            Some(sport) => Answer::of(sport == wanted),
        }
    }

    /// The session lasted at least so many hours.
    pub fn session_lasted(&self, limit_h: f64) -> Answer {
        match self.context.duration_h {
            None => Answer::unknown("duration_h"),
            Some(hours) if hours >= limit_h => known("duration_h", hours, limit_h, self.session_records()),
            Some(_) => Answer::No,
        }
    }

    /// At least so many millilitres per hour were drunk during the session.
    pub fn drank(&self, limit_ml_per_h: f64) -> Answer {
        let name = "fluid_ml_per_h";
        match &self.context.fluid {
            Some(rate) if rate.ml_per_h >= limit_ml_per_h => {
                known(name, rate.ml_per_h, limit_ml_per_h, rate.records.clone())
            }
            Some(rate) if !rate.is_lower_bound => Answer::No,
            _ => Answer::unknown(name),
        }
    }

    /// The person is at least so many years old.
    pub fn aged(&self, limit_years: f64) -> Answer {
        match self.context.age {
            None => Answer::unknown("age"),
            Some(age) if age >= limit_years => known("age", age, limit_years, Vec::new()),
            Some(_) => Answer::No,
        }
    }

    /// The person's first report is at least so many days old.
    pub fn diary_of(&self, limit_days: f64) -> Answer {
        match self.context.diary_days {
            None => Answer::unknown("diary_days"),
            Some(days) if days >= limit_days => known("diary_days", days, limit_days, Vec::new()),
            Some(_) => Answer::No,
        }
    }

    /// The profile holds at least one of these.
    pub fn has_condition(&self, wanted: &[Condition]) -> Answer {
        let answered = |condition: &Condition| self.context.conditions.get(condition).copied();
        let held: Vec<_> = wanted.iter().filter(|condition| answered(condition) == Some(true)).collect();
        if !held.is_empty() {
            let names = held.into_iter().map(|condition| condition.name().to_owned()).collect();
            let (value, records) = (Value::List(names), Vec::new());
            return Answer::because(Because {
                what: "history".into(),
                value,
                limit: None,
                estimated: false,
                records,
            });
        }
        if wanted.iter().all(|condition| answered(condition).is_some()) {
            Answer::No
        } else {
            Answer::unknown("history")
        }
    }
}

fn known(what: &'static str, value: f64, limit: f64, records: Vec<Key>) -> Answer {
    let value = Value::Number(value);
    Answer::because(Because { what: what.into(), value, limit: Some(limit), estimated: false, records })
}
