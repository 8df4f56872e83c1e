//! The core thread: takes what was heard, in bounded batches and live before bulk, and hands it to the daemon.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::sync::mpsc;
use tracing::{error, info, warn};

use crate::assess::RULES_VERSION;
use crate::daemon::study::Studied;
use crate::daemon::{Action, Daemon, Event, Handled, Message};
use crate::person::PersonId;
use crate::record::Reject;
use crate::store::StoreError;
use crate::time::{Timestamp, minutes_between};
use crate::wire::json::state::{Info, info_json};

use super::exports::Exports;
use super::handling::Handling;
use super::import::{Import, Job, Reading, Step};
use super::inbox::ReadyFile;
use super::mqtt::{FromBroker, Link, Publish, ToBroker, Topic};
use super::notify_systemd::{self, Pulse};
use super::requests;
use super::signals::Signal;
use super::socket::SocketRequest;
use super::study;

/// The most that is taken in one turn; what came in is drained and never waited for.
pub const TURN_MOST: usize = 512;

/// So many letters that the broker took are marked as such even while other things wait.
const DELIVERED_MOST: usize = 64;

/// A commit that fails for a reason that waiting does not mend is tried so often more.
const STUCK_TRIES: u32 = 2;

/// How long a failed commit waits before it is tried again.
const STORAGE_PAUSE: Duration = Duration::from_secs(1);

/// The number of letters whose fate nobody asks for.
const UNTRACKED: i64 = -1;

/// Everything the core can hear.
#[derive(Debug)]
pub enum Heard {
    /// From the broker.
    Broker(FromBroker),
    /// From a verb of the command line.
    Socket(SocketRequest),
    /// A file is to be read.
    File(Box<Job>),
    /// Something in the inbox is not read.
    Refused(Option<PersonId>, Reject),
    /// The import has a stretch ready.
    Nudge,
    /// A study is over; `None` when it could not be made.
    Studied(Option<Box<Studied>>),
    /// From the service manager or a terminal.
    Signal(Signal),
    /// Time passed.
    Tick,
}

impl From<FromBroker> for Heard {
    fn from(word: FromBroker) -> Heard {
        Heard::Broker(word)
    }
}

/// Why the core came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was told to stop.
    Stop,
    /// It was told to read its configuration again.
    Reload,
    /// The storage refuses something for good.
    Stuck,
}

/// The core: the daemon and its ends of the channels.
pub struct Core {
    /// The program.
    pub daemon: Daemon,
    /// The broker's two connections.
    pub link: Option<Link>,
    /// What came in.
    pub ears: mpsc::Receiver<Heard>,
    /// For nudges of the import.
    pub mouth: mpsc::Sender<Heard>,
    /// Set as soon as we are told to stop.
    pub stopping: Arc<AtomicBool>,
    /// Moves with every turn.
    pub pulse: Pulse,
    /// Reads the clock.
    pub clock: fn() -> Timestamp,
    /// How exports are read.
    pub reading: Reading,
    /// Files that were read, back to the inbox.
    pub inbox: Option<mpsc::UnboundedSender<Back>>,
    /// Where the inbox is.
    pub inbox_folder: Option<PathBuf>,
    /// Which messages are being handled.
    pub handling: Handling,
    /// Exports that came as messages and are not wholly stored.
    pub(super) exports: Exports,
    /// Whether the last that was to be stored was not.
    storage_fails: bool,
    /// Whether something cannot be stored however long we wait.
    pub(super) is_stuck: bool,
    /// Whether retained input was named in the log.
    pub(super) retained_warned: bool,
    /// When it was started.
    since: Timestamp,
    /// When the last sign of life was given.
    beaten: Option<Timestamp>,
    /// Letters that the broker took and that are not marked as such yet.
    delivered: Vec<i64>,
    /// Files that wait to be read.
    jobs: VecDeque<Job>,
    /// The file that is being read.
    import: Option<Import>,
    /// Whether a study is being made.
    is_studying: bool,
}

/// A file on its way back to the inbox.
#[derive(Debug)]
pub enum Back {
    /// It was read; move it away if that is wanted.
    Read(ReadyFile, bool),
    /// It could not be read: try again.
    Again(ReadyFile),
}

impl Core {
    /// A core that has nothing to do yet.
    pub fn new(
        daemon: Daemon,
        ears: mpsc::Receiver<Heard>,
        mouth: mpsc::Sender<Heard>,
        pulse: Pulse,
        stopping: Arc<AtomicBool>,
        clock: fn() -> Timestamp,
        reading: Reading,
    ) -> Core {
        let (link, inbox, beaten, import) = (None, None, None, None);
        let (since, delivered, jobs) = (clock(), Vec::new(), VecDeque::new());
        let (handling, storage_fails, is_stuck, retained_warned) = (Handling::default(), false, false, false);
        Core {
            daemon,
            link,
            ears,
            mouth,
            stopping,
            pulse,
            clock,
            reading,
            inbox,
            inbox_folder: None,
            handling,
            exports: Exports::default(),
            storage_fails,
            is_stuck,
            retained_warned,
            since,
            beaten,
            delivered,
            jobs,
            import,
            is_studying: false,
        }
    }

