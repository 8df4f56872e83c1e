//! What was refused: the place, what was found, and why. The sentences are chosen in `voice`.

use std::sync::Arc;

use super::origin::Place;

/// Why something was refused, or not used.
#[expect(missing_docs, reason = "the variants' sentences say what their fields are")]
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// The field must be there.
    Missing,
    /// Not a number.
    NotANumber { unit: &'static str },
    /// A number outside the range that is taken.
    OutOfRange { unit: &'static str, low: f64, high: f64 },
    /// A number that reads in two ways, in style or in unit, and nothing tells which; in the field's unit.
    TwoReadings { unit: &'static str, one: f64, other: f64, source: Arc<str> },
    /// An amount without its unit, where only the row can tell it.
    NoUnit { known: &'static [&'static str] },
    /// A date that is one of two days, and nothing tells which.
    TwoDays { one: String, other: String, source: Arc<str> },
    /// A day where a time of day is needed.
    NoTimeOfDay,
    /// A symptom that is neither tingling nor the lack of it.
    AnotherSymptom,
    /// Neither yes nor no.
    NotAFlag,
    /// Not one of these words.
    UnknownWord { known: &'static [&'static str] },
    /// Too long, or with control characters.
    BadText { longest: usize },
    /// Not a list where several words are taken.
    NotAList,
    /// Not a time in any of the forms this place takes.
    NotATime { wanted: &'static str },
    /// A time without an offset where one is needed.
    NoOffset,
    /// A time that has not come yet.
    InTheFuture,
    /// An offset no place on Earth has.
    BadOffset,
    /// Not a duration.
    NotADuration,
    /// A workout without duration and without end.
    NoDuration,
    /// An end before its start.
    EndBeforeStart,
    /// A workout that lasted, with its pauses, far less than the exercise in it.
    ElapsedTooShort,
    /// The row has more or fewer cells than the header.
    CellCount { wanted: usize, found: usize },
    /// A quote was opened and never closed.
    UnclosedQuote,
    /// The line is longer than is taken.
    LineTooLong { longest: usize },
    /// The bytes are not text in the encoding of the file.
    BadEncoding { encoding: &'static str },
    /// The line holds NUL bytes.
    NulByte,
    /// Not a JSON object.
    NotAnObject { found: &'static str },
    /// Not JSON at all.
    NotJson { because: String },
    /// A key that comes twice in one object.
    DuplicateKey,
    /// Nested deeper than is taken.
    TooDeep { deepest: usize },
    /// No person of that name is known here.
    UnknownPerson,
    /// No topic of that form is taken.
    UnknownTopic,
    /// The payload names another person than the topic.
    OtherPerson,
    /// A schema this version does not read.
    UnknownSchema { known: String },
    /// No dialect of that name.
    UnknownDialect { known: String },
    /// A header no dialect knows; the nearest one, and how many of its columns were there.
    UnknownHeader { nearest: Option<String>, matched: usize, of: usize },
    /// An export that holds nothing we can keep, and what to export instead.
    NothingToKeep { title: String, instead: String },
    /// The file is empty, or holds only a header.
    Empty { header_only: bool },
    /// A file of a known format that is broken; what is wrong with it.
    Broken { format: &'static str, because: String },
    /// A file of a known format that holds something else than sessions.
    NoSessions { kind: String },
    /// A way without any time.
    NoTimes,
    /// A compressed or binary file.
    NotText { kind: &'static str },
    /// Not an ordinary file with one name: a link, a pipe, a folder, a device.
    NotAPlainFile { kind: &'static str },
    /// A file whose name does not end in one of these.
    UnknownFileType { taken: &'static [&'static str] },
    /// A file that lies beside the persons' folders and not in one of them.
    NoPersonFolder,
    /// A file or folder that could not be read.
    Unreadable { because: String },
    /// Too large for one message or batch.
    TooLarge { most: usize },
    /// Taken out after its handling failed this many times.
    Quarantined { attempts: u32 },
    /// A field that is not used; maybe meant is another.
    UnusedField { meant: Option<String> },
}

/// One row, message or field that was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Reject {
    /// File and line, or topic.
    pub place: Place,
    /// Column of the file, from 1, in bytes of the line; `None` for a whole row or message.
    pub column: Option<u64>,
    /// The field, as the source names it.
    pub field: Option<String>,
    /// What stood there, cut to [`Reject::FOUND_LONGEST`] characters, control characters replaced.
    pub found: String,
    /// Why it was refused.
    pub wrong: Wrong,
}

impl Reject {
    /// The longest excerpt of what was found.
    pub const FOUND_LONGEST: usize = 120;

    /// An excerpt that can be shown: cut, and without control characters.
    pub fn excerpt(text: &str) -> String {
        let safe = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        let mut kept: String = text.chars().take(Self::FOUND_LONGEST).map(safe).collect();
        if text.chars().nth(Self::FOUND_LONGEST).is_some() {
            kept.push('…');
        }
        kept
    }
}
