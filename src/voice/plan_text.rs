//! The sentences for what is wrong in the text of a plan.

use super::diagnostic::Diagnostic;

/// What is wrong in the text of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no word at all.
    Empty,
    /// It is longer than anybody plans.
    TooLong,
    /// A word nobody knows; maybe meant is another.
    UnknownWord {
        /// The nearest word.
        meant: Option<String>,
    },
    /// A number without its unit.
    NoUnit,
    /// `m` could be minutes or metres.
    MinutesOrMetres,
    /// A number outside what the field takes.
    OutOfRange {
        /// What is taken: `0 to 30000 ml`.
        wanted: String,
    },
    /// A word that needs something after it.
    NeedsAfter {
        /// What: `a number from 0 to 10`.
        wanted: &'static str,
    },
    /// Something is told a second time.
    Twice {
        /// What: `the duration`.
        what: &'static str,
    },
    /// A time of today that has passed.
    Past,
}

/// Everything that can be told of a plan, by example.
const EXAMPLE: &str = "run 75min z3 400ml 28C 60% warmup 10 tomorrow at 18:00";

/// The sentences for a fault at this word.
pub fn sentence(word: &str, fault: &Fault) -> Diagnostic {
    let own = str::to_owned;
    let like = format!("a plan reads like  {EXAMPLE}");
    let (code, what, wanted, help) = match fault {
        Fault::Empty => ("E0301", own("a plan without a word"), own("wanted a session"), like),
        Fault::TooLong => ("E0302", own("a plan that is too long"), own("wanted at most 500 characters"), like),
        Fault::UnknownWord { meant } => (
            "E0303",
            format!("a word of the plan that is not known: \"{word}\""),
            own("wanted a sport, a length, an effort, a drink, the air, gear or a time"),
            match meant {
                Some(meant) => format!("was \"{meant}\" meant?"),
                None => like,
            },
        ),
        Fault::NoUnit => (
            "E0304",
            format!("a number without its unit: \"{word}\""),
            own("wanted min, h, km, mi, ml, l, mg, C, F or % behind it"),
            format!("a length is told as {word}min or {word}km, a drink as {word}ml"),
        ),
        Fault::MinutesOrMetres => (
            "E0305",
            format!("\"{word}\" could be minutes or metres"),
            own("wanted min for minutes, km for a distance"),
            own("a length is told as 75min, a distance as 0.4km"),
        ),
        Fault::OutOfRange { wanted } => (
            "E0306",
            format!("a number out of range: \"{word}\""),
            format!("wanted {wanted}"),
            own("check the unit and the number; what is not known is best left out"),
        ),
        Fault::NeedsAfter { wanted } => {
            ("E0307", format!("something is missing after \"{word}\""), format!("wanted {wanted} after it"), like)
        }
        Fault::Twice { what } => {
            ("E0308", format!("{what} is told twice"), own("wanted it once"), own("leave one of both out"))
        }
        Fault::Past => (
            "E0309",
            own("a time of today that has passed"),
            own("wanted a time that is still to come"),
            own("say tomorrow, or ask for the session that has just finished with --last"),
        ),
    };
    Diagnostic { what, wanted, help, code }
}
