//! Times as apps write them: ISO 8601, and patterns with months and weekdays in many languages.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// A time as read: a wall clock, and the offset when the text states one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The wall clock.
    pub wall: DateTime,
    /// The offset from UTC in seconds, when the text states it.
    pub offset_s: Option<i32>,
    /// Whether the text is a day without a time of day.
    pub is_day: bool,
}

/// The names of the months, lower case, without accents and dots; a name of three or more letters may be cut.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "enero", "janvier", "stycznia", "styczen", "janeiro", "januari", "gennaio", "jaenner"],
    &["february", "februar", "febrero", "fevrier", "lutego", "luty", "fevereiro", "februari", "febbraio"],
    &["march", "maerz", "marz", "mrz", "marzo", "mars", "marca", "marzec", "marco", "maart", "mrt"],
    &["april", "abril", "avril", "kwietnia", "kwiecien", "aprile"],
    &["may", "mai", "mayo", "maja", "maj", "maio", "maggio", "mei"],
    &["june", "juni", "junio", "juin", "czerwca", "czerwiec", "junho", "giugno"],
    &["july", "juli", "julio", "juillet", "juil", "lipca", "lipiec", "julho", "luglio"],
    &["august", "agosto", "aout", "sierpnia", "sierpien", "augusti", "augustus"],
    &["september", "septiembre", "setiembre", "septembre", "wrzesnia", "wrzesien", "setembro", "settembre", "sept"],
    &["october", "oktober", "octubre", "octobre", "pazdziernika", "pazdziernik", "outubro", "ottobre"],
    &["november", "noviembre", "novembre", "listopada", "listopad", "novembro"],
    &["december", "dezember", "diciembre", "decembre", "grudnia", "grudzien", "dezembro", "dicembre"],
];

/// Lower case, without accents: what names are compared by.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ã' | 'å' | 'ą' => folded.push('a'),
            'ä' => folded.push_str("ae"),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ñ' | 'ń' => folded.push('n'),
            'ó' | 'ò' | 'ô' | 'õ' => folded.push('o'),
            'ö' => folded.push_str("oe"),
            'ú' | 'ù' | 'û' => folded.push('u'),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'ł' => folded.push('l'),
            'ś' | 'š' => folded.push('s'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            other => folded.push(other),
        }
    }
    folded
}

/// The month of a name or of its first letters, in any known language; `None` when no or several months fit.
fn month(name: &str) -> Option<i8> {
    let folded = fold(name.trim_end_matches('.'));
    let numbered = || (1_i8..).zip(MONTHS.iter());
    if let Some((number, _)) = numbered().find(|(_, names)| names.contains(&folded.as_str())) {
        return Some(number);
    }
    if folded.chars().count() < 3 {
        return None;
    }
    let mut fitting = numbered().filter(|(_, names)| names.iter().any(|name| name.starts_with(&folded)));
    let (number, _) = fitting.next()?;
    fitting.next().is_none().then_some(number)
}

fn two(text: &[u8], at: usize) -> Option<i8> {
    let digit = |at: usize| text.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte.wrapping_sub(b'0'));
    let (tens, ones) = (digit(at)?, digit(at.wrapping_add(1))?);
    i8::try_from(tens.wrapping_mul(10).wrapping_add(ones)).ok()
}

/// Reads `2026-11-23`, `2026-11-23 07:10[:05[.123]]` with `T` or a blank between, and an offset behind:
/// `Z`, `+01:00`, `+0100`, `+01`, ` UTC`.
pub fn read_iso(text: &str) -> Option<Written> {
    let bytes = text.as_bytes();
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let (century, years) = (two(bytes, 0)?, two(bytes, 2)?);
    let year = i16::from(century).wrapping_mul(100).wrapping_add(i16::from(years));
    let date = Date::new(year, two(bytes, 5)?, two(bytes, 8)?).ok()?;
    if bytes.len() == 10 {
        return Some(Written { wall: date.to_datetime(Time::midnight()), offset_s: None, is_day: true });
    }
    if !matches!(bytes.get(10), Some(b'T' | b' ' | b't')) || bytes.get(13) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (two(bytes, 11)?, two(bytes, 14)?);
    let mut rest = text.get(16..)?;
    let (mut second, mut nanos) = (0, 0);
    if let Some(after) = rest.strip_prefix(':') {
        second = two(after.as_bytes(), 0)?;
        rest = after.get(2..)?;
        if let Some(after) = rest.strip_prefix(['.', ',']) {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let (digits, behind) = after.split_at(end);
            nanos = fraction(digits)?;
            rest = behind;
        }
    }
    let offset_s = if rest.is_empty() { None } else { Some(read_offset(rest)?) };
    let time = Time::new(hour, minute, second, nanos).ok()?;
    Some(Written { wall: date.to_datetime(time), offset_s, is_day: false })
}

