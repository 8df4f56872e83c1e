//! Durations as apps write them: `1:41:16`, `20:46`, `00:08:02.2`, `1h 2min`, `PT1H2M`.

use super::number::{self, Style};

/// The longest text that can be a duration.
const LONGEST: usize = 32;

/// Reads a duration in minutes; `None` when it is none.
///
/// Two parts are minutes and seconds (`20:46`), three are hours, minutes and seconds, whatever the hours
/// (`144:57:24`). Seconds may have decimals with either sign. A plain number has no unit and is refused.
pub fn read(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if !text.contains(':') {
        return spelled(text);
    }
    // As programs write a length of time: `0 days 01:02:03`.
    match text.split_once(" day").map(|(days, rest)| (days, rest.trim_start_matches(['s', ',']))) {
        Some((days, rest)) => Some(whole(days, 1..=3)? * 1440.0 + clock(rest.strip_prefix(' ')?.trim_start())?),
        None => clock(text),
    }
}

fn whole(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<f64> {
    let fits = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse::<u32>().ok().map(f64::from) } else { None }
}

/// `[h:]mm:ss[.f]`; the first part may be empty (`:34`).
fn clock(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let (hours, minutes, seconds) = match third {
        Some(seconds) => (whole(first, 1..=5)?, below_sixty(whole(second, 2..=2)?)?, seconds),
        None if first.is_empty() => (0.0, 0.0, second),
        None => (0.0, whole(first, 1..=4)?, second),
    };
    let (seconds, decimals) = match seconds.split_once(['.', ',']) {
        Some((seconds, decimals)) => (seconds, Some(decimals)),
        None => (seconds, None),
    };
    let fraction = match decimals {
        None => 0.0,
        Some(decimals) => {
            whole(decimals, 1..=6)?;
            format!("0.{decimals}").parse().ok()?
        }
    };
    let seconds = below_sixty(whole(seconds, 2..=2)?)? + fraction;
    Some((hours * 3600.0 + minutes * 60.0 + seconds) / 60.0)
}

fn below_sixty(value: f64) -> Option<f64> {
    (value < 60.0).then_some(value)
}

/// `1h 2min`, `57min`, `1 hr 30 min 5 s`, `PT1H2M3S`.
fn spelled(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    let mut rest = lower.strip_prefix("pt").unwrap_or(&lower).trim_start();
    let (mut minutes, mut smallest) = (0.0, f64::INFINITY);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))?;
        let (amount, after) = rest.split_at(end);
        let amount = number::read_as(amount, Style::Point).or_else(|| number::read_as(amount, Style::Comma))?;
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let size = match unit {
            "d" | "day" | "days" => 1440.0,
            "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunden" => 60.0,
            "m" | "min" | "mins" | "minute" | "minutes" | "minuten" => 1.0,
            "s" | "sec" | "secs" | "second" | "seconds" | "sek" => 1.0 / 60.0,
            "ms" => 1.0 / 60_000.0,
            _ => return None,
        };
        // Each unit once, from large to small: "5min 1h" is a slip.
        if size >= smallest {
            return None;
        }
        smallest = size;
        minutes += amount * size;
        rest = after.trim_start_matches([' ', '.', ',']);
    }
    Some(minutes)
}

/// Which decimal sign the seconds of a clock text use, when they have decimals: `00:04:33,1`.
pub fn evidence(text: &[u8]) -> Option<Style> {
    if !text.contains(&b':') {
        return None;
    }
    match text.iter().rev().find(|byte| !byte.is_ascii_digit()) {
        Some(b'.') => Some(Style::Point),
        Some(b',') => Some(Style::Comma),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_in_minutes() {
        for (text, seconds) in [
            ("20:46", 1246.0),
            ("1:41:16", 6076.0),
            ("00:08:02.2", 482.2),
            ("00:04:33,1", 273.1),
            ("0 days 00:50:01", 3001.0),
            ("1 days 02:00:00.500000", 93_600.5),
            ("1 day, 2:00:00", 93_600.0),
            ("10:00.0", 600.0),
            (":34", 34.0),
            ("144:57:24", 521_844.0),
            ("1h 2min", 3720.0),
            ("57min", 3420.0),
            ("1 hr 30 min 5 s", 5405.0),
            ("PT1H2M3S", 3723.0),
            ("0:00", 0.0),
        ] {
            let minutes = read(text).unwrap_or_else(|| panic!("{text}"));
            assert!((minutes * 60.0 - seconds).abs() < 1e-6, "{text}: {minutes}");
        }
    }

    #[test]
    fn what_is_no_duration() {
        for text in [
            "",
            "46",
            "02:43:09.70.1",
            "1:2:3:4",
            "1:75",
            "1:00:61",
            "5min 1h",
            "--",
            "1:a",
            "-1:00",
            "1h x",
            ":",
            "1:5",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_decimals_of_seconds_show_the_style_of_the_file() {
        assert_eq!(evidence(b"00:04:33,1"), Some(Style::Comma));
        assert_eq!(evidence(b"00:08:02.2"), Some(Style::Point));
        assert_eq!(evidence(b"20:46"), None);
        assert_eq!(evidence(b"3,40"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = read(&text);
            let _ = evidence(text.as_bytes());
        }
    }
}
