//! The JSON of the app Health Auto Export: what a phone measured, recorded and noted, many days in one body.
//!
//! The app sends the same days again and again, each time with more in them, and gives ids to workouts only. What it
//! sums up by day is therefore one record for each day, told apart by its date, and everything else by its time; of
//! two versions the one that was written later wins. A body is checked as a whole, then each element is read on its
//! own: a bad one costs only itself, and what nobody reads is never built.

mod metric;
mod sleep;
mod symptom;
mod table;
mod time;
mod workout;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::sheet::Fault;
use super::tree::{self, Outline};
use crate::person::PersonId;
use crate::record::{Body, Kind, Origin, Place, Record, Reject, Source, Wrong};
use crate::time::{Timestamp, WrittenTime};
use crate::wire::Parsed;

pub use table::metrics;
pub use workout::AMOUNTS;

/// The name of the source of these records.
pub const SOURCE: &str = "health-auto-export";

/// What this JSON is called where others have the name of their dialect.
pub const DIALECT: &str = "health-auto-export-json";
/// What this JSON is called for people.
pub const TITLE: &str = "Health Auto Export (JSON)";

/// How the records of this app were read, and in which version of it.
const PARSER: &str = "health-auto-export-json/1";

/// The most things that are named because nothing of them is read.
const UNUSED_MOST: usize = 100;

/// What reading a body needs to know.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// Whose it is.
    pub person: &'a PersonId,
    /// The zone of their wall clock.
    pub zone: &'a TimeZone,
    /// The time it is.
    pub now: Timestamp,
    /// When the body was written: of two versions of a record the later one wins.
    pub written: Timestamp,
    /// The file or topic.
    pub place: Arc<str>,
    /// Whether its lines are counted, so that records and rejects name theirs.
    pub has_lines: bool,
}

/// What became of the elements of a body: each is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The elements of the arrays: rows of metrics, workouts, symptoms, and whatever else there was.
    pub elements: u64,
    /// Those that became records, or part of one.
    pub taken: u64,
    /// Those that were refused.
    pub refused: u64,
    /// Those of which nothing is read.
    pub ignored: u64,
}

/// What a body held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Export {
    /// Its records (drinks and measures first, then sessions, then reports, each in order of time), what was refused,
    /// and of what nothing is read.
    pub parsed: Parsed,
    /// What became of its elements.
    pub counts: Counts,
}

/// Reads a body. Whatever the text is, the answer is records and rejects.
///
/// # Errors
/// What is wrong with the body as a whole: nothing of it was read.
pub fn read(text: &str, reading: &Reading<'_>) -> Result<Export, Box<Reject>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut walk = Walk::new(text, reading);
    match walk.body(text) {
        Ok(()) => Ok(walk.finish()),
        Err(fault) => Err(Box::new(walk.told("", text, fault))),
    }
}

