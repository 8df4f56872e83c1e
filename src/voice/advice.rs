//! The words of tips, of what each is called, and of why one is kept back.
//!
//! When a tip goes with a finding is decided in `assess::advice`. Not yet reviewed by a clinician.

use super::phrase::{Language, Phrase};
use crate::assess::Finding;
use crate::assess::fluid::DRINK_MOST_ML_PER_H;

/// A tip in words.
pub struct Text {
    /// Its name in the table of tips.
    pub tip: &'static str,
    /// What the tip says.
    pub says: Phrase,
    /// What it is about: "No tip {about}: …".
    pub about: Phrase,
}

/// The tips of a finding, the strongest first. A tip of another version has no words and is left out.
pub fn tips(finding: &Finding, language: Language) -> Vec<String> {
    finding.advice.iter().filter_map(|tip| says(tip, finding, language)).collect()
}

/// Whether a tip goes with a finding.
pub fn has(finding: &Finding, tip: &str) -> bool {
    finding.advice.iter().any(|given| given == tip)
}

fn says(tip: &str, finding: &Finding, language: Language) -> Option<String> {
    let text = find(tip)?;
    let most = language.number(DRINK_MOST_ML_PER_H, 0);
    let more = finding.change.iter().find(|change| change.what == "drink_ml").map(|change| change.by);
    Some(match more.filter(|_| tip == "drink_to_thirst") {
        Some(ml) => DRINK_MORE.with(language, &[("ml", &language.number(ml, 0)), ("most", &most)]),
        None => text.says.with(language, &[("most", &most)]),
    })
}

/// What is kept back and why, one text for each.
pub fn withheld(finding: &Finding, language: Language) -> Vec<String> {
    let one = |kept: &crate::assess::Withheld| {
        let about = find(&kept.tip).map_or(&SOME_TIP, |text| &text.about).text(language);
        NO_TIP.with(language, &[("about", about), ("reason", reason(&kept.reason, language))])
    };
    finding.withheld.iter().map(one).collect()
}

/// Why a tip is kept back, in words.
pub fn reason(name: &str, language: Language) -> &'static str {
    let known = REASONS.iter().find(|(known, _)| *known == name);
    known.map_or(&SOMETHING, |(_, phrase)| phrase).text(language)
}

/// The words of a tip; `None` for a name that is none.
pub fn find(tip: &str) -> Option<&'static Text> {
    TEXTS.iter().find(|text| text.tip == tip)
}

const NO_TIP: Phrase = Phrase { en: "No tip {about}: {reason}.", de: "Kein Tipp {about}: {reason}." };
const SOME_TIP: Phrase = Phrase { en: "of another version", de: "einer anderen Version" };
const SOMETHING: Phrase =
    Phrase { en: "something in your records speaks against it", de: "etwas in Ihren Aufzeichnungen spricht dagegen" };

/// `drink_to_thirst` where the amount is known that would have kept the loss within its limit.
const DRINK_MORE: Phrase = Phrase {
    en: "Next time, drink to thirst; about {ml} ml more over such a session would keep the loss within 2 %. Not more \
         than {most} ml an hour in all.",
    de: "Trinken Sie beim nächsten Mal nach Durst; etwa {ml} ml mehr über eine solche Einheit würden den Verlust \
         innerhalb von 2 % halten. Nicht mehr als {most} ml pro Stunde insgesamt.",
};

