//! The JSON of Health Auto Export: what is read of it, that every element is accounted for, and that the same days
//! sent again and again are stored once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tingled::person::PersonId;
use tingled::record::{Edits, Known, Outcome, Record, Value, resolve};
use tingled::time::Timestamp;
use tingled::wire::json::hae::{Counts, Export, Reading, read};

const NOW: &str = "2026-11-23T12:00:00Z";

fn read_at(text: &str, written: &str) -> Export {
    let (person, zone) = (PersonId::new("ana").unwrap(), TimeZone::get("Europe/Berlin").unwrap());
    let place: Arc<str> = "body.json".into();
    let (now, written) = (NOW.parse().unwrap(), written.parse().unwrap());
    let reading = Reading { person: &person, zone: &zone, now, written, place, has_lines: true };
    read(text, &reading).unwrap_or_else(|reject| panic!("refused: {reject:?}\n{text}"))
}

/// A record on one line, as the fixtures have it.
fn shown(record: &Record) -> String {
    let mut line = format!("{} {}", record.at, record.body.kind().name());
    for (name, value) in record.body.answered() {
        let value = match value {
            Value::Number(number) => ((number * 1000.0).round() / 1000.0).to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::Text(text) => text,
            Value::List(words) => words.join(";"),
        };
        write!(line, " {name}={value}").unwrap();
    }
    if let Some(id) = &record.origin.native_id {
        write!(line, " id={id}").unwrap();
    }
    line
}

fn all_shown(export: &Export) -> String {
    let mut lines: Vec<String> = export.parsed.records.iter().map(shown).collect();
    for reject in &export.parsed.rejects {
        let wrong = format!("{:?}", reject.wrong);
        let wrong = wrong.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let field = reject.field.as_deref().unwrap_or_default();
        lines.push(format!("refused: {} {field} {wrong}", reject.place.line));
    }
    let unused = export.parsed.unused.iter();
    lines.extend(unused.map(|reject| format!("not read: {}", reject.field.as_deref().unwrap_or_default())));
    lines.join("\n") + "\n"
}

#[test]
fn bodies_become_the_records_that_were_worked_out_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hae");
    let mut read = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "json") {
            let export = read_at(&fs::read_to_string(&path).unwrap(), NOW);
            let wanted = fs::read_to_string(path.with_extension("expected")).unwrap();
            // In the order of the text: records of one moment stand in any order.
            let sorted = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
            assert_eq!(sorted(&all_shown(&export)), sorted(&wanted), "{}", path.display());
            check(&export);
            read += 1;
        }
    }
    assert_eq!(read, 4);
}

/// Every element became a record (or part of one), was refused, or is not read; and records come of elements.
fn check(export: &Export) {
    let Counts { elements, taken, refused, ignored } = export.counts;
    assert_eq!(taken + refused + ignored, elements);
    assert!(export.parsed.records.len() as u64 <= taken);
    assert_eq!(refused == 0, export.parsed.rejects.is_empty());
    for record in &export.parsed.records {
        assert_eq!(record.person.as_str(), "ana");
    }
}

/// What is stored, as deliveries come in.
#[derive(Default)]
struct Stored {
    known: Known,
    records: BTreeMap<String, Record>,
}

impl Stored {
    fn take(&mut self, text: &str, written: &str) -> (usize, usize) {
        let parsed = read_at(text, written).parsed;
        let (mut new, mut changed) = (0, 0);
        for stretch in parsed.stretches(3) {
            for change in resolve(stretch.records, &mut self.known, Edits::Files) {
                match change.outcome {
                    Outcome::New => new += 1,
                    Outcome::Update { .. } => changed += 1,
                    _ => continue,
                }
                self.records.insert(change.record.key.to_string(), change.record);
            }
        }
        (new, changed)
    }

    fn shown(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.records.values().map(shown).collect();
        lines.sort();
        lines
    }
}

fn water(rows: &[(&str, f64)]) -> String {
    let rows: Vec<Json> = rows.iter().map(|(date, qty)| json!({ "date": date, "qty": qty })).collect();
    json!({ "data": { "metrics": [{ "name": "dietary_water", "units": "mL", "data": rows }] } }).to_string()
}

