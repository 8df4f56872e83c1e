//! How hard a session was: as told, and as the heart tells it.

use super::numbers::finite;
use crate::record::words::Effort;
use crate::units::{BeatsPerMinute, Quantity};

/// Share of the heart-rate reserve: 0 at rest, 1 at the highest rate, and held within them: a mean beyond either says
/// that the rate at rest or the highest rate was told wrong.
///
/// `None` when the highest rate is not above the one at rest. Source: Karvonen 1957 (source not re-read).
pub fn heart_rate_reserve(mean: BeatsPerMinute, rest: BeatsPerMinute, highest: BeatsPerMinute) -> Option<f64> {
    let range = highest.get() - rest.get();
    if range <= 0.0 {
        return None;
    }
    finite((mean.get() - rest.get()) / range).map(|share| share.clamp(0.0, 1.0))
}

/// The highest heart rate to be expected at an age in years: 208 - 0.7 age, with a spread of about 10 bpm between
/// people; what was measured is always better. `None` outside 18 to 81 years, the ages it was drawn from.
///
/// Source: Tanaka 2001, J Am Coll Cardiol 37:153 (source not re-read).
pub fn highest_heart_rate(age: f64) -> Option<BeatsPerMinute> {
    if !(18.0..=81.0).contains(&age) {
        return None;
    }
    BeatsPerMinute::new(208.0 - 0.7 * age)
}

/// The effort (CR10) that goes with a share of the heart-rate reserve, held within 1 to 10.
///
/// A rule of thumb of ours that stands in for an effort that was not told. It is never shown as one.
pub fn from_reserve(reserve: f64) -> Option<f64> {
    finite(10.0 * (reserve - 0.33) / 0.55).map(|effort| effort.clamp(1.0, 10.0))
}

/// The rating (CR10) of an effort told in words, by the anchors of Borg's scale.
///
/// Source: Foster 2001 (source not re-read).
pub fn of_word(effort: Effort) -> f64 {
    match effort {
        Effort::Rest => 0.0,
        Effort::VeryEasy => 1.0,
        Effort::Easy => 2.0,
        Effort::Moderate => 3.0,
        Effort::SomewhatHard => 4.0,
        Effort::Hard => 5.0,
        Effort::VeryHard => 7.0,
        Effort::Maximal => 10.0,
    }
}

/// The rating (CR10) that goes with a heart-rate zone from 1 to 5, where nothing else is told; `None` for another number.
///
/// Ours: the middle of each zone of Edwards 1993 (50 to 60 % of the highest rate, and so on to 90 to 100 %) by
/// [`from_reserve`], for a heart of 60 at rest and 185 at most, rounded.
pub fn of_zone(zone: u8) -> Option<f64> {
    match zone {
        1 => Some(1.0),
        2 => Some(3.0),
        3 => Some(5.0),
        4 => Some(8.0),
        5 => Some(10.0),
        _ => None,
    }
}

/// Session-RPE load in arbitrary units: minutes times effort (CR10, 0 to 10). `None` for what is no duration or no
/// rating.
///
/// Source: Foster 2001, J Strength Cond Res 15:109 (source not re-read).
pub fn session_load(minutes: f64, effort: f64) -> Option<f64> {
    let holds = minutes >= 0.0 && (0.0..=10.0).contains(&effort);
    finite(minutes * effort).filter(|_| holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Vocabulary;

    fn bpm(rate: f64) -> BeatsPerMinute {
        BeatsPerMinute::new(rate).unwrap()
    }

    #[test]
    fn a_range_that_is_none_has_no_share() {
        assert_eq!(heart_rate_reserve(bpm(120.0), bpm(60.0), bpm(60.0)), None);
        assert_eq!(heart_rate_reserve(bpm(120.0), bpm(60.0), bpm(50.0)), None);
    }

    #[test]
    fn the_share_is_held_within_rest_and_highest() {
        let of = |mean| heart_rate_reserve(bpm(mean), bpm(60.0), bpm(160.0));
        assert_eq!((of(50.0), of(110.0), of(170.0)), (Some(0.0), Some(0.5), Some(1.0)));
    }

    #[test]
    fn a_harder_word_is_a_greater_effort() {
        let efforts: Vec<f64> = Effort::ALL.iter().copied().map(of_word).collect();
        assert_eq!(efforts, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0]);
    }

    #[test]
    fn the_highest_rate_is_expected_of_grown_ups_only() {
        assert_eq!(highest_heart_rate(40.0), Some(bpm(180.0)));
        assert_eq!((highest_heart_rate(12.0), highest_heart_rate(f64::NAN)), (None, None));
    }

    #[test]
    fn a_zone_stands_for_the_effort_in_its_middle() {
        let (rest, highest) = (bpm(60.0), bpm(185.0));
        for zone in 1..=5_u8 {
            let middle = bpm((0.45 + 0.1 * f64::from(zone)) * 185.0);
            let reserve = heart_rate_reserve(middle, rest, highest).unwrap();
            assert_eq!(of_zone(zone), from_reserve(reserve).map(f64::round), "{zone}");
        }
        assert_eq!((of_zone(0), of_zone(6)), (None, None));
    }

    #[test]
    fn effort_from_the_heart_stays_on_its_scale() {
        assert_eq!(from_reserve(0.1), Some(1.0));
        assert_eq!(from_reserve(2.0), Some(10.0));
        assert_eq!(from_reserve(f64::NAN), None);
        assert!((from_reserve(0.605).unwrap() - 5.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_rating_has_no_load() {
        assert_eq!(session_load(60.0, 6.0), Some(360.0));
        assert_eq!(
            (session_load(60.0, 11.0), session_load(-1.0, 5.0), session_load(f64::NAN, 5.0)),
            (None, None, None)
        );
    }
}
