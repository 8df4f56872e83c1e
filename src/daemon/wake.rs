//! When somebody must be looked at next, if nothing comes in. Pure.

use crate::body::session::Session;
use crate::decide::Policy;
use crate::record::Key;
use crate::time::{Timestamp, add_days, add_minutes};

use super::look::{SESSIONS_DAYS, Window};

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
    alerts.chain(sessions).filter(|at| *at > now).min()
}
