//! Forgetting a person, and a copy for safe keeping.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rusqlite::{Connection, params};

use super::error::{StoreError, Trouble};
use super::lock::io_error;
use super::open::Store;
use super::outbox;
use crate::person::PersonId;
use crate::record::Kind;
use crate::time::Timestamp;
use crate::wire::Letter;

impl Store {
    /// Erases everything of a person, and leaves these letters, which clear the person's retained topics.
    ///
    /// No byte of it stays in the database or in its log: what is deleted is overwritten. Returns the number of
    /// records that were erased.
    pub fn forget(&mut self, person: &PersonId, letters: &[Letter], now: Timestamp) -> Result<u64, StoreError> {
        let erased = self.write("forget a person", |db| {
            let erased = forget_records(db, person)?;
            forget_told(db, person)?;
            outbox::write(db, now, letters)?;
            Ok(erased)
        })?;
        // Their rows may be gone.
        self.origins.clear();
        // The log still has the pages as they were before, until it is emptied.
        let doing = "empty the log of what was forgotten";
        let busy =
            self.read(doing, |db| Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?))?;
        if busy {
            return Err(StoreError::Busy { doing, place: self.path.clone() });
        }
        Ok(erased)
    }

    /// Writes a whole, consistent copy of the database to a new file (0600), also while it is in use.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let doing = "back up the database";
        // Made first, because SQLite would make it readable by all; it takes an empty file for none.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
        made.map_err(|error| io_error(error, doing, to))?;
        let db = self.db.as_ref().ok_or(StoreError::Closed { doing })?;
        let copied = db.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map_err(Trouble::from);
        copied.map(drop).map_err(|trouble| trouble.during(doing, to))
    }
}

fn forget_records(db: &Connection, person: &PersonId) -> Result<u64, Trouble> {
    let mut erased = 0_u64;
    for kind in Kind::ALL {
        let rows = db.execute(&format!("DELETE FROM {} WHERE person = ?1", kind.name()), [person.as_str()])?;
        erased = erased.saturating_add(u64::try_from(rows).unwrap_or(u64::MAX));
    }
    // File names may tell as much as records do.
    db.execute(
        "DELETE FROM origin WHERE id NOT IN (
             SELECT origin FROM workout UNION SELECT origin FROM intake UNION SELECT origin FROM symptom
             UNION SELECT origin FROM measure UNION SELECT origin FROM tag)",
        [],
    )?;
    Ok(erased)
}

fn forget_told(db: &Connection, person: &PersonId) -> Result<(), Trouble> {
    for table in ["spoken", "feedback"] {
        let of_theirs = format!("DELETE FROM {table} WHERE alert IN (SELECT id FROM alert WHERE person = ?1)");
        db.execute(&of_theirs, [person.as_str()])?;
    }
    for table in ["alert", "profile", "zone", "reject", "file", "trial"] {
        db.execute(&format!("DELETE FROM {table} WHERE person = ?1"), [person.as_str()])?;
    }
    // Topics begin with the person; a name holds no character that means more than itself.
    let topics = format!("{}/", person.as_str());
    db.execute(
        "DELETE FROM outbox WHERE substr(topic, 1, length(?1)) = ?1 OR instr(topic, ?2) > 0",
        params![topics, format!("tingled_{}/", person.as_str())],
    )?;
    Ok(())
}
