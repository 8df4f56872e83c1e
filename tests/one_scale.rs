//! The load of sessions on one scale: the best basis there is, how far it is trusted, and nothing of the future.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic, and does not use every helper"
)]

mod day;

use day::{Day, NOON, n, session, time};
use tingled::body::one_scale::{Basis, Confidence, Load, OneScale};
use tingled::body::session::Session;
use tingled::body::trimp;
use tingled::record::words::Sex;
use tingled::record::{Kind, Value};
use tingled::units::{BeatsPerMinute, Quantity};

/// The load of the session at noon on the 10th, on the scale of that moment.
fn load(day: &Day) -> Option<Load> {
    let history = day.history();
    let noon = Session::of(&history, time(NOON), day.records[0].key).unwrap();
    OneScale::at(&history, noon.start).load(&noon)
}

fn basis(answers: &[(&str, Value)]) -> Option<(Basis, Confidence, f64)> {
    let told = [&[("duration_min", n(60.0))], answers].concat();
    load(&with_heart(session(&told).weighing(70.0))).map(|load| (load.basis, load.confidence, load.au))
}

fn with_heart(mut day: Day) -> Day {
    day.profile.hr_rest_bpm = BeatsPerMinute::new(50.0);
    day.profile.hr_max_bpm = BeatsPerMinute::new(190.0);
    day.profile.sex = Some(Sex::Male);
    day
}

/// Days of June before the 10th with a session each.
fn before(mut day: Day, count: u32, answers: &[(&str, Value)]) -> Day {
    for of in 1..=count {
        day = day.with(Kind::Workout, &format!("{of:02}T12:00:00"), answers);
    }
    day
}

fn zones(minutes: [f64; 5]) -> Vec<(&'static str, Value)> {
    let names = ["hr_zone1_min", "hr_zone2_min", "hr_zone3_min", "hr_zone4_min", "hr_zone5_min"];
    names.into_iter().zip(minutes.map(n)).collect()
}

#[test]
fn the_best_basis_is_taken_and_the_next_where_it_is_missing() {
    let text = |word: &str| Value::Text(word.into());
    let impulse = trimp::banister(60.0, 0.5, Some(Sex::Male)).unwrap().au;
    let mut told = vec![("sport", text("run")), ("effort", text("hard")), ("energy_kcal", n(588.0))];
    told.extend(zones([10.0, 20.0, 20.0, 10.0, 0.0]));
    told.extend([("hr_avg_bpm", n(120.0)), ("rpe_cr10", n(6.0))]);
    assert_eq!(basis(&told), Some((Basis::Rating, Confidence::Measured, 360.0)));
    told.pop();
    assert_eq!(basis(&told), Some((Basis::HeartRate, Confidence::Estimated, 3.0 * impulse)));
    told.pop();
    // Edwards 10 + 40 + 60 + 40, twice, less 60 minutes.
    assert_eq!(basis(&told), Some((Basis::Zones, Confidence::Estimated, 240.0)));
    told.pop();
    // Without one of the zones they say nothing: 588 kcal of 70 kg in an hour are 8 MET, an effort of 4.
    assert_eq!(basis(&told), Some((Basis::Energy, Confidence::Estimated, 240.0)));
    assert_eq!(basis(&told[..2]), Some((Basis::Words, Confidence::Converted, 300.0)));
    assert_eq!(basis(&told[..1]), Some((Basis::Sport, Confidence::Guessed, 60.0 * 4.9)));
    assert_eq!(basis(&[]), None);
    assert_eq!(load(&session(&[("rpe_cr10", n(6.0))])), None);
}

#[test]
fn eight_sessions_with_rating_and_heart_rate_make_a_line_of_ones_own() {
    let both = [("duration_min", n(60.0)), ("hr_avg_bpm", n(120.0)), ("rpe_cr10", n(5.0))];
    let now = [("duration_min", n(30.0)), ("hr_avg_bpm", n(120.0))];
    let of = |count| load(&before(with_heart(session(&now)), count, &both)).unwrap();
    assert_eq!((of(7).basis, of(7).confidence), (Basis::HeartRate, Confidence::Estimated));
    assert_eq!((of(8).basis, of(8).confidence), (Basis::HeartRate, Confidence::Converted));
    // Half as long at the same heart rate: half of 300.
    assert!((of(8).au - 150.0).abs() < 1e-9);
    let mut day = before(with_heart(session(&now)), 8, &both);
    day.profile.sex = None;
    assert_eq!(load(&day).unwrap().confidence, Confidence::Estimated);
}

