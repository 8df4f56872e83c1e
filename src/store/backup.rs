//! A copy for safe keeping, and its way back.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::error::{StoreError, Trouble, folder};
use super::lock::io_error;
use super::open::{Store, check, settle};
use super::schema::{self, Made};
use crate::record::Kind;

/// What a copy holds, after all of it was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// How many records of each kind.
    pub records: BTreeMap<Kind, u64>,
    /// How many alerts that are not over.
    pub standing: u64,
    /// How many persons have records.
    pub persons: u64,
}

/// Pages that are copied at once; the pause between them is none, because nobody else writes.
const PAGES_AT_ONCE: std::ffi::c_int = 4096;

impl Store {
    /// Writes a whole, consistent copy of the database to a new file (0600), also while it is in use, and reads the
    /// copy again to the last page. It is on the disk when this returns.
    pub fn backup(&self, to: &Path) -> Result<Copied, StoreError> {
        let doing = "back up the database";
        // Made first, because SQLite would make it readable by all; it takes an empty file for none.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
        let file = made.map_err(|error| io_error(error, doing, to))?;
        let db = self.db.as_ref().ok_or(StoreError::Closed { doing })?;
        let copied = db.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map_err(Trouble::from);
        copied.map_err(|trouble| trouble.during(doing, to))?;
        let synced = file.sync_all().and_then(|()| File::open(folder(to))?.sync_all());
        synced.map_err(|error| io_error(error, doing, to))?;
        Store::look_into(to)
    }

    /// Checks every page, row and index of a copy, and says what it holds.
    pub fn look_into(copy: &Path) -> Result<Copied, StoreError> {
        let doing = "check the copy";
        let db = open_copy(copy, doing)?;
        held(&db).map_err(|trouble| trouble.during(doing, copy))
    }

    /// Puts a copy, which must have been checked, in the place of everything that is stored: all of it, or nothing of
    /// it. What waited for the broker when the copy was made is not sent any more.
    pub fn restore(&mut self, copy: &Path) -> Result<(), StoreError> {
        let doing = "restore the database";
        let from = open_copy(copy, doing)?;
        let db = self.db.as_mut().ok_or(StoreError::Closed { doing })?;
        let put_in = |db: &mut Connection| {
            Backup::new(&from, db)?.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
            Ok::<_, Trouble>(())
        };
        let outcome = put_in(db).map_err(|trouble| trouble.during(doing, &self.path));
        // An older copy is brought to the schema of today when it is opened.
        self.reopen()?;
        outcome?;
        self.write(doing, |db| Ok(db.execute_batch("DELETE FROM outbox; DELETE FROM attempt;")?))?;
        self.empty_the_log()
    }
}

/// Opens a copy for reading; it must be one of ours, of this or an earlier version.
fn open_copy(copy: &Path, doing: &'static str) -> Result<Connection, StoreError> {
    let place = || copy.to_owned();
    if !copy.is_file() {
        return Err(StoreError::NotOurs { place: place() });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let (db, made) = Connection::open_with_flags(copy, flags)
        .map_err(Trouble::from)
        .and_then(|db| settle(&db).and_then(|()| schema::made(&db)).map(|made| (db, made)))
        .map_err(|trouble| trouble.during(doing, copy))?;
    match made {
        Made::Ours(found) if found <= schema::newest() => Ok(db),
        Made::Ours(found) => Err(StoreError::NewerSchema { place: place(), found, known: schema::newest() }),
        Made::Empty | Made::Foreign => Err(StoreError::NotOurs { place: place() }),
    }
}

fn held(db: &Connection) -> Result<Copied, Trouble> {
    check(db, "integrity_check")?;
    let number =
        |text: &str| -> Result<u64, Trouble> { super::columns::count(db.query_row(text, [], |row| row.get(0))?) };
    let mut copied =
        Copied { standing: number("SELECT count(*) FROM alert WHERE state <> 'ended'")?, ..Copied::default() };
    for kind in Kind::ALL {
        let rows = number(&format!("SELECT count(*) FROM {}", kind.name()))?;
        if rows > 0 {
            copied.records.insert(*kind, rows);
        }
    }
    let of_kind: Vec<String> = Kind::ALL.iter().map(|kind| format!("SELECT person FROM {}", kind.name())).collect();
    copied.persons = number(&format!("SELECT count(*) FROM ({})", of_kind.join(" UNION ")))?;
    Ok(copied)
}
