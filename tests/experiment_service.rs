//! A trial beside a running service: begun and ended through its socket.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic"
)]

mod asked;
mod common;

use asked::Day;
use common::daemon::Tingled;
use serde_json::Value as Json;
use tingled::time::{Timestamp, add_days};

/// 70 sessions until now, of which most in tight gear tingle.
fn days() -> Vec<Day> {
    let end = jiff::Timestamp::now();
    let day = |number: usize| -> Day {
        let is_tight = number * 37 % 101 < 45;
        let start: Timestamp = add_days(end, -2.0 * (70 - number) as f64);
        let tingled = is_tight && number % 9 != 4 || number == 12;
        Day { start, minutes: 45.0, effort: 5.0, is_tight, air_c: 15.0, drunk_ml: 200.0, tingled }
    };
    (0..70).map(day).collect()
}

#[test]
fn a_running_service_takes_a_trial_and_its_end() {
    let mut daemon = Tingled::new(None, &["ana"]);
    daemon.start();
    let (workouts, symptoms) = asked::csv(&days());
    for (name, text) in [("workouts.csv", workouts), ("symptoms.csv", symptoms)] {
        let file = daemon.home().join(name);
        std::fs::write(&file, text).unwrap();
        let said = daemon.verb(&["import", file.to_str().unwrap()]);
        assert!(said.status.success(), "{said:?}");
    }
    let experiment = |words: &[&str]| daemon.verb(&[&["experiment", "--json"], words].concat());
    let trial = |words: &[&str]| -> Json {
        let said = experiment(words);
        assert!(said.status.success(), "{said:?}");
        serde_json::from_slice::<Json>(&said.stdout).unwrap()["trial"].clone()
    };
    let begun = trial(&["start", "--exposure", "tight_fit", "--seed", "5"]);
    assert_eq!((&begun["state"], &begun["seed"]), (&"running".into(), &5.into()));
    assert_eq!(experiment(&["start"]).status.code(), Some(64));
    assert_eq!(trial(&["status"])["schedule"], begun["schedule"]);
    assert_eq!(trial(&["stop"])["why"], "stopped");
    assert_eq!(experiment(&["stop"]).status.code(), Some(64));
}
