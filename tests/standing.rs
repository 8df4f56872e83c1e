//! Where a person stands against their own usual: known, or not to be known, and never zero for want of a record.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic"
)]

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::tz::TimeZone;
use proptest::prelude::*;
use tingled::body::exposures::Answer;
use tingled::body::standing::{Compared, Coverage, Reading, Standing, standing};
use tingled::person::{PersonId, Profile};
use tingled::record::{Body, History, Kind, Origin, Place, Record, Source, Value};
use tingled::time::{Timestamp, WrittenTime, add_days, add_minutes};
use tingled::units::{Kilograms, Quantity};
use tingled::voice::{Language, forbidden_in, standing as words};

/// Noon of the last day.
fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// So many days before, at this hour.
fn ago(days: i64, hour: i64) -> Timestamp {
    add_minutes(add_days(now(), -(days as f64)), (hour - 12) as f64 * 60.0)
}

fn n(value: f64) -> Value {
    Value::Number(value)
}

fn record_of(person: &str, kind: Kind, at: Timestamp, answers: &[(&str, Value)]) -> Record {
    let mut body = Body::empty(kind);
    for (field, value) in answers {
        body.set(field, value.clone()).unwrap().unwrap();
    }
    let origin = Origin {
        source: Source::new(Source::OWN),
        native_id: Some(format!("{kind:?} {at}")),
        place: Place { of: Arc::from("test"), line: 0 },
        time: WrittenTime::stated(at, at.to_string()),
        newest: None,
        parser: Arc::from("test/1"),
    };
    Record::new(PersonId::new(person).unwrap(), body, origin)
}

fn record(kind: Kind, at: Timestamp, answers: &[(&str, Value)]) -> Record {
    record_of("ana", kind, at, answers)
}

/// A session of an hour at 8 with this effort.
fn session(days: i64, effort: f64, more: &[(&str, Value)]) -> Record {
    let told = [&[("duration_min", n(60.0)), ("rpe_cr10", n(effort))], more].concat();
    record(Kind::Workout, ago(days, 8), &told)
}

fn profile() -> Profile {
    Profile { body_mass_kg: Kilograms::new(70.0), ..Profile::default() }
}

fn stands(records: &[Record]) -> Standing {
    standing(&History::of(profile(), records.to_vec()), now())
}

fn reading<'s>(standing: &'s Standing, name: &str) -> &'s Reading {
    standing.readings.iter().find(|reading| reading.measure.name == name).unwrap()
}

/// The value of a measure and how it compares; `Err` with what is missing.
fn told(records: &[Record], name: &str) -> Result<(f64, Option<Compared>), Vec<&'static str>> {
    let standing = stands(records);
    let reading = reading(&standing, name);
    match &reading.value {
        Answer::Known { value, .. } => Ok(((value * 1e6).round() / 1e6, reading.compared())),
        Answer::Unknown { missing } => Err(missing.iter().copied().collect()),
    }
}

/// A session every other day for so many days, today the last, each with these answers.
fn life(days: i64, effort: f64, more: &[(&str, Value)]) -> Vec<Record> {
    (0..days).filter(|day| day % 2 == 0).map(|day| session(day, effort, more)).collect()
}

// ---------------------------------------------------------------------------------------------------- load

#[test]
fn the_load_of_a_week_is_told_beside_the_weeks_before() {
    // Four sessions of 300 in the odd weeks and three in the even ones.
    let mut records = life(90, 5.0, &[]);
    assert_eq!(told(&records, "load_7d_au"), Ok((1200.0, Some(Compared::About))));
    records.extend([session(1, 5.0, &[]), session(3, 5.0, &[])]);
    assert_eq!(told(&records, "load_7d_au"), Ok((1800.0, Some(Compared::Higher))));
    let few: Vec<Record> =
        life(90, 5.0, &[]).into_iter().filter(|one| one.at < ago(5, 0) || one.at > ago(1, 0)).collect();
    assert_eq!(told(&few, "load_7d_au"), Ok((600.0, Some(Compared::Lower))));
    let standing = stands(&records);
    let usual = reading(&standing, "load_7d_au").usual;
    assert_eq!(usual.count, 11, "whole weeks within 90 days");
    assert_eq!(usual.spread.map(|spread| (spread.low, spread.high)), Some((900.0, 1200.0)));
}

