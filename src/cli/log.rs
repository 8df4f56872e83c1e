//! `tingled log`: telling something from the command line.

use std::io::IsTerminal;

use serde_json::{Value as Json, json};

use crate::daemon::{Event, Message, told_json};
use crate::person::PersonId;
use crate::record::{Kind, Place, Record, Wrong};
use crate::voice::understood::{not_understood, understood};
use crate::voice::{Notice, nearest, report};
use crate::wire::Parsed;
use crate::wire::json::{JsonSettings, from_pairs, record_json};
use crate::wire::socket::Request;
use crate::wire::words::{self, Unread};

use super::args::LogArgs;
use super::ask;
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
    let is_none = NO_TINGLING.contains(&args.kind.as_str());
    let named = if is_none { Some(Kind::Symptom) } else { Kind::from_name(&args.kind) };
    let kind = named.ok_or_else(|| {
        let known: Vec<&str> =
            Kind::ALL.iter().flat_map(|kind| kind.aliases().iter().copied().chain([kind.name()])).collect();
        Failure::Usage(format!("\"{}\" cannot be told; wanted one of: {}", args.kind, known.join(", ")))
    })?;
    let told = answers(args, is_none, kind, &person, loaded, terminal)?;
    let parsed = parse(&told, &person, kind, loaded);
    for reject in parsed.rejects.iter().chain(&parsed.unused) {
        terminal.notice(&Notice::of_reject(reject, None));
    }
    for (given, meant) in nearly_given(&parsed, &told) {
        terminal.note(&format!("  help: was --{given} meant as --{meant}?"));
    }
    let Some(record) = parsed.records.first() else {
        return Err(Failure::Data(NOTHING.to_owned()));
    };
    let mut answer =
        if args.dry_run { json!({ "schema": "tingled.told/1", "dry_run": true }) } else { tell(record, loaded)? };
    let unread = words::unread(&record.body);
    if let Some(members) = answer.as_object_mut() {
        members.insert("record".to_owned(), record_json(record));
        members.insert("not_understood".to_owned(), unread.iter().map(unread_json).collect());
    }
    if args.json {
        terminal.json(&answer);
    } else {
        terminal.say(&text(&answer, args.dry_run, &heard(record, &unread)));
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

/// Other names of a report that there was none.
const NO_TINGLING: &[&str] = &["no-tingling", "no_tingling"];

/// What was told: the fields given, or without any on a terminal the answers to the questions.
fn answers(
    args: &LogArgs,
    is_none: bool,
    kind: Kind,
    person: &PersonId,
    loaded: &Loaded,
    terminal: &mut Terminal,
) -> Result<Vec<(String, String)>, Failure> {
    let no = || ("tingling".to_owned(), "no".to_owned());
    let mut told = pairs(&args.fields)?;
    if kind == Kind::Symptom {
        for pair in told.iter_mut().filter(|(name, _)| name == "none") {
            *pair = no();
        }
    }
    if is_none {
        told.insert(0, no());
    }
    let stdin = std::io::stdin();
    if kind != Kind::Symptom || !told.is_empty() || !stdin.is_terminal() {
        return Ok(told);
    }
    let language = loaded.people().reader(person).language;
    let asked = ask::report(&mut stdin.lock(), terminal.questions(), language);
    let asked = asked.map_err(|error| Failure::Unavailable(format!("could not ask: {error}")))?;
    asked.ok_or_else(|| Failure::Data(NOTHING.to_owned()))
}

/// What was understood, and each word that was not.
fn heard(record: &Record, unread: &[Unread]) -> Vec<String> {
    let strange: Vec<(&str, String)> = unread.iter().map(|word| (word.field, word.word.clone())).collect();
    let not = unread.iter().map(|word| not_understood(word.field, &word.word, word.near.as_ref()));
    std::iter::once(understood(&record.body, &strange)).chain(not).collect()
}

fn unread_json(unread: &Unread) -> Json {
    let (said, name) = unread.near.clone().unzip();
    json!({ "field": unread.field, "word": unread.word, "nearest": said, "means": name })
}

fn parse(told: &[(String, String)], person: &PersonId, kind: Kind, loaded: &Loaded) -> Parsed {
    let people = loaded.people();
    let settings = JsonSettings {
        people: people.zones(),
        now: crate::io::run::clock(),
        payload_most: crate::daemon::PAYLOAD_MOST,
    };
    from_pairs(kind, told, person, Place::COMMAND_LINE, &settings)
}

/// Fields that are missing, each with what was given under nearly its name.
fn nearly_given(parsed: &Parsed, given: &[(String, String)]) -> Vec<(String, String)> {
    let missing = parsed.rejects.iter().filter(|reject| reject.wrong == Wrong::Missing);
    let near = |field: &String| {
        let close = given.iter().find(|(name, _)| nearest(name, std::iter::once(field.as_str())).is_some())?;
        Some((close.0.clone(), field.clone()))
    };
    missing.filter_map(|reject| near(reject.field.as_ref()?)).collect()
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
            let handled = daemon.handle(&Event::Log(message), crate::io::run::clock())?;
            let mut told = handled.told.into_iter().next().unwrap_or_default();
            let person = PersonId::new(&person);
            if let Some(person) = &person {
                told.said.extend(daemon.study_one(person, crate::io::run::clock())?);
            }
            let reader = person.map(|person| daemon.people().reader(&person));
            Ok(told_json(&told, reader.as_ref()))
        }
    }
}

fn text(answer: &Json, dry_run: bool, heard: &[String]) -> String {
    let heard = heard.join("\n");
    if dry_run {
        let record = answer.get("record").cloned().unwrap_or_default();
        return format!("would be recorded: {record}\n{heard}\na dry run: nothing was changed");
    }
    let count = |name: &str| answer.get(name).and_then(Json::as_u64).unwrap_or(0);
    let mut lines = vec![match (count("new"), count("changed")) {
        (1.., _) => "recorded".to_owned(),
        (_, 1..) => "recorded: a newer version of what was known".to_owned(),
        _ => "known already: nothing changed".to_owned(),
    }];
    lines.push(heard);
    for alert in answer.get("alerts").and_then(Json::as_array).into_iter().flatten() {
        lines.push(format!("\n{}", report::said(alert)));
    }
    lines.join("\n")
}
