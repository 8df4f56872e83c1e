//! The sentences about the fluid balance of a session.

use super::advice;
use super::phrase::{Language, Phrase};
use crate::assess::{Because, Finding};
use crate::record::Value;

/// The message of a fluid finding; `None` for other rules.
pub fn message(finding: &Finding, language: Language) -> Option<String> {
    match finding.rule.as_str() {
        "fluid_deficit" => Some(deficit(finding, language)),
        "fluid_gain" => Some(gain(finding, language)),
        _ => None,
    }
}

/// The sentences that a rule's message is made of, gaps as they stand; none for other rules.
pub fn templates(rule: &str) -> &'static [Phrase] {
    match rule {
        "fluid_deficit" => &[DRINK, DEFICIT],
        "fluid_gain" => &[GAIN],
        _ => &[],
    }
}

const DEFICIT: Phrase = Phrase {
    en: "Your records show a loss of {loss} % of body mass over {session}{amounts}{reckoned}; the limit here is 2 %. \
         Loss of fluid and salt can be one of the things that set off tingling.",
    de: "Ihre Aufzeichnungen zeigen einen Verlust von {loss} % der Körpermasse während {session}{amounts}{reckoned}; \
         die Grenze liegt hier bei 2 %. Der Verlust von Flüssigkeit und Salz kann eines der Dinge sein, die ein \
         Kribbeln auslösen.",
};

const DRINK: Phrase =
    Phrase { en: "Drink to thirst over the next hours. ", de: "Trinken Sie in den nächsten Stunden nach Durst. " };

const SESSION: Phrase = Phrase { en: "your session", de: "Ihrer Einheit" };
const LENGTH: Phrase = Phrase { en: "a session of {minutes} min", de: "einer Einheit von {minutes} min" };
const DEGREES: Phrase = Phrase { en: " at {degrees} °C", de: " bei {degrees} °C" };
const LOST: Phrase = Phrase { en: "about {litres} l lost", de: "etwa {litres} l verloren" };
const DRUNK: Phrase = Phrase { en: "{litres} l drunk", de: "{litres} l getrunken" };
const RECKONED: Phrase = Phrase { en: ", reckoned from what is known", de: ", berechnet aus dem, was bekannt ist" };

fn deficit(finding: &Finding, language: Language) -> String {
    let told = |name: &str, phrase: Phrase, gap: &str, scale: f64, decimals: usize| {
        let number = language.number(number(finding, name)? / scale, decimals);
        Some(phrase.with(language, &[(gap, &number)]))
    };
    let mut session =
        told("duration_min", LENGTH, "minutes", 1.0, 0).unwrap_or_else(|| SESSION.text(language).to_owned());
    session.extend(told("temp_c", DEGREES, "degrees", 1.0, 0));
    let lost = told("sweat_loss_ml", LOST, "litres", 1000.0, 1);
    let drunk = told("fluid_ml", DRUNK, "litres", 1000.0, 1);
    let amounts: Vec<String> = lost.into_iter().chain(drunk).collect();
    let amounts = if amounts.is_empty() { String::new() } else { format!(" ({})", amounts.join(", ")) };
    let loss = language.number(number(finding, "mass_loss_pct").unwrap_or(0.0), 1);
    let reckoned = if estimated(finding, "mass_loss_pct") { RECKONED.text(language) } else { "" };
    // Where a tip could harm, the message holds none either.
    let tip = if advice::has(finding, "drink_to_thirst") { DRINK.text(language) } else { "" };
    let gaps = [("loss", loss.as_str()), ("session", &session), ("amounts", &amounts), ("reckoned", reckoned)];
    format!("{tip}{}", DEFICIT.with(language, &gaps))
}

const GAIN: Phrase = Phrase {
    en: "Do not drink more than thirst asks for. Your records show a body mass {gained} % higher after the session \
         than before it. Drinking more than is sweated can thin the blood's salt.",
    de: "Trinken Sie nicht mehr, als der Durst verlangt. Ihre Aufzeichnungen zeigen nach der Einheit eine um \
         {gained} % höhere Körpermasse als davor. Mehr zu trinken, als geschwitzt wird, kann das Salz im Blut \
         verdünnen.",
};

fn gain(finding: &Finding, language: Language) -> String {
    let gained = language.number(number(finding, "mass_gain_pct").unwrap_or(0.0), 1);
    GAIN.with(language, &[("gained", &gained)])
}

fn piece<'a>(finding: &'a Finding, what: &str) -> Option<&'a Because> {
    finding.evidence.iter().chain(&finding.against).find(|piece| piece.what == what)
}

fn number(finding: &Finding, what: &str) -> Option<f64> {
    match piece(finding, what)?.value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

fn estimated(finding: &Finding, what: &str) -> bool {
    piece(finding, what).is_some_and(|piece| piece.estimated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::{Level, RuleId};
    use crate::record::Key;

    fn deficit(advice: &[&'static str]) -> Finding {
        let loss = Because {
            what: "mass_loss_pct".into(),
            value: Value::Number(2.6),
            limit: Some(2.0),
            estimated: false,
            records: Vec::new(),
        };
        Finding {
            rule: RuleId::of("fluid_deficit"),
            subject: Key::LEAST,
            at: "2026-11-02T10:00:00Z".parse().unwrap(),
            level: Level::Advice,
            evidence: vec![loss],
            against: Vec::new(),
            unknown: Vec::new(),
            change: Vec::new(),
            advice: advice.iter().map(|tip| (*tip).into()).collect(),
            withheld: Vec::new(),
        }
    }

    #[test]
    fn where_a_drink_tip_is_withheld_the_message_holds_none_either() {
        for (language, tip, loss) in
            [(Language::English, "drink to thirst", "2.6 %"), (Language::German, "trinken sie", "2,6 %")]
        {
            let open = message(&deficit(&["drink_to_thirst"]), language).unwrap();
            assert!(open.to_lowercase().contains(tip), "{open}");
            let held = message(&deficit(&["rest"]), language).unwrap();
            assert!(held.contains(loss) && !held.to_lowercase().contains(tip), "{held}");
        }
    }

    #[test]
    fn a_temperature_without_a_duration_stands_beside_the_session() {
        let mut hot = deficit(&[]);
        let value = Value::Number(28.4);
        hot.against.push(Because { what: "temp_c".into(), value, limit: None, ..hot.evidence[0].clone() });
        let message = message(&hot, Language::English).unwrap();
        assert!(message.contains("of body mass over your session at 28 °C; the limit"), "{message}");
    }
}
