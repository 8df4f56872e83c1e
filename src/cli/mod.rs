//! The verbs of the command line.

pub mod alerts;
pub mod args;
pub mod ask;
pub mod backup;
#[cfg(feature = "demo")]
pub mod demo;
pub mod door;
pub mod experiment;
pub mod explain;
pub mod export;
pub mod failure;
pub mod folder;
pub mod forget;
pub mod import;
pub mod imports;
pub mod load;
pub mod log;
pub mod people;
pub mod replay;
pub mod serve;
pub mod setup;
pub mod sources;
pub mod span;
pub mod status;
pub mod study;
pub mod terminal;
pub mod what_if;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Verb};
use failure::{Failure, plainly};
use terminal::Terminal;

/// The whole program: reads its arguments, does what they say, and answers with an exit code: 0, 1 for a failed
/// check, 64 usage, 65 data, 69 unavailable, 78 configuration.
pub fn main(arguments: Vec<std::ffi::OsString>, environment: &[(String, String)]) -> ExitCode {
    let no_color = environment.iter().any(|(name, value)| name == "NO_COLOR" && !value.is_empty());
    let mut terminal = Terminal::own(no_color);
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Failure::Usage(String::new()).code() } else { ExitCode::SUCCESS };
        }
    };
    match dispatch(&cli, environment, &mut terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let code = failure.code();
            match failure {
                Failure::Config(notices) => terminal.note(&setup::problems(notices, terminal.in_colour)),
                failure => {
                    terminal.note(&format!("error: {}", plainly(&failure.to_string())));
                }
            }
            code
        }
    }
}

fn dispatch(cli: &Cli, environment: &[(String, String)], terminal: &mut Terminal) -> Result<(), Failure> {
    match &cli.verb {
        Verb::Init(args) => return setup::init(args, terminal),
        Verb::Study(args) if args.is_of_files() => return study::of_files(args, terminal),
        Verb::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "tingled", &mut std::io::stdout());
            return Ok(());
        }
        Verb::Man => {
            let page = clap_mangen::Man::new(Cli::command());
            return page.render(&mut std::io::stdout()).map_err(|error| Failure::Unavailable(error.to_string()));
        }
        #[cfg(feature = "demo")]
        Verb::Demo(args) => return demo::run(args, terminal),
        #[cfg(not(feature = "demo"))]
        Verb::Demo(_) => {
            let text = "this program was built without the demo\n  help: cargo run --release --features demo -- demo";
            return Err(Failure::Usage(text.to_owned()));
        }
        _ => {}
    }
    let loaded = load::load(cli, environment)?;
    match &cli.verb {
        Verb::Run => serve::run(cli, environment, &loaded),
        Verb::Import(args) => import::run(args, &loaded, terminal),
        Verb::Log(args) => log::run(args, &loaded, terminal),
        Verb::Status(args) => status::run(args, &loaded, terminal),
        Verb::Alerts(args) => alerts::alerts(args, &loaded, terminal),
        Verb::Explain(args) => explain::run(args, &loaded, terminal),
        Verb::Study(args) => study::run(args, &loaded, terminal),
        Verb::WhatIf(args) => what_if::run(args, &loaded, terminal),
        Verb::Experiment(args) => experiment::run(args, &loaded, terminal),
        Verb::Replay(args) => replay::run(args, &loaded, terminal),
        Verb::Export(args) => export::run(args, &loaded, terminal),
        Verb::Backup(args) => backup::backup(args, &loaded, terminal),
        Verb::Restore(args) => backup::restore(args, &loaded, terminal),
        Verb::Forget(args) => forget::run(args, &loaded, terminal),
        Verb::CheckConfig(args) => setup::check_config(args, &loaded, terminal),
        Verb::Sources(args) => sources::run(args, &loaded, terminal),
        Verb::Paths(args) => {
            setup::paths(args, &loaded, terminal);
            Ok(())
        }
        Verb::Init(_) | Verb::Completions { .. } | Verb::Man | Verb::Demo(_) => Ok(()),
    }
}
