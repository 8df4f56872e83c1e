//! What holds for every file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod csv_help;

use std::collections::BTreeSet;

use csv_help::{Ask, read_all};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use tingled::person::PersonId;
use tingled::record::{Body, Kind, Origin, Place, Record, Shape, Source, Value};
use tingled::time::WrittenTime;
use tingled::wire::own;

/// Keys and contents of what a file gives; line numbers left out.
fn said(bytes: &[u8]) -> BTreeSet<(String, u64, String)> {
    let got = read_all(bytes, &Ask::default()).unwrap();
    got.records
        .iter()
        .map(|record| (record.key.to_string(), record.content(), format!("{:?}", record.body)))
        .collect()
}

fn drink() -> impl Strategy<Value = String> {
    // Few times and drinks, so that many rows are alike; some rows are bad.
    (0..4_u8, 0..3_u8, prop::sample::select(vec!["water", "tea", "\"a, \"\"b\"\"\"", ""]), 0..12_u8).prop_map(
        |(hour, volume, what, slip)| match slip {
            0 => format!("2026-11-01T1{hour}:00:00Z,lots,{what}"),
            1 => "2099-01-01,1,x".to_owned(),
            _ => format!("2026-11-01T1{hour}:00:00Z,{}00,{what}", volume + 1),
        },
    )
}

/// How files of every layout begin.
const HEADS: &[&[u8]] = &[
    b"Body\nDate,Weight,BMI,Fat\n",
    b"Food Log 20260501\nDaily Totals\n",
    b"Name,Sport,Date,Start time,Duration\n",
    b"Time,Weight,Change,BMI,\n",
    b"from,to,Activity type,Data\r\n",
    b"title,start_time,end_time,exercise_title,set_index\n",
    b"com.samsung.shealth.exercise,1,2\nstart_time,end_time,exercise_type,duration,datauuid\n",
    b"",
];

/// What such files are made of, in any order.
const PIECES: &[&[u8]] = &[
    b"Body\n",
    b"Foods\n",
    b"Sleep\n",
    b"\n",
    b"\r",
    b"Food Log 20260502\n",
    b"Food Log 20269999\n",
    b"Daily Totals\n",
    b"Date,Weight,BMI,Fat\n",
    b"Start Time,End Time,Minutes Asleep\n",
    b"\"2026-05-01\",\"70\",\"22\",\"0\"\n",
    b"\"\",\"Water\",\"1,5 l\"\n",
    b"2026-05-01 11:36PM,2026-05-02 7:26AM,400\n",
    b"Sample rate,Time\n",
    b",00:00:01\n",
    b"Jo,RUNNING,20-06-2026,07:05:10,00:30:08\n",
    b"\" May 4, 2026\",\n",
    b"6:05 AM,70 kg,,,\n",
    b"6:05 AM,70 wide,,,\n",
    b"2026-05-01T10:00:00Z,2026-05-01T10:30:00Z,Running,{}\n",
    b"2026-05-01T10:00:00Z,2026-05-01T10:30:00Z,Running,\"{\"\"",
    b"hr_average\"\":1",
    b"}\"\n",
    b"[\"]{",
    b"Legs,\"1 May 2026, 10:00\",\"1 May 2026, 11:00\",Squat,0\n",
    b"2026-05-01 10:00:00,2026-05-01 10:30:00,1001,1800000,id,\n",
    b"\"",
    b",",
    b"\0",
    b"\xff",
    b"\xc3\xa4",
    b"x",
];

