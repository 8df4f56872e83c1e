//! Words that nobody could read: kept as written, shown, and never a reason to lose the rest.
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
use tingled::assess::{Finding, Level};
use tingled::record::Value;

fn unread(days: &mut Days) -> Option<Finding> {
    let seen = days.seen("ana");
    seen.into_iter().find(|one| one.rule.as_str() == "unread_answer").and_then(|one| one.verdict.found().cloned())
}

fn words(finding: &Finding) -> Vec<String> {
    let list = |value: &Value| match value {
        Value::List(words) => words.clone(),
        other => panic!("{other:?}"),
    };
    finding.evidence.iter().flat_map(|piece| list(&piece.value)).collect()
}

#[test]
fn a_sign_was_lost_with_its_report_when_a_word_beside_it_could_not_be_read() {
    let mut days = Days::new();
    let report = r#"{"time":"-10","tingling":true,"signs":["dark_urine"],"onset":"around noon","daily_impact":"meh",
        "association":"the moon","gear_removed":"half","persists_after_removal":"perhaps"}"#;
    days.sends("ana/in/tingling", report);
    let standing = days.standing();
    assert!(standing.contains(&"ana/out/alert/rf07 urgent open 1".to_owned()), "{standing:?}");
    assert_eq!(days.rejected(), [""; 0]);
    let finding = unread(&mut days).unwrap();
    assert_eq!(finding.level, Level::Note, "it is shown, and rings nobody");
    assert_eq!(words(&finding), ["around noon", "the moon", "half", "perhaps", "meh"]);
    days.restarts();
    assert_eq!(words(&unread(&mut days).unwrap()).len(), 5, "they are stored");
    days.minutes(5.0);
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":true,"onset":"during"}"#);
    let newest = days.seen("ana").into_iter().rfind(|one| one.rule.as_str() == "unread_answer").unwrap();
    assert!(newest.verdict.found().is_none(), "a word of the list is read");
}

#[test]
fn a_word_among_the_signs_asks_for_a_doctor_whatever_else_could_not_be_read() {
    let mut days = Days::new();
    let report = r#"{"time":"-10","tingling":true,"signs":["wobbly"],"sites":["elbow of the foot"],"onset":"noon"}"#;
    days.sends("ana/in/tingling", report);
    let finding = unread(&mut days).unwrap();
    assert_eq!(finding.level, Level::Consult);
    assert_eq!(words(&finding), ["wobbly", "elbow of the foot", "noon"]);
}