#[test]
fn a_day_that_is_sent_at_noon_and_at_night_is_one_record_with_the_later_sum() {
    let noon = water(&[("2026-11-22 00:00:00 +0100", 400.0)]);
    let night = water(&[("2026-11-21 00:00:00 +0100", 2100.0), ("2026-11-22 00:00:00 +0100", 1900.0)]);
    let mut stored = Stored::default();
    assert_eq!(stored.take(&noon, "2026-11-22T11:00:00Z"), (1, 0));
    assert_eq!(stored.take(&night, "2026-11-22T21:00:00Z"), (1, 1));
    assert_eq!(stored.take(&night, "2026-11-22T22:00:00Z"), (0, 0));
    let wanted = stored.shown();
    assert!(wanted.iter().any(|line| line.contains("volume_ml=1900")), "{wanted:?}");
    // The bodies in the other order, as files are read: what was written earlier changes nothing.
    let mut other = Stored::default();
    assert_eq!(other.take(&night, "2026-11-22T21:00:00Z"), (2, 0));
    assert_eq!(other.take(&noon, "2026-11-22T11:00:00Z"), (0, 0));
    assert_eq!(other.shown(), wanted);
}

#[test]
fn a_day_that_is_sent_from_another_zone_is_the_same_day() {
    let mut stored = Stored::default();
    stored.take(&water(&[("2026-11-22 00:00:00 +0100", 400.0)]), "2026-11-22T11:00:00Z");
    assert_eq!(stored.take(&water(&[("2026-11-22 00:00:00 -0500", 900.0)]), "2026-11-22T21:00:00Z"), (0, 1));
    assert_eq!(stored.shown().len(), 1);
}

#[test]
fn a_drink_that_was_corrected_is_one_drink() {
    let mut stored = Stored::default();
    stored.take(&water(&[("2026-11-22 07:10:00 +0100", 250.0)]), "2026-11-22T11:00:00Z");
    assert_eq!(stored.take(&water(&[("2026-11-22 07:10:00 +0100", 300.0)]), "2026-11-22T21:00:00Z"), (0, 1));
    assert_eq!(stored.shown(), ["2026-11-22T06:10:00Z intake volume_ml=300 what=water"]);
}

/// A body of phases of sleep: from, to, value.
fn sleep(phases: &[(&str, &str, &str)]) -> String {
    let row = |(from, to, value): &(&str, &str, &str)| {
        json!({ "startDate": format!("2026-11-{from}:00 +0100"), "endDate": format!("2026-11-{to}:00 +0100"),
                "qty": 0.5, "value": value })
    };
    let rows: Vec<Json> = phases.iter().map(row).collect();
    json!({ "data": { "metrics": [{ "name": "sleep_analysis", "units": "hr", "data": rows }] } }).to_string()
}

const THIS_NIGHT: [(&str, &str, &str); 5] = [
    ("21 23:00", "22 01:30", "Core"),
    ("22 01:30", "22 01:45", "Awake"),
    ("22 01:45", "22 03:00", "Deep"),
    // Another source tells of the same time.
    ("22 01:45", "22 04:00", "Asleep"),
    ("22 04:00", "22 06:15", "REM"),
];

#[test]
fn phases_make_a_night_when_the_export_began_well_before_it() {
    let before = [("21 00:00", "21 06:00", "Core")];
    let export = read_at(&sleep(&[&before[..], &THIS_NIGHT[..]].concat()), NOW);
    check(&export);
    // 2:30 + 2:15 + 2:15; the night before began before the export.
    let nap = "not read: sleep_analysis (a night that may have begun before the export)";
    let night = "2026-11-21T23:00:00Z measure what=sleep value=7 unit=h id=sleep_analysis 2026-11-22";
    assert_eq!(all_shown(&export), format!("{night}\n{nap}\n"));
    let alone = read_at(&sleep(&THIS_NIGHT), NOW);
    check(&alone);
    assert_eq!((alone.parsed.records.len(), alone.counts.taken), (0, 0));
    let with_nap = [&before[..], &THIS_NIGHT[..], &[("22 14:00", "22 14:40", "Asleep")]].concat();
    let with_nap = read_at(&sleep(&with_nap), NOW);
    check(&with_nap);
    assert!(all_shown(&with_nap).contains(night) && all_shown(&with_nap).contains("(naps)"));
}

#[test]
fn half_a_night_that_is_sent_at_midnight_never_replaces_the_whole_of_it() {
    let whole = sleep(&[&[("21 08:00", "21 08:30", "Core")][..], &THIS_NIGHT[..]].concat());
    let half = sleep(&THIS_NIGHT[2..]);
    let mut stored = Stored::default();
    stored.take(&whole, "2026-11-22T06:00:00Z");
    let before = stored.shown();
    assert_eq!(before.len(), 1);
    assert_eq!(stored.take(&half, "2026-11-22T20:00:00Z"), (0, 0));
    assert_eq!(stored.shown(), before);
}

#[test]
fn a_body_without_anything_is_no_fault() {
    for text in [
        r#"{"data":{}}"#,
        r#"{"data":{"metrics":[],"workouts":[]}}"#,
        r#"{"data":{"metrics":null}}"#,
        r#"{"workouts":[]}"#,
        "\u{feff}{\"data\":{}}",
    ] {
        assert_eq!(read_at(text, NOW), Export::default(), "{text}");
    }
}

