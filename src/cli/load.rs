//! From arguments, environment and configuration file to checked settings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::assess::RuleId;
use crate::assess::rules::rules;
use crate::config::{self, Broker, Config, Input, Secret};
use crate::daemon::{People, Person};
use crate::decide::Policy;
use crate::decide::policy::EVERY_TRIGGER;
use crate::io::import::Reading;
use crate::io::mqtt::{MqttSettings, Tls};
use crate::io::paths::{Paths, SYSTEM_CONFIG, Surroundings};
use crate::io::run::Setup;
use crate::person::PersonId;
use crate::study::matrix::Matrix;
use crate::study::trigger::rule_of;
use crate::voice::Notice;
use crate::wire::dialect::{DialectError, Dialects, Late};

use super::args::Cli;
use super::failure::Failure;

/// The checked settings of one call.
pub struct Loaded {
    /// What is configured.
    pub config: Config,
    /// Where things lie.
    pub paths: Paths,
    /// The file that was read; `None` when there is none.
    pub file: Option<PathBuf>,
}

/// Reads the configuration that this call asks for.
pub fn load(cli: &Cli, environment: &[(String, String)]) -> Result<Loaded, Failure> {
    let around = Surroundings::of_this_process();
    let usual = Paths::find(&around).map_err(|error| Failure::Unavailable(error.to_string()))?;
    let file = file(cli, &usual);
    // Whoever reads the service's configuration means the service's data, too.
    let is_service = file.as_deref() == Some(Path::new(SYSTEM_CONFIG));
    let paths = if is_service { Paths::of_service(&around) } else { usual };
    let usual_inbox = paths.inbox.clone();
    let text = file.as_deref().map(read).transpose().map_err(Failure::NoConfig)?;
    let name = file.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
    let defaults = [pair("data.dir", &paths.data), pair("inbox.dir", &paths.inbox)];
    let flags: Vec<(String, String)> = cli.data.iter().map(|data| pair("data.dir", data)).collect();
    let triggers: Vec<RuleId> = Matrix::tested().map(|exposure| rule_of(exposure.name)).collect();
    let rules = rules().map(|rule| rule.id).chain([EVERY_TRIGGER]);
    let rules: Vec<&str> = rules.chain(triggers.iter().map(RuleId::as_str)).collect();
    let input = Input {
        defaults: &defaults,
        file: text.as_deref().map(|text| (name.as_str(), text)),
        environment,
        flags: &flags,
        rules: &rules,
        has_broker_inside: cfg!(feature = "demo"),
    };
    let config = config::load(&input)
        .map_err(|problems| Failure::Config(problems.iter().map(config::Problem::notice).collect()))?;
    let mut paths = match &file {
        Some(file) => paths.with_config(file.clone()),
        None => paths,
    };
    if config.data_dir != paths.data {
        paths = paths.with_data(config.data_dir.clone());
        // A data folder of one's own has its own inbox, unless that is configured too.
        if config.inbox.dir != usual_inbox {
            paths = paths.with_inbox(config.inbox.dir.clone());
        }
    } else {
        paths = paths.with_inbox(config.inbox.dir.clone());
    }
    Ok(Loaded { config, paths, file })
}

fn pair(key: &str, path: &Path) -> (String, String) {
    (key.to_owned(), path.display().to_string())
}

fn file(cli: &Cli, paths: &Paths) -> Option<PathBuf> {
    let usual = [PathBuf::from("tingled.toml"), paths.config.clone(), PathBuf::from(SYSTEM_CONFIG)];
    cli.config.clone().or_else(|| usual.into_iter().find(|path| path.exists()))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| {
        let help = "is the path right, and may this user read it?";
        format!("could not read {}: {error}; {help}", path.display())
    })
}

impl Loaded {
    /// Everything a run needs.
    pub fn setup(&self) -> Result<Setup, Failure> {
        Ok(Setup {
            data: self.paths.data.clone(),
            inbox: self.paths.inbox.clone(),
            socket: self.paths.socket.clone(),
            people: self.people(),
            policy: self.policy(),
            mqtt: self.mqtt()?,
            reading: self.reading()?,
            scan_every: self.config.inbox.scan,
            moves: self.config.inbox.after == config::After::Move,
        })
    }

