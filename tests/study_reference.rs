//! The statistics of the study against values that other programs reckoned: exact tests, strata, priors, calibration.
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

use std::collections::BTreeMap;

use reference::{Held, Reference, Table, numbers, ours, plant, texts, theirs};
use serde_json::Value;
use tingled::study::binomial::{clopper_pearson, mcnemar};
use tingled::study::calibration::calibration;
use tingled::study::conditional::Strata;
use tingled::study::exact::{Exact, exact};
use tingled::study::firth::Design;
use tingled::study::flic::shift;
use tingled::study::fourfold::Fourfold;
use tingled::study::logf::log_f;
use tingled::study::mantel_haenszel::mantel_haenszel;
use tingled::study::many::{Correction, adjusted};
use tingled::study::profile::{CHI_SQUARED_95, interval, ratio, ratio_of};
use tingled::study::trend::{Dose, cochran_armitage};
use tingled::study::wilcoxon::{exact_rank_sum, rank_sum};

/// Closed sums and exact chances.
const EXACT: f64 = 1e-12;
/// Ends that R's search leaves off by up to 2e-4.
const SEARCHED: f64 = 1e-3;

fn design(table: &Table, answer: &str, names: &[&str]) -> Design {
    Design::new(&table.columns(names), &table.flags(answer)).unwrap()
}

/// Sessions counted by exposure and tingling, one table a stratum.
fn strata_of(table: &Table, exposure: &str) -> Vec<Fourfold> {
    let mut strata: BTreeMap<i64, Vec<(bool, bool)>> = BTreeMap::new();
    let pairs = table.flags(exposure).into_iter().zip(table.flags("y"));
    for (stratum, pair) in table.whole("stratum").into_iter().zip(pairs) {
        strata.entry(stratum).or_default().push(pair);
    }
    strata.into_values().map(Fourfold::counted).collect()
}

fn held_firth(reference: &Reference) -> Held {
    let mut held = Held::default();
    for (name, model) in reference.expected.as_object().unwrap() {
        let table = Table::read(&reference.data.join(model["csv"].as_str().unwrap()));
        let names = texts(&model["x"]);
        assert_eq!(names[0], "(Intercept)");
        let design = design(&table, model["y"].as_str().unwrap(), &names[1..]);
        let fit = design.fit().unwrap();
        let every: Vec<(usize, f64)> = (1..design.width()).map(|column| (column, 0.0)).collect();
        let null = design.fit_holding(&every, None).unwrap();
        held.near(fit.log_likelihood, &model["loglik_pen_full"], 1e-9, name);
        held.near(null.log_likelihood, &model["loglik_pen_null"], 1e-9, name);
        held.all_near(&fit.coefficients, &model["coef"], 1e-8, name);
        held.all_near(&fit.standard_errors, &model["se"], 1e-8, name);
        let first = fit.chances.len().min(10);
        held.all_near(&fit.chances[..first], &model["fitted_first10"], 1e-8, name);
        for column in 0..design.width() {
            let what = format!("{name}, {}", names[column]);
            let tested = ratio(&design, &fit, column).unwrap();
            held.near(tested.chi_squared, &model["chisq_plr"][column], 1e-8, &what);
            held.near(tested.p(), &model["p_plr"][column], 1e-9, &what);
            let ends = interval(&design, &fit, column, CHI_SQUARED_95).unwrap();
            held.near(ends.low, &model["lower95_pl"][column], 1e-7, &what);
            held.near(ends.high, &model["upper95_pl"][column], 1e-7, &what);
        }
    }
    held
}

#[test]
fn firth_fits_intervals_and_tests_are_those_of_the_references() {
    held_firth(&ours("firth.json")).assert_all(268);
    let mut smallest = ours("firth.json");
    smallest.expected.as_object_mut().unwrap().retain(|name, _| name == "sep_complete");
    // Steps and gradient are the other program's own.
    assert_eq!(plant(&smallest, &["/iters", "/max_abs_gradient"], held_firth), 22);
    if let Some(theirs) = theirs("firth_hp.json") {
        held_firth(&theirs).assert_all(406);
    }
}

#[test]
fn nothing_but_the_constant_has_a_closed_fit() {
    let table = Table::read(&reference::own().join("intercept_only.csv"));
    let tingled = table.flags("y");
    let (events, sessions) = (tingled.iter().filter(|tingled| **tingled).count() as f64, tingled.len() as f64);
    let wanted = ((events + 0.5) / (sessions - events + 0.5)).ln();
    assert!((wanted - (1.5_f64 / 11.5).ln()).abs() < 1e-15);
    let fit = design(&table, "y", &[]).fit().unwrap();
    assert!((fit.coefficients[0] - wanted).abs() < 1e-12, "{fit:?}");
}

