//! Which records are new, which are known, and which are another version of one that is stored.
//!
//! Pure, so that imports can be proved harmless: the same records, in any order and as often as one likes,
//! lead to the same stored records.

use std::collections::BTreeMap;

use super::{Key, Rank, Record};
use crate::time::Timestamp;

/// How records without an id of their source are held against what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edits {
    /// A file is a whole: what stands at the place of a stored record, and differs, is an edit of it.
    Files,
    /// A message tells one fact: what differs from the stored records is another fact.
    Messages,
}

/// What is known of a stored record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its key.
    pub key: Key,
    /// The time it is stored under.
    pub at: Timestamp,
    /// What decides between it and another version.
    pub rank: Rank,
}

/// The stored records that could be the same as those at hand; kept up to date while a turn is planned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    by_key: BTreeMap<Key, Stored>,
}

impl Known {
    /// Nothing is known.
    pub fn new() -> Known {
        Known::default()
    }

    /// Takes a stored record in; one of the same key is replaced.
    pub fn insert(&mut self, stored: Stored) {
        self.by_key.insert(stored.key, stored);
    }

    /// Takes many in at once, as [`Known::insert`] does one by one.
    fn take_all(&mut self, stored: Vec<Stored>) {
        let pairs = stored.into_iter().map(|stored| (stored.key, stored));
        if pairs.len() > self.by_key.len() {
            self.by_key.append(&mut pairs.collect());
        } else {
            self.by_key.extend(pairs);
        }
    }

    /// Takes everything in that another lookup found.
    pub fn extend(&mut self, other: Known) {
        self.by_key.extend(other.by_key);
    }

    /// The stored records of a key's base, by occurrence.
    pub fn of(&self, key: Key) -> impl Iterator<Item = &Stored> {
        self.by_key.range(key.base()..=key.with_occurrence(u16::MAX)).map(|(_, stored)| stored)
    }

    /// How many stored records are known.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not known.
    New,
    /// It is stored, or an older version of one that is stored: nothing changes.
    Known,
    /// It is stored, and a newer file says it again: only the stored one's newest time moves.
    Confirmed {
        /// The time it is stored under.
        at: Timestamp,
    },
    /// It is a newer version of the stored record of its key.
    Update {
        /// The time under which the older version is stored; may differ from the new one.
        at: Timestamp,
    },
    /// 65,536 records differ at one time of one thing; it is not taken.
    TooMany,
}

/// A record under its final key, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The record; its key has the occurrence under which it is, or would be, stored.
    pub record: Record,
    /// What decides between it and another version.
    pub rank: Rank,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// Decides about each record of one delivery (one message, or one stretch of a file), in the order given.
///
/// The occurrences the records come with do not matter; those of one base must be in one call. `known`
/// holds what is stored under their bases, and is brought up to date, so that several deliveries can be
/// resolved one after the other before anything is stored.
pub fn resolve(records: Vec<Record>, known: &mut Known, edits: Edits) -> Vec<Change> {
    let mut tickets: Vec<Ticket> =
        records.iter().enumerate().map(|(position, record)| Ticket::of(position, record)).collect();
    // By base and content: what is decided never depends on the order of the records.
    tickets.sort_unstable_by_key(|ticket| (ticket.key, ticket.rank.content, ticket.rank.newest, ticket.position));
    // No group looks at what another decided, and in order of keys they are quickly taken in all at once.
    let mut fresh = Vec::with_capacity(tickets.len());
    for group in tickets.chunk_by_mut(|left, right| left.key == right.key) {
        match group {
            [only] if known.of(only.key).next().is_none() => only.is_new(0, &mut fresh),
            [first, ..] if first.native => resolve_native(group, known, &mut fresh),
            _ => resolve_alike(group, known, edits, &mut fresh),
        }
    }
    known.take_all(fresh);
    let mut decided = vec![None; tickets.len()];
    for Ticket { position, key, rank, outcome, .. } in tickets {
        if let Some(place) = decided.get_mut(position) {
            *place = Some((key, rank, outcome));
        }
    }
    let change = |(record, decided): (Record, Option<_>)| {
        // Every position has its ticket, so that none is left out.
        decided.map(|(key, rank, outcome)| Change { record: Record { key, ..record }, rank, outcome })
    };
    records.into_iter().zip(decided).filter_map(change).collect()
}

