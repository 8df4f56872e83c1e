//! Forgetting leaves no byte; a copy is whole.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use tingled::person::{PersonId, Profile};
use tingled::record::{Kind, Origin, Place, Record, Reject, Source, Value, Wrong};
use tingled::store::{FileMark, FileState, Refusal, Store, Turn, Which};
use tingled::study::trial::change::Change;
use tingled::study::trial::course::Trial;
use tingled::study::trial::stop::Ending;
use tingled::time::WrittenTime;
use tingled::wire::{Letter, Purpose};

use crate::made::{House, all, ana, body, drink, fresh, minute, origin, turn};

const SECRET: &str = "xylophone";

/// Everything that can hold a text, each with the secret in it.
fn telling(person: &PersonId) -> Turn {
    let place = Place { of: Arc::from(format!("{SECRET}.csv")), line: 1 };
    let record = |number: i64| {
        let time = WrittenTime::stated(minute(number), minute(number).to_string());
        let said = body(Kind::Tag, &[("name", Value::Text(format!("{SECRET} {number}")))]);
        Record::new(person.clone(), said, Origin { place: place.clone(), ..origin(time, Some(&number.to_string())) })
    };
    let reject =
        Reject { place: place.clone(), column: None, field: None, found: SECRET.into(), wrong: Wrong::Missing };
    let mark = FileMark {
        digest: "d".into(),
        person: person.clone(),
        name: format!("{SECRET}.csv"),
        size: 1,
        dialect: String::new(),
        rows: 1,
        new: 1,
        known: 0,
        rejected: 0,
        report: SECRET.into(),
        state: FileState::Done,
        at: minute(0),
    };
    let letter = Letter { topic: format!("{person}/out/event"), payload: SECRET.into(), purpose: Purpose::Event };
    Turn {
        records: fresh((0..500).map(record).collect()),
        rejects: vec![Refusal { person: Some(person.clone()), reject, said: SECRET.into() }],
        profiles: vec![(person.clone(), Profile { timezone: Some(SECRET.into()), ..Profile::default() })],
        letters: vec![letter],
        file: Some(mark),
        ..Turn::default()
    }
}

fn files_with_the_secret(house: &House) -> usize {
    let files = fs::read_dir(house.path().parent().unwrap()).unwrap();
    let has = |bytes: Vec<u8>| bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
    files.filter(|file| has(fs::read(file.as_ref().unwrap().path()).unwrap())).count()
}

#[test]
fn no_byte_of_a_forgotten_person_stays_and_others_stay_whole() {
    let house = House::new();
    let mut store = house.open();
    let ben = PersonId::new("ben").unwrap();
    let kept = drink(&ben, minute(0), 200.0);
    store.commit(&telling(&ana())).unwrap();
    store.commit(&turn(vec![kept.clone()])).unwrap();
    let trial = Trial {
        exposure: "temp".into(),
        change: Change::CoolerHour,
        seed: 7,
        sessions: 20,
        started_at: minute(0),
        ended: None,
    };
    for person in [ana(), ben.clone()] {
        assert!(store.begin_trial(&person, &trial).unwrap());
        assert!(!store.begin_trial(&person, &trial).unwrap(), "one at a time");
    }
    assert!(store.end_trial(&ben, minute(1), Ending::Stopped).unwrap());
    assert!(files_with_the_secret(&house) > 0);

    let clear = Letter { topic: "ana/out/alert/rf01".into(), payload: vec![], purpose: Purpose::Standing };
    let everything = Which::default();
    let going = store.would_forget(&ana(), &everything).unwrap();
    assert_eq!(going.records.values().sum::<u64>(), 500);
    store.forget(&ana(), &everything, &going, std::slice::from_ref(&clear), minute(1)).unwrap();
    assert_eq!(files_with_the_secret(&house), 0);
    assert_eq!(store.persons().unwrap(), std::slice::from_ref(&ben));
    assert_eq!(all(&store, &ben), [kept]);
    assert_eq!(store.last_trial(&ana()).unwrap(), None);
    let ended = Trial { ended: Some((minute(1), Ending::Stopped)), ..trial };
    assert_eq!(store.last_trial(&ben).unwrap(), Some(ended));
    let letters: Vec<Letter> = store.due(minute(1), 9).unwrap().into_iter().map(|(_, letter)| letter).collect();
    assert_eq!(letters, [clear]);
    store.commit(&telling(&ana())).unwrap();
    assert_eq!(all(&store, &ana()).len(), 500, "a forgotten person may come back");
}

