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
    // Ben reads German.
    assert_eq!(alert["title"], "Hinweis für Ben");
    assert!(alert["message"].as_str().unwrap().contains("2,5 % der Körpermasse"), "{alert}");
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

// ------------------------------------------------------------ each level, as days go by

const BLADDER: &str = r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#;
const NO_SIGNS: &str = r#"{"time":"NOW","tingling":false,"sites":[],"quality":[],"signs":[],"relieved_by":[],"worsened_by":[],"association":"none","gear_removed":"na","daily_impact":"none","duration_min":0,"onset":"during"}"#;

fn message(days: &Days, topic: &str) -> String {
    days.retained(topic)["message"].as_str().unwrap().to_owned()
}

#[test]
fn an_emergency_is_repeated_every_ten_minutes_for_an_hour_and_hourly_for_a_day() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", BLADDER);
    days.events();
    let mut heard = Vec::new();
    for minute in (5..=3 * 1440).step_by(5) {
        days.minutes(5.0);
        for event in days.events() {
            assert_eq!(event, "raised rf01 emergency 1");
            heard.push(minute);
        }
    }
    let within = |from: i32, to: i32| heard.iter().filter(|minute| (from..=to).contains(*minute)).count();
    assert_eq!((within(1, 60), within(61, 1500), within(1501, 9999)), (6, 24, 0), "{heard:?}");
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
}

#[test]
fn an_urgent_sign_is_repeated_daily_until_acknowledged() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["swelling"]}"#);
    assert_eq!(days.events(), ["raised rf11 urgent 1"]);
    for _ in 0..3 {
        days.minutes(1000.0);
        assert_eq!(days.events(), [""; 0]);
        days.minutes(440.0);
        assert_eq!(days.events(), ["raised rf11 urgent 1"]);
    }
    let id = days.retained("ana/out/alert/rf11")["id"].as_str().unwrap().to_owned();
    days.sends("ana/cmd/ack", &format!(r#"{{"alert":"{id}"}}"#));
    days.events();
    days.minutes(3000.0);
    assert_eq!(days.events(), [""; 0]);
}

#[test]
fn a_doctors_visit_is_spoken_of_once_on_a_rise_and_again_after_a_fortnight() {
    let mut days = Days::new();
    let numb = r#"{"time":"NOW","tingling":true,"sites":["foot:both"],"quality":["numb"]}"#;
    days.sends("ana/in/tingling", numb);
    assert_eq!(days.events(), ["raised rf12 consult 1"]);
    days.minutes(2.0 * 1440.0);
    days.sends("ana/in/tingling", numb);
    // Known on its topic, and no sound: the newer report stands in the same alert.
    assert_eq!(days.events(), ["changed rf12 consult 2"]);
    assert_eq!(days.notified(), ["rf12 1"]);
    days.minutes(1440.0);
    let worse =
        r#"{"time":"NOW","tingling":true,"sites":["foot:both"],"quality":["numb"],"ongoing":true,"duration_min":90}"#;
    days.sends("ana/in/tingling", worse);
    assert!(days.events().contains(&"changed rf12 urgent 3".to_owned()));
    assert!(days.notified().contains(&"rf12 3".to_owned()));

    let mut days = Days::new();
    days.sends("ana/in/tingling", numb);
    days.minutes(13.0 * 1440.0);
    days.sends("ana/in/tingling", numb);
    days.minutes(2.0 * 1440.0);
    assert_eq!(days.notified(), ["rf12 1"]);
    days.sends("ana/in/tingling", numb);
    assert_eq!(days.notified(), ["rf12 3"]);
    assert_eq!(days.standing(), ["ana/out/alert/rf12 consult open 3"]);
}

#[test]
fn advice_comes_once_a_day_and_three_times_a_week_and_the_rest_are_notes_in_the_status() {
    let mut days = Days::new();
    let tired = r#"{"time":"NOW","tingling":false,"signs":[],"fatigue":5}"#;
    let hurts = r#"{"time":"NOW","tingling":true,"sites":["calf:left"],"signs":[],"quality":[],"fatigue":2,"pain_before_or_during":1}"#;
    days.sends("ana/in/tingling", tired);
    assert_eq!(days.events(), ["raised rf27 advice 1"]);
    days.minutes(60.0);
    days.sends("ana/in/tingling", hurts);
    let said = days.events();
    assert!(!said.iter().any(|event| event.contains("rf20")), "{said:?}");
    let state = days.retained("ana/out/state");
    let notes: Vec<&str> = state["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|alert| alert["level"] == "note")
        .map(|alert| alert["rule"].as_str().unwrap())
        .collect();
    assert_eq!(notes, ["pattern", "rf20"], "{state}");
    assert!(!days.stands().contains_key("ana/out/alert/rf20"));
    // A week of sessions that each lost too much, in heat, tight and new gear: three pieces of advice at most, and the
    // same one once.
    let mut days = Days::new();
    let mut pushed = Vec::new();
    for number in 0..7 {
        let run = format!(
            r#"{{"id":"w{number}","start":"-100","duration_min":60,"fluid_ml":300,"mass_before_kg":72.0,"mass_after_kg":70.2,"temp_c":33,"humidity_pct":80,"tight_fit":true,"new_gear":true}}"#
        );
        days.sends("ben/in/workout", &run);
        pushed.extend(days.notified());
        days.minutes(1441.0);
        pushed.extend(days.notified());
    }
    assert_eq!(pushed.len(), 3, "{pushed:?}");
    let raised = |rule: &str| days.stands().contains_key(&format!("ben/out/alert/{rule}"));
    assert!(raised("fluid_deficit") && raised("heat") && raised("tight_gear") && !raised("new_gear"));
}

#[test]
fn an_emergency_closes_advice_and_lets_no_new_one_through() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":false,"signs":[],"fatigue":5}"#);
    days.minutes(10.0);
    days.sends("ana/in/tingling", BLADDER);
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
    days.minutes(10.0);
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"fatigue":5}"#);
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
}

