//! Records go in and come back, and are found again.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use tingled::person::PersonId;
use tingled::record::{Edits, Key, Kind, Known, Origin, Outcome, Record, Source, Stored, Value};
use tingled::store::Turn;
use tingled::time::{Timestamp, WrittenTime};

use crate::made::{House, all, ana, any_body, at, body, drink, fresh, import, minute, origin, report, turn};

fn any_record() -> impl Strategy<Value = Record> {
    let written = (0..90_000_i64, any::<bool>()).prop_map(|(second, local)| {
        let at = Timestamp::from_second(1_790_000_000 + second).unwrap();
        if local {
            let zone = TimeZone::get("Europe/Berlin").unwrap();
            let wall = at.to_zoned(TimeZone::UTC).datetime();
            WrittenTime::local(wall, &zone, wall.to_string()).unwrap()
        } else {
            WrittenTime::stated(at, format!("{at} as written"))
        }
    });
    (any_body(), written, prop::option::of("[a-z0-9]{1,6}"), prop::option::of(0..9_i64)).prop_map(
        |(body, time, id, newest)| {
            let newest = newest.map(minute);
            Record::new(ana(), body, Origin { newest, ..origin(time, id.as_deref()) })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_goes_in_comes_back_whole(records in prop::collection::vec(any_record(), 1..12)) {
        let house = House::new();
        let mut store = house.open();
        let changes = fresh(records);
        store.commit(&Turn { records: changes.clone(), ..Turn::default() }).unwrap();
        let mut wanted: Vec<Record> = changes
            .into_iter()
            .filter(|change| change.outcome == Outcome::New)
            .map(|change| change.record)
            .collect();
        wanted.sort_by_key(|record| record.key);
        prop_assert_eq!(&all(&store, &ana()), &wanted);
        for record in &wanted {
            let found = store.record(&ana(), record.key).unwrap().unwrap();
            prop_assert_eq!(found.rank(), record.rank());
            prop_assert_eq!(&found, record);
        }
        drop(store);
        prop_assert_eq!(&all(&house.open(), &ana()), &wanted, "after opening again");
    }
}

/// What a lookup must find, the slow way.
fn naive(stored: &[Record], asked: &[Record]) -> Vec<Key> {
    let same = |stored: &Record| {
        asked.iter().any(|asked| asked.key.base() == stored.key.base() && asked.person == stored.person)
    };
    let mut found: Vec<Key> = stored.iter().filter(|record| same(record)).map(|record| record.key).collect();
    found.sort();
    found
}

fn found(known: &Known, asked: &[Record]) -> Vec<Key> {
    let mut keys: Vec<Key> = asked.iter().flat_map(|record| known.of(record.key).map(|stored| stored.key)).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn numbered(rows: Vec<(i64, u8, bool, bool)>) -> Vec<Record> {
    let record = |(number, ml, with_id, other): (i64, u8, bool, bool)| {
        let person = if other { PersonId::new("ben").unwrap() } else { ana() };
        let Record { body, origin, .. } = drink(&person, minute(number), f64::from(ml));
        let native_id = with_id.then(|| number.to_string());
        Record::new(person, body, Origin { native_id, ..origin })
    };
    rows.into_iter().map(record).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_lookup_finds_what_reading_everything_finds(
        stored in prop::collection::vec((0..60_i64, 1..4_u8, any::<bool>(), any::<bool>()), 0..80),
        asked in prop::collection::vec((0..60_i64, 1..4_u8, any::<bool>(), any::<bool>()), 0..40),
    ) {
        let house = House::new();
        let mut store = house.open();
        import(&mut store, numbered(stored), Edits::Messages);
        let asked = numbered(asked);
        let known = store.lookup(&asked).unwrap();
        let everything: Vec<Record> =
            store.persons().unwrap().iter().flat_map(|person| store.history(person).unwrap()).collect();
        prop_assert_eq!(found(&known, &asked), naive(&everything, &asked));
        prop_assert_eq!(known.len(), naive(&everything, &asked).len(), "and nothing else");
        for record in &everything {
            let stored = known.of(record.key).find(|stored| stored.key == record.key).copied();
            let wanted = Stored { key: record.key, at: record.at, rank: record.rank() };
            prop_assert!(stored.is_none_or(|stored| stored == wanted));
        }
    }

    #[test]
    fn three_imports_are_one(rows in prop::collection::vec((0..20_i64, 1..4_u8, any::<bool>(), any::<bool>()), 0..60)) {
        let house = House::new();
        let mut store = house.open();
        import(&mut store, numbered(rows.clone()), Edits::Files);
        let (first, counts) = (all(&store, &ana()), store.counts().unwrap().records);
        for _ in 0..2 {
            let again = import(&mut store, numbered(rows.clone()), Edits::Files);
            prop_assert!(again.iter().all(|change| change.outcome == Outcome::Known));
        }
        prop_assert_eq!(all(&store, &ana()), first);
        prop_assert_eq!(store.counts().unwrap().records, counts);
    }
}

#[test]
fn a_dense_batch_among_many_others_is_found_one_by_one() {
    let house = House::new();
    let mut store = house.open();
    import(&mut store, (0..2_000).map(|number| drink(&ana(), minute(number), 200.0)).collect(), Edits::Files);
    let sparse: Vec<Record> = (0..2_000).step_by(100).map(|number| drink(&ana(), minute(number), 200.0)).collect();
    assert_eq!(store.lookup(&sparse).unwrap().len(), 20);
    let dense: Vec<Record> = (500..900).map(|number| drink(&ana(), minute(number), 200.0)).collect();
    assert_eq!(store.lookup(&dense).unwrap().len(), 400);
}

#[test]
fn more_than_nine_alike_records_are_all_found() {
    let house = House::new();
    let mut store = house.open();
    let alike: Vec<Record> = (1..=120).map(|ml| drink(&ana(), minute(0), f64::from(ml))).collect();
    import(&mut store, alike.clone(), Edits::Messages);
    assert_eq!(store.lookup(&alike[..1]).unwrap().len(), 120);
    assert_eq!(store.lookup(&alike).unwrap().len(), 120);
}

#[test]
fn a_record_with_an_id_moves_in_time_and_stays_one() {
    let house = House::new();
    let mut store = house.open();
    let version = |start: i64, newest: i64| {
        let time = WrittenTime::stated(minute(start), minute(start).to_string());
        let run = body(Kind::Workout, &[("duration_min", Value::Number(45.0))]);
        Record::new(ana(), run, Origin { newest: Some(minute(newest)), ..origin(time, Some("9001")) })
    };
    import(&mut store, vec![version(0, 1)], Edits::Files);
    let moved = import(&mut store, vec![version(90, 2)], Edits::Files);
    assert_eq!(moved[0].outcome, Outcome::Update { at: minute(0) });
    assert_eq!(all(&store, &ana()), [version(90, 2)]);
    import(&mut store, vec![version(0, 1)], Edits::Files);
    assert_eq!(all(&store, &ana()), [version(90, 2)], "the older file came later");
}

#[test]
fn a_newer_file_that_says_the_same_makes_the_record_as_new_as_itself() {
    let house = House::new();
    let mut store = house.open();
    let from_file = |newest: i64| {
        let record = drink(&ana(), minute(0), 200.0);
        Record { origin: Origin { newest: Some(minute(newest)), ..record.origin }, ..record }
    };
    import(&mut store, vec![from_file(1)], Edits::Files);
    assert_eq!(import(&mut store, vec![from_file(3)], Edits::Files)[0].outcome, Outcome::Confirmed { at: minute(0) });
    assert_eq!(all(&store, &ana())[0].origin.newest, Some(minute(3)));
}

#[test]
fn a_corrected_zone_moves_local_times_and_nothing_else() {
    let house = House::new();
    let mut store = house.open();
    let (berlin, tokyo) = (TimeZone::get("Europe/Berlin").unwrap(), TimeZone::get("Asia/Tokyo").unwrap());
    let local = |wall: &str, zone: &TimeZone, source: &str| {
        let time = WrittenTime::local(wall.parse().unwrap(), zone, wall).unwrap();
        let source = Source::new(source);
        Record::new(
            ana(),
            body(Kind::Intake, &[("volume_ml", Value::Number(1.0))]),
            Origin { source, ..origin(time, None) },
        )
    };
    let walls = ["2026-03-29T02:30:00", "2026-07-01T12:00:00", "2026-10-25T02:30:00"];
    let mut before: Vec<Record> = walls.iter().map(|wall| local(wall, &berlin, "app")).collect();
    let others = [local(walls[1], &berlin, "other"), drink(&ana(), minute(0), 5.0)];
    before.extend(others.clone());
    import(&mut store, before, Edits::Files);

    assert_eq!(store.rezone(&ana(), &Source::new("app"), &tokyo).unwrap(), 3);
    let mut wanted: Vec<Record> = walls.iter().map(|wall| local(wall, &tokyo, "app")).chain(others).collect();
    wanted.sort_by_key(|record| record.key);
    assert_eq!(all(&store, &ana()), wanted);
    assert_eq!(store.zone(&ana(), &Source::new("app")).unwrap().as_deref(), Some("Asia/Tokyo"));
    let again = walls.iter().map(|wall| local(wall, &tokyo, "app")).collect();
    let outcomes = import(&mut store, again, Edits::Files);
    assert!(outcomes.iter().all(|change| change.outcome == Outcome::Known), "keys stay, so nothing is doubled");
    assert_eq!(store.rezone(&ana(), &Source::new("app"), &tokyo).unwrap(), 0, "done once is done");
}

#[test]
fn the_window_holds_recent_records_and_older_reports() {
    let house = House::new();
    let mut store = house.open();
    let old_report = report(&ana(), at("2025-01-01T08:00:00Z"));
    let report = report(&ana(), at("2026-05-01T08:00:00Z"));
    let (old, new) = (drink(&ana(), at("2026-05-01T08:00:00Z"), 1.0), drink(&ana(), at("2026-06-01T08:00:00Z"), 2.0));
    store.commit(&turn(vec![new.clone(), old, report.clone(), old_report.clone()])).unwrap();
    let window = store.window(&ana(), at("2026-06-01T08:00:00Z"), at("2026-01-01T00:00:00Z")).unwrap();
    assert_eq!(window, [new, report.clone()]);
    assert_eq!(store.first_report(&ana()).unwrap(), Some(old_report.at));
    assert_eq!(store.first_report(&PersonId::new("ben").unwrap()).unwrap(), None);
    let between = |from: Timestamp, until: Timestamp| store.reports_between(&ana(), from, until).unwrap();
    assert!(between(report.at, minute(99_999_999)));
    assert!(!between(at("2025-01-02T00:00:00Z"), report.at), "the end is not within");
}

#[test]
fn a_key_stored_twice_is_refused_and_nothing_of_the_turn_stays() {
    let house = House::new();
    let mut store = house.open();
    let first = drink(&ana(), minute(0), 200.0);
    store.commit(&turn(vec![first.clone()])).unwrap();
    let refused = store.commit(&turn(vec![drink(&ana(), minute(1), 300.0), first.clone()]));
    assert!(matches!(refused, Err(tingled::store::StoreError::Invariant { .. })), "{refused:?}");
    assert!(!store.is_open());
    assert!(matches!(store.counts(), Err(tingled::store::StoreError::Closed { .. })));
    store.reopen().unwrap();
    assert_eq!(all(&store, &ana()), [first]);
}
