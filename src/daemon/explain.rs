//! The argument of an alert, down to records, files and lines, worked out again from the records.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::follows::{Difference, differences};
use crate::assess::patterns::PATTERN;
use crate::assess::rules::{self, LooksAt};
use crate::assess::{self, Because, Finding, Level, RULES_VERSION, RuleId, Subject, Verdict};
use crate::decide::feedback::{Feedback, Tally};
use crate::decide::old_signs::{self, OLD_SIGNS, sign_of};
use crate::decide::{Alert, Policy};
use crate::record::{Body, History, Key, Record};
use crate::store::{Spoken, Store, StoreError};
use crate::study::person::study;
use crate::study::trigger::{self, is_trigger, own_odds, triggers};
use crate::time::{Timestamp, add_days, minutes_between};

use super::look::{REPORT_DAYS, WINDOW_DAYS, subject_of};
use super::people::People;
use super::replay::report::quiet_because;
use super::study::study_of;
use super::twins::others_of;

/// Whether an alert still follows from the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// The rule still fires on the same subject; of a summary, each of its signs does.
    Yes,
    /// Some of the signs of a summary do.
    Partly,
    /// It does not fire any more.
    No,
}

/// An alert and what it rests on.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The alert as it was said; with the argument found now when what was kept of it is gone.
    pub alert: Alert,
    /// The argument worked out again; `None` when it no longer follows.
    pub now: Option<Finding>,
    /// Whether it still follows.
    pub follows: Follows,
    /// Why not, or what changed all the same.
    pub because: Vec<Difference>,
    /// Whether it is about a session and not about a report.
    pub is_session: bool,
    /// The records it cites, with where each was read, in order of time.
    pub records: Vec<Record>,
    /// Cited records that are not there any more.
    pub gone: Vec<Key>,
    /// By which version of the rules it was said last; `None` when that was not kept.
    pub said_by: Option<String>,
    /// What was said of it or held back, in order, each with the version of the rules.
    pub revisions: Vec<(Spoken, String)>,
    /// What the person thought of it, in order.
    pub feedback: Vec<Feedback>,
    /// The marks of its rule because of which it is shown quietly.
    pub quiet_because: Option<Tally>,
}

/// Works an alert out again from the records.
pub fn explain(store: &Store, people: &People, alert: &Alert, now: Timestamp) -> Result<Explanation, StoreError> {
    let desk = Desk { store, people, alert, now };
    let (found, mut because) = match alert.rule == OLD_SIGNS {
        true => desk.summary()?,
        false => desk.one()?,
    };
    let mut shown = alert.clone();
    if let (true, Some(found)) = (shown.finding.evidence.is_empty(), &found) {
        shown.finding = found.clone();
    }
    let follows = match &found {
        None => Follows::No,
        Some(_) if because.iter().any(|one| matches!(one, Difference::Sign { .. })) => Follows::Partly,
        Some(_) => Follows::Yes,
    };
    let spoken = store.spoken(&alert.id)?;
    let versions = store.rules_spoken_by(&alert.id)?;
    let said_by = versions.last().filter(|version| !version.is_empty()).cloned();
    if let Some(was) = said_by.as_ref().filter(|was| *was != RULES_VERSION && !because.is_empty()) {
        because.push(Difference::Rules { was: was.clone(), is: RULES_VERSION.to_owned() });
    }
    let (mut records, gone) = cited(store, &[Some(&shown.finding), found.as_ref()], alert)?;
    let sessions: Vec<Record> = records.values().filter(|record| is_session(record)).cloned().collect();
    for session in sessions {
        // What one source did not tell, another of the same session did.
        let others = others_of(store, &alert.person, &session)?;
        records.extend(others.into_iter().map(|other| (other.key, other)));
    }
    let mut records: Vec<Record> = records.into_values().collect();
    records.sort_by_key(|record| (record.at, record.key));
    Ok(Explanation {
        is_session: is_trigger(&alert.rule)
            || rules::rule(alert.rule.as_str()).is_some_and(|rule| rule.looks_at == LooksAt::Session),
        alert: shown,
        now: found,
        follows,
        because,
        records,
        gone,
        said_by,
        revisions: spoken.into_iter().zip(versions).collect(),
        feedback: store.feedback(&alert.id)?,
        quiet_because: quiet_because(store, alert, now)?,
    })
}

fn is_session(record: &Record) -> bool {
    matches!(record.body, Body::Workout(_))
}

/// The records that these findings cite, and those that are gone.
fn cited(
    store: &Store,
    findings: &[Option<&Finding>],
    alert: &Alert,
) -> Result<(BTreeMap<Key, Record>, Vec<Key>), StoreError> {
    let mut keys = BTreeSet::from([alert.finding.subject]);
    for finding in findings.iter().flatten() {
        keys.extend(finding.evidence.iter().chain(&finding.against).flat_map(|piece| piece.records.iter().copied()));
    }
    let (mut records, mut gone) = (BTreeMap::new(), Vec::new());
    for key in keys {
        match store.record(&alert.person, key)? {
            Some(record) => drop(records.insert(key, record)),
            None => gone.push(key),
        }
    }
    Ok((records, gone))
}

struct Desk<'a> {
    store: &'a Store,
    people: &'a People,
    alert: &'a Alert,
    now: Timestamp,
}

