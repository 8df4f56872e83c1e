//! The study of one person: everything that can honestly be said about what goes before their tingling.

use super::diary::{Diary, diary};
use super::line::{Family, Line, Place};
use super::matrix::Matrix;
use super::screen::{Screened, Settings, screen};
use super::sight::Sight;
use crate::record::{History, Key};

/// What is there, and what is needed before anything is tested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gates {
    /// Sessions.
    pub sessions: usize,
    /// Those with an answer.
    pub answered: usize,
    /// So many answers are needed.
    pub answered_least: usize,
    /// Sessions that tingled.
    pub events: usize,
    /// So many of them are needed for the first look.
    pub events_least: usize,
    /// Days from the first answered session to the last.
    pub days: f64,
    /// So many are needed before a person is told.
    pub days_least: f64,
    /// Reports of tingling that belong to no session.
    pub outside: usize,
}

impl Gates {
    /// Whether there is enough for a first look.
    pub fn are_met(&self) -> bool {
        self.answered >= self.answered_least && self.events >= self.events_least && self.days >= self.days_least
    }
}

/// Diary days that a person needs before they are told anything: fewer hold no ordinary weeks.
const DAYS_LEAST: f64 = 28.0;

/// The study of one person.
#[derive(Clone, Debug)]
pub struct Study {
    /// What is there and what is needed.
    pub gates: Gates,
    /// The looks over the exposures of the list.
    pub listed: Screened,
    /// The looks over the person's own tags.
    pub tags: Screened,
    /// One line an exposure of the list, then one a tag, in their order.
    pub lines: Vec<Line>,
    /// The sessions, by row.
    pub diary: Diary,
}

/// The study of a history. Pure: the same records give the same study, in whatever order they came.
pub fn study(history: &History) -> Study {
    of_diary(diary(history))
}

/// The study of a diary.
pub fn of_diary(diary: Diary) -> Study {
    let (answered, sessions) = diary.coverage();
    let (of_list, of_tags) = (Settings::default(), Settings::of_tags());
    let gates = Gates {
        sessions,
        answered,
        answered_least: of_list.sessions_least,
        events: diary.listed.events().len(),
        events_least: of_list.first_look,
        days: diary.days(),
        days_least: DAYS_LEAST,
        outside: diary.outside,
    };
    let (listed, tags) = (screen(&diary.listed, &of_list), screen(&diary.tags, &of_tags));
    let mut lines = lines(&diary, &diary.listed, &of_list, &listed);
    lines.extend(self::lines(&diary, &diary.tags, &of_tags, &tags));
    Study { gates, listed, tags, lines, diary }
}

fn lines(diary: &Diary, matrix: &Matrix, settings: &Settings, screened: &Screened) -> Vec<Line> {
    let last_event = matrix.events().last().copied().filter(|_| !screened.last.is_empty());
    let last_answer = || matrix.tingled.iter().rposition(Option::is_some);
    let Some(last) = last_event.or_else(last_answer) else { return Vec::new() };
    let sight = Sight::new(matrix, last, settings);
    let rows = (0..=last).filter(|row| matrix.tingled.get(*row).is_some_and(Option::is_some)).collect();
    let family = Family { diary, matrix, settings, screened, sight, rows };
    (0..matrix.columns.len()).filter_map(|column| family.line(column)).collect()
}

impl Study {
    /// The line of an exposure.
    pub fn line(&self, exposure: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.exposure == exposure)
    }

    /// What was found and stands, the surest first; nothing before the gates are met.
    pub fn findings(&self) -> Vec<&Line> {
        let mut found: Vec<&Line> =
            self.lines.iter().filter(|line| matches!(line.place, Place::Found { .. })).collect();
        found.sort_by(|one, other| one.p.total_cmp(&other.p));
        if self.gates.are_met() { found } else { Vec::new() }
    }

    /// How many exposures were tested together with one.
    pub fn tried_with(&self, exposure: &str) -> usize {
        let is_listed = self.diary.listed.columns.iter().any(|column| column.name == exposure);
        if is_listed { self.diary.listed.columns.len() } else { self.diary.tags.columns.len() }
    }

    /// The session of the episode at which an exposure was found.
    pub fn found_at(&self, at_event: usize) -> Option<Key> {
        let row = *self.diary.listed.events().get(at_event.checked_sub(1)?)?;
        self.diary.rows.get(row).map(|row| row.session)
    }
}
