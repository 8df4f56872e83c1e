//! What was refused, kept so that it can be looked up and put right.

use std::sync::Arc;

use rusqlite::{Connection, Row, params};

use super::columns::{count, instant, whole};
use super::error::{StoreError, Trouble};
use super::open::Store;
use super::turn::Refusal;
use super::write::keep_newest;
use crate::person::PersonId;
use crate::record::{Place, Wrong};
use crate::time::Timestamp;

/// The most rejects that are kept; a file's counts stay in its import report.
const REJECTS_MOST: u32 = 10_000;

/// A stored reject.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// When it was refused.
    pub at: Timestamp,
    /// Whose delivery it stood in, when that is known.
    pub person: Option<PersonId>,
    /// File and line, or topic.
    pub place: Place,
    /// Column of the file, from 1, in bytes of the line.
    pub column: Option<u64>,
    /// The field, as the source names it.
    pub field: Option<String>,
    /// What stood there.
    pub found: String,
    /// The name of what was wrong: `out_of_range`.
    pub code: String,
    /// What was wrong and how to fix it, as said to a person.
    pub said: String,
}

impl Store {
    /// The newest rejects, of one person or of all, newest first.
    pub fn rejects(&self, person: Option<&PersonId>, limit: usize) -> Result<Vec<Refused>, StoreError> {
        self.read("read the rejects", |db| {
            let mut newest = db.prepare_cached(
                "SELECT received_ms, person, place, line, column_byte, field, found, code, said FROM reject
                 WHERE ?1 IS NULL OR person = ?1 ORDER BY id DESC LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = newest.query(params![person.map(PersonId::as_str), limit])?;
            let mut refused = Vec::new();
            while let Some(row) = rows.next()? {
                refused.push(read_reject(row)?);
            }
            Ok(refused)
        })
    }
}

fn read_reject(row: &Row<'_>) -> Result<Refused, Trouble> {
    let person: Option<String> = row.get(1)?;
    Ok(Refused {
        at: instant(row.get(0)?)?,
        person: person.as_deref().and_then(PersonId::new),
        place: Place { of: Arc::from(row.get::<_, String>(2)?), line: count(row.get(3)?)? },
        column: row.get::<_, Option<i64>>(4)?.map(count).transpose()?,
        field: row.get(5)?,
        found: row.get(6)?,
        code: row.get(7)?,
        said: row.get(8)?,
    })
}

pub(super) fn write(db: &Connection, at: Timestamp, rejects: &[Refusal]) -> Result<(), Trouble> {
    if rejects.is_empty() {
        return Ok(());
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO reject (received_ms, person, place, line, column_byte, field, found, code, said)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for Refusal { person, reject, said } in rejects {
        insert.execute(params![
            at.as_millisecond(),
            person.as_ref().map(PersonId::as_str),
            &*reject.place.of,
            whole(reject.place.line),
            reject.column.map(whole),
            reject.field,
            reject.found,
            code(&reject.wrong),
            said,
        ])?;
    }
    keep_newest(db, "reject", REJECTS_MOST)
}

/// The name of what is wrong, as its variant is called: `out_of_range`.
fn code(wrong: &Wrong) -> String {
    let shown = format!("{wrong:?}");
    let mut name = String::new();
    for letter in shown.chars().take_while(char::is_ascii_alphanumeric) {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_has_a_plain_name() {
        assert_eq!(code(&Wrong::OutOfRange { unit: "ml", low: 0.0, high: 1.0 }), "out_of_range");
        assert_eq!(code(&Wrong::NotAFlag), "not_a_flag");
        assert_eq!(code(&Wrong::Missing), "missing");
    }
}
