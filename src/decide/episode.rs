//! Episodes: stretches in which a rule keeps firing, ended by a newer report or session that says otherwise.

use std::collections::BTreeMap;

use crate::assess::{Finding, Level, RuleId, Verdict};
use crate::record::Key;
use crate::time::Timestamp;

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

/// A stretch in which a rule keeps firing.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode<'a> {
    /// What was found, in order of time; never empty.
    pub found: Vec<&'a Finding>,
    /// Whether a newer report or session says otherwise.
    pub over: bool,
}

impl<'a> Episode<'a> {
    /// The finding that began it.
    pub fn first(&self) -> Option<&'a Finding> {
        self.found.first().copied()
    }

    /// The newest finding.
    pub fn newest(&self) -> Option<&'a Finding> {
        self.found.last().copied()
    }

    /// The highest level found.
    pub fn level(&self) -> Level {
        self.found.iter().map(|finding| finding.level).max().unwrap_or(Level::Note)
    }

    /// Whether it holds a finding about that subject.
    pub fn holds(&self, subject: Key) -> bool {
        self.found.iter().any(|finding| finding.subject == subject)
    }
}

/// The episodes of each rule, in order of time. An unknown verdict neither begins nor ends one.
pub fn episodes(seen: &[Seen]) -> BTreeMap<&RuleId, Vec<Episode<'_>>> {
    let mut order: Vec<&Seen> = seen.iter().collect();
    // A contradiction must be newer than what it contradicts: of one moment the finding comes last.
    order.sort_by_key(|seen| (seen.at, seen.verdict.found().is_some(), seen.subject));
    let mut rules: BTreeMap<&RuleId, Vec<Episode<'_>>> = BTreeMap::new();
    for seen in order {
        let runs = rules.entry(&seen.rule).or_default();
        match (&seen.verdict, runs.last_mut()) {
            (Verdict::Found(finding), Some(run)) if !run.over => run.found.push(finding),
            (Verdict::Found(finding), _) => runs.push(Episode { found: vec![finding], over: false }),
            (Verdict::Clear, Some(run)) => run.over = true,
            (Verdict::Clear, None) | (Verdict::Unknown { .. }, _) => {}
        }
    }
    rules
}
