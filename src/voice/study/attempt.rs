//! One safe change to try for each exposure. Never less fluid, salt or rest, never more load or tight gear.

use crate::voice::phrase::{Language, Phrase};

const fn p(en: &'static str, de: &'static str) -> Phrase {
    Phrase { en, de }
}

/// Every exposure that is tested.
static ATTEMPTS: &[(&str, Phrase)] = &[
    (
        "duration",
        p(
            "Make the next five sessions a quarter shorter",
            "Machen Sie die nächsten fünf Einheiten ein Viertel kürzer",
        ),
    ),
    ("srpe_load", p("Make the next five sessions easier", "Machen Sie die nächsten fünf Einheiten leichter")),
    (
        "spike30",
        p(
            "Let no session be longer than the longest of the 30 days before it",
            "Lassen Sie keine Einheit länger sein als die längste der 30 Tage davor",
        ),
    ),
    ("ewma_ratio", p("Make the next week an easier one", "Machen Sie die nächste Woche leichter")),
    (
        "monotony7",
        p(
            "Put an easy or a free day after each hard one",
            "Legen Sie nach jedem harten Tag einen leichten oder freien ein",
        ),
    ),
    (
        "bm_loss_gt2",
        p(
            "Weigh yourself before and after the next five sessions and write down what you drink",
            "Wiegen Sie sich vor und nach den nächsten fünf Einheiten und notieren Sie, was Sie trinken",
        ),
    ),
    (
        "na_deficit",
        p(
            "Write down what you drink and its salt over the next five sessions (ask your doctor or pharmacist before taking salt)",
            "Notieren Sie bei den nächsten fünf Einheiten, was Sie trinken und wie viel Salz darin ist (fragen Sie in Praxis oder Apotheke, bevor Sie Salz nehmen)",
        ),
    ),
    (
        "no_electrolyte",
        p(
            "Write down over the next five sessions which drink it was (ask your doctor or pharmacist before taking salt)",
            "Notieren Sie bei den nächsten fünf Einheiten, welches Getränk es war (fragen Sie in Praxis oder Apotheke, bevor Sie Salz nehmen)",
        ),
    ),
    (
        "temp",
        p(
            "Go out at a cooler hour for the next five sessions",
            "Legen Sie die nächsten fünf Einheiten in eine kühlere Stunde",
        ),
    ),
    (
        "tight_fit",
        p(
            "Loosen laces, socks and straps for the next five sessions",
            "Lockern Sie bei den nächsten fünf Einheiten Schnürung, Socken und Riemen",
        ),
    ),
    (
        "compression",
        p(
            "Leave the compression garment off for the next five sessions, unless a doctor told you to wear it",
            "Lassen Sie die Kompressionskleidung bei den nächsten fünf Einheiten weg, außer sie ist ärztlich verordnet",
        ),
    ),
    (
        "new_shoes",
        p(
            "Wear shoes that are worn in for the next five sessions",
            "Tragen Sie bei den nächsten fünf Einheiten eingelaufene Schuhe",
        ),
    ),
    (
        "no_warmup",
        p(
            "Warm up for ten minutes before the next five sessions",
            "Wärmen Sie sich vor den nächsten fünf Einheiten zehn Minuten auf",
        ),
    ),
    (
        "no_cooldown",
        p(
            "Walk for ten minutes after the next five sessions",
            "Gehen Sie nach den nächsten fünf Einheiten zehn Minuten aus",
        ),
    ),
    (
        "impact_min",
        p(
            "Choose softer ground for the next five sessions",
            "Wählen Sie für die nächsten fünf Einheiten weicheren Boden",
        ),
    ),
    (
        "short_sleep",
        p("Sleep longer before the next five sessions", "Schlafen Sie vor den nächsten fünf Einheiten länger"),
    ),
    (
        "fatigue",
        p(
            "Rest, or make it an easy session, on days when you are tired",
            "Ruhen Sie sich an müden Tagen aus oder machen Sie eine leichte Einheit",
        ),
    ),
    (
        "sitting",
        p(
            "Stand up and walk about every half hour on the days of the next five sessions",
            "Stehen Sie an den Tagen der nächsten fünf Einheiten jede halbe Stunde auf und gehen Sie umher",
        ),
    ),
    (
        "back_pain",
        p(
            "Make it an easy session on days when your low back hurts, and show the pain to a doctor or physiotherapist if it stays",
            "Machen Sie an Tagen mit Kreuzschmerzen eine leichte Einheit, und zeigen Sie die Schmerzen ärztlich oder in der Physiotherapie, wenn sie bleiben",
        ),
    ),
    (
        "caffeine",
        p(
            "Take less caffeine before the next five sessions",
            "Nehmen Sie vor den nächsten fünf Einheiten weniger Koffein",
        ),
    ),
    (
        "music",
        p(
            "Leave the music off for the next five sessions",
            "Lassen Sie bei den nächsten fünf Einheiten die Musik weg",
        ),
    ),
];

const OWN: Phrase = p(
    "Change it for five sessions, unless it is a medicine or something you need",
    "Ändern Sie es für fünf Einheiten, außer es ist ein Medikament oder etwas, das Sie brauchen",
);

/// What to try, as the beginning of a sentence.
pub fn attempt(exposure: &str, language: Language) -> &'static str {
    let own = ATTEMPTS.iter().find(|(name, _)| *name == exposure).map(|(_, phrase)| phrase);
    own.unwrap_or(&OWN).text(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::matrix::Matrix;
    use crate::voice::forbidden_in;

    #[test]
    fn there_is_something_to_try_for_every_exposure_that_is_tested() {
        for exposure in Matrix::tested() {
            for language in Language::ALL {
                let text = attempt(exposure.name, *language);
                assert_ne!(text, OWN.text(*language), "{}", exposure.name);
                assert_eq!(forbidden_in(text), Vec::<&str>::new(), "{text}");
            }
        }
        assert_eq!(ATTEMPTS.len(), Matrix::tested().count());
    }

    /// Fluid, salt, rest and warm-up are never withheld; load, heat and tight gear never added.
    #[test]
    fn nothing_to_try_withholds_what_a_body_needs() {
        for (name, phrase) in ATTEMPTS {
            let text = phrase.en.to_lowercase();
            for wrong in
                ["drink less", "less fluid", "less salt", "sleep less", "longer session", "harder", "tighter"]
            {
                assert!(!text.contains(wrong), "{name}: {text}");
            }
        }
    }
}
