//! Letters until the broker has taken them.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

use super::error::{StoreError, Trouble};
use super::open::Store;
use crate::time::{Timestamp, add_days};
use crate::wire::{Letter, Purpose};

/// How long a delivered letter is kept, to be looked at.
const DELIVERED_KEPT_DAYS: f64 = 7.0;

impl Store {
    /// The letters to send now, in the order in which they were written.
    pub fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<(i64, Letter)>, StoreError> {
        self.read("read the outbox", |db| {
            let mut due = db.prepare_cached(
                "SELECT id, topic, purpose, payload FROM outbox
                 WHERE delivered_ms IS NULL AND next_try_ms <= ?1 ORDER BY id LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = due.query(params![now.as_millisecond(), limit])?;
            let mut letters = Vec::new();
            while let Some(row) = rows.next()? {
                letters.push((row.get(0)?, read_letter(row)?));
            }
            Ok(letters)
        })
    }

    /// When the next letter that was refused is to be tried again; `None` when nothing waits.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read("read the outbox", |db| {
            let mut next = db.prepare_cached("SELECT min(next_try_ms) FROM outbox WHERE delivered_ms IS NULL")?;
            super::columns::maybe_instant(next.query_row([], |row| row.get(0))?)
        })
    }

    /// The broker has taken these letters; one that was voided meanwhile is passed over. Old ones go.
    pub fn delivered(&mut self, ids: &[i64], now: Timestamp) -> Result<(), StoreError> {
        self.write("mark letters as delivered", |db| {
            let mut mark =
                db.prepare_cached("UPDATE outbox SET delivered_ms = ?2 WHERE id = ?1 AND delivered_ms IS NULL")?;
            for id in ids {
                mark.execute(params![id, now.as_millisecond()])?;
            }
            let before = add_days(now, -DELIVERED_KEPT_DAYS).as_millisecond();
            db.prepare_cached("DELETE FROM outbox WHERE delivered_ms < ?1")?.execute([before])?;
            Ok(())
        })
    }

    /// The broker refused a letter, for `reason`; it is tried again at `next_try`.
    pub fn refused(&mut self, id: i64, reason: &str, next_try: Timestamp) -> Result<(), StoreError> {
        self.write("mark a letter as refused", |db| {
            let mut mark = db.prepare_cached(
                "UPDATE outbox SET refused = ?2, next_try_ms = ?3, tries = tries + 1
                 WHERE id = ?1 AND delivered_ms IS NULL",
            )?;
            mark.execute(params![id, reason, next_try.as_millisecond()])?;
            Ok(())
        })
    }
}

fn read_letter(row: &Row<'_>) -> Result<Letter, Trouble> {
    let purpose = row.get_ref(2)?.as_str().ok().and_then(Purpose::from_name);
    let payload = match row.get_ref(3)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        _ => return Err(Trouble::Damaged("a letter without bytes".into())),
    };
    let purpose = purpose.ok_or_else(|| Trouble::Damaged("a letter without purpose".into()))?;
    Ok(Letter { topic: row.get(1)?, payload, purpose })
}

/// Adds letters, in order. What a retained topic was to say before is void.
pub(super) fn write(db: &Connection, at: Timestamp, letters: &[Letter]) -> Result<(), Trouble> {
    if letters.is_empty() {
        return Ok(());
    }
    let mut void = db.prepare_cached(
        "DELETE FROM outbox WHERE topic = ?1 AND delivered_ms IS NULL AND purpose IN ('standing', 'state')",
    )?;
    let mut insert = db.prepare_cached(
        "INSERT INTO outbox (topic, purpose, payload, created_ms, next_try_ms) VALUES (?1, ?2, ?3, ?4, ?4)",
    )?;
    for Letter { topic, payload, purpose } in letters {
        if purpose.is_retained() {
            void.execute([topic])?;
        }
        let (purpose, at) = (purpose.name(), at.as_millisecond());
        match std::str::from_utf8(payload) {
            Ok(text) => insert.execute(params![topic, purpose, text, at])?,
            Err(_) => insert.execute(params![topic, purpose, payload, at])?,
        };
    }
    Ok(())
}
