//! The report on an import, as a terminal shows it.

use serde_json::Value as Json;

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
