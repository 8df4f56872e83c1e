//! Stories of what the study finds: told once, with its evidence, and taken back when later episodes say otherwise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic"
)]

mod days;

use days::Days;
use tingled::daemon::Event;
use tingled::daemon::explain::{Follows, explain};
use tingled::daemon::study::{Studied, carry_out};
use tingled::person::PersonId;
use tingled::time::add_minutes;
use tingled::voice::forbidden_in;

const TOPIC: &str = "ana/out/alert/trigger.tight_fit";

/// A day: whether the gear was tight, and whether it tingled.
type Day = (bool, bool);

/// Tells of the days that end now, one session each at the same hour and a report two hours later, all in one message.
fn tell(days: &mut Days, person: &str, told: &[Day]) {
    let mut elements = Vec::new();
    for (back, (tight, tingled)) in told.iter().rev().enumerate() {
        let start = add_minutes(days.now, -180.0 - 1440.0 * back as f64);
        let report = add_minutes(start, 120.0);
        elements.push(format!(
            r#"{{"schema":"tingled.workout/1","start":"{start}","duration_min":45,"sport":"run","tight_fit":{tight}}}"#
        ));
        elements.push(format!(r#"{{"schema":"tingled.symptom/1","time":"{report}","tingling":{tingled}}}"#));
    }
    for some in elements.chunks(500) {
        days.sends(&format!("{person}/in/batch"), &format!("[{}]", some.join(",")));
    }
    assert_eq!(days.rejected(), [""; 0]);
}

/// Another day passes and is told of.
fn day(days: &mut Days, tight: bool, tingled: bool) {
    days.minutes(1440.0);
    tell(days, "ana", &[(tight, tingled)]);
}

/// Whether a day is one of a fifth of all, here and there: what comes at regular intervals is not to be believed.
fn now_and_then(number: usize) -> bool {
    number * 37 % 101 < 20
}

/// Days in which some sessions, the last one too, are in tight gear and tingle, and one other tingles, too.
fn season(days: &mut Days, person: &str, length: usize) {
    let told: Vec<Day> = (0..length)
        .map(|number| {
            let tight = now_and_then(length - 1 - number);
            (tight, tight || number == 12)
        })
        .collect();
    tell(days, person, &told);
}

/// The last session of a season is advised about at once, and one piece of advice a day is the limit.
fn a_day_later(days: &mut Days) {
    days.minutes(1500.0);
}

fn pushed(days: &mut Days) -> usize {
    days.notified().iter().filter(|one| one.starts_with("trigger.")).count()
}

fn standing(days: &Days) -> Vec<String> {
    days.standing().into_iter().filter(|one| one.contains("/trigger.")).collect()
}

#[test]
fn what_goes_before_tingling_is_told_once_with_its_counts_and_stands() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    a_day_later(&mut days);
    days.studies();
    assert_eq!(standing(&days), [format!("{TOPIC} advice open 1")]);
    let alert = days.retained(TOPIC);
    let message = alert["message"].as_str().unwrap();
    assert!(message.starts_with("Loosen laces, socks and straps for the next five sessions, and see"), "{message}");
    assert!(message.contains("tight gear in 12 of your 13 tingling sessions, and in 0 of"), "{message}");
    assert!(message.contains("95 % interval") && message.contains("21 exposures were held"), "{message}");
    assert!(message.contains("Seen together, not proven to cause it."), "{message}");
    assert_eq!(forbidden_in(message), Vec::<&str>::new());
    assert_eq!(alert["evidence"][1]["records"].as_array().unwrap().len(), 12, "every episode with it is cited");
    assert_eq!(days.retained("ana/out/state")["study"]["found"], serde_json::json!(["tight_fit"]));
    assert_eq!(pushed(&mut days), 1);
    // Nothing new: nothing said, also after a restart, which studies again.
    let id = alert["id"].clone();
    days.minutes(1440.0);
    days.studies();
    days.restarts();
    days.minutes(10.0);
    days.studies();
    days.connects();
    assert_eq!(pushed(&mut days), 0);
    assert_eq!(days.retained(TOPIC)["id"], id);
}

#[test]
fn a_quiet_session_changes_nothing_and_an_episode_amends_the_alert_quietly() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    a_day_later(&mut days);
    days.studies();
    assert_eq!(pushed(&mut days), 1);
    day(&mut days, false, false);
    days.studies();
    assert_eq!(days.retained(TOPIC)["revision"], 1);
    day(&mut days, true, true);
    days.studies();
    let alert = days.retained(TOPIC);
    assert!(alert["revision"].as_u64().unwrap() > 1);
    assert!(alert["message"].as_str().unwrap().contains("13 of your 14"), "{alert}");
    assert_eq!(pushed(&mut days), 0);
}

#[test]
fn nothing_is_claimed_before_there_is_enough() {
    let mut days = Days::new();
    season(&mut days, "ana", 27);
    days.studies();
    assert_eq!(standing(&days), [""; 0]);
    let state = days.retained("ana/out/state");
    assert_eq!((&state["study"]["met"], &state["study"]["found"]), (&false.into(), &serde_json::json!([])));
    assert_eq!(state["study"]["answered"]["have"], 27);
}

