//! Heat that weighs on exercise.

use super::effort::{EFFORT_DAYS, Effort, effort, more_than_easy};
use super::{Beside, ROUNDING, change, flag, number, reckoned, verdict};
use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::{Because, Change, Verdict};
use crate::assess::fluid::LOSS_LIMIT_PCT;
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::heat::wbgt_c;
use crate::body::session::{MassChange, Session};
use crate::record::History;
use crate::units::{Celsius, Percent, Quantity};

/// Above this wet-bulb globe temperature heat stress is "very high", in degrees Celsius. Source: ACSM (unchecked).
pub const VERY_HIGH_C: f64 = 28.0;
/// Above this it is "high", in degrees Celsius. Source: ACSM (unchecked).
pub const HIGH_C: f64 = 23.0;
/// In high heat a session longer than this, in minutes, and more than easy is found. Ours.
pub const LONG_MIN: f64 = 60.0;
/// Up to so many minutes a session in very high heat is short, which speaks against the risk. Ours.
pub const SHORT_MIN: f64 = 30.0;
/// The tip to choose a cooler hour is told in steps of so many degrees.
const COOLER_STEP_C: f64 = 0.5;
/// The coolest air that a step can lead to.
const COOLEST_C: f64 = 0.0;

/// A wet-bulb globe temperature above 28 C; or above 23 C in a session of more than 60 minutes that was more than
/// easy. It is reckoned from air temperature and humidity with the sun and wind of a usual day; of humidity that was
/// not told both ends are tried.
pub static HEAT: Rule = Rule {
    id: "heat",
    family: Family::Heat,
    looks_at: LooksAt::Session,
    horizon_days: EFFORT_DAYS,
    source: "ACSM flags of heat stress (unchecked); length and effort are a project rule",
    title: "heat",
};

/// Heat stress of the air: between these two temperatures, which are equal when the humidity is known.
struct Air {
    least_c: f64,
    most_c: f64,
    degrees: f64,
    humidity: Option<Percent>,
}

impl Air {
    fn of(session: &Session<'_>) -> Result<Air, &'static str> {
        let told = session.workout;
        let degrees = told.temp_c.ok_or("temp_c")?.get();
        Air::at(degrees, told.humidity_pct).ok_or("plausible_temp_c")
    }

    /// `None` above 50 degrees, where exercise is not believed; below 0 there is no heat.
    fn at(degrees: f64, humidity: Option<Percent>) -> Option<Air> {
        let stress = |humidity| wbgt_c(Celsius::new(degrees.max(COOLEST_C))?, humidity);
        let (dry, damp) = (humidity.or(Percent::new(0.0))?, humidity.or(Percent::new(100.0))?);
        Some(Air { least_c: stress(dry)?, most_c: stress(damp)?, degrees, humidity })
    }

    fn above(&self, limit: f64, session: &Session<'_>) -> Answer {
        if self.least_c > limit + ROUNDING {
            Answer::because(reckoned("wbgt_c", self.least_c, Some(limit), [session.key]))
        } else if self.most_c > limit + ROUNDING {
            Answer::unknown("humidity_pct")
        } else {
            Answer::No
        }
    }

    /// The fewest degrees less that keep the heat within a limit.
    fn cooler(&self, limit: f64) -> Option<Change> {
        let mut by = 0.0;
        while self.degrees + by > COOLEST_C {
            by -= COOLER_STEP_C;
            if Air::at(self.degrees + by, self.humidity)?.most_c <= limit + ROUNDING {
                return Some(change("temp_c", by));
            }
        }
        None
    }
}

/// See [`HEAT`].
pub fn heat(history: &History, session: &Session<'_>) -> Verdict {
    let (air, effort) = (Air::of(session), effort(history, session));
    let long_and_hard = || long(session).and_then(|| more_than_easy(effort.as_ref()));
    let answer = match &air {
        Err(missing) => Answer::unknown(missing),
        Ok(air) => match air.above(VERY_HIGH_C, session) {
            Answer::No => air.above(HIGH_C, session).and_then(long_and_hard),
            Answer::Unknown { missing } => {
                Answer::Unknown { missing }.or(air.above(HIGH_C, session).and_then(long_and_hard))
            }
            very_high => very_high,
        },
    };
    verdict(&HEAT, session, answer, || {
        let is_settled = matches!(long_and_hard(), Answer::No);
        Beside {
            unknown: missing(session, effort.as_ref()),
            against: against(history, session, effort.as_ref()),
            change: air.ok().and_then(|air| smallest(&air, session, is_settled)).into_iter().collect(),
        }
    })
}

fn long(session: &Session<'_>) -> Answer {
    match session.active_min() {
        None => Answer::unknown("duration_min"),
        Some(minutes) if minutes > LONG_MIN + ROUNDING => {
            Answer::because(number("duration_min", minutes, Some(LONG_MIN), [session.key]))
        }
        Some(_) => Answer::No,
    }
}

/// A shorter session where that is enough, else cooler air.
fn smallest(air: &Air, session: &Session<'_>, is_settled: bool) -> Option<Change> {
    if air.most_c <= VERY_HIGH_C + ROUNDING {
        return Some(change("duration_min", LONG_MIN - session.active_min()?));
    }
    air.cooler(if is_settled { VERY_HIGH_C } else { HIGH_C })
}

fn missing(session: &Session<'_>, effort: Option<&Effort>) -> Missing {
    let told = session.workout;
    let unknown = [
        ("humidity_pct", told.humidity_pct.is_none()),
        ("duration_min", session.active_min().is_none()),
        ("rpe_cr10", effort.is_none()),
    ];
    unknown.into_iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| name).collect()
}

fn against(history: &History, session: &Session<'_>, effort: Option<&Effort>) -> Vec<Because> {
    let mut against: Vec<Because> = effort.and_then(Effort::easy).into_iter().collect();
    let short = session.active_min().filter(|minutes| *minutes <= SHORT_MIN);
    against.extend(short.map(|minutes| number("duration_min", minutes, Some(SHORT_MIN), [session.key])));
    if let MassChange::Known { pct, records } = session.mass_change(history)
        && (-LOSS_LIMIT_PCT..=0.0).contains(&pct)
    {
        against.push(number("mass_loss_pct", -pct, Some(LOSS_LIMIT_PCT), records));
    }
    let is_light = session.workout.light_clothing == Some(true);
    against.extend(is_light.then(|| flag("light_clothing", session.key)));
    against
}
