//! The balance of water over a session: found, clear and not to be known; and no tip that could harm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic, and does not use every helper"
)]

mod day;

use day::{Day, EVENING, n, record, session, time, unknown, weighed, words};
use tingled::assess::{Finding, Verdict, assess, subjects_touched};
use tingled::body::session::Session;
use tingled::record::{Kind, Value};

/// Why the tip to drink is kept back.
fn kept(finding: &Finding) -> Vec<String> {
    let drink = finding.withheld.iter().filter(|kept| kept.tip == "drink_to_thirst");
    drink.map(|kept| kept.reason.to_string()).collect()
}

/// Two hours, the device's sweat loss, drunk.
fn estimated(sweat: f64, drunk: Option<f64>) -> Day {
    let mut answers = vec![("duration_min", n(120.0)), ("sweat_loss_ml", n(sweat))];
    answers.extend(drunk.map(|ml| ("fluid_ml", n(ml))));
    session(&answers).weighing(70.0)
}

// ---------------------------------------------------------------- fluid_deficit

#[test]
fn a_loss_over_two_per_cent_is_found_with_its_evidence() {
    let day = weighed(70.0, 68.5, 300.0);
    let finding = day.found("fluid_deficit");
    let loss = &finding.evidence[0];
    assert_eq!((loss.what.as_ref(), loss.limit, loss.estimated), ("mass_loss_pct", Some(2.0), false));
    assert!(matches!(loss.value, Value::Number(pct) if (pct - 150.0 / 70.0).abs() < 1e-9), "{loss:?}");
    assert_eq!(loss.records, [day.records[0].key]);
    assert_eq!(finding.against[0].what, "fluid_ml");
    assert_eq!(finding.at, time("10T13:00:00"));
    // 0.1429 % of 70 kg is 100 ml.
    assert_eq!(
        finding.change.iter().map(|change| (change.what.as_ref(), change.by)).collect::<Vec<_>>(),
        [("drink_ml", 100.0)]
    );
    assert_eq!(kept(&finding), [""; 0]);
    assert_eq!(finding.advice[0], "drink_to_thirst");
}

#[test]
fn the_smallest_safe_change_clears_the_finding() {
    for after in [68.59, 68.55, 68.5, 68.4, 68.3] {
        let day = weighed(70.0, after, 300.0);
        let [change] = &day.found("fluid_deficit").change[..] else { panic!("{after}") };
        assert_eq!(change.by % 50.0, 0.0);
        assert_eq!(
            weighed(70.0, after + change.by / 1000.0, 300.0 + change.by).verdict("fluid_deficit"),
            Verdict::Clear
        );
        let less = change.by - 50.0;
        let nearly = weighed(70.0, after + less / 1000.0, 300.0 + less);
        assert!(nearly.verdict("fluid_deficit").found().is_some(), "{after} {less}");
    }
}

#[test]
fn a_loss_of_just_two_per_cent_is_clear() {
    assert_eq!(weighed(50.0, 49.0, 300.0).verdict("fluid_deficit"), Verdict::Clear);
    assert!(weighed(50.0, 48.99, 300.0).verdict("fluid_deficit").found().is_some());
    // In binary fractions 68.6 of 70 kg is a little more than 2 % lost, 70.35 a little less than 0.5 % gained.
    assert_eq!(weighed(70.0, 68.6, 300.0).verdict("fluid_deficit"), Verdict::Clear);
    assert!(weighed(70.0, 70.35, 300.0).verdict("fluid_gain").found().is_some());
}

#[test]
fn without_masses_the_loss_is_reckoned_from_the_sweat_of_the_device() {
    let finding = estimated(2300.0, Some(600.0)).found("fluid_deficit");
    assert!(finding.evidence.iter().all(|because| because.estimated));
    assert_eq!(finding.evidence[0].value, n(1700.0 / 700.0));
    assert_eq!(finding.unknown, ["mass_after_kg", "mass_before_kg", "sodium_mg"]);
    assert_eq!(finding.change[0].by, 300.0);
    assert_eq!(estimated(1400.0, Some(0.0)).verdict("fluid_deficit"), Verdict::Clear);
}

#[test]
fn what_was_drunk_is_never_taken_for_nothing() {
    assert_eq!(estimated(2300.0, None).verdict("fluid_deficit"), unknown(&["fluid_ml"]));
    // Whatever was drunk, no more than 1400 of 70000 ml can be lost.
    assert_eq!(estimated(1400.0, None).verdict("fluid_deficit"), Verdict::Clear);
}