    /// A core for a verb that reads files itself: nobody speaks to it.
    pub fn alone(daemon: Daemon, clock: fn() -> Timestamp, reading: Reading) -> Core {
        let (mouth, ears) = mpsc::channel(1);
        Core::new(daemon, ears, mouth, Pulse::default(), Arc::default(), clock, reading)
    }

    /// A file is to be read after those that wait already.
    pub fn read_later(&mut self, job: Job) {
        self.jobs.push_back(job);
    }

    /// Whether a file is being read, or waits for it.
    pub fn is_reading(&self) -> bool {
        self.import.is_some() || !self.jobs.is_empty()
    }

    /// Gives a file back to the inbox.
    pub fn back(&self, back: Back) {
        if let Some(inbox) = &self.inbox {
            let _ = inbox.send(back);
        }
    }

    /// Works until told to stop or to reload.
    pub fn run(&mut self) -> Ended {
        while let Some(first) = self.ears.blocking_recv() {
            let mut heard = vec![first];
            while heard.len() < TURN_MOST
                && let Ok(next) = self.ears.try_recv()
            {
                heard.push(next);
            }
            let ended = self.turn(heard);
            if self.is_stuck {
                return Ended::Stuck;
            }
            if let Some(ended) = ended {
                // A file that is left half read did nothing wrong.
                self.handling.end_file();
                return ended;
            }
            if self.export_step() {
                let _ = self.mouth.try_send(Heard::Nudge);
            }
            self.bulk();
            if self.is_stuck {
                return Ended::Stuck;
            }
            self.study();
            self.pulse.beat();
        }
        Ended::Stop
    }

    /// One turn over everything that came in.
    fn turn(&mut self, heard: Vec<Heard>) -> Option<Ended> {
        let mut messages = Vec::new();
        let mut tokens = Vec::new();
        let mut requests = Vec::new();
        let mut ended = None;
        let mut studies = Vec::new();
        let mut tick = false;
        for word in heard {
            match word {
                Heard::Broker(FromBroker::Arrived { topic, payload, reply_to, retained, ack, .. }) => {
                    self.warn_of_retained(&topic, retained);
                    messages.push(Message { topic, payload, reply_to });
                    tokens.push(ack);
                }
                Heard::Broker(FromBroker::Delivered { id }) => self.delivered.extend((id >= 0).then_some(id)),
                Heard::Broker(word) => self.broker(word),
                Heard::Socket(request) => requests.push(request),
                Heard::File(job) => self.read_later(*job),
                Heard::Refused(person, reject) => drop(self.refused(person, reject)),
                Heard::Studied(studied) => {
                    self.is_studying = false;
                    studies.extend(studied);
                }
                Heard::Signal(Signal::Stop) => ended = Some(Ended::Stop),
                Heard::Signal(Signal::Reload) => ended = ended.or(Some(Ended::Reload)),
                Heard::Nudge => {}
                Heard::Tick => tick = true,
            }
        }
        self.messages(messages, tokens);
        // A commit of their own, while nothing more urgent waits for one.
        let is_quiet = self.ears.is_empty() || ended.is_some();
        if self.delivered.len() >= DELIVERED_MOST || (is_quiet && !self.delivered.is_empty()) {
            let delivered = std::mem::take(&mut self.delivered);
            self.handle(&Event::Delivered(delivered));
        }
        for request in requests {
            requests::answer(self, request);
        }
        for studied in studies {
            self.handle(&Event::Studied(studied));
        }
        if tick {
            self.handle(&Event::Tick);
            self.say_state();
            self.beat();
        }
        ended
    }

    /// Keeps what was refused as a whole, so that the status counts it.
    pub(super) fn refused(&mut self, person: Option<PersonId>, reject: Reject) -> Option<Handled> {
        self.until_stored(|daemon, now| daemon.refuse(person.clone(), reject.clone(), now))
    }

    fn broker(&mut self, word: FromBroker) {
        match word {
            FromBroker::Connected { line, session_present, .. } => {
                info!(?line, session_present, "broker connected");
                self.handle(&Event::Connected);
                notify_systemd::status("mqtt: connected");
            }
            FromBroker::Disconnected { line, why } => {
                warn!(?line, why = %super::logging::escaped(&why), "broker lost");
                notify_systemd::status("mqtt: reconnecting");
            }
            FromBroker::Refused { id, why } if id >= 0 => {
                warn!(id, why = %super::logging::escaped(&why), "the broker refused a letter");
                self.handle(&Event::Refused { id, why });
            }
            FromBroker::Unheard { filter, why } => {
                warn!(filter, why = %super::logging::escaped(&why), "the broker does not let us hear this");
            }
            _ => {}
        }
    }

