//! Counts out of a number: the exact interval of a share, and which of two ways was taken more often.

use statrs::function::beta::checked_beta_reg;

use super::profile::Interval;
use super::root::turn;

/// The most that is counted; beyond it the incomplete beta function of the library is not trusted.
const NUMBER_MOST: u32 = 10_000;

/// The interval of a share of which `count` out of `number` were seen, with at least this `level` (0.95 as a rule):
/// Clopper & Pearson 1934, Biometrika 26:404. `None` when nothing was counted, more than all, more than 10,000, or the
/// level is not between 0 and 1.
pub fn clopper_pearson(count: u32, number: u32, level: f64) -> Option<Interval> {
    let level_is_one = level > 0.0 && level < 1.0;
    if number == 0 || count > number || number > NUMBER_MOST || !level_is_one {
        return None;
    }
    let tail = 0.5 * (1.0 - level);
    let low = turn(0.0, 1.0, |share| at_least(count, number, share).is_some_and(|chance| chance < tail));
    let mirrored = number.saturating_sub(count);
    let high = turn(0.0, 1.0, |share| at_least(mirrored, number, share).is_some_and(|chance| chance < tail));
    Some(Interval { low: if count == 0 { 0.0 } else { low }, high: if count == number { 1.0 } else { 1.0 - high } })
}

/// McNemar's exact test of pairs that changed one way or the other: the two-sided p of the smaller number being so
/// small when both ways are as likely (McNemar 1947, Psychometrika 12:153). 1 without any such pair; `None` for more
/// than 10,000.
pub fn mcnemar(one_way: u32, other_way: u32) -> Option<f64> {
    let number = one_way.saturating_add(other_way);
    if number > NUMBER_MOST {
        return None;
    }
    Some((2.0 * at_least(one_way.max(other_way), number, 0.5)?).min(1.0))
}

/// The chance of so many or more out of a number, each with chance `share`.
fn at_least(count: u32, number: u32, share: f64) -> Option<f64> {
    if count == 0 {
        return Some(1.0);
    }
    let others = f64::from(number) - f64::from(count) + 1.0;
    checked_beta_reg(f64::from(count), others, share).ok().map(|chance| chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_all_have_closed_ends() {
        // (1 − high)ⁿ = 0.025.
        let none = clopper_pearson(0, 20, 0.95).unwrap();
        assert_eq!(none.low, 0.0);
        assert!((none.high - (1.0 - 0.025_f64.powf(0.05))).abs() < 1e-13, "{none:?}");
        let all = clopper_pearson(20, 20, 0.95).unwrap();
        assert!((all.low + none.high - 1.0).abs() < 1e-13 && all.high == 1.0);
        let most = clopper_pearson(5_000, 10_000, 0.95).unwrap();
        assert!(most.low > 0.490 && most.low < 0.5 && (most.low + most.high - 1.0).abs() < 1e-9, "{most:?}");
    }

    #[test]
    fn what_is_no_count_has_no_interval() {
        for (count, number, level) in [(0, 0, 0.95), (3, 2, 0.95), (1, 10_001, 0.95), (1, 2, 1.0), (1, 2, f64::NAN)] {
            assert_eq!(clopper_pearson(count, number, level), None);
        }
    }

    #[test]
    fn both_ways_alike_are_no_surprise() {
        assert_eq!(mcnemar(0, 0), Some(1.0));
        assert_eq!(mcnemar(4, 4), Some(1.0));
        assert!((mcnemar(5, 0).unwrap() - 2.0 / 32.0).abs() < 1e-15);
        assert_eq!(mcnemar(u32::MAX, 1), None);
    }
}
