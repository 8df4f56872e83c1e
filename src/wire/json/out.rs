//! What goes out beside alerts: rejects and unused fields to whoever sent them.

use serde_json::{Value as Json, json};

use super::Parsed;
use crate::record::{Reject, Wrong};
use crate::voice::Notice;

/// What was refused, for `out/rejected`: the sentences of the reject with its place and what stood there.
pub fn reject_json(reject: &Reject) -> Json {
    let mut shown = Notice::of_reject(reject, None).json();
    if let Json::Object(members) = &mut shown {
        members.shift_insert(0, "schema".to_owned(), "tingled.rejected/1".into());
        let field = reject.field.as_deref();
        members.insert("field".to_owned(), field.into());
    }
    shown
}

/// The fields of one message that were not used, for `out/rejected`; `None` when there are none.
pub fn unused_json(unused: &[Reject]) -> Option<Json> {
    let first = unused.first()?;
    let field = |reject: &Reject| reject.field.clone().unwrap_or_default();
    let meant = |reject: &Reject| match &reject.wrong {
        Wrong::UnusedField { meant } => meant.clone(),
        _ => None,
    };
    let words = unused.iter().map(|reject| match meant(reject) {
        Some(meant) => format!("{}; meant {meant}?", field(reject)),
        None => field(reject),
    });
    Some(json!({
        "schema": "tingled.rejected/1",
        "level": "warning",
        "place": &*first.place.of,
        "what": format!("not used: {}", words.collect::<Vec<_>>().join(", ")),
        "not_used": unused.iter().map(|reject| json!({
            "line": (reject.place.line > 0).then_some(reject.place.line),
            "field": field(reject),
            "meant": meant(reject),
        })).collect::<Vec<_>>(),
    }))
}

/// The most rejects of one delivery that are sent one by one.
pub const REJECTS_MOST: usize = 20;

/// All payloads that a delivery gives for `out/rejected`; beyond [`REJECTS_MOST`] the last one counts the rest.
pub fn rejected_payloads(parsed: &Parsed) -> Vec<Json> {
    let mut payloads: Vec<Json> = parsed.rejects.iter().take(REJECTS_MOST).map(reject_json).collect();
    let rest = parsed.rejects.len().saturating_sub(REJECTS_MOST);
    if let (Some(Json::Object(last)), true) = (payloads.last_mut(), rest > 0) {
        last.insert("more_like_it".to_owned(), rest.into());
    }
    payloads.extend(unused_json(&parsed.unused));
    payloads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Place;

    fn reject(field: &str, wrong: Wrong) -> Reject {
        let place = Place { of: "ana/in/symptom".into(), line: 0 };
        Reject { place, column: None, field: Some(field.into()), found: "11".into(), wrong }
    }

    #[test]
    fn a_reject_says_field_found_and_bounds() {
        let shown = reject_json(&reject("severity", Wrong::OutOfRange { unit: "0_10", low: 0.0, high: 10.0 }));
        assert_eq!(shown["schema"], "tingled.rejected/1");
        assert_eq!(
            (&shown["field"], &shown["found"], &shown["line"]),
            (&"severity".into(), &"11".into(), &Json::Null)
        );
        assert_eq!(shown["wanted"], "wanted a rating from 0 to 10, like 4");
    }

    #[test]
    fn unused_fields_are_named_back() {
        let unused = [
            reject("sign", Wrong::UnusedField { meant: Some("signs".into()) }),
            reject("battery", Wrong::UnusedField { meant: None }),
        ];
        let shown = unused_json(&unused).unwrap();
        assert_eq!(shown["what"], "not used: sign; meant signs?, battery");
        assert_eq!(unused_json(&[]), None);
    }

    #[test]
    fn a_flood_of_rejects_is_counted() {
        let rejects = vec![reject("severity", Wrong::NotAList); 50];
        let payloads = rejected_payloads(&Parsed { rejects, ..Parsed::default() });
        assert_eq!(payloads.len(), REJECTS_MOST);
        assert_eq!(payloads[REJECTS_MOST - 1]["more_like_it"], 30);
    }
}
