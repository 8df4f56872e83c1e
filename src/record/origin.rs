//! Where a record was read, so that every number traces back to a line or a message.

use std::fmt;
use std::sync::Arc;

use crate::time::{Timestamp, WrittenTime};

/// The name of a source: an app (`garmin`, `strava`), or [`Source::OWN`] for our own formats on any channel.
///
/// Our own CSV, JSON and command line share one name, so that one fact told twice is one record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source(pub Arc<str>);

impl Source {
    /// The source of records in our own formats.
    pub const OWN: &'static str = "own";

    /// The source of that name.
    pub fn new(name: &str) -> Source {
        Source(Arc::from(name))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the bytes stood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's name, the topic, or `command line`.
    pub of: Arc<str>,
    /// The line of a file, from 1; the position in a batch, from 1; 0 for a single message.
    pub line: u64,
}

impl Place {
    /// Where records stand that were told on the command line.
    pub const COMMAND_LINE: &'static str = "command line";
}

/// Where a record came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The app or format.
    pub source: Source,
    /// The source's own id, when it has one.
    pub native_id: Option<String>,
    /// The file and line, or the topic.
    pub place: Place,
    /// The time as written.
    pub time: WrittenTime,
    /// The newest time of the file the record stood in, or when the message says it was edited: of two
    /// versions of one record the one from the newer file wins, whatever arrived last.
    pub newest: Option<Timestamp>,
    /// Dialect or schema that read it, with its version: `garmin-activities/1`.
    pub parser: Arc<str>,
}

impl Origin {
    /// What the name of a parser ends in when nothing told it the units of the file.
    pub const UNITS_ASSUMED: &'static str = ", units assumed";

    /// Whether kilometres, kilograms and degrees Celsius may have been miles, pounds and degrees Fahrenheit.
    pub fn assumes_units(&self) -> bool {
        self.parser.ends_with(Self::UNITS_ASSUMED)
    }
}
