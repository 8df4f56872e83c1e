//! The times of this app: `2026-11-23 07:10:00 +0100`, on a phone with a 12-hour clock `2026-11-23 7:10:00 AM +0100`
//! (with a narrow no-break space before the AM since iOS 17), and bare days.

use jiff::civil::Date;

use super::Walk;
use crate::record::Wrong;
use crate::time::WrittenTime;
use crate::wire::json::element::Members;
use crate::wire::json::sheet::Fault;
use crate::wire::json::tree::Node;
use crate::wire::when;

const WANTED: Wrong = Wrong::NotATime { wanted: "2026-11-23 07:10:00 +0100" };

/// A time of the app.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    /// The time.
    pub(super) time: WrittenTime,
    /// The day that is written.
    pub(super) date: Date,
    /// Whether it is the first moment of that day, as what is summed up by day has it.
    pub(super) is_midnight: bool,
}

impl Walk<'_> {
    /// Takes a time out that must be there.
    pub(super) fn stamp(&self, members: &mut Members, name: &str) -> Result<Stamp, Fault> {
        self.stamp_if_there(members, name)?.ok_or_else(|| Fault::missing(name))
    }

    /// Takes a time out that may be missing.
    pub(super) fn stamp_if_there(&self, members: &mut Members, name: &str) -> Result<Option<Stamp>, Fault> {
        let Some(node) = members.take(name) else { return Ok(None) };
        let read = match &node {
            Node::Text(text) => self.read_stamp(text),
            _ => Err(WANTED),
        };
        read.map(Some).map_err(|wrong| Fault::at(name, &node, wrong))
    }

    /// Reads a time of the app.
    pub(super) fn read_stamp(&self, text: &str) -> Result<Stamp, Wrong> {
        let (plain, is_midnight) = plain(text).ok_or(WANTED)?;
        let date: Date = plain.get(..10).and_then(|day| day.parse().ok()).ok_or(WANTED)?;
        let zone = self.reading.zone;
        let read = if plain.len() == 10 { when::read_day(&plain, zone) } else { when::read(&plain, zone) };
        let mut time = read.map_err(|wrong| if matches!(wrong, Wrong::NotATime { .. }) { WANTED } else { wrong })?;
        when::not_ahead(time.at, self.reading.now)?;
        text.clone_into(&mut time.text);
        Ok(Stamp { time, date, is_midnight })
    }
}

/// The time on a clock of 24 hours, and whether it is midnight.
fn plain(text: &str) -> Option<(String, bool)> {
    let mut parts = text.split_whitespace();
    let date = parts.next().filter(|date| date.len() == 10 || date.contains('T'))?;
    let Some(clock) = parts.next() else {
        return Some((date.to_owned(), date.len() == 10 || date.contains("T00:00:00")));
    };
    let mut half = None;
    let mut offset = "";
    for part in parts {
        match Half::of(part) {
            Some(found) if half.is_none() && offset.is_empty() => half = Some(found),
            None if offset.is_empty() => offset = part,
            _ => return None,
        }
    }
    let (hour, rest) = clock.split_at_checked(clock.find(':')?)?;
    let hour: u8 = hour.parse().ok().filter(|_| hour.len() <= 2)?;
    let hour = match half {
        None => hour,
        Some(half) => half.hour(hour)?,
    };
    let is_midnight = hour == 0 && matches!(rest, ":00" | ":00:00");
    let space = if offset.is_empty() { "" } else { " " };
    Some((format!("{date} {hour:02}{rest}{space}{offset}"), is_midnight))
}

/// Which half of the day a clock of 12 hours means.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    fn of(text: &str) -> Option<Half> {
        match text.to_ascii_lowercase().replace('.', "").as_str() {
            "am" => Some(Half::Morning),
            "pm" => Some(Half::Afternoon),
            _ => None,
        }
    }

    /// Twelve stands for none.
    fn hour(self, hour: u8) -> Option<u8> {
        let hour = match hour {
            12 => 0,
            1..=11 => hour,
            _ => return None,
        };
        Some(match self {
            Half::Morning => hour,
            Half::Afternoon => hour.saturating_add(12),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_clocks_are_read() {
        for (text, wanted, is_midnight) in [
            ("2026-11-23 07:10:00 +0100", "2026-11-23 07:10:00 +0100", false),
            ("2026-11-23 7:10:00 AM +0100", "2026-11-23 07:10:00 +0100", false),
            ("2026-11-23 7:10:00\u{202f}am +0100", "2026-11-23 07:10:00 +0100", false),
            ("2026-11-23 4:51:59\u{a0}p.m. -0800", "2026-11-23 16:51:59 -0800", false),
            ("2026-11-23 12:00:00 AM +0100", "2026-11-23 00:00:00 +0100", true),
            ("2026-11-23 12:00:00 PM +0100", "2026-11-23 12:00:00 +0100", false),
            ("2026-11-23 00:00:00 +0100", "2026-11-23 00:00:00 +0100", true),
            ("2026-11-23 00:00:01 +0100", "2026-11-23 00:00:01 +0100", false),
            ("2026-11-23 07:10", "2026-11-23 07:10", false),
            ("2026-11-23", "2026-11-23", true),
            ("2026-11-23T07:10:00+01:00", "2026-11-23T07:10:00+01:00", false),
        ] {
            assert_eq!(plain(text), Some((wanted.to_owned(), is_midnight)), "{text}");
        }
        for text in ["", "now", "2026-11-23 13:00:00 PM +0100", "2026-11-23 0:10:00 AM", "2026-11-23 7 AM +0100"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
