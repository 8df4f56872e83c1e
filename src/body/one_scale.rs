//! The load of every session of a history on one scale, that of session-RPE (minutes times effort, arbitrary units).
//!
//! Scales are never mixed: what the heart, a clock or a watch tells is brought onto the scale by the person's own
//! line, drawn through sessions that have both, and each load says how it was found and how far to trust it. Only
//! what was there at a given time is looked at, so that no load knows of the future.

use super::heart::Heart;
use super::load::Line;
use super::numbers::{finite, median};
use super::session::Session;
use super::{effort, energy, trimp};
use crate::record::words::Sport;
use crate::record::{History, Key};
use crate::time::{Timestamp, add_days};
use crate::units::Quantity;

/// The days in which a person's best pace is looked for.
pub const BEST_DAYS: f64 = 90.0;
/// The fewest sessions of the sport in those days that say what the best is.
pub const BEST_SESSIONS_LEAST: usize = 5;
/// Sessions shorter than this say nothing of the pace, in minutes.
pub const PACE_LEAST_MIN: f64 = 10.0;

/// How far a load is to be trusted, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// From the duration and what is usual.
    Guessed,
    /// By a rule of thumb.
    Estimated,
    /// From a measurement, by the person's own line, or told in words.
    Converted,
    /// Rated by the person.
    Measured,
}

/// What a load was found from, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Minutes times the rated effort.
    Rating,
    /// Banister's training impulse.
    HeartRate,
    /// Minutes in heart-rate zones.
    Zones,
    /// The pace against the person's best of 90 days in that sport.
    Pace,
    /// The energy that the device counted, as METs.
    Energy,
    /// The effort told in words.
    Words,
    /// The person's median effort.
    UsualEffort,
    /// A common MET of the sport.
    Sport,
}

/// The load of one session.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// In arbitrary units of the session-RPE scale.
    pub au: f64,
    /// What it was found from.
    pub basis: Basis,
    /// How far to trust it.
    pub confidence: Confidence,
    /// The session, and the records about the person it needed, sorted; the sessions of a line are not among them.
    pub records: Vec<Key>,
}

/// The one scale of a history, as it was at a time.
#[derive(Clone, Debug)]
pub struct OneScale<'h> {
    history: &'h History,
    since: Timestamp,
    /// From Banister's training impulse to load.
    pub impulse_line: Line,
    /// From Edwards' training impulse to load; only used when it is the person's own.
    pub zones_line: Line,
    /// The median of the efforts that were rated.
    pub usual_effort: Option<f64>,
}

