//! What changes in the inbox: read files move aside, and persons get their folders.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rustix::fs::{Mode, RenameFlags};
use rustix::io::Errno;

use super::folder::{self, Mark};
use super::names::DONE_FOLDER;
use crate::person::PersonId;

/// So much of a file's hash goes before its name where that is taken.
pub(super) const HASH_SHOWN: usize = 16;

/// Moves a file into `done` beside it and makes the move durable; `None` when its name now belongs to another.
pub(super) fn move_file(
    root: &Path,
    person: &OsStr,
    name: &OsStr,
    mark: Mark,
    hash: &blake3::Hash,
) -> io::Result<Option<PathBuf>> {
    let from = folder::open_folder(&folder::open_root(root)?, person)?;
    if !is_same(&from, name, mark)? {
        return Ok(None);
    }
    let to = open_done(&from)?;
    let target = rename(&from, name, &to, hash)?;
    if !is_same(&to, &target, mark)? {
        // Another file took the name between the look and the move: it was not read, so it goes back.
        rustix::fs::renameat_with(&to, &target, &from, name, RenameFlags::NOREPLACE)?;
        return Ok(None);
    }
    rustix::fs::fsync(&to)?;
    rustix::fs::fsync(&from)?;
    let path: PathBuf = [root.as_os_str(), person, OsStr::new(DONE_FOLDER), &target].iter().collect();
    Ok(Some(path))
}

/// Whether the file at a name is the one with this mark.
fn is_same(folder: &OwnedFd, name: &OsStr, mark: Mark) -> io::Result<bool> {
    Ok(folder::stat(folder, name)?.is_some_and(|stat| Mark::of(&stat) == mark))
}

/// Opens the folder `done`, making it first when there is none.
fn open_done(person: &OwnedFd) -> io::Result<OwnedFd> {
    match rustix::fs::mkdirat(person, DONE_FOLDER, Mode::from_raw_mode(0o770)) {
        Ok(()) | Err(Errno::EXIST) => folder::open_folder(person, OsStr::new(DONE_FOLDER)),
        Err(other) => Err(other.into()),
    }
}

/// Renames without replacing anything: where the name is taken, the start of the content's hash goes before it;
/// a file of that very name has that very content, and may be replaced.
fn rename(from: &OwnedFd, name: &OsStr, to: &OwnedFd, hash: &blake3::Hash) -> io::Result<OsString> {
    match rustix::fs::renameat_with(from, name, to, name, RenameFlags::NOREPLACE) {
        Ok(()) => return Ok(name.to_owned()),
        // Some network file systems know no such rename.
        Err(Errno::EXIST | Errno::INVAL | Errno::NOSYS) => {}
        Err(other) => return Err(other.into()),
    }
    let hex = hash.to_hex();
    let mut target = OsString::from(hex.get(..HASH_SHOWN).unwrap_or_default());
    target.push("-");
    target.push(name);
    rustix::fs::renameat(from, name, to, &target)?;
    Ok(target)
}

/// Makes the folders of persons that have none, for their owner and the group of the root.
pub(super) fn make_folders(root: &Path, persons: &BTreeSet<PersonId>) -> io::Result<()> {
    // The mask would take the group's rights away, and a later chmod the inherited group of new files. It is one
    // for the whole process: two at once would take each other's for the one to go back to.
    static MASK: Mutex<()> = Mutex::new(());
    let _held = MASK.lock();
    let before = rustix::process::umask(Mode::from_raw_mode(0o007));
    let made = make(root, persons);
    rustix::process::umask(before);
    made
}

fn make(root: &Path, persons: &BTreeSet<PersonId>) -> io::Result<()> {
    let root = folder::open_root(root)?;
    for person in persons {
        match rustix::fs::mkdirat(&root, person.as_str(), Mode::from_raw_mode(0o770)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}
