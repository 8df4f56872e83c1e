//! What a trial showed: the order that was drawn against all orders that could have been drawn.
//!
//! Fisher's randomisation test within blocks (1935, The Design of Experiments). Without an effect the tingling of a
//! session is what it is, whatever was drawn; so every order of each block is as likely, however much days are like
//! their neighbours. The law over all orders is summed exactly, since tingling is a whole number; no chance is needed.

use super::{Arm, Held, LEVEL, STRONGEST};

/// What a trial showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Blocks of which both sessions were answered; others say nothing.
    pub blocks: usize,
    /// Blocks in which the two sessions differed.
    pub differing: usize,
    /// Answered sessions as usual, and those of them with tingling.
    pub usual: (usize, usize),
    /// Answered sessions with the change, and those of them with tingling.
    pub change: (usize, usize),
    /// Sessions of which it is known that something else was done than was drawn.
    pub not_followed: usize,
    /// By how much tingling was stronger as usual than with the change, on average over the blocks, −10 to 10.
    pub difference: f64,
    /// The chance of so large a difference, or a larger one, if the change did nothing. 1 without blocks.
    pub p: f64,
}

impl Verdict {
    /// Whether the change helped.
    pub fn helped(&self) -> bool {
        self.p <= LEVEL
    }
}

/// The verdict on the sessions so far, in the order of the schedule; a session without a partner says nothing yet.
/// Sessions count as they were drawn, whatever was done. Tingling above 10 counts as 10.
pub fn verdict(sessions: &[Held]) -> Verdict {
    let differences: Vec<i32> = sessions.chunks_exact(2).filter_map(difference).collect();
    let counts = |arm: Arm| {
        let of: Vec<u8> = sessions.iter().filter(|held| held.drawn == arm).filter_map(|held| held.tingling).collect();
        (of.len(), of.iter().filter(|tingling| **tingling > 0).count())
    };
    let sum: i32 = differences.iter().sum();
    let blocks = differences.len();
    Verdict {
        blocks,
        differing: differences.iter().filter(|difference| **difference != 0).count(),
        usual: counts(Arm::Usual),
        change: counts(Arm::Change),
        not_followed: sessions.iter().filter(|held| held.done.is_some_and(|done| done != held.drawn)).count(),
        difference: if blocks == 0 { 0.0 } else { f64::from(sum) / blocks as f64 },
        p: chance(&differences),
    }
}

/// Tingling as usual less tingling with the change; `None` where one was not answered.
fn difference(block: &[Held]) -> Option<i32> {
    let of = |arm: Arm| {
        let held = block.iter().find(|held| held.drawn == arm)?;
        held.tingling.map(|tingling| i32::from(tingling.min(STRONGEST)))
    };
    of(Arm::Usual)?.checked_sub(of(Arm::Change)?)
}

/// The chance that these differences, each with a sign as likely either way, sum to as much or more.
///
/// A difference d is 0 or 2d·(a coin) less d: the coins' sum is `(sum + Σ|d|) / 2`, so its law has Σ|d| + 1 places.
pub fn chance(differences: &[i32]) -> f64 {
    let sizes: Vec<usize> = differences.iter().map(|difference| difference.unsigned_abs() as usize).collect();
    let most = sizes.iter().fold(0_usize, |sum, size| sum.saturating_add(*size));
    // The coins that fell for "stronger as usual".
    let found = differences.iter().filter(|difference| **difference > 0);
    let found = found.fold(0_usize, |sum, difference| sum.saturating_add(difference.unsigned_abs() as usize));
    let mut law = vec![0.0; most.saturating_add(1)];
    if let Some(none) = law.first_mut() {
        *none = 1.0;
    }
    for size in sizes.into_iter().filter(|size| *size > 0) {
        let before = law.clone();
        law.iter_mut().for_each(|chance| *chance *= 0.5);
        law.iter_mut().skip(size).zip(before).for_each(|(chance, before)| *chance += 0.5 * before);
    }
    law.iter().skip(found).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_is_that_of_all_orders() {
        for differences in [vec![3, -1, 2, 0, 5, -2], vec![1; 12], vec![-10, 4, 4, 1, -3, 7, 2, 2, 9, -1], vec![0, 0]]
        {
            let sum: i32 = differences.iter().sum();
            let orders = 1_u32 << differences.len();
            let as_large = (0..orders)
                .filter(|order| {
                    let signed = |(at, size): (usize, &i32)| if order >> at & 1 == 1 { *size } else { -*size };
                    differences.iter().enumerate().map(signed).sum::<i32>() >= sum
                })
                .count();
            let wanted = as_large as f64 / f64::from(orders);
            assert!((chance(&differences) - wanted).abs() < 1e-14, "{differences:?}");
        }
        assert_eq!(chance(&[]), 1.0);
    }

    fn held(drawn: Arm, tingling: Option<u8>) -> Held {
        Held { drawn, done: Some(drawn), tingling }
    }

    #[test]
    fn what_was_not_answered_or_has_no_partner_says_nothing() {
        use Arm::{Change, Usual};
        let mut sessions = vec![
            held(Usual, Some(4)),
            held(Change, Some(0)),
            held(Change, None),
            held(Usual, Some(6)),
            held(Change, Some(1)),
            held(Usual, Some(1)),
            held(Usual, Some(5)),
        ];
        sessions[5].done = Some(Change);
        let found = verdict(&sessions);
        assert_eq!((found.blocks, found.differing, found.not_followed), (2, 1, 1));
        assert_eq!((found.usual, found.change), ((4, 4), (2, 1)));
        assert_eq!((found.difference, found.p, found.helped()), (2.0, 0.5, false));
        assert_eq!(verdict(&[]).p, 1.0);
    }

    #[test]
    fn five_of_five_is_enough() {
        let block = [held(Arm::Usual, Some(1)), held(Arm::Change, Some(0))];
        assert!(!verdict(&block.repeat(4)).helped());
        let five = verdict(&block.repeat(5));
        assert!(five.helped() && five.p == 1.0 / 32.0);
    }
}
