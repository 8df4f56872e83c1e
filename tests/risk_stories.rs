//! The risks of sessions through the whole core, with a simulated clock, a real database and no socket.
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
fn a_session_that_went_on_longer_than_another_says_last_whether_a_risk_is_over() {
    let mut days = Days::new();
    let tight = r#"{"id":"short","start":"-100","duration_min":30,"tight_fit":true}"#;
    let loose = r#"{"id":"long","start":"-120","duration_min":80,"tight_fit":false}"#;
    days.sends_all(&[("ben/in/workout", tight), ("ben/in/workout", loose)]);
    // The longer one began before the other and ended after it.
    assert_eq!(days.standing(), [""; 0]);
}

#[test]
fn the_strongest_risk_of_a_session_is_pushed_the_others_are_noted_and_the_next_session_is_quiet() {
    let mut days = Days::new();
    let run = |number: u32| {
        format!(
            r#"{{"id":"w{number}","start":"-130","duration_min":90,"rpe_cr10":7,"temp_c":33,"humidity_pct":70,"tight_fit":true,"warmup_min":0,"cooldown_min":10}}"#
        )
    };
    days.sends("ana/in/workout", &run(1));
    assert_eq!(days.standing(), ["ana/out/alert/heat advice open 1"]);
    assert_eq!(days.notified().len(), 1);
    let message = days.retained("ana/out/alert/heat")["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("In such heat go shorter and easier") && message.contains("not about tingling"));
    days.minutes(1441.0);
    days.notified();
    days.sends("ana/in/workout", &run(2));
    // The same again is amended quietly; what was only a note has room now. A habit has none in such a week.
    assert_eq!(days.standing(), ["ana/out/alert/heat advice open 2", "ana/out/alert/tight_gear advice open 2"]);
    assert_eq!(days.notified().len(), 1);
    days.minutes(1441.0);
    days.sends("ana/in/workout", r#"{"id":"w3","start":"-130","duration_min":60,"rpe_cr10":3,"temp_c":12,"humidity_pct":70,"tight_fit":false,"warmup_min":10}"#);
    assert_eq!(days.standing(), [""; 0]);
}

#[test]
fn a_run_far_longer_than_those_before_is_advice_and_a_correction_takes_it_back() {
    let mut days = Days::new();
    for day in 1..=5 {
        let run = format!(
            r#"{{"id":"e{day}","start":"-{}","duration_min":60,"distance_m":10000,"sport":"run"}}"#,
            day * 1440 + 500
        );
        days.sends("ana/in/workout", &run);
    }
    assert_eq!(days.standing(), [""; 0]);
    days.sends(
        "ana/in/workout",
        r#"{"id":"long","start":"-200","duration_min":150,"distance_m":21000,"sport":"run"}"#,
    );
    assert_eq!(days.standing(), ["ana/out/alert/spike advice open 1"]);
    let alert = days.retained("ana/out/alert/spike");
    assert_eq!(alert["change"][0]["what"], "distance_m");
    assert_eq!(alert["change"][0]["by"], -10_000.0);
    let message = alert["message"].as_str().unwrap();
    assert!(message.contains("2.10 times") && message.contains("(21.0 km after 10.0 km)"), "{message}");
    assert!(message.contains("about injuries, not about tingling"), "{message}");
    // An older long run, uploaded late, says that it is usual.
    days.sends(
        "ana/in/workout",
        r#"{"id":"old","start":"-20000","duration_min":150,"distance_m":20500,"sport":"run"}"#,
    );
    assert_eq!(days.standing(), [""; 0]);
}

#[test]
fn pain_told_late_belongs_to_its_session() {
    let mut days = Days::new();
    days.sends("ben/in/workout", r#"{"id":"w","start":"-300","duration_min":60,"rpe_cr10":6}"#);
    assert_eq!(days.standing(), [""; 0]);
    days.sends(
        "ben/in/tingling",
        r#"{"time":"-30","tingling":false,"signs":[],"pain_before_or_during":4,"session_id":"w"}"#,
    );
    assert_eq!(days.standing(), [""; 0]);
    // A measure of that morning counts where no report of the session answers.
    days.sends("ben/in/workout", r#"{"id":"v","start":"-200","duration_min":60,"rpe_cr10":6}"#);
    days.sends("ben/in/measure", r#"{"time":"-230","what":"sleep","value":4,"unit":"h"}"#);
    assert_eq!(days.standing(), ["ben/out/alert/short_rest advice open 1"]);
}
