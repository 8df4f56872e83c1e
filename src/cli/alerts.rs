//! `tingled alerts`: what stands, and the words that it was seen and whether it helped.

use comfy_table::{ContentArrangement, Table, presets};
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use crate::assess::RULES_VERSION;
use crate::daemon::replay::report::quiet_because;
use crate::daemon::{Event, People};
use crate::decide::Alert;
use crate::io::requests::read_command;
use crate::person::PersonId;
use crate::store::Store;
use crate::voice::alert::what_to_do;
use crate::voice::report::SHORT_ID;
use crate::voice::{about, compose, replay};
use crate::wire::alert::{alert_json, time_text};
use crate::wire::socket::Request;

use super::args::{AlertsArgs, AlertsVerb};
use super::door::{self, Door};
use super::failure::Failure;
use super::load::Loaded;
use super::people::known_person;
use super::terminal::Terminal;

/// The most alerts that are listed.
const LISTED_MOST: usize = 1000;

/// Lists alerts, or does something with one.
pub fn alerts(args: &AlertsArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    match &args.verb {
        Some(AlertsVerb::Ack { id }) => acknowledge(id, args.json, loaded, terminal),
        Some(AlertsVerb::Snooze { id, hours }) => snooze(id, *hours, args.json, loaded, terminal),
        Some(AlertsVerb::Feedback { id, mark }) => feedback(id, mark, args.json, loaded, terminal),
        None => list(args, loaded, terminal),
    }
}

fn list(args: &AlertsArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let people = loaded.people();
    let (found, quiet) = match door::read(loaded)? {
        Some(store) => {
            let person = args.person.as_deref().map(|name| known_person(name, loaded, Some(&store))).transpose()?;
            let found = select(&store, person, args.all)?;
            let quiet = quiet_lines(&store, &people, &found)?;
            (found, quiet)
        }
        None => (Vec::new(), Vec::new()),
    };
    if args.json {
        let listed: Vec<Json> = found.iter().map(|alert| shown(alert, &people)).collect();
        terminal.json(&json!({ "schema": "tingled.alerts/1", "alerts": listed }));
    } else if found.is_empty() {
        let which = if args.all { "ever raised" } else { "open" };
        terminal.say(&format!("No alert {which}. This speaks of what was recorded only: see  tingled status"));
    } else {
        terminal.say(&table(&found, &people));
        quiet.into_iter().for_each(|line| terminal.say(&line));
    }
    Ok(())
}

/// The alerts of one person or of everyone, most urgent first.
fn select(store: &Store, person: Option<PersonId>, all: bool) -> Result<Vec<Alert>, Failure> {
    let persons = match person {
        Some(person) => vec![person],
        None => store.persons()?,
    };
    let mut found = Vec::new();
    for person in &persons {
        found.extend(store.alerts(person, LISTED_MOST)?);
    }
    found.retain(|alert| all || alert.is_standing());
    found.sort_by_key(|alert| (!alert.is_standing(), std::cmp::Reverse((alert.level, alert.changed_at))));
    Ok(found)
}

/// Why alerts are shown quietly that the person marked as false so often.
fn quiet_lines(store: &Store, people: &People, alerts: &[Alert]) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for alert in alerts.iter().filter(|alert| alert.is_standing()) {
        if let Some(tally) = quiet_because(store, alert, crate::io::run::clock())? {
            let language = people.reader(&alert.person).language;
            lines.push(format!("{}: {}", short_id(alert), replay::demoted(tally, language)));
        }
    }
    Ok(lines)
}

fn short_id(alert: &Alert) -> String {
    alert.id.0.chars().take(SHORT_ID).collect()
}

fn shown(alert: &Alert, people: &People) -> Json {
    let reader = people.reader(&alert.person);
    alert_json(alert, &compose(alert, &reader), &reader.zone, RULES_VERSION)
}

