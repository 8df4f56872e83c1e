//! A session that is planned, or has just finished, beside the person's usual.
//!
//! A planned session is put into a copy of the history and takes its exposures by the same road as every other one.

use std::collections::BTreeSet;

use super::change::{Change, Limits, changes};
use super::diary::{Diary, diary};
use super::forecast::{Forecast, Model, Part, forecast, parts};
use super::outlook::{Band, Outlook, outlook};
use crate::body::exposures::{Answer, Case, case, exposure};
use crate::body::session::Session;
use crate::record::{Body, History, Key, Workout};
use crate::time::Timestamp;

/// A push smaller than this (in log odds) is not told: it is the odds times 0.9 to 1.1.
pub const PUSH_LEAST: f64 = 0.1;
/// A value so far from the usual (in standard deviations of the person) is other than usual.
const FAR: f64 = 1.0;

/// A value beside the usual one.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// The exposure.
    pub name: String,
    /// Whether it is yes (1) or no (0).
    pub is_binary: bool,
    /// Its value, in the unit of the list of exposures.
    pub value: f64,
    /// The person's usual value.
    pub usual: f64,
}

/// What drives a forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Which exposure, and how it stands.
    pub what: Beside,
    /// What it adds to the log odds beyond its usual value; below 0 it lowers the chance.
    pub push: f64,
}

/// An exposure whose value is not known: it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The exposure.
    pub name: String,
    /// Fields and measures that would tell.
    pub missing: BTreeSet<&'static str>,
}

/// A forecast of the person's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Personal {
    /// How the session compares with the usual.
    pub band: Band,
    /// What drives it, the strongest first: exposures that in the person's records go the way they are suspected to.
    pub drivers: Vec<Driver>,
    /// Exposures that count too, though in the records they go the other way: nothing is advised by them.
    pub other_way: Vec<String>,
    /// The smallest change of each kind that lowers the band, the smallest first.
    pub changes: Vec<Change>,
}

/// What can be said of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// When it starts.
    pub start: Timestamp,
    /// What is planned, or was recorded.
    pub workout: Workout,
    /// The record of a finished session; `None` of a planned one.
    pub finished: Option<Key>,
    /// What was reported of a finished session.
    pub tingled: Option<bool>,
    /// The usual, and whether more may be told.
    pub outlook: Outlook,
    /// What may be told; `None` when [`Outlook::why_not`] says why.
    pub personal: Option<Personal>,
    /// What is other than usual, the furthest first. It says nothing of what that does.
    pub differs: Vec<Beside>,
    /// What is not known.
    pub left_out: Vec<Left>,
    /// What is known, but too seldom known of earlier sessions to compare with: it is left out as well.
    pub without_usual: Vec<String>,
}

/// What can be said of a planned session that starts at `start`. With `doctor_first`, a sign for a doctor is open,
/// and nothing but the usual is told.
pub fn planned(history: &History, workout: &Workout, start: Timestamp, doctor_first: bool) -> WhatIf {
    let told = diary(history);
    let mut copy = history.clone();
    // The greatest key: beside a recorded session of the same start it comes last.
    let place = (start, Key::GREATEST);
    let mut session = Asked { history: &mut copy, place, finished: None, tingled: None };
    session.asked(&told, workout, doctor_first)
}

/// What could be said of the newest finished session before it was answered; `None` when there is none.
pub fn last_finished(history: &History, now: Timestamp, doctor_first: bool) -> Option<WhatIf> {
    let all = Session::all(history);
    let number = all.iter().rposition(|session| session.end().unwrap_or(session.start) <= now)?;
    let session = all.get(number)?;
    let mut told = diary(history);
    let tingled = told.listed.tingled.get(number).copied().flatten();
    cut(&mut told, number);
    let (place, workout) = ((session.start, session.key), session.workout.clone());
    let mut copy = history.clone();
    let mut asked = Asked { history: &mut copy, place, finished: Some(session.key), tingled };
    Some(asked.asked(&told, &workout, doctor_first))
}

/// Leaves the sessions before this one.
fn cut(told: &mut Diary, number: usize) {
    told.rows.truncate(number);
    for matrix in [&mut told.listed, &mut told.tags] {
        matrix.tingled.truncate(number);
        matrix.columns.iter_mut().for_each(|column| column.values.truncate(number));
    }
}

/// A session that is asked about, in a copy of the history that may be changed.
struct Asked<'h> {
    history: &'h mut History,
    place: (Timestamp, Key),
    finished: Option<Key>,
    tingled: Option<bool>,
}

