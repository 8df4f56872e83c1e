//! Faults that tests plant into a debug build, to show that they would be caught. A release build has none.

use std::fs::File;
use std::io::Read;
use std::time::Duration;

use super::at::At;
use crate::daemon::Message;

/// Acknowledges messages before they are stored.
const ACK_FIRST: &str = "TINGLED_TEST_ACK_FIRST";

/// Ends the program when a message or a file holds [`POISON`].
const POISONED: &str = "TINGLED_TEST_POISON";

/// Milliseconds by which every turn with messages takes longer, so that a kill falls into it.
const PAUSE_MS: &str = "TINGLED_TEST_PAUSE_MS";

/// What a poisonous message or file holds.
const POISON: &[u8] = b"poison-for-a-test";

/// Whether messages are acknowledged before they are stored.
pub fn acknowledges_first() -> bool {
    cfg!(debug_assertions) && std::env::var_os(ACK_FIRST).is_some()
}

/// Before messages are handled.
pub fn before(messages: &[Message]) {
    if !cfg!(debug_assertions) {
        return;
    }
    let pause = std::env::var_os(PAUSE_MS).and_then(|text| text.to_str()?.parse().ok());
    if let Some(pause) = pause {
        std::thread::sleep(Duration::from_millis(pause));
    }
    let is_poison = |message: &Message| is_poisonous(&message.payload);
    #[expect(clippy::panic, reason = "the fault itself")]
    if std::env::var_os(POISONED).is_some() && messages.iter().any(is_poison) {
        panic!("a planted fault");
    }
}

/// When the reading of a file begins.
pub fn while_reading(file: &File) {
    if !cfg!(debug_assertions) || std::env::var_os(POISONED).is_none() {
        return;
    }
    let mut bytes = Vec::new();
    if At::start(file).read_to_end(&mut bytes).is_ok() && is_poisonous(&bytes) {
        // As a panic does in a release build, on whichever thread.
        std::process::abort();
    }
}

fn is_poisonous(bytes: &[u8]) -> bool {
    bytes.windows(POISON.len()).any(|part| part == POISON)
}
