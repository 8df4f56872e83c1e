//! The list of what tells where a person stands. Texts, JSON and documentation are made from it.

use crate::body::exposures::{Answer, Case, exposure};
use crate::body::ions::SODIUM_MG_PER_MMOL;
use crate::body::one_scale::{Confidence, OneScale};
use crate::body::session::MassChange;
use crate::body::sweat;

/// What a measure belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// How much was asked of the body.
    Load,
    /// Water.
    Fluid,
    /// Sodium.
    Salt,
    /// Heat of the air.
    Heat,
}

impl Area {
    /// Every area, in the order in which they are told.
    pub const ALL: &'static [Area] = &[Area::Load, Area::Fluid, Area::Salt, Area::Heat];

    /// Its name in JSON, and its label on a terminal.
    pub fn name(self) -> &'static str {
        match self {
            Area::Load => "load",
            Area::Fluid => "fluid",
            Area::Salt => "salt",
            Area::Heat => "heat",
        }
    }
}

/// What a value stands for.
#[derive(Clone, Copy, Debug)]
pub enum Over {
    /// The last seven days; today is one of them once it has a session.
    Week,
    /// The last finished session: its value, and that of every session before it.
    Session(fn(&Case<'_>, &OneScale<'_>) -> Answer),
}

/// One thing that tells where a person stands.
#[derive(Debug)]
pub struct Measure {
    /// Its name, with its unit.
    pub name: &'static str,
    /// Its unit as it is written.
    pub unit: &'static str,
    /// What it belongs to.
    pub area: Area,
    /// What a value stands for.
    pub over: Over,
    /// The fewest earlier values that make a usual.
    pub least: usize,
    /// A smaller distance from the middle half is not worth a word, in its unit.
    pub close: f64,
    /// What it is, in one sentence.
    pub how: &'static str,
}

impl PartialEq for Measure {
    fn eq(&self, other: &Measure) -> bool {
        self.name == other.name
    }
}

/// The fewest sessions that make a usual: below, the quartiles are those of single sessions.
const SESSIONS_LEAST: usize = 5;
/// The fewest weeks that make a usual.
const WEEKS_LEAST: usize = 4;

/// Everything that tells where a person stands.
pub static MEASURES: &[Measure] = &[
    Measure {
        name: "load_7d_au",
        unit: "AU",
        area: Area::Load,
        over: Over::Week,
        least: WEEKS_LEAST,
        close: 10.0,
        how: "Minutes times effort (CR10) of all sessions of the last seven days (today is one of them once it has a \
              session), against the weeks before. Days without a session are rest, unless they lie in a gap in \
              recording.",
    },
    Measure {
        name: "load_session_au",
        unit: "AU",
        area: Area::Load,
        over: Over::Session(load),
        least: SESSIONS_LEAST,
        close: 5.0,
        how: "Minutes times effort (CR10): rated, else from the heart rate, the pace, the energy or the words told.",
    },
    Measure {
        name: "mass_loss_pct",
        unit: "%",
        area: Area::Fluid,
        over: Over::Session(mass_loss),
        least: SESSIONS_LEAST,
        close: 0.2,
        how: "Body mass lost: weighed before and after, or told; else reckoned from sweat and drink. Below 0 it is a \
              gain.",
    },
    Measure {
        name: "sweat_rate_l_h",
        unit: "l/h",
        area: Area::Fluid,
        over: Over::Session(sweat_rate),
        least: SESSIONS_LEAST,
        close: 0.1,
        how: "Sweat in an hour of exercise: weighed with what was drunk, else reckoned from air, effort and body \
              mass, corrected by the person's own weighings.",
    },
    Measure {
        name: "drunk_ml_h",
        unit: "ml/h",
        area: Area::Fluid,
        over: Over::Session(drunk),
        least: SESSIONS_LEAST,
        close: 50.0,
        how: "Drunk in an hour of exercise; a sum of single drinks is the least it can have been.",
    },
    Measure {
        name: "sodium_deficit_mg",
        unit: "mg",
        area: Area::Salt,
        over: Over::Session(sodium_deficit),
        least: SESSIONS_LEAST,
        close: 100.0,
        how: "Sodium lost in sweat (36 mmol a litre, the average of athletes) less sodium taken during the session.",
    },
    Measure {
        name: "wbgt_c",
        unit: "°C",
        area: Area::Heat,
        over: Over::Session(|case, _| listed(case, "wbgt")),
        least: SESSIONS_LEAST,
        close: 1.0,
        how: "Wet-bulb globe temperature from air temperature and humidity, with the sun and wind of a usual day.",
    },
    Measure {
        name: "temp_c",
        unit: "°C",
        area: Area::Heat,
        over: Over::Session(|case, _| listed(case, "temp")),
        least: SESSIONS_LEAST,
        close: 1.0,
        how: "Air temperature.",
    },
];

/// The value of an exposure of the list.
fn listed(case: &Case<'_>, name: &'static str) -> Answer {
    exposure(name).map_or_else(|| Answer::missing(name), |exposure| (exposure.of)(case))
}

pub(super) fn load(case: &Case<'_>, scale: &OneScale<'_>) -> Answer {
    let session = &case.session;
    match scale.load(session) {
        Some(load) => {
            let answer = Answer::told(Some(load.au), &load.records, "rpe_cr10");
            if load.confidence == Confidence::Measured { answer } else { answer.estimated() }
        }
        None if session.active_min().is_none() => Answer::missing("duration_min"),
        None => Answer::missing("rpe_cr10"),
    }
}

fn mass_loss(case: &Case<'_>, _: &OneScale<'_>) -> Answer {
    match case.session.mass_change(case.history) {
        MassChange::Known { pct, records } => Answer::told(Some(-pct), &records, "mass_after_kg"),
        MassChange::NotBelieved => Answer::missing("plausible_mass_change"),
        MassChange::Unknown => listed(case, "mass_loss").estimated(),
    }
}

fn sweat_rate(case: &Case<'_>, _: &OneScale<'_>) -> Answer {
    let hours = Answer::told(case.session.active_h(), &[case.session.key], "duration_min");
    let rate = |litres: f64, hours: f64| sweat::sweat_rate_l_h(litres * 1000.0, hours).filter(|rate| believed(*rate));
    let told = case.session.workout;
    let weighed = told
        .mass_before_kg
        .zip(told.mass_after_kg)
        .zip(case.drunk_l.value())
        .map(|((before, after), drunk)| sweat::sweat_loss_ml(before, after, drunk * 1000.0, 0.0, 0.0) / 1000.0);
    let measured = Answer::told(weighed, &[case.session.key], "mass_after_kg")
        .with(case.drunk_l.clone(), |sweat, _| Some(sweat), "fluid_ml")
        .with(hours.clone(), rate, "plausible_sweat_rate");
    match measured {
        known @ Answer::Known { .. } => known,
        Answer::Unknown { .. } => case.sweat_l.clone().with(hours, rate, "plausible_sweat_rate").estimated(),
    }
}

fn believed(rate_l_h: f64) -> bool {
    sweat::is_believable_rate(rate_l_h)
}

fn drunk(case: &Case<'_>, _: &OneScale<'_>) -> Answer {
    let hours = Answer::told(case.session.active_h(), &[case.session.key], "duration_min");
    case.drunk_l.clone().with(hours, |litres, hours| Some(litres * 1000.0 / hours), "duration_min")
}

fn sodium_deficit(case: &Case<'_>, _: &OneScale<'_>) -> Answer {
    listed(case, "na_deficit").and(|mmol| Some(mmol * SODIUM_MG_PER_MMOL), "sodium_mg").estimated()
}
