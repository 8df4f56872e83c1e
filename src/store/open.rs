//! Opening, and what is made sure of before anything is read or written.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{StoreError, Trouble, folder};
use super::lock::{Lock, io_error};
use super::mount::refuse_network;
use super::schema::{self, Made};
use crate::record::Source;

/// The database. One process writes; others may read beside it.
#[derive(Debug)]
pub struct Store {
    pub(super) path: PathBuf,
    /// `None` after a failed write.
    pub(super) db: Option<Connection>,
    /// `None` when reading only.
    lock: Option<Lock>,
    /// The rows of `origin` seen since opening.
    pub(super) origins: BTreeMap<OriginName, i64>,
}

/// Source, place and parser of an origin.
pub(super) type OriginName = (Source, Arc<str>, Arc<str>);

const OPENING: &str = "open the database";
const BUSY_WAIT: Duration = Duration::from_secs(5);
const STATEMENTS_KEPT: usize = 64;
/// A database up to this size is checked at every start; a larger one after it was not closed.
const CHECK_ALWAYS_BYTES: u64 = 64 * 1024 * 1024;

impl Store {
    /// Opens the database for writing; makes folder (0700), file (0600) and tables that are missing.
    ///
    /// Refuses a database that another process writes, that a newer tingled made, that is damaged, or that
    /// lies on a network mount.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let failed = |error: std::io::Error| io_error(error, OPENING, path);
        DirBuilder::new().recursive(true).mode(0o700).create(folder(path)).map_err(failed)?;
        refuse_network(path)?;
        let lock = Lock::take(path)?;
        // SQLite would make the file readable by all; it gives its other files the mode of this one.
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map_err(failed)?;
        // Whoever had set a copy aside is gone, and nobody else would ever take it away.
        match std::fs::remove_file(set_aside(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        let checks = lock.was_killed || file_bytes(path) <= CHECK_ALWAYS_BYTES;
        let db = open_for_writing(path, checks)?;
        Ok(Store { path: path.to_owned(), db: Some(db), lock: Some(lock), origins: BTreeMap::new() })
    }

    /// Opens the database for reading, also while another process writes it.
    pub fn open_read_only(path: &Path) -> Result<Store, StoreError> {
        refuse_network(path)?;
        let db = open_for_reading(path)?;
        Ok(Store { path: path.to_owned(), db: Some(db), lock: None, origins: BTreeMap::new() })
    }

    /// A database in memory, for working something out that nobody is to keep. It cannot be opened again.
    pub fn in_memory() -> Result<Store, StoreError> {
        let path = PathBuf::from("memory");
        let made = |mut db: Connection| {
            settle(&db)?;
            schema::migrate(&mut db, 0)?;
            Ok::<_, Trouble>(db)
        };
        let db = Connection::open_in_memory().map_err(Trouble::from).and_then(made);
        let db = db.map_err(|trouble| trouble.during(OPENING, &path))?;
        Ok(Store { path, db: Some(db), lock: None, origins: BTreeMap::new() })
    }

    /// Drops the connection and opens the database again, as it is on the disk.
    pub fn reopen(&mut self) -> Result<(), StoreError> {
        self.db = None;
        self.origins.clear();
        self.db = Some(match self.lock {
            Some(_) => open_for_writing(&self.path, false)?,
            None => open_for_reading(&self.path)?,
        });
        Ok(())
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a copy that is to be restored may stand meanwhile; what is left there is removed at the next opening.
    pub fn set_aside(&self) -> PathBuf {
        set_aside(&self.path)
    }

    /// Whether the connection is there; after a failed write it is not, until [`Store::reopen`].
    pub fn is_open(&self) -> bool {
        self.db.is_some()
    }

    /// Checks every page, row and index. Slow; for `doctor`.
    pub fn check(&self) -> Result<(), StoreError> {
        self.read("check the database", |db| check(db, "integrity_check"))
    }

    /// Runs something that only reads.
    pub(super) fn read<T>(
        &self,
        doing: &'static str,
        run: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        let db = self.db.as_ref().ok_or(StoreError::Closed { doing })?;
        run(db).map_err(|trouble| trouble.during(doing, &self.path))
    }
}

fn set_aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".restoring");
    PathBuf::from(name)
}

/// The size of a file; 0 when it cannot be told.
pub(super) fn file_bytes(path: &Path) -> u64 {
    path.metadata().map_or(0, |data| data.len())
}

fn open_for_writing(path: &Path, checks: bool) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(Trouble::from);
    let (mut db, made) = db
        .and_then(|db| settle(&db).and_then(|()| schema::made(&db)).map(|made| (db, made)))
        .map_err(|trouble| trouble.during(OPENING, path))?;
    let version = match made {
        Made::Empty => 0,
        Made::Ours(found) if found <= schema::newest() => found,
        Made::Ours(found) => {
            return Err(StoreError::NewerSchema { place: path.to_owned(), found, known: schema::newest() });
        }
        Made::Foreign => return Err(StoreError::NotOurs { place: path.to_owned() }),
    };
    make_durable(&db)
        .and_then(|()| if checks { check(&db, "quick_check") } else { Ok(()) })
        .and_then(|()| schema::migrate(&mut db, version))
        .map_err(|trouble| trouble.during(OPENING, path))?;
    Ok(db)
}

fn open_for_reading(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let (db, made) = Connection::open_with_flags(path, flags)
        .map_err(Trouble::from)
        .and_then(|db| settle(&db).and_then(|()| schema::made(&db)).map(|made| (db, made)))
        .map_err(|trouble| trouble.during(OPENING, path))?;
    let (place, known) = (path.to_owned(), schema::newest());
    match made {
        Made::Ours(found) if found == known => Ok(db),
        Made::Ours(found) if found > known => Err(StoreError::NewerSchema { place, found, known }),
        Made::Ours(found) => Err(StoreError::OlderSchema { place, found, known }),
        Made::Empty | Made::Foreign => Err(StoreError::NotOurs { place }),
    }
}

/// What every connection needs. Memory: a 4 MiB cache, no memory map (an I/O error in it would kill us).
pub(super) fn settle(db: &Connection) -> Result<(), Trouble> {
    db.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    db.busy_timeout(BUSY_WAIT)?;
    // Without it every new value of a marker has the statement planned again.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.execute_batch(
        "PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA mmap_size = 0;
         PRAGMA cache_size = -4096;
         PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;",
    )?;
    Ok(())
}

/// A commit is on the disk when it returns: only FULL survives a power loss.
fn make_durable(db: &Connection) -> Result<(), Trouble> {
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Trouble::Damaged(format!("it stays in journal mode {mode}")));
    }
    db.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216; PRAGMA wal_autocheckpoint = 4000;",
    )?;
    Ok(())
}

pub(super) fn check(db: &Connection, pragma: &str) -> Result<(), Trouble> {
    let found: String = db.query_row(&format!("PRAGMA {pragma}(1)"), [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Trouble::Damaged(found)) }
}
