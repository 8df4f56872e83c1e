//! Why there is no trial.

use crate::study::trial::change::Gate;
use crate::study::trial::proposal::NoTrial;
use crate::voice::phrase::{Language, Phrase};
use crate::voice::study::trigger::exposure_name_or_own;

/// Why something is not done with a trial; said on the command line, in English like all that stands around alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Another runs.
    Running,
    /// None runs.
    NoneRuns,
    /// No change of that exposure is safe.
    NoSafeChange,
    /// It has an odd number of sessions, none, or more than a trial may have.
    Length,
    /// An alert for a doctor is open.
    DoctorFirst,
}

impl Refused {
    /// The reason in words.
    pub fn text(self) -> &'static str {
        match self {
            Refused::Running => {
                "a trial is running, and two at once would tell nothing\n  help: tingled experiment status, or end it:  tingled experiment stop"
            }
            Refused::NoneRuns => "no trial is running\n  help: tingled experiment propose",
            Refused::NoSafeChange => "there is no safe change to try for that",
            Refused::Length => "a trial has an even number of sessions, 2 to 200",
            Refused::DoctorFirst => {
                "an alert says to see a doctor today, or more: that goes first\n  help: tingled alerts"
            }
        }
    }
}

const NONE_YET: Phrase = Phrase {
    en: "No trial was ever begun. See tingled experiment propose",
    de: "Noch wurde kein Versuch begonnen. Siehe tingled experiment propose",
};

/// What is said before the first trial.
pub fn none_yet(language: Language) -> String {
    NONE_YET.text(language).to_owned()
}

/// Why there is no trial of an exposure, or of any; `needed` is what the study still lacks.
pub fn no_trial(because: NoTrial, exposure: Option<&str>, needed: &[String], language: Language) -> String {
    let own = exposure.unwrap_or_default();
    let name = match because {
        NoTrial::Unknown => own.to_owned(),
        _ => exposure_name_or_own(own, language),
    };
    words(because).with(language, &[("exposure", &name), ("needed", &needed.join(", "))])
}

fn words(because: NoTrial) -> Phrase {
    match because {
        NoTrial::DoctorFirst => Phrase {
            en: "No trial now: an alert says to see a doctor today, or more, and goes first. See tingled alerts",
            de: "Jetzt kein Versuch: Eine Warnung rät, heute in die Praxis zu gehen oder mehr, und geht vor. Siehe tingled alerts",
        },
        NoTrial::TooLittle => Phrase {
            en: "Too early for a trial: the records do not yet say what is worth trying. Still needed: {needed}.",
            de: "Zu früh für einen Versuch: Die Aufzeichnungen sagen noch nicht, was sich lohnt. Es fehlen: {needed}.",
        },
        NoTrial::Unknown => Phrase {
            en: "No exposure is called “{exposure}”. See tingled study --json",
            de: "Kein Einfluss heißt „{exposure}“. Siehe tingled study --json",
        },
        NoTrial::NoSafeChange => Phrase {
            en: "No trial of {exposure}: no change of it is safe to ask for, or none can be made from one session to the next.",
            de: "Kein Versuch zu „{exposure}“: Keine Änderung daran ist sicher genug, oder keine lässt sich von einer Einheit zur nächsten machen.",
        },
        NoTrial::Withheld(Gate::Fluid) => Phrase {
            en: "No trial of {exposure} now: after your last session advice to drink would be held back, too.",
            de: "Jetzt kein Versuch zu „{exposure}“: Nach der letzten Einheit würde auch ein Rat zum Trinken zurückgehalten.",
        },
        NoTrial::Withheld(Gate::Salt) => Phrase {
            en: "No trial of {exposure}: it needs the answer that no disease of kidney or heart and no medicine speaks against salt.",
            de: "Kein Versuch zu „{exposure}“: Nötig ist die Antwort, dass weder Nieren noch Herz noch ein Medikament gegen Salz sprechen.",
        },
        NoTrial::Withheld(_) => Phrase {
            en: "No trial of {exposure}: it needs the answer that no doctor prescribed the garment.",
            de: "Kein Versuch zu „{exposure}“: Nötig ist die Antwort, dass die Kleidung nicht ärztlich verordnet ist.",
        },
        NoTrial::NotTested => Phrase {
            en: "No trial of {exposure} yet: the study could not test it. See tingled study",
            de: "Noch kein Versuch zu „{exposure}“: Die Auswertung konnte es nicht prüfen. Siehe tingled study",
        },
        NoTrial::NotPlausible => Phrase {
            en: "No trial of {exposure}: the study ruled it out or took it back, so it is not worth your sessions.",
            de: "Kein Versuch zu „{exposure}“: Die Auswertung schließt es aus oder nahm es zurück; es lohnt die Einheiten nicht.",
        },
        NoTrial::NoDifference => Phrase {
            en: "No trial of {exposure}: your sessions without it tingled no less, so a trial is not expected to show a help.",
            de: "Kein Versuch zu „{exposure}“: Ohne das kribbelte es nicht seltener; eine Hilfe ist nicht zu erwarten.",
        },
        NoTrial::TooLong => Phrase {
            en: "No trial of {exposure}: more than 200 sessions would be needed to show so small a difference.",
            de: "Kein Versuch zu „{exposure}“: Für einen so kleinen Unterschied wären mehr als 200 Einheiten nötig.",
        },
        NoTrial::Nothing => Phrase {
            en: "Nothing to try now: nothing that is plausible and uncertain has a safe change that a trial of at most 200 sessions could show.",
            de: "Jetzt gibt es nichts zu versuchen: Nichts, was einleuchtet und offen ist, hat eine sichere Änderung, die ein Versuch mit höchstens 200 Einheiten zeigen könnte.",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::forbidden_in;

    #[test]
    fn every_reason_has_words_without_gaps() {
        let gates = [Gate::Fluid, Gate::Salt, Gate::Prescription].map(NoTrial::Withheld);
        let others = [
            NoTrial::DoctorFirst,
            NoTrial::TooLittle,
            NoTrial::Unknown,
            NoTrial::NoSafeChange,
            NoTrial::NotTested,
            NoTrial::NotPlausible,
            NoTrial::NoDifference,
            NoTrial::TooLong,
            NoTrial::Nothing,
        ];
        let needed = ["3 more days".to_owned()];
        for because in others.into_iter().chain(gates) {
            for language in Language::ALL {
                let text = no_trial(because, Some("temp"), &needed, *language);
                assert!(!text.contains(['{', '}']), "{text}");
                assert_eq!(forbidden_in(&text), Vec::<&str>::new(), "{text}");
            }
        }
    }
}
