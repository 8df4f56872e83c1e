//! Trials on oneself: begun and ended here; how one goes is worked out from the records whenever it is asked.

use serde_json::{Value as Json, json};

use crate::assess::Level;
use crate::decide::Alert;
use crate::person::PersonId;
use crate::record::History;
use crate::store::{Store, StoreError};
use crate::study::trial::change::change;
use crate::study::trial::course::{Course, Trial, course};
use crate::study::trial::schedule::BLOCKS_MOST;
use crate::study::trial::stop::Ending;
use crate::time::Timestamp;
use crate::voice::trial::Refused;

use super::Daemon;

/// What a person does with a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Begins one.
    Start {
        /// What it is about.
        exposure: String,
        /// What its order is drawn from.
        seed: u32,
        /// How many sessions it has.
        sessions: usize,
    },
    /// Ends the one that runs, for this reason.
    End(Ending),
}

/// The most alerts that are looked through for one that ends a trial.
const ALERTS_MOST: usize = 1000;

/// Whether an alert says to see a doctor today, or more.
fn says_doctor(alert: &Alert) -> bool {
    alert.level >= Level::Urgent
}

/// Whether a doctor comes before any trial: an alert that says so stands.
pub fn doctor_first(store: &Store, person: &PersonId) -> Result<bool, StoreError> {
    Ok(store.standing_alerts(person)?.iter().any(says_doctor))
}

/// The last trial of a person and how it goes; `None` before the first.
pub fn course_of(
    store: &Store,
    history: &History,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<(Trial, Course)>, StoreError> {
    let Some(trial) = store.last_trial(person)? else { return Ok(None) };
    let alerts = store.alerts(person, ALERTS_MOST)?;
    let alerted = ended_by(&trial, &alerts);
    let course = course(&trial, history, alerted, now);
    Ok(Some((trial, course)))
}

/// When an alert ended a trial: the first for a doctor today that was raised, or that rose, since it began.
fn ended_by(trial: &Trial, alerts: &[Alert]) -> Option<Timestamp> {
    let since = |alert: &Alert| {
        if alert.raised_at >= trial.started_at {
            return Some(alert.raised_at);
        }
        (alert.is_standing() && alert.changed_at >= trial.started_at).then_some(alert.changed_at)
    };
    alerts.iter().filter(|alert| says_doctor(alert)).filter_map(since).min()
}

impl Daemon {
    /// Does what a person does with a trial, and answers.
    pub(super) fn trial(&mut self, person: &PersonId, deed: &Deed, now: Timestamp) -> Result<Json, StoreError> {
        let refused = |because: Refused| json!({ "result": "refused", "because": because.text() });
        Ok(match deed {
            Deed::Start { exposure, seed, sessions } => {
                let Some((change, _)) = change(exposure) else { return Ok(refused(Refused::NoSafeChange)) };
                let fits = *sessions >= 2 && *sessions <= BLOCKS_MOST.saturating_mul(2) && sessions % 2 == 0;
                if !fits {
                    return Ok(refused(Refused::Length));
                }
                if doctor_first(&self.store, person)? {
                    return Ok(refused(Refused::DoctorFirst));
                }
                let (exposure, seed, sessions) = (exposure.clone(), *seed, *sessions);
                let trial = Trial { exposure, change, seed, sessions, started_at: now, ended: None };
                match self.store.begin_trial(person, &trial)? {
                    true => json!({ "result": "started" }),
                    false => refused(Refused::Running),
                }
            }
            Deed::End(why) => match self.store.end_trial(person, now, *why)? {
                true => json!({ "result": "ended" }),
                false => refused(Refused::NoneRuns),
            },
        })
    }
}
