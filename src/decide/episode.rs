//! Episodes: stretches in which a rule keeps firing, ended by newer reports or sessions that say otherwise.

use std::collections::BTreeMap;

use crate::assess::{Finding, Level, RuleId, Verdict};
use crate::record::Key;
use crate::time::{Timestamp, minutes_between};

/// What one rule says about one report or session.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The rule.
    pub rule: RuleId,
    /// The report or session.
    pub subject: Key,
    /// When that happened; of a session when it ended.
    pub at: Timestamp,
    /// Whether it is a session and not a report: advice about one waits for its drink log.
    pub about_session: bool,
    /// What the rule says.
    pub verdict: Verdict,
}

/// What a rule keeps finding, with pauses so short that it is one and the same thing to the person.
///
/// A newer report or session that says otherwise ends what was said at once; the episode itself goes on when the rule
/// fires again soon after, so that an input that hovers around a limit is one episode and not many.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode<'a> {
    /// What was found, in order of time; between two stretches something newer said otherwise. None is empty.
    pub stretches: Vec<Vec<&'a Finding>>,
    /// Since when everything newer says otherwise.
    pub over_since: Option<Timestamp>,
    /// Whether it is about sessions and not about reports.
    pub about_session: bool,
}

impl<'a> Episode<'a> {
    /// Everything found, in order of time.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &'a Finding> {
        self.stretches.iter().flatten().copied()
    }

    /// The finding that began it.
    pub fn first(&self) -> Option<&'a Finding> {
        self.all().next()
    }

    /// The newest finding.
    pub fn newest(&self) -> Option<&'a Finding> {
        self.all().next_back()
    }

    /// Whether everything newer than what was found says otherwise.
    pub fn is_over(&self) -> bool {
        self.over_since.is_some()
    }

    /// The highest level found since something last said otherwise.
    pub fn level(&self) -> Level {
        self.stands_for().map_or(Level::Note, |finding| finding.level)
    }

    /// The finding that stands for it: the newest of the highest level since something last said otherwise.
    pub fn stands_for(&self) -> Option<&'a Finding> {
        highest(self.stretches.last()?.iter().copied())
    }

    /// The newest finding of the highest level of all.
    pub fn peak(&self) -> Option<&'a Finding> {
        highest(self.all())
    }

    /// Whether it holds a finding about that subject.
    pub fn holds(&self, subject: Key) -> bool {
        self.all().any(|finding| finding.subject == subject)
    }

    /// Whether something said otherwise after that subject, and it was found again since.
    pub fn went_on_after(&self, subject: Key) -> bool {
        let mut before = self.stretches.iter().rev().skip(1);
        let last = self.stretches.last().into_iter().flatten();
        !last.into_iter().any(|finding| finding.subject == subject)
            && before.any(|stretch| stretch.iter().any(|finding| finding.subject == subject))
    }

    /// The part of it that is no older than so many minutes; the whole when all of it is.
    #[must_use]
    pub fn lately(&self, oldest_min: f64, now: Timestamp) -> Episode<'a> {
        let recent = |finding: &&&Finding| minutes_between(finding.at, now) <= oldest_min;
        let stretches = self.stretches.iter().map(|stretch| stretch.iter().filter(recent).copied().collect());
        let stretches: Vec<Vec<&Finding>> = stretches.filter(|stretch: &Vec<_>| !stretch.is_empty()).collect();
        if stretches.is_empty() { self.clone() } else { Episode { stretches, ..*self } }
    }
}

/// The newest of the highest level.
fn highest<'a>(findings: impl Iterator<Item = &'a Finding>) -> Option<&'a Finding> {
    findings.max_by_key(|finding| finding.level)
}

/// The episodes of each rule, in order of time. An unknown verdict neither begins nor ends one; what is found within
/// `rejoins_min` of the first word to the contrary goes on with the episode before.
pub fn episodes(seen: &[Seen], rejoins_min: f64) -> BTreeMap<&RuleId, Vec<Episode<'_>>> {
    let mut order: Vec<&Seen> = seen.iter().collect();
    // A contradiction must be newer than what it contradicts: of one moment the finding comes last.
    order.sort_by_key(|seen| (seen.at, seen.verdict.found().is_some(), seen.subject));
    let mut rules: BTreeMap<&RuleId, Vec<Episode<'_>>> = BTreeMap::new();
    for seen in order {
        let runs = rules.entry(&seen.rule).or_default();
        let finding = match &seen.verdict {
            Verdict::Found(finding) => finding.as_ref(),
            Verdict::Clear => {
                if let Some(run) = runs.last_mut() {
                    run.over_since.get_or_insert(seen.at);
                }
                continue;
            }
            Verdict::Unknown { .. } => continue,
        };
        let fresh =
            || Episode { stretches: vec![vec![finding]], over_since: None, about_session: seen.about_session };
        let Some(run) = runs.last_mut() else {
            runs.push(fresh());
            continue;
        };
        match (run.over_since, run.stretches.last_mut()) {
            (None, Some(stretch)) => stretch.push(finding),
            (Some(since), _) if minutes_between(since, seen.at) < rejoins_min => {
                run.stretches.push(vec![finding]);
                run.over_since = None;
            }
            _ => runs.push(fresh()),
        }
    }
    rules
}
