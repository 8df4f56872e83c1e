//! What is kept in memory of everyone: a window of each person's records, as it is in the store.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::Level;
use crate::body::standing::Standing;
use crate::person::PersonId;
use crate::store::{Store, StoreError};
use crate::time::{Timestamp, add_days};

use super::look::{REPORT_DAYS, WINDOW_DAYS, Window};
use super::people::People;
use super::study::Studied;

/// What is kept in memory of everyone, as it is in the store.
#[derive(Debug, Default)]
pub struct Memory {
    windows: BTreeMap<PersonId, Window>,
    /// Persons for whom time alone can change what is to be said.
    pub awake: BTreeSet<PersonId>,
    /// Persons whose summary may have changed.
    pub touched: BTreeSet<PersonId>,
    /// The summary last told of each person, without its time.
    pub told: BTreeMap<PersonId, serde_json::Value>,
    /// Until when that summary holds, if nothing new is recorded.
    pub told_until: BTreeMap<PersonId, Timestamp>,
    /// Where each person stood when that was last worked out.
    pub standings: BTreeMap<PersonId, (Timestamp, Standing)>,
    /// What the study last found of each person.
    pub studies: BTreeMap<PersonId, Studied>,
    /// How often the records of each person changed since the start.
    pub changes: BTreeMap<PersonId, u64>,
    /// How long the last study of each person took, in minutes.
    pub study_took_min: BTreeMap<PersonId, f64>,
    /// When each person was last studied.
    pub studied_at: BTreeMap<PersonId, Timestamp>,
}

/// The most windows that are kept in memory.
const WINDOWS_MOST: usize = 64;

impl Memory {
    /// Drops everything; it is read again when needed.
    pub fn drop_all(&mut self) {
        self.windows.clear();
        self.told.clear();
        self.standings.clear();
    }

    /// Takes in what the study found of a person.
    pub fn studied(&mut self, person: &PersonId, studied: Studied) {
        if let Some(window) = self.windows.get_mut(person) {
            window.takes(&studied.found);
        }
        self.studies.insert(person.clone(), studied);
        self.touched.insert(person.clone());
    }

    /// Records of a person changed: what was studied may not hold any more.
    pub fn changed(&mut self, person: &PersonId) {
        let changes = self.changes.entry(person.clone()).or_default();
        *changes = changes.saturating_add(1);
    }

    /// The window of a person, read from the store when it is not in memory.
    pub fn window(
        &mut self,
        store: &Store,
        people: &People,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<&mut Window, StoreError> {
        if !self.windows.contains_key(person) {
            if self.windows.len() >= WINDOWS_MOST {
                self.windows.clear();
            }
            let mut window = read_window(store, people, person, now)?;
            if let Some(studied) = self.studies.get(person) {
                window.takes(&studied.found);
            }
            self.windows.insert(person.clone(), window);
        }
        Ok(self.windows.entry(person.clone()).or_default())
    }
}

/// The most alerts of one person that are looked through; more than come in 90 days under the limits.
const ALERTS_MOST: usize = 2000;

fn read_window(store: &Store, people: &People, person: &PersonId, now: Timestamp) -> Result<Window, StoreError> {
    let records = store.window(person, add_days(now, -WINDOW_DAYS), add_days(now, -REPORT_DAYS))?;
    let mut history = people.history_of(store, person, records)?;
    history.diary_since = store.first_report(person)?;
    let ended_since = add_days(now, -WINDOW_DAYS);
    let said = store.alerts(person, ALERTS_MOST)?.into_iter();
    let said = said.filter(|alert| alert.is_standing() || alert.changed_at >= ended_since);
    let said = said.map(|alert| (alert.id.clone(), alert)).collect();
    let pushed = store.pushed_since(person, Level::Advice, add_days(now, -7.0))?;
    let advice_pushed = pushed.into_iter().map(|(_, at)| at).collect();
    let marks = store.marks(person)?;
    Ok(Window { history, said, advice_pushed, found: None, marks })
}
