//! Whether to speak. Pure: findings, what was said before and the time go in; decisions come out.
//!
//! Findings are a function of the records. Ids and revisions are given when first spoken, and kept. Speaking
//! is a log: what is pushed, held back or limited depends on when we heard of it, and changes neither.

pub mod alert;
mod desk;
mod due;
pub mod episode;
pub mod feedback;
pub mod old_signs;
pub mod policy;
pub mod reason;
pub mod snooze;
mod standing;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::assess::{Level, RuleId, Verdict, rules};
use crate::person::PersonId;
use crate::record::Key;
use crate::record::identity::{digest, hex};
use crate::study::trigger::is_trigger;
use crate::time::Timestamp;

use desk::Desk;
use feedback::Marks;

pub use alert::{Alert, AlertId, State};
pub use episode::{Episode, Seen, episodes};
pub use policy::Policy;
pub use reason::{Why, WhyNot};
pub use snooze::{NoSnooze, snooze};

/// What is known when decisions are made about one person.
pub struct Situation<'a> {
    /// Whose.
    pub person: &'a PersonId,
    /// What every rule says about every subject that was looked at.
    pub seen: &'a [Seen],
    /// The records that came in with this turn.
    pub arrived: &'a BTreeSet<Key>,
    /// Every standing alert, and those that ended within the last 90 days.
    pub said: &'a [Alert],
    /// When advice was pushed within the last 7 days.
    pub advice_pushed: &'a [Timestamp],
    /// What the person thought of earlier alerts.
    pub marks: &'a Marks,
    /// The newest record known.
    pub data_to: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// What kind of event an utterance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// A new alert, or an ended one that is back.
    Raised,
    /// Another content under the same id.
    Changed,
    /// Over.
    Ended,
    /// The same content once more.
    Repeated,
}

impl Event {
    /// The name used in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Event::Raised => "raised",
            Event::Changed => "changed",
            Event::Ended => "ended",
            Event::Repeated => "repeated",
        }
    }
}

/// Something to say, or to note down.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// The alert as it now stands.
    pub alert: Alert,
    /// What happened to it.
    pub event: Event,
    /// Whether the person is to be told at once; else it only changes where it stands.
    pub push: bool,
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Say it.
    Speak(Box<Utterance>),
    /// Say nothing, for a reason.
    Silent {
        /// The rule.
        rule: RuleId,
        /// The report or session.
        subject: Key,
        /// The reason.
        because: WhyNot,
    },
}

/// The id of the alert of an episode, from the report or session that it was first spoken of for.
pub fn alert_id(person: &PersonId, rule: &RuleId, first: Key) -> AlertId {
    AlertId(hex(&digest(&["alert", person.as_str(), rule.as_str(), &first.to_string()])))
}

/// What to say and what not, about everything that was looked at.
pub fn decide(situation: &Situation<'_>, policy: &Policy) -> Vec<Decision> {
    let episodes = episodes(situation.seen, policy.rejoins_min);
    let mut desk = Desk::new(situation, policy, &episodes);
    for seen in situation.seen {
        match seen.verdict {
            Verdict::Clear => desk.silent(seen.rule.clone(), seen.subject, WhyNot::NothingFound),
            Verdict::Unknown { .. } => desk.silent(seen.rule.clone(), seen.subject, WhyNot::CannotKnow),
            Verdict::Found(_) => {}
        }
    }
    // The most urgent first, so that the limits of advice are spent on what matters most, and an emergency is known
    // before any advice is looked at.
    let mut ordered: Vec<(&RuleId, &Episode<'_>)> =
        episodes.iter().flat_map(|(rule, runs)| runs.iter().map(move |run| (*rule, run))).collect();
    ordered.sort_by_key(|(rule, run)| {
        let level = run.peak().map(|peak| peak.level);
        (Reverse(level), weight(rule, level), run.newest().map(|newest| newest.at), *rule)
    });
    for (rule, episode) in ordered {
        desk.episode(rule, episode);
    }
    old_signs::sum_up(&mut desk);
    desk.the_rest();
    desk.out
}

/// The alert as the person acknowledged it; `None` when it is over or acknowledged already.
pub fn acknowledge(alert: &Alert, now: Timestamp) -> Option<Utterance> {
    if alert.state != State::Open {
        return None;
    }
    let mut seen = next(alert, now, Why::Acknowledged);
    seen.state = State::Acknowledged;
    seen.acknowledged_at = Some(now);
    Some(Utterance { alert: seen, event: Event::Changed, push: false })
}

/// Which of two pieces of advice is told first: what the study found, which comes seldom, then the one whose rule stands
/// earlier in the list. Others are not limited.
fn weight(rule: &RuleId, level: Option<Level>) -> usize {
    if level == Some(Level::Advice) && !is_trigger(rule) { rules::place(rule.as_str()).saturating_add(1) } else { 0 }
}

/// The next revision of an alert.
fn next(alert: &Alert, now: Timestamp, why: Why) -> Alert {
    Alert { revision: alert.revision.saturating_add(1), changed_at: now, why, ..alert.clone() }
}

#[cfg(test)]
mod again;
#[cfg(test)]
mod tests;
