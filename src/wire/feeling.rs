//! What a text says of tingling or numbness: "Pins and needles", "numb left foot", "Kribbeln in den Füßen".
//!
//! The words are those of every report (`config/words/*.toml`).

use crate::record::words::{Quality, Vocabulary};

use super::words::{is_vague, place, read as word, tokens};

/// What stands in a dialect for every way to say it.
pub const ANY: &str = "(tingling)";

/// How it feels, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeling {
    /// `tingling` or `numb`; `None` when the text names both, which may mean either.
    pub quality: Option<&'static str>,
    /// Where, as the records hold it: `foot:both`.
    pub place: Option<String>,
}

/// The qualities that the reports are about.
const TINGLING: [&str; 2] = ["tingling", "numb"];

/// Words that join two feelings.
const AND: &[&str] = &["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "of", "en", "och", "eller", "i", "lub"];

/// The most words of a text that are looked at.
const WORDS_MOST: usize = 12;

/// What a text says of tingling or numbness; `None` for everything else, and for a text that says more than how it
/// feels and where ("tingling cream").
pub fn read(text: &str) -> Option<Feeling> {
    let tokens = tokens(text);
    if tokens.len() > WORDS_MOST {
        return None;
    }
    if let Some(quality) = qualities(&tokens) {
        return Some(Feeling { quality, place: None });
    }
    for length in 1..tokens.len() {
        let (left, right) = tokens.split_at_checked(length)?;
        for (feels, rest) in [(left, right), (right, left)] {
            let Some(quality) = qualities(feels) else { continue };
            let rest = rest.join(" ");
            let place = place(&rest);
            if place.is_some() || is_vague(&rest) {
                return Some(Feeling { quality, place });
            }
        }
    }
    None
}

/// The quality that these words name, `Some(None)` for several.
fn qualities(tokens: &[String]) -> Option<Option<&'static str>> {
    let named =
        |tokens: &[String]| word(Quality::NAMES, &tokens.join(" ")).filter(|quality| TINGLING.contains(quality));
    if let Some(quality) = named(tokens) {
        return Some(Some(quality));
    }
    (1..tokens.len()).find_map(|length| {
        let (first, rest) = tokens.split_at_checked(length)?;
        let first = named(first)?;
        let rest = match rest.split_first() {
            Some((joint, rest)) if AND.contains(&joint.as_str()) && !rest.is_empty() => rest,
            _ => rest,
        };
        Some(qualities(rest)?.filter(|other| *other == first))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tingles_is_told_from_what_does_not() {
        let shown = |text: &str| {
            read(text).map(|felt| (felt.quality.unwrap_or("either"), felt.place.unwrap_or_else(|| "-".to_owned())))
        };
        for (text, quality, place) in [
            ("Tingling", "tingling", "-"),
            ("Pins & needles", "tingling", "-"),
            ("Numbness", "numb", "-"),
            ("numbness/tingling", "either", "-"),
            ("Numbness or tingling", "either", "-"),
            ("Taubheit und Kribbeln", "either", "-"),
            ("Kribbeln in den Füßen", "tingling", "foot:both"),
            ("numb left foot", "numb", "foot:left"),
            ("Left calf tingling", "tingling", "calf:left"),
            ("tingling in legs", "tingling", "-"),
            ("Formicolio alle gambe", "tingling", "-"),
            ("fourmillements dans le pied gauche", "tingling", "foot:left"),
            ("tingling and numbness in toes", "either", "toes"),
        ] {
            assert_eq!(shown(text), Some((quality, place.to_owned())), "{text}");
        }
        let others = [
            "Headache",
            "Lower Back Pain",
            "",
            "  ",
            "tingling of the soul",
            "tingling cream",
            "Burning",
            "left foot",
        ];
        for text in others {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