impl Asked<'_> {
    fn asked(&mut self, told: &Diary, workout: &Workout, doctor_first: bool) -> WhatIf {
        let made = forecast(&told.listed);
        let outlook = outlook(&made, told.days(), doctor_first);
        let answers = self.answers(told, workout);
        let values: Vec<Option<f64>> = answers.iter().map(|(_, answer)| answer.value()).collect();
        let parts = parts_of(&made, told);
        let usual = outlook.base.map(|base| base.rate).filter(|_| outlook.why_not.is_none());
        let personal =
            usual.zip(made.next).map(|(usual, model)| self.personal(told, workout, &model, usual, &values));
        WhatIf {
            start: self.place.0,
            workout: workout.clone(),
            finished: self.finished,
            tingled: self.tingled,
            outlook,
            personal,
            differs: differs(&parts, &values),
            left_out: left_out(&answers, &parts),
            without_usual: without_usual(&parts, &values),
        }
    }

    /// The exposures of the session as it is described here, in the order of the matrix.
    fn answers(&mut self, told: &Diary, workout: &Workout) -> Vec<(String, Answer)> {
        let (start, key) = self.place;
        self.history.insert(start, key, Body::Workout(Box::new(workout.clone())));
        let found = Session::of(self.history, start, key).and_then(|session| case(self.history, &session));
        let of = |name: &str, case: &Case<'_>| exposure(name).map(|exposure| (exposure.of)(case));
        let names = told.listed.columns.iter().map(|column| column.name.clone());
        names
            .map(|name| {
                let answer = found.as_ref().and_then(|case| of(&name, case));
                (name, answer.unwrap_or(Answer::Unknown { missing: BTreeSet::new() }))
            })
            .collect()
    }

    fn personal(
        &mut self,
        told: &Diary,
        workout: &Workout,
        model: &Model,
        usual: f64,
        values: &[Option<f64>],
    ) -> Personal {
        let band = Band::of(model.chance(values), usual);
        let limits = match Session::of(self.history, self.place.0, self.place.1) {
            Some(session) => Limits::of(self.history, &session),
            None => Limits::default(),
        };
        let changes = changes(workout, band, &limits, |changed| {
            let answers = self.answers(told, changed);
            let values: Vec<Option<f64>> = answers.iter().map(|(_, answer)| answer.value()).collect();
            Band::of(model.chance(&values), usual)
        });
        let (drivers, other_way) = drivers(model, values);
        Personal { band, drivers, other_way, changes }
    }
}

/// The exposures with the person's own scales: those of the model, else over all answered sessions.
fn parts_of(made: &Forecast, told: &Diary) -> Vec<Part> {
    match &made.next {
        Some(model) => model.parts.clone(),
        None => {
            let answered = (0..).zip(&told.listed.tingled).filter(|(_, tingled)| tingled.is_some());
            parts(&told.listed, &answered.map(|(row, _)| row).collect::<Vec<usize>>())
        }
    }
}

fn beside(part: &Part, values: &[Option<f64>]) -> Option<Beside> {
    let value = values.get(part.column).copied().flatten()?;
    Some(Beside { name: part.name.clone(), is_binary: part.is_binary, value, usual: part.usual? })
}

/// What pushes the chance, and what goes the other way than suspected. Every exposure of the list is suspected at
/// its higher end, so only coefficients above 0 are told as drivers: one below 0 would read as advice to do harm.
fn drivers(model: &Model, values: &[Option<f64>]) -> (Vec<Driver>, Vec<String>) {
    let (mut drivers, mut other_way) = (Vec::new(), Vec::new());
    for part in &model.parts {
        let value = values.get(part.column).copied().flatten();
        let (Some(what), Some(push)) = (beside(part, values), part.push(value)) else { continue };
        if push.abs() < PUSH_LEAST {
            continue;
        }
        if part.coefficient > 0.0 {
            drivers.push(Driver { what, push });
        } else {
            other_way.push(what.name);
        }
    }
    drivers.sort_by(|one, other| other.push.abs().total_cmp(&one.push.abs()));
    (drivers, other_way)
}

fn differs(parts: &[Part], values: &[Option<f64>]) -> Vec<Beside> {
    let mut found: Vec<(f64, Beside)> = parts
        .iter()
        .filter_map(|part| {
            let what = beside(part, values)?;
            let by = (part.scaled(Some(what.value)) - part.scaled(Some(what.usual))).abs();
            (by >= FAR).then_some((by, what))
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    found.into_iter().map(|(_, what)| what).collect()
}

/// The exposures of the model that this session does not tell.
fn left_out(answers: &[(String, Answer)], parts: &[Part]) -> Vec<Left> {
    let of = |part: &Part| match answers.get(part.column) {
        Some((name, Answer::Unknown { missing })) => Some(Left { name: name.clone(), missing: missing.clone() }),
        _ => None,
    };
    parts.iter().filter_map(of).collect()
}

/// The exposures that this session tells and earlier ones hardly ever did.
fn without_usual(parts: &[Part], values: &[Option<f64>]) -> Vec<String> {
    let is_told = |part: &&Part| values.get(part.column).is_some_and(Option::is_some);
    parts.iter().filter(is_told).filter(|part| part.usual.is_none()).map(|part| part.name.clone()).collect()
}
