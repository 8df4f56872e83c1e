//! Whether a session was more than easy: as rated, as told in words, or as the heart tells it.

use super::{change, number};
use crate::assess::answer::Answer;
use crate::assess::finding::{Because, Change};
use crate::body::effort::of_word;
use crate::body::heart::Heart;
use crate::body::session::Session;
use crate::record::{History, Value, Vocabulary};
use crate::units::Quantity;

/// Up to this rating (CR10) a session is easy: "moderate" on Borg's scale. Source: Foster 2001 (unchecked); that a
/// session up to it counts as easy here is ours.
pub const EASY_MOST_CR10: f64 = 3.0;
/// Up to this share of the heart-rate reserve a session is easy, in per cent: "vigorous" begins there. Source: ACSM
/// (Garber 2011, Med Sci Sports Exerc 43:1334; unchecked).
pub const EASY_MOST_RESERVE_PCT: f64 = 60.0;
/// A measured resting heart rate stands for so many days, so that no older record changes what is read here.
pub const EFFORT_DAYS: u16 = 30;

/// How hard a session was.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// More than easy.
    pub is_more_than_easy: bool,
    /// What tells it.
    pub because: Because,
    /// The least change that makes it easy.
    easier: Change,
}

/// How hard a session was: rated, else in words, else by the mean heart rate. `None` when nothing tells.
pub fn effort(history: &History, session: &Session<'_>) -> Option<Effort> {
    let told = session.workout;
    let rated = |rating: f64, because| Effort {
        is_more_than_easy: rating > EASY_MOST_CR10,
        because,
        easier: change("rpe_cr10", EASY_MOST_CR10 - rating),
    };
    if let Some(rating) = told.rpe_cr10.map(Quantity::get) {
        return Some(rated(rating, number("rpe_cr10", rating, Some(EASY_MOST_CR10), [session.key])));
    }
    if let Some(word) = told.effort {
        let value = Value::Text(word.name().to_owned());
        let because = Because { value, ..number("effort", 0.0, None, [session.key]) };
        return Some(rated(of_word(word), because));
    }
    let heart = Heart::at(history, session.start)?;
    let pct = 100.0 * heart.reserve(told.hr_avg_bpm?)?;
    let records = heart.records.iter().copied().chain([session.key]);
    let because = number("hr_reserve_pct", pct, Some(EASY_MOST_RESERVE_PCT), records);
    Some(Effort {
        is_more_than_easy: pct > EASY_MOST_RESERVE_PCT + super::ROUNDING,
        because: Because { estimated: heart.is_estimated, ..because },
        easier: change("hr_reserve_pct", EASY_MOST_RESERVE_PCT - pct),
    })
}

/// Whether a session was more than easy.
pub fn more_than_easy(effort: Option<&Effort>) -> Answer {
    match effort {
        None => Answer::unknown("rpe_cr10"),
        Some(effort) if effort.is_more_than_easy => Answer::because(effort.because.clone()),
        Some(_) => Answer::No,
    }
}

impl Effort {
    /// That it was easy, as what speaks against a risk.
    pub fn easy(&self) -> Option<Because> {
        (!self.is_more_than_easy).then(|| self.because.clone())
    }

    /// The least change that makes it easy; `None` when it is.
    pub fn easier(&self) -> Option<Change> {
        self.is_more_than_easy.then(|| self.easier.clone())
    }
}
