//! Rows that share their key with another of the file are held back until all of them are there, so that
//! they can be numbered in an order that does not depend on the file's.

use std::collections::BTreeMap;

use crate::record::{Body, Key, Kind, Record};

/// The most keys that are remembered exactly, 16 MiB; beyond, a filter of fixed size takes over, and for a moment both are
/// in memory.
const EXACT_MOST: usize = 1 << 21;

/// Bits of the filter: 32 MiB.
const FILTER_BITS: u64 = 1 << 28;

/// Collects the keys of the first pass.
#[derive(Debug, Default)]
pub(super) struct Seen {
    exact: Vec<u64>,
    filter: Vec<u64>,
    again: Vec<u64>,
}

/// The six bits of a key in the filter: word and mask. Of twenty million keys one in a thousand is then taken for one that
/// comes again, and held back for nothing.
fn bits(hash: u64) -> impl Iterator<Item = (usize, u64)> {
    (0_u32..6).map(move |turn| {
        let bit = hash.rotate_left(turn.wrapping_mul(17)).wrapping_mul(0xff51_afd7_ed55_8ccd) >> 36;
        let bit = bit % FILTER_BITS;
        (usize::try_from(bit / 64).unwrap_or(0), 1 << (bit % 64))
    })
}

impl Seen {
    /// Takes the key of a row in.
    pub(super) fn push(&mut self, hash: u64) {
        if self.filter.is_empty() {
            self.exact.push(hash);
            if self.exact.len() >= EXACT_MOST {
                self.filter = vec![0; usize::try_from(FILTER_BITS / 64).unwrap_or(0)];
                for hash in std::mem::take(&mut self.exact) {
                    self.filtered(hash);
                }
            }
        } else {
            self.filtered(hash);
        }
    }

    fn filtered(&mut self, hash: u64) {
        let mut known = true;
        for (word, mask) in bits(hash) {
            if let Some(word) = self.filter.get_mut(word) {
                known &= *word & mask != 0;
                *word |= mask;
            }
        }
        if known {
            self.again.push(hash);
        }
    }

    /// The keys that come more than once, with how often. The filter may name a few more.
    pub(super) fn repeated(mut self) -> Repeated {
        let mut hashes: Vec<(u64, u32)> = Vec::new();
        let exact = self.filter.is_empty();
        let mut list = if exact { std::mem::take(&mut self.exact) } else { std::mem::take(&mut self.again) };
        list.sort_unstable();
        for same in list.chunk_by(|one, other| one == other) {
            let count = u32::try_from(same.len()).unwrap_or(u32::MAX);
            // The filter does not hand out the first of a key.
            let count = if exact { count } else { count.saturating_add(1) };
            if let (Some(hash), true) = (same.first(), count > 1) {
                hashes.push((*hash, count));
            }
        }
        Repeated { hashes }
    }
}

/// Keys that come more than once.
#[derive(Clone, Debug, Default)]
pub(super) struct Repeated {
    hashes: Vec<(u64, u32)>,
}

impl Repeated {
    /// How often a key comes, when more than once.
    pub(super) fn count(&self, hash: u64) -> Option<u32> {
        let at = self.hashes.binary_search_by_key(&hash, |(hash, _)| *hash).ok()?;
        self.hashes.get(at).map(|(_, count)| *count)
    }

    /// How many keys come more than once.
    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }
}

/// The records held back.
#[derive(Debug, Default)]
pub(super) struct Held {
    groups: BTreeMap<u64, Group>,
    /// What rows of one key are to each other.
    same_key: SameKey,
    /// How many were left out, because another said the same.
    pub(super) same: u64,
}

/// What rows of one key are to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SameKey {
    /// Records of their own, numbered.
    #[default]
    Apart,
    /// Records of their own, but those that say the same are one.
    Once,
    /// One record: the fullest.
    Session,
}

/// A record, and how many rows tell of it.
pub(super) type Counted = (Record, u64);

#[derive(Debug, Default)]
struct Group {
    passed: u32,
    records: Vec<Counted>,
}

impl Held {
    /// Nothing held yet.
    pub(super) fn new(same_key: SameKey) -> Held {
        Held { same_key, ..Held::default() }
    }

    /// A row of a repeated key has passed, with its record unless it was refused. Gives the whole group back
    /// when it was the last.
    pub(super) fn pass(&mut self, hash: u64, count: u32, record: Option<Record>) -> Vec<Counted> {
        let group = self.groups.entry(hash).or_default();
        group.passed = group.passed.saturating_add(1);
        if let Some(record) = record {
            group.take(record, self.same_key);
        }
        if group.passed < count {
            return Vec::new();
        }
        let records = self.groups.remove(&hash).map(|group| group.records).unwrap_or_default();
        self.same_key.told_apart(records, &mut self.same)
    }

