//! Reports of one person, told in words, and what patterns make of the newest.

pub mod again;
pub mod examples;
pub mod groups;
pub mod laws;
pub mod notes;
pub mod sessions;

use std::collections::BTreeSet;

use crate::day::{Day, n, time, words};
use tingled::assess::patterns::feature;
use tingled::assess::rules::LooksAt;
use tingled::assess::{Finding, Subject, Verdict, assess};
use tingled::person::Profile;
use tingled::record::words::{Condition, Ticked};
use tingled::record::{History, Kind, Value};
use tingled::time::Timestamp;
use tingled::units::{Quantity, Year};
use tingled::voice::{Language, patterns};

/// Answers of a report, with words apart by spaces: `"sites", "calf:left foot"`.
pub fn answers(told: &[(&'static str, &str)]) -> Vec<(&'static str, Value)> {
    let value = |field: &str, text: &str| match field {
        "tingling" | "ongoing" | "progressive" => Value::Flag(text == "yes"),
        "onset" | "association" | "persists_after_removal" | "gear_removed" => Value::Text(text.to_owned()),
        "sites" | "quality" | "signs" | "relieved_by" | "worsened_by" => {
            words(&text.split_whitespace().collect::<Vec<_>>())
        }
        _ => n(text.parse().unwrap()),
    };
    told.iter().map(|(field, text)| (*field, value(field, text))).collect()
}

/// A person with records in June 2026; the newest report is looked at.
#[derive(Default)]
pub struct Story {
    day: Option<Day>,
}

pub fn nobody() -> Story {
    Story { day: Some(Day { profile: Profile::default(), records: Vec::new() }) }
}

impl Story {
    pub fn told(mut self, at: &str, told: &[(&'static str, &str)]) -> Story {
        let mut all = vec![("tingling", Value::Flag(true))];
        all.extend(answers(told).into_iter().filter(|(field, _)| *field != "tingling"));
        if let Some((_, value)) = answers(told).into_iter().find(|(field, _)| *field == "tingling") {
            all[0].1 = value;
        }
        self.day = self.day.map(|day| day.with(Kind::Symptom, at, &all));
        self
    }

    pub fn did(mut self, at: &str, told: &[(&'static str, Value)]) -> Story {
        self.day = self.day.map(|day| day.with(Kind::Workout, at, told));
        self
    }

    pub fn born(mut self, year: f64) -> Story {
        self.day.as_mut().unwrap().profile.birth_year = Year::new(year);
        self
    }

    pub fn holds(mut self, yes: &[Condition], no: &[Condition]) -> Story {
        let profile = &mut self.day.as_mut().unwrap().profile;
        (profile.history, profile.history_no) = (Some(Ticked::of(yes)), Some(Ticked::of(no)));
        self
    }

    pub fn verdict(&self, rule: &str) -> Verdict {
        let (history, now) = (self.day.as_ref().unwrap().history(), time("30T00:00:00"));
        newest(&history, &[rule], now).remove(0)
    }

    pub fn found(&self, rule: &str) -> Finding {
        let verdict = self.verdict(rule);
        verdict.found().unwrap_or_else(|| panic!("{rule}: {verdict:?}")).clone()
    }

    pub fn features(&self) -> BTreeSet<String> {
        let finding = self.found("pattern");
        let pieces = finding.evidence.iter().chain(&finding.against).map(|piece| piece.what.to_string());
        pieces.filter(|what| feature(what).is_some()).collect()
    }

    pub fn said(&self, rule: &str) -> String {
        patterns::message(&self.found(rule), Language::English).unwrap()
    }
}

/// What a rule says about the newest report.
pub fn newest(history: &History, rules: &[&str], now: Timestamp) -> Vec<Verdict> {
    let (at, key) = *history.symptoms().keys().next_back().unwrap();
    let all = assess(history, &[Subject { at, key, kind: LooksAt::Report }], now);
    let of = |rule: &&str| all.iter().find(|(id, ..)| id.as_str() == *rule).unwrap().2.clone();
    rules.iter().map(of).collect()
}

pub fn listed(finding: &Finding, what: &str) -> Vec<String> {
    let piece = finding.evidence.iter().find(|piece| piece.what == what);
    match piece.map(|piece| &piece.value) {
        Some(Value::List(groups)) => groups.clone(),
        _ => Vec::new(),
    }
}

pub fn best(story: &Story) -> Vec<String> {
    listed(&story.found("pattern"), "fits_best")
}

pub fn tight_shoe() -> Story {
    nobody()
        .did("10T12:00:00", &[("duration_min", n(60.0)), ("tight_fit", Value::Flag(true))])
        .told("10T20:00:00", &[("sites", "foot"), ("relieved_by", "loosening")])
}

pub fn standing() -> Story {
    let told = &[
        ("sites", "thigh_front:both ankle:both"),
        ("relieved_by", "sitting"),
        ("worsened_by", "standing"),
        ("signs", "back_pain"),
        ("quality", "tingling"),
    ];
    nobody().told("10T20:00:00", told)
}

pub const SHINS: &[(&str, &str)] = &[
    ("sites", "shin:both"),
    ("quality", "tight"),
    ("signs", ""),
    ("onset", "during"),
    ("onset_min", "12"),
    ("relief_min", "15"),
];

pub fn shins() -> Story {
    nobody().told("05T20:00:00", SHINS).told("08T20:00:00", SHINS).told("10T20:00:00", SHINS)
}

pub fn itching() -> Story {
    let told = &[
        ("sites", "thigh_front:both ankle:both"),
        ("quality", "itching"),
        ("signs", "hives"),
        ("onset", "during"),
        ("worsened_by", "heat"),
    ];
    nobody().told("10T20:00:00", told)
}

pub fn ankle_step() -> Story {
    let told = &[("sites", "ankle:left"), ("association", "specific_step"), ("signs", "psis_pain")];
    nobody().told("10T20:00:00", told)
}

pub fn again(told: &[(&'static str, &str)]) -> Story {
    nobody().told("05T20:00:00", told).told("08T20:00:00", told).told("10T20:00:00", told)
}
