//! The outgoing JSON of an alert; its parts are read back, because the database keeps them in the same form.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use crate::assess::{Because, Change, Finding, Withheld};
use crate::decide::Alert;
use crate::record::{Key, Value};
use crate::time::Timestamp;
use crate::voice::Words;

/// The name of the schema.
pub const ALERT_SCHEMA: &str = "tingled.alert/1";

/// The alert as it is published and shown, its times in the person's zone.
///
/// `rules` is the version of the rules that made it.
pub fn alert_json(alert: &Alert, words: &Words, zone: &TimeZone, rules: &str) -> Json {
    json!({
        "schema": ALERT_SCHEMA,
        "id": alert.id.0,
        "revision": alert.revision,
        "person": alert.person.as_str(),
        "rule": alert.rule.as_str(),
        "level": alert.level.name(),
        "state": alert.state.name(),
        "at": time_text(alert.changed_at, zone),
        "data_to": time_text(alert.data_to, zone),
        "snoozed_until": alert.snoozed_until.map(|until| time_text(until, zone)),
        "title": words.title,
        "message": words.message,
        "evidence": because_json(&alert.finding.evidence),
        "against": because_json(&alert.finding.against),
        "unknown": names_json(&alert.finding.unknown),
        "change": change_json(&alert.finding.change),
        "advice": words.advice,
        "withheld": told_withheld_json(&alert.finding, &words.withheld),
        "source": words.source,
        "rules": rules,
    })
}

/// The tips that are kept back, each with its words.
pub fn told_withheld_json(finding: &Finding, texts: &[String]) -> Json {
    let one = |(kept, text): (&Withheld, &String)| json!({ "tip": kept.tip, "reason": kept.reason, "text": text });
    finding.withheld.iter().zip(texts).map(one).collect()
}

/// RFC 3339 with the offset that `zone` has at that instant: `2026-11-23T07:10:00+01:00`.
pub fn time_text(at: Timestamp, zone: &TimeZone) -> String {
    at.display_with_offset(zone.to_offset(at)).to_string()
}

/// Evidence as JSON. A number that is not finite becomes `null`, and is not read back.
pub fn because_json(list: &[Because]) -> Json {
    let one = |because: &Because| {
        json!({
            "what": because.what,
            "value": value_json(&because.value),
            "limit": because.limit.map(number_json),
            "estimated": because.estimated,
            "records": because.records.iter().map(Key::to_string).collect::<Vec<_>>(),
        })
    };
    list.iter().map(one).collect()
}

/// Reads what [`because_json`] wrote; `None` when it is anything else.
pub fn read_because(json: &Json) -> Option<Vec<Because>> {
    let one = |json: &Json| {
        let because = json.as_object()?;
        Some(Because {
            what: text(because, "what")?,
            value: read_value(because.get("value")?)?,
            limit: match because.get("limit")? {
                Json::Null => None,
                limit => Some(limit.as_f64()?),
            },
            estimated: because.get("estimated")?.as_bool()?,
            records: because.get("records")?.as_array()?.iter().map(read_key).collect::<Option<_>>()?,
        })
    };
    json.as_array()?.iter().map(one).collect()
}

/// What would clear a finding, as JSON.
pub fn change_json(list: &[Change]) -> Json {
    list.iter().map(|change| json!({ "what": change.what, "by": number_json(change.by) })).collect()
}

/// Reads what [`change_json`] wrote; `None` when it is anything else.
pub fn read_change(json: &Json) -> Option<Vec<Change>> {
    let one = |json: &Json| {
        let change = json.as_object()?;
        Some(Change { what: text(change, "what")?, by: change.get("by")?.as_f64()? })
    };
    json.as_array()?.iter().map(one).collect()
}

