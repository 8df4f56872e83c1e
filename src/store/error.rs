//! What can go wrong with the database: the operation, the place, and what to do.

use std::path::{Path, PathBuf};

use rusqlite::ffi::{self, ErrorCode};
use rustix::fs::StatVfsMountFlags;

/// Why the database did not do what was asked. Whatever was asked was then not done at all.
#[expect(missing_docs, reason = "`doing` is the operation, `place` the file; the sentences say the rest")]
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room.
    #[error("could not {doing}: no room left for {place}; free some space, everything accepted so far is kept")]
    DiskFull { doing: &'static str, place: PathBuf },
    /// The file system or the file may not be written.
    #[error("could not {doing}: {place} is read-only; remount it writable, or correct its owner and mode")]
    ReadOnly { doing: &'static str, place: PathBuf },
    /// The disk failed.
    #[error("could not {doing}: reading or writing {place} failed ({detail}); look at the disk, then start again")]
    Io { doing: &'static str, place: PathBuf, detail: String },
    /// The bytes of the database are not what they must be.
    #[error(
        "could not {doing}: {place} is damaged ({detail}); stop tingled, keep a copy of the file, then restore a \
         backup, or save what is readable with `sqlite3 {place} .recover`"
    )]
    Corrupt { doing: &'static str, place: PathBuf, detail: String },
    /// Another program holds the database for longer than we wait.
    #[error("could not {doing}: another program holds {place}; close it, then try again")]
    Busy { doing: &'static str, place: PathBuf },
    /// Another tingled writes it.
    #[error("could not open {place} for writing: process {pid} already does; stop it, or let it do the work")]
    InUse { place: PathBuf, pid: String },
    /// Made by a newer tingled.
    #[error(
        "could not open {place}: its schema {found} is newer than {known}, the newest this tingled knows; update"
    )]
    NewerSchema { place: PathBuf, found: i64, known: i64 },
    /// Made by an older tingled, and this connection may not write.
    #[error("could not read {place}: its schema {found} is older than {known}; start the newer tingled once")]
    OlderSchema { place: PathBuf, found: i64, known: i64 },
    /// A database of another program.
    #[error("could not open {place}: it is not a database of tingled; choose another path")]
    NotOurs { place: PathBuf },
    /// A file system on which the database would break.
    #[error("could not open {place}: it lies on {kind}, where databases break; choose a path on a local disk")]
    NetworkMount { place: PathBuf, kind: &'static str },
    /// No such file, or no right to it.
    #[error("could not {doing}: cannot open {place} ({detail}); is the path right, and owned by this user?")]
    CannotOpen { doing: &'static str, place: PathBuf, detail: String },
    /// What was asked contradicts what is stored: a fault in tingled itself.
    #[error(
        "could not {doing}: it would contradict what is stored ({detail}); nothing was changed, please report this"
    )]
    Invariant { doing: &'static str, detail: String },
    /// An earlier operation failed, and the connection was dropped.
    #[error("could not {doing}: the database was closed after an earlier failure; it must be opened again")]
    Closed { doing: &'static str },
    /// Anything else.
    #[error("could not {doing}: {place}: {detail}; please report this")]
    Other { doing: &'static str, place: PathBuf, detail: String },
}

impl StoreError {
    /// Whether the same may succeed later without anybody changing the request.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            StoreError::DiskFull { .. }
                | StoreError::ReadOnly { .. }
                | StoreError::Io { .. }
                | StoreError::Busy { .. }
                | StoreError::Closed { .. }
                | StoreError::CannotOpen { .. }
        )
    }
}

/// A failure within an operation, before it is known which operation and which file.
#[derive(Debug)]
pub(super) enum Trouble {
    /// SQLite refused.
    Sql(rusqlite::Error),
    /// What is stored cannot be read.
    Damaged(String),
    /// What was asked contradicts what is stored.
    Contradiction(String),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        Trouble::Sql(error)
    }
}

impl Trouble {
    /// Says which operation on which file it was.
    pub(super) fn during(self, doing: &'static str, place: &Path) -> StoreError {
        let place = place.to_owned();
        match self {
            Trouble::Sql(error) => classify(error, doing, place),
            Trouble::Damaged(detail) => StoreError::Corrupt { doing, place, detail },
            Trouble::Contradiction(detail) => StoreError::Invariant { doing, detail },
        }
    }
}

/// SQLite's code alone misleads: a full disk may answer "input/output error", a read-only mount "cannot open".
fn classify(error: rusqlite::Error, doing: &'static str, place: PathBuf) -> StoreError {
    let detail = error.to_string();
    let Some(code) = error.sqlite_error() else {
        return match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => StoreError::Corrupt { doing, place, detail },
            _ => StoreError::Other { doing, place, detail },
        };
    };
    let numbered = format!("{detail}, code {}", code.extended_code);
    match code.code {
        ErrorCode::DiskFull => StoreError::DiskFull { doing, place },
        ErrorCode::ReadOnly => StoreError::ReadOnly { doing, place },
        ErrorCode::SystemIoFailure if is_growth(code.extended_code) && has_no_room(&place) => {
            StoreError::DiskFull { doing, place }
        }
        ErrorCode::SystemIoFailure => StoreError::Io { doing, place, detail: numbered },
        ErrorCode::CannotOpen if is_read_only(&place) => StoreError::ReadOnly { doing, place },
        ErrorCode::CannotOpen if has_no_room(&place) => StoreError::DiskFull { doing, place },
        ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
            StoreError::CannotOpen { doing, place, detail: numbered }
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Corrupt { doing, place, detail },
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy { doing, place },
        ErrorCode::ConstraintViolation => StoreError::Invariant { doing, detail },
        _ => StoreError::Other { doing, place, detail: numbered },
    }
}

/// Whether an input/output error is one of those that a full disk gives.
fn is_growth(extended_code: i32) -> bool {
    matches!(
        extended_code,
        ffi::SQLITE_IOERR
            | ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_SHMSIZE
            | ffi::SQLITE_IOERR_SHMOPEN
            | ffi::SQLITE_IOERR_SHMMAP
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_FSYNC
    )
}

/// A write-ahead log and its index begin with fewer bytes than this.
const ROOM_LEAST_BYTES: u64 = 64 * 1024;

fn has_no_room(place: &Path) -> bool {
    rustix::fs::statvfs(folder(place))
        .is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM_LEAST_BYTES)
}

fn is_read_only(place: &Path) -> bool {
    rustix::fs::statvfs(folder(place)).is_ok_and(|disk| disk.f_flag.contains(StatVfsMountFlags::RDONLY))
}

/// The folder of a file; of a bare name the current one.
pub(super) fn folder(place: &Path) -> &Path {
    match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