/// Nanoseconds of the digits behind the decimal sign.
fn fraction(digits: &str) -> Option<i32> {
    if digits.is_empty() || digits.len() > 12 {
        return None;
    }
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().ok()
}

/// Reads an offset from UTC in seconds: `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `+01`, `UTC-04:00`, `UTCZ`.
///
/// An offset of more than 14 hours is none: no place on Earth has it.
pub fn read_offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text).trim();
    if matches!(text, "" | "Z" | "z") {
        return Some(0);
    }
    let (negative, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (false, digits),
        ("-", digits) => (true, digits),
        _ => text.strip_prefix('\u{2212}').map(|digits| (true, digits))?,
    };
    let bytes = digits.as_bytes();
    let (hours, minutes) = match bytes {
        [_, _] => (two(bytes, 0)?, 0),
        [_, _, b':', _, _] => (two(bytes, 0)?, two(bytes, 3)?),
        [_, _, _, _] => (two(bytes, 0)?, two(bytes, 2)?),
        _ => return None,
    };
    let seconds = i32::from(hours).checked_mul(3600)?.checked_add(i32::from(minutes).checked_mul(60)?)?;
    (seconds <= 14 * 3600 && minutes < 60).then(|| if negative { seconds.wrapping_neg() } else { seconds })
}

/// The offset as a type; `None` beyond what is taken.
pub fn offset_of(seconds: i32) -> Option<Offset> {
    Offset::from_seconds(seconds).ok()
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `23/11/2026`
    DayFirst,
    /// `11/23/2026`
    MonthFirst,
}

/// One piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    ShortYear,
    Month,
    MonthName,
    Day,
    DayOrdinal,
    OneOfBoth,
    OtherOfBoth,
    Hour,
    Hour12,
    Minute,
    Second,
    Fraction,
    Half,
    Weekday,
    Offset,
    Words,
    Text(char),
}

const PIECES: &[(&str, Piece)] = &[
    ("YYYY", Piece::Year),
    ("YY", Piece::ShortYear),
    ("MMM", Piece::MonthName),
    ("MM", Piece::Month),
    ("Do", Piece::DayOrdinal),
    ("DD", Piece::Day),
    ("AA", Piece::OneOfBoth),
    ("BB", Piece::OtherOfBoth),
    ("hh", Piece::Hour),
    ("HH", Piece::Hour12),
    ("mm", Piece::Minute),
    ("ss", Piece::Second),
    (".f", Piece::Fraction),
    ("AP", Piece::Half),
    ("WWW", Piece::Weekday),
    ("ZZ", Piece::Offset),
    ("*", Piece::Words),
];

/// Reads Unix seconds, or milliseconds, as which anything beyond the year 5138 is meant.
pub fn read_unix(text: &str) -> Option<Written> {
    let number: i64 = text.trim().parse().ok().filter(|number| *number >= 100_000_000)?;
    let at = if number < 100_000_000_000 {
        jiff::Timestamp::from_second(number)
    } else {
        jiff::Timestamp::from_millisecond(number)
    };
    Some(Written { wall: Offset::UTC.to_datetime(at.ok()?), offset_s: Some(0), is_day: false })
}

