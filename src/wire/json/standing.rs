//! Where a person stands, as JSON: part of `out/state` and of `status`.

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use crate::body::exposures::Answer;
use crate::body::standing::{Over, Reading, Standing};
use crate::record::{Key, Vocabulary};
use crate::voice::{Language, standing as words};
use crate::wire::alert::number_json;
use crate::wire::when;

/// `last_session`, `standing` and `coverage`. Nothing in it changes by itself within a day of the person's calendar.
pub fn standing_json(standing: &Standing, zone: &TimeZone, language: Language) -> [(&'static str, Json); 3] {
    let last = standing.last.as_ref().map(|last| {
        json!({
            "key": last.key.to_string(),
            "start": when::show(last.start, zone),
            "sport": last.sport.map(|sport| sport.name()),
            "days_ago": last.days_ago,
        })
    });
    let coverage = standing.coverage.iter().map(|coverage| {
        json!({
            "days": coverage.days,
            "sessions": coverage.sessions,
            "answered": coverage.answered,
            "text": words::coverage(coverage, language),
        })
    });
    let readings = standing.readings.iter().map(|reading| reading_json(reading, language));
    [("last_session", json!(last)), ("standing", readings.collect()), ("coverage", coverage.collect())]
}

fn reading_json(reading: &Reading, language: Language) -> Json {
    let measure = reading.measure;
    let (value, estimated, records, missing) = match &reading.value {
        Answer::Known { value, estimated, records } => (Some(*value), *estimated, records.as_slice(), Vec::new()),
        Answer::Unknown { missing } => (None, false, [].as_slice(), missing.iter().copied().collect()),
    };
    let spread = reading.usual.spread;
    json!({
        "what": measure.name,
        "area": measure.area.name(),
        "unit": measure.unit,
        "value": value.map(rounded),
        "estimated": estimated,
        "missing": missing,
        "compared": reading.compared().map(|compared| compared.name()),
        "usual": {
            "of": match measure.over {
                Over::Week => "weeks",
                Over::Session(_) => "sessions",
            },
            "count": reading.usual.count,
            "least": measure.least,
            "low": spread.map(|spread| rounded(spread.low)),
            "median": spread.map(|spread| rounded(spread.median)),
            "high": spread.map(|spread| rounded(spread.high)),
        },
        "records": records.iter().map(Key::to_string).collect::<Vec<_>>(),
        "text": words::reading(reading, language),
    })
}

/// To three decimals: more is noise, and would be told as news.
fn rounded(value: f64) -> Json {
    number_json((value * 1000.0).round() / 1000.0)
}
