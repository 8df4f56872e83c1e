//! The inbox: `<root>/<person>/<file>`. A full scan is the truth; file events only wake it earlier.
//!
//! A file is handed out when two scans saw it unchanged, once, as an open descriptor: whatever happens to its
//! name afterwards, what was checked is what is read. Everything else that lies there is named once.
//! What was read is remembered here only to save reading it again; the store's ledger is the lasting truth.

mod done;
mod erase;
mod folder;
mod names;
mod wake;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{FileType, Stat};

pub use erase::{Erase, Meant, erase};
pub use folder::{ENTRIES_MAX, Mark};
pub use names::{DONE_FOLDER, TAKEN};
pub use wake::Wake;

use crate::person::PersonId;
use crate::record::{Place, Reject, Wrong};
use crate::time::{SignedDuration, Timestamp};
use crate::wire::file;
use names::Name;

/// How far apart the two scans must lie that see a file unchanged.
pub const SETTLED_AFTER: SignedDuration = SignedDuration::from_secs(2);

/// How long a file must have rested that is empty or ends within a line: it looks half-written, and half a
/// number read as a whole one would be wrong.
pub const RESTED_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// The most files handed out, and so held open, by one scan.
pub const READY_MAX: usize = 64;

/// The inbox could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The root folder could not be opened or listed.
    #[error("could not read inbox {path}: {because}; does it exist, and may the user that runs tingled read it?")]
    Root {
        /// The root.
        path: PathBuf,
        /// What the system said.
        because: io::Error,
    },
    /// A file could not be moved after it was read.
    #[error("could not move {path} to its folder \"done\": {because}; may the user that runs tingled write there?")]
    Move {
        /// The file.
        path: PathBuf,
        /// What the system said.
        because: io::Error,
    },
}

/// A file to be read now.
#[derive(Debug)]
pub struct ReadyFile {
    /// Whose folder it lies in.
    pub person: PersonId,
    /// Its name as it may be shown.
    pub name: Arc<str>,
    /// Where it lay.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change of its content.
    pub mtime: Timestamp,
    /// What it was when it was opened.
    pub mark: Mark,
    /// The open file, at its beginning.
    pub handle: File,
}

impl ReadyFile {
    /// Whether it is still what was handed out; to be asked after reading and before committing.
    pub fn is_unchanged(&self) -> io::Result<bool> {
        let now = Mark::of(&rustix::fs::fstat(&self.handle)?);
        // Its names do not matter any more: it may have been moved or removed meanwhile.
        Ok((now.inode, now.size, now.mtime) == (self.mark.inode, self.mark.size, self.mark.mtime))
    }
}

/// Something in the inbox that is not read, said once.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Whose folder it lies in; `None` beside the folders and in a folder of nobody.
    pub person: Option<PersonId>,
    /// What it is and why it is not read.
    pub reject: Reject,
}

/// What one look at the inbox gave.
#[derive(Debug, Default)]
pub struct Scan {
    /// Files to be read now, oldest change first.
    pub ready: Vec<ReadyFile>,
    /// What will not be read; each is named once, and again only when it has changed.
    pub refused: Vec<Refused>,
    /// How many files are not settled yet: look again after [`SETTLED_AFTER`].
    pub waiting: usize,
    /// Whether more files were ready than [`READY_MAX`]: look again at once.
    pub more: bool,
}

/// A place in the inbox; a thing beside the persons' folders has an empty folder.
type Slot = (OsString, OsString);

/// Where a thing in the inbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not handed out yet.
    Waiting,
    /// Not handed out yet, and the reason was named; tried again at each scan.
    Unreadable,
    /// Handed out, or its content is known to be recorded.
    Handed,
    /// Named, and never handed out as it is.
    Refused,
}

/// What is remembered of a thing in the inbox.
#[derive(Clone, Copy, Debug)]
struct Seen {
    mark: Mark,
    since: Timestamp,
    state: State,
}

/// A settled file that is to be opened.
struct Candidate {
    slot: Slot,
    person: PersonId,
    seen: Seen,
}

/// The inbox.
#[derive(Debug)]
pub struct Inbox {
    root: PathBuf,
    persons: BTreeSet<PersonId>,
    seen: BTreeMap<Slot, Seen>,
}

