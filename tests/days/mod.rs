//! A simulated stretch of days: a core over a real database, a clock that is turned by hand, and a broker that
//! keeps what is retained.
#![allow(dead_code, reason = "not every test uses every helper")]

use std::collections::BTreeMap;

use serde_json::Value as Json;
use tingled::daemon::study::carry_out;
use tingled::daemon::{Action, Daemon, Event, Message, People, Person, Told};
use tingled::decide::{Policy, Seen};
use tingled::person::{PersonId, Profile};
use tingled::store::Store;
use tingled::time::{Timestamp, add_minutes};
use tingled::voice::Language;
use tingled::wire::{Parsed, Purpose};

pub struct Days {
    pub now: Timestamp,
    daemon: Option<Daemon>,
    folder: tempfile::TempDir,
    people: People,
    writes_letters: bool,
    retained: BTreeMap<String, String>,
    events: Vec<String>,
    notified: Vec<String>,
    replies: Vec<String>,
    rejected: Vec<String>,
    /// Everything that went out: topics and payloads.
    pub letters: Vec<(String, String)>,
    /// The content that each revision of an alert had on out/alert and on out/event.
    pub contents: BTreeMap<(bool, String, u64), String>,
}

pub fn people() -> People {
    let person = |name: &str, zone: &str, language| Person {
        name: name.to_owned(),
        zone: jiff::tz::TimeZone::get(zone).unwrap(),
        language,
        profile: Profile::default(),
    };
    People::new(BTreeMap::from([
        (PersonId::new("ana").unwrap(), person("Ana", "Europe/Berlin", Language::English)),
        (PersonId::new("ben").unwrap(), person("Ben", "America/New_York", Language::German)),
    ]))
}

impl Days {
    pub fn new() -> Days {
        Days::of(people(), true)
    }

    /// Days of these persons; without letters nothing goes out.
    pub fn of(people: People, writes_letters: bool) -> Days {
        // In memory where that can be had: what a disk does is tested elsewhere.
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let mut days = Days {
            now: "2026-11-02T10:00:00Z".parse().unwrap(),
            daemon: None,
            folder,
            people,
            writes_letters,
            retained: BTreeMap::new(),
            events: Vec::new(),
            notified: Vec::new(),
            replies: Vec::new(),
            rejected: Vec::new(),
            letters: Vec::new(),
            contents: BTreeMap::new(),
        };
        days.restarts();
        days
    }

    pub fn restarts(&mut self) {
        drop(self.daemon.take());
        let store = Store::open(&self.folder.path().join("data/tingled.db")).unwrap();
        self.daemon = Some(Daemon::new(store, self.people.clone(), Policy::default(), self.writes_letters));
    }

    /// Changes the database behind the daemon's back, and starts it again.
    pub fn edits(&mut self, sql: &str) {
        drop(self.daemon.take());
        let db = rusqlite::Connection::open(self.folder.path().join("data/tingled.db")).unwrap();
        db.execute_batch(sql).unwrap();
        drop(db);
        self.restarts();
    }

    /// Sends one message; `NOW` and `-N` (minutes ago) stand for times.
    pub fn sends(&mut self, topic: &str, payload: &str) -> Vec<Told> {
        self.sends_all(&[(topic, payload)])
    }

    pub fn sends_all(&mut self, messages: &[(&str, &str)]) -> Vec<Told> {
        let messages = messages
            .iter()
            .map(|(topic, payload)| Message {
                topic: (*topic).to_owned(),
                payload: self.dated(payload).into_bytes(),
                reply_to: None,
            })
            .collect();
        self.handle(&Event::Messages(messages))
    }

    fn dated(&self, payload: &str) -> String {
        let mut text = payload.replace("\"NOW\"", &format!("\"{}\"", self.now));
        for field in ["time", "start"] {
            let before = format!("\"{field}\":\"-");
            if let Some(from) = text.find(&before) {
                let digits: String = text[from + before.len()..].chars().take_while(|c| *c != '"').collect();
                let at = add_minutes(self.now, -digits.parse::<f64>().unwrap());
                text = text.replacen(&format!("\"-{digits}\""), &format!("\"{at}\""), 1);
            }
        }
        text
    }

    pub fn minutes(&mut self, minutes: f64) {
        self.now = add_minutes(self.now, minutes);
        self.handle(&Event::Tick);
    }

    pub fn daemon(&mut self) -> &mut Daemon {
        self.daemon.as_mut().unwrap()
    }

    pub fn connects(&mut self) {
        self.handle(&Event::Connected);
    }

