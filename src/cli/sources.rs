//! `tingled sources`: the exports that can be read, and the sessions that several of them tell of.

use serde_json::{Value as Json, json};

use super::args::SourcesArgs;
use super::door::{self, Door};
use super::failure::Failure;
use super::load::Loaded;
use super::people::{known_person, the_person};
use super::terminal::Terminal;
use crate::daemon::twins::sessions_told_twice;
use crate::io::keeping::apart_in;
use crate::io::run::clock;
use crate::io::socket::CallError;
use crate::person::PersonId;
use crate::record::{Apart, Key, Record};
use crate::store::Store;
use crate::time::Timestamp;
use crate::voice::{keeping, sources as words};
use crate::wire::alert::time_text;
use crate::wire::json::hae;
use crate::wire::socket::Request;
use crate::wire::track::FORMATS;

/// Lists what can be read, or the sessions that several sources tell of; or says which of these are two.
pub fn run(args: &SourcesArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    match (&args.apart, &args.together) {
        (Some(record), _) => part(record, false, args, loaded, terminal),
        (_, Some(record)) => part(record, true, args, loaded, terminal),
        _ if args.joined => joined(args, loaded, terminal),
        _ => known(args, loaded, terminal),
    }
}

/// Lists the exports that can be read.
fn known(args: &SourcesArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let dialects = loaded.dialects()?;
    if args.json {
        let dialects = dialects.iter().map(|dialect| {
            json!({
                "name": &*dialect.name,
                "title": &*dialect.title,
                "source": &*dialect.source,
                "export": &*dialect.export,
                "columns": dialect.column_names(),
            })
        });
        let others = OTHERS.iter().map(|(name, title, source)| {
            json!({ "name": name, "title": title, "source": source, "export": "", "columns": [] })
        });
        let activities = FORMATS.iter().map(|format| {
            json!({
                "name": format.name,
                "title": format.title,
                "source": format.name,
                "export": format.export,
                "columns": format.told(),
            })
        });
        let all: Vec<Json> = dialects.chain(others).chain(activities).collect();
        terminal.json(&json!({ "schema": "tingled.sources/1", "sources": all }));
    } else {
        for dialect in dialects.iter() {
            terminal.say(&format!("{:<28} {}", &*dialect.name, &*dialect.title));
            if args.headers {
                terminal.say(&format!("    {}", dialect.column_names().join(", ")));
            }
        }
        for (name, title, _) in OTHERS {
            terminal.say(&format!("{name:<28} {title}"));
        }
        for format in FORMATS {
            terminal.say(&format!("{:<28} {}", format.name, format.title));
            if args.headers {
                terminal.say(&format!("    {}", format.told().join(", ")));
            }
        }
    }
    Ok(())
}

/// What is read and has no columns: name, title, and the source of its records.
const OTHERS: &[(&str, &str, &str)] = &[(hae::DIALECT, hae::TITLE, hae::SOURCE)];

/// Everything that is needed to speak of one person's sessions.
struct Theirs {
    person: PersonId,
    store: Store,
    sessions: Vec<Vec<Record>>,
    apart: Apart,
}

fn theirs(args: &SourcesArgs, loaded: &Loaded) -> Result<Theirs, Failure> {
    let store = door::read(loaded)?.ok_or_else(|| Failure::Usage(keeping::NOTHING_STORED.to_owned()))?;
    let person = the_person(args.person.as_deref(), loaded)?;
    let person = known_person(person.as_str(), loaded, Some(&store))?;
    let sessions = sessions_told_twice(&store, &person, (Timestamp::MIN, Timestamp::MAX))?;
    let apart = store.apart(&person)?;
    Ok(Theirs { person, store, sessions, apart })
}

/// Lists the sessions that several sources tell of, and the records that are kept apart.
fn joined(args: &SourcesArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let Theirs { person, store, sessions, apart } = theirs(args, loaded)?;
    let zone = loaded.people().reader(&person).zone;
    let trace = |record: &Record| words::Trace {
        record: record.key.to_string(),
        source: record.origin.source.0.to_string(),
        at: time_text(record.at, &zone),
        place: record.origin.place.of.to_string(),
        line: record.origin.place.line,
    };
    let sessions: Vec<Vec<words::Trace>> = sessions.iter().map(|told| told.iter().map(trace).collect()).collect();
    let mut pairs = Vec::new();
    for (one, other) in apart.pairs() {
        if let (Some(one), Some(other)) = (store.record(&person, *one)?, store.record(&person, *other)?) {
            pairs.push([trace(&one), trace(&other)]);
        }
    }
    if args.json {
        let schema = "tingled.joined/1";
        terminal.json(&json!({ "schema": schema, "person": person.as_str(), "sessions": sessions, "apart": pairs }));
    } else {
        terminal.say(&words::joined(person.as_str(), &sessions, &pairs));
    }
    Ok(())
}

/// Keeps a record apart from the others of its session, or lets it join them again.
fn part(
    beginning: &str,
    joins: bool,
    args: &SourcesArgs,
    loaded: &Loaded,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let Theirs { person, sessions, apart, .. } = theirs(args, loaded)?;
    let kept = apart.pairs().flat_map(|(one, other)| [one.to_string(), other.to_string()]);
    let told = sessions.iter().flatten().map(|record| record.key.to_string());
    let mut found: Vec<String> = if joins { kept.collect() } else { told.collect() };
    found.retain(|key| !beginning.is_empty() && key.starts_with(beginning));
    found.sort();
    found.dedup();
    let [record] = found.as_slice() else {
        return Err(Failure::Usage(words::not_one(beginning, found.len(), joins)));
    };
    let is_it = |key: &Key| key.to_string() == *record;
    let others = match door::open(loaded)? {
        _ if args.dry_run && joins => apart.pairs().filter(|(one, other)| is_it(one) || is_it(other)).count(),
        _ if args.dry_run => {
            let session = sessions.iter().find(|told| told.iter().any(|record| is_it(&record.key)));
            session.map_or(0, |told| told.len().saturating_sub(1))
        }
        Door::Own(mut daemon) => apart_in(&mut daemon, &person, record, joins, clock())
            .map_err(|refusal| door::failure(&CallError::Refused(refusal)))?,
        Door::Running => {
            let request = Request::Apart { person: person.to_string(), record: record.clone(), joins };
            let answer = door::ask(&loaded.paths.socket, &request, &mut std::io::empty(), &mut |_, _| {});
            let others = answer.map_err(|error| door::failure(&error))?.as_u64().unwrap_or_default();
            usize::try_from(others).unwrap_or(usize::MAX)
        }
    };
    if args.json {
        let schema = "tingled.apart/1";
        terminal.json(&json!({ "schema": schema, "record": record, "together": joins, "others": others, "dry_run": args.dry_run }));
    } else {
        terminal.say(&words::parted(record, others, joins, args.dry_run));
    }
    Ok(())
}
