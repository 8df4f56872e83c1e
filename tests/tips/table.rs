//! The table of tips itself.

use std::collections::BTreeSet;

use tingled::assess::advice::{Reason, TIPS, When, tip};
use tingled::assess::rules::{LooksAt, rule};
use tingled::voice::{Language, advice, forbidden_in};

#[test]
fn what_the_table_names_is_a_rule_and_stands_once() {
    let mut ids = BTreeSet::new();
    for tip in TIPS {
        assert!(ids.insert(tip.id), "{} twice", tip.id);
        let mut named = BTreeSet::new();
        for when in tip.when {
            assert!(named.insert(when.name()), "{}: {} twice", tip.id, when.name());
            if let When::Rule(id) = when {
                assert!(rule(id).is_some(), "{}: {id}", tip.id);
            }
        }
        let reasons: BTreeSet<&Reason> = tip.withheld.iter().collect();
        assert_eq!(reasons.len(), tip.withheld.len(), "{}", tip.id);
        for (reason, milder) in tip.instead {
            assert!(tip.withheld.contains(reason), "{} {reason:?}", tip.id);
            assert!(self::tip(milder).is_some_and(|other| other.instead.is_empty()), "{milder}");
        }
        let takes_a_place = TIPS.iter().any(|other| other.instead.iter().any(|(_, id)| *id == tip.id));
        assert!(!tip.when.is_empty() || takes_a_place, "{} is never given", tip.id);
    }
    let used: BTreeSet<&Reason> = TIPS.iter().flat_map(|tip| tip.withheld).collect();
    assert_eq!(used, Reason::ALL.iter().collect(), "a reason that keeps nothing back");
}

/// What could harm is kept back while a sign needs a doctor; what cannot is never kept back.
#[test]
fn every_tip_that_can_be_kept_back_waits_for_the_doctor() {
    let free: Vec<&str> = TIPS.iter().filter(|tip| tip.withheld.is_empty()).map(|tip| tip.id).collect();
    assert_eq!(free, ["drink_less", "low_sodium_signs", "rest", "not_through_pain", "early_help", "keep_a_diary"]);
    for tip in TIPS.iter().filter(|tip| !tip.withheld.is_empty()) {
        assert!(tip.withheld.contains(&Reason::DoctorFirst), "{}", tip.id);
    }
}

/// Every rule on sessions has a tip.
#[test]
fn every_rule_on_sessions_has_a_tip() {
    for rule in tingled::assess::rules().filter(|rule| rule.looks_at == LooksAt::Session) {
        let has = TIPS.iter().any(|tip| tip.when.iter().any(|when| when.name() == rule.id));
        assert!(has, "{}", rule.id);
    }
}

#[test]
fn no_tip_claims_too_much_in_any_language() {
    for tip in TIPS {
        let text = advice::find(tip.id).unwrap();
        for language in Language::ALL {
            for words in [text.says, text.about] {
                assert_eq!(forbidden_in(words.text(*language)), Vec::<&str>::new(), "{}", tip.id);
            }
        }
        let says = text.says.en.to_lowercase();
        // Whatever tells to drink, to take salt or to eat minerals asks the reasons for it.
        let asks = |reason: Reason| tip.withheld.contains(&reason);
        if says.contains("drink") && tip.id != "drink_less" && tip.id != "low_sodium_signs" {
            assert!(asks(Reason::GainSeen) && asks(Reason::IntakeUnknown) && says.contains("thirst"), "{}", tip.id);
        }
        if ["electrolytes", "bananas"].iter().any(|word| says.contains(word)) {
            assert!(asks(Reason::KidneyHeartMedicine), "{}", tip.id);
        }
        assert_eq!(says.contains("spinach"), asks(Reason::Anticoagulant), "{}", tip.id);
        assert_eq!(says.contains("almonds"), asks(Reason::FoodAllergy), "{}", tip.id);
    }
}
