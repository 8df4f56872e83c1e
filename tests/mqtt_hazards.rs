//! What the MQTT client does to those who leave its settings alone, and that our link does not.
//!
//! Most tests have two halves: the fault, planted with the library's own ways, must show itself; and our
//! link, in the same trouble, must come through. A test whose fault no longer shows has nothing to prove.
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

use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

use common::core::{Core, letter, settings};
use common::mosquitto::Mosquitto;
use common::raw;
use rumqttc::{
    AsyncClient, BrokerSessionResumePolicy, ConnectionError, Event, Incoming, Outgoing, PublishNoticeError,
    PublishOptions, QoS, SubscribeNoticeError,
};
use tingled::io::mqtt::{FromBroker, Line, MqttSettings, ToBroker};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

const IN: &str = "tingled/ana/in/symptom";
/// The name of our own receiving connection with the usual settings.
const INGEST: &str = "tingled-ingest";

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// A session that the broker keeps for `id`, with or without our subscription, and no client.
fn leave_session(port: u16, id: &str, subscribed: bool) {
    runtime().block_on(async {
        let (client, mut events) = raw::client(raw::options(port, id));
        raw::connect(&mut events).await;
        if subscribed {
            raw::subscribe(&client, &mut events, "tingled/+/in/#").await;
        }
    });
}

#[test]
fn a_restarted_process_can_resume_its_session() {
    let Some(broker) = Mosquitto::start() else { return };
    leave_session(broker.port(), "planted", true);
    runtime().block_on(async {
        let (_client, mut events) = raw::client(raw::options(broker.port(), "planted"));
        let errors = raw::errors(&mut events, 5).await;
        assert_eq!(errors.len(), 5, "{errors:?}");
        let mismatch = |error: &ConnectionError| matches!(error, ConnectionError::SessionStateMismatch { .. });
        assert!(errors.iter().all(mismatch), "{errors:?}");
    });

    leave_session(broker.port(), INGEST, true);
    broker.publish(IN, "while we were away", &[]);
    let mut core = Core::start(settings(broker.port()));
    assert!(core.until_connected(Line::Ingest), "the broker had kept the session");
    let arrival = core.arrival();
    assert_eq!((arrival.topic.as_str(), arrival.text.as_str()), ("ana/in/symptom", "while we were away"));
}

#[test]
fn a_process_killed_before_it_subscribed_is_not_deaf_from_then_on() {
    let Some(broker) = Mosquitto::start() else { return };
    leave_session(broker.port(), "planted", false);
    runtime().block_on(async {
        let mut options = raw::options(broker.port(), "planted");
        options.set_broker_session_resume_policy(BrokerSessionResumePolicy::AllowBrokerOnly);
        let (client, mut events) = raw::client(options);
        raw::connect(&mut events).await;
        let notice = client.try_subscribe_tracked("tingled/+/in/#", QoS::AtLeastOnce).unwrap();
        let answer = tokio::select! {
            answer = notice.wait_async() => answer,
            event = raw::until(&mut events, "nothing", |_| false) => panic!("{event:?}"),
        };
        assert_eq!(answer.unwrap_err(), SubscribeNoticeError::BrokerOnlySessionResume);
    });

    leave_session(broker.port(), INGEST, false);
    let mut core = Core::start(settings(broker.port()));
    assert!(core.until_connected(Line::Ingest), "the broker had kept the session");
    // The session has no subscription yet, so the message is repeated until it is heard.
    let heard = std::iter::repeat_with(|| {
        broker.publish(IN, "can you hear me", &[]);
        core.next(Duration::from_millis(300))
    });
    assert!(heard.take(50).flatten().any(|word| matches!(word, FromBroker::Arrived { .. })));
}

