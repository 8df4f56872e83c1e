//! `tingled status`: where a person stands, and how old the data are.

use serde_json::{Value as Json, json};

use crate::body::standing::Area;
use crate::daemon::People;
use crate::daemon::replay::report::quiet_because;
use crate::daemon::state::standing_of;
use crate::decide::Alert;
use crate::person::PersonId;
use crate::record::Kind;
use crate::store::Store;
use crate::time::{Timestamp, days_between};
use crate::voice::alert::day;
use crate::voice::{Language, Reader, about, advice, compose, replay, standing as words};
use crate::wire::alert::time_text;
use crate::wire::json::standing::standing_json;
use crate::wire::socket::Request;

use super::args::StatusArgs;
use super::door;
use super::failure::Failure;
use super::load::Loaded;
use super::people::known_person;
use super::terminal::Terminal;

/// Shows where everyone, or one person, stands.
pub fn run(args: &StatusArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let now = crate::io::run::clock();
    let people = loaded.people();
    let store = door::read(loaded)?;
    let mut persons: Vec<PersonId> = match (&args.person, &store) {
        (Some(name), store) => vec![known_person(name, loaded, store.as_ref())?],
        (None, Some(store)) => store.persons()?,
        (None, None) => Vec::new(),
    };
    if args.person.is_none() {
        persons.extend(people.ids().cloned());
        persons.sort();
        persons.dedup();
    }
    let running = door::ask(&loaded.paths.socket, &Request::Ping {}, &mut std::io::empty(), &mut |_, _| {}).is_ok();
    let mut answers = Vec::new();
    for person in &persons {
        answers.push(match &store {
            Some(store) => one(store, &people, person, now)?,
            None => json!({ "person": person.as_str(), "records": {}, "alerts": [] }),
        });
    }
    let answer = json!({
        "schema": "tingled.status/1",
        "version": env!("CARGO_PKG_VERSION"),
        "running": running,
        "database": loaded.paths.database().display().to_string(),
        "persons": answers,
    });
    if args.json {
        terminal.json(&answer);
    } else {
        terminal.say(&text(&answer));
    }
    Ok(())
}

fn one(store: &Store, people: &People, person: &PersonId, now: Timestamp) -> Result<Json, Failure> {
    let reader = people.reader(person);
    let Reader { zone, language, .. } = &reader;
    let about = |rule| about::title(rule, *language).unwrap_or("a rule of another version");
    let mut records = serde_json::Map::new();
    let mut all_newest: Option<Timestamp> = None;
    for kind in Kind::ALL {
        let (count, newest) = store.newest_of(person, *kind)?;
        all_newest = all_newest.max(newest);
        let age = newest.map(|newest| (days_between(newest, now) * 10.0).round() / 10.0);
        // What stands around the person's own words is English.
        let told = newest.map(|newest| words::age(newest, now, Language::English));
        let newest = newest.map(|newest| time_text(newest, zone));
        let of = json!({ "count": count, "newest": newest, "age_days": age, "age": told });
        records.insert(kind.name().to_owned(), of);
    }
    let mut standing = store.standing_alerts(person)?;
    standing.sort_by_key(|alert| std::cmp::Reverse((alert.level, alert.changed_at)));
    let quiet = quiet_texts(store, &standing, now, *language)?;
    let alerts: Vec<Json> = standing
        .iter()
        .zip(quiet)
        .map(|(alert, quiet)| {
            json!({
                "id": alert.id.0, "rule": alert.rule.as_str(), "about": about(alert.rule.as_str()),
                "level": alert.level.name(), "title": compose(alert, &reader).title,
                "state": alert.state.name(), "since": time_text(alert.raised_at, zone),
                "advice": advice::tips(&alert.finding, *language),
                "snoozed_until": alert.snoozed_until.map(|until| time_text(until, zone)),
                "shown_quietly": quiet,
            })
        })
        .collect();
    let rejects = store.rejects(Some(person), REJECTS_COUNTED)?.len();
    let heading = words::heading(all_newest.map(|newest| (day(newest, &reader), newest)), now, *language);
    let mut answer = json!({
        "person": person.as_str(),
        "heading": heading,
        "data_to": all_newest.map(|newest| time_text(newest, zone)),
        "records": records,
        "alerts": alerts,
        "left_out": rejects,
    });
    let now_standing = standing_of(store, people, person, now)?;
    let last = words::last_session(now_standing.last.as_ref(), |at| day(at, &reader), *language);
    if let Some(fields) = answer.as_object_mut() {
        fields.insert("last_session_text".to_owned(), last.into());
        let parts = standing_json(&now_standing, zone, *language);
        fields.extend(parts.map(|(name, part)| (name.to_owned(), part)));
    }
    Ok(answer)
}

