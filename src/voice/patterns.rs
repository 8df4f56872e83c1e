//! What a person reads about patterns: plain names, what speaks for and against them, and what would tell more.
//!
//! Not yet reviewed by a clinician. Ranked words only: a share is never shown.

use crate::assess::{Because, Finding};
use crate::record::Value;
use crate::record::Vocabulary;
use crate::record::words::{Side, Site};

use super::pattern_words::{AND, FEATURES, GROUPS, Group, QUESTIONS, RELIEVERS, SIDES, SITES, Word, word};
use super::phrase::{Language, Phrase};

/// The title of the rule `pattern`.
pub const PATTERN_TITLE: Phrase = Phrase { en: "What a report fits with", de: "Wozu ein Bericht passt" };
/// The title of the rule `repeated_pattern`.
pub const REPEATED_TITLE: Phrase = Phrase { en: "What keeps coming back", de: "Was immer wiederkehrt" };

const DOCTOR_FIRST: Phrase = Phrase {
    en: "First do what the note about signs that need a doctor says.",
    de: "Tun Sie zuerst, was der Hinweis auf ärztlich abzuklärende Zeichen sagt.",
};
const EXERTION: Phrase = Phrase {
    en: "Rest until it is gone, and keep telling of it. Tingling of the legs that comes with exercise and goes within \
         the hour can be normal exertion.",
    de: "Ruhen Sie, bis es weg ist, und berichten Sie weiter davon. Kribbeln der Beine, das mit der Belastung kommt \
         und innerhalb einer Stunde geht, kann gewöhnliche Anstrengung sein.",
};
const ASK: Phrase =
    Phrase { en: "Next time, tell also: {questions}", de: "Sagen Sie nächstes Mal auch: {questions}" };
const FITS_BEST: Phrase =
    Phrase { en: "Your report fits best with {groups}.", de: "Ihr Bericht passt am besten zu: {groups}." };
const TOGETHER: Phrase = Phrase {
    en: "Your report fits best with these together: {groups}.",
    de: "Ihr Bericht passt am besten zu diesen gemeinsam: {groups}.",
};
const ALSO: Phrase = Phrase { en: "It also fits: {groups}.", de: "Er passt auch zu: {groups}." };
const UNSETTLED: Phrase = Phrase {
    en: "No pattern stands out in your report. It can go with: {groups}.",
    de: "Kein Muster tritt in Ihrem Bericht hervor. Er kann passen zu: {groups}.",
};
const NOTHING: Phrase = Phrase {
    en: "Nothing in your report points to one of the patterns.",
    de: "Nichts in Ihrem Bericht deutet auf eines der Muster.",
};
const SPEAKS_FOR: Phrase =
    Phrase { en: "What speaks for {group}: {features}.", de: "Für {group} spricht: {features}." };
const SPEAKS_AGAINST: Phrase =
    Phrase { en: "What speaks against {group}: {features}.", de: "Gegen {group} spricht: {features}." };
const REPEATS: Phrase =
    Phrase { en: "Several of your reports fit {groups}.", de: "Mehrere Ihrer Berichte passen zu: {groups}." };
const CLOSING: Phrase = Phrase { en: "A pattern is not a diagnosis.", de: "Ein Muster ist kein ärztlicher Befund." };

const SHOW_IT: Phrase = Phrase {
    en: "Show this to whoever looks at your legs. Your records show what comes back: {repetitions}.",
    de: "Zeigen Sie dies, wenn jemand Ihre Beine untersucht. Ihre Aufzeichnungen zeigen, was wiederkehrt: \
         {repetitions}.",
};
const COUNTED: Phrase =
    Phrase { en: "{count} of your last {all} reports: {what}", de: "{count} Ihrer letzten {all} Berichte: {what}" };
const REPETITIONS: &[(&str, Phrase)] = &[
    ("same_leg", Phrase { en: "the {what} leg alone", de: "nur das Bein: {what}" }),
    ("same_place", Phrase { en: "{what}", de: "{what}" }),
    ("same_minute", Phrase { en: "begins about minute {what}", de: "beginnt etwa in Minute {what}" }),
    ("same_distance", Phrase { en: "begins after about {what} km", de: "beginnt nach etwa {what} km" }),
    ("same_shoe", Phrase { en: "in the shoes “{what}”", de: "in den Schuhen „{what}“" }),
    ("same_relief", Phrase { en: "eased by {what}", de: "gelindert durch {what}" }),
    ("same_relief_time", Phrase { en: "eases after about {what} min", de: "lässt nach etwa {what} min nach" }),
];

/// The most features that are named for or against a group.
const NAMED_MOST: usize = 4;
/// The most questions that are asked at once.
const QUESTIONS_MOST: usize = 3;

