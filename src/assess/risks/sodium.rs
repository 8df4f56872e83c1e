//! Sodium sweated out and not taken.

use super::{Beside, reckoned, verdict};
use crate::assess::answer::Answer;
use crate::assess::finding::{Because, Verdict};
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::ions::{SODIUM_USUAL_MMOL_L, sodium_balance_mmol};
use crate::body::session::Session;
use crate::body::sweat;
use crate::record::{History, Key};
use crate::units::Quantity;

/// A deficit of sodium from here on is found, in millimoles: an hour's loss of an endurance athlete one standard
/// deviation above the mean. Source: Barnes 2019 (51.7, SD 27.8 mmol an hour); that it is the limit is ours.
pub const SODIUM_DEFICIT_MMOL: f64 = 80.0;

/// At least 80 mmol more sodium sweated out than taken, reckoned with the usual sodium of sweat (36 mmol/l).
pub static SODIUM_DEFICIT: Rule = Rule {
    id: "sodium_deficit",
    family: Family::Fluid,
    looks_at: LooksAt::Session,
    horizon_days: 0,
    source: "Baker 2016, J Sports Sci 34:358; Barnes 2019; the limit is a project rule",
    title: "sodium_deficit",
};

/// Whether much more sodium was sweated out than taken.
pub fn lacks_sodium(history: &History, session: &Session<'_>) -> Answer {
    let Some(sweat_ml) = sweat_ml(history, session) else { return Answer::unknown("sweat_loss_ml") };
    let deficit = |taken_mg: f64| Some(-sodium_balance_mmol(taken_mg, sweat_ml / 1000.0, SODIUM_USUAL_MMOL_L)?);
    let is_high = |deficit: Option<f64>| deficit.filter(|mmol| *mmol >= SODIUM_DEFICIT_MMOL);
    // Whatever was taken makes the deficit smaller.
    if is_high(deficit(0.0)).is_none() {
        return Answer::No;
    }
    let Some((taken_mg, records)) = sodium_mg(history, session) else { return Answer::unknown("sodium_mg") };
    match is_high(deficit(taken_mg)) {
        None => Answer::No,
        Some(mmol) => {
            let records = records.into_iter().chain([session.key]);
            Answer::because(reckoned("sodium_deficit_mmol", mmol, Some(SODIUM_DEFICIT_MMOL), records))
        }
    }
}

/// See [`SODIUM_DEFICIT`]. It names no change: what would clear it is salt, which can harm.
pub fn sodium_deficit(history: &History, session: &Session<'_>) -> Verdict {
    let mut answer = lacks_sodium(history, session);
    if let Answer::Yes { because, .. } = &mut answer {
        because.extend(sweat_ml(history, session).map(|ml| reckoned("sweat_loss_ml", ml, None, [session.key])));
    }
    verdict(&SODIUM_DEFICIT, session, answer, || Beside {
        against: taken(history, session).into_iter().collect(),
        unknown: ["sweat_sodium_mmol_l"].into(),
        ..Beside::default()
    })
}

fn taken(history: &History, session: &Session<'_>) -> Option<Because> {
    let (mg, records) = sodium_mg(history, session)?;
    (mg > 0.0).then(|| super::number("sodium_mg", mg, None, records))
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
