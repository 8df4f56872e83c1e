//! Acute to chronic load, kept to compare with other programs.
//!
//! No limit and no "safe zone" stands here on purpose. Dividing the acute load by random chronic loads predicted
//! injury about as well (Impellizzeri 2020, Sports Med, 10.1007/s40279-020-01378-6), the coupled form correlates
//! with itself (Lolli 2017), and in Frandsen 2025 (Br J Sports Med 59:1203) the relation was negative.

use super::fitness::{Forgetting, weight_of_span};
use super::numbers::{finite, mean};

/// Mean of the last 7 days over the mean of the last 28; its ceiling is exactly 4. `None` unless all 28 are known
/// and not all rest.
pub fn coupled(days: &[Option<f64>]) -> Option<f64> {
    let month = known(days.last_chunk::<28>()?)?;
    over(mean(month.get(21..)?)?, mean(&month)?)
}

/// Mean of the last 7 days over the mean of the 21 before them. `None` unless all 28 are known and those 21 are
/// not all rest.
pub fn uncoupled(days: &[Option<f64>]) -> Option<f64> {
    let month = known(days.last_chunk::<28>()?)?;
    let (before, week) = month.split_at_checked(21)?;
    over(mean(week)?, mean(before)?)
}

/// Sum of the last 7 days over the sum of the 7 before them. `None` unless all 14 are known and those before are
/// not all rest.
pub fn week_to_week(days: &[Option<f64>]) -> Option<f64> {
    let weeks = known(days.last_chunk::<14>()?)?;
    let (before, week) = weeks.split_at_checked(7)?;
    over(week.iter().sum(), before.iter().sum())
}

/// Short over long exponential mean (7 and 28 days, weights of Williams 2017), both started with the first known
/// day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShortOverLong {
    short: Forgetting,
    long: Forgetting,
}

impl ShortOverLong {
    /// Before the first day.
    pub fn new() -> Option<ShortOverLong> {
        let mean = |days| weight_of_span(days).and_then(Forgetting::new);
        Some(ShortOverLong { short: mean(7.0)?, long: mean(28.0)? })
    }

    /// After one more day; one that is not known changes nothing.
    #[must_use]
    pub fn after(self, day: Option<f64>) -> ShortOverLong {
        ShortOverLong { short: self.short.after(day), long: self.long.after(day) }
    }

    /// The ratio; `None` while no load was known. It says little in the first weeks.
    pub fn ratio(self) -> Option<f64> {
        over(self.short.mean()?, self.long.mean()?)
    }
}

fn known(days: &[Option<f64>]) -> Option<Vec<f64>> {
    days.iter().copied().collect()
}

fn over(top: f64, bottom: f64) -> Option<f64> {
    finite(top / bottom).filter(|_| bottom > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_even_weeks_and_one_of_double_load() {
        // Worked by hand: 28 days of 50 then 7 of 100 are 1.6 coupled and 2.0 uncoupled.
        let days: Vec<Option<f64>> = [vec![Some(50.0); 28], vec![Some(100.0); 7]].concat();
        assert_eq!((coupled(&days), uncoupled(&days), week_to_week(&days)), (Some(1.6), Some(2.0), Some(2.0)));
    }

    #[test]
    fn a_gap_or_a_month_of_rest_has_no_ratio() {
        let mut days = vec![Some(0.0); 28];
        assert_eq!((coupled(&days), uncoupled(&days), week_to_week(&days)), (None, None, None));
        days[27] = Some(10.0);
        assert_eq!(coupled(&days), Some(4.0));
        days[3] = None;
        assert_eq!((coupled(&days), uncoupled(&days), week_to_week(&days[1..])), (None, None, None));
        assert_eq!(ShortOverLong::new().unwrap().after(None).after(Some(0.0)).ratio(), None);
    }
}
