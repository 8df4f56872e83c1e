//! Every rule in each of its three answers: found, clear, not to be known.

use std::collections::{BTreeMap, BTreeSet};

use tingled::assess::red_flags::{Context, FluidRate, RED_FLAGS, evaluate, levels_of};
use tingled::assess::{Level, RuleId, Verdict};
use tingled::record::words::{Condition, Sport, Ticked};
use tingled::record::{Symptom, Value, Vocabulary};

use tingled::voice::Language;
use tingled::voice::red_flags::{message, title, words};

use super::{Given, Told, fixtures, key, random};

/// Rules that are never "not known", and why.
const NEVER_UNKNOWN: &[(&str, &str)] =
    &[("rf33", "it reads `tingling` alone, whose silence counts as yes, and the times of the reports")];

/// The case with every unanswered question answered harmlessly.
fn answered(case: &Given) -> Given {
    let mut case = case.clone();
    harmless(&mut case.report.said, 3.0);
    // An earlier report that was worse makes no growth.
    for told in &mut case.history {
        harmless(&mut told.said, 10.0);
    }
    let context = &mut case.context;
    context.sport.get_or_insert(Sport::Run);
    let none = FluidRate { ml_per_h: 0.0, is_lower_bound: false, records: vec![key(9_999)] };
    context.fluid.get_or_insert(none);
    context.duration_h.get_or_insert(1.0);
    context.minutes_since_stop.get_or_insert(0.0);
    context.age.get_or_insert(30.0);
    context.diary_days.get_or_insert(10.0);
    for condition in Condition::ALL {
        context.conditions.entry(*condition).or_insert(false);
    }
    case
}

fn harmless(said: &mut Symptom, severity: f64) {
    let unanswered: BTreeSet<&str> = {
        use tingled::record::Fields;
        let told: BTreeSet<_> = said.answered().into_iter().map(|(name, _)| name).collect();
        random::fields().into_iter().filter(|name| !told.contains(name)).collect()
    };
    for field in unanswered {
        let value = match field {
            "tingling" => Value::Flag(true),
            "ongoing" | "progressive" | "new_within_14d" => Value::Flag(false),
            "sites" | "quality" | "signs" | "relieved_by" | "worsened_by" => Value::List(vec![]),
            "onset" => Value::Text("within_1h".into()),
            "association" | "daily_impact" => Value::Text("none".into()),
            "gear_removed" | "persists_after_removal" => Value::Text("na".into()),
            "relief_min" => Value::Number(60.0),
            "weight_change_pct" => Value::Number(-0.5),
            "fatigue" => Value::Number(1.0),
            "severity" => Value::Number(severity),
            _ => Value::Number(0.0),
        };
        random::set(said, field, value);
    }
}

/// A report that answers nothing, after eight others that answer nothing.
fn silent() -> Given {
    let told = |day: f64| Told { day, said: Symptom::default() };
    Given {
        rule: String::new(),
        kind: String::new(),
        name: "silent".into(),
        report: told(100.0),
        history: [1.0, 2.0, 3.0, 4.0, 29.0, 30.0, 31.0, 32.0].map(|age| told(100.0 - age)).into(),
        context: Context::default(),
        expect: BTreeMap::new(),
        expect_highest: None,
    }
}

#[test]
fn every_rule_is_found_at_each_of_its_levels() {
    let mut found = BTreeSet::new();
    for case in fixtures().iter().filter(|case| case.kind == "fires") {
        let verdicts = case.verdicts();
        let finding = verdicts[&RuleId(case.rule.clone().into())].found();
        found.insert((case.rule.clone(), finding.unwrap_or_else(|| panic!("{}: {}", case.rule, case.name)).level));
    }
    for rule in RED_FLAGS {
        for level in levels_of(rule) {
            assert!(found.contains(&(rule.id.to_owned(), level)), "{} is never found at {level:?}", rule.id);
        }
    }
}

#[test]
fn every_rule_is_clear_when_all_is_answered_and_it_nearly_fires() {
    let mut clear = BTreeSet::new();
    for case in fixtures().iter().filter(|case| case.kind == "near_miss") {
        let all = answered(case);
        match &all.verdicts()[&RuleId(case.rule.clone().into())] {
            Verdict::Clear => drop(clear.insert(case.rule.clone())),
            // A site without its side stays unanswered, and a null is nobody's answer.
            Verdict::Unknown { missing } => assert_eq!(missing, &["sites"], "{}: {}", case.rule, case.name),
            Verdict::Found(_) => panic!("{}: {}", case.rule, case.name),
        }
    }
    for rule in RED_FLAGS {
        assert!(clear.contains(rule.id), "{} is never clear", rule.id);
    }
}

