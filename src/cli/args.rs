//! The verbs and their options: one documented item each; help, completions and man page follow from them.

mod keeping;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::decide::feedback::Mark;
use crate::decide::snooze::SNOOZE_USUAL_H;
use crate::study::screen::Settings;

pub use keeping::{BackupArgs, DaysArgs, ExportArgs, ForgetArgs, RestoreArgs, SourcesArgs};

/// Finds out what sets off a person's leg tingling around exercise, and warns them.
///
/// Everything stays on this machine. It is decision support, not a diagnosis.
#[derive(Clone, Debug, Parser)]
#[command(name = "tingled", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// The configuration file [default: ./tingled.toml, then ~/.config/tingled/tingled.toml, then
    /// /etc/tingled/tingled.toml]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where the database stands, instead of the configured place
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Show the whole job on a made-up life: nothing to set up, nothing kept
    Demo(DemoArgs),
    /// Run the service: read the inbox and MQTT, publish alerts
    Run,
    /// Read exports of fitness trackers, or our own CSV
    Import(ImportArgs),
    /// Tell something: a tingling, a drink, a session, a measure, a tag
    Log(LogArgs),
    /// Show where a person stands
    Status(StatusArgs),
    /// List alerts, acknowledge or snooze one, or say whether it helped
    Alerts(AlertsArgs),
    /// Show the argument of an alert, down to files and lines
    Explain(ExplainArgs),
    /// Live the past again by these rules: what each would have said, and how often tingling followed
    Replay(ReplayArgs),
    /// Hold exposures against tingling: which go before it, and how sure that is
    Study(StudyArgs),
    /// Hold a planned or just finished session against your usual, with what drives it and what would make it lower
    WhatIf(WhatIfArgs),
    /// Try one safe change on yourself, in sessions picked by lot: propose, start, status, stop
    Experiment(ExperimentArgs),
    /// Write a person's records as CSV that  import  reads back
    Export(ExportArgs),
    /// Write a checked copy of everything, also while the service runs
    Backup(BackupArgs),
    /// Bring a copy back
    Restore(RestoreArgs),
    /// Let a person, some days, or what came from one app go for good
    Forget(ForgetArgs),
    /// Check a configuration file and say everything that is wrong with it
    CheckConfig(JsonArgs),
    /// Write a commented configuration file
    Init(InitArgs),
    /// List the exports that can be read
    Sources(SourcesArgs),
    /// Show every path that is used
    Paths(JsonArgs),
    /// Print shell completions
    #[command(hide = true)]
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

/// Options of `demo`.
#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// Another seed is another life, with other alerts
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// End by itself; exit 1 if an expected alert is missing or an unexpected one came
    #[arg(long)]
    pub check: bool,
    /// Nothing goes before the tingling of the season: nothing may be claimed
    #[arg(long)]
    pub no_cause: bool,
    /// The port of the demo's broker; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    pub port: u16,
}

/// Options of `import`.
#[derive(Clone, Debug, Args)]
pub struct ImportArgs {
    /// Whose exports these are; may be left out when one person is configured
    #[arg(long)]
    pub person: Option<String>,
    /// The column that names the person of each row
    #[arg(long, value_name = "NAME", conflicts_with = "person")]
    pub person_column: Option<String>,
    /// Read and report, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Keep nothing of a file unless all of it can be read
    #[arg(long)]
    pub strict: bool,
    /// Read as this dialect, whatever the header looks like
    #[arg(long = "as", value_name = "DIALECT")]
    pub dialect: Option<String>,
    /// The zone of local times, for persons who are not in the configuration
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// List the files that were read, or show the report on the one of this number again
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, conflicts_with = "files")]
    pub show: Option<Option<u64>>,
    /// Take back what the file of this number brought; --dry-run says what would go
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["files", "show"])]
    pub undo: Option<u64>,
    /// The exports: CSV, FIT, TCX, GPX, or directories of such files
    #[arg(required_unless_present_any = ["show", "undo"], value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Options of `log`.
#[derive(Clone, Debug, Args)]
pub struct LogArgs {
    /// What happened: tingling, no-tingling, intake, workout, measure, tag (and their other names)
    pub kind: String,
    /// Who tells it; may be left out when one person is configured
    #[arg(long)]
    pub person: Option<String>,
    /// Read and report, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// The answers, as in  --severity 4 --site calf --side left --sign swelling --time 18:40 ; every field stands
    /// in docs/records.md, the words of nine languages in docs/words.md. --none says that there was no tingling.
    /// Without any, on a terminal, a tingling is asked for. Options of tingled itself go before them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "--FIELD VALUE")]
    pub fields: Vec<String>,
}

/// Options of `study`.
#[derive(Clone, Debug, Args)]
pub struct StudyArgs {
    /// Whose study; may be left out when one person is configured
    #[arg(long)]
    pub person: Option<String>,
    /// A matrix, or a folder of them: one CSV a person, one row a session with `y` and every tested exposure (see
    /// docs/exposures.md). The answer is JSON
    #[arg(long, value_name = "DIR", conflicts_with_all = ["person", "folders"])]
    pub matrix: Option<PathBuf>,
    /// Add what was forecast for each answered session from those before it: pred, obs, base
    #[arg(long, conflicts_with = "person")]
    pub forecast: bool,
    /// The zone of wall clocks in the folders
    #[arg(long, value_name = "ZONE", default_value = "UTC", requires = "folders")]
    pub zone: String,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// How the questions count against each other, of files only: `weighted` as for a person, or `even` as in the
    /// reference implementation [default: weighted for folders, even for matrices]
    #[arg(long, value_enum, conflicts_with = "person")]
    pub procedure: Option<Procedure>,
    /// Folders of our own CSV, one person each, that are studied without touching the database
    #[arg(value_name = "DIR", conflicts_with = "person")]
    pub folders: Vec<PathBuf>,
}

