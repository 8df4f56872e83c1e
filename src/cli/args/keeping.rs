//! Options of the verbs by which data leave, are kept safe, or go.

use std::path::PathBuf;

use clap::Args;

/// The days of which a verb speaks, both included.
#[derive(Clone, Debug, Args)]
pub struct DaysArgs {
    /// The first day, as in 2026-01-31 [default: that of the first record]
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// The last day [default: that of the last record]
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
}

/// Options of `export`.
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// Whose records; may be left out when one person is configured
    #[arg(long)]
    pub person: Option<String>,
    /// Which days
    #[command(flatten)]
    pub days: DaysArgs,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// The folder the files are written to; it is made, or must be empty
    pub folder: PathBuf,
}

/// Options of `sources`.
#[derive(Clone, Debug, Args)]
pub struct SourcesArgs {
    /// Show the columns that are known of each, too
    #[arg(long)]
    pub headers: bool,
    /// Show the sessions that several sources tell of, each of which counts once
    #[arg(long, conflicts_with = "headers")]
    pub joined: bool,
    /// Make this record a session of its own: the letters and digits that  --joined  shows beside it
    #[arg(long, value_name = "RECORD", conflicts_with_all = ["headers", "joined"])]
    pub apart: Option<String>,
    /// Let a record that is kept apart be one with others again
    #[arg(long, value_name = "RECORD", conflicts_with_all = ["headers", "joined", "apart"])]
    pub together: Option<String>,
    /// Whose sessions; may be left out when one person is configured
    #[arg(long)]
    pub person: Option<String>,
    /// Say what would become of the session, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `backup`.
#[derive(Clone, Debug, Args)]
pub struct BackupArgs {
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// The file the copy is written to; it must not be there yet
    pub file: PathBuf,
}

/// Options of `restore`.
#[derive(Clone, Debug, Args)]
pub struct RestoreArgs {
    /// Check the copy and say what is in it, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Put it in the place of what is stored now; without this only an empty database is filled
    #[arg(long)]
    pub replace: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// What `tingled backup` wrote
    pub file: PathBuf,
}

/// Options of `forget`.
#[derive(Clone, Debug, Args)]
pub struct ForgetArgs {
    /// Whose records
    #[arg(long)]
    pub person: String,
    /// Only these days
    #[command(flatten)]
    pub days: DaysArgs,
    /// Only what came from this app, its FIT, TCX and GPX files too, by the name that  tingled sources  shows
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Say what would go, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do it without asking
    #[arg(long)]
    pub yes: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}
