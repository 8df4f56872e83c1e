//! The one list of rules, and the run over it.

use std::collections::{BTreeMap, BTreeSet};

use super::advice::open_signs::OPEN_DAYS;
use super::advice::{Around, OpenSigns, TIPS, Tip, advise, has_tips};
use super::context::{context, report};
use super::finding::{Finding, RuleId, Verdict};
use super::patterns::{Look, PATTERN, REPEATED_PATTERN, pattern, repeated, repeated_pattern};
use super::red_flags::{RED_FLAGS, RedFlag, Report, evaluate};
use super::risks::RISKS;
use super::unread::{UNREAD_ANSWER, unread_answer};
use crate::body::session::{NAMED_DAYS, REACH_LATER_DAYS, Session, session_of};
use crate::record::{Body, History, Key, Record};
use crate::time::{Timestamp, add_days};

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Signs that need a doctor.
    RedFlag,
    /// Answers that could not be read.
    Reading,
    /// Water and salt lost and taken.
    Fluid,
    /// Heat of the air.
    Heat,
    /// How much was asked of the body.
    Load,
    /// Shoes, clothes and other gear.
    Gear,
    /// Warm-up, cool-down and rest.
    Habit,
    /// Groups of causes that a report fits, and what comes back.
    Pattern,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LooksAt {
    /// One report.
    Report,
    /// One finished session.
    Session,
}

/// A rule, as lists, docs and tests know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id, which is also its topic.
    pub id: &'static str,
    /// What it is about.
    pub family: Family,
    /// What it looks at.
    pub looks_at: LooksAt,
    /// No record of that age or older changes what it says; 0: its subject alone.
    pub horizon_days: u16,
    /// What it rests on.
    pub source: &'static str,
    /// The key of its title.
    pub title: &'static str,
}

/// Every rule about a report but the red flags, which have a table of their own, as have the risks of a session.
static OTHER_RULES: &[&Rule] = &[&UNREAD_ANSWER, &PATTERN, &REPEATED_PATTERN];

/// Every rule, in the order of the documentation.
pub fn rules() -> impl Iterator<Item = Rule> {
    let red_flag = |flag: &RedFlag| Rule {
        id: flag.id,
        family: Family::RedFlag,
        looks_at: LooksAt::Report,
        horizon_days: flag.horizon_days,
        source: flag.source,
        title: flag.title,
    };
    let others = OTHER_RULES.iter().map(|rule| **rule);
    RED_FLAGS.iter().map(red_flag).chain(RISKS.iter().map(|risk| *risk.rule)).chain(others)
}

/// The place of a rule in the list; of two risks the earlier one matters more. Unknown rules stand last.
pub fn place(id: &str) -> usize {
    rules().position(|rule| rule.id == id).unwrap_or(usize::MAX)
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<Rule> {
    rules().find(|rule| rule.id == id)
}

/// A record that rules are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// When it happened; of a session the start.
    pub at: Timestamp,
    /// Its record.
    pub key: Key,
    /// What it is.
    pub kind: LooksAt,
}

/// What every rule says about every subject, by time, key and rule: the same for the same records and time, in
/// whatever order either came. Subjects that are not in the history, and sessions that are not over, have no answer.
pub fn assess(history: &History, subjects: &[Subject], now: Timestamp) -> Vec<(RuleId, Key, Verdict)> {
    assess_with(TIPS, history, subjects, now)
}

/// The same with another table of tips, as with a planted fault.
pub fn assess_with<'h>(
    tips: &'h [Tip],
    history: &'h History,
    subjects: &[Subject],
    now: Timestamp,
) -> Vec<(RuleId, Key, Verdict)> {
    let sorted: BTreeSet<&Subject> = subjects.iter().collect();
    let mut desk = Desk { history, now, tips, flags: BTreeMap::new(), open: None };
    let mut answers = Vec::new();
    for subject in sorted {
        let mut verdicts = match subject.kind {
            LooksAt::Report => desk.assess_report(subject),
            LooksAt::Session => desk.assess_session(subject),
        };
        desk.advise(subject, &mut verdicts);
        answers.extend(verdicts.into_iter().map(|(rule, verdict)| (rule, subject.key, verdict)));
    }
    answers
}

/// One run over the rules. What the red flags say of a report is worked out once.
struct Desk<'h> {
    history: &'h History,
    now: Timestamp,
    tips: &'h [Tip],
    flags: BTreeMap<(Timestamp, Key), BTreeMap<RuleId, Verdict>>,
    open: Option<OpenSigns>,
}

