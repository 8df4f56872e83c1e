//! `tingled export`: a person's records as our own CSV, which `tingled import` reads back.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use serde_json::json;

use super::args::ExportArgs;
use super::door;
use super::failure::{Failure, plainly};
use super::load::Loaded;
use super::people::{known_person, the_person};
use super::span::Span;
use super::terminal::Terminal;
use crate::person::{PersonId, Profile};
use crate::record::{Kind, Record};
use crate::store::Store;
use crate::time::Timestamp;
use crate::voice::keeping;
use crate::wire::own;

/// Writes a person's records into a folder, one file a kind, and says what was written.
pub fn run(args: &ExportArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let store = door::read(loaded)?.ok_or_else(|| Failure::Usage(keeping::NOTHING_STORED.to_owned()))?;
    let person = match &args.person {
        Some(name) => known_person(name, loaded, Some(&store))?,
        None => the_person(None, loaded)?,
    };
    let zone = loaded.people().reader(&person).zone;
    let span = Span::read(&args.days, &zone, terminal, "nothing was exported")?;
    let times = (span.from.unwrap_or(Timestamp::MIN), span.to.unwrap_or(Timestamp::MAX));
    make_empty(&args.folder)?;
    let mut files = Vec::new();
    for kind in Kind::ALL {
        let name = own::file_name(*kind);
        let rows = records(&store, &person, *kind, times, &args.folder.join(name))?;
        files.extend((rows > 0).then_some((name, rows)));
    }
    let profile = store.profile(&person)?.filter(|profile| *profile != Profile::default());
    if let Some(profile) = profile {
        let text = own::line(&own::profile_header()) + &own::line(&own::profile_row(&profile));
        let path = args.folder.join(own::PROFILE_FILE);
        let written = create(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| unwritten(&path, &error))?;
        files.push((own::PROFILE_FILE, 1));
    }
    if args.json {
        let list: Vec<_> = files.iter().map(|(name, rows)| json!({ "file": name, "rows": rows })).collect();
        let folder = args.folder.display().to_string();
        terminal.json(
            &json!({ "schema": "tingled.export/1", "person": person.as_str(), "folder": folder, "files": list }),
        );
    } else {
        terminal.say(&keeping::exported(person.as_str(), &args.folder, &files));
    }
    Ok(())
}

/// The folder, made for its owner alone; one that holds something already is not touched.
fn make_empty(folder: &Path) -> Result<(), Failure> {
    let made = DirBuilder::new().mode(0o700).create(folder);
    let is_taken = |error: &io::Error| error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir();
    match made {
        Ok(()) => return Ok(()),
        Err(error) if is_taken(&error) => {}
        Err(error) => return Err(unwritten(folder, &error)),
    }
    let mut entries = std::fs::read_dir(folder).map_err(|error| unwritten(folder, &error))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Failure::Usage(keeping::not_empty(folder))),
    }
}

/// Writes the records of one kind; without any there is no file.
fn records(
    store: &Store,
    person: &PersonId,
    kind: Kind,
    times: (Timestamp, Timestamp),
    path: &Path,
) -> Result<u64, Failure> {
    let mut file: Option<BufWriter<std::fs::File>> = None;
    let mut outcome: io::Result<()> = Ok(());
    let mut rows = 0_u64;
    let mut write = |record: Record| -> io::Result<()> {
        let mut out = match file.take() {
            Some(out) => out,
            None => {
                let mut out = BufWriter::new(create(path)?);
                out.write_all(own::line(&own::header(kind)).as_bytes())?;
                out
            }
        };
        out.write_all(own::line(&own::row(&record)).as_bytes())?;
        rows = rows.saturating_add(1);
        file = Some(out);
        Ok(())
    };
    store.each(person, kind, times, &mut |record| {
        outcome = write(record);
        outcome.is_ok()
    })?;
    let ended = outcome.and_then(|()| match file {
        Some(mut out) => out.flush(),
        None => Ok(()),
    });
    ended.map(|()| rows).map_err(|error| unwritten(path, &error))
}

/// A new file that its owner alone can read.
fn create(path: &Path) -> io::Result<std::fs::File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::Unavailable(format!("could not write {}: {}", path.display(), plainly(&error.to_string())))
}
