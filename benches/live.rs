//! How fast messages become durable records, and a report an alert, beside clients that store nothing.
//!
//! `cargo bench --bench live [-- MESSAGES REPORTS ROUNDS]`; needs mosquitto. Both sides take turns through one broker
//! on a loopback port, because machines are noisy: what counts are the ratios, not the times.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement may panic, reads the clock and prints"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::mosquitto::Mosquitto;
use common::raw;
use rumqttc::{
    AckMode, AsyncClient, Event, EventLoop, Incoming, ManualAck, NetworkOptions, PubAck, PublishOptions, QoS,
};
use tingled::store::Store;
use tingled::time::{Timestamp, add_minutes};
use tokio::runtime::{Builder, Runtime};

/// Unanswered messages that the sender has under way at most.
const SENDER_INFLIGHT: u16 = 1000;

fn main() {
    // Cargo adds `--bench`.
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let messages = numbers.next().unwrap_or(20_000);
    let reports = numbers.next().unwrap_or(300);
    let rounds = numbers.next().unwrap_or(3);
    let Some(broker) = Mosquitto::start_with("autosave_interval 3600") else { return };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let daemon = Daemon::start(folder.path(), broker.port(), reports);
    let bench = Bench { runtime, port: broker.port(), folder: folder.path(), begun: Timestamp::now() };
    idle(&daemon, Duration::from_secs(60));
    let mut ratios = Vec::new();
    for round in 0..rounds {
        let null = bench.null_rate(messages);
        let durable = bench.durable_rate(messages, round);
        println!("messages/s: stores nothing {null:.0}, tingled {durable:.0}, ratio {:.2}", durable / null);
        ratios.push(durable / null);
    }
    println!("durable rate: {:.2} of a client that stores nothing (median)", median(&mut ratios));
    bench.alerts(reports);
    println!("VmRSS after that: {:.1} MB", daemon.rss_mb());
}

/// The real program in a folder of its own.
struct Daemon(Child);

impl Daemon {
    fn start(folder: &Path, port: u16, persons: usize) -> Daemon {
        let mut config = format!("[mqtt]\nurl = \"mqtt://127.0.0.1:{port}\"\n");
        for person in std::iter::once("ana".to_owned()).chain((0..persons).map(person)) {
            write!(config, "[person.{person}]\ntimezone = \"Europe/Rome\"\n").unwrap();
        }
        let path = folder.join("tingled.toml");
        fs::write(&path, config).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_tingled"))
            .arg("run")
            .arg("--config")
            .arg(path)
            .arg("--data")
            .arg(folder.join("data"))
            .env("XDG_RUNTIME_DIR", folder)
            .env("RUNTIME_DIRECTORY", folder)
            .env("MALLOC_ARENA_MAX", "2")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Daemon(child)
    }

    fn rss_mb(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn idle(daemon: &Daemon, wait: Duration) {
    std::thread::sleep(wait);
    println!("VmRSS idle after {} s: {:.1} MB", wait.as_secs(), daemon.rss_mb());
}

fn person(number: usize) -> String {
    format!("p{number}")
}

struct Bench<'f> {
    runtime: Runtime,
    port: u16,
    folder: &'f Path,
    begun: Timestamp,
}

impl Bench<'_> {
    /// A connected client.
    async fn client(&self, id: &str) -> (AsyncClient, EventLoop) {
        let mut options = raw::passing_by(self.port, id);
        // Otherwise the echo waits 40 ms for an acknowledgement of TCP.
        let mut network = NetworkOptions::new();
        network.set_tcp_nodelay(true);
        options.set_network_options(network);
        options.set_outgoing_inflight_upper_limit(SENDER_INFLIGHT).set_receive_maximum(Some(SENDER_INFLIGHT));
        let (client, mut events) = raw::client(options);
        raw::connect(&mut events).await;
        (client, events)
    }

    /// Messages a second through a client that acknowledges each and keeps none.
    fn null_rate(&self, messages: usize) -> f64 {
        self.runtime.block_on(async {
            let mut options = raw::options(self.port, "null");
            options.set_ack_mode(AckMode::Manual).set_receive_maximum(Some(200));
            options.set_clean_start(true).set_session_expiry_interval(None);
            let (client, mut events) = raw::client(options);
            raw::connect(&mut events).await;
            raw::subscribe(&client, &mut events, "null/+/in/#").await;
            let sent = self.send(messages, "null/ana/in/intake".to_owned(), 0).await;
            let mut left = messages;
            while left > 0 {
                let message = raw::message(&mut events).await;
                client.try_manual_ack(ManualAck::PubAck(PubAck::new(message.pkid, None))).unwrap();
                left -= 1;
            }
            messages as f64 / sent.elapsed().as_secs_f64()
        })
    }

