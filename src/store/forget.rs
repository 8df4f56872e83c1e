//! Forgetting: a person, some days of theirs, or what came from one app. No byte of it stays.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::error::{StoreError, Trouble};
use super::open::Store;
use super::{apart, ledger, outbox};
use crate::decide::Alert;
use crate::person::PersonId;
use crate::record::{Key, Kind, Source};
use crate::study::trigger::is_trigger;
use crate::time::Timestamp;
use crate::wire::Letter;

/// Which records of a person are to be forgotten. With nothing set it is all of them, and everything else that is
/// kept of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// Only records of this moment or later.
    pub from: Option<Timestamp>,
    /// Only records of this moment or earlier.
    pub to: Option<Timestamp>,
    /// Only records of this source, and of the activity files of the same app.
    pub source: Option<Source>,
    /// Only what stood in a file of this name and came in between two moments, both included.
    pub file: Option<(String, Timestamp, Timestamp)>,
}

impl Which {
    /// Whether nothing of the person is to be left.
    pub fn is_everything(&self) -> bool {
        *self == Which::default()
    }
}

/// What goes when records are forgotten.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Going {
    /// How many records of each kind.
    pub records: BTreeMap<Kind, u64>,
    /// The alerts that rest on one of them, or on a count over all.
    pub alerts: Vec<Alert>,
    /// The files that were read for the person and held some of them; with everything, all files.
    pub files: BTreeSet<String>,
}

/// The records meant, in every table alike.
const MEANT: &str = "person = ?1 AND at_ms BETWEEN ?2 AND ?3
     AND (?4 IS NULL OR origin IN (SELECT id FROM origin
          WHERE source IN (?4, ?4 || '-fit', ?4 || '-tcx', ?4 || '-gpx')))
     AND (?5 IS NULL OR (arrived_ms BETWEEN ?6 AND ?7 AND origin IN (SELECT id FROM origin WHERE place = ?5)))";

impl Store {
    /// What would go; nothing is changed.
    pub fn would_forget(&self, person: &PersonId, which: &Which) -> Result<Going, StoreError> {
        let (keys, mut going) =
            self.read("look at what is to be forgotten", |db| records_meant(db, person, which))?;
        let rests_on = |alert: &Alert| {
            let finding = &alert.finding;
            let mut records = finding.evidence.iter().chain(&finding.against).flat_map(|because| &because.records);
            is_trigger(&alert.rule) || keys.contains(&finding.subject) || records.any(|key| keys.contains(key))
        };
        going.alerts = self.alerts(person, usize::MAX)?;
        going.alerts.retain(|alert| which.is_everything() || rests_on(alert));
        Ok(going)
    }

    /// Erases what `going` names, as [`Store::would_forget`] of the same `which` found it, and leaves these letters,
    /// which clear retained topics.
    ///
    /// No byte of it stays in the database or in its log: what is deleted is overwritten.
    pub fn forget(
        &mut self,
        person: &PersonId,
        which: &Which,
        going: &Going,
        letters: &[Letter],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("forget", |db| {
            forget_records(db, person, which)?;
            if which.is_everything() {
                forget_person(db, person)?;
            } else {
                forget_alerts(db, person, &going.alerts)?;
                apart::forget_gone(db, person)?;
                match &which.file {
                    Some((name, _, last)) => ledger::undo(db, person, name, *last)?,
                    None => forget_files(db, person, &going.files)?,
                }
            }
            outbox::write(db, now, letters)
        })?;
        // Their rows may be gone.
        self.origins.clear();
        self.empty_the_log()
    }

    /// The log still has the pages as they were before, until it is emptied.
    pub(super) fn empty_the_log(&self) -> Result<(), StoreError> {
        let doing = "empty the log of what is gone";
        let busy =
            self.read(doing, |db| Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?))?;
        if busy {
            return Err(StoreError::Busy { doing, place: self.path.clone() });
        }
        Ok(())
    }
}

