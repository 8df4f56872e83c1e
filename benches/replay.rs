//! Ten years of one person lived again: every word that the rules would have said.
//!
//! `cargo bench --bench replay [-- YEARS [ROUNDS]]`. Machines are noisy: compare runs taken in turns.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement may panic, reads the clock and prints"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use tingled::daemon::replay::report::Listener;
use tingled::daemon::replay::{Order, Past, Replay, STEP};
use tingled::daemon::{People, Person};
use tingled::decide::Policy;
use tingled::person::{PersonId, Profile};
use tingled::record::{Body, Edits, Kind, Origin, Place, Record, Source, Value, resolve};
use tingled::store::{Store, Turn};
use tingled::time::{Timestamp, WrittenTime, add_days, add_minutes};
use tingled::voice::Language;

/// SplitMix64: the same life on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn number(&mut self, low: u64, high: u64) -> Value {
        Value::Number((low + self.below(high - low)) as f64)
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let years: u64 = arguments.next().map_or(10, |years| years.parse().unwrap());
    let rounds: u64 = arguments.next().map_or(3, |rounds| rounds.parse().unwrap());
    let person = PersonId::new("ana").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("bench.db")).unwrap();
    let records = life(&person, years * 365);
    let count = records.len();
    let mut known = store.lookup(&records).unwrap();
    let records = resolve(records, &mut known, Edits::Messages);
    store.commit(&Turn { records, ..Turn::default() }).unwrap();
    let (name, zone) = ("Ana".to_owned(), jiff::tz::TimeZone::get("Europe/Berlin").unwrap());
    let one = Person { name, zone, language: Language::English, profile: Profile::default() };
    let people = People::new(BTreeMap::from([(person.clone(), one)]));
    for _ in 0..rounds {
        let begun = Instant::now();
        let policy = Policy::default();
        let past = Past::read(&store, &people, &person, Order::Lived).unwrap();
        let end = past.deeds.iter().map(|(at, _)| *at).max().unwrap();
        let read = begun.elapsed();
        let mut replay = Replay::new(past, people.clone(), policy.clone(), STEP).unwrap();
        let mut listener = Listener::new(replay.begins().unwrap());
        replay.until(end, &mut |word| listener.hear(word)).unwrap();
        let lived = begun.elapsed();
        let report = listener.report(&store, &person, &policy, (Order::Lived, 0), end).unwrap();
        let told: usize = report.rules.iter().map(|fared| fared.told).sum();
        println!(
            "{years} years, {count} records: {:.2} s (read {:.2}, live {:.2}, score {:.2}); {} words, {told} told",
            begun.elapsed().as_secs_f64(),
            read.as_secs_f64(),
            (lived - read).as_secs_f64(),
            (begun.elapsed() - lived).as_secs_f64(),
            report.words.len(),
        );
    }
}

/// About 5 sessions a week, most of them answered, with drinks, measures and tags.
fn life(person: &PersonId, days: u64) -> Vec<Record> {
    let (mut random, mut records) = (Random(7), Vec::new());
    let start: Timestamp = "2016-01-04T00:00:00Z".parse().unwrap();
    let (place, parser): (Arc<str>, Arc<str>) = (Arc::from("life.csv"), Arc::from("own/1"));
    let mut add = |kind: Kind, at: Timestamp, answers: Vec<(&str, Value)>| {
        let mut body = Body::empty(kind);
        for (name, value) in answers {
            body.set(name, value).unwrap().ok().unwrap();
        }
        let origin = Origin {
            source: Source::new(Source::OWN),
            native_id: Some(format!("{}{at}", kind.name())),
            place: Place { of: Arc::clone(&place), line: 2 },
            time: WrittenTime::stated(at, at.to_string()),
            newest: None,
            parser: Arc::clone(&parser),
        };
        records.push(Record::new(person.clone(), body, origin));
    };
    for day in 0..days {
        let midnight = add_days(start, day as f64);
        let at = |minute: u64| add_minutes(midnight, minute as f64);
        let text = |text: &str| Value::Text(text.to_owned());
        let morning = [("body_mass", "kg", 68, 72), ("sleep", "h", 5, 9), ("fatigue", "1_5", 1, 5)];
        for (number, (what, unit, low, high)) in morning.into_iter().enumerate() {
            let value = random.number(low, high);
            add(
                Kind::Measure,
                at(360 + number as u64),
                vec![("what", text(what)), ("value", value), ("unit", text(unit))],
            );
        }
        for drink in 0..3 {
            add(
                Kind::Intake,
                at(480 + 240 * drink + random.below(200)),
                vec![("volume_ml", random.number(150, 600))],
            );
        }
        if day % 7 > 4 {
            continue;
        }
        let (begin, minutes) = (1020 + random.below(120), 30 + random.below(80));
        let answers = session(&mut random, if day % 2 == 0 { "run" } else { "bike" }, minutes as f64);
        add(Kind::Workout, at(begin), answers);
        let told = at(begin + minutes + 5 + random.below(200));
        if random.below(10) < 7 {
            let tingles = random.below(8) == 0;
            let mut answers = vec![("tingling", Value::Flag(tingles)), ("signs", Value::List(Vec::new()))];
            if tingles {
                answers.push(("sites", Value::List(vec!["foot:both".to_owned()])));
                answers.push(("severity", random.number(1, 5)));
                answers.push(("duration_min", random.number(1, 50)));
            }
            add(Kind::Symptom, told, answers);
        }
    }
    records
}

/// What a watch and a person tell of a session.
fn session(random: &mut Random, sport: &str, minutes: f64) -> Vec<(&'static str, Value)> {
    let mut answers = vec![
        ("sport", Value::Text(sport.to_owned())),
        ("duration_min", Value::Number(minutes)),
        ("distance_m", Value::Number(minutes * 180.0)),
        ("hr_avg_bpm", random.number(110, 165)),
        ("rpe_cr10", random.number(2, 9)),
        ("temp_c", random.number(0, 32)),
        ("humidity_pct", random.number(30, 90)),
        ("fluid_ml", random.number(0, 900)),
        ("warmup_min", random.number(0, 12)),
        ("tight_fit", Value::Flag(random.below(12) == 0)),
    ];
    if random.below(3) == 0 {
        answers.push(("mass_before_kg", Value::Number(70.0)));
        answers.push(("mass_after_kg", Value::Number(70.0 - random.below(20) as f64 / 10.0)));
    }
    answers
}
