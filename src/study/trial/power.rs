//! How many sessions a trial needs before it begins.

use super::schedule::BLOCKS_MOST;
use super::{Arm, LEVEL};

/// What is expected of a trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The chance of tingling in a session as usual, between 0 and 1.
    pub usual: f64,
    /// The odds of tingling with the change over those as usual, between 0 and 1: 0.2 when the exposure has an odds
    /// ratio of 5.
    pub odds_ratio: f64,
}

impl Expected {
    /// The chance of tingling in a session.
    pub fn chance(&self, arm: Arm) -> f64 {
        let odds = self.usual / (1.0 - self.usual);
        match arm {
            Arm::Usual => self.usual,
            Arm::Change => odds * self.odds_ratio / (1.0 + odds * self.odds_ratio),
        }
    }

    fn is_possible(&self) -> bool {
        let inside = |value: f64| value > 0.0 && value < 1.0;
        inside(self.usual) && inside(self.odds_ratio)
    }
}

/// The fewest blocks of two sessions from which on the change would be found with at least `power` (0.8 as a rule), if
/// it does what is expected and sessions are otherwise alike. `None` when it takes more than [`BLOCKS_MOST`], or what
/// is expected is no chance between 0 and 1.
///
/// Exact: in a block only the session as usual tingles, only the one with the change, or both or neither; the test
/// counts the first against the second. The power of an exact test rises in teeth, so that it must hold for every
/// larger trial too.
pub fn blocks_needed(expected: &Expected, power: f64) -> Option<usize> {
    if !expected.is_possible() {
        return None;
    }
    let enough = (1..=BLOCKS_MOST).rev().take_while(|blocks| power_of(expected, *blocks) >= power);
    enough.last()
}

/// The chance that so many blocks find the change; 0 for what is no chance between 0 and 1.
pub fn power_of(expected: &Expected, blocks: usize) -> f64 {
    if !expected.is_possible() {
        return 0.0;
    }
    let (usual, change) = (expected.chance(Arm::Usual), expected.chance(Arm::Change));
    let (worse, better) = (usual * (1.0 - change), change * (1.0 - usual));
    let differing = binomial(blocks.min(BLOCKS_MOST), worse + better);
    let found = differing.iter().enumerate().map(|(differing, chance)| {
        let needed = needed(differing);
        chance * binomial(differing, worse / (worse + better)).iter().skip(needed).sum::<f64>()
    });
    found.sum::<f64>().min(1.0)
}

/// So many of the blocks that differ must do so in favour of the change; one more than there are when none is enough.
fn needed(differing: usize) -> usize {
    let law = binomial(differing, 0.5);
    let beyond = law.iter().rev().scan(0.0, |sum, chance| {
        *sum += chance;
        Some(*sum)
    });
    let passing = beyond.take_while(|p| *p <= LEVEL).count();
    differing.saturating_add(1).saturating_sub(passing)
}

/// The chance of each count out of so many.
fn binomial(number: usize, share: f64) -> Vec<f64> {
    let mut law = vec![1.0];
    for _ in 0..number {
        let without = law.iter().copied().chain([0.0]).map(|chance| chance * (1.0 - share));
        let with = std::iter::once(0.0).chain(law.iter().copied()).map(|chance| chance * share);
        law = without.zip(with).map(|(without, with)| without + with).collect();
    }
    law
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binomial_law_is_one() {
        assert_eq!(binomial(3, 0.5), [0.125, 0.375, 0.375, 0.125]);
        assert_eq!(binomial(0, 0.3), [1.0]);
    }

    #[test]
    fn five_of_five_are_needed_and_four_of_four_are_not_enough() {
        assert_eq!((needed(4), needed(5), needed(8)), (5, 5, 7));
    }

    #[test]
    fn a_weaker_change_or_rarer_tingling_needs_more() {
        let blocks = |usual, odds_ratio| blocks_needed(&Expected { usual, odds_ratio }, 0.8);
        let strong = blocks(0.5, 0.1).unwrap();
        assert!(strong < blocks(0.5, 0.2).unwrap());
        assert!(blocks(0.5, 0.2).unwrap() < blocks(0.3, 0.2).unwrap());
        assert_eq!(blocks(0.05, 0.5), None);
        assert_eq!((blocks(0.0, 0.5), blocks(0.5, 1.0), blocks(f64::NAN, 0.5)), (None, None, None));
        let expected = Expected { usual: 0.5, odds_ratio: 0.1 };
        assert!(power_of(&expected, strong) >= 0.8 && power_of(&expected, strong - 1) < 0.8);
    }
}
