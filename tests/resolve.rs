//! Importing is harmless: the same records in any order, as often as one likes, are the same stored records.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use tingled::person::PersonId;
use tingled::record::{
    Body, Change, Edits, Intake, Key, Known, Origin, Outcome, Place, Record, Source, Stored, resolve,
};
use tingled::time::{Timestamp, WrittenTime};
use tingled::units::{Millilitres, Quantity};

/// What a store holds, and how much each import changed.
#[derive(Default)]
struct Shelf {
    records: BTreeMap<Key, Record>,
}

impl Shelf {
    fn known(&self) -> Known {
        let mut known = Known::new();
        for record in self.records.values() {
            known.insert(Stored { key: record.key, at: record.at, rank: record.rank() });
        }
        known
    }

    fn take(&mut self, records: Vec<Record>, edits: Edits) -> Vec<Outcome> {
        let changes = resolve(records, &mut self.known(), edits);
        let outcomes = changes.iter().map(|change| change.outcome).collect();
        changes.into_iter().for_each(|change| self.apply(change));
        outcomes
    }

    fn apply(&mut self, change: Change) {
        let Change { record, outcome, .. } = change;
        match outcome {
            Outcome::New => assert!(self.records.insert(record.key, record).is_none(), "a key given twice"),
            Outcome::Update { at } => {
                let old = self.records.insert(record.key, record).expect("an update of nothing");
                assert_eq!(old.at, at);
            }
            Outcome::Confirmed { at } => {
                let stored = self.records.get_mut(&record.key).expect("nothing to confirm");
                assert_eq!(stored.at, at);
                stored.origin.newest = record.origin.newest;
            }
            Outcome::Known | Outcome::TooMany => (),
        }
    }

    /// What is told, without the occurrences.
    fn told(&self) -> Vec<(Key, u64)> {
        let mut told: Vec<_> = self.records.values().map(|record| (record.key.base(), record.content())).collect();
        told.sort();
        told
    }
}

fn drink(minute: i64, ml: f64, id: Option<&str>, newest: Option<i64>) -> Record {
    let at = Timestamp::from_second(1_700_000_000 + 60 * minute).unwrap();
    let body = Body::Intake(Intake { volume_ml: Millilitres::new(ml), ..Intake::default() });
    let origin = Origin {
        source: Source::new("app"),
        native_id: id.map(str::to_owned),
        place: Place { of: Arc::from("drinks.csv"), line: 1 },
        time: WrittenTime::stated(at, at.to_string()),
        newest: newest.map(|second| Timestamp::from_second(second).unwrap()),
        parser: Arc::from("app/1"),
    };
    Record::new(PersonId::new("ana").unwrap(), body, origin)
}

fn outcomes(shelf: &mut Shelf, records: &[Record], edits: Edits) -> Vec<Outcome> {
    shelf.take(records.to_vec(), edits)
}

#[test]
fn a_file_read_twice_is_known_the_second_time() {
    let file = [drink(0, 200.0, None, Some(9)), drink(0, 200.0, None, Some(9)), drink(1, 300.0, None, Some(9))];
    let mut shelf = Shelf::default();
    assert_eq!(outcomes(&mut shelf, &file, Edits::Files), [Outcome::New; 3]);
    assert_eq!(outcomes(&mut shelf, &file, Edits::Files), [Outcome::Known; 3]);
    assert_eq!(shelf.records.len(), 3, "two equal drinks in one file are two drinks");
}

#[test]
fn a_row_corrected_in_the_app_replaces_the_older_one() {
    let (old, new) = (drink(0, 200.0, None, Some(1)), drink(0, 250.0, None, Some(2)));
    for order in [[&old, &new], [&new, &old]] {
        let mut shelf = Shelf::default();
        order.iter().for_each(|record| drop(shelf.take(vec![(*record).clone()], Edits::Files)));
        assert_eq!(shelf.told(), [(new.key, new.content())]);
    }
}

