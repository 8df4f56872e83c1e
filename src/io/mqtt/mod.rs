//! The MQTT seam: what comes from a broker and what goes to it, as plain data.
//!
//! Nothing outside this folder knows the client library. Two connections are kept: *ingest* (a persistent
//! session, acknowledged by hand, never publishes) and *outbox* (clean start, last will, every publish
//! tracked), so that neither can hold the other up. What is certain and what is not:
//!
//! - A message is acknowledged only when the core says so ([`ToBroker::Acknowledge`], after its commit). Until
//!   then the broker sends it again after every reconnect, so duplicates are normal and losses are not.
//! - [`FromBroker::Delivered`] means the broker took it, not that anybody read it. A letter whose answer was
//!   lost with the connection is sent again here; consumers drop the second copy by its event id.
//! - Nothing here blocks the core: [`Link::send`] gives a letter back when the queue is full.

mod backoff;
mod ingest;
mod options;
mod outbox;
mod session;
pub mod settings;
mod socket;
mod tls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::wire::{Letter, Purpose};

pub use settings::{MqttError, MqttSettings, Tls};

/// Letters that wait for the outbox connection; more are given back to the core.
pub const LETTERS_WAITING_MAX: usize = 256;
/// The slots to give the channel that carries [`FromBroker`] to the core; reading stops when it is full.
pub const ARRIVALS_WAITING_MAX: usize = 1024;
/// How long a stop may take before the connections are simply cut.
const STOP_MAX: Duration = Duration::from_secs(5);
/// An event older than this is no longer worth delivering to a client that comes back.
const EVENT_EXPIRY_S: u32 = 24 * 3600;

/// Which of the two connections is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// The one that receives.
    Ingest,
    /// The one that publishes.
    Outbox,
}

/// The right to acknowledge one message, valid on the connection that brought it and on no other.
///
/// Every token must come back in [`ToBroker::Acknowledge`] once its message is stored, also the tokens of
/// messages that were sent without a wish for an acknowledgement: they count what is still held in memory.
#[derive(Debug, PartialEq, Eq)]
pub struct AckToken {
    /// The connection attempt that brought the message.
    epoch: u64,
    /// The packet to acknowledge; 0 when the sender wants no acknowledgement.
    packet: u16,
    /// What the message weighs.
    bytes: usize,
}

/// What a broker tells the core.
#[derive(Debug)]
pub enum FromBroker {
    /// A connection stands. On ingest: the broker had kept our subscriptions, or has taken them.
    Connected {
        /// Which one.
        line: Line,
        /// Whether the broker still knew us. When false on ingest, messages sent meanwhile may be lost.
        session_present: bool,
        /// Counts the attempts of that line; never reused in one run.
        epoch: u64,
    },
    /// A record or a command, below the base topic.
    Arrived {
        /// The topic without the base: `ana/in/symptom`.
        topic: String,
        /// The bytes.
        payload: Vec<u8>,
        /// Whether the sender asked the broker to keep it, or the broker had kept it.
        retained: bool,
        /// Where an answer is wanted, without the base; `None` when not told or not below the base topic.
        reply_to: Option<String>,
        /// What the asker wants to see again in the answer.
        correlation: Option<Vec<u8>>,
        /// To be given back after the commit.
        ack: AckToken,
    },
    /// A message on one of [`MqttSettings::also`]; needs no acknowledgement.
    Heard {
        /// The whole topic.
        topic: String,
        /// The bytes.
        payload: Vec<u8>,
    },
    /// The broker does not let us hear this; asked again every minute.
    Unheard {
        /// The whole topic filter.
        filter: String,
        /// The broker's reason.
        why: String,
    },
    /// A connection was lost or could not be made; it is tried again. Told once per reason.
    Disconnected {
        /// Which one.
        line: Line,
        /// What happened, for a person.
        why: String,
    },
    /// The broker took this letter.
    Delivered {
        /// The number given with it.
        id: i64,
    },
    /// The broker did not take this letter; it is not tried again here.
    Refused {
        /// The number given with it.
        id: i64,
        /// Its reason.
        why: String,
    },
}

/// Where a letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Below the base topic: `ana/out/event`.
    Below(String),
    /// A whole topic of somebody else's convention: `homeassistant/device/tingled_ana/config`.
    Whole(String),
}

