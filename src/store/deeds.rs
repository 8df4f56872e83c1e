//! What a person did with alerts, out of the log of what was said.

use super::columns::{instant, maybe_instant};
use super::error::StoreError;
use super::open::Store;
use crate::decide::{AlertId, Why};
use crate::person::PersonId;
use crate::time::Timestamp;

/// Something that a person did with an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// When.
    pub at: Timestamp,
    /// With which alert.
    pub alert: AlertId,
    /// Until when it was to be quiet; `None` when it was acknowledged.
    pub quiet_until: Option<Timestamp>,
}

impl Store {
    /// What a person acknowledged and snoozed, in order. A snooze of which the end was not kept is left out.
    pub fn handled_by(&self, person: &PersonId) -> Result<Vec<Handled>, StoreError> {
        self.read("read what was done with alerts", |db| {
            let mut all = db.prepare_cached(
                "SELECT spoken.at_ms, spoken.alert, spoken.until_ms FROM spoken JOIN alert ON alert.id = spoken.alert
                 WHERE alert.person = ?1 AND (spoken.why = ?2 OR (spoken.why = ?3 AND spoken.until_ms IS NOT NULL))
                 ORDER BY spoken.at_ms, spoken.id",
            )?;
            let mut rows = all.query([person.as_str(), Why::Acknowledged.name(), Why::Snoozed.name()])?;
            let mut handled = Vec::new();
            while let Some(row) = rows.next()? {
                let (at, alert) = (instant(row.get(0)?)?, AlertId(row.get(1)?));
                handled.push(Handled { at, alert, quiet_until: maybe_instant(row.get(2)?)? });
            }
            Ok(handled)
        })
    }
}
