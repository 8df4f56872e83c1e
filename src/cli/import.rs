//! `tingled import`: exports of fitness trackers, and our own CSV.

use std::fs::File;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::daemon::Daemon;
use crate::io::at::At;
use crate::io::core::Core;
use crate::io::import::{Import, Job, Step};
use crate::io::inbox::TAKEN;
use crate::voice::report;
use crate::voice::report::ImportReport;
use crate::wire::csv::Who;
use crate::wire::socket::{ImportOptions, Request};

use super::args::ImportArgs;
use super::door::{self, Door};
use super::failure::{Failure, plainly};
use super::imports;
use super::load::Loaded;
use super::people::the_person;
use super::terminal::Terminal;

/// Reads the files one after the other; a bad one never stops the next.
pub fn run(args: &ImportArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    if let Some(number) = args.show {
        return imports::show(number, args, loaded, terminal);
    }
    if let Some(number) = args.undo {
        return imports::undo(number, args, loaded, terminal);
    }
    let (who, zone) = who(args, loaded)?;
    let files = files(&args.files)?;
    let mut door = door::open(loaded)?;
    let mut reports = Vec::new();
    let mut failed = Vec::new();
    for path in files {
        let outcome = match &mut door {
            Door::Running => send(&path, args, &who, loaded, terminal),
            Door::Own(_) => {
                let Door::Own(daemon) = std::mem::replace(&mut door, Door::Running) else { continue };
                let (outcome, daemon) = own(&path, args, &who, zone.clone(), loaded, *daemon, terminal)?;
                door = Door::Own(Box::new(daemon));
                outcome
            }
        };
        match outcome {
            Ok(report) => {
                if !args.json {
                    terminal.say(&report::text(&report));
                    terminal.say("");
                }
                reports.push(report);
            }
            Err(because) => failed.push(plainly(&format!("{}: {because}", path.display()))),
        }
    }
    if let (Door::Own(daemon), Who::Is(person), false) = (&mut door, &who, args.dry_run) {
        // A service would do this by itself.
        daemon.study_one(person, crate::io::run::clock())?;
    }
    if args.json {
        terminal.json(&json!({ "schema": "tingled.import/1", "files": reports, "failed": failed }));
    }
    let unread = reports.iter().any(|report| report.dialect.is_none() && !report.seen_before);
    let kept_nothing = reports.iter().any(|report| report.kept_nothing);
    if !failed.is_empty() {
        Err(Failure::Unavailable(failed.join("\n")))
    } else if kept_nothing {
        Err(Failure::Data("nothing was kept of a file that cannot be read as a whole; see above".to_owned()))
    } else if unread {
        Err(Failure::Data("a file could not be read; see above".to_owned()))
    } else {
        Ok(())
    }
}

fn who(args: &ImportArgs, loaded: &Loaded) -> Result<(Who, Option<TimeZone>), Failure> {
    let zone = args.zone.as_deref().map(TimeZone::get).transpose();
    let zone =
        zone.map_err(|error| Failure::Usage(format!("{error}; wanted a name of the IANA list, like Europe/Berlin")))?;
    let who = match (&args.person, &args.person_column) {
        (_, Some(column)) => Who::Column(column.clone()),
        (name, None) => Who::Is(the_person(name.as_deref(), loaded)?),
    };
    if let (Who::Is(person), Some(_)) = (&who, &zone)
        && loaded.config.people.contains_key(person)
    {
        return Err(Failure::Usage(format!(
            "the zone of \"{person}\" stands in the configuration\n  \
             help: leave  --zone  out, or set  [source.…] timezone  for an app that writes another zone"
        )));
    }
    if let (Who::Is(person), None) = (&who, &zone)
        && !loaded.config.people.contains_key(person)
    {
        return Err(Failure::Usage(format!(
            "\"{person}\" is not in the configuration, so the zone of the times is not known\n  \
             help: add  [person.{person}]  with a timezone to tingled.toml (tingled init writes one), or say  \
             --zone Europe/Berlin"
        )));
    }
    Ok((who, zone))
}

