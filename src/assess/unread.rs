//! An answer nobody could read is shown to the person, never passed over.

use super::finding::{Because, Finding, Level, RuleId, Verdict};
use super::red_flags::Report;
use super::rules::{Family, LooksAt, Rule};
use crate::record::Value;
use crate::record::words::OneWord;

/// A report that holds a word that is in no list.
pub static UNREAD_ANSWER: Rule = Rule {
    id: "unread_answer",
    family: Family::Reading,
    looks_at: LooksAt::Report,
    horizon_days: 0,
    source: "project rule",
    title: "unread_answer",
};

/// A word that nobody could read. Among the signs or the quality it may have been one that needs a doctor; anywhere
/// else it is shown as a note, so that it can be told again.
///
/// Never not known: what was not answered holds no word.
pub fn unread_answer(report: &Report<'_>) -> Verdict {
    let said = report.said;
    let grave =
        [("signs", said.signs.as_ref().map(|a| &a.unread)), ("quality", said.quality.as_ref().map(|a| &a.unread))];
    let others = [
        ("sites", said.sites.as_ref().map(|a| a.unread.clone())),
        ("relieved_by", said.relieved_by.as_ref().map(|a| a.unread.clone())),
        ("worsened_by", said.worsened_by.as_ref().map(|a| a.unread.clone())),
        ("onset", one(said.onset.as_ref())),
        ("association", one(said.association.as_ref())),
        ("gear_removed", one(said.gear_removed.as_ref())),
        ("persists_after_removal", one(said.persists_after_removal.as_ref())),
        ("daily_impact", one(said.daily_impact.as_ref())),
    ];
    let unread = |(field, words): (&'static str, Option<Vec<String>>)| {
        let words = words.filter(|words| !words.is_empty())?;
        let (value, records) = (Value::List(words), vec![report.key]);
        Some(Because { what: field.into(), value, limit: None, estimated: false, records })
    };
    let mut evidence: Vec<Because> =
        grave.into_iter().filter_map(|(field, words)| unread((field, words.cloned()))).collect();
    let level = if evidence.is_empty() { Level::Note } else { Level::Consult };
    evidence.extend(others.into_iter().filter_map(unread));
    if evidence.is_empty() {
        return Verdict::Clear;
    }
    Verdict::Found(Box::new(Finding {
        rule: RuleId::of(UNREAD_ANSWER.id),
        subject: report.key,
        at: report.at,
        level,
        evidence,
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    }))
}

/// The word of a one-word answer that nobody could read.
fn one<W>(answer: Option<&OneWord<W>>) -> Option<Vec<String>> {
    match answer? {
        OneWord::Known(_) => None,
        OneWord::Unread(word) => Some(vec![word.clone()]),
    }
}
