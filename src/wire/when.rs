//! The text of a time in our own formats (CSV, JSON, command line) to an instant.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use crate::record::Wrong;
use crate::time::{SignedDuration, Timestamp, WrittenTime};

/// How far ahead of our clock a time may lie: clocks differ, reports from tomorrow are slips.
pub const AHEAD_MOST: SignedDuration = SignedDuration::from_mins(5);

/// The offset furthest from UTC that is in use, in seconds (Kiribati, UTC+14).
const OFFSET_MOST_S: i32 = 14 * 3600;

/// Offsets in use are multiples of this, in seconds.
const OFFSET_STEP_S: i32 = 15 * 60;

/// Unix times from here on are milliseconds: as seconds this is the year 5138, as milliseconds 1973.
const MILLISECONDS_FROM: i128 = 100_000_000_000;

/// Smaller Unix times (before 1973) are far more often a slip than a date.
const SECONDS_FROM: i128 = 100_000_000;

const WANTED: Wrong = Wrong::NotATime { wanted: "2026-11-23T07:10:00+01:00" };
const WANTED_DAY: Wrong = Wrong::NotATime { wanted: "2026-11-23" };

/// Reads `2026-11-23T07:10:00+01:00`, `2026-11-23 07:10:00 +0100`, or without an offset a wall clock of
/// `zone`; seconds may be left out.
///
/// # Errors
/// Why it is no time that is taken: its form, or an offset that no place on Earth has.
pub fn read(text: &str, zone: &TimeZone) -> Result<WrittenTime, Wrong> {
    let (clock, offset) = split(text).ok_or(WANTED)?;
    let wall: DateTime = clock.parse().map_err(|_| WANTED)?;
    let Some(offset) = offset else {
        return WrittenTime::local(wall, zone, text).ok_or(WANTED);
    };
    let at = offset_of(offset)?.to_timestamp(wall).map_err(|_| WANTED)?;
    Ok(WrittenTime::stated(at, text))
}

/// Reads Unix seconds or milliseconds.
///
/// # Errors
/// When the number is before 1973 or after the end of time.
pub fn read_unix(number: i128) -> Result<WrittenTime, Wrong> {
    let whole = i64::try_from(number).map_err(|_| WANTED)?;
    let at = match number {
        MILLISECONDS_FROM.. => Timestamp::from_millisecond(whole),
        SECONDS_FROM.. => Timestamp::from_second(whole),
        _ => return Err(WANTED),
    };
    Ok(WrittenTime::stated(at.map_err(|_| WANTED)?, number.to_string()))
}

/// Reads a day, `2026-11-23`: the midnight of `zone` at which it begins.
///
/// # Errors
/// When it is not a day in that form.
pub fn read_day(text: &str, zone: &TimeZone) -> Result<WrittenTime, Wrong> {
    if !looks_like(text, "dddd-dd-dd") {
        return Err(WANTED_DAY);
    }
    let day: Date = text.parse().map_err(|_| WANTED_DAY)?;
    WrittenTime::local(day.to_datetime(jiff::civil::Time::midnight()), zone, text).ok_or(WANTED_DAY)
}

/// Refuses a time that has not come yet.
///
/// # Errors
/// When `at` is more than [`AHEAD_MOST`] after `now`.
pub fn not_ahead(at: Timestamp, now: Timestamp) -> Result<(), Wrong> {
    if at.duration_since(now) > AHEAD_MOST { Err(Wrong::InTheFuture) } else { Ok(()) }
}

/// Writes a time with the offset of `zone`, to the second: `2026-11-23T07:10:00+01:00`.
pub fn show(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Whether every character fits: `d` stands for a digit, the others for themselves.
fn looks_like(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, want)| match want {
            b'd' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            _ => byte == want,
        })
}

/// The wall clock and the offset, when the text has the form of a time at all.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    let minutes = text.get(..16).filter(|start| looks_like(start, "dddd-dd-ddTdd:dd"))?;
    let mut rest = text.get(minutes.len()..)?;
    if rest.get(..3).is_some_and(|seconds| looks_like(seconds, ":dd")) {
        rest = rest.get(3..)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = fraction.len().saturating_sub(after.len());
            if digits == 0 || digits > 9 {
                return None;
            }
            rest = after;
        }
    }
    let clock = text.get(..text.len().saturating_sub(rest.len()))?;
    let offset = rest.strip_prefix(' ').unwrap_or(rest);
    match offset {
        "" if rest.is_empty() => Some((clock, None)),
        "" => None,
        _ => Some((clock, Some(offset))),
    }
}

