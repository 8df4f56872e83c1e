//! How often the person's answered sessions tingle at all, with the interval that count leaves open.

use super::binomial::clopper_pearson;
use super::profile::Interval;

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

/// How sure the interval is.
const LEVEL: f64 = 0.95;

impl BaseRate {
    /// Of so many of so many; `None` without an answered session, or with more than there are.
    pub fn of(tingled: usize, answered: usize) -> Option<BaseRate> {
        if answered == 0 || tingled > answered {
            return None;
        }
        let rate = (tingled as f64 + 0.5) / (answered as f64 + 1.0);
        let count = |number: usize| u32::try_from(number).ok();
        let share = count(tingled).zip(count(answered)).and_then(|(k, n)| clopper_pearson(k, n, LEVEL));
        // Of more sessions than anybody has, nothing is known rather than something wrong told.
        let Interval { low, high } = share.unwrap_or(Interval { low: 0.0, high: 1.0 });
        Some(BaseRate { tingled, answered, rate, low, high })
    }
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
