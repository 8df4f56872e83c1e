//! Risks: what of a finished session is known to strain the body, or is taken to. One list, the strongest first.
//!
//! Published figures about them are about injury, heat or the blood's salt, **not about tingling**; whoever shows
//! them says so. Limits marked "ours" rest on no study. Numbers marked "unchecked" are standard knowledge whose
//! source was not read again.

pub mod earlier;
pub mod effort;
pub mod gear;
pub mod heat;
pub mod high_load;
pub mod pain;
pub mod rest;
pub mod sodium;
pub mod spike;
pub mod warmup;

use std::borrow::Cow;

use super::answer::{Answer, Missing};
use super::finding::{Because, Change, Finding, Level, RuleId, Verdict};
use super::fluid::{FLUID_DEFICIT, FLUID_GAIN, fluid_deficit, fluid_gain};
use super::rules::Rule;
use crate::body::session::Session;
use crate::record::{History, Key, Value};

/// A rule about one finished session.
#[derive(Clone, Copy, Debug)]
pub struct Risk {
    /// The rule.
    pub rule: &'static Rule,
    /// What it says about a session.
    pub find: fn(&History, &Session<'_>) -> Verdict,
}

/// Every risk. Of two that are found in one turn the earlier one is told first, and the limits of advice are spent
/// on it: what can harm soon stands before load, and both before gear and habits.
pub static RISKS: &[Risk] = &[
    Risk { rule: &FLUID_GAIN, find: fluid_gain },
    Risk { rule: &FLUID_DEFICIT, find: fluid_deficit },
    Risk { rule: &heat::HEAT, find: heat::heat },
    Risk { rule: &spike::SPIKE, find: spike::spike },
    Risk { rule: &pain::THROUGH_PAIN, find: pain::through_pain },
    Risk { rule: &sodium::SODIUM_DEFICIT, find: sodium::sodium_deficit },
    Risk { rule: &high_load::HIGH_LOAD, find: high_load::high_load },
    Risk { rule: &gear::TIGHT_GEAR, find: gear::tight_gear },
    Risk { rule: &gear::NEW_GEAR, find: gear::new_gear },
    Risk { rule: &rest::SHORT_REST, find: rest::short_rest },
    Risk { rule: &warmup::NO_WARMUP, find: warmup::no_warmup },
    Risk { rule: &warmup::NO_COOLDOWN, find: warmup::no_cooldown },
];

/// Room for the rounding of binary fractions: far below what any device tells apart.
const ROUNDING: f64 = 1e-9;

/// What speaks beside the evidence.
#[derive(Default)]
struct Beside {
    against: Vec<Because>,
    unknown: Missing,
    change: Vec<Change>,
}

/// The verdict of an answer about a session; what speaks beside the evidence is only asked of a "yes".
fn verdict(rule: &Rule, session: &Session<'_>, answer: Answer, beside: impl FnOnce() -> Beside) -> Verdict {
    match answer {
        Answer::No => Verdict::Clear,
        Answer::Unknown { missing } => Verdict::Unknown { missing: names(missing) },
        Answer::Yes { because, assumed } => {
            let Beside { against, mut unknown, change } = beside();
            unknown.extend(assumed);
            Verdict::Found(Box::new(Finding {
                rule: RuleId::of(rule.id),
                subject: session.key,
                at: session.end().unwrap_or(session.start),
                level: Level::Advice,
                evidence: because,
                against,
                unknown: names(unknown),
                change,
                advice: Vec::new(),
                withheld: Vec::new(),
            }))
        }
    }
}

fn names(missing: Missing) -> Vec<Cow<'static, str>> {
    missing.into_iter().map(Cow::Borrowed).collect()
}

/// A number as evidence.
fn number(what: &'static str, value: f64, limit: Option<f64>, records: impl IntoIterator<Item = Key>) -> Because {
    let mut records: Vec<Key> = records.into_iter().collect();
    records.sort();
    records.dedup();
    Because { what: what.into(), value: Value::Number(value), limit, estimated: false, records }
}

/// The same, reckoned from others.
fn reckoned(what: &'static str, value: f64, limit: Option<f64>, records: impl IntoIterator<Item = Key>) -> Because {
    Because { estimated: true, ..number(what, value, limit, records) }
}

/// A "yes" as evidence.
fn flag(what: &'static str, record: Key) -> Because {
    Because { what: what.into(), value: Value::Flag(true), limit: None, estimated: false, records: vec![record] }
}

/// A change of so much.
fn change(what: &'static str, by: f64) -> Change {
    Change { what: what.into(), by }
}

/// What turns a "yes" into a "no".
const TO_NO: f64 = -1.0;
