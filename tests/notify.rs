//! What a service manager really receives, on a socket of the test's own.
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

use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::time::Duration;

use tingled::io::notify_systemd::{self as systemd, Heart};

/// Set for a test that is the child of itself.
const CHILD: &str = "TINGLED_TEST_CHILD";

fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs the test of that name as a child in a process of its own (the environment of a running test cannot be
/// changed), and returns the messages it sent.
fn told(child: &str, watchdog_usec: Option<u64>) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", child, "--nocapture"]).env("NOTIFY_SOCKET", &path).env(CHILD, "1");
    command.env_remove("WATCHDOG_PID").env_remove("WATCHDOG_USEC");
    if let Some(limit) = watchdog_usec {
        command.env("WATCHDOG_USEC", limit.to_string());
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "no such child: {child}");
    let mut messages = Vec::new();
    let mut buffer = [0_u8; 4096];
    while let Ok(size) = socket.recv(&mut buffer) {
        messages.push(String::from_utf8(buffer[..size].to_vec()).unwrap());
    }
    messages
}

#[test]
fn a_life_from_start_to_end() {
    if is_child() {
        return live();
    }
    let messages = told("a_life_from_start_to_end", None);
    assert_eq!(messages.len(), 6, "{messages:?}");
    assert_eq!(messages[0], "EXTEND_TIMEOUT_USEC=30000000\n");
    assert_eq!(messages[1], "READY=1\nSTATUS=mqtt: reconnecting (3)\n");
    assert_eq!(messages[2], "STATUS=2 files  1 person\n");
    let monotonic = messages[3].strip_prefix("RELOADING=1\nMONOTONIC_USEC=").unwrap();
    assert!(monotonic.trim().parse::<u64>().unwrap() > 0);
    assert_eq!(messages[4], "READY=1\nSTATUS=mqtt: connected\n");
    assert_eq!(messages[5], "STOPPING=1\n");
}

/// What the child does from start to end.
fn live() {
    systemd::extend_timeout(Duration::from_secs(30));
    systemd::ready("mqtt: reconnecting (3)");
    systemd::status("2 files\n 1 person");
    systemd::reloading();
    systemd::ready("mqtt: connected");
    systemd::stopping();
}

#[test]
fn a_part_that_hangs_stops_the_feeding() {
    if is_child() {
        return hang();
    }
    assert_eq!(told("a_part_that_hangs_stops_the_feeding", Some(60_000_000)), ["WATCHDOG=1\n"]);
}

/// What the child does of which one part hangs.
fn hang() {
    assert_eq!(systemd::watchdog_interval(), Some(Duration::from_secs(20)));
    let mut heart = Heart::new();
    let (poll, core) = (heart.watch("poll"), heart.watch("core"));
    poll.beat();
    core.beat();
    heart.feed().unwrap();
    for _ in 0..3 {
        poll.beat();
        assert_eq!(heart.feed(), Err(vec!["core"]));
    }
}

#[test]
fn without_systemd_nothing_is_watched_and_nothing_fails() {
    assert!(std::env::var_os("NOTIFY_SOCKET").is_none(), "this test must not run as a service");
    assert_eq!(systemd::watchdog_interval(), None);
    systemd::ready("up");
    systemd::stopping();
}
