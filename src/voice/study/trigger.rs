//! The message about something that goes before tingling.

use super::attempt::attempt;
use crate::assess::Finding;
use crate::record::Value;
use crate::study::trigger::{exposure_of, is_trigger};
use crate::voice::exposures::{exposure_more, exposure_name};
use crate::voice::phrase::{Language, Phrase};

/// Where it comes from.
pub const SOURCE: &str = "the study of your own records (docs/study.md): Firth 1993; Benjamini & Hochberg 1995";

/// The title of a trigger.
pub const TITLE: Phrase =
    Phrase { en: "Something that goes before tingling", de: "Etwas, das dem Kribbeln vorausgeht" };

const WITH: Phrase = Phrase {
    en: "{attempt}, and see whether it makes a difference. Your records show {exposure} in {tingled_there} of your {tingled} \
         tingling sessions, and in {quiet_there} of {quiet} others. {odds} {tried} exposures were held against tingling. \
         Seen together, not proven to cause it.{against}",
    de: "{attempt}, und sehen Sie, ob das einen Unterschied macht. Ihre Aufzeichnungen zeigen „{exposure}“ in \
         {tingled_there} von {tingled} Einheiten mit Kribbeln und in {quiet_there} von {quiet} anderen. {odds} {tried} \
         Einflüsse wurden gegen das Kribbeln gehalten. Zusammen gesehen, nicht als Ursache bewiesen.{against}",
};
const ABOVE: Phrase = Phrase {
    en: "{attempt}, and see whether it makes a difference. Your records show {exposure} (above your own middle) in \
         {tingled_there} of your {tingled} tingling sessions, and in {quiet_there} of {quiet} others. {odds} {tried} exposures \
         were held against tingling. Seen together, not proven to cause it.{against}",
    de: "{attempt}, und sehen Sie, ob das einen Unterschied macht. Ihre Aufzeichnungen zeigen „{exposure}“ (über Ihrer \
         eigenen Mitte) in {tingled_there} von {tingled} Einheiten mit Kribbeln und in {quiet_there} von {quiet} anderen. \
         {odds} {tried} Einflüsse wurden gegen das Kribbeln gehalten. Zusammen gesehen, nicht als Ursache bewiesen.{against}",
};
const ODDS: Phrase = Phrase {
    en: "With it the odds of tingling were at least about {low} times as high (95 % interval {low} to {high}).",
    de: "Damit war das Chancenverhältnis für Kribbeln mindestens etwa {low} (95-%-Intervall {low} bis {high}).",
};
const ODDS_STEP: Phrase = Phrase {
    en: "For each usual step up the odds of tingling were at least about {low} times as high (95 % interval {low} to {high}).",
    de: "Je üblicher Stufe nach oben stieg das Chancenverhältnis auf mindestens etwa das {low}-Fache (95-%-Intervall {low} bis {high}).",
};
const ODDS_LOWER: Phrase = Phrase {
    en: "With more of it the odds of tingling were lower (odds ratio at most about {high}, 95 % interval {low} to {high}).",
    de: "Mit mehr davon war Kribbeln seltener (Chancenverhältnis höchstens etwa {high}, 95-%-Intervall {low} bis {high}).",
};
const ODDS_WEAK: Phrase = Phrase {
    en: "How strong it is cannot be told yet (odds ratio, 95 % interval {low} to {high}).",
    de: "Wie stark, lässt sich noch nicht sagen (Chancenverhältnis, 95-%-Intervall {low} bis {high}).",
};
const AGAINST: Phrase = Phrase { en: " What speaks against it: {reasons}.", de: " Was dagegen spricht: {reasons}." };

/// The message; `None` for other rules.
pub fn message(finding: &Finding, language: Language) -> Option<String> {
    if !is_trigger(&finding.rule) {
        return None;
    }
    let exposure = exposure_of(finding).unwrap_or_default();
    let is_yes_or_no = flag(finding, "is_yes_or_no").unwrap_or(true);
    let count = |what: &str| number(finding, what).map_or(String::new(), |count| language.number(count, 0));
    let called = exposure_more_or_own(exposure, language);
    let reasons: Vec<String> =
        finding.against.iter().filter_map(|piece| reason(&piece.what, &piece.value, language)).collect();
    let against = match reasons.is_empty() {
        true => String::new(),
        false => AGAINST.with(language, &[("reasons", &reasons.join("; "))]),
    };
    let phrase = if is_yes_or_no { WITH } else { ABOVE };
    Some(phrase.with(
        language,
        &[
            ("attempt", attempt(exposure, language)),
            ("exposure", &called),
            ("tingled_there", &count("tingled_with")),
            ("tingled", &count("tingled")),
            ("quiet_there", &count("quiet_with")),
            ("quiet", &count("quiet")),
            ("odds", &odds(finding, is_yes_or_no, language)),
            ("tried", &count("exposures_tried")),
            ("against", &against),
        ],
    ))
}

