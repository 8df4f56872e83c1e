//! A person to whom decisions are spoken, and checks on every word.

use std::collections::{BTreeMap, BTreeSet};

use tingled::assess::finding::Because;
use tingled::assess::{Finding, Level, RuleId, Verdict};
use tingled::decide::{
    Alert, AlertId, Decision, Event, Policy, Seen, Situation, Utterance, acknowledge, decide, snooze,
};
use tingled::person::PersonId;
use tingled::record::{Key, Value};
use tingled::time::{Timestamp, add_minutes};

use crate::cases::random::Random;

pub const DAY: f64 = 1440.0;

/// Rules with the levels they can be found at; the last looks at sessions.
pub const RULES: &[(&str, &[Level])] = &[
    ("rf01", &[Level::Emergency]),
    ("rf07", &[Level::Emergency, Level::Urgent]),
    ("rf11", &[Level::Urgent]),
    ("rf12", &[Level::Urgent, Level::Consult]),
    ("rf20", &[Level::Consult, Level::Advice]),
    ("rf27", &[Level::Advice]),
    ("fluid_deficit", &[Level::Advice]),
];

#[derive(Clone)]
pub struct Talk {
    pub person: PersonId,
    pub now: Timestamp,
    pub seen: Vec<Seen>,
    pub said: BTreeMap<AlertId, Alert>,
    pub advice: Vec<Timestamp>,
    pub policy: Policy,
    /// Everything that was said, in order, with its time.
    pub heard: Vec<(Timestamp, Utterance)>,
    number: usize,
}

/// The content of an alert: all but when and how often it was pushed.
pub fn content(alert: &Alert) -> Alert {
    Alert { pushed_at: None, pushes: 0, told_level: None, ..alert.clone() }
}

impl Talk {
    pub fn new() -> Talk {
        Talk {
            person: PersonId::new("ana").unwrap(),
            now: "2026-06-01T08:00:00Z".parse().unwrap(),
            seen: Vec::new(),
            said: BTreeMap::new(),
            advice: Vec::new(),
            policy: Policy::default(),
            heard: Vec::new(),
            number: 0,
        }
    }

    /// A report (or session) so many minutes ago, of which the rule says this; its key.
    pub fn sees(&mut self, rule: &'static str, ago: f64, verdict: Option<Level>) -> Key {
        self.number += 1;
        let subject = Key::parse(&format!("{:020x}", self.number)).unwrap();
        let at = add_minutes(self.now, -ago);
        let verdict = match verdict {
            None => Verdict::Clear,
            Some(level) => Verdict::Found(Box::new(finding(rule, subject, at, level))),
        };
        self.seen.push(Seen { rule: RuleId::of(rule), subject, at, about_session: rule == "fluid_deficit", verdict });
        subject
    }

    /// What is decided now, without saying it.
    pub fn decisions(&self, arrived: &[Key]) -> Vec<Decision> {
        let arrived: BTreeSet<Key> = arrived.iter().copied().collect();
        let said: Vec<Alert> = self.said.values().cloned().collect();
        let situation = Situation {
            person: &self.person,
            seen: &self.seen,
            arrived: &arrived,
            said: &said,
            advice_pushed: &self.advice,
            marks: &tingled::decide::feedback::Marks::default(),
            data_to: self.now,
            now: self.now,
        };
        decide(&situation, &self.policy)
    }

    /// Says what is decided; what made a sound.
    pub fn looks(&mut self, arrived: &[Key]) -> Vec<Alert> {
        let mut pushed = Vec::new();
        for decision in self.decisions(arrived) {
            let Decision::Speak(utterance) = decision else { continue };
            pushed.extend(utterance.push.then(|| utterance.alert.clone()));
            self.hears(*utterance);
        }
        pushed
    }

    /// Takes in what is said, and checks that revisions only grow and keep their content.
    pub fn hears(&mut self, utterance: Utterance) {
        let alert = &utterance.alert;
        match self.said.get(&alert.id) {
            None => assert_eq!((alert.revision, utterance.event), (1, Event::Raised)),
            Some(before) if utterance.event == Event::Repeated => {
                assert_eq!(content(before), content(alert), "one revision, two contents");
            }
            Some(before) => assert_eq!(alert.revision, before.revision + 1, "{before:#?} {alert:#?}"),
        }
        assert!(!alert.finding.evidence.is_empty());
        if utterance.push && alert.level == Level::Advice {
            self.advice.push(self.now);
        }
        self.said.insert(alert.id.clone(), alert.clone());
        self.heard.push((self.now, utterance));
    }

    /// One thing that happens: something is told, corrected, acknowledged, snoozed, or time passes.
    pub fn step(&mut self, random: &mut Random) {
        match random.below(10) {
            0..=4 => {
                let (rule, levels) = random.pick(RULES);
                let verdict = random.chance(65).then(|| random.pick(levels));
                let ago = random.pick(&[0.0, 5.0, 60.0, 300.0, 2000.0, 6000.0, 30_000.0]);
                let key = self.sees(rule, ago, verdict);
                self.looks(&[key]);
            }
            5 if !self.seen.is_empty() => {
                let place = random.below(self.seen.len());
                let seen = &mut self.seen[place];
                let (rule, levels) = RULES.iter().find(|(rule, _)| *rule == seen.rule.as_str()).unwrap();
                seen.verdict = match random.below(3) {
                    0 => Verdict::Clear,
                    1 => Verdict::Unknown { missing: vec!["signs".into()] },
                    _ => {
                        let level = random.pick(levels);
                        Verdict::Found(Box::new(finding(rule, seen.subject, seen.at, level)))
                    }
                };
                let key = seen.subject;
                self.looks(&[key]);
            }
            6 => self.answers(random),
            _ => {
                self.now = add_minutes(self.now, random.pick(&[1.0, 10.0, 31.0, 60.0, 700.0, 1441.0, 5000.0]));
                self.looks(&[]);
            }
        }
    }

    /// The person acknowledges or snoozes something.
    pub fn answers(&mut self, random: &mut Random) {
        let standing: Vec<Alert> = self.said.values().filter(|alert| alert.is_standing()).cloned().collect();
        if standing.is_empty() {
            return;
        }
        let alert = random.pick(&standing);
        let said = match random.chance(50) {
            true => acknowledge(&alert, self.now),
            false => snooze(&alert, random.pick(&[0.25, 8.0, 24.0]), self.now).ok(),
        };
        said.into_iter().for_each(|said| self.hears(said));
    }

    /// The rules with standing alerts, by id.
    pub fn standing(&self) -> BTreeMap<AlertId, Level> {
        let standing = self.said.values().filter(|alert| alert.is_standing());
        standing.map(|alert| (alert.id.clone(), alert.level)).collect()
    }
}

pub fn finding(rule: &'static str, subject: Key, at: Timestamp, level: Level) -> Finding {
    let told = Because {
        what: "signs".into(),
        value: Value::Text(level.name().into()),
        limit: None,
        estimated: false,
        records: vec![subject],
    };
    Finding {
        rule: RuleId::of(rule),
        subject,
        at,
        level,
        evidence: vec![told],
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    }
}
