//! The persons of this installation: who they are comes from the configuration.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::person::{PersonId, Profile};
use crate::record::{History, Record, Source};
use crate::store::{Store, StoreError};
use crate::voice::{Language, Reader};

/// What the configuration says about one person.
#[derive(Clone, Debug)]
pub struct Person {
    /// How to address them.
    pub name: String,
    /// The zone of their wall clock.
    pub zone: TimeZone,
    /// The language of their alerts.
    pub language: Language,
    /// What they told in the configuration.
    pub profile: Profile,
}

/// The persons of this installation.
#[derive(Clone, Debug, Default)]
pub struct People {
    persons: BTreeMap<PersonId, Person>,
    zones: BTreeMap<PersonId, TimeZone>,
    sources: BTreeMap<String, TimeZone>,
    has_open_titles: bool,
}

impl People {
    /// These persons.
    pub fn new(persons: BTreeMap<PersonId, Person>) -> People {
        let zones = persons.iter().map(|(id, person)| (id.clone(), person.zone.clone())).collect();
        People { persons, zones, sources: BTreeMap::new(), has_open_titles: false }
    }

    /// The same, with sources whose wall clocks stand in a zone of their own.
    pub fn with_sources(self, sources: BTreeMap<String, TimeZone>) -> People {
        People { sources, ..self }
    }

    /// The same, with titles that say what an alert is about.
    pub fn with_open_titles(self, has_open_titles: bool) -> People {
        People { has_open_titles, ..self }
    }

    /// The zone in which wall clocks of a source are read for a person; `None` for somebody unknown.
    pub fn zone_of(&self, id: &PersonId, source: &Source) -> Option<&TimeZone> {
        let own = self.zones.get(id)?;
        Some(self.sources.get(&*source.0).unwrap_or(own))
    }

    /// The zone in which wall clocks of a source are read, when it has one of its own.
    pub fn own_zone_of(&self, source: &Source) -> Option<&TimeZone> {
        self.sources.get(&*source.0)
    }

    /// Adds a person who is not in the configuration, for an import that names the zone.
    pub fn add(&mut self, id: PersonId, zone: TimeZone) {
        let name = id.to_string();
        self.zones.entry(id.clone()).or_insert_with(|| zone.clone());
        let language = Language::default();
        self.persons.entry(id).or_insert(Person { name, zone, language, profile: Profile::default() });
    }

    /// The person of that name.
    pub fn get(&self, id: &PersonId) -> Option<&Person> {
        self.persons.get(id)
    }

    /// Everyone.
    pub fn ids(&self) -> impl Iterator<Item = &PersonId> {
        self.persons.keys()
    }

    /// The zones of everyone.
    pub fn zones(&self) -> &BTreeMap<PersonId, TimeZone> {
        &self.zones
    }

    /// How to address a person; somebody unknown by their id, in UTC.
    pub fn reader(&self, id: &PersonId) -> Reader {
        let has_private_titles = !self.has_open_titles;
        match self.persons.get(id) {
            Some(Person { name, zone, language, .. }) => {
                Reader { name: name.clone(), zone: zone.clone(), has_private_titles, language: *language }
            }
            None => {
                let language = Language::default();
                Reader { name: id.to_string(), zone: TimeZone::UTC, has_private_titles, language }
            }
        }
    }

    /// The profile of a person: the configuration's answers before the stored ones.
    pub fn profile_in(&self, store: &Store, id: &PersonId) -> Result<Profile, StoreError> {
        Ok(self.profile(id, &store.profile(id)?.unwrap_or_default()))
    }

    /// Everything that is stored of a person, with what is configured.
    pub fn history(&self, store: &Store, id: &PersonId) -> Result<History, StoreError> {
        self.history_of(store, id, store.history(id)?)
    }

    /// These stored records of a person, with what else decides how they are seen.
    pub fn history_of(&self, store: &Store, id: &PersonId, records: Vec<Record>) -> Result<History, StoreError> {
        Ok(History::with(self.profile_in(store, id)?, store.apart(id)?, records))
    }

    /// A profile in which the configuration's answers stand before the stored ones.
    pub fn profile(&self, id: &PersonId, stored: &Profile) -> Profile {
        let Some(person) = self.persons.get(id) else { return stored.clone() };
        crate::config::merged(&person.profile, stored)
    }
}
