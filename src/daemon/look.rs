//! One look at a person: what the rules say now, and what is to be said. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::rules::{self, LooksAt};
use crate::assess::{self, Finding, RuleId, Subject, Verdict};
use crate::body::session::Session;
use crate::decide::feedback::Marks;
use crate::decide::{Alert, AlertId, Decision, Policy, Seen, Situation, Utterance, WhyNot, decide};
use crate::person::PersonId;
use crate::record::{History, Key, Record};
use crate::study::trigger::{is_trigger, own_odds};
use crate::time::{Timestamp, add_days};

/// What is kept in memory about one person: a window of their records, and what was said.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// Recent records and the profile.
    pub history: History,
    /// Every standing alert, and those that ended within the last 90 days.
    pub said: BTreeMap<AlertId, Alert>,
    /// When advice was pushed, within the last 7 days.
    pub advice_pushed: Vec<Timestamp>,
    /// What the study found; `None` while it was not asked yet, or is not asked here.
    pub found: Option<Vec<Finding>>,
    /// What the person thought of alerts.
    pub marks: Marks,
}

/// How far back a window reaches, in days: all records.
pub const WINDOW_DAYS: f64 = 90.0;

/// How far back a window reaches, in days: reports, for the rules that compare with the year before.
pub const REPORT_DAYS: f64 = 400.0;

impl Window {
    /// Takes in what the study found.
    pub fn takes(&mut self, found: &[Finding]) {
        self.history.own_odds = own_odds(found);
        self.found = Some(found.to_vec());
    }

    /// Takes in what was said.
    pub fn speak(&mut self, utterance: &Utterance) {
        let alert = &utterance.alert;
        if utterance.push && alert.level == assess::Level::Advice {
            self.advice_pushed.extend(alert.pushed_at);
        }
        self.said.insert(alert.id.clone(), alert.clone());
    }

    /// Drops what no rule and no limit looks at any more.
    pub fn forget(&mut self, now: Timestamp) {
        self.history.forget_before(add_days(now, -WINDOW_DAYS), add_days(now, -REPORT_DAYS));
        self.advice_pushed.retain(|at| *at >= add_days(now, -7.0));
        self.said.retain(|_, alert| alert.is_standing() || alert.changed_at >= add_days(now, -WINDOW_DAYS));
    }

    /// Whether time alone can change what is to be said.
    pub fn is_awake(&self) -> bool {
        self.said.values().any(Alert::is_standing)
    }
}

/// What one look gives.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Everything that was decided.
    pub decisions: Vec<Decision>,
    /// Whether something waits for time to pass.
    pub waits: bool,
}

impl Look {
    /// What is to be said.
    pub fn utterances(&self) -> impl Iterator<Item = &Utterance> {
        self.decisions.iter().filter_map(|decision| match decision {
            Decision::Speak(utterance) => Some(utterance.as_ref()),
            Decision::Silent { .. } => None,
        })
    }
}

/// Looks at a person after these records came in (or time passed) and decides what to say.
pub fn look(person: &PersonId, window: &Window, batch: &[Record], policy: &Policy, now: Timestamp) -> Look {
    let mut seen = see(window, batch, now);
    seen.extend(window.found.iter().flat_map(|found| seen_by_the_study(found, window, now)));
    let session = |key: Key| window.history.session_with(key).map_or(key, |(_, key)| key);
    let arrived: BTreeSet<Key> = batch.iter().flat_map(|record| [record.key, session(record.key)]).collect();
    let said: Vec<Alert> = window.said.values().map(|alert| resting(alert, &window.history)).collect();
    let situation = Situation {
        person,
        seen: &seen,
        arrived: &arrived,
        said: &said,
        advice_pushed: &window.advice_pushed,
        marks: &window.marks,
        data_to: window.history.newest().map_or(now, |newest| newest.min(now)),
        now,
    };
    let mut decisions = decide(&situation, policy);
    decisions.iter_mut().for_each(|decision| keep_subject(decision, &window.said));
    let waiting = |decision: &Decision| match decision {
        Decision::Silent { because: WhyNot::Waiting, .. } => true,
        // What the study found waits for room, however long that takes.
        Decision::Silent { rule, because: WhyNot::Limited | WhyNot::EmergencyFirst, .. } => is_trigger(rule),
        _ => false,
    };
    let waits = decisions.iter().any(waiting);
    Look { decisions, waits }
}

/// An alert with its subject where that stands now: another record of the same session may have come to stand for it.
fn resting(alert: &Alert, history: &History) -> Alert {
    let mut alert = alert.clone();
    if let Some((_, key)) = history.session_with(alert.finding.subject) {
        alert.finding.subject = key;
    }
    alert
}

/// The content of a revision never changes, its subject neither: a new one comes with the next revision.
fn keep_subject(decision: &mut Decision, said: &BTreeMap<AlertId, Alert>) {
    let Decision::Speak(utterance) = decision else { return };
    let alert = &mut utterance.alert;
    if let Some(stored) = said.get(&alert.id).filter(|stored| stored.revision == alert.revision) {
        alert.finding.subject = stored.finding.subject;
    }
}

