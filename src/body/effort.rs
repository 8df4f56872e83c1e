//! How hard a session was: as told, and as the heart tells it.

use super::numbers::finite;
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

/// A word for how hard a session was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hardness {
    /// Nothing at all.
    Rest,
    /// Very easy.
    VeryEasy,
    /// Easy.
    Easy,
    /// Moderate.
    Moderate,
    /// Somewhat hard.
    SomewhatHard,
    /// Hard.
    Hard,
    /// Very hard.
    VeryHard,
    /// As hard as can be.
    Maximal,
}

impl Hardness {
    /// The effort on the CR10 scale (0 to 10) at which the word stands.
    ///
    /// Source: the anchors of Borg's scale as Foster 2001 has them (source not re-read).
    pub fn cr10(self) -> f64 {
        match self {
            Hardness::Rest => 0.0,
            Hardness::VeryEasy => 1.0,
            Hardness::Easy => 2.0,
            Hardness::Moderate => 3.0,
            Hardness::SomewhatHard => 4.0,
            Hardness::Hard => 5.0,
            Hardness::VeryHard => 7.0,
            Hardness::Maximal => 10.0,
        }
    }
}

/// The effort (CR10) that goes with a share of the heart-rate reserve, held within 1 to 10.
///
/// A rule of thumb of ours that stands in for an effort that was not told. It is never shown as one.
pub fn from_reserve(reserve: f64) -> Option<f64> {
    finite(10.0 * (reserve - 0.33) / 0.55).map(|effort| effort.clamp(1.0, 10.0))
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
        use Hardness::{Easy, Hard, Maximal, Moderate, Rest, SomewhatHard, VeryEasy, VeryHard};
        let words = [Rest, VeryEasy, Easy, Moderate, SomewhatHard, Hard, VeryHard, Maximal];
        assert_eq!(words.map(Hardness::cr10), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0]);
    }

    #[test]
    fn the_highest_rate_is_expected_of_grown_ups_only() {
        assert_eq!(highest_heart_rate(40.0), Some(bpm(180.0)));
        assert_eq!((highest_heart_rate(12.0), highest_heart_rate(f64::NAN)), (None, None));
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
