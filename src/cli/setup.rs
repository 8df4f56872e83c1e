//! `init`, `check-config` and `paths`: setting up, and seeing what there is.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use serde_json::{Value as Json, json};

use crate::config;
use crate::voice::diagnostic;

use super::args::{InitArgs, JsonArgs};
use super::failure::Failure;
use super::load::{Loaded, nobody};
use super::people::person_id;
use super::terminal::Terminal;

/// Writes a commented configuration with what was told on the command line.
pub fn init(args: &InitArgs, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut text = config::manual();
    if let Some(name) = &args.person {
        let person = person_id(name)?;
        let zone = args
            .zone
            .clone()
            .or_else(system_zone)
            .ok_or_else(|| Failure::Usage("say your zone, as in  --zone Europe/Berlin".to_owned()))?;
        jiff::tz::TimeZone::get(&zone).map_err(|error| {
            Failure::Usage(format!("{error}; wanted a name of the IANA list, like Europe/Berlin"))
        })?;
        let table = format!("[person.{person}]\ntimezone = \"{zone}\"\n");
        text = text.replacen("# [person.ana]\n", &table, 1);
    }
    if let Some(url) = &args.mqtt {
        let example = text.lines().find(|line| line.starts_with("# url = ")).unwrap_or_default().to_owned();
        text = text.replacen(&example, &format!("url = \"{url}\""), 1);
    }
    let input = config::Input {
        file: Some(("the new file", &text)),
        has_broker_inside: cfg!(feature = "demo"),
        ..config::Input::default()
    };
    config::load(&input)
        .map_err(|problems| Failure::Config(problems.iter().map(config::Problem::notice).collect()))?;
    // A configuration may come to name a password's file and a person's conditions: for its owner only.
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&args.file)
        .map_err(|error| unwritable(args, &error))?;
    file.write_all(text.as_bytes()).map_err(|error| unwritable(args, &error))?;
    let file = args.file.display();
    terminal.say(&format!("wrote {file}"));
    terminal.say(&format!("next: read it, then  tingled check-config -c {file}  and  tingled run -c {file}"));
    Ok(())
}

fn unwritable(args: &InitArgs, error: &std::io::Error) -> Failure {
    let file = args.file.display();
    Failure::Unavailable(match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("{file} is there already and is kept as it is\n  help: name another file, or move it away")
        }
        _ => format!("could not write {file}: {error}"),
    })
}

/// The zone of this machine, from the link that names it.
fn system_zone() -> Option<String> {
    let link = std::fs::read_link("/etc/localtime").ok()?;
    let text = link.to_string_lossy().into_owned();
    text.split_once("zoneinfo/").map(|(_, zone)| zone.to_owned())
}

/// Says that the configuration is good; what is wrong with it was said before.
pub fn check_config(args: &JsonArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    if let Some(notice) = nobody(loaded) {
        return Err(Failure::Config(vec![notice]));
    }
    // The very steps of a run: passwords are read, dialects are loaded, the broker's settings are checked.
    let setup = loaded.setup()?;
    if let Some(mqtt) = &setup.mqtt {
        mqtt.check().map_err(|error| Failure::Unavailable(error.to_string()))?;
    }
    let persons: Vec<String> = setup.people.ids().map(ToString::to_string).collect();
    let broker = setup.mqtt.as_ref().map(|mqtt| format!("{}:{}", mqtt.host, mqtt.port));
    if args.json {
        let file = loaded.file.as_ref().map(|file| file.display().to_string());
        terminal.json(&json!({ "schema": "tingled.check/1", "file": file, "persons": persons, "broker": broker }));
    } else {
        let broker = broker.unwrap_or_else(|| "no broker: files and the command line only".to_owned());
        terminal.say(&format!("the configuration is good: {}; {broker}", persons.join(", ")));
    }
    Ok(())
}

/// Shows every path that is used.
pub fn paths(args: &JsonArgs, loaded: &Loaded, terminal: &mut Terminal) {
    let rows = loaded.paths.rows();
    if args.json {
        let paths = rows.iter().map(|(name, path)| ((*name).to_owned(), path.display().to_string().into()));
        let schema = ("schema".to_owned(), Json::from("tingled.paths/1"));
        let all: serde_json::Map<String, Json> = std::iter::once(schema).chain(paths).collect();
        terminal.json(&Json::Object(all));
    } else {
        for (name, path) in rows {
            terminal.say(&format!("{name:<10} {}", path.display()));
        }
    }
}

/// The problems of a configuration, as a terminal shows them.
pub fn problems(notices: Vec<crate::voice::Notice>, in_colour: bool) -> String {
    diagnostic::text(&notices, in_colour)
}