/// What the study says, each under the subject that it was first spoken of: what was found, and what was spoken of
/// before and is not found any more.
fn seen_by_the_study(found: &[Finding], window: &Window, now: Timestamp) -> Vec<Seen> {
    let spoken = || window.said.values().filter(|alert| is_trigger(&alert.rule));
    let seen =
        |rule: &RuleId, subject, at, verdict| Seen { rule: rule.clone(), subject, at, about_session: false, verdict };
    let found_now = found.iter().map(|finding| {
        let before = spoken().filter(|alert| alert.rule == finding.rule);
        let before = before.max_by_key(|alert| (alert.is_standing(), alert.raised_at));
        let subject = before.map_or(finding.subject, |alert| resting(alert, &window.history).finding.subject);
        let finding = Finding { subject, ..finding.clone() };
        seen(&finding.rule, subject, finding.at, Verdict::Found(Box::new(finding.clone())))
    });
    let is_gone = |alert: &&Alert| alert.is_standing() && found.iter().all(|finding| finding.rule != alert.rule);
    let gone = spoken()
        .filter(is_gone)
        .map(|alert| seen(&alert.rule, resting(alert, &window.history).finding.subject, now, Verdict::Clear));
    found_now.chain(gone).collect()
}

/// The subjects that standing alerts rest on: they are looked at again, however old.
fn standing(history: &History, window: &Window) -> Vec<Subject> {
    let standing = window.said.values().filter(|alert| alert.is_standing());
    standing.filter_map(|alert| found_by(history, alert)).collect()
}

/// Alerts that ended so few days ago may go on with what is found now.
const ENDED_DAYS: f64 = 6.0;

/// What alerts that ended lately rested on, and every session since, so that what is found again soon goes on under
/// the same id.
fn ended(history: &History, window: &Window, now: Timestamp) -> Vec<Subject> {
    let since = add_days(now, -ENDED_DAYS);
    let lately = window.said.values().filter(|alert| !alert.is_standing() && alert.changed_at >= since);
    let found: Vec<Subject> = lately.filter_map(|alert| found_by(history, alert)).collect();
    let first = found.iter().filter(|subject| subject.kind == LooksAt::Session).map(|subject| subject.at).min();
    let sessions = first.into_iter().flat_map(|first| history.workouts().range((first, Key::LEAST)..));
    let sessions = sessions.map(|((at, key), _)| Subject { at: *at, key: *key, kind: LooksAt::Session });
    sessions.chain(found.iter().copied()).collect()
}

/// The subject that an alert rests on, when it is in the history.
fn found_by(history: &History, alert: &Alert) -> Option<Subject> {
    let (at, key) = (alert.finding.at, alert.finding.subject);
    // A report is found at its own time, unless it was moved since.
    match history.symptoms().contains_key(&(at, key)) {
        true => Some(Subject { at, key, kind: LooksAt::Report }),
        false => subject_of(history, &alert.rule, key),
    }
}

/// The subject of a rule with that key, when it is in the history.
pub fn subject_of(history: &History, rule: &RuleId, key: Key) -> Option<Subject> {
    let kind = rules::rule(rule.as_str())?.looks_at;
    let found = match kind {
        LooksAt::Report => history.symptoms().keys().find(|(_, known)| *known == key),
        LooksAt::Session => {
            let key = history.session_with(key).map_or(key, |(_, key)| key);
            history.workouts().keys().find(|(_, known)| *known == key)
        }
    };
    found.map(|(at, key)| Subject { at: *at, key: *key, kind })
}

/// Sessions so many days old are looked at each time: their advice may still be waiting.
pub(super) const SESSIONS_DAYS: f64 = 3.0;

/// What every rule says about every subject that this batch, the time, or a standing alert touches.
fn see(window: &Window, batch: &[Record], now: Timestamp) -> Vec<Seen> {
    let history = &window.history;
    let mut subjects: BTreeSet<Subject> = assess::subjects_touched(history, batch, now).into_iter().collect();
    subjects.extend(standing(history, window));
    subjects.extend(ended(history, window, now));
    let recent = (add_days(now, -SESSIONS_DAYS), Key::LEAST)..;
    let sessions = history.workouts().range(recent);
    subjects.extend(sessions.map(|((at, key), _)| Subject { at: *at, key: *key, kind: LooksAt::Session }));
    ask(history, subjects, now)
}

/// What every rule says about every report and every finished session of a window, in order of time.
pub fn everything(window: &Window, now: Timestamp) -> Vec<Seen> {
    let history = &window.history;
    let subject = |(at, key): &(Timestamp, Key), kind| Subject { at: *at, key: *key, kind };
    let reports = history.symptoms().keys().map(|place| subject(place, LooksAt::Report));
    let sessions = history.workouts().keys().map(|place| subject(place, LooksAt::Session));
    ask(history, reports.chain(sessions).collect(), now)
}

fn ask(history: &History, subjects: BTreeSet<Subject>, now: Timestamp) -> Vec<Seen> {
    let subjects: Vec<Subject> = subjects.into_iter().collect();
    let happened: BTreeMap<Key, Timestamp> =
        subjects.iter().map(|subject| (subject.key, happened(history, subject))).collect();
    let seen = |(rule, subject, verdict): (RuleId, Key, Verdict)| {
        let at = verdict.found().map_or_else(|| happened.get(&subject).copied().unwrap_or(now), |finding| finding.at);
        let about_session = rules::rule(rule.as_str()).is_some_and(|rule| rule.looks_at == LooksAt::Session);
        Seen { rule, subject, at, about_session, verdict }
    };
    assess::assess(history, &subjects, now).into_iter().map(seen).collect()
}

/// When a subject happened; of a session when it ended, as a finding about it has it.
fn happened(history: &History, subject: &Subject) -> Timestamp {
    let session = match subject.kind {
        LooksAt::Report => None,
        LooksAt::Session => Session::of(history, subject.at, subject.key),
    };
    session.and_then(|session| session.end()).unwrap_or(subject.at)
}
