//! Opening what lies in the inbox without ever being led out of it.
//!
//! Everything below the root is opened relative to an open folder, never through a symbolic link, and never
//! waiting (a named pipe would hold us for ever). The root itself is the operator's and may be a link.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, ResolveFlags, Stat};
use rustix::io::Errno;

use crate::time::Timestamp;

/// The most entries of one folder that are looked at in one scan.
pub const ENTRIES_MAX: usize = 200_000;

/// What tells two states of a file apart without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Device and inode: a file that was replaced has another.
    pub inode: (u64, u64),
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change of the content: seconds and nanoseconds.
    pub mtime: (i64, i64),
    /// How many names the file has.
    pub links: u64,
}

impl Mark {
    /// The mark of a file.
    pub fn of(stat: &Stat) -> Mark {
        let plain = kind(stat) == FileType::RegularFile;
        // Other things are named once, not again with every change inside them.
        let (size, mtime, links) = match plain {
            true => (stat.st_size, (stat.st_mtime, stat.st_mtime_nsec), stat.st_nlink),
            false => (0, (0, 0), 0),
        };
        Mark {
            inode: (stat.st_dev, stat.st_ino),
            size: u64::try_from(size).unwrap_or(0),
            mtime: (mtime.0, i64::try_from(mtime.1).unwrap_or(0)),
            #[allow(clippy::useless_conversion, reason = "the width of this count differs between machines")]
            links: links.into(),
        }
    }

    /// Time of the last change of the content; the beginning of 1970 for a time out of all bounds.
    pub fn changed_at(&self) -> Timestamp {
        let nanoseconds = i32::try_from(self.mtime.1).unwrap_or(0);
        Timestamp::new(self.mtime.0, nanoseconds).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// The kind of thing.
pub(super) fn kind(stat: &Stat) -> FileType {
    FileType::from_raw_mode(stat.st_mode)
}

/// Whether it is a plain file.
pub(super) fn is_file(stat: &Stat) -> bool {
    kind(stat) == FileType::RegularFile
}

/// The kind of thing in words, for everything that is not an ordinary file.
pub(super) fn kind_name(kind: FileType) -> &'static str {
    match kind {
        FileType::RegularFile => "a file",
        FileType::Directory => "a folder",
        FileType::Symlink => "a symbolic link",
        FileType::Fifo => "a named pipe",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        FileType::Unknown => "of an unknown kind",
    }
}

/// Opens the root.
pub(super) fn open_root(root: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(root, flags, Mode::empty())?)
}

/// Opens a folder of the root.
pub(super) fn open_folder(root: &OwnedFd, name: &OsStr) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(rustix::fs::openat(root, name, flags, Mode::empty())?)
}

/// Opens a file two steps below the root; fails on a symbolic link at either step.
pub(super) fn open_file(root: &OwnedFd, folder: &OsStr, name: &OsStr) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY | OFlags::CLOEXEC;
    let path: PathBuf = [folder, name].iter().collect();
    let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    match rustix::fs::openat2(root, &path, flags, Mode::empty(), within) {
        // Kernels before 5.6, and filters that do not know the call: the same in two steps.
        Err(Errno::NOSYS | Errno::PERM) => open_file_in_two_steps(root, folder, name),
        opened => Ok(File::from(opened?)),
    }
}

/// What [`open_file`] does where the kernel has no single call for it.
fn open_file_in_two_steps(root: &OwnedFd, folder: &OsStr, name: &OsStr) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY | OFlags::CLOEXEC;
    // Two names, and no way up: what RESOLVE_BENEATH promises in the single call.
    if [folder, name].iter().any(|step| step.as_bytes().contains(&b'/') || *step == "..") {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let folder = open_folder(root, folder)?;
    Ok(File::from(rustix::fs::openat(folder, name, flags, Mode::empty())?))
}

/// What stands at a name, a symbolic link itself and not what it points to; `None` when it is gone again.
pub(super) fn stat(folder: impl AsFd, name: &OsStr) -> io::Result<Option<Stat>> {
    match rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) => Ok(Some(stat)),
        Err(Errno::NOENT) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The names in a folder, sorted, and whether there were more than [`ENTRIES_MAX`].
pub(super) fn list(folder: &OwnedFd) -> io::Result<(Vec<OsString>, bool)> {
    let mut names = Vec::new();
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if name == b"." || name == b".." {
            continue;
        }
        if names.len() == ENTRIES_MAX {
            return Ok((names, true));
        }
        names.push(OsStr::from_bytes(name).to_owned());
    }
    names.sort();
    Ok((names, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_ways_of_opening_refuse_links_at_either_step() {
        let home = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.csv"), "secret").unwrap();
        std::fs::create_dir(home.path().join("ana")).unwrap();
        std::fs::write(home.path().join("ana/run.csv"), "fine").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.csv"), home.path().join("ana/link.csv")).unwrap();
        std::os::unix::fs::symlink(outside.path(), home.path().join("ben")).unwrap();
        let root = open_root(home.path()).unwrap();
        for open in [open_file, open_file_in_two_steps] {
            let mut text = String::new();
            open(&root, "ana".as_ref(), "run.csv".as_ref()).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "fine");
            assert!(open(&root, "ana".as_ref(), "link.csv".as_ref()).is_err());
            assert!(open(&root, "ben".as_ref(), "secret.csv".as_ref()).is_err());
            assert!(open(&root, "..".as_ref(), "passwd".as_ref()).is_err());
        }
    }
}
