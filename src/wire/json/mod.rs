//! Our JSON, from MQTT topics, the socket and `log` arguments, to records, profile answers and commands.
//!
//! Depth and brackets are checked before anything recurses; each element of a batch is read on its own, so a
//! bad one costs only itself.

pub mod command;
mod element;
pub mod experiment;
pub mod file;
pub mod hae;
pub mod out;
mod pairs;
mod sheet;
mod show;
pub mod standing;
pub mod state;
pub mod study;
#[cfg(test)]
mod tests;
mod tree;
pub mod what_if;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

pub use command::{Action, Command};
pub use element::required;
pub use pairs::from_pairs;
pub use show::record_json;

use self::element::{Read, Reading};
use self::sheet::Fault;
use self::tree::Outline;
use crate::person::PersonId;
use crate::record::{Edits, Kind, Place, Record, Reject, Wrong};
use crate::time::Timestamp;
use crate::wire::Parsed;

/// The most elements of a batch.
pub const BATCH_MOST: usize = 1000;

/// The longest topic that is looked at, in bytes.
pub const TOPIC_LONGEST: usize = 200;

/// What reading a message needs to know.
#[derive(Clone, Debug)]
pub struct JsonSettings<'a> {
    /// The persons known here, each with the zone of their wall clock.
    pub people: &'a BTreeMap<PersonId, TimeZone>,
    /// The time it is.
    pub now: Timestamp,
    /// The longest payload that is taken, in bytes.
    pub payload_most: usize,
}

/// What a message was.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Whose it is; `None` when the topic names nobody known here.
    pub person: Option<PersonId>,
    /// Its records, profile answers, rejects and unused fields.
    pub parsed: Parsed,
    /// What it asks for.
    pub command: Option<Command>,
    /// How its records are held against what is stored.
    pub edits: Edits,
}

impl Default for Message {
    fn default() -> Message {
        Message { person: None, parsed: Parsed::default(), command: None, edits: Edits::Messages }
    }
}

/// The last levels of the topic of exports: many records in one message, the same ones again and again.
pub const EXPORT_TOPIC: &str = "/in/hae";

/// Whether a topic is that of exports.
pub fn is_export(topic: &str) -> bool {
    topic.ends_with(EXPORT_TOPIC)
}

/// Reads one command that came on another way than a topic; `None` when no command has that name.
pub fn parse_command(name: &str, payload: &str, person: &PersonId) -> Option<Result<Command, Reject>> {
    let name = command::NAMES.iter().find(|known| **known == name)?;
    let place = Place { of: Arc::from(*name), line: 0 };
    let read = || {
        let node = tree::outline(payload).and_then(|_| tree::parse(payload));
        let node = node.map_err(|wrong| Fault { field: None, found: Reject::excerpt(payload), wrong })?;
        command::command(name, node, person)
    };
    Some(read().map(|read| read.value).map_err(|fault| fault.reject(&place)))
}

/// Where a topic leads.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Door {
    Record(Kind),
    Batch,
    Export,
    Profile,
    Command(&'static str),
}

/// Reads one message; `topic` is without the base: `ana/in/symptom`. Whatever the bytes are, the answer is
/// records and rejects.
pub fn parse_message(topic: &str, payload: &[u8], settings: &JsonSettings<'_>) -> Message {
    parse_from(topic, topic, payload, settings)
}

/// The same for what came on another way than that topic, from `place`.
pub fn parse_from(place: &str, topic: &str, payload: &[u8], settings: &JsonSettings<'_>) -> Message {
    let place = Place { of: Arc::from(Reject::excerpt(place)), line: 0 };
    let mut message = Message::default();
    let refuse = |field: Option<&str>, found: &str, wrong| {
        let fault = Fault { field: field.map(str::to_owned), found: Reject::excerpt(found), wrong };
        fault.reject(&place)
    };
    let Some((name, door)) = address(topic) else {
        message.parsed.rejects.push(refuse(None, topic, Wrong::UnknownTopic));
        return message;
    };
    let known = PersonId::new(name).and_then(|person| settings.people.get_key_value(&person));
    let Some((person, zone)) = known else {
        message.parsed.rejects.push(refuse(None, name, Wrong::UnknownPerson));
        return message;
    };
    message.person = Some(person.clone());
    let Some(door) = door else {
        message.parsed.rejects.push(refuse(None, topic, Wrong::UnknownTopic));
        return message;
    };
    let reading = Reading { person, zone, now: settings.now, place: place.clone(), default_time: None };
    match whole(payload, settings, door) {
        Err(wrong) => {
            let start = payload.get(..payload.len().min(4 * Reject::FOUND_LONGEST)).unwrap_or(payload);
            message.parsed.rejects.push(refuse(None, &String::from_utf8_lossy(start), wrong));
        }
        Ok(texts) if door == Door::Export => {
            let place = Arc::clone(&place.of);
            let (now, written) = (settings.now, settings.now);
            let reading = hae::Reading { person, zone, now, written, place, has_lines: false };
            message.edits = Edits::Files;
            match hae::read(texts.first().copied().unwrap_or_default(), &reading) {
                Ok(export) => message.parsed = export.parsed,
                Err(reject) => message.parsed.rejects.push(*reject),
            }
        }
        Ok(texts) => read_all(door, &texts, reading, &mut message),
    }
    message
}