#[test]
fn a_morning_does_not_make_a_week_look_light() {
    let daily = |from: i64| (from..90).map(|day| session(day, 5.0, &[])).collect::<Vec<_>>();
    assert_eq!(told(&daily(1), "load_7d_au"), Ok((2100.0, Some(Compared::About))));
    assert_eq!(told(&daily(0), "load_7d_au"), Ok((2100.0, Some(Compared::About))));
}

#[test]
fn of_too_few_weeks_there_is_no_usual() {
    assert_eq!(told(&life(35, 5.0, &[]), "load_7d_au"), Ok((1200.0, Some(Compared::About))));
    assert_eq!(told(&life(28, 5.0, &[]), "load_7d_au"), Ok((1200.0, None)));
}

#[test]
fn a_session_of_unknown_load_makes_its_week_unknown_and_no_zero() {
    let mut records = life(90, 5.0, &[]);
    records.push(record(Kind::Workout, ago(3, 18), &[]));
    assert_eq!(told(&records, "load_7d_au"), Err(vec!["duration_min"]));
    // A week of the past with such a session is left out of the usual.
    records.pop();
    records.push(record(Kind::Workout, ago(10, 18), &[]));
    assert_eq!(reading(&stands(&records), "load_7d_au").usual.count, 10);
}

#[test]
fn silence_is_no_rest() {
    let older =
        |days: i64| -> Vec<Record> { life(90, 5.0, &[]).into_iter().filter(|one| one.at < ago(days, 0)).collect() };
    // Three days of silence in a recorded week: rest.
    assert_eq!(told(&older(3), "load_7d_au"), Ok((600.0, Some(Compared::Lower))));
    // Eight days without any record: they may not have arrived yet.
    assert_eq!(told(&older(8), "load_7d_au"), Err(vec!["records"]));
    // With a report in these days, they were a week of rest.
    let report = record(Kind::Symptom, ago(1, 9), &[("tingling", Value::Flag(false))]);
    assert_eq!(told(&[older(8), vec![report.clone()]].concat(), "load_7d_au"), Ok((0.0, Some(Compared::Lower))));
    // But not when the last session is long ago.
    assert_eq!(told(&[older(20), vec![report]].concat(), "load_7d_au"), Err(vec!["workout"]));
    // A person of three days has no week yet.
    assert_eq!(told(&life(3, 5.0, &[]), "load_7d_au"), Err(vec!["records"]));
}

#[test]
fn the_last_session_is_the_last_that_is_over() {
    let mut records = life(90, 5.0, &[]);
    let last = stands(&records).last.unwrap();
    assert_eq!((last.start, last.days_ago), (ago(0, 8), 0));
    records.push(record(Kind::Workout, ago(0, 11), &[("duration_min", n(90.0)), ("rpe_cr10", n(9.0))]));
    assert_eq!(stands(&records).last.unwrap().start, ago(0, 8), "still going on");
    assert_eq!(told(&records, "load_session_au"), Ok((300.0, Some(Compared::About))));
    records.push(session(1, 9.0, &[]));
    assert_eq!(stands(&life(90, 5.0, &[])[1..]).last.unwrap().days_ago, 2);
    assert_eq!(
        told(&[life(90, 5.0, &[])[1..].to_vec(), vec![session(0, 9.0, &[])]].concat(), "load_session_au"),
        Ok((540.0, Some(Compared::Higher)))
    );
}

#[test]
fn nothing_recorded_is_nothing_known() {
    let standing = stands(&[]);
    assert_eq!(standing.last, None);
    for reading in &standing.readings {
        assert!(matches!(reading.value, Answer::Unknown { .. }), "{reading:?}");
        assert_eq!((reading.usual.count, reading.usual.spread, reading.compared()), (0, None, None));
    }
    assert_eq!(standing.coverage[0], Coverage { days: 28, sessions: 0, answered: 0 });
}

// ------------------------------------------------------------------------------------------- fluid, salt, heat

