//! A person's sessions as the study reads them: what each was exposed to, and whether it tingled.

use std::collections::BTreeMap;

use super::matrix::{Column, Matrix};
use crate::body::exposures::{self, Answer, Scale};
use crate::body::session::session_of;
use crate::record::{History, Key, Symptom};
use crate::time::{Timestamp, minutes_between};

/// One session.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its record.
    pub session: Key,
    /// When it started.
    pub start: Timestamp,
    /// Its reports that answer whether it tingled, by time.
    pub reports: Vec<Key>,
    /// Whether it began within 24 hours of an earlier session that tingled: that tingling may have carried over.
    pub follows_an_event: bool,
}

/// All sessions of a person in order of time, and what is held against tingling.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    /// The sessions.
    pub rows: Vec<Row>,
    /// The exposures of the list that are tested.
    pub listed: Matrix,
    /// The person's own tags.
    pub tags: Matrix,
    /// By exposure, the sessions (row numbers) whose value was reckoned and not measured or told.
    pub estimated: BTreeMap<String, Vec<usize>>,
    /// Reports of tingling that belong to no session: they are not part of the study.
    pub outside: usize,
}

/// Tingling of a session carries over to those that begin so soon after it.
const CARRIES_MIN: f64 = 24.0 * 60.0;

/// The diary of a history.
///
/// A session tingled when any of its reports says so, did not when it has an answer and all of them say no, and is
/// silent otherwise: silence is not "no".
pub fn diary(history: &History) -> Diary {
    let mut diary = Diary::default();
    let mut told: BTreeMap<Key, (Vec<Key>, bool)> = BTreeMap::new();
    for ((at, key), said) in history.symptoms() {
        let Symptom { tingling: Some(tingled), .. } = said else { continue };
        match session_of(history, *at, said) {
            None => diary.outside = diary.outside.saturating_add(usize::from(*tingled)),
            Some(session) => {
                let (reports, any) = told.entry(session.key).or_default();
                reports.push(*key);
                *any |= *tingled;
            }
        }
    }
    let is_studied = |column: &exposures::Column| match column {
        exposures::Column::Listed(exposure) => exposure.is_tested,
        exposures::Column::Tag(_) => true,
    };
    let columns: Vec<exposures::Column> = exposures::Column::all(history).into_iter().filter(is_studied).collect();
    let mut values: Vec<Vec<Option<f64>>> = vec![Vec::new(); columns.len()];
    let mut last_event = None;
    for (number, case) in exposures::cases(history).into_iter().enumerate() {
        let (key, start) = (case.session.key, case.session.start);
        for (column, values) in columns.iter().zip(&mut values) {
            let answer = column.of(&case);
            if matches!(answer, Answer::Known { estimated: true, .. }) {
                diary.estimated.entry(column.id()).or_default().push(number);
            }
            values.push(answer.value());
        }
        let answer = told.remove(&key);
        let tingled = answer.as_ref().map(|(_, any)| *any);
        let follows_an_event = last_event.is_some_and(|event| minutes_between(event, start) < CARRIES_MIN);
        if tingled == Some(true) {
            last_event = Some(start);
        }
        let reports = answer.map(|(reports, _)| reports).unwrap_or_default();
        diary.rows.push(Row { session: key, start, reports, follows_an_event });
        diary.listed.tingled.push(tingled);
    }
    diary.tags.tingled.clone_from(&diary.listed.tingled);
    for (column, values) in columns.iter().zip(values) {
        let is_binary = column.scale() == Scale::Binary;
        let family = match column {
            exposures::Column::Listed(_) => &mut diary.listed,
            exposures::Column::Tag(_) => &mut diary.tags,
        };
        family.columns.push(Column { name: column.id(), is_binary, values });
    }
    diary
}

impl Diary {
    /// Sessions with an answer, and all.
    pub fn coverage(&self) -> (usize, usize) {
        (self.listed.tingled.iter().flatten().count(), self.rows.len())
    }

    /// Days from the first answered session to the last, both included.
    pub fn days(&self) -> f64 {
        let answered = self.rows.iter().zip(&self.listed.tingled).filter(|(_, tingled)| tingled.is_some());
        let mut times = answered.map(|(row, _)| row.start);
        let Some(first) = times.next() else { return 0.0 };
        minutes_between(first, times.next_back().unwrap_or(first)) / 1440.0 + 1.0
    }
}