    /// The numbers of delivery.
    pub fn policy(&self) -> Policy {
        let (quiet, precision_floor) = (self.config.quiet_rules.clone(), self.config.precision_floor);
        Policy { quiet, precision_floor, ..Policy::default() }
    }

    /// Everyone.
    pub fn people(&self) -> People {
        let person = |id: &PersonId, person: &config::Person| Person {
            name: if person.name == id.as_str() { capital(&person.name) } else { person.name.clone() },
            zone: person.zone.clone(),
            language: person.language,
            profile: person.profile.clone(),
        };
        let people: BTreeMap<_, _> =
            self.config.people.iter().map(|(id, one)| (id.clone(), person(id, one))).collect();
        let zone = |(source, style): (&String, &config::SourceStyle)| Some((source.clone(), style.zone.clone()?));
        People::new(people)
            .with_sources(self.config.sources.iter().filter_map(zone).collect())
            .with_open_titles(!self.config.has_private_titles)
    }

    /// The exports that can be read: the built-in ones and those of the folder beside the configuration.
    pub fn dialects(&self) -> Result<Dialects, Failure> {
        self.with_dialects(Dialects::load)
    }

    /// How exports are read where they do not say.
    pub fn reading(&self) -> Result<Reading, Failure> {
        let dialects = Arc::new(self.with_dialects(Late::new)?);
        Ok(Reading { sources: Arc::new(self.config.sources.clone()), dialects })
    }

    /// Makes something of the names and texts of the dialects in the folder beside the configuration.
    fn with_dialects<T>(
        &self,
        make: impl FnOnce(&[(&str, &str)]) -> Result<T, Vec<DialectError>>,
    ) -> Result<T, Failure> {
        let mut texts = Vec::new();
        if let Ok(entries) = std::fs::read_dir(&self.paths.dialects) {
            let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            files.sort();
            for file in files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "toml")) {
                texts.push((file.display().to_string(), read(&file).map_err(Failure::Unavailable)?));
            }
        }
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        make(&texts).map_err(|errors| {
            let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
            Failure::Data(lines.join("\n"))
        })
    }

    fn mqtt(&self) -> Result<Option<MqttSettings>, Failure> {
        let Some(mqtt) = &self.config.mqtt else { return Ok(None) };
        let Broker::Network { host, port, is_tls } = &mqtt.broker else {
            return Err(Failure::Usage("the embedded broker is only for  tingled demo".to_owned()));
        };
        let tls = is_tls.then(|| Tls { ca_file: mqtt.ca_file.clone(), client: mqtt.client_files.clone() });
        Ok(Some(MqttSettings {
            tls,
            base: mqtt.base.clone(),
            username: mqtt.username.clone(),
            password: password(mqtt.password_file.as_deref())?,
            allow_plaintext: mqtt.allows_plaintext,
            keep_alive_s: u16::try_from(mqtt.keep_alive.as_secs()).unwrap_or(u16::MAX),
            packet_bytes_max: u32::try_from(mqtt.packet_most).unwrap_or(u32::MAX),
            ..MqttSettings::new(host.clone(), *port)
        }))
    }
}

/// A name with a capital letter, for somebody who told none but their topic's.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The password: systemd's credential before the configured file.
fn password(file: Option<&Path>) -> Result<Option<Secret>, Failure> {
    let credential =
        std::env::var_os("CREDENTIALS_DIRECTORY").map(|folder| PathBuf::from(folder).join("mqtt-password"));
    let file = credential.filter(|path| path.exists()).or_else(|| file.map(Path::to_owned));
    let Some(file) = file else { return Ok(None) };
    let text = std::fs::read_to_string(&file).map_err(|error| {
        Failure::Unavailable(format!("could not read the password in {}: {error}", file.display()))
    })?;
    Ok(Some(Secret::from_file_text(&text)))
}

/// The notices of a configuration in which nobody is named.
pub fn nobody(loaded: &Loaded) -> Option<Notice> {
    let file =
        loaded.file.as_deref().map_or_else(|| "the configuration".to_owned(), |file| file.display().to_string());
    loaded.config.nobody(&file).map(|problem| problem.notice())
}
