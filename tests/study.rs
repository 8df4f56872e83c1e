//! The statistics of the study against values that other programs reckoned, and laws that hold for any data.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod reference;

use std::path::Path;

use proptest::prelude::*;
use reference::{Table, own};
use serde_json::Value;
use tingled::study::firth::{Design, Unfit};
use tingled::study::many::benjamini_hochberg;
use tingled::study::matrix::{Column, Matrix};
use tingled::study::profile::{CHI_SQUARED_95, interval, ratio};
use tingled::study::screen::{Settings, screen};
use tingled::wire::matrix::{read, screened_json};

fn near(found: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1.0), "{what}: {found}, not {wanted}");
}

#[test]
fn what_passes_among_many_is_what_the_reference_lets_pass() {
    let p = Table::read(&own().join("pvalues.csv")).column("p").to_vec();
    for q in [0.01, 0.045, 0.1, 0.5] {
        // By the definition, from the largest down.
        let mut sorted = p.clone();
        sorted.sort_by(f64::total_cmp);
        let bar = (1..=p.len()).rev().find(|rank| sorted[rank - 1] <= q * *rank as f64 / p.len() as f64);
        let wanted: Vec<bool> = p.iter().map(|p| bar.is_some_and(|rank| *p <= sorted[rank - 1])).collect();
        assert_eq!(benjamini_hochberg(&p, q), wanted, "{q}");
    }
}

#[test]
fn what_cannot_be_fitted_says_why() {
    assert_eq!(Design::new(&[], &[]), Err(Unfit::Shape));
    assert_eq!(Design::new(&[&[1.0]], &[true, false]), Err(Unfit::Shape));
    assert_eq!(Design::new(&[&[f64::NAN]], &[true]), Err(Unfit::NotFinite));
    let twice = [0.0, 1.0, 2.0, 3.0];
    let answers = [true, false, false, true];
    assert_eq!(Design::new(&[&twice, &twice], &answers).unwrap().fit(), Err(Unfit::Collinear));
    assert_eq!(Design::new(&[&[1.0; 4]], &answers).unwrap().fit(), Err(Unfit::Collinear));
}

fn sessions() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    (12_usize..60)
        .prop_flat_map(|n| (proptest::collection::vec(-3.0..3.0_f64, n), proptest::collection::vec(any::<bool>(), n)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_maximum_is_one_and_its_interval_holds_it((x, y) in sessions()) {
        let design = Design::new(&[&x], &y).unwrap();
        let fit = design.fit().unwrap();
        for (nudge, column) in [(1e-3, 0), (-1e-3, 0), (1e-3, 1), (-1e-3, 1)] {
            let mut near = [(0, fit.coefficients[0]), (1, fit.coefficients[1])];
            near[column].1 += nudge;
            prop_assert!(design.fit_holding(&near, None).unwrap().log_likelihood <= fit.log_likelihood + 1e-12);
        }
        let ends = interval(&design, &fit, 1, CHI_SQUARED_95).unwrap();
        prop_assert!(ends.low < fit.coefficients[1] && fit.coefficients[1] < ends.high);
        // 0 lies within exactly when the test does not reject.
        let tested = ratio(&design, &fit, 1).unwrap();
        if (tested.chi_squared - CHI_SQUARED_95).abs() > 1e-6 {
            prop_assert_eq!(ends.low < 0.0 && 0.0 < ends.high, tested.chi_squared < CHI_SQUARED_95);
        }
    }

    #[test]
    fn the_order_of_sessions_and_the_name_of_the_answer_do_not_matter((x, y) in sessions()) {
        let fit = Design::new(&[&x], &y).unwrap().fit().unwrap();
        let back: (Vec<f64>, Vec<bool>) = x.iter().copied().zip(y.iter().copied()).rev().unzip();
        let reversed = Design::new(&[&back.0], &back.1).unwrap().fit().unwrap();
        prop_assert!((fit.coefficients[1] - reversed.coefficients[1]).abs() < 1e-8);
        let not: Vec<bool> = y.iter().map(|y| !y).collect();
        let mirrored = Design::new(&[&x], &not).unwrap().fit().unwrap();
        prop_assert!((fit.coefficients[1] + mirrored.coefficients[1]).abs() < 1e-8);
        prop_assert!((fit.log_likelihood - mirrored.log_likelihood).abs() < 1e-9);
    }

    #[test]
    fn stretching_an_exposure_shrinks_its_coefficient_and_changes_no_test((x, y) in sessions(), by in 0.1..10.0_f64) {
        let (design, wide) = (Design::new(&[&x], &y).unwrap(), x.iter().map(|x| x * by).collect::<Vec<_>>());
        let wide = Design::new(&[&wide], &y).unwrap();
        let (fit, stretched) = (design.fit().unwrap(), wide.fit().unwrap());
        prop_assert!((fit.coefficients[1] - stretched.coefficients[1] * by).abs() < 1e-6);
        let (one, other) = (ratio(&design, &fit, 1).unwrap(), ratio(&wide, &stretched, 1).unwrap());
        prop_assert!((one.chi_squared - other.chi_squared).abs() < 1e-8);
    }
}

#[test]
fn the_screen_says_what_another_implementation_of_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/study");
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    for (name, wanted) in expected.as_object().unwrap() {
        let bytes = std::fs::read(folder.join(format!("{name}.csv"))).unwrap();
        let said = screened_json(&screen(&read(&bytes).unwrap(), &Settings::even()));
        for part in ["companions", "undecided", "events"] {
            assert_eq!(said[part], wanted[part], "{name}: {part}");
        }
        let named = |list: &Value| -> Vec<(String, u64)> {
            let one = |one: &Value| (one["exposure"].as_str().unwrap().to_owned(), one["at_event"].as_u64().unwrap());
            list.as_array().unwrap().iter().map(one).collect()
        };
        assert_eq!(named(&said["published"]), named(&wanted["published"]), "{name}");
        assert_eq!(named(&said["early"]), named(&wanted["early"]), "{name}");
        for (ours, theirs) in
            said["published"].as_array().unwrap().iter().zip(wanted["published"].as_array().unwrap())
        {
            for part in ["p", "log_or", "lam"] {
                near(ours[part].as_f64().unwrap(), theirs[part].as_f64().unwrap(), 1e-6, name);
            }
        }
        assert_eq!(said["p_last"].is_null(), wanted["p_last"].is_null(), "{name}");
        for (exposure, p) in wanted["p_last"].as_object().into_iter().flatten() {
            near(said["p_last"][exposure].as_f64().unwrap(), p.as_f64().unwrap(), 1e-6, exposure);
        }
    }
    assert_eq!(expected.as_object().unwrap().len(), 5);
}

