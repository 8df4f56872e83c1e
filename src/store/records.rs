//! Records out of the database, whole, with their origin.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{count, instant, maybe_instant, names, read};
use super::error::{StoreError, Trouble};
use super::open::{OriginName, Store};
use crate::person::PersonId;
use crate::record::{Body, Intake, Key, Kind, Measure, Origin, Place, Record, Source, Symptom, Tag, Workout};
use crate::time::{Clock, Timestamp, WrittenTime};

/// The columns of every record that are read, before those of its kind.
const COMMON: &str = "key, at_ms, time_text, wall, clock, native_id, origin, line, newest_ms, arrived_ms";
const COMMON_COLUMNS: usize = 10;

impl Store {
    /// A person's records since `since`, the reports since `reports_since`, kind by kind in order of time.
    pub fn window(
        &self,
        person: &PersonId,
        since: Timestamp,
        reports_since: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        self.window_with_drinks(person, since, reports_since, since)
    }

    /// Like [`Store::window`], but of the drinks, which are most of what people log, only those since
    /// `drinks_since`.
    pub fn window_with_drinks(
        &self,
        person: &PersonId,
        since: Timestamp,
        reports_since: Timestamp,
        drinks_since: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        self.read("read the recent records", |db| {
            let mut reader = Reader::new(db, person);
            let mut records = Vec::new();
            for kind in Kind::ALL {
                let from = match kind {
                    Kind::Symptom => reports_since,
                    Kind::Intake => drinks_since,
                    Kind::Workout | Kind::Measure | Kind::Tag => since,
                };
                reader.between(*kind, from, Timestamp::MAX, &mut records)?;
            }
            Ok(records)
        })
    }

    /// A person's drinks from `from` to `to`, both included, in order of time.
    pub fn drinks(&self, person: &PersonId, from: Timestamp, to: Timestamp) -> Result<Vec<Record>, StoreError> {
        self.read("read drinks", |db| {
            let mut records = Vec::new();
            Reader::new(db, person).between(Kind::Intake, from, to, &mut records)?;
            Ok(records)
        })
    }

    /// All of a person's records, kind by kind in order of time.
    pub fn history(&self, person: &PersonId) -> Result<Vec<Record>, StoreError> {
        self.window(person, Timestamp::MIN, Timestamp::MIN)
    }

    /// Hands out a person's records of one kind from `from` to `to`, both included, in order of time, without holding
    /// more than one; it ends early when `each` says `false`.
    pub fn each(
        &self,
        person: &PersonId,
        kind: Kind,
        (from, to): (Timestamp, Timestamp),
        each: &mut dyn FnMut(Record) -> bool,
    ) -> Result<(), StoreError> {
        self.read("read records", |db| Reader::new(db, person).each(kind, from, to, each))
    }

    /// All of a person's records, each with the moment at which its stored version came in, where that was kept.
    pub fn arrivals(&self, person: &PersonId) -> Result<Vec<(Option<Timestamp>, Record)>, StoreError> {
        self.read("read all records", |db| {
            let mut reader = Reader::new(db, person);
            let mut arrivals = Vec::new();
            for kind in Kind::ALL {
                let mut statement = db.prepare_cached(&select(*kind, "person = ?1 ORDER BY at_ms, key"))?;
                let mut rows = statement.query([person.as_str()])?;
                while let Some(row) = rows.next()? {
                    let arrived = maybe_instant(row.get(COMMON_COLUMNS.saturating_sub(1))?)?;
                    arrivals.push((arrived, reader.record(*kind, row)?));
                }
            }
            Ok(arrivals)
        })
    }

    /// When the person's first report of all was.
    pub fn first_report(&self, person: &PersonId) -> Result<Option<Timestamp>, StoreError> {
        self.read("read the first report", |db| {
            let mut first = db.prepare_cached("SELECT min(at_ms) FROM symptom WHERE person = ?1")?;
            maybe_instant(first.query_row([person.as_str()], |row| row.get(0))?)
        })
    }

    /// Whether the person has a report from `from` on and before `until`.
    pub fn reports_between(&self, person: &PersonId, from: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        self.read("look for reports", |db| {
            let mut any = db.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM symptom WHERE person = ?1 AND at_ms >= ?2 AND at_ms < ?3)",
            )?;
            Ok(any.query_row(params![person.as_str(), from.as_millisecond(), until.as_millisecond()], |row| {
                row.get(0)
            })?)
        })
    }

    /// The record of that key. Reads through the person's records; for `explain`, not for bulk.
    pub fn record(&self, person: &PersonId, key: Key) -> Result<Option<Record>, StoreError> {
        self.read("read a record", |db| {
            let mut reader = Reader::new(db, person);
            for kind in Kind::ALL {
                if let Some(record) = reader.of_key(*kind, key)? {
                    return Ok(Some(record));
                }
            }
            Ok(None)
        })
    }
}

