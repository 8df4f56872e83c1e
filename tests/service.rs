//! The real program as a service: alerts from both doors, and what the service manager asks and is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::fs;

use common::daemon::{Tingled, until};
use common::mosquitto::Mosquitto;
use common::raw;
use rustix::process::Signal;
use serde_json::Value as Json;
use tingled::assess::Level;
use tingled::decide::AlertId;
use tingled::store::Store;
use tingled::time::{SignedDuration, Timestamp};

const RECEIVED: &str = "Received PUBACK from tingled-ingest";
const SENT: &str = "Sending PUBLISH to tingled-ingest";

fn drinks(person: &str, count: i64) -> Vec<(String, Vec<u8>)> {
    let now = Timestamp::now();
    let drink = |number: i64| {
        let at = now - SignedDuration::from_secs(60 + number);
        let text = format!(r#"{{"id":"d{number}","time":"{at}","volume_ml":250}}"#);
        (format!("tingled/{person}/in/intake"), text.into_bytes())
    };
    (0..count).map(drink).collect()
}

fn running(persons: &[&str]) -> Option<(Mosquitto, Tingled)> {
    let broker = Mosquitto::start()?;
    let mut daemon = Tingled::new(Some(broker.port()), persons);
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    Some((broker, daemon))
}

#[test]
fn a_sign_told_on_the_command_line_or_over_mqtt_stands_on_its_topic() {
    let Some((broker, daemon)) = running(&["ana", "ben"]) else { return };
    let mut observer = broker.observe("tingled/+/out/#");
    let told = ["log", "tingling", "--person", "ana", "--site", "calf", "--side", "left", "--severity", "4"];
    let output = daemon.verb(&[&told[..], &["--sign", "swelling"]].concat());
    assert!(output.status.success(), "{output:?}");
    let text = format!(
        r#"{{"time":"{}","tingling":true,"sites":[{{"site":"calf","side":"left"}}],"severity":4,"signs":["swelling"]}}"#,
        Timestamp::now()
    );
    let mut alerts = Vec::new();
    for person in ["ana", "ben"] {
        if person == "ben" {
            raw::send_all(broker.port(), &[("tingled/ben/in/tingling".to_owned(), text.clone().into_bytes())]);
        }
        let topic = format!("tingled/{person}/out/alert/rf11");
        let message = observer.until_or_seen(&topic, |message| message.topic == topic);
        let alert: Json = serde_json::from_slice(&message.payload).unwrap();
        assert_eq!((&alert["level"], &alert["state"]), (&"urgent".into(), &"open".into()), "{alert}");
        let event = format!("tingled/{person}/out/event");
        observer.until_or_seen(&event, |message| message.topic == event);
        // The command line showed the same alert.
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(shown.contains(alert["advice"][0].as_str().unwrap_or("rf11")) || shown.contains("leg"), "{shown}");
        alerts.push(alert["message"].clone());
    }
    assert_eq!(alerts[0], alerts[1], "both doors say the same");
    // Whoever comes later sees it too.
    let mut later = broker.observe("tingled/ana/out/alert/#");
    let seen = later.until_or_seen("the retained alert", |message| message.topic.ends_with("rf11"));
    assert!(seen.retained);
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no planted faults")]
fn a_stop_finishes_what_arrived_and_says_goodbye() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    daemon.set("TINGLED_TEST_PAUSE_MS", "300");
    let mut status = broker.observe("tingled/status");
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    status.until_or_seen("online", |message| message.payload == b"online");
    raw::send_all(broker.port(), &drinks("ana", 60));
    until("everything is on its way", || broker.log(), || broker.log().matches(SENT).count() == 60);
    assert!(broker.log().matches(RECEIVED).count() < 60, "too late: everything was acknowledged already");
    assert!(daemon.stop().success(), "{}", daemon.log());
    assert!(!daemon.data().join("tingled.db-wal").exists(), "the database was not closed");
    status.until("offline", |message| message.payload == b"offline");
    assert_eq!(daemon.records("ana").len(), 60);
    // The broker may be behind with what it was sent.
    until("the goodbye", || broker.log(), || broker.log().contains("Received DISCONNECT from tingled-ingest"));
    assert_eq!(broker.log().matches(RECEIVED).count(), 60, "stored and not acknowledged");
    assert!(daemon.notes().iter().any(|note| note.contains("STOPPING=1")), "{:?}", daemon.notes());
}

#[test]
fn a_reload_takes_over_a_new_person_and_keeps_the_old_settings_when_the_new_are_bad() {
    let Some((broker, mut daemon)) = running(&["ana"]) else { return };
    raw::send_all(broker.port(), &drinks("ben", 1));
    until("ben is unknown", || daemon.log(), || daemon.rejects().iter().any(|one| one.code == "unknown_person"));

    daemon.configure(Some(broker.port()), &["ana", "ben"], "");
    daemon.signal(Signal::HUP);
    daemon.until_told("READY=1", 2);
    daemon.until_logged("configuration read again", 1);
    raw::send_all(broker.port(), &drinks("ben", 2));
    until("ben is known", || daemon.log(), || daemon.records("ben").len() == 2);
    let folder = daemon.inbox().join("ben");
    until("the inbox of ben", || daemon.log(), || folder.is_dir());
    fs::write(folder.join("intake.csv"), "time,volume_ml\n2026-01-01T10:00:00+01:00,300\n").unwrap();
    until("a file of ben", || daemon.log(), || daemon.records("ben").len() == 3);

    daemon.configure(Some(broker.port()), &["ana"], "[deliverry]\n");
    daemon.signal(Signal::HUP);
    daemon.until_told("READY=1", 3);
    daemon.until_logged("the new configuration is bad; the old one stays", 1);
    assert!(daemon.log().contains("deliverry"), "{}", daemon.log());
    let notes = daemon.notes();
    assert!(notes.last().unwrap().contains("STATUS=the new configuration is bad; the old one stays"), "{notes:?}");
    raw::send_all(broker.port(), &drinks("ben", 4));
    until("ben is still known", || daemon.log(), || daemon.records("ben").len() == 5);

    assert!(daemon.stop().success(), "{}", daemon.log());
    let notes = daemon.notes();
    let reloads: Vec<&String> = notes.iter().filter(|note| note.starts_with("RELOADING=1")).collect();
    assert_eq!(reloads.len(), 2, "{notes:?}");
    for reload in reloads {
        let time = reload.trim().strip_prefix("RELOADING=1\nMONOTONIC_USEC=").unwrap();
        assert!(time.parse::<u64>().unwrap() > 0, "{reload}");
    }
    let order: Vec<&str> = notes
        .iter()
        .filter_map(|note| ["READY=1", "RELOADING=1", "STOPPING=1"].into_iter().find(|word| note.starts_with(word)))
        .collect();
    assert_eq!(order, ["READY=1", "RELOADING=1", "READY=1", "RELOADING=1", "READY=1", "STOPPING=1"]);
}

#[test]
fn the_watchdog_is_fed_and_the_status_names_the_broker() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    daemon.set("WATCHDOG_USEC", "18000000");
    daemon.start();
    daemon.until_told("STATUS=mqtt: connected", 1);
    daemon.until_told("WATCHDOG=1", 2);
    assert!(!daemon.log().contains("not moving"), "{}", daemon.log());
    assert!(daemon.stop().success());
}

