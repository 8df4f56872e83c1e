//! A value as text, and what a field's shape makes of it; shared by JSON texts, `log` arguments and our own CSV.

use super::words;
use crate::record::words::WORDS_MOST;
use crate::record::{Shape, Value, Wrong};

/// What joins several words in one text: `calf:left;foot:both`.
pub const JOINED_BY: char = ';';

/// Reads a text as a field of this shape takes it. The range is checked when the value is put in.
///
/// # Errors
/// Why the text cannot be such a value.
pub fn read(shape: Shape, text: &str) -> Result<Value, Wrong> {
    let trimmed = text.trim();
    match shape {
        Shape::Number { unit, .. } => number(trimmed).map(Value::Number).ok_or(Wrong::NotANumber { unit }),
        Shape::Flag => words::flag(trimmed).map(Value::Flag).ok_or(Wrong::NotAFlag),
        Shape::Text { .. } => Ok(Value::Text(text.to_owned())),
        Shape::Word(known) => Ok(Value::Text(word(trimmed, known))),
        Shape::Words(_) | Shape::Sites(_) => list(shape, trimmed.split(JOINED_BY)),
    }
}

/// Several words as a field of this shape takes them; blank ones and "none" are left out.
///
/// Words joined by a comma are taken apart when each of them is known, since "no fever, pain" ticks no pain; places
/// when one of them is.
///
/// # Errors
/// When there are more than one answer keeps.
pub fn list<'a>(shape: Shape, words: impl Iterator<Item = &'a str>) -> Result<Value, Wrong> {
    let known = |text: &str| one_of_many(shape, text);
    let parts = |text: &'a str| {
        let apart = text.contains(',') && known(text).is_none();
        let mut each = text.split(',').map(|part| known(part.trim()).is_some());
        let is_place = matches!(shape, Shape::Sites(_));
        let apart = apart && if is_place { each.any(|known| known) } else { each.all(|known| known) };
        if apart { text.split(',').collect() } else { vec![text] }
    };
    let blank = |text: &&str| text.is_empty() || (known(text).is_none() && words::is_none(text));
    let kept = words.flat_map(parts).map(str::trim).filter(|text| !blank(text));
    let kept = kept.map(|text| known(text).unwrap_or_else(|| text.to_owned()));
    // One more than may be kept shows that there are too many; a flood is not copied.
    let kept: Vec<String> = kept.take(WORDS_MOST.saturating_add(1)).collect();
    if kept.len() > WORDS_MOST { Err(Wrong::TooLarge { most: WORDS_MOST }) } else { Ok(Value::List(kept)) }
}

/// Why a field of this shape refused this value.
pub fn misfit(shape: Shape, value: &Value) -> Wrong {
    let longest = crate::record::field::TEXT_LONGEST;
    match (shape, value) {
        (Shape::Number { unit, low, high }, Value::Number(_)) => Wrong::OutOfRange { unit, low, high },
        (Shape::Number { unit, .. }, _) => Wrong::NotANumber { unit },
        (Shape::Flag, _) => Wrong::NotAFlag,
        (Shape::Text { longest }, _) => Wrong::BadText { longest },
        (Shape::Word(known), _) => Wrong::UnknownWord { known },
        (Shape::Words(_) | Shape::Sites(_), Value::List(_)) => Wrong::BadText { longest },
        (Shape::Words(_) | Shape::Sites(_), _) => Wrong::NotAList,
    }
}

/// A plain decimal number: digits, one point, a sign; no exponent, no "inf", no comma that could mean two things.
pub fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let starts = digits.starts_with(|c: char| c.is_ascii_digit());
    let ends = digits.ends_with(|c: char| c.is_ascii_digit());
    // f64 reads any run of digits; enough of them are infinity.
    if plain && starts && ends { text.parse().ok().filter(|number: &f64| number.is_finite()) } else { None }
}

/// The known word that is meant (`Fußheberschwäche` is `foot_drop`), else the text as written.
fn word(text: &str, known: &[&'static str]) -> String {
    words::read(known, text).map_or_else(|| text.to_owned(), str::to_owned)
}

/// The word of the records that one of several words means; a place with its side. `None` when no list holds it.
pub fn one_of_many(shape: Shape, text: &str) -> Option<String> {
    match shape {
        Shape::Words(known) => words::read(known, text).map(str::to_owned),
        Shape::Sites(_) => words::place(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Vocabulary;
    use crate::record::words::{BodySite, Sign, Worsener};

    #[test]
    fn only_plain_decimals_are_numbers() {
        for (text, value) in [("4", 4.0), ("-0.5", -0.5), ("+12.25", 12.25)] {
            assert_eq!(number(text), Some(value));
        }
        for text in
            ["", "1e3", "inf", "NaN", "1,5", "1.2.3", ".5", "5.", "0x10", "1 000", "--1", "४", &"9".repeat(400)]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_is_known_in_any_case_and_with_spaces() {
        let shape = Shape::Words(Sign::NAMES);
        let read = read(shape, "Foot drop; PAIN ;;wobbly Knee").unwrap();
        assert_eq!(read, Value::List(vec!["foot_drop".into(), "pain".into(), "wobbly Knee".into()]));
    }

    #[test]
    fn a_site_keeps_its_side() {
        let shape = Shape::Sites(BodySite::NAMES);
        assert_eq!(read(shape, "Calf : Left").unwrap(), Value::List(vec!["calf:left".into()]));
        assert_eq!(read(shape, "knee back").unwrap(), Value::List(vec!["knee_back".into()]));
    }

    #[test]
    fn words_of_many_languages_and_a_comma_between_them_are_read() {
        let signs = |text| read(Shape::Words(Sign::NAMES), text).unwrap();
        let list = |words: &[&str]| Value::List(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(signs("geschwollen, Fieber;faible"), list(&["swelling", "fever", "weakness"]));
        assert_eq!(signs("geschwollen, wobbly"), list(&["geschwollen, wobbly"]), "nothing is dropped");
        let sites = read(Shape::Sites(BodySite::NAMES), "linke Wade, beide Füße").unwrap();
        assert_eq!(sites, list(&["calf:left", "foot:both"]));
        let sites = read(Shape::Sites(BodySite::NAMES), "linke Wade, Knie").unwrap();
        assert_eq!(sites, list(&["calf:left", "Knie"]), "a place is not lost beside one that nobody knows");
        assert_eq!(signs("kein Fieber, Schmerz"), list(&["kein Fieber, Schmerz"]));
    }

    #[test]
    fn none_is_asked_and_nothing_ticked() {
        for text in ["none", "keine", ";", "Aucun"] {
            assert_eq!(read(Shape::Words(Sign::NAMES), text), Ok(Value::List(vec![])), "{text}");
        }
        let given = read(Shape::Words(Worsener::NAMES), "none;wobbly").unwrap();
        assert_eq!(given, Value::List(vec!["wobbly".into()]));
    }
}