#[test]
fn a_copy_is_whole_and_never_written_over_a_file() {
    let house = House::new();
    let mut store = house.open();
    store.commit(&turn(vec![drink(&ana(), minute(0), 200.0)])).unwrap();
    let copy = house.folder.path().join("copy").join("tingled.db");
    fs::create_dir(copy.parent().unwrap()).unwrap();
    store.backup(&copy).unwrap();
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(store.backup(&copy).is_err());
    let restored = Store::open(&copy).unwrap();
    restored.check().unwrap();
    assert_eq!(all(&restored, &ana()), all(&store, &ana()));
}

#[test]
fn some_days_or_one_source_go_and_the_rest_stays_whole() {
    let house = House::new();
    let mut store = house.open();
    store.commit(&telling(&ana())).unwrap();
    let kept = drink(&ana(), minute(10_000), 200.0);
    store.commit(&turn(vec![kept.clone()])).unwrap();
    let before = Which { to: Some(minute(200)), ..Which::default() };
    let going = store.would_forget(&ana(), &before).unwrap();
    assert_eq!(going.records.values().sum::<u64>(), 201);
    store.forget(&ana(), &before, &going, &[], minute(1)).unwrap();
    assert_eq!(all(&store, &ana()).len(), 300);
    assert!(store.rejects(Some(&ana()), 9).unwrap().is_empty(), "a reject may quote what is gone");
    assert!(store.file("d", &ana()).unwrap().is_none(), "the file held some of it");
    let nowhere = Which { source: Some(Source::new("nosuch")), ..Which::default() };
    assert!(store.would_forget(&ana(), &nowhere).unwrap().records.is_empty());
    let own = all(&store, &ana()).first().unwrap().origin.source.clone();
    let of_source = Which { source: Some(own), from: Some(minute(0)), to: Some(minute(1000)) };
    let going = store.would_forget(&ana(), &of_source).unwrap();
    store.forget(&ana(), &of_source, &going, &[], minute(1)).unwrap();
    assert_eq!(all(&store, &ana()), [kept]);
    assert_eq!(files_with_the_secret(&house), 1, "the profile is no record");
}

#[test]
fn a_copy_comes_back_and_what_was_there_before_is_gone() {
    let house = House::new();
    let mut store = house.open();
    store.commit(&turn(vec![drink(&ana(), minute(0), 200.0)])).unwrap();
    let copy = house.folder.path().join("copy.db");
    let held = store.backup(&copy).unwrap();
    assert_eq!((held.records.get(&Kind::Intake), held.persons), (Some(&1), 1));
    store.commit(&telling(&ana())).unwrap();
    assert!(files_with_the_secret(&house) > 0);
    store.restore(&copy).unwrap();
    assert_eq!(all(&store, &ana()), [drink(&ana(), minute(0), 200.0)]);
    assert_eq!(files_with_the_secret(&house), 0);
    assert!(store.due(minute(1), 9).unwrap().is_empty());
    store.commit(&telling(&ana())).unwrap();
    store.check().unwrap();
}

#[test]
fn a_copy_that_is_damaged_or_none_is_refused_and_nothing_changes() {
    let house = House::new();
    let mut store = house.open();
    store.commit(&telling(&ana())).unwrap();
    let copy = house.folder.path().join("copy.db");
    store.backup(&copy).unwrap();
    let whole = fs::read(&copy).unwrap();
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("flipped", {
            let mut bytes = whole.clone();
            let middle = bytes.len() / 2;
            bytes[middle..middle + 4096].iter_mut().for_each(|byte| *byte ^= 0x5a);
            bytes
        }),
        ("text", b"time,volume_ml\n".to_vec()),
    ] {
        fs::write(&copy, bytes).unwrap();
        assert!(Store::look_into(&copy).is_err(), "{name}");
    }
    assert!(store.restore(&copy).is_err());
    assert_eq!(all(&store, &ana()).len(), 500, "nothing of it was taken");
}
