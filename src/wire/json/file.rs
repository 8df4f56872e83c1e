//! A JSON file: the export of the one app whose JSON is read.

use std::io::Read;
use std::sync::Arc;

use super::hae::{self, Export, Reading};
use crate::record::{Place, Reject, Wrong};
use crate::wire::csv::{Batch, Counted, Failed, Settings, Summary, UnitsKnown, Unused, Who};
use crate::wire::dialect::Zone;
use crate::wire::file::Whole;

/// The largest file that is read, in bytes: it is held as a whole.
pub const FILE_MOST: usize = 64 << 20;

/// Whether a file that begins with these bytes is JSON that may be read.
pub fn is_json(first: &[u8]) -> bool {
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    text.trim_ascii_start().starts_with(b"{")
}

/// Reads a JSON file.
///
/// # Errors
/// [`Failed::Refused`] for a file that is too large, no JSON, or the JSON of another program.
pub fn read(input: impl Read, settings: &Settings<'_>) -> Result<Whole, Failed> {
    let refused = |field: Option<&str>, wrong| {
        let (place, field) = (Place { of: Arc::clone(&settings.file), line: 0 }, field.map(str::to_owned));
        Failed::Refused(Box::new(Reject { place, column: None, field, found: String::new(), wrong }))
    };
    let person = match &settings.who {
        Who::Is(person) => person,
        Who::Column(column) => return Err(refused(Some(column), Wrong::Missing)),
    };
    let zone = (settings.zone)(person).ok_or_else(|| refused(None, Wrong::UnknownPerson))?;
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_MOST).unwrap_or(u64::MAX);
    input.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > FILE_MOST {
        return Err(refused(None, Wrong::TooLarge { most: FILE_MOST }));
    }
    let text = String::from_utf8(bytes).map_err(|_| refused(None, Wrong::BadEncoding { encoding: "UTF-8" }))?;
    let written = settings.written.map_or(settings.now, |written| written.min(settings.now));
    let (now, place) = (settings.now, Arc::clone(&settings.file));
    let reading = Reading { person, zone: &zone, now, written, place, has_lines: true };
    Ok(whole(hae::read(&text, &reading).map_err(Failed::Refused)?))
}

fn whole(export: Export) -> Whole {
    let Export { mut parsed, counts } = export;
    let times = parsed.records.iter().map(|record| record.at);
    let (first, last) = (times.clone().min(), times.max());
    let is_named = |reject: &Reject| matches!(reject.wrong, Wrong::UnusedField { .. });
    let (unused, cells): (Vec<_>, Vec<_>) = std::mem::take(&mut parsed.unused).into_iter().partition(is_named);
    parsed.unused = cells;
    let unused = unused.into_iter();
    let summary = Summary {
        counted: Counted::Rows,
        dialect: hae::DIALECT.to_owned(),
        title: hae::TITLE.to_owned(),
        source: hae::SOURCE.to_owned(),
        encoding: None,
        delimiter: None,
        numbers: None,
        units: None,
        units_known: UnitsKnown::NotNeeded,
        two_ways: None,
        zone: Some(Zone::Stated),
        zone_name: None,
        first,
        last,
        first_row: None,
        rows: counts.elements,
        accepted: counts.elements.saturating_sub(counts.refused),
        empty: counts.ignored,
        rejected: counts.refused,
        records: u64::try_from(parsed.records.len()).unwrap_or(u64::MAX),
        blank: 0,
        passed: 0,
        further_rows: std::collections::BTreeMap::new(),
        clock_changes: 0,
        unused: unused
            .map(|reject| Unused { line: reject.place.line, column: reject.field.unwrap_or_default(), meant: None })
            .collect(),
    };
    Whole { batch: Batch { parsed, profile_of: None }, summary, makes_several: false, is_private: false }
}
