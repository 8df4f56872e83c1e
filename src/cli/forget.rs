//! `tingled forget`: a person, some of their days, or what came from one app goes for good.

use std::io::BufRead;

use serde_json::Value as Json;

use super::args::ForgetArgs;
use super::door::{self, Door};
use super::failure::Failure;
use super::load::Loaded;
use super::people::known_person;
use super::span::Span;
use super::terminal::Terminal;
use crate::io::keeping::forget_in;
use crate::io::run::clock;
use crate::io::socket::CallError;
use crate::person::PersonId;
use crate::time::Timestamp;
use crate::voice::keeping::{self, Forgotten};
use crate::wire::socket::{Forgetting, Request};

/// Says what would go, asks, and forgets it.
pub fn run(args: &ForgetArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let store = door::read(loaded)?.ok_or_else(|| Failure::Usage(keeping::NOTHING_STORED.to_owned()))?;
    let person = known_person(&args.person, loaded, Some(&store))?;
    drop(store);
    let zone = loaded.people().reader(&person).zone;
    let span = Span::read(&args.days, &zone, terminal, "nothing was forgotten")?;
    let what = Forgetting {
        from_ms: span.from.map(Timestamp::as_millisecond),
        to_ms: span.to.map(Timestamp::as_millisecond),
        source: args.source.clone(),
        import: None,
        dry_run: true,
    };
    let mut door = door::open(loaded)?;
    let would = forget(&mut door, &person, &what, loaded)?;
    if !args.dry_run && !args.yes && !is_confirmed(&keeping::shall_i_forget(person.as_str(), &would), terminal) {
        return Err(Failure::Usage(keeping::NOT_FORGOTTEN.to_owned()));
    }
    let gone = match args.dry_run {
        true => would,
        false => forget(&mut door, &person, &Forgetting { dry_run: false, ..what }, loaded)?,
    };
    if args.json {
        let mut json = serde_json::to_value(&gone).unwrap_or_default();
        if let Some(fields) = json.as_object_mut() {
            fields.insert("schema".to_owned(), "tingled.forget/1".into());
            fields.insert("person".to_owned(), person.as_str().into());
        }
        terminal.json(&json);
    } else {
        terminal.say(&keeping::forgotten(person.as_str(), &gone));
    }
    Ok(())
}

/// Forgets through the running service, or in the database itself.
pub fn forget(door: &mut Door, person: &PersonId, what: &Forgetting, loaded: &Loaded) -> Result<Forgotten, Failure> {
    let inbox = Some(loaded.config.inbox.dir.as_path());
    let answer: Json = match door {
        Door::Own(daemon) => {
            let gone = forget_in(daemon, inbox, person, what, clock());
            return gone.map_err(|refusal| door::failure(&CallError::Refused(refusal)));
        }
        Door::Running => {
            let request = Request::Forget { person: person.to_string(), what: what.clone() };
            let answer = door::ask(&loaded.paths.socket, &request, &mut std::io::empty(), &mut |_, _| {});
            answer.map_err(|error| door::failure(&error))?
        }
    };
    serde_json::from_value(answer).map_err(|error| Failure::Unavailable(error.to_string()))
}

/// Whether a person at the keyboard says yes.
fn is_confirmed(question: &str, terminal: &mut Terminal) -> bool {
    let mut answer = String::new();
    let asked = terminal.questions().write_all(question.as_bytes()).and_then(|()| terminal.questions().flush());
    asked.is_ok() && std::io::stdin().lock().read_line(&mut answer).is_ok() && answer.trim() == "yes"
}
