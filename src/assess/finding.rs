//! The shape of an argument: what a rule found, on what evidence, and what it cannot know.

use std::borrow::Cow;
use std::fmt;

use crate::record::{Key, Value};
use crate::time::Timestamp;

/// How much a finding matters, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Information; status and page only.
    Note,
    /// Avoidable strain: `watch`, risks, triggers.
    Advice,
    /// A doctor should look at it: `see_doctor`.
    Consult,
    /// Could mean harm within days: `same_day`.
    Urgent,
    /// Could mean lasting harm within hours: `emergency_now`.
    Emergency,
}

impl Level {
    /// Every level, least first.
    pub const ALL: &'static [Level] = &[Level::Note, Level::Advice, Level::Consult, Level::Urgent, Level::Emergency];

    /// The name used in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Advice => "advice",
            Level::Consult => "consult",
            Level::Urgent => "urgent",
            Level::Emergency => "emergency",
        }
    }

    /// The level of that name.
    pub fn from_name(name: &str) -> Option<Level> {
        Self::ALL.iter().copied().find(|level| level.name() == name)
    }
}

/// The name of a rule, which is also the name of its topic: `rf01`, `fluid_deficit`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub Cow<'static, str>);

impl RuleId {
    /// A rule written in the code.
    pub const fn of(name: &'static str) -> RuleId {
        RuleId(Cow::Borrowed(name))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One piece of evidence, for or against.
#[derive(Clone, Debug, PartialEq)]
pub struct Because {
    /// What was looked at, a field name with its unit: `signs`, `mass_loss_pct`.
    pub what: Cow<'static, str>,
    /// What it was.
    pub value: Value,
    /// The limit it was held against, when the rule has one.
    pub limit: Option<f64>,
    /// Whether the value was reckoned from others and not measured or told.
    pub estimated: bool,
    /// The records it rests on, sorted.
    pub records: Vec<Key>,
}

/// The smallest change that would clear a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What to change, with its unit: `drink_ml`.
    pub what: Cow<'static, str>,
    /// By how much.
    pub by: f64,
}

/// A tip that is kept back where it could harm. Names, because a stored one may be of another version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Withheld {
    /// The tip.
    pub tip: Cow<'static, str>,
    /// Why.
    pub reason: Cow<'static, str>,
}

/// What a rule found about one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The record the finding is about: a report or a session.
    pub subject: Key,
    /// When the subject happened (of a session: when it ended).
    pub at: Timestamp,
    /// How much it matters.
    pub level: Level,
    /// What speaks for it; never empty.
    pub evidence: Vec<Because>,
    /// What speaks against it.
    pub against: Vec<Because>,
    /// What was not told and would have helped, by field name.
    pub unknown: Vec<Cow<'static, str>>,
    /// What would clear it, when something safe would.
    pub change: Vec<Change>,
    /// The tips that go with it, by name, the strongest first; see [`super::advice`].
    pub advice: Vec<Cow<'static, str>>,
    /// The tips that would go with it and are kept back, each with its reason.
    pub withheld: Vec<Withheld>,
}

/// The answer of a rule about one subject.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Everything that was needed is known, and the rule does not fire.
    Clear,
    /// The rule fires.
    Found(Box<Finding>),
    /// The rule does not fire on what is known, and could if these fields were answered.
    Unknown {
        /// The unanswered fields, sorted, each once.
        missing: Vec<Cow<'static, str>>,
    },
}

impl Verdict {
    /// The finding, when there is one.
    pub fn found(&self) -> Option<&Finding> {
        match self {
            Verdict::Found(finding) => Some(finding),
            _ => None,
        }
    }
}
