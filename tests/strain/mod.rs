//! Sessions before the one at noon, and what a risk says about that one.

use tingled::assess::rules::LooksAt;
use tingled::assess::{Finding, Subject, Verdict, assess};
use tingled::record::{Kind, Value};
use tingled::time::add_days;

use crate::day::{Day, NOON, n, record, time};

pub fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

pub fn yes(told: bool) -> Value {
    Value::Flag(told)
}

/// A day with one more session, so many days before the one at noon.
pub fn ago(mut day: Day, days: f64, answers: &[(&str, Value)]) -> Day {
    let mut other = record(Kind::Workout, NOON, &format!("e{}", day.records.len()), answers);
    other.at = add_days(time(NOON), -days);
    day.records.push(other);
    day
}

/// A day with a measure of its morning.
pub fn measured(day: Day, what: &str, value: f64, unit: &str) -> Day {
    day.with(Kind::Measure, "10T07:00:00", &[("what", text(what)), ("value", n(value)), ("unit", text(unit))])
}

/// What a rule says about the session at noon.
pub fn ask(day: &Day, rule: &str) -> Verdict {
    let (at, key) = (time(NOON), day.records[0].key);
    let answers = assess(&day.history(), &[Subject { at, key, kind: LooksAt::Session }], time("12T00:00:00"));
    answers.into_iter().find(|(id, ..)| id.as_str() == rule).unwrap().2
}

pub fn found(day: &Day, rule: &str) -> Finding {
    ask(day, rule).found().unwrap_or_else(|| panic!("{rule}: {:?}", ask(day, rule))).clone()
}

pub fn clear(day: &Day, rule: &str) -> bool {
    ask(day, rule) == Verdict::Clear
}
