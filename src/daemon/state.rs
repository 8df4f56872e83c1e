//! Where a person stands, as one small object; and the answers to commands.

use serde_json::{Value as Json, json};

use crate::decide::Alert;
use crate::person::PersonId;
use crate::time::Timestamp;
use crate::voice::Reader;
use crate::wire::json::state::{Summary, state_json};

use super::look::Window;

/// The retained summary of a person.
pub fn state(person: &PersonId, window: &Window, reader: &Reader, now: Timestamp) -> Json {
    let history = &window.history;
    let alerts: Vec<Alert> = window.said.values().cloned().collect();
    state_json(&Summary {
        person,
        zone: &reader.zone,
        now,
        alerts: &alerts,
        data_to: history.newest(),
        last_report: history.symptoms().keys().next_back().map(|(at, _)| *at),
        last_workout: history.workouts().keys().next_back().map(|(at, _)| *at),
        last_intake: history.intakes().keys().next_back().map(|(at, _)| *at),
    })
}

/// The answer to a command.
pub fn reply(result: &str, alert: Option<&Alert>) -> Json {
    json!({
        "schema": "tingled.reply/1",
        "result": result,
        "alert": alert.map(|alert| alert.id.0.as_str()),
        "revision": alert.map(|alert| alert.revision),
        "state": alert.map(|alert| alert.state.name()),
    })
}