/// A form of time text: `iso`, `unix`, or a pattern such as `MMM DD, YYYY, HH:mm:ss AP`.
///
/// `YYYY` `YY` year, `MM` month, `MMM` its name in any language, `DD` day, `Do` day with ending (22nd),
/// `AA` and `BB` day and month in an order that only the file tells, `hh` hour of 24, `HH` hour of 12 with `AP` (AM, PM), `mm` `ss` minutes and seconds, `.f` decimals of the
/// second if there are any, `WWW` weekday, `ZZ` offset. Numbers may have one digit or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    text: String,
    pieces: Option<Vec<Piece>>,
}

impl Form {
    /// Reads the name of a form; `None` when a pattern has no date in it.
    pub fn new(text: &str) -> Option<Form> {
        if text == "iso" || text == "unix" {
            return Some(Form { text: text.to_owned(), pieces: None });
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            match PIECES.iter().find(|(name, _)| rest.starts_with(name)) {
                Some((name, piece)) => {
                    pieces.push(piece.clone());
                    rest = rest.get(name.len()..)?;
                }
                None => {
                    pieces.push(Piece::Text(first));
                    rest = rest.get(first.len_utf8()..)?;
                }
            }
        }
        let has = |wanted: &[Piece]| pieces.iter().any(|piece| wanted.contains(piece));
        let both = has(&[Piece::OneOfBoth]) && has(&[Piece::OtherOfBoth]);
        let dated = has(&[Piece::Year, Piece::ShortYear])
            && (both || has(&[Piece::Month, Piece::MonthName]))
            && (both || has(&[Piece::Day, Piece::DayOrdinal]));
        dated.then(|| Form { text: text.to_owned(), pieces: Some(pieces) })
    }

    /// The form as it was named.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it does not say which of two numbers is the day.
    pub fn has_either(&self) -> bool {
        self.pieces.iter().flatten().any(|piece| *piece == Piece::OneOfBoth)
    }

    /// Reads a time in this form; where the form leaves it open, the day is the first number.
    pub fn read(&self, text: &str) -> Option<Written> {
        self.read_in(text, Order::DayFirst)
    }

    /// Reads a time in this form; where the form leaves it open, this order says which number is the day.
    pub fn read_in(&self, text: &str, order: Order) -> Option<Written> {
        match &self.pieces {
            None if self.text == "unix" => read_unix(text),
            None => read_iso(text),
            Some(pieces) => read_pieces(pieces, text, order),
        }
    }
}

struct Parts {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
    second: i8,
    nanos: i32,
    afternoon: Option<bool>,
    offset_s: Option<i32>,
}

fn number(rest: &str, longest: usize) -> Option<(i16, &str)> {
    let end = rest.bytes().take(longest).take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at_checked(end)?;
    Some((digits.parse().ok()?, after))
}

fn small(rest: &str) -> Option<(i8, &str)> {
    let (value, after) = number(rest, 2)?;
    Some((i8::try_from(value).ok()?, after))
}

fn word(rest: &str) -> (&str, &str) {
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    (word, after.strip_prefix('.').unwrap_or(after))
}

fn read_pieces(pieces: &[Piece], text: &str, order: Order) -> Option<Written> {
    let mut parts =
        Parts { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, nanos: 0, afternoon: None, offset_s: None };
    let mut rest = text.trim();
    for piece in pieces {
        let piece = match (piece, order) {
            (Piece::OneOfBoth, Order::DayFirst) | (Piece::OtherOfBoth, Order::MonthFirst) => &Piece::Day,
            (Piece::OneOfBoth | Piece::OtherOfBoth, _) => &Piece::Month,
            (piece, _) => piece,
        };
        rest = read_piece(piece, rest, &mut parts)?;
    }
    if !rest.trim().is_empty() {
        return None;
    }
    let hour = match parts.afternoon {
        None => parts.hour,
        Some(_) if !(1..=12).contains(&parts.hour) => return None,
        Some(afternoon) => (parts.hour % 12).checked_add(if afternoon { 12 } else { 0 })?,
    };
    let time = Time::new(hour, parts.minute, parts.second, parts.nanos).ok()?;
    let date = Date::new(parts.year, parts.month, parts.day).ok()?;
    let is_day = !pieces.iter().any(|piece| matches!(piece, Piece::Hour | Piece::Hour12));
    Some(Written { wall: date.to_datetime(time), offset_s: parts.offset_s, is_day })
}

