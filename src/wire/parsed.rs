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

impl Parsed {
    /// The same in stretches of about so many records, each with all records of the keys it holds; what else there is
    /// stands in the first.
    pub fn stretches(self, most: usize) -> Vec<Parsed> {
        let Parsed { records, profile, rejects, unused } = self;
        let mut stretches = Vec::new();
        let mut last = Parsed { records: Vec::new(), profile, rejects, unused };
        for record in records {
            let is_alike = last.records.last().is_some_and(|before| before.key.base() == record.key.base());
            if last.records.len() >= most && !is_alike {
                stretches.push(std::mem::take(&mut last));
            }
            last.records.push(record);
        }
        stretches.push(last);
        stretches
    }
}
