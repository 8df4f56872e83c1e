//! The figures of `status`.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::columns::{count, instant};
use super::error::{StoreError, Trouble};
use super::open::{Store, file_bytes};
use crate::person::PersonId;
use crate::record::{Kind, Source};
use crate::time::Timestamp;

/// How much the database holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records of each kind.
    pub records: BTreeMap<Kind, u64>,
    /// Rejects that are kept.
    pub rejects: u64,
    /// Letters that the broker has not taken.
    pub outbox: u64,
    /// Alerts that are not over.
    pub standing: u64,
    /// Bytes of the database and of its log.
    pub bytes: u64,
}

impl Store {
    /// Counts what the database holds; reads through its smallest index, not for every event.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.read("count what is stored", |db| {
            let mut records = BTreeMap::new();
            for kind in Kind::ALL {
                records.insert(*kind, rows(db, kind.name())?);
            }
            let mut log = self.path.clone().into_os_string();
            log.push("-wal");
            Ok(Counts {
                records,
                rejects: rows(db, "reject")?,
                outbox: rows(db, "outbox WHERE delivered_ms IS NULL")?,
                standing: rows(db, "alert WHERE state <> 'ended'")?,
                bytes: file_bytes(&self.path).saturating_add(file_bytes(log.as_ref())),
            })
        })
    }

    /// How many records of a kind a person has, and the time of the newest.
    pub fn newest_of(&self, person: &PersonId, kind: Kind) -> Result<(u64, Option<Timestamp>), StoreError> {
        self.read("count a person's records", |db| {
            let select = format!("SELECT count(*), max(at_ms) FROM {} WHERE person = ?1", kind.name());
            let mut find = db.prepare_cached(&select)?;
            let (count, newest): (i64, _) =
                find.query_row([person.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok((u64::try_from(count).unwrap_or(0), super::columns::maybe_instant(newest)?))
        })
    }

    /// The time of a person's newest record of each source.
    pub fn newest_by_source(&self, person: &PersonId) -> Result<BTreeMap<Source, Timestamp>, StoreError> {
        self.read("find the newest records", |db| {
            let mut newest: BTreeMap<Source, Timestamp> = BTreeMap::new();
            for kind in Kind::ALL {
                let mut last = db.prepare_cached(&format!(
                    "SELECT origin.source, max(record.at_ms) FROM {} record JOIN origin ON origin.id = record.origin
                     WHERE record.person = ?1 GROUP BY origin.source",
                    kind.name()
                ))?;
                let mut found = last.query([person.as_str()])?;
                while let Some(row) = found.next()? {
                    let (source, at) =
                        (Source::new(row.get_ref(0)?.as_str().unwrap_or_default()), instant(row.get(1)?)?);
                    newest.entry(source).and_modify(|known| *known = at.max(*known)).or_insert(at);
                }
            }
            Ok(newest)
        })
    }
}

fn rows(db: &Connection, of: &str) -> Result<u64, Trouble> {
    count(db.prepare_cached(&format!("SELECT count(*) FROM {of}"))?.query_row([], |row| row.get(0))?)
}
