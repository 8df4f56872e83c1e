//! What the session of a report exposed the legs to.

use std::borrow::Cow;

use super::look::Look;
use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::{Because, Verdict};
use crate::assess::fluid::fluid_deficit;
use crate::body::session::Session;
use crate::body::sweat;
use crate::record::words::Worsener;
use crate::record::{History, Key, Value, Workout};
use crate::time::add_days;
use crate::units::Quantity;

/// Sodium of whole-body sweat, in millimoles per litre. Source: Baker 2016, J Sports Sci 34:358 (35.9, SD 10.4).
pub const SWEAT_SODIUM_MMOL_L: f64 = 36.0;
/// One millimole of sodium, in milligrams.
pub const SODIUM_MG_PER_MMOL: f64 = 22.989_77;
/// A deficit of sodium from here on is high, in millimoles: an hour's loss of an endurance athlete one standard
/// deviation above the mean. Source: Barnes 2019 (51.7, SD 27.8 mmol an hour).
pub const SODIUM_DEFICIT_HIGH_MMOL: f64 = 80.0;
/// A session so many times as long as the longest of the days before it is a spike. Source: Frandsen 2025, Br J
/// Sports Med 59:1203 (overuse injury of runners, not tingling).
pub const SPIKE_ABOVE: f64 = 1.10;
/// The days before a session that it is held against.
pub const SPIKE_DAYS: f64 = 30.0;
/// The fewest sessions in those days.
pub const SPIKE_SESSIONS_LEAST: usize = 5;
/// Air from here on is warm, in degrees Celsius.
pub const WARM_C: f64 = 25.0;

fn told(session: &Session<'_>, what: &'static str, value: Value, limit: Option<f64>, estimated: bool) -> Because {
    Because { what: what.into(), value, limit, estimated, records: vec![session.key] }
}

fn flag(look: &Look<'_>, field: &'static str, read: impl FnOnce(&Workout) -> Option<bool>) -> Answer {
    let Some(session) = look.session else { return Answer::unknown(field) };
    match read(session.workout) {
        None => Answer::unknown(field),
        Some(false) => Answer::No,
        Some(true) => Answer::because(told(&session, field, Value::Flag(true), None, false)),
    }
}

/// Gear felt tight over the session, or tight gear makes it worse.
pub fn tight_fit(look: &Look<'_>) -> Answer {
    flag(look, "tight_fit", |workout| workout.tight_fit).or(look.report().worsened_by(Worsener::TightGear))
}

/// The session was in warm air.
pub fn warm_air(look: &Look<'_>) -> Answer {
    let Some(session) = look.session else { return Answer::unknown("temp_c") };
    match session.workout.temp_c.map(Quantity::get) {
        None => Answer::unknown("temp_c"),
        Some(degrees) if degrees >= WARM_C => {
            Answer::because(told(&session, "temp_c", Value::Number(degrees), Some(WARM_C), false))
        }
        Some(_) => Answer::No,
    }
}

/// More than 2 % of body mass was lost over the session.
pub fn mass_loss(look: &Look<'_>) -> Answer {
    let Some(session) = look.session else { return Answer::unknown("mass_after_kg") };
    match fluid_deficit(look.history, &session) {
        Verdict::Clear => Answer::No,
        Verdict::Found(finding) => {
            Answer::Yes { because: finding.evidence.into_iter().take(1).collect(), assumed: Missing::new() }
        }
        Verdict::Unknown { missing } => Answer::Unknown {
            missing: missing
                .into_iter()
                .map(|name| match name {
                    Cow::Borrowed(name) => name,
                    Cow::Owned(_) => "mass_after_kg",
                })
                .collect(),
        },
    }
}

/// Body mass rose over the session, as answered or measured.
pub fn mass_gain(look: &Look<'_>) -> Answer {
    look.report().gained()
}

