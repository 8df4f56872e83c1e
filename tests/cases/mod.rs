//! Reading the cases of the red-flag rules: JSON as the reference writes it, into our own records.
#![allow(dead_code, reason = "not every test uses every helper")]

pub mod lives;
pub mod random;
pub mod told;
pub mod training;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use tingled::assess::red_flags::{Context, FluidRate, Report};
use tingled::assess::{Level, RuleId, Verdict};
use tingled::record::words::{Condition, Sport};
use tingled::record::{Fields, Key, Symptom, Value, Vocabulary};
use tingled::time::{Timestamp, add_days};

/// One report of a case.
#[derive(Clone, Debug)]
pub struct Told {
    pub day: f64,
    pub said: Symptom,
}

/// A report, what came before, what is known, and the expected findings.
#[derive(Clone, Debug)]
pub struct Given {
    pub rule: String,
    pub kind: String,
    pub name: String,
    pub report: Told,
    pub history: Vec<Told>,
    pub context: Context,
    pub expect: BTreeMap<String, Level>,
    pub expect_highest: Option<Level>,
}

pub fn load(text: &str) -> Vec<Given> {
    let cases: Vec<Json> = serde_json::from_str(text).unwrap();
    cases.iter().map(given).collect()
}

pub fn fixtures() -> Vec<Given> {
    load(include_str!("../../fixtures/red_flags/cases.json"))
}

fn given(case: &Json) -> Given {
    let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
    let hits = case["expect"]["hits"].as_object().unwrap();
    Given {
        rule: text("rule").to_lowercase(),
        kind: text("kind"),
        name: text("name"),
        report: told(&case["report"]),
        history: case["history"].as_array().unwrap().iter().map(told).collect(),
        context: context(case["context"].as_object().unwrap()),
        expect: hits.iter().map(|(id, at)| (id.to_lowercase(), level(at.as_str().unwrap()).unwrap())).collect(),
        expect_highest: level(case["expect"]["level"].as_str().unwrap()),
    }
}

pub fn level(name: &str) -> Option<Level> {
    match name {
        "none" => None,
        "watch" => Some(Level::Advice),
        "see_doctor" => Some(Level::Consult),
        "same_day" => Some(Level::Urgent),
        "emergency_now" => Some(Level::Emergency),
        other => panic!("no level {other}"),
    }
}

pub fn told(report: &Json) -> Told {
    let mut said = Symptom::default();
    for (name, answer) in report.as_object().unwrap() {
        // `_hits` are findings stored with a report: never read.
        if name == "day" || name == "_hits" || answer.is_null() {
            continue;
        }
        let value = match answer {
            Json::Bool(flag) => Value::Flag(*flag),
            Json::Number(number) => Value::Number(number.as_f64().unwrap()),
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(items) => Value::List(items.iter().map(item).collect()),
            other => panic!("{name}: {other}"),
        };
        let field = Symptom::field(name).unwrap_or_else(|| panic!("no field {name}"));
        let read = (field.set)(&mut said, value);
        // The cases hold a fatigue of 0, which no scale from 1 to 5 has: not answered.
        assert!(read.is_ok() || (name == "fatigue" && answer == 0), "{name}: {answer}");
    }
    Told { day: report["day"].as_f64().unwrap(), said }
}

fn item(item: &Json) -> String {
    match item {
        Json::String(word) => word.clone(),
        place => match place["side"].as_str() {
            None => place["site"].as_str().unwrap().to_owned(),
            Some(side) => format!("{}:{side}", place["site"].as_str().unwrap()),
        },
    }
}

fn context(told: &Map<String, Json>) -> Context {
    let number = |name: &str| told.get(name).and_then(Json::as_f64);
    let held = told.get("history").and_then(Json::as_array).cloned().unwrap_or_default();
    Context {
        session: told.contains_key("sport").then(|| key(9_999)),
        sport: told.get("sport").and_then(Json::as_str).and_then(Sport::from_name),
        fluid: number("fluid_ml_per_h").map(|ml_per_h| FluidRate {
            ml_per_h,
            is_lower_bound: false,
            records: vec![key(9_999)],
        }),
        duration_h: number("duration_h"),
        minutes_since_stop: number("minutes_since_stop"),
        age: number("age"),
        conditions: held
            .iter()
            .filter_map(|word| Some((Condition::from_name(word.as_str().unwrap())?, true)))
            .collect(),
        diary_days: number("diary_days"),
    }
}

/// A key that tells records of one case apart.
pub fn key(number: usize) -> Key {
    Key::parse(&format!("{number:020x}")).unwrap()
}

pub fn at(day: f64) -> Timestamp {
    add_days("2024-01-01T00:00:00Z".parse().unwrap(), day)
}

impl Given {
    /// The report of the case, and those before it.
    pub fn reports(&self) -> (Report<'_>, Vec<Report<'_>>) {
        let make = |(number, told): (usize, &'_ Told)| -> (Key, Timestamp) { (key(number), at(told.day)) };
        let (own_key, own_at) = make((0, &self.report));
        let past = self.history.iter().enumerate().map(|(place, told)| {
            let (key, at) = make((place + 1, told));
            Report::new(key, at, &told.said)
        });
        (Report::new(own_key, own_at, &self.report.said), past.collect())
    }

    pub fn verdicts(&self) -> BTreeMap<RuleId, Verdict> {
        let (report, past) = self.reports();
        tingled::assess::red_flags::evaluate(&report, &past, &self.context)
    }
}

/// The findings with their levels.
pub fn hits(verdicts: &BTreeMap<RuleId, Verdict>) -> BTreeMap<String, Level> {
    let found = verdicts.iter().filter_map(|(id, verdict)| Some((id.to_string(), verdict.found()?.level)));
    found.collect()
}
