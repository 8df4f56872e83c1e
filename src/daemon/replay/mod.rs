//! A person's past, lived again: the same road as live, over a database in memory, fed with what was recorded in the
//! order in which it came, so that nothing is known before its time.
//!
//! Between records the time stands still unless something is due: a replay of years looks as often as there was
//! reason to look.

pub mod json;
mod past;
pub mod report;

use std::collections::{BTreeSet, VecDeque};

use crate::decide::{Policy, Utterance, acknowledge, snooze};
use crate::person::PersonId;
use crate::record::{Body, Change, Outcome, Record};
use crate::store::{Store, StoreError, Turn};
use crate::time::{SignedDuration, Timestamp};

use super::people::People;
use super::turn::Desk;
use super::{Daemon, wake};

pub use past::{Deed, Order, Past, known_at};

/// A running service looks when something came in and every few seconds; a replay looks when something came in, and
/// at the first whole minute at which time may have changed something.
pub const STEP: SignedDuration = SignedDuration::from_mins(1);

/// Something that was said, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// When.
    pub at: Timestamp,
    /// What.
    pub said: Utterance,
}

/// A past that is lived again.
#[derive(Debug)]
pub struct Replay {
    daemon: Daemon,
    person: PersonId,
    waiting: VecDeque<(Timestamp, Deed)>,
    step: SignedDuration,
    now: Timestamp,
    /// Whether the person did something since the last look.
    is_touched: bool,
    /// Whether the study is asked at every report of tingling.
    asks_the_study: bool,
    /// Records that change nothing by themselves: they are taken in before the next look.
    quiet: Vec<Record>,
}

impl Replay {
    /// This past, by these rules of delivery, looked at in whole steps of time where nothing came in.
    pub fn new(past: Past, people: People, policy: Policy, step: SignedDuration) -> Result<Replay, StoreError> {
        let Past { person, profile, apart, mut deeds, .. } = past;
        deeds.sort_by_key(|(at, deed)| (*at, deed.place()));
        let mut store = Store::in_memory()?;
        let now = deeds.first().map_or(Timestamp::MIN, |(at, _)| *at);
        store.commit(&Turn { at: now, profiles: vec![(person.clone(), profile)], ..Turn::default() })?;
        store.keep_apart(&person, &apart, now)?;
        let daemon = Daemon::new(store, people, policy, false);
        Ok(Replay {
            daemon,
            person,
            waiting: deeds.into(),
            step,
            now,
            is_touched: false,
            asks_the_study: false,
            quiet: Vec::new(),
        })
    }

    /// The same, with the study asked at every report of tingling: between two of them it looks at nothing. It reads
    /// everything each time, which takes long on years.
    #[must_use]
    pub fn with_study(self) -> Replay {
        Replay { asks_the_study: true, ..self }
    }

    /// The first moment at which anything was known; `None` when nothing ever was.
    pub fn begins(&self) -> Option<Timestamp> {
        self.waiting.front().map(|(at, _)| *at)
    }

    /// What was said and kept of it so far.
    pub fn store(&self) -> &Store {
        self.daemon.store()
    }

    /// Lives on up to and with `to`, and hands over what is said on the way.
    pub fn until(&mut self, to: Timestamp, hear: &mut impl FnMut(Word)) -> Result<(), StoreError> {
        loop {
            // What the person did is looked at with the next look, whatever time does.
            let soon = self.now.saturating_add(SignedDuration::from_millis(1)).unwrap_or(self.now);
            let due = if self.is_touched { Some(soon) } else { self.daemon.wakes(&self.person, self.now)? };
            let look = due.map(|due| self.in_step(due));
            let told = self.waiting.front().map(|(at, _)| *at);
            let Some(next) = look.into_iter().chain(told).min().filter(|next| *next <= to) else {
                return self.take_in_quietly();
            };
            self.now = next;
            let said = self.live(due.is_some_and(|due| due <= next))?;
            said.into_iter().for_each(|said| hear(Word { at: next, said }));
        }
    }

    /// Everything that came at this moment, or else the time itself.
    fn live(&mut self, is_due: bool) -> Result<Vec<Utterance>, StoreError> {
        let now = self.now;
        let (mut records, mut said, mut came) = (Vec::new(), Vec::new(), false);
        while let Some((_, deed)) = self.waiting.pop_front_if(|(at, _)| *at <= now) {
            came = true;
            match deed {
                Deed::Told(record) => records.push(*record),
                other => {
                    self.take_in_quietly()?;
                    self.is_touched = true;
                    said.extend(self.daemon.redo(&self.person, other, now)?);
                }
            }
        }
        if !records.is_empty() && !is_due && !self.daemon.matters(&self.person, &records, now)? {
            self.quiet.append(&mut records);
            return Ok(said);
        }
        self.take_in_quietly()?;
        if !records.is_empty() {
            // What was told comes before what was done about it.
            let is_asked = self.asks_the_study && records.iter().any(is_tingling);
            let mut told = self.daemon.relive(records, now)?;
            if is_asked {
                told.extend(self.daemon.study_now(now)?);
            }
            said.splice(0..0, told);
        }
        if !came {
            self.is_touched = false;
            said.extend(self.daemon.desk(now).tick()?);
        }
        Ok(said)
    }

