//! What reading hands out: stretches of a file, made of what its rows became.

use super::instant::Bad;
use crate::person::{PersonId, Profile};
use crate::record::Record;
use crate::wire::Parsed;

/// A stretch of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Records and rejects.
    pub parsed: Parsed,
    /// Whose profile it is, when there is one.
    pub profile_of: Option<PersonId>,
}

/// What one row became.
pub(super) struct Made {
    pub(super) records: Vec<Record>,
    /// The hash of each record's key.
    pub(super) hashes: Vec<u64>,
    pub(super) profile: Option<(PersonId, Profile)>,
    /// Cells that were left out of a row that was taken.
    pub(super) dropped: Vec<Bad>,
}
