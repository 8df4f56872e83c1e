//! Tips that go with a finding, each only where its cause is supported and nothing speaks against it.
//!
//! One table ([`TIPS`]): when a tip goes with a finding, and for which reasons it is kept back. An answer that is
//! missing keeps back what it could make harmful: not answered is not "no". The texts stand in `voice`.
//!
//! Not yet reviewed by a clinician.

pub mod around;
pub mod open_signs;
pub mod reason;
pub mod table;

use std::borrow::Cow;
use std::collections::BTreeSet;

pub use around::Around;
pub use open_signs::{Looked, OpenSigns};
pub use reason::Reason;
pub use table::{EXERTION, TIPS, Tip, UNSETTLED, When, tip};

use super::finding::{Finding, Level, Withheld};
use super::patterns::{Group, PATTERN};
use crate::record::Value;

/// No finding carries more tips than this.
pub const TIPS_MOST: usize = 3;

/// Whether the table has a tip for a finding, were nothing to speak against it.
pub fn has_tips(finding: &Finding) -> bool {
    !fitting(TIPS, finding).is_empty()
}

/// Gives a finding its tips, and names those that are kept back with every reason. `tips` is [`TIPS`], or a table
/// with a planted fault.
///
/// Only the strongest that fit are looked at, so that to keep one back never brings in a weaker one.
pub fn advise(tips: &[Tip], finding: &mut Finding, around: &Around<'_>) {
    let own: BTreeSet<Cow<'static, str>> = finding.withheld.iter().map(|kept| kept.reason.clone()).collect();
    let speaks = |reason: &&Reason| own.contains(reason.name()) || reason::holds(**reason, around);
    let against = |tip: &Tip| tip.withheld.iter().filter(speaks).copied().collect::<Vec<Reason>>();
    let (mut given, mut kept) = (Vec::new(), Vec::new());
    for tip in fitting(tips, finding) {
        let reasons = against(tip);
        kept.extend(named(tip, &reasons));
        if reasons.is_empty() {
            given.push(tip.id);
        }
        for (_, id) in tip.instead.iter().filter(|(reason, _)| reasons.contains(reason)) {
            let Some(milder) = tips.iter().find(|other| other.id == *id) else { continue };
            let reasons = against(milder);
            if reasons.is_empty() {
                given.push(milder.id);
                break;
            }
            kept.extend(named(milder, &reasons));
        }
    }
    let (mut once, mut kept_once) = (BTreeSet::new(), BTreeSet::new());
    given.retain(|id| once.insert(*id));
    kept.retain(|one: &Withheld| kept_once.insert(one.clone()));
    finding.advice = given.into_iter().map(Cow::Borrowed).collect();
    finding.withheld = kept;
}

fn named(tip: &Tip, reasons: &[Reason]) -> impl Iterator<Item = Withheld> {
    reasons.iter().map(|reason| Withheld { tip: tip.id.into(), reason: reason.name().into() })
}

/// The strongest tips whose cause a finding supports, in order: for what fits best before what also fits.
fn fitting<'t>(tips: &'t [Tip], finding: &Finding) -> Vec<&'t Tip> {
    // Whoever needs a doctor today reads that, and no tip beside it.
    if finding.level >= Level::Urgent {
        return Vec::new();
    }
    let is_pattern = finding.rule.as_str() == PATTERN.id;
    let listed = |what: &str| if is_pattern { groups(finding, what) } else { Vec::new() };
    let (best, also) = (listed("fits_best"), listed("also_fits"));
    let is_flagged = |what: &str| is_pattern && finding.evidence.iter().any(|piece| piece.what == what);
    // What nothing speaks for also "fits" where nothing stands out, by how common it is alone.
    let also = if best.is_empty() { Vec::new() } else { also };
    let rank = |tip: &Tip| {
        let ranks = tip.when.iter().filter_map(|when| match when {
            When::Rule(rule) => (finding.rule.as_str() == *rule).then_some(0),
            When::Exertion => is_flagged(EXERTION).then_some(0),
            When::Group(group) if best.contains(group) => Some(1),
            When::Group(group) if also.contains(group) => Some(2),
            When::Group(_) => None,
            When::Unsettled => (is_pattern && best.is_empty()).then_some(1),
        });
        ranks.min()
    };
    let mut ranked: Vec<(usize, &Tip)> = tips.iter().filter_map(|tip| Some((rank(tip)?, tip))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, tip)| tip).take(TIPS_MOST).collect()
}

fn groups(finding: &Finding, what: &str) -> Vec<Group> {
    let piece = finding.evidence.iter().find(|piece| piece.what == what);
    let Some(Value::List(names)) = piece.map(|piece| &piece.value) else { return Vec::new() };
    names.iter().filter_map(|name| Group::from_name(name)).collect()
}
