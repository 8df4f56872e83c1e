//! Which records of a person tell of one session, over what is stored.

use crate::person::{PersonId, Profile};
use crate::record::{History, Kind, Record};
use crate::store::{Store, StoreError};
use crate::time::{Timestamp, add_minutes};

/// Records of one session lie no further apart than this, in minutes: by clocks of other zones.
const APART_MIN: f64 = 15.0 * 60.0;

/// The sessions between two moments that several records tell of: of each its records, the one that stands for it first,
/// then by time.
pub fn sessions_told_twice(
    store: &Store,
    person: &PersonId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Vec<Record>>, StoreError> {
    let mut records: Vec<Record> = Vec::new();
    store.each(person, Kind::Workout, (from, to), &mut |record| {
        records.push(record);
        true
    })?;
    let history = History::of(Profile::default(), records.iter().cloned());
    let mut sessions: Vec<Vec<Record>> = Vec::new();
    for (place, keys) in history.told_twice() {
        let mut told: Vec<Record> = records.iter().filter(|record| keys.contains(&record.key)).cloned().collect();
        told.sort_by_key(|record| ((record.at, record.key) != place, record.at, record.key));
        sessions.push(told);
    }
    Ok(sessions)
}

/// The sessions that a source told of between two moments, and others, too, whenever those say that it began.
pub fn also_told(
    store: &Store,
    person: &PersonId,
    source: &str,
    (first, last): (Timestamp, Timestamp),
) -> Result<Vec<Vec<Record>>, StoreError> {
    let around = (add_minutes(first, -APART_MIN), add_minutes(last, APART_MIN));
    let is_meant = |record: &Record| &*record.origin.source.0 == source && (first..=last).contains(&record.at);
    let mut sessions = sessions_told_twice(store, person, around)?;
    sessions.retain(|session| session.iter().any(is_meant));
    Ok(sessions)
}

/// The other records of the session that this one tells of.
pub fn others_of(store: &Store, person: &PersonId, record: &Record) -> Result<Vec<Record>, StoreError> {
    let around = (add_minutes(record.at, -APART_MIN), add_minutes(record.at, APART_MIN));
    let is_other = |other: &Record| other.key != record.key;
    let holds = |told: &Vec<Record>| !told.iter().all(is_other);
    let sessions = sessions_told_twice(store, person, around)?;
    Ok(sessions.into_iter().filter(holds).flatten().filter(is_other).collect())
}