/// The files named, and those of directories named: our own CSV, what a person told about themselves first.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let unreadable =
            |error: std::io::Error| Failure::Unavailable(format!("could not read {}: {error}", path.display()));
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).map_err(unreadable)? {
            let file = entry.map_err(unreadable)?.path();
            if is_taken(&file) {
                inside.push(file);
            }
        }
        inside.sort_by_key(|file| (!file.ends_with("profile.csv"), is_report(file), file.clone()));
        if inside.is_empty() {
            return Err(Failure::Data(format!(
                "{} holds no file of a kind that is read ({})",
                path.display(),
                TAKEN.join(", ")
            )));
        }
        files.extend(inside);
    }
    Ok(files)
}

/// Whether a file of a directory is read: by its name, as in the inbox.
fn is_taken(file: &Path) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    TAKEN.iter().any(|end| name.ends_with(end))
}

/// Reports come last, so that the sessions they belong to are there.
fn is_report(file: &Path) -> bool {
    file.ends_with("reports.csv") || file.ends_with("symptoms.csv")
}

fn open(path: &Path) -> Result<(File, u64, String), String> {
    let help = "is the path right, and may this user read it?";
    let file = File::open(path).map_err(|error| format!("could not open it: {error}; {help}"))?;
    let data = file.metadata().map_err(|error| error.to_string())?;
    if !data.is_file() {
        return Err("not a plain file; name the file itself".to_owned());
    }
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok((file, data.len(), name))
}

/// Sends a file to the running daemon.
fn send(
    path: &Path,
    args: &ImportArgs,
    who: &Who,
    loaded: &Loaded,
    terminal: &Terminal,
) -> Result<ImportReport, String> {
    let (mut file, size, name) = open(path)?;
    let person = match who {
        Who::Is(person) => person.to_string(),
        Who::Column(_) => String::new(),
    };
    let options = ImportOptions {
        dry_run: args.dry_run,
        strict: args.strict,
        dialect: args.dialect.clone(),
        person_column: args.person_column.clone(),
        timezone: args.zone.clone(),
        changed_ms: At::changed(&file).map(|changed| changed.as_millisecond()),
    };
    let bar = terminal.bar(0, &name);
    let request = Request::Import { person, name, size, options };
    let answer = door::ask(&loaded.paths.socket, &request, &mut file, &mut |done, of| show(&bar, done, of));
    bar.finish_and_clear();
    let answer = answer.map_err(|error| error.to_string())?;
    serde_json::from_value(answer).map_err(|error| error.to_string())
}

fn show(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}

/// Reads a file with the store in our own hands.
fn own(
    path: &Path,
    args: &ImportArgs,
    who: &Who,
    zone: Option<TimeZone>,
    loaded: &Loaded,
    daemon: Daemon,
    terminal: &Terminal,
) -> Result<(Result<ImportReport, String>, Daemon), Failure> {
    let (file, size, name) = match open(path) {
        Ok(open) => open,
        Err(because) => return Ok((Err(because), daemon)),
    };
    let mut job = Job::of_caller(&name, file, size, who.clone());
    (job.zone, job.dialect, job.dry_run, job.strict) = (zone, args.dialect.clone(), args.dry_run, args.strict);
    let reading = loaded.reading()?;
    let clock = crate::io::run::clock;
    let mut core = Core::alone(daemon, clock, reading.clone());
    let mut import = Import::start(job, reading, core.daemon.people(), clock(), None);
    let bar = terminal.bar(0, &name);
    let outcome = loop {
        match import.step(&mut core, true) {
            Step::Done(outcome) => break *outcome,
            Step::Wait | Step::More => {
                let (done, of) = import.progress();
                show(&bar, done, of);
            }
        }
    };
    bar.finish_and_clear();
    Ok((outcome, core.daemon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_read_profile_first_and_reports_last() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["reports.csv", "sessions.csv", "profile.csv", "notes.txt"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let names: Vec<String> = files(&[folder.path().to_owned()])
            .unwrap()
            .iter()
            .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["profile.csv", "sessions.csv", "reports.csv"]);
    }
}
