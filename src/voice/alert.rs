//! The sentences of an alert. What to do comes first, then what the records show; never what somebody has.

use jiff::tz::TimeZone;

use crate::assess::rules;
use crate::assess::{Finding, Level};
use crate::decide::Alert;
use crate::decide::old_signs::OLD_SIGNS;
use crate::record::Value;
use crate::time::Timestamp;

use super::{about, advice, fluid, red_flags};

/// The words of one alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Neutral by default: it may stand on a lock screen.
    pub title: String,
    /// What to do, and what the records show.
    pub message: String,
    /// Tips that go with it and that nothing speaks against.
    pub advice: Vec<String>,
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
}

/// The words of an alert for its person.
pub fn compose(alert: &Alert, reader: &Reader) -> Words {
    let finding = &alert.finding;
    let body = message(finding, reader);
    let message = if alert.late && finding.rule != OLD_SIGNS {
        let date = day(finding.at, reader);
        format!("You told of this on {date}. If this is still so, or was never looked at: {body}")
    } else {
        body
    };
    let title = match about::title(finding.rule.as_str()) {
        Some(matter) if !reader.has_private_titles => matter.to_owned(),
        _ => title(alert.level, reader),
    };
    Words { title, message, advice: advice::tips(finding), source: source(finding) }
}

fn title(level: Level, reader: &Reader) -> String {
    let name = &reader.name;
    match level {
        Level::Emergency => format!("Urgent note for {name}: please read now"),
        Level::Urgent => format!("Important note for {name}: please read today"),
        Level::Consult | Level::Advice | Level::Note => format!("Note for {name}"),
    }
}

fn message(finding: &Finding, reader: &Reader) -> String {
    let rule = finding.rule.as_str();
    if let Some(text) = red_flags::message(rule, finding.level) {
        return text.to_owned();
    }
    match rule {
        "old_signs" => old_signs(finding, reader),
        "unread_answer" => unread(finding),
        _ => fluid::message(finding).unwrap_or_else(|| format!("Your records met the rule {rule}.")),
    }
}

fn source(finding: &Finding) -> String {
    rules::rule(finding.rule.as_str()).map_or("project rule", |rule| rule.source).to_owned()
}

fn old_signs(finding: &Finding, reader: &Reader) -> String {
    let mut told: Vec<String> = Vec::new();
    for piece in &finding.evidence {
        let Value::Text(text) = &piece.value else { continue };
        let Some((rule, at)) = text.split_once(' ') else { continue };
        let Ok(at) = at.parse::<Timestamp>() else { continue };
        let title = red_flags::title(rule).unwrap_or(rule);
        told.push(format!("{} ({})", title.to_lowercase(), day(at, reader)));
    }
    let listed: Vec<&str> = told.iter().take(LISTED_MOST).map(String::as_str).collect();
    let more = match told.len().saturating_sub(LISTED_MOST) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!(
        "Show this to a doctor if it is still so, or was never looked at. Your earlier reports tell of: {}{more}.",
        listed.join("; ")
    )
}

/// The most old signs that one message names.
const LISTED_MOST: usize = 6;

fn unread(finding: &Finding) -> String {
    let mut words: Vec<String> = Vec::new();
    for piece in &finding.evidence {
        match &piece.value {
            Value::Text(word) => words.push(word.clone()),
            Value::List(list) => words.extend(list.iter().cloned()),
            _ => {}
        }
    }
    let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    format!(
        "We could not read this answer: {}. If it is a sign that worries you, ask a doctor; \
         or tell it again in words from the list in the documentation.",
        words.join(", ")
    )
}

/// A date as a person says it.
pub fn day(at: Timestamp, reader: &Reader) -> String {
    at.to_zoned(reader.zone.clone()).strftime("%-d %B %Y").to_string()
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
                withheld: Vec::new(),
            },
            late: true,
            raised_at: at,
            changed_at: at,
            data_to: at,
            spoken_since: at,
            pushed_at: None,
            pushes: 0,
            acknowledged_at: None,
            snoozed_until: None,
            why: Why::Late,
        }
    }

    fn reader(has_private_titles: bool) -> Reader {
        Reader { name: "Ana".to_owned(), zone: TimeZone::UTC, has_private_titles }
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
}