impl<'h> Desk<'h> {
    /// The reports before that one, newest first.
    fn past(&self, at: Timestamp, key: Key) -> Vec<Report<'h>> {
        let window = (add_days(at, -f64::from(longest_horizon())), Key::LEAST)..=(at, Key::GREATEST);
        let earlier = self.history.symptoms().range(window).rev().filter(|((_, other), _)| *other != key);
        earlier.map(|((at, key), said)| Report::new(*key, *at, said)).collect()
    }

    fn assess_report(&mut self, subject: &Subject) -> Vec<(RuleId, Verdict)> {
        let (history, at, key) = (self.history, subject.at, subject.key);
        let Some(said) = history.symptoms().get(&(at, key)) else { return Vec::new() };
        let past = self.past(at, key);
        let own = report(history, at, key, said);
        let context = context(history, at, said);
        let flags = self.flags.entry((at, key)).or_insert_with(|| evaluate(&own, &past, &context));
        let look = Look::new(history, own, &past, &context);
        let repeated = repeated(&look);
        let others = [
            (RuleId::of(UNREAD_ANSWER.id), unread_answer(&own)),
            (RuleId::of(PATTERN.id), pattern(&look, &past, flags, &repeated, &history.own_odds)),
            (RuleId::of(REPEATED_PATTERN.id), repeated_pattern(&look, &repeated)),
        ];
        flags.clone().into_iter().chain(others).collect()
    }

    fn assess_session(&self, subject: &Subject) -> Vec<(RuleId, Verdict)> {
        let Some(session) = Session::of(self.history, subject.at, subject.key) else { return Vec::new() };
        if session.end().unwrap_or(session.start) > self.now {
            return Vec::new();
        }
        RISKS.iter().map(|risk| (RuleId::of(risk.rule.id), (risk.find)(self.history, &session))).collect()
    }

    /// Gives the findings about a subject their tips.
    fn advise(&mut self, subject: &Subject, verdicts: &mut [(RuleId, Verdict)]) {
        let found = verdicts.iter_mut().filter_map(|(_, verdict)| match verdict {
            Verdict::Found(finding) => Some(finding.as_mut()),
            _ => None,
        });
        let mut found: Vec<&mut Finding> = found.filter(|finding| has_tips(finding)).collect();
        if found.is_empty() {
            return;
        }
        let (history, at, key) = (self.history, subject.at, subject.key);
        let own = self.flags.get(&(at, key)).map(OpenSigns::of).unwrap_or_default();
        let said = history.symptoms().get(&(at, key)).filter(|_| subject.kind == LooksAt::Report);
        let session = match said {
            Some(said) => session_of(history, at, said),
            None => Session::of(history, at, key),
        };
        let told = said.map(|said| report(history, at, key, said));
        let tips = self.tips;
        let around = Around::new(history, told, session, own, self.open_signs());
        found.iter_mut().for_each(|finding| advise(tips, finding, &around));
    }

    /// The red flags that are open now.
    fn open_signs(&mut self) -> &OpenSigns {
        if self.open.is_none() {
            let recent = (add_days(self.now, -OPEN_DAYS), Key::GREATEST)..=(self.now, Key::GREATEST);
            for ((at, key), said) in self.history.symptoms().range(recent.clone()) {
                if !self.flags.contains_key(&(*at, *key)) {
                    let own = report(self.history, *at, *key, said);
                    let flags = evaluate(&own, &self.past(*at, *key), &context(self.history, *at, said));
                    self.flags.insert((*at, *key), flags);
                }
            }
            let looked = self.flags.range(recent).map(|((at, key), flags)| (*at, *key, flags));
            self.open = Some(OpenSigns::after(looked));
        }
        self.open.get_or_insert_default()
    }
}

/// The longest horizon of all rules, in days: what a history must hold before its oldest subject.
pub fn longest_horizon() -> u16 {
    rules().map(|rule| rule.horizon_days).max().unwrap_or(0)
}

/// Reports of so many days are asked about again with every batch: an older record that arrives late may change what
/// they mean. Sessions are asked about for so many days: nothing older is spoken of.
pub const RECENT_DAYS: f64 = 14.0;

/// The measures that a risk of a session reads.
const MEASURES: &[&str] = &["body_mass", "resting_hr", "sleep", "fatigue", "back_pain", "soreness"];

