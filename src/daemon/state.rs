//! Where a person stands, as one small object; and the answers to commands.

use serde_json::{Value as Json, json};

use crate::body::standing::{Standing, holds_until, standing};
use crate::decide::Alert;
use crate::person::PersonId;
use crate::store::{Store, StoreError};
use crate::study::person::Gates;
use crate::time::{Timestamp, add_days, add_minutes, minutes_between};
use crate::voice::Reader;
use crate::wire::json::state::{Summary, state_json};
use crate::wire::{Letter, Purpose};

use super::look::{WINDOW_DAYS, Window};
use super::people::People;
use super::turn::Desk;

/// Where a person stands by what is stored.
pub fn standing_of(
    store: &Store,
    people: &People,
    person: &PersonId,
    now: Timestamp,
) -> Result<Standing, StoreError> {
    let since = add_days(now, -WINDOW_DAYS);
    Ok(standing(&people.history_of(store, person, store.window(person, since, since)?)?, now))
}

/// The retained summary of a person.
fn state(
    person: &PersonId,
    window: &Window,
    standing: &Standing,
    gates: Option<&Gates>,
    reader: &Reader,
    now: Timestamp,
) -> Json {
    let history = &window.history;
    let alerts: Vec<Alert> = window.said.values().cloned().collect();
    state_json(&Summary {
        person,
        reader,
        standing,
        now,
        alerts: &alerts,
        data_to: history.newest(),
        last_report: history.symptoms().keys().next_back().map(|(at, _)| *at),
        last_workout: history.workouts().keys().next_back().map(|(at, _)| *at),
        last_intake: history.intakes().keys().next_back().map(|(at, _)| *at),
        last_measure: history.measures().keys().next_back().map(|(at, _)| *at),
        last_tag: history.tags().keys().next_back().map(|(at, _)| *at),
        study: gates.zip(window.found.as_deref()),
    })
}

/// Where a person stands is worked out at most once in so many minutes: a flood of records must not pay for it each
/// time. What came in meanwhile is seen at the next tick.
const PAUSE_MIN: f64 = 5.0 / 60.0;

impl Desk<'_> {
    /// Everyone whose summary may not hold any more though nothing was recorded: the day has changed, or a session
    /// has ended.
    pub(super) fn touch_the_overdue(&mut self) {
        let over = self.memory.told_until.iter().filter(|(_, until)| **until <= self.now);
        let over: Vec<PersonId> = over.map(|(person, _)| person.clone()).collect();
        self.memory.touched.extend(over);
    }

    /// The summaries of everyone touched that say something new.
    pub(super) fn states(&mut self) -> Result<Vec<Letter>, StoreError> {
        let mut letters = Vec::new();
        if !self.writes_letters {
            return Ok(letters);
        }
        for person in std::mem::take(&mut self.memory.touched) {
            let stands = self.stands(&person)?;
            let gates = self.memory.studies.get(&person).map(|studied| studied.gates);
            let window = self.memory.window(self.store, self.people, &person, self.now)?;
            let reader = self.people.reader(&person);
            let state = state(&person, window, &stands, gates.as_ref(), &reader, self.now);
            let mut told = state.clone();
            // When it was made is no news by itself.
            told.as_object_mut().map(|fields| fields.remove("at"));
            if self.memory.told.get(&person) != Some(&told) {
                let topic = format!("{person}/out/state");
                letters.push(Letter { topic, payload: state.to_string().into_bytes(), purpose: Purpose::State });
                self.memory.told.insert(person, told);
            }
        }
        Ok(letters)
    }

    /// Where a person stands now, or stood a moment ago; and until when that holds.
    fn stands(&mut self, person: &PersonId) -> Result<Standing, StoreError> {
        let known = self.memory.standings.get(person);
        let pause = |at: Timestamp| (0.0..PAUSE_MIN).contains(&minutes_between(at, self.now));
        if let Some((at, stands)) = known.filter(|(at, _)| pause(*at)) {
            let until = add_minutes(*at, PAUSE_MIN);
            self.memory.told_until.insert(person.clone(), until);
            return Ok(stands.clone());
        }
        let window = self.memory.window(self.store, self.people, person, self.now)?;
        let (stands, until) = (standing(&window.history, self.now), holds_until(&window.history, self.now));
        self.memory.told_until.insert(person.clone(), until);
        self.memory.standings.insert(person.clone(), (self.now, stands.clone()));
        Ok(stands)
    }
}

/// The answer to a command.
pub fn reply(result: &str, alert: Option<&Alert>) -> Json {
    json!({
        "schema": "tingled.reply/1",
        "result": result,
        "alert": alert.map(|alert| alert.id.0.as_str()),
        "revision": alert.map(|alert| alert.revision),
        "state": alert.map(|alert| alert.state.name()),
    })
}
