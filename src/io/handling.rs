//! Which deliveries are being handled, on a page that outlives a crash of the process.
//!
//! The page is written before a turn and emptied after it. It need not survive a power loss, so it is never
//! synced: one write in place per turn. What still stands on it at a start was begun and never finished.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use tracing::warn;

use crate::daemon::Message;
use crate::store::{Store, StoreError};
use crate::time::Timestamp;

/// The name of the page, beside the database.
pub const HANDLING_FILE: &str = "handling";

/// Handled this often without an end, a delivery is handled alone.
pub const ATTEMPTS_ALONE: u32 = 2;

/// Handled this often without an end, a delivery is set aside.
pub const ATTEMPTS_MOST: u32 = 3;

/// The most of the page that is read: more than one turn ever writes.
const PAGE_MOST: u64 = 1 << 20;

/// The deliveries that are being handled, and those that were begun before and never finished.
#[derive(Debug, Default)]
pub struct Handling {
    /// `None` where there is no page: nothing is remembered then.
    page: Option<File>,
    begun: BTreeMap<String, u32>,
    /// The file that is being read beside everything else.
    file: Option<String>,
}

/// What is to be done with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As always: with whatever came in with it.
    Together,
    /// By itself, so that it harms nobody else.
    Alone,
    /// Not at all.
    SetAside {
        /// How often its handling was begun.
        attempts: u32,
    },
}

/// What tells one delivery from another: the same bytes on the same topic are the same.
pub fn digest(message: &Message) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(message.topic.as_bytes()).update(b"\0").update(&message.payload);
    hasher.finalize().to_hex().to_string()
}

impl Handling {
    /// Opens the page in this folder, and counts an attempt at everything that still stands on it.
    pub fn open(folder: &Path, store: &mut Store, now: Timestamp) -> Result<Handling, StoreError> {
        let (page, left) = match open(&folder.join(HANDLING_FILE)) {
            Ok((page, left)) => (Some(page), left),
            Err(because) => {
                warn!(%because, "a delivery that ends the program could not be told from others");
                (None, Vec::new())
            }
        };
        if !left.is_empty() {
            warn!(deliveries = left.len(), "the program ended while these were handled; they are handled again");
            if let Err(because) = store.raise_attempts(&left, now) {
                // A full disk is waited for later on, and must not keep us from starting.
                warn!(%because, "their attempts could not be counted");
                store.reopen()?;
            }
        }
        let mut handling = Handling { page, begun: store.begun()?, file: None };
        handling.end();
        Ok(handling)
    }

    /// What is to be done with the delivery of that digest.
    pub fn way(&self, digest: &str) -> Way {
        match self.begun.get(digest).copied() {
            Some(attempts) if attempts >= ATTEMPTS_MOST => Way::SetAside { attempts },
            Some(attempts) if attempts >= ATTEMPTS_ALONE => Way::Alone,
            _ => Way::Together,
        }
    }

    /// These are handled from now on.
    pub fn begin(&mut self, digests: &[String]) {
        let distinct: BTreeSet<&str> = digests.iter().map(String::as_str).collect();
        let mut text = String::with_capacity(distinct.len().saturating_mul(65).saturating_add(1));
        for digest in distinct {
            text.push_str(digest);
            text.push('\n');
        }
        text.push('\n');
        self.write(&text);
    }

    /// Nothing is handled any more but the file that is being read.
    ///
    /// Between turns only: what ends the program during a turn is laid to its messages, not to the file.
    pub fn end(&mut self) {
        let text = self.file.as_ref().map_or_else(|| "\n".to_owned(), |digest| format!("{digest}\n\n"));
        self.write(&text);
    }

    /// The file of that digest is read from now on, unless it is to be set aside.
    pub fn begin_file(&mut self, digest: &str) -> Way {
        let way = self.way(digest);
        if !matches!(way, Way::SetAside { .. }) {
            self.file = Some(digest.to_owned());
            self.end();
        }
        way
    }

    /// No file is read any more.
    pub fn end_file(&mut self) {
        self.file = None;
        self.end();
    }

    /// Of these digests, those that were begun before; they are over now.
    pub fn over(&mut self, digests: &[String]) -> Vec<String> {
        if self.begun.is_empty() {
            return Vec::new();
        }
        digests.iter().filter(|digest| self.begun.remove(*digest).is_some()).cloned().collect()
    }