fn records_meant(db: &Connection, person: &PersonId, which: &Which) -> Result<(BTreeSet<Key>, Going), Trouble> {
    let (mut keys, mut going) = (BTreeSet::new(), Going::default());
    for kind in Kind::ALL {
        let table = kind.name();
        let mut meant = db.prepare(&format!("SELECT key FROM {table} WHERE {MEANT}"))?;
        let mut rows = meant.query(bounds(person, which))?;
        let mut found = 0_u64;
        while let Some(row) = rows.next()? {
            let key = row.get_ref(0)?.as_str().ok().and_then(Key::parse);
            keys.insert(key.ok_or_else(|| Trouble::Damaged("a key that is none".into()))?);
            found = found.saturating_add(1);
        }
        if found > 0 {
            going.records.insert(*kind, found);
        }
        let mut places = db.prepare(&format!(
            "SELECT place FROM origin WHERE id IN (SELECT DISTINCT origin FROM {table} WHERE {MEANT})"
        ))?;
        let mut rows = places.query(bounds(person, which))?;
        while let Some(row) = rows.next()? {
            going.files.insert(row.get(0)?);
        }
    }
    if which.is_everything() {
        let mut names = db.prepare("SELECT name FROM file WHERE person = ?1")?;
        for name in names.query_map([person.as_str()], |row| row.get(0))? {
            going.files.insert(name?);
        }
    }
    Ok((keys, going))
}

/// The values of the markers of [`MEANT`].
fn bounds<'a>(person: &'a PersonId, which: &'a Which) -> Bounds<'a> {
    let at = |time: Option<Timestamp>, open: i64| time.map_or(open, Timestamp::as_millisecond);
    let source = which.source.as_ref().map(|source| &*source.0);
    let file = which.file.as_ref();
    let came = |pick: fn(&(String, Timestamp, Timestamp)) -> Timestamp| file.map(|file| pick(file).as_millisecond());
    let name = file.map(|(name, ..)| name.as_str());
    let came = (came(|(_, first, _)| *first), came(|(.., last)| *last));
    (person.as_str(), at(which.from, i64::MIN), at(which.to, i64::MAX), source, name, came.0, came.1)
}

/// The values of the markers of [`MEANT`], in order.
type Bounds<'a> = (&'a str, i64, i64, Option<&'a str>, Option<&'a str>, Option<i64>, Option<i64>);

fn forget_records(db: &Connection, person: &PersonId, which: &Which) -> Result<(), Trouble> {
    for kind in Kind::ALL {
        db.execute(&format!("DELETE FROM {} WHERE {MEANT}", kind.name()), bounds(person, which))?;
    }
    // File names may tell as much as records do.
    db.execute(
        "DELETE FROM origin WHERE id NOT IN (
             SELECT origin FROM workout UNION SELECT origin FROM intake UNION SELECT origin FROM symptom
             UNION SELECT origin FROM measure UNION SELECT origin FROM tag)",
        [],
    )?;
    Ok(())
}

/// Everything else that is kept of a person.
fn forget_person(db: &Connection, person: &PersonId) -> Result<(), Trouble> {
    for table in ["spoken", "feedback"] {
        let of_theirs = format!("DELETE FROM {table} WHERE alert IN (SELECT id FROM alert WHERE person = ?1)");
        db.execute(&of_theirs, [person.as_str()])?;
    }
    for table in ["alert", "profile", "zone", "reject", "file", "trial", "apart"] {
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

/// Alerts, what was said of them, and letters that quote them. Of the person's other letters those stay that still
/// have to be sent.
fn forget_alerts(db: &Connection, person: &PersonId, alerts: &[Alert]) -> Result<(), Trouble> {
    let topics = format!("{}/", person.as_str());
    for alert in alerts {
        for table in ["spoken", "feedback"] {
            db.prepare_cached(&format!("DELETE FROM {table} WHERE alert = ?1"))?.execute([&alert.id.0])?;
        }
        db.prepare_cached("DELETE FROM alert WHERE id = ?1")?.execute([&alert.id.0])?;
        db.prepare_cached("DELETE FROM outbox WHERE substr(topic, 1, length(?1)) = ?1 AND instr(payload, ?2) > 0")?
            .execute(params![topics, alert.id.0])?;
    }
    db.execute(
        "DELETE FROM outbox WHERE substr(topic, 1, length(?1)) = ?1
             AND (delivered_ms IS NOT NULL OR purpose IN ('state', 'rejected', 'reply'))",
        [topics],
    )?;
    Ok(())
}

/// Files that held what is gone, and every reject: a rejected row may be of the days or the app that are gone.
fn forget_files(db: &Connection, person: &PersonId, files: &BTreeSet<String>) -> Result<(), Trouble> {
    for name in files {
        db.prepare_cached("DELETE FROM file WHERE person = ?1 AND name = ?2")?
            .execute(params![person.as_str(), name])?;
    }
    db.execute("DELETE FROM reject WHERE person = ?1", [person.as_str()])?;
    Ok(())
}
