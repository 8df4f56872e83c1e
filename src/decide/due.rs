//! When time alone may change what is to be said of an alert, so that nobody need look in between.

use crate::assess::Level;
use crate::time::{SignedDuration, Timestamp, add_minutes};

use super::alert::{Alert, State};
use super::policy::{EMERGENCY_PAUSE_MIN, Policy};

const HOUR: f64 = 60.0;
const DAY: f64 = 24.0 * HOUR;

impl Policy {
    /// The moments after which a standing alert may be repeated, be over by its age, or be heard again after a
    /// snooze, if nothing new comes in. It may turn out at one of them that nothing is to be said.
    pub fn due(&self, alert: &Alert) -> Vec<Timestamp> {
        let mut due = Vec::new();
        if !alert.is_standing() {
            return due;
        }
        due.extend(alert.snoozed_until);
        let newest = alert.finding.at.max(alert.spoken_since);
        let is_acknowledged = alert.state == State::Acknowledged;
        // It is over when it is older than that, not when it is as old.
        let over = add_minutes(newest, Policy::over_after_min(&alert.rule, alert.level, is_acknowledged));
        due.push(over.saturating_add(SignedDuration::from_millis(1)).unwrap_or(over));
        if let Some(pushed) = alert.pushed_at.filter(|_| alert.state == State::Open && !alert.late) {
            let pauses: &[f64] = match alert.level {
                Level::Emergency => &[EMERGENCY_PAUSE_MIN, HOUR],
                Level::Urgent => &[DAY],
                _ => &[],
            };
            due.extend(pauses.iter().map(|pause_min| add_minutes(pushed, *pause_min)));
        }
        due
    }
}
