//! Exposures that are reckoned from what was told.

use super::answer::Answer;
use super::case::Case;
use super::told::one_or_none;
use crate::body::heat;
use crate::body::numbers::finite;
use crate::body::spike::SPIKE_ABOVE;
use crate::units::{Celsius, Percent, Quantity};

/// A loss of more than so much of the body mass is much (Sawka 2007, Med Sci Sports Exerc 39:377).
const MUCH_LOSS_PCT: f64 = 2.0;
/// Sodium in a litre of sweat, and milligrams in one mmol, both rounded: it is only compared with itself.
const SODIUM_MMOL_L: f64 = 36.0;
const SODIUM_MG_MMOL: f64 = 23.0;

pub(super) fn duration(case: &Case<'_>) -> Answer {
    case.minutes.clone().and(|minutes| finite(minutes.ln()), "duration_min")
}

pub(super) fn srpe_load(case: &Case<'_>) -> Answer {
    case.load.clone().and(|load| finite(load.ln()), "rpe_cr10")
}

pub(super) fn spike30(case: &Case<'_>) -> Answer {
    case.spike_ratio.clone().and(|ratio| Some(one_or_none(ratio > SPIKE_ABOVE)), "sessions")
}

pub(super) fn ewma_ratio(case: &Case<'_>) -> Answer {
    case.short_over_long.clone()
}

pub(super) fn monotony7(case: &Case<'_>) -> Answer {
    case.monotony.clone()
}

/// Body mass lost, in per cent.
pub(super) fn mass_loss_pct(case: &Case<'_>) -> Answer {
    let lost_l = case.sweat_l.clone().with(case.drunk_l.clone(), |sweat, drunk| Some(sweat - drunk), "fluid_ml");
    lost_l.with(case.mass_kg.clone(), |lost, mass| finite(100.0 * lost / mass), "body_mass")
}

pub(super) fn bm_loss_gt2(case: &Case<'_>) -> Answer {
    mass_loss_pct(case).and(|loss| Some(one_or_none(loss > MUCH_LOSS_PCT)), "fluid_ml")
}

pub(super) fn na_deficit(case: &Case<'_>) -> Answer {
    let told = case.session.workout.sodium_mg.map(Quantity::get);
    let sodium = Answer::told(told, &[case.session.key], "sodium_mg")
        .or_else(|| case.near.taken_during(|intake| intake.sodium_mg.map(Quantity::get), "sodium_mg").estimated());
    let deficit = |sweat: f64, taken: f64| finite(sweat * SODIUM_MMOL_L - taken / SODIUM_MG_MMOL);
    case.sweat_l.clone().with(sodium, deficit, "sodium_mg")
}

fn of_air(case: &Case<'_>, formula: fn(Celsius, Percent) -> Option<f64>) -> Answer {
    let told = case.session.workout;
    let (Some(air), Some(humidity)) = (told.temp_c, told.humidity_pct) else {
        return Answer::missing(if told.temp_c.is_none() { "temp_c" } else { "humidity_pct" });
    };
    Answer::told(formula(air, humidity), &[case.session.key], "temp_c")
}

pub(super) fn heat_index(case: &Case<'_>) -> Answer {
    of_air(case, heat::heat_index_c)
}

pub(super) fn wbgt(case: &Case<'_>) -> Answer {
    of_air(case, heat::wbgt_c)
}
