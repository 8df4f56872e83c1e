//! Exports of Health Auto Export and the real program: over the broker, in the inbox, and by hand.
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

use std::fs::{self, File, FileTimes};
use std::path::Path;
use std::process::Output;
use std::time::{Duration, SystemTime};

use common::daemon::{Tingled, until};
use common::mosquitto::{Message, Mosquitto};
use serde_json::{Value as Json, json};
use tingled::record::{Body, Record};
use tingled::time::{SignedDuration, Timestamp};
use tingled::units::Quantity;

/// More than a few stretches.
const DRINKS: usize = 20_000;

fn body(rows: &[Json]) -> String {
    json!({ "data": { "metrics": [{ "name": "dietary_water", "units": "mL", "data": rows }] } }).to_string()
}

fn written(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S +0000").to_string()
}

fn drinks(daemon: &Tingled) -> Vec<f64> {
    let volume = |record: &Record| match &record.body {
        Body::Intake(intake) => intake.volume_ml.map(Quantity::get),
        _ => None,
    };
    daemon.records("ana").iter().filter_map(volume).collect()
}

#[test]
fn a_long_export_is_stored_whole_though_the_program_is_killed_and_others_are_heard_meanwhile() {
    let Some(mut broker) = Mosquitto::start_with("autosave_interval 1800") else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana", "ben"]);
    daemon.set("TINGLED_TEST_PAUSE_MS", "30");
    let mut observer = broker.observe("tingled/+/out/rejected");
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    let now = Timestamp::now();
    let mut rows: Vec<Json> = (0..DRINKS)
        .map(|minute| {
            let at = now - SignedDuration::from_mins(10 + i64::try_from(minute).unwrap());
            json!({ "date": written(at), "qty": 100 })
        })
        .collect();
    rows.push(json!({ "date": "some day", "qty": 100 }));
    let send = |broker: &Mosquitto, export: &str| {
        let sent = broker.publish_lines("tingled/ana/in/hae", std::iter::once(export.to_owned()), &[]);
        assert!(sent.status.success());
    };
    send(&broker, &body(&rows));
    let report = format!(r#"{{"time":"{now}","tingling":true,"severity":3}}"#);
    until("the first stretch", String::new, || !drinks(&daemon).is_empty());
    broker.publish("tingled/ben/in/tingling", &report, &[]);
    until("the report of another person", String::new, || !daemon.records("ben").is_empty());
    let meanwhile = drinks(&daemon).len();
    assert!(meanwhile < DRINKS, "the report waited for all of the export");
    daemon.kill();
    let half = drinks(&daemon).len();
    assert!(half < DRINKS, "the export was stored before the kill");
    daemon.set("TINGLED_TEST_PAUSE_MS", "");
    daemon.start();
    until("all drinks", || drinks(&daemon).len().to_string(), || drinks(&daemon).len() == DRINKS);
    let text = |message: &Message| String::from_utf8_lossy(&message.payload).into_owned();
    let told = text(&observer.until_or_seen("the reject", |message| text(message).contains("some day")));
    assert!(told.contains(&format!("data.metrics[0].data[{DRINKS}].date")), "{told}");
    // The same again with one drink more, the newest and so the last to be stored: nothing is doubled.
    rows.push(json!({ "date": written(now - SignedDuration::from_mins(5)), "qty": 100 }));
    send(&broker, &body(&rows));
    until("the new drink", || drinks(&daemon).len().to_string(), || drinks(&daemon).len() > DRINKS);
    daemon.stop();
    assert_eq!(drinks(&daemon).len(), DRINKS + 1);
    broker.stop();
}

/// Writes a file as if it had been written so many hours ago.
fn write(path: &Path, text: &str, hours_ago: u64) {
    fs::write(path, text).unwrap();
    let at = SystemTime::now() - Duration::from_secs(3600 * hours_ago);
    File::options().write(true).open(path).unwrap().set_times(FileTimes::new().set_modified(at)).unwrap();
}

fn import(daemon: &Tingled, path: &Path) -> Json {
    let Output { status, stdout, stderr } =
        daemon.verb(&["import", "--json", "--person", "ana", path.to_str().unwrap()]);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    let answer: Json = serde_json::from_slice(&stdout).unwrap();
    answer["files"][0].clone()
}

#[test]
fn of_two_files_the_one_that_was_written_later_wins_whichever_is_read_last() {
    let mut daemon = Tingled::new(None, &["ana"]);
    let day = |ml: u32| body(&[json!({ "date": "2026-11-01 00:00:00 +0100", "qty": ml })]);
    let (noon, night) = (daemon.home().join("noon.json"), daemon.home().join("night.json"));
    write(&noon, &day(600), 20);
    write(&night, &day(2100), 9);
    // With the store in its own hands, and through the running service.
    let report = import(&daemon, &night);
    assert_eq!((&report["rows"], &report["rows_new"]), (&1.into(), &1.into()), "{report}");
    assert_eq!(report["dialect"], "Health Auto Export (JSON)");
    daemon.start();
    let report = import(&daemon, &noon);
    assert_eq!((&report["rows_known"], &report["rows_changed"]), (&1.into(), &0.into()), "{report}");
    assert_eq!(drinks(&daemon), [2100.0]);
    // And in the inbox, written now.
    fs::create_dir_all(daemon.inbox().join("ana")).unwrap();
    fs::write(daemon.inbox().join("ana/HealthAutoExport.json"), day(2200)).unwrap();
    until("the file of the inbox", || daemon.log(), || drinks(&daemon) == [2200.0]);
    daemon.stop();
}

#[test]
fn a_file_of_another_program_is_refused_with_a_reason() {
    let daemon = Tingled::new(None, &["ana"]);
    let path = daemon.home().join("package.json");
    write(&path, r#"{"name":"something","version":"1.0.0"}"#, 1);
    let output = daemon.verb(&["import", "--person", "ana", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(65));
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("package.json") && shown.contains("\"data\""), "{shown}");
}
