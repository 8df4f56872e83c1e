//! What the link promises, against a real broker.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::result_large_err,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::core::{Core, letter, settings};
use common::mosquitto::{Message, Mosquitto};
use tingled::io::mqtt::{FromBroker, Line, MqttError, MqttSettings, Publish, Tls, ToBroker, Topic, start};
use tingled::wire::{Letter, Purpose};

const STATUS: &str = "tingled/status";

fn is_status<'a>(text: &'a str) -> impl Fn(&Message) -> bool + 'a {
    move |message| message.topic == STATUS && message.payload == text.as_bytes()
}

fn statuses(seen: &[Message]) -> Vec<String> {
    let ours = seen.iter().filter(|message| message.topic == STATUS);
    ours.map(|message| String::from_utf8_lossy(&message.payload).into_owned()).collect()
}

#[test]
fn a_publish_that_is_not_allowed_is_refused_with_the_reason_and_the_next_one_passes() {
    let broker = Mosquitto::start_prepared("acl_file {dir}/acl", |folder| {
        let rules = "topic readwrite tingled/+/in/#\ntopic write tingled/status\ntopic write tingled/ana/out/event\n";
        std::fs::write(folder.join("acl"), rules).unwrap();
    });
    let Some(broker) = broker else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    core.send(ToBroker::Publish(letter(1, "ana/out/state", "{}", true)));
    core.send(ToBroker::Publish(letter(2, "ana/out/event", "{}", false)));
    assert_eq!(core.until_refused(1), "NotAuthorized");
    core.until_delivered(2..=2);
}

#[test]
fn a_topic_that_is_none_is_refused() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    core.send(ToBroker::Publish(letter(1, "ana/out/#", "{}", false)));
    core.send(ToBroker::Publish(letter(2, "ana/out/event", "{}", false)));
    assert!(core.until_refused(1).contains("cannot be published"));
    core.until_delivered(2..=2);
}

#[test]
fn a_letter_larger_than_the_broker_takes_is_refused_and_blocks_nobody() {
    let Some(broker) = Mosquitto::start_with("max_packet_size 20000") else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    core.log.clear();
    core.send(ToBroker::Publish(letter(1, "ana/out/event", vec![b'x'; 50_000], false)));
    core.send(ToBroker::Publish(letter(2, "ana/out/event", "{}", false)));
    assert!(core.until_refused(1).contains("more than the broker takes (20000)"));
    core.until_delivered(2..=2);
    assert!(!core.log.iter().any(|word| word.contains("Disconnected")), "{:?}", core.log);
}

#[test]
fn a_letter_that_makes_the_broker_cut_us_off_is_refused_in_the_end_and_the_others_pass() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    // More levels than mosquitto bears: it closes the connection.
    let deep = "a/".repeat(250);
    core.send(ToBroker::Publish(letter(1, "ana/out/event", "before", false)));
    core.send(ToBroker::Publish(letter(2, &deep, "poison", false)));
    core.send(ToBroker::Publish(letter(3, "ana/out/event", "after", false)));
    let why = core.until_refused(2);
    assert!(why.contains("broke 3 times"), "{why}");
    core.send(ToBroker::Publish(letter(4, "ana/out/event", "later", false)));
    core.until_delivered(3..=4);
}

#[test]
fn the_status_is_online_while_we_are_there_and_offline_after_a_tidy_stop() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut observer = broker.observe(STATUS);
    // The broker would wait ten minutes before it spoke for us: it is our own goodbye that is heard.
    let patient = MqttSettings { will_delay_s: 600, ..settings(broker.port()) };
    let core = Core::connected(patient, Line::Outbox);
    observer.until_or_seen("online", is_status("online"));
    core.finish();
    observer.until("offline", is_status("offline"));
    let mut late = broker.observe(STATUS);
    assert!(late.until_or_seen("the kept status", is_status("offline")).retained);
}

