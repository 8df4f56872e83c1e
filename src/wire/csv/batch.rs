//! What is handed out of a file at once.

use crate::person::PersonId;
use crate::wire::Parsed;

/// A stretch of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Records and rejects.
    pub parsed: Parsed,
    /// Whose profile it is, when there is one.
    pub profile_of: Option<PersonId>,
}
