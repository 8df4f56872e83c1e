//! Training impulse: what a session asked of the heart, in the arbitrary units of three authors.
//!
//! The three scales differ, so that they must not be mixed in one history: `load` brings them onto one.

use super::numbers::finite;
use crate::record::words::Sex;

/// A training impulse that differs by sex.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impulse {
    /// How much, in arbitrary units.
    pub au: f64,
    /// The sex was not told, so that the mean of both curves stands for it.
    pub is_low_confidence: bool,
}

/// Banister's training impulse of so many minutes at a share of the heart-rate reserve (held within 0 to 1).
///
/// The curve follows blood lactate and differs by sex; without the sex it is the mean of both, and less sure.
/// `None` for less than no time. Source: Banister 1991; Morton 1990, J Appl Physiol 69:1171 (sources not re-read).
pub fn banister(minutes: f64, reserve: f64, sex: Option<Sex>) -> Option<Impulse> {
    if minutes < 0.0 {
        return None;
    }
    let share = finite(reserve)?.clamp(0.0, 1.0);
    let curve = |factor: f64, bend: f64| minutes * share * factor * (bend * share).exp();
    let (man, woman) = (curve(0.64, 1.92), curve(0.86, 1.67));
    let au = finite(match sex {
        Some(Sex::Male) => man,
        Some(Sex::Female) => woman,
        None => (man + woman) / 2.0,
    })?;
    Some(Impulse { au, is_low_confidence: sex.is_none() })
}

/// Edwards' training impulse: minutes in five zones of the highest heart rate (50 to 60 %, and so on up to 90 to
/// 100 %), each times its number. `None` for less than no time.
///
/// Source: Edwards 1993 (source not re-read).
pub fn edwards(zones_min: [f64; 5]) -> Option<f64> {
    weighted(zones_min.into_iter().zip([1.0, 2.0, 3.0, 4.0, 5.0]))
}

/// Lucia's training impulse: minutes below the first threshold, between both, and above the second, times 1, 2
/// and 3. `None` for less than no time.
///
/// Source: Lucia 2003, Med Sci Sports Exerc 35:872 (source not re-read).
pub fn lucia(thirds_min: [f64; 3]) -> Option<f64> {
    weighted(thirds_min.into_iter().zip([1.0, 2.0, 3.0]))
}

/// Lucia's thirds from five zones of the highest heart rate: zones 1 and 2, 3, 4 and 5. A stand-in for thresholds
/// that were measured.
pub fn thirds_of_zones([one, two, three, four, five]: [f64; 5]) -> [f64; 3] {
    [one + two, three, four + five]
}

fn weighted(parts: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let mut sum = 0.0;
    for (minutes, weight) in parts {
        if minutes < 0.0 {
            return None;
        }
        sum += minutes * weight;
    }
    finite(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_sex_the_impulse_lies_between_both() {
        let of = |sex| banister(45.0, 0.7, sex).unwrap();
        assert_eq!(of(None).au, (of(Some(Sex::Male)).au + of(Some(Sex::Female)).au) / 2.0);
        assert!(of(None).is_low_confidence && !of(Some(Sex::Male)).is_low_confidence);
    }

    #[test]
    fn the_share_is_held_within_its_ends() {
        assert_eq!(banister(45.0, -0.2, Some(Sex::Male)).unwrap().au, 0.0);
        assert_eq!(banister(45.0, 1.3, Some(Sex::Male)), banister(45.0, 1.0, Some(Sex::Male)));
    }

    #[test]
    fn less_than_no_time_has_no_impulse() {
        assert_eq!(banister(-1.0, 0.5, None), None);
        assert_eq!(banister(1.0, f64::NAN, None), None);
        assert_eq!(edwards([10.0, -1.0, 0.0, 0.0, 0.0]), None);
        assert_eq!(lucia([f64::INFINITY, 0.0, 0.0]), None);
    }
}
