//! The words of a report in the languages people say them: `config/words/*.toml` to the words of the records.
//!
//! Every channel reads answers through here, so that "Wade", "left calf" and `calf:left` are one record. A word that
//! no list holds is nobody's: it is kept as it was written, and shown.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::date::fold;
use crate::record::words::{
    Association, BodySite, DailyImpact, Effort, Onset, Quality, Reliever, Side, Sign, Site, Vocabulary, Worsener,
    YesNoNa,
};
use crate::record::{Body, Shape, Value};

/// The languages of the lists: code and name.
pub const LANGUAGES: [(&str, &str); 9] = [
    ("en", "English"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("it", "Italian"),
    ("pt", "Portuguese"),
    ("nl", "Dutch"),
    ("sv", "Swedish"),
    ("pl", "Polish"),
];

/// A word of the records, and how people say it.
#[derive(Clone, Debug)]
pub struct Word {
    /// The word of the records; of a place that is told in the plural also its side: `foot:both`.
    pub name: String,
    /// What people say, by the code of the language.
    pub said: BTreeMap<String, Vec<String>>,
}

/// The words of one question.
#[derive(Debug)]
pub struct List {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// The words of the records.
    pub known: &'static [&'static str],
    /// How people say them, in the order of the records.
    pub words: Vec<Word>,
    keys: BTreeMap<String, String>,
}

/// Every list: the file, the words of the records, what the file holds.
const FILES: [(&str, &[&str], &str); 13] = [
    ("sites", BodySite::NAMES, include_str!("../../config/words/sites.toml")),
    ("sides", Side::NAMES, include_str!("../../config/words/sides.toml")),
    ("quality", Quality::NAMES, include_str!("../../config/words/quality.toml")),
    ("signs", Sign::NAMES, include_str!("../../config/words/signs.toml")),
    ("onset", Onset::NAMES, include_str!("../../config/words/onset.toml")),
    ("relieved_by", Reliever::NAMES, include_str!("../../config/words/relieved_by.toml")),
    ("worsened_by", Worsener::NAMES, include_str!("../../config/words/worsened_by.toml")),
    ("association", Association::NAMES, include_str!("../../config/words/association.toml")),
    ("daily_impact", DailyImpact::NAMES, include_str!("../../config/words/daily_impact.toml")),
    ("effort", Effort::NAMES, include_str!("../../config/words/effort.toml")),
    ("yes_no", YesNoNa::NAMES, include_str!("../../config/words/yes_no.toml")),
    ("none", NONE, include_str!("../../config/words/none.toml")),
    ("vague", VAGUE, include_str!("../../config/words/vague.toml")),
];

const NONE: &[&str] = &["none"];
const VAGUE: &[&str] = &["vague"];

static LISTS: LazyLock<Vec<List>> =
    LazyLock::new(|| FILES.iter().map(|(name, known, text)| List::of(name, known, text)).collect());

/// Every list, in the order of a report.
pub fn lists() -> &'static [List] {
    &LISTS
}

/// The list of those words of the records; `None` for a vocabulary that is said in one way only.
fn list_of(known: &[&str]) -> Option<&'static List> {
    LISTS.iter().find(|list| list.known == known)
}

impl List {
    fn of(name: &'static str, known: &'static [&'static str], text: &str) -> List {
        // A file that cannot be read holds nothing; the tests read each of them.
        let table: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(text).unwrap_or_default();
        let mut words: Vec<Word> = table.into_iter().map(|(name, said)| Word { name, said }).collect();
        let rank = |word: &Word| {
            let site = word.name.split(':').next().unwrap_or_default();
            known.iter().position(|known| *known == site)
        };
        words.sort_by_key(|word| (rank(word), word.name.clone()));
        let mut keys: BTreeMap<String, String> = known.iter().map(|word| (key(word), (*word).to_owned())).collect();
        for word in &words {
            for said in word.said.values().flatten() {
                keys.entry(key(said)).or_insert_with(|| word.name.clone());
            }
        }
        List { name, known, words, keys }
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).map(String::as_str)
    }
}

