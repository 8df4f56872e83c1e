//! A story for every group, and how its words are chosen.

use tingled::assess::Verdict;
use tingled::assess::patterns::{Feature, Group, Personal, feature, scores};
use tingled::record::Value;
use tingled::record::words::Condition;

use super::{SHINS, Story, again, ankle_step, best, itching, listed, nobody, shins, standing, tight_shoe};
use crate::day::{n, words};

/// A report that fits the group best, and one that speaks against it.
fn stories(group: Group) -> (Story, Story) {
    let one = |told: &[(&'static str, &str)]| nobody().told("10T20:00:00", told);
    let walking = &[
        ("sites", "calf:both"),
        ("onset", "during"),
        ("worsened_by", "walking"),
        ("relief_min", "8"),
        ("relieved_by", "rest"),
    ];
    let calf = &[
        ("sites", "calf:left"),
        ("worsened_by", "plantarflexion"),
        ("signs", "discoloured_pale"),
        ("relief_min", "2"),
    ];
    let at_rest = &[("sites", "foot:both"), ("onset", "at_rest"), ("signs", ""), ("quality", "tingling")];
    match group {
        Group::Histamine => (itching(), one(&[("sites", "calf:left"), ("quality", "tingling"), ("signs", "")])),
        Group::Gear => (tight_shoe(), one(&[("sites", "calf:both"), ("persists_after_removal", "yes")])),
        Group::Pad => (again(walking).born(1960.0), one(at_rest)),
        Group::Electrolyte => {
            let masses = [("mass_before_kg", n(70.0)), ("mass_after_kg", n(67.6)), ("fluid_ml", n(200.0))];
            let long = [("duration_min", n(120.0)), ("sodium_mg", n(0.0))];
            let story = nobody().did("10T12:00:00", &[masses.as_slice(), long.as_slice()].concat());
            (story.told("10T20:00:00", &[("signs", "cramp")]), one(&[("sites", "calf:left")]))
        }
        Group::NerveSpine => (standing(), one(&[("sites", "calf:left")]).born(1990.0)),
        Group::OveruseSij => (ankle_step(), one(at_rest)),
        Group::Cecs => {
            let stays = &[("sites", "calf:left"), ("relieved_by", "nothing"), ("duration_min", "90")];
            (shins(), one(stays))
        }
        Group::Paes => (again(calf).born(1998.0), one(at_rest)),
        Group::PeripheralNeuropathy => {
            (again(at_rest).holds(&[Condition::B12Deficiency], &[Condition::Diabetes]), one(walking))
        }
        Group::FocalEntrapment => (one(&[("sites", "thigh_outer:left")]), one(at_rest)),
        Group::Hyperventilation => {
            let breath = &[("signs", "perioral_or_hand fast_breathing"), ("sites", "hand:both")];
            (again(breath), one(&[("sites", "calf:left"), ("signs", "")]))
        }
    }
}

#[test]
fn every_group_fits_a_report_best_and_another_less() {
    for group in Group::ALL {
        let (fits, other) = stories(*group);
        assert!(best(&fits).contains(&group.name().to_owned()), "{group:?}: {:?}", fits.found("pattern"));
        let less = listed(&other.found("pattern"), "less_likely");
        let also = listed(&other.found("pattern"), "also_fits");
        let is_behind = less.contains(&group.name().to_owned()) || also.contains(&group.name().to_owned());
        assert!(is_behind && !best(&other).contains(&group.name().to_owned()), "{group:?}: {other:?}", other = less);
    }
}

/// What speaks against a group is named as that.
#[test]
fn what_speaks_against_a_group_stands_beside_what_speaks_for_others() {
    let finding = ankle_step().found("pattern");
    let against: Vec<(&str, &Value)> = finding.against.iter().map(|one| (&*one.what, &one.value)).collect();
    assert_eq!(against, [("site=one_leg", &words(&["electrolyte"]))]);
    let one_leg = finding.evidence.iter().find(|piece| piece.what == "site=one_leg").unwrap();
    assert_eq!(one_leg.value, words(&["overuse_sij", "focal_entrapment"]));
    let (_, gear) = stories(Group::Gear);
    assert!(gear.found("pattern").against.iter().any(|one| one.what == "persists_after_removal"));
}

#[test]
fn nothing_answered_is_not_known_and_no_tingling_is_clear() {
    let silent = nobody().told("10T20:00:00", &[]).born(1990.0);
    let Verdict::Unknown { missing } = silent.verdict("pattern") else { panic!("{:?}", silent.verdict("pattern")) };
    assert!(missing.contains(&"sites".into()) && missing.is_sorted(), "{missing:?}");
    for rule in ["pattern", "repeated_pattern"] {
        let no = nobody().told("10T20:00:00", &[("tingling", "no"), ("sites", "calf:left")]);
        assert_eq!(no.verdict(rule), Verdict::Clear);
    }
}

#[test]
fn an_answer_that_points_nowhere_says_so() {
    let story = nobody().told("10T20:00:00", &[("onset", "within_24h")]);
    assert_eq!(best(&story), [""; 0]);
    let said = story.said("pattern");
    assert!(said.contains("Nothing in your report points to one of the patterns."), "{said}");
    assert!(said.starts_with("Next time, tell also: "), "{said}");
}

/// Both shins tight at minute 12: the first time tight gear stays ahead, which is far commoner; once it repeats the
/// muscle-pressure pattern fits best.
#[test]
fn a_rare_group_stays_behind_common_ones_until_its_pattern_repeats() {
    let once = nobody().told("10T20:00:00", SHINS);
    assert_eq!(best(&once), [""; 0]);
    assert_eq!(listed(&once.found("pattern"), "also_fits")[..2], ["gear", "cecs"]);
    assert_eq!(best(&shins()), ["cecs"]);
    let finding = shins().found("pattern");
    let repeats = finding.evidence.iter().find(|piece| piece.what == "repeats").unwrap();
    assert_eq!((repeats.value.clone(), repeats.records.len()), (words(&["cecs"]), 3));
}

#[test]
fn a_personal_finding_takes_the_place_of_a_weight_that_is_only_agreed_on() {
    let tight = [feature("exposure=tight_fit").unwrap()];
    let spike = [feature("exposure=load_spike").unwrap()];
    let own = |name: &str, lower: f64| Personal::from([(name.to_owned(), lower)]);
    let sum =
        |found: &[&'static Feature], group, personal: &Personal| scores(found.iter().copied(), personal)[&group].sum;
    assert!((sum(&tight, Group::Gear, &own("tight_fit", 5.0)) - 0.7 * 5.0_f64.ln()).abs() < 1e-12);
    assert!((sum(&tight, Group::Gear, &own("tight_fit", 1.0))).abs() < 1e-12);
    for kept in [0.99, f64::NAN, f64::INFINITY, -1.0] {
        assert!((sum(&tight, Group::Gear, &own("tight_fit", kept)) - 1.1).abs() < 1e-12, "{kept}");
    }
    assert!((sum(&tight, Group::Gear, &own("load_spike", 5.0)) - 1.1).abs() < 1e-12);
    // Grade B, from a published study: it stays.
    assert!((sum(&spike, Group::OveruseSij, &own("load_spike", 5.0)) - 0.7).abs() < 1e-12);
}

#[test]
fn a_sign_that_needs_a_doctor_comes_before_every_pattern() {
    let story = nobody().told("10T20:00:00", &[("sites", "calf:both"), ("signs", "bladder")]);
    let said = story.said("pattern");
    assert!(said.starts_with("First do what the note about signs that need a doctor says."), "{said}");
    let comes_first =
        |story: &Story| story.found("pattern").evidence.iter().any(|piece| piece.what == "doctor_first");
    assert!(comes_first(&story) && !comes_first(&tight_shoe()));
}
