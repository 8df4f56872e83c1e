//! Which files were read, and which deliveries were begun and never finished.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{count, instant, whole};
use super::error::{StoreError, Trouble};
use super::open::Store;
use crate::person::PersonId;
use crate::time::Timestamp;

/// How far the reading of a file came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileState {
    /// Some of it is stored.
    Reading,
    /// All of it was read.
    Done,
    /// It was refused as a whole.
    Refused,
}

impl FileState {
    /// Every state.
    pub const ALL: &'static [FileState] = &[FileState::Reading, FileState::Done, FileState::Refused];

    /// The name used in the database.
    pub fn name(self) -> &'static str {
        match self {
            FileState::Reading => "reading",
            FileState::Done => "done",
            FileState::Refused => "refused",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<FileState> {
        Self::ALL.iter().copied().find(|state| state.name() == name)
    }
}

/// A file, what was in it, and how far its reading came. `rows` is `new` + `known` + `rejected` when done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMark {
    /// The blake3 digest of its bytes, in hexadecimal.
    pub digest: String,
    /// For whom it was read.
    pub person: PersonId,
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// The dialect that read it, with its version; empty when none fitted.
    pub dialect: String,
    /// Rows read.
    pub rows: u64,
    /// Rows that became a new record, or a newer version of one.
    pub new: u64,
    /// Rows that were known.
    pub known: u64,
    /// Rows that were refused.
    pub rejected: u64,
    /// The import report as JSON.
    pub report: String,
    /// How far the reading came.
    pub state: FileState,
    /// When that was.
    pub at: Timestamp,
}

const COLUMNS: &str = "digest, person, name, size, dialect, rows, new, known, rejected, report, state, at_ms";

impl Store {
    /// Whether a file of these bytes was read to its end, or refused as a whole, for that person.
    pub fn file_known(&self, digest: &str, person: &PersonId) -> Result<bool, StoreError> {
        Ok(self.file(digest, person)?.is_some_and(|mark| mark.state != FileState::Reading))
    }

    /// What is known of a file of these bytes.
    pub fn file(&self, digest: &str, person: &PersonId) -> Result<Option<FileMark>, StoreError> {
        self.read("look up a file", |db| {
            let select = format!("SELECT {COLUMNS} FROM file WHERE digest = ?1 AND person = ?2");
            let mut find = db.prepare_cached(&select)?;
            let mut rows = find.query(params![digest, person.as_str()])?;
            rows.next()?.map(read_mark).transpose()
        })
    }

    /// Marks a file in a commit of its own; a file with records is marked in the [`super::Turn`] of its last.
    pub fn file_done(&mut self, mark: &FileMark) -> Result<(), StoreError> {
        self.write("mark a file", |db| write(db, mark))
    }

    /// The newest files that were read, newest first, each with its number.
    pub fn imports(&self, limit: usize) -> Result<Vec<(u64, FileMark)>, StoreError> {
        self.numbered("number IS NOT NULL ORDER BY number DESC LIMIT ?1", limit)
    }

    /// The file of that number.
    pub fn import(&self, number: u64) -> Result<Option<FileMark>, StoreError> {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        Ok(self.numbered("number = ?1", number)?.pop().map(|(_, mark)| mark))
    }

    fn numbered(&self, which: &str, value: usize) -> Result<Vec<(u64, FileMark)>, StoreError> {
        self.read("read the import reports", |db| {
            let mut wanted = db.prepare_cached(&format!("SELECT {COLUMNS}, number FROM file WHERE {which}"))?;
            let mut rows = wanted.query([i64::try_from(value).unwrap_or(i64::MAX)])?;
            let mut marks = Vec::new();
            while let Some(row) = rows.next()? {
                marks.push((count(row.get(12)?)?, read_mark(row)?));
            }
            Ok(marks)
        })
    }

    /// When what a file told came in: after the last file of the same name for the person, and not after its own end.
    pub fn came_in(&self, mark: &FileMark) -> Result<(Timestamp, Timestamp), StoreError> {
        self.read("read when a file was read", |db| {
            let mut before =
                db.prepare_cached("SELECT max(at_ms) FROM file WHERE person = ?1 AND name = ?2 AND at_ms < ?3")?;
            let last = before
                .query_row(params![mark.person.as_str(), mark.name, mark.at.as_millisecond()], |row| row.get(0))?;
            let last = super::columns::maybe_instant(last)?;
            let after = last.map_or(Timestamp::MIN, |at| crate::time::add_minutes(at, 1.0 / 60_000.0));
            Ok((after, mark.at))
        })
    }

