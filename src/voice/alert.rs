//! The sentences of an alert. What to do comes first, then what the records show; never what somebody has.

use jiff::tz::TimeZone;

use crate::assess::rules;
use crate::assess::{Finding, Level};
use crate::decide::Alert;
use crate::decide::old_signs::OLD_SIGNS;
use crate::record::Value;
use crate::time::Timestamp;

use super::phrase::{Language, Phrase};
use super::{about, advice, fluid, patterns, red_flags, risks, study};
use crate::study::trigger::{TRIGGER, is_trigger};

/// The words of one alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Neutral by default: it may stand on a lock screen.
    pub title: String,
    /// What to do, and what the records show.
    pub message: String,
    /// Tips that go with it and that nothing speaks against.
    pub advice: Vec<String>,
    /// The tips that are kept back, one text for each with its reason, in the order of the finding.
    pub withheld: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
}

/// How to address a person.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The name to use.
    pub name: String,
    /// The zone in which dates are told.
    pub zone: TimeZone,
    /// Whether titles are neutral, because lock screens show them.
    pub has_private_titles: bool,
    /// The language of alerts.
    pub language: Language,
}

/// The words of an alert for its person.
pub fn compose(alert: &Alert, reader: &Reader) -> Words {
    let (finding, language) = (&alert.finding, reader.language);
    let body = message(finding, reader);
    let message = if alert.late && finding.rule != OLD_SIGNS {
        LATE.with(language, &[("date", &day(finding.at, reader)), ("message", &body)])
    } else {
        body
    };
    let title = match about::title(finding.rule.as_str(), language) {
        Some(matter) if !reader.has_private_titles => matter.to_owned(),
        _ => neutral_title(alert.level).with(language, &[("name", &reader.name)]),
    };
    let (tips, withheld) = (advice::tips(finding, language), advice::withheld(finding, language));
    Words { title, message, advice: tips, withheld, source: source(finding) }
}

const LATE: Phrase = Phrase {
    en: "You told of this on {date}. If this is still so, or was never looked at: {message}",
    de: "Davon berichteten Sie am {date}. Falls es noch so ist oder nie ärztlich angesehen wurde: {message}",
};

fn neutral_title(level: Level) -> Phrase {
    match level {
        Level::Emergency => Phrase {
            en: "Urgent note for {name}: please read now",
            de: "Dringender Hinweis für {name}: bitte jetzt lesen",
        },
        Level::Urgent => Phrase {
            en: "Important note for {name}: please read today",
            de: "Wichtiger Hinweis für {name}: bitte heute lesen",
        },
        Level::Consult | Level::Advice | Level::Note => Phrase { en: "Note for {name}", de: "Hinweis für {name}" },
    }
}

fn message(finding: &Finding, reader: &Reader) -> String {
    let (rule, language) = (finding.rule.as_str(), reader.language);
    if let Some(text) = red_flags::message(rule, finding.level, language) {
        return text.to_owned();
    }
    match rule {
        "old_signs" => old_signs(finding, reader),
        "unread_answer" => unread(finding, language),
        _ => fluid::message(finding, language)
            .or_else(|| risks::message(finding, language))
            .or_else(|| patterns::message(finding, language))
            .or_else(|| study::trigger::message(finding, language))
            .unwrap_or_else(|| OTHER.with(language, &[("rule", rule)])),
    }
}

/// The first sentence of a message: what to do.
pub fn what_to_do(finding: &Finding, reader: &Reader) -> String {
    let message = message(finding, reader);
    let ends = |at: usize| {
        // A point after a digit is that of a date or a number.
        let before = message.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_ascii_digit())
    };
    let end = message.match_indices(". ").map(|(at, _)| at).find(|at| ends(*at));
    match end.and_then(|at| message.get(..=at)) {
        Some(first) => first.to_owned(),
        None => message,
    }
}

/// The sentences that a rule's message at a level is made of, gaps as they stand: of a red flag the message itself.
pub fn templates(rule: &str, level: Level, language: Language) -> Vec<&'static str> {
    if let Some(text) = red_flags::message(rule, level, language) {
        return vec![text];
    }
    let made_of: &[Phrase] = match rule {
        "old_signs" => &[OLD],
        "unread_answer" => &[UNREAD, UNREAD_NOTE],
        _ => [fluid::templates(rule), risks::templates(rule), patterns::templates(rule)]
            .into_iter()
            .find(|all| !all.is_empty())
            .unwrap_or(if rule.starts_with(TRIGGER) { study::trigger::templates() } else { &[] }),
    };
    made_of.iter().map(|phrase| phrase.text(language)).collect()
}

const OTHER: Phrase =
    Phrase { en: "Your records met the rule {rule}.", de: "Ihre Aufzeichnungen erfüllen die Regel {rule}." };

fn source(finding: &Finding) -> String {
    let usual = if is_trigger(&finding.rule) { study::trigger::SOURCE } else { "project rule" };
    rules::rule(finding.rule.as_str()).map_or(usual, |rule| rule.source).to_owned()
}

const OLD: Phrase = Phrase {
    en: "Show this to a doctor if it is still so, or was never looked at. Your earlier reports tell of: \
         {signs}{more}.",
    de: "Zeigen Sie dies einer Ärztin oder einem Arzt, falls es noch so ist oder nie angesehen wurde. Ihre \
         früheren Berichte nennen: {signs}{more}.",
};

const MORE: Phrase = Phrase { en: " and {count} more", de: " und {count} weitere" };

/// The most old signs that one message names.
const LISTED_MOST: usize = 6;