/// The message of a pattern finding; `None` for other rules.
pub fn message(finding: &Finding, language: Language) -> Option<String> {
    match finding.rule.as_str() {
        "pattern" => Some(pattern(finding, language)),
        "repeated_pattern" => Some(repeated(finding, language)),
        _ => None,
    }
}

/// The sentences that a rule's message is made of, gaps as they stand; none for other rules.
pub fn templates(rule: &str) -> &'static [Phrase] {
    match rule {
        "pattern" => &[
            DOCTOR_FIRST,
            EXERTION,
            ASK,
            FITS_BEST,
            TOGETHER,
            ALSO,
            UNSETTLED,
            NOTHING,
            SPEAKS_FOR,
            SPEAKS_AGAINST,
            REPEATS,
            CLOSING,
        ],
        "repeated_pattern" => &[SHOW_IT, COUNTED],
        _ => &[],
    }
}

/// The plain name of a group of causes: "the blood-flow pattern"; `None` for a name that is none.
pub fn label(group: &str, language: Language) -> Option<&'static str> {
    find(group).map(|found| found.label.text(language))
}

/// What a pattern is, in one sentence that holds the article's name of it; `None` for a name that is none.
pub fn about(group: &str, language: Language) -> Option<&'static str> {
    find(group).map(|found| found.about.text(language))
}

/// A feature in words; `None` for a name that is none.
pub fn feature(name: &str, language: Language) -> Option<&'static str> {
    word(FEATURES, name).map(|phrase| phrase.text(language))
}

fn find(group: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|known| known.id == group)
}

fn pattern(finding: &Finding, language: Language) -> String {
    let best = groups(finding, "fits_best");
    let mut said = Vec::new();
    if finding.evidence.iter().any(|piece| piece.what == "doctor_first") {
        said.push(DOCTOR_FIRST.text(language).to_owned());
    }
    if finding.evidence.iter().any(|piece| piece.what == "normal_exertion") {
        said.push(EXERTION.text(language).to_owned());
    }
    said.extend(questions(finding, language));
    said.extend(ranked(finding, &best, language));
    for group in &best {
        said.extend(about(group, language).map(str::to_owned));
        said.extend(speaks(&SPEAKS_FOR, &finding.evidence, group, language));
        said.extend(speaks(&SPEAKS_AGAINST, &finding.against, group, language));
    }
    let again: Vec<String> = finding
        .evidence
        .iter()
        .filter(|piece| piece.what == "repeats")
        .flat_map(|piece| words(&piece.value))
        .collect();
    if !again.is_empty() {
        said.push(REPEATS.with(language, &[("groups", &labels(&again, language))]));
    }
    said.push(CLOSING.text(language).to_owned());
    said.join(" ")
}

/// What the report fits best with, and what else.
fn ranked(finding: &Finding, best: &[String], language: Language) -> Vec<String> {
    let also = groups(finding, "also_fits");
    let named = |phrase: &Phrase, groups: &[String]| phrase.with(language, &[("groups", &labels(groups, language))]);
    let is_pointed = finding.evidence.iter().any(|piece| word(FEATURES, &piece.what).is_some());
    match best {
        [] if !is_pointed => vec![NOTHING.text(language).to_owned()],
        [] => vec![named(&UNSETTLED, &also)],
        best => {
            let phrase = if best.len() > 1 { &TOGETHER } else { &FITS_BEST };
            let more = (!also.is_empty()).then(|| named(&ALSO, &also));
            std::iter::once(named(phrase, best)).chain(more).collect()
        }
    }
}

fn questions(finding: &Finding, language: Language) -> Option<String> {
    let known = finding.unknown.iter().filter_map(|field| word(QUESTIONS, field));
    let asked: Vec<&str> = known.take(QUESTIONS_MOST).map(|phrase| phrase.text(language)).collect();
    (!asked.is_empty()).then(|| ASK.with(language, &[("questions", &asked.join(" "))]))
}

/// What speaks for or against a group, in words.
fn speaks(phrase: &Phrase, pieces: &[Because], group: &str, language: Language) -> Option<String> {
    let about_it = pieces.iter().filter(|piece| words(&piece.value).iter().any(|known| known == group));
    let told: Vec<&str> = about_it.filter_map(|piece| feature(&piece.what, language)).take(NAMED_MOST).collect();
    let label = label(group, language)?;
    (!told.is_empty()).then(|| phrase.with(language, &[("group", label), ("features", &told.join("; "))]))
}

fn groups(finding: &Finding, what: &str) -> Vec<String> {
    finding.evidence.iter().find(|piece| piece.what == what).map(|piece| words(&piece.value)).unwrap_or_default()
}

fn words(value: &Value) -> Vec<String> {
    match value {
        Value::List(words) => words.clone(),
        _ => Vec::new(),
    }
}