/// Weighed, drunk and salted, on a day of that temperature.
fn wet(lost_kg: f64, drunk_ml: f64, sodium_mg: f64, temp_c: f64) -> Vec<(&'static str, Value)> {
    vec![
        ("mass_before_kg", n(70.0)),
        ("mass_after_kg", n(70.0 - lost_kg)),
        ("fluid_ml", n(drunk_ml)),
        ("sodium_mg", n(sodium_mg)),
        ("temp_c", n(temp_c)),
        ("humidity_pct", n(50.0)),
    ]
}

/// Six usual sessions and one like this.
fn after(last: &[(&str, Value)]) -> Vec<Record> {
    let usual = (1..7).map(|day| session(day * 2, 5.0, &wet(0.7, 500.0, 300.0, 18.0 + day as f64 / 2.0)));
    usual.chain([session(0, 5.0, last)]).collect()
}

#[test]
fn water_lost_and_drunk_is_told_beside_the_usual() {
    let dry = after(&wet(1.4, 200.0, 300.0, 20.0));
    assert_eq!(told(&dry, "mass_loss_pct"), Ok((2.0, Some(Compared::Higher))));
    assert_eq!(told(&dry, "sweat_rate_l_h"), Ok((1.6, Some(Compared::Higher))));
    assert_eq!(told(&dry, "drunk_ml_h"), Ok((200.0, Some(Compared::Lower))));
    assert!(matches!(reading(&stands(&dry), "sweat_rate_l_h").value, Answer::Known { estimated: false, .. }));
    let same = after(&wet(0.7, 520.0, 300.0, 20.0));
    assert_eq!(told(&same, "mass_loss_pct"), Ok((1.0, Some(Compared::About))));
    assert_eq!(told(&same, "drunk_ml_h"), Ok((520.0, Some(Compared::About))), "20 ml more is no news");
    // A gain is told, whatever the usual.
    assert_eq!(told(&after(&wet(-0.35, 2000.0, 0.0, 20.0)), "mass_loss_pct"), Ok((-0.5, Some(Compared::Lower))));
}

#[test]
fn without_a_weighing_sweat_is_reckoned_and_says_so() {
    let air = [("fluid_ml", n(500.0)), ("temp_c", n(30.0)), ("humidity_pct", n(60.0))];
    let standing = stands(&after(&air));
    for name in ["sweat_rate_l_h", "mass_loss_pct"] {
        assert!(matches!(reading(&standing, name).value, Answer::Known { estimated: true, .. }), "{name}");
    }
    assert!(words::reading(reading(&standing, "sweat_rate_l_h"), Language::English).contains(" l/h, reckoned; "));
}

#[test]
fn what_was_drunk_is_unknown_without_a_record_and_never_nothing() {
    let logged = |times: &[i64]| {
        let mut records = after(&[("temp_c", n(20.0)), ("humidity_pct", n(50.0))]);
        let drink =
            |minute: &i64| record(Kind::Intake, add_minutes(ago(0, 8), *minute as f64), &[("volume_ml", n(250.0))]);
        records.extend(times.iter().map(drink));
        records
    };
    assert_eq!(told(&logged(&[10, 40]), "drunk_ml_h"), Ok((500.0, Some(Compared::About))));
    let one = stands(&logged(&[10]));
    assert!(words::reading(reading(&one, "drunk_ml_h"), Language::English).starts_with("drunk: at least 250 ml/h;"));
    for name in ["drunk_ml_h", "mass_loss_pct"] {
        assert_eq!(told(&logged(&[]), name), Err(vec!["fluid_ml"]), "{name}");
    }
    assert_eq!(
        told(&after(&[("fluid_ml", n(0.0))]), "drunk_ml_h"),
        Ok((0.0, Some(Compared::Lower))),
        "0 is an answer"
    );
}

#[test]
fn what_cannot_be_believed_is_not_shown() {
    assert_eq!(told(&after(&wet(7.0, 0.0, 0.0, 20.0)), "mass_loss_pct"), Err(vec!["plausible_mass_change"]));
}

