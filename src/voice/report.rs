//! The report on an import, as a terminal shows it.

use serde_json::Value as Json;

use jiff::tz::TimeZone;

use crate::wire::csv::{NumberStyle, Summary, UnitsKnown};
use crate::wire::dialect::Zone;
use crate::wire::number::Style;
use crate::wire::report::ImportReport;

/// The most rejects shown one by one.
const SHOWN_MOST: usize = 20;

/// The report as text.
pub fn text(report: &ImportReport) -> String {
    let mut lines = Vec::new();
    let mut title: Vec<&str> = report.dialect.iter().map(String::as_str).collect();
    title.extend(report.encoding.as_deref());
    let between = report.delimiter.as_ref().map(|cell| format!("\"{cell}\" between"));
    title.extend(between.as_deref());
    title.extend(report.numbers.as_deref());
    lines.push(format!("{}   {}", report.file, if title.is_empty() { "not read".into() } else { title.join(", ") }));
    let mut row = |name: &str, text: String| lines.push(format!("  {name:<10} {text}"));
    if let Some(times) = &report.times {
        row("times", times.clone());
    }
    if let Some([written, utc, local]) = &report.first_row {
        row("first row", format!("\"{written}\" is {utc} in UTC, {local} on your clock"));
    }
    if let Some(units) = &report.units {
        row("units", units.clone());
    }
    if let Some([first, last]) = &report.span {
        row("from, to", format!("{first} … {last}"));
    }
    row("read", counts(report));
    if !report.unused_columns.is_empty() {
        row("not used", report.unused_columns.join(", "));
    }
    if report.seen_before {
        row("note", "this very file was imported before; nothing to do".to_owned());
    }
    if report.dry_run {
        row("note", "a dry run: nothing was changed".to_owned());
    }
    lines.extend(left_out(report));
    lines.join("\n")
}

fn counts(report: &ImportReport) -> String {
    let changed = match report.rows_changed {
        0 => String::new(),
        rows => format!(" + {rows} changed"),
    };
    format!(
        "{} rows = {} new + {} known{changed} + {} left out",
        report.rows, report.rows_new, report.rows_known, report.rows_left_out
    )
}

fn left_out(report: &ImportReport) -> Vec<String> {
    let text = |reject: &Json| reject.get("text").and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut shown: Vec<String> =
        report.rejects.iter().take(SHOWN_MOST).map(|reject| format!("\n{}", text(reject))).collect();
    let more = report.rejects.len().saturating_sub(SHOWN_MOST);
    if more > 0 {
        shown.push(format!("\n… and {more} more; --json names them all"));
    }
    shown
}

/// Puts what a file was into words.
pub fn describe(report: &mut ImportReport, summary: &Summary, zone: &TimeZone) {
    let on = |at: crate::time::Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let utc = |at: crate::time::Timestamp| at.strftime("%Y-%m-%d %H:%M").to_string();
    report.dialect = Some(summary.title.clone());
    report.encoding = Some(summary.encoding.name().to_owned());
    report.delimiter = Some(match summary.delimiter {
        '\t' => "tab".to_owned(),
        other => other.to_string(),
    });
    report.numbers = Some(numbers(summary.numbers).to_owned());
    report.units = units(summary);
    report.times = summary.zone.map(|rule| times(rule, summary));
    report.first_row = summary.first_row.as_ref().map(|row| [row.text.clone(), utc(row.as_utc), on(row.as_local)]);
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

fn numbers(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Given(Style::Point) | NumberStyle::Found(Style::Point) => "decimal point",
        NumberStyle::Given(Style::Comma) | NumberStyle::Found(Style::Comma) => "decimal comma",
        NumberStyle::ByColumn => "decimal point or comma by column",
        NumberStyle::Unknown => "no decimals",
    }
}

fn times(rule: Zone, summary: &Summary) -> String {
    let zone = summary.zone_name.as_deref().unwrap_or("each person's zone");
    let read = match rule {
        Zone::Utc => "the app writes UTC".to_owned(),
        Zone::Local => format!("no offset in the file: read in {zone}"),
        Zone::Stated => "the offset stands beside each time".to_owned(),
    };
    match summary.clock_changes {
        0 => read,
        rows => format!("{read}; {rows} at a change of clocks, marked"),
    }
}

fn units(summary: &Summary) -> Option<String> {
    let Some(system) = summary.units.map(|units| units.name()) else {
        let asked = summary.units_known == UnitsKnown::Unknown;
        return asked.then(|| "not known: numbers with two readings were left out".to_owned());
    };
    Some(match summary.units_known {
        UnitsKnown::NotNeeded | UnitsKnown::Unknown => return None,
        UnitsKnown::Told { against: false } => format!("{system}, as configured"),
        UnitsKnown::Told { against: true } => format!("{system}, as configured; the rows look otherwise"),
        UnitsKnown::FromSteps { rows } => {
            format!("{system}: steps and their length give the distance in {rows} rows")
        }
        UnitsKnown::Assumed => format!(
            "{system}, assumed: the rows do not tell; set  [source.{}] units = \"imperial\"  if they are miles",
            summary.source
        ),
    })
}
