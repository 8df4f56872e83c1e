//! What a person reads when a red flag is found: one title per rule, one message per rule and level.
//!
//! Not yet reviewed by a clinician. Every message opens with what to do, and says what it can be, never what it is.

mod emergencies;
mod same_day;
mod see_doctor;

use super::phrase::{Language, Phrase};
use crate::assess::Level;

/// The words of one rule.
pub struct Words {
    /// The rule.
    pub rule: &'static str,
    /// Its title.
    pub title: Phrase,
    /// Its messages, highest level first.
    pub messages: &'static [(Level, Phrase)],
}

/// The title of a red-flag rule; `None` for any other rule.
pub fn title(rule: &str, language: Language) -> Option<&'static str> {
    of(rule).map(|words| words.title.text(language))
}

/// What to say when this rule is found at this level; `None` when it has no such level.
pub fn message(rule: &str, level: Level, language: Language) -> Option<&'static str> {
    let (_, message) = of(rule)?.messages.iter().find(|(known, _)| *known == level)?;
    Some(message.text(language))
}

/// The words of every red-flag rule.
pub fn words() -> impl Iterator<Item = &'static Words> {
    emergencies::WORDS.iter().chain(same_day::WORDS).chain(see_doctor::WORDS)
}

fn of(rule: &str) -> Option<&'static Words> {
    words().find(|words| words.rule == rule)
}
