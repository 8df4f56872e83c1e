//! The arguments of `tingled log` as the same object that JSON would have given.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::tz::TimeZone;

use super::element::{self, Reading};
use super::sheet::Fault;
use super::tree::Node;
use super::{JsonSettings, Parsed};
use crate::person::PersonId;
use crate::record::{Body, Kind, Place, Reject, Shape, Wrong};
use crate::time::{Timestamp, WrittenTime};
use crate::wire::when;

/// Reads pairs of a name and a text: `severity` `4`, `sign` `swelling`, `site` `calf` `side` `left`.
///
/// Names may be written with hyphens; a name given again appends to a list; `side` belongs to the `site` before
/// it; `at` is `time`, `18:40` the last time the person's clock showed that, and no time at all is now.
pub fn from_pairs(
    kind: Kind,
    pairs: &[(String, String)],
    person: &PersonId,
    place: &str,
    settings: &JsonSettings<'_>,
) -> Parsed {
    let place = Place { of: Arc::from(place), line: 0 };
    let mut parsed = Parsed::default();
    let Some(zone) = settings.people.get(person) else {
        let wrong = Wrong::UnknownPerson;
        parsed.rejects.push(Fault { field: None, found: person.to_string(), wrong }.reject(&place));
        return parsed;
    };
    // Nobody says "now" to the nanosecond.
    let now = Timestamp::from_second(settings.now.as_second()).unwrap_or(settings.now);
    let default_time = Some(WrittenTime::stated(now, now.to_string()));
    let reading = Reading { person, zone, now: settings.now, place, default_time };
    let outcome = object(kind, pairs, &reading).and_then(|node| element::record(kind, node, &reading));
    match outcome {
        Ok(read) => {
            parsed.records.push(read.value);
            parsed.unused = read.unused.into_iter().map(|fault| fault.reject(&reading.place)).collect();
        }
        Err(fault) => parsed.rejects.push(fault.reject(&reading.place)),
    }
    parsed
}

fn object(kind: Kind, pairs: &[(String, String)], reading: &Reading<'_>) -> Result<Node, Fault> {
    let body = Body::empty(kind);
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut site_open = false;
    for (name, text) in pairs {
        let name = full_name(&body, name);
        if name == "side" {
            beside(&mut members, text, site_open)?;
            site_open = false;
            continue;
        }
        site_open = name == "sites";
        let many = matches!(body.shape(&name), Some(Shape::Words(_) | Shape::Sites(_)));
        let clock = matches!(name.as_str(), "time" | "start" | "end" | "edited");
        let node = if clock { time_of_day(text, reading) } else { Node::Text(text.clone()) };
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, Node::List(items))) if many => items.extend(split(text)),
            Some(_) => return Err(Fault::at(&name, &node, Wrong::DuplicateKey)),
            None if many => members.push((name, Node::List(split(text).collect()))),
            None => members.push((name, node)),
        }
    }
    Ok(Node::Object(members))
}

/// The words of one argument: `pain;cramp`.
fn split(text: &str) -> impl Iterator<Item = Node> {
    text.split(crate::wire::cell::JOINED_BY).map(|word| Node::Text(word.trim().to_owned()))
}

/// `--side left` goes to the site before it.
fn beside(members: &mut [(String, Node)], side: &str, site_open: bool) -> Result<(), Fault> {
    let sites = members.iter_mut().find(|(name, _)| name == "sites").filter(|_| site_open);
    match sites.and_then(|(_, node)| if let Node::List(items) = node { items.last_mut() } else { None }) {
        Some(Node::Text(site)) if !site.contains(':') => {
            site.push(':');
            site.push_str(side);
            Ok(())
        }
        _ => Err(Fault { field: Some("site".to_owned()), found: Reject::excerpt(side), wrong: Wrong::Missing }),
    }
}

/// `duration-min` is `duration_min`, `sign` is `signs`, `at` is `time`.
fn full_name(body: &Body, name: &str) -> String {
    let plain = name.replace('-', "_");
    let plural = format!("{plain}s");
    match body.shape(&plural) {
        Some(Shape::Words(_) | Shape::Sites(_)) if body.shape(&plain).is_none() => plural,
        _ if plain == "at" => "time".to_owned(),
        _ => plain,
    }
}

/// `18:40` as the last time the person's clock showed that; anything else as it is.
fn time_of_day(text: &str, reading: &Reading<'_>) -> Node {
    if text.len() != 5 {
        return whole_or_text(text);
    }
    let on = |day: jiff::civil::Date| format!("{day} {text}");
    let fits =
        |text: &String| matches!(reads(text, reading.zone), Some(at) if when::not_ahead(at, reading.now).is_ok());
    let today = reading.now.to_zoned(reading.zone.clone()).date();
    let yesterday = today.checked_sub(1.day()).unwrap_or(today);
    let found = [on(today), on(yesterday)].into_iter().find(fits);
    Node::Text(found.unwrap_or_else(|| text.to_owned()))
}

fn reads(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    when::read(text, zone).ok().map(|time| time.at)
}

/// A Unix time is a whole number, as in JSON.
fn whole_or_text(text: &str) -> Node {
    text.parse().map_or_else(|_| Node::Text(text.to_owned()), Node::Whole)
}
