//! When a phone sounds: once when something is told, and never for what is only amended.
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

fn heard(days: &mut Days) -> (Vec<String>, Vec<String>) {
    (days.events(), days.notified())
}

fn lines(events: &[&str], notified: &[&str]) -> (Vec<String>, Vec<String>) {
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    (owned(events), owned(notified))
}

#[test]
fn a_session_that_arrived_late_made_the_phone_sound_for_an_amendment() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", r#"{"time":"-10","tingling":true,"signs":["vomiting"],"weight_change_pct":0.5}"#);
    assert_eq!(heard(&mut days), lines(&["raised rf08 emergency 1"], &["rf08 1"]));
    days.sends("ana/in/workout", r#"{"id":"w","start":"-310","duration_min":300,"fluid_ml":8000}"#);
    assert_eq!(heard(&mut days), lines(&["changed rf08 emergency 2"], &[]));
    // What is repeated sounds, under a revision of its own.
    for _ in 0..2 {
        days.minutes(10.0);
        assert_eq!(heard(&mut days), lines(&["changed rf08 emergency 3"], &["rf08 3"]));
    }
}