    /// In place and without a sync. What cannot be written (a full disk) only costs the protection.
    fn write(&mut self, text: &str) {
        let Some(page) = &self.page else { return };
        let _ = page.write_all_at(text.as_bytes(), 0);
    }
}

/// Opens the page, and reads what stands on it: one digest a line, up to the first empty line.
fn open(path: &Path) -> io::Result<(File, Vec<String>)> {
    let mut options = OpenOptions::new();
    let page = options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    let mut bytes = Vec::new();
    (&page).take(PAGE_MOST).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let is_digest = |line: &&str| line.len() == 64 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    let left = text.lines().take_while(|line| !line.is_empty()).filter(is_digest);
    Ok((page, left.map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Message {
        Message { topic: "ana/in/tingling".to_owned(), payload: text.as_bytes().to_vec(), reply_to: None }
    }

    fn start(folder: &Path) -> (Store, Handling) {
        let mut store = Store::open(&folder.join("tingled.db")).unwrap();
        let handling = Handling::open(folder, &mut store, Timestamp::UNIX_EPOCH).unwrap();
        (store, handling)
    }

    #[test]
    fn what_was_begun_and_never_finished_goes_alone_the_third_time_and_then_aside() {
        let folder = tempfile::tempdir().unwrap();
        let (bad, good) = (digest(&message("bad")), digest(&message("good")));
        let ways = [Way::Together, Way::Together, Way::Alone, Way::SetAside { attempts: 3 }];
        for way in ways {
            let (store, mut handling) = start(folder.path());
            assert_eq!(handling.way(&bad), way);
            assert_eq!(handling.way(&good), Way::Together);
            handling.begin(std::slice::from_ref(&good));
            handling.end();
            handling.begin(&[bad.clone(), bad.clone()]);
            // The program ends here without a word.
            drop((store, handling));
        }
    }

    #[test]
    fn a_file_stands_on_the_page_between_turns_only() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (digest(&message("file")), digest(&message("other")));
        let attempts = |digest: &String| Store::open(&folder.path().join("tingled.db")).unwrap().attempts(digest);
        let (store, mut handling) = start(folder.path());
        assert_eq!(handling.begin_file(&file), Way::Together);
        handling.begin(std::slice::from_ref(&other));
        drop((store, handling));
        drop(start(folder.path()));
        assert_eq!((attempts(&file).unwrap(), attempts(&other).unwrap()), (0, 1), "during a turn");
        let (store, mut handling) = start(folder.path());
        handling.begin_file(&file);
        handling.begin(std::slice::from_ref(&other));
        handling.end();
        drop((store, handling));
        drop(start(folder.path()));
        assert_eq!((attempts(&file).unwrap(), attempts(&other).unwrap()), (1, 1), "after it");
        let (store, mut handling) = start(folder.path());
        handling.begin_file(&file);
        handling.end_file();
        drop((store, handling));
        drop(start(folder.path()));
        assert_eq!(attempts(&file).unwrap(), 1, "after the end of the file");
    }

    #[test]
    fn what_was_finished_after_all_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let digests = [digest(&message("one")), digest(&message("two"))];
        start(folder.path()).1.begin(&digests);
        let (mut store, mut handling) = start(folder.path());
        assert_eq!(store.begun().unwrap().len(), 2);
        let over = handling.over(&digests);
        assert_eq!(over, digests);
        store.clear_attempts(&over).unwrap();
        drop((store, handling));
        let (store, mut handling) = start(folder.path());
        assert!(store.begun().unwrap().is_empty());
        assert!(handling.over(&digests).is_empty());
    }

    #[test]
    fn a_shorter_page_hides_what_stood_below() {
        let folder = tempfile::tempdir().unwrap();
        let digests: Vec<String> = (0..5).map(|number| digest(&message(&number.to_string()))).collect();
        let (store, mut handling) = start(folder.path());
        handling.begin(&digests);
        handling.begin(&digests[4..]);
        drop((store, handling));
        assert_eq!(start(folder.path()).0.begun().unwrap().into_keys().collect::<Vec<_>>(), digests[4..]);
    }

    #[test]
    fn a_page_of_rubbish_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(HANDLING_FILE), b"\xff\x00rubbish\nmore\n\n").unwrap();
        assert!(start(folder.path()).0.begun().unwrap().is_empty());
    }

    #[test]
    fn the_same_text_on_another_topic_is_another_delivery() {
        let other = Message { topic: "ben/in/tingling".to_owned(), ..message("x") };
        assert_ne!(digest(&message("x")), digest(&other));
    }
}
