//! Too little rest before a session that was more than easy.

use super::earlier::earlier;
use super::effort::{EFFORT_DAYS, effort, more_than_easy};
use super::{Beside, number, verdict};
use crate::assess::answer::Answer;
use crate::assess::finding::{Because, Verdict};
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::days::{Calendar, GAP_DAYS};
use crate::body::exposures::{self, Near};
use crate::body::session::Session;
use crate::record::History;
use crate::time::minutes_between;

/// A session that begins sooner after the last one ended, in hours, had a short rest before it. Ours.
pub const REST_LEAST_H: f64 = 8.0;
/// A session that begins sooner than this after the last one ended, in hours, is one training with it. Ours.
pub const SAME_TRAINING_H: f64 = 1.0;
/// Sessions shorter than this, in minutes, need no rest after them. Ours.
pub const COUNTS_FROM_MIN: f64 = 20.0;
/// Fewer hours of sleep are short. Source: Watson 2015, Sleep 38:843 (adults; unchecked).
pub const SLEEP_LEAST_H: f64 = 6.0;
/// Fatigue from here on is high, 1 to 5; as in the red flag about fatigue (`rf27`).
pub const FATIGUE_HIGH: f64 = 4.0;

/// A session that was more than easy within 8 hours of the one before, after less than 6 hours of sleep, or with
/// fatigue of at least 4 of 5 before it.
///
/// Sleep and fatigue are the newest measures of the day before the session began. Sessions less than an hour apart
/// are one training; those of fewer than 20 minutes are not looked at.
pub static SHORT_REST: Rule = Rule {
    id: "short_rest",
    family: Family::Habit,
    looks_at: LooksAt::Session,
    horizon_days: EFFORT_DAYS,
    source: "sleep: Watson 2015, Sleep 38:843 (unchecked); hours of rest and fatigue are a project rule",
    title: "short_rest",
};

/// See [`SHORT_REST`].
pub fn short_rest(history: &History, session: &Session<'_>) -> Verdict {
    let effort = effort(history, session);
    let midnight = Calendar::of(history).midnight(session.start);
    let near = Near::new(history, session, midnight);
    let sleep =
        measured(&near.measure("sleep", "h"), "sleep_h", "sleep", SLEEP_LEAST_H, |hours, limit| hours < limit);
    let fatigue =
        measured(&near.measure("fatigue", "1_5"), "fatigue", "fatigue", FATIGUE_HIGH, |told, limit| told >= limit);
    let tired = rest(history, session).or(sleep).or(fatigue);
    let answer = tired.and_then(|| more_than_easy(effort.as_ref()));
    verdict(&SHORT_REST, session, answer, || Beside {
        change: effort.and_then(|effort| effort.easier()).into_iter().collect(),
        ..Beside::default()
    })
}

/// A measure held against its limit.
fn measured(
    told: &exposures::Answer,
    what: &'static str,
    name: &'static str,
    limit: f64,
    is_found: fn(f64, f64) -> bool,
) -> Answer {
    match told {
        exposures::Answer::Unknown { .. } => Answer::unknown(name),
        exposures::Answer::Known { value, records, .. } if is_found(*value, limit) => {
            Answer::because(number(what, *value, Some(limit), records.iter().copied()))
        }
        exposures::Answer::Known { .. } => Answer::No,
    }
}

/// Whether the last session ended too short a time before. With none in the two weeks before, nobody knows whether
/// there was none or none was recorded.
fn rest(history: &History, session: &Session<'_>) -> Answer {
    let before = earlier(history, session, GAP_DAYS as f64);
    if before.is_empty() {
        return Answer::unknown("sessions_14_days");
    }
    let ended = before.iter().rev().filter_map(|other| {
        let hours = minutes_between(other.end()?, session.start) / 60.0;
        let counts = other.active_min().is_some_and(|minutes| minutes >= COUNTS_FROM_MIN) && hours >= SAME_TRAINING_H;
        counts.then_some((hours, other.key))
    });
    let found = |(hours, key)| -> Because { number("rest_h", hours, Some(REST_LEAST_H), [session.key, key]) };
    match { ended }.next() {
        Some((hours, key)) if hours < REST_LEAST_H => Answer::because(found((hours, key))),
        _ => Answer::No,
    }
}
