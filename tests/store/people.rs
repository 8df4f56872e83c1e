//! Profiles, zones, rejects, files and figures.

use std::sync::Arc;

use tingled::person::{PersonId, Profile};
use tingled::record::words::{Condition, Sex, Ticked};
use tingled::record::{Kind, Place, Reject, Source, Wrong};
use tingled::store::{FileMark, FileState, Refusal, StoreError, Turn, ZoneUsed};
use tingled::units::{Kilograms, Quantity};

use crate::made::{House, ana, drink, minute, report, turn};

#[test]
fn a_profile_comes_back_and_not_answered_stays_not_answered() {
    let house = House::new();
    let mut store = house.open();
    assert_eq!(store.profile(&ana()).unwrap(), None);
    let profile = Profile {
        timezone: Some("Europe/Berlin".into()),
        sex: Some(Sex::Female),
        body_mass_kg: Kilograms::new(61.5),
        history: Some(Ticked::of(&[Condition::Diabetes])),
        history_no: Some(Ticked::default()),
        ..Profile::default()
    };
    store.commit(&Turn { profiles: vec![(ana(), profile.clone())], ..Turn::default() }).unwrap();
    assert_eq!(store.profile(&ana()).unwrap(), Some(profile));
    let less = Profile { sex: Some(Sex::Female), ..Profile::default() };
    store.commit(&Turn { profiles: vec![(ana(), less.clone())], ..Turn::default() }).unwrap();
    assert_eq!(store.profile(&ana()).unwrap(), Some(less), "the newer one is whole");
}

#[test]
fn everybody_with_a_record_or_a_profile_is_known() {
    let house = House::new();
    let mut store = house.open();
    let person = |name: &str| PersonId::new(name).unwrap();
    let records =
        vec![drink(&person("zoe"), minute(0), 1.0), report(&ana(), minute(0)), drink(&ana(), minute(1), 1.0)];
    store.commit(&Turn { profiles: vec![(person("ben"), Profile::default())], ..turn(records) }).unwrap();
    assert_eq!(store.persons().unwrap(), [ana(), person("ben"), person("zoe")]);
    let counts = store.counts().unwrap();
    assert_eq!(
        (counts.records[&Kind::Intake], counts.records[&Kind::Symptom], counts.records[&Kind::Tag]),
        (2, 1, 0)
    );
    assert!(counts.bytes > 0);
    let newest = store.newest_by_source(&ana()).unwrap();
    assert_eq!(newest.into_iter().collect::<Vec<_>>(), [(Source::new("app"), minute(1))]);
}

#[test]
fn another_zone_is_refused_until_the_old_times_are_moved() {
    let house = House::new();
    let mut store = house.open();
    let used = |zone: &str| Turn {
        zones: vec![ZoneUsed { person: ana(), source: Source::new("app"), zone: zone.into() }],
        ..Turn::default()
    };
    store.commit(&used("Europe/Berlin")).unwrap();
    store.commit(&used("Europe/Berlin")).unwrap();
    assert!(matches!(store.commit(&used("Asia/Tokyo")), Err(StoreError::Invariant { .. })));
    store.reopen().unwrap();
    store.rezone(&ana(), &Source::new("app"), &jiff::tz::TimeZone::get("Asia/Tokyo").unwrap()).unwrap();
    store.commit(&used("Asia/Tokyo")).unwrap();
}

fn refusal(number: u64) -> Refusal {
    Refusal {
        person: Some(ana()),
        reject: Reject {
            place: Place { of: Arc::from("drinks.csv"), line: number },
            column: Some(12),
            field: Some("volume_ml".into()),
            found: "-5".into(),
            wrong: Wrong::OutOfRange { unit: "ml", low: 0.0, high: 30_000.0 },
        },
        said: "0 to 30000 ml, not -5".into(),
    }
}

#[test]
fn rejects_are_kept_newest_first_and_not_for_ever() {
    let house = House::new();
    let mut store = house.open();
    let turn =
        |from: u64, to: u64| Turn { at: minute(3), rejects: (from..to).map(refusal).collect(), ..Turn::default() };
    store.commit(&turn(1, 3)).unwrap();
    let newest = &store.rejects(Some(&ana()), 1).unwrap()[0];
    assert_eq!((newest.at, newest.place.line, newest.code.as_str()), (minute(3), 2, "out_of_range"));
    assert_eq!((newest.column, newest.found.as_str()), (Some(12), "-5"));
    assert_eq!(store.rejects(Some(&PersonId::new("ben").unwrap()), 9).unwrap(), []);
    store.commit(&turn(3, 10_004)).unwrap();
    let kept = store.rejects(None, usize::MAX).unwrap();
    assert_eq!((kept.len(), kept[0].place.line, kept[9_999].place.line), (10_000, 10_003, 4));
}

#[test]
fn a_file_is_known_once_it_is_done() {
    let house = House::new();
    let mut store = house.open();
    let mark = |state: FileState| FileMark {
        digest: "ab12".into(),
        person: ana(),
        name: "drinks.csv".into(),
        size: 123,
        dialect: "own-intake/1".into(),
        rows: 3,
        new: 1,
        known: 1,
        rejected: 1,
        report: r#"{"rows":3}"#.into(),
        state,
        at: minute(1),
    };
    store.commit(&Turn { file: Some(mark(FileState::Reading)), ..Turn::default() }).unwrap();
    assert!(!store.file_known("ab12", &ana()).unwrap());
    store.commit(&Turn { file: Some(mark(FileState::Done)), ..Turn::default() }).unwrap();
    assert!(store.file_known("ab12", &ana()).unwrap());
    assert!(!store.file_known("ab12", &PersonId::new("ben").unwrap()).unwrap(), "the same bytes of another person");
    assert_eq!(store.imports(9).unwrap(), [(1, mark(FileState::Done))]);
    store.file_done(&FileMark { digest: "cd34".into(), at: minute(2), ..mark(FileState::Refused) }).unwrap();
    assert_eq!(store.imports(1).unwrap()[0].1.digest, "cd34");
}

#[test]
fn attempts_count_up_until_the_delivery_is_handled() {
    let house = House::new();
    let mut store = house.open();
    let digests = ["d1".to_owned(), "d2".to_owned()];
    assert_eq!(store.attempts("d1").unwrap(), 0);
    store.raise_attempts(&digests, minute(0)).unwrap();
    store.raise_attempts(&digests[..1], minute(1)).unwrap();
    assert_eq!((store.attempts("d1").unwrap(), store.attempts("d2").unwrap()), (2, 1));
    store.commit(&Turn { handled: vec!["d1".into()], ..Turn::default() }).unwrap();
    store.clear_attempts(&digests[1..]).unwrap();
    assert_eq!((store.attempts("d1").unwrap(), store.attempts("d2").unwrap()), (0, 0));
}
