//! What an import did, as it is kept in the ledger, sent over the socket and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

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
    /// The first row's time as written, as UTC and on the person's clock.
    pub first_row: Option<[String; 3]>,
    /// The oldest and the newest time.
    pub span: Option<[String; 2]>,
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
    /// Records by what became of them: new, known, changed.
    pub records: [u64; 3],
    /// Columns that are not used.
    pub unused_columns: Vec<String>,
    /// What was left out and why, each with its text; the first [`ImportReport::REJECTS_MOST`].
    pub rejects: Vec<Json>,
    /// Whether this very file was imported before.
    pub seen_before: bool,
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// What is said because of it.
    pub alerts: Vec<Json>,
}

impl ImportReport {
    /// The most rejects that a report names; the rest is counted.
    pub const REJECTS_MOST: usize = 1000;
}
