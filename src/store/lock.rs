//! The lock file: only one process writes.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::error::{StoreError, folder};

/// The name of the lock file, beside the database.
pub const LOCK_FILE: &str = "tingled.lock";

const DOING: &str = "lock the database";

/// The right to write, until dropped. The kernel takes it back when the process dies.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    /// Whether the holder before us ended without closing the database.
    pub(super) was_killed: bool,
}

impl Lock {
    /// Takes the lock beside the database `place`, or says who has it.
    pub(super) fn take(place: &Path) -> Result<Lock, StoreError> {
        let path = folder(place).join(LOCK_FILE);
        let failed = |error: std::io::Error| io_error(error, DOING, &path);
        let mut options = OpenOptions::new();
        let file =
            options.read(true).write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(failed)?;
        let mut holder = String::new();
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => (),
            Err(Errno::WOULDBLOCK) => {
                // Best effort: the number only helps to find the holder.
                let _ = (&file).take(32).read_to_string(&mut holder);
                let pid = if holder.trim().is_empty() { "unknown".to_owned() } else { holder.trim().to_owned() };
                return Err(StoreError::InUse { place: place.to_owned(), pid });
            }
            Err(errno) => return Err(failed(errno.into())),
        }
        (&file).take(32).read_to_string(&mut holder).map_err(failed)?;
        let mut lock = Lock { file, was_killed: !holder.is_empty() };
        // A full disk must not keep the database closed: the lock holds without the number.
        let _ = lock.write_pid();
        Ok(lock)
    }

    fn write_pid(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        rustix::fs::seek(&self.file, rustix::fs::SeekFrom::Start(0))?;
        writeln!(self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // An empty file says that the database was closed; if this fails, it is merely checked once more.
        let _ = self.file.set_len(0);
    }
}

/// A failure of the file system itself.
pub(super) fn io_error(error: std::io::Error, doing: &'static str, place: &Path) -> StoreError {
    let place = place.to_owned();
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull { doing, place },
        std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { doing, place },
        _ => StoreError::CannotOpen { doing, place, detail: error.to_string() },
    }
}
