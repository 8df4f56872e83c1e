//! Faults that tests plant into a debug build, to show that they would be caught. A release build has none.

use std::time::Duration;

use crate::daemon::Message;

/// Acknowledges messages before they are stored.
const ACK_FIRST: &str = "TINGLED_TEST_ACK_FIRST";

/// Ends the program when a message holds [`POISON`].
const POISONED: &str = "TINGLED_TEST_POISON";

/// Milliseconds by which every turn with messages takes longer, so that a kill falls into it.
const PAUSE_MS: &str = "TINGLED_TEST_PAUSE_MS";

/// What a poisonous message holds.
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
    let is_poison = |message: &Message| message.payload.windows(POISON.len()).any(|part| part == POISON);
    #[expect(clippy::panic, reason = "the fault itself")]
    if std::env::var_os(POISONED).is_some() && messages.iter().any(is_poison) {
        panic!("a planted fault");
    }
}
