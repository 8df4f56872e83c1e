//! For every tip a story in which it is given; for each of its reasons one in which it is kept back, which differs
//! from the first in what the reason is about.

use tingled::assess::advice::{Reason, TIPS};
use tingled::record::Vocabulary;

use super::{Person, condition, healthy};

const CRAMP: &[(&str, &str)] =
    &[("sites", "calf:both"), ("signs", "cramp perioral_or_hand"), ("association", "none"), ("tingling", "yes")];
const SHOE: &[(&str, &str)] = &[("sites", "foot:both"), ("signs", ""), ("relieved_by", "loosening")];
const THIGH: &[(&str, &str)] = &[("sites", "thigh_back:left"), ("signs", "psis_pain"), ("association", "none")];
const BACK: &[(&str, &str)] = &[
    ("sites", "thigh_front:both ankle:both"),
    ("signs", "back_pain"),
    ("relieved_by", "sitting"),
    ("worsened_by", "standing"),
];
const EASY: &[(&str, &str)] =
    &[("sites", "calf:both"), ("signs", ""), ("onset", "during"), ("duration_min", "20"), ("tingling", "yes")];

/// A hot session with a loss, little drink and no salt, and a cramp in the evening.
fn salty(session: &[(&'static str, &str)], report: &[(&'static str, &str)]) -> Person {
    let mut person = healthy().did("10T12:00:00", session);
    person.day = person.day.weighing(70.0);
    if report.is_empty() { person } else { person.told("10T20:00:00", report) }
}

const LOSS: &[(&str, &str)] = &[
    ("duration_min", "120"),
    ("mass_before_kg", "70"),
    ("mass_after_kg", "68"),
    ("fluid_ml", "300"),
    ("sodium_mg", "0"),
    ("sweat_loss_ml", "2300"),
];

/// `LOSS` with other answers.
fn loss(other: &[(&'static str, &'static str)], without: &[&str]) -> Vec<(&'static str, &'static str)> {
    let mut session: Vec<(&str, &str)> = LOSS.to_vec();
    session.retain(|(field, _)| !without.contains(field) && other.iter().all(|(changed, _)| changed != field));
    session.extend(other);
    session
}