fn held_conditional(reference: &Reference) -> Held {
    let mut held = Held::default();
    for (name, model) in reference.expected.as_object().unwrap() {
        let table = Table::read(&reference.data.join(model["csv"].as_str().unwrap()));
        let columns = table.columns(&texts(&model["x"]));
        let strata = table.whole(model["stratum"].as_str().unwrap());
        let strata = Strata::new(&columns, &table.flags(model["y"].as_str().unwrap()), &strata).unwrap();
        let fit = strata.fit().unwrap();
        held.all_near(&fit.coefficients, &model["coef"], 1e-10, name);
        held.all_near(&fit.standard_errors, &model["se"], 1e-10, name);
        held.near(fit.log_likelihood, &model["loglik"], 1e-10, name);
        held.near(fit.log_likelihood_null, &model["loglik_null"], 1e-10, name);
        held.near(fit.score_test, &model["score_test"], 1e-10, name);
        let penalised = strata.fit_penalised().unwrap();
        held.all_near(&penalised.coefficients, &model["firth_coef"], 1e-7, name);
        held.all_near(&penalised.standard_errors, &model["firth_se"], 1e-7, name);
        held.near(penalised.log_likelihood, &model["firth_penalised_loglik"], 1e-7, name);
    }
    held
}

#[test]
fn regression_within_strata_is_that_of_the_references() {
    held_conditional(&ours("conditional.json")).assert_all(40);
    assert_eq!(plant(&ours("conditional.json"), &[], held_conditional), 40);
    if let Some(theirs) = theirs("clogit_hp.json") {
        held_conditional(&theirs).assert_all(52);
    }
}

fn held_calibration(reference: &Reference) -> Held {
    let (mut held, wanted) = (Held::default(), &reference.expected);
    let table = Table::read(&reference.data.join("predictions.csv"));
    let found = calibration(table.column("p"), &table.flags("y")).unwrap();
    for (key, value) in [
        ("brier", Some(found.brier)),
        ("brier_skill", found.skill),
        ("log_loss", Some(found.log_loss)),
        ("auc", found.area),
        ("calibration_slope", found.slope),
        ("calibration_intercept_at_slope", found.intercept),
        ("calibration_in_the_large", found.in_the_large),
        ("mean_p", Some(found.forecast)),
        ("mean_y", Some(found.tingled)),
        ("ece10", Some(found.gap)),
    ] {
        held.near(value, &wanted[key], EXACT, key);
    }
    let of = |part: &dyn Fn(&tingled::study::calibration::Tenth) -> f64| -> Vec<f64> {
        found.tenths.iter().map(part).collect()
    };
    held.all_near(&of(&|tenth| tenth.tingled), &wanted["decile_observed"], EXACT, "observed");
    held.all_near(&of(&|tenth| tenth.forecast), &wanted["decile_predicted"], EXACT, "predicted");
    held.all_near(&of(&|tenth| tenth.sessions as f64), &wanted["decile_n"], EXACT, "sessions");
    held
}

#[test]
fn calibration_is_that_of_the_references() {
    held_calibration(&ours("calibration.json")).assert_all(40);
    assert_eq!(plant(&ours("calibration.json"), &[], held_calibration), 40);
    if let Some(theirs) = theirs("calibration.json") {
        held_calibration(&theirs).assert_all(40);
    }
}

/// The models with a log-F prior and those with a constant set right, by the name in the references.
const MODELS: &[(&str, &str, &str, &[&str])] = &[
    ("sex2", "sex2.csv", "case", &["age", "oc", "vic", "vicl", "vis", "dia"]),
    ("endometrial", "endometrial.csv", "HG", &["NV", "PI", "EH"]),
    ("sep_quasi", "sep_quasi.csv", "y", &["gear"]),
    ("athlete", "athlete.csv", "y", &["z_na_loss", "tight"]),
];

fn model(reference: &Reference, name: &str) -> (Table, Design, &'static str) {
    let (_, csv, answer, names) = MODELS.iter().find(|model| model.0 == name).unwrap();
    let table = Table::read(&reference.data.join(csv));
    let design = design(&table, answer, names);
    (table, design, answer)
}

fn held_log_f(reference: &Reference) -> Held {
    let mut held = Held::default();
    for (name, wanted) in reference.expected.as_object().unwrap() {
        let fit = log_f(&model(reference, name).1, 1.0).unwrap();
        held.all_near(&fit.coefficients, &wanted["coef"], 1e-10, name);
        held.all_near(&fit.standard_errors, &wanted["se"], 1e-10, name);
    }
    held
}

#[test]
fn priors_of_one_session_are_those_of_the_references() {
    held_log_f(&ours("logf.json")).assert_all(10);
    assert_eq!(plant(&ours("logf.json"), &[], held_log_f), 10);
    if let Some(theirs) = theirs("logF11.json") {
        held_log_f(&theirs).assert_all(24);
    }
}

