//! What a replay gives: everything that was said, and how each rule fared.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::rules::{self, LooksAt};
use crate::assess::{Level, RuleId};
use crate::daemon::People;
use crate::decide::feedback::{Marks, Tally};
use crate::decide::{Alert, AlertId, Event, Policy, Why};
use crate::person::PersonId;
use crate::record::{History, Key};
use crate::store::{Store, StoreError};
use crate::study::hindsight::{Call, Score, follows_days, score};
use crate::time::{Timestamp, days_between};

use super::{Order, Word};

/// How one rule fared.
#[derive(Clone, Debug, PartialEq)]
pub struct Fared {
    /// The rule.
    pub rule: RuleId,
    /// How often it was told; a repeat of the same is none.
    pub told: usize,
    /// How often it was raised and only shown: a note, or held back.
    pub quiet: usize,
    /// The highest level it was told at; `None` when it was only shown.
    pub level: Option<Level>,
    /// Of a rule about a session: within how many days beyond the session tingling counts, and how it fared.
    pub score: Option<(f64, Score)>,
    /// Its alerts by the last mark that the person gave each.
    pub marks: Tally,
    /// Whether its advice is shown quietly at the end, because of these marks.
    pub is_demoted: bool,
}

/// What a replay gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Whose past.
    pub person: PersonId,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// In which order.
    pub order: Order,
    /// Records of which nobody knows when they came in.
    pub undated: usize,
    /// Everything that was said from then until then, in order; repeats of the same too.
    pub words: Vec<Word>,
    /// The rules that spoke or were marked, in the order of the documentation.
    pub rules: Vec<Fared>,
}

impl Report {
    /// How many weeks it spans.
    pub fn weeks(&self) -> f64 {
        days_between(self.from, self.to) / 7.0
    }
}

/// Listens to a replay from a moment on.
#[derive(Debug)]
pub struct Listener {
    from: Timestamp,
    known: BTreeSet<(AlertId, Key)>,
    calls: BTreeMap<RuleId, Vec<Call>>,
    words: Vec<Word>,
}

impl Listener {
    /// Hears all, and reports what is said from then on.
    pub fn new(from: Timestamp) -> Listener {
        Listener { from, known: BTreeSet::new(), calls: BTreeMap::new(), words: Vec::new() }
    }

    /// Hears one word.
    pub fn hear(&mut self, word: Word) {
        let alert = &word.said.alert;
        let is_about_session = rules::rule(alert.rule.as_str()).is_some_and(|rule| rule.looks_at == LooksAt::Session);
        let subject = (alert.id.clone(), alert.finding.subject);
        if is_about_session && word.said.event != Event::Ended && self.known.insert(subject) {
            let call = Call { rule: alert.rule.clone(), session: alert.finding.subject, at: word.at };
            self.calls.entry(call.rule.clone()).or_default().push(call);
        }
        if word.at >= self.from {
            self.words.push(word);
        }
    }

    /// How everything fared that was heard until then, by what is recorded and what the person thought of it.
    pub fn report(
        self,
        store: &Store,
        person: &PersonId,
        policy: &Policy,
        (order, undated): (Order, usize),
        to: Timestamp,
    ) -> Result<Report, StoreError> {
        let history = People::default().history(store, person)?;
        let marks = store.marks(person)?;
        let spoken = self.words.iter().map(|word| word.said.alert.rule.clone());
        let mut names: Vec<RuleId> = spoken.chain(marks.rules()).collect::<BTreeSet<_>>().into_iter().collect();
        names.sort_by_key(|rule| rules::place(rule.as_str()));
        let rules = names.iter().map(|rule| self.fared(rule, &history, &marks, policy, to)).collect();
        let Listener { from, words, .. } = self;
        Ok(Report { person: person.clone(), from, to, order, undated, words, rules })
    }

    fn fared(&self, rule: &RuleId, history: &History, marks: &Marks, policy: &Policy, to: Timestamp) -> Fared {
        let own = || self.words.iter().filter(|word| word.said.alert.rule == *rule);
        let told = || own().filter(|word| is_told(word));
        let calls: Vec<&Call> = self.calls.get(rule).into_iter().flatten().collect();
        let days = rules::rule(rule.as_str()).and_then(|rule| follows_days(&rule));
        Fared {
            rule: rule.clone(),
            told: told().count(),
            quiet: own().filter(|word| word.said.event == Event::Raised && !word.said.push).count(),
            level: told().map(|word| word.said.alert.level).max(),
            score: days.map(|days| (days, score(history, &calls, days, self.from, to))),
            marks: marks.tally(rule, to),
            is_demoted: policy.demotes(rule, marks, to).is_some(),
        }
    }
}

/// Whether a word was told, and is no repeat of the same.
pub fn is_told(word: &Word) -> bool {
    word.said.push && word.said.event != Event::Repeated && word.said.alert.why != Why::Repeat
}

/// The marks because of which a standing note is one; `None` when it is none, or for another reason.
pub fn quiet_because(store: &Store, alert: &Alert, now: Timestamp) -> Result<Option<Tally>, StoreError> {
    if alert.level != Level::Note || alert.finding.level != Level::Advice {
        return Ok(None);
    }
    let log = store.spoken(&alert.id)?;
    let was_demoted = log.iter().rev().find(|line| line.level != alert.level || line.why == Why::Demoted.name());
    match was_demoted.is_some_and(|line| line.why == Why::Demoted.name()) {
        true => Ok(Some(store.marks(&alert.person)?.tally(&alert.rule, now))),
        false => Ok(None),
    }
}
