//! What exposures are called, each beside its two ends: the one place of these words.

use super::phrase::{Language, Phrase};

/// An exposure in words.
struct Words {
    /// Its name in the list of exposures.
    name: &'static str,
    /// What it is called.
    label: Phrase,
    /// Its higher end; of yes and no that it is so.
    more: Phrase,
    /// Its lower end; of yes and no that it is not so.
    less: Phrase,
}

const fn p(en: &'static str, de: &'static str) -> Phrase {
    Phrase { en, de }
}

const fn row(name: &'static str, label: Phrase, more: Phrase, less: Phrase) -> Words {
    Words { name, label, more, less }
}

/// Every exposure, in the order of the list.
static WORDS: &[Words] = &[
    row(
        "duration",
        p("length of the session", "Dauer der Einheit"),
        p("longer sessions", "längere Einheiten"),
        p("shorter sessions", "kürzere Einheiten"),
    ),
    row(
        "srpe_load",
        p("load of the session", "Belastung der Einheit"),
        p("sessions with more load", "Einheiten mit mehr Belastung"),
        p("sessions with less load", "Einheiten mit weniger Belastung"),
    ),
    row(
        "spike30",
        p("a session longer than in the 30 days before", "eine längere Einheit als in den 30 Tagen zuvor"),
        p("sessions longer than in the 30 days before", "längere Einheiten als in den 30 Tagen zuvor"),
        p("sessions no longer than in the 30 days before", "Einheiten, nicht länger als in den 30 Tagen zuvor"),
    ),
    row(
        "ewma_ratio",
        p("load of the week beside that of the month", "Belastung der Woche neben der des Monats"),
        p("a load that rose in the last week", "zuletzt gestiegene Belastung"),
        p("a load that fell in the last week", "zuletzt gesunkene Belastung"),
    ),
    row(
        "monotony7",
        p("sameness of the days of a week", "Gleichförmigkeit der Tage einer Woche"),
        p("weeks with every day alike", "Wochen, in denen jeder Tag gleich ist"),
        p("weeks with hard and easy days", "Wochen mit harten und leichten Tagen"),
    ),
    row(
        "bm_loss_gt2",
        p("more than 2 % of body mass lost as sweat", "mehr als 2 % der Körpermasse als Schweiß verloren"),
        p("more than 2 % of body mass lost as sweat", "mehr als 2 % der Körpermasse als Schweiß verloren"),
        p("at most 2 % of body mass lost as sweat", "höchstens 2 % der Körpermasse als Schweiß verloren"),
    ),
    row(
        "na_deficit",
        p("sodium lost less sodium taken", "Natrium, verloren weniger aufgenommen"),
        p("a larger loss of sodium", "ein größerer Verlust an Natrium"),
        p("a smaller loss of sodium", "ein kleinerer Verlust an Natrium"),
    ),
    row(
        "no_electrolyte",
        p("a drink without electrolytes", "ein Getränk ohne Elektrolyte"),
        p("drinks without electrolytes", "Getränke ohne Elektrolyte"),
        p("drinks with electrolytes", "Getränke mit Elektrolyten"),
    ),
    row(
        "temp",
        p("air temperature", "Lufttemperatur"),
        p("warmer air", "wärmere Luft"),
        p("cooler air", "kühlere Luft"),
    ),
    row(
        "tight_fit",
        p("tight gear", "enge Ausrüstung"),
        p("tight gear", "enge Ausrüstung"),
        p("gear without tightness", "Ausrüstung, die nirgends eng ist"),
    ),
    row(
        "compression",
        p("compression wear", "Kompressionskleidung"),
        p("compression wear", "Kompressionskleidung"),
        p("no compression wear", "keine Kompressionskleidung"),
    ),
    row(
        "new_shoes",
        p("new shoes", "neue Schuhe"),
        p("shoes with less than 80 km", "Schuhe mit weniger als 80 km"),
        p("shoes with 80 km or more", "Schuhe mit 80 km oder mehr"),
    ),
    row(
        "no_warmup",
        p("a session without a warm-up", "eine Einheit ohne Aufwärmen"),
        p("no warm-up", "kein Aufwärmen"),
        p("a warm-up", "Aufwärmen"),
    ),
    row(
        "no_cooldown",
        p("a session without a cool-down", "eine Einheit ohne Auslaufen"),
        p("no cool-down", "kein Auslaufen"),
        p("a cool-down", "Auslaufen"),
    ),
    row(
        "impact_min",
        p("minutes on hard ground", "Minuten auf hartem Boden"),
        p("more minutes on hard ground", "mehr Minuten auf hartem Boden"),
        p("fewer minutes on hard ground", "weniger Minuten auf hartem Boden"),
    ),
    row(
        "short_sleep",
        p("short sleep", "kurzer Schlaf"),
        p("less sleep", "weniger Schlaf"),
        p("more sleep", "mehr Schlaf"),
    ),
    row(
        "fatigue",
        p("fatigue before the session", "Müdigkeit vor der Einheit"),
        p("more fatigue", "mehr Müdigkeit"),
        p("less fatigue", "weniger Müdigkeit"),
    ),
    row(
        "sitting",
        p("hours sat that day", "gesessene Stunden an dem Tag"),
        p("more sitting", "mehr Sitzen"),
        p("less sitting", "weniger Sitzen"),
    ),
    row(
        "back_pain",
        p("pain in the low back", "Schmerz im unteren Rücken"),
        p("more pain in the low back", "mehr Schmerz im unteren Rücken"),
        p("less pain in the low back", "weniger Schmerz im unteren Rücken"),
    ),
    row(
        "caffeine",
        p("caffeine before the session", "Koffein vor der Einheit"),
        p("more caffeine", "mehr Koffein"),
        p("less caffeine", "weniger Koffein"),
    ),
    row("music", p("music", "Musik"), p("music", "Musik"), p("no music", "keine Musik")),
    row(
        "wbgt",
        p("heat with humidity (WBGT)", "Wärme mit Feuchte (WBGT)"),
        p("more heat with humidity", "mehr Wärme mit Feuchte"),
        p("less heat with humidity", "weniger Wärme mit Feuchte"),
    ),
    row(
        "heat_index",
        p("heat as it feels", "gefühlte Wärme"),
        p("air that feels warmer", "Luft, die sich wärmer anfühlt"),
        p("air that feels cooler", "Luft, die sich kühler anfühlt"),
    ),
    row(
        "mass_loss",
        p("body mass lost as sweat", "als Schweiß verlorene Körpermasse"),
        p("a larger loss of body mass", "ein größerer Verlust an Körpermasse"),
        p("a smaller loss of body mass", "ein kleinerer Verlust an Körpermasse"),
    ),
    row(
        "light_clothing",
        p("light clothing", "leichte Kleidung"),
        p("light clothing", "leichte Kleidung"),
        p("heavy clothing", "schwere Kleidung"),
    ),
    row(
        "new_gear",
        p("new gear", "neue Ausrüstung"),
        p("new gear", "neue Ausrüstung"),
        p("familiar gear", "vertraute Ausrüstung"),
    ),
    row(
        "hard_surface",
        p("share of hard ground", "Anteil harten Bodens"),
        p("more hard ground", "mehr harter Boden"),
        p("softer ground", "weicherer Boden"),
    ),
    row(
        "sleep",
        p("hours slept", "Schlafstunden"),
        p("more sleep", "mehr Schlaf"),
        p("less sleep", "weniger Schlaf"),
    ),
    row(
        "bent_back",
        p("a bent back for long", "ein lange gebeugter Rücken"),
        p("a bent back for long", "ein lange gebeugter Rücken"),
        p("an upright back", "ein aufrechter Rücken"),
    ),
];