    /// The broker forgets everything it took.
    pub fn forgets(&mut self) {
        self.retained.clear();
    }

    /// Takes in a stretch of a file.
    pub fn reads(&mut self, person: &str, parsed: Parsed) -> Vec<Told> {
        let now = self.now;
        let handled = self.daemon().rows(PersonId::new(person), parsed, None, now).unwrap();
        self.perform(handled.actions);
        handled.told
    }

    /// Makes every study that is due.
    pub fn studies(&mut self) {
        let now = self.now;
        while let Some(wanted) = self.daemon().study_wanted(now).unwrap() {
            let studied = carry_out(self.daemon().store(), wanted).unwrap();
            self.handle(&Event::Studied(Box::new(studied)));
        }
    }

    pub fn handle(&mut self, event: &Event) -> Vec<Told> {
        let handled = self.daemon.as_mut().unwrap().handle(event, self.now).unwrap();
        self.perform(handled.actions);
        handled.told
    }

    fn perform(&mut self, mut actions: Vec<Action>) {
        while !actions.is_empty() {
            let mut delivered = Vec::new();
            for Action::Publish(id, letter) in actions {
                delivered.push(id);
                let text = String::from_utf8(letter.payload).unwrap();
                self.letters.push((letter.topic.clone(), text.clone()));
                self.hear(letter.topic, letter.purpose, text);
            }
            actions = self.daemon.as_mut().unwrap().handle(&Event::Delivered(delivered), self.now).unwrap().actions;
        }
    }

    fn hear(&mut self, topic: String, purpose: Purpose, text: String) {
        let json: Json = serde_json::from_str(&text).unwrap_or_default();
        let word = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        if let (Purpose::Standing | Purpose::Event, Some(revision)) = (purpose, json["revision"].as_u64()) {
            let place = (purpose == Purpose::Event, word("id"), revision);
            let before = self.contents.entry(place).or_insert_with(|| text.clone());
            assert_eq!(*before, text, "one revision, two contents");
        }
        match purpose {
            Purpose::Standing | Purpose::State if text.is_empty() => drop(self.retained.remove(&topic)),
            Purpose::Standing | Purpose::State => drop(self.retained.insert(topic, text)),
            Purpose::Event => {
                if json["notify"] == true {
                    self.notified.push(format!("{} {}", word("rule"), json["revision"]));
                }
                self.events.push(format!(
                    "{} {} {} {}",
                    word("event_type"),
                    word("rule"),
                    word("level"),
                    json["revision"]
                ));
            }
            Purpose::Rejected => self.rejected.push(text),
            Purpose::Reply => self.replies.push(format!("{topic} {}", word("result"))),
        }
    }

    /// What stands on the alert topics.
    pub fn standing(&self) -> Vec<String> {
        let alerts = self.retained.iter().filter(|(topic, _)| topic.contains("/out/alert/"));
        alerts
            .map(|(topic, text)| {
                let json: Json = serde_json::from_str(text).unwrap();
                format!(
                    "{topic} {} {} {}",
                    json["level"].as_str().unwrap(),
                    json["state"].as_str().unwrap(),
                    json["revision"]
                )
            })
            .collect()
    }

    /// Every retained alert, by topic.
    pub fn stands(&self) -> BTreeMap<String, String> {
        let alerts = self.retained.iter().filter(|(topic, _)| topic.contains("/out/alert/"));
        alerts.map(|(topic, text)| (topic.clone(), text.clone())).collect()
    }

    pub fn retained(&self, topic: &str) -> Json {
        serde_json::from_str(&self.retained[topic]).unwrap()
    }

    /// The events since this was last asked.
    pub fn events(&mut self) -> Vec<String> {
        std::mem::take(&mut self.events)
    }

    /// What made a phone sound since this was last asked: rule and revision.
    pub fn notified(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notified)
    }

    /// What every rule says about every recent report and session.
    pub fn seen(&mut self, person: &str) -> Vec<Seen> {
        let now = self.now;
        self.daemon().findings(&PersonId::new(person).unwrap(), now).unwrap()
    }

    pub fn replies(&mut self) -> Vec<String> {
        std::mem::take(&mut self.replies)
    }

    pub fn rejected(&mut self) -> Vec<String> {
        std::mem::take(&mut self.rejected)
    }

    pub fn records(&self, person: &str) -> usize {
        let person = PersonId::new(person).unwrap();
        self.daemon.as_ref().unwrap().store().history(&person).unwrap().len()
    }
}
