//! A real mosquitto for tests, on a free loopback port, with its data in a temporary folder.
//!
//! ```ignore
//! let Some(mut broker) = Mosquitto::start() else { return }; // "skipped: ..." was printed
//! let mut heard = broker.observe("tingled/#");               // a subscriber that is surely subscribed
//! broker.publish("tingled/ana/in/symptom", "{}", &[]);       // QoS 1, acknowledged on return
//! heard.until("the symptom", |message| message.payload == b"{}");
//! broker.freeze(); broker.thaw();                            // SIGSTOP, SIGCONT
//! broker.restart();                                          // SIGTERM (keeps sessions), same port
//! broker.kill(); broker.forget(); broker.run();              // kill -9, loses everything, same port
//! ```
//!
//! Where mosquitto (with its clients) is not installed, `start` prints "skipped" and gives `None`; with
//! `TINGLED_TESTS_ALL=1` it panics instead, so that CI cannot skip by accident. Everything started here is
//! ended by its own handle when the value is dropped.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// Longer than anything that works takes, also on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(40);

const SERVER: &str = "mosquitto";
const SERVER_PLACES: &[&str] = &["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"];

fn installed() -> Option<PathBuf> {
    let server = SERVER_PLACES.iter().map(PathBuf::from).find(|path| path.exists());
    let client = Command::new("mosquitto_pub").arg("--help").output().is_ok();
    server.filter(|_| client)
}

fn free_port() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

/// A running broker.
pub struct Mosquitto {
    server: PathBuf,
    folder: TempDir,
    port: u16,
    tls_port: u16,
    child: Option<Child>,
}

impl Mosquitto {
    /// Anonymous, durable, without limits; `None` when it is not installed.
    pub fn start() -> Option<Mosquitto> {
        Self::start_with("")
    }

    /// As `start`, with more lines of configuration; `{dir}` in them is the broker's folder,
    /// `{tls}` a second free port.
    pub fn start_with(more: &str) -> Option<Mosquitto> {
        Self::start_prepared(more, |_| {})
    }

    /// As `start_with`; `prepare` puts files into the broker's folder first.
    pub fn start_prepared(more: &str, prepare: impl Fn(&Path)) -> Option<Mosquitto> {
        let Some(server) = installed() else {
            assert!(std::env::var_os("TINGLED_TESTS_ALL").is_none(), "mosquitto is not installed");
            eprintln!("skipped: mosquitto is not installed");
            return None;
        };
        let folder = TempDir::new().unwrap();
        prepare(folder.path());
        let mut broker = Mosquitto { server, folder, port: 0, tls_port: 0, child: None };
        // Another test may take the port between our look and the broker's start.
        for _ in 0..20 {
            let (one, two) = (free_port(), free_port());
            broker.port = one.local_addr().unwrap().port();
            broker.tls_port = two.local_addr().unwrap().port();
            drop((one, two));
            broker.configure(more);
            if broker.try_run() {
                return Some(broker);
            }
        }
        panic!("{SERVER} does not start: {}", broker.log());
    }

    fn configure(&self, more: &str) {
        let folder = self.folder.path().display().to_string();
        // Writes everything after every change, so that kill -9 forgets little; slow with long queues.
        let autosave = if more.contains("autosave") { "" } else { "autosave_interval 1\nautosave_on_changes true" };
        let text = format!(
            "per_listener_settings false\nlistener {} 127.0.0.1\nuser root\nallow_anonymous true\n\
             persistence true\npersistence_location {folder}/\n{autosave}\n\
             max_queued_messages 0\nset_tcp_nodelay true\nlog_dest file {folder}/log\nlog_type all\n{}\n",
            self.port,
            more.replace("{dir}", &folder).replace("{tls}", &self.tls_port.to_string()),
        );
        fs::write(self.folder.path().join("conf"), text).unwrap();
    }

    fn try_run(&mut self) -> bool {
        assert!(self.child.is_none(), "it runs already");
        let conf = self.folder.path().join("conf");
        let child =
            Command::new(&self.server).arg("-c").arg(conf).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap();
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                self.child = Some(child);
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
        false
    }

