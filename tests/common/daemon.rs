//! The real program in a process of its own, with its data in a temporary folder.
//!
//! Everything started here is ended by its own handle when the value is dropped.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tingled::person::PersonId;
use tingled::record::Record;
use tingled::store::{Refused, Store};

use super::mosquitto::PATIENCE;

/// The program, its folder, and what it said.
pub struct Tingled {
    home: TempDir,
    child: Option<Child>,
    environment: Vec<(String, String)>,
    /// What stands before the program on its command line.
    pub wrapper: Vec<String>,
    log: Arc<Mutex<String>>,
    notes: Arc<Mutex<Vec<String>>>,
    /// Where the database stands.
    data: PathBuf,
    /// Where we see it, when the program has mounts of its own.
    pub data_seen: Option<PathBuf>,
}

impl Tingled {
    /// For these persons, all of Berlin; not started yet.
    pub fn new(broker: Option<u16>, persons: &[&str]) -> Tingled {
        let home = TempDir::new().unwrap();
        let data = home.path().join("data");
        let (log, notes) = <(Arc<Mutex<String>>, Arc<Mutex<Vec<String>>>)>::default();
        let socket = UnixDatagram::bind(home.path().join("notify")).unwrap();
        let heard = Arc::clone(&notes);
        // Ends with the process of the test.
        thread::spawn(move || {
            let mut buffer = [0_u8; 4096];
            while let Ok(size) = socket.recv(&mut buffer) {
                heard.lock().unwrap().push(String::from_utf8_lossy(&buffer[..size]).into_owned());
            }
        });
        let (environment, wrapper) = (Vec::new(), Vec::new());
        let daemon = Tingled { home, child: None, environment, wrapper, log, notes, data, data_seen: None };
        daemon.configure(broker, persons, "");
        daemon
    }

    /// Writes the configuration.
    pub fn configure(&self, broker: Option<u16>, persons: &[&str], more: &str) {
        let mut text = format!(
            "[data]\ndir = \"{}\"\n[inbox]\ndir = \"{}\"\nscan_s = 1\n",
            self.data.display(),
            self.home.path().join("inbox").display()
        );
        for person in persons {
            text.push_str(&format!("[person.{person}]\ntimezone = \"Europe/Berlin\"\n"));
        }
        if let Some(port) = broker {
            text.push_str(&format!("[mqtt]\nurl = \"mqtt://127.0.0.1:{port}\"\nkeep_alive_s = 5\n"));
        }
        fs::create_dir_all(self.home.path().join("inbox")).unwrap();
        fs::write(self.config(), text + more).unwrap();
    }

    pub fn config(&self) -> PathBuf {
        self.home.path().join("tingled.toml")
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn inbox(&self) -> PathBuf {
        self.home.path().join("inbox")
    }

    /// Sets a variable for the next start; an empty value takes it away.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.environment.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Starts it and waits until it says that it is ready.
    pub fn start(&mut self) {
        let before = self.told("READY=1");
        self.launch();
        let started = Instant::now();
        while self.told("READY=1") == before {
            let ended = self.child.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none() && started.elapsed() < PATIENCE, "not ready: {ended:?}\n{}", self.log());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Starts it and goes on.
    pub fn launch(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let mut line = self.wrapper.clone();
        line.extend([env!("CARGO_BIN_EXE_tingled"), "run", "-c"].map(str::to_owned));
        line.push(self.config().display().to_string());
        let mut command = Command::new(&line[0]);
        command.args(&line[1..]).current_dir(self.home.path());
        command.env("NOTIFY_SOCKET", self.home.path().join("notify")).env_remove("JOURNAL_STREAM");
        command.envs(self.environment.iter().cloned());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = child.stderr.take().unwrap();
        let log = Arc::clone(&self.log);
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut log = log.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        self.child = Some(child);
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.as_ref().expect("it does not run").id()).unwrap()).unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// kill -9.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.child.take().unwrap().wait().unwrap();
    }

    /// SIGTERM; how it ended.
    pub fn stop(&mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it does not run");
        let started = Instant::now();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status;
            }
            if started.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                panic!("it does not end: {}", self.log());
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Everything it logged since the first start.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// What it told the service manager since the first start.
    pub fn notes(&self) -> Vec<String> {
        self.notes.lock().unwrap().clone()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| child.try_wait().unwrap().is_none())
    }

    fn told(&self, what: &str) -> usize {
        self.notes().iter().filter(|note| note.contains(what)).count()
    }

    /// Waits until its log holds `text` so many times.
    pub fn until_logged(&self, text: &str, times: usize) {
        until(&format!("logged: {text}"), || self.log(), || self.log().matches(text).count() >= times);
    }

    /// Waits for a message to the service manager.
    pub fn until_told(&self, text: &str, times: usize) {
        until(&format!("told: {text}"), || format!("{:?}", self.notes()), || self.told(text) >= times);
    }

    /// Runs another verb with the same configuration.
    pub fn verb(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tingled"));
        command.arg("-c").arg(self.config()).args(arguments).current_dir(self.home.path());
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// The database, beside the running program.
    pub fn store(&self) -> Store {
        let Some(seen) = &self.data_seen else {
            return Store::open_read_only(&self.data.join("tingled.db")).unwrap();
        };
        // SQLite follows the link to the other name space by its name, and so not at all: read a copy.
        let copy = TempDir::new_in(self.home.path()).unwrap().keep();
        let started = Instant::now();
        loop {
            for name in ["tingled.db", "tingled.db-wal"] {
                let _ = fs::copy(seen.join(name), copy.join(name));
            }
            match Store::open_read_only(&copy.join("tingled.db")) {
                Ok(store) => return store,
                // Copied in the middle of a commit.
                Err(error) => assert!(started.elapsed() < PATIENCE, "{error}"),
            }
        }
    }

    pub fn records(&self, person: &str) -> Vec<Record> {
        self.store().history(&PersonId::new(person).unwrap()).unwrap()
    }

    /// All rejects, oldest first.
    pub fn rejects(&self) -> Vec<Refused> {
        let mut rejects = self.store().rejects(None, 100_000).unwrap();
        rejects.reverse();
        rejects
    }

    /// A number of kilobytes from its process status: `VmHWM`.
    pub fn memory_kb(&self, name: &str) -> u64 {
        let pid = self.child.as_ref().expect("it does not run").id();
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Tingled {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Looks again and again until `is_it` holds.
pub fn until(what: &str, state: impl Fn() -> String, mut is_it: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_it() {
        assert!(started.elapsed() < PATIENCE, "never came: {what}\n{}", state());
        thread::sleep(Duration::from_millis(10));
    }
}
