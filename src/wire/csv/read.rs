//! The second pass: rows to records and rejects, a batch at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use super::batch::{Batch, Made};
use super::cell::{Reading, misfit};
use super::complete::{complete, in_place, says_nothing};
use super::end::end;
use super::held::{Counted, Held, SameKey};
use super::instant::{self, Bad, Found};
use super::parts::{Part, Step};
use super::people::{People, Person};
use super::plan::RecordPlan;
use super::rows::{Next, Rows};
use super::sport::Sports;
use super::style::UnitsKnown;
use super::summary::{Summary, Unused};
use super::survey::{Survey, is_made, key_hash, open};
use super::two_ways::two_ways;
use super::{Encoding, Settings};
use crate::record::{Body, Misfit, Origin, Place, Record, Reject, Source, Wrong};
use crate::time::Clock;
use crate::wire::dialect::{Answers, How, Layout};

/// The most rows of one batch.
const BATCH: usize = 1000;

/// The most kinds of rows without a record that are named.
const STRANGERS: usize = 100;

/// Reads a file that was surveyed, and hands it out in batches of about a thousand records.
///
/// # Errors
/// When the bytes cannot be fetched; what was handed out until then stays good.
pub fn read<R: Read>(
    input: R,
    survey: &Survey<'_>,
    settings: &Settings<'_>,
    sink: &mut dyn FnMut(Batch),
) -> io::Result<Summary> {
    let mut rows = open(input, survey)?;
    let mut parts = survey.parts.again();
    let mut pass = Pass::new(survey, settings, sink);
    pass.unused();
    loop {
        match rows.next(|cells| parts.may_fit(cells))? {
            Next::End => break,
            Next::Bad { line, wrong } => {
                pass.reject(line, None, None, &pass.shown(&rows), wrong);
            }
            Next::Row { line } => match parts.step(&mut rows, line) {
                Step::Blank => pass.summary.blank = pass.summary.blank.saturating_add(1),
                Step::Passed => pass.summary.passed = pass.summary.passed.saturating_add(1),
                Step::Strange(wrong) => pass.reject(line, None, None, &pass.shown(&rows), wrong),
                Step::Row(at) => {
                    if let Some(part) = parts.list.get(at) {
                        let reading = pass.reading(part, at);
                        pass.row(&reading, &rows, line);
                    }
                }
            },
        }
        if pass.batch.parsed.records.len().saturating_add(pass.batch.parsed.rejects.len()) >= BATCH {
            pass.flush();
        }
    }
    // In stretches, too: a large file leaves many behind.
    while let Some(group) = pass.held.rest() {
        pass.emit(group);
        if pass.batch.parsed.records.len() >= BATCH {
            pass.flush();
        }
    }
    pass.flush();
    Ok(pass.summary)
}

struct Pass<'p, 'd> {
    survey: &'p Survey<'d>,
    settings: &'p Settings<'p>,
    /// The number of the present table, and how its rows are read.
    present: Option<(usize, Rc<Reading<'d>>)>,
    /// The same for every table whose rows have come.
    readings: BTreeMap<usize, Rc<Reading<'d>>>,
    people: People<'p>,
    held: Held,
    /// What rows were about that no record is made of, each named once.
    strangers: BTreeSet<Vec<u8>>,
    batch: Batch,
    summary: Summary,
    source: Source,
    sports: Sports,
    parser: Arc<str>,
    /// Room for the records of a row, used again for the next.
    room: (Vec<Record>, Vec<u64>),
    sink: &'p mut dyn FnMut(Batch),
}

impl<'p, 'd> Pass<'p, 'd> {
    fn new(survey: &'p Survey<'d>, settings: &'p Settings<'p>, sink: &'p mut dyn FnMut(Batch)) -> Self {
        Pass {
            survey,
            settings,
            present: None,
            readings: BTreeMap::new(),
            people: People::new(settings),
            held: Held::new(match survey.dialect.layout {
                Layout::OneSessionManyRows => SameKey::Session,
                _ if survey.dialect.once => SameKey::Once,
                _ => SameKey::Apart,
            }),
            strangers: BTreeSet::new(),
            batch: Batch::default(),
            summary: Summary::begin(survey, settings),
            source: Source(survey.dialect.source.clone()),
            parser: survey.parser(),
            sports: Sports::default(),
            room: (Vec::new(), Vec::new()),
            sink,
        }
    }

