//! A person's heart at rest and at its highest, as told.

use jiff::tz::TimeZone;

use super::effort;
use super::numbers::finite;
use crate::record::{History, Key};
use crate::time::{Timestamp, add_days};
use crate::units::{BeatsPerMinute, Quantity};

/// A measured resting heart rate stands for so many days.
pub const REST_DAYS: f64 = 30.0;

/// The ends of a person's heart rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Heart {
    /// At rest.
    pub rest: BeatsPerMinute,
    /// At its highest.
    pub highest: BeatsPerMinute,
    /// Whether the highest was reckoned from the age.
    pub is_estimated: bool,
    /// Where they were told (nowhere: the profile).
    pub records: Vec<Key>,
}

impl Heart {
    /// The heart at a time: rest from the profile, else the newest measured in the 30 days before; highest from the
    /// profile, else from the age. `None` when either is not known, or they cannot belong together.
    pub fn at(history: &History, at: Timestamp) -> Option<Heart> {
        Heart::at_since(history, at, Timestamp::MIN)
    }

    /// The same from what was measured at `since` or later.
    pub fn at_since(history: &History, at: Timestamp, since: Timestamp) -> Option<Heart> {
        let profile = &history.profile;
        let (rest, records) = match profile.hr_rest_bpm {
            Some(rest) => (rest, Vec::new()),
            None => measured_rest(history, at, since).map(|(rest, key)| (rest, vec![key]))?,
        };
        let by_age = || effort::highest_heart_rate(profile.age_in(at.to_zoned(TimeZone::UTC).year())?);
        let highest = profile.hr_max_bpm.or_else(by_age)?;
        let heart = Heart { rest, highest, is_estimated: profile.hr_max_bpm.is_none(), records };
        (heart.rest < heart.highest).then_some(heart)
    }

    /// The share of the reserve of a mean rate, not held within 0 to 1: a model of sweat goes on where the heart was
    /// told too low.
    pub fn free_reserve(&self, mean: BeatsPerMinute) -> Option<f64> {
        finite((mean.get() - self.rest.get()) / (self.highest.get() - self.rest.get()))
    }

    /// The share of the reserve of a mean rate; see [`effort::heart_rate_reserve`].
    pub fn reserve(&self, mean: BeatsPerMinute) -> Option<f64> {
        effort::heart_rate_reserve(mean, self.rest, self.highest)
    }
}

fn measured_rest(history: &History, at: Timestamp, since: Timestamp) -> Option<(BeatsPerMinute, Key)> {
    let window = (add_days(at, -REST_DAYS).max(since).min(at), Key::LEAST)..=(at, Key::GREATEST);
    history.measures().range(window).rev().find_map(|((_, key), measure)| {
        let is_rest =
            measure.what.as_deref() == Some("resting_hr") && measure.unit.as_deref().is_none_or(|unit| unit == "bpm");
        Some((BeatsPerMinute::new(measure.value?.get()).filter(|_| is_rest)?, *key))
    })
}
