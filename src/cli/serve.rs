//! `tingled run`: the service.

use tracing::level_filters::LevelFilter;

use crate::config::LogLevel;
use crate::io::logging;
use crate::io::run::{Outside, RunError, run as run_daemon};

use super::args::Cli;
use super::failure::Failure;
use super::load::{Loaded, load, nobody};

/// Runs until told to stop.
pub fn run(cli: &Cli, environment: &[(String, String)], loaded: &Loaded) -> Result<(), Failure> {
    if let Some(notice) = nobody(loaded) {
        return Err(Failure::Config(vec![notice]));
    }
    let setup = loaded.setup()?;
    let level = match loaded.config.log_level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    // A second start of the log in one process (tests) keeps the first one.
    let _ = logging::start(level);
    std::fs::create_dir_all(&setup.data)
        .map_err(|error| Failure::Unavailable(format!("could not make {}: {error}", setup.data.display())))?;
    // An inbox of one's own is made; that of the service is set up with its group (systemd-tmpfiles).
    if setup.inbox.starts_with(&setup.data) {
        for person in setup.people.ids() {
            let folder = setup.inbox.join(person.as_str());
            std::fs::create_dir_all(&folder)
                .map_err(|error| Failure::Unavailable(format!("could not make {}: {error}", folder.display())))?;
        }
    }
    let (cli, environment) = (cli.clone(), environment.to_vec());
    let reload = move || {
        let loaded = load(&cli, &environment).map_err(|failure| failure.to_string())?;
        loaded.setup().map_err(|failure| failure.to_string())
    };
    let outside = Outside { reload: Box::new(reload), ready: Box::new(|_| {}) };
    run_daemon(setup, outside).map_err(|error: RunError| Failure::Unavailable(error.to_string()))
}
