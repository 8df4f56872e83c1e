//! The real program on a disk without room: it says so, acknowledges nothing, and goes on when there is room.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::daemon::{Tingled, until};
use common::mosquitto::{Mosquitto, Observer, PATIENCE};
use common::raw;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::Value as Json;
use tingled::time::{SignedDuration, Timestamp};

const RECEIVED: &str = "Received PUBACK from tingled-ingest";

/// Sends so many drinks, and gives the number of the next one.
fn send(broker: &Mosquitto, from: i64, count: i64) -> i64 {
    let now = Timestamp::now();
    let drink = |number: i64| {
        let at = now - SignedDuration::from_secs(60 + number);
        let text = format!(r#"{{"id":"d{number}","time":"{at}","volume_ml":250,"what":"{}"}}"#, "w".repeat(50));
        ("tingled/ana/in/intake".to_owned(), text.into_bytes())
    };
    let messages: Vec<_> = (from..from + count).map(drink).collect();
    raw::send_all(broker.port(), &messages);
    from + count
}

fn acknowledged(broker: &Mosquitto) -> usize {
    broker.log().matches(RECEIVED).count()
}

fn stored(daemon: &Tingled) -> usize {
    daemon.records("ana").len()
}

/// Fills the disk, sends until nothing is taken any more, makes room, and counts.
fn story(
    broker: &Mosquitto,
    daemon: &mut Tingled,
    technical: &mut Observer,
    fill: impl Fn(&Tingled),
    make_room: impl Fn(&Tingled),
) {
    let mut next = send(broker, 0, 20);
    until("the first", || daemon.log(), || stored(daemon) == 20);
    fill(daemon);
    let started = Instant::now();
    while !daemon.log().contains("nothing is accepted until the storage works again") {
        assert!(started.elapsed() < PATIENCE, "the disk is never full: {}", daemon.log());
        next = send(broker, next, 20);
        sleep(Duration::from_millis(50));
    }
    let said = technical.until("the problem", |message| message.payload.starts_with(b"{"));
    let said: Json = serde_json::from_slice(&said.payload).unwrap();
    assert_eq!((&said["schema"], &said["problem"]), (&"tingled.technical/1".into(), &"storage".into()), "{said}");
    next = send(broker, next, 20);
    let sent = usize::try_from(next).unwrap();
    let (taken, kept) = (acknowledged(broker), stored(daemon));
    assert!(taken < sent, "everything was acknowledged on a full disk");
    assert!(taken <= kept, "{taken} acknowledged, {kept} stored");
    sleep(Duration::from_millis(1500));
    assert_eq!((acknowledged(broker), stored(daemon)), (taken, kept), "it is still full: {}", daemon.log());
    assert!(daemon.is_running(), "{}", daemon.log());

    make_room(daemon);
    until("the rest", || daemon.log(), || stored(daemon) == sent);
    until("acknowledgements", || broker.log(), || acknowledged(broker) == sent);
    technical.until("the end of it", |message| message.payload.is_empty());
    assert!(daemon.log().contains("storage works again"), "{}", daemon.log());
    next = send(broker, next, 5);
    until("the next", || daemon.log(), || stored(daemon) == usize::try_from(next).unwrap());
}

fn started(daemon: &mut Tingled, broker: &Mosquitto) -> Observer {
    let technical = broker.observe("tingled/technical");
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    daemon.until_logged("broker connected line=Outbox", 1);
    technical
}

#[test]
fn files_that_cannot_grow_stop_the_acknowledgements_until_they_can() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    // An ignored signal stays ignored: writing beyond the limit is then an error and no death.
    daemon.wrapper = ["sh", "-c", r#"trap '' XFSZ; exec "$@""#, "sh"].map(str::to_owned).to_vec();
    let mut technical = started(&mut daemon, &broker);
    let limit = |daemon: &Tingled, most: Option<u64>| {
        let before = prlimit(Some(daemon.pid()), Resource::Fsize, Rlimit { current: most, maximum: None }).unwrap();
        assert_eq!(before.maximum, None, "the limit cannot be taken back");
    };
    story(&broker, &mut daemon, &mut technical, |daemon| limit(daemon, Some(4096)), |daemon| limit(daemon, None));
    assert!(daemon.stop().success());
    assert_eq!(stored(&daemon), acknowledged(&broker));
}

#[test]
fn a_full_disk_stops_the_acknowledgements_until_there_is_room() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    fs::create_dir_all(daemon.data()).unwrap();
    // A mount of its own name space: it goes with the process.
    let script = format!(r#"mount -t tmpfs -o size=2m tmpfs "{}" || exit 77; exec "$@""#, daemon.data().display());
    daemon.wrapper = ["unshare", "-rm", "sh", "-c", &script, "sh"].map(str::to_owned).to_vec();
    if !may_mount() {
        let must = std::env::var_os("TINGLED_TESTS_ALL").is_some() && rustix::process::geteuid().is_root();
        assert!(!must, "root may not mount a disk of its own here");
        eprintln!("skipped: no mount of our own here; the test with files that cannot grow still runs");
        return;
    }
    let technical = broker.observe("tingled/technical");
    let mut technical = technical;
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    daemon.until_logged("broker connected line=Outbox", 1);
    daemon.data_seen = Some(seen(daemon.pid(), &daemon));
    let ballast = |daemon: &Tingled| daemon.data_seen.as_ref().unwrap().join("ballast");
    let fill = |daemon: &Tingled| {
        let mut file = OpenOptions::new().create(true).append(true).open(ballast(daemon)).unwrap();
        for size in [65536, 4096, 512, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    };
    let make_room = |daemon: &Tingled| fs::remove_file(ballast(daemon)).unwrap();
    story(&broker, &mut daemon, &mut technical, fill, make_room);
}

fn may_mount() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let script = r#"mount -t tmpfs -o size=1m tmpfs "$1" && ls /proc/self/root >/dev/null"#;
    let mut command = std::process::Command::new("unshare");
    command.args(["-rm", "sh", "-c", script, "sh"]).arg(folder.path());
    command.output().is_ok_and(|output| output.status.success())
}

/// The folder of the database, as the program with its own mounts sees it.
fn seen(pid: Pid, daemon: &Tingled) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", pid.as_raw_nonzero()));
    root.join(daemon.data().strip_prefix("/").unwrap())
}
