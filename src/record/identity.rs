//! What makes two texts one record.

use std::fmt;

use super::{Body, Origin};
use crate::person::PersonId;

/// The key of a record: a hash of what identifies it, and a number among records that are alike in that.
///
/// Identified by (person, kind, source, native id) where the source has ids, else by (person, kind, source,
/// time as written, what). Never by content, file name, line or arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    base: [u8; 10],
    /// 0 for the first record of this base; counts up for others at the same time, of the same thing.
    pub occurrence: u16,
}

impl Key {
    /// The key of a record before its occurrence is known.
    pub fn of(person: &PersonId, body: &Body, origin: &Origin) -> Key {
        let kind = body.kind().name();
        let source = &*origin.source.0;
        let base = match &origin.native_id {
            Some(id) => digest(&[person.as_str(), kind, source, "id", id]),
            None => digest(&[person.as_str(), kind, source, &origin.time.identity(), &body.what()]),
        };
        Key { base, occurrence: 0 }
    }

    /// The same base with another occurrence.
    pub fn with_occurrence(self, occurrence: u16) -> Key {
        Key { occurrence, ..self }
    }

    /// The key without its occurrence.
    pub fn base(self) -> Key {
        self.with_occurrence(0)
    }

    /// Reads what [`Key`]'s `Display` wrote.
    pub fn parse(text: &str) -> Option<Key> {
        let (hex, occurrence) = match text.split_once('~') {
            None => (text, 0),
            Some((hex, number)) => (hex, number.parse().ok()?),
        };
        let mut base = [0; 10];
        if hex.len() != 20 || !hex.is_ascii() {
            return None;
        }
        for (byte, pair) in base.iter_mut().zip(hex.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Key { base, occurrence })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.base {
            write!(f, "{byte:02x}")?;
        }
        match self.occurrence {
            0 => Ok(()),
            number => write!(f, "~{number}"),
        }
    }
}

/// The first 80 bits of a hash over the parts, each kept apart from its neighbours.
///
/// 80 bits: with ten million records the chance of one clash is below 10⁻¹⁰.
pub fn digest(parts: &[&str]) -> [u8; 10] {
    // One piece of bytes: hashing short texts at once is several times faster than part by part.
    let mut bytes = Vec::with_capacity(128);
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    let mut short = [0; 10];
    short.copy_from_slice(blake3::hash(&bytes).as_bytes().first_chunk::<10>().unwrap_or(&[0; 10]));
    short
}

/// Hexadecimal text of a digest.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_from_its_text() {
        let key = Key { base: digest(&["a", "b"]), occurrence: 0 };
        assert_eq!(Key::parse(&key.to_string()), Some(key));
        let second = key.with_occurrence(2);
        assert_eq!(Key::parse(&second.to_string()), Some(second));
        assert_eq!(Key::parse("xyz"), None);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
