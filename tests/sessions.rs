//! Which session a report belongs to, what a batch touches, and the whole list of rules.
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

use day::{Day, EVENING, NOON, n, record, session, time, unknown, weighed, words};
use tingled::assess::context::context;
use tingled::assess::{Subject, Verdict, assess, rules, subjects_touched};
use tingled::body::session::session_of;
use tingled::record::{Body, Fields, Intake, Key, Kind, Measure, Record, Symptom, Value, Workout};
use tingled::time::add_minutes;
use tingled::units::{Quantity, Year};

// ---------------------------------------------------------------- sessions of reports

fn owner(day: &Day, at: &str, answers: &[(&str, Value)]) -> Option<Key> {
    let report = record(Kind::Symptom, at, "asked", answers);
    let Body::Symptom(said) = &report.body else { panic!() };
    session_of(&day.history(), report.at, said).map(|session| session.key)
}

#[test]
fn a_report_belongs_to_the_newest_session_of_a_day_before_it() {
    let day = session(&[]).with(Kind::Workout, "10T18:00:00", &[]).with(Kind::Workout, "13T18:00:00", &[]);
    let (noon, evening) = (Some(day.records[0].key), Some(day.records[1].key));
    assert_eq!(owner(&day, "10T11:59:59", &[]), None);
    assert_eq!(owner(&day, "10T12:00:00", &[]), noon);
    assert_eq!(owner(&day, "10T17:59:59", &[]), noon);
    assert_eq!(owner(&day, "11T18:00:00", &[]), evening);
    assert_eq!(owner(&day, "11T18:00:01", &[]), None);
    let later = [("onset", Value::Text("later".into()))];
    assert_eq!(owner(&day, "12T18:00:00", &later), evening);
    assert_eq!(owner(&day, "12T18:00:01", &later), None);
}

#[test]
fn a_report_that_names_its_session_belongs_to_it() {
    let day = session(&[]).with(Kind::Workout, "10T18:00:00", &[]);
    let named = |id: &str| [("session_id", Value::Text(id.into()))];
    assert_eq!(owner(&day, "12T20:00:00", &named("w")), Some(day.records[0].key));
    assert_eq!(owner(&day, "10T20:00:00", &named("w")), Some(day.records[0].key));
    // A name nobody bears: as if not named.
    assert_eq!(owner(&day, "10T20:00:00", &named("lost")), Some(day.records[1].key));
    let mut history = day.history();
    history.remove(day.records[0].at, day.records[0].key);
    assert_eq!(history.session_named("w"), None);
}

#[test]
fn the_context_of_a_report_is_what_session_and_profile_tell() {
    let mut day = session(&[
        ("duration_min", n(120.0)),
        ("elapsed_min", n(150.0)),
        ("sport", Value::Text("bike".into())),
        ("fluid_ml", n(1000.0)),
    ])
    .with(Kind::Symptom, "01T00:00:00", &[("tingling", Value::Flag(false))]);
    day.profile.birth_year = Year::new(1980.0);
    let told = context(&day.history(), time("10T16:30:00"), &Symptom::default());
    assert_eq!(told.minutes_since_stop, Some(120.0));
    assert_eq!(told.duration_h, Some(2.5));
    assert_eq!(told.fluid.unwrap().ml_per_h, 500.0);
    assert_eq!((told.age, told.diary_days), (Some(46.0), Some(9.0)));
    assert!(told.conditions.is_empty());
    let during = context(&day.history(), time("10T13:00:00"), &Symptom::default());
    assert_eq!(during.minutes_since_stop, None);
    let nothing = context(&day.history(), time("20T13:00:00"), &Symptom::default());
    assert_eq!((nothing.session, nothing.duration_h, nothing.fluid), (None, None, None));
}

/// 6 l logged in 4 h, vomiting: enough for an emergency; 1 l logged does not say that no more was drunk.
#[test]
fn a_sum_of_logged_drinks_speaks_for_much_drinking_and_never_against_it() {
    let ill = |ml: f64| {
        session(&[("duration_min", n(240.0))]).with(Kind::Intake, "10T14:00:00", &[("volume_ml", n(ml))]).with(
            Kind::Symptom,
            EVENING,
            &[("signs", words(&["vomiting"])), ("weight_change_pct", n(0.0))],
        )
    };
    assert_eq!(ill(6000.0).found("rf08").level, tingled::assess::Level::Emergency);
    assert_eq!(ill(1000.0).verdict("rf08"), unknown(&["fluid_ml_per_h"]));
}

#[test]
fn the_measured_change_of_body_mass_answers_for_a_report_that_does_not() {
    let ill = |before: f64, after: f64| {
        session(&[("duration_min", n(200.0)), ("mass_before_kg", n(before)), ("mass_after_kg", n(after))]).with(
            Kind::Symptom,
            EVENING,
            &[("signs", words(&["vomiting"]))],
        )
    };
    let gained = ill(70.0, 70.2);
    let finding = gained.found("rf08");
    assert_eq!(finding.level, tingled::assess::Level::Emergency);
    assert!(finding.evidence.iter().any(|because| because.records == [gained.records[0].key]));
    // A loss was measured: no gain, whatever else; only the drinking is not known.
    assert_eq!(ill(70.0, 69.0).verdict("rf08").found(), None);
    // A change no body makes is not used: then the hours alone speak.
    assert_eq!(ill(70.0, 80.0).found("rf08").level, tingled::assess::Level::Urgent);
}

