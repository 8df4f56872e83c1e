//! The real program, killed at every moment: what was acknowledged is stored, once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use common::daemon::{Tingled, until};
use common::mosquitto::{Message, Mosquitto};
use common::raw;
use serde_json::Value as Json;
use tingled::time::{SignedDuration, Timestamp};

const MESSAGES: usize = 2000;
const PERSONS: usize = 20;
/// Kills; between two of them as many messages come in.
const KILLS: usize = 16;
const PART: usize = MESSAGES / KILLS;

/// One message, and what is to become of it.
struct Sent {
    person: String,
    topic: String,
    payload: String,
    becomes: Becomes,
}

enum Becomes {
    Record(Timestamp),
    Emergency(Timestamp, &'static str),
    Reject(String),
}

/// Chance with a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn messages(now: Timestamp) -> Vec<Sent> {
    let message = |number: usize| {
        let seconds = |seconds: usize| now - SignedDuration::from_secs(i64::try_from(seconds).unwrap());
        let mut person = format!("p{:02}", number % PERSONS);
        let at = seconds(3600 + 7 * number);
        let (kind, payload, becomes) = if number % 97 == 40 && number / 97 < PERSONS {
            // One for each person, and newer than everything else that person told.
            let which = number / 97;
            person = format!("p{which:02}");
            let at = seconds(60 + which);
            let (sign, rule) = [("bladder", "rf01"), ("chest_pain", "rf09")][which % 2];
            let text = format!(r#"{{"id":"s{number}","time":"{at}","tingling":true,"signs":["{sign}"]}}"#);
            ("tingling", text, Becomes::Emergency(at, rule))
        } else if number % 10 == 9 {
            let found = (9_000_000 + number).to_string();
            let text = format!(r#"{{"id":"x{number}","time":"{at}","volume_ml":{found}}}"#);
            ("intake", text, Becomes::Reject(found))
        } else if number.is_multiple_of(3) {
            let text = format!(r#"{{"id":"r{number}","time":"{at}","tingling":true,"severity":3}}"#);
            ("tingling", text, Becomes::Record(at))
        } else {
            let text = format!(r#"{{"id":"d{number}","time":"{at}","volume_ml":250}}"#);
            ("intake", text, Becomes::Record(at))
        };
        Sent { topic: format!("tingled/{person}/in/{kind}"), person, payload, becomes }
    };
    (0..MESSAGES).map(message).collect()
}

/// What is left of it when all is over.
struct Left {
    sent: Vec<Sent>,
    records: Vec<(String, Timestamp)>,
    rejects: BTreeSet<String>,
    standing: BTreeMap<String, Json>,
    /// Everything an observer saw that never looked away.
    seen: Vec<Message>,
    /// Kills after which the broker had to send something again.
    kills_in_flight: usize,
}

/// Sends everything while the program is killed again and again, and the broker restarted.
fn story(faults: &[(&str, &str)]) -> Option<Left> {
    let mut broker = Mosquitto::start_with("autosave_interval 1800")?;
    let names: Vec<String> = (0..PERSONS).map(|number| format!("p{number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut daemon = Tingled::new(Some(broker.port()), &names);
    for (name, value) in [("TINGLED_TEST_PAUSE_MS", "20")].iter().chain(faults) {
        daemon.set(name, value);
    }
    let keeps = ["-c", "-i", "observer", "-x", "3600"];
    let mut observer = broker.observe_with("tingled/+/out/#", &keeps);
    // The subscription must exist before the first message: a broker keeps nothing for a stranger.
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    daemon.kill();

    let sent = messages(tingled::time::to_millisecond(Timestamp::now()));
    let mut chance = Chance(7);
    let mut kills_in_flight = 0;
    for (round, part) in sent.chunks(PART).enumerate() {
        let part: Vec<(String, Vec<u8>)> =
            part.iter().map(|one| (one.topic.clone(), one.payload.clone().into_bytes())).collect();
        raw::send_all(broker.port(), &part);
        if round % 5 == 3 {
            broker.restart();
        }
        let before = (lines(&broker, SENT), lines(&broker, AGAIN));
        daemon.start();
        if round % 2 == 0 {
            // What an earlier kill caught is over now: no message is caught by three and set aside.
            until("acknowledgements", || daemon.log(), || lines(&broker, RECEIVED) >= round * PART);
        }
        let enough = before.0 + 1 + usize::try_from(chance.below(PART as u64)).unwrap();
        until("messages", || daemon.log(), || lines(&broker, SENT) >= enough);
        std::thread::sleep(Duration::from_millis(chance.below(25)));
        daemon.kill();
        kills_in_flight += usize::from(round > 0 && lines(&broker, AGAIN) > before.1);
    }
    let last = Timestamp::now() - SignedDuration::from_secs(30);
    let text = format!(r#"{{"id":"last","time":"{last}","volume_ml":1}}"#);
    raw::send_all(broker.port(), &[("tingled/p00/in/intake".to_owned(), text.into_bytes())]);
    daemon.start();
    let is_last = |record: &tingled::record::Record| record.origin.native_id.as_deref() == Some("last");
    until("the last message", || daemon.log(), || daemon.records("p00").iter().any(is_last));
    until("every letter delivered", || daemon.log(), || daemon.store().next_due().unwrap().is_none());
    assert!(daemon.stop().success(), "{}", daemon.log());

    let mut records: Vec<(String, Timestamp)> = Vec::new();
    for name in names {
        let told = daemon.records(name).into_iter().filter(|record| !is_last(record));
        records.extend(told.map(|record| (name.to_owned(), record.at)));
    }
    records.sort();
    let rejects = daemon.rejects().into_iter().map(|reject| reject.found).collect();
    let retained = broker.observe("tingled/+/out/alert/#").drain(Duration::from_secs(1)).to_vec();
    let standing = retained.iter().map(|one| (one.topic.clone(), serde_json::from_slice(&one.payload).unwrap()));
    let standing = standing.collect();
    let seen = observer.drain(Duration::from_secs(2)).to_vec();
    Some(Left { sent, records, rejects, standing, seen, kills_in_flight })
}

/// What the broker writes when it got an acknowledgement from the program.
const RECEIVED: &str = "Received PUBACK from tingled-ingest";
/// What it writes when it sends something to the program.
const SENT: &str = "Sending PUBLISH to tingled-ingest";
/// What it writes when it sends something that it sent before and that was not acknowledged.
const AGAIN: &str = "Sending PUBLISH to tingled-ingest (d1";

fn lines(broker: &Mosquitto, text: &str) -> usize {
    broker.log().matches(text).count()
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no planted faults")]
fn nothing_is_lost_or_doubled_while_the_program_is_killed() {
    let Some(left) = story(&[]) else { return };
    assert!(left.kills_in_flight >= 5, "only {} kills between PUBLISH and PUBACK", left.kills_in_flight);
    let mut expected = Vec::new();
    for one in &left.sent {
        match &one.becomes {
            Becomes::Record(at) => expected.push((one.person.clone(), *at)),
            Becomes::Emergency(at, rule) => {
                expected.push((one.person.clone(), *at));
                let topic = format!("tingled/{}/out/alert/{rule}", one.person);
                let alert = left.standing.get(&topic).unwrap_or_else(|| panic!("nothing on {topic}"));
                assert_eq!((&alert["level"], &alert["state"]), (&"emergency".into(), &"open".into()), "{alert}");
            }
            Becomes::Reject(found) => assert!(left.rejects.contains(found), "no reject for {found}"),
        }
    }
    expected.sort();
    assert_eq!(left.records.len(), expected.len());
    assert_eq!(left.records, expected);
    check_revisions(&left.seen);
}

/// One id at one revision has one content, on its topic and as an event.
fn check_revisions(seen: &[Message]) {
    let mut contents: BTreeMap<(bool, String, u64), &[u8]> = BTreeMap::new();
    for message in seen.iter().filter(|message| !message.payload.is_empty()) {
        let is_event = message.topic.ends_with("/out/event");
        if !is_event && !message.topic.contains("/out/alert/") {
            continue;
        }
        let alert: Json = serde_json::from_slice(&message.payload).unwrap();
        let name = (is_event, alert["id"].as_str().unwrap().to_owned(), alert["revision"].as_u64().unwrap());
        let known = contents.entry(name.clone()).or_insert(&message.payload);
        assert_eq!(String::from_utf8_lossy(known), String::from_utf8_lossy(&message.payload), "{name:?}");
    }
    assert!(contents.len() > PERSONS, "the observer saw next to nothing: {}", contents.len());
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no planted faults")]
fn a_program_that_acknowledges_before_it_stores_is_caught() {
    let Some(left) = story(&[("TINGLED_TEST_ACK_FIRST", "1")]) else { return };
    let stored: BTreeSet<&(String, Timestamp)> = left.records.iter().collect();
    let is_lost = |one: &&Sent| match &one.becomes {
        Becomes::Record(at) | Becomes::Emergency(at, _) => !stored.contains(&(one.person.clone(), *at)),
        Becomes::Reject(found) => !left.rejects.contains(found),
    };
    let lost = left.sent.iter().filter(is_lost).count();
    assert!(lost > 0, "the test would not notice a loss");
    eprintln!("acknowledging first lost {lost} messages");
}

/// What a message holds that ends a program in which that fault is planted.
const POISON: &str = "poison-for-a-test";

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no planted faults")]
fn a_message_that_ends_the_program_is_set_aside_and_costs_nobody_else() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    daemon.set("TINGLED_TEST_POISON", "1");
    let mut observer = broker.observe("tingled/ana/out/rejected");
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    daemon.kill();
    let now = Timestamp::now();
    let drink = |number: i64, what: &str| {
        let at = now - SignedDuration::from_secs(100 + number);
        let text = format!(r#"{{"id":"d{number}","time":"{at}","volume_ml":250,"what":"{what}"}}"#);
        ("tingled/ana/in/intake".to_owned(), text.into_bytes())
    };
    let messages: Vec<_> = (0..12).map(|number| drink(number, if number == 5 { POISON } else { "water" })).collect();
    raw::send_all(broker.port(), &messages);
    for crash in 1..=3 {
        daemon.start();
        assert!(!daemon.wait().success(), "crash {crash}: {}", daemon.log());
    }
    daemon.start();
    observer.until("it is told", |message| String::from_utf8_lossy(&message.payload).contains(POISON));
    until("the others", || daemon.log(), || daemon.records("ana").len() == 11);
    let rejects = daemon.rejects();
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert_eq!(rejects[0].code, "quarantined");
    assert!(rejects[0].found.contains(POISON) && &*rejects[0].place.of == "ana/in/intake", "{rejects:?}");
    // It was acknowledged: the next start knows nothing of it.
    assert!(daemon.stop().success());
    daemon.start();
    raw::send_all(broker.port(), &[drink(20, "water")]);
    until("the next one", || daemon.log(), || daemon.records("ana").len() == 12);
    assert_eq!(daemon.rejects().len(), 1);
    assert_eq!(daemon.log().matches("a planted fault").count(), 3, "{}", daemon.log());
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no planted faults")]
fn a_file_that_ends_the_program_is_set_aside_and_costs_no_other_file() {
    let mut daemon = Tingled::new(None, &["ana"]);
    daemon.set("TINGLED_TEST_POISON", "1");
    daemon.start();
    daemon.kill();
    let drinks = |what: &str| format!("time,volume_ml,what\n2026-11-01T10:00:00Z,250,{what}\n");
    let place = |name: &str, text: String| std::fs::write(daemon.inbox().join("ana").join(name), text).unwrap();
    place("a-bad-intake.csv", drinks(POISON));
    place("b-good-intake.csv", drinks("water"));
    for crash in 1..=3 {
        daemon.start();
        assert!(!daemon.wait().success(), "crash {crash}: {}", daemon.log());
    }
    daemon.start();
    until("the good file", || daemon.log(), || daemon.records("ana").len() == 1);
    until("the reject", || daemon.log(), || daemon.rejects().len() == 1);
    let rejects = daemon.rejects();
    assert_eq!((rejects[0].code.as_str(), &*rejects[0].place.of), ("quarantined", "a-bad-intake.csv"), "{rejects:?}");
    assert!(daemon.stop().success());
}
