//! What is stored under the bases of the keys of some records.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};

use super::columns::{instant, maybe_instant};
use super::error::{StoreError, Trouble};
use super::open::Store;
use crate::person::PersonId;
use crate::record::{Key, Kind, Known, Rank, Record, Stored};

/// A range is read as a whole when it holds at most this many rows for each record asked for.
const ROWS_PER_RECORD: usize = 4;
/// Below this many records each is looked up by itself.
const RANGE_WORTH: usize = 8;

const FOUND: &str = "key, at_ms, newest_ms, filled, content";

impl Store {
    /// The stored records that could be the same as these: all occurrences under their bases.
    ///
    /// Local times are looked for where their zone puts them now, so a changed zone needs
    /// [`Store::rezone`] before the next records of that source are read.
    pub fn lookup(&self, records: &[Record]) -> Result<Known, StoreError> {
        self.read("look up records", |db| {
            let mut known = Known::new();
            for ((person, kind), wanted) in grouped(records) {
                look_up(db, person, kind, &wanted, &mut known)?;
            }
            Ok(known)
        })
    }
}

/// What is asked of one person's table of one kind.
#[derive(Default)]
struct Wanted {
    /// Time in milliseconds and base of records without an id, sorted, each once.
    timed: Vec<(i64, Key)>,
    /// Bases of records with an id: they may be stored under any time.
    native: BTreeSet<Key>,
}

fn grouped(records: &[Record]) -> BTreeMap<(&PersonId, Kind), Wanted> {
    let mut groups: BTreeMap<(&PersonId, Kind), Wanted> = BTreeMap::new();
    // Records come in runs of one person and kind.
    for run in records.chunk_by(|left, right| left.person == right.person && left.body.kind() == right.body.kind()) {
        let Some(first) = run.first() else { continue };
        let wanted = groups.entry((&first.person, first.body.kind())).or_default();
        for record in run {
            match record.origin.native_id {
                Some(_) => drop(wanted.native.insert(record.key.base())),
                None => wanted.timed.push((record.at.as_millisecond(), record.key.base())),
            }
        }
    }
    for wanted in groups.values_mut() {
        wanted.timed.sort_unstable();
        wanted.timed.dedup();
    }
    groups
}

fn look_up(
    db: &Connection,
    person: &PersonId,
    kind: Kind,
    wanted: &Wanted,
    known: &mut Known,
) -> Result<(), Trouble> {
    let table = kind.name();
    let dense = wanted.timed.len() >= RANGE_WORTH;
    if !(dense && read_range(db, person, kind, &wanted.timed, known)?) {
        let mut find = db.prepare_cached(&format!(
            "SELECT {FOUND} FROM {table} WHERE person = ?1 AND at_ms = ?2 AND key >= ?3 AND key <= ?4"
        ))?;
        for (at, base) in &wanted.timed {
            // As text all occurrences, "…~1" to "…~65535", lie between the base and "…~~".
            let first = base.to_string();
            let end = format!("{first}~~");
            let mut rows = find.query(params![person.as_str(), at, first, end])?;
            while let Some(row) = rows.next()? {
                known.insert(stored(row)?);
            }
        }
    }
    let mut find = db.prepare_cached(&format!(
        "SELECT {FOUND} FROM {table} WHERE person = ?1 AND key = ?2 AND native_id IS NOT NULL"
    ))?;
    for base in &wanted.native {
        let mut rows = find.query(params![person.as_str(), base.to_string()])?;
        while let Some(row) = rows.next()? {
            known.insert(stored(row)?);
        }
    }
    Ok(())
}

/// Reads all rows between the first and the last time; `false` when there are too many beside those asked for.
fn read_range(
    db: &Connection,
    person: &PersonId,
    kind: Kind,
    timed: &[(i64, Key)],
    known: &mut Known,
) -> Result<bool, Trouble> {
    let (Some((first, _)), Some((last, _))) = (timed.first(), timed.last()) else { return Ok(true) };
    let most = timed.len().saturating_mul(ROWS_PER_RECORD);
    let mut scan = db.prepare_cached(&format!(
        "SELECT {FOUND} FROM {} WHERE person = ?1 AND at_ms BETWEEN ?2 AND ?3 AND native_id IS NULL
         ORDER BY at_ms, key LIMIT ?4",
        kind.name()
    ))?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut rows = scan.query(params![person.as_str(), first, last, limit])?;
    let mut read = 0_usize;
    while let Some(row) = rows.next()? {
        read = read.saturating_add(1);
        let found = stored(row)?;
        if timed.binary_search(&(found.at.as_millisecond(), found.key.base())).is_ok() {
            known.insert(found);
        }
    }
    Ok(read < most)
}

/// A row of [`FOUND`].
fn stored(row: &Row<'_>) -> Result<Stored, Trouble> {
    let key = row.get_ref(0)?.as_str().ok().and_then(Key::parse);
    let rank = Rank {
        newest: maybe_instant(row.get(2)?)?,
        filled: usize::try_from(row.get::<_, i64>(3)?).map_err(|_| Trouble::Damaged("a count below 0".into()))?,
        content: u64::try_from(row.get::<_, i64>(4)?).map_err(|_| Trouble::Damaged("a digest below 0".into()))?,
    };
    let key = key.ok_or_else(|| Trouble::Damaged("a key that is none".into()))?;
    Ok(Stored { key, at: instant(row.get(1)?)?, rank })
}
