//! What became of something that was told, as JSON for verbs and the socket.

use serde_json::{Value as Json, json};

use crate::assess::{Level, RULES_VERSION};
use crate::decide::Utterance;
use crate::voice::{Notice, Reader, compose};
use crate::wire::alert::alert_json;

use super::turn::Told;

/// What became of it: counts, what was refused, what is said.
pub fn told_json(told: &Told, reader: Option<&Reader>) -> Json {
    let notices = |rejects: &[crate::record::Reject]| -> Vec<Json> {
        rejects.iter().map(|reject| notice_json(&Notice::of_reject(reject, None))).collect()
    };
    let said: Vec<Json> = told.said.iter().filter_map(|utterance| said_json(utterance, reader?)).collect();
    json!({
        "schema": "tingled.told/1",
        "new": told.new,
        "known": told.known,
        "changed": told.changed,
        "rejected": notices(&told.rejects),
        "not_used": notices(&told.unused),
        "alerts": said,
    })
}

/// A notice as JSON, with the text a terminal would show.
pub fn notice_json(notice: &Notice) -> Json {
    let mut json = notice.json();
    if let Some(fields) = json.as_object_mut() {
        fields.insert("text".to_owned(), notice.text(false).into());
    }
    json
}

/// What is said, as JSON; a note is for the status only.
pub fn said_json(utterance: &Utterance, reader: &Reader) -> Option<Json> {
    let alert = &utterance.alert;
    let spoken = alert.level > Level::Note;
    spoken.then(|| alert_json(alert, &compose(alert, reader), &reader.zone, RULES_VERSION))
}
