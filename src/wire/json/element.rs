//! One JSON object to one record.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::sheet::{self, Fault, Sheet};
use super::tree::{self, Node};
use crate::person::{PersonId, Profile};
use crate::record::{Body, Kind, Origin, Place, Record, Reject, Source, Value, Wrong};
use crate::time::{Timestamp, WrittenTime, minutes_between};
use crate::units::{Minutes, Quantity};
use crate::wire::when;

/// Members of an object that are not fields of its record.
pub(super) const ENVELOPE: &[&str] =
    &["schema", "kind", "person", "id", "source", "edited", "time", "start", "day", "end"];

/// What reading one object needs to know.
pub(super) struct Reading<'a> {
    pub(super) person: &'a PersonId,
    pub(super) zone: &'a TimeZone,
    pub(super) now: Timestamp,
    pub(super) place: Place,
    /// The time of an object that gives none; `None` refuses it.
    pub(super) default_time: Option<WrittenTime>,
}

/// A record with the members that were not used.
pub(super) struct Read<T> {
    pub(super) value: T,
    pub(super) unused: Vec<Fault>,
}

/// The members of an object, each asked for once.
pub(super) struct Members(pub(super) Vec<(String, Node)>);

impl Members {
    /// The members of an object in which no key comes twice.
    pub(super) fn of(node: Node) -> Result<Members, Fault> {
        if let Some(key) = tree::doubled(&node) {
            return Err(Fault {
                field: Some(Reject::excerpt(key)),
                found: String::new(),
                wrong: Wrong::DuplicateKey,
            });
        }
        match node {
            Node::Object(members) => Ok(Members(members)),
            other => {
                let found = Reject::excerpt(&other.to_string());
                Err(Fault { field: None, found, wrong: Wrong::NotAnObject { found: kind_of(&other) } })
            }
        }
    }

    /// Takes a member out; null counts as not there.
    pub(super) fn take(&mut self, name: &str) -> Option<Node> {
        let at = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(at).1).filter(|node| *node != Node::Null)
    }

    /// Takes a text (or whole number) out that is short, plain and not empty.
    pub(super) fn take_text(&mut self, name: &str, longest: usize) -> Result<Option<String>, Fault> {
        let Some(node) = self.take(name) else { return Ok(None) };
        let text = match &node {
            Node::Text(text) => text.clone(),
            Node::Whole(number) => number.to_string(),
            _ => String::new(),
        };
        let fits = !text.is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control);
        if fits { Ok(Some(text)) } else { Err(Fault::at(name, &node, Wrong::BadText { longest })) }
    }

    /// Checks `schema` and `person`, when they are there.
    pub(super) fn check_envelope(&mut self, schema: &str, person: &PersonId) -> Result<(), Fault> {
        if let Some(node) = self.take("schema")
            && node != Node::Text(schema.to_owned())
        {
            return Err(Fault::at("schema", &node, Wrong::UnknownSchema { known: schema.to_owned() }));
        }
        match self.take("person") {
            Some(node) if node != Node::Text(person.as_str().to_owned()) => {
                Err(Fault::at("person", &node, Wrong::OtherPerson))
            }
            _ => Ok(()),
        }
    }
}

fn kind_of(node: &Node) -> &'static str {
    match node {
        Node::Null => "null",
        Node::Flag(_) => "true or false",
        Node::Whole(_) | Node::Number(_) => "a number",
        Node::Text(_) => "a text",
        Node::List(_) => "an array",
        Node::Object(_) => "an object",
    }
}

/// The name of our schema of a kind.
pub(super) fn schema(kind: Kind) -> String {
    format!("tingled.{}/1", kind.name())
}

/// The fields without which a record of a kind says nothing.
pub fn required(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Workout | Kind::Intake | Kind::Symptom => &[],
        Kind::Measure => &["what", "value"],
        Kind::Tag => &["name"],
    }
}

/// Reads one record.
pub(super) fn record(kind: Kind, node: Node, reading: &Reading<'_>) -> Result<Read<Record>, Fault> {
    let mut members = Members::of(node)?;
    let schema = schema(kind);
    members.check_envelope(&schema, reading.person)?;
    if let Some(node) = members.take("kind")
        && !matches!(&node, Node::Text(name) if Kind::from_name(name) == Some(kind))
    {
        return Err(Fault::at("kind", &node, Wrong::UnknownSchema { known: kind.name().to_owned() }));
    }
    let native_id = members.take_text("id", NATIVE_ID_LONGEST)?;
    let source = source(&mut members)?;
    let newest = match members.take("edited") {
        None => None,
        Some(node) => Some(time(&node, reading).map_err(|wrong| Fault::at("edited", &node, wrong))?.at),
    };
    let (time, end) = times(kind, &mut members, reading)?;
    let mut body = Body::empty(kind);
    keep_unknown_sport(kind, &mut members, &body);
    let unused = sheet::fill(&mut body, &members.0, ENVELOPE)?;
    if let Body::Workout(workout) = &mut body {
        finish_workout(workout, time.at, end)?;
    }
    demand(kind, &body)?;
    let place = reading.place.clone();
    let origin = Origin { source, native_id, place, time, newest, parser: Arc::from(schema) };
    Ok(Read { value: Record::new(reading.person.clone(), body, origin), unused })
}

/// The longest native id.
const NATIVE_ID_LONGEST: usize = 128;

/// The longest name of a source.
const SOURCE_LONGEST: usize = 32;

fn source(members: &mut Members) -> Result<Source, Fault> {
    let Some(name) = members.take_text("source", SOURCE_LONGEST)? else { return Ok(Source::new(Source::OWN)) };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | '-');
    if name.chars().all(plain) {
        Ok(Source::new(&name))
    } else {
        Err(Fault::at("source", &Node::Text(name), Wrong::BadText { longest: SOURCE_LONGEST }))
    }
}

