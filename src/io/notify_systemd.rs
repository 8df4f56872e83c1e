//! What systemd is told: started, busy with what, alive, reading its configuration again, going.
//!
//! Without systemd (no `NOTIFY_SOCKET`) all of it does nothing. A message that cannot be sent is logged and
//! otherwise passed over: systemd will act on the silence, and we have people to warn.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sd_notify::NotifyState;

/// The longest status line, in characters.
pub const STATUS_LONGEST: usize = 200;

/// The service is up: its configuration is good, its database open, its inbox readable. A broker that is
/// down does not hold this back.
pub fn ready(status: &str) {
    send(&[NotifyState::Ready, NotifyState::Status(&line(status))]);
}

/// What `systemctl status` shows: counts and connections, nothing about anybody's health.
pub fn status(status: &str) {
    send(&[NotifyState::Status(&line(status))]);
}

/// The configuration is being read again; to be followed by [`ready`].
pub fn reloading() {
    // systemd 253 and later wants the time; earlier ones pass over it.
    match NotifyState::monotonic_usec_now() {
        Ok(now) => send(&[NotifyState::Reloading, now]),
        Err(error) => tracing::warn!(%error, "could not read the monotonic clock"),
    }
}

/// The service is on its way out.
pub fn stopping() {
    send(&[NotifyState::Stopping]);
}

/// Starting or stopping takes this much longer, from now (a long migration).
pub fn extend_timeout(by: Duration) {
    send(&[NotifyState::ExtendTimeoutUsec(u32::try_from(by.as_micros()).unwrap_or(u32::MAX))]);
}

/// How often the watchdog is to be fed: a third of what systemd allows; `None` when it does not watch us.
pub fn watchdog_interval() -> Option<Duration> {
    sd_notify::watchdog_enabled().and_then(|limit| limit.checked_div(3)).filter(|interval| !interval.is_zero())
}

fn send(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "could not reach systemd");
    }
}

/// One line: a line break would begin another message to systemd.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(STATUS_LONGEST).collect()
}

/// Counts the turns of one part of the daemon that must never stand still, busy or not.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<AtomicU64>);

impl Pulse {
    /// One more turn was made.
    pub fn beat(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Feeds the watchdog only while every part of the daemon moves.
#[derive(Debug, Default)]
pub struct Heart {
    parts: Vec<(&'static str, Pulse, u64)>,
}

impl Heart {
    /// A heart with nothing to watch.
    pub fn new() -> Heart {
        Heart::default()
    }

    /// Watches one more part; it must beat at least once per [`watchdog_interval`].
    pub fn watch(&mut self, name: &'static str) -> Pulse {
        let pulse = Pulse::default();
        self.parts.push((name, pulse.clone(), 0));
        pulse
    }

    /// The parts that have not moved since the watchdog was last fed.
    pub fn still(&self) -> Vec<&'static str> {
        self.parts.iter().filter(|(_, pulse, fed)| pulse.count() == *fed).map(|(name, _, _)| *name).collect()
    }

    /// Feeds the watchdog when every part has moved since it was last fed, else names those that have not.
    pub fn feed(&mut self) -> Result<(), Vec<&'static str>> {
        let still = self.still();
        if !still.is_empty() {
            return Err(still);
        }
        for (_, pulse, fed) in &mut self.parts {
            *fed = pulse.count();
        }
        send(&[NotifyState::Watchdog]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_watchdog_is_fed_only_when_every_part_moved() {
        let mut heart = Heart::new();
        let (poll, core) = (heart.watch("poll"), heart.watch("core"));
        assert_eq!(heart.feed(), Err(vec!["poll", "core"]));
        poll.beat();
        assert_eq!(heart.feed(), Err(vec!["core"]));
        core.beat();
        assert_eq!(heart.feed(), Ok(()));
        core.beat();
        assert_eq!(heart.feed(), Err(vec!["poll"]), "moved before the last feeding is not moved since");
        poll.beat();
        assert_eq!(heart.feed(), Ok(()), "a beat counts until the watchdog is fed");
    }

    #[test]
    fn a_status_is_one_line_and_no_message_of_its_own() {
        assert_eq!(line("mqtt: connected\nWATCHDOG=1"), "mqtt: connected WATCHDOG=1");
        assert_eq!(line(&"ä".repeat(500)).chars().count(), STATUS_LONGEST);
    }
}
