//! What a test needs to play the core: a link, and a plain thread that listens.

use std::time::Duration;

use tingled::io::mqtt::{
    ARRIVALS_WAITING_MAX, AckToken, FromBroker, Line, Link, MqttSettings, Publish, ToBroker, Topic, start,
};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use super::mosquitto::PATIENCE;

/// Settings for a broker on this machine, with a keep-alive short enough for a test.
pub fn settings(port: u16) -> MqttSettings {
    MqttSettings { keep_alive_s: 5, will_delay_s: 0, ..MqttSettings::new("127.0.0.1", port) }
}

/// A letter below the base topic.
pub fn letter(id: i64, topic: &str, payload: impl Into<Vec<u8>>, retain: bool) -> Publish {
    Publish {
        id,
        topic: Topic::Below(topic.to_owned()),
        payload: payload.into(),
        retain,
        content_type: None,
        expiry_s: None,
        correlation: None,
    }
}

/// A message that came in.
#[derive(Debug)]
pub struct Arrival {
    pub topic: String,
    pub text: String,
    pub retained: bool,
    pub ack: AckToken,
}

pub struct Core {
    runtime: Runtime,
    link: Link,
    pub from: mpsc::Receiver<FromBroker>,
    /// Everything heard so far but arrivals, as `{:?}`.
    pub log: Vec<String>,
}

impl Core {
    /// Starts both connections and returns at once.
    pub fn start(settings: MqttSettings) -> Core {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (to_core, from) = mpsc::channel(ARRIVALS_WAITING_MAX);
        let link = start::<FromBroker>(runtime.handle(), settings, &to_core).unwrap();
        Core { runtime, link, from, log: Vec::new() }
    }

    /// Starts both connections and waits until `line` stands.
    pub fn connected(settings: MqttSettings, line: Line) -> Core {
        let mut core = Core::start(settings);
        core.until_connected(line);
        core
    }

    pub fn send(&self, word: ToBroker) {
        self.link.send(word).expect("room for a letter");
    }

    /// Gives the letter back when there is no room.
    pub fn try_send(&self, letter: Publish) -> Result<(), Publish> {
        self.link.send(ToBroker::Publish(letter))
    }

    pub fn acknowledge(&self, token: AckToken) {
        self.send(ToBroker::Acknowledge(vec![token]));
    }

    pub fn room(&self) -> usize {
        self.link.room()
    }

    /// The next word, or `None` after `wait`.
    pub fn next(&mut self, wait: Duration) -> Option<FromBroker> {
        let from = &mut self.from;
        self.runtime.block_on(async { tokio::time::timeout(wait, from.recv()).await.ok().flatten() })
    }

    /// The first word that `pick` takes; others are kept in the log.
    pub fn until<T>(&mut self, what: &str, mut pick: impl FnMut(FromBroker) -> Result<T, FromBroker>) -> T {
        let started = std::time::Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(started.elapsed());
            let Some(word) = self.next(left) else { panic!("never heard: {what}; heard {:#?}", self.log) };
            match pick(word) {
                Ok(it) => return it,
                Err(other) => self.log.push(format!("{other:?}")),
            }
        }
    }

    /// Whether the broker had kept the session.
    pub fn until_connected(&mut self, wanted: Line) -> bool {
        self.until("connected", |word| match word {
            FromBroker::Connected { line, session_present, .. } if line == wanted => Ok(session_present),
            other => Err(other),
        })
    }

    pub fn until_disconnected(&mut self, wanted: Line) -> String {
        self.until("disconnected", |word| match word {
            FromBroker::Disconnected { line, why } if line == wanted => Ok(why),
            other => Err(other),
        })
    }

    pub fn arrival(&mut self) -> Arrival {
        self.until("a message", |word| match word {
            FromBroker::Arrived { topic, payload, retained, ack, .. } => {
                Ok(Arrival { topic, text: String::from_utf8(payload).unwrap(), retained, ack })
            }
            other => Err(other),
        })
    }

    /// Waits until every letter of `ids` is delivered; a refusal is a failure.
    pub fn until_delivered(&mut self, ids: impl Iterator<Item = i64>) {
        let mut open: std::collections::BTreeSet<i64> = ids.collect();
        while !open.is_empty() {
            let what = format!("delivered {open:?}");
            let id = self.until(&what, |word| match word {
                FromBroker::Delivered { id } => Ok(id),
                FromBroker::Refused { id, why } => panic!("letter {id} was refused: {why}"),
                other => Err(other),
            });
            open.remove(&id);
        }
    }

    pub fn until_refused(&mut self, wanted: i64) -> String {
        self.until("refused", |word| match word {
            FromBroker::Refused { id, why } if id == wanted => Ok(why),
            FromBroker::Delivered { id } if id == wanted => panic!("letter {id} was delivered"),
            other => Err(other),
        })
    }

    /// The goodbye of a tidy stop.
    pub fn finish(self) {
        self.runtime.block_on(self.link.finish());
    }

    /// What kill -9 leaves: the sockets close, nobody says goodbye.
    pub fn crash(self) {
        self.runtime.shutdown_background();
    }
}