#[test]
fn after_a_crash_the_broker_says_offline_for_us_and_the_next_start_says_online() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut observer = broker.observe(STATUS);
    let core = Core::connected(settings(broker.port()), Line::Outbox);
    observer.until_or_seen("online", is_status("online"));
    core.crash();
    observer.until("offline", is_status("offline"));
    let _core = Core::connected(settings(broker.port()), Line::Outbox);
    observer.until("online again", is_status("online"));
}

#[test]
fn a_quick_restart_after_a_crash_ends_online() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut observer = broker.observe("tingled/#");
    let patient = || MqttSettings { will_delay_s: 600, ..settings(broker.port()) };
    let core = Core::connected(patient(), Line::Outbox);
    observer.until_or_seen("online", is_status("online"));
    core.crash();
    let mut core = Core::connected(patient(), Line::Outbox);
    core.send(ToBroker::Publish(letter(1, "ana/out/event", "fence", false)));
    core.until_delivered(1..=1);
    observer.until("the fence", |message| message.payload == b"fence");
    assert_eq!(statuses(&observer.seen).last().map(String::as_str), Some("online"), "{:?}", observer.seen);
}

#[test]
fn the_status_is_online_again_after_the_broker_came_back_without_memory() {
    let Some(mut broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    broker.kill();
    broker.forget();
    broker.run();
    core.until_disconnected(Line::Outbox);
    core.until_connected(Line::Outbox);
    let mut observer = broker.observe(STATUS);
    observer.until_or_seen("online", is_status("online"));
}

#[test]
fn a_kept_message_is_marked_whether_it_was_kept_before_or_is_kept_now() {
    let Some(broker) = Mosquitto::start() else { return };
    broker.publish("tingled/ana/in/symptom", "kept before", &["-r"]);
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    let before = core.arrival();
    assert_eq!((before.text.as_str(), before.retained), ("kept before", true));
    core.acknowledge(before.ack);
    broker.publish("tingled/ana/in/symptom", "kept now", &["-r"]);
    let now = core.arrival();
    assert_eq!((now.text.as_str(), now.retained), ("kept now", true));
    core.acknowledge(now.ack);
    broker.publish("tingled/ana/in/symptom", "plain", &[]);
    let plain = core.arrival();
    assert_eq!((plain.text.as_str(), plain.retained), ("plain", false));
    core.acknowledge(plain.ack);
    core.finish();
    // A resumed session is not told again what the broker keeps.
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    broker.publish("tingled/ana/in/symptom", "FENCE", &[]);
    assert_eq!(core.arrival().text, "FENCE");
}

#[test]
fn what_was_not_acknowledged_comes_again_and_what_was_does_not() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    broker.publish("tingled/ana/in/symptom", "stored", &[]);
    broker.publish("tingled/ana/in/symptom", "not stored", &[]);
    let stored = core.arrival();
    assert_eq!(stored.text, "stored");
    assert_eq!(core.arrival().text, "not stored");
    core.acknowledge(stored.ack);
    core.finish();
    let mut core = Core::start(settings(broker.port()));
    assert_eq!(core.arrival().text, "not stored");
    broker.publish("tingled/ana/in/symptom", "FENCE", &[]);
    assert_eq!(core.arrival().text, "FENCE");
}

#[test]
fn a_core_that_cannot_store_is_not_given_ever_more_bytes() {
    const MESSAGES: usize = 20;
    const HELD_MAX: usize = 18;
    let Some(broker) = Mosquitto::start_with("autosave_interval 1800") else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    let large = (0..MESSAGES).map(|_| "x".repeat(4_000_000));
    assert!(broker.publish_lines("tingled/ana/in/hae", large, &[]).status.success());
    let mut held: Vec<_> = (0..HELD_MAX - 1).map(|_| core.arrival()).collect();
    while let Some(word) = core.next(Duration::from_millis(700)) {
        assert!(matches!(word, FromBroker::Connected { .. }), "more than 64 MiB are held");
    }
    for arrival in held.drain(..) {
        core.acknowledge(arrival.ack);
    }
    for _ in HELD_MAX - 1..MESSAGES {
        core.arrival();
    }
}

