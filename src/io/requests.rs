//! What the writing verbs ask of a running daemon.

use serde_json::{Value as Json, json};

use crate::daemon::trial::Deed;
use crate::daemon::{Event, Message, Told, told_json};
use crate::person::PersonId;
use crate::study::trial::stop::Ending;
use crate::voice::reject::sentence;
use crate::wire::json::command::NAMES;
use crate::wire::json::{Command, parse_command};
use crate::wire::socket::{Refusal, Request, TrialDeed};

use super::core::Core;
use super::import::Job;
use super::keeping;
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
        Request::Forget { person, what } => match keeping::forget(core, &person, &what) {
            Ok(answer) => reply.done(answer),
            Err(refusal) => reply.refused(refusal),
        },
        Request::Apart { person, record, joins } => match keeping::apart(core, &person, &record, joins) {
            Ok(answer) => reply.done(answer),
            Err(refusal) => reply.refused(refusal),
        },
        Request::Restore { size: _, replace } => match keeping::restore(core, body, replace) {
            Ok(answer) => reply.done(answer),
            Err(refusal) => reply.refused(refusal),
        },
        Request::Trial { person, deed } => match trial(core, &person, deed) {
            Ok(answer) => reply.done(answer),
            Err(refusal) => reply.refused(refusal),
        },
        Request::Command { person, name, payload } => match command(core, &person, &name, &payload) {
            Ok(answer) => reply.done(answer),
            Err(refusal) => reply.refused(refusal),
        },
    }
}

fn log(core: &mut Core, person: &str, message: Message) -> Result<Json, Refusal> {
    let handled = core.handle(&Event::Log(message));
    let handled = handled.ok_or_else(|| Refusal::unavailable("the daemon is stopping"))?;
    let told: Told = handled.told.into_iter().next().unwrap_or_default();
    let person = PersonId::new(person);
    let reader = person.map(|person| core.daemon.people().reader(&person));
    Ok(told_json(&told, reader.as_ref()))
}

pub(super) fn whose(person: &str) -> Result<PersonId, Refusal> {
    PersonId::new(person).ok_or_else(|| Refusal::usage(format!("\"{person}\" is no person's name")))
}

fn trial(core: &mut Core, person: &str, deed: TrialDeed) -> Result<Json, Refusal> {
    let whose = whose(person)?;
    let deed = match deed {
        TrialDeed::Start { exposure, seed, sessions } => Deed::Start { exposure, seed, sessions },
        TrialDeed::End { why } => {
            let unknown = || Refusal::usage("a trial does not end for that reason");
            Deed::End(Ending::from_name(&why).ok_or_else(unknown)?)
        }
    };
    let handled = core.handle(&Event::Trial(whose, deed));
    let reply = handled.and_then(|handled| handled.reply);
    let reply = reply.ok_or_else(|| Refusal::unavailable("the daemon is stopping"))?;
    match reply.get("because").and_then(Json::as_str) {
        Some(because) => Err(Refusal::usage(because)),
        None => Ok(reply),
    }
}

fn command(core: &mut Core, person: &str, name: &str, payload: &Json) -> Result<Json, Refusal> {
    let whose = whose(person)?;
    let command = read_command(name, payload, &whose)?;
    let id = command.alert.clone();
    let handled = core.handle(&Event::Command(whose, command));
    let reply = handled.and_then(|handled| handled.reply);
    let reply = reply.ok_or_else(|| Refusal::unavailable("the daemon is stopping"))?;
    if reply.get("result").is_some_and(|result| result == "unknown_alert") {
        return Err(Refusal::usage(format!("no alert \"{id}\" of {person}")));
    }
    match reply.get("because").and_then(Json::as_str) {
        Some(because) => Err(Refusal::usage(because)),
        None => Ok(reply),
    }
}

/// The command of a name and a payload.
pub fn read_command(name: &str, payload: &Json, person: &PersonId) -> Result<Command, Refusal> {
    let read = parse_command(name, &payload.to_string(), person);
    let wanted = NAMES.join(", ");
    let read = read.ok_or_else(|| Refusal::usage(format!("\"{name}\" is not a command here; wanted {wanted}")))?;
    read.map_err(|reject| {
        let said = sentence(&reject);
        Refusal::usage(format!("{}: {}", said.what, said.wanted))
    })
}
