//! What a session was exposed to: everything that could set tingling off, as one number each.
//!
//! One list, [`EXPOSURES`]; the person's own tags join it by themselves. The value for a session uses that session
//! and what was recorded before it, never anything later, so that the rows of a shorter history are the first rows of
//! the longer one. What was not told is [`Answer::Unknown`], never 0 and never "no".

mod answer;
mod case;
mod list;
mod near;
mod reckoned;
mod sweat;
mod tags;
mod told;
mod walk;

pub use answer::Answer;
pub use case::Case;
pub use list::EXPOSURES;
pub use near::Near;
pub use tags::TagColumn;

use super::session::Session;
use crate::record::{History, Key};
use crate::time::Timestamp;
use walk::Walk;

/// Which values are suspected of raising the risk; settled beforehand, so that the study can ask one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// A higher value.
    Higher,
    /// A lower value.
    Lower,
    /// Either: the person's own tags.
    Either,
}

/// What exposures have in common: those of one group are alike, and move together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// How much was asked of the body.
    Load,
    /// Water and salt.
    Hydration,
    /// Heat of the air.
    Heat,
    /// Shoes and clothes.
    Gear,
    /// Warm-up and cool-down.
    WarmUp,
    /// Hard ground.
    Impact,
    /// Sleep and fatigue.
    Rest,
    /// Posture and low back.
    Back,
    /// What the person wants to test.
    Own,
}

impl Group {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Group::Load => "load",
            Group::Hydration => "hydration",
            Group::Heat => "heat",
            Group::Gear => "gear",
            Group::WarmUp => "warmup",
            Group::Impact => "impact",
            Group::Rest => "rest",
            Group::Back => "back",
            Group::Own => "own",
        }
    }
}

/// What values an exposure takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// Any number.
    Continuous,
    /// 1 or 0.
    Binary,
}

/// One exposure of the list.
pub struct Exposure {
    /// Its name, of its topic and its column.
    pub name: &'static str,
    /// Its unit; empty for yes and no, and for ratios.
    pub unit: &'static str,
    /// Which values are suspected.
    pub direction: Direction,
    /// What it belongs to.
    pub group: Group,
    /// What values it takes.
    pub scale: Scale,
    /// Whether the study tests it. Its rate of false alarms was settled for the 21 that are; the others serve the
    /// rules of risk, and would only repeat what those say.
    pub is_tested: bool,
    /// How it is found, in one sentence.
    pub how: &'static str,
    /// When it is unknown, in one sentence.
    pub unknown: &'static str,
    /// Its value for a session.
    pub of: fn(&Case<'_>) -> Answer,
}

/// The exposure of that name.
pub fn exposure(name: &str) -> Option<&'static Exposure> {
    EXPOSURES.iter().find(|exposure| exposure.name == name)
}

/// One exposure of a history: of the list, or a tag of the person.
#[derive(Clone)]
pub enum Column {
    /// Of the list.
    Listed(&'static Exposure),
    /// A tag.
    Tag(TagColumn),
}

impl Column {
    /// The columns of a history: the list, then the person's tags by name.
    pub fn all(history: &History) -> Vec<Column> {
        let tags = TagColumn::all(history).into_iter().map(Column::Tag);
        EXPOSURES.iter().map(Column::Listed).chain(tags).collect()
    }

    /// What names it among all: the name of the list, or `tag.` and the name of the tag.
    pub fn id(&self) -> String {
        match self {
            Column::Listed(exposure) => exposure.name.to_owned(),
            Column::Tag(tag) => format!("tag.{}", tag.name),
        }
    }

    /// Which values are suspected.
    pub fn direction(&self) -> Direction {
        match self {
            Column::Listed(exposure) => exposure.direction,
            Column::Tag(_) => Direction::Either,
        }
    }

    /// What it belongs to.
    pub fn group(&self) -> Group {
        match self {
            Column::Listed(exposure) => exposure.group,
            Column::Tag(_) => Group::Own,
        }
    }

    /// What values it takes.
    pub fn scale(&self) -> Scale {
        match self {
            Column::Listed(exposure) => exposure.scale,
            Column::Tag(tag) => tag.scale,
        }
    }

    /// Its value for a session.
    pub fn of(&self, case: &Case<'_>) -> Answer {
        match self {
            Column::Listed(exposure) => (exposure.of)(case),
            Column::Tag(tag) => tag.of(case),
        }
    }
}

/// One session of a [`Matrix`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The session.
    pub session: Key,
    /// When it started.
    pub start: Timestamp,
    /// The values, in the order of the columns.
    pub values: Vec<Option<f64>>,
}

/// The exposures of every session of a history, in order of time.
#[derive(Clone)]
pub struct Matrix {
    /// The exposures.
    pub columns: Vec<Column>,
    /// The sessions.
    pub rows: Vec<Row>,
}

/// The exposures of every session, in one pass over the history.
pub fn matrix(history: &History) -> Matrix {
    let columns = Column::all(history);
    let mut walk = Walk::new(history);
    let rows = Session::all(history).into_iter().map(|session| {
        let case = walk.step(session);
        let values = columns.iter().map(|column| column.of(&case).value()).collect();
        Row { session: session.key, start: session.start, values }
    });
    let rows = rows.collect();
    Matrix { columns, rows }
}

/// What is known of every session and of the time before it, in order of time.
pub fn cases(history: &History) -> Vec<Case<'_>> {
    let mut walk = Walk::new(history);
    Session::all(history).into_iter().map(|session| walk.step(session)).collect()
}

/// What is known of a session and of the time before it; `None` when it is not in the history.
pub fn case<'h>(history: &'h History, session: &Session<'h>) -> Option<Case<'h>> {
    let mut walk = Walk::new(history);
    for earlier in Session::all(history) {
        let case = walk.step(earlier);
        if earlier.key == session.key {
            return Some(case);
        }
    }
    None
}

/// The exposures of one session, each with the records it rests on; nothing when it is not in the history.
pub fn of_session<'h>(history: &'h History, session: &Session<'h>) -> Vec<(Column, Answer)> {
    let Some(case) = case(history, session) else { return Vec::new() };
    let answer = |column: Column| {
        let answer = column.of(&case);
        (column, answer)
    };
    Column::all(history).into_iter().map(answer).collect()
}
