//! The daemon in the world: one core thread, one thread for everything that waits.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::{Notify, mpsc};
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, info, warn};

use crate::daemon::{Daemon, People};
use crate::decide::Policy;
use crate::store::{Store, StoreError};
use crate::time::Timestamp;

use super::core::{Back, Core, Ended, Heard};
use super::handling::Handling;
use super::import::Job;
use super::inbox::{Inbox, InboxError, Wake};
use super::mqtt::{self, ARRIVALS_WAITING_MAX, Link, MqttError, MqttSettings};
use super::notify_systemd::{self, Heart};
use super::signals::{Signal, Signals};
use super::socket::{Server, SocketError};

/// Everything a run needs, checked.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folder of the database.
    pub data: PathBuf,
    /// The folder with one folder per person.
    pub inbox: PathBuf,
    /// The socket of the writing verbs.
    pub socket: PathBuf,
    /// Everyone.
    pub people: People,
    /// The delivery numbers.
    pub policy: Policy,
    /// The broker, when there is one.
    pub mqtt: Option<MqttSettings>,
    /// How exports are read.
    pub reading: super::import::Reading,
    /// How often the inbox is looked through.
    pub scan_every: Duration,
    /// Whether files that were read are moved to `done`.
    pub moves: bool,
}

/// A run ended before it should.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The inbox.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// The socket.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// A turn cannot be stored.
    #[error("something cannot be stored, and waiting does not help; see the log, and start again")]
    Stuck,
    /// The broker's settings.
    #[error(transparent)]
    Mqtt(#[from] MqttError),
    /// The system.
    #[error("could not start: {0}")]
    System(#[from] std::io::Error),
}

/// The clock; the only place that reads it for the daemon.
#[expect(clippy::disallowed_methods, reason = "the clock is read here and handed on as an argument")]
pub fn clock() -> Timestamp {
    crate::time::to_millisecond(Timestamp::now())
}

/// What a run is told from outside while it goes on.
pub struct Outside {
    /// Reads the configuration again; what it says when that fails is logged, and the old one stays.
    pub reload: Box<dyn FnMut() -> Result<Setup, String> + Send>,
    /// Called once the run is ready, with the way to stop it.
    pub ready: Box<dyn FnOnce(Stopper) + Send>,
}

/// Stops a run from another thread.
#[derive(Clone, Debug)]
pub struct Stopper {
    mouth: mpsc::Sender<Heard>,
    stopping: Arc<AtomicBool>,
}

impl Stopper {
    /// Stops it; what was begun is finished.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        let _ = self.mouth.blocking_send(Heard::Signal(Signal::Stop));
    }
}

/// Runs until told to stop.
pub fn run(mut setup: Setup, outside: Outside) -> Result<(), RunError> {
    let Outside { mut reload, ready } = outside;
    let mut store = Store::open(&setup.data.join(DATABASE))?;
    let handling = Handling::open(&setup.data, &mut store, clock())?;
    let mut daemon = Daemon::new(store, setup.people.clone(), setup.policy.clone(), setup.mqtt.is_some());
    mend_zones(&mut daemon)?;
    let runtime = Builder::new_multi_thread().worker_threads(1).max_blocking_threads(16).enable_all().build()?;
    let (mouth, ears) = mpsc::channel(ARRIVALS_WAITING_MAX);
    let stopping = Arc::new(AtomicBool::new(false));
    let mut heart = Heart::new();
    let pulse = heart.watch("core");
    let reading = setup.reading.clone();
    let mut core = Core::new(daemon, ears, mouth.clone(), pulse, Arc::clone(&stopping), clock, reading);
    let mut world = World::start(&runtime, &setup, &mouth, heart, &stopping)?;
    core.handling = handling;
    core.inbox = Some(world.watch_inbox(&runtime, &setup, &mouth));
    core.inbox_folder = Some(setup.inbox.clone());
    core.link = start_link(runtime.handle(), &setup, &mouth)?;
    notify_systemd::ready("reading inbox and broker");
    info!(persons = setup.people.ids().count(), "ready");
    ready(Stopper { mouth: mouth.clone(), stopping });
    let outcome = loop {
        match core.run() {
            Ended::Stop => break Ok(()),
            Ended::Stuck => break Err(RunError::Stuck),
            Ended::Reload => {
                notify_systemd::reloading();
                match reload() {
                    Ok(new) => {
                        take_over(&mut core, &mut world, &runtime, &mut setup, new, &mouth);
                        info!("configuration read again");
                        notify_systemd::ready("reading inbox and broker");
                    }
                    Err(problems) => {
                        error!(%problems, "the new configuration is bad; the old one stays");
                        notify_systemd::ready("the new configuration is bad; the old one stays, see the log");
                    }
                }
            }
        }
    };
    notify_systemd::stopping();
    info!("stopping");
    if let Some(link) = core.link.take() {
        runtime.block_on(link.finish());
    }
    world.stop();
    runtime.shutdown_timeout(Duration::from_secs(2));
    outcome
}