/// One letter for the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publish {
    /// The core's number for it (the row in the outbox), repeated in the answer.
    pub id: i64,
    /// Where to.
    pub topic: Topic,
    /// The bytes; empty clears a retained topic.
    pub payload: Vec<u8>,
    /// Whether the broker keeps it for those who come later.
    pub retain: bool,
    /// Such as `application/json`.
    pub content_type: Option<String>,
    /// Seconds after which the broker need not deliver it any more.
    pub expiry_s: Option<u32>,
    /// The asker's mark of a reply.
    pub correlation: Option<Vec<u8>>,
}

impl Publish {
    /// The letter `letter`, known to the core as `id`.
    pub fn letter(id: i64, letter: &Letter) -> Publish {
        Publish {
            id,
            topic: Topic::Below(letter.topic.clone()),
            payload: letter.payload.clone(),
            retain: letter.purpose.is_retained(),
            content_type: (!letter.payload.is_empty()).then(|| "application/json".to_owned()),
            expiry_s: (letter.purpose == Purpose::Event).then_some(EVENT_EXPIRY_S),
            correlation: None,
        }
    }
}

/// What the core tells a broker.
#[derive(Debug)]
pub enum ToBroker {
    /// Send this and say how it went.
    Publish(Publish),
    /// These are stored.
    Acknowledge(Vec<AckToken>),
    /// Say goodbye and end; [`Link::finish`] waits for it.
    Stop,
}

/// The core's end of both connections.
pub struct Link {
    acks: mpsc::UnboundedSender<Vec<AckToken>>,
    letters: mpsc::Sender<Publish>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Link {
    /// Hands `word` over without ever waiting. Gives a letter back when [`LETTERS_WAITING_MAX`] already wait
    /// or the link has ended; the core keeps it and tries again.
    #[expect(clippy::result_large_err, reason = "the letter is moved back, as a channel does")]
    pub fn send(&self, word: ToBroker) -> Result<(), Publish> {
        match word {
            ToBroker::Publish(letter) => self.letters.try_send(letter).map_err(|error| match error {
                mpsc::error::TrySendError::Full(letter) | mpsc::error::TrySendError::Closed(letter) => letter,
            }),
            ToBroker::Acknowledge(tokens) => {
                // A link that has ended acknowledges nothing: the broker will send the messages again.
                let _ = self.acks.send(tokens);
                Ok(())
            }
            ToBroker::Stop => {
                self.stop.send_replace(true);
                Ok(())
            }
        }
    }

    /// How many letters [`Link::send`] takes before it gives one back.
    pub fn room(&self) -> usize {
        self.letters.capacity()
    }

    /// Stops (acknowledges what was handed over, publishes `offline`, disconnects) and returns when both
    /// connections have ended, at most five seconds later. A plain thread waits with `runtime.block_on`.
    pub async fn finish(mut self) {
        self.stop.send_replace(true);
        for task in self.tasks.drain(..) {
            let abort = task.abort_handle();
            if tokio::time::timeout(STOP_MAX, task).await.is_err() {
                abort.abort();
            }
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("room", &self.room()).finish_non_exhaustive()
    }
}

/// Returns once [`ToBroker::Stop`] was said or the link was dropped.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that the link was dropped: nobody is left to work for.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Starts both connections on `runtime`; they live until [`ToBroker::Stop`] or until the link is dropped.
///
/// `to_core` may be the core's one channel of events (`E` is made from [`FromBroker`]); it must be bounded,
/// and reading from the broker pauses while it is full. Whether the broker can be reached is not an error
/// here: that is told by [`FromBroker::Disconnected`]. Errors are settings that can never work.
pub fn start<E>(runtime: &Handle, settings: MqttSettings, to_core: &mpsc::Sender<E>) -> Result<Link, MqttError>
where
    E: From<FromBroker> + Send + 'static,
{
    settings.check()?;
    let transport = tls::transport(&settings)?;
    let settings = Arc::new(settings);
    let (acks, acks_in) = mpsc::unbounded_channel();
    let (letters, letters_in) = mpsc::channel(LETTERS_WAITING_MAX);
    let (stop, stop_in) = watch::channel(false);
    let ingest = ingest::Ingest::new(
        options::ingest(&settings, transport.clone()),
        Arc::clone(&settings),
        to_core.clone(),
        acks_in,
        stop_in.clone(),
    );
    let outbox = outbox::Outbox::new(
        options::outbox(&settings, transport),
        Arc::clone(&settings),
        to_core.clone(),
        letters_in,
        stop_in,
    );
    let tasks = vec![runtime.spawn(ingest.run()), runtime.spawn(outbox.run())];
    Ok(Link { acks, letters, stop, tasks })
}
