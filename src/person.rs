//! Who a record belongs to, and what that person told about themselves once.

use std::fmt;
use std::sync::Arc;

use crate::record::fields;
use crate::record::words::{Condition, Sex, Ticked};
use crate::units::{BeatsPerMinute, Kilograms, Year};

/// The name of a person in topics, folders and tables: `[a-z0-9-]`, 1 to 32 characters.
///
/// It comes only from the topic, the inbox folder, the socket or the login, never from a payload.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(Arc<str>);

impl PersonId {
    /// The longest name.
    pub const LENGTH_MAX: usize = 32;

    /// The name, or `None` when it is empty, too long or holds another character.
    pub fn new(name: &str) -> Option<PersonId> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = !name.is_empty() && name.len() <= Self::LENGTH_MAX;
        (fits && name.chars().all(allowed)).then(|| PersonId(Arc::from(name)))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fields! {
    /// What a person told about themselves once. Every answer may be missing, and missing is never "no".
    Profile, table "profile" {
        /// IANA name of the zone in which local times are read.
        timezone: String,
        /// Sex, where a formula differs by it.
        sex: Sex,
        /// Year of birth.
        birth_year: Year,
        /// Usual body mass.
        body_mass_kg: Kilograms,
        /// Heart rate at rest.
        hr_rest_bpm: BeatsPerMinute,
        /// Highest heart rate.
        hr_max_bpm: BeatsPerMinute,
        /// Conditions and medicines answered "yes".
        history: Ticked<Condition>,
        /// Conditions and medicines answered "no"; in neither list means not answered.
        history_no: Ticked<Condition>,
    }
}

impl Profile {
    /// Age in whole years in `year`, from the year of birth alone; `None` when not told.
    pub fn age_in(&self, year: i16) -> Option<f64> {
        let born = crate::units::Quantity::get(self.birth_year?);
        Some((f64::from(year) - born).max(0.0))
    }

    /// Yes, no, or not answered.
    pub fn has(&self, condition: Condition) -> Option<bool> {
        let ticked = |list: &Option<Ticked<Condition>>| list.as_ref().is_some_and(|list| list.has(condition));
        if ticked(&self.history) {
            Some(true)
        } else if ticked(&self.history_no) {
            Some(false)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        assert!(PersonId::new("ana-2").is_some());
        for bad in ["", "Ana", "a b", "a/b", "ä", "..", &"a".repeat(33)] {
            assert!(PersonId::new(bad).is_none(), "{bad}");
        }
    }
}
