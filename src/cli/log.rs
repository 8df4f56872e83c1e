//! `tingled log`: telling something from the command line.

use serde_json::{Value as Json, json};

use crate::daemon::{Event, Message, told_json};
use crate::person::PersonId;
use crate::record::{Kind, Record};
use crate::voice::{Notice, report};
use crate::wire::Parsed;
use crate::wire::json::{JsonSettings, from_pairs, record_json};
use crate::wire::socket::Request;

use super::args::LogArgs;
use super::door::{self, Door};
use super::failure::Failure;
use super::load::Loaded;
use super::people::the_person;
use super::terminal::Terminal;

/// What is said when nothing could be taken.
const NOTHING: &str = "nothing was recorded";

/// Tells one thing.
pub fn run(args: &LogArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let args = &options_anywhere(args)?;
    let person = the_person(args.person.as_deref(), loaded)?;
    let kind = Kind::from_name(&args.kind).ok_or_else(|| {
        let known: Vec<&str> =
            Kind::ALL.iter().flat_map(|kind| kind.aliases().iter().copied().chain([kind.name()])).collect();
        Failure::Usage(format!("\"{}\" cannot be told; wanted one of: {}", args.kind, known.join(", ")))
    })?;
    let parsed = parse(args, &person, kind, loaded)?;
    for reject in parsed.rejects.iter().chain(&parsed.unused) {
        terminal.notice(&Notice::of_reject(reject, None));
    }
    let Some(record) = parsed.records.first() else {
        return Err(Failure::Data(NOTHING.to_owned()));
    };
    let answer = if args.dry_run {
        json!({ "schema": "tingled.told/1", "dry_run": true, "record": record_json(record) })
    } else {
        tell(record, loaded)?
    };
    if args.json {
        terminal.json(&answer);
    } else {
        terminal.say(&text(&answer, args.dry_run));
    }
    let refused = answer.get("rejected").and_then(Json::as_array).is_some_and(|list| !list.is_empty());
    if refused { Err(Failure::Data(NOTHING.to_owned())) } else { Ok(()) }
}

/// Our own options may also stand among the fields: a `--dry-run` that is read as a field would be no dry run.
fn options_anywhere(args: &LogArgs) -> Result<LogArgs, Failure> {
    let mut sorted = LogArgs { fields: Vec::new(), ..args.clone() };
    let mut words = args.fields.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--dry-run" => sorted.dry_run = true,
            "--json" => sorted.json = true,
            "--person" => match words.next() {
                Some(name) => sorted.person = Some(name.clone()),
                None => return Err(Failure::Usage("a name is missing after --person".to_owned())),
            },
            "-c" | "--config" | "--data" => {
                return Err(Failure::Usage(format!("{word} stands before the fields, as in  tingled {word} … log")));
            }
            word => match word.strip_prefix("--person=") {
                Some(name) => sorted.person = Some(name.to_owned()),
                None => sorted.fields.push(word.to_owned()),
            },
        }
    }
    Ok(sorted)
}

fn parse(args: &LogArgs, person: &PersonId, kind: Kind, loaded: &Loaded) -> Result<Parsed, Failure> {
    let people = loaded.people();
    let settings = JsonSettings {
        people: people.zones(),
        now: crate::io::run::clock(),
        payload_most: crate::daemon::PAYLOAD_MOST,
    };
    Ok(from_pairs(kind, &pairs(&args.fields)?, person, "command line", &settings))
}

/// `--site calf --sign=pain` as pairs; a word without a value after it means yes.
fn pairs(fields: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let mut pairs = Vec::new();
    let mut words = fields.iter().peekable();
    while let Some(word) = words.next() {
        let Some(name) = word.strip_prefix("--") else {
            return Err(Failure::Usage(format!("\"{word}\" stands alone; wanted --FIELD VALUE, like --severity 4")));
        };
        let value = match name.split_once('=') {
            Some((name, value)) => (name.to_owned(), value.to_owned()),
            None => match words.next_if(|next| !next.starts_with("--")) {
                Some(value) => (name.to_owned(), value.clone()),
                None => (name.to_owned(), "yes".to_owned()),
            },
        };
        pairs.push(value);
    }
    Ok(pairs)
}

/// Hands the record to the daemon, or stores it.
fn tell(record: &Record, loaded: &Loaded) -> Result<Json, Failure> {
    let person = record.person.to_string();
    let kind = record.body.kind().name().to_owned();
    let record = record_json(record);
    match door::open(loaded)? {
        Door::Running => {
            let request = Request::Log { person, kind, record, dry_run: false };
            door::ask(&loaded.paths.socket, &request, &mut std::io::empty(), &mut |_, _| {})
                .map_err(|error| door::failure(&error))
        }
        Door::Own(mut daemon) => {
            let payload = record.to_string().into_bytes();
            let message = Message { topic: format!("{person}/in/{kind}"), payload, reply_to: None };
            let handled = daemon.handle(&Event::Messages(vec![message]), crate::io::run::clock())?;
            let told = handled.told.into_iter().next().unwrap_or_default();
            let reader = PersonId::new(&person).map(|person| daemon.people().reader(&person));
            Ok(told_json(&told, reader.as_ref()))
        }
    }
}

fn text(answer: &Json, dry_run: bool) -> String {
    if dry_run {
        let record = answer.get("record").cloned().unwrap_or_default();
        return format!("would be recorded: {record}\na dry run: nothing was changed");
    }
    let count = |name: &str| answer.get(name).and_then(Json::as_u64).unwrap_or(0);
    let mut lines = vec![match (count("new"), count("changed")) {
        (1.., _) => "recorded".to_owned(),
        (_, 1..) => "recorded: a newer version of what was known".to_owned(),
        _ => "known already: nothing changed".to_owned(),
    }];
    for alert in answer.get("alerts").and_then(Json::as_array).into_iter().flatten() {
        lines.push(format!("\n{}", report::said(alert)));
    }
    lines.join("\n")
}