fn time(node: &Node, reading: &Reading<'_>) -> Result<WrittenTime, Wrong> {
    let time = match node {
        Node::Text(text) => when::read(text, reading.zone),
        Node::Whole(number) => when::read_unix(*number),
        _ => Err(Wrong::NotATime { wanted: "2026-11-23T07:10:00+01:00" }),
    }?;
    when::not_ahead(time.at, reading.now)?;
    Ok(time)
}

fn day(node: &Node, reading: &Reading<'_>) -> Result<WrittenTime, Wrong> {
    let Node::Text(text) = node else { return Err(Wrong::NotATime { wanted: "2026-11-23" }) };
    let time = when::read_day(text, reading.zone)?;
    when::not_ahead(time.at, reading.now)?;
    Ok(time)
}

/// When it happened, and when a workout ended.
fn times(
    kind: Kind,
    members: &mut Members,
    reading: &Reading<'_>,
) -> Result<(WrittenTime, Option<Timestamp>), Fault> {
    type Reader = fn(&Node, &Reading<'_>) -> Result<WrittenTime, Wrong>;
    let names: &[(&str, Reader)] = match kind {
        Kind::Workout => &[("start", time), ("time", time)],
        Kind::Tag | Kind::Measure => &[("time", time), ("day", day)],
        Kind::Intake | Kind::Symptom => &[("time", time)],
    };
    let mut found: Option<WrittenTime> = None;
    for (name, reader) in names {
        if let Some(node) = members.take(name) {
            if found.is_some() {
                return Err(Fault::at(name, &node, Wrong::DuplicateKey));
            }
            found = Some(reader(&node, reading).map_err(|wrong| Fault::at(name, &node, wrong))?);
        }
    }
    let first = names.first().map_or("time", |(name, _)| name);
    let start = found.or_else(|| reading.default_time.clone()).ok_or_else(|| Fault::missing(first))?;
    let end = match members.take("end").filter(|_| kind == Kind::Workout) {
        None => None,
        Some(node) => {
            let end = time(&node, reading).map_err(|wrong| Fault::at("end", &node, wrong))?;
            if end.at < start.at {
                return Err(Fault::at("end", &node, Wrong::EndBeforeStart));
            }
            Some(end.at)
        }
    };
    Ok((start, end))
}

/// A sport that the list does not know is `other`, its text kept beside it: no session is lost to a name.
fn keep_unknown_sport(kind: Kind, members: &mut Members, body: &Body) {
    let Some(crate::record::Shape::Word(known)) = Sheet::shape(body, "sport").filter(|_| kind == Kind::Workout)
    else {
        return;
    };
    let Some((_, Node::Text(text))) = members.0.iter_mut().find(|(name, _)| name == "sport") else { return };
    let spelt = crate::wire::cell::read(crate::record::Shape::Word(known), text);
    if !matches!(&spelt, Ok(Value::Text(word)) if known.contains(&word.as_str())) {
        let written = std::mem::replace(text, "other".to_owned());
        if !members.0.iter().any(|(name, _)| name == "sport_text") {
            members.0.push(("sport_text".to_owned(), Node::Text(written)));
        }
    }
}

/// The length of a session from its end, which holds its pauses; a stated duration stays.
fn finish_workout(
    workout: &mut crate::record::Workout,
    start: Timestamp,
    end: Option<Timestamp>,
) -> Result<(), Fault> {
    if let Some(end) = end {
        let span = minutes_between(start, end);
        let wrong = Wrong::OutOfRange { unit: Minutes::UNIT, low: Minutes::LOW, high: Minutes::HIGH };
        let span = Minutes::new(span).ok_or_else(|| Fault::at("end", &Node::Text(end.to_string()), wrong))?;
        match workout.duration_min {
            None => workout.duration_min = Some(span),
            Some(_) if workout.elapsed_min.is_none() => workout.elapsed_min = Some(span),
            Some(_) => {}
        }
    }
    if workout.duration_min.is_none() && workout.elapsed_min.is_none() {
        let field = Some("duration_min".to_owned());
        return Err(Fault { field, found: String::new(), wrong: Wrong::NoDuration });
    }
    Ok(())
}

/// Refuses a record that says nothing. A report needs no field: that it was sent says "it tingles".
fn demand(kind: Kind, body: &Body) -> Result<(), Fault> {
    let answered = body.answered();
    if let Some(missing) = required(kind).iter().find(|name| !answered.iter().any(|(known, _)| known == *name)) {
        return Err(Fault::missing(missing));
    }
    if kind == Kind::Intake && answered.is_empty() {
        return Err(Fault::missing("volume_ml"));
    }
    Ok(())
}

/// Reads answers about the person.
pub(super) fn profile(node: Node, reading: &Reading<'_>) -> Result<Read<Profile>, Fault> {
    let mut members = Members::of(node)?;
    members.check_envelope("tingled.profile/1", reading.person)?;
    let mut profile = Profile::default();
    let unused = sheet::fill(&mut profile, &members.0, &["schema", "person"])?;
    if let Some(zone) = &profile.timezone
        && TimeZone::get(zone).is_err()
    {
        let known = &["Europe/Berlin", "America/New_York", "UTC"];
        return Err(Fault::at("timezone", &Node::Text(zone.clone()), Wrong::UnknownWord { known }));
    }
    if profile == Profile::default() {
        return Err(Fault { field: None, found: "no answer".to_owned(), wrong: Wrong::Empty { header_only: false } });
    }
    Ok(Read { value: profile, unused })
}
