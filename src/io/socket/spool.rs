//! Bytes that a client sends with its request, kept in a nameless file until they are handled.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::OFlags;

use crate::wire::socket::Refusal;

/// How many bytes a body must leave free on the disk: the database needs room to store what is read.
pub const FREE_KEPT: u64 = 64 * 1024 * 1024;

/// The bytes that came with a request: an open file that has no name and is gone when closed, by a crash too.
#[derive(Debug)]
pub struct Body {
    /// The file, at its beginning.
    pub file: File,
    /// Its size in bytes.
    pub size: u64,
}

/// Opens a place for so many bytes, when there is room for them.
pub(super) fn open(folder: &Path, size: u64) -> Result<File, Refusal> {
    let place = folder.display();
    let unavailable =
        |error: io::Error| Refusal::unavailable(format!("could not set a file aside in {place}: {error}"));
    let space = rustix::fs::statvfs(folder).map_err(|error| unavailable(error.into()))?;
    let free = space.f_bavail.saturating_mul(space.f_frsize);
    if size > free.saturating_sub(FREE_KEPT) {
        let (wanted, free) = (size.div_ceil(1 << 20), free >> 20);
        let message = format!("a file of {wanted} MiB does not fit in {place}: {free} MiB are free");
        let kept = FREE_KEPT >> 20;
        let help = Some(format!("free some space; {kept} MiB are always kept for the database"));
        return Err(Refusal { help, ..Refusal::unavailable(message) });
    }
    nameless(folder).map_err(unavailable)
}

fn nameless(folder: &Path) -> io::Result<File> {
    let flags = i32::try_from((OFlags::TMPFILE | OFlags::CLOEXEC).bits()).unwrap_or(0);
    let opened = OpenOptions::new().read(true).write(true).mode(0o600).custom_flags(flags).open(folder);
    match opened {
        Ok(file) => Ok(file),
        // Not every file system has nameless files.
        Err(_) => unlinked(folder),
    }
}

/// A file whose name is taken away at once.
fn unlinked(folder: &Path) -> io::Result<File> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path: PathBuf = folder.join(format!(".body-{}-{number}.tmp", std::process::id()));
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// Appends bytes; gives file and buffer back, since they travel to a thread that may wait for the disk.
pub(super) fn append(mut file: File, bytes: Vec<u8>) -> io::Result<(File, Vec<u8>)> {
    file.write_all(&bytes)?;
    Ok((file, bytes))
}

/// The finished body, at its beginning.
pub(super) fn finish(mut file: File, size: u64) -> io::Result<Body> {
    file.seek(SeekFrom::Start(0))?;
    Ok(Body { file, size })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_ways_leave_no_name_behind() {
        let home = tempfile::tempdir().unwrap();
        for make in [nameless, unlinked] {
            let file = make(home.path()).unwrap();
            let (file, _) = append(file, b"some bytes".to_vec()).unwrap();
            let mut body = finish(file, 10).unwrap();
            assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
            let mut text = String::new();
            body.file.read_to_string(&mut text).unwrap();
            assert_eq!(text, "some bytes");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_before_a_byte_is_sent() {
        let home = tempfile::tempdir().unwrap();
        let refusal = open(home.path(), u64::MAX).unwrap_err();
        assert_eq!(refusal.exit, 69);
        assert!(refusal.message.contains("does not fit"), "{}", refusal.message);
        assert!(open(home.path(), 1).is_ok());
    }
}
