//! Laws about how something is told: channels, units, offsets, and whose it is.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use tingled::person::PersonId;
use tingled::record::{Kind, Record, Value};
use tingled::time::{Timestamp, add_minutes};
use tingled::wire::dialect::Dialects;
use tingled::wire::dialect::unit::convert;
use tingled::wire::json::{JsonSettings, Message, parse_message};

use crate::cases::random::{self, Random};
use crate::cases::told::{Diary, Row};
use crate::{CASES, law};

fn now() -> Timestamp {
    "2026-11-02T12:00:00Z".parse().unwrap()
}

fn parse(topic: &str, payload: &str, persons: &[&str]) -> Vec<Record> {
    let message = message(topic, payload, persons);
    assert!(message.parsed.rejects.is_empty(), "{payload} {:?}", message.parsed.rejects);
    message.parsed.records
}

fn message(topic: &str, payload: &str, persons: &[&str]) -> Message {
    let people: BTreeMap<PersonId, TimeZone> =
        persons.iter().map(|name| (PersonId::new(name).unwrap(), TimeZone::UTC)).collect();
    let settings = JsonSettings { people: &people, now: now(), payload_most: 1 << 20 };
    parse_message(topic, payload.as_bytes(), &settings)
}

/// A row of some kind, with many of its answers.
fn row(random: &mut Random, number: usize) -> Row {
    let kind = random.pick(&[Kind::Symptom, Kind::Symptom, Kind::Workout, Kind::Intake]);
    let at = add_minutes(now(), -(30.0 + random.below(100_000) as f64));
    let mut answers = Vec::new();
    match kind {
        Kind::Symptom => {
            for field in random::fields() {
                if random.chance(50) {
                    answers.push((field, random::answer(random, field)));
                }
            }
        }
        Kind::Workout => {
            answers.push(("duration_min", Value::Number(random.pick(&[1.0, 45.5, 120.0]))));
            answers.push(("sport", Value::Text(random.pick(&["run", "bike", "strength"]).to_owned())));
            if random.chance(50) {
                answers.push(("fluid_ml", Value::Number(random.below(3000) as f64)));
            }
        }
        _ => answers.push(("volume_ml", Value::Number(random.below(2000) as f64 / 4.0))),
    }
    let at = if kind == Kind::Workout { add_minutes(at, -200.0) } else { at };
    Row { kind, id: format!("n{number}"), at, answers }
}

/// What a record says, without where it was read.
fn said(records: Vec<Record>) -> BTreeMap<String, String> {
    records.into_iter().map(|record| (record.key.to_string(), format!("{} {:?}", record.at, record.body))).collect()
}

#[test]
fn json_csv_and_the_command_line_say_the_same() {
    let (mut random, dialects) = (Random(7), Dialects::load(&[]).unwrap());
    for part in 0..CASES as usize / 100 {
        let rows = (0..100).map(|number| row(&mut random, part * 100 + number)).collect();
        let diary = Diary { person: "ana".to_owned(), profile: Vec::new(), rows };
        let json: Vec<Record> =
            diary.messages().iter().flat_map(|(topic, payload)| parse(topic, payload, &["ana"])).collect();
        let files = diary.read_files(&dialects, now()).into_iter().flat_map(|parsed| {
            assert!(parsed.rejects.is_empty(), "{:?}", parsed.rejects);
            parsed.records
        });
        let (files, json) = (said(files.collect()), said(json));
        assert_eq!(json.len(), 100);
        assert_eq!(files, json);
        let logged = diary.logged(now());
        let logged = logged.iter().flat_map(|(topic, payload)| parse(topic, payload, &["ana"])).collect();
        assert_eq!(self::said(logged), json);
    }
}

#[test]
fn one_amount_is_the_same_in_every_unit() {
    law(|random| {
        let ml = 1.0 + random.below(5_000_000) as f64 / 1000.0;
        for unit in ["ml", "L", "litres", "cl", "dl", "fl oz", "oz", "cups", "pint", "gal"] {
            let to_ml = convert(unit, "ml").unwrap();
            let written = ml / to_ml.apply(1.0);
            assert!((to_ml.apply(written) - ml).abs() <= ml * 1e-12, "{ml} ml as {written} {unit}");
        }
        let kg = 30.0 + random.below(100_000) as f64 / 1000.0;
        for unit in ["kg", "g", "lb", "lbs"] {
            let to_kg = convert(unit, "kg").unwrap();
            assert!((to_kg.apply(kg / to_kg.apply(1.0)) - kg).abs() <= kg * 1e-12, "{kg} kg in {unit}");
        }
    });
}

#[test]
fn one_moment_is_the_same_record_in_every_offset() {
    law(|random| {
        let at = add_minutes(now(), -(random.below(500_000) as f64));
        let written = |offset_min: i32| {
            let (sign, size) = (if offset_min < 0 { '-' } else { '+' }, offset_min.unsigned_abs());
            let wall = add_minutes(at, f64::from(offset_min)).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            format!("{wall}{sign}{:02}:{:02}", size / 60, size % 60)
        };
        let tell = |offset_min: i32| {
            let time = written(offset_min);
            parse("ana/in/symptom", &format!(r#"{{"time":"{time}","tingling":true,"signs":["pain"]}}"#), &["ana"])
        };
        let (one, other) = (tell(0), tell(random.pick(&[-720, -570, -300, 60, 330, 345, 840])));
        assert_eq!((one[0].key, one[0].at, &one[0].body), (other[0].key, other[0].at, &other[0].body));
        assert_eq!(one[0].at, at);
    });
}

#[test]
fn a_record_is_of_the_person_of_its_topic_whatever_it_says() {
    law(|random| {
        let row = row(random, 1);
        let (topic, payload) = row.message("ana");
        let field = random.pick(&["person", "user", "name", "athlete", "who", "id_person"]);
        let forged = payload.replacen('{', &format!(r#"{{"{field}":"ben","#), 1);
        let own = parse(&topic, &payload, &["ana", "ben"]);
        assert_eq!(own[0].person.as_str(), "ana");
        let forged = message(&topic, &forged, &["ana", "ben"]);
        assert_eq!(forged.person.unwrap().as_str(), "ana");
        match forged.parsed.records.first() {
            // What contradicts its topic is refused by name.
            None => assert_eq!(forged.parsed.rejects[0].field.as_deref(), Some("person")),
            Some(record) => {
                assert_eq!((&record.person, record.key, &record.body), (&own[0].person, own[0].key, &own[0].body));
            }
        }
    });
}
