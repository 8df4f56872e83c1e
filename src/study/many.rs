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
}