#[test]
fn a_command_says_where_its_answer_goes_but_only_below_our_base() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    let mut ask = |reply_to: &str| {
        let property = ["-D", "publish", "response-topic", reply_to, "-D", "publish", "correlation-data", "42"];
        broker.publish("tingled/ana/cmd/explain", "{}", &property);
        core.until("a command", |word| match word {
            FromBroker::Arrived { topic, reply_to, correlation, .. } => Ok((topic, reply_to, correlation)),
            other => Err(other),
        })
    };
    let (topic, reply_to, correlation) = ask("tingled/ana/out/reply/7");
    assert_eq!(topic, "ana/cmd/explain");
    assert_eq!(reply_to.as_deref(), Some("ana/out/reply/7"));
    assert_eq!(correlation.as_deref(), Some(&b"42"[..]));
    for elsewhere in ["somebody/else", "tingledx/ana", "$SYS/x"] {
        assert_eq!(ask(elsewhere).1, None, "{elsewhere}");
    }
}

#[test]
fn another_convention_s_topic_is_heard_and_written() {
    let Some(broker) = Mosquitto::start() else { return };
    let also = MqttSettings { also: vec!["homeassistant/status".to_owned()], ..settings(broker.port()) };
    let mut core = Core::connected(also, Line::Ingest);
    let discovery = Topic::Whole("homeassistant/device/tingled_ana/config".to_owned());
    core.send(ToBroker::Publish(Publish { topic: discovery, ..letter(1, "", "{}", true) }));
    core.until_delivered(1..=1);
    broker.publish("homeassistant/status", "online", &[]);
    let (topic, payload) = core.until("its status", |word| match word {
        FromBroker::Heard { topic, payload } => Ok((topic, payload)),
        other => Err(other),
    });
    assert_eq!((topic.as_str(), &payload[..]), ("homeassistant/status", &b"online"[..]));
    let mut observer = broker.observe("homeassistant/#");
    let kept = observer.until_or_seen("the discovery", |message| message.topic.ends_with("/config"));
    assert!(kept.retained);
}

#[test]
fn an_empty_standing_letter_clears_its_topic() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut core = Core::connected(settings(broker.port()), Line::Outbox);
    let standing = |payload: &str| {
        let topic = "ana/out/alert/rf01".to_owned();
        Letter { topic, payload: payload.as_bytes().to_vec(), purpose: Purpose::Standing }
    };
    core.send(ToBroker::Publish(Publish::letter(1, &standing("{}"))));
    core.send(ToBroker::Publish(Publish::letter(2, &standing(""))));
    core.send(ToBroker::Publish(letter(3, "ana/out/state", "fence", true)));
    core.until_delivered(1..=3);
    let mut observer = broker.observe("tingled/ana/#");
    observer.until_or_seen("the fence", |message| message.payload == b"fence");
    assert_eq!(observer.seen.len(), 1, "{:?}", observer.seen);
}

#[test]
fn a_broker_that_is_away_is_told_once_per_reason_and_letters_are_given_back_when_too_many_wait() {
    let Some(mut broker) = Mosquitto::start() else { return };
    broker.stop();
    let mut core = Core::start(settings(broker.port()));
    let why = core.until_disconnected(Line::Outbox);
    assert!(why.contains("could not reach the broker at 127.0.0.1"), "{why}");
    let mut taken = 0;
    while core.try_send(letter(taken, "ana/out/event", "{}", false)).is_ok() {
        taken += 1;
        assert!(taken <= 10_000, "the queue has no bound");
    }
    assert_eq!(core.room(), 0);
    // A second and third attempt with the same reason are not told again.
    assert!(std::iter::from_fn(|| core.next(Duration::from_millis(1500))).count() <= 1);
    broker.run();
    core.until_delivered(0..taken);
}

#[test]
fn the_core_may_be_a_plain_thread() {
    let Some(broker) = Mosquitto::start() else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (to_core, mut from) = tokio::sync::mpsc::channel::<FromBroker>(8);
    let link = start(runtime.handle(), settings(broker.port()), &to_core).unwrap();
    let handle = runtime.handle().clone();
    let core = std::thread::spawn(move || {
        link.send(ToBroker::Publish(letter(1, "ana/out/event", "{}", false))).unwrap();
        loop {
            if let FromBroker::Delivered { id: 1 } = from.blocking_recv().unwrap() {
                break;
            }
        }
        handle.block_on(link.finish());
    });
    core.join().unwrap();
}

