//! Whether the values of some sessions lie above those of others, whatever their distribution: Wilcoxon's rank sum
//! (1945, Biometrics Bulletin 1:80), also called the test of Mann & Whitney.

use super::many::ascending;
use super::profile::normal_above;

/// The test of two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankSum {
    /// Pairs of one of each group in which the first is larger, equal ones counted half: 0 to the product of the
    /// sizes.
    pub larger: f64,
    /// Two-sided p.
    pub p_two_sided: f64,
    /// The chance, without a difference, of so many such pairs or more.
    pub p_above: f64,
}

/// The most additions that the exact law is worked out with.
const ADDITIONS_MOST: f64 = 5e7;

/// The ranks of values from 1, doubled so that equal ones share a whole number.
pub(super) fn doubled_ranks(values: &[f64]) -> Vec<usize> {
    let order = ascending(values);
    let mut ranks = vec![0_usize; values.len()];
    let mut above = order.as_slice();
    let mut before = 0_usize;
    while let Some(first) = above.first() {
        let value = values.get(*first);
        let equal = above.iter().take_while(|at| values.get(**at) == value).count().max(1);
        let (now, later) = above.split_at_checked(equal).unwrap_or((above, &[]));
        for at in now {
            if let Some(rank) = ranks.get_mut(*at) {
                *rank = before.saturating_mul(2).saturating_add(equal).saturating_add(1);
            }
        }
        (above, before) = (later, before.saturating_add(equal));
    }
    ranks
}

/// Both groups, the first one first, as doubled ranks; `None` when one is empty or a value is no finite number.
fn ranked(values: &[f64], others: &[f64]) -> Option<Vec<usize>> {
    let all: Vec<f64> = values.iter().chain(others).copied().collect();
    let usable = !values.is_empty() && !others.is_empty() && all.iter().all(|value| value.is_finite());
    usable.then(|| doubled_ranks(&all))
}

/// The exact test: every choice of so many sessions is as likely, equal values included. `None` when a group is empty,
/// a value is no finite number, or the groups are too large for it (about 300 sessions with 10 of them in one group).
pub fn exact_rank_sum(values: &[f64], others: &[f64]) -> Option<RankSum> {
    let ranks = ranked(values, others)?;
    let is_smaller = values.len() <= others.len();
    let size = values.len().min(others.len());
    let mut sorted = ranks.clone();
    sorted.sort_unstable();
    let most = sorted.iter().rev().take(size).fold(0_usize, |sum, rank| sum.saturating_add(*rank));
    if (size as f64) * (most as f64) * (ranks.len() as f64) > ADDITIONS_MOST {
        return None;
    }
    // ways[k][s]: how many choices of k sessions have the doubled rank sum s.
    let mut ways = vec![vec![0.0_f64; most.saturating_add(1)]; size.saturating_add(1)];
    *ways.first_mut()?.first_mut()? = 1.0;
    for rank in &ranks {
        for taken in (1..=size).rev() {
            let (fewer, more) = ways.split_at_mut(taken);
            if let (Some(from), Some(to)) = (fewer.last(), more.first_mut()) {
                to.iter_mut().skip(*rank).zip(from).for_each(|(to, from)| *to += from);
            }
        }
    }
    let ways = ways.last()?;
    let all: f64 = ways.iter().sum();
    let smaller = if is_smaller { ranks.get(..size)? } else { ranks.get(values.len()..)? };
    let found = smaller.iter().fold(0_usize, |sum, rank| sum.saturating_add(*rank));
    let above = ways.iter().skip(found).sum::<f64>() / all;
    let below = ways.iter().take(found.saturating_add(1)).sum::<f64>() / all;
    let p_above = if is_smaller { above } else { below };
    Some(RankSum { larger: larger(&ranks, values.len()), p_two_sided: (2.0 * above.min(below)).min(1.0), p_above })
}

