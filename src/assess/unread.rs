//! An answer nobody could read is shown to the person, never passed over.

use super::finding::{Because, Finding, Level, RuleId, Verdict};
use super::red_flags::Report;
use super::rules::{Family, LooksAt, Rule};
use crate::record::Value;

/// A report whose signs or quality hold a word that is in no list.
pub static UNREAD_ANSWER: Rule = Rule {
    id: "unread_answer",
    family: Family::Reading,
    looks_at: LooksAt::Report,
    horizon_days: 0,
    source: "project rule",
    title: "unread_answer",
};

/// A word of the signs or the quality that nobody could read: it may have been one that needs a doctor.
///
/// Never not known: what was not answered holds no word.
pub fn unread_answer(report: &Report<'_>) -> Verdict {
    let signs = report.said.signs.as_ref().map(|answer| &answer.unread);
    let quality = report.said.quality.as_ref().map(|answer| &answer.unread);
    let unread = [("signs", signs), ("quality", quality)].into_iter().filter_map(|(field, words)| {
        let words = words.filter(|words| !words.is_empty())?;
        let (value, records) = (Value::List(words.clone()), vec![report.key]);
        Some(Because { what: field.into(), value, limit: None, estimated: false, records })
    });
    let evidence: Vec<Because> = unread.collect();
    if evidence.is_empty() {
        return Verdict::Clear;
    }
    Verdict::Found(Box::new(Finding {
        rule: RuleId::of(UNREAD_ANSWER.id),
        subject: report.key,
        at: report.at,
        level: Level::Consult,
        evidence,
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    }))
}
