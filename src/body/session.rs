//! A session of a history: what was told of it in its own record, in the records around it and in its reports.

use super::sweat;
use crate::record::words::{OneWord, Onset};
use crate::record::{History, Key, Symptom, Workout};
use crate::time::{Timestamp, add_days, add_minutes};
use crate::units::{Kilograms, Quantity};

/// A report belongs to the newest session that started at most so many days before it.
pub const REACH_DAYS: f64 = 1.0;
/// The same for a report whose tingling began "later".
pub const REACH_LATER_DAYS: f64 = 2.0;
/// A report may name its session for so many days.
pub const NAMED_DAYS: f64 = 14.0;

/// A measured body mass stands for that of a session for so many days.
pub const BODY_MASS_DAYS: f64 = 30.0;

/// A session of a history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Session<'h> {
    /// Its record.
    pub key: Key,
    /// When it started.
    pub start: Timestamp,
    /// What was recorded.
    pub workout: &'h Workout,
}

/// A report of a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told<'h> {
    /// Its record.
    pub key: Key,
    /// When it was told.
    pub at: Timestamp,
    /// What was told.
    pub said: &'h Symptom,
}

/// A body mass, and where it was told (nowhere: the profile).
#[derive(Clone, Debug, PartialEq)]
pub struct BodyMass {
    /// How much.
    pub kg: Kilograms,
    /// Where that was told.
    pub records: Vec<Key>,
}

/// What was drunk during a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Fluid {
    /// How much.
    pub ml: f64,
    /// A sum of logged drinks: more may have been drunk.
    pub is_lower_bound: bool,
    /// Where that was told, sorted.
    pub records: Vec<Key>,
}

/// The change of body mass over a session.
#[derive(Clone, Debug, PartialEq)]
pub enum MassChange {
    /// Measured before and after, or told in a report of the session.
    Known {
        /// In per cent of the mass before; negative for a loss.
        pct: f64,
        /// Where that was told.
        records: Vec<Key>,
    },
    /// Told, and so large that clothes or scales are likelier: not used.
    NotBelieved,
    /// Not told.
    Unknown,
}

