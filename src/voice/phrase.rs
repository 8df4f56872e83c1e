//! A text in every language that tingled speaks, with its gaps filled.

use std::fmt::Write as _;

/// A language that tingled speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// Every language.
    pub const ALL: &'static [Language] = &[Language::English, Language::German];

    /// The code of each, in the same order.
    pub const CODES: &'static [&'static str] = &["en", "de"];

    /// Its ISO 639-1 code, as in the configuration: `en`, `de`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }

    /// The language of that code.
    pub fn from_code(code: &str) -> Option<Language> {
        Self::ALL.iter().copied().find(|language| language.code() == code)
    }

    /// A number with so many decimals, as it is written in this language: `1.9` or `1,9`.
    pub fn number(self, value: f64, decimals: usize) -> String {
        // A small negative number is not written as minus zero.
        let text = format!("{:.decimals$}", value);
        let text = match text.strip_prefix('-') {
            Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
            _ => text,
        };
        match self {
            Language::English => text,
            Language::German => text.replace('.', ","),
        }
    }

    /// A day as it is said in a sentence: `2 November 2026` or `2. November 2026`.
    pub fn date(self, day: jiff::civil::Date) -> String {
        let month = usize::try_from(day.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
        let month = month.map_or("", |month| month.text(self));
        DATE.with(self, &[("day", &day.day().to_string()), ("month", month), ("year", &day.year().to_string())])
    }

    /// What stands before and after words that are quoted.
    pub fn quotes(self) -> [&'static str; 2] {
        match self {
            Language::English => ["“", "”"],
            Language::German => ["„", "“"],
        }
    }
}

const DATE: Phrase = Phrase { en: "{day} {month} {year}", de: "{day}. {month} {year}" };

const MONTHS: [Phrase; 12] = [
    Phrase { en: "January", de: "Januar" },
    Phrase { en: "February", de: "Februar" },
    Phrase { en: "March", de: "März" },
    Phrase { en: "April", de: "April" },
    Phrase { en: "May", de: "Mai" },
    Phrase { en: "June", de: "Juni" },
    Phrase { en: "July", de: "Juli" },
    Phrase { en: "August", de: "August" },
    Phrase { en: "September", de: "September" },
    Phrase { en: "October", de: "Oktober" },
    Phrase { en: "November", de: "November" },
    Phrase { en: "December", de: "Dezember" },
];

/// One text in every language. Gaps are names in braces, the same in every language: `about {ml} ml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// In English.
    pub en: &'static str,
    /// In German.
    pub de: &'static str,
}

impl Phrase {
    /// The text in a language, gaps as they stand.
    pub fn text(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::German => self.de,
        }
    }

    /// The text with its gaps filled. A gap that nothing fills stays as it is, so that a test can find it.
    pub fn with(&self, language: Language, filled: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.text(language);
        while let Some((before, gap, after)) = next_gap(rest) {
            out.push_str(before);
            match filled.iter().find(|(name, _)| *name == gap) {
                Some((_, value)) => out.push_str(value),
                None => drop(write!(out, "{{{gap}}}")),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The names of the gaps in a language, sorted.
    pub fn gaps(&self, language: Language) -> Vec<&'static str> {
        let mut gaps = Vec::new();
        let mut rest = self.text(language);
        while let Some((_, gap, after)) = next_gap(rest) {
            gaps.push(gap);
            rest = after;
        }
        gaps.sort_unstable();
        gaps
    }
}

/// The text before the next gap, its name, and the text after it.
fn next_gap(text: &str) -> Option<(&str, &str, &str)> {
    let (before, opened) = text.split_once('{')?;
    let (gap, after) = opened.split_once('}')?;
    Some((before, gap, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOST: Phrase = Phrase { en: "about {litres} l of {whose}", de: "etwa {litres} l von {whose}" };

    #[test]
    fn gaps_are_filled_by_name_and_what_is_filled_in_is_not_read_again() {
        let filled = [("whose", "{litres}"), ("litres", "1,9")];
        assert_eq!(LOST.with(Language::German, &filled), "etwa 1,9 l von {litres}");
        assert_eq!(LOST.with(Language::English, &filled[1..]), "about 1,9 l of {whose}");
        assert_eq!(LOST.gaps(Language::English), ["litres", "whose"]);
    }

    #[test]
    fn every_language_has_its_code() {
        let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
        assert_eq!(codes, Language::CODES);
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(*language));
        }
        assert_eq!(Language::from_code("fr"), None);
    }

    #[test]
    fn a_day_is_said_with_the_name_of_its_month() {
        let day = |month, day| jiff::civil::date(2026, month, day);
        assert_eq!(Language::English.date(day(1, 2)), "2 January 2026");
        assert_eq!(Language::German.date(day(3, 2)), "2. März 2026");
        assert_eq!(Language::German.date(day(12, 31)), "31. Dezember 2026");
    }

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        assert_eq!(Language::English.number(1.94, 1), "1.9");
        assert_eq!(Language::German.number(1.94, 1), "1,9");
        assert_eq!(Language::German.number(-0.01, 1), "0,0");
        assert_eq!(Language::German.number(-0.06, 1), "-0,1");
    }
}
