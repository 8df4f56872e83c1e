//! What became of what a rule said: how often tingling followed, how long after, and what came unannounced. Pure.
//!
//! Only what was answered counts: a session that nobody answered is no session without tingling.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::RuleId;
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::numbers::median;
use crate::body::session::{Session, reports_of};
use crate::record::{History, Key, Symptom};
use crate::time::{Timestamp, add_days, minutes_between};

use super::counted::Counted;

/// What a rule said about one session, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The rule.
    pub rule: RuleId,
    /// The session.
    pub session: Key,
    /// When it was first said.
    pub at: Timestamp,
}

/// How long after a session tingling counts as having followed what a rule said of it, in days beyond the reports of
/// that session itself. `None` for a rule about a report, which foretells nothing.
///
/// What was drunk, worn or left out, and the heat, belong to one session; how much was asked of the body is felt for
/// days (sources: SCIENCE 1.1 on single-session spikes; the week is ours).
pub fn follows_days(rule: &Rule) -> Option<f64> {
    match (rule.looks_at, rule.family) {
        (LooksAt::Report, _) => None,
        (LooksAt::Session, Family::Load) => Some(7.0),
        (LooksAt::Session, _) => Some(0.0),
    }
}

/// How one rule fared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Calls that tingling followed.
    pub followed: usize,
    /// Of these, those that were made before the tingling was told.
    pub ahead: usize,
    /// Calls that were answered, and no tingling followed.
    pub not_followed: usize,
    /// Calls about sessions that nobody answered.
    pub unanswered: usize,
    /// Reports of tingling.
    pub reports: usize,
    /// Of these, those that no call came before.
    pub missed: usize,
    /// Minutes from call to report, of the calls ahead: the median.
    pub lead_min: Option<f64>,
    /// Of all answered sessions those that tingling followed, whatever was said of them: what is usual.
    pub usual: Counted,
}

impl Score {
    /// The share of answered calls that tingling followed.
    pub fn right(&self) -> Counted {
        Counted { of: self.followed.saturating_add(self.not_followed), yes: self.followed }
    }
}

/// How the calls of one rule from one moment to another fared, by what is known at the second. Earlier calls only
/// announce what was told later.
pub fn score(history: &History, calls: &[&Call], days: f64, from: Timestamp, to: Timestamp) -> Score {
    let sessions: BTreeMap<Key, Session<'_>> =
        Session::all(history).into_iter().map(|session| (session.key, session)).collect();
    let mut score = Score { usual: usual(history, &sessions, days, from, to), ..Score::default() };
    let mut announced = BTreeSet::new();
    let mut leads = Vec::new();
    for call in calls {
        let Some(session) = sessions.get(&call.session) else { continue };
        let tingling = tingling_after(history, session, days, to);
        announced.extend(tingling.iter().filter(|(at, _)| *at >= call.at).copied());
        if call.at < from {
            continue;
        }
        match outcome(history, session, &tingling, days, to) {
            None => score.unanswered = score.unanswered.saturating_add(1),
            Some(false) => score.not_followed = score.not_followed.saturating_add(1),
            Some(true) => {
                score.followed = score.followed.saturating_add(1);
                if let Some((at, _)) = tingling.iter().find(|(at, _)| *at >= call.at) {
                    score.ahead = score.ahead.saturating_add(1);
                    leads.push(minutes_between(call.at, *at));
                }
            }
        }
    }
    let told = history.symptoms().range((from, Key::LEAST)..=(to, Key::GREATEST));
    let told: Vec<_> = told.filter(|(_, said)| is_tingling(said)).map(|(place, _)| *place).collect();
    score.reports = told.len();
    score.missed = told.iter().filter(|place| !announced.contains(*place)).count();
    score.lead_min = median(&leads);
    score
}

/// Whether a report tells of tingling; one that does not answer tells of some, as it does for the rules.
fn is_tingling(said: &Symptom) -> bool {
    said.tingling != Some(false)
}

/// The reports of tingling that belong to a session, or came within so many days of its end, by time.
fn tingling_after(history: &History, session: &Session<'_>, days: f64, to: Timestamp) -> BTreeSet<(Timestamp, Key)> {
    let own = reports_of(history, session).into_iter().map(|told| (told.at, told.key, told.said));
    let until = add_days(session.end().unwrap_or(session.start), days).min(to);
    let near = (session.start, Key::LEAST)..=(until.max(session.start), Key::GREATEST);
    let later = history.symptoms().range(near).map(|((at, key), said)| (*at, *key, said));
    let later = later.filter(|_| days > 0.0);
    own.chain(later).filter(|(at, _, said)| *at <= to && is_tingling(said)).map(|(at, key, _)| (at, key)).collect()
}

/// Whether tingling followed; `None` when nobody answered.
fn outcome(
    history: &History,
    session: &Session<'_>,
    tingling: &BTreeSet<(Timestamp, Key)>,
    days: f64,
    to: Timestamp,
) -> Option<bool> {
    if !tingling.is_empty() {
        return Some(true);
    }
    let is_answered = reports_of(history, session).iter().any(|told| told.at <= to);
    // A week is answered when it is over: until then tingling may still follow.
    let is_over = add_days(session.end().unwrap_or(session.start), days) <= to;
    (is_answered && is_over).then_some(false)
}

/// Of all answered sessions those that tingling followed.
fn usual(
    history: &History,
    sessions: &BTreeMap<Key, Session<'_>>,
    days: f64,
    from: Timestamp,
    to: Timestamp,
) -> Counted {
    let within = |session: &&Session<'_>| (from..=to).contains(&session.end().unwrap_or(session.start));
    let outcomes = sessions
        .values()
        .filter(within)
        .filter_map(|session| outcome(history, session, &tingling_after(history, session, days, to), days, to));
    let outcomes: Vec<bool> = outcomes.collect();
    Counted { of: outcomes.len(), yes: outcomes.iter().filter(|followed| **followed).count() }
}
