//! `tingled demo`: a made-up life through the real inbox, the real MQTT path and the real rules.

mod life;
mod season;

use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::daemon::{People, Person};
use crate::decide::Policy;
use crate::io::broker::LIMITS;
use crate::io::import::Reading;
use crate::io::mqtt::MqttSettings;
use crate::io::phone::{Heard, Phone, Stage};
use crate::io::run::{DATABASE, Outside, Setup, Stopper, clock, run as run_daemon};
use crate::person::{PersonId, Profile};
use crate::store::Store;
use crate::voice::Language;

use self::life::{Expected, Life, everyone, life};
use self::season::{NOA, odds_ratio};
use super::args::DemoArgs;
use super::failure::Failure;
use super::terminal::Terminal;

/// How long anything in the demo may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the answers may take.
const ANSWERS: Duration = Duration::from_secs(8);

/// How long the demo listens for what should not come.
const QUIET: Duration = Duration::from_millis(700);

/// Shows the whole job. With `check` it ends by itself, otherwise at Ctrl-C; nothing is kept.
pub fn run(args: &DemoArgs, terminal: &mut Terminal) -> Result<(), Failure> {
    let folder = Folder::new()?;
    let failed = |error: &dyn std::fmt::Display| Failure::Unavailable(error.to_string());
    let stage = Stage::set(&folder.0.join("broker"), args.port).map_err(|error| failed(&error))?;
    let port = stage.port();
    let seed = args.seed;
    terminal.say(&format!("tingled demo, seed {seed}: a made-up life, nothing of it is kept. Not a diagnosis."));
    terminal.say(&format!("a broker for this demo listens on mqtt://127.0.0.1:{port}"));
    for limit in LIMITS {
        terminal.note(&format!("  {limit}"));
    }
    let (stopper, daemon) = start_daemon(&folder.0, port)?;
    let mut phone = stage.phone().map_err(|error| failed(&error))?;
    let now = clock();
    let life = life(args.seed, !args.no_cause, now);
    let outcome = live(&life, &folder.0, &mut phone, terminal);
    let verdict = match &outcome {
        Ok(heard) => Some(compare(&life, heard)),
        Err(_) => None,
    };
    if let Some(verdict) = &verdict {
        terminal.say("");
        terminal.say(&verdict.text);
    }
    if !args.check && outcome.is_ok() {
        terminal.say(&format!("the alerts stay on their topics: mosquitto_sub -p {port} -t 'tingled/#' -v"));
        terminal.say("Ctrl-C ends it");
        wait_for_end(&daemon);
    }
    stopper.stop();
    let _ = daemon.join();
    stage.strike(phone);
    outcome?;
    match verdict {
        Some(verdict) if !verdict.is_good && args.check => Err(Failure::Check(verdict.text)),
        _ => Ok(()),
    }
}

