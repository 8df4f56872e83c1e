//! The report on an import: what it says, and how a terminal shows it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What the rows of a file are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counted {
    /// Rows of a table.
    #[default]
    Rows,
    /// Sessions of a file of activities.
    Sessions,
}

impl Counted {
    /// So many of them.
    fn words(self, count: u64) -> String {
        let (one, many) = match self {
            Counted::Rows => ("row", "rows"),
            Counted::Sessions => ("session", "sessions"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// What the import of one file did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The file's name.
    pub file: String,
    /// The title of the dialect it was read as.
    pub dialect: Option<String>,
    /// How its bytes were read: `UTF-8 with BOM`.
    pub encoding: Option<String>,
    /// What stands between its cells.
    pub delimiter: Option<String>,
    /// How its numbers are written.
    pub numbers: Option<String>,
    /// Its units and how they are known.
    pub units: Option<String>,
    /// How its times are read: a zone, UTC, or the offset beside each.
    pub times: Option<String>,
    /// How the first row's time was read, and how it would have been read the other way.
    pub first_row: Option<String>,
    /// The oldest and the newest time.
    pub span: Option<[String; 2]>,
    /// What a row is.
    #[serde(default)]
    pub counted: Counted,
    /// Rows that were read.
    pub rows: u64,
    /// Rows all of whose records were known.
    pub rows_known: u64,
    /// Rows with at least one new record.
    pub rows_new: u64,
    /// Rows with a newer version of a known record, and no new one.
    pub rows_changed: u64,
    /// Rows that were left out.
    pub rows_left_out: u64,
    /// Rows in which nothing stands that is read.
    #[serde(default)]
    pub rows_empty: u64,
    /// Records by what became of them: new, known, changed.
    pub records: [u64; 3],
    /// Columns that are not used.
    pub unused_columns: Vec<String>,
    /// What was left out and why, each with its text; the first [`ImportReport::REJECTS_MOST`].
    pub rejects: Vec<Json>,
    /// The same by kind, in the order in which they were found.
    #[serde(default)]
    pub left_out_by_kind: Vec<Kind>,
    /// Numbers that were left out of rows that were kept, by kind; at most [`ImportReport::KINDS_MOST`].
    #[serde(default)]
    pub cells_left_out: Vec<Cells>,
    /// Whether nothing of the file was kept because some of it cannot be read, as was asked for.
    #[serde(default)]
    pub kept_nothing: bool,
    /// A dialect that would read the file, to be looked over and saved; for a header that no dialect knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// Whether this very file was imported before, and nothing came of it now.
    pub seen_before: bool,
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// Whether what it brought was taken back since.
    #[serde(default)]
    pub undone: bool,
    /// Sessions of this file that another source told of, too, by that source.
    #[serde(default)]
    pub also_in: BTreeMap<String, u64>,
    /// What is said because of it.
    pub alerts: Vec<Json>,
}

/// What was left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// Its code.
    pub code: String,
    /// What is wrong; numbers in brackets are left out.
    pub what: String,
    /// How many there are.
    pub count: u64,
    /// The first and the last line of those after the first [`Kind::SHOWN`].
    pub more_lines: Option<[u64; 2]>,
}

/// Cells that were left out of rows that were kept, for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// The code of what is wrong.
    pub code: String,
    /// What is wrong, and in which column.
    pub what: String,
    /// What would have been taken.
    pub wanted: String,
    /// The first of them, as it is written.
    pub found: String,
    /// Its line; 0 where there are no lines.
    pub line: u64,
    /// How many there are.
    pub count: u64,
}

impl Cells {
    /// In words.
    fn words(&self) -> String {
        let found = if self.found.is_empty() { String::new() } else { format!(": \"{}\"", self.found) };
        let line = if self.line == 0 { String::new() } else { format!(" in line {}", self.line) };
        let more = match self.count.saturating_sub(1) {
            0 => String::new(),
            more => format!(" and {more} more like it"),
        };
        format!("{}{found}{line}{more}; {}", self.what, self.wanted)
    }
}

impl Kind {
    /// So many of a kind are shown one by one.
    pub const SHOWN: u64 = 3;

    /// What is wrong, without the numbers in brackets: the rows of one list are of one kind.
    pub fn name(what: &str) -> String {
        let mut inside = false;
        let keep = |c: &char| {
            let kept = !(inside && c.is_ascii_digit());
            inside = *c == '[' || (inside && c.is_ascii_digit());
            kept
        };
        what.chars().filter(keep).collect()
    }
}

/// A dialect for a file that none reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The name of the dialect, and of the file to save it in.
    pub name: String,
    /// The dialect that it follows.
    pub like: String,
    /// How many columns of the file it reads.
    pub columns: usize,
    /// How many columns the file has.
    pub of: usize,
    /// Its text.
    pub toml: String,
}

impl ImportReport {
    /// The most kinds of what was left out that are told apart.
    pub const KINDS_MOST: usize = 100;

