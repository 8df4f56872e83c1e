//! From what is said to bytes on their way out.

use crate::assess::{Level, RULES_VERSION};
use crate::decide::{Alert, State, Utterance, Why};
use crate::voice::{Reader, compose};
use crate::wire::{Letter, Purpose, alert::alert_json};

/// The letters of one utterance. A note goes nowhere: it is for the status only.
///
/// Both contents are functions of the alert alone, so that one id at one revision has one content for ever.
pub fn letters(utterance: &Utterance, reader: &Reader) -> Vec<Letter> {
    let alert = &utterance.alert;
    if alert.level == Level::Note && alert.pushes == 0 {
        return Vec::new();
    }
    let standing = standing(alert, reader);
    let event = Letter {
        topic: format!("{}/out/event", alert.person),
        payload: event_json(alert, reader).to_string().into_bytes(),
        purpose: Purpose::Event,
    };
    match utterance.event {
        crate::decide::Event::Repeated => vec![event],
        _ => vec![standing, event],
    }
}

/// The retained letter of an alert: the whole alert, or nothing when it is over.
pub fn standing(alert: &Alert, reader: &Reader) -> Letter {
    let payload = match alert.state {
        State::Ended => Vec::new(),
        _ => alert_json(alert, &compose(alert, reader), &reader.zone, RULES_VERSION).to_string().into_bytes(),
    };
    Letter { topic: format!("{}/out/alert/{}", alert.person, alert.rule), payload, purpose: Purpose::Standing }
}

/// The alert with what happened to it: `event_type` is the key that Home Assistant's event entity wants.
fn event_json(alert: &Alert, reader: &Reader) -> serde_json::Value {
    let mut json = alert_json(alert, &compose(alert, reader), &reader.zone, RULES_VERSION);
    if let Some(fields) = json.as_object_mut() {
        fields.insert("event_type".to_owned(), event_type(alert).into());
        fields.insert("notify".to_owned(), is_notice(alert).into());
        fields.insert("why".to_owned(), alert.why.name().into());
    }
    json
}

fn event_type(alert: &Alert) -> &'static str {
    match (alert.state, alert.why) {
        (State::Ended, _) => "ended",
        (_, Why::First | Why::Late) => "raised",
        _ => "changed",
    }
}

/// Whether a phone should make a sound: not for amendments, endings and acknowledgements.
fn is_notice(alert: &Alert) -> bool {
    alert.state == State::Open && alert.level > Level::Note && alert.why.is_loud()
}
