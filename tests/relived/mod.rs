//! A running service that lives through a life tick by tick, and the log that it leaves.
#![allow(dead_code, reason = "not every test uses every helper")]

use std::collections::BTreeMap;

use tempfile::TempDir;
use tingled::assess::Level;
use tingled::daemon::replay::{Past, Replay};
use tingled::daemon::{Daemon, Event, People, Person};
use tingled::decide::{AlertId, Policy};
use tingled::person::{PersonId, Profile};
use tingled::record::words::Sign;
use tingled::record::{Kind, Record, Value, Vocabulary};
use tingled::store::Store;
use tingled::time::{SignedDuration, Timestamp, add_days, add_minutes};
use tingled::voice::Language;
use tingled::wire::Parsed;
use tingled::wire::json::{Action, Command};

use crate::cases::random::Random;
use crate::lives::{Life, Telling, Way, life, record};

pub fn start() -> Timestamp {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

pub fn people_of(life: &Life) -> People {
    let (name, zone, language) = (life.person.to_string(), jiff::tz::TimeZone::UTC, Language::English);
    let profile = Profile::default();
    People::new(BTreeMap::from([(life.person.clone(), Person { name, zone, language, profile })]))
}

pub fn records(life: &Life) -> Vec<Record> {
    life.tellings.iter().flat_map(|telling| telling.records.iter().cloned()).collect()
}

/// A life with signs for a doctor in it, and the word that they are gone.
pub fn eventful(random: &mut Random, seed: u64, days: usize) -> Life {
    let mut life = life(Way::ALL[(seed % 6) as usize], seed + 1, start(), days);
    for number in 0..2 + random.below(6) {
        let at = add_minutes(add_days(start(), random.below(days) as f64), 360.0 + random.below(900) as f64);
        let sign = Sign::ALL[random.below(Sign::ALL.len())].name();
        let told = if random.chance(60) { vec![sign.to_owned()] } else { Vec::new() };
        let answers = vec![
            ("tingling", Value::Flag(!told.is_empty())),
            ("signs", Value::List(told)),
            ("sites", Value::List(if random.chance(50) { vec!["calf:left".to_owned()] } else { Vec::new() })),
            ("quality", Value::List(Vec::new())),
            ("fatigue", Value::Number(random.pick(&[2.0, 3.0, 5.0]))),
        ];
        let told = record(&life.person, Kind::Symptom, &format!("sign{number}"), at, answers);
        let late = random.pick(&[0.0, 0.0, 1.0, 400.0, 4000.0]);
        life.tellings.push(Telling { at: add_minutes(at, late), records: vec![told] });
    }
    life.tellings.sort_by_key(|telling| telling.at);
    life
}

/// One line of what was said or held back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub at: Timestamp,
    pub rule: String,
    pub alert: String,
    pub revision: u32,
    pub level: Level,
    /// Pushed, or what became of it in silence.
    pub what: String,
    pub why: String,
    /// What the alert was about in the end.
    pub subject: String,
    pub state: &'static str,
}

/// Everything that was said about a person's alerts, by time.
pub fn log_of(store: &Store, person: &PersonId) -> Vec<Line> {
    let mut lines = Vec::new();
    for alert in store.alerts(person, 100_000).unwrap() {
        for spoken in store.spoken(&alert.id).unwrap() {
            lines.push(Line {
                at: spoken.at,
                rule: alert.rule.to_string(),
                alert: alert.id.0.clone(),
                revision: spoken.revision,
                level: spoken.level,
                what: spoken.what.into_owned(),
                why: spoken.why.into_owned(),
                subject: alert.finding.subject.to_string(),
                state: alert.state.name(),
            });
        }
    }
    lines.sort();
    lines
}

/// A service over a real database, with a clock that is turned by hand.
pub struct Service {
    folder: TempDir,
    people: People,
    person: PersonId,
    daemon: Option<Daemon>,
    pub now: Timestamp,
    looks: SignedDuration,
    policy: Policy,
}

impl Service {
    pub fn start(life: &Life, looks: SignedDuration, policy: &Policy) -> Service {
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let mut service = Service {
            folder,
            people: people_of(life),
            person: life.person.clone(),
            daemon: None,
            now: start(),
            looks,
            policy: policy.clone(),
        };
        service.restarts();
        let profile = Parsed { profile: Some(life.profile.clone()), ..Parsed::default() };
        service.takes(profile);
        service
    }

    pub fn restarts(&mut self) {
        drop(self.daemon.take());
        let store = Store::open(&self.folder.path().join("data/tingled.db")).unwrap();
        self.daemon = Some(Daemon::new(store, self.people.clone(), self.policy.clone(), false));
    }

    pub fn daemon(&mut self) -> &mut Daemon {
        self.daemon.as_mut().unwrap()
    }

    /// Looks at every whole step before that moment, which is then now.
    pub fn passes(&mut self, to: Timestamp) {
        let step = i64::try_from(self.looks.as_millis()).unwrap();
        loop {
            let next = (self.now.as_millisecond().div_euclid(step) + 1) * step;
            if next >= to.as_millisecond() {
                break;
            }
            self.now = Timestamp::from_millisecond(next).unwrap();
            let now = self.now;
            self.daemon().handle(&Event::Tick, now).unwrap();
        }
        self.now = to;
    }

    /// Takes records in that came together.
    pub fn hears(&mut self, records: Vec<Record>) {
        self.takes(Parsed { records, ..Parsed::default() });
    }

    fn takes(&mut self, parsed: Parsed) {
        let (person, now) = (self.person.clone(), self.now);
        self.daemon().rows(Some(person), parsed, None, now).unwrap();
    }

    pub fn does(&mut self, event: &Event) {
        let now = self.now;
        self.daemon().handle(event, now).unwrap();
    }

    pub fn store(&self) -> &Store {
        self.daemon.as_ref().unwrap().store()
    }

    /// The ids of the alerts that stand.
    pub fn standing(&self) -> Vec<AlertId> {
        self.store().standing_alerts(&self.person).unwrap().into_iter().map(|alert| alert.id).collect()
    }

    /// Says something about an alert, as on the command line.
    pub fn commands(&mut self, alert: &AlertId, action: Action) {
        let command = Command { action, alert: alert.clone(), correlation: None };
        let person = self.person.clone();
        self.does(&Event::Command(person, command));
    }

    pub fn log(&self) -> Vec<Line> {
        log_of(self.store(), &self.person)
    }
}

/// What a replay of this past leaves in its log, by then: at `to` itself nobody looked.
pub fn replayed(past: Past, life: &Life, looks: SignedDuration, policy: &Policy, to: Timestamp) -> Vec<Line> {
    let mut replay = Replay::new(past, people_of(life), policy.clone(), looks).unwrap();
    replay.until(add_minutes(to, -0.001), &mut |_| {}).unwrap();
    log_of(replay.store(), &life.person)
}
