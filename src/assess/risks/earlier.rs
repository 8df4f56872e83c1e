//! The sessions before a session.

use crate::body::session::Session;
use crate::record::{History, Key};
use crate::time::{Timestamp, add_days};

/// A session stands for at most so many days: a watch that was left on hides no others.
const LENGTH_MOST_DAYS: f64 = 1.0;

/// The sessions that began in so many days before a session and were over when it began, in order of time.
///
/// Of sessions that overlap only the first counts, and none that overlaps with this one: two devices or two apps
/// often record the same hour, and an hour does not say twice what is usual.
pub fn earlier<'h>(history: &'h History, session: &Session<'_>, days: f64) -> Vec<Session<'h>> {
    let since = add_days(session.start, -days);
    let window = (since, Key::GREATEST)..(session.start, Key::LEAST);
    let mut last_end = Timestamp::MIN;
    let mut found = Vec::new();
    for ((start, key), workout) in history.workouts().range(window) {
        let other = Session { key: *key, start: *start, workout };
        let end = end_of(&other);
        if *start < last_end || end > session.start {
            continue;
        }
        last_end = end;
        found.push(other);
    }
    found
}

fn end_of(session: &Session<'_>) -> Timestamp {
    session.end().unwrap_or(session.start).min(add_days(session.start, LENGTH_MOST_DAYS))
}
