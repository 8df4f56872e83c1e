//! Which of the known groups of causes a report fits, and what comes back in report after report.
//!
//! Ranked words with their evidence, never a number: see [`score`]. Not yet reviewed by a clinician.

pub mod asks;
pub mod exertion;
pub mod exposure;
pub mod group;
pub mod look;
pub mod repeat;
pub mod score;
pub mod table;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub use group::Group;
pub use look::Look;
pub use repeat::{Repeated, repeated};
pub use score::{Personal, Ranking, Score, rank, scores, shares};
pub use table::{FEATURES, Feature, Grade, Weight, feature};

use super::answer::Answer;
use super::finding::{Because, Finding, Level, RuleId, Verdict};
use super::red_flags::{Report, highest};
use super::rules::{Family, LooksAt, Rule};
use crate::record::{Key, Value};

/// Which groups of causes a report fits.
pub static PATTERN: Rule = Rule {
    id: "pattern",
    family: Family::Pattern,
    looks_at: LooksAt::Report,
    // The reports of 90 days, each with its session and the 30 days before that.
    horizon_days: 122,
    source: "article; Suri 2010, Leng & Fowkes 1992, Murakami 2017, Fraipont 2003, Buerba 2019, Frandsen 2025",
    title: "pattern",
};

/// What comes back in report after report.
pub static REPEATED_PATTERN: Rule = Rule {
    id: "repeated_pattern",
    family: Family::Pattern,
    looks_at: LooksAt::Report,
    horizon_days: 92,
    source: "project rule; Fraipont 2003, Buerba 2019 (fixed time or distance)",
    title: "repeated_pattern",
};

/// The most questions that a finding asks.
const QUESTIONS_MOST: usize = 5;

/// The fields of a report that features read; with none of them answered nothing can be said.
const READ: &[&str] = &[
    "sites",
    "onset",
    "onset_min",
    "duration_min",
    "quality",
    "signs",
    "relieved_by",
    "worsened_by",
    "association",
    "persists_after_removal",
    "relief_min",
    "weight_change_pct",
];

/// What every feature answers about a report.
pub fn asked(look: &Look<'_>) -> Vec<(&'static Feature, Answer)> {
    FEATURES.iter().map(|feature| (feature, (feature.ask)(look))).collect()
}

/// See [`PATTERN`]. `past` are the reports before this one, newest first; `flags` what the red flags say of it, `repeated`
/// what comes back, `personal` what the study found.
pub fn pattern(
    look: &Look<'_>,
    past: &[Report<'_>],
    flags: &BTreeMap<RuleId, Verdict>,
    repeated: &Repeated,
    personal: &Personal,
) -> Verdict {
    let report = look.report();
    if report.said.tingling == Some(false) {
        return Verdict::Clear;
    }
    let asked = asked(look);
    let found: Vec<&Feature> =
        asked.iter().filter(|(_, answer)| answer.is_yes()).map(|(feature, _)| *feature).collect();
    let scores = scores(found, personal);
    let questions = questions(&asked, &scores);
    if !is_answered(look, &asked) {
        let missing: BTreeSet<&'static str> = questions.into_iter().collect();
        return Verdict::Unknown { missing: missing.into_iter().map(Cow::Borrowed).collect() };
    }
    let again: BTreeMap<Group, Vec<Key>> = Group::ALL
        .iter()
        .filter(|group| group.is_rare() && scores.get(group).is_some_and(|score| score.sum >= score::MODERATE))
        .map(|group| (*group, recurring(look, past, *group, personal)))
        .filter(|(_, records)| records.len() >= repeat::LEAST)
        .collect();
    let ranking = rank(&scores, |group| again.contains_key(&group));
    let exertion = exertion::fits(look, flags, &repeated.found);
    let (mut evidence, against) = argument(look, &asked, &ranking, &again, exertion, personal);
    if highest(flags) >= Some(Level::Urgent) {
        let (what, value) = (Cow::Borrowed("doctor_first"), Value::Flag(true));
        evidence.push(Because { what, value, limit: None, estimated: false, records: vec![report.key] });
    }
    Verdict::Found(Box::new(Finding {
        evidence,
        against,
        unknown: questions.into_iter().take(QUESTIONS_MOST).map(Cow::Borrowed).collect(),
        ..note(&PATTERN, report)
    }))
}

fn note(rule: &Rule, report: &Report<'_>) -> Finding {
    Finding {
        rule: RuleId::of(rule.id),
        subject: report.key,
        at: report.at,
        level: Level::Note,
        evidence: Vec::new(),
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    }
}

/// Whether the report, or its session, tells anything that a feature rests on. An age alone does not.
fn is_answered(look: &Look<'_>, asked: &[(&'static Feature, Answer)]) -> bool {
    use crate::record::Fields;
    let cites = |answer: &Answer| match answer {
        Answer::Yes { because, .. } => because.iter().any(|one| !one.records.is_empty()),
        _ => false,
    };
    look.report().said.answers().any(|(field, _)| READ.contains(&field)) || asked.iter().any(|(_, one)| cites(one))
}

