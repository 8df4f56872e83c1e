//! Which records a person said are not of one session.

use rusqlite::{Connection, params};

use super::error::{StoreError, Trouble};
use super::open::Store;
use crate::person::PersonId;
use crate::record::{Apart, Key, Kind};
use crate::time::Timestamp;

impl Store {
    /// The records that a person keeps apart.
    pub fn apart(&self, person: &PersonId) -> Result<Apart, StoreError> {
        self.read("read what is kept apart", |db| {
            let mut find = db.prepare_cached("SELECT one, other FROM apart WHERE person = ?1")?;
            let mut rows = find.query([person.as_str()])?;
            let mut apart = Apart::default();
            while let Some(row) = rows.next()? {
                let key = |column| row.get_ref(column).map(|text| text.as_str().ok().and_then(Key::parse));
                let (one, other) = (key(0)?, key(1)?);
                let (one, other) = one.zip(other).ok_or_else(|| Trouble::Damaged("a key that is none".into()))?;
                apart.keep(one, other);
            }
            Ok(apart)
        })
    }

    /// Keeps these pairs of records of a person apart from now on.
    pub fn keep_apart(&mut self, person: &PersonId, apart: &Apart, now: Timestamp) -> Result<(), StoreError> {
        self.write("keep records apart", |db| {
            let mut insert = db.prepare_cached(
                "INSERT OR IGNORE INTO apart (person, one, other, since_ms) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (one, other) in apart.pairs() {
                // In the order of the texts, which is that of the table.
                let (one, other) = (one.to_string(), other.to_string());
                let (one, other) = if one < other { (one, other) } else { (other, one) };
                insert.execute(params![person.as_str(), one, other, now.as_millisecond()])?;
            }
            Ok(())
        })
    }

    /// Keeps a record of a person apart from no other any more; how many pairs that were.
    pub fn let_join(&mut self, person: &PersonId, key: Key) -> Result<usize, StoreError> {
        self.write("let records join", |db| {
            let mut delete = db.prepare_cached("DELETE FROM apart WHERE person = ?1 AND (one = ?2 OR other = ?2)")?;
            Ok(delete.execute(params![person.as_str(), key.to_string()])?)
        })
    }
}

/// Drops the pairs of which a record is gone.
pub(super) fn forget_gone(db: &Connection, person: &PersonId) -> Result<(), Trouble> {
    let workouts = Kind::Workout.name();
    db.execute(
        &format!(
            "DELETE FROM apart WHERE person = ?1
                 AND (one NOT IN (SELECT key FROM {workouts} WHERE person = ?1)
                   OR other NOT IN (SELECT key FROM {workouts} WHERE person = ?1))"
        ),
        [person.as_str()],
    )?;
    Ok(())
}
