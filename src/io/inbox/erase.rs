//! Erasing what was read and moved aside.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::AtFlags;

use super::done::HASH_SHOWN;
use super::folder;
use super::names::{self, DONE_FOLDER, Name};
use crate::person::PersonId;

/// What is done with the files of a person that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erase {
    /// They are counted only.
    Never,
    /// Those that came under a name that is meant go.
    Named,
}

/// Which files of a person are meant.
#[derive(Clone, Copy, Debug)]
pub struct Meant<'a> {
    /// The names under which they were read.
    pub names: &'a BTreeSet<String>,
    /// Whether all that were moved aside are, whatever their names.
    pub all_done: bool,
}

/// How many files of a person were read and are meant, in the inbox or moved aside, and how many others lie in the
/// inbox and are still to be read. The first are gone when they are to be erased.
pub fn erase(root: &Path, person: &PersonId, meant: Meant<'_>, how: Erase) -> io::Result<(u64, u64)> {
    let Some(own) = there(open(root, person))? else { return Ok((0, 0)) };
    let (read, waiting) = sweep(&own, how, &|name| meant.names.contains(name))?;
    let Some(done) = there(folder::open_folder(&own, OsStr::new(DONE_FOLDER)))? else { return Ok((read, waiting)) };
    let (moved, _) = sweep(&done, how, &|name| meant.all_done || came_as(name, meant.names))?;
    Ok((read.saturating_add(moved), waiting))
}

/// How many exports of a folder are meant, and how many are not.
fn sweep(open: &OwnedFd, how: Erase, is_meant: &dyn Fn(&str) -> bool) -> io::Result<(u64, u64)> {
    let (mut meant, mut others) = (0_u64, 0_u64);
    for name in folder::list(open)?.0 {
        let is_file = folder::stat(open, &name)?.is_some_and(|stat| folder::is_file(&stat));
        if !is_file || names::look(name.as_bytes()) != Name::Taken {
            continue;
        }
        if !is_meant(&name.to_string_lossy()) {
            others = others.saturating_add(1);
            continue;
        }
        if how == Erase::Named {
            rustix::fs::unlinkat(open, &name, AtFlags::empty())?;
        }
        meant = meant.saturating_add(1);
    }
    if how == Erase::Named {
        rustix::fs::fsync(open)?;
    }
    Ok((meant, others))
}

fn open(root: &Path, person: &PersonId) -> io::Result<OwnedFd> {
    folder::open_folder(&folder::open_root(root)?, OsStr::new(person.as_str()))
}

/// A folder that is not there holds nothing.
fn there(opened: io::Result<OwnedFd>) -> io::Result<Option<OwnedFd>> {
    match opened {
        Ok(folder) => Ok(Some(folder)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a file that was moved aside came under one of these names; where its name was taken, the start of its hash
/// stands before it.
fn came_as(name: &str, names: &BTreeSet<String>) -> bool {
    let is_hash = |text: &str| text.len() == HASH_SHOWN && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let without = name.split_once('-').filter(|(hash, _)| is_hash(hash)).map(|(_, name)| name);
    names.contains(name) || without.is_some_and(|name| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_also_behind_a_hash() {
        let names = BTreeSet::from(["runs-2026.csv".to_owned()]);
        assert!(came_as("runs-2026.csv", &names));
        assert!(came_as("0123456789abcdef-runs-2026.csv", &names));
        assert!(!came_as("old-runs-2026.csv", &names));
        assert!(!came_as("2026.csv", &names));
    }
}