    /// Starts it again, on the same port, with the sessions and retained messages it wrote.
    pub fn run(&mut self) {
        let started = Instant::now();
        while !self.try_run() {
            assert!(started.elapsed() < PATIENCE, "{SERVER} does not start again: {}", self.log());
            thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port that `{tls}` stood for.
    pub fn tls_port(&self) -> u16 {
        self.tls_port
    }

    /// The broker's folder, for files its configuration names.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What the broker wrote about itself.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn signal(&self, signal: Signal) {
        let child = self.child.as_ref().expect("it does not run");
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// SIGTERM: it writes its sessions and ends.
    pub fn stop(&mut self) {
        self.signal(Signal::TERM);
        self.child.take().unwrap().wait().unwrap();
    }

    /// kill -9.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.child.take().unwrap().wait().unwrap();
    }

    /// Removes all sessions and retained messages; only while it does not run.
    pub fn forget(&mut self) {
        assert!(self.child.is_none(), "stop it first");
        let _ = fs::remove_file(self.folder.path().join("mosquitto.db"));
    }

    /// `stop` and `run`.
    pub fn restart(&mut self) {
        self.stop();
        self.run();
    }

    /// SIGSTOP: it keeps its connections and says nothing.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// SIGCONT.
    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    /// Publishes one message with MQTT 5 and QoS 1; `more` are options of `mosquitto_pub` (`-r`).
    pub fn publish(&self, topic: &str, payload: &str, more: &[&str]) {
        let out = self.publish_lines(topic, std::iter::once(payload.to_owned()), more);
        assert!(out.status.success(), "mosquitto_pub: {out:?}");
    }

    /// Publishes one message per line over one connection.
    pub fn publish_lines(&self, topic: &str, lines: impl Iterator<Item = String>, more: &[&str]) -> Output {
        let mut command = Command::new("mosquitto_pub");
        command.args(["-V", "5", "-q", "1", "-h", "127.0.0.1", "-p"]).arg(self.port.to_string());
        command.args(["-l", "-t", topic]).args(more);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        for line in lines {
            writeln!(stdin, "{line}").unwrap();
        }
        drop(stdin);
        child.wait_with_output().unwrap()
    }

    /// A subscriber to `filter`; it is surely subscribed when this returns. Retained messages come first.
    pub fn observe(&self, filter: &str) -> Observer {
        Observer::start(self, filter, &[])
    }

    /// As `observe`, with more options of `mosquitto_sub`; `-c -i NAME -x SECONDS` misses nothing while it or the
    /// broker is away.
    pub fn observe_with(&self, filter: &str, more: &[&str]) -> Observer {
        Observer::start(self, filter, more)
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// One message, as a subscriber saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub topic: String,
    pub payload: Vec<u8>,
    pub retained: bool,
}

/// A `mosquitto_sub` and what it printed so far.
pub struct Observer {
    child: Child,
    lines: mpsc::Receiver<Message>,
    /// Everything read by `until` so far, in order.
    pub seen: Vec<Message>,
}

impl Observer {
    fn start(broker: &Mosquitto, filter: &str, more: &[&str]) -> Observer {
        let probe = format!("probe/{}", filter.replace(['+', '#'], "any"));
        let port = broker.port.to_string();
        let mut child = Command::new("mosquitto_sub")
            .args(["-V", "5", "-q", "1", "-h", "127.0.0.1", "-F", "%r %t %p", "-p", &port])
            .args(["-t", filter, "-t", &probe])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let mut parts = line.splitn(3, ' ');
                let (retain, topic) = (parts.next().unwrap(), parts.next().unwrap());
                let payload = parts.next().unwrap_or_default().as_bytes().to_vec();
                let message = Message { topic: topic.to_owned(), payload, retained: retain == "1" };
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let mut observer = Observer { child, lines, seen: Vec::new() };
        let started = Instant::now();
        loop {
            broker.publish(&probe, "are you there", &[]);
            match observer.lines.recv_timeout(Duration::from_millis(200)) {
                Ok(message) if message.topic == probe => break,
                Ok(message) => observer.seen.push(message),
                Err(_) => assert!(started.elapsed() < PATIENCE, "mosquitto_sub hears nothing"),
            }
        }
        observer
    }

    /// Everything that comes until nothing has come for a while; only after what is asked about has happened.
    pub fn drain(&mut self, quiet: Duration) -> &[Message] {
        while let Ok(message) = self.lines.recv_timeout(quiet) {
            if !message.topic.starts_with("probe/") {
                self.seen.push(message);
            }
        }
        &self.seen
    }

    /// As `until`, but content with a message already seen.
    pub fn until_or_seen(&mut self, what: &str, is_it: impl Fn(&Message) -> bool) -> Message {
        let seen = self.seen.iter().find(|message| is_it(message)).cloned();
        seen.unwrap_or_else(|| self.until(what, is_it))
    }

    /// Waits for the first message not seen before for which `is_it` holds.
    pub fn until(&mut self, what: &str, is_it: impl Fn(&Message) -> bool) -> Message {
        let started = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(started.elapsed());
            let Ok(message) = self.lines.recv_timeout(left) else {
                panic!("never heard: {what}; heard {:?}", self.seen)
            };
            if message.topic.starts_with("probe/") {
                continue;
            }
            self.seen.push(message.clone());
            if is_it(&message) {
                return message;
            }
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
