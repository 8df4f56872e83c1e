//! The formulas of the body layer against values that were reckoned apart from this program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use tingled::body::calibration::Calibration;
use tingled::body::fitness::fitness;
use tingled::body::load::Line;
use tingled::body::ratio::{ShortOverLong, coupled, uncoupled, week_to_week};
use tingled::body::{effort, energy, heat, ions, monotony, spike, sweat, sweat_rate, trimp};
use tingled::record::Vocabulary;
use tingled::record::words::{Sex, Sport};
use tingled::units::{BeatsPerMinute, Celsius, Kilograms, Percent, Quantity};

fn reference() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reference/load_hydration.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn rows(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reference").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn n(case: &Value, name: &str) -> f64 {
    case[name].as_f64().unwrap_or_else(|| panic!("{name}: {case}"))
}

fn same(found: Option<f64>, wanted: &Value, what: &str) {
    match (found, wanted.as_f64()) {
        (None, None) => {}
        (Some(found), Some(wanted)) => {
            assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1e-9), "{what}: {found}, not {wanted}");
        }
        _ => panic!("{what}: {found:?}, not {wanted}"),
    }
}

fn cases(name: &str) -> Vec<Value> {
    let cases = reference()[name].as_array().unwrap().clone();
    assert!(!cases.is_empty(), "{name}");
    cases
}

#[test]
fn load_of_single_sessions() {
    let (rows, cases) = (rows("sessions_load.csv"), cases("sessions"));
    assert_eq!((rows.len(), cases.len()), (12, 12));
    for (row, case) in rows.iter().zip(&cases) {
        let number = |at: usize| row[at].parse::<f64>().unwrap();
        let bpm = |at: usize| BeatsPerMinute::new(number(at)).unwrap();
        let sex = Sex::from_name(&row[1].to_lowercase());
        assert!(sex.is_some());
        let reserve = effort::heart_rate_reserve(bpm(4), bpm(5), bpm(6));
        let zones = [number(7), number(8), number(9), number(10), number(11)];
        same(effort::session_load(number(2), number(3)), &case["srpe"], "session load");
        same(reserve, &case["hrr"], "reserve");
        same(
            trimp::banister(number(2), reserve.unwrap(), sex).map(|impulse| impulse.au),
            &case["banister_trimp"],
            "banister",
        );
        same(trimp::edwards(zones), &case["edwards"], "edwards");
        same(trimp::lucia(trimp::thirds_of_zones(zones)), &case["lucia"], "lucia");
    }
}

#[test]
fn load_of_days() {
    let daily = &reference()["daily"];
    let loads: Vec<f64> = rows("daily_load.csv").iter().map(|row| row[1].parse().unwrap()).collect();
    let days: Vec<Option<f64>> = loads.iter().copied().map(Some).collect();
    assert_eq!(days.len(), 84);
    let fitness = fitness(&days);
    let mut short_over_long = ShortOverLong::new().unwrap();
    for today in 0..days.len() {
        let so_far = &days[..=today];
        let wanted = |name: &str| &daily[name].as_array().unwrap()[today];
        let name = |name: &str| format!("{name} of day {today}");
        let check = |name_of: &str, found: Option<f64>| same(found, wanted(name_of), &name(name_of));
        check("load", Some(loads[today]));
        check("acwr_coupled", coupled(so_far));
        check("acwr_uncoupled", uncoupled(so_far));
        check("week_ratio", week_to_week(so_far));
        let week = monotony::last_week(so_far);
        check("monotony_ddof1", week.and_then(monotony::monotony));
        check("strain_ddof1", week.and_then(monotony::strain));
        check("ctl42", Some(fitness[today].chronic));
        check("atl7", Some(fitness[today].acute));
        check("tsb_prevday", Some(fitness[today].balance));
        short_over_long = short_over_long.after(days[today]);
        if today >= 27 {
            check("acwr_ewma_span", short_over_long.ratio());
        }
        check("spike30", spike::ratio(loads[today], &loads[today.saturating_sub(30)..today]));
        let before = &loads[today.saturating_sub(180)..today];
        check("midrank_percentile_180d_active", spike::percentile(loads[today], before));
    }
    // With divisor n it is 8 % higher, as the documentation says: sqrt(7 / 6).
    for (one, other) in
        daily["monotony_ddof1"].as_array().unwrap().iter().zip(daily["monotony_ddof0"].as_array().unwrap())
    {
        let higher = one.as_f64().map(|one| one * (7.0_f64 / 6.0).sqrt());
        same(higher, other, "divisor n");
    }
}

#[test]
fn sweat_of_sessions_that_were_weighed() {
    for case in cases("hydration") {
        let kg = |name| Kilograms::new(n(&case, name)).unwrap();
        let (before, after) = (kg("pre_kg"), kg("post_kg"));
        let loss =
            sweat::sweat_loss_ml(before, after, n(&case, "fluid_ml"), n(&case, "food_g"), n(&case, "urine_ml"));
        same(Some(loss), &case["sweat_loss_ml"], "loss");
        same(sweat::sweat_rate_l_h(loss, n(&case, "dur_min") / 60.0), &case["sweat_rate_l_h"], "rate");
        same(Some(sweat::mass_change_pct(before, after)), &case["bm_change_pct"], "change");
    }
}

#[test]
fn sweat_that_is_predicted() {
    let prediction = &reference()["sweat_prediction"];
    let skin = sweat_rate::skin_m2(Kilograms::new(70.0).unwrap(), 175.0);
    same(skin, &prediction["bsa_dubois_70kg_175cm"], "skin");
    for case in prediction["cases"].as_array().unwrap() {
        let (required, possible) = (n(case, "Ereq"), n(case, "Emax"));
        same(sweat_rate::gonzalez_g_m2_h(required, possible, None), &case["pw_g_m2_h"], "gonzalez");
        same(sweat_rate::shapiro_g_m2_h(required, possible), &case["shapiro_ose"], "shapiro");
        same(sweat_rate::shapiro_corrected_g_m2_h(required, possible), &case["osec"], "corrected");
    }
}

