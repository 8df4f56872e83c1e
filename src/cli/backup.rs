//! `tingled backup` and `tingled restore`: a checked copy of everything, and its way back.

use std::fs::File;
use std::path::Path;

use serde_json::json;

use super::args::{BackupArgs, RestoreArgs};
use super::door::{self, Door};
use super::failure::{Failure, plainly};
use super::load::Loaded;
use super::terminal::Terminal;
use crate::io::keeping::{holds, restore_in};
use crate::io::run::clock;
use crate::store::Store;
use crate::voice::keeping::{self, Held};
use crate::wire::socket::{Refusal, Request};

/// Writes a copy, also while a service runs, and reads it again.
pub fn backup(args: &BackupArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let store = door::read(loaded)?.ok_or_else(|| Failure::Usage(keeping::NOTHING_STORED.to_owned()))?;
    let held = holds(&store.backup(&args.file)?);
    let bytes = args.file.metadata().map_or(0, |data| data.len());
    if args.json {
        let file = args.file.display().to_string();
        terminal.json(&json!({ "schema": "tingled.backup/1", "file": file, "bytes": bytes, "holds": held }));
    } else {
        terminal.say(&keeping::backed_up(&args.file, bytes, &held));
    }
    Ok(())
}

/// Checks a copy and puts it in the place of what is stored, through the service where one runs.
pub fn restore(args: &RestoreArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let held = match args.dry_run {
        true => holds(&Store::look_into(&args.file).map_err(|error| Failure::Data(error.to_string()))?),
        false => put_back(args, loaded)?,
    };
    if args.json {
        let (file, dry_run) = (args.file.display().to_string(), args.dry_run);
        terminal.json(&json!({ "schema": "tingled.restore/1", "file": file, "dry_run": dry_run, "holds": held }));
    } else {
        terminal.say(&keeping::restored(&args.file, &held, args.dry_run));
    }
    Ok(())
}

fn put_back(args: &RestoreArgs, loaded: &Loaded) -> Result<Held, Failure> {
    match door::open(loaded)? {
        Door::Own(mut daemon) => restore_in(&mut daemon, &args.file, args.replace, clock()).map_err(refused),
        Door::Running => {
            let (mut file, size) = open(&args.file)?;
            let request = Request::Restore { size, replace: args.replace };
            let answer = door::ask(&loaded.paths.socket, &request, &mut file, &mut |_, _| {});
            let answer = answer.map_err(|error| door::failure(&error))?;
            serde_json::from_value(answer).map_err(|error| Failure::Unavailable(error.to_string()))
        }
    }
}

fn open(path: &Path) -> Result<(File, u64), Failure> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (size, file) = opened
        .map_err(|error| Failure::Unavailable(format!("{}: {}", path.display(), plainly(&error.to_string()))))?;
    Ok((file, size))
}

fn refused(refusal: Refusal) -> Failure {
    door::failure(&crate::io::socket::CallError::Refused(refusal))
}
