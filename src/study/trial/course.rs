//! How a trial goes: its row and the records say everything.

use super::change::Change;
use super::schedule::schedule;
use super::stop::{Ending, Standing, standing};
use super::verdict::{Verdict, verdict};
use super::{Arm, Held, STRONGEST};
use crate::body::exposures::{self, Answer, Direction, Exposure, Scale};
use crate::body::numbers::median;
use crate::body::session::{REACH_LATER_DAYS, Session, reports_of};
use crate::record::History;
use crate::time::{Timestamp, days_between};
use crate::units::Quantity;

/// A trial that a person began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// What it is about: an exposure of the list.
    pub exposure: String,
    /// The change.
    pub change: Change,
    /// What its order is drawn from.
    pub seed: u32,
    /// How many sessions it has.
    pub sessions: usize,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was ended, and why; `None` while nobody has ended it.
    pub ended: Option<(Timestamp, Ending)>,
}

impl Trial {
    /// What is to be done in each of its sessions.
    pub fn schedule(&self) -> Vec<Arm> {
        schedule(self.seed.to_string().as_bytes(), self.sessions / 2)
    }
}

/// The seed of a trial for which nobody named one: the same person, exposure and moment give the same.
pub fn own_seed(person: &str, exposure: &str, at: Timestamp) -> u32 {
    let mut hasher = blake3::Hasher::new_derive_key("tingled 2026 seed of a trial: person, exposure, start");
    for part in [person, exposure, &at.to_string()] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().as_bytes().first_chunk::<4>().map_or(0, |first| u32::from_le_bytes(*first))
}

/// How a trial goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// What was drawn.
    pub schedule: Vec<Arm>,
    /// The sessions so far.
    pub held: Vec<Held>,
    /// Whether it goes on.
    pub standing: Standing,
    /// What it showed; `None` while it goes on, since looking early would spoil it.
    pub verdict: Option<Verdict>,
}

impl Course {
    /// Sessions with an answer.
    pub fn answered(&self) -> usize {
        self.held.iter().filter(|held| held.tingling.is_some()).count()
    }

    /// Sessions of which the records show that it was done as drawn, that it was not, and neither.
    pub fn followed(&self) -> (usize, usize, usize) {
        let count = |wanted: Option<bool>| {
            self.held.iter().filter(|held| held.done.map(|done| done == held.drawn) == wanted).count()
        };
        (count(Some(true)), count(Some(false)), count(None))
    }
}

/// How a trial goes by these records: a pure function of both, so that it can be asked at any time.
///
/// Its sessions are the finished ones that began after it, in order of time; the n-th belongs to the n-th place of the
/// schedule, whatever was done. `alerted` is when an alert ended it.
pub fn course(trial: &Trial, history: &History, alerted: Option<Timestamp>, now: Timestamp) -> Course {
    let schedule = trial.schedule();
    let until = [trial.ended.map(|(at, _)| at), alerted].into_iter().flatten().min();
    let is_part = |session: &Session<'_>| {
        session.start > trial.started_at
            && until.is_none_or(|until| session.start < until)
            && session.end().unwrap_or(session.start) <= now
    };
    let cases = exposures::cases(history);
    let listed = exposures::exposure(&trial.exposure);
    let before: Vec<f64> = cases
        .iter()
        .filter(|case| case.session.start <= trial.started_at)
        .filter_map(|case| listed.map(|exposure| (exposure.of)(case)).as_ref().and_then(Answer::value))
        .collect();
    let middle = median(&before);
    let (mut held, mut may_be_told) = (Vec::new(), Vec::new());
    for (case, drawn) in cases.iter().filter(|case| is_part(&case.session)).zip(&schedule) {
        let value = listed.map(|exposure| (exposure.of)(case)).as_ref().and_then(Answer::value);
        let done = listed.zip(value).and_then(|(exposure, value)| done(exposure, value, middle, *drawn));
        let tingling = tingling(history, &case.session);
        may_be_told.push(tingling.is_none() && days_between(case.session.start, now) < REACH_LATER_DAYS);
        held.push(Held { drawn: *drawn, done, tingling });
    }
    let standing = match trial.ended {
        Some((_, ending)) => Standing::Over(ending),
        None => standing_now(&schedule, &held, &may_be_told, alerted.is_some()),
    };
    let verdict = matches!(standing, Standing::Over(_)).then(|| verdict(&held));
    Course { schedule, held, standing, verdict }
}

/// Where it stands; a session that may still be answered is not yet lost.
fn standing_now(schedule: &[Arm], held: &[Held], may_be_told: &[bool], alerted: bool) -> Standing {
    let best = held.iter().zip(may_be_told).map(|(held, may_be_told)| match may_be_told {
        true => Held { tingling: Some(if held.drawn == Arm::Usual { STRONGEST } else { 0 }), ..*held },
        false => *held,
    });
    standing(schedule, &best.collect::<Vec<_>>(), alerted)
}

/// How strong the tingling of a session was: the strongest of its reports.
fn tingling(history: &History, session: &Session<'_>) -> Option<u8> {
    let reports = reports_of(history, session);
    let strengths = reports.iter().filter_map(|told| {
        let strength = told.said.severity.map_or(1.0, |severity| severity.get().ceil().max(1.0));
        told.said.tingling.map(|tingled| if tingled { strength as u8 } else { 0 })
    });
    strengths.max()
}

/// What was done by the recorded value: the change where the exposure was not there (of a degree: not beyond the
/// person's own middle before the trial). As usual may be with it or without.
fn done(exposure: &Exposure, value: f64, middle: Option<f64>, drawn: Arm) -> Option<Arm> {
    if drawn == Arm::Usual {
        return Some(Arm::Usual);
    }
    let middle = match exposure.scale {
        Scale::Binary => 0.5,
        Scale::Continuous => middle?,
    };
    let is_exposed = match exposure.direction {
        Direction::Higher | Direction::Either => value > middle,
        Direction::Lower => value < middle,
    };
    Some(if is_exposed { Arm::Usual } else { Arm::Change })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_may_still_be_answered_is_not_yet_lost() {
        let drawn = schedule(b"a", 8);
        let held: Vec<Held> =
            drawn.iter().take(8).map(|drawn| Held { drawn: *drawn, done: None, tingling: None }).collect();
        let at = |may_be_told| standing_now(&drawn, &held, &[may_be_told; 8], false);
        assert_eq!(at(false), Standing::Over(Ending::NotPossible));
        assert_eq!(at(true), Standing::Going { next: drawn[8], left: 8 });
    }

    #[test]
    fn a_seed_of_its_own_depends_on_person_exposure_and_time() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-02T10:00:00Z");
        let seed = own_seed("ana", "temp", now);
        assert_eq!(seed, own_seed("ana", "temp", now));
        assert_ne!(seed, own_seed("ben", "temp", now));
        assert_ne!(seed, own_seed("ana", "music", now));
        assert_ne!(seed, own_seed("ana", "temp", at("2026-11-02T10:00:01Z")));
    }
}
