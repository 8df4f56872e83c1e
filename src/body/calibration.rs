//! What is learned of one person from few measurements: a median with its uncertainty, on a log scale.
//!
//! Learned on the ratio of measured to predicted sweat rate, so that heat and intensity stay in the prediction;
//! or on the rate itself, where there is no prediction.

use super::numbers::finite;

/// Spread (standard deviation of the logarithm) between people, before anything was measured.
pub const PRIOR_LOG_SD: f64 = 0.45;
/// Spread of one measured session around the person's own median.
pub const SESSION_LOG_SD: f64 = 0.20;

/// What is known of a person's median; log-normal, weighed by precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    log_median: f64,
    precision: f64,
}

impl Calibration {
    /// Before any measurement: the median of people alike (1 for a ratio), spread by [`PRIOR_LOG_SD`]. `None` for a
    /// median that is not above 0.
    pub fn before(median: f64) -> Option<Calibration> {
        let log_median = finite(median.ln())?;
        Some(Calibration { log_median, precision: PRIOR_LOG_SD.powi(-2) })
    }

    /// After one more measured session. One that is not above 0 is none and changes nothing.
    #[must_use]
    pub fn after(self, measured: f64) -> Calibration {
        let Some(log) = finite(measured.ln()) else { return self };
        let weight = SESSION_LOG_SD.powi(-2);
        let precision = self.precision + weight;
        let log_median = (self.log_median * self.precision + log * weight) / precision;
        Calibration { log_median, precision }
    }

    /// The median.
    pub fn median(self) -> f64 {
        self.log_median.exp()
    }

    /// Standard deviation of the logarithm of the median.
    pub fn log_sd(self) -> f64 {
        self.precision.powf(-0.5)
    }

    /// The interval in which the median lies with 95 %, by the model.
    pub fn interval95(self) -> (f64, f64) {
        let reach = 1.96 * self.log_sd();
        ((self.log_median - reach).exp(), (self.log_median + reach).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_measurement_changes_nothing() {
        let prior = Calibration::before(1.2).unwrap();
        for none in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(prior.after(none), prior);
            assert_eq!(Calibration::before(none), None);
        }
    }

    #[test]
    fn the_order_of_measurements_does_not_matter() {
        let prior = Calibration::before(1.0).unwrap();
        let (one, other) = (prior.after(1.3).after(0.9).median(), prior.after(0.9).after(1.3).median());
        assert!((one - other).abs() < 1e-12);
    }
}