fn labels(groups: &[String], language: Language) -> String {
    let labels: Vec<&str> = groups.iter().filter_map(|group| label(group, language)).collect();
    match labels.split_last() {
        Some((last, rest @ [_, ..])) => format!("{} {} {last}", rest.join(", "), AND.text(language)),
        _ => labels.concat(),
    }
}

fn repeated(finding: &Finding, language: Language) -> String {
    let all = finding.evidence.iter().find(|piece| piece.what == "reports_90_days");
    let all = all.map_or(0, |piece| piece.records.len()).to_string();
    let told: Vec<String> = finding
        .evidence
        .iter()
        .filter_map(|piece| {
            let (_, phrase) = REPETITIONS.iter().find(|(name, _)| *name == piece.what)?;
            let what = phrase.with(language, &[("what", &same(piece, language))]);
            let count = piece.records.len().to_string();
            Some(COUNTED.with(language, &[("count", &count), ("all", &all), ("what", &what)]))
        })
        .collect();
    SHOW_IT.with(language, &[("repetitions", &told.join("; "))])
}

/// What is the same, in words.
fn same(piece: &Because, language: Language) -> String {
    match &piece.value {
        Value::Number(metres) if piece.what == "same_distance" => language.number(metres / 1000.0, 1),
        Value::Number(minutes) => language.number(*minutes, 0),
        Value::Text(text) => match &*piece.what {
            "same_place" => place(text, language),
            "same_leg" => named(SIDES, text, language),
            "same_relief" => named(RELIEVERS, text, language),
            _ => text.clone(),
        },
        _ => String::new(),
    }
}

/// A place with its side: "left calf".
fn place(text: &str, language: Language) -> String {
    let Some(place) = Site::parse(text) else { return text.to_owned() };
    let site = named(SITES, place.site.name(), language);
    let side = place.side.map(|side| named(SIDES, side.name(), language));
    match (language, side) {
        (_, None) => site,
        (Language::English, Some(side)) if place.side == Some(Side::Both) => format!("{site}, {side}"),
        (Language::English, Some(side)) => format!("{side} {site}"),
        (Language::German, Some(side)) => format!("{site} {side}"),
    }
}

fn named(list: &'static [Word], name: &str, language: Language) -> String {
    word(list, name).map_or_else(|| name.to_owned(), |phrase| phrase.text(language).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::patterns::{FEATURES as TABLE, Group as Known};
    use crate::record::words::{BodySite, Reliever};
    use crate::voice::forbidden_in;

    fn every() -> Vec<Phrase> {
        let mut all = vec![
            PATTERN_TITLE,
            REPEATED_TITLE,
            DOCTOR_FIRST,
            EXERTION,
            ASK,
            FITS_BEST,
            TOGETHER,
            ALSO,
            UNSETTLED,
            NOTHING,
            SPEAKS_FOR,
            SPEAKS_AGAINST,
            REPEATS,
            CLOSING,
            SHOW_IT,
            COUNTED,
            AND,
        ];
        all.extend(REPETITIONS.iter().map(|(_, phrase)| *phrase));
        all.extend(GROUPS.iter().flat_map(|group| [group.label, group.about]));
        for list in [FEATURES, QUESTIONS, SITES, SIDES, RELIEVERS] {
            all.extend(list.iter().map(|(_, phrase)| *phrase));
        }
        all
    }

    #[test]
    fn no_phrase_claims_too_much_and_gaps_are_the_same_in_every_language() {
        assert!(every().len() > 120);
        for phrase in every() {
            assert_eq!(phrase.gaps(Language::English), phrase.gaps(Language::German), "{phrase:?}");
            for language in Language::ALL {
                let text = phrase.text(*language);
                assert_eq!(forbidden_in(text), Vec::<&str>::new(), "{text}");
                assert!(!text.is_empty() && !text.to_lowercase().contains("harmless"), "{text}");
            }
        }
    }

    #[test]
    fn every_group_feature_place_and_reliever_has_words_and_no_words_are_left_over() {
        let names = |list: &[Word]| list.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(names(FEATURES), TABLE.iter().map(|feature| feature.name).collect::<Vec<_>>());
        let ids: Vec<&str> = GROUPS.iter().map(|group| group.id).collect();
        assert_eq!(ids, Known::ALL.iter().map(|group| group.name()).collect::<Vec<_>>());
        assert_eq!(names(SITES), BodySite::NAMES);
        assert_eq!(names(SIDES), Side::NAMES);
        assert_eq!(names(RELIEVERS), Reliever::NAMES);
    }

    #[test]
    fn a_place_is_said_as_people_say_it() {
        assert_eq!(place("calf:left", Language::English), "left calf");
        assert_eq!(place("calf:left", Language::German), "Wade links");
        assert_eq!(place("calf:both", Language::English), "calf, both sides");
        assert_eq!(place("toes_3_4", Language::English), "between the third and fourth toe");
    }
}