fn mend_zones(daemon: &mut Daemon) -> Result<(), StoreError> {
    let moved = daemon.mend_zones()?;
    if moved > 0 {
        info!(records = moved, "a zone was corrected: their times moved");
    }
    Ok(())
}

/// The name of the database in its folder.
pub const DATABASE: &str = "tingled.db";

fn start_link(handle: &Handle, setup: &Setup, mouth: &mpsc::Sender<Heard>) -> Result<Option<Link>, MqttError> {
    let start = |settings: &MqttSettings| mqtt::start(handle, settings.clone(), mouth);
    setup.mqtt.as_ref().map(start).transpose()
}

/// Takes over a new configuration; what cannot be changed while running is named and stays.
fn take_over(
    core: &mut Core,
    world: &mut World,
    runtime: &Runtime,
    setup: &mut Setup,
    new: Setup,
    mouth: &mpsc::Sender<Heard>,
) {
    if (&new.data, &new.socket) != (&setup.data, &setup.socket) {
        warn!("another data folder or socket is taken at the next start only");
    }
    core.daemon.reconfigure(new.people.clone(), new.policy.clone(), new.mqtt.is_some());
    if let Err(because) = mend_zones(&mut core.daemon) {
        error!(%because, "the times of a corrected zone could not be moved");
    }
    core.reading = new.reading.clone();
    if new.mqtt != setup.mqtt {
        if let Some(link) = core.link.take() {
            runtime.block_on(link.finish());
        }
        match start_link(runtime.handle(), &new, mouth) {
            Ok(link) => core.link = link,
            Err(because) => error!(%because, "no broker until this is mended"),
        }
    }
    core.inbox = Some(world.watch_inbox(runtime, &new, mouth));
    core.inbox_folder = Some(new.inbox.clone());
    *setup = Setup { data: setup.data.clone(), socket: setup.socket.clone(), ..new };
}

/// What runs beside the core: signals, the clock's ticks, the socket and the inbox.
struct World {
    tasks: Vec<tokio::task::JoinHandle<()>>,
    inbox: Option<tokio::task::JoinHandle<()>>,
}

/// How often time passing is told to the core.
const TICK: Duration = Duration::from_secs(5);

impl World {
    fn start(
        runtime: &Runtime,
        setup: &Setup,
        mouth: &mpsc::Sender<Heard>,
        heart: Heart,
        stopping: &Arc<AtomicBool>,
    ) -> Result<World, RunError> {
        let _inside = runtime.enter();
        let signals = Signals::new()?;
        let server = Server::open(&setup.socket, &setup.data)?;
        let tasks = vec![
            runtime.spawn(hear_signals(signals, mouth.clone(), Arc::clone(stopping))),
            runtime.spawn(tick(mouth.clone())),
            runtime.spawn(feed(heart)),
            runtime.spawn(serve(server, mouth.clone())),
        ];
        Ok(World { tasks, inbox: None })
    }

    /// Watches the inbox of this setup, and no longer that of an earlier one.
    fn watch_inbox(
        &mut self,
        runtime: &Runtime,
        setup: &Setup,
        mouth: &mpsc::Sender<Heard>,
    ) -> mpsc::UnboundedSender<Back> {
        if let Some(task) = self.inbox.take() {
            task.abort();
        }
        let persons = setup.people.ids().cloned().collect();
        let inbox = Inbox::new(setup.inbox.clone(), persons);
        if let Err(because) = inbox.make_folders() {
            warn!(%because, "the inbox is not complete");
        }
        let (every, moves) = (setup.scan_every, setup.moves);
        let (to_inbox, back) = mpsc::unbounded_channel();
        self.inbox = Some(runtime.spawn(watch(inbox, every, moves, mouth.clone(), back)));
        to_inbox
    }