impl Desk<'_> {
    /// The history as far back as a rule looks from that time.
    fn history(&self, since: Timestamp) -> Result<History, StoreError> {
        let person = &self.alert.person;
        let window = self.store.window(person, add_days(since, -WINDOW_DAYS), add_days(since, -REPORT_DAYS))?;
        let mut history = self.people.history_of(self.store, person, window)?;
        history.diary_since = self.store.first_report(person)?;
        if self.alert.rule.as_str() == PATTERN.id {
            // Only the patterns weigh what the study found.
            history.own_odds = own_odds(&triggers(&study_of(self.store, self.people, person)?));
        }
        Ok(history)
    }

    /// The finding of one rule about one report or session, and what is not as it was.
    fn one(&self) -> Result<(Option<Finding>, Vec<Difference>), StoreError> {
        let said = &self.alert.finding;
        if is_trigger(&said.rule) {
            return self.found_by_the_study();
        }
        if rules::rule(said.rule.as_str()).is_none() {
            return Ok((None, vec![Difference::NoRule]));
        }
        let (records, _) = cited(self.store, &[Some(said)], self.alert)?;
        // What it is about may have moved, also out of the days around the finding.
        let at = records.get(&said.subject).map_or(said.at, |record| record.at.min(said.at));
        let history = self.history(at)?;
        let subject = subject_of(&history, &said.rule, said.subject);
        let verdict = subject.and_then(|subject| self.verdict(&history, &said.rule, subject));
        let because = differences(&history, said, verdict.as_ref(), &records);
        Ok((verdict.as_ref().and_then(Verdict::found).cloned(), because))
    }

    /// What the study finds now under the same rule, over everything that is stored.
    fn found_by_the_study(&self) -> Result<(Option<Finding>, Vec<Difference>), StoreError> {
        let (said, person) = (&self.alert.finding, &self.alert.person);
        let history = self.people.history(self.store, person)?;
        let verdict = trigger::verdict(&triggers(&study(&history)), &said.rule, said.subject);
        let (records, _) = cited(self.store, &[Some(said)], self.alert)?;
        let mut because = differences(&history, said, Some(&verdict), &records);
        // It is about all sessions: its time is that of the newest episode, and not of the one it is named after.
        because.retain(|difference| !matches!(difference, Difference::Moved { .. }));
        Ok((verdict.found().cloned(), because))
    }

    fn verdict(&self, history: &History, rule: &RuleId, subject: Subject) -> Option<Verdict> {
        let answers = assess::assess(history, &[subject], self.now).into_iter();
        answers.filter(|(other, ..)| other == rule).map(|(.., verdict)| verdict).next()
    }

    /// The signs of a summary that still follow, each worked out again, and those that do not.
    fn summary(&self) -> Result<(Option<Finding>, Vec<Difference>), StoreError> {
        let said = &self.alert.finding;
        if said.evidence.is_empty() {
            return Ok((self.summed_up(self.never_told()?), Vec::new()));
        }
        let mut since = said.at;
        for piece in &said.evidence {
            since = sign_of(piece).map_or(since, |(_, at)| since.min(at));
            for key in &piece.records {
                since = self.store.record(&self.alert.person, *key)?.map_or(since, |record| since.min(record.at));
            }
        }
        let history = self.history(since)?;
        let (mut kept, mut because) = (Vec::new(), Vec::new());
        for piece in &said.evidence {
            let Some((rule, at)) = sign_of(piece) else { continue };
            match self.sign(&history, &rule, at, piece) {
                Some(finding) => kept.push(finding),
                None => because.push(Difference::Sign { rule, at }),
            }
        }
        let (records, gone) = cited(self.store, &[Some(said)], self.alert)?;
        drop(records);
        because.extend(gone.into_iter().map(|record| Difference::Gone { record }));
        Ok((self.summed_up(kept), because))
    }

    /// One sign of a summary, found again in a report of its time or in one that it cites.
    fn sign(&self, history: &History, rule: &RuleId, at: Timestamp, piece: &Because) -> Option<Finding> {
        let is_it = |(told, key): &&(Timestamp, Key)| {
            told.as_millisecond() == at.as_millisecond() || piece.records.contains(key)
        };
        let mut reports = history.symptoms().keys().filter(is_it);
        reports.find_map(|(at, key)| {
            let subject = Subject { at: *at, key: *key, kind: LooksAt::Report };
            let verdict = self.verdict(history, rule, subject)?;
            verdict.found().filter(|finding| finding.level >= Level::Urgent).cloned()
        })
    }

    /// Every urgent sign that was old when the summary was made and that no alert of its own tells of.
    fn never_told(&self) -> Result<Vec<Finding>, StoreError> {
        const ALERTS_MOST: usize = 2000;
        let person = &self.alert.person;
        let others = self.store.alerts(person, ALERTS_MOST)?;
        let history = self.history(Timestamp::MIN)?;
        let old = |at: Timestamp| minutes_between(at, self.alert.changed_at) > Policy::default().old_after_min;
        let reports = history.symptoms().keys().filter(|(at, _)| old(*at));
        let subjects: Vec<Subject> =
            reports.map(|(at, key)| Subject { at: *at, key: *key, kind: LooksAt::Report }).collect();
        let found =
            assess::assess(&history, &subjects, self.now).into_iter().filter_map(|(rule, subject, verdict)| {
                let told = others.iter().any(|alert| alert.rule == rule && alert.finding.subject == subject);
                verdict.found().filter(|finding| finding.level >= Level::Urgent && !told).cloned()
            });
        Ok(found.collect())
    }

    fn summed_up(&self, mut signs: Vec<Finding>) -> Option<Finding> {
        signs.sort_by_key(|finding| (finding.at, finding.rule.clone(), finding.subject));
        signs.dedup_by_key(|finding| (finding.at, finding.rule.clone(), finding.subject));
        let at = signs.last()?.at;
        let evidence = signs.iter().map(old_signs::piece).collect();
        let said = self.alert.finding.clone();
        Some(Finding { at, level: Level::Consult, evidence, ..said })
    }
}