/// What deciding needs of a record.
struct Ticket {
    position: usize,
    key: Key,
    at: Timestamp,
    rank: Rank,
    native: bool,
    outcome: Outcome,
}

impl Ticket {
    fn of(position: usize, record: &Record) -> Ticket {
        Ticket {
            position,
            key: record.key.base(),
            at: record.at,
            rank: record.rank(),
            native: record.origin.native_id.is_some(),
            outcome: Outcome::Known,
        }
    }

    /// Settles that it is the stored record.
    fn is(&mut self, stored: &Stored, fresh: &mut Vec<Stored>) {
        self.key = stored.key;
        if self.rank.newest > stored.rank.newest {
            self.outcome = Outcome::Confirmed { at: stored.at };
            fresh.push(Stored { rank: Rank { newest: self.rank.newest, ..stored.rank }, ..*stored });
        }
    }

    /// Settles that it is a version of the stored record: the greater rank wins.
    fn edits(&mut self, stored: &Stored, fresh: &mut Vec<Stored>) {
        self.key = stored.key;
        if self.rank > stored.rank {
            self.outcome = Outcome::Update { at: stored.at };
            fresh.push(Stored { key: stored.key, at: self.at, rank: self.rank });
        }
    }

    /// Settles that it was not known.
    fn is_new(&mut self, occurrence: u16, fresh: &mut Vec<Stored>) {
        self.key = self.key.with_occurrence(occurrence);
        self.outcome = Outcome::New;
        fresh.push(Stored { key: self.key, at: self.at, rank: self.rank });
    }
}

/// One id of the source: all are versions of one record, and the greatest wins.
fn resolve_native(group: &mut [Ticket], known: &Known, fresh: &mut Vec<Stored>) {
    let Some(best) = group.iter_mut().max_by_key(|ticket| (ticket.rank, std::cmp::Reverse(ticket.position))) else {
        return;
    };
    let stored = known.of(best.key).next().copied();
    match stored {
        None => best.is_new(0, fresh),
        Some(stored) if stored.rank.content == best.rank.content => best.is(&stored, fresh),
        Some(stored) => best.edits(&stored, fresh),
    }
}

/// No id: records of one time and thing are told apart by their content, each stored one claimed once.
///
/// Two exports, or any number with one record per time and thing, end the same in any order. Three exports
/// that disagree about several records of one moment may not: telling edits from deletions needs an id.
fn resolve_alike(group: &mut [Ticket], known: &Known, edits: Edits, fresh: &mut Vec<Stored>) {
    let Some(base) = group.first().map(|ticket| ticket.key) else { return };
    let mut stored: Vec<Stored> = known.of(base).copied().collect();
    let next = stored.last().map_or(Some(0), |last| last.key.occurrence.checked_add(1));
    stored.sort_unstable_by_key(|stored| (stored.rank.content, stored.key));

    let mut unclaimed = Vec::new();
    let mut left = Vec::new();
    let mut stored = stored.into_iter().peekable();
    for ticket in group {
        while let Some(other) = stored.next_if(|stored| stored.rank.content < ticket.rank.content) {
            unclaimed.push(other);
        }
        match stored.next_if(|stored| stored.rank.content == ticket.rank.content) {
            Some(same) => ticket.is(&same, fresh),
            None => left.push(ticket),
        }
    }
    unclaimed.extend(stored);

    // The newest with the newest: what a later export says is an edit of what was said last.
    unclaimed.sort_unstable_by_key(|stored| std::cmp::Reverse((stored.rank, stored.key)));
    left.sort_unstable_by_key(|ticket| std::cmp::Reverse((ticket.rank, ticket.position)));
    let mut left = left.into_iter();
    if edits == Edits::Files {
        for (older, ticket) in unclaimed.iter().zip(left.by_ref()) {
            ticket.edits(older, fresh);
        }
    }
    let mut next = next;
    for ticket in left {
        match next {
            Some(occurrence) => ticket.is_new(occurrence, fresh),
            None => ticket.outcome = Outcome::TooMany,
        }
        next = next.and_then(|occurrence| occurrence.checked_add(1));
    }
}