#[test]
fn a_snooze_and_a_mark_reach_a_running_daemon_over_its_socket() {
    let mut daemon = Tingled::new(None, &["ana"]);
    daemon.start();
    let answer = |daemon: &Tingled, arguments: &[&str]| -> Json {
        let output = daemon.verb(&[arguments, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    };
    let sign = |sign| ["log", "tingling", "--person", "ana", "--sign", sign];
    let id = |told: &Json, rule: &str| -> String {
        let alerts = told["alerts"].as_array().unwrap().iter();
        alerts
            .filter(|alert| alert["rule"] == rule)
            .map(|alert| alert["id"].as_str().unwrap().to_owned())
            .next()
            .unwrap()
    };
    let told = answer(&daemon, &sign("swelling"));
    let urgent = id(&told, "rf11");
    let quiet = answer(&daemon, &["alerts", "snooze", &urgent, "--hours", "8"]);
    assert_eq!((&quiet["result"], &quiet["revision"]), (&"snoozed".into(), &2.into()), "{quiet}");
    assert!(quiet["snoozed_until"].is_string());
    for mark in ["late", "useful"] {
        let noted = answer(&daemon, &["alerts", "feedback", &urgent, mark]);
        assert_eq!((&noted["result"], &noted["mark"]), (&"noted".into(), &mark.into()), "{noted}");
    }
    let emergency = id(&answer(&daemon, &sign("bladder")), "rf01");
    let refused = daemon.verb(&["alerts", "snooze", &emergency]);
    assert!(!refused.status.success(), "{refused:?}");
    assert!(daemon.is_running());
    assert!(daemon.stop().success(), "{}", daemon.log());
    let store = Store::open(&daemon.data().join("tingled.db")).unwrap();
    let marks: Vec<&str> = store.feedback(&AlertId(urgent)).unwrap().iter().map(|given| given.mark.name()).collect();
    assert_eq!(marks, ["late", "useful"]);
    let kept = store.alert(&AlertId(emergency)).unwrap().unwrap();
    assert_eq!((kept.level, kept.snoozed_until), (Level::Emergency, None));
}
