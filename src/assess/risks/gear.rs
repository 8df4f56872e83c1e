//! Gear that felt tight, or is new.

use super::{Beside, TO_NO, change, flag, number, verdict};
use crate::assess::answer::Answer;
use crate::assess::finding::{Change, Verdict};
use crate::assess::red_flags::Report;
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::session::{Session, reports_of};
use crate::record::History;
use crate::record::words::Worsener;
use crate::units::Quantity;

/// Shoes that had run fewer kilometres before a session are new. Ours.
pub const NEW_SHOES_KM: f64 = 80.0;
/// Up to so many minutes a session in new gear is short, which speaks against the risk. Ours.
pub const SHORT_MIN: f64 = 30.0;

/// Shoe, sock, brace or clothing felt tight, or a report of the session says that tight gear makes it worse. A
/// compression garment alone is not found: it is meant to be tight.
pub static TIGHT_GEAR: Rule = Rule {
    id: "tight_gear",
    family: Family::Gear,
    looks_at: LooksAt::Session,
    horizon_days: 0,
    source: "project rule: told by the person, no limit",
    title: "tight_gear",
};

/// Shoes with fewer than 80 km before the session, or gear told as new; one of the two answers is enough to know.
pub static NEW_GEAR: Rule = Rule {
    id: "new_gear",
    family: Family::Gear,
    looks_at: LooksAt::Session,
    horizon_days: 0,
    source: "project rule: 80 km, no study ties it to tingling",
    title: "new_gear",
};

/// A yes-or-no field of the session.
fn told(session: &Session<'_>, field: &'static str, value: Option<bool>) -> Answer {
    match value {
        None => Answer::unknown(field),
        Some(false) => Answer::No,
        Some(true) => Answer::because(flag(field, session.key)),
    }
}

/// See [`TIGHT_GEAR`].
pub fn tight_gear(history: &History, session: &Session<'_>) -> Verdict {
    let felt = told(session, "tight_fit", session.workout.tight_fit);
    let worse = reports_of(history, session)
        .into_iter()
        .map(|told| Report::new(told.key, told.at, told.said).worsened_by(Worsener::TightGear))
        // Reports that do not answer take nothing from what the session tells.
        .find(Answer::is_yes);
    let is_worse = worse.is_some();
    let mut answer = felt.or(worse.unwrap_or(Answer::No));
    if let (Answer::Yes { because, .. }, Some(true)) = (&mut answer, session.workout.compression) {
        because.push(flag("compression", session.key));
    }
    verdict(&TIGHT_GEAR, session, answer, || Beside {
        unknown: session.workout.compression.is_none().then_some("compression").into_iter().collect(),
        change: if is_worse { Vec::new() } else { vec![change("tight_fit", TO_NO)] },
        ..Beside::default()
    })
}

/// See [`NEW_GEAR`].
pub fn new_gear(_: &History, session: &Session<'_>) -> Verdict {
    let workout = session.workout;
    let km = workout.shoe_km.map(Quantity::get);
    let shoes = match km {
        None => Answer::unknown("shoe_km"),
        Some(km) if km < NEW_SHOES_KM => Answer::because(number("shoe_km", km, Some(NEW_SHOES_KM), [session.key])),
        Some(_) => Answer::No,
    };
    let other = told(session, "new_gear", workout.new_gear);
    let answer = match (shoes, other) {
        // Most tell one of them only, and it is about the same thing.
        (told, Answer::Unknown { .. }) | (Answer::Unknown { .. }, told)
            if !matches!(told, Answer::Unknown { .. }) =>
        {
            told
        }
        (shoes, other) => shoes.or(other),
    };
    verdict(&NEW_GEAR, session, answer, || {
        let short = session.active_min().filter(|minutes| *minutes <= SHORT_MIN);
        let worn = km.filter(|km| *km < NEW_SHOES_KM).map(|km| change("shoe_km", NEW_SHOES_KM - km));
        let known = (workout.new_gear == Some(true)).then(|| change("new_gear", TO_NO));
        let change: Vec<Change> = worn.into_iter().chain(known).collect();
        Beside {
            against: short
                .map(|minutes| number("duration_min", minutes, Some(SHORT_MIN), [session.key]))
                .into_iter()
                .collect(),
            change,
            ..Beside::default()
        }
    })
}