fn old_signs(finding: &Finding, reader: &Reader) -> String {
    let language = reader.language;
    let mut told: Vec<String> = Vec::new();
    for piece in &finding.evidence {
        let Value::Text(text) = &piece.value else { continue };
        let Some((rule, at)) = text.split_once(' ') else { continue };
        let Ok(at) = at.parse::<Timestamp>() else { continue };
        let title = red_flags::title(rule, language).unwrap_or(rule);
        told.push(format!("{} ({})", within_a_sentence(title, language), day(at, reader)));
    }
    let listed: Vec<&str> = told.iter().take(LISTED_MOST).map(String::as_str).collect();
    let more = match told.len().saturating_sub(LISTED_MOST) {
        0 => String::new(),
        rest => MORE.with(language, &[("count", &rest.to_string())]),
    };
    OLD.with(language, &[("signs", &listed.join("; ")), ("more", &more)])
}

/// A title within a sentence: in German nouns keep their capitals.
fn within_a_sentence(title: &str, language: Language) -> String {
    match language {
        Language::English => title.to_lowercase(),
        Language::German => title.to_owned(),
    }
}

const UNREAD: Phrase = Phrase {
    en: "We could not read this answer: {words}. If it is a sign that worries you, ask a doctor; or tell it again in \
         words from the list in the documentation.",
    de: "Diese Antwort konnten wir nicht lesen: {words}. Falls es ein Zeichen ist, das Ihnen Sorgen macht, fragen Sie \
         eine Ärztin oder einen Arzt; oder nennen Sie es noch einmal in Wörtern aus der Liste in der Dokumentation.",
};

const UNREAD_NOTE: Phrase = Phrase {
    en: "Tell it again in words from the list in the documentation. We could not read this answer: {words}; it is kept \
         as written.",
    de: "Nennen Sie es noch einmal in Wörtern aus der Liste in der Dokumentation. Diese Antwort konnten wir nicht lesen: \
         {words}; sie ist so aufgehoben, wie sie geschrieben wurde.",
};

fn unread(finding: &Finding, language: Language) -> String {
    let mut words: Vec<String> = Vec::new();
    for piece in &finding.evidence {
        match &piece.value {
            Value::Text(word) => words.push(word.clone()),
            Value::List(list) => words.extend(list.iter().cloned()),
            _ => {}
        }
    }
    let [open, close] = language.quotes();
    let words: Vec<String> = words.iter().map(|word| format!("{open}{word}{close}")).collect();
    let phrase = if finding.level > Level::Note { UNREAD } else { UNREAD_NOTE };
    phrase.with(language, &[("words", &words.join(", "))])
}

/// A date as a person says it.
pub fn day(at: Timestamp, reader: &Reader) -> String {
    reader.language.date(at.to_zoned(reader.zone.clone()).date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::RuleId;
    use crate::decide::{AlertId, State, Why};
    use crate::person::PersonId;
    use crate::record::Key;

    fn alert() -> Alert {
        let at: Timestamp = "2026-11-02T10:00:00Z".parse().unwrap();
        Alert {
            id: AlertId("a".to_owned()),
            revision: 1,
            person: PersonId::new("ana").unwrap(),
            rule: RuleId::of("rf07"),
            level: Level::Urgent,
            state: State::Open,
            finding: Finding {
                rule: RuleId::of("rf07"),
                subject: Key::LEAST,
                at,
                level: Level::Urgent,
                evidence: Vec::new(),
                against: Vec::new(),
                unknown: Vec::new(),
                change: Vec::new(),
                advice: Vec::new(),
                withheld: Vec::new(),
            },
            late: true,
            raised_at: at,
            changed_at: at,
            data_to: at,
            spoken_since: at,
            pushed_at: None,
            pushes: 0,
            told_level: None,
            acknowledged_at: None,
            snoozed_until: None,
            why: Why::Late,
        }
    }

    fn reader(has_private_titles: bool) -> Reader {
        Reader { name: "Ana".to_owned(), zone: TimeZone::UTC, has_private_titles, language: Language::English }
    }

    #[test]
    fn a_title_is_neutral_unless_asked_for() {
        assert_eq!(compose(&alert(), &reader(true)).title, "Important note for Ana: please read today");
        assert_eq!(compose(&alert(), &reader(false)).title, "Dark urine");
    }

    #[test]
    fn a_sign_told_late_opens_with_its_date() {
        let message = compose(&alert(), &reader(true)).message;
        assert!(
            message.starts_with("You told of this on 2 November 2026. If this is still so, or was never"),
            "{message}"
        );
    }

    #[test]
    fn what_to_do_is_the_first_sentence_also_where_a_date_or_a_number_holds_a_point() {
        let told = Alert { finding: Finding { rule: RuleId::of("old_signs"), ..alert().finding }, ..alert() };
        let mut finding = told.finding;
        let german = Reader { language: Language::German, ..reader(true) };
        assert!(what_to_do(&finding, &german).ends_with("nie angesehen wurde."));
        finding.rule = RuleId::of("rf07");
        assert_eq!(
            what_to_do(&finding, &reader(true)),
            "Be seen by a doctor today and tell them about the exercise."
        );
        finding.rule = RuleId::of("fluid_deficit");
        assert!(what_to_do(&finding, &reader(true)).ends_with("the limit here is 2 %."));
    }

    #[test]
    fn a_person_who_reads_german_is_addressed_in_german() {
        let german = |private| Reader { language: Language::German, ..reader(private) };
        let words = compose(&alert(), &german(true));
        assert_eq!(words.title, "Wichtiger Hinweis für Ana: bitte heute lesen");
        let opening = "Davon berichteten Sie am 2. November 2026. Falls es noch so ist oder nie ärztlich angesehen \
                       wurde: Lassen Sie sich heute ärztlich untersuchen";
        assert!(words.message.starts_with(opening), "{}", words.message);
        assert_eq!(compose(&alert(), &german(false)).title, "Dunkler Urin");
    }
}
