//! What was recorded on the day of a session.

use crate::body::session::Session;
use crate::record::{History, Intake, Key, Tag};
use crate::time::Timestamp;

use super::answer::Answer;

/// What was recorded on the day of a session, up to it.
///
/// The day is the person's own, from its midnight: what stands for a day as a whole has that time. Later records do
/// not count, because what is told after a session may already be coloured by how it ended.
#[derive(Clone, Copy, Debug)]
pub struct Near<'h> {
    history: &'h History,
    midnight: Timestamp,
    start: Timestamp,
    end: Timestamp,
}

impl<'h> Near<'h> {
    /// Of a session whose day began at `midnight`.
    pub fn new(history: &'h History, session: &Session<'_>, midnight: Timestamp) -> Near<'h> {
        Near { history, midnight, start: session.start, end: session.end().unwrap_or(session.start) }
    }

    /// The newest measure of that name before the session, in this unit or in none; hours may be told in minutes.
    pub fn measure(&self, name: &'static str, unit: &str) -> Answer {
        let day = (self.midnight, Key::LEAST)..=(self.start, Key::GREATEST);
        let found = self.history.measures().range(day).rev().find_map(|((_, key), measure)| {
            if measure.what.as_deref() != Some(name) {
                return None;
            }
            let value = measure.value?.get();
            match measure.unit.as_deref() {
                None => Some((value, *key)),
                Some(own) if own == unit => Some((value, *key)),
                Some("min") if unit == "h" => Some((value / 60.0, *key)),
                Some(_) => None,
            }
        });
        match found {
            Some((value, key)) => Answer::told(Some(value), &[key], name),
            None => Answer::missing(name),
        }
    }

    /// The sum of what was taken from midnight to the start of the session; sums of a day are left out.
    pub fn taken_before(&self, of: fn(&Intake) -> Option<f64>, name: &'static str) -> Answer {
        self.taken(self.midnight, self.start, of, name)
    }

    /// The sum of what was taken from the start of the session to its end; sums of a day are left out.
    pub fn taken_during(&self, of: fn(&Intake) -> Option<f64>, name: &'static str) -> Answer {
        self.taken(self.start, self.end, of, name)
    }

    fn taken(&self, from: Timestamp, to: Timestamp, of: fn(&Intake) -> Option<f64>, name: &'static str) -> Answer {
        if from > to {
            return Answer::missing(name);
        }
        let (mut sum, mut records) = (None, Vec::new());
        for ((_, key), intake) in self.history.intakes().range((from, Key::LEAST)..=(to, Key::GREATEST)) {
            if let (Some(amount), None | Some(false)) = (of(intake), intake.day_total) {
                sum = Some(sum.unwrap_or(0.0) + amount);
                records.push(*key);
            }
        }
        Answer::told(sum, &records, name)
    }

    /// The newest tag for which `of` has a value, from midnight to the end of the session.
    pub fn tag(&self, of: impl Fn(&Tag) -> Option<f64>, missing: &'static str) -> Answer {
        let day = (self.midnight, Key::LEAST)..=(self.end.max(self.start), Key::GREATEST);
        let found = self.history.tags().range(day).rev().find_map(|((_, key), tag)| Some((of(tag)?, *key)));
        match found {
            Some((value, key)) => Answer::told(Some(value), &[key], missing),
            None => Answer::missing(missing),
        }
    }
}
