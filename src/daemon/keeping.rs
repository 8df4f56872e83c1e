//! What goes for good, and what comes back from a copy, with what the broker keeps of it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::decide::Alert;
use crate::person::PersonId;
use crate::store::{Going, StoreError, Turn, Which};
use crate::time::Timestamp;
use crate::wire::{Letter, Purpose};

use super::Daemon;

impl Daemon {
    /// What would go if this were forgotten; nothing is changed.
    pub fn would_forget(&self, person: &PersonId, which: &Which) -> Result<Going, StoreError> {
        self.store.would_forget(person, which)
    }

    /// Forgets records and everything that rests on them, clears the retained topics of what is gone, and looks at
    /// what is left.
    pub fn forget(&mut self, person: &PersonId, which: &Which, now: Timestamp) -> Result<Going, StoreError> {
        let going = self.store.would_forget(person, which)?;
        let topics = going.alerts.iter().map(topic);
        let state = which.is_everything().then(|| format!("{person}/out/state"));
        let letters: Vec<Letter> = topics.chain(state).collect::<BTreeSet<_>>().into_iter().map(clearing).collect();
        let letters = if self.writes_letters { letters.as_slice() } else { &[] };
        self.store.forget(person, which, &going, letters, now)?;
        self.read_anew([person.clone()]);
        self.desk(now).tick()?;
        Ok(going)
    }

    /// Puts a checked copy in the place of everything that is stored, clears the retained topics of alerts that the
    /// copy does not know, and puts those back that it does.
    pub fn restore(&mut self, copy: &Path, now: Timestamp) -> Result<(), StoreError> {
        let before = self.store.standing_alerts_all()?;
        let persons = self.store.persons()?;
        self.store.restore(copy)?;
        let known = self.people.ids().cloned().chain(persons).chain(self.store.persons()?);
        self.read_anew(known.collect::<BTreeSet<_>>());
        self.mend_zones()?;
        if !self.writes_letters {
            return Ok(());
        }
        let standing: BTreeSet<String> = self.store.standing_alerts_all()?.iter().map(topic).collect();
        let gone: BTreeSet<String> = before.iter().map(topic).filter(|topic| !standing.contains(topic)).collect();
        let letters = gone.into_iter().map(clearing).collect();
        self.store.commit(&Turn { at: now, letters, ..Turn::default() })?;
        self.put_back(now)
    }

    /// Everything that is kept in memory of persons is read again, and they are looked at and studied anew.
    pub(super) fn read_anew(&mut self, persons: impl IntoIterator<Item = PersonId>) {
        self.in_flight.clear();
        self.memory.drop_all();
        for person in persons {
            if self.people.get(&person).is_none() {
                // Nobody who is spoken to.
                continue;
            }
            self.memory.studies.remove(&person);
            self.memory.studied_at.remove(&person);
            self.memory.changed(&person);
            self.memory.touched.insert(person.clone());
            self.memory.awake.insert(person);
        }
    }
}

fn topic(alert: &Alert) -> String {
    format!("{}/out/alert/{}", alert.person, alert.rule)
}

/// A letter that clears a retained topic.
fn clearing(topic: String) -> Letter {
    Letter { topic, payload: Vec::new(), purpose: Purpose::Standing }
}
