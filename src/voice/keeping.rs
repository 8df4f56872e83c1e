//! What is said when data leave, are kept safe, come back, or go.

use std::path::Path;

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
