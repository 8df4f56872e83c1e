//! What the writing verbs ask of a running daemon.

use serde_json::{Value as Json, json};

use crate::daemon::{Event, Message, Told, told_json};
use crate::decide::AlertId;
use crate::person::PersonId;
use crate::wire::socket::{Refusal, Request};

use super::core::Core;
use super::import::Job;
use super::socket::SocketRequest;

/// Answers one request; an import is answered when its file is read.
pub fn answer(core: &mut Core, request: SocketRequest) {
    let SocketRequest { request, body, reply } = request;
    match request {
        Request::Ping {} => reply.done(json!({ "result": "pong", "pid": std::process::id() })),
        Request::Log { person, kind, record, dry_run: _ } => {
            let message = Message {
                topic: format!("{person}/in/{kind}"),
                payload: record.to_string().into_bytes(),
                reply_to: None,
            };
            match log(core, &person, message) {
                Ok(answer) => reply.done(answer),
                Err(refusal) => reply.refused(refusal),
            }
        }
        Request::Import { person, name, options, size: _ } => match body {
            Some(body) => match Job::sent(&person, &name, body, options, reply) {
                Ok(job) => core.read_later(job),
                Err((reply, refusal)) => reply.refused(refusal),
            },
            None => reply.refused(Refusal::unavailable("the file did not arrive")),
        },
        Request::Command { person, name, payload } => match command(core, &person, &name, &payload) {
            Ok(answer) => reply.done(answer),
            Err(refusal) => reply.refused(refusal),
        },
    }
}

fn log(core: &mut Core, person: &str, message: Message) -> Result<Json, Refusal> {
    let handled = core.handle(&Event::Messages(vec![message]));
    let handled = handled.ok_or_else(|| Refusal::unavailable("the daemon is stopping"))?;
    let told: Told = handled.told.into_iter().next().unwrap_or_default();
    let person = PersonId::new(person);
    let reader = person.map(|person| core.daemon.people().reader(&person));
    Ok(told_json(&told, reader.as_ref()))
}

fn command(core: &mut Core, person: &str, name: &str, payload: &Json) -> Result<Json, Refusal> {
    let id = payload.get("alert").and_then(Json::as_str).unwrap_or_default();
    if name != "ack" {
        return Err(Refusal::usage(format!("\"{name}\" is not a command here; wanted ack")));
    }
    let id = AlertId(id.to_owned());
    // Another person's alert is as unknown as one that never was.
    let known = core.daemon.store().alert(&id).map_err(|error| Refusal::unavailable(error.to_string()))?;
    let theirs = known.is_some_and(|alert| alert.person.as_str() == person);
    let handled = theirs.then(|| core.handle(&Event::Acknowledge(id.clone()))).flatten();
    let alert = handled.and_then(|handled| handled.acknowledged);
    match alert {
        Some(alert) => Ok(json!({ "id": alert.id.0, "state": alert.state.name(), "revision": alert.revision })),
        None => Err(Refusal::usage(format!("no alert \"{id}\" of {person}"))),
    }
}
