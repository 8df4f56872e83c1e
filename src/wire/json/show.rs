//! A record as our JSON; what [`super::parse_message`] reads back to the same record.

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use super::element;
use crate::record::{Record, Shape, Source, Value};
use crate::time::WrittenTime;
use crate::wire::when;

/// The record as one JSON object.
pub fn record_json(record: &Record) -> Json {
    let mut members = Map::new();
    let mut put = |name: &str, value: Json| drop(members.insert(name.to_owned(), value));
    put("schema", element::schema(record.body.kind()).into());
    put("kind", record.body.kind().name().into());
    if let Some(id) = &record.origin.native_id {
        put("id", id.as_str().into());
    }
    if &*record.origin.source.0 != Source::OWN {
        put("source", (*record.origin.source.0).into());
    }
    put("time", time(&record.origin.time).into());
    if let Some(newest) = record.origin.newest {
        put("edited", newest.to_string().into());
    }
    for (name, value) in record.body.answered() {
        let is_sites = matches!(record.body.shape(name), Some(Shape::Sites(_)));
        put(name, if is_sites { sites(value) } else { plain(value) });
    }
    Json::Object(members)
}

/// The text as written when our reader gives the same time for it, else the same time in our form.
fn time(time: &WrittenTime) -> String {
    let same = |read: WrittenTime| read.wall == time.wall && (time.wall.is_some() || read.at == time.at);
    if when::read(&time.text, &TimeZone::UTC).is_ok_and(same) { time.text.clone() } else { time.identity() }
}

pub(super) fn plain(value: Value) -> Json {
    match value {
        Value::Number(number) => number_json(number),
        Value::Flag(flag) => flag.into(),
        Value::Text(text) => text.into(),
        Value::List(words) => words.into(),
    }
}

/// A whole number without its `.0`.
pub(super) fn number_json(number: f64) -> Json {
    // 2^53: every whole number below it is exact.
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
        return (number as i64).into();
    }
    number.into()
}

fn sites(value: Value) -> Json {
    let Value::List(places) = value else { return plain(value) };
    let one = |text: String| match text.split_once(':') {
        Some((site, side)) => json!({"site": site, "side": side}),
        None => json!({"site": text}),
    };
    Json::Array(places.into_iter().map(one).collect())
}
