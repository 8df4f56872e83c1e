//! The sentences about risks of a session: what to do first, then what the records show, what speaks against it, and
//! how little is known of it and tingling.

pub mod about;
mod gear;
mod heat;
mod load;
mod rest;

use super::phrase::{Language, Phrase};
use crate::assess::{Because, Finding};
use crate::record::Value;

/// The message of a risk; `None` for other rules.
pub fn message(finding: &Finding, language: Language) -> Option<String> {
    let of = match finding.rule.as_str() {
        "spike" => load::spike,
        "high_load" => load::high_load,
        "through_pain" => load::through_pain,
        "heat" => heat::heat,
        "sodium_deficit" => heat::sodium_deficit,
        "tight_gear" => gear::tight_gear,
        "new_gear" => gear::new_gear,
        "short_rest" => rest::short_rest,
        "no_warmup" => rest::no_warmup,
        "no_cooldown" => rest::no_cooldown,
        _ => return None,
    };
    Some(format!("{}{}", of(finding, language), against(finding, language)))
}

/// The sentences that a rule's message is made of, gaps as they stand; none for other rules.
pub fn templates(rule: &str) -> &'static [Phrase] {
    match rule {
        "spike" => &[load::SPIKE, load::DOUBLED, load::LARGE, load::SMALL],
        "high_load" => &[load::HIGH_LOAD],
        "through_pain" => &[load::PAIN],
        "heat" => &[heat::HEAT],
        "sodium_deficit" => &[heat::ASK, heat::NOTE_DOWN, heat::SODIUM],
        "tight_gear" => &[gear::TIGHT],
        "new_gear" => &[gear::NEW],
        "short_rest" => &[rest::REST],
        "no_warmup" => &[rest::WARMUP],
        "no_cooldown" => &[rest::COOLDOWN],
        _ => &[],
    }
}

/// The sentence with what speaks against a finding, when anything does.
fn against(finding: &Finding, language: Language) -> String {
    let named = finding.against.iter().filter_map(|piece| Some(speaks(&piece.what)?.text(language)));
    let mut reasons: Vec<&str> = Vec::new();
    for reason in named {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() {
        return String::new();
    }
    AGAINST.with(language, &[("reasons", &reasons.join("; "))])
}

const AGAINST: Phrase = Phrase { en: " What speaks against it: {reasons}.", de: " Was dagegen spricht: {reasons}." };

fn speaks(what: &str) -> Option<Phrase> {
    Some(match what {
        "rpe_cr10" | "effort" | "hr_reserve_pct" => Phrase { en: "it was easy", de: "sie war leicht" },
        "duration_min" => Phrase { en: "it was short", de: "sie war kurz" },
        "mass_loss_pct" => Phrase { en: "little body mass was lost", de: "es ging wenig Körpermasse verloren" },
        "light_clothing" => Phrase { en: "the clothing was light", de: "die Kleidung war leicht" },
        "sodium_mg" => Phrase { en: "some sodium was taken", de: "etwas Natrium wurde aufgenommen" },
        _ => return None,
    })
}

/// A number of the evidence.
fn number(finding: &Finding, what: &str) -> Option<f64> {
    match piece(finding, what)?.value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// The same as text; nothing where it is missing.
fn told(finding: &Finding, what: &str, scale: f64, decimals: usize, language: Language) -> String {
    number(finding, what).map_or(String::new(), |number| language.number(number / scale, decimals))
}

/// The limit of a piece of evidence as text.
fn limit(finding: &Finding, what: &str, decimals: usize, language: Language) -> String {
    let limit = piece(finding, what).and_then(|piece| piece.limit);
    limit.map_or(String::new(), |limit| language.number(limit, decimals))
}

fn piece<'a>(finding: &'a Finding, what: &str) -> Option<&'a Because> {
    finding.evidence.iter().find(|piece| piece.what == what)
}
