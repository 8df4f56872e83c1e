//! What persons think of their alerts.

use std::borrow::Cow;

use rusqlite::{Connection, params};

use super::columns::instant;
use super::error::{StoreError, Trouble};
use super::open::Store;
use crate::assess::RuleId;
use crate::decide::AlertId;
use crate::decide::feedback::{Feedback, Given, Mark, Marks};
use crate::person::PersonId;

impl Store {
    /// What the person thought of an alert, in order.
    pub fn feedback(&self, id: &AlertId) -> Result<Vec<Feedback>, StoreError> {
        self.read("read feedback", |db| {
            let mut all =
                db.prepare_cached("SELECT revision, at_ms, mark FROM feedback WHERE alert = ?1 ORDER BY id")?;
            let mut rows = all.query([&id.0])?;
            let mut feedback = Vec::new();
            while let Some(row) = rows.next()? {
                let mark = mark(row.get(2)?)?;
                let at = instant(row.get(1)?)?;
                feedback.push(Feedback { alert: id.clone(), revision: row.get(0)?, at, mark });
            }
            Ok(feedback)
        })
    }

    /// What the person thought of their alerts.
    pub fn marks(&self, person: &PersonId) -> Result<Marks, StoreError> {
        Ok(Marks::of(self.marks_given(person)?))
    }

    /// The revision of an alert that was last told, up to and with that one; 0 when none was.
    pub fn told_revision(&self, id: &AlertId, revision: u32) -> Result<u32, StoreError> {
        self.read("read what was told", |db| {
            let mut last = db.prepare_cached(
                "SELECT ifnull(max(revision), 0) FROM spoken WHERE alert = ?1 AND what = 'pushed' AND revision <= ?2",
            )?;
            Ok(last.query_row(params![id.0, revision], |row| row.get(0))?)
        })
    }

    /// Every mark that the person gave, in order.
    pub fn marks_given(&self, person: &PersonId) -> Result<Vec<Given>, StoreError> {
        self.read("read feedback", |db| {
            let mut all = db.prepare_cached(
                "SELECT alert.rule, feedback.alert, feedback.revision, feedback.at_ms, feedback.mark,
                     (SELECT ifnull(max(revision), 0) FROM spoken WHERE spoken.alert = feedback.alert
                      AND spoken.what = 'pushed' AND spoken.revision <= feedback.revision)
                 FROM feedback JOIN alert ON alert.id = feedback.alert WHERE alert.person = ?1 ORDER BY feedback.id",
            )?;
            let mut rows = all.query([person.as_str()])?;
            let mut given = Vec::new();
            while let Some(row) = rows.next()? {
                let rule = RuleId(Cow::Owned(row.get(0)?));
                let (alert, revision) = (AlertId(row.get(1)?), row.get(2)?);
                let feedback = Feedback { alert, revision, at: instant(row.get(3)?)?, mark: mark(row.get(4)?)? };
                given.push(Given { rule, told: row.get(5)?, feedback });
            }
            Ok(given)
        })
    }
}

fn mark(name: String) -> Result<Mark, Trouble> {
    Mark::from_name(&name).ok_or_else(|| Trouble::Damaged("a mark that is none".into()))
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
