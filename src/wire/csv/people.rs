//! Whose row it is, and the zone of that person's wall clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{Settings, Who};
use crate::person::PersonId;

/// A person with what is needed to read their times.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: PersonId,
    pub(super) zone: TimeZone,
    /// The latest wall clock that is taken: a day ahead, because nobody knows how well a watch was set.
    pub(super) latest: DateTime,
}

/// The people of a file, each looked up once.
pub(super) struct People<'s> {
    settings: &'s Settings<'s>,
    fixed: Option<Option<Arc<Person>>>,
    known: BTreeMap<Vec<u8>, Option<Arc<Person>>>,
    last: Option<(Vec<u8>, Option<Arc<Person>>)>,
}

impl<'s> People<'s> {
    pub(super) fn new(settings: &'s Settings<'s>) -> People<'s> {
        let fixed = match &settings.who {
            Who::Is(id) => Some(person(settings, Some(id.clone()))),
            Who::Column(_) => None,
        };
        People { settings, fixed, known: BTreeMap::new(), last: None }
    }

    /// The person of a row, from the bytes of the cell that names them; `None` when nobody is known there.
    pub(super) fn of(&mut self, cell: &[u8]) -> Option<Arc<Person>> {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        if let Some((name, person)) = &self.last
            && name == cell
        {
            return person.clone();
        }
        let found = match self.known.get(cell) {
            Some(found) => found.clone(),
            None => {
                let id = std::str::from_utf8(cell).ok().and_then(|name| PersonId::new(name.trim()));
                let found = person(self.settings, id);
                // Wrong names could be as many as rows; only people are remembered.
                if found.is_some() {
                    self.known.insert(cell.to_vec(), found.clone());
                }
                found
            }
        };
        self.last = Some((cell.to_vec(), found.clone()));
        found
    }
}

fn person(settings: &Settings<'_>, id: Option<PersonId>) -> Option<Arc<Person>> {
    let id = id?;
    let zone = (settings.zone)(&id)?;
    let limit = settings.now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(settings.now);
    let latest = zone.to_datetime(limit);
    Some(Arc::new(Person { id, zone, latest }))
}