/// Every tip, in the order of the table.
pub static TEXTS: &[Text] = &[
    Text {
        tip: "drink_less",
        says: Phrase {
            en: "After sessions like this, drink to thirst only.",
            de: "Trinken Sie nach solchen Einheiten nur nach Durst.",
        },
        about: Phrase { en: "on drinking less", de: "zum Weniger-Trinken" },
    },
    Text {
        tip: "low_sodium_signs",
        says: Phrase {
            en: "With headache, vomiting or confusion after much drinking, call the emergency number.",
            de: "Bei Kopfschmerz, Erbrechen oder Verwirrtheit nach viel Trinken wählen Sie die Notrufnummer.",
        },
        about: Phrase { en: "on signs after much drinking", de: "zu Zeichen nach viel Trinken" },
    },
    Text {
        tip: "rest",
        says: Phrase {
            en: "Rest when you feel tired or uncomfortable; tingling that comes with exercise can ease with rest.",
            de: "Ruhen Sie sich aus, wenn Sie müde sind oder sich unwohl fühlen; Kribbeln, das mit der Belastung kommt, \
                 kann in Ruhe nachlassen.",
        },
        about: Phrase { en: "on rest", de: "zum Ausruhen" },
    },
    Text {
        tip: "not_through_pain",
        says: Phrase {
            en: "Stop when it hurts, and do not push through pain.",
            de: "Hören Sie auf, wenn es schmerzt, und gehen Sie nicht über den Schmerz hinweg.",
        },
        about: Phrase { en: "on pain", de: "zum Schmerz" },
    },
    Text {
        tip: "early_help",
        says: Phrase {
            en: "Let a doctor look at it early; what waits for long can take longer to ease.",
            de: "Lassen Sie es früh ärztlich ansehen; was lange wartet, kann länger brauchen, bis es nachlässt.",
        },
        about: Phrase { en: "on early help", de: "zu früher Hilfe" },
    },
    Text {
        tip: "drink_to_thirst",
        says: Phrase {
            en: "Drink to thirst before, during and after exercise, not more than {most} ml an hour in all.",
            de: "Trinken Sie vor, während und nach der Belastung nach Durst, nicht mehr als {most} ml pro Stunde \
                 insgesamt.",
        },
        about: Phrase { en: "to drink", de: "zum Trinken" },
    },
    Text {
        tip: "electrolytes_long",
        says: Phrase {
            en: "On long or hard days, let part of what you drink hold electrolytes; to thirst, and not more than \
                 {most} ml an hour in all.",
            de: "Lassen Sie an langen oder harten Tagen einen Teil Ihrer Getränke Elektrolyte enthalten; nach Durst, \
                 und nicht mehr als {most} ml pro Stunde insgesamt.",
        },
        about: Phrase { en: "to drink electrolytes", de: "zum Trinken von Elektrolyten" },
    },
    Text {
        tip: "ask_about_salts",
        says: Phrase {
            en: "Before taking more salt or potassium, ask your doctor or pharmacist.",
            de: "Fragen Sie Ihre Ärztin oder Ihren Arzt oder in der Apotheke, bevor Sie mehr Salz oder Kalium zu sich \
                 nehmen.",
        },
        about: Phrase { en: "to ask about salts", de: "zum Nachfragen wegen Salzen" },
    },
    Text {
        tip: "fitting_shoes",
        says: Phrase {
            en: "Wear shoes that fit, with room for the toes and laces that do not press.",
            de: "Tragen Sie Schuhe, die passen, mit Platz für die Zehen und Schnürung, die nicht drückt.",
        },
        about: Phrase { en: "on shoes", de: "zu Schuhen" },
    },
    Text {
        tip: "light_clothing",
        says: Phrase {
            en: "Wear light clothing that lets air through, with nothing tight around the legs.",
            de: "Tragen Sie leichte, luftdurchlässige Kleidung, die nirgends an den Beinen einengt.",
        },
        about: Phrase { en: "on clothing", de: "zur Kleidung" },
    },
    Text {
        tip: "mineral_foods",
        says: Phrase {
            en: "Eat foods that hold minerals, such as bananas, spinach and almonds.",
            de: "Essen Sie Lebensmittel mit Mineralstoffen, etwa Bananen, Spinat und Mandeln.",
        },
        about: Phrase { en: "on foods with minerals", de: "zu Lebensmitteln mit Mineralstoffen" },
    },
    Text {
        tip: "mineral_foods_no_spinach",
        says: Phrase {
            en: "Eat foods that hold minerals, such as bananas and almonds.",
            de: "Essen Sie Lebensmittel mit Mineralstoffen, etwa Bananen und Mandeln.",
        },
        about: Phrase { en: "on foods with minerals", de: "zu Lebensmitteln mit Mineralstoffen" },
    },
    Text {
        tip: "stretch_before",
        says: Phrase {
            en: "Warm up and stretch the muscles gently before exercise.",
            de: "Wärmen Sie sich vor der Belastung auf und dehnen Sie die Muskeln sanft.",
        },
        about: Phrase { en: "to stretch before exercise", de: "zum Dehnen vor der Belastung" },
    },
    Text {
        tip: "cool_down",
        says: Phrase {
            en: "Let exercise fade out at an easy pace for some minutes.",
            de: "Lassen Sie die Belastung einige Minuten in leichtem Tempo ausklingen.",
        },
        about: Phrase { en: "to cool down after exercise", de: "zum Ausklingen nach der Belastung" },
    },
    Text {
        tip: "ask_about_therapy",
        says: Phrase {
            en: "Ask a doctor or physiotherapist whether physical therapy or certain exercises can help.",
            de: "Fragen Sie ärztlich oder in der Physiotherapie, ob Krankengymnastik oder bestimmte Übungen helfen \
                 können.",
        },
        about: Phrase { en: "on physical therapy", de: "zur Physiotherapie" },
    },
    Text {
        tip: "keep_a_diary",
        says: Phrase {
            en: "Keep telling when it tingles and when it does not: that shows what goes with it, and what comes with \
                 exertion alone.",
            de: "Berichten Sie weiter, wann es kribbelt und wann nicht: Das zeigt, was damit einhergeht und was allein \
                 mit der Anstrengung kommt.",
        },
        about: Phrase { en: "on keeping a diary", de: "zum Tagebuch" },
    },
];