fn offset_of(text: &str) -> Result<Offset, Wrong> {
    if matches!(text, "Z" | "z") {
        return Ok(Offset::UTC);
    }
    let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return Err(WANTED),
    };
    let known = looks_like(digits, "dd:dd") || looks_like(digits, "dddd") || looks_like(digits, "dd");
    if !known {
        return Err(WANTED);
    }
    let number = |part: Option<&str>| part.and_then(|two| two.parse::<i32>().ok()).unwrap_or(0);
    let hours = number(digits.get(..2));
    let minutes = number(digits.get(2..).map(|rest| rest.trim_start_matches(':')));
    let seconds = hours.saturating_mul(3600).saturating_add(minutes.saturating_mul(60));
    if minutes > 59 || seconds > OFFSET_MOST_S || seconds.checked_rem(OFFSET_STEP_S) != Some(0) {
        return Err(Wrong::BadOffset);
    }
    Offset::from_seconds(seconds.saturating_mul(sign)).map_err(|_| Wrong::BadOffset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Clock;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Result<String, Wrong> {
        read(text, &berlin()).map(|time| time.at.to_string())
    }

    #[test]
    fn the_forms_that_are_taken() {
        for text in [
            "2026-11-23T07:10:00+01:00",
            "2026-11-23 07:10:00 +0100",
            "2026-11-23T07:10+01",
            "2026-11-23T06:10:00Z",
            "2026-11-23t06:10:00.000z",
            "2026-11-23 07:10",
            "2026-11-23T07:10:00",
            "2026-11-23T11:55:00+05:45",
        ] {
            assert_eq!(at(text).as_deref(), Ok("2026-11-23T06:10:00Z"), "{text}");
        }
        assert_eq!(read_unix(1_763_878_200).unwrap().at, read_unix(1_763_878_200_000).unwrap().at);
    }

    #[test]
    fn the_forms_that_are_refused() {
        for text in [
            "",
            "now",
            "2026-11-23",
            "23/11/2026 07:10",
            "2026-13-23T07:10:00Z",
            "2026-02-30T07:10:00Z",
            "2026-11-23T25:10:00Z",
            "2026-11-23T07:10:00 ",
            "2026-11-23T07:10:00.Z",
            "2026-11-23T07:10:00+1",
            "2026-11-23T07:10:00[Europe/Berlin]",
            "２０２６-11-23T07:10",
            "2026-11-23T07:10:00Zé",
        ] {
            assert_eq!(at(text), Err(WANTED), "{text}");
        }
        for text in ["2026-11-23T07:10:00+01:07", "2026-11-23T07:10:00+14:15", "2026-11-23T07:10:00-23:00"] {
            assert_eq!(at(text), Err(Wrong::BadOffset), "{text}");
        }
        for number in [0, 5, -1_763_878_200, i128::MAX, 99_999_999] {
            assert!(read_unix(number).is_err(), "{number}");
        }
    }

    #[test]
    fn a_wall_clock_is_read_in_the_zone_and_stays_a_wall_clock() {
        let read = read("2026-07-01 12:00", &berlin()).unwrap();
        assert_eq!((read.clock, read.identity().as_str()), (Clock::Local, "2026-07-01T12:00:00"));
        assert_eq!(read_day("2026-07-01", &berlin()).unwrap().at.to_string(), "2026-06-30T22:00:00Z");
        assert!(read_day("2026-07-1", &berlin()).is_err());
    }

    #[test]
    fn what_is_written_reads_back() {
        for zone in ["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "UTC", "Africa/Monrovia"] {
            let zone = TimeZone::get(zone).unwrap();
            for second in [1_763_878_200, 1_752_000_001] {
                let at = Timestamp::from_second(second).unwrap();
                assert_eq!(read(&show(at, &zone), &berlin()).unwrap().at, at);
            }
        }
    }

    #[test]
    fn five_minutes_ahead_is_a_clock_and_six_are_a_slip() {
        let now = Timestamp::from_second(1_763_878_200).unwrap();
        assert_eq!(not_ahead(now + SignedDuration::from_mins(5), now), Ok(()));
        assert_eq!(not_ahead(now + SignedDuration::from_mins(6), now), Err(Wrong::InTheFuture));
    }
}
