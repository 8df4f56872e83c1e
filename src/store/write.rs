//! The one writing transaction of a turn.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Statement, TransactionBehavior, params};

use super::columns::{bind, markers, names, whole};
use super::error::{StoreError, Trouble};
use super::open::{OriginName, Store};
use super::turn::Turn;
use super::{alerts, feedback, ledger, outbox, people, rejects};
use crate::record::{Body, Change, Fields, Intake, Kind, Measure, Origin, Outcome, Symptom, Tag, Workout};
use crate::time::Timestamp;

/// The origins whose rows are remembered; each file and topic is one.
const ORIGINS_KEPT: usize = 4096;

impl Store {
    /// Writes a turn: all of it, on the disk when this returns, or nothing.
    ///
    /// After an error nothing of the turn is stored, and the connection is dropped: call [`Store::reopen`].
    pub fn commit(&mut self, turn: &Turn) -> Result<(), StoreError> {
        let origins = std::mem::take(&mut self.origins);
        let mut origins = Origins { known: origins, at: turn.at };
        self.write("store a turn", |db| write_turn(db, turn, &mut origins))?;
        self.origins = origins.known;
        Ok(())
    }

    /// Runs something that writes in one transaction; drops the connection when it fails.
    pub(super) fn write<T>(
        &mut self,
        doing: &'static str,
        run: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        let db = self.db.as_mut().ok_or(StoreError::Closed { doing })?;
        let written = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Trouble::from).and_then(
            |transaction| {
                let answer = run(&transaction)?;
                transaction.commit()?;
                Ok(answer)
            },
        );
        written.map_err(|trouble| {
            // Classified first, while the disk is as it was.
            let error = trouble.during(doing, &self.path);
            self.db = None;
            self.origins.clear();
            error
        })
    }
}

fn write_turn(db: &Connection, turn: &Turn, origins: &mut Origins) -> Result<(), Trouble> {
    write_records(db, &turn.records, origins)?;
    rejects::write(db, turn.at, &turn.rejects)?;
    people::write_profiles(db, turn.at, &turn.profiles)?;
    people::write_zones(db, &turn.zones)?;
    alerts::write(db, &turn.alerts)?;
    alerts::write_spoken(db, &turn.spoken, &turn.alerts)?;
    feedback::write(db, &turn.feedback)?;
    outbox::write(db, turn.at, &turn.letters)?;
    if let Some(mark) = &turn.file {
        ledger::write(db, mark)?;
    }
    ledger::forget_attempts(db, &turn.handled)
}

/// Kind by kind, so that each statement is prepared once; within a kind in the order given.
fn write_records(db: &Connection, changes: &[Change], origins: &mut Origins) -> Result<(), Trouble> {
    for kind in Kind::ALL {
        let mut of_kind = changes
            .iter()
            .filter(|change| change.record.body.kind() == *kind && change.outcome != Outcome::Known)
            .peekable();
        if of_kind.peek().is_none() {
            continue;
        }
        Table::of(db, *kind)?.write_all(db, of_kind, origins)?;
    }
    Ok(())
}

/// The statements that write one kind of record.
struct Table<'db> {
    insert: CachedStatement<'db>,
    insert_many: CachedStatement<'db>,
    delete: CachedStatement<'db>,
    confirm: CachedStatement<'db>,
    columns: usize,
}

/// The columns of every record, before those of its kind.
const COMMON: &str =
    "person, at_ms, key, time_text, wall, clock, native_id, origin, line, newest_ms, filled, content, arrived_ms";
const COMMON_COLUMNS: usize = 13;
/// So many rows are inserted by one statement; half the time of an import went into starting statements.
const ROWS_AT_ONCE: usize = 8;

