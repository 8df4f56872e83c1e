//! Exposures that were told as they are.

use super::answer::Answer;
use super::case::Case;
use super::{Scale, tags};
use crate::record::Workout;
use crate::record::words::Sport;
use crate::units::Quantity;

/// A field of the session as a number.
fn number(case: &Case<'_>, of: fn(&Workout) -> Option<f64>, field: &'static str) -> Answer {
    Answer::told(of(case.session.workout), &[case.session.key], field)
}

/// A field of the session as yes (1) or no (0).
fn flag(case: &Case<'_>, of: fn(&Workout) -> Option<bool>, field: &'static str) -> Answer {
    let value = of(case.session.workout).map(one_or_none);
    Answer::told(value, &[case.session.key], field)
}

pub(super) fn one_or_none(flag: bool) -> f64 {
    if flag { 1.0 } else { 0.0 }
}

pub(super) fn no_electrolyte(case: &Case<'_>) -> Answer {
    flag(case, |told| told.electrolyte_drink.map(|drunk| !drunk), "electrolyte_drink")
}

pub(super) fn temp(case: &Case<'_>) -> Answer {
    number(case, |told| told.temp_c.map(Quantity::get), "temp_c")
}

pub(super) fn tight_fit(case: &Case<'_>) -> Answer {
    flag(case, |told| told.tight_fit, "tight_fit")
}

pub(super) fn compression(case: &Case<'_>) -> Answer {
    flag(case, |told| told.compression, "compression")
}

pub(super) fn new_shoes(case: &Case<'_>) -> Answer {
    flag(case, |told| told.shoe_km.map(|km| km.get() < 80.0), "shoe_km")
}

pub(super) fn new_gear(case: &Case<'_>) -> Answer {
    flag(case, |told| told.new_gear, "new_gear")
}

pub(super) fn light_clothing(case: &Case<'_>) -> Answer {
    flag(case, |told| told.light_clothing, "light_clothing")
}

pub(super) fn no_warmup(case: &Case<'_>) -> Answer {
    flag(case, |told| told.warmup_min.map(|minutes| minutes.get() == 0.0), "warmup_min")
}

pub(super) fn no_cooldown(case: &Case<'_>) -> Answer {
    flag(case, |told| told.cooldown_min.map(|minutes| minutes.get() == 0.0), "cooldown_min")
}

pub(super) fn hard_surface(case: &Case<'_>) -> Answer {
    number(case, |told| told.hard_surface_pct.map(Quantity::get), "hard_surface_pct")
}

/// How hard a minute on hard ground is on the legs, running being 1; `None` where it depends on what was done.
fn impact_of(sport: Sport) -> Option<f64> {
    match sport {
        Sport::Run => Some(1.0),
        Sport::Walk | Sport::Hike => Some(0.3),
        Sport::Bike
        | Sport::Swim
        | Sport::Row
        | Sport::Strength
        | Sport::Ski
        | Sport::Skate
        | Sport::Yoga
        | Sport::Climb
        | Sport::Paddle => Some(0.0),
        Sport::Cardio | Sport::Racket | Sport::Team | Sport::Multi | Sport::Other => None,
    }
}

pub(super) fn impact_min(case: &Case<'_>) -> Answer {
    let impact = case.session.workout.sport.and_then(impact_of);
    let sport = Answer::told(impact, &[case.session.key], "sport");
    if impact == Some(0.0) {
        return sport;
    }
    let hard_min = hard_surface(case).with(case.minutes.clone(), |pct, min| Some(pct / 100.0 * min), "duration_min");
    hard_min.with(sport, |minutes, impact| Some(minutes * impact), "sport")
}

pub(super) fn sleep_h(case: &Case<'_>) -> Answer {
    case.near.measure("sleep", "h")
}

pub(super) fn short_sleep(case: &Case<'_>) -> Answer {
    sleep_h(case).and(|hours| Some(-hours), "sleep")
}

pub(super) fn fatigue(case: &Case<'_>) -> Answer {
    case.near.measure("fatigue", "1_5")
}

pub(super) fn sitting(case: &Case<'_>) -> Answer {
    case.near.measure("sitting", "h")
}

pub(super) fn back_pain(case: &Case<'_>) -> Answer {
    case.near.measure("back_pain", "0_10")
}

pub(super) fn bent_back(case: &Case<'_>) -> Answer {
    flag(case, |told| told.bent_back, "bent_back")
}

pub(super) fn caffeine(case: &Case<'_>) -> Answer {
    case.near.taken_before(|intake| intake.caffeine_mg.map(Quantity::get), "caffeine_mg")
}

pub(super) fn music(case: &Case<'_>) -> Answer {
    tags::of_name(case, tags::MUSIC, Scale::Binary)
}