/// The procedures of the study that files can be studied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Procedure {
    /// Each question by how strongly it is suspected beforehand.
    Weighted,
    /// Each question as much as any other.
    Even,
}

impl Procedure {
    /// What it decides by.
    pub fn settings(self) -> Settings {
        match self {
            Procedure::Weighted => Settings::default(),
            Procedure::Even => Settings::even(),
        }
    }
}

impl StudyArgs {
    /// Whether files are studied, and not a person of the configuration.
    pub fn is_of_files(&self) -> bool {
        self.matrix.is_some() || !self.folders.is_empty()
    }
}

/// Options of `what-if`.
#[derive(Clone, Debug, Args)]
pub struct WhatIfArgs {
    /// Who asks; may be left out when one person is configured
    #[arg(long)]
    pub person: Option<String>,
    /// The newest finished session, by what was known before it was answered
    #[arg(long, conflicts_with = "plan")]
    pub last: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// The plan, as in  "run 75min z3 400ml 28C tomorrow at 18:00"; the order does not matter, every word stands in
    /// docs/cli.md
    #[arg(required_unless_present = "last", value_name = "PLAN")]
    pub plan: Vec<String>,
}

/// Options of `status`.
#[derive(Clone, Debug, Args)]
pub struct StatusArgs {
    /// One person only
    #[arg(long)]
    pub person: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `alerts`.
#[derive(Clone, Debug, Args)]
pub struct AlertsArgs {
    /// What to do with them; without it they are listed
    #[command(subcommand)]
    pub verb: Option<AlertsVerb>,
    /// One person only
    #[arg(long)]
    pub person: Option<String>,
    /// Those that are over, too
    #[arg(long)]
    pub all: bool,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do with alerts.
#[derive(Clone, Debug, Subcommand)]
pub enum AlertsVerb {
    /// Say that you have seen it
    Ack {
        /// The alert's id, or its first characters
        id: String,
    },
    /// Hear nothing of it for some hours, unless it gets worse; never for an emergency
    Snooze {
        /// The alert's id, or its first characters
        id: String,
        /// For how long, at most 24
        #[arg(long, default_value_t = SNOOZE_USUAL_H, value_name = "N")]
        hours: f64,
    },
    /// Say whether it helped
    Feedback {
        /// The alert's id, or its first characters
        id: String,
        /// useful, false (there was nothing) or late (right, and too late)
        #[arg(value_parser = PossibleValuesParser::new(Mark::NAMES))]
        mark: String,
    },
}

/// Options of `explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// The alert's id, or its first characters
    pub id: String,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `experiment`.
#[derive(Clone, Debug, Args)]
pub struct ExperimentArgs {
    /// What to do
    #[command(subcommand)]
    pub verb: ExperimentVerb,
    /// Whose trial; may be left out when one person is configured
    #[arg(long, global = true)]
    pub person: Option<String>,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do with a trial.
#[derive(Clone, Debug, Subcommand)]
pub enum ExperimentVerb {
    /// Say which trial would tell most, what it asks for and how long it takes; nothing is begun
    Propose {
        /// The exposure to try [default: the most uncertain plausible one]
        #[arg(long, value_name = "NAME")]
        exposure: Option<String>,
    },
    /// Begin it, and show what was drawn for the next sessions
    Start {
        /// The exposure to try [default: the one that is proposed]
        #[arg(long, value_name = "NAME")]
        exposure: Option<String>,
        /// What the order is drawn from [default: person, exposure and time]
        #[arg(long, value_name = "N")]
        seed: Option<u32>,
    },
    /// Say what the next session is, how it went so far, and at the end what it showed
    Status,
    /// End it now
    Stop,
}

/// Options of `replay`.
#[derive(Clone, Debug, Args)]
pub struct ReplayArgs {
    /// Whose past; may be left out when one person is configured
    #[arg(long)]
    pub person: Option<String>,
    /// Which days count
    #[command(flatten)]
    pub days: DaysArgs,
    /// Live each record when it came in, and not when it could first be known: what was really said
    #[arg(long)]
    pub as_arrived: bool,
    /// Ask the study too, at every report of tingling; slow on years
    #[arg(long)]
    pub study: bool,
    /// List everything that would have been told
    #[arg(long)]
    pub list: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `init`.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// Where to write it
    #[arg(default_value = "tingled.toml")]
    pub file: PathBuf,
    /// Your name in topics and folders
    #[arg(long)]
    pub person: Option<String>,
    /// Your zone, as in Europe/Berlin
    #[arg(long)]
    pub zone: Option<String>,
    /// The broker, as in mqtt://localhost:1883
    #[arg(long)]
    pub mqtt: Option<String>,
}

/// Options of verbs that only answer.
#[derive(Clone, Debug, Args)]
pub struct JsonArgs {
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}