/// The body while it is read.
struct Walk<'a> {
    reading: &'a Reading<'a>,
    text: &'a str,
    source: Source,
    parser: Arc<str>,
    export: Export,
    /// What nothing is read of, with how many elements of it there were.
    ignored: BTreeMap<String, u64>,
    /// Phases of sleep, with their texts, until all are there.
    phases: Vec<(sleep::Phase, &'a str)>,
    /// A place in the text, and how many line ends stand before it.
    counted: (usize, u64),
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, reading: &'a Reading<'a>) -> Walk<'a> {
        Walk {
            reading,
            text,
            source: Source::new(SOURCE),
            parser: Arc::from(PARSER),
            export: Export::default(),
            ignored: BTreeMap::new(),
            phases: Vec::new(),
            counted: (0, 0),
        }
    }

    /// The parts of the body; what is wrong with it as a whole.
    fn body(&mut self, text: &'a str) -> Result<(), Fault> {
        let whole = |wrong| Fault { field: None, found: Reject::excerpt(text), wrong };
        match tree::outline(text).map_err(whole)? {
            Outline::Object => {}
            Outline::Array(_) => return Err(whole(Wrong::NotAnObject { found: "an array" })),
            Outline::Other(found) => return Err(whole(Wrong::NotAnObject { found })),
        }
        tree::check(text).map_err(whole)?;
        let members = once(tree::members(text).unwrap_or_default(), "")?;
        let Some((_, data)) = members.iter().find(|(name, _)| name == "data") else {
            return if members.iter().any(|(name, _)| PARTS.contains(&name.as_str())) {
                self.parts(members, "");
                Ok(())
            } else {
                Err(Fault::missing("data"))
            };
        };
        let Some(inner) = tree::members(data) else {
            let wrong = Wrong::NotAnObject { found: kind_of(data) };
            return Err(Fault { field: Some("data".to_owned()), found: Reject::excerpt(data), wrong });
        };
        self.parts(once(inner, "data.")?, "data.");
        Ok(())
    }

    fn parts(&mut self, members: Vec<(String, &'a str)>, before: &str) {
        for (name, text) in members {
            let path = format!("{before}{name}");
            let is_read = PARTS.contains(&name.as_str());
            match tree::elements(text) {
                None if text == "null" => {}
                None if is_read => {
                    self.count(1);
                    self.left_out(1);
                    let fault = Fault { field: None, found: Reject::excerpt(text), wrong: Wrong::NotAList };
                    self.refuse(&path, text, fault);
                }
                None => {}
                Some(elements) if is_read => self.part(&name, &elements, &path),
                Some(elements) => {
                    self.count(elements.len());
                    self.ignore(&name, elements.len());
                }
            }
        }
    }

    fn part(&mut self, name: &str, elements: &[&'a str], path: &str) {
        for (text, at) in elements.iter().zip(0_usize..) {
            let path = format!("{path}[{at}]");
            if name == METRICS {
                self.metric(text, &path);
                continue;
            }
            self.count(1);
            let read = if name == WORKOUTS { self.workout(text, &path) } else { self.symptom(text) };
            if let Err(fault) = read {
                self.left_out(1);
                self.refuse(&path, text, fault);
            }
        }
    }

    fn count(&mut self, elements: usize) {
        add(&mut self.export.counts.elements, elements);
    }

    fn left_out(&mut self, elements: usize) {
        add(&mut self.export.counts.refused, elements);
    }

    /// Elements of which nothing is read; they are named once.
    fn ignore(&mut self, what: &str, elements: usize) {
        add(&mut self.export.counts.ignored, elements);
        if elements == 0 {
            return;
        }
        let is_known = self.ignored.contains_key(what);
        if is_known || self.ignored.len() < UNUSED_MOST {
            add(self.ignored.entry(Reject::excerpt(what)).or_default(), elements);
        }
    }

    /// Elements that say that nothing was: they are no news, and not named.
    fn says_nothing(&mut self, elements: usize) {
        add(&mut self.export.counts.ignored, elements);
    }

    /// Refuses what stands at this path.
    fn refuse(&mut self, path: &str, part: &str, fault: Fault) {
        let reject = self.told(path, part, fault);
        self.export.parsed.rejects.push(reject);
    }

    /// Names a part of an element that was taken without it.
    fn drop_part(&mut self, path: &str, part: &str, fault: Fault) {
        if self.export.parsed.unused.len() < UNUSED_MOST {
            let reject = self.told(path, part, fault);
            self.export.parsed.unused.push(reject);
        }
    }

    fn told(&mut self, path: &str, part: &str, fault: Fault) -> Reject {
        let field = match (path, fault.field.as_deref()) {
            ("", field) => field.map(Reject::excerpt),
            (path, None) => Some(Reject::excerpt(path)),
            (path, Some(field)) => Some(Reject::excerpt(&format!("{path}.{field}"))),
        };
        let place = Place { of: Arc::clone(&self.reading.place), line: self.line(part) };
        Fault { field, ..fault }.reject(&place)
    }

    /// The line on which a part of the body begins; parts are asked for nearly in order.
    fn line(&mut self, part: &str) -> u64 {
        if !self.reading.has_lines {
            return 0;
        }
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        if offset < self.counted.0 {
            self.counted = (0, 0);
        }
        let between = self.text.as_bytes().get(self.counted.0..offset).unwrap_or_default();
        let ends = between.iter().filter(|byte| **byte == b'\n').count();
        add(&mut self.counted.1, ends);
        self.counted.0 = offset.min(self.text.len());
        self.counted.1.saturating_add(1)
    }

    /// Takes a record that an element (or several) became.
    fn take(&mut self, body: Body, time: WrittenTime, native_id: Option<String>, part: &str) {
        let place = Place { of: Arc::clone(&self.reading.place), line: self.line(part) };
        let (source, parser) = (self.source.clone(), Arc::clone(&self.parser));
        let origin = Origin { source, native_id, place, time, newest: Some(self.reading.written), parser };
        self.export.parsed.records.push(Record::new(self.reading.person.clone(), body, origin));
    }

    fn finish(mut self) -> Export {
        self.whole_nights();
        let Walk { mut export, ignored, reading, .. } = self;
        let place = Place { of: Arc::clone(&reading.place), line: 0 };
        let unused = ignored.into_iter().map(|(name, elements)| {
            let found = format!("{elements} of it");
            Fault { field: Some(name), found, wrong: Wrong::UnusedField { meant: None } }.reject(&place)
        });
        export.parsed.unused.extend(unused);
        export.parsed.records = in_order(export.parsed.records);
        export
    }
}

/// The parts of which something is read.
const METRICS: &str = "metrics";
const WORKOUTS: &str = "workouts";
const PARTS: [&str; 3] = [METRICS, WORKOUTS, "symptoms"];

fn add(count: &mut u64, more: usize) {
    *count = count.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
}

/// The members of an object in which no key comes twice.
fn once<'t>(members: Vec<(String, &'t str)>, before: &str) -> Result<Vec<(String, &'t str)>, Fault> {
    let mut seen = BTreeSet::new();
    let twice = members.iter().find(|(name, _)| !seen.insert(name.as_str()));
    match twice {
        None => Ok(members),
        Some((name, _)) => {
            let field = Some(Reject::excerpt(&format!("{before}{name}")));
            Err(Fault { field, found: String::new(), wrong: Wrong::DuplicateKey })
        }
    }
}

