//! A person of June 2026 whose records support tips.

pub mod coverage;
pub mod laws;
pub mod no_harm;
pub mod stories;
pub mod table;

use tingled::assess::rules::LooksAt;
use tingled::assess::{Finding, Subject, assess};
use tingled::person::Profile;
use tingled::record::words::{Condition, Ticked};
use tingled::record::{History, Kind, Value, Vocabulary};
use tingled::time::Timestamp;

use crate::day::{Day, n, time, words};

/// Answers of a record, told in words: `"signs", "cramp pain"`, `"fluid_ml", "300"`, `"tight_fit", "yes"`.
pub fn answers(told: &[(&'static str, &str)]) -> Vec<(&'static str, Value)> {
    let value = |field: &str, text: &str| match field {
        "tingling" | "ongoing" | "progressive" | "tight_fit" | "compression" | "new_within_14d" => {
            Value::Flag(text == "yes")
        }
        "onset" | "association" | "persists_after_removal" | "gear_removed" | "sport" | "daily_impact" => {
            Value::Text(text.to_owned())
        }
        "sites" | "quality" | "signs" | "relieved_by" | "worsened_by" => {
            words(&text.split_whitespace().collect::<Vec<_>>())
        }
        _ => n(text.parse().unwrap()),
    };
    told.iter().map(|(field, text)| (*field, value(field, text))).collect()
}

/// What a person told and did.
pub struct Person {
    pub day: Day,
    pub now: Timestamp,
}

/// Somebody who answered "no" to every condition and medicine.
pub fn healthy() -> Person {
    let profile = Profile { history_no: Some(Ticked::of(Condition::ALL)), ..Profile::default() };
    Person { day: Day { profile, records: Vec::new() }, now: time("12T12:00:00") }
}

impl Person {
    pub fn did(mut self, at: &str, told: &[(&'static str, &str)]) -> Person {
        self.day = self.day.with(Kind::Workout, at, &answers(told));
        self
    }

    pub fn told(mut self, at: &str, told: &[(&'static str, &str)]) -> Person {
        self.day = self.day.with(Kind::Symptom, at, &answers(told));
        self
    }

    /// One condition is not answered any more, or is answered "yes".
    pub fn answers(mut self, condition: Condition, yes: bool) -> Person {
        let profile = &mut self.day.profile;
        profile.history_no.as_mut().unwrap().words.remove(&condition);
        if yes {
            profile.history.get_or_insert_default().words.insert(condition);
        }
        self
    }

    /// Every finding about every record.
    pub fn findings(&self) -> Vec<Finding> {
        findings(&self.day.history(), self.now)
    }

    /// Whether some finding carries this tip.
    pub fn gets(&self, tip: &str) -> bool {
        self.findings().iter().any(|finding| finding.advice.iter().any(|given| given == tip))
    }

    /// Whether some finding keeps this tip back for this reason, and none gives it.
    pub fn is_kept_from(&self, tip: &str, reason: &str) -> bool {
        let kept = |finding: &Finding| finding.withheld.iter().any(|one| one.tip == tip && one.reason == reason);
        !self.gets(tip) && self.findings().iter().any(kept)
    }

    /// Every tip that some finding carries, and why others are kept back.
    pub fn summary(&self) -> Vec<String> {
        let line = |finding: &Finding| {
            let kept: Vec<String> =
                finding.withheld.iter().map(|one| format!("{}:{}", one.tip, one.reason)).collect();
            format!("{} {}: {:?} not {kept:?}", finding.rule, finding.level.name(), finding.advice)
        };
        self.findings().iter().map(line).collect()
    }
}

/// Every report and session of a history.
pub fn subjects(history: &History) -> Vec<Subject> {
    let subject = |(at, key): &(Timestamp, _), kind| Subject { at: *at, key: *key, kind };
    let reports = history.symptoms().keys().map(|place| subject(place, LooksAt::Report));
    reports.chain(history.workouts().keys().map(|place| subject(place, LooksAt::Session))).collect()
}

pub fn findings(history: &History, now: Timestamp) -> Vec<Finding> {
    let all = assess(history, &subjects(history), now);
    all.into_iter().filter_map(|(_, _, verdict)| verdict.found().cloned()).collect()
}

pub fn condition(name: &str) -> Condition {
    Condition::from_name(name).unwrap()
}
