//! What the operator asks of a running daemon by signals.

use std::io;

use tokio::signal::unix::{SignalKind, signal};

/// What a signal asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGTERM or SIGINT: finish what was begun, and go.
    Stop,
    /// SIGHUP: read the configuration again.
    Reload,
}

/// The signals as they come in.
#[derive(Debug)]
pub struct Signals {
    term: tokio::signal::unix::Signal,
    int: tokio::signal::unix::Signal,
    hup: tokio::signal::unix::Signal,
}

impl Signals {
    /// Listens from now on, within a tokio runtime; the signals no longer end the process by themselves.
    pub fn new() -> io::Result<Signals> {
        Ok(Signals {
            term: signal(SignalKind::terminate())?,
            int: signal(SignalKind::interrupt())?,
            hup: signal(SignalKind::hangup())?,
        })
    }

    /// The next signal; signals of one kind that come close together may be one. Safe to cancel.
    pub async fn next(&mut self) -> Signal {
        // A stop goes before a reload: nobody waits for the new configuration of a daemon that goes.
        tokio::select! {
            biased;
            _ = self.term.recv() => Signal::Stop,
            _ = self.int.recv() => Signal::Stop,
            _ = self.hup.recv() => Signal::Reload,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::{Signal as Raw, getpid, kill_process};

    #[tokio::test]
    async fn each_signal_asks_for_its_thing() {
        let mut signals = Signals::new().unwrap();
        for (raw, expected) in [
            (Raw::HUP, Signal::Reload),
            (Raw::TERM, Signal::Stop),
            (Raw::HUP, Signal::Reload),
            (Raw::INT, Signal::Stop),
        ] {
            kill_process(getpid(), raw).unwrap();
            let next = tokio::time::timeout(std::time::Duration::from_secs(20), signals.next()).await;
            assert_eq!(next.unwrap(), expected, "{raw:?}");
        }
    }
}
