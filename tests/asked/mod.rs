//! A made-up life whose tingling comes with tight gear and long sessions, so that there is something to forecast.
#![allow(dead_code, reason = "not every test uses every helper")]

use std::fmt::Write;
use std::sync::Arc;

use tingled::person::{PersonId, Profile};
use tingled::record::words::Sport;
use tingled::record::{Body, History, Key, Origin, Place, Record, Source, Symptom, Workout};
use tingled::time::{Timestamp, WrittenTime, add_days, add_minutes};
use tingled::units::*;

/// One session of the life.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub start: Timestamp,
    pub minutes: f64,
    pub effort: f64,
    pub is_tight: bool,
    pub air_c: f64,
    pub drunk_ml: f64,
    pub tingled: bool,
}

/// Chance that is the same every time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to 1.
    pub(crate) fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }
}

/// So many sessions, one every two days; `strength` is how much tight gear and length matter.
pub(crate) fn life(seed: u64, sessions: usize, strength: f64, end: Timestamp) -> Vec<Day> {
    let mut dice = Dice::new(seed);
    let mut days = Vec::new();
    for number in 0..sessions {
        let start = add_days(end, -2.0 * (sessions - number) as f64);
        let minutes = dice.between(30.0, 90.0).round();
        let (effort, is_tight) = (dice.between(3.0, 7.0).round(), dice.roll() < 0.4);
        let (air_c, drunk_ml) = (dice.between(8.0, 26.0).round(), (dice.between(1.0, 8.0).round()) * 50.0);
        let odds = -2.4 + strength * (if is_tight { 1.0 } else { -0.6 }) + strength * (minutes - 60.0) / 30.0;
        let tingled = dice.roll() < 1.0 / (1.0 + f64::exp(-odds));
        days.push(Day { start, minutes, effort, is_tight, air_c, drunk_ml, tingled });
    }
    days
}

/// The session as a record holds it.
pub(crate) fn workout(day: &Day) -> Workout {
    Workout {
        sport: Some(Sport::Run),
        duration_min: Minutes::new(day.minutes),
        rpe_cr10: Score10::new(day.effort),
        tight_fit: Some(day.is_tight),
        temp_c: Celsius::new(day.air_c),
        fluid_ml: Millilitres::new(day.drunk_ml),
        ..Workout::default()
    }
}

fn record(at: Timestamp, body: Body) -> Record {
    let origin = Origin {
        source: Source::new(Source::OWN),
        native_id: None,
        place: Place { of: Arc::from("a test"), line: 0 },
        time: WrittenTime::stated(at, at.to_string()),
        newest: None,
        parser: Arc::from("test"),
    };
    Record::new(PersonId::new("ana").unwrap(), body, origin)
}

pub(crate) fn history(days: &[Day]) -> History {
    let mut history = History::of(Profile::default(), []);
    history.profile.timezone = Some("UTC".to_owned());
    for day in days {
        history.take(record(day.start, Body::Workout(Box::new(workout(day)))));
        let said = Symptom { tingling: Some(day.tingled), ..Symptom::default() };
        history.take(record(add_minutes(day.start, day.minutes + 30.0), Body::Symptom(Box::new(said))));
    }
    history
}

/// The key of a session of the history.
pub(crate) fn key_of(history: &History, start: Timestamp) -> Key {
    history.workouts().keys().find(|(at, _)| *at == start).unwrap().1
}

/// The same life as our own CSV: workouts and symptoms.
pub(crate) fn csv(days: &[Day]) -> (String, String) {
    let mut workouts = String::from("start,duration_min,sport,rpe_cr10,tight_fit,temp_c,fluid_ml\n");
    let mut symptoms = String::from("time,tingling\n");
    for day in days {
        let tight = if day.is_tight { "yes" } else { "no" };
        let Day { start, minutes, effort, air_c, drunk_ml, .. } = day;
        writeln!(workouts, "{start},{minutes},run,{effort},{tight},{air_c},{drunk_ml}").unwrap();
        let told = if day.tingled { "yes" } else { "no" };
        writeln!(symptoms, "{},{told}", add_minutes(*start, minutes + 30.0)).unwrap();
    }
    (workouts, symptoms)
}