#[test]
fn a_message_without_an_id_never_edits_another() {
    let mut shelf = Shelf::default();
    assert_eq!(outcomes(&mut shelf, &[drink(0, 200.0, None, None)], Edits::Messages), [Outcome::New]);
    assert_eq!(outcomes(&mut shelf, &[drink(0, 250.0, None, None)], Edits::Messages), [Outcome::New]);
    assert_eq!(outcomes(&mut shelf, &[drink(0, 200.0, None, None)], Edits::Messages), [Outcome::Known]);
}

#[test]
fn equal_elements_of_one_batch_are_separate_and_its_redelivery_is_known() {
    let batch = [drink(0, 200.0, None, None), drink(0, 200.0, None, None)];
    let mut shelf = Shelf::default();
    assert_eq!(outcomes(&mut shelf, &batch, Edits::Messages), [Outcome::New; 2]);
    assert_eq!(outcomes(&mut shelf, &batch, Edits::Messages), [Outcome::Known; 2]);
}

#[test]
fn a_record_with_an_id_may_move_in_time() {
    let (old, new) = (drink(0, 200.0, Some("7"), Some(1)), drink(90, 200.0, Some("7"), Some(2)));
    let mut shelf = Shelf::default();
    shelf.take(vec![old.clone()], Edits::Messages);
    assert_eq!(outcomes(&mut shelf, std::slice::from_ref(&new), Edits::Messages), [Outcome::Update { at: old.at }]);
    assert_eq!(outcomes(&mut shelf, &[old], Edits::Messages), [Outcome::Known]);
    assert_eq!(shelf.records[&new.key].at, new.at);
}

#[test]
fn an_old_export_read_late_does_not_undo_a_newer_one() {
    let (first, edited) = (drink(0, 200.0, None, Some(1)), drink(0, 250.0, None, Some(2)));
    let back_again = drink(0, 200.0, None, Some(3));
    let mut shelf = Shelf::default();
    shelf.take(vec![first], Edits::Files);
    assert_eq!(
        outcomes(&mut shelf, std::slice::from_ref(&back_again), Edits::Files),
        [Outcome::Confirmed { at: back_again.at }]
    );
    assert_eq!(outcomes(&mut shelf, &[edited], Edits::Files), [Outcome::Known]);
    assert_eq!(shelf.told(), [(back_again.key, back_again.content())]);
}

#[test]
fn more_alike_records_than_there_are_numbers_are_not_taken_silently() {
    let base = drink(0, 1.0, None, None);
    let mut known = Known::new();
    known.insert(Stored { key: base.key.with_occurrence(u16::MAX), at: base.at, rank: base.rank() });
    let changes = resolve(vec![drink(0, 2.0, None, None)], &mut known, Edits::Messages);
    assert_eq!(changes[0].outcome, Outcome::TooMany);
}

/// One export: its newest time, and rows as (minute, volume).
type Export = (i64, Vec<(i64, u8)>);

fn exports(most: usize) -> impl Strategy<Value = Vec<Export>> {
    let rows = prop::collection::vec((0..3_i64, 1..5_u8), 0..6);
    prop::collection::vec(rows, 1..=most)
        .prop_map(|files| files.into_iter().zip(1..).map(|(rows, newest)| (newest, rows)).collect())
}

fn records((newest, rows): &Export, with_id: bool) -> Vec<Record> {
    let record = |(minute, ml): &(i64, u8)| {
        let id = with_id.then(|| minute.to_string());
        drink(*minute, f64::from(*ml), id.as_deref(), Some(*newest))
    };
    rows.iter().map(record).collect()
}