/// A value that fits a shape.
fn value(shape: Shape) -> BoxedStrategy<Value> {
    let text = "[a-zA-ZäßØ0-9\"',;|.=+-][a-zA-Zäß0-9 \"',;|.-]{0,12}[a-z0-9]";
    match shape {
        Shape::Number { low, high, .. } => (low..=high).prop_map(Value::Number).boxed(),
        Shape::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Shape::Text { .. } => text.prop_map(Value::Text).boxed(),
        Shape::Word(words) => prop::sample::select(words).prop_map(|word| Value::Text(word.to_owned())).boxed(),
        Shape::Words(words) => prop::collection::vec(
            prop_oneof![prop::sample::select(words).prop_map(str::to_owned), Just("odd;word".to_owned())],
            0..3,
        )
        .prop_map(Value::List)
        .boxed(),
        Shape::Sites(words) => prop::collection::vec(
            prop_oneof![
                prop::sample::select(words).prop_map(|word| format!("{word}:left")),
                Just("elsewhere".to_owned())
            ],
            0..3,
        )
        .prop_map(Value::List)
        .boxed(),
    }
}

fn body(kind: Kind) -> BoxedStrategy<Body> {
    let empty = Body::empty(kind);
    let fields: Vec<BoxedStrategy<(&'static str, Option<Value>)>> = Body::field_names(kind)
        .into_iter()
        .map(|name| {
            let must = matches!(
                (kind, name),
                (Kind::Workout, "duration_min")
                    | (Kind::Intake, "volume_ml")
                    | (Kind::Measure, "what" | "value")
                    | (Kind::Tag, "name")
            );
            let value = value(empty.shape(name).unwrap());
            let maybe = if must { value.prop_map(Some).boxed() } else { prop::option::weighted(0.3, value).boxed() };
            maybe.prop_map(move |value| (name, value)).boxed()
        })
        .collect();
    fields
        .prop_map(move |answers| {
            let mut body = Body::empty(kind);
            for (name, value) in answers {
                if let Some(value) = value {
                    body.set(name, value).unwrap().unwrap();
                }
            }
            body
        })
        .boxed()
}

fn record(kind: Kind) -> impl Strategy<Value = Record> {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    (body(kind), 0..1_900_000_i64, any::<bool>(), prop::option::of("[a-z0-9]{1,9}"), any::<bool>()).prop_map(
        move |(body, minutes, stated, native_id, ours)| {
            let at = jiff::Timestamp::from_second(1_640_000_000 + (minutes % 2_500_000) * 60).unwrap();
            let wall = at.to_zoned(zone.clone()).datetime();
            let time = if stated {
                WrittenTime::stated(at, at.to_string())
            } else {
                WrittenTime::local(wall, &zone, wall.to_string()).unwrap()
            };
            let origin = Origin {
                source: Source::new(if ours { Source::OWN } else { "app" }),
                native_id,
                place: Place { of: "x".into(), line: 1 },
                time,
                newest: None,
                parser: "x/1".into(),
            };
            Record::new(PersonId::new("ana").unwrap(), body, origin)
        },
    )
}

fn back(kind: Kind, records: &[Record]) -> Result<(), TestCaseError> {
    let mut text = own::line(&own::header(kind));
    records.iter().for_each(|record| text.push_str(&own::line(&own::row(record))));
    let got = read_all(text.as_bytes(), &Ask::default()).unwrap();
    prop_assert!(got.rejects.is_empty(), "{:?}\n{text}", got.rejects);
    let mut wanted: Vec<_> = records.iter().map(|record| (record.key.base(), record.at, record.content())).collect();
    let mut found: Vec<_> =
        got.records.iter().map(|record| (record.key.base(), record.at, record.content())).collect();
    wanted.sort_unstable();
    found.sort_unstable();
    prop_assert_eq!(found, wanted, "{}", text);
    for record in &got.records {
        let same = records.iter().any(|known| {
            known.body == record.body
                && known.origin.source == record.origin.source
                && known.origin.native_id == record.origin.native_id
                && known.origin.time.clock == record.origin.time.clock
        });
        prop_assert!(same, "{:?}\n{}", record, text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn rows_read_are_accepted_or_refused_whatever_the_bytes(
        rows in prop::collection::vec(prop::collection::vec(prop::sample::select(b"ab1;,,\"\n\n\r\0\xff\xc3\xa4 -:T.".to_vec()), 0..40), 0..12),
        head in prop::sample::select(vec!["time,volume_ml,what\n", "Time;Volume;Unit\r\n", "Activity Type,Date,Title,Calories,Time,Distance\n", ""]),
    ) {
        let bytes = [head.as_bytes(), &rows.concat()].concat();
        // The equation itself is checked by the helper for every file that is read at all.
        let _ = read_all(&bytes, &Ask::default());
    }

    #[test]
    fn rows_read_are_accepted_or_refused_in_every_layout(
        head in prop::sample::select(HEADS.to_vec()),
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24),
    ) {
        let bytes = [head, &pieces.concat()].concat();
        let _ = read_all(&bytes, &Ask::default());
    }

    #[test]
    fn the_order_of_the_rows_of_sessions_does_not_change_what_is_said(
        rows in prop::collection::vec((1..4_u8, 0..3_u8, 0..5_u8), 1..14),
        seed in any::<u64>(),
    ) {
        let row = |(day, end, slip): &(u8, u8, u8)| match slip {
            0 => format!("Legs,\"{day} May 2026, 10:00\"\n"),
            _ => format!("Legs,\"{day} May 2026, 10:00\",\"{day} May 2026, 1{end}:30\",Squat,{slip}\n"),
        };
        let rows: Vec<String> = rows.iter().map(row).collect();
        let mut other = rows.clone();
        let count = other.len();
        for at in 0..count {
            other.swap(at, (seed as usize).wrapping_mul(at + 7) % count);
        }
        let head = "title,start_time,end_time,exercise_title,set_index\n";
        prop_assert_eq!(said((head.to_owned() + &rows.concat()).as_bytes()), said((head.to_owned() + &other.concat()).as_bytes()));
    }

    #[test]
    fn neither_the_order_of_rows_nor_their_ends_change_what_is_said(
        rows in prop::collection::vec(drink(), 1..14),
        ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r\n", "\r"]), 14),
        seed in any::<u64>(),
    ) {
        let head = "time,volume_ml,what\n";
        let one: String = std::iter::once(head.to_owned()).chain(rows.iter().map(|row| format!("{row}\n"))).collect();
        let mut other = rows.clone();
        let count = other.len();
        for at in 0..count {
            other.swap(at, (seed as usize).wrapping_mul(at + 7) % count);
        }
        let two: String = std::iter::once(head.to_owned())
            .chain(other.iter().zip(&ends).map(|(row, end)| format!("{row}{end}")))
            .collect();
        prop_assert_eq!(said(one.as_bytes()), said(two.as_bytes()));
    }

    #[test]
    fn what_is_exported_is_read_back_workouts(records in prop::collection::vec(record(Kind::Workout), 1..5)) {
        back(Kind::Workout, &records)?;
    }

    #[test]
    fn what_is_exported_is_read_back_symptoms(records in prop::collection::vec(record(Kind::Symptom), 1..5)) {
        // A report without any answer has no row of its own in any file but ours.
        back(Kind::Symptom, &records)?;
    }

    #[test]
    fn what_is_exported_is_read_back_the_rest(
        intakes in prop::collection::vec(record(Kind::Intake), 1..5),
        measures in prop::collection::vec(record(Kind::Measure), 1..5),
        tags in prop::collection::vec(record(Kind::Tag), 1..5),
    ) {
        back(Kind::Intake, &intakes)?;
        back(Kind::Measure, &measures)?;
        back(Kind::Tag, &tags)?;
    }
}

#[test]
fn a_profile_is_read_back() {
    let text = "timezone,sex,birth_year,body_mass_kg,hr_rest_bpm,hr_max_bpm,history,history_no\n\
        Europe/Berlin,f,1980,61.5,50,181,;,cancer;pregnancy\n";
    let profile = read_all(text.as_bytes(), &Ask::default()).unwrap().profile.unwrap();
    let again = own::line(&own::profile_header()) + &own::line(&own::profile_row(&profile));
    assert_eq!(read_all(again.as_bytes(), &Ask::default()).unwrap().profile.unwrap(), profile);
}
