//! Whether an alert helped: noted down, shown, and without effect on what is found.
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
use tingled::decide::AlertId;
use tingled::decide::feedback::Mark;

const BLADDER: &str = r#"{"time":"NOW","tingling":true,"signs":["bladder"]}"#;

fn raised(days: &mut Days) -> String {
    days.sends("ana/in/tingling", BLADDER);
    days.events();
    days.retained("ana/out/alert/rf01")["id"].as_str().unwrap().to_owned()
}

fn marks(days: &mut Days, id: &str) -> Vec<(Mark, u32)> {
    let feedback = days.daemon().store().feedback(&AlertId(id.to_owned())).unwrap();
    feedback.into_iter().map(|given| (given.mark, given.revision)).collect()
}

#[test]
fn a_mark_is_noted_with_its_revision_and_changes_nothing() {
    let mut days = Days::new();
    let id = raised(&mut days);
    let (stands, seen) = (days.stands(), days.seen("ana"));
    for mark in ["false", "late", "late"] {
        let payload = format!(r#"{{"id":"{id}","mark":"{mark}","correlation":"x"}}"#);
        days.sends("ana/cmd/feedback", &payload);
        assert_eq!(days.replies(), ["ana/out/reply/x noted"]);
    }
    assert_eq!(marks(&mut days, &id), [(Mark::False, 1), (Mark::Late, 1)], "delivered twice, meant once");
    assert_eq!((days.stands(), days.seen("ana")), (stands, seen));
    days.restarts();
    assert_eq!(marks(&mut days, &id).len(), 2);
    days.sends("ana/cmd/explain", &format!(r#"{{"alert":"{id}","correlation":"y"}}"#));
    let (_, explained) = days.letters.iter().find(|(topic, _)| topic == "ana/out/reply/y").unwrap();
    let explained: serde_json::Value = serde_json::from_str(explained).unwrap();
    assert_eq!(
        (&explained["feedback"][1]["mark"], &explained["feedback"][1]["revision"]),
        (&"late".into(), &1.into())
    );
}

#[test]
fn a_word_that_is_no_mark_is_refused_with_the_three_that_are() {
    let mut days = Days::new();
    let id = raised(&mut days);
    days.sends("ana/cmd/feedback", &format!(r#"{{"alert":"{id}","mark":"fine","correlation":"x"}}"#));
    let rejected = days.rejected();
    assert!(rejected[0].contains("wanted one of: useful, false, late"), "{rejected:?}");
    assert_eq!(marks(&mut days, &id), []);
}

#[test]
fn an_alert_of_another_person_cannot_be_marked() {
    let mut days = Days::new();
    let id = raised(&mut days);
    days.sends("ben/cmd/feedback", &format!(r#"{{"alert":"{id}","mark":"false","correlation":"x"}}"#));
    assert_eq!(days.replies(), ["ben/out/reply/x unknown_alert"]);
    assert_eq!(marks(&mut days, &id), []);
}
