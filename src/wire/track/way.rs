//! What is reckoned from the points of a track: the way, and means over time.

use crate::time::{Timestamp, minutes_between};

/// The mean radius of the Earth in metres, (2a + b) / 3 of the axes of WGS 84: a = 6378137 m, b = 6356752.3142 m.
const EARTH_M: f64 = 6_371_008.771;

/// The way along the great circle between two points in degrees, in metres, by the haversine formula. The Earth is taken
/// for a sphere, which is wrong by about half a per cent at most.
pub(super) fn great_circle_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let (lat, lon) = (half(from.0, to.0), half(from.1, to.1));
    let h = lat + from.0.to_radians().cos() * to.0.to_radians().cos() * lon;
    2.0 * EARTH_M * h.clamp(0.0, 1.0).sqrt().asin()
}

/// Points further apart than this say nothing of the time between them.
const APART_MIN: f64 = 1.0;

/// A mean over time of something that is measured now and then.
#[derive(Clone, Debug, Default)]
pub(super) struct Mean {
    last: Option<(Timestamp, f64)>,
    weighted: f64,
    minutes: f64,
    sum: f64,
    count: f64,
    /// The greatest value.
    pub(super) most: Option<f64>,
}

impl Mean {
    /// A value, and when it was measured.
    pub(super) fn push(&mut self, at: Option<Timestamp>, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.sum += value;
        self.count += 1.0;
        self.most = Some(self.most.map_or(value, |most| most.max(value)));
        if let (Some((before, old)), Some(at)) = (self.last, at) {
            let minutes = minutes_between(before, at);
            if minutes > 0.0 && minutes <= APART_MIN {
                self.weighted += f64::midpoint(old, value) * minutes;
                self.minutes += minutes;
            }
        }
        self.last = at.map(|at| (at, value));
    }

    /// What follows does not join what was.
    pub(super) fn gap(&mut self) {
        self.last = None;
    }

    /// The mean, each value for as long as it held; the plain mean where no two points tell how long. Rounded to a
    /// tenth.
    pub(super) fn mean(&self) -> Option<f64> {
        let mean = match (self.minutes > 0.0, self.count > 0.0) {
            (true, _) => self.weighted / self.minutes,
            (false, true) => self.sum / self.count,
            (false, false) => return None,
        };
        Some((mean * 10.0).round() / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_along_the_equator_and_along_a_meridian_is_a_360th_of_the_circle() {
        let degree = 2.0 * std::f64::consts::PI * EARTH_M / 360.0;
        assert!((great_circle_m((0.0, 10.0), (0.0, 11.0)) - degree).abs() < 1e-6);
        assert!((great_circle_m((47.0, 8.0), (48.0, 8.0)) - degree).abs() < 1e-6);
        // Half as long where the circle of latitude is half as wide: at 60 degrees.
        assert!((great_circle_m((60.0, 8.0), (60.0, 8.001)) - degree / 2000.0).abs() < 1e-3);
        assert_eq!(great_circle_m((47.0, 8.0), (47.0, 8.0)), 0.0);
        // Opposite points: half the circle, whatever rounding does to the square.
        assert!((great_circle_m((0.0, 0.0), (0.0, 180.0)) - 180.0 * degree).abs() < 1e-3);
    }

    #[test]
    fn a_mean_weighs_by_time_and_passes_over_gaps() {
        let at = |seconds: i64| Timestamp::from_second(1_700_000_000 + seconds).ok();
        let mut mean = Mean::default();
        mean.push(at(0), 100.0);
        mean.push(at(30), 100.0);
        mean.push(at(40), 160.0);
        // (100 × 30 s + 130 × 10 s) / 40 s
        assert_eq!((mean.mean(), mean.most), (Some(107.5), Some(160.0)));
        mean.push(at(4000), 60.0);
        mean.gap();
        mean.push(at(4010), 60.0);
        assert_eq!(mean.mean(), Some(107.5));
        let mut bare = Mean::default();
        assert_eq!(bare.mean(), None);
        bare.push(None, 120.0);
        bare.push(None, 130.0);
        assert_eq!(bare.mean(), Some(125.0));
    }
}
