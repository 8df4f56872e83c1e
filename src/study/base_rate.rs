//! How often the person's answered sessions tingle at all, with the interval that count leaves open.

use statrs::function::beta::beta_reg;

/// How often answered sessions tingle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaseRate {
    /// Answered sessions that tingled.
    pub tingled: usize,
    /// Answered sessions; at least 1.
    pub answered: usize,
    /// `(K + ½) / (n + 1)`: never 0 and never 1.
    pub rate: f64,
    /// The lower end of the interval of 95 %.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What both ends leave out, each.
const TAIL: f64 = 0.025;
/// Halvings of the interval; more than a double has digits.
const HALVINGS: usize = 60;

impl BaseRate {
    /// Of so many of so many; `None` without an answered session, or with more than there are.
    pub fn of(tingled: usize, answered: usize) -> Option<BaseRate> {
        if answered == 0 || tingled > answered {
            return None;
        }
        let rate = (tingled as f64 + 0.5) / (answered as f64 + 1.0);
        let (low, high) = exact_interval(tingled, answered);
        Some(BaseRate { tingled, answered, rate, low, high })
    }
}

/// The interval of Clopper & Pearson (1934, Biometrika 26:404): the shares at which so few, or so many, have a chance
/// of 2.5 %.
fn exact_interval(tingled: usize, answered: usize) -> (f64, f64) {
    let (count, rest) = (tingled as f64, answered.saturating_sub(tingled) as f64);
    let low = if tingled == 0 { 0.0 } else { quantile(TAIL, count, rest + 1.0) };
    let high = if tingled == answered { 1.0 } else { quantile(1.0 - TAIL, count + 1.0, rest) };
    (low, high)
}

/// The share below which the beta distribution holds so much.
fn quantile(share: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if beta_reg(a, b, middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_scipy() {
        // scipy 1.17: binomtest(k, n).proportion_ci(0.95, "exact").
        for (tingled, answered, low, high) in [
            (0, 10, 0.0, 0.308_497_107_818_762_94),
            (3, 10, 0.066_739_511_177_734_47, 0.652_452_850_060_008),
            (10, 10, 0.691_502_892_181_237_1, 1.0),
            (18, 205, 0.052_870_410_490_171_264, 0.135_219_131_762_677_3),
        ] {
            let rate = BaseRate::of(tingled, answered).unwrap();
            assert!((rate.low - low).abs() < 1e-9 && (rate.high - high).abs() < 1e-9, "{rate:?}");
        }
        assert_eq!((BaseRate::of(0, 0), BaseRate::of(2, 1)), (None, None));
    }
}