#[test]
fn sodium() {
    for case in cases("sodium") {
        let (taken, sweat, held) = (n(&case, "na_intake_mg"), n(&case, "sweat_l"), n(&case, "na_mmol_l"));
        same(ions::sodium_balance_mmol(taken, sweat, held), &case["balance_mmol"], "mmol");
        same(ions::sodium_balance_mg(taken, sweat, held), &case["balance_mg"], "mg");
    }
    for case in cases("whole_body_na_from_forearm") {
        same(ions::whole_body_sodium_mmol_l(n(&case, "forearm")), &case["whole_body"], "whole body");
    }
    for case in cases("serum_na_nguyen_kurtz") {
        let (before, water) = (n(&case, "na1"), n(&case, "tbw_l"));
        let found = ions::blood_sodium_sensitivity(before, water, n(&case, "dE_mmol"), n(&case, "dV_l"));
        same(found, &case["na2"], "blood sodium");
    }
}

#[test]
fn heat_of_the_air() {
    let air = |case: &Value| (Celsius::new(n(case, "t_c")).unwrap(), Percent::new(n(case, "rh")).unwrap());
    for case in cases("heat_index_c") {
        let (air, humidity) = air(&case);
        same(heat::heat_index_c(air, humidity), &case["hi_c"], "heat index");
    }
    for case in cases("wbgt_simplified_abm") {
        let (air, humidity) = air(&case);
        same(heat::wbgt_c(air, humidity), &case["wbgt_c"], "wbgt");
    }
}

#[test]
fn energy_of_sports() {
    let kg = Kilograms::new(70.0).unwrap();
    let sports = [Sport::Run, Sport::Walk, Sport::Bike];
    let efforts = [5.0, 2.0, 4.0];
    let cases = cases("met_fallback");
    assert_eq!(cases.len(), sports.len());
    for ((case, sport), effort) in cases.iter().zip(sports).zip(efforts) {
        let (met, minutes) = (n(case, "met"), n(case, "dur_min"));
        assert_eq!(energy::usual_met(sport), Some(met));
        same(effort::session_load(minutes, effort), &case["srpe_equiv_au"], "session load");
        same(energy::met_minutes(met, minutes), &case["met_min"], "met minutes");
        same(energy::energy_kcal(met, kg, minutes), &case["kcal"], "energy");
    }
}

#[test]
fn a_sweat_rate_that_is_learned() {
    let reference = reference();
    let learned = &reference["sweat_bayes"];
    let mut calibration = Calibration::before(n(learned, "prior_median")).unwrap();
    same(Some(calibration.log_sd()), &learned["prior_log_sd"], "prior");
    for step in learned["steps"].as_array().unwrap() {
        calibration = calibration.after(n(step, "obs_l_h"));
        let (low, high) = calibration.interval95();
        same(Some(calibration.median()), &step["post_median"], "median");
        same(Some(calibration.log_sd()), &step["post_log_sd"], "spread");
        same(Some(low), &step["lo95"], "low");
        same(Some(high), &step["hi95"], "high");
    }
}

#[test]
fn the_line_of_the_sessions_is_the_median_of_load_over_impulse() {
    let pairs: Vec<(f64, f64)> =
        cases("sessions").iter().map(|case| (n(case, "srpe"), n(case, "banister_trimp"))).collect();
    let line = Line::of(&pairs);
    // Python: statistics.median(srpe / banister_trimp) over the 12 sessions.
    same(Some(line.slope), &Value::from(2.912_598_992_165_169_6), "slope");
    assert_eq!((line.sessions, line.is_estimated), (12, false));
    assert!(Line::of(&pairs[..7]).is_estimated);
}

proptest! {
    #[test]
    fn equal_days_have_no_monotony(load in 0.0..5000.0) {
        prop_assert_eq!(monotony::monotony([load; 7]), None);
    }

    #[test]
    fn a_percentile_is_a_share(load in 0.1..1000.0, days in prop::collection::vec(0.0..1000.0, 0..60)) {
        let active = days.iter().filter(|day| **day > 0.0).count();
        let found = spike::percentile(load, &days);
        prop_assert_eq!(found.is_some(), active >= 20);
        prop_assert!(found.is_none_or(|share| (0.0..=1.0).contains(&share)));
    }

    #[test]
    fn what_is_learned_lies_between_what_was_thought_and_what_was_measured(
        thought in 0.1..4.0, measured in 0.1..4.0,
    ) {
        let prior = Calibration::before(thought).unwrap();
        let learned = prior.after(measured);
        let (low, high) = (thought.min(measured), thought.max(measured));
        prop_assert!(low - 1e-12 <= learned.median() && learned.median() <= high + 1e-12);
        prop_assert!(learned.log_sd() < prior.log_sd());
    }

    #[test]
    fn an_impulse_grows_with_the_heart_rate(minutes in 1.0..300.0, mean in 60.0..179.0, more in 0.5..20.0) {
        let bpm = |rate: f64| BeatsPerMinute::new(rate).unwrap();
        let reserve = |mean| effort::heart_rate_reserve(bpm(mean), bpm(50.0), bpm(200.0)).unwrap();
        for sex in [None, Some(Sex::Female), Some(Sex::Male)] {
            let of = |mean| trimp::banister(minutes, reserve(mean), sex).unwrap().au;
            prop_assert!(of(mean) < of(mean + more));
        }
    }
}
