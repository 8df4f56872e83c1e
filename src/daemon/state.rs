//! Where a person stands, as one small object.

use serde_json::{Value as Json, json};

use crate::decide::Alert;
use crate::person::PersonId;
use crate::voice::Reader;

use super::look::Window;

/// The retained summary of a person: what stands, and how far the data reach. Says nothing about what was not
/// recorded: no open alert is no statement about health.
pub fn json(person: &PersonId, window: &Window, reader: &Reader) -> Json {
    let mut open: Vec<&Alert> = window.said.values().filter(|alert| alert.is_standing()).collect();
    open.sort_by_key(|alert| (std::cmp::Reverse(alert.level), alert.raised_at, alert.id.clone()));
    let time =
        |at: crate::time::Timestamp| at.to_zoned(reader.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let alerts: Vec<Json> = open
        .iter()
        .map(|alert| {
            json!({
                "id": alert.id.0, "rule": alert.rule.as_str(), "level": alert.level.name(),
                "state": alert.state.name(), "since": time(alert.raised_at),
            })
        })
        .collect();
    json!({
        "schema": "tingled.state/1",
        "person": person.as_str(),
        "level": open.first().map(|alert| alert.level.name()),
        "open": alerts,
        "data_to": window.history.newest().map(time),
        "last_report": window.history.symptoms().keys().next_back().map(|(at, _)| time(*at)),
        "last_session": window.history.workouts().keys().next_back().map(|(at, _)| time(*at)),
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