/// Holds FIRST, lets the broker forget the session, and gets SECOND under the same packet number.
async fn planted_late_ack(broker: &mut Mosquitto, with_second: bool) -> Option<Event> {
    let (client, mut events) = raw::client(raw::options(broker.port(), INGEST));
    raw::connect(&mut events).await;
    raw::subscribe(&client, &mut events, "tingled/+/in/#").await;
    broker.publish(IN, "FIRST", &[]);
    let first = raw::message(&mut events).await;
    broker.stop();
    broker.forget();
    broker.run();
    raw::connect(&mut events).await;
    raw::subscribe(&client, &mut events, "tingled/+/in/#").await;
    if with_second {
        broker.publish(IN, "SECOND", &[]);
        let second = raw::message(&mut events).await;
        assert_eq!((first.pkid, &second.payload[..]), (second.pkid, &b"SECOND"[..]));
    }
    client.try_ack(&first).unwrap();
    let outcome = timeout(Duration::from_secs(10), async {
        loop {
            match events.poll().await {
                Ok(event @ Event::Outgoing(Outgoing::PubAck(_))) => return Some(event),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    });
    outcome.await.expect("an answer to the acknowledgement")
}

#[test]
fn a_late_acknowledgement_does_not_confirm_another_message() {
    let Some(mut broker) = Mosquitto::start() else { return };
    let acknowledged = runtime().block_on(planted_late_ack(&mut broker, true));
    assert!(acknowledged.is_some(), "the wrong message was acknowledged");
    broker.publish(IN, "FENCE", &[]);
    let mut core = Core::start(settings(broker.port()));
    assert_eq!(core.arrival().text, "FENCE", "SECOND was never stored by anybody, and is lost");
    core.crash();

    broker.stop();
    broker.forget();
    broker.run();
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    broker.publish(IN, "FIRST", &[]);
    let first = core.arrival();
    broker.stop();
    broker.forget();
    broker.run();
    core.until_disconnected(Line::Ingest);
    core.until_connected(Line::Ingest);
    broker.publish(IN, "SECOND", &[]);
    assert_eq!(core.arrival().text, "SECOND");
    core.acknowledge(first.ack);
    broker.publish(IN, "FENCE", &[]);
    assert_eq!(core.arrival().text, "FENCE");
    core.finish();
    let mut core = Core::start(settings(broker.port()));
    assert_eq!(core.arrival().text, "SECOND", "it was never acknowledged, so it comes again");
}

#[test]
fn a_late_acknowledgement_does_not_cut_the_connection() {
    let Some(mut broker) = Mosquitto::start() else { return };
    let acknowledged = runtime().block_on(planted_late_ack(&mut broker, false));
    assert!(acknowledged.is_none(), "the library broke the connection over it");

    broker.stop();
    broker.forget();
    broker.run();
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    broker.publish(IN, "FIRST", &[]);
    let first = core.arrival();
    broker.stop();
    broker.forget();
    broker.run();
    core.until_disconnected(Line::Ingest);
    core.until_connected(Line::Ingest);
    core.log.clear();
    core.acknowledge(first.ack);
    broker.publish(IN, "SECOND", &[]);
    assert_eq!(core.arrival().text, "SECOND");
    assert!(!core.log.iter().any(|word| word.contains("Disconnected")), "{:?}", core.log);
}

#[test]
fn a_frozen_broker_with_full_buffers_is_noticed_and_nothing_is_lost() {
    const LETTERS: i64 = 40;
    const BYTES: usize = 500_000;
    let Some(broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    let planted = runtime();
    let (client, mut events) = raw::client(raw::passing_by(broker.port(), "planted"));
    planted.block_on(raw::connect(&mut events));

    broker.freeze();
    for id in 0..LETTERS {
        client.try_publish("planted", vec![b'x'; BYTES], PublishOptions::new(QoS::AtLeastOnce)).unwrap();
        core.send(ToBroker::Publish(letter(id, &format!("ana/out/{id}"), vec![b'x'; BYTES], false)));
    }
    let stuck = planted.spawn(async move { raw::errors(&mut events, 1).await });
    let why = core.until_disconnected(Line::Outbox);
    assert!(why.contains("timed out"), "the kernel should have noticed first: {why}");
    assert!(!stuck.is_finished(), "the library noticed it as soon as we did");
    broker.thaw();
    core.until_delivered(0..LETTERS);
}

#[test]
fn a_frozen_broker_is_noticed_when_there_is_little_to_say() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    broker.freeze();
    core.send(ToBroker::Publish(letter(1, "ana/out/event", "small", false)));
    core.until_disconnected(Line::Outbox);
    broker.thaw();
    core.until_delivered(1..=1);
}

#[test]
fn one_large_message_does_not_block_all_that_follow() {
    let Some(broker) = Mosquitto::start() else { return };
    let large = "x".repeat(11_000);
    leave_session(broker.port(), INGEST, true);
    broker.publish(IN, &large, &[]);
    broker.publish(IN, "after", &[]);
    leave_planted_loop(broker.port());

    let mut core = Core::start(settings(broker.port()));
    assert_eq!(core.arrival().text, large);
    assert_eq!(core.arrival().text, "after");
    core.crash();

    // Larger than we take: the broker was told, and drops it itself.
    let tight =
        || MqttSettings { packet_bytes_max: 2048, client_id_base: "tight".to_owned(), ..settings(broker.port()) };
    let mut core = Core::connected(tight(), Line::Ingest);
    broker.publish(IN, "before", &[]);
    assert_eq!(core.arrival().text, "before");
    broker.publish(IN, &large, &[]);
    broker.publish(IN, "after", &[]);
    assert_eq!(core.arrival().text, "after");
    assert!(!core.log.iter().any(|word| word.contains("Disconnected")), "{:?}", core.log);
}

/// The same session with the library's default limit, which is not told to the broker.
fn leave_planted_loop(port: u16) {
    runtime().block_on(async {
        let mut options = raw::options(port, INGEST);
        options.set_session_store(raw::Empty(INGEST));
        let (_client, mut events) = raw::client(options);
        let errors = raw::errors(&mut events, 5).await;
        assert_eq!(errors.len(), 5, "each connection ends at the same message: {errors:?}");
        let too_large = |error: &ConnectionError| error.to_string().contains("size");
        assert!(errors.iter().all(too_large), "{errors:?}");
    });
}

#[test]
fn acknowledging_while_reading_neither_hangs_nor_loses_one() {
    const MESSAGES: usize = 3000;
    let Some(broker) = Mosquitto::start_with("autosave_interval 1800") else { return };
    leave_session(broker.port(), "planted", true);
    leave_session(broker.port(), INGEST, true);
    let sent = broker.publish_lines(IN, (0..MESSAGES).map(|number| number.to_string()), &[]);
    assert!(sent.status.success());

    runtime().block_on(async {
        let mut options = raw::options(broker.port(), "planted");
        options.set_session_store(raw::Empty("planted"));
        let (client, mut events) = AsyncClient::builder(options).capacity(2).build();
        let read = Cell::new(0);
        let read_all = async {
            while read.get() < MESSAGES {
                if let Ok(Event::Incoming(Incoming::Publish(message))) = events.poll().await {
                    client.ack(&message).await.unwrap();
                    read.set(read.get() + 1);
                }
            }
        };
        let mut read_all = pin!(read_all);
        let _ = timeout(Duration::from_secs(2), &mut read_all).await;
        let at_first = read.get();
        let _ = timeout(Duration::from_secs(2), &mut read_all).await;
        let hung = at_first < MESSAGES && read.get() == at_first;
        assert!(hung, "waiting for room in the queue whose only reader waits did no harm");
    });

    let mut core = Core::start(settings(broker.port()));
    core.until_connected(Line::Ingest);
    // A core that is busy: reading pauses at the bound of the channel.
    std::thread::sleep(Duration::from_millis(500));
    assert!(core.from.len() <= tingled::io::mqtt::ARRIVALS_WAITING_MAX);
    let mut expected = 0;
    while expected < MESSAGES {
        let arrival = core.arrival();
        assert_eq!(arrival.text, expected.to_string());
        core.acknowledge(arrival.ack);
        expected += 1;
        if expected % 10 == 0 {
            let number = i64::try_from(expected).unwrap();
            let _ = core.try_send(letter(number, "ana/out/event", "storm", false));
        }
    }
    core.finish();
    // Every acknowledgement reached the broker: nothing comes again.
    broker.publish(IN, "FENCE", &[]);
    let mut core = Core::start(settings(broker.port()));
    assert_eq!(core.arrival().text, "FENCE");
}

#[test]
fn letters_in_flight_when_the_broker_dies_and_forgets_are_sent_again() {
    const LETTERS: i64 = 50;
    let Some(mut broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    let planted = runtime();
    let (client, mut events) = raw::client(raw::passing_by(broker.port(), "planted"));
    planted.block_on(raw::connect(&mut events));

    broker.freeze();
    let retained = PublishOptions::new(QoS::AtLeastOnce).retained();
    let notices: Vec<_> = (0..LETTERS)
        .map(|id| {
            core.send(ToBroker::Publish(letter(id, &format!("ana/out/{id}"), "kept", true)));
            client.try_publish_tracked(format!("planted/{id}"), "kept", retained.clone()).unwrap()
        })
        .collect();
    planted.block_on(async {
        // "Ok" above meant a place in a queue; write them to the frozen broker.
        let _ = timeout(Duration::from_secs(1), raw::until(&mut events, "nothing", |_| false)).await;
    });
    broker.kill();
    broker.forget();
    broker.run();
    planted.block_on(async {
        raw::connect(&mut events).await;
        for notice in notices {
            assert_eq!(notice.wait_async().await.unwrap_err(), PublishNoticeError::SessionReset);
        }
    });

    core.until_delivered(0..LETTERS);
    let mut observer = broker.observe("+/ana/out/+");
    for id in 0..LETTERS {
        let topic = format!("tingled/ana/out/{id}");
        observer.until_or_seen(&topic, |message| message.topic == topic);
    }
    broker.publish("planted/fence", "there", &["-r"]);
    let mut observer = broker.observe("planted/#");
    observer.until_or_seen("the fence", |message| message.topic == "planted/fence");
    assert_eq!(observer.seen.len(), 1, "the library lost what it had said Ok to: {:?}", observer.seen);
}
