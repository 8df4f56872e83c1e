//! Quiet for some hours, when the person asks for it.

use crate::assess::Level;
use crate::time::{Timestamp, add_minutes};

use super::alert::{Alert, State};
use super::desk::Desk;
use super::reason::Why;
use super::{Event, Utterance, next};

/// How long a snooze is when nothing is said about it, in hours.
pub const SNOOZE_USUAL_H: f64 = 8.0;

/// Why an alert cannot be snoozed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoSnooze {
    /// An emergency is never kept quiet.
    Emergency,
    /// It is over.
    Ended,
}

/// The alert, quiet for so many hours.
pub fn snooze(alert: &Alert, hours: f64, now: Timestamp) -> Result<Utterance, NoSnooze> {
    if alert.state == State::Ended {
        return Err(NoSnooze::Ended);
    }
    if alert.level == Level::Emergency {
        return Err(NoSnooze::Emergency);
    }
    let mut quiet = next(alert, now, Why::Snoozed);
    quiet.snoozed_until = Some(add_minutes(now, hours * 60.0));
    Ok(Utterance { alert: quiet, event: Event::Changed, push: false })
}

impl Desk<'_> {
    /// The end of a snooze: what was held back is pushed once, unless the limits say otherwise.
    pub(super) fn snooze_over(&mut self, alert: &Alert) {
        let now = self.situation.now;
        let found_again = alert.state == State::Open && alert.pushed_at.is_some_and(|at| at < alert.spoken_since);
        let due = found_again || self.policy.repeats(alert, now);
        let limited = self.held_back(&alert.rule, alert.level).filter(|_| due);
        if let Some(because) = limited {
            self.silent(alert.rule.clone(), alert.finding.subject, because);
        }
        let why = match (due && limited.is_none(), found_again) {
            (true, true) => Why::Again,
            (true, false) => Why::Repeat,
            (false, _) => Why::SnoozeOver,
        };
        let mut over = next(alert, now, why);
        over.snoozed_until = None;
        self.speak(over, Event::Changed, why != Why::SnoozeOver);
    }
}
