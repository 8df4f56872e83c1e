//! Weeks in milliseconds: the whole core, with a simulated clock, a real database and no socket.
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

#[test]
fn a_sign_told_over_mqtt_is_on_its_retained_topic_in_the_same_turn() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#);
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
    let alert = days.retained("ana/out/alert/rf01");
    assert!(alert["message"].as_str().unwrap().starts_with("Go to an emergency department now"), "{alert}");
    assert_eq!(days.events(), ["raised rf01 emergency 1"]);
}

#[test]
fn an_acknowledged_alert_stays_and_is_quiet() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#);
    let id = days.retained("ana/out/alert/rf01")["id"].as_str().unwrap().to_owned();
    days.minutes(10.0);
    assert_eq!(days.events(), ["raised rf01 emergency 1", "raised rf01 emergency 1"]);
    days.sends("ana/cmd/ack", &format!(r#"{{"alert":"{id}","correlation":"x"}}"#));
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency acknowledged 2"]);
    assert_eq!(days.events(), ["changed rf01 emergency 2"]);
    assert_eq!(days.replies(), ["ana/out/reply/x acknowledged"]);
    days.minutes(600.0);
    assert_eq!(days.events(), [""; 0]);
}

#[test]
fn another_person_cannot_acknowledge() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#);
    let id = days.retained("ana/out/alert/rf01")["id"].as_str().unwrap().to_owned();
    days.sends("ben/cmd/ack", &format!(r#"{{"alert":"{id}","correlation":"x"}}"#));
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
    assert_eq!(days.replies(), ["ben/out/reply/x unknown_alert"]);
}

#[test]
fn a_newer_report_without_the_sign_ends_it_and_clears_the_topic() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#);
    days.minutes(60.0);
    days.events();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":false,"sites":[],"quality":[],"signs":[]}"#);
    assert_eq!(days.standing(), [""; 0]);
    assert_eq!(days.events(), ["ended rf01 emergency 2"]);
}

#[test]
fn a_long_run_with_little_drink_is_advice_once_the_drink_log_had_its_time() {
    let mut days = Days::new();
    days.sends(
        "ben/in/workout",
        r#"{"id":"w1","start":"-120","duration_min":110,"sport":"run","temp_c":27,"fluid_ml":400,"mass_before_kg":72.0,"mass_after_kg":70.2}"#,
    );
    assert_eq!(days.standing(), [""; 0]);
    days.minutes(25.0);
    assert_eq!(days.standing(), ["ben/out/alert/fluid_deficit advice open 1"]);
    let alert = days.retained("ben/out/alert/fluid_deficit");
    assert_eq!(alert["title"], "Note for Ben");
    assert!(alert["message"].as_str().unwrap().contains("2.5 % of body mass"), "{alert}");
    assert_eq!(days.events(), ["raised fluid_deficit advice 1"]);
    // The scale was wrong: a corrected session under the same id takes it back.
    days.sends(
        "ben/in/workout",
        r#"{"id":"w1","start":"-145","duration_min":110,"sport":"run","temp_c":27,"fluid_ml":400,"mass_before_kg":72.0,"mass_after_kg":71.6,"edited":"NOW"}"#,
    );
    assert_eq!(days.standing(), [""; 0]);
}

#[test]
fn the_same_message_twice_is_one_record_and_one_alert() {
    let mut days = Days::new();
    let report = r#"{"time":"-5","tingling":true,"signs":["chest_pain"]}"#;
    days.sends("ana/in/tingling", report);
    days.sends("ana/in/tingling", report);
    assert_eq!(days.events(), ["raised rf09 emergency 1"]);
    assert_eq!(days.records("ana"), 1);
}

#[test]
fn a_bad_message_is_answered_and_costs_nothing_else() {
    let mut days = Days::new();
    days.sends_all(&[
        ("ana/in/tingling", r#"{"time":"-5","tingling":true,"severity":11}"#),
        ("ana/in/tingling", r#"{"time":"-4","tingling":true,"sign":["bladder"]}"#),
        ("ana/in/tingling", r#"{"time":"-3","tingling":true,"signs":["wobbly"]}"#),
    ]);
    let rejected = days.rejected();
    assert_eq!(rejected.len(), 2, "{rejected:?}");
    assert!(rejected[0].contains("wanted a rating from 0 to 10"), "{rejected:?}");
    assert!(rejected[1].contains("sign; meant signs?"), "{rejected:?}");
    assert_eq!(days.standing(), ["ana/out/alert/unread_answer consult open 1"]);
    assert_eq!(days.records("ana"), 2);
}

#[test]
fn after_a_reconnect_everything_that_stands_is_sent_again() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#);
    days.forgets();
    days.connects();
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
}

#[test]
fn a_restart_in_the_middle_keeps_ids_and_says_nothing_twice() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["swelling"]}"#);
    days.events();
    days.restarts();
    days.minutes(5.0);
    assert_eq!(days.events(), [""; 0]);
    days.minutes(1440.0);
    assert_eq!(days.events(), ["raised rf11 urgent 1"]);
}

#[test]
fn nothing_that_was_said_holds_a_forbidden_phrase() {
    let mut days = Days::new();
    for sign in tingled::record::words::Sign::ALL {
        let name = tingled::record::Vocabulary::name(*sign);
        days.sends("ana/in/tingling", &format!(r#"{{"time":"NOW","tingling":true,"signs":["{name}","zzz"]}}"#));
        days.minutes(1.0);
    }
    assert!(days.letters.len() > 100);
    for (_, text) in &days.letters {
        assert_eq!(tingled::voice::forbidden_in(text), [""; 0], "{text}");
    }
}

use tingled::record::Vocabulary as _;
