//! Forgetting and restoring for the verbs: what the daemon does, with the files beside the database.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::daemon::Daemon;
use crate::person::PersonId;
use crate::record::{Key, Source};
use crate::store::{Copied, Going, Store, StoreError, Which};
use crate::time::Timestamp;
use crate::voice::keeping::{Forgotten, Held};
use crate::wire::socket::{Forgetting, Refusal};

use super::core::Core;
use super::inbox::{self, Erase, Meant};
use super::requests::whose;
use super::socket::Body;

/// Forgets what a verb asks a running service to forget.
pub(super) fn forget(core: &mut Core, person: &str, what: &Forgetting) -> Result<Json, Refusal> {
    let person = whose(person)?;
    if core.is_reading() {
        return Err(busy());
    }
    let inbox = core.inbox_folder.clone();
    let now = (core.clock)();
    let forgotten = forget_in(&mut core.daemon, inbox.as_deref(), &person, what, now)?;
    core.handle(&crate::daemon::Event::Tick);
    Ok(serde_json::to_value(forgotten).unwrap_or_default())
}

/// Files come in while it is asked: what is forgotten now would be read again.
fn busy() -> Refusal {
    let help = Some("wait until the service has read what lies in its inbox".to_owned());
    Refusal { help, ..Refusal::unavailable("files are being read") }
}

/// Forgets what is meant of a person, in the database and among the files of the inbox that were read.
pub fn forget_in(
    daemon: &mut Daemon,
    inbox: Option<&Path>,
    person: &PersonId,
    what: &Forgetting,
    now: Timestamp,
) -> Result<Forgotten, Refusal> {
    let which = which(daemon.store(), person, what)?;
    let unavailable = |error: &dyn std::fmt::Display| Refusal::unavailable(error.to_string());
    let going = match what.dry_run {
        true => daemon.would_forget(person, &which).map_err(|error| unavailable(&error))?,
        false => daemon.forget(person, &which, now).map_err(|error| unavailable(&error))?,
    };
    let meant = Meant { names: &going.files, all_done: which.is_everything() };
    let how = if what.dry_run { Erase::Never } else { Erase::Named };
    let (erased, waiting) = match inbox {
        // A file that is taken back stays where its owner put it, and stays known: it is not read again by itself.
        _ if what.import.is_some() => (0, 0),
        Some(folder) => inbox::erase(folder, person, meant, how).map_err(|error| {
            let help = Some("erase what was read of the inbox by hand, or ask again".to_owned());
            Refusal { help, ..Refusal::unavailable(format!("files in {}: {error}", folder.display())) }
        })?,
        None => (0, 0),
    };
    Ok(said(&going, what.dry_run, erased, waiting))
}

fn which(store: &Store, person: &PersonId, what: &Forgetting) -> Result<Which, Refusal> {
    let at = |ms: Option<i64>| {
        let read = ms.map(Timestamp::from_millisecond).transpose();
        read.map_err(|_| Refusal::usage("a time that no calendar has"))
    };
    let source = what.source.as_deref().map(Source::new);
    let file = what.import.map(|number| came_in(store, person, number)).transpose()?;
    Ok(Which { from: at(what.from_ms)?, to: at(what.to_ms)?, source, file })
}

/// The name of the file of that number, and when what it told came in.
fn came_in(store: &Store, person: &PersonId, number: u64) -> Result<(String, Timestamp, Timestamp), Refusal> {
    let unavailable = |error: crate::store::StoreError| Refusal::unavailable(error.to_string());
    let mark = store.import(number).map_err(unavailable)?.filter(|mark| mark.person == *person);
    let mark = mark.ok_or_else(|| Refusal::usage(format!("no file number {number} of {person}")))?;
    let (first, last) = store.came_in(&mark).map_err(unavailable)?;
    Ok((mark.name, first, last))
}

fn said(going: &Going, dry_run: bool, files: u64, waiting: u64) -> Forgotten {
    let records = going.records.iter().map(|(kind, rows)| (kind.name().to_owned(), *rows)).collect();
    let alerts = u64::try_from(going.alerts.len()).unwrap_or(u64::MAX);
    Forgotten { records, alerts, files, waiting, dry_run }
}

/// Does what a verb asks a running service to do with the records of one session.
pub(super) fn apart(core: &mut Core, person: &str, record: &str, joins: bool) -> Result<Json, Refusal> {
    let person = whose(person)?;
    let now = (core.clock)();
    let pairs = apart_in(&mut core.daemon, &person, record, joins, now)?;
    core.handle(&crate::daemon::Event::Tick);
    Ok(Json::from(pairs))
}

/// Keeps the record of that key apart from the others of its session, or lets it join them again; how many they are.
pub fn apart_in(
    daemon: &mut Daemon,
    person: &PersonId,
    record: &str,
    joins: bool,
    now: Timestamp,
) -> Result<usize, Refusal> {
    let unavailable = |error: StoreError| Refusal::unavailable(error.to_string());
    let unknown = || Refusal::usage(format!("no record \"{record}\" of {person}"));
    let key = Key::parse(record).ok_or_else(unknown)?;
    let stored = daemon.store().record(person, key).map_err(unavailable)?.ok_or_else(unknown)?;
    match joins {
        true => daemon.let_join(person, key, now).map_err(unavailable),
        false => Ok(daemon.keep_apart(person, &stored, now).map_err(unavailable)?.len()),
    }
}

/// Puts a copy that was sent in the place of what a running service has stored.
pub(super) fn restore(core: &mut Core, body: Option<Body>, replace: bool) -> Result<Json, Refusal> {
    let mut body = body.ok_or_else(|| Refusal::unavailable("the copy did not arrive"))?;
    if core.is_reading() {
        return Err(busy());
    }
    let place = core.daemon.store().set_aside();
    // SQLite opens files by name.
    let named = Named(place);
    let mut new = OpenOptions::new();
    let new = new.write(true).create(true).truncate(true).mode(0o600).open(&named.0);
    let copied = new.and_then(|mut file| io::copy(&mut body.file, &mut file));
    copied.map_err(|error| Refusal::unavailable(format!("could not set the copy aside: {error}")))?;
    let held = restore_in(&mut core.daemon, &named.0, replace, (core.clock)())?;
    core.handle(&crate::daemon::Event::Tick);
    Ok(serde_json::to_value(held).unwrap_or_default())
}

/// A file that goes when it is not needed any more.
struct Named(PathBuf);

impl Drop for Named {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Checks a copy, and puts it in the place of everything that is stored.
pub fn restore_in(daemon: &mut Daemon, copy: &Path, replace: bool, now: Timestamp) -> Result<Held, Refusal> {
    let held = Store::look_into(copy).map_err(|error| Refusal::data(error.to_string()))?;
    let has_records = daemon.store().persons().map_err(|error| Refusal::unavailable(error.to_string()))?;
    if !replace && !has_records.is_empty() {
        let help = Some("tingled backup FILE  keeps what is stored; then say  --replace".to_owned());
        return Err(Refusal { help, ..Refusal::usage("there are records here, which the copy would replace") });
    }
    daemon.restore(copy, now).map_err(|error| Refusal::unavailable(error.to_string()))?;
    Ok(holds(&held))
}

/// What a copy holds, for a person to read.
pub fn holds(copied: &Copied) -> Held {
    let records = copied.records.iter().map(|(kind, rows)| (kind.name().to_owned(), *rows)).collect();
    Held { records, standing: copied.standing, persons: copied.persons }
}