    /// Counts another attempt at these deliveries, in a commit of its own, before they are handled.
    pub fn raise_attempts(&mut self, digests: &[String], now: Timestamp) -> Result<(), StoreError> {
        self.write("count attempts", |db| {
            let mut raise = db.prepare_cached(
                "INSERT INTO attempt (digest, count, at_ms) VALUES (?1, 1, ?2)
                 ON CONFLICT (digest) DO UPDATE SET count = count + 1, at_ms = ?2",
            )?;
            for digest in digests {
                raise.execute(params![digest, now.as_millisecond()])?;
            }
            Ok(())
        })
    }

    /// How often the handling of a delivery was begun and not finished.
    pub fn attempts(&self, digest: &str) -> Result<u32, StoreError> {
        self.read("read attempts", |db| {
            let mut find = db.prepare_cached("SELECT count FROM attempt WHERE digest = ?1")?;
            // A delivery without a row was never begun: none is what is known, not a guess.
            Ok(find.query_row([digest], |row| row.get(0)).optional()?.unwrap_or(0))
        })
    }

    /// Every delivery whose handling was begun and not finished, and how often.
    pub fn begun(&self) -> Result<BTreeMap<String, u32>, StoreError> {
        self.read("read attempts", |db| {
            let mut all = db.prepare_cached("SELECT digest, count FROM attempt")?;
            let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Forgets the attempts at deliveries that were handled or set aside.
    pub fn clear_attempts(&mut self, digests: &[String]) -> Result<(), StoreError> {
        self.write("forget attempts", |db| forget_attempts(db, digests))
    }
}

pub(super) fn forget_attempts(db: &Connection, digests: &[String]) -> Result<(), Trouble> {
    let mut forget = db.prepare_cached("DELETE FROM attempt WHERE digest = ?1")?;
    for digest in digests {
        forget.execute([digest])?;
    }
    Ok(())
}

pub(super) fn write(db: &Connection, mark: &FileMark) -> Result<(), Trouble> {
    let mut put = db.prepare_cached(&format!(
        "INSERT OR REPLACE INTO file ({COLUMNS}, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
             coalesce((SELECT number FROM file WHERE digest = ?1 AND person = ?2),
                      (SELECT coalesce(max(number), 0) + 1 FROM file)))"
    ))?;
    put.execute(params![
        mark.digest,
        mark.person.as_str(),
        mark.name,
        whole(mark.size),
        mark.dialect,
        whole(mark.rows),
        whole(mark.new),
        whole(mark.known),
        whole(mark.rejected),
        mark.report,
        mark.state.name(),
        mark.at.as_millisecond(),
    ])?;
    Ok(())
}

/// Marks a file as taken back in its report: it stays known, so that it is not read again by itself.
pub(super) fn undo(db: &Connection, person: &PersonId, name: &str, at: Timestamp) -> Result<(), Trouble> {
    db.prepare_cached(
        "UPDATE file SET new = 0, report = json_set(report, '$.undone', json('true'))
         WHERE person = ?1 AND name = ?2 AND at_ms = ?3 AND json_valid(report)",
    )?
    .execute(params![person.as_str(), name, at.as_millisecond()])?;
    Ok(())
}

fn read_mark(row: &Row<'_>) -> Result<FileMark, Trouble> {
    let person: String = row.get(1)?;
    let state = row.get_ref(10)?.as_str().ok().and_then(FileState::from_name);
    Ok(FileMark {
        digest: row.get(0)?,
        person: PersonId::new(&person).ok_or_else(|| Trouble::Damaged(format!("{person:?} is no person")))?,
        name: row.get(2)?,
        size: count(row.get(3)?)?,
        dialect: row.get(4)?,
        rows: count(row.get(5)?)?,
        new: count(row.get(6)?)?,
        known: count(row.get(7)?)?,
        rejected: count(row.get(8)?)?,
        report: row.get(9)?,
        state: state.ok_or_else(|| Trouble::Damaged("a file without a state".into()))?,
        at: instant(row.get(11)?)?,
    })
}
