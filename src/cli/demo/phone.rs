//! The other end of the broker: sends what a person's devices would, and hears what any client can hear.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value as Json;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::io::mqtt::{self, FromBroker, Link, MqttError, MqttSettings, Publish, ToBroker, Topic};

/// An alert as it stands on its topic.
#[derive(Clone, Debug)]
pub(super) struct Alert {
    /// The whole topic.
    pub(super) topic: String,
    /// Whose.
    pub(super) person: String,
    /// The rule.
    pub(super) rule: String,
    /// The level.
    pub(super) level: String,
    /// What it says.
    pub(super) message: String,
    /// Its tips.
    pub(super) advice: Vec<String>,
}

/// Everything heard so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// Whether the service said that it is there.
    pub(super) is_online: bool,
    /// What stands on the alert topics.
    pub(super) alerts: BTreeMap<String, Alert>,
    /// What was refused, in words.
    pub(super) rejected: Vec<String>,
}

/// A client of the broker that is not the service.
pub(super) struct Phone {
    link: Link,
    ears: mpsc::Receiver<FromBroker>,
    heard: Heard,
    next: i64,
}

impl Phone {
    /// Connects, and listens to everything that goes out.
    pub(super) fn connect(runtime: &Handle, port: u16) -> Result<Phone, MqttError> {
        let settings = MqttSettings {
            client_id_base: "demo-phone".to_owned(),
            base: "demo".to_owned(),
            also: vec!["tingled/status".to_owned(), "tingled/+/out/#".to_owned()],
            ..MqttSettings::new("127.0.0.1", port)
        };
        let (mouth, ears) = mpsc::channel(mqtt::ARRIVALS_WAITING_MAX);
        let link = mqtt::start(runtime, settings, &mouth)?;
        Ok(Phone { link, ears, heard: Heard::default(), next: 0 })
    }

    /// Sends one message to the service.
    pub(super) fn send(&mut self, topic: &str, payload: &str) {
        self.next = self.next.saturating_add(1);
        let publish = Publish {
            id: self.next,
            topic: Topic::Whole(format!("tingled/{topic}")),
            payload: payload.as_bytes().to_vec(),
            retain: false,
            content_type: None,
            expiry_s: None,
            correlation: None,
        };
        // The window holds more messages than a demo sends.
        let _ = self.link.send(ToBroker::Publish(publish));
    }

    /// Listens until something is so, or for so long; whether it is so.
    pub(super) fn wait(&mut self, longest: Duration, is_so: impl Fn(&Heard) -> bool) -> bool {
        const STEP: Duration = Duration::from_millis(20);
        let mut waited = Duration::ZERO;
        loop {
            while let Ok(word) = self.ears.try_recv() {
                self.hear(word);
            }
            if is_so(&self.heard) {
                return true;
            }
            if waited >= longest {
                return false;
            }
            std::thread::sleep(STEP);
            waited = waited.saturating_add(STEP);
        }
    }

    /// Everything heard so far.
    pub(super) fn heard(&self) -> &Heard {
        &self.heard
    }

    /// Hangs up.
    pub(super) async fn hang_up(self) {
        self.link.finish().await;
    }

    fn hear(&mut self, word: FromBroker) {
        match word {
            FromBroker::Arrived { ack, .. } => drop(self.link.send(ToBroker::Acknowledge(vec![ack]))),
            FromBroker::Heard { topic, payload } => self.take(topic, &payload),
            _ => {}
        }
    }

    fn take(&mut self, topic: String, payload: &[u8]) {
        if topic == "tingled/status" {
            self.heard.is_online = payload == b"online";
            return;
        }
        let json: Json = serde_json::from_slice(payload).unwrap_or_default();
        let word = |name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        if topic.contains("/out/alert/") {
            if payload.is_empty() {
                self.heard.alerts.remove(&topic);
                return;
            }
            let tips = json.get("advice").and_then(Json::as_array).into_iter().flatten();
            let advice = tips.filter_map(|tip| Some(tip.as_str()?.to_owned())).collect();
            let (person, rule, level, message) = (word("person"), word("rule"), word("level"), word("message"));
            let alert = Alert { topic: topic.clone(), person, rule, level, message, advice };
            self.heard.alerts.insert(topic, alert);
        } else if topic.ends_with("/out/rejected") {
            let told = format!("{topic}\n    {}: \"{}\"; {}", word("what"), word("found"), word("wanted"));
            self.heard.rejected.push(told);
        }
    }
}
