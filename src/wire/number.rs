//! Numbers as apps write them: with a decimal point or comma, with or without separated thousands.

/// Which sign separates the whole part from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

impl Style {
    /// The name used in dialects and reports.
    pub fn name(self) -> &'static str {
        match self {
            Style::Point => "point",
            Style::Comma => "comma",
        }
    }
}

/// What one cell says about the style of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It can only be read in this style.
    For(Style),
    /// It reads in both styles, as two different numbers.
    Either,
    /// It reads the same in both styles, or is no number.
    Nothing,
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unread {
    /// Not a number in either style.
    NotANumber,
    /// A number in both styles, and nothing tells which.
    TwoReadings {
        /// Read with a decimal point.
        point: f64,
        /// Read with a decimal comma.
        comma: f64,
    },
}

/// Powers of ten that a double holds exactly.
const TENS: [f64; 19] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

/// Reads a plain number: digits and at most one decimal point, exactly as the standard library would, but
/// without its detours. `None` sends the caller to the careful way.
fn quick(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut mantissa, mut decimals, mut point) = (0_u64, 0_usize, false);
    for byte in digits {
        match byte {
            // At most 16 digits: far below what 64 bits hold.
            b'0'..=b'9' => {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte.wrapping_sub(b'0')));
                decimals = decimals.wrapping_add(usize::from(point));
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    // Below 2^53 both the digits and the power of ten are exact, so one division rounds once: correctly.
    if mantissa >= 1 << 53 || (point && decimals == 0) || digits.first() == Some(&b'.') {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 every whole number is exact")]
    let value = mantissa as f64 / TENS.get(decimals)?;
    Some(if negative { -value } else { value })
}

/// Signs that only group digits.
const GROUPS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];

/// What stands in the cell once signs that only group digits (blanks, apostrophes) are gone. They do so only before
/// three digits each: elsewhere they stand between two things, as in `120 80` and `5'30`.
fn bare(text: &str) -> String {
    let text = text.trim();
    if text.contains(GROUPS) && is_grouped(text) {
        text.chars().filter(|c| !GROUPS.contains(c)).collect()
    } else {
        text.to_owned()
    }
}

/// Whether such signs stand before three digits each, as in `12 345,6`.
fn is_grouped(text: &str) -> bool {
    let whole = text.split([',', '.']).next().unwrap_or_default();
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.trim_start_matches(['-', '+', '\u{2212}']).split(GROUPS);
    let first = groups.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && first != "0" && all_digits(first);
    is_first
        && !text.strip_prefix(whole).is_some_and(|rest| rest.contains(GROUPS))
        && groups.all(|group| group.len() == 3 && all_digits(group))
}