/// The subjects whose answers the batch may have changed and may still be spoken of; `history` holds the batch
/// already. In order, each once.
pub fn subjects_touched(history: &History, batch: &[Record], now: Timestamp) -> Vec<Subject> {
    let mut touched = Touched { history, now, subjects: BTreeSet::new() };
    touched.reports(add_days(now, -RECENT_DAYS), now);
    for record in batch {
        touched.by(record);
    }
    touched.subjects.into_iter().collect()
}

struct Touched<'h> {
    history: &'h History,
    now: Timestamp,
    subjects: BTreeSet<Subject>,
}

impl Touched<'_> {
    fn by(&mut self, record: &Record) {
        let (at, key) = (record.at, record.key);
        match &record.body {
            Body::Symptom(said) => {
                self.subjects.insert(Subject { at, key, kind: LooksAt::Report });
                // Its signs, its pain and the change of body mass it tells belong to its session.
                if let Some(session) = session_of(self.history, at, said) {
                    self.session(session.start, session.key);
                }
            }
            Body::Workout(_) => {
                self.session(at, key);
                self.reports(at, add_days(at, REACH_LATER_DAYS));
                self.named_reports(at, record);
                // Reports may have left an older session for this one; later ones are held against it.
                self.sessions(add_days(at, -REACH_LATER_DAYS), at);
                self.later_sessions(at);
            }
            Body::Intake(_) => self.sessions_during(at),
            Body::Measure(measure) if measure.what.as_deref().is_some_and(|what| MEASURES.contains(&what)) => {
                // It may have been taken on the way.
                self.later_sessions(add_days(at, -REACH_LATER_DAYS));
            }
            Body::Measure(_) | Body::Tag(_) => {}
        }
    }

    /// The session that a record tells of, when it is recent.
    fn session(&mut self, at: Timestamp, key: Key) {
        let (at, key) = self.history.session_with(key).unwrap_or((at, key));
        if at >= add_days(self.now, -RECENT_DAYS) {
            self.subjects.insert(Subject { at, key, kind: LooksAt::Session });
        }
    }

    /// The reports from `from` to `to`.
    fn reports(&mut self, from: Timestamp, to: Timestamp) {
        if from > to {
            return;
        }
        let window = (from, Key::LEAST)..=(to, Key::GREATEST);
        let found = self.history.symptoms().range(window);
        self.subjects.extend(found.map(|((at, key), _)| Subject { at: *at, key: *key, kind: LooksAt::Report }));
    }

    /// The reports that name a session which has only now arrived.
    fn named_reports(&mut self, start: Timestamp, record: &Record) {
        let Some(id) = record.origin.native_id.as_deref() else { return };
        let window = (start, Key::LEAST)..=(add_days(start, NAMED_DAYS), Key::GREATEST);
        let named = self.history.symptoms().range(window).filter(|(_, said)| said.session_id.as_deref() == Some(id));
        self.subjects.extend(named.map(|((at, key), _)| Subject { at: *at, key: *key, kind: LooksAt::Report }));
    }

    /// The recent sessions that started from `from` to `to`.
    fn sessions(&mut self, from: Timestamp, to: Timestamp) {
        let from = from.max(add_days(self.now, -RECENT_DAYS));
        if from > to {
            return;
        }
        let window = (from, Key::LEAST)..=(to, Key::GREATEST);
        let found = self.history.workouts().range(window);
        self.subjects.extend(found.map(|((at, key), _)| Subject { at: *at, key: *key, kind: LooksAt::Session }));
    }

    /// The recent sessions for which something that happened at `at` may lie within a horizon.
    fn later_sessions(&mut self, at: Timestamp) {
        self.sessions(at, self.now.min(add_days(at, f64::from(longest_horizon()) + REACH_LATER_DAYS)));
    }

    /// The sessions that went on at `at`, and the reports that belong to them.
    fn sessions_during(&mut self, at: Timestamp) {
        let window = (add_days(at, -REACH_LATER_DAYS), Key::LEAST)..=(at, Key::GREATEST);
        let started = self.history.workouts().range(window);
        let going_on: Vec<Session<'_>> = started
            .map(|((start, key), workout)| Session { key: *key, start: *start, workout })
            .filter(|session| session.end().is_some_and(|end| at <= end))
            .collect();
        for session in going_on {
            self.session(session.start, session.key);
            self.reports(session.start, add_days(session.start, REACH_LATER_DAYS));
        }
    }
}