fn held_flic(reference: &Reference) -> Held {
    let mut held = Held::default();
    for (name, wanted) in reference.expected.as_object().unwrap() {
        let (table, design, answer) = model(reference, name);
        let tingled = table.flags(answer);
        let fit = design.fit().unwrap();
        let mean = |chances: &[f64]| chances.iter().sum::<f64>() / chances.len() as f64;
        let log_odds: Vec<f64> = fit.chances.iter().map(|chance| (chance / (1.0 - chance)).ln()).collect();
        let shift = shift(&log_odds, &tingled).unwrap();
        let right: Vec<f64> = log_odds.iter().map(|log_odds| 1.0 / (1.0 + (-log_odds - shift).exp())).collect();
        let mut coefficients = fit.coefficients.clone();
        held.all_near(&coefficients, &wanted["firth_coef"], 1e-8, name);
        coefficients[0] += shift;
        held.all_near(&coefficients, &wanted["flic_coef"], 1e-8, name);
        held.near(mean(&fit.chances), &wanted["firth_mean_pred"], 1e-8, name);
        held.near(mean(&right), &wanted["flic_mean_pred"], 1e-8, name);
        held.near(mean(&right), &wanted["mean_y"], EXACT, name);
        held.all_near(&right[..10], &wanted["flic_pred_first10"], 1e-8, name);
    }
    held
}

#[test]
fn constants_set_right_are_those_of_the_references() {
    held_flic(&ours("flic.json")).assert_all(19);
    assert_eq!(plant(&ours("flic.json"), &[], held_flic), 19);
    if let Some(theirs) = theirs("flic_flac.json") {
        held_flic(&theirs).assert_all(67);
    }
}

fn held_joint(reference: &Reference) -> Held {
    let mut held = Held::default();
    let table = Table::read(&reference.data.join("sex2.csv"));
    let names = MODELS[0].3;
    let design = design(&table, "case", names);
    let fit = design.fit().unwrap();
    for (name, wanted) in reference.expected.as_object().unwrap() {
        let place = |one: &str| names.iter().position(|name| *name == one).unwrap() + 1;
        let columns: Vec<usize> = name.split('+').map(place).collect();
        let found = ratio_of(&design, &fit, &columns).unwrap();
        held.all_near(&[fit.log_likelihood, found.log_likelihood], &wanted["loglik"], 1e-8, name);
        held.near(found.degrees as f64, &wanted["df"], EXACT, name);
        held.near(found.p, &wanted["p"], 1e-8, name);
    }
    held
}

#[test]
fn several_coefficients_together_are_tested_as_in_the_references() {
    if let Some(theirs) = theirs("firth_plr_tests_sex2.json") {
        held_joint(&theirs).assert_all(16);
        assert_eq!(plant(&theirs, &[], held_joint), 16);
    }
}

/// Chances to the last digits, odds ratios as far as R's search goes.
fn held_odds(held: &mut Held, found: &Exact, wanted: &Value, what: &str) {
    held.near(found.p_two_sided, wanted.get("p_two").unwrap(), EXACT, what);
    held.near(found.odds_ratio, wanted.get("or_cond_mle").unwrap(), SEARCHED, what);
    held.near(found.low, &wanted["ci95"][0], SEARCHED, what);
    held.near(found.high, &wanted["ci95"][1], SEARCHED, what);
}

fn held_tables(held: &mut Held, reference: &Reference) {
    let wanted = &reference.expected;
    for (at, wanted) in wanted["fisher"].as_array().unwrap().iter().enumerate() {
        let cells: Vec<u32> = numbers(&wanted["table"]).into_iter().map(|cell| cell as u32).collect();
        let table = Fourfold {
            exposed_tingled: cells[0],
            exposed_quiet: cells[1],
            unexposed_tingled: cells[2],
            unexposed_quiet: cells[3],
        };
        let (found, what) = (exact(&[table], 0.95).unwrap(), format!("Fisher {at}"));
        held_odds(held, &found, wanted, &what);
        held.near(found.p_above, &wanted["p_greater"], EXACT, &what);
        held.near(found.p_below, &wanted["p_less"], EXACT, &what);
    }
    let (what, wanted) = ("athlete, tight", &wanted["mantelhaen_athlete_tight"]);
    let tables = strata_of(&Table::read(&reference.data.join("athlete.csv")), "tight");
    let found = exact(&tables, 0.95).unwrap();
    held_odds(held, &found, wanted, what);
    held.near(found.p_above, &wanted["p_greater"], EXACT, what);
    held.near(found.tables as f64, &wanted["strata_used"], EXACT, what);
    let summary = mantel_haenszel(&tables).unwrap();
    held.near(summary.odds_ratio, &wanted["mh_or"], EXACT, what);
    held.near(summary.chi_squared, &wanted["mh_chisq"], EXACT, what);
    held.near(summary.p, &wanted["mh_p"], EXACT, what);
    let (what, wanted) = ("mixed strata, x2", &reference.expected["mantelhaen_strata_mixed_x2"]);
    let found = exact(&strata_of(&Table::read(&reference.data.join("strata_mixed.csv")), "x2"), 0.95).unwrap();
    held_odds(held, &found, wanted, what);
    held.near(found.tables as f64, &wanted["strata_used"], EXACT, what);
}