/// What kind of value a JSON text is, in words.
fn kind_of(text: &str) -> &'static str {
    match text.bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a text",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// The records with each one once, and numbered: of one key and content the first, of one id the newest version.
///
/// What a session is judged by comes before it, so that no part of a body that is stored by itself makes less of a
/// session than the whole does; records of one key stand next to each other.
fn in_order(records: Vec<Record>) -> Vec<Record> {
    let mut ranked: Vec<_> = records.into_iter().map(|record| (record.key.base(), record.rank(), record)).collect();
    ranked.sort_by_key(|(base, rank, record)| (*base, *rank, record.origin.place.line));
    ranked.dedup_by(|(base, rank, _), (kept, kept_rank, _)| base == kept && rank.content == kept_rank.content);
    let mut kept: Vec<Record> = Vec::with_capacity(ranked.len());
    for (base, _, mut record) in ranked {
        match kept.last_mut().filter(|last| last.key.base() == base) {
            Some(last) if record.origin.native_id.is_some() => *last = record,
            Some(last) => {
                record.key = record.key.with_occurrence(last.key.occurrence.saturating_add(1));
                kept.push(record);
            }
            None => kept.push(record),
        }
    }
    let turn = |record: &Record| match record.body.kind() {
        Kind::Intake | Kind::Measure | Kind::Tag => 0_u8,
        Kind::Workout => 1,
        Kind::Symptom => 2,
    };
    kept.sort_by_key(|record| (turn(record), record.at, record.key));
    kept
}
