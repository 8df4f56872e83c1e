//! The retained summary: what it tells of a person, when it is told, and when not.
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

fn states(days: &Days, person: &str) -> usize {
    let topic = format!("{person}/out/state");
    days.letters.iter().filter(|(to, _)| *to == topic).count()
}

const RUN: &str =
    r#"{"start":"-90","duration_min":60,"sport":"run","rpe_cr10":5,"fluid_ml":400,"temp_c":21,"id":"w-1"}"#;

#[test]
fn the_summary_tells_where_a_person_stands_and_is_not_told_again_for_nothing() {
    let mut days = Days::new();
    days.sends("ana/in/workout", RUN);
    let state = days.retained("ana/out/state");
    assert_eq!((&state["schema"], &state["last_session"]["days_ago"]), (&"tingled.state/1".into(), &0.into()));
    assert_eq!((&state["standing"][4]["what"], &state["standing"][4]["value"]), (&"drunk_ml_h".into(), &400.into()));
    assert_eq!(state["coverage"][0]["answered"], 0);
    let told = states(&days, "ana");
    // The same again, ben's records, and hours that pass: nothing new.
    days.sends("ana/in/workout", RUN);
    days.sends("ben/in/workout", &RUN.replace("w-1", "w-2"));
    for _ in 0..6 {
        days.minutes(60.0);
    }
    assert_eq!(states(&days, "ana"), told);
    // Midnight: the session was yesterday. Nothing was recorded, and nobody is awake for it.
    days.minutes(12.0 * 60.0);
    assert_eq!(states(&days, "ana"), told + 1);
    assert_eq!(days.retained("ana/out/state")["last_session"]["days_ago"], 1);
    days.minutes(60.0);
    assert_eq!(states(&days, "ana"), told + 1);
    // An answer counts at once.
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":false,"session_id":"w-1"}"#);
    assert_eq!(days.retained("ana/out/state")["coverage"][0]["answered"], 1);
}

#[test]
fn a_session_that_goes_on_is_told_when_it_is_over() {
    let mut days = Days::new();
    days.sends("ana/in/workout", &RUN.replace("-90", "-30"));
    assert!(days.retained("ana/out/state")["last_session"].is_null());
    days.minutes(31.0);
    assert_eq!(days.retained("ana/out/state")["last_session"]["days_ago"], 0);
}

#[test]
fn weeks_of_old_sessions_count_for_what_is_usual_though_they_raise_nothing() {
    let mut days = Days::new();
    for week in 3..9 {
        let start = (week * 7 * 24 * 60).to_string();
        days.sends("ana/in/workout", &RUN.replace("-90", &format!("-{start}")).replace("w-1", &start));
    }
    days.minutes(1.0);
    assert_eq!(days.retained("ana/out/state")["standing"][1]["usual"]["count"], 5);
}

#[test]
fn a_flood_is_summed_up_a_moment_later_and_no_alert_waits_for_it() {
    let mut days = Days::new();
    days.sends("ana/in/workout", RUN);
    let told = states(&days, "ana");
    days.sends("ana/in/workout", &RUN.replace("-90", "-80").replace("w-1", "w-2"));
    days.sends("ana/in/workout", &RUN.replace("-90", "-70").replace("w-1", "w-3"));
    assert_eq!(days.retained("ana/out/state")["coverage"][0]["sessions"], 1);
    // An alert stands in the summary at once.
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["bladder"],"id":"r-1"}"#);
    assert_eq!(days.retained("ana/out/state")["level"], "emergency");
    days.minutes(0.1);
    let state = days.retained("ana/out/state");
    assert_eq!((&state["coverage"][0]["sessions"], &state["coverage"][0]["answered"]), (&3.into(), &1.into()));
    assert!(states(&days, "ana") > told);
}

#[test]
fn what_others_record_changes_nothing() {
    let state = |with_others: bool| {
        let mut days = Days::new();
        for day in 0..40 {
            let (run, id) = (RUN.replace("w-1", &format!("w-{day}")), format!("w-{day}"));
            days.sends("ana/in/workout", &run);
            if with_others {
                days.sends("ben/in/workout", &run.replace("60", "90").replace(&id, &format!("b-{day}")));
                days.sends("ben/in/intake", r#"{"time":"-60","volume_ml":900}"#);
            }
            days.minutes(1440.0);
        }
        days.retained("ana/out/state")
    };
    assert_eq!(state(true), state(false));
}

/// The whole summary, as documented in docs/mqtt.md.
#[test]
fn the_summary_as_it_is_sent() {
    let mut days = Days::new();
    for day in 0..40 {
        days.sends("ana/in/workout", &RUN.replace("w-1", &format!("w-{day}")));
        days.minutes(1440.0);
    }
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["swelling"],"id":"r-1"}"#);
    days.minutes(60.0);
    let state = serde_json::to_string_pretty(&days.retained("ana/out/state")).unwrap();
    assert_eq!(tingled::voice::forbidden_in(&state), Vec::<&str>::new());
    insta::assert_snapshot!(state);
}