// ------------------------------------------------------------ what is told late

#[test]
fn an_emergency_told_ten_days_later_is_sent_once_with_its_date() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"-14400","tingling":true,"signs":["bladder"]}"#);
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
    let message = message(&days, "ana/out/alert/rf01");
    assert!(
        message.starts_with("You told of this on 23 October 2026. If this is still so, or was never looked at: ")
    );
    assert_eq!(days.notified(), ["rf01 1"]);
    for _ in 0..50 {
        days.minutes(60.0);
    }
    assert_eq!(days.notified(), [""; 0]);
}

#[test]
fn a_late_emergency_that_a_newer_report_contradicted_already_is_still_told_once() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", &NO_SIGNS.replace("NOW", "-1440"));
    assert_eq!(days.events(), [""; 0]);
    days.sends("ana/in/tingling", r#"{"time":"-7200","tingling":true,"signs":["bladder"]}"#);
    assert_eq!(days.events(), ["raised rf01 emergency 1", "ended rf01 emergency 2"]);
    assert_eq!(days.standing(), [""; 0]);
    days.minutes(600.0);
    assert_eq!(days.events(), [""; 0]);
}

#[test]
fn signs_of_more_than_a_fortnight_ago_are_one_summary() {
    let mut days = Days::new();
    days.sends_all(&[
        ("ana/in/tingling", r#"{"time":"-30000","tingling":true,"signs":["bladder"]}"#),
        ("ana/in/tingling", r#"{"time":"-28000","tingling":true,"signs":["dark_urine"]}"#),
    ]);
    assert_eq!(days.standing(), ["ana/out/alert/old_signs consult open 1"]);
    let summary = message(&days, "ana/out/alert/old_signs");
    assert!(summary.contains("12 October 2026") && summary.contains("14 October 2026"), "{summary}");
    assert_eq!(days.notified(), ["old_signs 1"]);
    // One more joins it quietly.
    days.sends("ana/in/tingling", r#"{"time":"-25000","tingling":true,"signs":["chest_pain"]}"#);
    assert_eq!(days.standing(), ["ana/out/alert/old_signs consult open 2"]);
    assert_eq!(days.notified(), [""; 0]);
}

#[test]
fn an_old_emergency_does_not_hide_the_same_sign_of_today() {
    let mut days = Days::new();
    days.sends_all(&[
        ("ana/in/tingling", r#"{"time":"-30000","tingling":true,"signs":["dark_urine","pain"]}"#),
        ("ana/in/tingling", r#"{"time":"-5","tingling":true,"signs":["dark_urine"]}"#),
    ]);
    let standing = days.standing();
    assert!(standing.contains(&"ana/out/alert/rf07 urgent open 1".to_owned()), "{standing:?}");
    assert!(standing.contains(&"ana/out/alert/old_signs consult open 1".to_owned()), "{standing:?}");
}

#[test]
fn an_import_of_old_history_raises_nothing_but_the_summary() {
    let mut days = Days::new();
    let mut messages = Vec::new();
    for week in 1..60 {
        let minutes = week * 10_080 - 3_000;
        messages.push(("ana/in/workout", format!(r#"{{"id":"w{week}","start":"-{}","duration_min":60,"fluid_ml":100,"mass_before_kg":72.0,"mass_after_kg":70.0}}"#, minutes + 100)));
        messages.push(("ana/in/tingling", format!(r#"{{"time":"-{minutes}","tingling":true,"sites":["calf:left"],"quality":["numb"],"signs":["pain"],"onset":"during","fatigue":5,"daily_impact":"some"}}"#)));
    }
    let messages: Vec<(&str, &str)> = messages.iter().map(|(topic, text)| (*topic, text.as_str())).collect();
    days.sends_all(&messages);
    assert_eq!(days.notified(), [""; 0]);
    days.minutes(1440.0);
    assert_eq!(days.notified(), [""; 0]);
    assert_eq!(days.records("ana"), 118);
}

#[test]
fn a_session_that_arrives_late_amends_the_open_alert_under_its_id() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"-10","tingling":true,"signs":["vomiting"],"weight_change_pct":0.5}"#);
    assert_eq!(days.standing(), ["ana/out/alert/rf08 emergency open 1"]);
    let before = days.retained("ana/out/alert/rf08");
    days.events();
    days.sends("ana/in/workout", r#"{"id":"w","start":"-310","duration_min":300,"fluid_ml":8000}"#);
    let after = days.retained("ana/out/alert/rf08");
    assert_eq!((&after["id"], &after["revision"]), (&before["id"], &serde_json::json!(2)));
    assert_ne!(after["evidence"], before["evidence"]);
    assert_eq!(days.events(), ["changed rf08 emergency 2"]);
}

#[test]
fn a_report_between_two_others_that_comes_late_parts_them_and_storage_takes_it() {
    let mut days = Days::new();
    let swollen = r#"{"time":"-1500","tingling":true,"signs":["swelling"]}"#;
    days.sends_all(&[
        ("ana/in/tingling", swollen),
        ("ana/in/tingling", r#"{"time":"-30","tingling":true,"signs":["swelling"]}"#),
    ]);
    assert_eq!(days.standing(), ["ana/out/alert/rf11 urgent open 1"]);
    days.events();
    days.sends("ana/in/tingling", &NO_SIGNS.replace("NOW", "-700"));
    assert_eq!(days.standing(), ["ana/out/alert/rf11 urgent open 1"]);
    assert_eq!(days.events(), [""; 0]);
    days.sends("ana/in/tingling", NO_SIGNS);
    assert_eq!(days.events(), ["ended rf11 urgent 2"]);
}

#[test]
fn an_answer_that_was_not_given_ends_nothing() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", BLADDER);
    days.minutes(30.0);
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":false}"#);
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
}

// ------------------------------------------------------------ commands and answers about oneself

#[test]
fn a_profile_answer_changes_what_a_recent_report_means() {
    let mut days = Days::new();
    days.sends(
        "ana/in/tingling",
        r#"{"time":"-60","tingling":true,"sites":["foot:both"],"signs":[],"quality":["tingling"]}"#,
    );
    assert_eq!(days.standing(), [""; 0]);
    days.sends("ana/in/profile", r#"{"history":["diabetes"]}"#);
    assert_eq!(days.standing(), ["ana/out/alert/rf28 consult open 1"]);
    days.sends("ana/in/profile", r#"{"history_no":["diabetes"]}"#);
    days.restarts();
    days.minutes(1.0);
    let standing = days.standing();
    assert_eq!(standing, [""; 0], "an answer taken back takes its alert back");
}

#[test]
fn a_report_whose_time_is_corrected_in_one_breath_stands_once() {
    let mut days = Days::new();
    let report = |time: &str, edited: &str| {
        format!(r#"{{"id":"r","time":"{time}","tingling":true,"quality":["itching"],"edited":"{edited}"}}"#)
    };
    let (first, second) = (
        report("2026-11-02T08:00:00Z", "2026-11-02T08:00:00Z"),
        report("2026-11-02T09:00:00Z", "2026-11-02T09:00:00Z"),
    );
    days.sends_all(&[("ana/in/tingling", &first), ("ana/in/tingling", &second)]);
    let one_turn = days.seen("ana");
    days.restarts();
    assert_eq!(days.seen("ana"), one_turn);
}

#[test]
fn a_session_moved_to_long_ago_and_mended_takes_its_advice_back() {
    let mut days = Days::new();
    let session = |start: &str, rest: &str| format!(r#"{{"id":"w1","start":"-{start}","duration_min":60,{rest}}}"#);
    days.sends("ben/in/workout", &session("120", r#""fluid_ml":400,"mass_before_kg":72,"mass_after_kg":70.2"#));
    assert_eq!(days.standing(), ["ben/out/alert/fluid_deficit advice open 1"]);
    // Forty days before, and the scale was misread.
    let mended = r#""fluid_ml":400,"mass_before_kg":72,"mass_after_kg":71.8,"edited":"NOW""#;
    days.sends("ben/in/workout", &session("57600", mended));
    assert_eq!(days.standing(), [""; 0]);
}
