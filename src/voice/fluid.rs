//! The sentences about the fluid balance of a session.

use crate::assess::{Because, Finding};
use crate::record::Value;

/// The message of a fluid finding; `None` for other rules.
pub fn message(finding: &Finding) -> Option<String> {
    match finding.rule.as_str() {
        "fluid_deficit" => Some(deficit(finding)),
        "fluid_gain" => Some(gain(finding)),
        _ => None,
    }
}

fn deficit(finding: &Finding) -> String {
    let mut told = Vec::new();
    if let Some(minutes) = number(finding, "duration_min") {
        told.push(format!("a session of {minutes:.0} min"));
    }
    if let Some(degrees) = number(finding, "temp_c") {
        told.push(format!("at {degrees:.0} °C"));
    }
    let session = if told.is_empty() { "your session".to_owned() } else { told.join(" ") };
    let mut amounts = Vec::new();
    if let Some(lost) = number(finding, "sweat_loss_ml") {
        amounts.push(format!("about {:.1} l lost", lost / 1000.0));
    }
    if let Some(drunk) = number(finding, "fluid_ml") {
        amounts.push(format!("{:.1} l drunk", drunk / 1000.0));
    }
    let amounts = if amounts.is_empty() { String::new() } else { format!(" ({})", amounts.join(", ")) };
    let loss = number(finding, "mass_loss_pct").unwrap_or(0.0);
    let reckoned = if estimated(finding, "mass_loss_pct") { ", reckoned from what is known" } else { "" };
    // Where a tip could harm, the message holds none either.
    let tip = if finding.withheld.is_empty() { "Drink to thirst over the next hours. " } else { "" };
    format!(
        "{tip}Your records show a loss of {loss:.1} % of body mass over {session}\
         {amounts}{reckoned}; the limit here is 2 %. Loss of fluid and salt can be one of the things that set \
         off tingling."
    )
}

fn gain(finding: &Finding) -> String {
    let gained = number(finding, "mass_gain_pct").unwrap_or(0.0);
    format!(
        "Do not drink more than thirst asks for. Your records show a body mass {gained:.1} % higher after the \
         session than before it. Drinking more than is sweated can thin the blood's salt."
    )
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

    fn deficit(withheld: &[&'static str]) -> Finding {
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
            withheld: withheld.iter().map(|reason| (*reason).into()).collect(),
        }
    }

    #[test]
    fn where_a_drink_tip_is_withheld_the_message_holds_none_either() {
        let open = message(&deficit(&[])).unwrap();
        assert!(open.contains("Drink to thirst"), "{open}");
        let held = message(&deficit(&["headache_vomiting_confusion"])).unwrap();
        assert!(held.contains("2.6 %") && !held.to_lowercase().contains("drink to"), "{held}");
    }
}
