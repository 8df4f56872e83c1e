//! The drop-in for Mosquitto: the broker takes it, and its rules keep people apart.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod support;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{project, tool};

/// A broker with the shipped drop-in, on a free port, with users whose password is their name.
struct Broker {
    child: Child,
    port: u16,
    publish: PathBuf,
    subscribe: PathBuf,
    _home: tempfile::TempDir,
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

impl Broker {
    fn start() -> Option<Broker> {
        let tools = ["mosquitto", "mosquitto_passwd", "mosquitto_pub", "mosquitto_sub"].map(tool);
        let [Some(mosquitto), Some(passwd), Some(publish), Some(subscribe)] = tools else { return None };
        let home = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let users = home.path().join("tingled.passwd");
        fs::write(&users, "").unwrap();
        for name in ["tingled", "ana", "ben"] {
            let made = Command::new(&passwd).arg("-b").arg(&users).args([name, name]).status().unwrap();
            assert!(made.success());
        }
        fs::copy(project().join("systemd/mosquitto.acl"), home.path().join("tingled.acl")).unwrap();
        let shipped = fs::read_to_string(project().join("systemd/mosquitto.conf")).unwrap();
        let mut config = format!("user root\npersistence true\npersistence_location {}/\n", home.path().display());
        config.push_str(
            &shipped
                .replace("listener 1883 ", &format!("listener {port} "))
                .replace("/etc/mosquitto/", &format!("{}/", home.path().display())),
        );
        let path = home.path().join("mosquitto.conf");
        fs::write(&path, config).unwrap();
        let log = fs::File::create(home.path().join("log")).unwrap();
        let child = Command::new(mosquitto).arg("-c").arg(path).stderr(log).stdout(Stdio::null()).spawn().unwrap();
        let mut broker = Broker { child, port, publish, subscribe, _home: home };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = fs::read_to_string(broker._home.path().join("log")).unwrap();
            assert!(broker.child.try_wait().unwrap().is_none(), "the broker refused the drop-in: {log}");
            assert!(start.elapsed() < Duration::from_secs(30), "{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(broker)
    }

    fn client(&self, program: &PathBuf, user: &str) -> Command {
        let mut command = Command::new(program);
        command.args(["-h", "127.0.0.1", "-V", "5", "-q", "1", "-u", user, "-P", user, "-p", &self.port.to_string()]);
        command
    }

    /// Publishes a retained message, so that what was taken can be looked at afterwards.
    fn says(&self, user: &str, topic: &str) {
        let mut command = self.client(&self.publish, user);
        let _refused = command.args(["-r", "-t", topic, "-m", topic]).output().unwrap();
    }

    /// The retained messages that reach a user who asks for everything.
    fn hears(&self, user: &str) -> Vec<String> {
        let mut command = self.client(&self.subscribe, user);
        let output = command.args(["-t", "#", "-W", "3", "-F", "%t"]).output().unwrap();
        let mut topics: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
        topics.sort();
        topics
    }
}

#[test]
fn people_write_and_hear_under_their_own_name_only() {
    let Some(broker) = Broker::start() else { return };
    for topic in ["tingled/ana/in/symptom", "tingled/ben/in/symptom", "tingled/ana/out/alert/rf01", "tingled/status"]
    {
        broker.says("ana", topic);
    }
    for topic in ["tingled/ana/out/alert/spike", "tingled/ben/out/alert/rf01", "tingled/status", "tingled/ana/in/tag"]
    {
        broker.says("tingled", topic);
    }
    broker.says("tingled", "homeassistant/device/tingled_ana/config");
    broker.says("homeassistant", "tingled/ben/in/symptom");
    assert_eq!(
        broker.hears("tingled"),
        ["tingled/ana/in/symptom", "tingled/ana/out/alert/spike", "tingled/ben/out/alert/rf01", "tingled/status"]
    );
    assert_eq!(broker.hears("ana"), ["tingled/ana/out/alert/spike", "tingled/status"]);
    assert_eq!(broker.hears("ben"), ["tingled/ben/out/alert/rf01", "tingled/status"]);
    assert_eq!(broker.hears("nobody"), [""; 0]);
    let mut anonymous = Command::new(&broker.subscribe);
    anonymous.args(["-h", "127.0.0.1", "-p", &broker.port.to_string(), "-t", "#", "-W", "2"]);
    let anonymous = anonymous.output().unwrap();
    assert!(!anonymous.status.success() && anonymous.stdout.is_empty(), "{anonymous:?}");
}
