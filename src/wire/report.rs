//! From what a file was to the report on its import.

use jiff::tz::TimeZone;

use crate::time::Timestamp;
use crate::voice::report::{Decimals, ImportReport, Times, Units, first_row, units_unknown};
use crate::wire::csv::{NumberStyle, Summary, UnitsKnown};
use crate::wire::dialect::Zone;
use crate::wire::number::Style;

/// Puts into the report what a file was.
pub fn describe(report: &mut ImportReport, summary: &Summary, zone: &TimeZone) {
    let on = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    report.dialect = Some(summary.title.clone());
    report.counted = summary.counted;
    report.encoding = summary.encoding.map(|encoding| encoding.name().to_owned());
    report.delimiter = summary.delimiter.map(|delimiter| match delimiter {
        '\t' => "tab".to_owned(),
        other => other.to_string(),
    });
    report.numbers = summary.numbers.map(|numbers| decimals(numbers).words().to_owned());
    report.units = units(summary);
    let times = summary.zone.map(|rule| match rule {
        Zone::Utc => Times::Utc,
        Zone::Local if summary.first_row.as_ref().is_some_and(|row| row.is_stated) => Times::Stated,
        Zone::Local => Times::Local(summary.zone_name.as_deref()),
        Zone::Stated => Times::Stated,
    });
    report.times = times.map(|times| times.words(summary.clock_changes));
    report.first_row = times
        .zip(summary.first_row.as_ref())
        .map(|(times, row)| first_row(&row.text, times, &on(row.as_local), &on(row.as_utc)));
    report.span = summary.first.zip(summary.last).map(|(first, last)| [on(first), on(last)]);
    report.unused_columns = summary
        .unused
        .iter()
        .map(|unused| match &unused.meant {
            Some(meant) => format!("{} (was \"{meant}\" meant?)", unused.column),
            None => unused.column.clone(),
        })
        .collect();
}

fn decimals(style: NumberStyle) -> Decimals {
    match style {
        NumberStyle::Given(Style::Point) | NumberStyle::Found(Style::Point) => Decimals::Point,
        NumberStyle::Given(Style::Comma) | NumberStyle::Found(Style::Comma) => Decimals::Comma,
        NumberStyle::ByColumn => Decimals::ByColumn,
        NumberStyle::Unknown => Decimals::None,
    }
}

fn units(summary: &Summary) -> Option<String> {
    let known = match summary.units_known {
        UnitsKnown::NotNeeded => return None,
        UnitsKnown::Unknown => return Some(units_unknown(&summary.source)),
        UnitsKnown::Told { against } => Units::Told { against },
        UnitsKnown::FromSteps { rows } => Units::FromSteps(rows),
        UnitsKnown::FromHeight { rows } => Units::FromHeight(rows),
        UnitsKnown::FromDegrees { rows } => Units::FromDegrees(rows),
        UnitsKnown::Assumed => Units::Assumed(&summary.source, summary.two_ways.as_ref()),
    };
    Some(known.words(summary.units?.name()))
}
