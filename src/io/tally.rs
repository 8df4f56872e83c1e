//! Counting an import: every row read is new, known, changed or left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader};

use jiff::tz::TimeZone;

use crate::daemon::{Fate, People, Told, told};
use crate::person::PersonId;
use crate::record::{Record, Reject, Wrong};
use crate::store::{FileMark, FileState};
use crate::time::Timestamp;
use crate::voice::Notice;
use crate::voice::reject::sentence;
use crate::voice::report::{Cells, Draft, ImportReport, Kind};
use crate::wire::csv::{Counted, Summary};
use crate::wire::report::describe;

use super::at::At;

/// What is counted while a file is read.
#[derive(Debug)]
pub struct Tally {
    report: ImportReport,
    rows: u64,
    /// With several records a row, what its best record became.
    lines: Option<BTreeMap<u64, Fate>>,
    counts: [u64; 3],
    dialect: String,
    /// Whether lines of the file are never shown, because they name the person.
    is_private: bool,
    /// How many lines were looked up to be shown.
    lines_shown: usize,
}

/// Lines longer than this are not shown with a reject.
const LINE_SHOWN: usize = 4096;

/// Rejects whose lines are looked up to be shown.
const LINES_SHOWN: usize = 20;

impl Tally {
    /// Nothing read yet.
    pub fn new(file: &str, dry_run: bool) -> Tally {
        let report = ImportReport { file: file.to_owned(), dry_run, ..ImportReport::default() };
        Tally {
            report,
            rows: 0,
            lines: None,
            counts: [0; 3],
            dialect: String::new(),
            is_private: false,
            lines_shown: 0,
        }
    }

    /// The first pass counted the rows.
    pub fn surveyed(&mut self, (rows, counted): (u64, Counted), makes_several: bool, is_private: bool) {
        self.rows = rows;
        self.report.counted = counted;
        self.is_private = is_private;
        self.lines = makes_several.then(BTreeMap::new);
    }

    /// Rows done, of how many.
    pub fn progress(&self) -> (u64, u64) {
        let done = self.lines.as_ref().map_or(self.counts.iter().sum(), |lines| lines.len() as u64);
        (done, self.rows)
    }

    /// This very file was read before, and is not read again: every row of it is known.
    pub fn seen_before(&mut self, rows: u64) {
        self.report.seen_before = true;
        (self.report.rows, self.report.rows_known) = (rows, rows);
    }

    /// Whether a file that was read before brought nothing now; the report then is short.
    pub fn is_nothing_new(&mut self) -> bool {
        if self.report.rows_new > 0 || self.report.rows_changed > 0 {
            return false;
        }
        let whole = std::mem::take(&mut self.report);
        self.report = ImportReport {
            file: whole.file,
            counted: whole.counted,
            rows: whole.rows,
            rows_known: whole.rows_known,
            rows_left_out: whole.rows_left_out,
            rows_empty: whole.rows_empty,
            records: whole.records,
            rejects: whole.rejects,
            left_out_by_kind: whole.left_out_by_kind,
            seen_before: true,
            ..ImportReport::default()
        };
        true
    }

    /// The file was refused as a whole; with a dialect that would read it.
    pub fn refused(&mut self, reject: &Reject, draft: Option<Draft>) {
        self.report.draft = draft;
        self.report.rejects.push(told::notice_json(&Notice::of_reject(reject, None)));
    }

    /// Rows that were left out: the first of each kind are kept with their lines, the others are counted.
    pub fn rejects(&mut self, rejects: &[Reject], file: &File) {
        let first: Vec<bool> = rejects.iter().map(|reject| self.is_first_of_its_kind(reject)).collect();
        let looked_up = LINES_SHOWN.saturating_sub(self.lines_shown);
        let of_kinds = rejects.iter().zip(&first).filter(|(_, first)| **first).map(|(reject, _)| reject);
        let lines = lines(file, of_kinds.take(looked_up));
        self.lines_shown = self.lines_shown.saturating_add(lines.len());
        for (reject, first) in rejects.iter().zip(first) {
            if !first && self.report.rejects.len() >= ImportReport::REJECTS_MOST {
                continue;
            }
            let source = lines.get(&reject.place.line).map(String::as_str).filter(|_| !self.is_private);
            self.report.rejects.push(told::notice_json(&Notice::of_reject(reject, source)));
        }
    }

    /// Counts a reject among its kind; whether it is one of the first, which are shown.
    fn is_first_of_its_kind(&mut self, reject: &Reject) -> bool {
        let said = sentence(reject);
        let (code, what) = (said.code, Kind::name(&said.what));
        let kinds = &mut self.report.left_out_by_kind;
        let known = match kinds.iter().position(|kind| kind.code == code && kind.what == what) {
            Some(at) => kinds.get_mut(at),
            None if kinds.len() < ImportReport::KINDS_MOST => {
                kinds.push(Kind { code: code.to_owned(), what, ..Kind::default() });
                kinds.last_mut()
            }
            None => None,
        };
        let Some(kind) = known else { return false };
        kind.count = kind.count.saturating_add(1);
        if kind.count <= Kind::SHOWN {
            return true;
        }
        let line = reject.place.line;
        let [first, last] = kind.more_lines.unwrap_or([line, line]);
        kind.more_lines = Some([first.min(line), last.max(line)]);
        false
    }

    /// Whether anything was left out.
    pub fn has_rejects(&self) -> bool {
        !self.report.rejects.is_empty()
    }

    /// Nothing of the file is kept.
    pub fn kept_nothing(&mut self) {
        self.report.kept_nothing = true;
    }