    fn flush(&mut self) {
        if self.batch != Batch::default() {
            let mut next = Batch::default();
            next.parsed.records.reserve(BATCH);
            (self.sink)(std::mem::replace(&mut self.batch, next));
        }
    }

    fn place(&self, line: u64) -> Place {
        Place { of: self.settings.file.clone(), line }
    }

    fn unused(&mut self) {
        for unused in &self.survey.parts.unused {
            self.batch.parsed.unused.push(Reject {
                place: self.place(unused.line),
                column: None,
                field: Some(unused.column.clone()),
                found: Reject::excerpt(&unused.column),
                wrong: Wrong::UnusedField { meant: unused.meant.clone() },
            });
        }
    }

    fn reject(&mut self, line: u64, column: Option<u64>, field: Option<String>, found: &str, wrong: Wrong) {
        self.summary.rows = self.summary.rows.saturating_add(1);
        self.summary.rejected = self.summary.rejected.saturating_add(1);
        let place = self.place(line);
        let reject = Reject { place, column, field, found: Reject::excerpt(found), wrong };
        self.batch.parsed.rejects.push(reject);
    }

    /// How the rows of a table are read.
    fn reading(&mut self, part: &Part<'d>, at: usize) -> Rc<Reading<'d>> {
        if let Some((present, reading)) = &self.present
            && *present == at
        {
            return reading.clone();
        }
        let (survey, year) = (self.survey, self.settings.now.to_zoned(jiff::tz::TimeZone::UTC).year());
        let styles = survey.styles.get(at).cloned().unwrap_or_default();
        let reading = self.readings.entry(at).or_insert_with(|| {
            Rc::new(Reading {
                plan: part.plan.clone(),
                names: part.names.clone(),
                encoding: survey.encoding,
                styles,
                system: survey.units,
                year,
                units: std::cell::RefCell::default(),
            })
        });
        self.present = Some((at, reading.clone()));
        reading.clone()
    }

    /// What is shown of a row that is refused as a whole.
    fn shown<R: Read>(&self, rows: &Rows<R>) -> String {
        if self.survey.dialect.private { String::new() } else { String::from_utf8_lossy(rows.bytes()).into_owned() }
    }

    fn row<R: Read>(&mut self, reading: &Reading<'d>, rows: &Rows<R>, line: u64) {
        let plan = &*reading.plan;
        match self.make(reading, rows, line) {
            Ok(mut made) => {
                self.summary.rows = self.summary.rows.saturating_add(1);
                self.summary.accepted = self.summary.accepted.saturating_add(1);
                let is_empty = made.records.is_empty() && made.profile.is_none();
                self.summary.empty = self.summary.empty.saturating_add(u64::from(is_empty));
                if matches!(self.survey.units_known, UnitsKnown::Assumed) && self.summary.two_ways.is_none() {
                    self.summary.two_ways = two_ways(reading, rows, line);
                }
                for bad in std::mem::take(&mut made.dropped) {
                    self.drop_cell(reading, rows, line, bad);
                }
                self.accept(&mut made);
                made.records.clear();
                made.hashes.clear();
                self.room = (made.records, made.hashes);
                if let Some((person, profile)) = made.profile {
                    self.flush();
                    self.batch.parsed.profile = Some(profile);
                    self.batch.profile_of = Some(person);
                    self.flush();
                }
            }
            Err(bad) => {
                self.refuse(reading, rows, line, bad);
                // Its keys were counted in the first pass, and others may be waiting for them.
                for record in &plan.records {
                    let Some(time) = &record.time else { continue };
                    if self.survey.repeated_keys == 0 || !plan.fits(rows) {
                        break;
                    }
                    let moment = instant::read_early(time, rows, plan);
                    if let (Ok(Some(Found { moment, .. })), true) = (moment, is_made(plan, record, rows)) {
                        let hash = key_hash(plan, record, rows, moment);
                        if let Some(count) = self.survey.repeated.count(hash) {
                            let group = self.held.pass(hash, count, None);
                            self.emit(group);
                        }
                    }
                }
            }
        }
    }

    /// Hands out records that several rows may tell of.
    fn emit(&mut self, records: Vec<Counted>) {
        for (record, rows) in records {
            self.note(&record);
            if rows > 1 {
                self.summary.further_rows.insert(record.origin.place.line, rows.saturating_sub(1));
            }
            self.batch.parsed.records.push(record);
        }
    }

    /// Notes when a record was, for the summary.
    fn note(&mut self, record: &Record) {
        let summary = &mut self.summary;
        summary.records = summary.records.saturating_add(1);
        summary.first = Some(summary.first.map_or(record.at, |first| first.min(record.at)));
        summary.last = summary.last.max(Some(record.at));
        if matches!(record.origin.time.clock, Clock::LocalGap | Clock::LocalFold) {
            summary.clock_changes = summary.clock_changes.saturating_add(1);
        }
    }

    /// Hands out the records of a row, but for those that others of the file share their key with.
    fn accept(&mut self, made: &mut Made) {
        let repeated = |hash: &u64| self.survey.repeated.count(*hash);
        if self.survey.repeated_keys == 0 || made.hashes.iter().all(|hash| repeated(hash).is_none()) {
            made.records.iter().for_each(|record| self.note(record));
            self.batch.parsed.records.append(&mut made.records);
            return;
        }
        for (hash, record) in made.hashes.iter().zip(made.records.drain(..)) {
            match self.survey.repeated.count(*hash) {
                None => self.emit(vec![(record, 1)]),
                Some(count) => {
                    let group = self.held.pass(*hash, count, Some(record));
                    self.emit(group);
                }
            }
        }
    }

    fn refuse<R: Read>(&mut self, reading: &Reading<'_>, rows: &Rows<R>, line: u64, bad: Bad) {
        match bad.cell {
            Some(at) => {
                let (line_of_cell, column) = rows.place(line, at);
                let found = String::from_utf8_lossy(rows.raw(at)).into_owned();
                let field = reading.names.get(at).cloned();
                self.reject(line_of_cell, Some(column), field, &found, bad.wrong);
            }
            None => {
                self.reject(line, None, None, &self.shown(rows), bad.wrong);
            }
        }
    }

    /// Names a cell that was left out of a row that was taken.
    fn drop_cell<R: Read>(&mut self, reading: &Reading<'_>, rows: &Rows<R>, line: u64, bad: Bad) {
        let Some(at) = bad.cell else { return };
        let (line, column) = rows.place(line, at);
        self.batch.parsed.unused.push(Reject {
            place: self.place(line),
            column: Some(column),
            field: reading.names.get(at).cloned(),
            found: Reject::excerpt(&String::from_utf8_lossy(rows.raw(at))),
            wrong: bad.wrong,
        });
    }

    /// Turns a row into records, all of them or none.
    fn make<R: Read>(&mut self, reading: &Reading<'d>, rows: &Rows<R>, line: u64) -> Result<Made, Bad> {
        let whole_plan = &*reading.plan;
        let whole = |wrong: Wrong| Bad { cell: None, wrong };
        if rows.bytes().contains(&0) {
            return Err(whole(Wrong::NulByte));
        }
        if reading.encoding != Encoding::Windows1252
            && !rows.bytes().is_ascii()
            && std::str::from_utf8(rows.bytes()).is_err()
        {
            return Err(whole(Wrong::BadEncoding { encoding: reading.encoding.name() }));
        }
        if !whole_plan.fits(rows) {
            return Err(whole(Wrong::CellCount { wanted: whole_plan.width, found: rows.count() }));
        }
        if let Some(at) = rows.broken() {
            return Err(Bad::at(at, Wrong::NotAnObject { found: "something else" }));
        }
        let Some(person) = self.people.of(whole_plan.person.map_or(&[], |at| rows.raw(at))) else {
            return Err(Bad { cell: whole_plan.person, wrong: Wrong::UnknownPerson });
        };
        let (records, hashes) = std::mem::take(&mut self.room);
        let mut made = Made { records, hashes, profile: None, dropped: Vec::new() };
        for plan in &whole_plan.records {
            if !is_made(whole_plan, plan, rows) {
                continue;
            }
            let answers = self.answers(reading, plan, rows, &mut made.dropped)?;
            match answers {
                Answers::Profile(profile) => made.profile = Some((person.id.clone(), *profile)),
                Answers::Body(body) => self.record((reading, plan), rows, line, &person, body, &mut made)?,
            }
        }
        if made.records.is_empty() && made.profile.is_none() {
            match whole_plan.stranger(rows) {
                Some(at) if !self.strangers.contains(rows.raw(at)) && self.strangers.len() < STRANGERS => {
                    self.strangers.insert(rows.raw(at).to_vec());
                    made.dropped.push(Bad::at(at, Wrong::UnusedField { meant: None }));
                    let column = reading.names.get(at).map_or("", String::as_str);
                    let column = format!("{column} \"{}\"", Reject::excerpt(&reading.text(rows, at)?));
                    self.summary.unused.push(Unused { line, column, meant: None });
                }
                Some(_) => {}
                None if whole_plan.dialect.sparse => {}
                None => {
                    let wanted = whole_plan.records.iter().find_map(|plan| plan.needs.first());
                    return Err(Bad { cell: wanted.copied(), wrong: Wrong::Missing });
                }
            }
        }
        Ok(made)
    }

    fn answers<R: Read>(
        &mut self,
        reading: &Reading<'_>,
        plan: &RecordPlan<'_>,
        rows: &Rows<R>,
        dropped: &mut Vec<Bad>,
    ) -> Result<Answers, Bad> {
        let mut answers = Answers::empty(plan.rule.makes);
        let mut sport = None;
        for field in &plan.fields {
            let Some((value, at)) = reading.value(field, rows, sport)? else { continue };
            if field.rule.how == How::Sport {
                sport = self.sports.fill(self.survey.dialect, &mut answers, value, at)?;
                continue;
            }
            match field.rule.target.set(&mut answers, value) {
                Ok(()) => {}
                Err(Misfit) if field.rule.sensor => dropped.push(Bad::at(at, misfit(&field.rule.target))),
                Err(Misfit) => return Err(Bad::at(at, misfit(&field.rule.target))),
            }
        }
        Ok(answers)
    }

    fn record<R: Read>(
        &self,
        (reading, plan): (&Reading<'_>, &RecordPlan<'_>),
        rows: &Rows<R>,
        line: u64,
        person: &Arc<Person>,
        mut body: Body,
        made: &mut Made,
    ) -> Result<(), Bad> {
        let (survey, whole_plan) = (self.survey, &*reading.plan);
        let Some(time) = &plan.time else { return Err(Bad { cell: None, wrong: Wrong::Missing }) };
        let Some(found) = instant::read(time, rows, whole_plan, reading.encoding)? else {
            return Err(Bad { cell: time.cells.first().copied(), wrong: Wrong::Missing });
        };
        let Found { moment, cell, clock, is_day } = found;
        // Nobody told when on that day, and a session at midnight is nobody's.
        if is_day && matches!(body, Body::Workout(_)) && !whole_plan.dialect.exact {
            return Err(Bad::at(cell, Wrong::NoTimeOfDay));
        }
        if instant::is_ahead(moment, person, self.settings.now) {
            return Err(Bad::at(cell, Wrong::InTheFuture));
        }
        let mut text = reading.text(rows, cell)?.trim().to_owned();
        if let Some(clock) = clock {
            text = format!("{text} {}", reading.text(rows, clock)?.trim());
        }
        let Some(written) = instant::written(moment, person, &text) else {
            return Err(Bad::at(cell, instant::wrong()));
        };
        if let Body::Workout(_) = body {
            end((reading, plan), rows, person, &written, &mut body)?;
        }
        if let (Body::Intake(intake), true) = (&mut body, is_day) {
            // What was drunk on a day, at a time nobody told, is not drunk before everything else of the day.
            intake.day_total = intake.day_total.or(Some(true));
        }
        if whole_plan.dialect.sparse && says_nothing(&body) {
            return Ok(());
        }
        complete(&body, plan)?;
        // What stands in our own files was taken once.
        if !whole_plan.dialect.exact {
            in_place(&body, plan)?;
        }
        let optional = |at: Option<usize>| -> Result<Option<String>, Bad> {
            let Some(at) = at.filter(|at| whole_plan.is_filled(rows, *at)) else { return Ok(None) };
            let text = reading.text(rows, at)?.into_owned();
            let fits = text.len() <= 200 && !text.chars().any(char::is_control);
            if fits { Ok(Some(text)) } else { Err(Bad::at(at, Wrong::BadText { longest: 200 })) }
        };
        let origin = Origin {
            source: optional(plan.source)?.map_or_else(|| self.source.clone(), |name| Source::new(&name)),
            native_id: optional(plan.id)?,
            place: self.place(line),
            time: written,
            newest: survey.newest,
            parser: self.parser.clone(),
        };
        made.hashes.push(if survey.repeated_keys == 0 { 0 } else { key_hash(whole_plan, plan, rows, moment) });
        made.records.push(Record::new(person.id.clone(), body, origin));
        Ok(())
    }
}