/// The newest reports of [`repeat::DAYS`] days, this one included, in which a group is at least moderately spoken
/// for: as many as make it a pattern that repeats, if there are so many.
fn recurring(look: &Look<'_>, past: &[Report<'_>], group: Group, personal: &Personal) -> Vec<Key> {
    let own: Vec<&Feature> =
        FEATURES.iter().filter(|feature| feature.weights.iter().any(|weight| weight.group == group)).collect();
    let counts = |look: &Look<'_>| {
        let found = own.iter().copied().filter(|feature| (feature.ask)(look).is_yes());
        scores(found, personal).get(&group).is_some_and(|score| score.sum >= score::MODERATE)
    };
    let recent: BTreeSet<Key> = look.case.tingling_within(repeat::DAYS).map(|earlier| earlier.key).collect();
    let mut records = vec![look.report().key];
    for (place, earlier) in past.iter().enumerate().filter(|(_, earlier)| recent.contains(&earlier.key)) {
        if records.len() >= repeat::LEAST {
            break;
        }
        if Look::earlier(look.history, past, place, counts) == Some(true) {
            records.push(earlier.key);
        }
    }
    records.sort();
    records
}

/// The ranking as evidence, then what speaks for groups; and what speaks against some.
fn argument(
    look: &Look<'_>,
    asked: &[(&'static Feature, Answer)],
    ranking: &Ranking,
    again: &BTreeMap<Group, Vec<Key>>,
    exertion: Answer,
    personal: &Personal,
) -> (Vec<Because>, Vec<Because>) {
    let own = vec![look.report().key];
    let mut evidence = vec![
        piece("fits_best", &ranking.fits_best, false, own.clone()),
        piece("also_fits", &ranking.also_fits, false, own.clone()),
        piece("less_likely", &ranking.less_likely, false, own.clone()),
    ];
    let mut against = Vec::new();
    if let Answer::Yes { because, .. } = exertion {
        let (records, estimated) = cited(&because, &own);
        evidence.push(Because {
            what: "normal_exertion".into(),
            value: Value::Flag(true),
            limit: None,
            estimated,
            records,
        });
    }
    for (group, records) in again {
        evidence.push(piece("repeats", &[*group], false, records.clone()));
    }
    for (feature, answer) in asked {
        let Answer::Yes { because, .. } = answer else { continue };
        // What only the profile tells rests on no record; the report is what it is told about.
        let (records, estimated) = cited(because, &own);
        let of = |is_for: bool| -> Vec<Group> {
            let weights = feature.weights.iter();
            let speaks = weights.filter(|one| {
                let weight = score::ln_lr(feature, one.grade, one.ln_lr, personal);
                if is_for { weight > 0.0 } else { weight < 0.0 }
            });
            speaks.map(|weight| weight.group).collect()
        };
        let (for_groups, against_groups) = (of(true), of(false));
        if !for_groups.is_empty() {
            evidence.push(piece(feature.name, &for_groups, estimated, records.clone()));
        }
        if !against_groups.is_empty() {
            against.push(piece(feature.name, &against_groups, estimated, records));
        }
    }
    (evidence, against)
}

fn piece(what: &'static str, groups: &[Group], estimated: bool, records: Vec<Key>) -> Because {
    let value = Value::List(groups.iter().map(|group| group.name().to_owned()).collect());
    Because { what: what.into(), value, limit: None, estimated, records }
}

/// The records of some evidence, and whether any of it is estimated.
fn cited(because: &[Because], own: &[Key]) -> (Vec<Key>, bool) {
    let records: BTreeSet<Key> =
        because.iter().flat_map(|one| one.records.iter().copied()).chain(own.to_vec()).collect();
    // An unanswered "tingling" counts as yes by rule: that is no estimate of a feature.
    let estimated = because.iter().any(|one| one.estimated && one.what != "tingling");
    (records.into_iter().collect(), estimated)
}

/// The unanswered fields, the one whose answer would tell most first: by how far its features can move the groups,
/// each group counting by its share.
fn questions(asked: &[(&'static Feature, Answer)], scores: &BTreeMap<Group, Score>) -> Vec<&'static str> {
    let shares = shares(scores);
    let mut tells: BTreeMap<&'static str, f64> = BTreeMap::new();
    for (feature, answer) in asked {
        let Answer::Unknown { missing } = answer else { continue };
        let weights = feature.weights.iter();
        let moves: f64 = weights.map(|one| one.ln_lr.abs() * shares.get(&one.group).copied().unwrap_or(0.0)).sum();
        for field in missing {
            *tells.entry(field).or_default() += moves;
        }
    }
    let mut order: Vec<(&'static str, f64)> = tells.into_iter().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    order.into_iter().map(|(field, _)| field).collect()
}

/// See [`REPEATED_PATTERN`].
pub fn repeated_pattern(look: &Look<'_>, repeated: &Repeated) -> Verdict {
    let report = look.report();
    if report.said.tingling == Some(false) {
        return Verdict::Clear;
    }
    let Repeated { found, missing } = repeated;
    if found.is_empty() {
        return match missing.is_empty() {
            true => Verdict::Clear,
            false => Verdict::Unknown { missing: missing.iter().map(|name| Cow::Borrowed(*name)).collect() },
        };
    }
    let all = repeat::compared(look);
    let value = Value::Number(super::red_flags::past::as_number(all.len()));
    let mut evidence: Vec<Because> = found.iter().map(repeat::Repetition::because).collect();
    let what = Cow::Borrowed("reports_90_days");
    evidence.push(Because { what, value, limit: None, estimated: false, records: all });
    let unknown = missing.iter().map(|name| Cow::Borrowed(*name)).collect();
    Verdict::Found(Box::new(Finding { evidence, unknown, ..note(&REPEATED_PATTERN, report) }))
}