/// Names as a JSON array.
pub fn names_json(names: &[Cow<'static, str>]) -> Json {
    names.iter().map(|name| Json::from(name.as_ref())).collect()
}

/// Reads what [`names_json`] wrote; `None` when it is anything else.
pub fn read_names(json: &Json) -> Option<Vec<Cow<'static, str>>> {
    json.as_array()?.iter().map(|name| Some(Cow::Owned(name.as_str()?.to_owned()))).collect()
}

/// Tips that are kept back, as JSON.
pub fn withheld_json(list: &[Withheld]) -> Json {
    list.iter().map(|kept| json!({ "tip": kept.tip, "reason": kept.reason })).collect()
}

/// Reads what [`withheld_json`] wrote; `None` when it is anything else.
pub fn read_withheld(json: &Json) -> Option<Vec<Withheld>> {
    let one = |json: &Json| {
        let kept = json.as_object()?;
        Some(Withheld { tip: text(kept, "tip")?, reason: text(kept, "reason")? })
    };
    json.as_array()?.iter().map(one).collect()
}

/// A field's value as JSON: a number, `true`, a text, or an array of texts.
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Number(number) => number_json(*number),
        Value::Flag(flag) => Json::from(*flag),
        Value::Text(text) => Json::from(text.as_str()),
        Value::List(words) => words.iter().map(|word| Json::from(word.as_str())).collect(),
    }
}

/// Reads what [`value_json`] wrote; `None` when it is anything else.
pub fn read_value(json: &Json) -> Option<Value> {
    match json {
        Json::Number(number) => Some(Value::Number(number.as_f64()?)),
        Json::Bool(flag) => Some(Value::Flag(*flag)),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Array(words) => {
            let word = |word: &Json| Some(word.as_str()?.to_owned());
            Some(Value::List(words.iter().map(word).collect::<Option<_>>()?))
        }
        Json::Null | Json::Object(_) => None,
    }
}

/// A number without a needless `.0`; `null` when it is not finite.
pub fn number_json(number: f64) -> Json {
    // Below 2⁵³ every whole number has its own f64.
    const WHOLE_BELOW: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < WHOLE_BELOW {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2⁵³")]
        return Json::from(number as i64);
    }
    Json::from(number)
}

fn text(object: &Map<String, Json>, name: &str) -> Option<Cow<'static, str>> {
    Some(Cow::Owned(object.get(name)?.as_str()?.to_owned()))
}