impl<'h> Session<'h> {
    /// The session of that time and key, also when another record of it stands for it.
    pub fn of(history: &'h History, start: Timestamp, key: Key) -> Option<Session<'h>> {
        let (start, key) = history.session_with(key).unwrap_or((start, key));
        history.workouts().get(&(start, key)).map(|workout| Session { key, start, workout })
    }

    /// The sessions of a history in order of time; of equal starts first those with the lesser number as their
    /// source's id, so that the order is the source's own where it has one.
    pub fn all(history: &'h History) -> Vec<Session<'h>> {
        let session =
            |((start, key), workout): (&(Timestamp, Key), &'h Workout)| Session { key: *key, start: *start, workout };
        let mut sessions: Vec<Session<'h>> = history.workouts().iter().map(session).collect();
        sessions.sort_by_cached_key(|session| {
            let number = history.session_name(session.start, session.key).and_then(|name| name.parse::<u64>().ok());
            (session.start, number.is_none(), number, session.key)
        });
        sessions
    }

    /// When it ended, pauses included; `None` when its length was not told.
    pub fn end(&self) -> Option<Timestamp> {
        self.length_h().map(|hours| add_minutes(self.start, hours * 60.0))
    }

    /// Hours from start to end, pauses included where they are told apart.
    pub fn length_h(&self) -> Option<f64> {
        let minutes = self.workout.elapsed_min.or(self.workout.duration_min);
        minutes.map(|minutes| minutes.get() / 60.0)
    }

    /// Hours of exercise, without pauses where they are told apart; `None` when not told, or zero.
    pub fn active_h(&self) -> Option<f64> {
        self.active_min().map(|minutes| minutes / 60.0)
    }

    /// Minutes of exercise, without pauses where they are told apart; `None` when not told, or zero.
    pub fn active_min(&self) -> Option<f64> {
        let minutes = self.workout.duration_min.or(self.workout.elapsed_min);
        minutes.map(Quantity::get).filter(|minutes| *minutes > 0.0)
    }

    /// What was drunk: as recorded, else the drinks logged between start and end.
    pub fn fluid(&self, history: &History) -> Option<Fluid> {
        if let Some(volume) = self.workout.fluid_ml {
            return Some(Fluid { ml: volume.get(), is_lower_bound: false, records: vec![self.key] });
        }
        let during = (self.start, Key::LEAST)..=(self.end()?, Key::GREATEST);
        let (mut ml, mut records) = (0.0, Vec::new());
        for ((_, key), intake) in history.intakes().range(during) {
            // The sum of a day tells nothing of this session.
            if let (Some(volume), None | Some(false)) = (intake.volume_ml, intake.day_total) {
                ml += volume.get();
                records.push(*key);
            }
        }
        records.sort();
        (!records.is_empty()).then_some(Fluid { ml, is_lower_bound: true, records })
    }

    /// The change of body mass: measured before and after, else told in the newest report of the session.
    pub fn mass_change(&self, history: &History) -> MassChange {
        let told = match (self.workout.mass_before_kg, self.workout.mass_after_kg) {
            (Some(before), Some(after)) => Some((sweat::mass_change_pct(before, after), self.key)),
            _ => reports_of(history, self)
                .into_iter()
                .rev()
                .find_map(|report| Some((report.said.weight_change_pct?.get(), report.key))),
        };
        match told {
            None => MassChange::Unknown,
            Some((pct, _)) if !sweat::is_believable_change(pct) => MassChange::NotBelieved,
            Some((pct, record)) => MassChange::Known { pct, records: vec![record] },
        }
    }

    /// The body mass that stands for the session: its own, else the newest measured in the 30 days before its end,
    /// else the usual one of the profile.
    pub fn body_mass(&self, history: &History) -> Option<BodyMass> {
        self.body_mass_since(history, Timestamp::MIN)
    }

    /// The same from what was measured at `since` or later.
    pub fn body_mass_since(&self, history: &History, since: Timestamp) -> Option<BodyMass> {
        if let Some(kg) = self.workout.mass_before_kg.or(self.workout.mass_after_kg) {
            return Some(BodyMass { kg, records: vec![self.key] });
        }
        let end = self.end().unwrap_or(self.start);
        let from = add_days(end, -BODY_MASS_DAYS).max(since).min(end);
        let window = (from, Key::LEAST)..=(end, Key::GREATEST);
        let measured = history.measures().range(window).rev().find_map(|((_, key), measure)| {
            let is_mass =
                measure.what.as_deref() == Some("body_mass") && measure.unit.as_deref().is_none_or(|u| u == "kg");
            let kg = Kilograms::new(measure.value?.get()).filter(|_| is_mass)?;
            Some(BodyMass { kg, records: vec![*key] })
        });
        measured.or_else(|| history.profile.body_mass_kg.map(|kg| BodyMass { kg, records: Vec::new() }))
    }

    /// The change of body mass in per cent that was measured before and after, when it is believable.
    pub fn measured_change(&self) -> Option<f64> {
        let pct = sweat::mass_change_pct(self.workout.mass_before_kg?, self.workout.mass_after_kg?);
        sweat::is_believable_change(pct).then_some(pct)
    }
}

/// The session a report belongs to: the one it names, else the newest that started at most a day before it (two
/// days when it began "later"). `None` when there is none: the report then stands for itself.
pub fn session_of<'h>(history: &'h History, at: Timestamp, said: &Symptom) -> Option<Session<'h>> {
    let named = said.session_id.as_deref().and_then(|id| history.session_named(id));
    if let Some(session) = named.and_then(|(start, key)| Session::of(history, start, key)) {
        return Some(session);
    }
    let is_later = said.onset.as_ref().and_then(OneWord::known) == Some(Onset::Later);
    let reach = if is_later { REACH_LATER_DAYS } else { REACH_DAYS };
    let window = (add_days(at, -reach), Key::LEAST)..=(at, Key::GREATEST);
    let ((start, key), workout) = history.workouts().range(window).next_back()?;
    Some(Session { key: *key, start: *start, workout })
}

/// The reports that belong to a session, by time.
pub fn reports_of<'h>(history: &'h History, session: &Session<'h>) -> Vec<Told<'h>> {
    let window =
        (add_days(session.start, -REACH_DAYS), Key::LEAST)..=(add_days(session.start, NAMED_DAYS), Key::GREATEST);
    let near = history.symptoms().range(window);
    near.filter(|((at, _), said)| session_of(history, *at, said).is_some_and(|own| own.key == session.key))
        .map(|((at, key), said)| Told { key: *key, at: *at, said })
        .collect()
}
