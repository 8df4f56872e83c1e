//! What was refused, told on the person's own topic so that the owner of a device sees why.

use crate::person::PersonId;
use crate::wire::json::out::rejected_payloads;
use crate::wire::{Letter, Parsed, Purpose};

/// The letters about what one message was refused for, and about fields of it that were not used.
pub fn letters(person: Option<&PersonId>, parsed: &Parsed) -> Vec<Letter> {
    let Some(person) = person else { return Vec::new() };
    let letter = |payload: serde_json::Value| Letter {
        topic: format!("{person}/out/rejected"),
        payload: payload.to_string().into_bytes(),
        purpose: Purpose::Rejected,
    };
    rejected_payloads(parsed).into_iter().map(letter).collect()
}
