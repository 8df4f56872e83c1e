//! Instants, and how the text of a time became one. Nothing here reads a clock.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

pub use jiff::{SignedDuration, Timestamp};

/// How the text of a time was turned into an instant.
///
/// Kept with each record, because a corrected zone moves [`Clock::Local`] times and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// The text, its column or its source states the offset: the instant is final.
    Stated,
    /// A wall clock, read in the person's (or the source's) zone.
    Local,
    /// A wall clock that the zone skipped when clocks went forward; moved forward by the gap.
    LocalGap,
    /// A wall clock that the zone shows twice when clocks go back; the earlier of the two.
    LocalFold,
}

impl Clock {
    /// Every reading with the name it has in the database.
    pub const ALL: &'static [(Clock, &'static str)] = &[
        (Clock::Stated, "stated"),
        (Clock::Local, "local"),
        (Clock::LocalGap, "local_gap"),
        (Clock::LocalFold, "local_fold"),
    ];

    /// The name used in the database and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Clock::Stated => "stated",
            Clock::Local => "local",
            Clock::LocalGap => "local_gap",
            Clock::LocalFold => "local_fold",
        }
    }

    /// The reading of that name.
    pub fn from_name(name: &str) -> Option<Clock> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(clock, _)| *clock)
    }
}

/// A time as somebody wrote it, and the instant it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenTime {
    /// The instant.
    pub at: Timestamp,
    /// The text it was read from, as written.
    pub text: String,
    /// How the text became the instant.
    pub clock: Clock,
    /// The wall clock of a local time; `None` when the offset was stated.
    pub wall: Option<DateTime>,
}

impl WrittenTime {
    /// A time whose offset is part of the text (or fixed by its source).
    pub fn stated(at: Timestamp, text: impl Into<String>) -> Self {
        WrittenTime { at: to_millisecond(at), text: text.into(), clock: Clock::Stated, wall: None }
    }

    /// A wall clock read in `zone`. `None` only for a wall clock at the very ends of time.
    pub fn local(wall: DateTime, zone: &TimeZone, text: impl Into<String>) -> Option<Self> {
        let ambiguous = zone.to_ambiguous_timestamp(wall);
        let clock = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => Clock::Local,
            AmbiguousOffset::Gap { .. } => Clock::LocalGap,
            AmbiguousOffset::Fold { .. } => Clock::LocalFold,
        };
        let at = to_millisecond(ambiguous.compatible().ok()?);
        Some(WrittenTime { at, text: text.into(), clock, wall: Some(wall) })
    }

    /// What identifies this time: the instant when the offset was stated, else the wall clock, so that a
    /// corrected zone moves a record and never doubles it.
    pub fn identity(&self) -> String {
        match self.wall {
            Some(wall) => plain(wall).unwrap_or_else(|| wall.to_string()),
            None => match plain(jiff::tz::Offset::UTC.to_datetime(self.at)) {
                Some(text) => text + "Z",
                None => self.at.to_string(),
            },
        }
    }
}

/// `2026-07-01T12:00:00`, as the general way writes it too but much faster: every record has one. `None` for
/// a wall clock with a fraction of a second or a strange year.
fn plain(wall: DateTime) -> Option<String> {
    let year = u16::try_from(wall.year()).ok()?;
    if wall.subsec_nanosecond() != 0 {
        return None;
    }
    let mut text = String::with_capacity(20);
    let mut two = |number: u8, before: &str| {
        text.push_str(before);
        text.push(char::from(b'0'.wrapping_add(number / 10)));
        text.push(char::from(b'0'.wrapping_add(number % 10)));
    };
    let part = |part: i8| part.unsigned_abs();
    two(u8::try_from(year / 100).ok()?, "");
    two(u8::try_from(year % 100).ok()?, "");
    two(part(wall.month()), "-");
    two(part(wall.day()), "-");
    two(part(wall.hour()), "T");
    two(part(wall.minute()), ":");
    two(part(wall.second()), ":");
    Some(text)
}

impl fmt::Display for WrittenTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The instant cut to the millisecond, which is as fine as times are kept.
pub fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// `later - earlier` in 24-hour multiples; negative when `later` is the earlier one.
pub fn days_between(earlier: Timestamp, later: Timestamp) -> f64 {
    later.duration_since(earlier).as_secs_f64() / 86_400.0
}

/// `later - earlier` in minutes; negative when `later` is the earlier one.
pub fn minutes_between(earlier: Timestamp, later: Timestamp) -> f64 {
    later.duration_since(earlier).as_secs_f64() / 60.0
}

/// The instant `minutes` (may be negative) from `at`, held at the ends of time.
pub fn add_minutes(at: Timestamp, minutes: f64) -> Timestamp {
    let span = SignedDuration::try_from_secs_f64(minutes * 60.0).unwrap_or(SignedDuration::ZERO);
    at.saturating_add(span).unwrap_or(at)
}

/// The instant `days` 24-hour multiples (may be negative) from `at`, held at the ends of time.
pub fn add_days(at: Timestamp, days: f64) -> Timestamp {
    add_minutes(at, days * 1440.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(wall: &str) -> WrittenTime {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        WrittenTime::local(wall.parse().unwrap(), &zone, wall).unwrap()
    }

    #[test]
    fn a_wall_clock_that_does_not_exist_is_moved_forward_and_marked() {
        let read = berlin("2026-03-29T02:30");
        assert_eq!(read.clock, Clock::LocalGap);
        assert_eq!(read.at.to_string(), "2026-03-29T01:30:00Z");
    }

    #[test]
    fn a_wall_clock_that_comes_twice_is_the_earlier_one_and_marked() {
        let read = berlin("2026-10-25T02:30");
        assert_eq!(read.clock, Clock::LocalFold);
        assert_eq!(read.at.to_string(), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn the_identity_of_a_local_time_does_not_change_with_the_zone() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let there = WrittenTime::local("2026-07-01T12:00".parse().unwrap(), &tokyo, "2026-07-01 12:00").unwrap();
        assert_eq!(berlin("2026-07-01T12:00").identity(), there.identity());
        assert_ne!(berlin("2026-07-01T12:00").at, there.at);
    }

    #[test]
    fn the_identity_is_the_usual_text_of_the_time() {
        for text in
            ["2026-07-01T12:00:00Z", "1969-12-31T23:59:59Z", "2026-07-01T12:00:00.25Z", "0099-01-01T00:00:00Z"]
        {
            let at: Timestamp = text.parse().unwrap();
            assert_eq!(WrittenTime::stated(at, "").identity(), at.to_string());
            let wall = jiff::tz::Offset::UTC.to_datetime(at);
            let local = WrittenTime::local(wall, &TimeZone::UTC, "").unwrap();
            assert_eq!(local.identity(), wall.to_string());
        }
    }

    #[test]
    fn days_are_multiples_of_24_hours() {
        let noon: Timestamp = "2026-03-28T12:00:00Z".parse().unwrap();
        assert_eq!(days_between(noon, add_days(noon, 1.5)), 1.5);
        assert_eq!(minutes_between(add_days(noon, 1.0), noon), -1440.0);
    }
}
