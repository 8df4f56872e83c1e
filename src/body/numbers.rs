//! Mean, median and spread of a few numbers.

/// The mean; `None` of nothing.
pub fn mean(numbers: &[f64]) -> Option<f64> {
    finite(numbers.iter().sum::<f64>() / count(numbers)?)
}

/// The middle number, or the mean of the two in the middle; `None` of nothing or with a number that is none.
pub fn median(numbers: &[f64]) -> Option<f64> {
    if numbers.iter().any(|number| number.is_nan()) {
        return None;
    }
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    let lower = if sorted.len().is_multiple_of(2) { *sorted.get(half.checked_sub(1)?)? } else { upper };
    finite((lower + upper) / 2.0)
}

/// The lower quartile, the median and the upper quartile (R's type 7); `None` of nothing or with a number that is none.
pub fn quartiles(numbers: &[f64]) -> Option<[f64; 3]> {
    if numbers.iter().any(|number| number.is_nan()) {
        return None;
    }
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let quartile = |of: usize| {
        let place = last.saturating_mul(of);
        let lower = *sorted.get(place / 4)?;
        let upper = sorted.get((place / 4).saturating_add(1)).copied().unwrap_or(lower);
        let share = f64::from(u8::try_from(place % 4).ok()?) / 4.0;
        finite(lower + share * (upper - lower))
    };
    Some([quartile(1)?, quartile(2)?, quartile(3)?])
}

/// The standard deviation of a sample (divisor n - 1); `None` of fewer than two.
pub fn sample_sd(numbers: &[f64]) -> Option<f64> {
    let (mean, count) = (mean(numbers)?, count(numbers)?);
    if count < 2.0 {
        return None;
    }
    let squares: f64 = numbers.iter().map(|number| (number - mean) * (number - mean)).sum();
    finite((squares / (count - 1.0)).sqrt())
}

/// The number, when it is one and not infinite.
pub fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

fn count(numbers: &[f64]) -> Option<f64> {
    u32::try_from(numbers.len()).ok().filter(|count| *count > 0).map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_found_in_any_order() {
        // By hand: the squares around 4 sum to 50, and sqrt(50 / 3) is 4.0824829.
        assert_eq!(median(&[10.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&[10.0, 1.0, 3.0]), Some(3.0));
        assert!((sample_sd(&[1.0, 2.0, 3.0, 10.0]).unwrap() - 4.082_482_904_638_63).abs() < 1e-12);
    }

    #[test]
    fn quartiles_are_those_of_r() {
        // R: quantile(c(10, 1, 3, 2), c(.25, .5, .75)) is 1.75, 2.5, 4.75.
        assert_eq!(quartiles(&[10.0, 1.0, 3.0, 2.0]), Some([1.75, 2.5, 4.75]));
        assert_eq!(quartiles(&[7.0]), Some([7.0; 3]));
        assert_eq!((quartiles(&[]), quartiles(&[1.0, f64::NAN])), (None, None));
    }

    #[test]
    fn nothing_has_no_middle_and_no_spread() {
        assert_eq!((median(&[]), mean(&[]), sample_sd(&[1.0])), (None, None, None));
        assert_eq!((median(&[f64::NAN]), mean(&[f64::INFINITY])), (None, None));
    }
}