#[test]
fn logged_drinks_of_the_session_are_its_fluid_and_no_others() {
    let day = estimated(2300.0, None)
        .with(Kind::Intake, "10T11:59:59", &[("volume_ml", n(5000.0))])
        .with(Kind::Intake, "10T12:30:00", &[("volume_ml", n(200.0))])
        .with(Kind::Intake, "10T14:00:00", &[("volume_ml", n(100.0))])
        .with(Kind::Intake, "10T13:00:00", &[("volume_ml", n(3000.0)), ("day_total", Value::Flag(true))])
        .with(Kind::Intake, "10T14:00:01", &[("volume_ml", n(5000.0))]);
    let finding = day.found("fluid_deficit");
    assert_eq!(finding.evidence[0].value, n(2000.0 / 700.0));
    assert_eq!(finding.against[0].value, n(300.0));
    let mut drinks = vec![day.records[2].key, day.records[3].key];
    drinks.sort();
    assert_eq!(finding.against[0].records, drinks);
    assert!(finding.unknown.contains(&"fluid_ml".into()), "more may have been drunk than was logged");
}

#[test]
fn the_loss_is_not_known_without_what_it_is_reckoned_from() {
    let nothing = session(&[("duration_min", n(60.0))]);
    assert_eq!(nothing.verdict("fluid_deficit"), unknown(&["mass_after_kg", "mass_before_kg", "sweat_loss_ml"]));
    let half = session(&[("duration_min", n(60.0)), ("mass_before_kg", n(70.0))]);
    assert_eq!(half.verdict("fluid_deficit"), unknown(&["mass_after_kg", "sweat_loss_ml"]));
    let no_mass = session(&[("duration_min", n(60.0)), ("sweat_loss_ml", n(2000.0)), ("fluid_ml", n(0.0))]);
    assert_eq!(no_mass.verdict("fluid_deficit"), unknown(&["body_mass_kg"]));
    let no_length = session(&[("sweat_loss_ml", n(2000.0)), ("fluid_ml", n(0.0))]).weighing(70.0);
    assert_eq!(no_length.verdict("fluid_deficit"), unknown(&["duration_min"]));
}

#[test]
fn what_no_body_does_is_not_used() {
    assert_eq!(weighed(70.0, 64.3, 0.0).verdict("fluid_deficit"), unknown(&["plausible_mass_change"]));
    assert_eq!(weighed(70.0, 73.0, 0.0).verdict("fluid_gain"), unknown(&["plausible_mass_change"]));
    // 5 l in one hour.
    assert_eq!(weighed(70.0, 66.0, 1000.0).verdict("fluid_deficit"), unknown(&["plausible_sweat_rate"]));
    assert_eq!(estimated(8001.0, Some(0.0)).verdict("fluid_deficit"), unknown(&["plausible_sweat_rate"]));
    assert!(estimated(8000.0, Some(0.0)).verdict("fluid_deficit").found().is_some());
}

#[test]
fn a_body_mass_stands_for_thirty_days_and_the_newest_wins() {
    let bare = || {
        let answers = [("duration_min", n(120.0)), ("sweat_loss_ml", n(2000.0)), ("fluid_ml", n(500.0))];
        session(&answers).weighing(80.0)
    };
    let mass =
        |kg: f64| [("what", Value::Text("body_mass".into())), ("value", n(kg)), ("unit", Value::Text("kg".into()))];
    // 1500 ml of 80 kg is 1.9 %, of 60 kg 2.5 %.
    assert_eq!(bare().verdict("fluid_deficit"), Verdict::Clear);
    let light = bare().with(Kind::Measure, "09T07:00:00", &mass(60.0));
    let finding = light.found("fluid_deficit");
    assert!(finding.evidence[0].records.contains(&light.records[1].key));
    let newer =
        bare().with(Kind::Measure, "08T07:00:00", &mass(60.0)).with(Kind::Measure, "09T07:00:00", &mass(80.0));
    assert_eq!(newer.verdict("fluid_deficit"), Verdict::Clear);
    let mut old = bare();
    let may = format!("2026-05-{}", "11T13:59:59Z").parse().unwrap();
    let mut stale = record(Kind::Measure, "01T00:00:00", "old", &mass(60.0));
    stale.at = may;
    old.records.push(stale);
    assert_eq!(old.verdict("fluid_deficit"), Verdict::Clear);
    let pulse = [("what", Value::Text("resting_hr".into())), ("value", n(50.0))];
    assert_eq!(bare().with(Kind::Measure, "09T07:00:00", &pulse).verdict("fluid_deficit"), Verdict::Clear);
}

