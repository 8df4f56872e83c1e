//! One session that several sources recorded is one session, whatever comes first; two sessions stay two.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::sync::Arc;

use proptest::prelude::*;
use tingled::body::session::Session;
use tingled::person::{PersonId, Profile};
use tingled::record::words::Sport;
use tingled::record::{Apart, Body, History, Origin, Place, Record, Source, Value, Workout};
use tingled::time::{SignedDuration, Timestamp, WrittenTime};

fn start() -> Timestamp {
    "2026-05-04T06:00:00Z".parse().unwrap()
}

/// What a source recorded: seconds after the first start, minutes, metres.
#[derive(Clone, Debug)]
struct Told {
    source: &'static str,
    start_s: i64,
    moving_min: Option<f64>,
    elapsed_min: Option<f64>,
    metres: Option<f64>,
    sport: Option<&'static str>,
    more: Vec<(&'static str, Value)>,
}

fn told(source: &'static str, start_s: i64, minutes: f64, metres: f64) -> Told {
    let (moving_min, metres) = (Some(minutes), (metres > 0.0).then_some(metres));
    Told { source, start_s, moving_min, elapsed_min: None, metres, sport: Some("run"), more: Vec::new() }
}

fn record(told: &Told) -> Record {
    let mut workout = Workout::default();
    let number = |value: f64| Value::Number(value);
    let fields = [
        ("duration_min", told.moving_min.map(number)),
        ("elapsed_min", told.elapsed_min.map(number)),
        ("distance_m", told.metres.map(number)),
        ("sport", told.sport.map(|sport| Value::Text(sport.to_owned()))),
    ];
    let more = told.more.iter().map(|(name, value)| (*name, Some(value.clone())));
    let mut body = Body::Workout(Box::new(std::mem::take(&mut workout)));
    for (name, value) in fields.into_iter().chain(more) {
        value.into_iter().for_each(|value| body.set(name, value).unwrap().unwrap());
    }
    let at = start() + SignedDuration::from_secs(told.start_s);
    let origin = Origin {
        source: Source::new(told.source),
        native_id: None,
        place: Place { of: Arc::from("test"), line: 1 },
        time: WrittenTime::stated(at, at.to_string()),
        newest: None,
        parser: Arc::from("test/1"),
    };
    Record::new(PersonId::new("ana").unwrap(), body, origin)
}

fn history(all: &[Told]) -> History {
    History::of(Profile::default(), all.iter().map(record))
}

fn sessions(all: &[Told]) -> usize {
    history(all).workouts().len()
}

#[test]
fn one_session_of_a_watch_and_its_upload_is_one() {
    let watch = Told { elapsed_min: Some(64.0), ..told("garmin", 0, 60.0, 10_000.0) };
    let upload = Told { elapsed_min: Some(64.1), ..told("strava", 2, 55.0, 9_960.0) };
    assert_eq!(sessions(&[watch.clone(), upload.clone()]), 1);
    let phone = told("own", 240, 58.0, 9_800.0);
    assert_eq!(sessions(&[watch.clone(), upload, phone]), 1, "a phone was started four minutes later");
    let strength = Told { metres: None, sport: Some("strength"), ..told("hevy", 30, 61.0, 0.0) };
    let gym = Told { metres: None, sport: Some("cardio"), ..told("garmin", 0, 60.0, 0.0) };
    assert_eq!(sessions(&[strength, gym]), 1);
    let note = Told { moving_min: None, metres: None, sport: None, ..told("own", 60, 0.0, 0.0) };
    assert_eq!(sessions(&[watch, note]), 1, "a note of how hard it was");
}

#[test]
fn two_sessions_stay_two() {
    let morning = told("garmin", 0, 12.0, 2_000.0);
    for (name, other) in [
        ("another short run the same morning", told("strava", 16 * 60, 12.0, 2_000.0)),
        ("one right after it", told("strava", 13 * 60, 12.1, 2_010.0)),
        ("one of the same source", told("garmin", 30, 12.0, 2_000.0)),
        ("another length", told("strava", 0, 40.0, 2_000.0)),
        ("another way", told("strava", 0, 12.0, 4_000.0)),
        ("another sport", Told { sport: Some("swim"), ..told("strava", 0, 12.0, 2_000.0) }),
        ("the same round in the evening", told("strava", 10 * 3600 + 40, 12.3, 2_060.0)),
        ("the same round at a whole hour", told("strava", 9 * 3600, 12.4, 2_005.0)),
        ("a gym hour at another whole hour", Told { metres: None, ..told("strava", 3600, 12.0, 0.0) }),
        ("the next day", told("strava", 24 * 3600, 12.0, 2_000.0)),
    ] {
        assert_eq!(sessions(&[morning.clone(), other]), 2, "{name}");
    }
}

#[test]
fn a_clock_of_another_zone_does_not_make_a_second_session() {
    let home = told("garmin", 0, 47.25, 8_123.0);
    for hours in [-7, 1, 9] {
        let abroad = told("strava", hours * 3600 + 1, 47.3, 8_110.0);
        assert_eq!(sessions(&[home.clone(), abroad]), 1, "{hours}");
    }
    // Both sources have both sessions: each finds its own.
    let both =
        |shift_s: i64| [told("garmin", shift_s, 20.0, 5_000.0), told("garmin", shift_s + 32_400, 20.05, 5_003.0)];
    let uploads = [told("strava", 0, 20.0, 5_000.0), told("strava", 32_400, 20.05, 5_003.0)];
    for shift_s in [0, 3600, 7200] {
        let all: Vec<Told> = both(shift_s).into_iter().chain(uploads.clone()).collect();
        assert_eq!(sessions(&all), 2, "{shift_s}");
    }
}

#[test]
fn what_one_source_did_not_tell_the_other_does_and_nothing_is_mixed() {
    let score = Value::Number(7.0);
    let watch = Told {
        more: vec![("hr_avg_bpm", Value::Number(150.0)), ("device_load", Value::Number(88.0))],
        ..told("garmin", 0, 60.0, 10_000.0)
    };
    let person = Told {
        metres: None,
        more: vec![
            ("rpe_cr10", score.clone()),
            ("fluid_ml", Value::Number(500.0)),
            ("device_load_name", Value::Text("strain".to_owned())),
        ],
        ..told("own", 120, 60.0, 0.0)
    };
    let history = history(&[watch.clone(), person.clone()]);
    let ((at, key), workout) = history.workouts().iter().next().unwrap();
    let body = Body::Workout(Box::new(workout.clone()));
    let answer = |name: &str| body.answered().into_iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    assert_eq!(answer("rpe_cr10"), Some(score));
    assert_eq!(answer("distance_m"), Some(Value::Number(10_000.0)));
    assert_eq!(answer("hr_avg_bpm"), Some(Value::Number(150.0)));
    let (watch, person) = (record(&watch), record(&person));
    assert_eq!((*at, *key), (person.at, person.key), "what the person told goes first");
    for record in [&watch, &person] {
        assert_eq!(Session::of(&history, record.at, record.key).unwrap().key, person.key);
    }
    assert_eq!(history.told_twice().get(&(*at, *key)).map(|keys| keys.len()), Some(2));
    assert_eq!(workout.sport, Some(Sport::Run));
}

/// A day of true sessions at least a quarter of an hour apart, each recorded by some of four sources with the noise of
/// such records. How many there are is known.
fn day() -> impl Strategy<Value = (usize, Vec<Told>)> {
    let one = (12.0_f64..120.0, 900.0_f64..1_000_000.0, 1_usize..=4, 0_u64..u64::MAX);
    prop::collection::vec(one, 1..5).prop_map(|true_ones| {
        let (mut all, mut at_s, number) = (Vec::new(), 0_i64, true_ones.len());
        for (minutes, pause_s, sources, noise) in true_ones {
            let part = |shift: u32, most: u64| (noise >> shift) % most;
            let metres = minutes * 160.0;
            for (index, source) in ["garmin", "strava", "own", "polar"].into_iter().take(sources).enumerate() {
                let index = u32::try_from(index).unwrap();
                let late_s = i64::try_from(part(index * 8, 90)).unwrap();
                #[expect(clippy::cast_precision_loss, reason = "below 100")]
                let off = |shift: u32| part(shift, 100) as f64 / 100.0;
                let elapsed = minutes + 0.2 * off(index * 5);
                let told = told(
                    source,
                    at_s + late_s,
                    minutes * (1.0 - 0.05 * off(index * 7)),
                    metres * (1.0 - 0.04 * off(index * 3)),
                );
                all.push(Told { elapsed_min: Some(elapsed), ..told });
            }
            #[expect(clippy::cast_possible_truncation, reason = "some hours in seconds")]
            let next = (minutes * 60.0 + pause_s % 20_000.0 + 900.0) as i64;
            at_s += next;
        }
        (number, all)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn every_true_session_of_a_day_stands_once((number, all) in day(), seed in 0_u64..1000) {
        prop_assert_eq!(sessions(&all), number, "{:?}", all);
        // Whatever comes first, and whatever went in between.
        let mut shuffled = all.clone();
        let length = shuffled.len();
        for index in 0..length {
            let other = usize::try_from(seed).unwrap().wrapping_mul(31).wrapping_add(index * 7) % length;
            shuffled.swap(index, other);
        }
        let whole = history(&all);
        let mut other = history(&shuffled);
        prop_assert_eq!(&other, &whole);
        for gone in &shuffled[..length / 2] {
            let record = record(gone);
            other.remove(record.at, record.key);
        }
        prop_assert_eq!(&other, &history(&shuffled[length / 2..]));
        shuffled[..length / 2].iter().for_each(|told| other.take(record(told)));
        prop_assert_eq!(&other, &whole);
        // Every pair that is one, said to be two, is two, whatever else it joins and whatever comes first.
        let (first, second) = (record(&all[0]).key, record(&all[length - 1]).key);
        let mut apart = Apart::default();
        apart.keep(second, first);
        let kept = |all: &[Told]| History::with(Profile::default(), apart.clone(), all.iter().map(record));
        prop_assert_eq!(kept(&all), kept(&shuffled));
        let session = |key| kept(&all).session_with(key);
        prop_assert!(session(first).is_none() || session(first) != session(second));
    }
}