#[test]
fn sessions_after_it_do_not_change_a_load() {
    let both = [("duration_min", n(60.0)), ("hr_avg_bpm", n(120.0)), ("rpe_cr10", n(5.0))];
    let day = before(with_heart(session(&[("duration_min", n(30.0)), ("hr_avg_bpm", n(120.0))])), 7, &both);
    let alone = load(&day);
    let later = day.with(Kind::Workout, "11T12:00:00", &both).with(Kind::Workout, "12T12:00:00", &both);
    assert_eq!(load(&later), alone);
}

#[test]
fn a_heart_slower_than_at_rest_is_a_slip_and_no_session_without_load() {
    assert_eq!(basis(&[("hr_avg_bpm", n(50.0))]), None);
    assert_eq!(basis(&[("hr_avg_bpm", n(45.0)), ("effort", Value::Text("easy".into()))]).unwrap().0, Basis::Words);
}

#[test]
fn zones_have_a_line_of_their_own() {
    let mut both = zones([10.0, 20.0, 20.0, 10.0, 0.0]);
    both.extend([("duration_min", n(60.0)), ("rpe_cr10", n(5.0))]);
    let mut now = zones([5.0, 10.0, 10.0, 5.0, 0.0]);
    now.push(("duration_min", n(30.0)));
    let found = load(&before(session(&now), 8, &both)).unwrap();
    assert_eq!((found.basis, found.confidence), (Basis::Zones, Confidence::Converted));
    assert!((found.au - 150.0).abs() < 1e-9);
}

#[test]
fn a_pace_is_held_against_the_best_of_the_sport() {
    let run =
        |km: f64| [("duration_min", n(60.0)), ("distance_m", n(km * 1000.0)), ("sport", Value::Text("run".into()))];
    let ride = [("duration_min", n(60.0)), ("distance_m", n(30_000.0)), ("sport", Value::Text("bike".into()))];
    let of =
        |count, km| load(&before(session(&run(km)), count, &run(12.0)).with(Kind::Workout, "09T18:00:00", &ride));
    let found = of(5, 6.0).unwrap();
    assert_eq!((found.basis, found.confidence), (Basis::Pace, Confidence::Estimated));
    // Half the best pace: 7.5 / 4 for an hour.
    assert!((found.au - 112.5).abs() < 1e-9);
    assert_eq!(of(5, 24.0).unwrap().au, 600.0);
    assert_eq!(of(4, 6.0).unwrap().basis, Basis::Sport);
}

#[test]
fn the_usual_effort_is_the_median_of_what_was_rated() {
    let day = session(&[("duration_min", n(60.0))]);
    let day = before(day, 3, &[("rpe_cr10", n(3.0))]).with(Kind::Workout, "09T12:00:00", &[("rpe_cr10", n(9.0))]);
    let found = load(&day).unwrap();
    assert_eq!((found.basis, found.confidence, found.au), (Basis::UsualEffort, Confidence::Guessed, 180.0));
    assert_eq!(found.records, [day.records[0].key]);
}

#[test]
fn a_resting_heart_rate_that_was_measured_is_named() {
    let mut day = with_heart(session(&[("duration_min", n(60.0)), ("hr_avg_bpm", n(120.0))]));
    day.profile.hr_rest_bpm = None;
    assert_eq!(load(&day), None);
    let rest = [("what", Value::Text("resting_hr".into())), ("value", n(50.0)), ("unit", Value::Text("bpm".into()))];
    let day = day.with(Kind::Measure, "01T06:00:00", &rest);
    assert_eq!(load(&day).unwrap().records.len(), 2);
    let late = with_heart(session(&[("duration_min", n(60.0)), ("hr_avg_bpm", n(120.0))]));
    let mut late = late.with(Kind::Measure, "10T12:00:01", &rest);
    late.profile.hr_rest_bpm = None;
    assert_eq!(load(&late), None);
}