#[test]
fn salt_is_told_when_its_intake_is() {
    let [ok, none] = [wet(1.4, 200.0, 0.0, 20.0), wet(1.4, 200.0, 0.0, 20.0)];
    let (deficit, compared) = told(&after(&ok), "sodium_deficit_mg").unwrap();
    assert!(deficit > 800.0 && compared == Some(Compared::Higher), "{deficit} {compared:?}");
    let untold: Vec<_> = none.into_iter().filter(|(name, _)| *name != "sodium_mg").collect();
    assert_eq!(told(&after(&untold), "sodium_deficit_mg"), Err(vec!["sodium_mg"]));
}

#[test]
fn heat_is_told_beside_the_usual_of_the_season() {
    let hot = after(&wet(1.0, 500.0, 300.0, 31.0));
    assert_eq!(told(&hot, "temp_c"), Ok((31.0, Some(Compared::Higher))));
    assert_eq!(told(&hot, "wbgt_c").unwrap().1, Some(Compared::Higher));
    let dry: Vec<_> = wet(1.0, 500.0, 300.0, 20.0).into_iter().filter(|(name, _)| *name != "humidity_pct").collect();
    assert_eq!(told(&after(&dry), "wbgt_c"), Err(vec!["humidity_pct"]));
    assert_eq!(told(&after(&dry), "temp_c"), Ok((20.0, Some(Compared::About))));
    assert_eq!(told(&after(&[]), "temp_c"), Err(vec!["temp_c"]));
}

// ------------------------------------------------------------------------------------------------- coverage

#[test]
fn a_session_is_answered_by_a_report_also_by_no_tingling() {
    let mut records = life(60, 5.0, &[]);
    let covered = |records: &[Record]| {
        stands(records).coverage.iter().map(|one| (one.days, one.answered, one.sessions)).collect::<Vec<_>>()
    };
    assert_eq!(covered(&records), [(28, 0, 14), (90, 0, 30)]);
    let report = |days, hour, yes| record(Kind::Symptom, ago(days, hour), &[("tingling", Value::Flag(yes))]);
    records.extend([report(0, 10, false), report(0, 11, true), report(40, 20, true)]);
    assert_eq!(covered(&records), [(28, 1, 14), (90, 2, 30)], "two reports of one session count once");
    // A day and more after a session: it stands for itself.
    records.push(report(5, 9, false));
    assert_eq!(covered(&records), [(28, 1, 14), (90, 2, 30)]);
    let tag = |days, yes| {
        record(Kind::Tag, ago(days, 20), &[("name", Value::Text("reviewed".into())), ("yes", Value::Flag(yes))])
    };
    records.extend([tag(10, true), tag(12, false)]);
    assert_eq!(covered(&records), [(28, 2, 14), (90, 3, 30)]);
}

// --------------------------------------------------------------------------------------------------- the laws

