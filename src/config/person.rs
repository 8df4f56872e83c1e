//! What the configuration says about a person.

use jiff::tz::TimeZone;

use crate::person::Profile;
use crate::record::Vocabulary;
use crate::record::words::{Condition, Ticked};
use crate::voice::Language;

/// What the configuration says about a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The zone of the person's wall clock.
    pub zone: TimeZone,
    /// The name that alerts show.
    pub name: String,
    /// The language of alerts.
    pub language: Language,
    /// The answers that are written in the configuration.
    pub profile: Profile,
}

/// The answers of the configuration, and for what it does not answer those that were stored.
///
/// Conditions are answered one by one: a stored "no" to another one stays.
pub fn merged(configured: &Profile, stored: &Profile) -> Profile {
    let mut yes = Ticked::default();
    let mut no = Ticked::default();
    for condition in Condition::ALL {
        match configured.has(*condition).or_else(|| stored.has(*condition)) {
            Some(true) => drop(yes.words.insert(*condition)),
            Some(false) => drop(no.words.insert(*condition)),
            None => {}
        }
    }
    let unread = |list: &Option<Ticked<Condition>>| list.as_ref().map_or_else(Vec::new, |list| list.unread.clone());
    yes.unread = [unread(&configured.history), unread(&stored.history)].concat();
    no.unread = [unread(&configured.history_no), unread(&stored.history_no)].concat();
    let asked_yes = configured.history.is_some() || stored.history.is_some();
    let asked_no = configured.history_no.is_some() || stored.history_no.is_some();
    Profile {
        timezone: configured.timezone.clone().or_else(|| stored.timezone.clone()),
        sex: configured.sex.or(stored.sex),
        birth_year: configured.birth_year.or(stored.birth_year),
        body_mass_kg: configured.body_mass_kg.or(stored.body_mass_kg),
        hr_rest_bpm: configured.hr_rest_bpm.or(stored.hr_rest_bpm),
        hr_max_bpm: configured.hr_max_bpm.or(stored.hr_max_bpm),
        history: asked_yes.then_some(yes),
        history_no: asked_no.then_some(no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Quantity, Year};

    #[test]
    fn the_configuration_wins_answer_by_answer() {
        let configured = Profile {
            birth_year: Year::new(1990.0),
            history: Some(Ticked::of(&[Condition::Diabetes])),
            ..Profile::default()
        };
        let stored = Profile {
            birth_year: Year::new(1980.0),
            timezone: Some("UTC".into()),
            history: Some(Ticked::of(&[Condition::Cancer])),
            history_no: Some(Ticked::of(&[Condition::Diabetes, Condition::KidneyDisease])),
            ..Profile::default()
        };
        let both = merged(&configured, &stored);
        assert_eq!((both.birth_year, both.timezone.as_deref()), (Year::new(1990.0), Some("UTC")));
        assert_eq!(both.has(Condition::Diabetes), Some(true));
        assert_eq!(both.has(Condition::Cancer), Some(true));
        assert_eq!(both.has(Condition::KidneyDisease), Some(false));
        assert_eq!(both.has(Condition::HeartFailure), None);
        assert!(!both.history_no.unwrap().has(Condition::Diabetes));
    }
}
