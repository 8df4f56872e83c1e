//! The value of an exposure, or what is missing for it.

use std::collections::BTreeSet;

use crate::record::Key;

/// The value of an exposure for one session.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is known.
    Known {
        /// The value; a number, and finite.
        value: f64,
        /// Whether it was reckoned by a rule of thumb and not measured or told.
        estimated: bool,
        /// The records it rests on, sorted.
        records: Vec<Key>,
    },
    /// It is not known.
    Unknown {
        /// Fields and measures that would tell.
        missing: BTreeSet<&'static str>,
    },
}

impl Answer {
    /// A value that was told in these records; unknown for want of `field` when there is none, or when it is no
    /// number.
    pub fn told(value: Option<f64>, records: &[Key], field: &'static str) -> Answer {
        Answer::found(value, false, records.to_vec()).or_missing(field)
    }

    /// Not known for want of this.
    pub fn missing(field: &'static str) -> Answer {
        Answer::Unknown { missing: BTreeSet::from([field]) }
    }

    fn found(value: Option<f64>, estimated: bool, mut records: Vec<Key>) -> Answer {
        records.sort();
        records.dedup();
        match value.filter(|value| value.is_finite()) {
            Some(value) => Answer::Known { value, estimated, records },
            None => Answer::Unknown { missing: BTreeSet::new() },
        }
    }

    fn or_missing(self, field: &'static str) -> Answer {
        match self {
            Answer::Unknown { missing } if missing.is_empty() => Answer::missing(field),
            other => other,
        }
    }

    /// The value, when it is known.
    pub fn value(&self) -> Option<f64> {
        match self {
            Answer::Known { value, .. } => Some(*value),
            Answer::Unknown { .. } => None,
        }
    }

    /// The same after a reckoning that may fail for want of `field`.
    #[must_use]
    pub fn and(self, reckon: impl FnOnce(f64) -> Option<f64>, field: &'static str) -> Answer {
        match self {
            Answer::Known { value, estimated, records } => {
                Answer::found(reckon(value), estimated, records).or_missing(field)
            }
            unknown => unknown,
        }
    }

    /// Both values reckoned into one; unknown when either is, or when there is no outcome for want of `field`.
    #[must_use]
    pub fn with(self, other: Answer, reckon: impl FnOnce(f64, f64) -> Option<f64>, field: &'static str) -> Answer {
        match (self, other) {
            (
                Answer::Known { value, estimated, mut records },
                Answer::Known { value: second, estimated: also, records: more },
            ) => {
                records.extend(more);
                Answer::found(reckon(value, second), estimated || also, records).or_missing(field)
            }
            (Answer::Unknown { mut missing }, Answer::Unknown { missing: more }) => {
                missing.extend(more);
                Answer::Unknown { missing }
            }
            (unknown @ Answer::Unknown { .. }, _) | (_, unknown) => unknown,
        }
    }

    /// The same, reckoned by a rule of thumb.
    #[must_use]
    pub fn estimated(self) -> Answer {
        match self {
            Answer::Known { value, records, .. } => Answer::Known { value, estimated: true, records },
            unknown => unknown,
        }
    }

    /// The same, resting on these records too.
    #[must_use]
    pub fn resting_on(self, more: impl IntoIterator<Item = Key>) -> Answer {
        match self {
            Answer::Known { value, estimated, mut records } => {
                records.extend(more);
                Answer::found(Some(value), estimated, records)
            }
            unknown => unknown,
        }
    }

    /// This one, else the other.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Answer) -> Answer {
        match self {
            Answer::Unknown { missing } => match other() {
                Answer::Unknown { .. } => Answer::Unknown { missing },
                known => known,
            },
            known => known,
        }
    }
}
