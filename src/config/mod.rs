//! The configuration: text to checked values, all problems at once. Pure; `io` reads the files it names.
//!
//! Precedence: defaults, then the file, then `TINGLED_*` of the environment, then the command line.

pub mod broker;
mod build;
mod check;
mod gather;
pub mod key;
mod layer;
mod manual;
pub mod person;
pub mod problem;
pub mod secret;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

pub use broker::Broker;
pub use manual::manual;
pub use person::{Person, merged};
pub use problem::Problem;
pub use secret::Secret;

use crate::person::{PersonId, Profile};

/// Everything that can be set, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The folder of the database.
    pub data_dir: PathBuf,
    /// The inbox.
    pub inbox: Inbox,
    /// The MQTT connection; `None` when no broker is named.
    pub mqtt: Option<Mqtt>,
    /// The persons, by name.
    pub people: BTreeMap<PersonId, Person>,
    /// How apps write their exports, by the name of the source.
    pub sources: BTreeMap<String, SourceStyle>,
    /// The rules that stay quiet; never a red flag.
    pub quiet_rules: BTreeSet<String>,
    /// The share of alerts marked as right below which a rule is shown quietly; 0: none is.
    pub precision_floor: f64,
    /// Whether titles are neutral.
    pub has_private_titles: bool,
    /// How much goes to the journal.
    pub log_level: LogLevel,
}

/// The inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// The folder that holds one folder for each person.
    pub dir: PathBuf,
    /// The time between two full looks.
    pub scan: Duration,
    /// What becomes of a file that was read.
    pub after: After,
}

/// What becomes of a file that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It stays.
    Keep,
    /// It is moved to `done/`.
    Move,
}

/// The MQTT connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mqtt {
    /// Where the broker is.
    pub broker: Broker,
    /// The first level or levels of all topics.
    pub base: String,
    /// The name to log in with.
    pub username: Option<String>,
    /// The file of the password; systemd's credential `mqtt-password` goes before it.
    pub password_file: Option<PathBuf>,
    /// The only certificate authority that is trusted, PEM.
    pub ca_file: Option<PathBuf>,
    /// Certificate and key to log in with, PEM.
    pub client_files: Option<(PathBuf, PathBuf)>,
    /// The silence after which the connection is tested.
    pub keep_alive: Duration,
    /// The largest packet that is taken, in bytes.
    pub packet_most: usize,
    /// Whether a password may cross the network unencrypted.
    pub allows_plaintext: bool,
}

/// How one app writes its exports, where the file does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceStyle {
    /// Miles and pounds instead of kilometres and kilograms.
    pub is_imperial: Option<bool>,
    /// Whether decimals are written with a comma.
    pub has_decimal_comma: Option<bool>,
    /// Whether the month stands before the day in dates of three numbers.
    pub is_month_first: Option<bool>,
    /// The zone of its times.
    pub zone: Option<TimeZone>,
}

/// How much goes to the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Someone must act.
    Error,
    /// Nothing is lost.
    Warn,
    /// What happens.
    Info,
    /// What happens inside.
    Debug,
}

impl LogLevel {
    /// The name, as in the file.
    pub fn name(self) -> &'static str {
        match self {
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => "info",
            LogLevel::Debug => "debug",
        }
    }
}

/// The texts that make a configuration, weakest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// Defaults of the place (a user's own folders), as pairs like `data.dir` and its text.
    pub defaults: &'a [(String, String)],
    /// The name of the file and its text.
    pub file: Option<(&'a str, &'a str)>,
    /// The environment; only names that begin with `TINGLED_` are looked at.
    pub environment: &'a [(String, String)],
    /// The command line, as pairs like `mqtt.url` and its text.
    pub flags: &'a [(String, String)],
    /// The rules there are; when empty, `[rule.NAME]` takes any name.
    pub rules: &'a [&'a str],
    /// Whether this program was built with the broker inside.
    pub has_broker_inside: bool,
}

/// Reads and checks everything.
///
/// # Errors
/// All problems, those of the file in the order of its lines.
pub fn load(input: &Input<'_>) -> Result<Config, Vec<Problem>> {
    let mut gathered = gather::gather(input);
    let config = build::build(&mut gathered);
    let mut problems = gathered.problems;
    problems.sort_by_key(|problem| (problem.spot.line, problem.spot.column));
    match config {
        Some(config) if problems.is_empty() => Ok(config),
        _ => Err(problems),
    }
}

impl Config {
    /// What the configuration says about a person.
    pub fn profile(&self, person: &PersonId) -> Option<&Profile> {
        self.people.get(person).map(|person| &person.profile)
    }

    /// The zone of each person.
    pub fn zones(&self) -> BTreeMap<PersonId, TimeZone> {
        self.people.iter().map(|(id, person)| (id.clone(), person.zone.clone())).collect()
    }

    /// The problem that nobody is named: such a configuration is well formed, but nothing can be read with it.
    pub fn nobody(&self, file: &str) -> Option<Problem> {
        let spot = crate::voice::Spot { place: file.to_owned(), ..Default::default() };
        let fault = crate::voice::setting::Fault::NoPerson;
        self.people.is_empty().then(|| Problem { spot, key: "person".to_owned(), found: String::new(), fault })
    }
}
