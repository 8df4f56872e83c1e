//! How much, how often and how late: every number of the delivery table in one place.

use std::collections::BTreeSet;

use crate::assess::{Level, RuleId};
use crate::time::{Timestamp, minutes_between};

use super::alert::{Alert, State};

const HOUR: f64 = 60.0;
const DAY: f64 = 24.0 * HOUR;

/// The numbers of delivery. The defaults are the delivery table of the documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Advice pushed to one person in 24 hours, at most.
    pub advice_per_day: usize,
    /// Advice pushed to one person in 7 days, at most.
    pub advice_per_week: usize,
    /// How long after a session its advice waits, so that the drink log can arrive.
    pub advice_waits_min: f64,
    /// A finding older than this was told late: it is not repeated.
    pub late_after_min: f64,
    /// Advice and doctor's visits are not raised for something older than this.
    pub fresh_min: f64,
    /// Urgent signs older than this are only summed up.
    pub old_after_min: f64,
    /// A doctor's visit is spoken of again when it is found again after this time.
    pub consult_again_min: f64,
    /// Rules that the person turned off; never a red flag, the configuration sees to that.
    pub quiet: BTreeSet<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            advice_per_day: 1,
            advice_per_week: 3,
            advice_waits_min: 30.0,
            late_after_min: DAY,
            fresh_min: 3.0 * DAY,
            old_after_min: 14.0 * DAY,
            consult_again_min: 14.0 * DAY,
            quiet: BTreeSet::new(),
        }
    }
}

impl Policy {
    /// Whether the limits leave room for one more advice, given when the last ones were pushed.
    pub fn has_room(&self, advice_pushed: &[Timestamp], now: Timestamp) -> bool {
        let since = |minutes: f64| advice_pushed.iter().filter(|at| minutes_between(**at, now) < minutes).count();
        since(DAY) < self.advice_per_day && since(7.0 * DAY) < self.advice_per_week
    }

    /// Whether a rule was turned off.
    pub fn is_quiet(&self, rule: &RuleId) -> bool {
        self.quiet.contains(rule.as_str())
    }

    /// Whether an alert that nobody acknowledged is to be pushed again.
    ///
    /// An emergency every 10 minutes for an hour, then hourly for 24 hours; an urgent one daily; never one that
    /// was already late when it was raised. After a pause of our own it is one push, not all that were missed.
    pub fn repeats(&self, alert: &Alert, now: Timestamp) -> bool {
        let Some(pushed_at) = alert.pushed_at else { return false };
        if alert.state != State::Open || alert.late {
            return false;
        }
        let open_for = minutes_between(alert.spoken_since, now);
        let since_push = minutes_between(pushed_at, now);
        match alert.level {
            Level::Emergency if open_for <= HOUR => since_push >= 10.0,
            Level::Emergency if open_for <= 25.0 * HOUR => since_push >= HOUR,
            Level::Urgent => since_push >= DAY,
            _ => false,
        }
    }

    /// Whether a standing alert is over because its newest evidence is long past. An emergency or urgent one
    /// that nobody acknowledged stays for 90 days: silence is no evidence.
    pub fn grown_old(&self, alert: &Alert, now: Timestamp) -> bool {
        let age = minutes_between(alert.finding.at.max(alert.spoken_since), now);
        age > Policy::over_after_min(alert.level, alert.state == State::Acknowledged)
    }

    /// How long after its newest evidence an alert is over, in minutes.
    pub fn over_after_min(level: Level, is_acknowledged: bool) -> f64 {
        match level {
            Level::Note | Level::Advice => 7.0 * DAY,
            _ if is_acknowledged => 14.0 * DAY,
            Level::Consult => 28.0 * DAY,
            Level::Urgent | Level::Emergency => 90.0 * DAY,
        }
    }
}
