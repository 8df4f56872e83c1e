//! Many questions at once: which of many p-values may be believed together.

/// Which pass at level `q` when the share of false ones is to stay below it (Benjamini & Hochberg 1995, J R Stat
/// Soc B 57:289): the largest rank i with `p_(i) ≤ q i / m` and everything before it. All count, also those that could
/// not be tested (p = 1); equal ones keep their order.
pub fn benjamini_hochberg(p: &[f64], q: f64) -> Vec<bool> {
    let mut passed = vec![false; p.len()];
    let (order, count) = (ascending(p), p.len() as f64);
    let fits = |(rank, at): &(usize, &usize)| {
        let rank = rank.saturating_add(1) as f64;
        p.get(**at).is_some_and(|p| *p <= q * rank / count)
    };
    let last = order.iter().enumerate().filter(fits).map(|(rank, _)| rank).max();
    let through = last.map_or(0, |rank| rank.saturating_add(1));
    for at in order.into_iter().take(through) {
        if let Some(place) = passed.get_mut(at) {
            *place = true;
        }
    }
    passed
}

/// How p-values are made comparable with one level when many are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Share of false ones among those that pass, for exposures that do not pull against each other (Benjamini &
    /// Hochberg 1995).
    BenjaminiHochberg,
    /// The same for any dependence (Benjamini & Yekutieli 2001, Ann Stat 29:1165).
    BenjaminiYekutieli,
    /// Any false one at all (Holm 1979, Scand J Stat 6:65).
    Holm,
    /// The same, each by itself.
    Bonferroni,
}

/// The smallest level at which each would pass, at most 1, in the order they came. All count.
pub fn adjusted(p: &[f64], correction: Correction) -> Vec<f64> {
    let (mut adjusted, count) = (vec![1.0; p.len()], p.len() as f64);
    let harmonic: f64 = (1..=p.len()).map(|rank| 1.0 / rank as f64).sum();
    let order = ascending(p);
    let ranked = order.iter().enumerate().map(|(before, at)| (at, before as f64 + 1.0));
    let of = |at: &usize, factor: f64| (p.get(*at).copied().unwrap_or(1.0) * factor).min(1.0);
    // From the largest down nothing is larger than what stands above it; by Holm it is the other way round.
    let levels: Vec<(usize, f64)> = match correction {
        Correction::BenjaminiHochberg | Correction::BenjaminiYekutieli => {
            let factor = if correction == Correction::BenjaminiHochberg { count } else { count * harmonic };
            let levels = ranked.rev().scan(1.0, |least, (at, rank)| {
                *least = of(at, factor / rank).min(*least);
                Some((*at, *least))
            });
            levels.collect()
        }
        Correction::Holm => {
            let levels = ranked.scan(0.0, |most, (at, rank)| {
                *most = of(at, count - rank + 1.0).max(*most);
                Some((*at, *most))
            });
            levels.collect()
        }
        Correction::Bonferroni => ranked.map(|(at, _)| (*at, of(at, count))).collect(),
    };
    for (at, level) in levels {
        if let Some(place) = adjusted.get_mut(at) {
            *place = level;
        }
    }
    adjusted
}

/// The positions of values from the smallest up; equal ones keep their order.
pub fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|(_, left), (_, right)| left.total_cmp(right));
    order.into_iter().map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_fails_alone_passes_with_a_later_one() {
        assert_eq!(benjamini_hochberg(&[0.04, 0.03, 0.9, 0.05], 0.1), [true, true, false, true]);
        assert_eq!(benjamini_hochberg(&[0.2, 0.3], 0.1), [false, false]);
        assert_eq!(benjamini_hochberg(&[], 0.1), [false; 0]);
    }

    #[test]
    fn what_passes_is_what_is_adjusted_to_the_level() {
        let p = [0.04, 0.03, 0.9, 0.05, 0.03, 0.001];
        for q in [0.01, 0.07, 0.1, 0.2] {
            let passed: Vec<bool> =
                adjusted(&p, Correction::BenjaminiHochberg).iter().map(|level| *level <= q).collect();
            assert_eq!(benjamini_hochberg(&p, q), passed, "{q}");
        }
        for correction in [Correction::BenjaminiYekutieli, Correction::Holm, Correction::Bonferroni] {
            let (strict, loose) = (adjusted(&p, correction), adjusted(&p, Correction::BenjaminiHochberg));
            assert!(strict.iter().zip(&loose).all(|(strict, loose)| strict >= loose));
            assert_eq!(adjusted(&[], correction), [0.0; 0]);
        }
    }
}
