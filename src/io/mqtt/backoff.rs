//! How long to wait before the next attempt. No chance in it: two connections of one node do no harm.

use std::time::Duration;

/// The first wait.
const FIRST: Duration = Duration::from_millis(250);
/// Doublings at which a broker that cannot be reached is asked every 30 s.
const DOUBLINGS_MAX: u32 = 7;
/// Doublings for a broker that takes us and drops us again: 2 s.
const DOUBLINGS_FLAPPING_MAX: u32 = 3;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(30);
/// A connection that lived this long was a good one.
const GOOD: Duration = Duration::from_secs(5);

/// Counts failures in a row.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The wait after a connection that stood for `lived`, or after an attempt that never stood.
    pub(super) fn after(&mut self, lived: Option<Duration>) -> Duration {
        let doublings = match lived {
            Some(lived) if lived >= GOOD => 0,
            Some(_) => self.failures.min(DOUBLINGS_FLAPPING_MAX),
            None => self.failures.min(DOUBLINGS_MAX),
        };
        self.failures = doublings.saturating_add(1);
        FIRST.saturating_mul(2u32.saturating_pow(doublings)).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_half_a_minute_and_start_again_after_a_good_connection() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..9).map(|_| backoff.after(None).as_millis()).collect();
        assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
        assert_eq!(backoff.after(Some(Duration::from_secs(60))).as_millis(), 250);
        assert_eq!(backoff.after(None).as_millis(), 500);
    }

    #[test]
    fn a_broker_that_takes_us_and_drops_us_is_asked_every_two_seconds() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..6).map(|_| backoff.after(Some(Duration::ZERO)).as_millis()).collect();
        assert_eq!(waits, [250, 500, 1000, 2000, 2000, 2000]);
    }
}
