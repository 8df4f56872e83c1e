//! What comes back in report after report.

use std::collections::BTreeMap;

use tingled::assess::{Because, Verdict};
use tingled::record::Value;
use tingled::voice::{Language, patterns};

use super::{Story, again, nobody};
use crate::day::n;

fn repeated(story: &Story) -> BTreeMap<String, (Value, usize)> {
    let finding = story.found("repeated_pattern");
    let named = |piece: &Because| (piece.what.to_string(), (piece.value.clone(), piece.records.len()));
    finding.evidence.iter().map(named).collect()
}

#[test]
fn four_of_the_last_five_reports_name_the_left_calf() {
    let calf = &[("sites", "calf:left")];
    let story = nobody()
        .told("01T20:00:00", calf)
        .told("03T20:00:00", &[("sites", "calf:right")])
        .told("05T20:00:00", calf)
        .told("08T20:00:00", calf)
        .told("10T20:00:00", calf);
    let found = repeated(&story);
    assert_eq!(found["same_place"], (Value::Text("calf:left".into()), 4));
    assert_eq!(found["same_leg"], (Value::Text("left".into()), 4));
    assert_eq!(found["reports_90_days"].1, 5);
    let said = story.said("repeated_pattern");
    assert!(said.contains("4 of your last 5 reports: left calf"), "{said}");
    let german = patterns::message(&story.found("repeated_pattern"), Language::German).unwrap();
    assert!(german.contains("4 Ihrer letzten 5 Berichte: Wade links"), "{german}");
}

#[test]
fn the_same_minute_distance_shoe_and_relief_come_back() {
    let mut story = nobody();
    for day in 1..=9 {
        let shoe = if day % 3 == 0 { "Swift 4" } else { "Old ones" };
        let run = [("duration_min", n(60.0)), ("distance_m", n(10_000.0)), ("shoe", Value::Text(shoe.into()))];
        story = story.did(&format!("0{day}T12:00:00"), &run);
        if day % 3 == 0 {
            let minute = ["12", "13", "11"][day / 3 - 1];
            let told = &[("onset_min", minute), ("relieved_by", "shoes_off rest"), ("relief_min", "9")];
            story = story.told(&format!("0{day}T20:00:00"), told);
        }
    }
    let found = repeated(&story);
    assert_eq!(found["same_minute"], (n(11.0), 3));
    assert_eq!(found["same_shoe"], (Value::Text("Swift 4".into()), 3));
    assert_eq!(found["same_relief_time"], (n(9.0), 3));
    assert!(found.contains_key("same_distance") && found.contains_key("same_relief"), "{found:?}");
    let finding = story.found("repeated_pattern");
    let reckoned: Vec<&str> = finding.evidence.iter().filter(|one| one.estimated).map(|one| &*one.what).collect();
    assert_eq!(reckoned, ["same_distance"]);
    assert!(
        story.said("repeated_pattern").contains("begins after about 1.8 km"),
        "{}",
        story.said("repeated_pattern")
    );
}

#[test]
fn the_only_shoe_of_a_person_is_not_what_comes_back() {
    let mut story = nobody();
    for day in 1..=3 {
        let run = [("duration_min", n(60.0)), ("shoe", Value::Text("Swift 4".into()))];
        story = story.did(&format!("0{day}T12:00:00"), &run);
        story = story.told(&format!("0{day}T20:00:00"), &[("signs", "")]);
    }
    assert!(story.verdict("repeated_pattern").found().is_none());
}

#[test]
fn two_reports_are_no_pattern_and_unanswered_ones_are_not_known() {
    let calf = &[("sites", "calf:left"), ("onset_min", "5"), ("relieved_by", "rest"), ("relief_min", "5")];
    let twice = nobody().told("05T20:00:00", calf).told("10T20:00:00", calf);
    assert_eq!(twice.verdict("repeated_pattern"), Verdict::Clear);
    let silent = nobody().told("05T20:00:00", &[]).told("08T20:00:00", &[]).told("10T20:00:00", calf);
    let Verdict::Unknown { missing } = silent.verdict("repeated_pattern") else { panic!() };
    assert!(missing.contains(&"sites".into()) && missing.contains(&"onset_min".into()), "{missing:?}");
    let scattered = again(calf).told("11T20:00:00", calf);
    let other = &[("sites", "foot:right"), ("onset_min", "50"), ("relieved_by", "walking"), ("relief_min", "50")];
    let with = |n: usize| (0..n).fold(nobody(), |story, day| story.told(&format!("1{day}T20:00:00"), other));
    assert!(scattered.verdict("repeated_pattern").found().is_some());
    let mostly = with(6).told("20T20:00:00", calf).told("21T20:00:00", calf).told("22T20:00:00", calf);
    // Three alike of nine are too few.
    let found = mostly.verdict("repeated_pattern");
    assert!(found.found().is_none(), "{found:?}");
}