impl Inbox {
    /// The inbox below `root` of these persons.
    pub fn new(root: impl Into<PathBuf>, persons: BTreeSet<PersonId>) -> Inbox {
        Inbox { root: root.into(), persons, seen: BTreeMap::new() }
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Other persons, after the configuration was read again; what was refused is looked at anew.
    pub fn set_persons(&mut self, persons: BTreeSet<PersonId>) {
        self.persons = persons;
        self.seen.retain(|_, seen| seen.state != State::Refused);
    }

    /// One look at everything that lies there.
    pub fn scan(&mut self, now: Timestamp) -> Result<Scan, InboxError> {
        let failed = |because| InboxError::Root { path: self.root.clone(), because };
        let root = folder::open_root(&self.root).map_err(failed)?;
        let (folders, too_many) = folder::list(&root).map_err(failed)?;
        let mut look = Look { now, before: std::mem::take(&mut self.seen), ..Look::default() };
        if too_many {
            look.refuse_overflow(&root, (OsString::new(), OsString::new()), None);
        }
        for name in folders {
            look.at_folder(&root, &self.persons, name);
        }
        let scan = look.open(&root, &self.root);
        self.seen = look.seen;
        Ok(scan)
    }

    /// The file could not be handled (the store was busy, the commit failed): hand it out again.
    pub fn give_back(&mut self, file: &ReadyFile) {
        if let Some(seen) = self.seen.get_mut(&slot_of(file))
            && seen.mark == file.mark
        {
            seen.state = State::Waiting;
        }
    }

    /// Moves a recorded file into its person's folder `done` and makes the move durable. Returns the new path,
    /// or `None` when another file has taken its name meanwhile (which then stays).
    pub fn move_to_done(&self, file: &ReadyFile, hash: &blake3::Hash) -> Result<Option<PathBuf>, InboxError> {
        let (folder, name) = slot_of(file);
        done::move_file(&self.root, &folder, &name, file.mark, hash)
            .map_err(|because| InboxError::Move { path: file.path.clone(), because })
    }

    /// Makes the folders of the persons that have none, open to the group of the root. To be called before any
    /// thread is started, since it changes the mask of new files for that moment.
    pub fn make_folders(&self) -> Result<(), InboxError> {
        done::make_folders(&self.root, &self.persons)
            .map_err(|because| InboxError::Root { path: self.root.clone(), because })
    }
}

/// The place of a file that was handed out.
fn slot_of(file: &ReadyFile) -> Slot {
    let name = file.path.file_name().unwrap_or_default();
    (OsString::from(file.person.as_str()), name.to_owned())
}

/// The content's hash, from the open file and without moving its position.
pub fn hash(file: &File) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0_u8; 64 * 1024];
    let mut offset = 0_u64;
    loop {
        let read = match file.read_at(&mut buffer, offset) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        match buffer.get(..read) {
            None | Some([]) => return Ok(hasher.finalize()),
            Some(bytes) => hasher.update(bytes),
        };
        offset = offset.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
    }
}

/// One scan under way.
#[derive(Default)]
struct Look {
    now: Timestamp,
    before: BTreeMap<Slot, Seen>,
    seen: BTreeMap<Slot, Seen>,
    candidates: Vec<Candidate>,
    scan: Scan,
}

impl Look {
    /// What lies directly in the root: a person's folder, or something to be named.
    fn at_folder(&mut self, root: &OwnedFd, persons: &BTreeSet<PersonId>, name: OsString) {
        if names::look(name.as_bytes()) == Name::Ignored {
            return;
        }
        let slot = (OsString::new(), name);
        let stat = match folder::stat(root, &slot.1) {
            Ok(Some(stat)) => stat,
            Ok(None) => return,
            Err(error) => return self.refuse(slot, None, None, "", unreadable(&error)),
        };
        let person = slot.1.to_str().and_then(PersonId::new).filter(|person| persons.contains(person));
        let found = folder::kind_name(folder::kind(&stat));
        match (folder::kind(&stat), person) {
            (FileType::Directory, Some(person)) => self.at_person(root, slot, &stat, person),
            (FileType::Directory, None) => {
                let shown = shown(&slot.1);
                self.refuse(slot, Some(&stat), None, &shown, Wrong::UnknownPerson);
            }
            (FileType::RegularFile, _) => self.refuse(slot, Some(&stat), None, found, Wrong::NoPersonFolder),
            _ => self.refuse(slot, Some(&stat), None, found, Wrong::NotAPlainFile { kind: found }),
        }
    }