    /// A group that is left at the end.
    pub(super) fn rest(&mut self) -> Option<Vec<Counted>> {
        let (_, group) = self.groups.pop_first()?;
        Some(self.same_key.told_apart(group.records, &mut self.same))
    }
}

impl Group {
    /// Takes a record in; of the rows of a session, most say the same.
    fn take(&mut self, record: Record, same_key: SameKey) {
        let content = record.content();
        let says_the_same = |known: &Record| session(known) == session(&record) && known.content() == content;
        let known = match same_key {
            SameKey::Session => self.records.iter_mut().find(|(known, _)| says_the_same(known)),
            SameKey::Apart | SameKey::Once => None,
        };
        match known {
            Some((known, rows)) => {
                *rows = rows.saturating_add(1);
                known.origin.place.line = known.origin.place.line.min(record.origin.place.line);
            }
            None => self.records.push((record, 1)),
        }
    }
}

impl SameKey {
    /// The records of a group: numbered, or one of each key.
    fn told_apart(self, records: Vec<Counted>, dropped: &mut u64) -> Vec<Counted> {
        if self == SameKey::Session {
            return fullest(records);
        }
        let records = records.into_iter().map(|(record, _)| record).collect();
        numbered(records, self == SameKey::Once, dropped).into_iter().map(|record| (record, 1)).collect()
    }
}

/// The session that a row tells of: its kind of exercise may be told in two ways.
fn session(record: &Record) -> Key {
    match &record.body {
        Body::Workout(_) => Key::of(&record.person, &Body::empty(Kind::Workout), &record.origin),
        _ => record.key.base(),
    }
}

/// The fullest record of each session, and how many rows tell of it.
fn fullest(records: Vec<Counted>) -> Vec<Counted> {
    let rank = |record: &Record| (record.body.answered().len(), record.content());
    let mut ranked: Vec<(Key, (usize, u64), Counted)> =
        records.into_iter().map(|(record, rows)| (session(&record), rank(&record), (record, rows))).collect();
    // The fullest of each key comes first, and of equally full ones always the same.
    ranked.sort_by_key(|(base, rank, _)| (*base, std::cmp::Reverse(*rank)));
    let mut kept: Vec<Counted> = Vec::new();
    for (base, _, (record, rows)) in ranked {
        match kept.last_mut().filter(|(last, _)| session(last) == base) {
            Some((_, all)) => *all = all.saturating_add(rows),
            None => kept.push((record, rows)),
        }
    }
    kept
}

/// Records of one hash in order of key and content, numbered within each key.
///
/// Two rows of one native id are two versions of one record, not two records: they stay number 0.
fn numbered(records: Vec<Record>, once: bool, dropped: &mut u64) -> Vec<Record> {
    let mut sorted: Vec<(u64, Record)> = records.into_iter().map(|record| (record.content(), record)).collect();
    sorted.sort_by_key(|(content, record)| (record.key.base(), *content));
    if once {
        let all = sorted.len();
        sorted.dedup_by_key(|(content, record)| (record.key.base(), *content));
        *dropped = dropped.saturating_add(all.saturating_sub(sorted.len()) as u64);
    }
    let mut numbered: Vec<Record> = Vec::with_capacity(sorted.len());
    let mut next = 0_u16;
    for (_, mut record) in sorted {
        let same = numbered.last().is_some_and(|last| last.key.base() == record.key.base());
        next = if same && record.origin.native_id.is_none() { next.saturating_add(1) } else { 0 };
        record.key = record.key.with_occurrence(next);
        numbered.push(record);
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_that_come_again_are_named() {
        let mut seen = Seen::default();
        [5, 7, 5, 9, 5].into_iter().for_each(|hash| seen.push(hash));
        let repeated = seen.repeated();
        assert_eq!((repeated.count(5), repeated.count(7), repeated.len()), (Some(3), None, 1));
    }

    #[test]
    fn the_filter_names_every_repeated_key_and_few_others() {
        let hash = |n: u64| super::super::plan::mix(0, n);
        let mut seen = Seen { filter: vec![0; (FILTER_BITS / 64) as usize], ..Seen::default() };
        for n in 0..200_000 {
            seen.push(hash(n));
        }
        for n in 0..1000 {
            seen.push(hash(n));
        }
        let repeated = seen.repeated();
        assert!((0..1000).all(|n| repeated.count(hash(n)).is_some_and(|count| count >= 2)));
        assert!(repeated.len() < 1010, "{}", repeated.len());
    }
}