impl<'db> Table<'db> {
    fn of(db: &'db Connection, kind: Kind) -> Result<Table<'db>, Trouble> {
        let (fields, number) = match kind {
            Kind::Workout => (names::<Workout>(), Workout::FIELDS.len()),
            Kind::Intake => (names::<Intake>(), Intake::FIELDS.len()),
            Kind::Symptom => (names::<Symptom>(), Symptom::FIELDS.len()),
            Kind::Measure => (names::<Measure>(), Measure::FIELDS.len()),
            Kind::Tag => (names::<Tag>(), Tag::FIELDS.len()),
        };
        let table = kind.name();
        let columns = COMMON_COLUMNS.saturating_add(number);
        let rows = |rows: usize| {
            let marks: Vec<String> =
                (0..rows).map(|row| format!("({})", markers(row.saturating_mul(columns), columns))).collect();
            format!("INSERT INTO {table} ({COMMON}{fields}) VALUES {}", marks.join(", "))
        };
        Ok(Table {
            insert: db.prepare_cached(&rows(1))?,
            insert_many: db.prepare_cached(&rows(ROWS_AT_ONCE))?,
            delete: db
                .prepare_cached(&format!("DELETE FROM {table} WHERE person = ?1 AND at_ms = ?2 AND key = ?3"))?,
            confirm: db.prepare_cached(&format!(
                "UPDATE {table} SET newest_ms = ?4 WHERE person = ?1 AND at_ms = ?2 AND key = ?3"
            ))?,
            columns,
        })
    }

    /// Writes changes of this kind in their order, runs of new records together.
    fn write_all<'c>(
        &mut self,
        db: &Connection,
        changes: impl Iterator<Item = &'c Change>,
        origins: &mut Origins,
    ) -> Result<(), Trouble> {
        let mut waiting: Vec<(&Change, i64)> = Vec::with_capacity(ROWS_AT_ONCE);
        for change in changes {
            if change.outcome != Outcome::New {
                // One record may be inserted and then changed in one turn.
                self.insert(&mut waiting, origins.at)?;
                self.make_room(change)?;
                if matches!(change.outcome, Outcome::Confirmed { .. }) {
                    continue;
                }
            }
            waiting.push((change, origins.id(db, &change.record.origin)?));
            if waiting.len() >= ROWS_AT_ONCE {
                self.insert(&mut waiting, origins.at)?;
            }
        }
        self.insert(&mut waiting, origins.at)
    }

    /// Takes the stored version of a record away, or confirms it.
    fn make_room(&mut self, change: &Change) -> Result<(), Trouble> {
        let record = &change.record;
        let person = record.person.as_str();
        let found = match change.outcome {
            Outcome::New | Outcome::Known => 1,
            Outcome::TooMany => {
                return Err(Trouble::Contradiction(format!("record {} was not to be taken", record.key)));
            }
            Outcome::Update { at } => {
                self.delete.execute(params![person, at.as_millisecond(), record.key.to_string()])?
            }
            Outcome::Confirmed { at } => {
                let newest = change.rank.newest.map(Timestamp::as_millisecond);
                self.confirm.execute(params![person, at.as_millisecond(), record.key.to_string(), newest])?
            }
        };
        if found != 1 {
            return Err(Trouble::Contradiction(format!(
                "record {} is not stored where it was said to be",
                record.key
            )));
        }
        Ok(())
    }

    /// Inserts the records that wait, each with the id of its origin; none waits afterwards.
    fn insert(&mut self, waiting: &mut Vec<(&Change, i64)>, now: Timestamp) -> Result<(), Trouble> {
        if waiting.len() == ROWS_AT_ONCE {
            insert_rows(&mut self.insert_many, self.columns, waiting, now)?;
        } else {
            for row in waiting.chunks(1) {
                insert_rows(&mut self.insert, self.columns, row, now)?;
            }
        }
        waiting.clear();
        Ok(())
    }
}