    /// A person's folder.
    fn at_person(&mut self, root: &OwnedFd, slot: Slot, stat: &Stat, person: PersonId) {
        let listed = folder::open_folder(root, &slot.1).and_then(|open| Ok((folder::list(&open)?, open)));
        let ((files, too_many), open) = match listed {
            Ok(listed) => listed,
            Err(error) => return self.refuse(slot, Some(stat), Some(&person), "a folder", unreadable(&error)),
        };
        if too_many {
            self.refuse_overflow(&open, (slot.1.clone(), OsString::new()), Some(&person));
        }
        for name in files {
            self.at_file(&open, (slot.1.clone(), name), &person);
        }
    }

    /// One thing in a person's folder.
    fn at_file(&mut self, open: &OwnedFd, slot: Slot, person: &PersonId) {
        let look = names::look(slot.1.as_bytes());
        if look == Name::Ignored {
            return;
        }
        let stat = match folder::stat(open, &slot.1) {
            Ok(Some(stat)) => stat,
            Ok(None) => return,
            Err(error) => return self.refuse(slot, None, Some(person), "", unreadable(&error)),
        };
        let kind = folder::kind(&stat);
        if kind == FileType::Directory && slot.1 == DONE_FOLDER {
            return;
        }
        let found = folder::kind_name(kind);
        let wrong = match (kind, look) {
            (FileType::RegularFile, _) if stat.st_nlink > 1 => {
                Wrong::NotAPlainFile { kind: "a file with more than one name (hard links)" }
            }
            (FileType::RegularFile, Name::Compressed(kind)) => Wrong::NotText { kind },
            (FileType::RegularFile, Name::Other) => Wrong::UnknownFileType { taken: TAKEN },
            (FileType::RegularFile, _) => return self.at_export(slot, person, Mark::of(&stat)),
            _ => Wrong::NotAPlainFile { kind: found },
        };
        self.refuse(slot, Some(&stat), Some(person), found, wrong);
    }

    /// A file that may be an export: wait until it is settled.
    fn at_export(&mut self, slot: Slot, person: &PersonId, mark: Mark) {
        let fresh = Seen { mark, since: self.now, state: State::Waiting };
        let mut seen = self.before.get(&slot).filter(|seen| seen.mark == mark).copied().unwrap_or(fresh);
        // A clock that was set back must not make a file wait for years.
        seen.since = seen.since.min(self.now);
        let settled = self.now.duration_since(seen.since) >= SETTLED_AFTER;
        match seen.state {
            State::Waiting | State::Unreadable if settled => {
                self.candidates.push(Candidate { slot, person: person.clone(), seen });
            }
            State::Waiting | State::Unreadable => {
                self.scan.waiting = self.scan.waiting.saturating_add(1);
                self.seen.insert(slot, seen);
            }
            State::Handed | State::Refused => {
                self.seen.insert(slot, seen);
            }
        }
    }

    /// Opens the settled files, oldest first, as many as may be open at once.
    fn open(&mut self, root: &OwnedFd, path: &Path) -> Scan {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.sort_by(|a, b| (a.seen.mark.mtime, &a.slot).cmp(&(b.seen.mark.mtime, &b.slot)));
        for candidate in candidates {
            if self.scan.ready.len() < READY_MAX {
                self.open_one(root, path, candidate);
            } else {
                self.scan.more = true;
                self.seen.insert(candidate.slot, candidate.seen);
            }
        }
        std::mem::take(&mut self.scan)
    }

