//! A day of one person, told in records.

use std::sync::Arc;

use tingled::assess::{Finding, Verdict, assess, subjects_touched};
use tingled::person::{PersonId, Profile};
use tingled::record::{Body, History, Kind, Origin, Place, Record, Source, Value};
use tingled::time::{Timestamp, WrittenTime};
use tingled::units::{Kilograms, Quantity};

pub fn time(text: &str) -> Timestamp {
    format!("2026-06-{text}Z").parse().unwrap()
}

pub fn record(kind: Kind, at: &str, id: &str, answers: &[(&str, Value)]) -> Record {
    let mut body = Body::empty(kind);
    for (field, value) in answers {
        body.set(field, value.clone()).unwrap().unwrap();
    }
    let origin = Origin {
        source: Source::new(Source::OWN),
        native_id: Some(id.to_owned()),
        place: Place { of: Arc::from("test"), line: 0 },
        time: WrittenTime::stated(time(at), at),
        newest: None,
        parser: Arc::from("test/1"),
    };
    Record::new(PersonId::new("ana").unwrap(), body, origin)
}

pub fn n(value: f64) -> Value {
    Value::Number(value)
}

pub fn words(words: &[&str]) -> Value {
    Value::List(words.iter().map(|word| (*word).to_owned()).collect())
}

pub const NOON: &str = "10T12:00:00";
pub const EVENING: &str = "10T20:00:00";

/// A day with one session at noon.
pub struct Day {
    pub profile: Profile,
    pub records: Vec<Record>,
}

pub fn session(answers: &[(&str, Value)]) -> Day {
    Day { profile: Profile::default(), records: vec![record(Kind::Workout, NOON, "w", answers)] }
}

impl Day {
    pub fn with(mut self, kind: Kind, at: &str, answers: &[(&str, Value)]) -> Day {
        let id = format!("x{}", self.records.len());
        self.records.push(record(kind, at, &id, answers));
        self
    }

    pub fn weighing(mut self, kg: f64) -> Day {
        self.profile.body_mass_kg = Kilograms::new(kg);
        self
    }

    pub fn history(&self) -> History {
        History::of(self.profile.clone(), self.records.clone())
    }

    pub fn verdict(&self, rule: &str) -> Verdict {
        let (history, now) = (self.history(), time("12T00:00:00"));
        let subjects = subjects_touched(&history, &self.records, now);
        let mut answers = assess(&history, &subjects, now).into_iter();
        answers.find(|(id, ..)| id.as_str() == rule).unwrap().2
    }

    pub fn found(&self, rule: &str) -> Finding {
        self.verdict(rule).found().unwrap_or_else(|| panic!("{rule}: {:?}", self.verdict(rule))).clone()
    }
}

pub fn unknown(missing: &[&'static str]) -> Verdict {
    Verdict::Unknown { missing: missing.iter().map(|name| (*name).into()).collect() }
}

/// One hour, masses before and after, drunk.
pub fn weighed(before: f64, after: f64, drunk: f64) -> Day {
    session(&[
        ("duration_min", n(60.0)),
        ("mass_before_kg", n(before)),
        ("mass_after_kg", n(after)),
        ("fluid_ml", n(drunk)),
    ])
}
