//! A share, as so many of so many, and how far it may be from what it was drawn from.

use super::binomial::clopper_pearson;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that count.
    pub yes: usize,
    /// All.
    pub of: usize,
}

impl Share {
    /// The share itself; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.yes as f64 / self.of as f64)
    }

    /// The exact interval that holds the true share in at least 95 of 100 cases; `None` of nothing.
    pub fn interval(self) -> Option<[f64; 2]> {
        let (yes, of) = (u32::try_from(self.yes).ok()?, u32::try_from(self.of).ok()?);
        clopper_pearson(yes, of, 0.95).map(|ends| [ends.low, ends.high])
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