fn held_exact(reference: &Reference) -> Held {
    let (mut held, wanted) = (Held::default(), &reference.expected);
    held_tables(&mut held, reference);
    let few = &wanted["wilcox_exact_small"];
    let found = exact_rank_sum(&numbers(&few["a"]), &numbers(&few["b"])).unwrap();
    held.near(found.larger, &few["W"], EXACT, "few ranks");
    held.near(found.p_two_sided, &few["p_two"], EXACT, "few ranks");
    held.near(found.p_above, &few["p_greater"], EXACT, "few ranks");
    let athlete = Table::read(&reference.data.join("athlete.csv"));
    let sodium = athlete.column("z_na_loss").iter().zip(athlete.flags("y"));
    let (with, without): (Vec<_>, Vec<_>) = sodium.partition(|(_, tingled)| *tingled);
    let values = |rows: Vec<(&f64, bool)>| -> Vec<f64> { rows.into_iter().map(|(value, _)| *value).collect() };
    let found = rank_sum(&values(with), &values(without)).unwrap();
    held.near(found.larger, &wanted["wilcox_athlete_na"]["W"], EXACT, "ranks");
    held.near(found.p_two_sided, &wanted["wilcox_athlete_na"]["p_two_cc"], EXACT, "ranks");
    let whole = |number: &Value| u32::try_from(number.as_u64().unwrap()).unwrap();
    let pairs = &wanted["mcnemar_exact"];
    held.near(mcnemar(whole(&pairs["b"]), whole(&pairs["c"])), &pairs["p"], EXACT, "McNemar");
    for share in wanted["clopper_pearson"].as_array().unwrap() {
        let found = clopper_pearson(whole(&share["k"]), whole(&share["n"]), 0.95).unwrap();
        held.all_near(&[found.low, found.high], &share["ci"], EXACT, "share");
    }
    let trend = &wanted["trend_test"];
    let doses = numbers(&trend["score"]).into_iter().zip(trend["n"].as_array().unwrap());
    let doses: Vec<Dose> = doses
        .zip(trend["events"].as_array().unwrap())
        .map(|((score, sessions), tingled)| Dose { score, sessions: whole(sessions), tingled: whole(tingled) })
        .collect();
    let found = cochran_armitage(&doses).unwrap();
    held.near(found.chi_squared, &trend["chisq"], EXACT, "trend");
    held.near(found.p, &trend["p"], EXACT, "trend");
    let adjust = &wanted["adjust"];
    for (key, correction) in [
        ("BH", Correction::BenjaminiHochberg),
        ("BY", Correction::BenjaminiYekutieli),
        ("holm", Correction::Holm),
        ("bonferroni", Correction::Bonferroni),
    ] {
        held.all_near(&adjusted(&numbers(&adjust["p"]), correction), &adjust[key], EXACT, key);
    }
    held
}

#[test]
fn exact_tests_are_those_of_the_references() {
    held_exact(&ours("exact.json")).assert_all(158);
    let given = ["/table", "/a", "/b", "/c", "/k", "/n", "/events", "/score", "/adjust/p"];
    // Two numbers are null: without bound.
    assert_eq!(plant(&ours("exact.json"), &given, held_exact), 156);
    if let Some(theirs) = theirs("exact.json") {
        held_exact(&theirs).assert_all(158);
    }
}

#[test]
fn one_odds_ratio_over_strata_is_found_in_two_ways() {
    // The recursion over sessions and the convolution over tables maximise the same likelihood.
    let table = Table::read(&reference::own().join("athlete.csv"));
    let strata = Strata::new(&[table.column("tight")], &table.flags("y"), &table.whole("stratum")).unwrap();
    let fit = strata.fit().unwrap();
    let exact = exact(&strata_of(&table, "tight"), 0.95).unwrap();
    assert!((fit.coefficients[0].exp() - exact.odds_ratio.unwrap()).abs() < 1e-9);
    // The score test of Mantel and Haenszel is that of the conditional likelihood.
    let summary = mantel_haenszel(&strata_of(&table, "tight")).unwrap();
    assert!((fit.score_test - summary.chi_squared).abs() < 1e-10);
    assert_eq!(strata.telling(), exact.tables);
}
