//! How alike the days of a week were, and the strain of it.

use super::numbers::{finite, mean, sample_sd};

/// A week.
pub const WEEK: usize = 7;

/// Monotony: mean over standard deviation (divisor n - 1) of seven days of load, rest days as 0.
///
/// "Not defined" (`None`) for days that are all equal, of which the deviation is 0, and when a day is not known. With
/// divisor n, as some programs have it, it is 8 % higher. Source: Foster 1998, Med Sci Sports Exerc 30:1164 (source
/// not re-read).
pub fn monotony(week: [f64; WEEK]) -> Option<f64> {
    // The mean of equal days can be off by a last digit: a spread of that size is none.
    let mean = mean(&week)?;
    let spread = sample_sd(&week).filter(|spread| *spread > 1e-12 * mean.abs())?;
    finite(mean / spread)
}

/// Strain: the sum of seven days of load times their monotony, in the units of the load. `None` like [`monotony`].
///
/// Source: Foster 1998.
pub fn strain(week: [f64; WEEK]) -> Option<f64> {
    finite(week.iter().sum::<f64>() * monotony(week)?)
}

/// The last seven days of a series, when all are known.
pub fn last_week(days: &[Option<f64>]) -> Option<[f64; WEEK]> {
    let week: Option<Vec<f64>> = days.last_chunk::<WEEK>()?.iter().copied().collect();
    week?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_days_have_no_monotony() {
        for load in [300.0, 0.1, 123.456, 1e-9, 1e9] {
            assert_eq!(monotony([load; WEEK]), None, "{load}");
        }
        assert_eq!((monotony([0.0; WEEK]), strain([0.0; WEEK])), (None, None));
    }

    #[test]
    fn a_day_that_is_not_known_leaves_the_week_unknown() {
        let mut days = vec![Some(1.0); 9];
        assert_eq!(last_week(&days), Some([1.0; WEEK]));
        days[1] = None;
        assert_eq!(last_week(&days), Some([1.0; WEEK]));
        days[2] = None;
        assert_eq!(last_week(&days), None);
        assert_eq!(last_week(&days[3..]), None);
    }
}