    fn open_one(&mut self, root: &OwnedFd, path: &Path, candidate: Candidate) {
        let Candidate { slot, person, seen } = candidate;
        let opened = folder::open_file(root, &slot.0, &slot.1);
        let opened = opened.and_then(|file| Ok((Mark::of(&rustix::fs::fstat(&file)?), ends(&file)?, file)));
        let (mark, ends, handle) = match opened {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.unreadable(slot, &person, seen, &error),
        };
        let rested = rest(&seen, self.now) >= RESTED_AFTER;
        let refused = match ends.compression {
            Some(kind) => Some(Wrong::NotText { kind }),
            None if mark.size == 0 && rested => Some(Wrong::Empty { header_only: false }),
            None => None,
        };
        if mark != seen.mark || (refused.is_none() && !ends.looks_whole && !rested) {
            // Changed between the look and the opening, or probably half-written.
            self.scan.waiting = self.scan.waiting.saturating_add(1);
            self.seen
                .insert(slot, Seen { mark, since: if mark == seen.mark { seen.since } else { self.now }, ..seen });
            return;
        }
        if let Some(wrong) = refused {
            self.scan.refused.push(refusal(&slot, Some(&person), "a file", wrong));
            self.seen.insert(slot, Seen { state: State::Refused, ..seen });
            return;
        }
        let file = ReadyFile {
            name: Arc::from(shown(&slot.1)),
            path: path.join(&slot.0).join(&slot.1),
            size: mark.size,
            mtime: mark.changed_at(),
            person,
            mark,
            handle,
        };
        self.scan.ready.push(file);
        self.seen.insert(slot, Seen { state: State::Handed, ..seen });
    }

    /// Names a file that cannot be opened once, and keeps trying: a permission may be mended any time.
    fn unreadable(&mut self, slot: Slot, person: &PersonId, seen: Seen, error: &io::Error) {
        if seen.state != State::Unreadable {
            self.scan.refused.push(refusal(&slot, Some(person), "a file", unreadable(error)));
        }
        self.seen.insert(slot, Seen { state: State::Unreadable, ..seen });
    }

    /// Names a thing unless it was named before and has not changed since.
    fn refuse(&mut self, slot: Slot, stat: Option<&Stat>, person: Option<&PersonId>, found: &str, wrong: Wrong) {
        let mark = stat.map_or(NO_MARK, Mark::of);
        let named = |seen: &&Seen| seen.state == State::Refused && seen.mark == mark;
        let seen = match self.before.get(&slot).filter(named) {
            Some(seen) => *seen,
            None => {
                self.scan.refused.push(refusal(&slot, person, found, wrong));
                Seen { mark, since: self.now, state: State::Refused }
            }
        };
        self.seen.insert(slot, seen);
    }

    fn refuse_overflow(&mut self, open: &OwnedFd, slot: Slot, person: Option<&PersonId>) {
        let stat = rustix::fs::fstat(open).ok();
        self.refuse(slot, stat.as_ref(), person, "a folder", Wrong::TooLarge { most: ENTRIES_MAX });
    }
}

/// The mark of a thing that could not be looked at.
const NO_MARK: Mark = Mark { inode: (0, 0), size: 0, mtime: (0, 0), links: 0 };

/// What the two ends of a file show.
struct Ends {
    compression: Option<&'static str>,
    looks_whole: bool,
}

fn ends(open: &File) -> io::Result<Ends> {
    let mut first = [0_u8; file::FIRST];
    let read = open.read_at(&mut first, 0)?;
    let first = first.get(..read).unwrap_or_default();
    let mut last = [0_u8; 1];
    let size = open.metadata()?.len();
    let tail = open.read_at(&mut last, size.saturating_sub(1))?;
    Ok(Ends {
        compression: file::compression(first),
        looks_whole: tail == 1 && file::looks_whole(first, last[0], size),
    })
}

/// How long a file has not changed, by its own time or by how long we have seen it so, whichever is more.
fn rest(seen: &Seen, now: Timestamp) -> SignedDuration {
    now.duration_since(seen.mark.changed_at()).max(now.duration_since(seen.since))
}

fn unreadable(error: &io::Error) -> Wrong {
    Wrong::Unreadable { because: error.kind().to_string() }
}

/// A name as it may be shown: cut, and without control characters; bytes that are no text become `\u{fffd}`.
fn shown(name: &OsStr) -> String {
    Reject::excerpt(&name.to_string_lossy())
}

fn refusal(slot: &Slot, person: Option<&PersonId>, found: &str, wrong: Wrong) -> Refused {
    let name = [&slot.1, &slot.0].into_iter().find(|name| !name.is_empty());
    let place = Place { of: Arc::from(name.map_or("inbox".to_owned(), |name| shown(name))), line: 0 };
    let reject = Reject { place, column: None, field: None, found: found.to_owned(), wrong };
    Refused { person: person.cloned(), reject }
}
