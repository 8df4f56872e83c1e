//! Whether what was found once still follows from the records, and what changed if not.

use std::collections::BTreeMap;

use super::finding::{Because, Finding, Level, RuleId, Verdict};
use crate::body::session::{MassChange, Session};
use crate::record::{Body, History, Key, Record, Value};
use crate::time::Timestamp;

/// Something that is not as it was when it was said.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// A record it cites is gone.
    Gone {
        /// The record.
        record: Key,
    },
    /// What it is about happened at another time.
    Moved {
        /// The report or session.
        record: Key,
        /// When it was said to have been; of a session its end.
        was: Timestamp,
        /// When it was by the records now.
        is: Timestamp,
    },
    /// A piece of evidence has another value, or none.
    Value {
        /// What was looked at.
        what: String,
        /// What it was.
        was: Value,
        /// What it is; `None` when it is not told any more, or not found.
        is: Option<Value>,
        /// The record that tells it, when it is one answer of one.
        record: Option<Key>,
    },
    /// A piece of evidence that was not there.
    New {
        /// What is looked at.
        what: String,
        /// What it is.
        is: Value,
    },
    /// It is found at another level.
    Level {
        /// The level it was found at.
        was: Level,
        /// The level it is found at.
        is: Level,
    },
    /// The rule cannot know any more.
    Missing {
        /// The answers that it wants, by field name.
        names: Vec<String>,
    },
    /// The rule looks at everything it needs and finds nothing.
    Clear,
    /// This version has no such rule.
    NoRule,
    /// It was said by another version of the rules.
    Rules {
        /// That version.
        was: String,
        /// This one.
        is: String,
    },
    /// One of the signs that were summed up does not follow any more.
    Sign {
        /// The rule that found it.
        rule: RuleId,
        /// When it was.
        at: Timestamp,
    },
}

/// What is not as it was. `said` is the finding as it was kept, `now` what the rule says now (`None`: what it is about
/// is not there, or not over), `records` what is left of the records it cites.
///
/// A finding whose evidence was not kept is compared by its time and level alone.
pub fn differences(
    history: &History,
    said: &Finding,
    now: Option<&Verdict>,
    records: &BTreeMap<Key, Record>,
) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    let cited = said.evidence.iter().chain(&said.against).flat_map(|piece| piece.records.iter());
    let mut cited: Vec<Key> = cited.copied().chain([said.subject]).collect();
    cited.sort();
    cited.dedup();
    let gone = cited.into_iter().filter(|key| !records.contains_key(key));
    found.extend(gone.map(|record| Difference::Gone { record }));
    found.extend(moved(history, said, records));
    let is = now.and_then(Verdict::found);
    for piece in said.evidence.iter().chain(&said.against) {
        found.extend(value_changed(history, piece, said.subject, is, records));
    }
    match now {
        Some(Verdict::Found(is)) => {
            if is.level != said.level {
                found.push(Difference::Level { was: said.level, is: is.level });
            }
            let is_new = |piece: &&Because| said.evidence.iter().all(|known| known.what != piece.what);
            let was_kept = !said.evidence.is_empty();
            let new = is.evidence.iter().filter(is_new).filter(|_| was_kept);
            found.extend(new.map(|piece| Difference::New { what: piece.what.to_string(), is: piece.value.clone() }));
        }
        Some(Verdict::Unknown { missing }) => {
            found.push(Difference::Missing { names: missing.iter().map(ToString::to_string).collect() });
        }
        Some(Verdict::Clear) | None if found.is_empty() => found.push(Difference::Clear),
        Some(Verdict::Clear) | None => {}
    }
    found
}

/// Whether the report or session it is about happened at another time.
fn moved(history: &History, said: &Finding, records: &BTreeMap<Key, Record>) -> Option<Difference> {
    let record = records.get(&said.subject)?;
    let is = match &record.body {
        Body::Workout(workout) => {
            let alone = Session { key: record.key, start: record.at, workout };
            let whole = history.session_with(record.key).and_then(|(at, key)| Session::of(history, at, key));
            let session = whole.unwrap_or(alone);
            session.end().unwrap_or(session.start)
        }
        _ => record.at,
    };
    // Times are kept to the millisecond.
    let is_same = is.as_millisecond() == said.at.as_millisecond();
    (!is_same).then_some(Difference::Moved { record: said.subject, was: said.at, is })
}

/// Whether a piece of evidence has another value now: the one that is found now, else the answer in the record it
/// was told in, else what is reckoned of the session now.
fn value_changed(
    history: &History,
    piece: &Because,
    subject: Key,
    now: Option<&Finding>,
    records: &BTreeMap<Key, Record>,
) -> Option<Difference> {
    let of = |is: Option<Value>, record: Option<Key>| {
        let is_same = is.as_ref().is_some_and(|is| is_same(&piece.value, is));
        (!is_same).then(|| Difference::Value { what: piece.what.to_string(), was: piece.value.clone(), is, record })
    };
    if let Some(now) = now {
        let mut same = now.evidence.iter().chain(&now.against).filter(|other| other.what == piece.what);
        if same.clone().any(|other| is_same(&piece.value, &other.value)) {
            return None;
        }
        if let Some(other) = same.next() {
            return of(Some(other.value.clone()), None);
        }
    }
    let present: Vec<&Record> = piece.records.iter().filter_map(|key| records.get(key)).collect();
    let is_field = |record: &&&Record| record.body.shape(&piece.what).is_some();
    if let Some(record) = present.iter().find(is_field) {
        let answered = record.body.answered().into_iter().find(|(name, _)| *name == piece.what);
        return of(answered.map(|(_, value)| value), Some(record.key));
    }
    // A record that is gone is told of by itself.
    let is_whole = present.len() == piece.records.len();
    is_whole.then(|| of(reckoned(history, subject, &piece.what), None)).flatten()
}

/// What is reckoned of a session now, where that needs no rule.
fn reckoned(history: &History, subject: Key, what: &str) -> Option<Value> {
    let subject = history.session_with(subject).map_or(subject, |(_, key)| key);
    let ((start, key), _) = history.workouts().iter().find(|((_, key), _)| *key == subject)?;
    let session = Session::of(history, *start, *key)?;
    match (what, session.mass_change(history)) {
        ("mass_loss_pct", MassChange::Known { pct, .. }) => Some(Value::Number(-pct)),
        ("mass_gain_pct", MassChange::Known { pct, .. }) => Some(Value::Number(pct)),
        _ => None,
    }
}

/// Whether a value is the one that was cited: of a list the cited words may be a part.
fn is_same(was: &Value, is: &Value) -> bool {
    match (was, is) {
        (Value::Number(was), Value::Number(is)) => (was - is).abs() <= 1e-9 * was.abs().max(1.0),
        (Value::List(was), Value::List(is)) => was.iter().all(|word| is.contains(word)),
        (was, is) => was == is,
    }
}