/// Reads a number in one style; `None` when it is none. Groups of thousands must be groups of three.
pub fn read_as(text: &str, style: Style) -> Option<f64> {
    let bare = bare(text);
    let unsigned = bare.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(&bare);
    let negative = bare.starts_with(['-', '\u{2212}']);
    let (decimal, group) = match style {
        Style::Point => ('.', ','),
        Style::Comma => (',', '.'),
    };
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, rest) = match number.split_once(decimal) {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (number, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let mut plain = first.to_owned();
    let mut grouped = false;
    for part in groups {
        if part.len() != 3 || !digits(part) {
            return None;
        }
        grouped = true;
        plain.push_str(part);
    }
    let fits = digits(first) && (!grouped || (first.len() <= 3 && first != "0"));
    if !fits || rest.is_some_and(|rest| !digits(rest)) {
        return None;
    }
    if let Some(rest) = rest {
        plain.push('.');
        plain.push_str(rest);
    }
    if let Some(exponent) = exponent {
        plain.push('e');
        plain.push_str(exponent);
    }
    // So many digits are infinity, which is no number that anybody measured.
    let value: f64 = plain.parse().ok().filter(|value: &f64| value.is_finite())?;
    Some(if negative { -value } else { value })
}

/// What a cell says about the style of its column.
pub fn evidence(text: &[u8]) -> Evidence {
    let Some(at) = text.iter().position(|byte| matches!(byte, b',' | b'.')) else { return Evidence::Nothing };
    // Nearly every cell is digits around one sign; the others are looked at more closely.
    let (before, after) = text.split_at(at);
    let before = before.strip_prefix(b"-").unwrap_or(before);
    if let Some((sign, after)) = after.split_first()
        && !before.is_empty()
        && !after.is_empty()
        && before.iter().chain(after).all(u8::is_ascii_digit)
    {
        let is_group = after.len() == 3 && before.len() <= 3 && before != b"0";
        return match sign {
            _ if is_group => Evidence::Either,
            b',' => Evidence::For(Style::Comma),
            _ => Evidence::For(Style::Point),
        };
    }
    let Ok(text) = std::str::from_utf8(text) else { return Evidence::Nothing };
    match (read_as(text, Style::Point), read_as(text, Style::Comma)) {
        (Some(_), None) => Evidence::For(Style::Point),
        (None, Some(_)) => Evidence::For(Style::Comma),
        (Some(point), Some(comma)) if point != comma => Evidence::Either,
        _ => Evidence::Nothing,
    }
}

/// Reads a number. A text that only one style can read is read in that one; `style` decides the others.
///
/// # Errors
/// [`Unread::TwoReadings`] when both styles read it, differently, and `style` is not known.
pub fn read(text: &str, style: Option<Style>) -> Result<f64, Unread> {
    if style != Some(Style::Comma)
        && let Some(value) = quick(text.as_bytes())
        && (style.is_some() || !text.contains('.'))
    {
        return Ok(value);
    }
    match (read_as(text, Style::Point), read_as(text, Style::Comma)) {
        (None, None) => Err(Unread::NotANumber),
        (Some(value), None) | (None, Some(value)) => Ok(value),
        (Some(point), Some(comma)) => match style {
            Some(Style::Point) => Ok(point),
            Some(Style::Comma) => Ok(comma),
            None if point == comma => Ok(point),
            None => Err(Unread::TwoReadings { point, comma }),
        },
    }
}

/// Whether the number is written without decimals, in the style it would be read in.
pub fn is_whole(text: &str, style: Option<Style>) -> bool {
    let decimal = match style {
        Some(Style::Comma) => ',',
        Some(Style::Point) | None => '.',
    };
    match evidence(text.as_bytes()) {
        Evidence::Nothing => true,
        Evidence::For(Style::Point) => !text.contains('.'),
        Evidence::For(Style::Comma) => !text.contains(','),
        Evidence::Either => !text.contains(decimal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_all_numbers_is_none() {
        for text in ["4e402", "-1e999", &"9".repeat(400)] {
            assert_eq!(read(text, None), Err(Unread::NotANumber), "{text}");
        }
    }

    #[test]
    fn one_text_two_numbers() {
        for (text, point, comma) in [
            ("4.23", Some(4.23), None),
            ("3,40", None, Some(3.4)),
            ("1,195", Some(1195.0), Some(1.195)),
            ("1.195", Some(1.195), Some(1195.0)),
            ("1,006.5", Some(1006.5), None),
            ("1.006,5", None, Some(1006.5)),
            ("1,234,567", Some(1_234_567.0), None),
            ("0,123", None, Some(0.123)),
            ("12,34,567", None, None),
            ("1 234,5", None, Some(1234.5)),
            ("12 345 678", Some(12_345_678.0), Some(12_345_678.0)),
            ("-1 234", Some(-1234.0), Some(-1234.0)),
            ("1 23", None, None),
            ("1234 567", None, None),
            ("1 234 5", None, None),
            ("1,5 234", None, None),
            ("1 234.5 678", None, None),
            ("0 123", None, None),
            ("120 80", None, None),
            ("12 5", None, None),
            ("5'30", None, None),
            ("5' 300", None, None),
            ("1'2345", None, None),
            ("1\u{202f}234,5", None, Some(1234.5)),
            ("1'234.5", Some(1234.5), None),
            ("-5", Some(-5.0), Some(-5.0)),
            ("5.", None, None),
            (".5", None, None),
            ("1e3", Some(1000.0), Some(1000.0)),
            ("NaN", None, None),
            ("inf", None, None),
            ("0x10", None, None),
            ("", None, None),
            ("-", None, None),
            ("1e", None, None),
        ] {
            assert_eq!(read_as(text, Style::Point), point, "{text} with a point");
            assert_eq!(read_as(text, Style::Comma), comma, "{text} with a comma");
        }
    }

    #[test]
    fn the_column_decides_what_a_cell_cannot() {
        assert_eq!(read("1,195", Some(Style::Point)), Ok(1195.0));
        assert_eq!(read("1,195", Some(Style::Comma)), Ok(1.195));
        assert_eq!(read("1,195", None), Err(Unread::TwoReadings { point: 1195.0, comma: 1.195 }));
        assert_eq!(read("1.195", None), Err(Unread::TwoReadings { point: 1.195, comma: 1195.0 }));
        // One reading is enough, whatever the rest of the column looks like.
        assert_eq!(read("4.23", Some(Style::Comma)), Ok(4.23));
        assert_eq!(evidence(b"2.932"), Evidence::Either);
        assert_eq!(evidence(b"3,40"), Evidence::For(Style::Comma));
        assert_eq!(evidence(b"340"), Evidence::Nothing);
    }

    #[test]
    fn whole_means_written_without_decimals() {
        assert!(is_whole("1,200", Some(Style::Point)));
        assert!(!is_whole("1,200", Some(Style::Comma)));
        assert!(is_whole("850", None));
        assert!(!is_whole("3.38", Some(Style::Point)));
    }

    proptest::proptest! {
        #[test]
        fn the_quick_way_agrees_with_the_standard_library(text in "-?[0-9]{1,9}(\\.[0-9]{1,7})?") {
            let value: f64 = text.parse().unwrap();
            proptest::prop_assert_eq!(read(&text, Some(Style::Point)).unwrap().to_bits(), value.to_bits());
        }

        #[test]
        fn the_quick_look_sees_what_the_close_one_does(text in "-?[0-9]{1,4}[.,][0-9]{1,4}") {
            let close = match (read_as(&text, Style::Point), read_as(&text, Style::Comma)) {
                (Some(_), None) => Evidence::For(Style::Point),
                (None, Some(_)) => Evidence::For(Style::Comma),
                (Some(_), Some(_)) => Evidence::Either,
                (None, None) => Evidence::Nothing,
            };
            // "000.000" is zero in either style.
            if read_as(&text, Style::Point).is_none_or(|value| value != 0.0) {
                proptest::prop_assert_eq!(evidence(text.as_bytes()), close);
            }
        }

        #[test]
        fn what_is_written_is_read_back(value in proptest::num::f64::NORMAL) {
            proptest::prop_assert_eq!(read(&value.to_string(), Some(Style::Point)), Ok(value));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = read(&text, None);
            let _ = is_whole(&text, None);
        }
    }
}
