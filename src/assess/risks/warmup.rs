//! Warm-up and cool-down that were left out.

use super::effort::{EFFORT_DAYS, effort};
use super::{Beside, change, number, verdict};
use crate::assess::answer::Answer;
use crate::assess::finding::Verdict;
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::session::Session;
use crate::record::History;
use crate::units::{Minutes, Quantity};

/// A warm-up or cool-down of fewer minutes is as good as none. Ours.
pub const LEAST_MIN: f64 = 5.0;

/// A warm-up told as less than 5 minutes; not told is not known.
pub static NO_WARMUP: Rule = Rule {
    id: "no_warmup",
    family: Family::Habit,
    looks_at: LooksAt::Session,
    horizon_days: EFFORT_DAYS,
    source: "project rule: 5 min, no study ties it to tingling",
    title: "no_warmup",
};

/// A cool-down told as less than 5 minutes; not told is not known.
pub static NO_COOLDOWN: Rule = Rule {
    id: "no_cooldown",
    family: Family::Habit,
    looks_at: LooksAt::Session,
    horizon_days: EFFORT_DAYS,
    source: "project rule: 5 min, no study ties it to tingling",
    title: "no_cooldown",
};

/// See [`NO_WARMUP`].
pub fn no_warmup(history: &History, session: &Session<'_>) -> Verdict {
    left_out(&NO_WARMUP, "warmup_min", session.workout.warmup_min, history, session)
}

/// See [`NO_COOLDOWN`].
pub fn no_cooldown(history: &History, session: &Session<'_>) -> Verdict {
    left_out(&NO_COOLDOWN, "cooldown_min", session.workout.cooldown_min, history, session)
}

fn left_out(
    rule: &Rule,
    field: &'static str,
    told: Option<Minutes>,
    history: &History,
    session: &Session<'_>,
) -> Verdict {
    let answer = match told.map(Quantity::get) {
        None => Answer::unknown(field),
        Some(minutes) if minutes < LEAST_MIN => {
            Answer::because(number(field, minutes, Some(LEAST_MIN), [session.key]))
        }
        Some(_) => Answer::No,
    };
    verdict(rule, session, answer, || {
        let effort = effort(history, session);
        Beside {
            unknown: effort.is_none().then_some("rpe_cr10").into_iter().collect(),
            against: effort.and_then(|effort| effort.easy()).into_iter().collect(),
            change: told.map(|told| change(field, LEAST_MIN - told.get())).into_iter().collect(),
        }
    })
}
