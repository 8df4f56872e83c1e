//! The stage of a demo: a broker, and at its other end a client that sends what a person's devices would, and hears what any client can hear.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::Value as Json;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use super::broker::{Broker, BrokerError};
use super::mqtt::{self, FromBroker, Link, MqttError, MqttSettings, Publish, ToBroker, Topic};

/// An alert as it stands on its topic.
#[derive(Clone, Debug)]
pub struct Alert {
    /// The whole topic.
    pub topic: String,
    /// Whose.
    pub person: String,
    /// The rule.
    pub rule: String,
    /// The level.
    pub level: String,
    /// What it says.
    pub message: String,
    /// What it rests on.
    pub because: Vec<String>,
    /// The numbers it rests on, by name.
    pub numbers: BTreeMap<String, f64>,
    /// Its tips.
    pub advice: Vec<String>,
}

/// Everything heard so far.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Whether the service said that it is there.
    pub is_online: bool,
    /// What stands on the alert topics.
    pub alerts: BTreeMap<String, Alert>,
    /// What was refused, in words.
    pub rejected: Vec<String>,
}

/// The demo's stage could not be set.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The broker.
    #[error(transparent)]
    Broker(#[from] BrokerError),
    /// The client.
    #[error(transparent)]
    Mqtt(#[from] MqttError),
    /// The system.
    #[error("could not set the demo's stage: {0}")]
    System(#[from] std::io::Error),
}

/// A broker of its own, for a demo.
pub struct Stage {
    runtime: Runtime,
    broker: Broker,
}

impl Stage {
    /// Starts the broker on this port, or a free one when it is 0.
    pub fn set(folder: &Path, port: u16) -> Result<Stage, StageError> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let broker = runtime.block_on(Broker::start(folder, port))?;
        Ok(Stage { runtime, broker })
    }

    /// The broker's port.
    pub fn port(&self) -> u16 {
        self.broker.port()
    }

    /// A client of the broker that is not the service, listening to everything that goes out.
    pub fn phone(&self) -> Result<Phone, StageError> {
        let settings = MqttSettings {
            client_id_base: "demo-phone".to_owned(),
            base: "demo".to_owned(),
            also: vec!["tingled/status".to_owned(), "tingled/+/out/#".to_owned()],
            ..MqttSettings::new("127.0.0.1", self.port())
        };
        let (mouth, ears) = mpsc::channel(mqtt::ARRIVALS_WAITING_MAX);
        let link = mqtt::start(self.runtime.handle(), settings, &mouth)?;
        Ok(Phone { link, ears, heard: Heard::default(), next: 0 })
    }

    /// Hangs up and stops the broker.
    pub fn strike(self, phone: Phone) {
        self.runtime.block_on(phone.link.finish());
        self.runtime.block_on(self.broker.stop());
        self.runtime.shutdown_timeout(Duration::from_secs(1));
    }
}

/// A client of the broker that is not the service.
pub struct Phone {
    link: Link,
    ears: mpsc::Receiver<FromBroker>,
    heard: Heard,
    next: i64,
}

impl Phone {
    /// Sends one message to the service.
    pub fn send(&mut self, topic: &str, payload: &str) {
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
    pub fn wait(&mut self, longest: Duration, is_so: impl Fn(&Heard) -> bool) -> bool {
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
    pub fn heard(&self) -> &Heard {
        &self.heard
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
            let pieces = json.get("evidence").and_then(Json::as_array).into_iter().flatten();
            let because = pieces.clone().map(piece).collect();
            let number = |json: &Json| Some((json.get("what")?.as_str()?.to_owned(), json.get("value")?.as_f64()?));
            let numbers = pieces.filter_map(number).collect();
            let (person, rule, level, message) = (word("person"), word("rule"), word("level"), word("message"));
            let alert = Alert { topic: topic.clone(), person, rule, level, message, because, numbers, advice };
            self.heard.alerts.insert(topic, alert);
        } else if topic.ends_with("/out/rejected") {
            let told = format!("{topic}\n    {}: \"{}\"; {}", word("what"), word("found"), word("wanted"));
            self.heard.rejected.push(told);
        }
    }
}

/// One piece of evidence as `signs = speech`.
fn piece(json: &Json) -> String {
    let what = json.get("what").and_then(Json::as_str).unwrap_or_default();
    let value = match json.get("value") {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => {
            format!("{:.1}", number.as_f64().unwrap_or_default())
        }
        Some(Json::Array(words)) => words.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    format!("{what} = {value}")
}
