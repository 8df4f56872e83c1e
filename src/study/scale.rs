//! One scale for exposures of any unit: how far from the person's own usual, outliers held.

/// The interquartile range of a standard normal.
const IQR_OF_NORMAL: f64 = 1.349;
/// Values further out are held here.
const FURTHEST: f64 = 2.5;
/// Fewer values tell no usual.
const VALUES_LEAST: usize = 10;

/// A person's own scale of one exposure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The median of what is known.
    pub middle: f64,
    /// The range of the middle half over that of a standard normal; with a range of 0 the standard deviation (divisor
    /// n). Above 0.
    pub spread: f64,
}

impl Scale {
    /// The scale of these values; `None` with fewer than 10 known values or no spread at all.
    pub fn of(values: &[Option<f64>]) -> Option<Scale> {
        let mut known: Vec<f64> = values.iter().flatten().copied().collect();
        if known.len() < VALUES_LEAST {
            return None;
        }
        known.sort_by(f64::total_cmp);
        let (low, middle, high) = (quantile(&known, 0.25)?, quantile(&known, 0.5)?, quantile(&known, 0.75)?);
        let spread = if high > low { (high - low) / IQR_OF_NORMAL } else { deviation(&known) };
        (spread != 0.0).then_some(Scale { middle, spread })
    }

    /// Where a value stands: 0 is the usual; held at ±2.5.
    pub fn at(&self, value: f64) -> f64 {
        ((value - self.middle) / self.spread).clamp(-FURTHEST, FURTHEST)
    }
}

/// `clip((x − median) / (IQR / 1.349), ±2.5)` of every value, on the scale of those that are known; see [`Scale`].
pub fn scaled(values: &[Option<f64>]) -> Option<Vec<Option<f64>>> {
    let scale = Scale::of(values)?;
    Some(values.iter().map(|value| value.map(|value| scale.at(value))).collect())
}

/// A quantile of sorted values: between two values in proportion (type 7 of Hyndman & Fan 1996, Am Stat 50:361).
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let below = place.floor();
    let low = *sorted.get(below as usize)?;
    let high = sorted.get((below as usize).saturating_add(1)).copied().unwrap_or(low);
    Some(low + (place - below) * (high - low))
}

/// The standard deviation, divisor n; exactly 0 when all are equal.
fn deviation(values: &[f64]) -> f64 {
    if values.first() == values.last() {
        return 0.0;
    }
    let size = values.len() as f64;
    let mean = values.iter().sum::<f64>() / size;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / size).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn the_usual_is_0_and_outliers_are_held() {
        let mut values = known(&(1..=11).map(f64::from).collect::<Vec<_>>());
        values.push(None);
        let scaled = scaled(&values).unwrap();
        assert_eq!(scaled[5], Some(0.0));
        // Quartiles 3.5 and 8.5.
        assert!((scaled[6].unwrap() - 1.349 / 5.0).abs() < 1e-12);
        assert_eq!(scaled[11], None);
        let far = super::scaled(&known(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 1000.0])).unwrap();
        assert_eq!(far[9], Some(FURTHEST));
    }

    #[test]
    fn without_a_range_the_deviation_serves_and_without_spread_nothing() {
        let mut values = vec![1.0; 19];
        values.push(3.0);
        let scaled = scaled(&known(&values)).unwrap();
        assert_eq!(scaled[0], Some(0.0));
        assert_eq!(scaled[19], Some(FURTHEST));
        assert_eq!(super::scaled(&known(&[1.0; 20])), None);
        assert_eq!(super::scaled(&known(&[1.0, 2.0])), None);
    }
}
