//! `tingled status`: where a person stands, and how old the data are.

use serde_json::{Value as Json, json};

use crate::daemon::People;
use crate::person::PersonId;
use crate::record::Kind;
use crate::store::Store;
use crate::time::{Timestamp, days_between};
use crate::voice::{about, advice};
use crate::wire::alert::time_text;
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
    let (zone, language) = (&reader.zone, reader.language);
    let about = |rule| about::title(rule, language).unwrap_or("a rule of another version");
    let mut records = serde_json::Map::new();
    for kind in Kind::ALL {
        let (count, newest) = store.newest_of(person, *kind)?;
        let age = newest.map(|newest| (days_between(newest, now) * 10.0).round() / 10.0);
        let newest = newest.map(|newest| time_text(newest, zone));
        records.insert(kind.name().to_owned(), json!({ "count": count, "newest": newest, "age_days": age }));
    }
    let mut standing = store.standing_alerts(person)?;
    standing.sort_by_key(|alert| std::cmp::Reverse((alert.level, alert.changed_at)));
    let alerts: Vec<Json> = standing
        .iter()
        .map(|alert| {
            json!({
                "id": alert.id.0, "rule": alert.rule.as_str(), "about": about(alert.rule.as_str()),
                "level": alert.level.name(),
                "state": alert.state.name(), "since": time_text(alert.raised_at, zone),
                "advice": advice::tips(&alert.finding, language),
                "snoozed_until": alert.snoozed_until.map(|until| time_text(until, zone)),
            })
        })
        .collect();
    let rejects = store.rejects(Some(person), REJECTS_COUNTED)?.len();
    Ok(json!({ "person": person.as_str(), "records": records, "alerts": alerts, "left_out": rejects }))
}

/// Left-out rows are counted up to here.
const REJECTS_COUNTED: usize = 10_000;

fn text(answer: &Json) -> String {
    let word = |json: &Json, name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
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
        let empty = serde_json::Map::new();
        let records = person.get("records").and_then(Json::as_object).unwrap_or(&empty);
        for (kind, of) in records {
            let count = of.get("count").and_then(Json::as_u64).unwrap_or(0);
            let newest = word(of, "newest");
            let told = match of.get("age_days").and_then(Json::as_f64) {
                Some(age) => format!("{count:>7}   newest {}   {age} days ago", minute(&newest)),
                None => "nothing recorded".to_owned(),
            };
            lines.push(format!("  {kind:<9}{told}"));
        }
        let alerts = person.get("alerts").and_then(Json::as_array).cloned().unwrap_or_default();
        for alert in &alerts {
            let (rule, since) = (word(alert, "rule"), word(alert, "since"));
            lines.push(format!(
                "  alert    {}: {} ({rule}, {}) since {}",
                word(alert, "level"),
                word(alert, "about"),
                word(alert, "state"),
                minute(&since)
            ));
            let tips = alert.get("advice").and_then(Json::as_array).into_iter().flatten();
            lines.extend(tips.map(|tip| format!("           · {}", tip.as_str().unwrap_or_default())));
        }
        if alerts.is_empty() {
            lines.push("  alert    none open; that speaks of what was recorded only".to_owned());
        }
        if let Some(left_out @ 1..) = person.get("left_out").and_then(Json::as_u64) {
            lines.push(format!("  left out {left_out} rows or messages"));
        }
    }
    lines.join("\n")
}

/// A time to the minute.
fn minute(time: &str) -> &str {
    time.get(..16).unwrap_or(time)
}