fn read_key(json: &Json) -> Option<Key> {
    Key::parse(json.as_str()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assess::{Finding, Level, RuleId};
    use crate::decide::{AlertId, State};
    use crate::person::PersonId;

    fn key(seed: u8) -> Key {
        Key::parse(&format!("{seed:02x}").repeat(10)).unwrap()
    }

    fn long_run() -> Alert {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        Alert {
            id: AlertId("a1".into()),
            revision: 2,
            person: PersonId::new("ana").unwrap(),
            rule: RuleId::of("fluid_deficit"),
            level: Level::Advice,
            state: State::Open,
            finding: Finding {
                rule: RuleId::of("fluid_deficit"),
                subject: key(1),
                at: at("2026-11-23T05:55:00Z"),
                level: Level::Advice,
                evidence: vec![Because {
                    what: "sweat_loss_ml".into(),
                    value: Value::Number(1900.0),
                    limit: None,
                    estimated: true,
                    records: vec![key(1)],
                }],
                against: vec![],
                unknown: vec!["sodium_mg".into()],
                change: vec![Change { what: "drink_ml".into(), by: 500.0 }],
                advice: vec!["drink_to_thirst".into()],
                withheld: vec![Withheld { tip: "mineral_foods".into(), reason: "gain_seen".into() }],
            },
            late: false,
            raised_at: at("2026-11-23T06:00:00Z"),
            changed_at: at("2026-11-23T06:10:00Z"),
            data_to: at("2026-11-23T05:55:00Z"),
            pushed_at: None,
            pushes: 0,
            told_level: None,
            acknowledged_at: None,
            spoken_since: "2026-11-20T10:00:00Z".parse().unwrap(),
            snoozed_until: None,
            why: crate::decide::Why::First,
        }
    }

    #[test]
    fn an_alert_has_the_documented_shape() {
        let words = Words {
            title: "Note for Ana".into(),
            message: "Long run.".into(),
            advice: vec!["Drink to thirst.".into()],
            withheld: vec!["No tip.".into()],
            source: "ACSM 2007".into(),
        };
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let shown = alert_json(&long_run(), &words, &zone, "2026.1").to_string();
        let wanted = concat!(
            r#"{"schema":"tingled.alert/1","id":"a1","revision":2,"person":"ana","rule":"fluid_deficit","#,
            r#""level":"advice","state":"open","at":"2026-11-23T07:10:00+01:00","#,
            r#""data_to":"2026-11-23T06:55:00+01:00","snoozed_until":null,"title":"Note for Ana","message":"Long run.","#,
            r#""evidence":[{"what":"sweat_loss_ml","value":1900,"limit":null,"estimated":true,"#,
            r#""records":["01010101010101010101"]}],"against":[],"unknown":["sodium_mg"],"#,
            r#""change":[{"what":"drink_ml","by":500}],"advice":["Drink to thirst."],"#,
            r#""withheld":[{"tip":"mineral_foods","reason":"gain_seen","text":"No tip."}],"#,
            r#""source":"ACSM 2007","rules":"2026.1"}"#
        );
        assert_eq!(shown, wanted);
    }

    #[test]
    fn what_is_not_a_part_is_not_read() {
        for bad in ["{}", "[1]", r#"[{"what":"x"}]"#, r#"[{"what":"x","by":null}]"#] {
            let json: Json = serde_json::from_str(bad).unwrap();
            assert_eq!(read_because(&json), None, "{bad}");
            assert_eq!(read_change(&json), None, "{bad}");
        }
        assert_eq!(read_value(&number_json(f64::NAN)), None);
    }

    fn finite() -> impl Strategy<Value = f64> {
        any::<f64>().prop_filter_map("finite", |number| number.is_finite().then_some(number + 0.0))
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            finite().prop_map(Value::Number),
            (-9_999_i64..9_999).prop_map(|number| Value::Number(number as f64 / 4.0)),
            any::<bool>().prop_map(Value::Flag),
            any::<String>().prop_map(Value::Text),
            prop::collection::vec(any::<String>(), 0..4).prop_map(Value::List),
        ]
    }

    fn because() -> impl Strategy<Value = Because> {
        let records = prop::collection::vec((any::<u8>(), any::<u16>()), 0..3);
        (any::<String>(), value(), prop::option::of(finite()), any::<bool>(), records).prop_map(
            |(what, value, limit, estimated, records)| {
                let records = records.into_iter().map(|(seed, number)| key(seed).with_occurrence(number)).collect();
                Because { what: what.into(), value, limit, estimated, records }
            },
        )
    }

    proptest! {
        #[test]
        fn parts_read_back(
            list in prop::collection::vec(because(), 0..4),
            changes in prop::collection::vec((any::<String>(), finite()), 0..3),
            names in prop::collection::vec(any::<String>(), 0..4),
        ) {
            let through = |json: Json| serde_json::from_str::<Json>(&json.to_string()).unwrap();
            prop_assert_eq!(read_because(&through(because_json(&list))), Some(list));
            let changes: Vec<_> = changes.into_iter().map(|(what, by)| Change { what: what.into(), by }).collect();
            prop_assert_eq!(read_change(&through(change_json(&changes))), Some(changes));
            let names: Vec<Cow<'static, str>> = names.into_iter().map(Cow::Owned).collect();
            prop_assert_eq!(read_names(&through(names_json(&names))), Some(names.clone()));
            let kept = |name: &Cow<'static, str>| Withheld { tip: name.clone(), reason: "gain_seen".into() };
            let kept: Vec<_> = names.iter().map(kept).collect();
            prop_assert_eq!(read_withheld(&through(withheld_json(&kept))), Some(kept));
        }
    }
}
