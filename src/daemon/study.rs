//! The study of a person: read beside everything live, and spoken of like all else.
//!
//! The study wants the whole history, which may take a second to read. It runs beside the turns, comes back as an
//! event, and holds only if no record of the person changed meanwhile; else it is asked again.

use crate::assess::Finding;
use crate::decide::Utterance;
use crate::person::{PersonId, Profile};
use crate::record::History;
use crate::record::identity::{digest_of, hex};
use crate::store::{Store, StoreError};
use crate::study::person::{Gates, Study, study};
use crate::study::trigger::triggers;
use crate::time::{Timestamp, minutes_between};

use super::Daemon;
use super::people::People;

/// A study that is to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Whose.
    pub person: PersonId,
    /// What the person told about themselves.
    pub profile: Profile,
    /// How often the records had changed when it was asked for.
    pub changes: u64,
}

/// What a study found.
#[derive(Clone, Debug, PartialEq)]
pub struct Studied {
    /// Whose.
    pub person: PersonId,
    /// How often the records had changed when it was asked for.
    pub changes: u64,
    /// The digest of the records that were read.
    pub digest: String,
    /// What is there and what is needed.
    pub gates: Gates,
    /// What was found.
    pub found: Vec<Finding>,
    /// How long it took, in minutes; 0 where nobody looked at a clock.
    pub took_min: f64,
}

/// A person is studied no sooner again: a flood of records must not pay for it each time.
const PAUSE_MIN: f64 = 2.0 / 60.0;
/// A study that takes long is made so much more seldom: one part of the time, and the others belong to what is live.
const PAUSE_SHARE: f64 = 50.0;

/// The study of everything that is stored of a person.
pub fn study_of(store: &Store, people: &People, person: &PersonId) -> Result<Study, StoreError> {
    Ok(study(&people.history(store, person)?))
}

/// Reads a person's records and studies them; nothing is changed.
pub fn carry_out(store: &Store, wanted: Wanted) -> Result<Studied, StoreError> {
    let records = store.history(&wanted.person)?;
    let mut text = Vec::new();
    for record in &records {
        text.extend_from_slice(record.key.to_string().as_bytes());
        text.extend_from_slice(&record.rank().content.to_le_bytes());
        text.extend_from_slice(&record.at.as_millisecond().to_le_bytes());
    }
    let apart = store.apart(&wanted.person)?;
    for (one, other) in apart.pairs() {
        text.extend_from_slice(format!("{one} {other}").as_bytes());
    }
    let study = study(&History::with(wanted.profile, apart, records));
    Ok(Studied {
        person: wanted.person,
        changes: wanted.changes,
        digest: hex(&digest_of(&text)),
        gates: study.gates,
        found: triggers(&study),
        took_min: 0.0,
    })
}

impl Daemon {
    /// The study that is due, if any: of somebody who was not studied since the start, or whose records changed since.
    pub fn study_wanted(&mut self, now: Timestamp) -> Result<Option<Wanted>, StoreError> {
        let due: Vec<PersonId> = self.people.ids().filter(|person| self.is_due(person, now)).cloned().collect();
        for person in due {
            let wanted = self.wanted(person, now)?;
            // Without any report there is nothing to study, and no thread to make for it.
            if self.store.first_report(&wanted.person)?.is_some() {
                return Ok(Some(wanted));
            }
        }
        Ok(None)
    }

    /// Whether a person was not studied since the start, or not since their records changed, and not a moment ago.
    fn is_due(&self, person: &PersonId, now: Timestamp) -> bool {
        let memory = &self.memory;
        let changes = memory.changes.get(person).copied().unwrap_or(0);
        let is_known = memory.studies.get(person).is_some_and(|studied| studied.changes == changes);
        let last = memory.studied_at.get(person);
        let pause = PAUSE_MIN.max(PAUSE_SHARE * memory.study_took_min.get(person).copied().unwrap_or(0.0));
        !is_known && !last.is_some_and(|at| (0.0..pause).contains(&minutes_between(*at, now)))
    }

    fn wanted(&mut self, person: PersonId, now: Timestamp) -> Result<Wanted, StoreError> {
        self.memory.studied_at.insert(person.clone(), now);
        let changes = self.memory.changes.get(&person).copied().unwrap_or(0);
        let profile = self.people.profile_in(&self.store, &person)?;
        Ok(Wanted { person, profile, changes })
    }

    /// Takes in what a study found, and says what comes of it; one whose records changed meanwhile is dropped, and
    /// asked again in its time.
    pub(super) fn studied(&mut self, studied: &Studied, now: Timestamp) -> Result<Vec<Utterance>, StoreError> {
        let person = studied.person.clone();
        self.memory.study_took_min.insert(person.clone(), studied.took_min);
        let changes = self.memory.changes.get(&person).copied().unwrap_or(0);
        if studied.changes != changes {
            return Ok(Vec::new());
        }
        self.memory.studied(&person, studied.clone());
        self.desk(now).after_the_study(&person)
    }

    /// Makes the study of one person at once, for a verb that has no service to do it.
    pub fn study_one(&mut self, person: &PersonId, now: Timestamp) -> Result<Vec<Utterance>, StoreError> {
        if self.store.first_report(person)?.is_none() {
            // Nothing to study, and years of drinks need not be read for it.
            return Ok(Vec::new());
        }
        let wanted = self.wanted(person.clone(), now)?;
        let studied = carry_out(&self.store, wanted)?;
        self.studied(&studied, now)
    }

    /// Makes the studies that are due at once, for a program that has nothing live to keep waiting.
    pub fn study_now(&mut self, now: Timestamp) -> Result<Vec<Utterance>, StoreError> {
        let mut said = Vec::new();
        while let Some(wanted) = self.study_wanted(now)? {
            let studied = carry_out(&self.store, wanted)?;
            said.extend(self.studied(&studied, now)?);
        }
        Ok(said)
    }
}
