//! One session held against the sessions before it.

use super::numbers::finite;

/// The days before a session in which its like is looked for.
pub const SPIKE_DAYS: i64 = 30;
/// The fewest sessions in those days that say what is usual.
pub const SPIKE_SESSIONS_LEAST: usize = 5;
/// Above this ratio a session is a spike.
pub const SPIKE_ABOVE: f64 = 1.10;

/// A band of [`ratio`], with what was seen of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The band lies above this ratio.
    pub above: f64,
    /// Hazard of an overuse injury against sessions of at most 1.10, with its 95 % interval.
    pub hazard: f64,
    /// Lower end of the interval.
    pub hazard_low: f64,
    /// Upper end of the interval.
    pub hazard_high: f64,
}

/// The bands above [`SPIKE_ABOVE`].
///
/// Of 5,205 runners and 588,071 sessions by distance. They are about overuse injury, **not about tingling**: who
/// shows them must say so. Source: Frandsen 2025, Br J Sports Med 59:1203.
pub const BANDS: &[Band] = &[
    Band { above: 1.10, hazard: 1.64, hazard_low: 1.31, hazard_high: 2.05 },
    Band { above: 1.30, hazard: 1.52, hazard_low: 1.16, hazard_high: 2.00 },
    Band { above: 2.00, hazard: 2.28, hazard_low: 1.50, hazard_high: 3.48 },
];

/// The amount of a session (distance or minutes) over the greatest of those before it. `None` without one above 0.
pub fn ratio(amount: f64, before: &[f64]) -> Option<f64> {
    let greatest = before.iter().copied().fold(0.0, f64::max);
    finite(amount / greatest).filter(|_| greatest > 0.0 && amount >= 0.0)
}

/// The same, when there are enough sessions before it to say what is usual.
pub fn judged_ratio(amount: f64, before: &[f64]) -> Option<f64> {
    ratio(amount, before).filter(|_| before.len() >= SPIKE_SESSIONS_LEAST)
}

/// The band of a ratio; `None` for one that is no spike.
pub fn band(ratio: f64) -> Option<&'static Band> {
    BANDS.iter().rev().find(|band| ratio > band.above)
}

/// The days before a day whose loads say what is usual for [`percentile`].
pub const PERCENTILE_DAYS: i64 = 180;
/// The fewest active days that say it.
pub const PERCENTILE_DAYS_LEAST: usize = 20;

/// Where a load stands among those of the person's own active days: the share of lesser ones and half of the equal
/// ones, 0 to 1. `None` with fewer than 20 active days, or without a load.
pub fn percentile(load: f64, active_days: &[f64]) -> Option<f64> {
    let active: Vec<f64> = active_days.iter().copied().filter(|day| *day > 0.0).collect();
    if active.len() < PERCENTILE_DAYS_LEAST || load.is_nan() || load <= 0.0 {
        return None;
    }
    let count = |holds: &dyn Fn(f64) -> bool| active.iter().filter(|day| holds(**day)).map(|_| 1.0).sum::<f64>();
    finite((count(&|day| day < load) + 0.5 * count(&|day| day == load)) / count(&|_| true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_sessions_do_not_say_what_is_usual() {
        assert_eq!(judged_ratio(60.0, &[50.0; 4]), None);
        assert_eq!(judged_ratio(60.0, &[50.0; 5]), Some(1.2));
        assert_eq!((ratio(60.0, &[]), ratio(60.0, &[0.0]), ratio(f64::NAN, &[1.0])), (None, None, None));
    }

    #[test]
    fn a_band_begins_above_its_edge() {
        let edges = [(1.10, None), (1.11, Some(1.64)), (1.30, Some(1.64)), (2.0, Some(1.52)), (2.01, Some(2.28))];
        for (ratio, hazard) in edges {
            assert_eq!(band(ratio).map(|band| band.hazard), hazard, "{ratio}");
        }
        assert_eq!(band(f64::NAN), None);
    }

    #[test]
    fn a_load_stands_in_the_middle_of_its_equals() {
        assert_eq!(percentile(5.0, &[5.0; 20]), Some(0.5));
        assert_eq!(percentile(6.0, &[5.0; 20]), Some(1.0));
        assert_eq!(percentile(5.0, &[[5.0; 19].as_slice(), &[0.0]].concat()), None);
        assert_eq!(percentile(0.0, &[5.0; 20]), None);
    }
}
