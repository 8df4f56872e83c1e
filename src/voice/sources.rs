//! What is said of sessions that several sources tell of.

use serde::Serialize;

/// One source's record of a session, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// Its key.
    pub record: String,
    /// Who recorded it.
    pub source: String,
    /// When it began, by the person's clock.
    pub at: String,
    /// The file or topic.
    pub place: String,
    /// The line; 0 when it is none.
    pub line: u64,
}

/// So many letters of a key are shown; they are enough to name one of some thousand records.
const KEY_SHOWN: usize = 10;

impl Trace {
    fn text(&self) -> String {
        let Trace { record, source, at, place, line } = self;
        let record = record.get(..KEY_SHOWN).unwrap_or(record);
        let at = at.get(..16).unwrap_or(at).replace('T', " ");
        let line = if *line > 0 { format!(" line {line}") } else { String::new() };
        format!("{record}  {at}  {source:<12} {place}{line}")
    }
}

/// The sessions that several records tell of, and the records that are kept apart.
pub fn joined(person: &str, sessions: &[Vec<Trace>], apart: &[[Trace; 2]]) -> String {
    let mut lines = Vec::new();
    match sessions.len() {
        0 => lines.push(format!("{person}: no session is told by more than one source")),
        1 => lines.push(format!("{person}: 1 session is told by more than one source, and counts once")),
        many => lines.push(format!("{person}: {many} sessions are told by more than one source; each counts once")),
    }
    for session in sessions {
        lines.push(String::new());
        lines.extend(session.iter().map(|trace| format!("  {}", trace.text())));
    }
    if !sessions.is_empty() {
        lines.push(String::new());
        lines.push(
            "The first line of each stands for the session; the others fill in what it does not tell.\n\
             tingled sources --apart RECORD  makes one a session of its own."
                .to_owned(),
        );
    }
    for [one, other] in apart {
        lines.push(String::new());
        lines.push("Kept apart, as you said:".to_owned());
        lines.extend([one, other].map(|trace| format!("  {}", trace.text())));
    }
    if !apart.is_empty() {
        lines.push("\ntingled sources --together RECORD  lets one be joined again.".to_owned());
    }
    lines.join("\n")
}

/// A record was made a session of its own, or may be joined again.
pub fn parted(record: &str, others: usize, joins: bool, dry_run: bool) -> String {
    let shown = record.get(..KEY_SHOWN).unwrap_or(record);
    let records = if others == 1 { "1 other record".to_owned() } else { format!("{others} other records") };
    match joins {
        _ if dry_run && joins => {
            format!("{shown} would not be kept apart from {records} any more\nnothing was changed")
        }
        _ if dry_run => {
            format!("{shown} would be a session of its own, and not one with {records}\nnothing was changed")
        }
        false => format!(
            "{shown} is a session of its own now, and not one with {records}\n\
             tingled sources --together {shown}  takes that back."
        ),
        true => format!("{shown} is not kept apart from {records} any more"),
    }
}

/// The letters name no record, or more than one.
pub fn not_one(beginning: &str, found: usize, joins: bool) -> String {
    let what = if joins { "that is kept apart" } else { "of a session that several sources tell of" };
    let help = "tingled sources --joined  lists them";
    match found {
        0 => format!("no record {what} begins with \"{beginning}\"\n  help: {help}"),
        many => format!("{many} records {what} begin with \"{beginning}\"\n  help: give more of it; {help}"),
    }
}