/// The sentences that a trigger's message is made of, gaps as they stand.
pub fn templates() -> &'static [Phrase] {
    &[WITH, ABOVE, ODDS, ODDS_STEP, ODDS_LOWER, ODDS_WEAK]
}

/// What an exposure is called where it is there; a tag by its own name.
pub fn exposure_more_or_own(exposure: &str, language: Language) -> String {
    match exposure.strip_prefix("tag.") {
        Some(own) => own.to_owned(),
        None => exposure_more(exposure, language).to_owned(),
    }
}

/// What an exposure is called; a tag by its own name.
pub fn exposure_name_or_own(exposure: &str, language: Language) -> String {
    match exposure.strip_prefix("tag.") {
        Some(own) => own.to_owned(),
        None => exposure_name(exposure, language).to_owned(),
    }
}

fn odds(finding: &Finding, is_yes_or_no: bool, language: Language) -> String {
    let low = number(finding, "odds_ratio_low").unwrap_or(0.0);
    let high = number(finding, "odds_ratio_high").unwrap_or(f64::INFINITY);
    let phrase = if low > 1.0 && is_yes_or_no {
        ODDS
    } else if low > 1.0 {
        ODDS_STEP
    } else if high < 1.0 {
        ODDS_LOWER
    } else {
        ODDS_WEAK
    };
    phrase.with(language, &[("low", &ratio_text(low, language)), ("high", &ratio_text(high, language))])
}

/// An odds ratio with as many decimals as it can bear.
pub fn ratio_text(ratio: f64, language: Language) -> String {
    if ratio.is_infinite() {
        return "∞".to_owned();
    }
    let decimals = match ratio {
        large if large >= 9.95 => 0,
        usual if usual >= 0.95 => 1,
        _ => 2,
    };
    language.number(ratio, decimals)
}

/// A reason against, in words.
pub fn reason(what: &str, value: &Value, language: Language) -> Option<String> {
    let phrase = match what {
        "shifts_answers" => SHIFTS_ANSWERS,
        "halves_agree" => HALVES,
        "stands_without_carry_over" => CARRY_OVER,
        "stands_within_weeks" => WEEKS,
        "estimated_share" => ESTIMATED,
        "moves_with" => {
            let Value::List(names) = value else { return None };
            let names: Vec<String> = names.iter().map(|name| exposure_name_or_own(name, language)).collect();
            return Some(MOVES.with(language, &[("others", &names.join(", "))]));
        }
        _ => return None,
    };
    Some(phrase.text(language).to_owned())
}

const SHIFTS_ANSWERS: Phrase = Phrase {
    en: "it also goes with how often a session is answered at all",
    de: "es hängt auch damit zusammen, wie oft eine Einheit überhaupt beantwortet wird",
};
const HALVES: Phrase = Phrase {
    en: "it does not point the same way in the first and the second half of your episodes",
    de: "in der ersten und der zweiten Hälfte der Episoden zeigt es nicht in dieselbe Richtung",
};
const CARRY_OVER: Phrase = Phrase {
    en: "without the sessions within a day after tingling it is weaker",
    de: "ohne die Einheiten am Tag nach einem Kribbeln ist es schwächer",
};
const WEEKS: Phrase = Phrase {
    en: "among sessions of the same four weeks it is not seen clearly",
    de: "unter Einheiten derselben vier Wochen ist es nicht klar zu sehen",
};
const ESTIMATED: Phrase = Phrase { en: "it is partly estimated", de: "es ist zum Teil geschätzt" };
const MOVES: Phrase = Phrase { en: "it moves together with {others}", de: "es geht einher mit: {others}" };

fn number(finding: &Finding, what: &str) -> Option<f64> {
    finding.evidence.iter().find(|piece| piece.what == what).and_then(|piece| match piece.value {
        Value::Number(number) => Some(number),
        _ => None,
    })
}

fn flag(finding: &Finding, what: &str) -> Option<bool> {
    finding.evidence.iter().find(|piece| piece.what == what).and_then(|piece| match piece.value {
        Value::Flag(flag) => Some(flag),
        _ => None,
    })
}
