//! What the session of a report exposed the legs to.

use std::borrow::Cow;

use super::look::Look;
use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::{Because, Verdict};
use crate::assess::fluid::fluid_deficit;
use crate::assess::risks::sodium::lacks_sodium;
use crate::assess::risks::spike::is_spike;
use crate::body::session::Session;
use crate::record::words::Worsener;
use crate::record::{Value, Workout};
use crate::units::Quantity;

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
    look.session.map_or(Answer::unknown("duration_min"), |session| is_spike(look.history, &session))
}

/// Much more sodium was sweated out than taken, reckoned with the usual sodium of sweat.
pub fn sodium_deficit(look: &Look<'_>) -> Answer {
    look.session.map_or(Answer::unknown("sweat_loss_ml"), |session| lacks_sodium(look.history, &session))
}