#[test]
fn what_is_no_body_is_refused_as_a_whole() {
    let (person, zone) = (PersonId::new("ana").unwrap(), TimeZone::UTC);
    let (now, written): (Timestamp, Timestamp) = (NOW.parse().unwrap(), NOW.parse().unwrap());
    let reading =
        Reading { person: &person, zone: &zone, now, written, place: "ana/in/hae".into(), has_lines: false };
    for (text, field, wanted) in [
        ("", None, "NotAnObject"),
        ("[]", None, "NotAnObject"),
        ("{", None, "NotJson"),
        (r#"{"data":{"metrics":[1,]}}"#, None, "NotJson"),
        (r#"{"data":{"metrics":[NaN]}}"#, None, "NotJson"),
        ("{}", Some("data"), "Missing"),
        (r#"{"data":[1]}"#, Some("data"), "NotAnObject"),
        (r#"{"data":{},"data":{}}"#, Some("data"), "DuplicateKey"),
        (r#"{"data":{"metrics":[],"metrics":[]}}"#, Some("data.metrics"), "DuplicateKey"),
    ] {
        let reject = read(text, &reading).map(|_| ()).expect_err(text);
        assert_eq!(reject.field.as_deref(), field, "{text}");
        assert!(format!("{:?}", reject.wrong).starts_with(wanted), "{text}: {:?}", reject.wrong);
    }
    let deep = format!(r#"{{"data":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(&deep, &reading).is_err());
}

#[test]
fn four_megabytes_of_rows_are_read_and_cut_into_stretches_that_keep_their_keys_together() {
    let from: Timestamp = "2026-10-01T00:00:30Z".parse().unwrap();
    let rows: Vec<Json> = (0..50_000_i64)
        .map(|row| {
            // Two rows a minute that differ: both are kept, under one time.
            let at = Timestamp::from_second(from.as_second() + row / 2 * 60).unwrap();
            let date = at.strftime("%Y-%m-%d %H:%M:%S +0000").to_string();
            json!({ "date": date, "qty": 100 + row % 2, "source": "x".repeat(40) })
        })
        .collect();
    let body = json!({ "data": { "metrics": [{ "name": "dietary_water", "units": "mL", "data": rows }] } });
    let text = body.to_string();
    assert!(text.len() > 4_000_000);
    let export = read_at(&text, NOW);
    check(&export);
    let stretches = export.parsed.stretches(1000);
    assert_eq!(stretches.iter().map(|stretch| stretch.records.len()).sum::<usize>(), 50_000);
    assert!(stretches.iter().all(|stretch| stretch.records.len() <= 1001));
    for pair in stretches.windows(2) {
        let (last, first) = (pair[0].records.last().unwrap(), pair[1].records.first().unwrap());
        assert!(last.key.base() != first.key.base() && last.at <= first.at);
    }
}

/// Any JSON at all.
fn anything() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        amount(),
        "[ -~äß\u{202f}]{0,12}".prop_map(Json::from),
        date().prop_map(Json::from),
        name().prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::vec((name(), inner), 0..6).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

fn amount() -> impl Strategy<Value = Json> {
    prop_oneof![(0..3000_i32).prop_map(Json::from), (0.0..100.0_f64).prop_map(Json::from)]
}

fn date() -> impl Strategy<Value = String> {
    let day = (1..=23_u32).prop_map(|day| format!("2026-11-{day:02}"));
    let clock = prop_oneof![Just(" 00:00:00"), Just(" 07:10:00"), Just(" 7:10:00\u{202f}PM"), Just("")];
    let offset = prop_oneof![4 => Just(" +0100"), 1 => Just(" -0800"), 1 => Just("")];
    (day, clock, offset).prop_map(|(day, clock, offset)| day + clock + if clock.is_empty() { "" } else { offset })
}

fn name() -> impl Strategy<Value = String> {
    let names = [
        "data",
        "metrics",
        "workouts",
        "symptoms",
        "ecg",
        "name",
        "units",
        "date",
        "qty",
        "start",
        "end",
        "duration",
        "dietary_water",
        "sodium",
        "weight_body_mass",
        "sleep_analysis",
        "resting_heart_rate",
        "heart_rate",
        "mL",
        "kg",
        "hr",
        "fl_oz_us",
        "count/min",
        "Outdoor Run",
        "Tingling",
        "Lower Back Pain",
        "severity",
        "Mild",
        "distance",
        "heartRateData",
        "heartRate",
        "avg",
        "totalSleep",
        "asleep",
        "core",
        "id",
        "startDate",
        "elevation",
        "ascent",
        "Core",
        "Deep",
    ];
    prop::sample::select(names.to_vec()).prop_map(str::to_owned)
}

/// A metric as the app may write it, with rows that may be anything.
fn metric() -> impl Strategy<Value = Json> {
    let kinds = [
        ("dietary_water", "mL"),
        ("dietary_water", "fl_oz_us"),
        ("sodium", "mg"),
        ("weight_body_mass", "kg"),
        ("resting_heart_rate", "bpm"),
        ("sleep_analysis", "hr"),
        ("step_count", "count"),
    ];
    let row = prop_oneof![
        6 => (date(), amount()).prop_map(|(date, qty)| json!({ "date": date, "qty": qty })),
        2 => (date(), 0.0..12.0).prop_map(|(date, hours)| json!({ "date": date, "totalSleep": hours })),
        2 => (date(), date(), name()).prop_map(|(from, to, value)| {
            json!({ "startDate": from, "endDate": to, "value": value })
        }),
        1 => anything(),
    ];
    (prop::sample::select(kinds.to_vec()), prop::collection::vec(row, 0..8))
        .prop_map(|((name, units), data)| json!({ "name": name, "units": units, "data": data }))
}

fn workout() -> impl Strategy<Value = Json> {
    let id = prop::option::of("[a-c]{1,2}");
    (id, date(), 1..9000_u32, anything()).prop_map(|(id, start, duration, distance)| {
        json!({ "id": id, "name": "Outdoor Run", "start": start, "duration": duration, "distance": distance })
    })
}

fn symptom() -> impl Strategy<Value = Json> {
    (name(), date(), name())
        .prop_map(|(name, start, severity)| json!({ "name": name, "start": start, "severity": severity }))
}

fn body() -> impl Strategy<Value = Json> {
    let metrics = prop::collection::vec(prop_oneof![8 => metric().boxed(), 1 => anything().boxed()], 0..5);
    let workouts = prop::collection::vec(prop_oneof![8 => workout().boxed(), 1 => anything().boxed()], 0..5);
    let symptoms = prop::collection::vec(prop_oneof![8 => symptom().boxed(), 1 => anything().boxed()], 0..4);
    (metrics, workouts, symptoms, anything()).prop_map(|(metrics, workouts, symptoms, ecg)| {
        json!({ "data": { "metrics": metrics, "workouts": workouts, "symptoms": symptoms, "ecg": ecg } })
    })
}

proptest! {
    #[test]
    fn any_json_is_read_without_a_fall_and_every_element_is_accounted_for(body in body(), other in anything()) {
        check(&read_at(&body.to_string(), NOW));
        let (person, zone) = (PersonId::new("ana").unwrap(), TimeZone::UTC);
        let (now, written) = (NOW.parse().unwrap(), NOW.parse().unwrap());
        let place: Arc<str> = "x".into();
        let reading = Reading { person: &person, zone: &zone, now, written, place, has_lines: true };
        if let Ok(export) = read(&other.to_string(), &reading) {
            check(&export);
        }
    }

    #[test]
    fn a_body_sent_twice_is_stored_once(body in body()) {
        let text = body.to_string();
        let mut stored = Stored::default();
        stored.take(&text, "2026-11-23T10:00:00Z");
        let once = stored.shown();
        prop_assert_eq!(stored.take(&text, "2026-11-23T11:00:00Z"), (0, 0));
        prop_assert_eq!(stored.shown(), once);
    }

    #[test]
    fn days_sent_in_overlapping_parts_in_any_order_are_stored_as_if_sent_at_once(
        drinks in prop::collection::btree_map(0..2000_i64, 1..2000_u32, 1..30),
        cut in 0..30_usize,
        overlap in 0..10_usize,
        swap in any::<bool>(),
    ) {
        let from: Timestamp = "2026-11-20T23:00:30Z".parse().unwrap();
        let rows: Vec<(String, f64)> = drinks
            .iter()
            .map(|(minute, ml)| {
                let at = Timestamp::from_second(from.as_second() + minute * 60).unwrap();
                (at.strftime("%Y-%m-%d %H:%M:%S +0000").to_string(), f64::from(*ml))
            })
            .collect();
        let rows: Vec<(&str, f64)> = rows.iter().map(|(date, ml)| (date.as_str(), *ml)).collect();
        let cut = cut.min(rows.len());
        let mut parts = [water(&rows[..(cut + overlap).min(rows.len())]), water(&rows[cut..])];
        if swap {
            parts.reverse();
        }
        let mut whole = Stored::default();
        whole.take(&water(&rows), "2026-11-23T09:00:00Z");
        let mut apart = Stored::default();
        apart.take(&parts[0], "2026-11-23T10:00:00Z");
        apart.take(&parts[1], "2026-11-23T11:00:00Z");
        prop_assert_eq!(apart.shown(), whole.shown());
    }
}
