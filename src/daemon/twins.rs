//! Which records of a person tell of one session, over what is stored.

use crate::person::{PersonId, Profile};
use crate::record::{Apart, History, Key, Kind, Record};
use crate::store::{Store, StoreError};
use crate::time::{Timestamp, add_minutes};

use super::Daemon;

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
    let history = History::with(Profile::default(), store.apart(person)?, records.iter().cloned());
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

impl Daemon {
    /// Has a record be a session of its own from now on, whatever others tell of the same; the records that it is kept
    /// apart from, none when it stood alone.
    pub fn keep_apart(
        &mut self,
        person: &PersonId,
        record: &Record,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        let others = others_of(&self.store, person, record)?;
        let mut apart = Apart::default();
        others.iter().for_each(|other| apart.keep(record.key, other.key));
        self.store.keep_apart(person, &apart, now)?;
        self.read_anew([person.clone()]);
        self.desk(now).tick()?;
        Ok(others)
    }

    /// Lets a record join others again; how many it was kept apart from.
    pub fn let_join(&mut self, person: &PersonId, key: Key, now: Timestamp) -> Result<usize, StoreError> {
        let pairs = self.store.let_join(person, key)?;
        self.read_anew([person.clone()]);
        self.desk(now).tick()?;
        Ok(pairs)
    }
}