/// The session was much longer than any of the 30 days before it.
pub fn load_spike(look: &Look<'_>) -> Answer {
    let Some(session) = look.session else { return Answer::unknown("duration_min") };
    let Some(hours) = session.active_h() else { return Answer::unknown("duration_min") };
    let before = (add_days(session.start, -SPIKE_DAYS), Key::GREATEST)..(session.start, Key::LEAST);
    let earlier = look.history.workouts().range(before).filter_map(|((start, key), workout)| {
        let other = Session { key: *key, start: *start, workout };
        Some((other.active_h()?, *key))
    });
    let earlier: Vec<(f64, Key)> = earlier.collect();
    let longest = earlier.iter().max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let Some((most, record)) = longest.filter(|_| earlier.len() >= SPIKE_SESSIONS_LEAST) else {
        return Answer::unknown("sessions_30_days");
    };
    let ratio = hours / most;
    if ratio <= SPIKE_ABOVE {
        return Answer::No;
    }
    let mut records = vec![session.key, *record];
    records.sort();
    let (what, value, limit) = ("spike_ratio".into(), Value::Number(ratio), Some(SPIKE_ABOVE));
    Answer::because(Because { what, value, limit, estimated: false, records })
}

/// Much more sodium was sweated out than taken, reckoned with the usual sodium of sweat.
pub fn sodium_deficit(look: &Look<'_>) -> Answer {
    let Some(session) = look.session else { return Answer::unknown("sweat_loss_ml") };
    let Some(sweat_ml) = sweat_ml(look.history, &session) else { return Answer::unknown("sweat_loss_ml") };
    let lost = sweat_ml / 1000.0 * SWEAT_SODIUM_MMOL_L;
    if lost < SODIUM_DEFICIT_HIGH_MMOL {
        // Whatever was taken makes the deficit smaller.
        return Answer::No;
    }
    let Some((taken_mg, mut records)) = sodium_mg(look.history, &session) else {
        return Answer::unknown("sodium_mg");
    };
    let deficit = lost - taken_mg / SODIUM_MG_PER_MMOL;
    if deficit < SODIUM_DEFICIT_HIGH_MMOL {
        return Answer::No;
    }
    records.push(session.key);
    records.sort();
    records.dedup();
    let (what, value) = ("sodium_deficit_mmol".into(), Value::Number(deficit));
    Answer::because(Because { what, value, limit: Some(SODIUM_DEFICIT_HIGH_MMOL), estimated: true, records })
}

/// Sweat lost over the session, from the masses and all that was drunk, else as the device reckons it; `None` when
/// not known, or not believable.
fn sweat_ml(history: &History, session: &Session<'_>) -> Option<f64> {
    let workout = session.workout;
    let drunk = session.fluid(history).filter(|fluid| !fluid.is_lower_bound);
    let weighed = match (workout.mass_before_kg, workout.mass_after_kg, drunk) {
        (Some(before), Some(after), Some(fluid)) => Some(sweat::sweat_loss_ml(before, after, fluid.ml, 0.0, 0.0)),
        _ => None,
    };
    let ml = weighed.or_else(|| workout.sweat_loss_ml.map(Quantity::get))?;
    let rate = sweat::sweat_rate_l_h(ml, session.active_h()?)?;
    sweat::is_believable_rate(rate).then_some(ml)
}

/// Sodium taken during the session: as recorded, else from the drinks logged between start and end, when all of
/// them tell it.
fn sodium_mg(history: &History, session: &Session<'_>) -> Option<(f64, Vec<Key>)> {
    if let Some(sodium) = session.workout.sodium_mg {
        return Some((sodium.get(), vec![session.key]));
    }
    let during = (session.start, Key::LEAST)..=(session.end()?, Key::GREATEST);
    let (mut mg, mut records) = (0.0, Vec::new());
    let logged = history.intakes().range(during).filter(|(_, intake)| intake.day_total != Some(true));
    for ((_, key), intake) in logged {
        mg += intake.sodium_mg?.get();
        records.push(*key);
    }
    (!records.is_empty()).then_some((mg, records))
}
