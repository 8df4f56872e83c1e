//! The trials that persons began.

use rusqlite::{Connection, Row, params};

use super::columns::{count, instant, maybe_instant};
use super::error::{StoreError, Trouble};
use super::open::Store;
use crate::person::PersonId;
use crate::study::trial::change::Change;
use crate::study::trial::course::Trial;
use crate::study::trial::stop::Ending;
use crate::time::Timestamp;

impl Store {
    /// The trial of a person that was begun last; `None` before the first.
    pub fn last_trial(&self, person: &PersonId) -> Result<Option<Trial>, StoreError> {
        self.read("read a trial", |db| last(db, person))
    }

    /// Keeps a trial that begins; false, and nothing is kept, while another of the person has not ended.
    pub fn begin_trial(&mut self, person: &PersonId, trial: &Trial) -> Result<bool, StoreError> {
        self.write("begin a trial", |db| {
            if last(db, person)?.is_some_and(|trial| trial.ended.is_none()) {
                return Ok(false);
            }
            db.prepare_cached(
                "INSERT INTO trial (person, exposure, change, seed, sessions, started_ms, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'running')",
            )?
            .execute(params![
                person.as_str(),
                trial.exposure,
                trial.change.name(),
                trial.seed,
                i64::try_from(trial.sessions).unwrap_or(i64::MAX),
                trial.started_at.as_millisecond(),
            ])?;
            Ok(true)
        })
    }

    /// Ends the running trial of a person; false when there is none.
    pub fn end_trial(&mut self, person: &PersonId, at: Timestamp, why: Ending) -> Result<bool, StoreError> {
        self.write("end a trial", |db| {
            let ended = db
                .prepare_cached(
                    "UPDATE trial SET state = 'ended', ended_ms = ?2, why = ?3 WHERE person = ?1 AND state = 'running'",
                )?
                .execute(params![person.as_str(), at.as_millisecond(), why.name()])?;
            Ok(ended > 0)
        })
    }
}

fn last(db: &Connection, person: &PersonId) -> Result<Option<Trial>, Trouble> {
    let mut newest = db.prepare_cached(
        "SELECT exposure, change, seed, sessions, started_ms, ended_ms, why FROM trial WHERE person = ?1
         ORDER BY id DESC LIMIT 1",
    )?;
    let mut rows = newest.query([person.as_str()])?;
    rows.next()?.map(read).transpose()
}

fn read(row: &Row<'_>) -> Result<Trial, Trouble> {
    let damaged = |what: &str| Trouble::Damaged(format!("a trial with {what} that is none"));
    let change: String = row.get(1)?;
    let ended_at = maybe_instant(row.get(5)?)?;
    let why: Option<String> = row.get(6)?;
    let why = why.map(|why| Ending::from_name(&why).ok_or_else(|| damaged("an end"))).transpose()?;
    Ok(Trial {
        exposure: row.get(0)?,
        change: Change::from_name(&change).ok_or_else(|| damaged("a change"))?,
        seed: row.get(2)?,
        sessions: usize::try_from(count(row.get(3)?)?).unwrap_or(usize::MAX),
        started_at: instant(row.get(4)?)?,
        ended: ended_at.zip(why),
    })
}