/// Reads one person's records.
struct Reader<'db> {
    db: &'db Connection,
    person: &'db PersonId,
    origins: BTreeMap<i64, OriginName>,
}

impl<'db> Reader<'db> {
    fn new(db: &'db Connection, person: &'db PersonId) -> Reader<'db> {
        Reader { db, person, origins: BTreeMap::new() }
    }

    fn between(
        &mut self,
        kind: Kind,
        from: Timestamp,
        to: Timestamp,
        records: &mut Vec<Record>,
    ) -> Result<(), Trouble> {
        self.each(kind, from, to, &mut |record| {
            records.push(record);
            true
        })
    }

    fn each(
        &mut self,
        kind: Kind,
        from: Timestamp,
        to: Timestamp,
        each: &mut dyn FnMut(Record) -> bool,
    ) -> Result<(), Trouble> {
        let select = select(kind, "person = ?1 AND at_ms BETWEEN ?2 AND ?3 ORDER BY at_ms, key");
        let mut statement = self.db.prepare_cached(&select)?;
        let range = params![self.person.as_str(), from.as_millisecond(), to.as_millisecond()];
        let mut rows = statement.query(range)?;
        while let Some(row) = rows.next()? {
            if !each(self.record(kind, row)?) {
                break;
            }
        }
        Ok(())
    }

    fn of_key(&mut self, kind: Kind, key: Key) -> Result<Option<Record>, Trouble> {
        let mut statement = self.db.prepare_cached(&select(kind, "person = ?1 AND key = ?2"))?;
        let mut rows = statement.query(params![self.person.as_str(), key.to_string()])?;
        rows.next()?.map(|row| self.record(kind, row)).transpose()
    }

    fn record(&mut self, kind: Kind, row: &Row<'_>) -> Result<Record, Trouble> {
        let damaged = |what: &str| Trouble::Damaged(format!("a {} with a {what} that is none", kind.name()));
        let key = Key::parse(row.get_ref(0)?.as_str().map_err(|_| damaged("key"))?).ok_or_else(|| damaged("key"))?;
        let at = instant(row.get(1)?)?;
        let wall: Option<String> = row.get(3)?;
        let wall = wall.map(|wall| wall.parse()).transpose().map_err(|_| damaged("wall clock"))?;
        let clock = row.get_ref(4)?.as_str().ok().and_then(Clock::from_name).ok_or_else(|| damaged("clock"))?;
        let (source, of, parser) = self.origin(row.get(6)?)?;
        let origin = Origin {
            source,
            native_id: row.get(5)?,
            place: Place { of, line: count(row.get(7)?)? },
            time: WrittenTime { at, text: row.get(2)?, clock, wall },
            newest: maybe_instant(row.get(8)?)?,
            parser,
        };
        Ok(Record { person: self.person.clone(), key, at, body: body(kind, row)?, origin })
    }

    fn origin(&mut self, id: i64) -> Result<OriginName, Trouble> {
        if let Some(name) = self.origins.get(&id) {
            return Ok(name.clone());
        }
        let mut find = self.db.prepare_cached("SELECT source, place, parser FROM origin WHERE id = ?1")?;
        let text = |row: &Row<'_>, column: usize| row.get::<_, String>(column);
        let found = find.query_row([id], |row| Ok((text(row, 0)?, text(row, 1)?, text(row, 2)?))).optional()?;
        let (source, place, parser) = found.ok_or_else(|| Trouble::Damaged(format!("origin {id} is missing")))?;
        let name: OriginName = (Source::new(&source), Arc::from(place), Arc::from(parser));
        self.origins.insert(id, name.clone());
        Ok(name)
    }
}

fn select(kind: Kind, which: &str) -> String {
    let fields = match kind {
        Kind::Workout => names::<Workout>(),
        Kind::Intake => names::<Intake>(),
        Kind::Symptom => names::<Symptom>(),
        Kind::Measure => names::<Measure>(),
        Kind::Tag => names::<Tag>(),
    };
    format!("SELECT {COMMON}{fields} FROM {} WHERE {which}", kind.name())
}

fn body(kind: Kind, row: &Row<'_>) -> Result<Body, Trouble> {
    Ok(match kind {
        Kind::Workout => Body::Workout(Box::new(read(row, COMMON_COLUMNS)?)),
        Kind::Intake => Body::Intake(read(row, COMMON_COLUMNS)?),
        Kind::Symptom => Body::Symptom(Box::new(read(row, COMMON_COLUMNS)?)),
        Kind::Measure => Body::Measure(read(row, COMMON_COLUMNS)?),
        Kind::Tag => Body::Tag(read(row, COMMON_COLUMNS)?),
    })
}
