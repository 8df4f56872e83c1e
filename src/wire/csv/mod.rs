//! CSV exports in two passes: [`survey`] finds out how a file is to be read, [`read`] reads it in batches.
//!
//! Both take a stream of bytes and know no file; the caller opens it twice. Memory does not grow with the
//! size of the file, but for 8 bytes a row up to a limit and the rows that share their key with another.

mod batch;
mod cell;
mod complete;
mod draft;
mod end;
mod held;
mod instant;
mod object;
mod parts;
mod people;
mod plan;
mod read;
mod recognise;
mod rows;
mod sniff;
mod sport;
mod style;
mod summary;
mod survey;
mod two_ways;

use std::sync::Arc;

use jiff::tz::TimeZone;

pub use crate::voice::report::Counted;
pub use batch::Batch;
pub use draft::draft;
pub use read::read;
pub use rows::LINE_LONGEST;
pub use sniff::Encoding;
pub use style::{NumberStyle, System, UnitsKnown, UnitsWish};
pub use summary::{FirstRow, Summary, Unused};
pub use survey::{Failed, Survey, survey};

use crate::person::PersonId;
use crate::time::Timestamp;
use crate::wire::date::Order;
use crate::wire::number::Style;

/// Whose records they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// One person's file.
    Is(PersonId),
    /// The column of this name says; asked for by the caller, never found in the file.
    Column(String),
}

/// What the caller says about a file.
pub struct Settings<'s> {
    /// Whose records they are.
    pub who: Who,
    /// The zone of a person's wall clock; `None` for a person nobody knows.
    pub zone: &'s dyn Fn(&PersonId) -> Option<TimeZone>,
    /// The time now; later times are refused.
    pub now: Timestamp,
    /// When the file was last changed, as far as that is known; formats that do not show it are ranked by it.
    pub written: Option<Timestamp>,
    /// Metric or imperial, for files that do not say.
    pub units: UnitsWish,
    /// The style of numbers, when the caller knows it.
    pub numbers: Option<Style>,
    /// Which of two numbers of a date is the day, for dates that do not show it.
    pub order: Option<Order>,
    /// The dialect to read by, when the caller knows it.
    pub dialect: Option<String>,
    /// The name of the file in places of records and rejects.
    pub file: Arc<str>,
}
