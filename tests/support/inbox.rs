//! An inbox for a test.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use tempfile::TempDir;
use tingled::io::inbox::{Inbox, ReadyFile, Scan};
use tingled::person::PersonId;
use tingled::record::Wrong;
use tingled::time::{SignedDuration, Timestamp};

/// An inbox of ana and ben in a folder of its own, with a clock that only the test moves.
pub(crate) struct Setting {
    pub(crate) home: TempDir,
    pub(crate) inbox: Inbox,
    now: Timestamp,
}

impl Setting {
    pub(crate) fn new() -> Setting {
        let home = TempDir::new().unwrap();
        let persons: BTreeSet<PersonId> = ["ana", "ben"].iter().map(|name| PersonId::new(name).unwrap()).collect();
        let inbox = Inbox::new(home.path(), persons);
        inbox.make_folders().unwrap();
        Setting { home, inbox, now: Timestamp::now() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Looks again so many seconds later.
    pub(crate) fn after(&mut self, seconds: i64) -> Scan {
        self.now += SignedDuration::from_secs(seconds);
        self.inbox.scan(self.now).unwrap()
    }
}

/// The names of what is ready, with their persons.
pub(crate) fn ready(scan: &Scan) -> Vec<String> {
    let mut names: Vec<String> = scan.ready.iter().map(|file| format!("{}/{}", file.person, file.name)).collect();
    names.sort();
    names
}

/// Who, what name and why, of everything refused.
pub(crate) fn refused(scan: &Scan) -> Vec<(String, String, Wrong)> {
    let person = |person: &Option<PersonId>| person.as_ref().map_or(String::new(), |p| p.to_string());
    let each = scan.refused.iter();
    each.map(|one| (person(&one.person), one.reject.place.of.to_string(), one.reject.wrong.clone())).collect()
}

pub(crate) fn text_of(file: &mut ReadyFile) -> String {
    let mut text = String::new();
    file.handle.read_to_string(&mut text).unwrap();
    text
}

/// The only thing that lies there is refused at the first look, for this reason, and never named again.
pub(crate) fn check_refused_once(mut one: Setting, person: &str, name: &str, wrong: Wrong) {
    let first = one.after(0);
    assert_eq!(refused(&first), [(person.to_owned(), name.to_owned(), wrong)]);
    for seconds in [1, 5, 100] {
        let later = one.after(seconds);
        assert_eq!((refused(&later), ready(&later)), (vec![], vec![]), "named again, or read");
    }
}
