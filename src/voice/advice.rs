//! Tips that go with a finding, each only where nothing speaks against it.

use super::phrase::{Language, Phrase};
use crate::assess::Finding;

/// The most that a drink tip adds up to in an hour, with what was drunk already.
pub const DRINK_MOST_ML_PER_H: f64 = 800.0;

/// The tips of a finding. What the finding withholds is left out, with its reason.
pub fn tips(finding: &Finding, language: Language) -> Vec<String> {
    match finding.rule.as_str() {
        "fluid_deficit" => deficit(finding, language),
        "fluid_gain" => GAIN.iter().map(|tip| tip.text(language).to_owned()).collect(),
        _ => Vec::new(),
    }
}

const GAIN: &[Phrase] = &[
    Phrase {
        en: "After sessions like this, drink to thirst only.",
        de: "Trinken Sie nach solchen Einheiten nur nach Durst.",
    },
    Phrase {
        en: "With headache, vomiting or confusion after much drinking, call the emergency number.",
        de: "Bei Kopfschmerz, Erbrechen oder Verwirrtheit nach viel Trinken wählen Sie die Notrufnummer.",
    },
];

const DRINK_MORE: Phrase = Phrase {
    en: "Next time, drink to thirst; about {ml} ml more over such a session would keep the loss within 2 %. Not more \
         than {most} ml an hour in all.",
    de: "Trinken Sie beim nächsten Mal nach Durst; etwa {ml} ml mehr über eine solche Einheit würden den Verlust \
         innerhalb von 2 % halten. Nicht mehr als {most} ml pro Stunde insgesamt.",
};

const NO_DRINK_TIP: Phrase = Phrase { en: "No drink tip: {reason}.", de: "Kein Tipp zum Trinken: {reason}." };

fn deficit(finding: &Finding, language: Language) -> Vec<String> {
    if let Some(reason) = finding.withheld.first() {
        return vec![NO_DRINK_TIP.with(language, &[("reason", withheld(reason, language))])];
    }
    let by = finding.change.iter().find(|change| change.what == "drink_ml").map(|change| change.by);
    let most = language.number(DRINK_MOST_ML_PER_H, 0);
    by.map(|ml| DRINK_MORE.with(language, &[("ml", &language.number(ml, 0)), ("most", &most)])).into_iter().collect()
}

/// Why a tip is withheld, in words.
pub fn withheld(reason: &str, language: Language) -> &'static str {
    let known = WITHHELD.iter().find(|(name, _)| *name == reason);
    known.map_or(&SOMETHING, |(_, phrase)| phrase).text(language)
}

/// The reasons by name.
const WITHHELD: &[(&str, Phrase)] = &[
    (
        "gain_seen",
        Phrase {
            en: "your body mass rose over a session",
            de: "Ihre Körpermasse ist während einer Einheit gestiegen",
        },
    ),
    (
        "mass_change_unknown",
        Phrase {
            en: "the session was long and the change of your body mass is not known",
            de: "die Einheit war lang, und die Veränderung Ihrer Körpermasse ist nicht bekannt",
        },
    ),
    (
        "drinking_much",
        Phrase { en: "you drank as much as is safe already", de: "Sie tranken schon so viel, wie sicher ist" },
    ),
    (
        "headache_vomiting_confusion",
        Phrase {
            en: "a report of this session names headache, vomiting or confusion",
            de: "ein Bericht zu dieser Einheit nennt Kopfschmerz, Erbrechen oder Verwirrtheit",
        },
    ),
    ("intake_unknown", Phrase { en: "what you drank is not known", de: "was Sie tranken, ist nicht bekannt" }),
    (
        "would_pass_limit",
        Phrase { en: "more would pass 800 ml an hour", de: "mehr würde 800 ml pro Stunde überschreiten" },
    ),
];

const SOMETHING: Phrase =
    Phrase { en: "something in your records speaks against it", de: "etwas in Ihren Aufzeichnungen spricht dagegen" };