fn anything() -> impl Strategy<Value = Vec<Record>> {
    let one = (0_i64..100, 6_i64..20, 0_u8..6, 1_u32..9, any::<[bool; 5]>()).prop_map(
        |(days, hour, kind, number, told)| {
            let effort = f64::from(number);
            match kind {
                0..=2 => {
                    let full = wet(effort / 8.0, effort * 100.0, effort * 50.0, 10.0 + effort * 2.0);
                    let mut answers: Vec<_> = full
                        .into_iter()
                        .zip([told[0], told[0], told[1], told[2], told[3], told[3]])
                        .filter(|(_, told)| *told)
                        .map(|(answer, _)| answer)
                        .collect();
                    if told[4] {
                        answers.push(("rpe_cr10", n(effort)));
                    }
                    if told[0] || told[4] {
                        answers.push(("duration_min", n(effort * 15.0)));
                    }
                    record(Kind::Workout, ago(days, hour), &answers)
                }
                3 => record(Kind::Intake, ago(days, hour), &[("volume_ml", n(effort * 50.0))]),
                4 => record(Kind::Symptom, ago(days, hour), &[("tingling", Value::Flag(told[0]))]),
                _ => record(
                    Kind::Measure,
                    ago(days, hour),
                    &[("what", Value::Text("body_mass".into())), ("value", n(60.0 + effort))],
                ),
            }
        },
    );
    prop::collection::vec(one, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn order_repetition_and_what_lies_outside_change_nothing(records in anything(), turn in 0_usize..60) {
        let plain = stands(&records);
        // Of two records of one time the later one stands, so each once.
        let mut once: Vec<Record> = records.clone();
        once.reverse();
        once.sort_by_key(|record| record.key);
        once.dedup_by_key(|record| record.key);
        let plain_once = stands(&once);
        let mut turned = [once.clone(), once.clone()].concat();
        turned.rotate_left(turn.min(once.len()));
        turned.reverse();
        prop_assert_eq!(&stands(&turned), &plain_once);
        let mut more = once.clone();
        more.push(session(120, 9.0, &wet(1.0, 100.0, 0.0, 35.0)));
        more.push(record(Kind::Workout, add_minutes(now(), 3.0), &[("duration_min", n(10.0))]));
        prop_assert_eq!(&stands(&more), &plain_once, "what is older than the window, or yet to come");
        drop(plain);
    }

    #[test]
    fn dropping_a_drink_or_an_answer_never_makes_it_nothing(records in anything(), which in 0_usize..60) {
        let before = stands(&records);
        let mut fewer = records.clone();
        if which < fewer.len() && matches!(fewer[which].body, Body::Intake(_)) {
            fewer.remove(which);
        }
        let after = stands(&fewer);
        let (with, without) = (reading(&before, "drunk_ml_h"), reading(&after, "drunk_ml_h"));
        if let (Answer::Known { value: had, .. }, Answer::Known { value: has, .. }) = (&with.value, &without.value) {
            prop_assert!(*has > 0.0 || *had == 0.0);
        }
    }

    #[test]
    fn every_sentence_is_whole_in_every_language(records in anything()) {
        let standing = stands(&records);
        for language in Language::ALL {
            let mut text = String::new();
            for reading in &standing.readings {
                writeln!(text, "{}", words::reading(reading, *language)).unwrap();
            }
            for coverage in &standing.coverage {
                writeln!(text, "{}", words::coverage(coverage, *language)).unwrap();
            }
            prop_assert!(!text.contains(['{', '}', '_']), "{text}");
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
            prop_assert_eq!(forbidden_in(&text), Vec::<&str>::new());
        }
    }
}

#[test]
fn a_day_is_that_of_the_persons_zone() {
    let late = record(Kind::Workout, ago(0, 1), &[("duration_min", n(60.0)), ("rpe_cr10", n(5.0))]);
    let mut history = History::of(profile(), [late]);
    assert_eq!(standing(&history, now()).last.unwrap().days_ago, 0);
    history.profile.timezone = Some("America/New_York".into());
    assert_eq!(standing(&history, now()).last.unwrap().days_ago, 1);
}

// ------------------------------------------------------------------------------------------------- on the wire

#[test]
fn the_texts_of_where_a_person_stands() {
    let mut page = String::new();
    let lives = [
        (
            "all known",
            [
                vec![session(0, 7.0, &wet(1.4, 200.0, 0.0, 28.0))],
                life(90, 5.0, &wet(0.7, 500.0, 300.0, 20.0))[1..].to_vec(),
            ]
            .concat(),
        ),
        ("a gain, more salt than lost", after(&wet(-0.35, 2000.0, 4000.0, 20.0))),
        ("nothing but sessions", life(90, 5.0, &[])),
        ("new here", vec![session(0, 5.0, &[])]),
        ("nothing", Vec::new()),
    ];
    for (name, records) in lives {
        let standing = stands(&records);
        for language in Language::ALL {
            writeln!(page, "# {name}, {}", language.code()).unwrap();
            let date = |at: Timestamp| language.date(at.to_zoned(TimeZone::UTC).date());
            let newest = records.iter().map(|record| record.at).max().map(|at| (date(at), at));
            writeln!(page, "{}", words::heading(newest, now(), *language)).unwrap();
            writeln!(page, "{}", words::last_session(standing.last.as_ref(), date, *language)).unwrap();
            for reading in &standing.readings {
                writeln!(page, "{}", words::reading(reading, *language)).unwrap();
            }
            for coverage in &standing.coverage {
                writeln!(page, "{}", words::coverage(coverage, *language)).unwrap();
            }
        }
    }
    insta::assert_snapshot!(page);
}