    /// Handles an event, trying again until the storage takes it or we are told to stop. Nothing that was not
    /// stored is acknowledged; while we wait, reading from the broker pauses by itself.
    pub fn handle(&mut self, event: &Event) -> Option<Handled> {
        self.until_stored(|daemon, now| daemon.handle(event, now))
    }

    pub(super) fn until_stored(
        &mut self,
        mut work: impl FnMut(&mut Daemon, Timestamp) -> Result<Handled, StoreError>,
    ) -> Option<Handled> {
        let mut tries = 0_u32;
        loop {
            match work(&mut self.daemon, (self.clock)()) {
                Ok(handled) => {
                    self.perform(&handled.actions);
                    return Some(handled);
                }
                Err(because) => {
                    self.wait_for_storage(&because, tries);
                    // Waiting mends no contradiction: the service manager starts us again, and a delivery that
                    // does this each time is set aside.
                    self.is_stuck = !because.may_pass() && tries >= STUCK_TRIES;
                }
            }
            tries = tries.saturating_add(1);
            if self.is_stuck || self.stopping.load(Ordering::Relaxed) {
                return None;
            }
        }
    }

    /// Says that the storage takes nothing, once, and opens it again after a pause.
    pub fn wait_for_storage(&mut self, because: &StoreError, tries: u32) {
        if tries == 0 {
            self.storage_fails = true;
            error!(%because, "nothing is accepted until the storage works again");
            let problem =
                json!({ "schema": "tingled.technical/1", "problem": "storage", "what": because.to_string() });
            self.tell("technical", problem.to_string());
        }
        notify_systemd::status("storage fails; nothing is accepted until it works again");
        std::thread::sleep(STORAGE_PAUSE);
        self.pulse.beat();
        if let Err(because) = self.daemon.recover() {
            error!(%because, "could not open the database again");
        }
    }

    /// Does what the daemon asks for, after something was stored.
    pub fn perform(&mut self, actions: &[Action]) {
        if std::mem::take(&mut self.storage_fails) {
            info!("storage works again");
            notify_systemd::status("storage works again");
            self.tell("technical", String::new());
        }
        for Action::Publish(id, letter) in actions {
            let sent = match &self.link {
                Some(link) => link.send(ToBroker::Publish(Publish::letter(*id, letter))).is_ok(),
                None => false,
            };
            if !sent {
                self.daemon.give_back(*id);
            }
        }
    }

    /// A sign of life on `tingled/info`, once a minute: our own silence shows.
    fn beat(&mut self) {
        let now = (self.clock)();
        if self.beaten.is_some_and(|at| minutes_between(at, now).abs() < 1.0) {
            return;
        }
        self.beaten = Some(now);
        let info = Info {
            version: env!("CARGO_PKG_VERSION"),
            rules: RULES_VERSION,
            since: self.since,
            now,
            persons: self.daemon.people().ids().count(),
        };
        self.tell("info", info_json(&info).to_string());
    }

    /// Publishes something about tingled itself: retained, past the outbox, and not tried again.
    fn tell(&self, topic: &str, payload: String) {
        let Some(link) = &self.link else { return };
        let publish = Publish {
            id: UNTRACKED,
            topic: Topic::Below(topic.to_owned()),
            payload: payload.into_bytes(),
            retain: true,
            content_type: Some("application/json".to_owned()),
            expiry_s: None,
            correlation: None,
        };
        let _ = link.send(ToBroker::Publish(publish));
    }

    fn say_state(&self) {
        let waiting = self.jobs.len().saturating_add(usize::from(self.import.is_some()));
        if waiting > 0 {
            notify_systemd::status(&format!("reading files: {waiting}"));
        }
    }

    /// Begins a study that is due, when nothing is being read.
    fn study(&mut self) {
        let is_busy = self.is_reading() || !self.exports.is_empty() || !self.ears.is_empty();
        if self.is_studying || is_busy {
            return;
        }
        match self.daemon.study_wanted((self.clock)()) {
            Ok(Some(wanted)) => {
                self.is_studying = true;
                study::start(self.daemon.store().path(), wanted, self.mouth.clone());
            }
            Ok(None) => {}
            Err(because) => warn!(%because, "whether a study is due could not be read"),
        }
    }

    /// One stretch of the file that is being read, after everything live.
    fn bulk(&mut self) {
        if self.import.is_none()
            && let Some(job) = self.jobs.pop_front()
        {
            let (people, now) = (self.daemon.people(), (self.clock)());
            self.import = Some(Import::start(job, self.reading.clone(), people, now, Some(self.mouth.clone())));
        }
        let Some(mut import) = self.import.take() else { return };
        match import.step(self, false) {
            Step::Wait => self.import = Some(import),
            Step::More => {
                self.import = Some(import);
                let _ = self.mouth.try_send(Heard::Nudge);
            }
            Step::Done(outcome) => {
                import.tell(*outcome, self);
                let _ = self.mouth.try_send(Heard::Nudge);
            }
        }
    }
}