/// Runs an insert of as many rows as it has markers for.
fn insert_rows(
    statement: &mut Statement<'_>,
    columns: usize,
    rows: &[(&Change, i64)],
    now: Timestamp,
) -> Result<(), Trouble> {
    // Most fields are not answered; this is quicker than to bind each to nothing.
    statement.clear_bindings();
    for (row, (change, origin)) in rows.iter().enumerate() {
        let before = row.saturating_mul(columns);
        bind_row(statement, before, change, *origin)?;
        statement.raw_bind_parameter(before.saturating_add(COMMON_COLUMNS), now.as_millisecond())?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// Binds a record to the markers after `before`, but for the moment it came in.
fn bind_row(row: &mut Statement<'_>, before: usize, change: &Change, origin: i64) -> Result<(), Trouble> {
    let Change { record, rank, .. } = change;
    let time = &record.origin.time;
    let marker = |column: usize| before.saturating_add(column);
    row.raw_bind_parameter(marker(1), record.person.as_str())?;
    row.raw_bind_parameter(marker(2), record.at.as_millisecond())?;
    row.raw_bind_parameter(marker(3), record.key.to_string())?;
    row.raw_bind_parameter(marker(4), time.text.as_str())?;
    row.raw_bind_parameter(marker(5), time.wall.map(|wall| wall.to_string()))?;
    row.raw_bind_parameter(marker(6), time.clock.name())?;
    row.raw_bind_parameter(marker(7), record.origin.native_id.as_deref())?;
    row.raw_bind_parameter(marker(8), origin)?;
    row.raw_bind_parameter(marker(9), whole(record.origin.place.line))?;
    row.raw_bind_parameter(marker(10), rank.newest.map(Timestamp::as_millisecond))?;
    row.raw_bind_parameter(marker(11), i64::try_from(rank.filled).unwrap_or(i64::MAX))?;
    row.raw_bind_parameter(marker(12), whole(rank.content))?;
    let first = marker(COMMON_COLUMNS.saturating_add(1));
    match &record.body {
        Body::Workout(workout) => bind(row, first, workout.as_ref()),
        Body::Intake(intake) => bind(row, first, intake),
        Body::Symptom(symptom) => bind(row, first, symptom.as_ref()),
        Body::Measure(measure) => bind(row, first, measure),
        Body::Tag(tag) => bind(row, first, tag),
    }
}

/// The rows of `origin`, each looked up once.
struct Origins {
    known: BTreeMap<OriginName, i64>,
    at: Timestamp,
}

impl Origins {
    fn id(&mut self, db: &Connection, origin: &Origin) -> Result<i64, Trouble> {
        let name: OriginName = (origin.source.clone(), Arc::clone(&origin.place.of), Arc::clone(&origin.parser));
        if let Some(id) = self.known.get(&name) {
            return Ok(*id);
        }
        let (source, place, parser) = (&*name.0.0, &*name.1, &*name.2);
        let mut find = db.prepare_cached("SELECT id FROM origin WHERE source = ?1 AND place = ?2 AND parser = ?3")?;
        let id = match find.query_row(params![source, place, parser], |row| row.get(0)).optional()? {
            Some(id) => id,
            None => db
                .prepare_cached("INSERT INTO origin (source, place, parser, first_seen_ms) VALUES (?1, ?2, ?3, ?4)")?
                .insert(params![source, place, parser, self.at.as_millisecond()])?,
        };
        if self.known.len() >= ORIGINS_KEPT {
            self.known.clear();
        }
        self.known.insert(name, id);
        Ok(id)
    }
}

/// Rows of a table that is kept short: the oldest beyond `most` go.
pub(super) fn keep_newest(db: &Connection, table: &'static str, most: u32) -> Result<(), Trouble> {
    let mut last = db.prepare_cached(&format!(
        "DELETE FROM {table} WHERE id <= (SELECT id FROM {table} ORDER BY id DESC LIMIT 1 OFFSET ?1)"
    ))?;
    last.execute([most])?;
    Ok(())
}