/// Why alerts are shown quietly that the person marked as false so often, one for each.
fn quiet_texts(
    store: &Store,
    alerts: &[Alert],
    now: Timestamp,
    language: Language,
) -> Result<Vec<Option<String>>, Failure> {
    let text = |alert| Ok(quiet_because(store, alert, now)?.map(|tally| replay::demoted(tally, language)));
    alerts.iter().map(text).collect()
}

/// Left-out rows are counted up to here.
const REJECTS_COUNTED: usize = 10_000;

fn text(answer: &Json) -> String {
    let running = answer.get("running").and_then(Json::as_bool).unwrap_or(false);
    let state = if running { "running" } else { "not running" };
    let mut lines = vec![format!("tingled {}   {state}   {}", word(answer, "version"), word(answer, "database"))];
    let persons = answer.get("persons").and_then(Json::as_array).cloned().unwrap_or_default();
    if persons.is_empty() {
        lines.push("Nobody is configured and nothing is recorded yet: see  tingled init".to_owned());
    }
    for person in &persons {
        lines.push(String::new());
        lines.push(word(person, "person"));
        lines.extend(where_they_stand(person));
        lines.extend(recorded(person));
        lines.extend(open_alerts(person));
        if let Some(left_out @ 1..) = person.get("left_out").and_then(Json::as_u64) {
            lines.push(format!("  left out {left_out} rows or messages"));
        }
    }
    lines.join("\n")
}

fn word(json: &Json, name: &str) -> String {
    json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn list<'j>(json: &'j Json, name: &str) -> impl Iterator<Item = &'j Json> + use<'j> {
    json.get(name).and_then(Json::as_array).into_iter().flatten()
}

/// A row: a label, once, and what belongs to it.
fn row(label: &str, text: &str) -> String {
    format!("  {label:<9}{text}")
}

/// The person's readings, area by area, and how many sessions were answered.
fn where_they_stand(person: &Json) -> Vec<String> {
    let heading = word(person, "heading");
    if heading.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  {heading}")];
    lines.push(row("session", &word(person, "last_session_text")));
    if person.get("last_session").is_none_or(Json::is_null) {
        return lines;
    }
    for area in Area::ALL {
        let readings = list(person, "standing").filter(|reading| word(reading, "area") == area.name());
        let mut readings: Vec<&Json> = readings.collect();
        if *area == Area::Heat {
            // One tells of heat: the first that is known, else what the first wants.
            readings.sort_by_key(|reading| reading.get("value").is_none_or(Json::is_null));
            readings.truncate(1);
        }
        for (place, reading) in readings.into_iter().enumerate() {
            lines.push(row(if place == 0 { area.name() } else { "" }, &word(reading, "text")));
        }
    }
    for (place, stretch) in list(person, "coverage").enumerate() {
        lines.push(row(if place == 0 { "answers" } else { "" }, &word(stretch, "text")));
    }
    lines
}

/// How many records of each kind there are, and how old the newest is.
fn recorded(person: &Json) -> Vec<String> {
    let records = person.get("records").and_then(Json::as_object).into_iter().flatten();
    let line = |(kind, of): (&String, &Json)| {
        let count = of.get("count").and_then(Json::as_u64).unwrap_or(0);
        let newest = word(of, "newest");
        match count {
            0 => row(kind, "nothing recorded"),
            _ => row(kind, &format!("{count:>7}   newest {}   {}", minute(&newest), word(of, "age"))),
        }
    };
    records.map(line).collect()
}

fn open_alerts(person: &Json) -> Vec<String> {
    let lines = |alert: &Json| {
        let quiet = match word(alert, "snoozed_until") {
            until if until.is_empty() => String::new(),
            until => format!(", quiet until {}", minute(&until)),
        };
        let (rule, since) = (word(alert, "rule"), word(alert, "since"));
        let (level, about, state) = (word(alert, "level"), word(alert, "about"), word(alert, "state"));
        let alert_line = row("alert", &format!("{level}: {about} ({rule}, {state}) since {}{quiet}", minute(&since)));
        let tips = list(alert, "advice").map(|tip| row("", &format!("  · {}", tip.as_str().unwrap_or_default())));
        let why_quiet = Some(word(alert, "shown_quietly")).filter(|text| !text.is_empty());
        let why_quiet = why_quiet.map(|text| row("", &format!("  {text}")));
        std::iter::once(alert_line).chain(why_quiet).chain(tips).collect::<Vec<String>>()
    };
    let lines: Vec<String> = list(person, "alerts").flat_map(lines).collect();
    match lines.is_empty() {
        true => vec![row("alert", "none open; that speaks of what was recorded only")],
        false => lines,
    }
}

/// A time to the minute.
fn minute(time: &str) -> &str {
    time.get(..16).unwrap_or(time)
}
