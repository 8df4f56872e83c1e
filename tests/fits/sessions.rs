//! What sessions expose the legs to, and tingling as ordinary exertion brings it.

use tingled::voice::forbidden_in;

use super::{Story, again, nobody};
use crate::day::n;

/// Sessions of so many minutes on the days from the first of June on, and a report on the tenth.
fn trained(minutes: &[f64], last: f64) -> Story {
    let mut story = nobody();
    for (day, minutes) in minutes.iter().enumerate() {
        story = story.did(&format!("{:02}T12:00:00", day + 1), &[("duration_min", n(*minutes))]);
    }
    let story = story.did("10T12:00:00", &[("duration_min", n(last))]);
    story.told("10T20:00:00", &[("onset", "during")])
}

#[test]
fn a_spike_needs_five_sessions_to_be_held_against() {
    let has = |story: &Story| story.features().contains("exposure=load_spike");
    assert!(has(&trained(&[40.0, 50.0, 60.0, 40.0, 30.0], 67.0)));
    assert!(!has(&trained(&[40.0, 50.0, 60.0, 40.0, 30.0], 66.0)));
    assert!(!has(&trained(&[40.0, 50.0, 60.0, 40.0], 200.0)));
}

#[test]
fn salt_that_was_taken_makes_its_deficit_smaller_and_salt_not_told_is_not_none() {
    let told = |sodium: Option<f64>| {
        let mut answers = vec![
            ("duration_min", n(120.0)),
            ("mass_before_kg", n(70.0)),
            ("mass_after_kg", n(68.5)),
            ("fluid_ml", n(1000.0)),
        ];
        answers.extend(sodium.map(|mg| ("sodium_mg", n(mg))));
        let story = nobody().did("10T12:00:00", &answers).told("10T20:00:00", &[("onset", "during")]);
        story.features().contains("exposure=sodium_deficit_high")
    };
    // 2.5 l at 36 mmol are 90 mmol; 80 are left with 230 mg.
    assert_eq!([Some(0.0), Some(229.0), Some(231.0), None].map(told), [true, true, false, false]);
}

const ORDINARY: &[(&str, &str)] =
    &[("sites", "calf:both"), ("onset", "during"), ("duration_min", "20"), ("signs", ""), ("quality", "tingling")];

fn fits_exertion(story: &Story) -> bool {
    story.found("pattern").evidence.iter().any(|piece| piece.what == "normal_exertion")
}

fn ordinary(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut told: Vec<(&str, &str)> = ORDINARY.iter().copied().filter(|(name, _)| *name != field).collect();
    told.push((field, value));
    told
}

#[test]
fn tingling_of_both_legs_that_goes_within_the_hour_can_be_normal_exertion_and_any_sign_takes_that_back() {
    let plain = nobody().told("10T20:00:00", ORDINARY);
    assert!(fits_exertion(&plain));
    let said = plain.said("pattern");
    assert!(said.contains("can be normal exertion"), "{said}");
    assert_eq!(forbidden_in(&said), [""; 0]);
    for (field, value) in [
        ("signs", "puffy_hands"),
        ("signs", "wobbly"),
        ("onset", "at_rest"),
        ("onset", "later"),
        ("duration_min", "61"),
        ("relief_min", "61"),
        ("ongoing", "yes"),
        ("progressive", "yes"),
        ("quality", "numb"),
        ("sites", "calf:left"),
        ("fatigue", "5"),
        ("association", "fall_or_hit"),
    ] {
        let story = nobody().told("10T20:00:00", &ordinary(field, value));
        assert!(!fits_exertion(&story), "{field} {value}");
    }
    let unasked: Vec<_> = ORDINARY.iter().copied().filter(|(field, _)| *field != "signs").collect();
    assert!(!fits_exertion(&nobody().told("10T20:00:00", &unasked)), "signs not asked about");
}

#[test]
fn one_leg_and_then_the_other_can_be_normal_exertion_and_one_place_again_and_again_not() {
    let (left, right) = (ordinary("sites", "calf:left"), ordinary("sites", "calf:right"));
    assert!(fits_exertion(&nobody().told("05T20:00:00", &right).told("10T20:00:00", &left)));
    assert!(!fits_exertion(&again(ORDINARY)));
}
