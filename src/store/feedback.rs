//! What persons think of their alerts.

use rusqlite::{Connection, params};

use super::columns::instant;
use super::error::{StoreError, Trouble};
use super::open::Store;
use crate::decide::AlertId;
use crate::decide::feedback::{Feedback, Mark};

impl Store {
    /// What the person thought of an alert, in order.
    pub fn feedback(&self, id: &AlertId) -> Result<Vec<Feedback>, StoreError> {
        self.read("read feedback", |db| {
            let mut all =
                db.prepare_cached("SELECT revision, at_ms, mark FROM feedback WHERE alert = ?1 ORDER BY id")?;
            let mut rows = all.query([&id.0])?;
            let mut feedback = Vec::new();
            while let Some(row) = rows.next()? {
                let mark: String = row.get(2)?;
                let mark = Mark::from_name(&mark).ok_or_else(|| Trouble::Damaged("a mark that is none".into()))?;
                let at = instant(row.get(1)?)?;
                feedback.push(Feedback { alert: id.clone(), revision: row.get(0)?, at, mark });
            }
            Ok(feedback)
        })
    }
}

/// Adds what was said; nothing of it is ever changed.
pub(super) fn write(db: &Connection, feedback: &[Feedback]) -> Result<(), Trouble> {
    if feedback.is_empty() {
        return Ok(());
    }
    let mut insert =
        db.prepare_cached("INSERT INTO feedback (alert, revision, at_ms, mark) VALUES (?1, ?2, ?3, ?4)")?;
    for Feedback { alert, revision, at, mark } in feedback {
        insert.execute(params![alert.0, revision, at.as_millisecond(), mark.name()])?;
    }
    Ok(())
}