/// The word of the records that is meant; `None` when no list holds it.
pub fn read(known: &[&'static str], text: &str) -> Option<&'static str> {
    let named = |name: &str| known.iter().find(|known| **known == name).copied();
    named(text).or_else(|| match list_of(known) {
        Some(list) => list.get(&key(text)).and_then(named),
        None => named(&text.trim().to_lowercase().replace([' ', '-'], "_")),
    })
}

/// Yes or no, as people and apps write it.
pub fn flag(text: &str) -> Option<bool> {
    match text.trim() {
        "1" | "1.0" => return Some(true),
        "0" | "0.0" => return Some(false),
        _ => {}
    }
    match read(YesNoNa::NAMES, text)? {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Whether the answer to "tick what applies" is that nothing does.
pub fn is_none(text: &str) -> bool {
    read(NONE, text).is_some()
}

/// Whether it is a place that could be two of ours, with or without a side: "left leg".
pub(super) fn is_vague(text: &str) -> bool {
    let Some(vague) = list_of(VAGUE) else { return false };
    with_side(text, |tokens| vague.get(&tokens.concat()).map(str::to_owned)).is_some()
}

/// A side.
pub fn side(text: &str) -> Option<&'static str> {
    read(Side::NAMES, text)
}

/// A place with its side as the records hold it: `calf:left` for "linke Wade", "Wade: links" and "left calf".
///
/// A plural means both sides unless a side is told; two sides that differ are nobody's place.
pub fn place(text: &str) -> Option<String> {
    // What is exported, and most of what is sent, are the words of the records.
    if let Some(site) = Site::parse(text) {
        return Some(site.text());
    }
    let sites = list_of(BodySite::NAMES)?;
    let (place, told) = match text.split_once(':') {
        None => (text, None),
        Some((place, told)) => (place, Some(side(told.trim())?)),
    };
    let bare = |tokens: &[String]| sites.get(&tokens.concat()).map(str::to_owned);
    let (found, beside) = with_side(place, bare)?;
    let side = match (told, beside) {
        (Some(told), Some(beside)) if told != beside => return None,
        (told, beside) => told.or(beside),
    };
    Some(with(&found, side))
}

/// A place on a side that is told beside it; the side that it brings along itself gives way.
pub fn with(place: &str, side: Option<&str>) -> String {
    match side {
        Some(side) => format!("{}:{side}", place.split(':').next().unwrap_or_default()),
        None => place.to_owned(),
    }
}

/// What `find` knows of a text, with the side that stands before or after it: "left calf", "Wade links".
pub(super) fn with_side<T>(text: &str, find: impl Fn(&[String]) -> Option<T>) -> Option<(T, Option<&'static str>)> {
    let all = tokens(text);
    let plain: Vec<String> = all.iter().filter(|token| !FILLERS.contains(&token.as_str())).cloned().collect();
    for tokens in [all.as_slice(), plain.as_slice()] {
        if let Some(found) = find(tokens) {
            return Some((found, None));
        }
        let sides = list_of(Side::NAMES)?;
        for length in (1..=SIDE_LONGEST.min(tokens.len().saturating_sub(1))).rev() {
            let (before, after) = (tokens.split_at_checked(length), tokens.len().checked_sub(length));
            let after = after.and_then(|at| tokens.split_at_checked(at)).map(|(rest, side)| (side, rest));
            for (side, rest) in before.into_iter().chain(after) {
                let side = sides.get(&side.concat()).and_then(|name| read(Side::NAMES, name));
                if let (Some(side), Some(found)) = (side, find(rest)) {
                    return Some((found, Some(side)));
                }
            }
        }
    }
    None
}

/// The most words that name a side.
const SIDE_LONGEST: usize = 4;

/// Words that may stand between a side and a place and say nothing.
const FILLERS: &[&str] = &[
    "the", "my", "of", "in", "on", "der", "die", "das", "den", "dem", "im", "am", "an", "mein", "meine", "meinem",
    "meiner", "le", "la", "les", "de", "du", "des", "dans", "mon", "ma", "mes", "a", "au", "el", "los", "las", "en",
    "mi", "mis", "il", "lo", "i", "gli", "nel", "nella", "nei", "del", "della", "mio", "mia", "o", "os", "as", "no",
    "na", "nos", "nas", "em", "meu", "minha", "do", "da", "het", "mijn", "pa", "min", "mina", "w", "we", "moja",
    "mojej", "aux", "al", "ai", "alla", "alle", "agli", "sulla", "aan",
];

/// The nearest word that somebody might have meant, as people say it, and the word of the records.
pub fn near(known: &[&'static str], text: &str) -> Option<(String, String)> {
    let list = list_of(known)?;
    let given = key(text);
    let far = (given.chars().count() / 3).clamp(1, 3);
    let all = list.words.iter().flat_map(|word| word.said.values().flatten().map(move |said| (said, word)));
    let ranked = all.map(|(said, word)| (strsim::damerau_levenshtein(&given, &key(said)), said, &word.name));
    let (_, said, name) = ranked.filter(|(rank, _, _)| *rank <= far).min()?;
    Some((said.clone(), name.clone()))
}

/// A word of a report that no list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The field it stands in.
    pub field: &'static str,
    /// The word as it was written.
    pub word: String,
    /// What might have been meant: as people say it, and the word of the records.
    pub near: Option<(String, String)>,
}

/// The words of a record that nobody could read.
pub fn unread(body: &Body) -> Vec<Unread> {
    let mut found = Vec::new();
    for (field, value) in body.answered() {
        let Some(shape) = body.shape(field) else { continue };
        let words = match value {
            Value::List(words) => words,
            Value::Text(word) => vec![word],
            Value::Number(_) | Value::Flag(_) => continue,
        };
        for word in words {
            let (is_known, known) = match shape {
                Shape::Words(known) | Shape::Word(known) => (known.contains(&word.as_str()), known),
                Shape::Sites(known) => (Site::parse(&word).is_some(), known),
                _ => continue,
            };
            if !is_known {
                let near = near(known, &word);
                found.push(Unread { field, word, near });
            }
        }
    }
    found
}

/// What words are compared by: without case, accents, blanks, hyphens and articles cut short by an apostrophe.
pub(super) fn key(text: &str) -> String {
    tokens(text).concat()
}

/// The longest text that is looked up; nobody says so much in one word.
const LONGEST: usize = 120;

pub(super) fn tokens(text: &str) -> Vec<String> {
    let short: String = text.chars().take(LONGEST).collect();
    let folded = fold(&short).replace('\u{2019}', "'");
    let mut tokens = Vec::new();
    for piece in folded.split(|c: char| !(c.is_alphanumeric() || c == '\'' || is_mark(c))) {
        let parts: Vec<&str> = piece.split('\'').collect();
        let cut_short = |part: &&str, at: usize| at.saturating_add(1) < parts.len() && ELIDED.contains(part);
        let kept = parts.iter().zip(0..).filter(|(part, at)| !part.is_empty() && !cut_short(part, *at));
        tokens.extend(kept.map(|(part, _)| plain(part)));
    }
    tokens
}

/// Articles and the like before an apostrophe: l'orteil, dell'arco.
const ELIDED: &[&str] = &["l", "d", "s", "n", "j", "qu", "un", "dell", "nell", "all", "sull", "dall"];

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// `Füße`, `Fuesse` and `Fusse` are one word.
fn plain(folded: &str) -> String {
    let letters: String = folded.chars().filter(|c| !is_mark(*c)).collect();
    let letters = letters.replace(['œ', 'ø'], "o").replace('æ', "a");
    letters.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for text in ["Füße", "füsse", "FUESSE", "Fu\u{308}ße", " füße "] {
            assert_eq!(place(text).as_deref(), Some("foot:both"), "{text}");
        }
        for text in ["knee_back", "Knee-Back", "back of the knee", "creux poplite", "Kniekehle"] {
            assert_eq!(place(text).as_deref(), Some("knee_back"), "{text}");
        }
        assert_eq!(read(Sign::NAMES, "œdème"), Some("swelling"));
        assert_eq!(read(Sign::NAMES, "oedeme"), Some("swelling"));
        assert_eq!(read(Sign::NAMES, "perte d’équilibre"), Some("balance"));
    }

    #[test]
    fn a_side_stands_before_or_after_its_place() {
        for text in [
            "left calf",
            "calf left",
            "calf:left",
            "Calf : Left",
            "linke Wade",
            "Wade links",
            "Wade (li.)",
            "Wade:links",
            "in der linken Wade",
            "mollet gauche",
            "le mollet gauche",
            "pantorrilla izquierda",
            "la pantorrilla izquierda",
            "polpaccio sinistro",
            "polpaccio sx",
            "panturrilha esquerda",
            "linker kuit",
            "vänster vad",
            "lewa łydka",
            "w lewej łydce",
            "L calf",
        ] {
            assert_eq!(place(text).as_deref(), Some("calf:left"), "{text}");
        }
        for text in ["both feet", "beide Füße", "les deux pieds", "los dos pies", "entrambi i piedi", "båda fötterna"]
        {
            assert_eq!(place(text).as_deref(), Some("foot:both"), "{text}");
        }
        assert_eq!(place("left and right calf").as_deref(), Some("calf:both"));
        assert_eq!(place("l'orteil").as_deref(), Some("toes"), "an article is no side");
        assert_eq!(place("feet:left").as_deref(), Some("foot:left"), "what is told goes before the plural");
    }

    #[test]
    fn what_could_be_two_places_or_two_sides_is_no_place() {
        for text in
            ["", ":", "left", "thigh", "leg", "Knie", "linke Wade:rechts", "calf:middle", "left calf and foot"]
        {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn a_slip_is_named_with_the_word_of_the_records() {
        let near = |text| near(Sign::NAMES, text).map(|(said, name)| format!("{said} = {name}"));
        assert_eq!(near("geschwolen").as_deref(), Some("geschwollen = swelling"));
        assert_eq!(near("Athemnot").as_deref(), Some("Atemnot = breathless"));
        assert_eq!(near("wobbly knee joint"), None);
    }

    #[test]
    fn a_flood_is_cut() {
        assert_eq!(place(&"left ".repeat(100_000)), None);
        assert_eq!(read(Sign::NAMES, &"a".repeat(1_000_000)), None);
    }
}
