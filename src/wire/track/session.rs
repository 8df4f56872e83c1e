//! What a file tells of one session.

use jiff::civil::DateTime;

use crate::record::words::{Sport, Vocabulary};
use crate::record::{Fields, Reject, Shape, Value, Workout, Wrong};
use crate::time::Timestamp;
use crate::wire::dialect;

/// When a session began.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Start {
    /// An instant, and its text.
    At(Timestamp, String),
    /// A wall clock without an offset, and its text.
    Wall(DateTime, String),
}

/// Something that was told and is not kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dropped {
    /// What the file calls it.
    pub(super) field: String,
    /// What stood there.
    pub(super) found: String,
    /// Why.
    pub(super) wrong: Wrong,
}

impl Dropped {
    /// What the file calls it, what stood there, and why it is not kept.
    pub(super) fn new(field: &str, found: &str, wrong: Wrong) -> Dropped {
        Dropped { field: field.to_owned(), found: Reject::excerpt(found), wrong }
    }
}

/// One session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    /// Its place in the file: the line it begins on, or its number from 1.
    pub(super) line: u64,
    /// When it began, or what stood there instead and why it is no start.
    pub(super) start: Result<Start, Dropped>,
    /// What tells it apart from the others of its source, whatever is edited later.
    pub(super) id: Option<String>,
    /// What was told.
    pub(super) workout: Workout,
    /// What was told and is not kept.
    pub(super) dropped: Vec<Dropped>,
}

/// The most things that are named of one session.
const DROPPED_MOST: usize = 20;

impl Session {
    /// An empty session at this place.
    pub(super) fn new(line: u64) -> Session {
        let start = Err(Dropped { field: "start".to_owned(), found: String::new(), wrong: Wrong::Missing });
        Session { line, start, id: None, workout: Workout::default(), dropped: Vec::new() }
    }

    /// Puts a number into a field, rounded to a thousandth; one out of range is named under the name that the file has
    /// for it, and costs no more than itself.
    pub(super) fn put(&mut self, field: &'static str, told: &str, number: f64) {
        let Some(known) = Workout::field(field) else { return };
        let rounded = (number * 1000.0).round() / 1000.0;
        if (known.set)(&mut self.workout, Value::Number(rounded)).is_ok() {
            return;
        }
        let wrong = match known.shape {
            Shape::Number { unit, low, high } => Wrong::OutOfRange { unit, low, high },
            _ => Wrong::Missing,
        };
        self.drop(told, &rounded.to_string(), wrong);
    }

    /// The same for a number of which 0 means that it was not measured.
    pub(super) fn put_measured(&mut self, field: &'static str, told: &str, number: f64) {
        if number != 0.0 {
            self.put(field, told, number);
        }
    }

    /// Names something that is not kept.
    pub(super) fn drop(&mut self, told: &str, found: &str, wrong: Wrong) {
        if self.dropped.len() < DROPPED_MOST {
            self.dropped.push(Dropped::new(told, found, wrong));
        }
    }

    /// The kind of exercise, in the file's words: the first that is known. The words are kept where they are not ours.
    pub(super) fn sport(&mut self, words: &[&str]) {
        let words: Vec<String> = words.iter().map(|word| word.trim().replace(['_', '-'], " ")).collect();
        let mut told = words.iter().filter(|word| !word.is_empty());
        let known = told.clone().find_map(|word| dialect::sport(word));
        let Some(first) = told.next() else { return };
        let sport = known.unwrap_or(Sport::Other);
        self.workout.sport = Some(sport);
        let text = told.fold(first.clone(), |text, more| format!("{text}, {more}"));
        if let Some(field) = Workout::field("sport_text").filter(|_| !text.eq_ignore_ascii_case(sport.name())) {
            // Words that are no plain short text tell nothing that could be kept.
            let _ = (field.set)(&mut self.workout, Value::Text(text));
        }
    }

    /// Whether a length is told.
    pub(super) fn has_length(&self) -> bool {
        self.workout.duration_min.is_some() || self.workout.elapsed_min.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Quantity;

    #[test]
    fn a_number_out_of_range_is_named_and_costs_no_other() {
        let mut session = Session::new(1);
        session.put("hr_avg_bpm", "avg_heart_rate", 142.0);
        session.put("hr_max_bpm", "max_heart_rate", 300.0);
        session.put_measured("distance_m", "total_distance", 0.0);
        assert_eq!(session.workout.hr_avg_bpm.map(Quantity::get), Some(142.0));
        assert_eq!((session.workout.hr_max_bpm, session.workout.distance_m), (None, None));
        assert_eq!(session.dropped.len(), 1);
        assert_eq!((session.dropped[0].field.as_str(), session.dropped[0].found.as_str()), ("max_heart_rate", "300"));
    }

    #[test]
    fn the_kind_of_exercise_is_the_first_word_that_is_known() {
        let of = |words: &[&str]| {
            let mut session = Session::new(1);
            session.sport(words);
            (session.workout.sport, session.workout.sport_text)
        };
        assert_eq!(of(&["trail", "running"]), (Some(Sport::Run), Some("trail, running".to_owned())));
        assert_eq!(of(&["", "run"]), (Some(Sport::Run), None));
        assert_eq!(of(&["sky_diving"]), (Some(Sport::Other), Some("sky diving".to_owned())));
        assert_eq!(of(&["", " "]), (None, None));
    }
}