fn table(found: &[Alert], people: &People) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["id", "person", "level", "state", "since", "about", "what to do"]);
    for alert in found {
        let reader = people.reader(&alert.person);
        let about = about::title(alert.rule.as_str(), reader.language).unwrap_or(alert.rule.as_str());
        let first = what_to_do(&alert.finding, &reader);
        let id = short_id(alert);
        let since = time_text(alert.raised_at, &reader.zone);
        table.add_row([
            id.as_str(),
            alert.person.as_str(),
            alert.level.name(),
            &state(alert, &reader.zone),
            since.get(..16).unwrap_or(&since),
            about,
            &first,
        ]);
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Where an alert stands, and until when it is quiet.
fn state(alert: &Alert, zone: &TimeZone) -> String {
    match alert.snoozed_until {
        Some(until) => format!("{}, snoozed until {}", alert.state.name(), time_text(until, zone)),
        None => alert.state.name().to_owned(),
    }
}

/// The alert of an id, or of the first characters of one.
pub fn find(store: &Store, id: &str) -> Result<Alert, Failure> {
    let unknown = || Failure::Usage(format!("no alert \"{id}\"; see  tingled alerts --all"));
    if id.len() < 4 {
        return Err(Failure::Usage(format!("\"{id}\" is too short; give at least 4 characters of the id")));
    }
    let mut found = Vec::new();
    for person in store.persons()? {
        found.extend(store.alerts(&person, LISTED_MOST)?.into_iter().filter(|alert| alert.id.0.starts_with(id)));
    }
    match found.len() {
        0 | 1 => found.pop().ok_or_else(unknown),
        several => Err(Failure::Usage(format!("{several} alerts begin with \"{id}\"; give more of the id"))),
    }
}

/// Asks something about one alert: of a running service, or of the database itself.
fn ask(id: &str, name: &str, more: Json, loaded: &Loaded) -> Result<Json, Failure> {
    let store =
        door::read(loaded)?.ok_or_else(|| Failure::Usage(format!("no alert \"{id}\": nothing is recorded yet")))?;
    let alert = find(&store, id)?;
    drop(store);
    let mut payload = more;
    if let Some(fields) = payload.as_object_mut() {
        fields.insert("alert".to_owned(), alert.id.0.as_str().into());
    }
    let command = read_command(name, &payload, &alert.person).map_err(|refusal| Failure::Usage(refusal.message))?;
    match door::open(loaded)? {
        Door::Running => {
            let request = Request::Command { person: alert.person.to_string(), name: name.to_owned(), payload };
            door::ask(&loaded.paths.socket, &request, &mut std::io::empty(), &mut |_, _| {})
                .map_err(|error| door::failure(&error))
        }
        Door::Own(mut daemon) => {
            let handled = daemon.handle(&Event::Command(alert.person, command), crate::io::run::clock())?;
            let reply = handled.reply.unwrap_or_default();
            match reply.get("because").and_then(Json::as_str) {
                Some(because) => Err(Failure::Usage(because.to_owned())),
                None => Ok(reply),
            }
        }
    }
}

fn acknowledge(id: &str, in_json: bool, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let answer = ask(id, "ack", json!({}), loaded)?;
    if in_json {
        terminal.json(&json!({
            "schema": "tingled.acknowledged/1",
            "id": answer.get("alert"),
            "state": answer.get("state"),
            "revision": answer.get("revision"),
        }));
    } else {
        terminal.say(&format!("{} is {}", short(&answer), word(&answer, "state")));
    }
    Ok(())
}

fn feedback(id: &str, mark: &str, in_json: bool, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let answer = ask(id, "feedback", json!({ "mark": mark }), loaded)?;
    if in_json {
        terminal.json(&answer);
    } else {
        terminal.say(&format!("{} is marked as {mark}", short(&answer)));
    }
    Ok(())
}

fn snooze(id: &str, hours: f64, in_json: bool, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let answer = ask(id, "snooze", json!({ "hours": hours }), loaded)?;
    if in_json {
        terminal.json(&answer);
    } else {
        terminal.say(&format!("{} is quiet until {}", short(&answer), word(&answer, "snoozed_until")));
    }
    Ok(())
}

/// The first characters of the alert that an answer is about.
fn short(answer: &Json) -> String {
    word(answer, "alert").chars().take(SHORT_ID).collect()
}

fn word<'a>(answer: &'a Json, name: &str) -> &'a str {
    answer.get(name).and_then(Json::as_str).unwrap_or_default()
}