fn read_piece<'t>(piece: &Piece, rest: &'t str, parts: &mut Parts) -> Option<&'t str> {
    let after;
    match piece {
        Piece::Year => {
            (parts.year, after) = number(rest, 4).filter(|(year, _)| *year >= 1000)?;
        }
        Piece::ShortYear => {
            let (year, behind) = small(rest)?;
            (parts.year, after) = (i16::from(year).checked_add(2000)?, behind);
        }
        Piece::Month | Piece::OneOfBoth | Piece::OtherOfBoth => (parts.month, after) = small(rest)?,
        Piece::MonthName => {
            let (name, behind) = word(rest);
            (parts.month, after) = (month(name)?, behind);
        }
        Piece::Day => (parts.day, after) = small(rest)?,
        Piece::DayOrdinal => {
            let (day, behind) = small(rest)?;
            let (_, behind) = word(behind.trim_start_matches(['º', 'ª', '°']));
            (parts.day, after) = (day, behind);
        }
        Piece::Hour | Piece::Hour12 => (parts.hour, after) = small(rest)?,
        Piece::Minute => (parts.minute, after) = small(rest)?,
        Piece::Second => (parts.second, after) = small(rest)?,
        Piece::Fraction => match rest.strip_prefix(['.', ',']) {
            None => after = rest,
            Some(digits) => {
                let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
                let (digits, behind) = digits.split_at_checked(end)?;
                (parts.nanos, after) = (fraction(digits)?, behind);
            }
        },
        Piece::Half => {
            let letters: String = rest.chars().filter(|c| c.is_alphabetic()).collect();
            parts.afternoon = Some(match fold(&letters).as_str() {
                "am" => false,
                "pm" => true,
                _ => return None,
            });
            // Also "a.m." and "p. m.": nothing but the half of the day may follow.
            after = "";
        }
        Piece::Weekday => {
            let (name, behind) = word(rest);
            after = if name.is_empty() { return None } else { behind };
        }
        Piece::Offset => {
            parts.offset_s = Some(read_offset(rest)?);
            after = "";
        }
        // All but the last word.
        Piece::Words => after = rest.get(rest.rfind(char::is_whitespace)?..)?,
        // Apps use several kinds of blanks, and sometimes none.
        Piece::Text(c) if c.is_whitespace() => after = rest.trim_start(),
        // 08h10, as in French and Portuguese.
        Piece::Text(':') => after = rest.strip_prefix([':', 'h'])?,
        Piece::Text(c) => after = rest.strip_prefix(*c)?,
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, text: &str, wanted: &str) {
        let read = Form::new(form).unwrap_or_else(|| panic!("{form}")).read(text);
        let read = read.unwrap_or_else(|| panic!("{form}: {text}"));
        assert_eq!(read.wall.to_string(), wanted, "{form}: {text}");
    }

    #[test]
    fn iso_in_its_variants() {
        for (text, wall, offset) in [
            ("2026-11-23", "2026-11-23T00:00:00", None),
            ("2026-11-23 07:10", "2026-11-23T07:10:00", None),
            ("2026-11-23T07:10:05", "2026-11-23T07:10:05", None),
            ("2026-11-23T07:10:05.250Z", "2026-11-23T07:10:05.25", Some(0)),
            ("2026-11-23T07:10:05+01:00", "2026-11-23T07:10:05", Some(3600)),
            ("2026-11-23 07:10:05 +0530", "2026-11-23T07:10:05", Some(19_800)),
            ("2026-11-23T07:10-04", "2026-11-23T07:10:00", Some(-14_400)),
        ] {
            let read = read_iso(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.wall.to_string().as_str(), read.offset_s), (wall, offset), "{text}");
        }
        for bad in ["2026-02-30", "2026-11-23T25:00", "2026-11-23T07:10:05+15:00", "2026-11-2", "2026-11-23x", ""] {
            assert_eq!(read_iso(bad), None, "{bad}");
        }
    }

    #[test]
    fn patterns_with_names_in_many_languages() {
        check("MMM DD, YYYY, HH:mm:ss AP", "Jul 14, 2020, 10:36:55 PM", "2020-07-14T22:36:55");
        check("MMM DD, YYYY, HH:mm:ss AP", "Jul 14, 2020, 12:06:55\u{202f}AM", "2020-07-14T00:06:55");
        check("DD.MM.YYYY, hh:mm:ss", "21.07.2026, 15:09:27", "2026-07-21T15:09:27");
        check("WWW, DD MMM YYYY hh:mm", "lun., 30 juin 2014 7:03", "2014-06-30T07:03:00");
        check("Do MMM YYYY", "22nd Sep 2020", "2020-09-22T00:00:00");
        check("DD MMM YYYY, hh:mm", "29 Jun 2024, 10:39", "2024-06-29T10:39:00");
        check("DD MMM YYYY", "7 września 2023", "2023-09-07T00:00:00");
        check("DD de MMM de YYYY, hh:mm:ss", "3 de mar. de 2021, 06:05:04", "2021-03-03T06:05:04");
        check("DD MMM YYYY à hh:mm:ss", "5 août 2021 à 06:05:04", "2021-08-05T06:05:04");
        check("DD MMM YYYY", "1. März 2022".replace('.', "").as_str(), "2022-03-01T00:00:00");
    }

    #[test]
    fn two_numbers_are_day_and_month_in_the_order_that_is_told() {
        let form = Form::new("AA/BB/YYYY HH:mm AP").unwrap();
        let read = |order| form.read_in("3/4/2026 7:30 AM", order).map(|read| read.wall.to_string());
        assert_eq!(read(Order::DayFirst).as_deref(), Some("2026-04-03T07:30:00"));
        assert_eq!(read(Order::MonthFirst).as_deref(), Some("2026-03-04T07:30:00"));
        assert!(form.read_in("3/14/2026 7:30 AM", Order::DayFirst).is_none());
        assert!(form.has_either() && !Form::new("DD/MM/YYYY").unwrap().has_either());
    }

    #[test]
    fn unix_times_are_seconds_or_milliseconds() {
        check("unix", "1763878200", "2025-11-23T06:10:00");
        check("unix", "1763878200250", "2025-11-23T06:10:00.25");
        assert_eq!(Form::new("unix").unwrap().read("20251123"), None);
    }

    #[test]
    fn a_day_without_a_time_of_day_says_so() {
        let is_day = |form: &str, text: &str| Form::new(form).unwrap().read(text).unwrap().is_day;
        assert!(is_day("iso", "2026-11-23") && is_day("Do MMM YYYY", "22nd Sep 2020"));
        assert!(!is_day("iso", "2026-11-23 00:00") && !is_day("DD.MM.YYYY hh:mm", "23.11.2026 00:00"));
    }

    #[test]
    fn a_day_may_be_the_last_word_of_a_title() {
        check("* YYYYMMDD", "Food Log 20191001", "2019-10-01T00:00:00");
        assert_eq!(Form::new("* YYYYMMDD").unwrap().read("20191001"), None);
    }

    #[test]
    fn what_does_not_fit_is_no_time() {
        let form = Form::new("MMM DD, YYYY, HH:mm:ss AP").unwrap();
        for bad in ["Jul 32, 2020, 10:36:55 PM", "Foo 14, 2020, 10:36:55 PM", "Jul 14, 2020, 13:36:55 PM", "Ju", ""] {
            assert_eq!(form.read(bad), None, "{bad}");
        }
        assert_eq!(Form::new("hh:mm"), None);
        // Three letters that begin two months are neither.
        assert_eq!(month("ju"), None);
        assert_eq!(month("jun"), Some(6));
    }

    #[test]
    fn no_place_on_earth_is_more_than_fourteen_hours_from_utc() {
        assert_eq!(read_offset("UTC-04:00"), Some(-14_400));
        assert_eq!(read_offset("UTCZ"), Some(0));
        assert_eq!(read_offset("+14:00"), Some(50_400));
        assert_eq!(read_offset("+14:30"), None);
        assert_eq!(read_offset("7200000"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*", form in "[YMDhHmsAPWZ ,.:/-]{0,20}") {
            let _ = read_iso(&text);
            let _ = read_offset(&text);
            if let Some(form) = Form::new(&form) {
                let _ = form.read(&text);
            }
        }
    }
}
