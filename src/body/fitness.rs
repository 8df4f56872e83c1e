//! Means of the daily load that forget: exponential means, and "fitness" and "fatigue" made of them.

use super::monotony::WEEK;
use super::numbers::finite;

/// The first days, in which [`Fitness`] tells of the zero it began with and is not shown.
pub const SETTLED_DAYS: usize = 42;

/// Weight of the newest day in an exponential mean over `days` days: 2 / (days + 1), 0.25 for 7 and 2/29 for 28.
///
/// Source: Williams 2017, Br J Sports Med 51:209 (source not re-read). Not the half-life form, 0.094 for 7.
pub fn weight_of_span(days: f64) -> Option<f64> {
    finite(2.0 / (days + 1.0)).filter(|_| days >= 1.0)
}

/// An exponential mean that starts with the first day that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forgetting {
    weight: f64,
    mean: Option<f64>,
}

impl Forgetting {
    /// A mean in which the newest day weighs `weight`; `None` outside 0 to 1.
    pub fn new(weight: f64) -> Option<Forgetting> {
        (weight > 0.0 && weight <= 1.0).then_some(Forgetting { weight, mean: None })
    }

    /// The mean after one more day. A day that is not known leaves it as it is.
    #[must_use]
    pub fn after(self, day: Option<f64>) -> Forgetting {
        let mean = match (day.and_then(finite), self.mean) {
            (Some(load), Some(mean)) => Some(self.weight * load + (1.0 - self.weight) * mean),
            (Some(load), None) => Some(load),
            (None, mean) => mean,
        };
        Forgetting { mean, ..self }
    }

    /// The mean; `None` while no day was known.
    pub fn mean(self) -> Option<f64> {
        self.mean
    }
}

/// Chronic load, acute load and their difference, of one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitness {
    /// Chronic training load ("fitness"): exponential mean over 42 days.
    pub chronic: f64,
    /// Acute training load ("fatigue"): exponential mean over 7 days.
    pub acute: f64,
    /// Training stress balance ("form"): chronic less acute of the day before.
    pub balance: f64,
    /// Whether it may be shown: the load of the day is known, and that of more than 42 days went in. Before, all
    /// three mostly tell of the zero they began with.
    pub is_settled: bool,
}

/// Chronic and acute load of each day, both starting at 0; the newest day weighs 1 - exp(-1/42) and 1 - exp(-1/7).
///
/// A day that is not known leaves both as they are and is not shown; after a week of them all begins anew. A description of load, not a forecast of injury or of tingling.
/// Source: Banister's model in Coggan's form (source not re-read).
pub fn fitness(days: &[Option<f64>]) -> Vec<Fitness> {
    let weight = |days: f64| 1.0 - (-1.0 / days).exp();
    let (slow, fast) = (weight(42.0), weight(7.0));
    let (mut chronic, mut acute, mut known, mut silent) = (0.0, 0.0, 0_usize, 0_usize);
    let mut series = Vec::with_capacity(days.len());
    for day in days {
        silent = if day.is_some() { 0 } else { silent.saturating_add(1) };
        if silent >= WEEK {
            (chronic, acute, known) = (0.0, 0.0, 0);
        }
        let balance = chronic - acute;
        if let Some(load) = day.and_then(finite) {
            chronic += (load - chronic) * slow;
            acute += (load - acute) * fast;
            known = known.saturating_add(1);
        }
        series.push(Fitness { chronic, acute, balance, is_settled: day.is_some() && known > SETTLED_DAYS });
    }
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_not_known_changes_nothing() {
        let mean = Forgetting::new(0.25).unwrap().after(None).after(Some(100.0)).after(None);
        assert_eq!(mean.mean(), Some(100.0));
        assert_eq!(mean.after(Some(200.0)).after(Some(f64::NAN)).mean(), Some(125.0));
        let with_gap = fitness(&[Some(100.0), None, Some(50.0)]);
        assert_eq!(with_gap[2].chronic, fitness(&[Some(100.0), Some(50.0)])[1].chronic);
    }

    #[test]
    fn only_weeks_of_known_days_are_settled() {
        let shown = |days: &[Option<f64>]| fitness(days).iter().filter(|day| day.is_settled).count();
        let steady = [Some(100.0); 44];
        assert_eq!((shown(&steady[..42]), shown(&steady)), (0, 2));
        // A day that is not known is not shown, and a week of them begins anew.
        assert_eq!(shown(&[&steady[..], &[None], &steady[..1]].concat()), 3);
        assert_eq!(shown(&[&steady[..], &[None; WEEK], &steady[..42]].concat()), 2);
        assert!(!fitness(&[None; 60]).iter().any(|day| day.is_settled));
    }

    #[test]
    fn weights_lie_between_nothing_and_all() {
        assert_eq!(weight_of_span(7.0), Some(0.25));
        assert_eq!((weight_of_span(-1.0), weight_of_span(0.5)), (None, None));
        assert!(
            Forgetting::new(0.0).is_none() && Forgetting::new(1.1).is_none() && Forgetting::new(f64::NAN).is_none()
        );
    }
}