    /// Messages a second until the program has all of them on the disk.
    fn durable_rate(&self, messages: usize, round: usize) -> f64 {
        let store = Store::open_read_only(&self.folder.join("data/tingled.db")).unwrap();
        let stored = || {
            let counts = store.counts().unwrap();
            counts.records.values().map(|count| usize::try_from(*count).unwrap()).sum::<usize>()
        };
        let wanted = stored() + messages;
        let sent = self.runtime.block_on(self.send(messages, "tingled/ana/in/intake".to_owned(), round));
        while stored() < wanted {
            assert!(sent.elapsed() < Duration::from_secs(300), "{} of {wanted} stored", stored());
            std::thread::sleep(Duration::from_millis(50));
        }
        messages as f64 / sent.elapsed().as_secs_f64()
    }

    /// Sends drinks from a task of its own; gives when it began.
    async fn send(&self, messages: usize, topic: String, round: usize) -> Instant {
        let (client, mut events) = self.client("sender").await;
        // Within the last ninety days, so that every one of them matters, each at a time of its own.
        let first = add_minutes(self.begun, -((round + 1) as f64) * messages as f64 / 10.0);
        let begun = Instant::now();
        self.runtime.spawn(async move {
            for number in 0..messages {
                let at = add_minutes(first, number as f64 / 10.0);
                let payload = format!("{{\"time\":\"{at}\",\"volume_ml\":250,\"what\":\"water\"}}");
                client.try_publish(topic.clone(), payload, PublishOptions::new(QoS::AtLeastOnce)).unwrap();
            }
            let mut answers = 0;
            while answers < messages {
                if let Ok(Event::Incoming(Incoming::PubAck(_))) = events.poll().await {
                    answers += 1;
                }
            }
        });
        begun
    }

    /// From a report to its alert, against the same way there and back and one write to the disk.
    fn alerts(&self, reports: usize) {
        self.runtime.block_on(async {
            let (client, mut events) = self.client("reporter").await;
            raw::subscribe(&client, &mut events, "echo/#").await;
            raw::subscribe(&client, &mut events, "tingled/+/out/alert/#").await;
            let mut file = File::create(self.folder.join("written")).unwrap();
            let (mut alerts, mut plain) = (Vec::new(), Vec::new());
            for number in 0..reports {
                let begun = Instant::now();
                round_trip(&client, &mut events, "echo/x", "x".repeat(100), "echo/").await;
                let echoed = begun.elapsed();
                let begun = Instant::now();
                file.write_all(&[7; 4096]).unwrap();
                file.sync_data().unwrap();
                plain.push((echoed + begun.elapsed()).as_secs_f64() * 1e3);
                let at = add_minutes(Timestamp::now(), -5.0);
                let payload = format!(
                    "{{\"time\":\"{at}\",\"tingling\":true,\"sites\":[\"foot:both\"],\"signs\":[\"saddle_numb\"]}}"
                );
                let person = person(number);
                let begun = Instant::now();
                let topic = format!("tingled/{person}/in/symptom");
                round_trip(&client, &mut events, &topic, payload, &format!("tingled/{person}/out/alert")).await;
                alerts.push(begun.elapsed().as_secs_f64() * 1e3);
            }
            let mut ratios: Vec<f64> = alerts.iter().zip(&plain).map(|(alert, plain)| alert / plain).collect();
            println!(
                "symptom to alert p50 {:.2} ms, echo + fsync p50 {:.2} ms, median of the ratios {:.2}",
                median(&mut alerts),
                median(&mut plain),
                median(&mut ratios)
            );
        });
    }
}

/// Publishes and waits for the first message below `answer`.
async fn round_trip(client: &AsyncClient, events: &mut EventLoop, topic: &str, payload: String, answer: &str) {
    client.try_publish(topic, payload, PublishOptions::new(QoS::AtLeastOnce)).unwrap();
    loop {
        let message = raw::message(events).await;
        if message.topic.starts_with(answer.as_bytes()) {
            return;
        }
    }
}

fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
