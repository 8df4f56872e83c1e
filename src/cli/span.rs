//! A span of days on the command line: `--from` and `--to`.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::args::DaysArgs;
use super::failure::Failure;
use super::terminal::Terminal;
use crate::record::{Place, Reject};
use crate::time::{Timestamp, to_millisecond};
use crate::voice::Notice;
use crate::wire::when::read_day;

/// The days that were asked for, both included; an end that was left out is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The midnight at which the first day begins.
    pub from: Option<Timestamp>,
    /// The last moment of the last day.
    pub to: Option<Timestamp>,
}

impl Span {
    /// The days of `--from` and `--to`, by the clock of this zone; each text that is no day is named on the terminal,
    /// and `undone` says what therefore did not happen.
    pub fn read(days: &DaysArgs, zone: &TimeZone, terminal: &mut Terminal, undone: &str) -> Result<Span, Failure> {
        let (from, to) = (days.from.as_deref(), days.to.as_deref());
        match (midnight(from, "from", zone), midnight(to, "to", zone)) {
            (Ok(from), Ok(to)) => Ok(Span { from, to: to.map(|day| end_of_day(day, zone)) }),
            (from, to) => {
                let wrong = [from, to].into_iter().filter_map(Result::err);
                wrong.for_each(|reject| terminal.notice(&Notice::of_reject(&reject, None)));
                Err(Failure::Usage(undone.to_owned()))
            }
        }
    }

    /// Whether it has no end at all.
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

fn midnight(text: Option<&str>, name: &str, zone: &TimeZone) -> Result<Option<Timestamp>, Box<Reject>> {
    let Some(text) = text else { return Ok(None) };
    let read = read_day(text.trim(), zone).map(|day| Some(day.at));
    read.map_err(|wrong| {
        Box::new(Reject {
            place: Place { of: Arc::from(Place::COMMAND_LINE), line: 0 },
            column: None,
            field: Some(name.to_owned()),
            found: text.to_owned(),
            wrong,
        })
    })
}

fn end_of_day(midnight: Timestamp, zone: &TimeZone) -> Timestamp {
    let day = midnight.to_zoned(zone.clone());
    day.end_of_day().map_or(midnight, |end| to_millisecond(end.timestamp()))
}