#[test]
fn a_wrong_password_is_said_as_such() {
    let broker = Mosquitto::start_prepared("password_file {dir}/passwords", |folder| {
        let file = folder.join("passwords");
        let made =
            Command::new("mosquitto_passwd").arg("-b").arg("-c").arg(&file).args(["tingled", "right"]).output();
        assert!(made.unwrap().status.success());
    });
    let Some(broker) = broker else { return };
    let with = |password: &str| MqttSettings {
        username: Some("tingled".to_owned()),
        password: Some(tingled::config::Secret::from_file_text(password)),
        ..settings(broker.port())
    };
    let mut core = Core::start(with("wrong"));
    let why = core.until_disconnected(Line::Ingest);
    assert!(why.contains("check user name and password"), "{why}");
    core.finish();
    Core::connected(with("right"), Line::Ingest);
}

/// An authority, a server certificate for 127.0.0.1 and a client certificate, as PEM files in `folder`.
fn certificates(folder: &Path) {
    let openssl = |line: &str| {
        let out = Command::new("openssl").args(line.split(' ')).current_dir(folder).output().unwrap();
        assert!(out.status.success(), "openssl {line}: {out:?}");
    };
    std::fs::write(folder.join("server.ext"), "subjectAltName=IP:127.0.0.1\n").unwrap();
    std::fs::write(folder.join("client.ext"), "extendedKeyUsage=clientAuth\n").unwrap();
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout";
    for authority in ["ca", "other"] {
        openssl(&format!("req -x509 {key} {authority}.key -out {authority}.pem -days 2 -subj /CN={authority}"));
    }
    for name in ["server", "client"] {
        openssl(&format!("req {key} {name}.key -out {name}.csr -subj /CN={name}"));
        let signed = format!("x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2");
        openssl(&format!("{signed} -extfile {name}.ext -out {name}.pem"));
    }
}

#[test]
fn an_encrypted_connection_needs_the_right_authority_and_our_certificate() {
    if Command::new("openssl").arg("version").output().is_err() {
        assert!(std::env::var_os("TINGLED_TESTS_ALL").is_none(), "openssl is not installed");
        eprintln!("skipped: openssl is not installed");
        return;
    }
    let more = "listener {tls} 127.0.0.1\ncafile {dir}/ca.pem\ncertfile {dir}/server.pem\nkeyfile {dir}/server.key\n\
                require_certificate true";
    let Some(broker) = Mosquitto::start_prepared(more, certificates) else { return };
    let file = |name: &str| broker.folder().join(name);
    let with = |ca: &str, client: bool| MqttSettings {
        tls: Some(Tls { ca_file: Some(file(ca)), client: client.then(|| (file("client.pem"), file("client.key"))) }),
        ..settings(broker.tls_port())
    };
    let mut core = Core::connected(with("ca.pem", true), Line::Outbox);
    core.send(ToBroker::Publish(letter(1, "ana/out/event", vec![b'x'; 300_000], false)));
    core.until_delivered(1..=1);
    core.finish();
    let mut core = Core::start(with("other.pem", true));
    let why = core.until_disconnected(Line::Outbox);
    assert!(why.contains("UnknownIssuer"), "{why}");
    let mut core = Core::start(with("ca.pem", false));
    core.until_disconnected(Line::Outbox);

    let (to_core, _from) = tokio::sync::mpsc::channel::<FromBroker>(8);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let missing = start(runtime.handle(), with("missing.pem", false), &to_core);
    assert!(matches!(missing.unwrap_err(), MqttError::Read { .. }));
    let wrong = start(runtime.handle(), with("ca.key", false), &to_core).unwrap_err();
    assert!(matches!(&wrong, MqttError::Pem { .. }), "{wrong}");
}
