//! A share, as so many of so many, and how far it may be from what it was drawn from.

use statrs::distribution::{Beta, ContinuousCDF};

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that count.
    pub yes: usize,
    /// All.
    pub of: usize,
}

/// Beyond so many the quantiles of the beta distribution are no longer checked; what is counted here stays far below.
const MOST: usize = 100_000;

impl Share {
    /// The share itself; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.yes as f64 / self.of as f64)
    }

    /// The exact interval that holds the true share in at least 95 of 100 cases; `None` of nothing.
    ///
    /// Source: Clopper and Pearson 1934, Biometrika 26:404, by quantiles of the beta distribution.
    pub fn interval(self) -> Option<[f64; 2]> {
        if self.of == 0 || self.of > MOST || self.yes > self.of {
            return None;
        }
        let (yes, of) = (self.yes as f64, self.of as f64);
        let no = of - yes;
        let low = if self.yes == 0 { 0.0 } else { Beta::new(yes, no + 1.0).ok()?.inverse_cdf(0.025) };
        let high = if self.yes == self.of { 1.0 } else { Beta::new(yes + 1.0, no).ok()?.inverse_cdf(0.975) };
        Some([low.clamp(0.0, 1.0), high.clamp(0.0, 1.0)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_others() {
        // R 4.4: binom.test(yes, of)$conf.int
        for (yes, of, low, high) in [
            (0, 6, 0.0, 0.459_258_1),
            (6, 6, 0.540_741_9, 1.0),
            (1, 7, 0.003_610_3, 0.578_722_8),
            (8, 20, 0.191_190_1, 0.639_457_4),
            (0, 1, 0.0, 0.975),
        ] {
            let [found_low, found_high] = Share { yes, of }.interval().unwrap();
            assert!((found_low - low).abs() < 1e-6 && (found_high - high).abs() < 1e-6, "{yes} of {of}");
        }
        assert_eq!((Share::default().value(), Share::default().interval()), (None, None));
        assert_eq!(Share { yes: 1, of: 4 }.value(), Some(0.25));
    }
}
