//! What is said when data leave, are kept safe, come back, or go.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// There is no database yet.
pub const NOTHING_STORED: &str = "nothing is recorded yet: see  tingled import --help";

/// What an export wrote.
pub fn exported(person: &str, folder: &Path, files: &[(&str, u64)]) -> String {
    let folder = folder.display();
    if files.is_empty() {
        return format!("{person}: no record in this span, nothing was written to {folder}");
    }
    let mut lines = vec![format!("{person}: written to {folder}")];
    lines.extend(
        files
            .iter()
            .map(|(name, rows)| format!("  {name:<13} {rows:>8} {}", if *rows == 1 { "row" } else { "rows" })),
    );
    lines.push(format!("tingled import --person {person} {folder}  reads them back."));
    lines.join("\n")
}

/// The folder of an export holds something.
pub fn not_empty(folder: &Path) -> String {
    format!("{} holds files already\n  help: name a new folder; an export replaces nothing", folder.display())
}

/// What a copy of the database holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Records by kind.
    pub records: BTreeMap<String, u64>,
    /// Alerts that are not over.
    pub standing: u64,
    /// Persons with records.
    pub persons: u64,
}

impl Held {
    fn text(&self) -> String {
        let Held { records, standing, persons } = self;
        let persons = counted(*persons, "person", "persons");
        format!("{persons}; {}; {} open", counts(records), counted(*standing, "alert", "alerts"))
    }
}

/// A copy was written and read again.
pub fn backed_up(file: &Path, bytes: u64, held: &Held) -> String {
    let kib = bytes.div_ceil(1024);
    let file = file.display();
    format!(
        "written to {file} ({kib} KiB) and checked to the last page\nit holds {}\ntingled restore {file}  brings it back.",
        held.text()
    )
}

/// A copy took the place of what was stored, or would.
pub fn restored(file: &Path, held: &Held, dry_run: bool) -> String {
    let file = file.display();
    let held = held.text();
    if dry_run {
        return format!("{file} is whole\nit holds {held}\nnothing was changed");
    }
    format!(
        "{file} is in the place of what was stored\nit holds {held}\n\
         Exports that were read after the copy was made are to be put in the inbox again."
    )
}

/// What was forgotten, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// Records by kind.
    pub records: BTreeMap<String, u64>,
    /// Alerts that rested on them.
    pub alerts: u64,
    /// Files of the inbox that had been read and held some of it.
    pub files: u64,
    /// Other files that lie in the inbox.
    pub waiting: u64,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

/// What was forgotten, or would be.
pub fn forgotten(person: &str, gone: &Forgotten) -> String {
    let verb = if gone.dry_run { "would go" } else { "are gone" };
    let mut lines = vec![
        format!("{person}: {} {verb}", counts(&gone.records)),
        format!("  with them {}, and what was said of them", counted(gone.alerts, "alert", "alerts")),
        format!("  and {} that had been read", counted(gone.files, "file of the inbox", "files of the inbox")),
    ];
    if gone.waiting > 0 {
        let files = counted(gone.waiting, "file lies", "files lie");
        lines.push(format!("{files} in the inbox of {person} beside those: what of it was not read yet will be."));
    }
    if gone.dry_run {
        lines.push("nothing was changed".to_owned());
    } else {
        lines.push("Copies that you made yourself (tingled backup, tingled export) were not touched.".to_owned());
    }
    lines.join("\n")
}

/// What is asked before anything is forgotten.
pub fn shall_i_forget(person: &str, gone: &Forgotten) -> String {
    let records = counts(&gone.records);
    let (alerts, files) = (counted(gone.alerts, "alert", "alerts"), counted(gone.files, "file", "files"));
    format!("{person}: forget {records}, {alerts} and {files} for good? Nothing brings them back. [yes/no] ")
}

/// Forgetting was not confirmed.
pub const NOT_FORGOTTEN: &str = "nothing was forgotten\n  help: answer yes, or say  --yes";

fn counts(records: &BTreeMap<String, u64>) -> String {
    if records.is_empty() {
        return "no record".to_owned();
    }
    let each = |(kind, rows): (&String, &u64)| counted(*rows, kind, &format!("{kind}s"));
    records.iter().map(each).collect::<Vec<_>>().join(", ")
}

fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