/// 120 sessions, every twelfth of which tingled; an exposure in every seventh, and in so many of those that tingled
/// first. All other exposures are not known.
fn only(exposure: &str, tingled_with: usize) -> Matrix {
    let tingled: Vec<bool> = (0..120).map(|row| row % 12 == 11).collect();
    let with = |row: usize| if tingled[row] { row / 12 < tingled_with } else { row % 7 == 3 };
    let values: Vec<Option<f64>> = (0..120).map(|row| Some(f64::from(u8::from(with(row))))).collect();
    let columns = Matrix::tested().map(|one| Column {
        name: one.name.to_owned(),
        is_binary: Matrix::is_binary(one),
        values: if one.name == exposure { values.clone() } else { vec![None; 120] },
    });
    Matrix { columns: columns.collect(), tingled: tingled.iter().map(|tingled| Some(*tingled)).collect() }
}

#[test]
fn less_has_to_speak_for_what_is_suspected_and_more_for_what_is_not() {
    // The p of the estimators of the reference implementation: 0.0052 and 0.0017, one look at the tenth episode.
    let cases = [("tight_fit", 5, true, false), ("music", 5, false, false), ("tight_fit", 6, true, true)];
    let cases = cases.into_iter().chain([("music", 6, false, true), ("music", 7, true, true)]);
    for (exposure, tingled_with, weighted, even) in cases {
        let matrix = only(exposure, tingled_with);
        for (settings, wanted) in [(Settings::default(), weighted), (Settings::even(), even)] {
            let seen = screen(&matrix, &Settings { first_look: 10, ..settings });
            let found = seen.published.iter().any(|one| one.exposure == exposure);
            assert_eq!(found, wanted, "{exposure} in {tingled_with} of 10: {:?}", seen.last);
        }
    }
}

#[test]
fn a_later_answer_changes_no_earlier_look() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/study");
    let whole = read(&std::fs::read(folder.join("two_findings.csv")).unwrap()).unwrap();
    let events = whole.events();
    for settings in [Settings::default(), Settings::even()] {
        let all = screen(&whole, &settings);
        assert!(!all.published.is_empty());
        for (number, row) in (1_usize..).zip(&events).step_by(5) {
            let mut part = whole.clone();
            part.tingled.truncate(row + 1);
            part.columns.iter_mut().for_each(|column| column.values.truncate(row + 1));
            let wanted: Vec<_> = all.published.iter().filter(|one| one.at_event <= number).cloned().collect();
            assert_eq!(screen(&part, &settings).published, wanted, "event {number}");
        }
    }
}

#[test]
fn an_interval_is_found_where_every_episode_has_the_exposure() {
    let x: Vec<f64> = (0..120).map(|row| f64::from(u8::from(row < 24))).collect();
    let y: Vec<bool> = (0..120).map(|row| row < 16).collect();
    let design = Design::new(&[&x], &y).unwrap();
    let fit = design.fit().unwrap();
    for chi_squared in [CHI_SQUARED_95, 2.0 * CHI_SQUARED_95, 5.0 * CHI_SQUARED_95] {
        let ends = interval(&design, &fit, 1, chi_squared).unwrap();
        assert!(0.0 < ends.low && ends.low < fit.coefficients[1] && fit.coefficients[1] < ends.high, "{ends:?}");
    }
    // Written down from the profile itself: 3.841459 below the top.
    let ends = interval(&design, &fit, 1, CHI_SQUARED_95).unwrap();
    for end in [ends.low, ends.high] {
        let held = design.fit_holding(&[(1, end)], None).unwrap();
        near(2.0 * (fit.log_likelihood - held.log_likelihood), CHI_SQUARED_95, 1e-7, "the end of the interval");
    }
}
