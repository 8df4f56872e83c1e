//! The argument of an alert in sentences: what is not as it was, why each revision was made, and what would end it.

use super::alert::{Reader, day};
use super::phrase::{Language, Phrase};
use super::red_flags;
use crate::assess::follows::Difference;
use crate::assess::rules::{self, LooksAt};
use crate::decide::{Alert, Policy, State, Why};
use crate::record::Value;
use crate::study::trigger::is_trigger;
use crate::time::{Timestamp, add_minutes};

const GONE: Phrase = Phrase { en: "the record {record} is gone", de: "den Datensatz {record} gibt es nicht mehr" };
const MOVED: Phrase = Phrase {
    en: "the {what} moved: it was {old} when this was said, and is {new} now",
    de: "{what} wurde verschoben: {old}, als dies gesagt wurde, jetzt {new}",
};
const SESSION: Phrase = Phrase { en: "session", de: "die Einheit" };
const REPORT: Phrase = Phrase { en: "report", de: "der Bericht" };
const CHANGED: Phrase = Phrase {
    en: "{what} was {old} when it was said, and is {new} now",
    de: "{what} war {old}, als es gesagt wurde, und ist jetzt {new}",
};
const NO_LONGER_TOLD: Phrase = Phrase {
    en: "{what} was {old} when it was said, and is not found now",
    de: "{what} war {old}, als es gesagt wurde, und wird jetzt nicht gefunden",
};
const NEW: Phrase =
    Phrase { en: "{what} is {new}, and was not named then", de: "{what} ist {new} und wurde damals nicht genannt" };
const LEVEL: Phrase = Phrase {
    en: "it was found as {old}, and is found as {new} now",
    de: "es wurde als {old} gefunden, jetzt als {new}",
};
const MISSING: Phrase = Phrase {
    en: "what is told now does not settle it without {names}",
    de: "was jetzt genannt ist, entscheidet es nicht ohne {names}",
};
const CLEAR: Phrase = Phrase {
    en: "by the records as they are now the rule finds nothing",
    de: "nach den Aufzeichnungen, wie sie jetzt sind, findet die Regel nichts",
};
const NO_RULE: Phrase = Phrase { en: "this version has no such rule", de: "diese Version hat keine solche Regel" };
const RULES: Phrase = Phrase {
    en: "it was said by the rules {old}, and is worked out by the rules {new} now",
    de: "es wurde nach den Regeln {old} gesagt und wird jetzt nach den Regeln {new} berechnet",
};
const SIGN: Phrase = Phrase { en: "{sign} ({date}) no longer follows", de: "{sign} ({date}) folgt nicht mehr" };

/// What is not as it was, as a part of a sentence.
pub fn difference(difference: &Difference, is_session: bool, reader: &Reader) -> String {
    let language = reader.language;
    let fill = |phrase: Phrase, gaps: &[(&str, &str)]| phrase.with(language, gaps);
    match difference {
        Difference::Gone { record } => fill(GONE, &[("record", &record.to_string())]),
        Difference::Moved { was, is, .. } => {
            let what = if is_session { SESSION } else { REPORT }.text(language);
            fill(MOVED, &[("what", what), ("old", &minute(*was, reader)), ("new", &minute(*is, reader))])
        }
        Difference::Value { what, was, is: Some(is), .. } => {
            let [was, is] = [was, is].map(|value| value_text(value, language));
            fill(CHANGED, &[("what", what), ("old", &was), ("new", &is)])
        }
        Difference::Value { what, was, is: None, .. } => {
            fill(NO_LONGER_TOLD, &[("what", what), ("old", &value_text(was, language))])
        }
        Difference::New { what, is } => fill(NEW, &[("what", what), ("new", &value_text(is, language))]),
        Difference::Level { was, is } => fill(LEVEL, &[("old", was.name()), ("new", is.name())]),
        Difference::Missing { names } => fill(MISSING, &[("names", &names.join(", "))]),
        Difference::Clear => fill(CLEAR, &[]),
        Difference::NoRule => fill(NO_RULE, &[]),
        Difference::Rules { was, is } => fill(RULES, &[("old", was), ("new", is)]),
        Difference::Sign { rule, at } => {
            let sign = red_flags::title(rule.as_str(), language).unwrap_or(rule.as_str());
            fill(SIGN, &[("sign", sign), ("date", &day(*at, reader))])
        }
    }
}

/// A value as it is told: numbers to two decimals, words joined.
pub fn value_text(value: &Value, language: Language) -> String {
    match value {
        Value::Number(number) => {
            let rounded = (number * 100.0).round() / 100.0;
            let decimals = [0, 1].into_iter().find(|decimals| {
                let scale = if *decimals == 0 { 1.0 } else { 10.0 };
                ((rounded * scale).round() / scale - rounded).abs() < 1e-9
            });
            language.number(rounded, decimals.unwrap_or(2))
        }
        Value::Flag(true) => YES.text(language).to_owned(),
        Value::Flag(false) => NO.text(language).to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(words) => words.join(", "),
    }
}

