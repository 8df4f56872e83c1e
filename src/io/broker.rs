//! A small broker inside the process, for `tingled demo`: the whole job with nothing installed.
//!
//! Loopback only and without users; real installations run Mosquitto. [`LIMITS`] is printed at start.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use mqtt5::broker::config::{AuthConfig, BrokerConfig, StorageConfig};
use mqtt5::broker::{BrokerShutdownHandle, MqttBroker};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The largest message, as on our own connections.
const PACKET_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Programs that may be connected at one time.
const CLIENTS_MAX: usize = 50;
/// Messages kept for a program that is away; beyond that the library drops the oldest without a word.
const QUEUED_MAX: usize = 100_000;
/// Time for writing what is queued when it stops.
const STOP_MAX: Duration = Duration::from_secs(5);

/// What a person must know who relies on it; one line each, printed at start.
pub const LIMITS: &[&str] = &[
    "The built-in broker is for trying things out: it listens on this machine only, and lets everyone in.",
    "It keeps what was sent in memory first: a power cut or kill -9 loses messages, a normal stop does not.",
    "For a program that is away it keeps 100000 messages or 64 MiB, then drops the oldest without a word.",
    "It takes MQTT 5 and 3.1.1 on one port, messages up to 4 MiB and 50 programs at a time; not MQTT 3.1.",
    "For everyday use install Mosquitto and set [mqtt] url; the README shows how.",
];

/// Why the built-in broker could not start.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// Its folder or its port is not to be had.
    #[error("could not start the built-in broker on 127.0.0.1:{port} with its data in {dir}: {why}")]
    Start {
        /// The port asked for; 0 means any.
        port: u16,
        /// The folder asked for.
        dir: String,
        /// What the library said.
        why: String,
    },
}

/// A broker that runs in this process until it is stopped or dropped with the runtime.
pub struct Broker {
    port: u16,
    stop: BrokerShutdownHandle,
    task: JoinHandle<()>,
}

impl Broker {
    /// Listens on `127.0.0.1:port` (0 takes a free one) and keeps its data in `dir`. Needs a tokio runtime.
    /// Returns once it accepts connections.
    pub async fn start(dir: &Path, port: u16) -> Result<Broker, BrokerError> {
        let failed = |why: String| BrokerError::Start { port, dir: dir.display().to_string(), why };
        // Both are set on purpose: the library's own default is every address of the machine, and a folder
        // beside wherever we were started.
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let storage =
            StorageConfig::new().with_base_dir(dir.to_owned()).with_max_queued_messages_per_client(QUEUED_MAX);
        let config = BrokerConfig::new()
            .with_bind_address(address)
            .with_max_packet_size(PACKET_BYTES_MAX)
            .with_max_clients(CLIENTS_MAX)
            .with_sys_topics_enabled(false)
            .with_auth(AuthConfig::new().with_allow_anonymous(true))
            .with_storage(storage);
        let mut broker = MqttBroker::with_config(config).await.map_err(|error| failed(error.to_string()))?;
        let local = broker.local_addr().ok_or_else(|| failed("it does not listen".to_owned()))?;
        let stop = broker.shutdown_handle();
        let mut ready = broker.ready_receiver();
        let (ended, outcome) = tokio::sync::oneshot::channel();
        let task = tokio::spawn(async move {
            if let Err(error) = broker.run().await {
                tracing::error!("the built-in broker ended: {error}");
                let _ = ended.send(error.to_string());
            }
        });
        tokio::select! {
            _ = ready.wait_for(|ready| *ready) => {}
            why = outcome => return Err(failed(why.unwrap_or_else(|_| "it ended at once".to_owned()))),
        }
        Ok(Broker { port: local.port(), stop, task })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Writes what is queued and ends, at most five seconds later.
    pub async fn stop(self) {
        self.stop.shutdown();
        let abort = self.task.abort_handle();
        if timeout(STOP_MAX, self.task).await.is_err() {
            abort.abort();
        }
    }
}
