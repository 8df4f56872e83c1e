//! Which trial is worth its sessions: the most uncertain plausible exposure that has a safe change.

use super::change::{Change, Gate, change};
use super::power::{Expected, blocks_needed};
use crate::assess::advice::reason::SALT_CONDITIONS;
use crate::assess::fluid::drink_tips_withheld;
use crate::body::exposures::exposure;
use crate::body::session::Session;
use crate::record::History;
use crate::record::words::Condition;
use crate::study::fourfold::Fourfold;
use crate::study::line::{Line, Place};
use crate::study::needed::POWER;
use crate::study::person::Study;

/// An open exposure is plausible up to this p.
const PLAUSIBLE_P: f64 = 0.2;

/// A trial that could be begun.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What it is about.
    pub exposure: String,
    /// The change.
    pub change: Change,
    /// What the study says of the exposure.
    pub place: Place,
    /// What is expected of it.
    pub expected: Expected,
    /// How many sessions 80 % power needs.
    pub sessions: usize,
}

/// Why there is no trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTrial {
    /// An alert for a doctor today, or for the emergency number, is open.
    DoctorFirst,
    /// There is too little for a study.
    TooLittle,
    /// No exposure has that name.
    Unknown,
    /// No change of it is safe, or none can be made from one session to the next.
    NoSafeChange,
    /// It is not known that the change would do no harm.
    Withheld(Gate),
    /// The study could not test it.
    NotTested,
    /// The study ruled it out, or took it back.
    NotPlausible,
    /// Sessions without it tingled no less.
    NoDifference,
    /// More sessions would be needed than a trial may have.
    TooLong,
    /// Of no exposure there is one.
    Nothing,
}

impl NoTrial {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            NoTrial::DoctorFirst => "doctor_first",
            NoTrial::TooLittle => "too_little",
            NoTrial::Unknown => "unknown",
            NoTrial::NoSafeChange => "no_safe_change",
            NoTrial::Withheld(_) => "withheld",
            NoTrial::NotTested => "not_tested",
            NoTrial::NotPlausible => "not_plausible",
            NoTrial::NoDifference => "no_difference",
            NoTrial::TooLong => "too_long",
            NoTrial::Nothing => "nothing",
        }
    }
}

/// The trial that is worth most, or the one of this exposure. What cannot be told apart comes first, then what is worth
/// watching, then what was found or moves with it, then what is open and
/// still plausible, with the fewest sessions.
pub fn propose(
    study: &Study,
    history: &History,
    wanted: Option<&str>,
    doctor_first: bool,
) -> Result<Proposal, NoTrial> {
    if let Some(name) = wanted {
        let is_known = exposure(name).is_some() || name.starts_with("tag.");
        change(name).ok_or(if is_known { NoTrial::NoSafeChange } else { NoTrial::Unknown })?;
    }
    if doctor_first {
        return Err(NoTrial::DoctorFirst);
    }
    if !study.gates.are_met() {
        return Err(NoTrial::TooLittle);
    }
    if let Some(name) = wanted {
        return of_line(study.line(name).ok_or(NoTrial::NotTested)?, history);
    }
    let is_plausible = |line: &&Line| !matches!(line.place, Place::Open) || line.p <= PLAUSIBLE_P;
    let mut possible: Vec<(Proposal, f64)> = study
        .lines
        .iter()
        .filter(is_plausible)
        .filter_map(|line| Some((of_line(line, history).ok()?, line.p)))
        .collect();
    possible.sort_by(|(one, p), (other, other_p)| {
        rank(&one.place).cmp(&rank(&other.place)).then(one.sessions.cmp(&other.sessions)).then(p.total_cmp(other_p))
    });
    possible.into_iter().next().map(|(first, _)| first).ok_or(NoTrial::Nothing)
}

fn rank(place: &Place) -> u8 {
    match place {
        Place::Undecided { .. } => 0,
        Place::Early { .. } => 1,
        Place::Found { .. } | Place::Companion { .. } => 2,
        Place::Open | Place::Withdrawn { .. } | Place::RuledOut | Place::Untested { .. } => 3,
    }
}

fn of_line(line: &Line, history: &History) -> Result<Proposal, NoTrial> {
    let (change, gate) = change(&line.exposure).ok_or(NoTrial::NoSafeChange)?;
    if !is_open(gate, history) {
        return Err(NoTrial::Withheld(gate));
    }
    match line.place {
        Place::Untested { .. } => return Err(NoTrial::NotTested),
        Place::RuledOut | Place::Withdrawn { .. } => return Err(NoTrial::NotPlausible),
        Place::Undecided { .. }
        | Place::Early { .. }
        | Place::Found { .. }
        | Place::Companion { .. }
        | Place::Open => {}
    }
    let expected = expected(&line.counts).ok_or(NoTrial::NoDifference)?;
    let blocks = blocks_needed(&expected, POWER).ok_or(NoTrial::TooLong)?;
    let place = line.place.clone();
    Ok(Proposal { exposure: line.exposure.clone(), change, place, expected, sessions: blocks.saturating_mul(2) })
}

/// Whether what a change needs is known; a question that was not answered keeps it back.
fn is_open(gate: Gate, history: &History) -> bool {
    let denied = |condition: Condition| history.profile.has(condition) == Some(false);
    match gate {
        Gate::Open => true,
        Gate::Fluid => {
            Session::all(history).last().is_some_and(|session| drink_tips_withheld(history, session).is_empty())
        }
        Gate::Salt => SALT_CONDITIONS.iter().all(|condition| denied(*condition)),
        Gate::Prescription => denied(Condition::PrescribedCompression),
    }
}

/// What a trial shows if its sessions with the change become like those without the exposure; `None` when those
/// tingled no less. Half a session is added on either side, so that no share is 0 or 1.
fn expected(counts: &Fourfold) -> Option<Expected> {
    let share = |tingled: u32, of: u32| (f64::from(tingled) + 0.5) / (f64::from(of) + 1.0);
    let usual = share(counts.tingled(), counts.sessions());
    let without = share(counts.unexposed_tingled, counts.unexposed());
    let odds = |share: f64| share / (1.0 - share);
    let odds_ratio = odds(without) / odds(usual);
    (odds_ratio > 0.0 && odds_ratio < 1.0).then_some(Expected { usual, odds_ratio })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::trial::Arm;

    #[test]
    fn what_is_expected_are_the_sessions_without_it() {
        let counts = Fourfold { exposed_tingled: 12, exposed_quiet: 8, unexposed_tingled: 2, unexposed_quiet: 18 };
        let expected = expected(&counts).unwrap();
        assert!((expected.usual - 14.5 / 41.0).abs() < 1e-12);
        assert!((expected.chance(Arm::Change) - 2.5 / 21.0).abs() < 1e-12);
        let turned = Fourfold { unexposed_tingled: 12, unexposed_quiet: 8, ..Fourfold::default() };
        assert_eq!(super::expected(&turned), None);
    }

    #[test]
    fn the_most_uncertain_plausible_comes_first() {
        let places = [
            Place::Undecided { rivals: vec!["temp".to_owned()] },
            Place::Early { at_event: 7 },
            Place::Companion { of: vec!["temp".to_owned()] },
            Place::Open,
        ];
        let ranks: Vec<u8> = places.iter().map(rank).collect();
        assert_eq!(ranks, [0, 1, 2, 3]);
        assert_eq!(rank(&Place::Found { at_event: 9 }), 2);
    }
}
