//! What was found, as findings that are spoken of like all others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::line::{Line, Place};
use super::person::Study;
use crate::assess::{Because, Finding, Level, RuleId, Verdict};
use crate::record::identity::{digest, hex};
use crate::record::{Key, Value};
use crate::time::Timestamp;

/// What the rule of every trigger begins with.
pub const TRIGGER: &str = "trigger.";

/// The share of reckoned values from which that speaks against a finding.
const ESTIMATED_MUCH: f64 = 0.2;

/// Whether a rule is that of a trigger.
pub fn is_trigger(rule: &RuleId) -> bool {
    rule.as_str().starts_with(TRIGGER)
}

/// The rule of an exposure. The name of a tag is the person's own: what does not fit a topic is replaced, and a
/// digest keeps such names apart.
pub fn rule_of(exposure: &str) -> RuleId {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
    let name: String = exposure.chars().map(|c| if fits(c) { c } else { '_' }).take(NAME_LONGEST).collect();
    let rule = if name == exposure {
        format!("{TRIGGER}{name}")
    } else {
        let full = hex(&digest(&["exposure", exposure]));
        format!("{TRIGGER}{name}-{}", full.get(..8).unwrap_or(&full))
    };
    RuleId(Cow::Owned(rule))
}

/// The longest name of a rule's exposure, in characters.
const NAME_LONGEST: usize = 40;

/// What was found, each under its rule, at the time of the newest episode: what is quiet since changes nothing.
pub fn triggers(study: &Study) -> Vec<Finding> {
    study.findings().into_iter().filter_map(|line| trigger(study, line)).collect()
}

/// When the newest session that tingled began; `None` without any.
fn newest_episode(study: &Study) -> Option<Timestamp> {
    let row = *study.diary.listed.events().last()?;
    study.diary.rows.get(row).map(|row| row.start)
}

fn trigger(study: &Study, line: &Line) -> Option<Finding> {
    let Place::Found { at_event } = line.place else { return None };
    let odds = line.odds?;
    let mut records: Vec<Key> =
        line.evidence.iter().filter_map(|row| Some(study.diary.rows.get(*row)?.session)).collect();
    records.sort();
    let counts = &line.counts;
    let mut tingled_with = number("tingled_with", f64::from(counts.exposed_tingled), false);
    tingled_with.records = records;
    let mut evidence = vec![
        Because { value: Value::Text(line.exposure.clone()), ..number("exposure", 0.0, false) },
        tingled_with,
        number("tingled", f64::from(counts.tingled()), false),
        number("quiet_with", f64::from(counts.exposed_quiet), false),
        number("quiet", f64::from(counts.sessions().saturating_sub(counts.tingled())), false),
        number("odds_ratio_low", odds.low, true),
        number("odds_ratio", odds.ratio, true),
        number("exposures_tried", study.tried_with(&line.exposure) as f64, false),
        Because { value: Value::Flag(line.is_binary), ..number("is_yes_or_no", 0.0, false) },
    ];
    // Without an upper end there is no number to tell.
    evidence.extend(odds.high.is_finite().then(|| number("odds_ratio_high", odds.high, true)));
    let checks = &line.checks;
    let failed = [checks.halves_agree, checks.stands_without_carry_over, checks.stands_within_weeks];
    let unknown = HELD.iter().zip(failed).filter(|(_, held)| held.is_none());
    let unknown = unknown.map(|(what, _)| Cow::Borrowed(*what)).collect();
    Some(Finding {
        rule: rule_of(&line.exposure),
        subject: study.found_at(at_event)?,
        at: newest_episode(study)?,
        level: Level::Advice,
        evidence,
        against: against(line),
        unknown,
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    })
}

/// The checks that a finding is to stand.
const HELD: [&str; 3] = ["halves_agree", "stands_without_carry_over", "stands_within_weeks"];

/// What speaks against a line beyond its test.
pub fn against(line: &Line) -> Vec<Because> {
    let checks = &line.checks;
    let flag = |what: &'static str, value: bool| Because { value: Value::Flag(value), ..number(what, 0.0, false) };
    let mut against = Vec::new();
    against.extend(checks.shifts_answers.filter(|shifts| *shifts).map(|_| flag("shifts_answers", true)));
    let held = [checks.halves_agree, checks.stands_without_carry_over, checks.stands_within_weeks];
    against.extend(HELD.iter().zip(held).filter(|(_, held)| *held == Some(false)).map(|(what, _)| flag(what, false)));
    if line.estimated > ESTIMATED_MUCH {
        against.push(number("estimated_share", line.estimated, false));
    }
    if !line.moves_with.is_empty() {
        against.push(Because { value: Value::List(line.moves_with.clone()), ..number("moves_with", 0.0, false) });
    }
    against
}