    /// What became of a stretch.
    pub fn told(&mut self, told: &Told, people: &People) {
        let add = |count: &mut u64, more: usize| *count = count.saturating_add(more as u64);
        let [new, known, changed] = &mut self.counts;
        add(new, told.new);
        add(known, told.known);
        add(changed, told.changed);
        if let Some(lines) = &mut self.lines {
            for (line, fate) in &told.fates {
                let best = lines.entry(*line).or_insert(*fate);
                *best = (*best).max(*fate);
            }
        }
        for reject in told.unused.iter().filter(|reject| !matches!(reject.wrong, Wrong::UnusedField { .. })) {
            self.cell_left_out(reject);
        }
        for utterance in &told.said {
            let reader = people.reader(&utterance.alert.person);
            self.report.alerts.extend(told::said_json(utterance, &reader));
        }
    }

    /// A cell was left out of a row that was kept.
    fn cell_left_out(&mut self, reject: &Reject) {
        let said = sentence(reject);
        let cells = &mut self.report.cells_left_out;
        if let Some(known) = cells.iter_mut().find(|cells| cells.code == said.code && cells.what == said.what) {
            known.count = known.count.saturating_add(1);
        } else if cells.len() < ImportReport::KINDS_MOST {
            let found = if self.is_private { String::new() } else { reject.found.clone() };
            let (code, line) = (said.code.to_owned(), reject.place.line);
            cells.push(Cells { code, what: said.what, wanted: said.wanted, found, line, count: 1 });
        }
    }

    /// The second pass is over.
    pub fn summary(&mut self, summary: &Summary, zone: &TimeZone) {
        let report = &mut self.report;
        self.dialect = summary.dialect.clone();
        describe(report, summary, zone);
        report.rows = summary.rows;
        report.rows_left_out = summary.rejected;
        report.records = self.counts;
        let of = |fate: Fate| match &self.lines {
            Some(lines) => {
                let of_fate = lines.iter().filter(|(_, known)| **known == fate).map(|(line, _)| line);
                // The rows of one session share its fate.
                let further = |line: &u64| summary.further_rows.get(line).copied().unwrap_or(0);
                of_fate.fold(0, |sum: u64, line| sum.saturating_add(1).saturating_add(further(line)))
            }
            None => {
                let [new, known, changed] = self.counts;
                match fate {
                    Fate::New => new,
                    Fate::Known => known,
                    Fate::Changed => changed,
                }
            }
        };
        (report.rows_new, report.rows_changed) = (of(Fate::New), of(Fate::Changed));
        // Rows that only told about the person made no record.
        report.rows_empty = summary.empty;
        let others = [report.rows_new, report.rows_changed, report.rows_left_out, report.rows_empty];
        report.rows_known = others.iter().fold(report.rows, |left, rows| left.saturating_sub(*rows));
    }

    /// Sessions that this source and others tell of.
    pub fn told_twice(&mut self, sessions: &[Vec<Record>], source: &str) {
        for session in sessions {
            let sources: BTreeSet<&str> = session.iter().map(|record| &*record.origin.source.0).collect();
            if !sources.contains(source) {
                continue;
            }
            for other in sources.into_iter().filter(|other| *other != source) {
                let sessions = self.report.also_in.entry(other.to_owned()).or_default();
                *sessions = sessions.saturating_add(1);
            }
        }
    }

    /// The report.
    pub fn report(&self) -> ImportReport {
        self.report.clone()
    }

    /// The file as the ledger remembers it.
    pub fn mark(&self, digest: &str, person: &PersonId, size: u64, state: FileState, at: Timestamp) -> FileMark {
        let report = &self.report;
        FileMark {
            digest: digest.to_owned(),
            person: person.clone(),
            name: report.file.clone(),
            size,
            dialect: self.dialect.clone(),
            rows: report.rows,
            new: report.rows_new.saturating_add(report.rows_changed),
            known: report.rows_known,
            rejected: report.rows_left_out,
            report: serde_json::to_string(report).unwrap_or_default(),
            state,
            at,
        }
    }
}

/// The text of the lines on which these rejects stand.
fn lines<'r>(file: &File, rejects: impl Iterator<Item = &'r Reject>) -> BTreeMap<u64, String> {
    let wanted: std::collections::BTreeSet<u64> = rejects.map(|reject| reject.place.line).collect();
    let Some(last) = wanted.last().copied() else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    let mut reader = BufReader::new(At::start(file));
    let mut number = 0_u64;
    let mut bytes = Vec::new();
    while number < last && next_line(&mut reader, &mut bytes).unwrap_or(false) {
        number = number.saturating_add(1);
        if wanted.contains(&number) && bytes.len() <= LINE_SHOWN {
            let text = String::from_utf8_lossy(&bytes);
            found.insert(number, text.trim_end_matches(['\r', '\n']).to_owned());
        }
        bytes.clear();
    }
    found
}

/// Reads the next line, of a long one only a little more than is shown; `false` at the end of the file.
fn next_line(reader: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<bool> {
    let mut is_there = false;
    loop {
        let here = reader.fill_buf()?;
        let end = here.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(here.len(), |end| end.saturating_add(1));
        let room = LINE_SHOWN.saturating_add(1).saturating_sub(bytes.len());
        bytes.extend(here.iter().take(length.min(room)));
        is_there |= length > 0;
        reader.consume(length);
        if length == 0 || end.is_some() {
            return Ok(is_there);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_megabytes_is_not_held_to_show_the_next() {
        let text = format!("one\n{}\nthree", "x".repeat(3_000_000));
        let (mut reader, mut bytes) = (BufReader::new(text.as_bytes()), Vec::new());
        let mut lengths = Vec::new();
        while next_line(&mut reader, &mut bytes).unwrap() {
            lengths.push(bytes.len());
            bytes.clear();
        }
        assert_eq!(lengths, [4, LINE_SHOWN + 1, 5]);
        assert!(bytes.capacity() < 64 * 1024);
    }
}