/// The test by a normal law with the variance that equal values leave, and a correction of one half for whole numbers:
/// for groups that are too large for the exact one. `None` as [`exact_rank_sum`], or when all values are equal.
pub fn rank_sum(values: &[f64], others: &[f64]) -> Option<RankSum> {
    let ranks = ranked(values, others)?;
    let [first, second, all] = [values.len(), others.len(), ranks.len()].map(|size| size as f64);
    let mut sorted = ranks.clone();
    sorted.sort_unstable();
    let ties: f64 = sorted
        .chunk_by(|left, right| left == right)
        .map(|equal| (equal.len() as f64).powi(3) - equal.len() as f64)
        .sum();
    let variance = first * second / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
    if variance <= 0.0 {
        return None;
    }
    let larger = larger(&ranks, values.len());
    let (away, root) = (larger - 0.5 * first * second, variance.sqrt());
    let towards = if away == 0.0 { 0.0 } else { 0.5 * away.signum() };
    let p_two_sided = (2.0 * normal_above(((away - towards) / root).abs())).min(1.0);
    Some(RankSum { larger, p_two_sided, p_above: normal_above((away - 0.5) / root) })
}

/// Pairs in which one of the first group is larger, by the doubled ranks.
fn larger(ranks: &[usize], size: usize) -> f64 {
    let sum: f64 = ranks.iter().take(size).map(|rank| *rank as f64).sum();
    let size = size as f64;
    0.5 * sum - 0.5 * size * (size + 1.0)
}

/// How often a session that tingled had the larger value than one that did not, equal ones counted half: the area
/// under the curve of sensitivity and specificity (Hanley & McNeil 1982, Radiology 143:29). 0.5 is chance; `None`
/// unless some tingled and some did not.
pub fn area(values: &[f64], tingled: &[bool]) -> Option<f64> {
    let of = |wanted: bool| -> Vec<f64> {
        values.iter().zip(tingled).filter(|(_, tingled)| **tingled == wanted).map(|(value, _)| *value).collect()
    };
    let (with, without) = (of(true), of(false));
    let ranks = ranked(&with, &without)?;
    Some(larger(&ranks, with.len()) / (with.len() as f64 * without.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(doubled_ranks(&[5.0, 1.0, 5.0, 0.0, 5.0]), [8, 4, 8, 2, 8]);
        assert_eq!(doubled_ranks(&[]), [0; 0]);
    }

    #[test]
    fn the_law_is_that_of_all_choices() {
        // Of the 10 choices of two from five values with a tie: the sums of ranks 1, 2.5, 2.5, 4, 5.
        let found = exact_rank_sum(&[4.0, 3.0], &[1.0, 2.0, 2.0]).unwrap();
        assert_eq!((found.larger, found.p_above, found.p_two_sided), (6.0, 0.1, 0.2));
        let tied = exact_rank_sum(&[2.0, 3.0], &[1.0, 2.0, 4.0]).unwrap();
        // 2.5 + 4 = 6.5: of the sums 3.5 3.5 5 6 5 6.5 7.5 6.5 7.5 9 five are as large.
        assert_eq!((tied.larger, tied.p_above), (3.5, 0.5));
    }

    #[test]
    fn the_larger_group_may_come_first() {
        let (few, many) = ([1.5, 7.0, 2.5], [1.0, 2.0, 3.0, 4.0, 5.0]);
        let (one, other) = (exact_rank_sum(&few, &many).unwrap(), exact_rank_sum(&many, &few).unwrap());
        assert_eq!(one.p_two_sided, other.p_two_sided);
        assert_eq!(one.larger + other.larger, 15.0);
        assert!((one.p_above + other.p_above - 1.0).abs() < 0.2 && one.p_above != other.p_above);
    }

    #[test]
    fn what_cannot_be_ranked_has_no_test() {
        assert_eq!(exact_rank_sum(&[], &[1.0]), None);
        assert_eq!(exact_rank_sum(&[f64::NAN], &[1.0]), None);
        assert_eq!(rank_sum(&[1.0], &[1.0]), None);
        assert_eq!(exact_rank_sum(&vec![1.0; 900], &vec![2.0; 900]), None);
        assert_eq!(area(&[0.1, 0.2], &[true, true]), None);
        assert_eq!(area(&[0.1, 0.2, 0.2], &[false, true, false]), Some(0.75));
    }
}