#[test]
fn every_rule_says_when_it_cannot_know() {
    let verdicts = silent().verdicts();
    for rule in RED_FLAGS {
        let unknown = matches!(&verdicts[&RuleId::of(rule.id)], Verdict::Unknown { missing } if !missing.is_empty());
        let reason = NEVER_UNKNOWN.iter().find(|(id, _)| *id == rule.id);
        assert_eq!(unknown, reason.is_none(), "{}: {:?}", rule.id, verdicts[&RuleId::of(rule.id)]);
    }
}

#[test]
fn no_rule_is_left_without_a_near_miss_or_a_firing_case() {
    for rule in RED_FLAGS {
        for kind in ["fires", "near_miss"] {
            assert!(fixtures().iter().any(|case| case.rule == rule.id && case.kind == kind), "{} {kind}", rule.id);
        }
        assert!(!rule.source.is_empty());
    }
}

/// What was taken for the worse because nobody answered stands in the finding.
#[test]
fn a_finding_names_the_silence_it_rests_on() {
    let case = fixtures().into_iter().find(|case| case.name == "minutes since stop unanswered").unwrap();
    let verdicts = case.verdicts();
    assert_eq!(verdicts[&RuleId::of("rf05")].found().unwrap().unknown, ["minutes_since_stop"]);
    let cold = fixtures().into_iter().find(|case| case.name == "pale and numb, ongoing and duration unanswered");
    assert_eq!(cold.unwrap().verdicts()[&RuleId::of("rf06")].found().unwrap().unknown, ["duration_min", "ongoing"]);
}

#[test]
fn a_sign_nobody_could_read_leaves_every_rule_of_signs_unknown() {
    let unread = Ticked { words: Default::default(), unread: vec!["wobbly".into()] };
    let mut case = answered(&silent());
    case.report.said.signs = Some(unread);
    let (report, past) = case.reports();
    let verdicts = evaluate(&report, &past, &case.context);
    assert_eq!(verdicts[&RuleId::of("rf09")], Verdict::Unknown { missing: vec!["signs".into()] });
    case.report.said.signs = Some(Ticked::default());
    assert_eq!(case.verdicts()[&RuleId::of("rf09")], Verdict::Clear);
}

/// The evidence of two questions to one field is told once.
#[test]
fn the_ticked_words_of_a_finding_stand_together() {
    let case = fixtures().into_iter().find(|case| case.name == "climbing and weak").unwrap();
    let verdicts = case.verdicts();
    let evidence = &verdicts[&RuleId::of("rf29")].found().unwrap().evidence;
    assert_eq!(evidence.len(), 1);
    assert_eq!(evidence[0].value, Value::List(vec!["ascending".into(), "weakness".into()]));
}

// ---------------------------------------------------------------- the words

#[test]
fn every_rule_has_a_title_and_a_message_at_each_of_its_levels_and_at_no_other() {
    for rule in RED_FLAGS {
        for language in Language::ALL {
            assert!(title(rule.id, *language).is_some(), "{}", rule.id);
        }
        for level in Level::ALL {
            let has = levels_of(rule).contains(level);
            for language in Language::ALL {
                assert_eq!(message(rule.id, *level, *language).is_some(), has, "{} {level:?}", rule.id);
            }
        }
    }
    assert_eq!(words().count(), RED_FLAGS.len());
    assert_eq!(title("fluid_deficit", Language::English), None);
}

#[test]
fn every_message_says_what_it_can_be_and_names_no_disease_as_found() {
    for words in words() {
        for (level, message) in words.messages {
            assert!(message.en.contains(" can be "), "{} {level:?}", words.rule);
            let can = [" kann ", " können "].iter().any(|can| message.de.contains(can));
            assert!(can, "{} {level:?}", words.rule);
            for never in ["you have", "diagnos", "detect", "normal"] {
                assert!(!message.en.to_lowercase().contains(never), "{} {level:?}: {never}", words.rule);
            }
        }
    }
}