// ---------------------------------------------------------------- what a batch touches

#[test]
fn the_reports_of_a_late_session_or_drink_are_asked_about_however_old_and_sessions_for_two_weeks() {
    let day = session(&[("duration_min", n(60.0))])
        .with(Kind::Symptom, "11T12:00:00", &[])
        .with(Kind::Symptom, "12T13:00:00", &[])
        .with(Kind::Intake, "10T12:30:00", &[("volume_ml", n(200.0))]);
    let history = day.history();
    let keys = |batch: &[Record], days: f64| -> Vec<Key> {
        let now = add_minutes(time(NOON), days * 1440.0);
        subjects_touched(&history, batch, now).into_iter().map(|subject| subject.key).collect()
    };
    let (workout, near, far) = (day.records[0].key, day.records[1].key, day.records[2].key);
    let old = |batch: &[Record]| keys(batch, 200.0);
    assert_eq!(old(&[]), []);
    assert_eq!(old(&day.records[..1]), [near]);
    assert_eq!(old(&day.records[3..4]), [near]);
    assert_eq!(old(&day.records[2..3]), [far]);
    assert_eq!(old(&day.records[1..2]), [near]);
    // A risk is not spoken of two weeks later.
    for batch in [&day.records[..1], &day.records[3..4], &day.records[1..2]] {
        assert_eq!((keys(batch, 14.0)[0], keys(batch, 14.01)[0]), (workout, near));
    }
}

#[test]
fn what_a_risk_of_later_sessions_reads_asks_about_them() {
    let day = session(&[("duration_min", n(60.0))]);
    let (history, now) = (day.history(), time("12T12:00:00"));
    let touches = |other: Record| {
        let mut history = history.clone();
        history.take(other.clone());
        let found = subjects_touched(&history, &[other], now);
        found.iter().any(|subject| subject.key == day.records[0].key)
    };
    let measure = |what: &str, at: &str| {
        let answers = [("what", Value::Text(what.into())), ("value", n(4.0))];
        record(Kind::Measure, at, "m", &answers)
    };
    assert!(touches(record(Kind::Workout, "01T12:00:00", "old", &[("duration_min", n(60.0))])));
    assert!(touches(measure("sleep", "10T07:00:00")) && touches(measure("resting_hr", "01T07:00:00")));
    assert!(!touches(measure("steps", "10T07:00:00")));
}

#[test]
fn recent_reports_are_always_asked_about_again() {
    let day = session(&[]).with(Kind::Symptom, "11T12:00:00", &[]);
    let history = day.history();
    let old = record(Kind::Symptom, "01T12:00:00", "old", &[]);
    let recent: Vec<Subject> = subjects_touched(&history, std::slice::from_ref(&old), time("25T12:00:00"));
    assert!(recent.iter().any(|subject| subject.key == day.records[1].key));
    let later: Vec<Subject> = subjects_touched(&history, &[old], time("25T12:00:01"));
    assert!(!later.iter().any(|subject| subject.key == day.records[1].key));
}

// ---------------------------------------------------------------- unread_answer

#[test]
fn a_word_nobody_could_read_asks_for_a_look() {
    let day = |field: &str, word: &str| session(&[]).with(Kind::Symptom, EVENING, &[(field, words(&[word]))]);
    for field in ["signs", "quality"] {
        let finding = day(field, "wobbly").found("unread_answer");
        assert_eq!(finding.level, tingled::assess::Level::Consult);
        assert_eq!((finding.evidence[0].what.as_ref(), &finding.evidence[0].value), (field, &words(&["wobbly"])));
    }
    assert_eq!(day("signs", "swelling").verdict("unread_answer"), Verdict::Clear);
    assert_eq!(
        day("relieved_by", "tea").found("unread_answer").level,
        tingled::assess::Level::Note,
        "it may name no sign"
    );
    assert_eq!(day("relieved_by", "sitting").verdict("unread_answer"), Verdict::Clear);
    // Never not known: what was not answered holds no word.
    assert_eq!(session(&[]).with(Kind::Symptom, EVENING, &[]).verdict("unread_answer"), Verdict::Clear);
}

// ---------------------------------------------------------------- the list

#[test]
fn every_rule_of_the_list_answers_and_no_other() {
    let day = weighed(70.0, 69.0, 300.0).with(Kind::Symptom, EVENING, &[]);
    let (history, now) = (day.history(), time("12T00:00:00"));
    let subjects = subjects_touched(&history, &day.records, now);
    let mut answered: Vec<String> =
        assess(&history, &subjects, now).into_iter().map(|(rule, ..)| rule.to_string()).collect();
    let mut listed: Vec<String> = rules().map(|rule| rule.id.to_owned()).collect();
    answered.sort();
    listed.sort();
    assert_eq!(answered, listed);
    listed.dedup();
    assert_eq!(listed.len(), rules().count());
    assert_eq!(tingled::assess::rules::longest_horizon(), 365);
    for kind in [Workout::TABLE, Intake::TABLE, Measure::TABLE] {
        assert!(Kind::from_name(kind).is_some());
    }
}