    /// Takes in what changes nothing by itself.
    fn take_in_quietly(&mut self) -> Result<(), StoreError> {
        match std::mem::take(&mut self.quiet) {
            none if none.is_empty() => Ok(()),
            quiet => self.daemon.absorb(&self.person, quiet, self.now),
        }
    }

    /// The first whole step that is not before a moment.
    fn in_step(&self, at: Timestamp) -> Timestamp {
        let step = i64::try_from(self.step.as_millis()).unwrap_or(1).max(1);
        let ms = at.as_nanosecond().div_euclid(1_000_000);
        let ms = i64::try_from(ms).unwrap_or(i64::MAX);
        let over = ms.rem_euclid(step);
        let up = if over == 0 { 0 } else { step.saturating_sub(over) };
        Timestamp::from_millisecond(ms.saturating_add(up)).unwrap_or(at)
    }
}

fn new(record: Record) -> Change {
    Change { rank: record.rank(), outcome: Outcome::New, record }
}

fn is_tingling(record: &Record) -> bool {
    matches!(&record.body, Body::Symptom(said) if said.tingling != Some(false))
}

impl Daemon {
    /// When the person must be looked at next, if nothing comes in.
    fn wakes(&mut self, person: &PersonId, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let window = self.memory.window(&self.store, &self.people, person, now)?;
        Ok(wake::wakes(window, &self.policy, now))
    }

    /// Whether any of these records may change what a rule says.
    fn matters(&mut self, person: &PersonId, records: &[Record], now: Timestamp) -> Result<bool, StoreError> {
        let window = self.memory.window(&self.store, &self.people, person, now)?;
        Ok(records.iter().any(|record| wake::matters(&window.history, record)))
    }

    /// Takes in records without a look.
    fn absorb(&mut self, person: &PersonId, records: Vec<Record>, now: Timestamp) -> Result<(), StoreError> {
        self.memory.changed(person);
        let window = self.memory.window(&self.store, &self.people, person, now)?;
        records.iter().for_each(|record| window.history.take(record.clone()));
        self.store.commit(&Turn { at: now, records: records.into_iter().map(new).collect(), ..Turn::default() })
    }

    /// Takes in records that were resolved when they first came.
    fn relive(&mut self, records: Vec<Record>, now: Timestamp) -> Result<Vec<Utterance>, StoreError> {
        self.desk(now).relive(records.into_iter().map(new).collect())
    }

    /// Does again what the person did, where this replay has said it too. What they thought of a rule counts always.
    fn redo(&mut self, person: &PersonId, deed: Deed, now: Timestamp) -> Result<Option<Utterance>, StoreError> {
        let id = match &deed {
            Deed::Told(_) => return Ok(None),
            Deed::Seen(id) | Deed::Snoozed(id, _) => id,
            Deed::Marked(given) => &given.feedback.alert,
        };
        let alert = self.store.alert(id)?.filter(|alert| alert.person == *person);
        if let (None, Deed::Marked(given)) = (&alert, &deed) {
            let window = self.memory.window(&self.store, &self.people, person, now)?;
            window.marks.take(given.clone());
            self.memory.awake.insert(person.clone());
        }
        let Some(alert) = alert else { return Ok(None) };
        let said = match deed {
            Deed::Told(_) => None,
            Deed::Seen(_) => acknowledge(&alert, now),
            Deed::Snoozed(_, until) => snooze(&alert, 0.0, now).ok().map(|mut said| {
                said.alert.snoozed_until = Some(until);
                said
            }),
            Deed::Marked(given) => {
                self.mark(&alert, given.feedback, now)?;
                None
            }
        };
        if let Some(said) = &said {
            self.desk(now).say(said.clone())?;
        }
        Ok(said)
    }
}

impl Desk<'_> {
    /// A turn of records that are new, and under their final keys.
    fn relive(&mut self, changes: Vec<Change>) -> Result<Vec<Utterance>, StoreError> {
        let mut turn = Turn { at: self.now, ..Turn::default() };
        let said = self.weigh(&changes, &BTreeSet::new(), &mut turn)?;
        turn.records = changes;
        self.store.commit(&turn)?;
        for change in &turn.records {
            self.memory.changed(&change.record.person);
        }
        Ok(said)
    }
}
