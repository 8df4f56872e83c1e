//! What is told about a file once it was read.

use std::collections::BTreeMap;

use super::plan::TimePlan;
use super::sniff::Encoding;
use super::style::{NumberStyle, System, UnitsKnown};
use super::survey::Survey;
use super::{Settings, Who};
use crate::time::Timestamp;
use crate::voice::report::{Counted, TwoWays};
use crate::wire::dialect::Zone;

/// A column that no field takes, or a section of which nothing is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// The line of its header.
    pub line: u64,
    /// Its name in the header, or the line over the section.
    pub column: String,
    /// A column of the dialect that is missing and is called nearly so.
    pub meant: Option<String>,
}

/// The time of the first row, read both ways, so that a person can see which is right.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstRow {
    /// The line it begins on.
    pub line: u64,
    /// The time as written.
    pub text: String,
    /// Read as UTC, or with the offset it states.
    pub as_utc: Timestamp,
    /// Read as the person's wall clock.
    pub as_local: Timestamp,
    /// As it was read.
    pub at: Timestamp,
    /// Whether it needed no zone: its offset stands in the text, or the app writes UTC.
    pub is_stated: bool,
}

/// What a file was, and what became of its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The name of the dialect.
    pub dialect: String,
    /// Its name for people.
    pub title: String,
    /// The source of the records.
    pub source: String,
    /// What its rows are called.
    pub counted: Counted,
    /// How the bytes became text; `None` for a file that is no text.
    pub encoding: Option<Encoding>,
    /// What separates the cells, where there are any.
    pub delimiter: Option<char>,
    /// How numbers are written, where that differs from file to file.
    pub numbers: Option<NumberStyle>,
    /// Metric or imperial, when it is known.
    pub units: Option<System>,
    /// How it is known.
    pub units_known: UnitsKnown,
    /// Where it is assumed, the first number that shows the difference.
    pub two_ways: Option<TwoWays>,
    /// Where wall clocks without offset stand; `None` for a file without times.
    pub zone: Option<Zone>,
    /// The zone used for wall clocks; `None` with a column of persons.
    pub zone_name: Option<String>,
    /// The earliest time of a row.
    pub first: Option<Timestamp>,
    /// The latest time of a row.
    pub last: Option<Timestamp>,
    /// The time of the first row both ways.
    pub first_row: Option<FirstRow>,
    /// Rows: always [`Summary::accepted`] + [`Summary::rejected`].
    pub rows: u64,
    /// Rows that were taken: they became records, or held nothing that is read.
    pub accepted: u64,
    /// Rows of these that held nothing that is read.
    pub empty: u64,
    /// Rows that were refused.
    pub rejected: u64,
    /// Records made; a row may make several.
    pub records: u64,
    /// Rows without anything in any cell, repeated headers, and lines over other rows; not counted as rows.
    pub blank: u64,
    /// Rows of sections of which nothing is read; not counted as rows.
    pub passed: u64,
    /// Records made of several rows: the line they are said to stand on, and how many further rows.
    pub further_rows: BTreeMap<u64, u64>,
    /// Times that a change of clocks skipped or doubled.
    pub clock_changes: u64,
    /// Columns that no field takes, and what rows were about that no record is made of.
    pub unused: Vec<Unused>,
}

impl Summary {
    /// Before the first row.
    pub(super) fn begin(survey: &Survey<'_>, settings: &Settings<'_>) -> Summary {
        let zone_name = match &settings.who {
            Who::Is(person) => (settings.zone)(person).and_then(|zone| zone.iana_name().map(str::to_owned)),
            Who::Column(_) => None,
        };
        // Where a column holds the offset, no wall clock is left to a zone.
        let zone = |time: &TimePlan<'_>| if time.offset.is_some() { Zone::Stated } else { time.rule.zone };
        let mut records = survey.parts.list.iter().flat_map(|part| &part.plan.records);
        let zone = records.find_map(|record| record.time.as_ref()).map(zone);
        Summary {
            dialect: survey.dialect.name.clone(),
            title: survey.dialect.title.clone(),
            source: survey.dialect.source.to_string(),
            counted: Counted::Rows,
            encoding: Some(survey.encoding),
            delimiter: Some(char::from(survey.cut.delimiter)),
            numbers: Some(survey.numbers),
            units: survey.units,
            units_known: survey.units_known,
            two_ways: None,
            zone,
            zone_name,
            first: None,
            last: None,
            first_row: survey.first_row.clone(),
            rows: 0,
            accepted: 0,
            empty: 0,
            rejected: 0,
            records: 0,
            blank: 0,
            passed: 0,
            further_rows: BTreeMap::new(),
            clock_changes: 0,
            unused: survey.parts.unused.clone(),
        }
    }
}
