//! Things made for the tests of the database.

use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;
use tempfile::TempDir;
use tingled::person::PersonId;
use tingled::record::{Body, Change, Edits, Kind, Known, Origin, Place, Record, Shape, Source, Value, resolve};
use tingled::store::{Store, Turn};
use tingled::time::{Timestamp, WrittenTime};

/// A folder with a database in it; the folder goes with the value.
pub(crate) struct House {
    pub(crate) folder: TempDir,
}

impl House {
    pub(crate) fn new() -> House {
        House { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("data").join("tingled.db")
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.path()).unwrap()
    }
}

pub(crate) fn ana() -> PersonId {
    PersonId::new("ana").unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Minutes after a fixed morning.
pub(crate) fn minute(number: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + 60 * number).unwrap()
}

pub(crate) fn origin(time: WrittenTime, native_id: Option<&str>) -> Origin {
    Origin {
        source: Source::new("app"),
        native_id: native_id.map(str::to_owned),
        place: Place { of: Arc::from("export.csv"), line: 7 },
        time,
        newest: None,
        parser: Arc::from("app/1"),
    }
}

pub(crate) fn body(kind: Kind, fields: &[(&str, Value)]) -> Body {
    let mut body = Body::empty(kind);
    for (name, value) in fields {
        body.set(name, value.clone()).unwrap_or_else(|| panic!("no field {name}")).unwrap();
    }
    body
}

pub(crate) fn drink(person: &PersonId, at: Timestamp, ml: f64) -> Record {
    let time = WrittenTime::stated(at, at.to_string());
    Record::new(person.clone(), body(Kind::Intake, &[("volume_ml", Value::Number(ml))]), origin(time, None))
}

pub(crate) fn report(person: &PersonId, at: Timestamp) -> Record {
    let time = WrittenTime::stated(at, at.to_string());
    let signs = Value::List(vec!["swelling".into(), "wobbly; or so".into()]);
    let fields = [("tingling", Value::Flag(true)), ("signs", signs), ("quality", Value::List(vec![]))];
    Record::new(person.clone(), body(Kind::Symptom, &fields), origin(time, None))
}

/// A turn that takes records that nobody knows yet.
pub(crate) fn turn(records: Vec<Record>) -> Turn {
    Turn { at: minute(0), records: fresh(records), ..Turn::default() }
}

pub(crate) fn fresh(records: Vec<Record>) -> Vec<Change> {
    resolve(records, &mut Known::new(), Edits::Messages)
}

/// Looks up, resolves, and commits.
pub(crate) fn import(store: &mut Store, records: Vec<Record>, edits: Edits) -> Vec<Change> {
    let mut known = store.lookup(&records).unwrap();
    let records = resolve(records, &mut known, edits);
    store.commit(&Turn { at: minute(0), records: records.clone(), ..Turn::default() }).unwrap();
    records
}

/// All of a person's records, by key.
pub(crate) fn all(store: &Store, person: &PersonId) -> Vec<Record> {
    let mut records = store.history(person).unwrap();
    records.sort_by_key(|record| record.key);
    records
}

fn any_value(shape: Shape) -> BoxedStrategy<Value> {
    let text = "[a-z ;:\\\\äß\"']{0,12}";
    match shape {
        Shape::Number { low, high, .. } => {
            prop_oneof![low..=high, Just(low), Just(high)].prop_map(Value::Number).boxed()
        }
        Shape::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Shape::Text { .. } => text.prop_map(Value::Text).boxed(),
        Shape::Word(words) => prop::sample::select(words).prop_map(|word| Value::Text(word.to_owned())).boxed(),
        Shape::Words(words) | Shape::Sites(words) => {
            let word = prop_oneof![prop::sample::select(words).prop_map(str::to_owned), text];
            prop::collection::vec(word, 0..4).prop_map(Value::List).boxed()
        }
    }
}

/// A body of any kind with any of its fields answered.
pub(crate) fn any_body() -> impl Strategy<Value = Body> {
    prop::sample::select(Kind::ALL).prop_flat_map(|kind| {
        let empty = Body::empty(kind);
        let fields: Vec<_> = Body::field_names(kind)
            .into_iter()
            .map(|name| prop::option::of(any_value(empty.shape(name).unwrap())).prop_map(move |value| (name, value)))
            .collect();
        fields.prop_map(move |answers| {
            let mut body = Body::empty(kind);
            for (name, value) in answers {
                if let Some(value) = value {
                    body.set(name, value).unwrap().unwrap();
                }
            }
            body
        })
    })
}
