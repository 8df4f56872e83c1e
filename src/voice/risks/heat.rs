//! The sentences about heat and salt.

use super::{Language, Phrase, limit, number, piece, told};
use crate::assess::Finding;
use crate::assess::advice::reason::Reason;
use crate::assess::risks::heat::VERY_HIGH_C;

pub(super) const HEAT: Phrase = Phrase {
    en: "In such heat go shorter and easier, or choose a cooler hour. Your records show about {degrees} °C on the scale \
         of heat stress (WBGT, reckoned from air and humidity as if in the sun){session}; above {limit} °C it is called \
         {class}. That scale is about illness from heat, not about tingling; loss of fluid and salt in heat can be one \
         of the things that set it off.",
    de: "Halten Sie es bei solcher Hitze kürzer und leichter, oder wählen Sie eine kühlere Stunde. Ihre Aufzeichnungen \
         zeigen etwa {degrees} °C auf der Skala der Hitzebelastung (WBGT, berechnet aus Luft und Feuchte wie in der \
         Sonne){session}; über {limit} °C heißt sie {class}. Diese Skala handelt von Hitzekrankheit, nicht von \
         Kribbeln; der Verlust von Flüssigkeit und Salz in der Hitze kann eines der Dinge sein, die es auslösen.",
};

const VERY_HIGH: Phrase = Phrase { en: "very high", de: "sehr hoch" };
const HIGH: Phrase = Phrase { en: "high", de: "hoch" };
const LONG: Phrase = Phrase {
    en: " over a session of {minutes} min that was more than easy",
    de: " während einer Einheit von {minutes} min, die mehr als leicht war",
};

pub(super) fn heat(finding: &Finding, language: Language) -> String {
    let is_very_high =
        piece(finding, "wbgt_c").and_then(|piece| piece.limit).is_some_and(|limit| limit >= VERY_HIGH_C);
    let class = if is_very_high { VERY_HIGH } else { HIGH };
    let minutes = told(finding, "duration_min", 1.0, 0, language);
    let session = if minutes.is_empty() { String::new() } else { LONG.with(language, &[("minutes", &minutes)]) };
    let (degrees, limit) = (told(finding, "wbgt_c", 1.0, 1, language), limit(finding, "wbgt_c", 0, language));
    let gaps =
        [("degrees", degrees.as_str()), ("session", &session), ("limit", &limit), ("class", class.text(language))];
    HEAT.with(language, &gaps)
}

pub(super) const ASK: Phrase = Phrase {
    en: "Ask your doctor or pharmacist before you take salt or electrolytes. ",
    de: "Fragen Sie in der Arztpraxis oder Apotheke, bevor Sie Salz oder Elektrolyte nehmen. ",
};

pub(super) const NOTE_DOWN: Phrase = Phrase {
    en: "Note what is in your drinks and food of such sessions. ",
    de: "Notieren Sie, was Getränke und Essen solcher Einheiten enthalten. ",
};

pub(super) const SODIUM: Phrase = Phrase {
    en: "Your records show about {deficit} mmol more sodium sweated out{sweat} than taken over a session, reckoned with \
         the usual sodium of sweat, which differs much between people; the limit here is {limit} mmol. Loss of fluid \
         and salt can be one of the things that set off tingling; no study gives a limit for that.",
    de: "Ihre Aufzeichnungen zeigen etwa {deficit} mmol mehr Natrium ausgeschwitzt{sweat} als während einer Einheit \
         aufgenommen, berechnet mit dem üblichen Natrium im Schweiß, das sich von Mensch zu Mensch sehr unterscheidet; \
         die Grenze liegt hier bei {limit} mmol. Der Verlust von Flüssigkeit und Salz kann eines der Dinge sein, die \
         ein Kribbeln auslösen; eine Grenze dafür nennt keine Studie.",
};

const SWEAT: Phrase = Phrase { en: " (about {litres} l of sweat)", de: " (etwa {litres} l Schweiß)" };

pub(super) fn sodium_deficit(finding: &Finding, language: Language) -> String {
    // Nobody is told here to take salt, whatever was answered.
    let is_asked = finding.withheld.iter().any(|kept| kept.reason == Reason::KidneyHeartMedicine.name());
    let first = if is_asked { ASK } else { NOTE_DOWN };
    let litres = number(finding, "sweat_loss_ml").map(|ml| language.number(ml / 1000.0, 1));
    let sweat = litres.map_or(String::new(), |litres| SWEAT.with(language, &[("litres", &litres)]));
    let deficit = told(finding, "sodium_deficit_mmol", 1.0, 0, language);
    let limit = limit(finding, "sodium_deficit_mmol", 0, language);
    let body = SODIUM.with(language, &[("deficit", &deficit), ("sweat", &sweat), ("limit", &limit)]);
    format!("{}{body}", first.text(language))
}
