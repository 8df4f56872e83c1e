//! Quiet for some hours: what is held back, what is told at the end, and what is never kept quiet.
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

const SWOLLEN: &str = r#"{"time":"NOW","tingling":true,"signs":["swelling"]}"#;

/// Days with an urgent alert, told and an hour old; its id.
fn urgent() -> (Days, String) {
    let mut days = Days::new();
    days.sends("ana/in/tingling", SWOLLEN);
    days.minutes(60.0);
    assert_eq!(days.notified(), ["rf11 1"]);
    days.events();
    let id = id(&days, "rf11");
    (days, id)
}

fn id(days: &Days, rule: &str) -> String {
    days.retained(&format!("ana/out/alert/{rule}"))["id"].as_str().unwrap().to_owned()
}

fn snooze(days: &mut Days, id: &str, hours: &str) -> Vec<String> {
    days.sends("ana/cmd/snooze", &format!(r#"{{"id":"{id}","hours":{hours},"correlation":"z"}}"#));
    days.replies()
}

fn is_quiet(days: &Days) -> bool {
    !days.retained("ana/out/alert/rf11")["snoozed_until"].is_null()
}

#[test]
fn a_snoozed_urgent_alert_is_not_repeated_and_is_told_once_when_the_snooze_is_over() {
    let (mut days, id) = urgent();
    assert_eq!(snooze(&mut days, &id, "24"), ["ana/out/reply/z snoozed"]);
    assert_eq!((days.events(), days.notified()), (vec!["changed rf11 urgent 2".to_owned()], vec![]));
    assert!(is_quiet(&days));
    // Due after a day, and held back for an hour more.
    days.minutes(23.5 * 60.0);
    assert_eq!(days.events(), [""; 0]);
    days.minutes(30.0);
    assert_eq!(
        (days.events(), days.notified()),
        (vec!["changed rf11 urgent 3".to_owned()], vec!["rf11 3".to_owned()])
    );
    assert!(!is_quiet(&days));
    days.minutes(60.0);
    assert_eq!(days.events(), [""; 0]);
}

#[test]
fn a_snooze_outlives_a_restart() {
    let (mut days, id) = urgent();
    snooze(&mut days, &id, "24");
    days.events();
    days.restarts();
    days.minutes(23.5 * 60.0);
    assert_eq!(days.events(), [""; 0]);
    assert!(is_quiet(&days));
    days.minutes(30.0);
    assert_eq!(days.notified(), ["rf11 3"]);
}

#[test]
fn a_snooze_in_which_nothing_was_held_back_ends_without_a_sound() {
    let (mut days, id) = urgent();
    snooze(&mut days, &id, "8");
    days.events();
    days.minutes(480.0);
    assert_eq!((days.events(), days.notified()), (vec!["changed rf11 urgent 3".to_owned()], vec![]));
    assert!(!is_quiet(&days));
}

#[test]
fn an_urgent_sign_found_again_while_it_is_quiet_is_told_once_a_day_after_its_last_push() {
    for (hours, wait) in [("24", 22.0), ("8", 6.0)] {
        let (mut days, id) = urgent();
        snooze(&mut days, &id, hours);
        for _ in 0..2 {
            days.minutes(60.0);
            days.sends("ana/in/tingling", SWOLLEN);
        }
        assert_eq!(days.notified(), [""; 0]);
        days.minutes(wait * 60.0);
        if hours == "8" {
            assert_eq!(days.notified(), [""; 0], "9 hours after its push");
            days.minutes(15.0 * 60.0);
        }
        assert_eq!(days.notified().len(), 1, "{hours}");
        days.minutes(60.0);
        assert_eq!(days.notified(), [""; 0]);
    }
}

#[test]
fn advice_found_again_while_it_is_quiet_is_told_at_the_end_within_the_limits() {
    let run = |number: usize| {
        format!(
            r#"{{"id":"w{number}","start":"-100","duration_min":60,"fluid_ml":300,"mass_before_kg":72.0,"mass_after_kg":70.2}}"#
        )
    };
    for (tired, told) in [(false, "fluid_deficit"), (true, "rf27")] {
        let mut days = Days::new();
        days.sends("ana/in/workout", &run(1));
        assert_eq!(days.notified(), ["fluid_deficit 1"]);
        // Found again within a week of its push, it is amended quietly.
        for number in 2..5 {
            days.minutes(2880.0);
            days.sends("ana/in/workout", &run(number));
        }
        days.minutes(23.0 * 60.0);
        let id = id(&days, "fluid_deficit");
        snooze(&mut days, &id, "8");
        days.minutes(120.0);
        days.sends("ana/in/workout", &run(5));
        assert_eq!(days.notified(), [""; 0]);
        if tired {
            days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":false,"signs":[],"fatigue":5}"#);
        }
        days.minutes(480.0);
        let heard: Vec<String> =
            days.notified().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(heard, [told]);
    }
}

#[test]
fn an_emergency_is_never_snoozed() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#);
    let id = id(&days, "rf01");
    assert_eq!(snooze(&mut days, &id, "8"), ["ana/out/reply/z refused"]);
    let (_, answer) = days.letters.iter().find(|(topic, _)| topic == "ana/out/reply/z").unwrap();
    assert!(answer.contains("an emergency is never snoozed"), "{answer}");
    assert_eq!(days.standing(), ["ana/out/alert/rf01 emergency open 1"]);
    days.notified();
    days.minutes(10.0);
    assert_eq!(days.notified(), ["rf01 1"]);
}

#[test]
fn an_alert_that_is_over_is_not_snoozed() {
    let (mut days, id) = urgent();
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":false,"sites":[],"quality":[],"signs":[]}"#);
    assert_eq!(days.standing(), [""; 0]);
    assert_eq!(snooze(&mut days, &id, "8"), ["ana/out/reply/z refused"]);
}

#[test]
fn more_than_a_day_is_refused() {
    let (mut days, id) = urgent();
    assert_eq!(snooze(&mut days, &id, "24.5"), [""; 0]);
    assert!(days.rejected()[0].contains("hours"));
    assert_eq!(days.standing(), ["ana/out/alert/rf11 urgent open 1"]);
}

#[test]
fn what_gets_worse_ends_the_snooze_and_is_told_at_once() {
    use tingled::assess::{Level, RuleId, Verdict};
    use tingled::decide::{Decision, Policy, Seen, Situation, Why, decide};
    let (mut days, id) = urgent();
    snooze(&mut days, &id, "8");
    days.minutes(60.0);
    let alert = days.daemon().store().alert(&tingled::decide::AlertId(id)).unwrap().unwrap();
    let mut worse = alert.finding.clone();
    worse.level = Level::Emergency;
    let (rule, subject, at) = (RuleId::of("rf11"), worse.subject, worse.at);
    let seen = [Seen { rule, subject, at, about_session: false, verdict: Verdict::Found(Box::new(worse)) }];
    let said = [alert];
    let situation = Situation {
        person: &said[0].person,
        seen: &seen,
        arrived: &std::collections::BTreeSet::new(),
        said: &said,
        advice_pushed: &[],
        marks: &tingled::decide::feedback::Marks::default(),
        data_to: days.now,
        now: days.now,
    };
    let decisions = decide(&situation, &Policy::default());
    let [Decision::Speak(told)] = decisions.as_slice() else { panic!("{decisions:?}") };
    assert_eq!((told.push, told.alert.why, told.alert.snoozed_until), (true, Why::Rise, None));
}