/// A folder that is gone when the demo ends.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Result<Folder, Failure> {
        let name = format!("tingled-demo-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path)
            .map_err(|error| Failure::Unavailable(format!("could not make {}: {error}", path.display())))?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the folder of temporary files; the system clears that.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn people() -> People {
    let person = |(id, name, zone): &(&str, &str, &str)| {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let person =
            Person { name: (*name).to_owned(), zone, language: Language::English, profile: Profile::default() };
        PersonId::new(id).map(|id| (id, person))
    };
    People::new(everyone().filter_map(person).collect())
}

type Running = std::thread::JoinHandle<Result<(), String>>;

/// Starts the service as it would run, but for its temporary folder and the demo's broker.
fn start_daemon(folder: &Path, port: u16) -> Result<(Stopper, Running), Failure> {
    let setup = Setup {
        data: folder.join("data"),
        inbox: folder.join("inbox"),
        socket: folder.join("tingled.sock"),
        people: people(),
        policy: Policy::default(),
        mqtt: Some(MqttSettings::new("127.0.0.1", port)),
        reading: Reading { sources: Default::default(), dialects: Default::default() },
        scan_every: Duration::from_secs(1),
        moves: false,
    };
    let (ready, is_ready) = std::sync::mpsc::channel();
    let kept = setup.clone();
    let outside = Outside {
        reload: Box::new(move || Ok(kept.clone())),
        ready: Box::new(move |stopper| drop(ready.send(stopper))),
    };
    let daemon = std::thread::spawn(move || run_daemon(setup, outside).map_err(|error| error.to_string()));
    match is_ready.recv_timeout(PATIENCE) {
        Ok(stopper) => Ok((stopper, daemon)),
        Err(_) => {
            let because = daemon.join().ok().and_then(Result::err).unwrap_or_else(|| "no answer".to_owned());
            Err(Failure::Unavailable(format!("the service did not start: {because}")))
        }
    }
}

/// Lives the life: drops the exports, sends the messages, and listens.
fn live(life: &Life, folder: &Path, phone: &mut Phone, terminal: &mut Terminal) -> Result<Heard, Failure> {
    let late = |what: &str| Failure::Unavailable(format!("the demo waited in vain for {what}"));
    phone.wait(PATIENCE, |heard| heard.is_online).then_some(()).ok_or_else(|| late("the service to come online"))?;
    terminal.say("\nput in");
    for export in &life.exports {
        let inbox = folder.join("inbox").join(export.person);
        let (part, whole) = (inbox.join(format!("{}.part", export.name)), inbox.join(export.name));
        std::fs::create_dir_all(&inbox)
            .and_then(|()| std::fs::write(&part, &export.text))
            .and_then(|()| std::fs::rename(&part, &whole))
            .map_err(|error| Failure::Unavailable(format!("could not write {}: {error}", whole.display())))?;
        terminal.say(&format!("  inbox {}/{:<16} {}", export.person, export.name, export.told));
    }
    wait_for_files(folder, life.exports.len()).ok_or_else(|| late("the inbox to be read"))?;
    for sent in &life.sent {
        terminal.say(&format!("  mqtt  tingled/{:<16} {}", sent.topic, sent.told));
        phone.send(&sent.topic, &sent.payload);
    }
    let wanted = life.expected.len();
    let enough = |heard: &Heard| heard.alerts.len() >= wanted && heard.rejected.len() >= life.refused;
    phone.wait(ANSWERS, enough);
    // What should not come has a moment to come.
    phone.wait(QUIET, |_| false);
    let heard = phone.heard().clone();
    terminal.say("\ncame out");
    for alert in heard.alerts.values() {
        terminal.say(&format!("  {}  [{}, retained]", alert.topic, alert.level));
        terminal.say(&format!("    {}", alert.message));
        terminal.say(&format!("    because {}", alert.because.join(", ")));
        for tip in &alert.advice {
            terminal.say(&format!("    · {tip}"));
        }
    }
    for rejected in &heard.rejected {
        terminal.say(&format!("  {rejected}"));
    }
    Ok(heard)
}

/// Waits until so many files stand in the ledger.
fn wait_for_files(folder: &Path, files: usize) -> Option<()> {
    let database = folder.join("data").join(DATABASE);
    for _ in 0..200 {
        let done = Store::open_read_only(&database).and_then(|store| store.imports(files.saturating_add(1)));
        if done.is_ok_and(|done| done.len() >= files) {
            return Some(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    None
}

/// What was expected against what came.
struct Verdict {
    is_good: bool,
    text: String,
}

fn compare(life: &Life, heard: &Heard) -> Verdict {
    let came: Vec<(String, String, String)> =
        heard.alerts.values().map(|alert| (alert.person.clone(), alert.rule.clone(), alert.level.clone())).collect();
    let same = |expected: &Expected, (person, rule, level): &(String, String, String)| {
        (expected.person, expected.rule, expected.level.name()) == (person.as_str(), rule.as_str(), level.as_str())
    };
    let mut lines = Vec::new();
    for expected in life.expected.iter().filter(|expected| !came.iter().any(|came| same(expected, came))) {
        lines.push(format!("missing: {} of {} ({})", expected.rule, expected.person, expected.level.name()));
    }
    for came in came.iter().filter(|came| !life.expected.iter().any(|expected| same(expected, came))) {
        lines.push(format!("unexpected: {} of {} ({})", came.1, came.0, came.2));
    }
    if heard.rejected.len() != life.refused {
        lines.push(format!("{} messages were refused, {} should have been", heard.rejected.len(), life.refused));
    }
    let season = found_season(life, heard);
    lines.extend(season.clone().err());
    let is_good = lines.is_empty();
    if is_good {
        lines.extend(season.ok());
        let (alerts, refused) = (life.expected.len(), life.refused);
        let alerts = if alerts == 1 { "1 alert".to_owned() } else { format!("{alerts} alerts") };
        lines.push(format!("as expected: {alerts} and no other; {refused} message refused by name"));
    }
    Verdict { is_good, text: lines.join("\n") }
}

/// What was hidden in Noa's season against what was found there, in words; an error when the interval lies elsewhere.
fn found_season(life: &Life, heard: &Heard) -> Result<String, String> {
    let Some(hidden) = life.hidden else {
        return Ok("noa's season held no cause, and nothing was claimed".to_owned());
    };
    let truth = odds_ratio();
    let alert = heard.alerts.values().find(|alert| alert.person == NOA && alert.rule == hidden.rule);
    let ends =
        alert.and_then(|alert| Some((alert.numbers.get("odds_ratio_low")?, alert.numbers.get("odds_ratio_high")?)));
    let Some((low, high)) = ends else {
        return Err(format!("nothing was found of what was hidden: {}", hidden.told));
    };
    let (told, text) = (hidden.told, format!("{low:.1} to {high:.1} (95 % interval)"));
    match (*low..=*high).contains(&truth) {
        true => Ok(format!("hidden in noa's season: {told}, odds of tingling times {truth:.1}; found: {text}")),
        false => Err(format!("hidden in noa's season: {told}, odds times {truth:.1}; found elsewhere: {text}")),
    }
}

/// Waits until the service ends: Ctrl-C reaches it as a signal.
fn wait_for_end(daemon: &Running) {
    while !daemon.is_finished() {
        std::thread::sleep(Duration::from_millis(100));
    }
}