    /// The most rejects that a report names; the rest is counted.
    pub const REJECTS_MOST: usize = 1000;
}

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
    let title = match title.as_slice() {
        [] if report.seen_before => "imported before".to_owned(),
        [] => "not read".to_owned(),
        known => known.join(", "),
    };
    lines.push(format!("{}   {title}", report.file));
    let mut row = |name: &str, text: String| lines.push(format!("  {name:<10} {text}"));
    if let Some(times) = &report.times {
        row("times", times.clone());
    }
    if let Some(first) = &report.first_row {
        row("first row", first.clone());
    }
    if let Some(units) = &report.units {
        row("units", units.clone());
    }
    if let Some([first, last]) = &report.span {
        row("from, to", format!("{first} … {last}"));
    }
    if report.dialect.is_some() || report.seen_before {
        row("read", counts(report));
    }
    if !report.unused_columns.is_empty() {
        row("not used", report.unused_columns.join(", "));
    }
    for cells in &report.cells_left_out {
        row("not kept", cells.words());
    }
    for (source, sessions) in &report.also_in {
        let what = if *sessions == 1 { "session, counted" } else { "sessions, each counted" };
        row("also in", format!("{source}: {sessions} {what} once"));
    }
    if report.seen_before {
        row("note", "this very file was read before; nothing to do".to_owned());
    }
    if report.undone {
        row("note", "taken back since".to_owned());
    }
    if report.dry_run {
        row("note", "a dry run: nothing was changed".to_owned());
    }
    if report.kept_nothing {
        row("note", "nothing of it was kept: --strict, and some of it cannot be read".to_owned());
    }
    lines.extend(left_out(report));
    lines.extend(report.draft.as_ref().map(draft));
    lines.extend(report.alerts.iter().map(|alert| format!("\n{}", said(alert))));
    lines.join("\n")
}

/// An alert that was just raised, from its JSON.
pub fn said(alert: &Json) -> String {
    let word = |name: &str| alert.get(name).and_then(Json::as_str).unwrap_or_default();
    let mut lines = vec![format!("{} ({})", word("title"), word("level")), word("message").to_owned()];
    for tip in alert.get("advice").and_then(Json::as_array).into_iter().flatten() {
        lines.push(format!("· {}", tip.as_str().unwrap_or_default()));
    }
    lines.extend(kept_back(alert));
    let id: String = word("id").chars().take(SHORT_ID).collect();
    lines.push(format!("why: tingled explain {id}   seen: tingled alerts ack {id}"));
    lines.join("\n")
}

/// Why tips are kept back: of each tip the first reason. `tingled explain` shows all.
pub fn kept_back(alert: &Json) -> Vec<String> {
    let kept = alert.get("withheld").and_then(Json::as_array).into_iter().flatten();
    let mut seen = BTreeSet::new();
    kept.filter_map(|one| {
        let word = |name: &str| one.get(name).and_then(Json::as_str).unwrap_or_default();
        seen.insert(word("tip").to_owned()).then(|| format!("· {}", word("text")))
    })
    .collect()
}

/// How much of an id is shown; as much is enough to name one.
pub const SHORT_ID: usize = 8;

fn counts(report: &ImportReport) -> String {
    let changed = match report.rows_changed {
        0 => String::new(),
        rows => format!(" + {rows} changed"),
    };
    let empty = match report.rows_empty {
        0 => String::new(),
        rows => format!(" + {rows} without anything that is read"),
    };
    format!(
        "{} = {} new + {} known{changed} + {} left out{empty}",
        report.counted.words(report.rows),
        report.rows_new,
        report.rows_known,
        report.rows_left_out
    )
}

/// The first few of each kind, with how many more there are.
fn left_out(report: &ImportReport) -> Vec<String> {
    let word = |reject: &Json, name: &str| reject.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut shown = Vec::new();
    let (mut room, mut hidden) = (SHOWN_MOST, 0_u64);
    for kind in &report.left_out_by_kind {
        let is_of =
            |reject: &&Json| word(reject, "code") == kind.code && Kind::name(&word(reject, "what")) == kind.what;
        let most = usize::try_from(Kind::SHOWN).unwrap_or(usize::MAX).min(room);
        let texts: Vec<String> =
            report.rejects.iter().filter(is_of).take(most).map(|one| word(one, "text")).collect();
        room = room.saturating_sub(texts.len());
        if texts.is_empty() {
            hidden = hidden.saturating_add(kind.count);
            continue;
        }
        let more = kind.count.saturating_sub(u64::try_from(texts.len()).unwrap_or(u64::MAX));
        shown.extend(texts.iter().map(|text| format!("\n{text}")));
        if more > 0 {
            shown.push(format!("\n… and {more} more like it{}", lines_of(kind.more_lines)));
        }
    }
    if report.left_out_by_kind.is_empty() {
        // What was read before kinds were told apart, and files that were refused as a whole.
        shown.extend(report.rejects.iter().take(SHOWN_MOST).map(|reject| format!("\n{}", word(reject, "text"))));
        let more = report.rejects.len().saturating_sub(SHOWN_MOST);
        hidden = u64::try_from(more).unwrap_or(u64::MAX);
    }
    if hidden > 0 {
        shown.push(format!("\n… and {hidden} more of other kinds; --json names them"));
    }
    shown
}

