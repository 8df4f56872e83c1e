//! Whether a trial goes on.

use super::verdict::verdict;
use super::{Arm, Held, LEVEL, STRONGEST};

/// Where a trial stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It goes on, with this in the next session.
    Going {
        /// What was drawn for it.
        next: Arm,
        /// Sessions left, with that one.
        left: usize,
    },
    /// It is over.
    Over(Ending),
}

/// Why a trial is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// An alert for a doctor today or for the emergency number: nothing is tried out any more.
    Alert,
    /// All sessions were held.
    Complete,
    /// Whatever comes, it could not show a help any more.
    NotPossible,
    /// The person ended it.
    Stopped,
}

impl Ending {
    /// Every reason.
    pub const ALL: &'static [Ending] = &[Ending::Alert, Ending::Complete, Ending::NotPossible, Ending::Stopped];

    /// Its name in the database and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Ending::Alert => "alert",
            Ending::Complete => "complete",
            Ending::NotPossible => "not_possible",
            Ending::Stopped => "stopped",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Ending> {
        Self::ALL.iter().copied().find(|ending| ending.name() == name)
    }
}

/// Where a trial stands after these sessions, the first ones of its schedule; `alerted` when since its beginning an
/// alert was raised that says to see a doctor today, or more.
///
/// It is not ended early because it looks well: the p of a trial that ends when it looks well is no p.
pub fn standing(schedule: &[Arm], held: &[Held], alerted: bool) -> Standing {
    let left = schedule.get(held.len()..).unwrap_or(&[]);
    let Some(next) = left.first().copied().filter(|_| !alerted) else {
        return Standing::Over(if alerted { Ending::Alert } else { Ending::Complete });
    };
    // The best that can come: no tingling with the change, the strongest as usual.
    let best = left.iter().map(|drawn| Held {
        drawn: *drawn,
        done: None,
        tingling: Some(if *drawn == Arm::Usual { STRONGEST } else { 0 }),
    });
    let best: Vec<Held> = held.iter().copied().chain(best).collect();
    if verdict(&best).p > LEVEL {
        return Standing::Over(Ending::NotPossible);
    }
    Standing::Going { next, left: left.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::trial::schedule::schedule;

    /// The first sessions of a schedule, tingling as told for each arm.
    fn sessions(schedule: &[Arm], count: usize, usual: Option<u8>, change: Option<u8>) -> Vec<Held> {
        let held = schedule.iter().take(count).map(|drawn| {
            let tingling = if *drawn == Arm::Usual { usual } else { change };
            Held { drawn: *drawn, done: Some(*drawn), tingling }
        });
        held.collect()
    }

    #[test]
    fn it_goes_on_to_its_end_also_when_it_looks_well() {
        let drawn = schedule(b"a", 8);
        assert_eq!(standing(&drawn, &[], false), Standing::Going { next: drawn[0], left: 16 });
        let held = sessions(&drawn, 15, Some(1), Some(0));
        assert_eq!(standing(&drawn, &held, false), Standing::Going { next: drawn[15], left: 1 });
        let held = sessions(&drawn, 16, Some(1), Some(0));
        assert_eq!(standing(&drawn, &held, false), Standing::Over(Ending::Complete));
    }

    #[test]
    fn an_alert_ends_it_at_once() {
        let drawn = schedule(b"a", 8);
        assert_eq!(standing(&drawn, &[], true), Standing::Over(Ending::Alert));
        let held = sessions(&drawn, 16, Some(1), Some(0));
        assert_eq!(standing(&drawn, &held, true), Standing::Over(Ending::Alert));
    }

    #[test]
    fn what_cannot_succeed_any_more_is_ended() {
        let drawn = schedule(b"a", 8);
        // Four blocks are left, and four cannot be enough by themselves.
        let held = sessions(&drawn, 8, None, None);
        assert_eq!(standing(&drawn, &held, false), Standing::Over(Ending::NotPossible));
        let held = sessions(&drawn, 6, None, None);
        assert_eq!(standing(&drawn, &held, false), Standing::Going { next: drawn[6], left: 10 });
        // Too short from the beginning.
        assert_eq!(standing(&schedule(b"a", 4), &[], false), Standing::Over(Ending::NotPossible));
    }
}