#[test]
fn a_loss_told_in_a_report_of_the_session_counts() {
    let day = session(&[("duration_min", n(60.0)), ("fluid_ml", n(200.0))]).with(
        Kind::Symptom,
        EVENING,
        &[("weight_change_pct", n(-2.5))],
    );
    let finding = day.found("fluid_deficit");
    assert_eq!(finding.evidence[0].records, [day.records[1].key]);
    // No body mass, so no amount.
    assert_eq!(finding.change, []);
}

// ---------------------------------------------------------------- no harm

#[test]
fn nobody_is_told_to_drink_who_may_have_drunk_too_much() {
    let withheld = |day: &Day| kept(&day.found("fluid_deficit"));
    let none = |day: &Day| {
        let finding = day.found("fluid_deficit");
        finding.change.is_empty() && !finding.advice.iter().any(|tip| tip.contains("drink"))
    };
    // Masses, but nothing told of drinking.
    let answers = [("duration_min", n(60.0)), ("mass_before_kg", n(70.0)), ("mass_after_kg", n(68.0))];
    let silent = session(&answers);
    assert_eq!(withheld(&silent), ["intake_unknown"]);
    assert!(none(&silent));
    for drunk in [800.0, 900.0] {
        let much = weighed(70.0, 68.5, drunk);
        assert_eq!(withheld(&much), ["drinking_much"]);
        assert!(none(&much));
    }
    // 700 ml in one hour, and 150 more would be needed.
    let near = weighed(70.0, 68.45, 700.0);
    assert_eq!(withheld(&near), ["would_pass_limit"]);
    assert!(none(&near));
    // Estimated over 3 h and more: the true change of body mass is not known. Beyond 4 h no tip at all.
    for (minutes, reasons) in
        [(179.0, vec![]), (180.0, vec!["mass_change_unknown"]), (241.0, vec!["mass_change_unknown", "long_session"])]
    {
        let long = [("duration_min", n(minutes)), ("sweat_loss_ml", n(3000.0)), ("fluid_ml", n(500.0))];
        let long = session(&long).weighing(70.0);
        assert_eq!(withheld(&long), reasons, "{minutes}");
        assert_eq!(none(&long), !reasons.is_empty());
    }
    for sign in ["headache", "severe_headache", "vomiting", "confusion"] {
        let ill = weighed(70.0, 68.5, 300.0).with(Kind::Symptom, EVENING, &[("signs", words(&[sign]))]);
        assert!(withheld(&ill).contains(&"headache_vomiting_confusion".to_owned()), "{sign}");
        assert!(none(&ill));
    }
    let unread = weighed(70.0, 68.5, 300.0).with(Kind::Symptom, EVENING, &[("signs", words(&["wobbly"]))]);
    assert_eq!(withheld(&unread), ["signs_unread"]);
    let silent = weighed(70.0, 68.5, 300.0).with(Kind::Symptom, EVENING, &[("severity", n(3.0))]);
    assert_eq!(withheld(&silent), ["signs_unread"]);
    let none_told = weighed(70.0, 68.5, 300.0).with(Kind::Symptom, EVENING, &[("tingling", Value::Flag(false))]);
    assert_eq!(withheld(&none_told), [""; 0]);
    let other_day = weighed(70.0, 68.5, 300.0).with(Kind::Symptom, "11T14:00:00", &[("signs", words(&["vomiting"]))]);
    assert_eq!(withheld(&other_day), [""; 0]);
}