/// Where they stand, when they have lines.
fn lines_of(lines: Option<[u64; 2]>) -> String {
    match lines {
        Some([first, last]) if first == last && first > 0 => format!(" (line {first})"),
        Some([first, last]) if first > 0 => format!(" (lines {first}–{last})"),
        _ => String::new(),
    }
}

/// How a file of a new app is made readable.
fn draft(draft: &Draft) -> String {
    format!(
        "\nThis dialect, after {}, reads {} of the {} columns of this file. To have such files read, check each line \
         of it,\nand save it as {}.toml in the folder dialects.d beside tingled.toml:\n\n{}",
        draft.like, draft.columns, draft.of, draft.name, draft.toml
    )
}

/// How the numbers of a file are written, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimals {
    /// With a point.
    Point,
    /// With a comma.
    Comma,
    /// Some columns so, some so.
    ByColumn,
    /// No number tells.
    None,
}

impl Decimals {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Decimals::Point => "decimal point",
            Decimals::Comma => "decimal comma",
            Decimals::ByColumn => "decimal point or comma by column",
            Decimals::None => "no decimals",
        }
    }
}

/// How the times of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times<'a> {
    /// The app writes UTC.
    Utc,
    /// Wall clocks, read in this zone, or in each person's.
    Local(Option<&'a str>),
    /// Each with its offset.
    Stated,
}

impl Times<'_> {
    /// In words; `moved` rows stood at a change of clocks.
    pub fn words(self, moved: u64) -> String {
        let read = match self {
            Times::Utc => "the app writes UTC".to_owned(),
            Times::Local(zone) => format!("no offset in the file: read in {}", zone.unwrap_or("each person's zone")),
            Times::Stated => "the offset stands beside each time".to_owned(),
        };
        match moved {
            0 => read,
            rows => format!("{read}; {rows} at a change of clocks, marked"),
        }
    }
}

/// The first row's time: how it was read, and on the person's clock the other reading, so that a wrong zone
/// shows.
pub fn first_row(written: &str, times: Times<'_>, as_local: &str, as_utc: &str) -> String {
    match times {
        Times::Local(_) => format!("\"{written}\" is {as_local} on your clock; were it UTC, it would be {as_utc}"),
        Times::Utc => {
            format!("\"{written}\" is {as_utc} on your clock; were it your clock's, it would be {as_local}")
        }
        Times::Stated => format!("\"{written}\" is {as_utc} on your clock"),
    }
}

/// How the units of a file are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Units<'a> {
    /// Configured; whether the rows look otherwise.
    Told {
        /// The rows disagree.
        against: bool,
    },
    /// Steps and their length gave the distance in so many rows.
    FromSteps(usize),
    /// Found from body masses and their indices in this many rows.
    FromHeight(usize),
    /// The temperatures of this many rows would be no weather in degrees Celsius.
    FromDegrees(usize),
    /// The rows do not tell; the setting of this source decides. With a number that shows the difference.
    Assumed(&'a str, Option<&'a TwoWays>),
}

impl Units<'_> {
    /// In words, with the name of the system.
    pub fn words(self, system: &str) -> String {
        match self {
            Units::Told { against: false } => format!("{system}, as configured"),
            Units::Told { against: true } => format!("{system}, as configured; the rows look otherwise"),
            Units::FromSteps(rows) => format!("{system}: steps and their length give the distance in {rows} rows"),
            Units::FromHeight(rows) => format!("{system}: body mass and BMI give a height in {rows} rows"),
            Units::FromDegrees(rows) => {
                format!("{system}: in {rows} rows a temperature that would be no weather in degrees Celsius")
            }
            Units::Assumed(source, None) => format!(
                "{system}, assumed: the rows do not tell; set  [source.{source}] units = \"imperial\"  if they are miles"
            ),
            Units::Assumed(source, Some(number)) => {
                let TwoWays { line, text, unit, as_read, otherwise } = number;
                let (as_read, otherwise) = (rounded(*as_read), rounded(*otherwise));
                format!(
                    "{system}, assumed: the rows do not tell. \"{text}\" in line {line} is {as_read} {unit}; were it \
                     {otherwise} {unit}, set  [source.{source}] units = \"imperial\"  and import the file again"
                )
            }
        }
    }
}

/// A number as it was read, and as it would be in the other system of units.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWays {
    /// The line it stands on.
    pub line: u64,
    /// As it is written.
    pub text: String,
    /// The unit of both readings.
    pub unit: &'static str,
    /// As it was read.
    pub as_read: f64,
    /// As it would be in the other system.
    pub otherwise: f64,
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// What is said of units that nothing tells.
pub fn units_unknown(source: &str) -> String {
    format!(
        "not known: numbers with two readings are left out; set  [source.{source}] units = \"metric\"  or  \"imperial\""
    )
}
