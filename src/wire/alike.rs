//! Numbers the records of one delivery that are alike in what identifies them.

use crate::record::Record;

/// Sorts records of one key base next to each other, by content, and counts their occurrences from 0.
///
/// Two equal rows of one file are two drinks; the same native id twice is one record in two versions, so
/// those keep one key.
pub fn number_alike(records: &mut [Record]) {
    records.sort_by_cached_key(|record| (record.key.base(), record.content()));
    let mut before: Option<crate::record::Key> = None;
    for record in records {
        let next = match before {
            Some(last) if last.base() == record.key.base() && record.origin.native_id.is_none() => {
                last.occurrence.saturating_add(1)
            }
            _ => 0,
        };
        record.key = record.key.with_occurrence(next);
        before = Some(record.key);
    }
}
