//! History that is older than what is kept in memory.
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
fn an_old_sign_that_rests_on_the_drinks_of_its_session_is_in_the_summary() {
    let mut days = Days::new();
    let start = 200 * 1440;
    let session = format!(r#"{{"id":"w","start":"-{start}","duration_min":300}}"#);
    days.sends("ana/in/workout", &session);
    for hour in 0..5 {
        let drink = format!(r#"{{"time":"-{}","volume_ml":1700}}"#, start - 60 * hour - 10);
        days.sends("ana/in/intake", &drink);
    }
    assert_eq!(days.standing(), [""; 0]);
    let report =
        format!(r#"{{"time":"-{}","tingling":true,"signs":["puffy_hands"],"weight_change_pct":-0.5}}"#, start - 310);
    days.sends("ana/in/tingling", &report);
    assert_eq!(days.standing(), ["ana/out/alert/old_signs consult open 1"]);
}