    fn stop(self) {
        for task in self.tasks.into_iter().chain(self.inbox) {
            task.abort();
        }
    }
}

async fn hear_signals(mut signals: Signals, mouth: mpsc::Sender<Heard>, stopping: Arc<AtomicBool>) {
    loop {
        let signal = signals.next().await;
        if signal == Signal::Stop {
            stopping.store(true, Ordering::Relaxed);
        }
        if mouth.send(Heard::Signal(signal)).await.is_err() {
            return;
        }
    }
}

async fn tick(mouth: mpsc::Sender<Heard>) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if mouth.send(Heard::Tick).await.is_err() {
            return;
        }
    }
}

/// Feeds the service manager's watchdog while every part moves.
async fn feed(mut heart: Heart) {
    let Some(every) = notify_systemd::watchdog_interval() else { return };
    let mut beats = interval(every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick comes at once, before anything can have moved.
    beats.tick().await;
    loop {
        beats.tick().await;
        if let Err(still) = heart.feed() {
            warn!(?still, "not moving");
        }
    }
}

async fn serve(server: Server, mouth: mpsc::Sender<Heard>) {
    let (to_core, mut requests) = mpsc::channel(16);
    let forward = async {
        while let Some(request) = requests.recv().await {
            if mouth.send(Heard::Socket(request)).await.is_err() {
                return;
            }
        }
    };
    tokio::join!(server.run(to_core), forward);
}

/// Looks through the inbox every so often, and at once when something moved in it.
async fn watch(
    inbox: Inbox,
    every: Duration,
    moves: bool,
    mouth: mpsc::Sender<Heard>,
    mut back: mpsc::UnboundedReceiver<Back>,
) {
    let bell = Arc::new(Notify::new());
    // Without a working hint the scans alone are enough.
    let wake = Wake::new(inbox.root(), Arc::clone(&bell)).ok();
    let mut inbox = inbox;
    let mut settling = false;
    loop {
        let mut returned = Vec::new();
        while let Ok(file) = back.try_recv() {
            returned.push(file);
        }
        let scanned = tokio::task::spawn_blocking(move || {
            put_back(&mut inbox, returned);
            let scan = inbox.scan(clock());
            (inbox, scan)
        });
        let Ok((back, scan)) = scanned.await else { return };
        inbox = back;
        let mut more = false;
        match scan {
            Ok(scan) => {
                for refused in scan.refused {
                    let notice = crate::voice::Notice::of_reject(&refused.reject, None);
                    warn!(code = notice.diagnostic.code, "something in the inbox is not read");
                    let _ = mouth.send(Heard::Refused(refused.person, refused.reject)).await;
                }
                settling = scan.waiting > 0;
                more = scan.more;
                for file in scan.ready {
                    let Some(job) = Job::inbox(file, moves) else { continue };
                    if mouth.send(Heard::File(Box::new(job))).await.is_err() {
                        return;
                    }
                }
            }
            Err(because) => warn!(%because, "could not look through the inbox"),
        }
        if more {
            continue;
        }
        let settled = super::inbox::SETTLED_AFTER.unsigned_abs();
        let pause = if settling { settled.min(every) } else { every };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = bell.notified(), if wake.is_some() => {
                // A writer may still be at it: give it a moment instead of looking at every byte.
                tokio::time::sleep(HINT_PAUSE).await;
            }
        }
    }
}

/// Moves files that were read, and takes back those that could not be.
fn put_back(inbox: &mut Inbox, returned: Vec<Back>) {
    for file in returned {
        match file {
            Back::Again(file) => inbox.give_back(&file),
            Back::Read(_, false) => {}
            Back::Read(file, true) => {
                let moved = super::inbox::hash(&file.handle).map(|hash| inbox.move_to_done(&file, &hash));
                if let Ok(Err(because)) = moved {
                    warn!(%because, "a file that was read stays in the inbox");
                }
            }
        }
    }
}

/// How long after a hint the inbox is looked through.
const HINT_PAUSE: Duration = Duration::from_millis(200);
