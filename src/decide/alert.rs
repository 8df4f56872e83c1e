//! An alert: one episode of one rule, spoken about under one id for ever.

use std::fmt;

use crate::assess::{Finding, Level, RuleId};
use crate::person::PersonId;
use crate::time::Timestamp;

use super::reason::Why;

/// The id of an alert; given when first spoken, and kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertId(pub String);

impl fmt::Display for AlertId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It still follows from the records, and nobody has acknowledged it.
    Open,
    /// Seen by the person; it still follows.
    Acknowledged,
    /// Over.
    Ended,
}

impl State {
    /// Every state.
    pub const ALL: &'static [State] = &[State::Open, State::Acknowledged, State::Ended];

    /// The name used in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Acknowledged => "acknowledged",
            State::Ended => "ended",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<State> {
        Self::ALL.iter().copied().find(|state| state.name() == name)
    }
}

/// One episode of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Its id; never changes.
    pub id: AlertId,
    /// Counts the contents it has had, from 1; the content of one revision never changes.
    pub revision: u32,
    /// Whose it is.
    pub person: PersonId,
    /// The rule; also the last level of its topic.
    pub rule: RuleId,
    /// The level it is spoken at, which may lie below that of its finding (an old report, the weekly limit).
    pub level: Level,
    /// Where it stands.
    pub state: State,
    /// What was found, as it stands now.
    pub finding: Finding,
    /// Whether the finding was already old when it was first spoken of.
    pub late: bool,
    /// When it was first spoken of.
    pub raised_at: Timestamp,
    /// When this revision was made.
    pub changed_at: Timestamp,
    /// The newest record known when this revision was made.
    pub data_to: Timestamp,
    /// When it was first spoken of at its present level, or found again: repeats are reckoned from here.
    pub spoken_since: Timestamp,
    /// When it was last pushed to the person; `None` for a note.
    pub pushed_at: Option<Timestamp>,
    /// How often it was pushed.
    pub pushes: u32,
    /// The highest level it was ever pushed at.
    pub told_level: Option<Level>,
    /// When the person acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// Until when the person wants to hear nothing of it; never for an emergency.
    pub snoozed_until: Option<Timestamp>,
    /// Why it has this content.
    pub why: Why,
}

impl Alert {
    /// Whether it is not over.
    pub fn is_standing(&self) -> bool {
        self.state != State::Ended
    }

    /// Whether the person wants to hear nothing of it at that time.
    pub fn is_snoozed(&self, now: Timestamp) -> bool {
        self.snoozed_until.is_some_and(|until| now < until)
    }
}
