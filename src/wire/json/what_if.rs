//! What can be said of a session, as JSON: `tingled.what_if/1`. Words and counts; a chance is never in it.

use serde_json::{Map, Value as Json, json};

use super::show::number_json;
use crate::person::PersonId;
use crate::record::Body;
use crate::study::base_rate::BaseRate;
use crate::study::outlook::WhyNot;
use crate::study::planned::{Beside, Driver, Personal, WhatIf};
use crate::voice::exposures::exposure_name;
use crate::voice::{Language, Reader, forecast as words};
use crate::wire::when;

/// The answer of `tingled what-if`.
pub fn what_if_json(asked: &WhatIf, person: &PersonId, reader: &Reader) -> Json {
    let language = reader.language;
    let track = &asked.outlook.track;
    let mut answer = Map::new();
    let mut put = |name: &str, value: Json| drop(answer.insert(name.to_owned(), value));
    put("schema", "tingled.what_if/1".into());
    put("person", person.as_str().into());
    put("of", if asked.finished.is_some() { "finished" } else { "planned" }.into());
    put("start", when::show(asked.start, &reader.zone).into());
    put("session", json!(asked.finished.map(|key| key.to_string())));
    put("told", told(asked));
    put("tingled", json!(asked.tingled));
    put("forecast", json!(asked.personal.as_ref().map(|personal| personal.band.name())));
    put("why_not", asked.outlook.why_not.as_ref().map_or(Json::Null, |because| why_not(because, language)));
    put("usual", asked.outlook.base.as_ref().map_or(Json::Null, |base| usual(base, language)));
    put(
        "track",
        json!({
            "forecasts": track.forecasts,
            "skill": track.skill.map(rounded),
            "slope": track.slope.map(rounded),
        }),
    );
    let raising = |raises| asked.personal.iter().flat_map(move |personal| drivers(personal, raises));
    put("raises", raising(true).map(|driver| beside(&driver.what, language)).collect());
    put("lowers", raising(false).map(|driver| beside(&driver.what, language)).collect());
    let other_way = asked.personal.iter().flat_map(|personal| &personal.other_way);
    put("other_way", other_way.map(|name| name.as_str()).collect());
    put("changes", changes(asked, language));
    let is_held = asked.outlook.why_not == Some(WhyNot::DoctorFirst);
    let differs = asked.differs.iter().filter(|_| !is_held);
    put("differs", differs.map(|what| beside(what, language)).collect());
    let left_out = asked.left_out.iter().map(
        |left| json!({ "exposure": left.name, "missing": left.missing, "text": exposure_name(&left.name, language) }),
    );
    put("left_out", left_out.collect());
    let new = asked.without_usual.iter();
    put(
        "without_usual",
        new.map(|name| json!({ "exposure": name, "text": exposure_name(name, language) })).collect(),
    );
    put("text", words::lines(asked, reader).into());
    Json::Object(answer)
}

/// The fields of the session as they were told or recorded.
fn told(asked: &WhatIf) -> Json {
    let fields = Body::Workout(Box::new(asked.workout.clone())).answered();
    fields.into_iter().map(|(name, value)| (name.to_owned(), super::show::plain(value))).collect::<Map<_, _>>().into()
}

fn drivers(personal: &Personal, raises: bool) -> impl Iterator<Item = &Driver> {
    personal.drivers.iter().filter(move |driver| (driver.push > 0.0) == raises)
}

fn why_not(because: &WhyNot, language: Language) -> Json {
    let missing = match because {
        WhyNot::TooFew(short) => short
            .iter()
            .map(|short| json!({ "what": short.gate.name(), "have": short.have, "need": short.need }))
            .collect(),
        _ => Vec::new(),
    };
    json!({ "because": because.name(), "missing": missing, "text": words::why_not(because, language) })
}

/// In whole parts of a hundred, as it is told.
fn usual(base: &BaseRate, language: Language) -> Json {
    json!({
        "tingled": base.tingled,
        "answered": base.answered,
        "in_100": number_json((100.0 * base.rate).round()),
        "low_in_100": number_json((100.0 * base.low).floor()),
        "high_in_100": number_json((100.0 * base.high).ceil()),
        "text": words::usual(Some(base), language),
    })
}

fn beside(what: &Beside, language: Language) -> Json {
    json!({
        "exposure": what.name,
        "value": rounded(what.value),
        "usual": rounded(what.usual),
        "text": words::beside(what, language),
    })
}

fn changes(asked: &WhatIf, language: Language) -> Json {
    let all = asked.personal.iter().flat_map(|personal| &personal.changes);
    let one = all.map(|change| {
        json!({
            "what": change.lever.name(),
            "unit": change.lever.unit(),
            "by": number_json(change.by),
            "to": number_json(change.to),
            "forecast": change.band.name(),
            "text": words::change(change, language),
        })
    });
    one.collect()
}

/// To two decimals: more is noise.
fn rounded(value: f64) -> Json {
    number_json((value * 100.0).round() / 100.0)
}
