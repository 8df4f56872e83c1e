//! One thing that is wrong in the configuration, with its place.

use crate::record::Reject;
use crate::voice::setting::{self, Fault};
use crate::voice::{Notice, Spot};

/// One thing that is wrong in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: the file with line and column, or `environment`, or `command line`.
    pub spot: Spot,
    /// The setting: `mqtt.url`.
    pub key: String,
    /// What stood there; never a secret.
    pub found: String,
    /// What is wrong with it.
    pub fault: Fault,
}

impl Problem {
    /// The problem in words, ready to be shown.
    pub fn notice(&self) -> Notice {
        Notice {
            diagnostic: setting::sentence(&self.key, &self.fault),
            found: self.found.clone(),
            spot: self.spot.clone(),
            is_warning: false,
            more: 0,
        }
    }
}

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The stretch of the file.
    File(std::ops::Range<usize>),
    /// The variable or option.
    Named { place: &'static str, name: String },
}

/// The file, for turning stretches of it into lines and columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl File<'_> {
    /// The problem of a value; what it must not show is left out.
    pub(super) fn problem(&self, place: &Place, key: &str, found: &str, fault: Fault) -> Problem {
        let hides = fault == Fault::SecretInTheOpen || names_a_secret(key);
        let mut spot = match place {
            Place::File(stretch) => self.spot(stretch),
            Place::Named { place, name } => Spot { place: format!("{place}: {name}"), ..Spot::default() },
        };
        if hides {
            spot.source = None;
        }
        let found = if hides { String::new() } else { Reject::excerpt(found) };
        Problem { spot, key: key.to_owned(), found, fault }
    }

    fn spot(&self, stretch: &std::ops::Range<usize>) -> Spot {
        let before = self.text.get(..stretch.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let rest = self.text.get(line_start..).unwrap_or_default();
        let source = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let column = before.len().saturating_sub(line_start);
        let width = stretch.len().min(source.len().saturating_sub(column)).max(1);
        Spot {
            place: self.name.to_owned(),
            line: count(before.matches('\n').count()).saturating_add(1),
            column: Some(count(column).saturating_add(1)),
            width,
            source: Some(source.to_owned()),
        }
    }
}

/// Whether a slip of this name could stand beside a password.
fn names_a_secret(key: &str) -> bool {
    let leaf = key.rsplit('.').next().unwrap_or(key).to_lowercase();
    ["pass", "secret", "token", "pw"].iter().any(|part| leaf.contains(part)) && leaf != "password_file"
}
