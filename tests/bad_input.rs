//! Everything bad that can come in, through the doors of the real program: it is named, and the next is taken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use common::daemon::{Tingled, until};
use common::mosquitto::{Mosquitto, Observer};
use common::raw;
use serde_json::Value as Json;
use tingled::time::{Clock, SignedDuration, Timestamp};

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn good(number: i64) -> (String, Vec<u8>) {
    let at = Timestamp::now() - SignedDuration::from_secs(60 + number);
    let text = format!(r#"{{"id":"good{number}","time":"{at}","volume_ml":250}}"#);
    ("tingled/ana/in/intake".to_owned(), text.into_bytes())
}

/// What is wrong, the topic, the payload, and what the answer must hold: what was found, and what was wanted.
fn messages() -> Vec<(&'static str, &'static str, Vec<u8>, [&'static str; 3])> {
    const DRINK: &str = "ana/in/intake";
    const TINGLING: &str = "ana/in/tingling";
    let report = |rest: &str| format!(r#"{{"time":"2026-11-01T10:00:00Z","tingling":true,{rest}}}"#).into_bytes();
    let drink = |time: &str| format!(r#"{{"time":"{time}","volume_ml":1}}"#).into_bytes();
    let mut broken = report(r#""severity":1,"what":"caf_""#);
    let at = broken.iter().position(|byte| *byte == b'_').unwrap();
    broken[at] = 0xe9;
    vec![
        ("bad UTF-8", TINGLING, broken, ["E0118", "caf", "wanted UTF-8"]),
        ("UTF-16", TINGLING, utf16(r#"{"tingling":true}"#), ["E0118", "", "wanted UTF-8"]),
        ("a NUL", TINGLING, report("\"severity\":1,\"a\":\"x\0y\""), ["E0121", "x", "wanted JSON"]),
        ("severity 11", TINGLING, report(r#""severity":11"#), ["E0104", "11", "from 0 to 10"]),
        ("NaN", TINGLING, report(r#""severity":NaN"#), ["E0121", "NaN", "wanted JSON"]),
        ("1e308", TINGLING, report(r#""severity":1e308"#), ["E0104", "1e308", "from 0 to 10"]),
        ("the future", DRINK, drink("2031-01-01T10:00:00Z"), ["E0110", "2031", "at most 5 minutes ahead"]),
        (
            "an unknown topic",
            "ana/in/tinglin",
            report(r#""severity":2"#),
            ["E0125", "ana/in/tinglin", "<person>/in/"],
        ),
        ("an array", DRINK, b"[{\"volume_ml\":250}]".to_vec(), ["E0120", "[{", "one object"]),
        ("100,000 brackets", DRINK, vec![b'['; 100_000], ["E0123", "[[[", "levels"]),
        (
            "100,000 brackets in an object",
            DRINK,
            [b"{\"a\":".to_vec(), vec![b'['; 100_000]].concat(),
            ["E0123", "[[[", "levels"],
        ),
        ("duplicate keys", DRINK, br#"{"volume_ml":1,"volume_ml":2}"#.to_vec(), ["E0122", "volume_ml", "once"]),
        ("nothing", DRINK, Vec::new(), ["E0120", "nothing", "one object"]),
    ]
}

#[test]
fn every_bad_message_is_answered_and_the_next_is_taken() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    // A retained message is taken once, and is named.
    let (topic, payload) = good(0);
    broker.publish(&topic, &String::from_utf8(payload).unwrap(), &["-r"]);
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    let mut observer = broker.observe("tingled/ana/out/rejected");
    let mut number = 1;
    for (name, topic, payload, answer) in messages() {
        raw::send_all(broker.port(), &[(format!("tingled/{topic}"), payload), good(number)]);
        number += 1;
        let message = observer.until(name, |_| true);
        let text = String::from_utf8(message.payload).unwrap();
        let json: Json = serde_json::from_str(&text).unwrap();
        assert_eq!((&json["code"], &json["place"]), (&answer[0].into(), &topic.into()), "{name}: {text}");
        let found = format!("{}{}", json["found"].as_str().unwrap(), json["what"].as_str().unwrap());
        assert!(found.contains(answer[1]), "{name}: {text}");
        assert!(json["wanted"].as_str().unwrap().contains(answer[2]), "{name}: {text}");
        until(name, || daemon.log(), || daemon.records("ana").len() == usize::try_from(number).unwrap());
    }
    let rejected = daemon.rejects().len();
    assert_eq!(rejected, messages().len());

    // A byte order mark is no fault.
    let (topic, payload) = good(100);
    raw::send_all(broker.port(), &[(topic, [b"\xef\xbb\xbf".to_vec(), payload].concat()), good(101)]);
    number += 2;
    until(
        "the mark",
        || format!("{:?}", daemon.rejects().last()),
        || daemon.records("ana").len() == usize::try_from(number).unwrap(),
    );

    // Wall clocks that never were or were twice are kept, and marked.
    let texts = ["2026-03-29T02:30:00", "2026-10-25T02:30:00"];
    let clocks = texts.map(|time| {
        let text = format!(r#"{{"time":"{time}","volume_ml":1}}"#);
        ("tingled/ana/in/intake".to_owned(), text.into_bytes())
    });
    raw::send_all(broker.port(), &clocks);
    number += 2;
    until("wall clocks", || daemon.log(), || daemon.records("ana").len() == usize::try_from(number).unwrap());
    let marked: Vec<Clock> = daemon.records("ana").iter().take(2).map(|record| record.origin.time.clock).collect();
    assert_eq!(marked, [Clock::LocalGap, Clock::LocalFold]);

    // Nobody listens on the topics of somebody unknown, so the store alone tells.
    let (_, payload) = good(102);
    raw::send_all(broker.port(), &[("tingled/zoe/in/intake".to_owned(), payload), good(103)]);
    number += 1;
    until("somebody unknown", || daemon.log(), || daemon.rejects().len() == rejected + 1);
    let reject = daemon.rejects().pop().unwrap();
    assert_eq!((&*reject.code, &*reject.found), ("unknown_person", "zoe"), "{reject:?}");

    // A slip in the name of a field is named back, and the rest is taken.
    let text = format!(r#"{{"time":"{}","tingling":true,"sign":["pain"]}}"#, Timestamp::now());
    raw::send_all(broker.port(), &[("tingled/ana/in/tingling".to_owned(), text.into_bytes())]);
    number += 1;
    let message = observer.until("the slip", |_| true);
    assert!(String::from_utf8_lossy(&message.payload).contains("not used: sign; meant signs?"), "{message:?}");

    // One that is too large never reaches us, and costs nothing else.
    raw::send_all(broker.port(), &[good(105)]);
    large(&broker);
    raw::send_all(broker.port(), &[good(106)]);
    number += 2;
    until("the rest", || daemon.log(), || daemon.records("ana").len() == usize::try_from(number).unwrap());
    let log = daemon.log();
    assert_eq!(log.matches("broker connected line=Ingest").count(), 1, "{log}");
    assert!(!log.contains("ERROR"), "{log}");
    assert_eq!(log.matches("a message was sent retained").count(), 1, "{log}");
    assert!(daemon.stop().success());
    assert_eq!(daemon.rejects().len(), rejected + 1);
}

/// Publishes more than a packet of ours may weigh.
fn large(broker: &Mosquitto) {
    let file = broker.folder().join("large");
    fs::write(&file, vec![b'x'; 5 << 20]).unwrap();
    let port = broker.port().to_string();
    let mut command = std::process::Command::new("mosquitto_pub");
    command.args(["-V", "5", "-q", "1", "-h", "127.0.0.1", "-p", &port, "-t", "tingled/ana/in/intake", "-f"]);
    assert!(command.arg(file).status().unwrap().success());
}

const HEAD: &str = "time,tingling,severity,sites\n";

/// What is wrong, the row, and the code, what was found, and what was wanted.
fn rows() -> Vec<(&'static str, Vec<u8>, [&'static str; 3])> {
    let row = |text: &str| text.as_bytes().to_vec();
    vec![
        ("bad UTF-8", b"2026-11-01T13:00:00Z,yes,1,cal\xff\xfe".to_vec(), ["E0118", "cal", "wanted UTF-8"]),
        ("a NUL", row("2026-11-01T13:00:00Z,yes,1,cal\0f"), ["E0119", "cal", "plain text"]),
        ("an unclosed quote", row("2026-11-01T13:00:00Z,yes,1,\"calf"), ["E0116", "calf", "closing quote"]),
        ("severity 11", row("2026-11-01T13:00:00Z,yes,11,calf"), ["E0104", "11", "from 0 to 10"]),
        ("NaN", row("2026-11-01T13:00:00Z,yes,NaN,calf"), ["E0103", "NaN", "like"]),
        ("1e308", row("2026-11-01T13:00:00Z,yes,1e308,calf"), ["E0104", "1e308", "from 0 to 10"]),
        ("the future", row("2031-01-01T13:00:00Z,yes,1,calf"), ["E0110", "2031", "at most 5 minutes ahead"]),
        ("too few cells", row("2026-11-01T13:00:00Z,yes"), ["E0115", "yes", "wanted 4 cells"]),
    ]
}

fn import(daemon: &Tingled, name: &str, bytes: &[u8]) -> Json {
    let file = daemon.home().join(name);
    fs::write(&file, bytes).unwrap();
    let output = daemon.verb(&["import", "--person", "ana", "--json", file.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str::<Json>(&text).unwrap()["files"][0].clone()
}

#[test]
fn every_bad_row_of_a_file_is_named_and_the_next_is_taken() {
    let mut daemon = Tingled::new(None, &["ana"]);
    daemon.start();
    let mut expected = 0;
    for (day, (name, row, answer)) in (1..).zip(rows()) {
        let (before, after) =
            (format!("2026-10-0{day}T08:00:00Z,yes,4,\n"), format!("2026-10-0{day}T09:00:00Z,yes,4,\n"));
        let bytes = [HEAD.as_bytes(), before.as_bytes(), &row, b"\n", after.as_bytes()].concat();
        let report = import(&daemon, &format!("{day}.csv"), &bytes);
        expected += 2;
        assert_eq!(report["rows_new"], 2, "{name}: {report}");
        let rejects = report["rejects"].as_array().unwrap();
        assert_eq!(rejects.len(), 1, "{name}: {report}");
        let reject = &rejects[0];
        assert_eq!((&reject["code"], &reject["line"]), (&answer[0].into(), &3.into()), "{name}: {report}");
        assert!(reject["found"].as_str().unwrap().contains(answer[1]), "{name}: {report}");
        assert!(reject["wanted"].as_str().unwrap().contains(answer[2]), "{name}: {report}");
        assert_eq!(daemon.records("ana").len(), expected, "{name}");
    }

    // Encodings that are no fault.
    let text = format!("{HEAD}2026-09-01T08:00:00Z,yes,4,\n");
    assert_eq!(import(&daemon, "utf16.csv", &utf16(&text))["rows_new"], 1);
    let text = text.replace("09-01", "09-02");
    assert_eq!(import(&daemon, "bom.csv", &[b"\xef\xbb\xbf", text.as_bytes()].concat())["rows_new"], 1);

    // Wall clocks that never were or were twice are kept, and counted.
    let text = format!("{HEAD}2026-03-29 02:30,yes,1,\n2026-10-25 02:30,yes,1,\n");
    let report = import(&daemon, "clocks.csv", text.as_bytes());
    assert_eq!(report["rows_new"], 2, "{report}");
    assert!(report.to_string().contains("clock"), "{report}");

    for (name, bytes, wanted) in [("header.csv", HEAD, "a header and no rows"), ("empty.csv", "", "nothing in it")] {
        let report = import(&daemon, name, bytes.as_bytes());
        assert!(report["rejects"][0]["what"] == wanted, "{report}");
    }
    assert!(daemon.is_running(), "{}", daemon.log());
}

#[test]
fn every_bad_answer_on_the_command_line_is_named() {
    let mut daemon = Tingled::new(None, &["ana"]);
    daemon.start();
    for (fields, code, found, wanted) in [
        (vec!["--severity", "11"], 65, "11", "from 0 to 10"),
        (vec!["--severity", "NaN"], 65, "NaN", "rating"),
        (vec!["--severity", "1e308"], 65, "1e308", "rating"),
        (vec!["--time", "2031-01-01T10:00:00Z"], 65, "2031", "at most 5 minutes ahead"),
        (vec!["--signs", "swellin"], 0, "swellin", ""),
        (vec!["--sevrity", "4"], 0, "sevrity", "severity"),
    ] {
        let output = daemon.verb(&[&["log", "tingling", "--person", "ana"], &fields[..]].concat());
        let text = format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        assert_eq!(output.status.code(), Some(code), "{fields:?}: {text}");
        assert!(text.contains(found) && text.contains(wanted), "{fields:?}: {text}");
    }
    for (arguments, wanted) in
        [(["log", "tingling", "--person", "zoe"], "zoe"), (["log", "tinglin", "--person", "ana"], "tingling")]
    {
        let output = daemon.verb(&arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(64 | 65)) && text.contains(wanted), "{output:?}");
    }
    assert_eq!(daemon.records("ana").len(), 2);
}

fn long_line(path: &PathBuf) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    writeln!(file, "{HEAD}2026-08-01T08:00:00Z,yes,4,").unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..100 {
        file.write_all(&block).unwrap();
    }
    writeln!(file, "\n2026-08-01T09:00:00Z,yes,4,").unwrap();
    file.flush().unwrap();
}

#[test]
fn what_lies_wrongly_in_the_inbox_is_named_and_the_rest_is_read() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    daemon.start();
    daemon.until_logged("broker connected line=Outbox", 1);
    let mut observer: Observer = broker.observe("tingled/ana/out/rejected");
    let folder = daemon.inbox().join("ana");
    until("the folder", || daemon.log(), || folder.is_dir());
    let outside = daemon.home().join("secret.csv");
    fs::write(&outside, format!("{HEAD}2026-07-01T08:00:00Z,yes,4,\n")).unwrap();
    std::os::unix::fs::symlink(&outside, folder.join("link.csv")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.join("pipe.csv")).status().unwrap();
    assert!(made.success());
    // Half a number must not be read as a whole one.
    fs::write(folder.join("half.csv"), format!("{HEAD}2026-07-02T08:00:00Z,yes,4,\n2026-07-03T08:00:00Z,yes,1"))
        .unwrap();
    long_line(&folder.join("long.csv"));
    fs::write(folder.join("good.csv"), format!("{HEAD}2026-07-04T08:00:00Z,yes,4,\n")).unwrap();

    let times = |daemon: &Tingled| -> Vec<String> {
        daemon.records("ana").iter().map(|record| record.at.to_string()).collect()
    };
    let wanted = ["2026-07-04T08:00:00Z", "2026-08-01T08:00:00Z", "2026-08-01T09:00:00Z"];
    until("what is good", || format!("{:?}\n{}", times(&daemon), daemon.log()), || times(&daemon) == wanted);
    let rejects = daemon.rejects();
    let named =
        |code: &str| rejects.iter().find(|one| one.code == code).unwrap_or_else(|| panic!("{code}: {rejects:?}"));
    assert_eq!((&*named("line_too_long").place.of, named("line_too_long").place.line), ("long.csv", 3));
    let odd: Vec<&str> =
        rejects.iter().filter(|one| one.code == "not_a_plain_file").map(|one| &*one.place.of).collect();
    assert_eq!(odd.len(), 2, "{rejects:?}");
    for name in ["link.csv", "pipe.csv"] {
        assert!(odd.iter().any(|place| place.contains(name)), "{odd:?}");
        observer.until_or_seen(name, |message| String::from_utf8_lossy(&message.payload).contains(name));
    }
    let most = daemon.memory_kb("VmHWM");
    assert!(most < 96 * 1024, "{most} KiB");

    // The writer goes on: now the file is whole.
    let half = fs::OpenOptions::new().append(true).open(folder.join("half.csv"));
    half.unwrap().write_all(b"0,\n").unwrap();
    until("the whole file", || daemon.log(), || times(&daemon).len() == 5);
    let severity = |record: &tingled::record::Record| format!("{:?}", record.body);
    let whole = daemon.records("ana").into_iter().find(|record| record.at.to_string().starts_with("2026-07-03"));
    assert!(severity(&whole.unwrap()).contains("10"), "half a number was read");
}