/// Whatever is told of a session, a tip to drink more stands only where it is safe, and following it clears the
/// finding.
#[test]
fn every_tip_to_drink_is_safe_and_enough() {
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    type Told = (Option<u16>, Option<u16>, Option<u16>, Option<u16>, bool, bool);
    let config = Config { cases: 4000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tips = std::cell::Cell::new((0, 0, 0));
    let ran = runner.run(&proptest::prelude::any::<Told>(), |(length, after, sweat, drunk, ill, logged)| {
        let minutes = length.map(|length| f64::from(30 + length % 300));
        let (drunk, sweat) = (drunk.map(|ml| f64::from(ml % 2500)), sweat.map(|ml| f64::from(ml % 6000)));
        let after = after.map(|after| 66.5 + f64::from(after % 45) / 10.0);
        let mut answers = vec![("mass_before_kg", n(70.0))];
        answers.extend(minutes.map(|minutes| ("duration_min", n(minutes))));
        answers.extend(after.map(|after| ("mass_after_kg", n(after))));
        answers.extend(sweat.map(|ml| ("sweat_loss_ml", n(ml))));
        answers.extend(drunk.filter(|_| !logged).map(|ml| ("fluid_ml", n(ml))));
        let mut day = session(&answers);
        if let Some(ml) = drunk.filter(|_| logged) {
            day = day.with(Kind::Intake, "10T12:10:00", &[("volume_ml", n(ml))]);
        }
        if ill {
            day = day.with(Kind::Symptom, EVENING, &[("signs", words(&["headache"]))]);
        }
        let (found, mut with_tip, mut with_gain) = (day.verdict("fluid_deficit"), 0, 0);
        if let Some(gain) = day.verdict("fluid_gain").found() {
            with_gain = 1;
            assert!(found.found().is_none());
            assert!(gain.change.is_empty() && !gain.advice.iter().any(|tip| tip == "drink_to_thirst"));
        }
        if let Some([tip]) = found.found().map(|finding| &finding.change[..]) {
            with_tip = 1;
            let (minutes, drunk) = (minutes.unwrap(), drunk.expect("what was drunk is told"));
            assert!(!ill && kept(found.found().unwrap()).is_empty());
            assert!(tip.what == "drink_ml" && tip.by >= 50.0 && tip.by % 50.0 == 0.0);
            assert!((drunk + tip.by) / (minutes / 60.0) <= 800.0);
            assert!(minutes <= 240.0 && (minutes < 180.0 || after.is_some()));
            let lost = after.map_or_else(|| sweat.unwrap() - drunk, |after| (70.0 - after) * 1000.0);
            assert!(lost > 1400.0 && lost - tip.by <= 1400.0 + 1e-6 && lost - tip.by > 1350.0 - 1e-6);
        }
        let (deficits, tipped, gains) = tips.get();
        tips.set((deficits + i32::from(found.found().is_some()), tipped + with_tip, gains + with_gain));
        Ok(())
    });
    ran.unwrap();
    let (deficits, tipped, gains) = tips.get();
    assert!(deficits > 300 && tipped >= 20 && gains >= 50 && deficits > tipped + 50, "{deficits} {tipped} {gains}");
}

// ---------------------------------------------------------------- fluid_gain

fn gained(pct: f64, hours: f64) -> Day {
    session(&[
        ("duration_min", n(hours * 60.0)),
        ("mass_before_kg", n(100.0)),
        ("mass_after_kg", n(100.0 + pct)),
        ("fluid_ml", n(3000.0)),
    ])
}

#[test]
fn a_gain_is_found_from_half_a_per_cent_and_any_gain_after_four_hours() {
    for (pct, hours, found) in [
        (0.5, 1.0, true),
        (0.49, 1.0, false),
        (0.49, 3.99, false),
        (0.49, 4.0, true),
        (0.01, 4.0, true),
        (0.0, 5.0, false),
        (-1.0, 5.0, false),
    ] {
        let verdict = gained(pct, hours).verdict("fluid_gain");
        assert_eq!(verdict.found().is_some(), found, "{pct} {hours}");
        assert!(found || verdict == Verdict::Clear, "{pct} {hours} {verdict:?}");
    }
}

#[test]
fn a_gain_withholds_every_tip_to_drink() {
    let finding = gained(0.7, 5.0).found("fluid_gain");
    assert_eq!(finding.advice, ["drink_less", "low_sodium_signs"]);
    assert_eq!(finding.change, []);
    let history = gained(0.1, 1.0).history();
    let ((start, key), _) = history.workouts().iter().next().unwrap();
    let session = Session::of(&history, *start, *key).unwrap();
    let withheld = tingled::assess::fluid::drink_tips_withheld(&history, &session);
    assert!(withheld.contains(&tingled::assess::advice::Reason::GainSeen), "any gain blocks, however small");
}

#[test]
fn a_gain_is_not_known_without_both_masses_or_the_length() {
    let none = session(&[("duration_min", n(60.0))]);
    assert_eq!(none.verdict("fluid_gain"), unknown(&["mass_after_kg", "mass_before_kg"]));
    let no_length = session(&[("mass_before_kg", n(100.0)), ("mass_after_kg", n(100.1))]);
    assert_eq!(no_length.verdict("fluid_gain"), unknown(&["duration_min"]));
}

#[test]
fn a_session_that_is_not_over_has_no_answer() {
    let day = weighed(70.0, 68.0, 300.0);
    let (history, now) = (day.history(), time("10T12:59:59"));
    let subjects = subjects_touched(&history, &day.records, now);
    assert_eq!(assess(&history, &subjects, now), []);
    let risks = tingled::assess::risks::RISKS.len();
    assert_eq!(assess(&history, &subjects, time("10T13:00:00")).len(), risks);
}
