//! How much, how often and how late: every number of the delivery table in one place.

use std::collections::BTreeSet;

use crate::assess::rules::{self, Family};
use crate::assess::{Level, RuleId};
use crate::study::trigger::is_trigger;
use crate::time::{Timestamp, minutes_between};

use super::alert::{Alert, State};

/// Turns off every finding of the study.
pub const EVERY_TRIGGER: &str = "trigger";

const HOUR: f64 = 60.0;
const DAY: f64 = 24.0 * HOUR;

/// An emergency is pushed no sooner again than after this time; for an hour this often.
pub(super) const EMERGENCY_PAUSE_MIN: f64 = 10.0;

/// So long an emergency is repeated: 1 h quickly, 24 h hourly.
const EMERGENCY_REPEATS_MIN: f64 = 25.0 * HOUR;

/// An emergency that is found again after such a pause is repeated from the beginning.
const EMERGENCY_ANEW_MIN: f64 = 3.0 * HOUR;

/// The numbers of delivery. The defaults are the delivery table of the documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Advice pushed to one person in 24 hours, at most.
    pub advice_per_day: usize,
    /// Advice pushed to one person in 7 days, at most.
    pub advice_per_week: usize,
    /// Advice about a habit is pushed only when fewer than so many were pushed in 7 days, whatever about: what can
    /// harm sooner keeps its room.
    pub habits_after: usize,
    /// How long after a session its advice waits, so that the drink log can arrive.
    pub advice_waits_min: f64,
    /// A finding older than this was told late: it is not repeated.
    pub late_after_min: f64,
    /// Advice and doctor's visits are not raised for something older than this.
    pub fresh_min: f64,
    /// What the study found is not raised when its newest episode is older than this: it is true for months, and may
    /// have to wait for room.
    pub trigger_fresh_min: f64,
    /// Urgent signs older than this are only summed up.
    pub old_after_min: f64,
    /// A doctor's visit is spoken of again when it is found again after this time.
    pub consult_again_min: f64,
    /// What is found again so soon after something said otherwise goes on with the same alert. An alert ends with the
    /// first word to the contrary; its episode only when nothing was found for so long after it.
    pub rejoins_min: f64,
    /// Advice is spoken of again when it is found again after this time; until then the open alert is amended quietly.
    pub advice_again_min: f64,
    /// A rule of which a smaller share of alerts was marked as right is shown quietly, as [`Policy::demotes`] has it;
    /// 0: none is.
    pub precision_floor: f64,
    /// Rules that the person turned off; never a red flag, the configuration sees to that.
    pub quiet: BTreeSet<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            advice_per_day: 1,
            advice_per_week: 3,
            habits_after: 1,
            advice_waits_min: 30.0,
            late_after_min: DAY,
            fresh_min: 3.0 * DAY,
            trigger_fresh_min: 28.0 * DAY,
            old_after_min: 14.0 * DAY,
            consult_again_min: 14.0 * DAY,
            rejoins_min: 3.0 * DAY,
            advice_again_min: 7.0 * DAY,
            precision_floor: 0.0,
            quiet: BTreeSet::new(),
        }
    }
}

impl Policy {
    /// Whether the limits leave room for one more advice of a rule, given when the last ones were pushed.
    pub fn has_room(&self, rule: &RuleId, advice_pushed: &[Timestamp], now: Timestamp) -> bool {
        let since = |minutes: f64| advice_pushed.iter().filter(|at| minutes_between(**at, now) < minutes).count();
        let is_habit = rules::rule(rule.as_str()).is_some_and(|rule| rule.family == Family::Habit);
        let most = if is_habit { self.habits_after.min(self.advice_per_week) } else { self.advice_per_week };
        since(DAY) < self.advice_per_day && since(7.0 * DAY) < most
    }

    /// Whether a rule was turned off.
    pub fn is_quiet(&self, rule: &RuleId) -> bool {
        self.quiet.contains(rule.as_str()) || (is_trigger(rule) && self.quiet.contains(EVERY_TRIGGER))
    }

    /// Whether an alert that is found again, or is back, at a level is to be pushed at once: when that level was not
    /// pushed yet, or its last push is as old as the table says. So an input that flaps gives no push of its own.
    pub fn is_due(&self, alert: &Alert, level: Level, now: Timestamp) -> bool {
        let Some(pushed_at) = alert.pushed_at else { return level > Level::Note };
        let since_push = minutes_between(pushed_at, now);
        let pause = match level {
            Level::Note => return false,
            Level::Advice => self.advice_again_min,
            Level::Urgent => DAY,
            Level::Consult => self.consult_again_min,
            Level::Emergency if self.is_hourly(alert, now) => HOUR,
            Level::Emergency => EMERGENCY_PAUSE_MIN,
        };
        alert.told_level < Some(level) || has_passed(since_push, pause)
    }

    /// Whether the hour in which an emergency is repeated quickly is over, and it is repeated hourly.
    fn is_hourly(&self, alert: &Alert, now: Timestamp) -> bool {
        minutes_between(self.sounds_since(alert, now), now) > HOUR
    }

    /// Since when the repeats of an emergency are reckoned, when it is found again now: from now on when it was
    /// acknowledged, its repeats are over, or nothing was heard of it for some hours; else as before.
    pub fn sounds_since(&self, alert: &Alert, now: Timestamp) -> Timestamp {
        let was_quiet = alert.pushed_at.is_none_or(|at| has_passed(minutes_between(at, now), EMERGENCY_ANEW_MIN));
        let is_over = has_passed(minutes_between(alert.spoken_since, now), EMERGENCY_REPEATS_MIN);
        let first = alert.told_level < Some(Level::Emergency) || alert.acknowledged_at.is_some();
        if first || was_quiet || is_over { now } else { alert.spoken_since }
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
            Level::Emergency if open_for <= HOUR => has_passed(since_push, EMERGENCY_PAUSE_MIN),
            Level::Emergency if open_for <= EMERGENCY_REPEATS_MIN => has_passed(since_push, HOUR),
            Level::Urgent => has_passed(since_push, DAY),
            _ => false,
        }
    }

    /// Whether a standing alert is over because its newest evidence is long past. An emergency or urgent one
    /// that nobody acknowledged stays for 90 days: silence is no evidence.
    pub fn grown_old(&self, alert: &Alert, now: Timestamp) -> bool {
        let age = minutes_between(alert.finding.at.max(alert.spoken_since), now);
        age > Policy::over_after_min(&alert.rule, alert.level, alert.state == State::Acknowledged)
    }

    /// How long after its newest evidence an alert is over, in minutes.
    ///
    /// What the study found stands until it is taken back, or no more is told for a season.
    pub fn over_after_min(rule: &RuleId, level: Level, is_acknowledged: bool) -> f64 {
        match level {
            _ if is_trigger(rule) => 90.0 * DAY,
            Level::Note | Level::Advice => 7.0 * DAY,
            _ if is_acknowledged => 14.0 * DAY,
            Level::Consult => 28.0 * DAY,
            Level::Urgent | Level::Emergency => 90.0 * DAY,
        }
    }
}

/// Whether so much time passed. A clock that was set back since tells nothing of it: better once too often.
fn has_passed(minutes: f64, pause_min: f64) -> bool {
    minutes >= pause_min || minutes < 0.0
}
