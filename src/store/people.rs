//! Who is known, what they told about themselves, and the zones their local times were read in.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{bind, markers, names, read};
use super::error::{StoreError, Trouble};
use super::open::Store;
use super::turn::ZoneUsed;
use crate::person::{PersonId, Profile};
use crate::record::{Fields, Kind, Source};
use crate::time::Timestamp;

impl Store {
    /// What the person told about themselves; `None` when nothing was ever stored.
    pub fn profile(&self, person: &PersonId) -> Result<Option<Profile>, StoreError> {
        self.read("read a profile", |db| {
            // Nothing is read before the fields, so that they begin at column 1 as in every other table.
            let select = format!("SELECT set_ms{} FROM profile WHERE person = ?1", names::<Profile>());
            let mut find = db.prepare_cached(&select)?;
            let mut rows = find.query([person.as_str()])?;
            rows.next()?.map(|row| read(row, 1)).transpose()
        })
    }

    /// Everybody with a record or a profile, in order of name.
    pub fn persons(&self) -> Result<Vec<PersonId>, StoreError> {
        self.read("list the persons", |db| {
            let mut persons = BTreeSet::new();
            for table in Kind::ALL.iter().map(|kind| kind.name()).chain(["profile"]) {
                // Jumps from name to name along the key instead of reading every row.
                let mut next = db.prepare_cached(&format!("SELECT min(person) FROM {table} WHERE person > ?1"))?;
                let mut last = String::new();
                while let Some(name) = next.query_row([&last], |row| row.get::<_, Option<String>>(0))? {
                    let person = PersonId::new(&name);
                    persons.insert(person.ok_or_else(|| Trouble::Damaged(format!("{name:?} is no person")))?);
                    last = name;
                }
            }
            Ok(persons.into_iter().collect())
        })
    }

    /// The zone in which local times of a source were read; `None` before its first local time.
    pub fn zone(&self, person: &PersonId, source: &Source) -> Result<Option<String>, StoreError> {
        Ok(self.zones(person)?.remove(source))
    }

    /// The zones in which a person's local times were read, by source.
    pub fn zones(&self, person: &PersonId) -> Result<BTreeMap<Source, String>, StoreError> {
        self.read("read the zones", |db| {
            let mut all = db.prepare_cached("SELECT source, zone FROM zone WHERE person = ?1")?;
            let rows = all.query_map([person.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            rows.map(|row| row.map(|(source, zone)| (Source::new(&source), zone)).map_err(Trouble::from)).collect()
        })
    }
}

pub(super) fn write_profiles(
    db: &Connection,
    at: Timestamp,
    profiles: &[(PersonId, Profile)],
) -> Result<(), Trouble> {
    if profiles.is_empty() {
        return Ok(());
    }
    let marks = markers(0, Profile::FIELDS.len().saturating_add(2));
    let insert = format!("INSERT OR REPLACE INTO profile (person, set_ms{}) VALUES ({marks})", names::<Profile>());
    let mut insert = db.prepare_cached(&insert)?;
    for (person, profile) in profiles {
        insert.raw_bind_parameter(1, person.as_str())?;
        insert.raw_bind_parameter(2, at.as_millisecond())?;
        bind(&mut insert, 3, profile)?;
        insert.raw_execute()?;
    }
    Ok(())
}

/// Keeps the zone of a source that has none yet; a change of zone is [`Store::rezone`].
pub(super) fn write_zones(db: &Connection, zones: &[ZoneUsed]) -> Result<(), Trouble> {
    for ZoneUsed { person, source, zone } in zones {
        let stored: Option<String> = db
            .prepare_cached("SELECT zone FROM zone WHERE person = ?1 AND source = ?2")?
            .query_row(params![person.as_str(), &*source.0], |row| row.get(0))
            .optional()?;
        match stored {
            Some(stored) if stored == *zone => (),
            Some(stored) => {
                return Err(Trouble::Contradiction(format!(
                    "local times of {source} for {person} are read in {zone}, and were read in {stored}"
                )));
            }
            None => set_zone(db, person, source, zone)?,
        }
    }
    Ok(())
}

pub(super) fn set_zone(db: &Connection, person: &PersonId, source: &Source, zone: &str) -> Result<(), Trouble> {
    db.prepare_cached("INSERT OR REPLACE INTO zone (person, source, zone) VALUES (?1, ?2, ?3)")?.execute(params![
        person.as_str(),
        &*source.0,
        zone
    ])?;
    Ok(())
}
