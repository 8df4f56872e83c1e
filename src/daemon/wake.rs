//! When somebody must be looked at next, if nothing comes in. Pure.

use crate::assess::advice::open_signs::OPEN_DAYS;
use crate::assess::rules::RECENT_DAYS;
use crate::body::session::Session;
use crate::decide::Policy;
use crate::record::{Body, Fields, History, Key, Record, Symptom};
use crate::time::{SignedDuration, Timestamp, add_days, add_minutes};

use super::look::{SESSIONS_DAYS, Window};

/// Whether a record that comes in may change what a rule says of anything. A drink or a measure says nothing of what
/// was over before it, and no rule asks for a tag.
pub(super) fn matters(history: &History, record: &Record) -> bool {
    match &record.body {
        Body::Workout(_) | Body::Symptom(_) => true,
        Body::Tag(_) => false,
        Body::Intake(_) | Body::Measure(_) => {
            let near = (add_days(record.at, -SESSIONS_DAYS), Key::LEAST)..;
            history.workouts().range(near).any(|((start, key), workout)| {
                let session = Session { key: *key, start: *start, workout };
                session.end().is_none_or(|end| end >= record.at)
            })
        }
    }
}

/// Whether a report answers nothing but "no tingling" and "no signs": it opens no sign, and closes none that is younger
/// than itself.
fn says_nothing(said: &Symptom) -> bool {
    let signs = said.signs.as_ref();
    let none = signs.is_none_or(|signs| signs.words.is_empty() && signs.unread.is_empty());
    none && said.tingling == Some(false) && said.answers().count() <= 1_usize.saturating_add(signs.iter().count())
}

/// The next moment after `now` at which time alone may change what is to be said; `None` when nothing waits for time.
pub(super) fn wakes(window: &Window, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    let alerts = window.said.values().flat_map(|alert| policy.due(alert));
    let recent = (add_days(now, -SESSIONS_DAYS), Key::LEAST)..;
    let sessions = window.history.workouts().range(recent).flat_map(|((start, key), workout)| {
        let session = Session { key: *key, start: *start, workout };
        let end = session.end().unwrap_or(*start);
        // A session is looked at when it is over, and its advice once the drink log had its time.
        [end, add_minutes(end, policy.advice_waits_min)]
    });
    // What is told of a moment that has not come yet is looked at when it has. A sign keeps tips back until it is so
    // many days old, and a report is asked about no longer than that.
    let days = OPEN_DAYS.max(RECENT_DAYS);
    let reports = window.history.symptoms().range((add_days(now, -days - 1.0), Key::LEAST)..);
    let reports = reports.filter(|((at, _), said)| *at > now || !says_nothing(said));
    let reports = reports.flat_map(|((at, _), _)| {
        let asked = add_days(*at, RECENT_DAYS);
        let no_longer = asked.saturating_add(SignedDuration::from_millis(1)).unwrap_or(asked);
        [*at, add_days(*at, OPEN_DAYS), no_longer]
    });
    let due = alerts.chain(sessions).chain(reports);
    due.filter(|at| *at > now).min()
}
