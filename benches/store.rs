//! Rows per second into the database: two million drinks of a thousand people, then the same file again.
//!
//! `cargo bench --bench store [-- RECORDS [FOLDER]]`. Machines are noisy: compare runs taken in turns.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement may panic, reads the clock and prints"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tingled::person::PersonId;
use tingled::record::{Body, Edits, Intake, Origin, Place, Record, Source, resolve};
use tingled::store::{Store, Turn};
use tingled::time::{Timestamp, WrittenTime};
use tingled::units::{Millilitres, Quantity};

const PEOPLE: u64 = 1_000;
const BATCH: u64 = 4_096;

fn main() {
    // Cargo adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let records: u64 = arguments.next().map_or(2_000_000, |number| number.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = arguments.next().map_or(folder.path().to_owned(), PathBuf::from).join("bench.db");
    let mut store = Store::open(&path).unwrap();
    for round in ["new", "known"] {
        run(&mut store, records, round);
    }
    println!("{:>8} MB on the disk", store.counts().unwrap().bytes / 1_000_000);
}

/// Imports everything once, and prints what it took without making the records.
fn run(store: &mut Store, records: u64, round: &str) {
    let (place, parser) = (Arc::from("hydration.csv"), Arc::from("own-intake/1"));
    let mut spent = [Duration::ZERO; 3];
    let each = records.div_ceil(PEOPLE);
    let mut number = 0;
    while number < records {
        let batch: Vec<Record> =
            (number..records.min(number + BATCH)).map(|number| drink(number, each, &place, &parser)).collect();
        number += BATCH;
        let begun = Instant::now();
        let mut known = store.lookup(&batch).unwrap();
        let looked_up = Instant::now();
        let records = resolve(batch, &mut known, Edits::Files);
        let resolved = Instant::now();
        store.commit(&Turn { records, ..Turn::default() }).unwrap();
        spent[0] += looked_up - begun;
        spent[1] += resolved - looked_up;
        spent[2] += resolved.elapsed();
    }
    let [look_up, decide, commit] = spent.map(|time| time.as_secs_f64() * 1e6 / records as f64);
    let rate = 1e6 / (look_up + decide + commit);
    println!(
        "{round:>8}: look up {look_up:.2} + resolve {decide:.2} + commit {commit:.2} µs a row, {rate:.0} rows/s"
    );
}

fn drink(number: u64, each: u64, place: &Arc<str>, parser: &Arc<str>) -> Record {
    let (person, turn) = (number / each, number % each);
    let at = Timestamp::from_second(i64::try_from(1_700_000_000 + turn * 14_400 + person).unwrap()).unwrap();
    let body = Body::Intake(Intake {
        volume_ml: Millilitres::new(150.0 + (number % 7) as f64 * 50.0),
        what: Some("water".to_owned()),
        ..Intake::default()
    });
    let origin = Origin {
        source: Source::new(Source::OWN),
        native_id: None,
        place: Place { of: Arc::clone(place), line: number + 2 },
        time: WrittenTime::stated(at, at.to_string()),
        newest: None,
        parser: Arc::clone(parser),
    };
    Record::new(PersonId::new(&format!("p{person}")).unwrap(), body, origin)
}
