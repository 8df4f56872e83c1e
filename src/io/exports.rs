//! Exports that come as messages: they may hold thousands of records, so they are stored in stretches between
//! everything else, and acknowledged once all of it is stored.

use std::collections::VecDeque;

use crate::daemon::Message;
use crate::person::PersonId;
use crate::wire::Parsed;

use super::core::Core;
use super::mqtt::AckToken;
use super::planted;

/// The most records of a stretch.
const STRETCH: usize = 1000;

/// An export that is not wholly stored yet.
#[derive(Debug)]
struct Export {
    digest: String,
    message: Message,
    /// Whoever sent the same bytes again waits for the same end.
    tokens: Vec<AckToken>,
    /// What is still to be stored; `None` before it was read.
    left: Option<(Option<PersonId>, VecDeque<Parsed>)>,
}

/// The exports that wait, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Exports {
    waiting: VecDeque<Export>,
}

impl Exports {
    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// An export came in. The same one comes again when the connection was lost meanwhile.
    pub(super) fn add(&mut self, digest: String, message: Message, token: AckToken) {
        match self.waiting.iter_mut().find(|export| export.digest == digest) {
            Some(export) => export.tokens.push(token),
            None => self.waiting.push_back(Export { digest, message, tokens: vec![token], left: None }),
        }
    }
}

impl Core {
    /// Reads the first export that waits, or stores one stretch of it; `true` when there is more to do.
    pub(super) fn export_step(&mut self) -> bool {
        let Some(mut export) = self.exports.waiting.pop_front() else { return false };
        self.handling.begin(std::slice::from_ref(&export.digest));
        planted::before(std::slice::from_ref(&export.message));
        let is_stored = self.store_stretch(&mut export);
        if self.is_stuck {
            // What stands on the page is counted at the next start.
            return false;
        }
        self.handling.end();
        if !is_stored {
            // Told to stop: it was not acknowledged, and comes again.
            return false;
        }
        if export.left.as_ref().is_some_and(|(_, left)| left.is_empty()) {
            self.over(std::slice::from_ref(&export.digest));
            self.acknowledge(export.tokens);
        } else {
            self.exports.waiting.push_front(export);
        }
        !self.exports.is_empty()
    }

    /// Stores the next stretch; `false` when it was not stored.
    fn store_stretch(&mut self, export: &mut Export) -> bool {
        let (person, left) = match &mut export.left {
            Some(left) => left,
            None => {
                let read = self.daemon.read_export(&export.message, (self.clock)());
                let stretches = read.parsed.stretches(STRETCH).into();
                // The bytes are not needed any more.
                export.message.payload = Vec::new();
                export.left.insert((read.person, stretches))
            }
        };
        let Some(parsed) = left.front() else { return true };
        let stored = self.until_stored(|daemon, now| daemon.stretch(person.clone(), parsed.clone(), now));
        if stored.is_some() {
            left.pop_front();
        }
        stored.is_some()
    }
}
