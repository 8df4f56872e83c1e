//! The questions about a session, asked on a terminal: nine at most, and only "yes" opens more than one.

use super::phrase::{Language, Phrase};

/// A question for one field of a report.
pub struct Question {
    /// The field that takes the answer.
    pub field: &'static str,
    /// What is asked, with words that are understood.
    pub text: Phrase,
}

/// Whether there was tingling: always asked; "no" is an answer, and ends the questions.
pub const TINGLING: Question = Question {
    field: "tingling",
    text: Phrase {
        en: "Any tingling after today's session? (no, yes)",
        de: "Kribbeln nach der heutigen Einheit? (nein, ja)",
    },
};

/// Asked when there was.
pub const WHEN_YES: &[Question] = &[
    Question {
        field: "sites",
        text: Phrase {
            en: "Where? (for example: left calf; both feet)",
            de: "Wo? (zum Beispiel: linke Wade; beide Füße)",
        },
    },
    Question { field: "severity", text: Phrase { en: "How bad, from 0 to 10?", de: "Wie stark, von 0 bis 10?" } },
    Question {
        field: "signs",
        text: Phrase {
            en: "Anything else with it? (for example: swelling; pain; weakness; none)",
            de: "Etwas anderes dabei? (zum Beispiel: Schwellung; Schmerz; Schwäche; nichts)",
        },
    },
    Question {
        field: "onset",
        text: Phrase {
            en: "When did it begin? (before, during, within an hour, within a day, later, at rest)",
            de: "Wann begann es? (davor, während, innerhalb einer Stunde, innerhalb eines Tages, später, in Ruhe)",
        },
    },
];

/// Asked when a sign was named.
pub const WHEN_SIGNS: &[Question] = &[
    Question {
        field: "ongoing",
        text: Phrase { en: "Is it still there? (no, yes)", de: "Ist es noch da? (nein, ja)" },
    },
    Question {
        field: "duration_min",
        text: Phrase {
            en: "How many minutes did it last, or has it lasted so far?",
            de: "Wie viele Minuten dauerte es, oder dauert es bis jetzt?",
        },
    },
    Question {
        field: "new_within_14d",
        text: Phrase {
            en: "Is any of this new within two weeks? (no, yes)",
            de: "Ist etwas davon seit weniger als zwei Wochen neu? (nein, ja)",
        },
    },
    Question {
        field: "progressive",
        text: Phrase { en: "Is weakness growing? (no, yes)", de: "Nimmt eine Schwäche zu? (nein, ja)" },
    },
];

/// Said before the first question.
pub const HOW: Phrase =
    Phrase { en: "Enter leaves a question unanswered.", de: "Die Eingabetaste lässt eine Frage unbeantwortet." };

/// Said when an answer could not be read.
pub const AGAIN: Phrase = Phrase { en: "That could not be read.", de: "Das konnte nicht gelesen werden." };

/// The most questions that one report asks.
pub const MOST: usize = 1 + WHEN_YES.len() + WHEN_SIGNS.len();

impl Question {
    /// The question as it stands on the terminal.
    pub fn line(&self, language: Language) -> String {
        format!("{} ", self.text.text(language))
    }
}
