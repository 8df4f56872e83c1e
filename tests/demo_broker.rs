//! The built-in broker does the job of the demo.
#![cfg(feature = "demo")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::result_large_err,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::net::TcpStream;

use common::core::{Core, letter, settings};
use common::raw;
use rumqttc::{PublishOptions, QoS};
use tingled::io::broker::{Broker, LIMITS};
use tingled::io::mqtt::{Line, ToBroker};

#[test]
fn the_built_in_broker_carries_messages_and_keeps_them_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo-broker");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let broker = runtime.block_on(Broker::start(&data, 0)).unwrap();
    let port = broker.port();
    assert_ne!(port, 0);

    let mut core = Core::connected(settings(port), Line::Ingest);
    core.send(ToBroker::Publish(letter(1, "ana/out/state", "kept", true)));
    core.until_delivered(1..=1);
    send(&runtime, port, "tingled/ana/in/symptom", "hello");
    let arrival = core.arrival();
    assert_eq!((arrival.topic.as_str(), arrival.text.as_str()), ("ana/in/symptom", "hello"));
    core.acknowledge(arrival.ack);
    core.finish();
    send(&runtime, port, "tingled/ana/in/symptom", "while we were away");
    runtime.block_on(broker.stop());
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "it still listens");

    let broker = runtime.block_on(Broker::start(&data, port)).unwrap();
    assert_eq!(broker.port(), port);
    let mut core = Core::start(settings(port));
    assert_eq!(core.arrival().text, "while we were away");
    core.finish();
    runtime.block_on(async {
        let (client, mut events) = raw::client(raw::passing_by(port, "observer"));
        raw::connect(&mut events).await;
        client.try_subscribe("tingled/ana/out/#", QoS::AtLeastOnce).unwrap();
        assert_eq!(&raw::message(&mut events).await.payload[..], b"kept");
    });
    runtime.block_on(broker.stop());
}

#[test]
fn the_built_in_broker_says_when_its_port_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let Err(error) = runtime.block_on(Broker::start(folder.path(), port)) else { panic!("it started") };
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[test]
fn its_limits_are_five_lines() {
    assert_eq!(LIMITS.len(), 5);
    assert!(LIMITS.iter().all(|line| line.len() <= 118 && !line.contains('\n')));
}

fn send(runtime: &tokio::runtime::Runtime, port: u16, topic: &str, text: &str) {
    runtime.block_on(async {
        let (client, mut events) = raw::client(raw::passing_by(port, "sender"));
        raw::connect(&mut events).await;
        let text = text.to_owned();
        let notice = client.try_publish_tracked(topic, text, PublishOptions::new(QoS::AtLeastOnce)).unwrap();
        tokio::select! {
            answer = notice.wait_completion_async() => answer.unwrap(),
            event = raw::until(&mut events, "nothing", |_| false) => panic!("{event:?}"),
        }
    });
}
