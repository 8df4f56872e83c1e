//! What the person thinks of an alert. It changes no finding.

use crate::time::Timestamp;

use super::alert::AlertId;

/// Whether an alert helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// It helped.
    Useful,
    /// There was nothing.
    False,
    /// It was right and came too late.
    Late,
}

impl Mark {
    /// The names of all, as in JSON, in the database and on the command line.
    pub const NAMES: &'static [&'static str] = &["useful", "false", "late"];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Useful => "useful",
            Mark::False => "false",
            Mark::Late => "late",
        }
    }

    /// The mark of that name.
    pub fn from_name(name: &str) -> Option<Mark> {
        [Mark::Useful, Mark::False, Mark::Late].into_iter().find(|mark| mark.name() == name)
    }
}

/// A mark that the person gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// The alert.
    pub alert: AlertId,
    /// The revision that was read.
    pub revision: u32,
    /// When.
    pub at: Timestamp,
    /// What the person thinks of it.
    pub mark: Mark,
}
