//! Local times after their zone was corrected.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rusqlite::{Connection, params};

use super::error::{StoreError, Trouble};
use super::open::Store;
use super::people::set_zone;
use crate::person::PersonId;
use crate::record::{Kind, Source};
use crate::time::WrittenTime;

impl Store {
    /// Derives the local times of a person's source again in `zone`; keys stay. The number of records moved.
    pub fn rezone(&mut self, person: &PersonId, source: &Source, zone: &TimeZone) -> Result<u64, StoreError> {
        self.write("move local times to another zone", |db| {
            let name = zone.iana_name().ok_or_else(|| Trouble::Contradiction("the zone has no name".into()))?;
            let mut moved = 0_u64;
            for kind in Kind::ALL {
                moved = moved.saturating_add(rezone_kind(db, person, source, zone, *kind)?);
            }
            set_zone(db, person, source, name)?;
            Ok(moved)
        })
    }
}

/// The rows are read before any is moved, since moving changes the order they are read in.
fn rezone_kind(
    db: &Connection,
    person: &PersonId,
    source: &Source,
    zone: &TimeZone,
    kind: Kind,
) -> Result<u64, Trouble> {
    let table = kind.name();
    let mut local = db.prepare_cached(&format!(
        "SELECT at_ms, key, wall FROM {table}
         WHERE person = ?1 AND wall IS NOT NULL AND origin IN (SELECT id FROM origin WHERE source = ?2)"
    ))?;
    let rows = local.query_map(params![person.as_str(), &*source.0], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let mut shift = db.prepare_cached(&format!(
        "UPDATE {table} SET at_ms = ?4, clock = ?5 WHERE person = ?1 AND at_ms = ?2 AND key = ?3"
    ))?;
    let mut moved = 0_u64;
    for (at, key, wall) in rows {
        let damaged = || Trouble::Damaged(format!("a {table} with the wall clock {wall:?}"));
        let civil: DateTime = wall.parse().map_err(|_| damaged())?;
        let time = WrittenTime::local(civil, zone, "").ok_or_else(damaged)?;
        let now = time.at.as_millisecond();
        shift.execute(params![person.as_str(), at, key, now, time.clock.name()])?;
        moved = moved.saturating_add(u64::from(now != at));
    }
    Ok(moved)
}