/// The name of the person and the door; `None` when the topic has not that form.
fn address(topic: &str) -> Option<(&str, Option<Door>)> {
    if topic.len() > TOPIC_LONGEST {
        return None;
    }
    let mut levels = topic.split('/');
    let (name, way, what) = (levels.next()?, levels.next()?, levels.next()?);
    if levels.next().is_some() {
        return None;
    }
    let door = match (way, what) {
        ("in", "batch") => Some(Door::Batch),
        ("in", "hae") => Some(Door::Export),
        ("in", "profile") => Some(Door::Profile),
        ("in", _) => Kind::from_name(what).map(Door::Record),
        ("cmd", _) => command::NAMES.iter().find(|known| **known == what).map(|known| Door::Command(known)),
        _ => None,
    };
    Some((name, door))
}

/// The payload as the texts of its objects, after the checks that concern it as a whole.
fn whole<'a>(payload: &'a [u8], settings: &JsonSettings<'_>, door: Door) -> Result<Vec<&'a str>, Wrong> {
    if payload.len() > settings.payload_most {
        return Err(Wrong::TooLarge { most: settings.payload_most });
    }
    let text = std::str::from_utf8(payload).map_err(|_| Wrong::BadEncoding { encoding: "UTF-8" })?;
    // Some programs put a byte order mark first; it says nothing that is not known.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match (tree::outline(text)?, door) {
        (Outline::Object, Door::Batch) => Err(Wrong::NotAList),
        (Outline::Object, _) => Ok(vec![text]),
        (Outline::Array(elements), Door::Batch) => match elements.len() {
            0 => Err(Wrong::Empty { header_only: false }),
            1..=BATCH_MOST => Ok(elements.into_iter().filter_map(|stretch| text.get(stretch)).collect()),
            _ => Err(Wrong::TooLarge { most: BATCH_MOST }),
        },
        (Outline::Array(_), _) => Err(Wrong::NotAnObject { found: "an array" }),
        (Outline::Other(_), Door::Batch) => Err(Wrong::NotAList),
        (Outline::Other(found), _) => Err(Wrong::NotAnObject { found }),
    }
}

fn read_all(door: Door, texts: &[&str], mut reading: Reading<'_>, message: &mut Message) {
    let parsed = &mut message.parsed;
    for (text, position) in texts.iter().zip(1..) {
        if door == Door::Batch {
            reading.place.line = position;
        }
        let place = &reading.place;
        let node = match tree::parse(text) {
            Ok(node) => node,
            Err(wrong) => {
                parsed.rejects.push(Fault { field: None, found: Reject::excerpt(text), wrong }.reject(place));
                continue;
            }
        };
        let outcome = match door {
            Door::Record(kind) => element::record(kind, node, &reading).map(|read| keep(read, &mut parsed.records)),
            Door::Batch => kind_within(&node)
                .and_then(|kind| element::record(kind, node, &reading))
                .map(|read| keep(read, &mut parsed.records)),
            Door::Profile => element::profile(node, &reading).map(|read| {
                parsed.profile = Some(read.value);
                read.unused
            }),
            Door::Command(name) => command::command(name, node, reading.person).map(|read| {
                message.command = Some(read.value);
                read.unused
            }),
            // Read as a whole.
            Door::Export => Ok(Vec::new()),
        };
        match outcome {
            Ok(unused) => parsed.unused.extend(unused.into_iter().map(|fault| fault.reject(place))),
            Err(fault) => parsed.rejects.push(fault.reject(place)),
        }
    }
    super::number_alike(&mut parsed.records);
}

fn keep(read: Read<Record>, records: &mut Vec<Record>) -> Vec<Fault> {
    records.push(read.value);
    read.unused
}

/// The kind of an element of a batch: its `kind`, or the name within its `schema`.
fn kind_within(node: &tree::Node) -> Result<Kind, Fault> {
    let tree::Node::Object(members) = node else {
        return element::Members::of(node.clone()).and(Err(Fault::missing("kind")));
    };
    let member = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let known = KIND_NAMES;
    match (member("kind"), member("schema")) {
        (Some(tree::Node::Text(name)), _) => Kind::from_name(name)
            .ok_or_else(|| Fault::at("kind", &tree::Node::Text(name.clone()), Wrong::UnknownWord { known })),
        (Some(other), _) => Err(Fault::at("kind", other, Wrong::UnknownWord { known })),
        (None, Some(node @ tree::Node::Text(schema))) => {
            let found = Kind::ALL.iter().copied().find(|kind| element::schema(*kind) == *schema);
            let known = "tingled.workout/1, tingled.intake/1, tingled.symptom/1, tingled.measure/1, tingled.tag/1";
            found.ok_or_else(|| Fault::at("schema", node, Wrong::UnknownSchema { known: known.to_owned() }))
        }
        _ => Err(Fault::missing("kind")),
    }
}

const KIND_NAMES: &[&str] = &["workout", "intake", "symptom", "measure", "tag"];
