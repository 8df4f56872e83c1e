//! What is said to a person about one alert.

/// The sentences of one alert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// One neutral line, fit for a lock screen.
    pub title: String,
    /// What was found, and what to do first.
    pub message: String,
    /// What may help, one sentence each; empty when every tip is withheld.
    pub advice: Vec<String>,
    /// Where the rule comes from: `SCIENCE 1.3; ACSM 2007`.
    pub source: String,
}
