//! How well each group fits a set of features, and which words may be used for it.
//!
//! `score = ln(prior) + 0.7 * clamp(sum of ln LR, -3, 3)`; 0.7 shrinks because features are not independent of each
//! other. The shares are a softmax of the scores. Only ranked words leave this layer: the shares are no
//! probabilities of a disease and are never shown.

use std::collections::BTreeMap;

use super::group::Group;
use super::table::{Feature, Grade};

/// What features count for together: they are not independent of each other.
pub const SHRINK: f64 = 0.7;
/// No sum of weights counts for more than this, either way.
pub const SUM_MOST: f64 = 3.0;
/// A sum of weights from here on is strong.
pub const STRONG: f64 = 2.0;
/// A sum of weights from here on makes a report count as one more of the same pattern.
pub const MODERATE: f64 = 1.4;
/// Two groups whose shares differ by less than this factor fit best together.
pub const TIE: f64 = 1.5;
/// A group with something for it may pass one that is ahead only by being common, by less than this factor; and a
/// group behind the best by less than this factor also fits.
pub const CLOSE: f64 = 2.0;
/// The same for a group that something speaks for.
pub const NEAR: f64 = 4.0;
/// Room for rounding.
const ROUNDING: f64 = 1e-9;

/// The lower bounds of a person's own odds ratios, by exposure: what the study found.
pub type Personal = BTreeMap<String, f64>;

/// How well a group fits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// The sum of the weights found, within [`SUM_MOST`].
    pub sum: f64,
    /// The score.
    pub score: f64,
}

/// What a weight of a feature counts for: a person's own finding about an exposure takes the place of a weight that
/// is only agreed on (grade C). Its lower bound is used, so that doubt keeps it small; below 1 nothing is replaced.
pub fn ln_lr(feature: &Feature, grade: Grade, default: f64, personal: &Personal) -> f64 {
    let own = feature.exposure().filter(|_| grade == Grade::C).and_then(|name| personal.get(name));
    match own {
        Some(lower) if lower.is_finite() && *lower >= 1.0 => SHRINK * lower.ln(),
        _ => default,
    }
}

/// The score of every group when these features are found.
pub fn scores<'f>(found: impl IntoIterator<Item = &'f Feature>, personal: &Personal) -> BTreeMap<Group, Score> {
    let mut sums: BTreeMap<Group, f64> = Group::ALL.iter().map(|group| (*group, 0.0)).collect();
    for feature in found {
        for weight in feature.weights {
            *sums.entry(weight.group).or_default() += ln_lr(feature, weight.grade, weight.ln_lr, personal);
        }
    }
    let score = |group: Group, sum: f64| {
        let sum = sum.clamp(-SUM_MOST, SUM_MOST);
        Score { sum, score: group.prior().ln() + SHRINK * sum }
    };
    sums.into_iter().map(|(group, sum)| (group, score(group, sum))).collect()
}

/// The share of every group, all together 1; for weighing questions and for tests, never for a person.
pub fn shares(scores: &BTreeMap<Group, Score>) -> BTreeMap<Group, f64> {
    let most = scores.values().map(|score| score.score).fold(f64::NEG_INFINITY, f64::max);
    let raised = |score: &Score| (score.score - most).exp();
    let sum: f64 = scores.values().map(raised).sum();
    scores.iter().map(|(group, score)| (*group, raised(score) / sum)).collect()
}

/// The groups by the words that may be used for them, each list from the best down; together every group once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// Something speaks for each, and none fits better. Empty when nothing points to one of them.
    pub fits_best: Vec<Group>,
    /// Close behind, or strongly spoken for.
    pub also_fits: Vec<Group>,
    /// The others; all of them when nothing speaks for any.
    pub less_likely: Vec<Group>,
}

/// Puts the scores into words.
///
/// * A group that nothing speaks for never fits best, however common it is.
/// * A rare group stays behind common ones with a higher score until its pattern `repeats`; then it may pass those
///   that are ahead only by being common, and stands beside them when its evidence is strong and no group's is
///   stronger.
/// * What is strongly spoken for is never called less likely.
pub fn rank(scores: &BTreeMap<Group, Score>, repeats: impl Fn(Group) -> bool) -> Ranking {
    let mut order: Vec<(Group, Score)> = scores.iter().map(|(group, score)| (*group, *score)).collect();
    order.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
    let is_supported = |score: &Score| score.sum > ROUNDING;
    if !order.iter().any(|(_, score)| is_supported(score)) {
        return Ranking { less_likely: order.into_iter().map(|(group, _)| group).collect(), ..Ranking::default() };
    }
    let top = order.first().map_or(0.0, |(_, score)| score.score);
    let best_common = order.iter().find(|(group, _)| !group.is_rare()).map_or(top, |(_, score)| score.score);
    let sum_most = order.iter().map(|(_, score)| score.sum).fold(0.0, f64::max);
    let behind = |score: &Score, of: f64, factor: f64| score.score >= of - factor.ln() - ROUNDING;
    let may_lead = |(group, score): &(Group, Score)| {
        is_supported(score) && (!group.is_rare() || score.score > best_common || repeats(*group))
    };
    let leader = order.iter().find(|one| may_lead(one) && behind(&one.1, top, CLOSE)).map(|(_, score)| score.score);
    let is_strong = |(group, score): &(Group, Score)| {
        group.is_rare() && score.sum >= STRONG && score.sum >= sum_most - ROUNDING && repeats(*group)
    };
    let mut ranking = Ranking::default();
    for one in order {
        let (group, score) = one;
        let is_best = leader.is_some_and(|leader| may_lead(&one) && behind(&score, leader, TIE)) || is_strong(&one);
        let base = leader.unwrap_or(top);
        let near = if is_supported(&score) { NEAR } else { CLOSE };
        if is_best {
            ranking.fits_best.push(group);
        } else if behind(&score, base, near) || score.sum >= STRONG {
            ranking.also_fits.push(group);
        } else {
            ranking.less_likely.push(group);
        }
    }
    ranking
}