impl<'h> OneScale<'h> {
    /// The scale drawn from the sessions that started at `until` or before.
    pub fn at(history: &'h History, until: Timestamp) -> OneScale<'h> {
        OneScale::within(history, Timestamp::MIN, until)
    }

    /// The same from what was recorded at `since` or later: no older record changes it, nor the loads read on it.
    pub fn within(history: &'h History, since: Timestamp, until: Timestamp) -> OneScale<'h> {
        let (mut impulses, mut zones, mut efforts) = (Vec::new(), Vec::new(), Vec::new());
        let window = (since.min(until), Key::LEAST)..=(until, Key::GREATEST);
        for ((start, key), workout) in history.workouts().range(window) {
            let session = Session { key: *key, start: *start, workout };
            let Some(rating) = workout.rpe_cr10.map(Quantity::get) else { continue };
            efforts.push(rating);
            let Some(load) = session.active_min().and_then(|min| effort::session_load(min, rating)) else { continue };
            impulses.extend(impulse(history, &session, since).map(|found| (load, found.au)));
            zones.extend(zones_of(&session).and_then(trimp::edwards).map(|zones| (load, zones)));
        }
        let usual_effort = median(&efforts);
        OneScale { history, since, impulse_line: Line::of(&impulses), zones_line: Line::of(&zones), usual_effort }
    }

    /// The load of a session, by the best basis there is. `None` when its duration is not known, or nothing that
    /// tells how hard it was.
    pub fn load(&self, session: &Session<'h>) -> Option<Load> {
        let minutes = session.active_min()?;
        let told = session.workout;
        let of = |basis, confidence, effort: Option<f64>| {
            let au = effort::session_load(minutes, effort?)?;
            Some(Load { au, basis, confidence, records: vec![session.key] })
        };
        let usual_met = || told.sport.and_then(energy::usual_met).and_then(energy::effort_of_met);
        of(Basis::Rating, Confidence::Measured, told.rpe_cr10.map(Quantity::get))
            .or_else(|| self.by_heart(session))
            .or_else(|| self.by_zones(session))
            .or_else(|| of(Basis::Pace, Confidence::Estimated, self.effort_of_pace(session)))
            .or_else(|| self.by_energy(session, minutes))
            .or_else(|| of(Basis::Words, Confidence::Converted, told.effort.map(effort::of_word)))
            .or_else(|| of(Basis::UsualEffort, Confidence::Guessed, self.usual_effort))
            .or_else(|| of(Basis::Sport, Confidence::Guessed, usual_met()))
    }

    fn by_heart(&self, session: &Session<'h>) -> Option<Load> {
        let Impulse { au, is_sure, mut records } = impulse(self.history, session, self.since)?;
        let is_converted = is_sure && !self.impulse_line.is_estimated;
        let confidence = if is_converted { Confidence::Converted } else { Confidence::Estimated };
        records.push(session.key);
        records.sort();
        Some(Load { au: self.impulse_line.load(au)?, basis: Basis::HeartRate, confidence, records })
    }

    fn by_zones(&self, session: &Session<'h>) -> Option<Load> {
        let zones = zones_of(session)?;
        let impulse = trimp::edwards(zones).filter(|impulse| *impulse > 0.0)?;
        let (au, confidence) = match self.zones_line.is_estimated {
            false => (self.zones_line.load(impulse)?, Confidence::Converted),
            // Zones 1 to 5 taken as efforts of 1, 3, 5, 7 and 9.
            true => (2.0 * impulse - zones.iter().sum::<f64>(), Confidence::Estimated),
        };
        Some(Load { au: finite(au)?, basis: Basis::Zones, confidence, records: vec![session.key] })
    }

    /// Effort from the pace: 7.5 times the square of its share of the best, held within 1 to 10. A rule of thumb of
    /// ours: load grows with the square of intensity, and an hour at one's best is "very hard".
    fn effort_of_pace(&self, session: &Session<'h>) -> Option<f64> {
        let sport = session.workout.sport.filter(|sport| *sport != Sport::Other)?;
        let own = pace(session)?;
        let from = add_days(session.start, -BEST_DAYS).max(self.since).min(session.start);
        let window = (from, Key::LEAST)..(session.start, Key::LEAST);
        let (mut best, mut count) = (0.0_f64, 0_usize);
        for ((start, key), workout) in self.history.workouts().range(window) {
            let other = Session { key: *key, start: *start, workout };
            if let (true, Some(pace)) = (workout.sport == Some(sport), pace(&other)) {
                best = best.max(pace);
                count = count.saturating_add(1);
            }
        }
        if count < BEST_SESSIONS_LEAST {
            return None;
        }
        finite(7.5 * (own / best).powi(2)).map(|effort| effort.clamp(1.0, 10.0))
    }

    fn by_energy(&self, session: &Session<'h>, minutes: f64) -> Option<Load> {
        let kcal = session.workout.energy_kcal?.get();
        let mass = session.body_mass_since(self.history, self.since)?;
        let effort = energy::met_of_energy(kcal, mass.kg, minutes).and_then(energy::effort_of_met)?;
        let mut records = mass.records;
        records.push(session.key);
        records.sort();
        records.dedup();
        let au = effort::session_load(minutes, effort)?;
        Some(Load { au, basis: Basis::Energy, confidence: Confidence::Estimated, records })
    }
}

/// Metres per minute.
fn pace(session: &Session<'_>) -> Option<f64> {
    let minutes = session.active_min().filter(|minutes| *minutes >= PACE_LEAST_MIN)?;
    finite(session.workout.distance_m?.get() / minutes).filter(|pace| *pace > 0.0)
}

struct Impulse {
    au: f64,
    is_sure: bool,
    records: Vec<Key>,
}

fn impulse(history: &History, session: &Session<'_>, since: Timestamp) -> Option<Impulse> {
    let (mean, minutes) = (session.workout.hr_avg_bpm?, session.active_min()?);
    let Heart { rest, highest, is_estimated, records } = Heart::at_since(history, session.start, since)?;
    let reserve = effort::heart_rate_reserve(mean, rest, highest)?;
    let impulse = trimp::banister(minutes, reserve, history.profile.sex)?;
    let is_sure = !is_estimated && !impulse.is_low_confidence;
    // A mean at or below the rate at rest is a slip of one of them, and no session without load.
    (impulse.au > 0.0).then_some(Impulse { au: impulse.au, is_sure, records })
}

/// The minutes in the five zones, when all are told.
fn zones_of(session: &Session<'_>) -> Option<[f64; 5]> {
    let told = session.workout;
    Some([
        told.hr_zone1_min?.get(),
        told.hr_zone2_min?.get(),
        told.hr_zone3_min?.get(),
        told.hr_zone4_min?.get(),
        told.hr_zone5_min?.get(),
    ])
}