/// Why tips are kept back, by name.
pub static REASONS: &[(&str, Phrase)] = &[
    (
        "doctor_first",
        Phrase {
            en: "a sign that needs a doctor now or today is open",
            de: "ein Zeichen, das jetzt oder heute ärztlich angesehen werden sollte, ist offen",
        },
    ),
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
            en: "the change of your body mass over this session is not known",
            de: "die Veränderung Ihrer Körpermasse während dieser Einheit ist nicht bekannt",
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
    (
        "signs_unread",
        Phrase {
            en: "a report leaves open whether there were other signs",
            de: "ein Bericht lässt offen, ob es andere Zeichen gab",
        },
    ),
    ("intake_unknown", Phrase { en: "what you drank is not known", de: "was Sie tranken, ist nicht bekannt" }),
    (
        "kidney_or_heart",
        Phrase {
            en: "with kidney disease or heart failure a doctor says how much to drink",
            de: "bei Nierenkrankheit oder Herzschwäche wird ärztlich festgelegt, wie viel zu trinken ist",
        },
    ),
    (
        "long_session",
        Phrase { en: "the session lasted more than 4 hours", de: "die Einheit dauerte mehr als 4 Stunden" },
    ),
    (
        "would_pass_limit",
        Phrase { en: "more would pass 800 ml an hour", de: "mehr würde 800 ml pro Stunde überschreiten" },
    ),
    (
        "kidney_heart_medicine",
        Phrase {
            en: "your profile does not answer \"no\" to kidney disease, heart failure, and medicines for blood \
                 pressure and with potassium",
            de: "Ihr Profil beantwortet Nierenkrankheit, Herzschwäche und Mittel gegen Bluthochdruck oder mit Kalium \
                 nicht mit „nein“",
        },
    ),
    (
        "food_allergy",
        Phrase {
            en: "your profile does not answer \"no\" to an allergy to nuts or other food",
            de: "Ihr Profil beantwortet eine Allergie gegen Nüsse oder andere Lebensmittel nicht mit „nein“",
        },
    ),
    (
        "anticoagulant",
        Phrase {
            en: "your profile does not answer \"no\" to a blood thinner, which spinach can weaken",
            de: "Ihr Profil beantwortet einen Blutverdünner, den Spinat abschwächen kann, nicht mit „nein“",
        },
    ),
    (
        "gear_is_off",
        Phrase {
            en: "the gear was off and the tingling stayed",
            de: "die Ausrüstung war abgelegt, und das Kribbeln blieb",
        },
    ),
    (
        "compression_prescribed",
        Phrase {
            en: "your profile does not answer \"no\" to prescribed compression",
            de: "Ihr Profil beantwortet verordnete Kompression nicht mit „nein“",
        },
    ),
    ("cold_weather", Phrase { en: "it was cold", de: "es war kalt" }),
    ("temperature_unknown", Phrase { en: "how warm it was is not known", de: "wie warm es war, ist nicht bekannt" }),
    (
        "pain_or_injury",
        Phrase {
            en: "a sign of pain, swelling or a new injury is open",
            de: "ein Zeichen von Schmerz, Schwellung oder einer neuen Verletzung ist offen",
        },
    ),
    (
        "stop_at_once",
        Phrase {
            en: "with chest pain, fainting or severe pain it is right to stop at once",
            de: "bei Brustschmerz, Ohnmacht oder starkem Schmerz ist es richtig, sofort aufzuhören",
        },
    ),
    (
        "nerve_sign",
        Phrase {
            en: "a sign that a doctor should look at first is open",
            de: "ein Zeichen, das zuerst ärztlich angesehen werden sollte, ist offen",
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::advice::{Reason, TIPS};

    #[test]
    fn every_tip_and_reason_has_words_and_no_words_are_left_over() {
        let ids: Vec<&str> = TIPS.iter().map(|tip| tip.id).collect();
        assert_eq!(TEXTS.iter().map(|text| text.tip).collect::<Vec<_>>(), ids);
        let names: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        assert_eq!(REASONS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    }

    #[test]
    fn what_another_version_said_does_no_harm() {
        assert!(find("of another version").is_none());
        assert_eq!(reason("gone", Language::English), "something in your records speaks against it");
    }
}
