//! What one turn of the daemon writes, all of it or nothing.

use std::borrow::Cow;

use super::ledger::FileMark;
use crate::assess::Level;
use crate::decide::feedback::Feedback;
use crate::decide::{Alert, AlertId};
use crate::person::{PersonId, Profile};
use crate::record::{Change, Reject, Source};
use crate::time::Timestamp;
use crate::wire::Letter;

/// What one turn writes, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// When the turn was planned.
    pub at: Timestamp,
    /// The records with what becomes of them; those that are known are passed over.
    pub records: Vec<Change>,
    /// What was refused.
    pub rejects: Vec<Refusal>,
    /// Profiles, whole; each replaces the one before.
    pub profiles: Vec<(PersonId, Profile)>,
    /// The zones in which local times were read; another zone than the stored one is refused (see
    /// `Store::rezone`).
    pub zones: Vec<ZoneUsed>,
    /// Alerts as they stand now, also those that are over.
    pub alerts: Vec<Alert>,
    /// What was said or held back, and why.
    pub spoken: Vec<Spoken>,
    /// What the person thinks of alerts that are stored.
    pub feedback: Vec<Feedback>,
    /// Letters for the broker, in order.
    pub letters: Vec<Letter>,
    /// How far a file was read, or that it was read.
    pub file: Option<FileMark>,
    /// Digests of deliveries that are now handled: their attempts are forgotten.
    pub handled: Vec<String>,
}

/// Something refused, for whom, and the sentence about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Whose delivery it stood in, when that is known.
    pub person: Option<PersonId>,
    /// Where, and what was found.
    pub reject: Reject,
    /// What was wrong and how to fix it, as said to a person.
    pub said: String,
}

/// The zone in which local times of a source were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneUsed {
    /// Whose records.
    pub person: PersonId,
    /// Of which source.
    pub source: Source,
    /// IANA name.
    pub zone: String,
}

/// One line of the log of speaking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The alert; it must be stored, or stand in the same turn.
    pub alert: AlertId,
    /// The revision spoken of.
    pub revision: u32,
    /// The level it was spoken at.
    pub level: Level,
    /// When.
    pub at: Timestamp,
    /// What was done: [`Spoken::PUSHED`], `held`, `acknowledged`, by the name of decide's variant.
    pub what: Cow<'static, str>,
    /// Why, by the name of the reason.
    pub why: Cow<'static, str>,
}

impl Spoken {
    /// `what` of a line that counts against the limits on pushes.
    pub const PUSHED: &'static str = "pushed";
}
