//! What parsing gives: records and rejects, never an error.

use crate::person::Profile;
use crate::record::{Record, Reject};

/// The outcome of reading one delivery, or one stretch of a file.
///
/// Records of equal key base stand next to each other, in order of content, with occurrences counted from 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What was read.
    pub records: Vec<Record>,
    /// Answers about the person, when the delivery held any.
    pub profile: Option<Profile>,
    /// What was refused: a row, a message, an element of a batch.
    pub rejects: Vec<Reject>,
    /// Fields that were there and are not used; the record they stood in was taken.
    pub unused: Vec<Reject>,
}