proptest! {
    #[test]
    fn rows_of_files_end_up_the_same_in_any_order(
        (files, shuffled) in exports(2).prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle())),
        with_id: bool, reverse_rows: bool,
    ) {
        let (mut straight, mut other) = (Shelf::default(), Shelf::default());
        for file in &files {
            straight.take(records(file, with_id), Edits::Files);
        }
        for file in &shuffled {
            let mut rows = records(file, with_id);
            if reverse_rows { rows.reverse(); }
            other.take(rows, Edits::Files);
        }
        prop_assert_eq!(straight.told(), other.told());
    }

    #[test]
    fn any_number_of_exports_with_one_record_at_a_time_end_up_the_same_in_any_order(
        (files, shuffled) in exports(5).prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle())),
    ) {
        let single = |file: &Export| {
            let mut rows = records(file, false);
            rows.sort_by_key(|record| record.at);
            rows.dedup_by_key(|record| record.at);
            rows
        };
        let (mut straight, mut other) = (Shelf::default(), Shelf::default());
        files.iter().for_each(|file| drop(straight.take(single(file), Edits::Files)));
        shuffled.iter().for_each(|file| drop(other.take(single(file), Edits::Files)));
        prop_assert_eq!(&straight.records, &other.records);
    }

    #[test]
    fn any_number_of_exports_with_ids_end_up_the_same_in_any_order(
        (files, shuffled) in exports(5).prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle())),
    ) {
        let (mut straight, mut other) = (Shelf::default(), Shelf::default());
        files.iter().for_each(|file| drop(straight.take(records(file, true), Edits::Files)));
        shuffled.iter().for_each(|file| drop(other.take(records(file, true), Edits::Files)));
        prop_assert_eq!(&straight.records, &other.records);
    }

    #[test]
    fn three_imports_are_one(files in exports(4), with_id: bool) {
        let mut shelf = Shelf::default();
        files.iter().for_each(|file| drop(shelf.take(records(file, with_id), Edits::Files)));
        let after_one = shelf.records.clone();
        for file in files.iter().chain(&files) {
            shelf.take(records(file, with_id), Edits::Files);
        }
        let contents = |records: &BTreeMap<Key, Record>| records.values().map(Record::content).collect::<Vec<_>>();
        prop_assert_eq!(contents(&after_one), contents(&shelf.records));
    }

    #[test]
    fn messages_end_up_the_same_however_often_and_in_whatever_order(
        (rows, shuffled) in prop::collection::vec((0..3_i64, 1..5_u8), 0..9)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let message = |shelf: &mut Shelf, row: &(i64, u8)| {
            drop(shelf.take(records(&(1, vec![*row]), false), Edits::Messages));
        };
        let (mut straight, mut other) = (Shelf::default(), Shelf::default());
        rows.iter().for_each(|row| message(&mut straight, row));
        shuffled.iter().chain(&rows).for_each(|row| message(&mut other, row));
        prop_assert_eq!(straight.told(), other.told());
    }

    #[test]
    fn a_file_split_between_its_times_is_the_same_file(file in exports(1), at in 0..3_i64) {
        let rows = records(&file[0], false);
        let (mut whole, mut split) = (Shelf::default(), Shelf::default());
        whole.take(rows.clone(), Edits::Files);
        let limit = drink(at, 1.0, None, None).at;
        let (early, late): (Vec<_>, Vec<_>) = rows.into_iter().partition(|record| record.at < limit);
        split.take(late, Edits::Files);
        split.take(early, Edits::Files);
        prop_assert_eq!(&whole.records, &split.records);
    }

    #[test]
    fn every_record_is_answered_in_its_place(files in exports(3)) {
        let mut shelf = Shelf::default();
        for file in &files {
            let rows = records(file, false);
            let changes = resolve(rows.clone(), &mut shelf.known(), Edits::Files);
            prop_assert_eq!(changes.len(), rows.len());
            for (change, row) in changes.iter().zip(&rows) {
                prop_assert_eq!(change.record.key.base(), row.key.base());
                prop_assert_eq!(&change.record.body, &row.body);
            }
            changes.into_iter().for_each(|change| shelf.apply(change));
        }
    }
}
