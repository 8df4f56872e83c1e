//! Whether a person gets a forecast of their own, and how it compares with their usual.

use super::base_rate::BaseRate;
use super::forecast::{EVENTS_LEAST, Forecast, log_odds};
use super::track::{JUDGED, Track, track};

/// How a session compares with the person's usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Odds of tingling at most 1 / 1.5 times the usual.
    Lower,
    /// Between both.
    About,
    /// Odds of tingling at least 1.5 times the usual.
    Higher,
}

/// What is higher, as a ratio of odds; what is lower is its inverse. The only place of the limits.
///
/// Ours. On made-up athletes with a cause whose forecasts were shown, about 2 in 100 sessions were "higher" and
/// tingled three times as often as usual, and 6 to 9 in 100 "lower", which tingled half as often.
pub const HIGHER_ODDS: f64 = 1.5;
/// Forecasts go too far by so much, and are drawn back towards the usual before they are told.
pub const SHRINK: f64 = 0.7;
/// The slopes at which forecasts are told.
pub const SLOPE_FROM: f64 = 0.5;
/// See [`SLOPE_FROM`].
pub const SLOPE_TO: f64 = 1.5;
/// The answers must reach over so many days.
pub const DAYS_LEAST: usize = 28;

impl Band {
    /// Every band, from the lowest.
    pub const ALL: &'static [Band] = &[Band::Lower, Band::About, Band::Higher];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Band::Lower => "lower",
            Band::About => "about",
            Band::Higher => "higher",
        }
    }

    /// The band of a chance beside the usual one, drawn back towards it.
    pub fn of(chance: f64, usual: f64) -> Band {
        let beyond = SHRINK * (log_odds(chance) - log_odds(usual));
        if beyond >= HIGHER_ODDS.ln() {
            Band::Higher
        } else if beyond <= -HIGHER_ODDS.ln() {
            Band::Lower
        } else {
            Band::About
        }
    }
}

/// Something there must be enough of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Answered sessions that tingled.
    Events,
    /// Days from the first answered session to the last.
    Days,
    /// Answered sessions that could be forecast: those after the fifth that tingled.
    Forecasts,
}

/// A gate that is not passed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Which.
    pub gate: Gate,
    /// How many there are.
    pub have: usize,
    /// How many are needed.
    pub need: usize,
}

impl Gate {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Gate::Events => "sessions_with_tingling",
            Gate::Days => "days",
            Gate::Forecasts => "sessions_after_the_fifth_tingling",
        }
    }
}

/// Why nothing is forecast.
#[derive(Clone, Debug, PartialEq)]
pub enum WhyNot {
    /// A sign for the emergency number or for a doctor today is open: that goes first.
    DoctorFirst,
    /// There are too few answers.
    TooFew(Vec<Short>),
    /// The newest forecasts were no better than the usual share.
    NoSkill,
    /// Forecasts went too far, or not far enough, or nobody can tell.
    OffScale,
}

impl WhyNot {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            WhyNot::DoctorFirst => "doctor_first",
            WhyNot::TooFew(_) => "too_few",
            WhyNot::NoSkill => "no_skill",
            WhyNot::OffScale => "off_scale",
        }
    }
}

/// How often the person's sessions tingle, and whether more can be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The usual; `None` before any session was answered.
    pub base: Option<BaseRate>,
    /// How well forecasts went.
    pub track: Track,
    /// Why nothing more is told; `None` when the model may speak.
    pub why_not: Option<WhyNot>,
}

/// Whether a forecast may be told, after `days` of answers.
pub fn outlook(made: &Forecast, days: f64, doctor_first: bool) -> Outlook {
    let track = track(&made.series);
    let base = BaseRate::of(made.tingled, made.answered);
    let why_not = if doctor_first { Some(WhyNot::DoctorFirst) } else { why_not(made, days, &track) };
    Outlook { base, track, why_not }
}

fn why_not(made: &Forecast, days: f64, track: &Track) -> Option<WhyNot> {
    let gates = [
        (Gate::Events, made.tingled, EVENTS_LEAST),
        (Gate::Days, days.floor() as usize, DAYS_LEAST),
        (Gate::Forecasts, track.forecasts, JUDGED),
    ];
    let short: Vec<Short> = gates
        .into_iter()
        .filter(|(_, have, need)| have < need)
        .map(|(gate, have, need)| Short { gate, have, need })
        .collect();
    if !short.is_empty() {
        return Some(WhyNot::TooFew(short));
    }
    if !track.skill.is_some_and(|skill| skill > 0.0) || made.next.is_none() {
        return Some(WhyNot::NoSkill);
    }
    let fits = track.slope.is_some_and(|slope| (SLOPE_FROM..=SLOPE_TO).contains(&slope));
    (!fits).then_some(WhyNot::OffScale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::forecast::{Model, Series};

    #[test]
    fn the_bands_stand_around_the_usual() {
        for (chance, band) in
            [(0.1, Band::About), (0.14, Band::About), (0.18, Band::Higher), (0.07, Band::About), (0.05, Band::Lower)]
        {
            assert_eq!(Band::of(chance, 0.1), band, "{chance}");
        }
    }

    fn made(knows: bool, count: usize, next: bool) -> Forecast {
        let tingled: Vec<bool> = (0..count).map(|at| at % 16 < 2 || at % 16 == 9).collect();
        let chance = |at: usize| match (knows, at % 16 < 8) {
            (true, true) => 0.25,
            (true, false) => 0.125,
            (false, is_first) => {
                if is_first {
                    0.1
                } else {
                    0.3
                }
            }
        };
        let chances = (0..count).map(chance).collect();
        let events = tingled.iter().filter(|tingled| **tingled).count();
        let series = Series { base: vec![3.0 / 16.0; count], chances, tingled };
        let next = next.then(|| Model { intercept: 0.0, parts: Vec::new() });
        Forecast { series, next, tingled: events, answered: count }
    }

    #[test]
    fn nothing_is_told_without_skill() {
        let why = |made: &Forecast, days, doctor| outlook(made, days, doctor).why_not;
        assert_eq!(why(&made(true, 64, true), 40.0, false), None);
        assert_eq!(why(&made(true, 64, true), 40.0, true), Some(WhyNot::DoctorFirst));
        assert_eq!(why(&made(false, 64, true), 40.0, false), Some(WhyNot::NoSkill));
        assert_eq!(why(&made(true, 64, false), 40.0, false), Some(WhyNot::NoSkill));
        let few = why(&made(true, 16, true), 12.7, false);
        let short = |gate, have, need| Short { gate, have, need };
        let wanted = vec![short(Gate::Events, 3, 5), short(Gate::Days, 12, 28), short(Gate::Forecasts, 16, 50)];
        assert_eq!(few, Some(WhyNot::TooFew(wanted)));
        assert_eq!(outlook(&Forecast::default(), 0.0, false).base, None);
    }

    #[test]
    fn forecasts_that_go_too_far_are_not_told() {
        let mut bold = made(true, 64, true);
        // Right in direction, and far too sure of it in the first half.
        for (at, chance) in bold.series.chances.iter_mut().enumerate() {
            *chance = match (at, bold.series.tingled[at]) {
                (..14, true) => 0.000_1,
                (..14, false) => 0.9,
                _ => *chance,
            };
        }
        assert_eq!(outlook(&bold, 40.0, false).why_not, Some(WhyNot::OffScale));
    }
}