/// What every tag of a person is called here; the caller has its own name.
const OWN: Phrase = p("something of your own", "etwas Eigenes");

fn words(name: &str) -> Option<&'static Words> {
    WORDS.iter().find(|words| words.name == name)
}

/// What an exposure of the list is called, as a short noun phrase: "length of the session", "tight gear". A name that
/// is not in the list (a person's own tag) is "something of your own".
pub fn exposure_name(name: &str, language: Language) -> &'static str {
    words(name).map_or(OWN, |words| words.label).text(language)
}

/// Its higher end, as a short noun phrase: "longer sessions"; of yes and no that it is so: "tight gear".
pub fn exposure_more(name: &str, language: Language) -> &'static str {
    words(name).map_or(OWN, |words| words.more).text(language)
}

/// Its lower end, as a short noun phrase: "shorter sessions"; of yes and no that it is not so: "a warm-up".
pub fn exposure_less(name: &str, language: Language) -> &'static str {
    words(name).map_or(OWN, |words| words.less).text(language)
}

const YES: Phrase = p("yes", "ja");
const NO: Phrase = p("no", "nein");
const OF_5: Phrase = p("{value} of 5", "{value} von 5");
const OF_10: Phrase = p("{value} of 10", "{value} von 10");

/// A value in words: "75 min" of a length, which the list of exposures holds as a logarithm; no finer than it is known.
pub fn exposure_value(name: &str, value: f64, language: Language) -> String {
    let number = |value: f64, step: f64, unit: &str| {
        let decimals = if step < 1.0 { 1 } else { 0 };
        let number = language.number((value / step).round() * step, decimals);
        if unit.is_empty() { number } else { format!("{number} {unit}") }
    };
    let scored = |of: Phrase| of.with(language, &[("value", &number(value, 1.0, ""))]);
    match name {
        "duration" => number(value.exp(), 1.0, "min"),
        "srpe_load" => number(value.exp(), 10.0, "AU"),
        "ewma_ratio" | "monotony7" => number(value, 0.1, ""),
        "na_deficit" => number(value, 10.0, "mmol"),
        "temp" | "wbgt" | "heat_index" => number(value, 1.0, "°C"),
        "impact_min" => number(value, 1.0, "min"),
        "short_sleep" => number(-value, 0.1, "h"),
        "sleep" | "sitting" => number(value, 0.1, "h"),
        "mass_loss" => number(value, 0.1, "%"),
        "hard_surface" => number(value, 1.0, "%"),
        "caffeine" => number(value, 10.0, "mg"),
        "fatigue" => scored(OF_5),
        "back_pain" => scored(OF_10),
        _ if value == 1.0 => YES.text(language).to_owned(),
        _ if value == 0.0 => NO.text(language).to_owned(),
        _ => number(value, 0.1, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::exposures::{EXPOSURES, Scale};

    #[test]
    fn every_exposure_has_its_words_once_and_in_order() {
        let of_list: Vec<&str> = EXPOSURES.iter().map(|exposure| exposure.name).collect();
        let of_words: Vec<&str> = WORDS.iter().map(|words| words.name).collect();
        assert_eq!(of_words, of_list);
    }

    #[test]
    fn a_value_is_told_in_the_unit_people_use() {
        let said = |name, value| exposure_value(name, value, Language::German);
        assert_eq!(said("duration", 75.0_f64.ln()), "75 min");
        assert_eq!(said("short_sleep", -6.52), "6,5 h");
        assert_eq!(said("fatigue", 4.0), "4 von 5");
        assert_eq!(said("tight_fit", 1.0), "ja");
        for exposure in EXPOSURES.iter().filter(|one| one.scale == Scale::Continuous && !one.unit.is_empty()) {
            let said = exposure_value(exposure.name, 1.0, Language::English);
            assert!(said.contains(' '), "{} has no unit: {said}", exposure.name);
        }
    }

    #[test]
    fn no_two_exposures_are_called_the_same() {
        for language in Language::ALL {
            let mut names: Vec<&str> = EXPOSURES.iter().map(|one| exposure_name(one.name, *language)).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), EXPOSURES.len());
        }
        assert_eq!(exposure_name("tag.coffee", Language::German), "etwas Eigenes");
    }
}