#[test]
fn it_is_taken_back_when_later_episodes_say_otherwise() {
    let mut days = Days::new();
    season(&mut days, "ana", 45);
    a_day_later(&mut days);
    days.studies();
    assert_eq!(standing(&days).len(), 1);
    // Tight gear goes on without tingling, and tingling without it.
    for week in 0..20 {
        days.minutes(7.0 * 1440.0);
        let since: Vec<Day> =
            (0..7).map(|number| (number % 2 == 0, now_and_then(number + week) && number % 2 == 1)).collect();
        tell(&mut days, "ana", &since);
        days.studies();
    }
    assert_eq!(standing(&days), [""; 0]);
    assert!(days.events().iter().any(|one| one.starts_with("ended trigger.tight_fit")));
    assert_eq!(days.retained("ana/out/state")["study"]["found"], serde_json::json!([]));
}

#[test]
fn one_persons_trigger_is_nobody_elses() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    a_day_later(&mut days);
    let other: Vec<Day> = (0..60).map(|number| (now_and_then(number), number % 7 == 3)).collect();
    tell(&mut days, "ben", &other);
    days.studies();
    assert_eq!(standing(&days), [format!("{TOPIC} advice open 1")]);
}

#[test]
fn a_study_of_records_that_changed_meanwhile_is_dropped_and_asked_again() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    a_day_later(&mut days);
    let now = days.now;
    let mut late: Vec<Studied> = Vec::new();
    while let Some(wanted) = days.daemon().study_wanted(now).unwrap() {
        late.push(carry_out(days.daemon().store(), wanted).unwrap());
    }
    assert!(late.iter().any(|one| one.person.as_str() == "ana" && !one.found.is_empty() && !one.digest.is_empty()));
    day(&mut days, false, false);
    for studied in late {
        days.handle(&Event::Studied(Box::new(studied)));
    }
    assert_eq!(standing(&days), [""; 0], "what was read is not what is stored");
    days.studies();
    assert_eq!(standing(&days).len(), 1);
}

#[test]
fn it_waits_for_room_and_gives_way_to_an_emergency() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    days.studies();
    assert_eq!(standing(&days), [""; 0], "the session was advised about an hour ago");
    days.sends("ana/in/tingling", r#"{"time":"-10","tingling":true,"signs":["foot_drop"]}"#);
    days.minutes(1500.0);
    assert_eq!(standing(&days), [""; 0], "an emergency comes first");
    days.sends("ana/in/tingling", r#"{"time":"-5","tingling":false,"signs":["none"]}"#);
    days.minutes(1.0);
    days.studies();
    assert_eq!(standing(&days), [format!("{TOPIC} advice open 1")], "{:?}", days.standing());
    assert_eq!(pushed(&mut days), 1);
}

#[test]
fn a_finding_that_waited_longer_than_advice_is_fresh_was_lost() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    days.studies();
    assert_eq!(standing(&days), [""; 0], "there is no room on the day of other advice");
    // Nothing is recorded for five days: time alone makes room.
    for _ in 0..5 {
        days.minutes(1440.0);
    }
    assert_eq!(standing(&days), [format!("{TOPIC} advice open 1")]);
    let mut old = Days::new();
    season(&mut old, "ana", 60);
    old.minutes(40.0 * 1440.0);
    old.studies();
    assert_eq!(standing(&old), [""; 0], "an import of old history is quiet");
}

#[test]
fn explain_works_it_out_again_from_the_records() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    a_day_later(&mut days);
    days.studies();
    let ana = PersonId::new("ana").unwrap();
    let people = days::people();
    let now = days.now;
    let alert = |days: &mut Days| {
        let alerts = days.daemon().store().alerts(&ana, 10).unwrap();
        alerts.into_iter().find(|alert| alert.rule.as_str() == "trigger.tight_fit").unwrap()
    };
    let one = alert(&mut days);
    let told = explain(days.daemon().store(), &people, &one, now).unwrap();
    assert_eq!((told.follows, told.because, told.is_session), (Follows::Yes, vec![], true));
    assert_eq!(told.records.len(), 12);
    days.edits("UPDATE workout SET tight_fit = 0");
    let one = alert(&mut days);
    let told = explain(days.daemon().store(), &people, &one, now).unwrap();
    assert_eq!(told.follows, Follows::No);
    assert!(!told.because.is_empty());
}

#[test]
fn a_report_that_comes_late_makes_no_second_alert() {
    let mut days = Days::new();
    season(&mut days, "ana", 60);
    a_day_later(&mut days);
    days.studies();
    let id = days.retained(TOPIC)["id"].clone();
    // An episode of the second week, told now.
    let at = add_minutes(days.now, -50.0 * 1440.0);
    let workout = format!(r#"{{"start":"{at}","duration_min":45,"sport":"run","tight_fit":true,"id":"late"}}"#);
    days.sends("ana/in/workout", &workout);
    let report = add_minutes(at, 120.0);
    days.sends("ana/in/tingling", &format!(r#"{{"time":"{report}","tingling":true,"session_id":"late"}}"#));
    days.minutes(5.0);
    days.studies();
    assert_eq!(days.retained(TOPIC)["id"], id);
    assert_eq!(standing(&days).len(), 1);
    assert_eq!(pushed(&mut days), 1);
}
