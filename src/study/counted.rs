//! So many of so many.

use super::binomial::clopper_pearson;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Those that count.
    pub yes: usize,
    /// All.
    pub of: usize,
}

impl Counted {
    /// The share; `None` of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.yes as f64 / self.of as f64)
    }

    /// The exact 95 % interval of the share, from its lower to its upper end; `None` of nothing.
    pub fn interval(self) -> Option<[f64; 2]> {
        let count = |number: usize| u32::try_from(number).ok();
        let ends = clopper_pearson(count(self.yes)?, count(self.of)?, 0.95)?;
        Some([ends.low, ends.high])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_others() {
        // scipy 1.17.1: binomtest(yes, of).proportion_ci(0.95, 'exact')
        for (yes, of, low, high) in [
            (0, 6, 0.0, 0.459_258_1),
            (6, 6, 0.540_741_9, 1.0),
            (1, 7, 0.003_610_3, 0.578_723_2),
            (8, 20, 0.191_190_1, 0.639_457_4),
            (0, 1, 0.0, 0.975),
        ] {
            let [found_low, found_high] = Counted { yes, of }.interval().unwrap();
            assert!((found_low - low).abs() < 1e-7 && (found_high - high).abs() < 1e-7, "{yes} of {of}");
        }
        assert_eq!((Counted::default().share(), Counted::default().interval()), (None, None));
        assert_eq!(Counted { yes: 1, of: 4 }.share(), Some(0.25));
    }
}