const YES: Phrase = Phrase { en: "yes", de: "ja" };
const NO: Phrase = Phrase { en: "no", de: "nein" };

fn minute(at: Timestamp, reader: &Reader) -> String {
    at.to_zoned(reader.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

const STILL: Phrase = Phrase { en: "still follows from the records", de: "folgt weiterhin aus den Aufzeichnungen" };
const STILL_BUT: Phrase = Phrase {
    en: "still follows from the records; changed since it was said: {because}",
    de: "folgt weiterhin aus den Aufzeichnungen; seither geändert: {because}",
};
const PARTLY: Phrase =
    Phrase { en: "still follows in part; not any more: {because}", de: "folgt noch zum Teil; nicht mehr: {because}" };
const NO_LONGER: Phrase =
    Phrase { en: "no longer follows, because {because}", de: "folgt nicht mehr, denn {because}" };

/// Whether it still follows, and why not, or what changed all the same. `follows` is `None` for a part.
pub fn verdict(follows: Option<bool>, because: &[String], language: Language) -> String {
    let gaps = [("because", &*because.join("; "))];
    match follows {
        Some(true) if because.is_empty() => STILL.text(language).to_owned(),
        Some(true) => STILL_BUT.with(language, &gaps),
        None => PARTLY.with(language, &gaps),
        Some(false) => NO_LONGER.with(language, &gaps),
    }
}

/// Why a revision was made.
pub fn why(why: Why, language: Language) -> &'static str {
    match why {
        Why::First => Phrase { en: "first found", de: "zum ersten Mal gefunden" },
        Why::Late => Phrase { en: "told some days after it was", de: "erst Tage danach berichtet" },
        Why::Rise => Phrase { en: "the level rose", de: "die Stufe ist gestiegen" },
        Why::Again => Phrase { en: "found again in something newer", de: "in etwas Neuerem wieder gefunden" },
        Why::Back => Phrase {
            en: "what had taken it away was corrected in its turn",
            de: "was es aufgehoben hatte, wurde seinerseits berichtigt",
        },
        Why::Amended => Phrase { en: "the evidence changed", de: "die Belege haben sich geändert" },
        Why::Repeat => Phrase { en: "nobody acknowledged it yet", de: "niemand hat es bisher bestätigt" },
        Why::Acknowledged => Phrase { en: "acknowledged", de: "bestätigt" },
        Why::Snoozed => Phrase { en: "kept quiet for some hours, as asked", de: "auf Wunsch einige Stunden still" },
        Why::SnoozeOver => Phrase { en: "the quiet hours are over", de: "die stillen Stunden sind vorbei" },
        Why::Contradicted => Phrase {
            en: "a newer report or session says otherwise",
            de: "ein neuerer Bericht oder eine neuere Einheit sagt es anders",
        },
        Why::Withdrawn => {
            Phrase { en: "the records no longer support it", de: "die Aufzeichnungen stützen es nicht mehr" }
        }
        Why::GrownOld => {
            Phrase { en: "its newest evidence is long past", de: "der neueste Beleg liegt weit zurück" }
        }
        Why::Emergency => Phrase { en: "an emergency takes its place", de: "ein Notfall tritt an seine Stelle" },
        Why::TurnedOff => Phrase { en: "the rule was turned off", de: "die Regel wurde abgeschaltet" },
        Why::Demoted => Phrase {
            en: "you marked so many of its alerts as false that it is shown quietly",
            de: "so viele seiner Meldungen markierten Sie als falsch, dass es still gezeigt wird",
        },
    }
    .text(language)
}

const TOLD: Phrase = Phrase { en: "told: {why}", de: "mitgeteilt: {why}" };
const SILENT: Phrase = Phrase { en: "silent: {why}", de: "still: {why}" };

/// What happened at a revision: told, or silent, and why.
pub fn revision(is_pushed: bool, because: &str, language: Language) -> String {
    let because = Why::from_name(because).map_or(because, |known| why(known, language));
    if is_pushed { TOLD } else { SILENT }.with(language, &[("why", because)])
}

const IS_OVER: Phrase = Phrase { en: "it is over: {why}", de: "es ist vorbei: {why}" };
const NEWER_REPORT: Phrase = Phrase {
    en: "a newer report in which this rule finds nothing ({fields} answered otherwise)",
    de: "ein neuerer Bericht, in dem diese Regel nichts findet ({fields} anders beantwortet)",
};
const NEWER_SESSION: Phrase = Phrase {
    en: "a newer finished session in which this rule finds nothing",
    de: "eine neuere beendete Einheit, in der diese Regel nichts findet",
};
const TAKEN_BACK: Phrase = Phrase {
    en: "later episodes that no longer go with it (a p above 0.2 at two looks in a row)",
    de: "spätere Episoden, die nicht mehr damit einhergehen (ein p über 0,2 bei zwei Blicken hintereinander)",
};
const CORRECTION: Phrase = Phrase {
    en: "a correction of a record it cites, after which the rule finds nothing",
    de: "die Berichtigung eines zitierten Datensatzes, nach der die Regel nichts mehr findet",
};
const BY_AGE: Phrase = Phrase {
    en: "without anything new, {days} days after its newest evidence: on {date}",
    de: "ohne etwas Neues {days} Tage nach dem neuesten Beleg: am {date}",
};

/// What it would take to end an alert.
pub fn ends(alert: &Alert, reader: &Reader) -> Vec<String> {
    let language = reader.language;
    if alert.state == State::Ended {
        return vec![IS_OVER.with(language, &[("why", why(alert.why, language))])];
    }
    let mut ends = Vec::new();
    let mut fields: Vec<&str> = alert.finding.evidence.iter().map(|piece| piece.what.as_ref()).collect();
    fields.sort_unstable();
    fields.dedup();
    match rules::rule(alert.rule.as_str()).map(|rule| rule.looks_at) {
        Some(LooksAt::Report) => ends.push(NEWER_REPORT.with(language, &[("fields", &fields.join(", "))])),
        Some(LooksAt::Session) => ends.push(NEWER_SESSION.text(language).to_owned()),
        None if is_trigger(&alert.rule) => ends.push(TAKEN_BACK.text(language).to_owned()),
        None => {}
    }
    if !ends.is_empty() {
        ends.push(CORRECTION.text(language).to_owned());
    }
    let after_min = Policy::over_after_min(&alert.rule, alert.level, alert.state == State::Acknowledged);
    let over = add_minutes(alert.finding.at.max(alert.spoken_since), after_min);
    let days = language.number(after_min / 1440.0, 0);
    ends.push(BY_AGE.with(language, &[("days", &days), ("date", &day(over, reader))]));
    ends
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::assess::{Level, RuleId};
    use crate::record::Key;
    use crate::voice::forbidden_in;

    fn reader(language: Language) -> Reader {
        Reader { name: "Ana".to_owned(), zone: TimeZone::UTC, has_private_titles: true, language }
    }

    fn each() -> Vec<Difference> {
        let (was, is) = ("2026-11-02T10:00:00Z".parse().unwrap(), "2026-11-02T11:30:00Z".parse().unwrap());
        let record = Key::LEAST;
        let number = |number| Value::Number(number);
        let what = || "severity".to_owned();
        let told = Some(Value::Flag(false));
        vec![
            Difference::Gone { record },
            Difference::Moved { record, was, is },
            Difference::Value { what: what(), was: number(2.142_857), is: Some(number(1.5)), record: None },
            Difference::Value { what: what(), was: Value::Flag(true), is: told, record: Some(record) },
            Difference::Value {
                what: what(),
                was: Value::List(vec!["a".into(), "b".into()]),
                is: None,
                record: None,
            },
            Difference::New { what: what(), is: number(3.0) },
            Difference::Level { was: Level::Emergency, is: Level::Urgent },
            Difference::Missing { names: vec!["signs".into(), "ongoing".into()] },
            Difference::Clear,
            Difference::NoRule,
            Difference::Rules { was: "2026.1".into(), is: "2026.2".into() },
            Difference::Sign { rule: RuleId::of("rf01"), at: was },
        ]
    }

    #[test]
    fn every_difference_is_a_whole_sentence_part_in_every_language() {
        for language in Language::ALL {
            for (one, is_session) in each().into_iter().flat_map(|one| [(one.clone(), true), (one, false)]) {
                let text = difference(&one, is_session, &reader(*language));
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{text}");
                assert_eq!(forbidden_in(&text), Vec::<&str>::new(), "{text}");
            }
            for why in Why::ALL {
                assert_eq!(forbidden_in(super::why(*why, *language)), Vec::<&str>::new());
            }
        }
    }

    #[test]
    fn a_changed_value_is_told_with_both_values_as_the_language_writes_them() {
        let told = |language| each().iter().map(|one| difference(one, true, &reader(language))).collect::<Vec<_>>();
        let (english, german) = (told(Language::English), told(Language::German));
        assert_eq!(english[2], "severity was 2.14 when it was said, and is 1.5 now");
        assert_eq!(german[2], "severity war 2,14, als es gesagt wurde, und ist jetzt 1,5");
        assert_eq!(german[3], "severity war ja, als es gesagt wurde, und ist jetzt nein");
        assert_eq!(
            german[1],
            "die Einheit wurde verschoben: 2026-11-02 10:00, als dies gesagt wurde, jetzt 2026-11-02 11:30"
        );
        let because = [english[0].clone(), english[2].clone()];
        assert!(
            verdict(Some(false), &because, Language::English).starts_with("no longer follows, because the record")
        );
        assert_eq!(verdict(Some(true), &[], Language::German), "folgt weiterhin aus den Aufzeichnungen");
    }
}
