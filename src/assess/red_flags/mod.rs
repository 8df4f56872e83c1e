//! Red flags: fixed rules that answer a sign which needs a doctor at the first report.
//!
//! Reading rules
//! * An unanswered field never makes a comparison true and never takes a finding away; where silence is read for
//!   the worse (`rf05`, `rf06`, `rf08`, the ride of `rf01`), the finding names what was not answered.
//! * `tingling` not answered counts as yes; only a plain "no" is a no.
//! * Days are 24-hour multiples. A window of N days holds the ages from 0 to just below N; the same moment counts,
//!   later reports are ignored. The earlier reports are a set: their order is free.
//!
//! Not yet reviewed by a clinician.

pub mod case;
pub mod emergencies;
pub mod past;
pub mod repeated;
pub mod report;
pub mod same_day;
pub mod see_doctor;
pub mod table;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub use case::{Case, Context, FluidRate};
pub use report::Report;
pub use table::{Check, RED_FLAGS, RedFlag};

use super::answer::{Answer, Missing};
use super::finding::{Because, Finding, Level, RuleId, Verdict};
use crate::record::{Key, Value};
use crate::units::Quantity;

/// From so many minutes on, together with any other rule but `rf26`, `rf16` rises to [`RISE_LEVEL`].
pub const RISE_MIN: f64 = 1440.0;

/// What `rf16` rises to.
pub const RISE_LEVEL: Level = Level::Urgent;

/// What each rule of the table says about a report, given the reports of the same person (in any order; later ones
/// are ignored, and this very report must not be among them) and what is known of session and person.
pub fn evaluate(report: &Report<'_>, history: &[Report<'_>], context: &Context) -> BTreeMap<RuleId, Verdict> {
    evaluate_with(RED_FLAGS, report, history, context)
}

/// The same with another table.
pub fn evaluate_with(
    table: &[RedFlag],
    report: &Report<'_>,
    history: &[Report<'_>],
    context: &Context,
) -> BTreeMap<RuleId, Verdict> {
    let mut past: Vec<_> =
        history.iter().filter(|earlier| earlier.at <= report.at).map(|earlier| earlier.quietly()).collect();
    past.sort_by(|a, b| b.at.cmp(&a.at).then(a.key.cmp(&b.key)));
    let case = Case::new(*report, &past, context);
    let mut verdicts: BTreeMap<_, _> = table.iter().map(|rule| (RuleId::of(rule.id), verdict(rule, &case))).collect();
    rise(report, &mut verdicts);
    verdicts
}

/// The highest level found.
pub fn highest(verdicts: &BTreeMap<RuleId, Verdict>) -> Option<Level> {
    verdicts.values().filter_map(Verdict::found).map(|finding| finding.level).max()
}

/// Every level a rule can be found at, highest first.
pub fn levels_of(rule: &RedFlag) -> Vec<Level> {
    let risen = (rule.id == "rf16").then_some(RISE_LEVEL);
    risen.into_iter().chain(rule.levels.iter().map(|(level, _)| *level)).collect()
}

/// What one rule says: the first level whose condition holds.
fn verdict(rule: &RedFlag, case: &Case<'_>) -> Verdict {
    let mut unknown = Missing::new();
    for (level, check) in rule.levels {
        match check(case) {
            Answer::Yes { because, assumed } => {
                unknown.extend(assumed);
                return Verdict::Found(Box::new(Finding {
                    rule: RuleId::of(rule.id),
                    subject: case.report.key,
                    at: case.report.at,
                    level: *level,
                    evidence: merged(because),
                    against: Vec::new(),
                    unknown: names(unknown),
                    change: Vec::new(),
                    advice: Vec::new(),
                    withheld: Vec::new(),
                }));
            }
            Answer::No => {}
            Answer::Unknown { missing } => unknown.extend(missing),
        }
    }
    if unknown.is_empty() { Verdict::Clear } else { Verdict::Unknown { missing: names(unknown) } }
}

/// `rf16` rises when the tingling has lasted a day and any other rule but `rf26` fires.
fn rise(report: &Report<'_>, verdicts: &mut BTreeMap<RuleId, Verdict>) {
    let own = RuleId::of("rf16");
    let found = verdicts.values().filter_map(Verdict::found);
    let (mut others, mut records) = (Vec::new(), BTreeSet::from([report.key]));
    for other in found.filter(|finding| finding.rule != own && finding.rule.as_str() != "rf26") {
        others.push(other.rule.to_string());
        records.extend(other.evidence.iter().flat_map(|because| because.records.iter().copied()));
    }
    let Some(Verdict::Found(finding)) = verdicts.get_mut(&own) else { return };
    let lasted = report.said.duration_min.map(Quantity::get);
    if others.is_empty() || finding.level >= RISE_LEVEL {
        return;
    }
    match lasted {
        Some(minutes) if minutes >= RISE_MIN => {
            finding.level = RISE_LEVEL;
            finding.evidence.retain(|because| because.what != "duration_min");
            let lasted = (Value::Number(minutes), vec![report.key]);
            let together = (Value::List(others), records.into_iter().collect());
            finding.evidence.push(because("duration_min", lasted, Some(RISE_MIN)));
            finding.evidence.push(because("rules", together, None));
        }
        Some(_) => {}
        None => {
            finding.unknown.push("duration_min".into());
            finding.unknown.sort();
            finding.unknown.dedup();
        }
    }
}

fn because(what: &'static str, (value, records): (Value, Vec<Key>), limit: Option<f64>) -> Because {
    Because { what: what.into(), value, limit, estimated: false, records }
}

fn names(missing: Missing) -> Vec<Cow<'static, str>> {
    missing.into_iter().map(Cow::Borrowed).collect()
}

/// The evidence with each thing said once: words of one field and record are joined.
fn merged(evidence: Vec<Because>) -> Vec<Because> {
    let mut kept: Vec<Because> = Vec::new();
    for next in evidence {
        let same =
            |have: &&mut Because| have.what == next.what && have.records == next.records && have.limit == next.limit;
        match (kept.iter_mut().find(same), &next.value) {
            (Some(Because { value: Value::List(words), .. }), Value::List(more)) => {
                words.extend(more.iter().cloned());
                words.sort();
                words.dedup();
            }
            (Some(have), value) if have.value == *value => {}
            _ => kept.push(next),
        }
    }
    kept
}

/// The conditions of the rules that `rf26` adds up, with their ids.
fn adding_up_checks() -> impl Iterator<Item = (&'static str, Check)> {
    let adds_up = |rule: &&RedFlag| repeated::ADDING_UP.contains(&rule.id);
    RED_FLAGS.iter().filter(adds_up).flat_map(|rule| rule.levels.iter().map(|(_, check)| (rule.id, *check)))
}