fn number(what: &'static str, value: f64, estimated: bool) -> Because {
    Because { what: Cow::Borrowed(what), value: Value::Number(value), limit: None, estimated, records: Vec::new() }
}

/// The names that the patterns of a report give exposures of the study.
const OF_PATTERNS: &[(&str, &str)] = &[
    ("tight_fit", "tight_fit"),
    ("na_deficit", "sodium_deficit_high"),
    ("bm_loss_gt2", "bm_loss_gt2"),
    ("spike30", "load_spike"),
];

/// The lower bounds of the odds ratios that were found, by the name that the patterns give the exposure: they take the
/// place of weights that are only agreed on.
pub fn own_odds(found: &[Finding]) -> BTreeMap<String, f64> {
    let lower = |finding: &Finding| {
        let (_, name) = OF_PATTERNS.iter().find(|(exposure, _)| exposure_of(finding) == Some(exposure))?;
        let low = finding.evidence.iter().find(|piece| piece.what == "odds_ratio_low")?;
        match low.value {
            Value::Number(low) => Some(((*name).to_owned(), low)),
            _ => None,
        }
    };
    found.iter().filter_map(lower).collect()
}

/// The exposure that a finding of the study is about.
pub fn exposure_of(finding: &Finding) -> Option<&str> {
    finding.evidence.iter().find(|piece| piece.what == "exposure").and_then(|piece| match &piece.value {
        Value::Text(name) => Some(name.as_str()),
        _ => None,
    })
}

/// What the study says now about something spoken of before under this rule: found, or not any more.
pub fn verdict(found: &[Finding], rule: &RuleId, subject: Key) -> Verdict {
    match found.iter().find(|finding| finding.rule == *rule) {
        Some(finding) => Verdict::Found(Box::new(Finding { subject, ..finding.clone() })),
        None => Verdict::Clear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_of_an_exposure_that_patterns_know_is_handed_on_with_its_lower_end() {
        let found = |exposure: &str, low: f64| Finding {
            rule: rule_of(exposure),
            subject: Key::LEAST,
            at: Timestamp::UNIX_EPOCH,
            level: Level::Advice,
            evidence: vec![
                Because { value: Value::Text(exposure.to_owned()), ..number("exposure", 0.0, false) },
                number("odds_ratio_low", low, true),
            ],
            against: Vec::new(),
            unknown: Vec::new(),
            change: Vec::new(),
            advice: Vec::new(),
            withheld: Vec::new(),
        };
        let own = own_odds(&[found("spike30", 2.5), found("music", 9.0), found("tight_fit", 0.8)]);
        assert_eq!(own, BTreeMap::from([("load_spike".to_owned(), 2.5), ("tight_fit".to_owned(), 0.8)]));
        for (exposure, name) in OF_PATTERNS {
            assert!(crate::body::exposures::exposure(exposure).is_some_and(|one| one.is_tested), "{exposure}");
            assert!(crate::assess::patterns::feature(&format!("exposure={name}")).is_some(), "{name}");
        }
    }

    #[test]
    fn a_rule_is_a_level_of_a_topic_whatever_a_tag_is_called() {
        assert_eq!(rule_of("tight_fit").as_str(), "trigger.tight_fit");
        assert_eq!(rule_of("tag.coffee").as_str(), "trigger.tag.coffee");
        let odd = ["tag.a/b", "tag.a+b", "tag.a#b", "tag.ä b", "tag.A", &"x".repeat(300)].map(rule_of);
        for rule in &odd {
            assert!(is_trigger(rule) && !rule.as_str().contains(['/', '+', '#', ' ']), "{rule}");
            assert!(rule.as_str().len() < 70, "{rule}");
        }
        let apart: std::collections::BTreeSet<&str> = odd.iter().map(RuleId::as_str).collect();
        assert_eq!(apart.len(), odd.len());
    }
}
