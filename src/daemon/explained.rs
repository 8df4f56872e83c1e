//! The argument of an alert as JSON, `tingled.explanation/1`: for the command line and for `cmd/explain`.

use serde_json::{Value as Json, json};

use crate::assess::follows::Difference;
use crate::assess::{Finding, RULES_VERSION};
use crate::record::{Key, Record, Value};
use crate::store::Spoken;
use crate::time::Timestamp;
use crate::voice::{Reader, advice, compose, explain as words, replay};
use crate::wire::alert::{
    alert_json, because_json, change_json, names_json, time_text, told_withheld_json, value_json,
};
use crate::wire::json::record_json;

use super::explain::{Explanation, Follows};

/// The explanation as JSON.
pub fn json(explanation: &Explanation, reader: &Reader) -> Json {
    let alert = &explanation.alert;
    let because = explanation.because.iter().map(|one| difference_json(one, explanation, reader));
    json!({
        "schema": "tingled.explanation/1",
        "alert": alert_json(alert, &compose(alert, reader), &reader.zone, RULES_VERSION),
        "still_follows": match explanation.follows {
            Follows::Yes => "yes",
            Follows::Partly => "partly",
            Follows::No => "no",
        },
        "verdict": verdict(explanation, reader),
        "because": because.collect::<Vec<_>>(),
        "argument": explanation.now.as_ref().map(|finding| argument_json(finding, reader)),
        "rules": { "said_by": explanation.said_by, "now": RULES_VERSION },
        "ends": words::ends(alert, reader),
        "revisions": explanation.revisions.iter().map(|(spoken, rules)| json!({
            "revision": spoken.revision,
            "at": time_text(spoken.at, &reader.zone),
            "level": spoken.level.name(),
            "what": spoken.what,
            "why": spoken.why,
            "rules": Some(rules).filter(|rules| !rules.is_empty()),
            "text": words::revision(spoken.what == Spoken::PUSHED, &spoken.why, reader.language),
        })).collect::<Vec<_>>(),
        "feedback": explanation.feedback.iter().map(|given| json!({
            "mark": given.mark.name(),
            "revision": given.revision,
            "at": time_text(given.at, &reader.zone),
        })).collect::<Vec<_>>(),
        "shown_quietly": explanation.quiet_because.map(|tally| replay::demoted(tally, reader.language)),
        "records": explanation.records.iter().map(|record| cited_json(record, reader)).collect::<Vec<_>>(),
        "gone": explanation.gone.iter().map(Key::to_string).collect::<Vec<_>>(),
    })
}

/// Whether it still follows, and why not, in one sentence.
pub fn verdict(explanation: &Explanation, reader: &Reader) -> String {
    let told = |one: &Difference| words::difference(one, explanation.is_session, reader);
    let because: Vec<String> = explanation.because.iter().map(told).collect();
    let follows = match explanation.follows {
        Follows::Yes => Some(true),
        Follows::Partly => None,
        Follows::No => Some(false),
    };
    words::verdict(follows, &because, reader.language)
}

fn argument_json(finding: &Finding, reader: &Reader) -> Json {
    json!({
        "level": finding.level.name(),
        "at": time_text(finding.at, &reader.zone),
        "evidence": because_json(&finding.evidence),
        "against": because_json(&finding.against),
        "unknown": names_json(&finding.unknown),
        "change": change_json(&finding.change),
        "advice": advice::tips(finding, reader.language),
        "withheld": told_withheld_json(finding, &advice::withheld(finding, reader.language)),
    })
}

fn cited_json(record: &Record, reader: &Reader) -> Json {
    json!({
        "key": record.key.to_string(),
        "kind": record.body.kind().name(),
        "at": time_text(record.at, &reader.zone),
        "record": record_json(record),
        "read_from": {
            "source": record.origin.source.to_string(),
            "place": &*record.origin.place.of,
            "line": record.origin.place.line,
            "time_text": record.origin.time.text,
            "parser": &*record.origin.parser,
        },
    })
}

/// Everything has the same fields, so that a reader need not know the codes.
fn difference_json(difference: &Difference, explanation: &Explanation, reader: &Reader) -> Json {
    let value = |value: &Value| Some(value_json(value));
    let time = |at: Timestamp| Some(Json::from(time_text(at, &reader.zone)));
    let text = |text: &str| Some(Json::from(text));
    let (code, what, was, is, record) = match difference {
        Difference::Gone { record } => ("gone", None, None, None, Some(*record)),
        Difference::Moved { record, was, is } => ("moved", None, time(*was), time(*is), Some(*record)),
        Difference::Value { what, was, is, record } => {
            ("value", Some(what.clone()), value(was), is.as_ref().and_then(value), *record)
        }
        Difference::New { what, is } => ("new", Some(what.clone()), None, value(is), None),
        Difference::Level { was, is } => ("level", None, text(was.name()), text(is.name()), None),
        Difference::Missing { names } => ("missing", None, None, Some(json!(names)), None),
        Difference::Clear => ("clear", None, None, None, None),
        Difference::NoRule => ("no_rule", None, None, None, None),
        Difference::Rules { was, is } => ("rules", None, text(was), text(is), None),
        Difference::Sign { rule, at } => ("sign", Some(rule.to_string()), time(*at), None, None),
    };
    json!({
        "code": code,
        "what": what,
        "was": was,
        "is": is,
        "record": record.map(|key| key.to_string()),
        "text": words::difference(difference, explanation.is_session, reader),
    })
}