fn gear(session: &[(&'static str, &str)]) -> Person {
    let all = [session, &[("duration_min", "60"), ("tight_fit", "yes")]].concat();
    healthy().did("10T12:00:00", &all).told("10T20:00:00", SHOE)
}

fn eased() -> Person {
    healthy().did("10T19:00:00", &[("duration_min", "60")]).told("10T20:30:00", EASY)
}

/// A story in which the tip is given.
pub fn given(tip: &str) -> Person {
    match tip {
        "drink_less" | "low_sodium_signs" => salty(&loss(&[("mass_after_kg", "70.5")], &[]), &[]),
        "rest" | "not_through_pain" => healthy().told("10T20:00:00", THIGH),
        "early_help" | "ask_about_therapy" => healthy().told("10T20:00:00", BACK),
        "drink_to_thirst" | "electrolytes_long" | "mineral_foods" => salty(LOSS, CRAMP),
        "ask_about_salts" => salty(LOSS, CRAMP).answers(condition("heart_failure"), false),
        "mineral_foods_no_spinach" => salty(LOSS, CRAMP).answers(condition("anticoagulant"), false),
        "fitting_shoes" | "light_clothing" => gear(&[("temp_c", "20")]),
        "stretch_before" => healthy().told("10T20:00:00", THIGH),
        "cool_down" | "keep_a_diary" => eased(),
        other => panic!("no story of {other}"),
    }
}

/// A story in which the tip is kept back for this reason.
pub fn kept(tip: &str, reason: Reason) -> Person {
    // A sign that is told after all else, and closes nothing.
    let later = |person: Person, signs: &str| person.told("11T20:00:00", &[("signs", signs)]);
    let base = || given(tip);
    let salts = |session: Vec<(&'static str, &'static str)>, report: &[(&'static str, &'static str)]| {
        let person = salty(&session, report);
        if tip == "mineral_foods_no_spinach" { person.answers(condition("anticoagulant"), false) } else { person }
    };
    let cramp = |signs: &'static str| -> Vec<(&'static str, &'static str)> {
        CRAMP.iter().map(|(field, text)| (*field, if *field == "signs" { signs } else { *text })).collect()
    };
    match reason {
        Reason::DoctorFirst => later(base(), "swelling"),
        Reason::GainSeen => salts(loss(&[("mass_after_kg", "70.2")], &[]), CRAMP),
        Reason::MassChangeUnknown => {
            salts(loss(&[("duration_min", "180")], &["mass_before_kg", "mass_after_kg"]), CRAMP)
        }
        Reason::DrinkingMuch => salts(loss(&[("fluid_ml", "1600"), ("sweat_loss_ml", "3600")], &[]), CRAMP),
        Reason::HeadacheVomitingConfusion => salts(LOSS.to_vec(), &cramp("cramp perioral_or_hand headache")),
        Reason::SignsUnread if tip == "cool_down" => base().told("10T20:45:00", &[("severity", "2")]),
        Reason::SignsUnread => salts(LOSS.to_vec(), &cramp("cramp perioral_or_hand wobbly")),
        Reason::IntakeUnknown => salts(loss(&[], &["fluid_ml"]), CRAMP),
        Reason::KidneyOrHeart => base().answers(condition("kidney_disease"), true),
        Reason::LongSession => salts(loss(&[("duration_min", "241")], &[]), CRAMP),
        Reason::WouldPassLimit => {
            let near =
                [("mass_after_kg", "67.5"), ("fluid_ml", "700"), ("duration_min", "60"), ("sodium_mg", "3000")];
            salts(loss(&near, &["sweat_loss_ml"]), &[])
        }
        Reason::KidneyHeartMedicine => base().answers(condition("kidney_disease"), true),
        Reason::FoodAllergy => base().answers(condition("food_allergy"), false),
        Reason::Anticoagulant => base().answers(condition("anticoagulant"), true),
        Reason::GearIsOff => base().told("10T21:00:00", &[("signs", ""), ("persists_after_removal", "yes")]),
        Reason::CompressionPrescribed => base().answers(condition("prescribed_compression"), true),
        Reason::ColdWeather => gear(&[("temp_c", "9.9")]),
        Reason::TemperatureUnknown => gear(&[]),
        Reason::PainOrInjury => base().told("11T20:00:00", &[("association", "new_injury")]),
        Reason::StopAtOnce => base().told("10T20:45:00", &[("signs", "severe_pain")]),
        Reason::NerveSign => base().told("11T20:00:00", &[("signs", "balance"), ("new_within_14d", "no")]),
    }
}

#[test]
fn every_tip_is_given_in_a_story() {
    for tip in TIPS {
        let story = given(tip.id);
        assert!(story.gets(tip.id), "{}: {:#?}", tip.id, story.summary());
    }
}

#[test]
fn every_tip_is_kept_back_in_a_story_for_each_of_its_reasons() {
    for tip in TIPS {
        for reason in tip.withheld {
            let story = kept(tip.id, *reason);
            assert!(story.is_kept_from(tip.id, reason.name()), "{} {reason:?}: {:#?}", tip.id, story.summary());
        }
    }
}

/// The salts, foods and clothes of somebody who answered nothing about conditions and medicines.
#[test]
fn an_answer_that_is_missing_is_never_a_no() {
    for name in ["kidney_disease", "heart_failure", "blood_pressure_medicine", "potassium_medicine"] {
        let unanswered = salty(LOSS, CRAMP).answers(condition(name), false);
        for tip in ["electrolytes_long", "mineral_foods", "mineral_foods_no_spinach"] {
            assert!(!unanswered.gets(tip), "{name} {tip}");
        }
        assert!(unanswered.gets("ask_about_salts") && unanswered.gets("drink_to_thirst"), "{name}");
    }
    let mut nothing = salty(LOSS, CRAMP);
    nothing.day.profile.history_no = None;
    assert!(nothing.is_kept_from("mineral_foods", "food_allergy"), "{:#?}", nothing.summary());
    let mut dressed = gear(&[("temp_c", "20")]);
    dressed.day.profile.history_no = None;
    assert!(dressed.is_kept_from("light_clothing", "compression_prescribed") && dressed.gets("fitting_shoes"));
}

#[test]
fn spinach_is_left_out_where_it_could_weaken_a_medicine() {
    let story = salty(LOSS, CRAMP).answers(condition("anticoagulant"), true);
    assert!(story.gets("mineral_foods_no_spinach") && story.is_kept_from("mineral_foods", "anticoagulant"));
}

/// A sign that came later keeps back the tips of an earlier note; when a newer report answers it, they come back.
#[test]
fn a_sign_counts_until_a_newer_report_answers_it_or_two_weeks_are_over() {
    let open = || salty(LOSS, &[]).told("11T08:00:00", &[("signs", "swelling")]);
    assert!(open().is_kept_from("drink_to_thirst", "doctor_first"));
    let silent = open().told("11T09:00:00", &[("severity", "1")]);
    assert!(!silent.gets("drink_to_thirst"), "silence answers nothing");
    let answered = open().told("11T20:00:00", &[("signs", "")]);
    assert!(answered.gets("drink_to_thirst"), "{:#?}", answered.summary());
    let mut later = open();
    later.now = crate::day::time("25T07:59:59");
    assert!(!later.gets("drink_to_thirst"));
    later.now = crate::day::time("25T08:00:00");
    assert!(later.gets("drink_to_thirst"));
}

#[test]
fn whoever_needs_a_doctor_today_gets_no_tips_beside_it() {
    let story = healthy().told("10T20:00:00", &[("signs", "swelling"), ("sites", "calf:left")]);
    for finding in story.findings().iter().filter(|finding| finding.level >= tingled::assess::Level::Urgent) {
        assert!(finding.advice.is_empty() && finding.withheld.is_empty(), "{finding:?}");
    }
    assert!(story.findings().iter().any(|finding| finding.rule.as_str() == "rf11"));
}

#[test]
fn every_condition_of_the_list_can_be_told() {
    for name in ["food_allergy", "prescribed_compression"] {
        assert!(tingled::record::words::Condition::from_name(name).is_some(), "{name}");
    }
}
