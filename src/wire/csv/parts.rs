//! The tables of a file: one under its header, or several sections, each with a line that stands over it, a
//! header of its own, or both.

use std::io::Read;
use std::sync::Arc;

use super::instant::Orders;
use super::plan::Plan;
use super::rows::{Next, Rows};
use super::sniff::Encoding;
use super::summary::Unused;
use super::survey::unused;
use crate::record::Wrong;
use crate::wire::date::Order;
use crate::wire::dialect::{Dialect, Header, Match, Name, Section, Title, lay_over};

/// The most different tables of one file.
const MOST: usize = 64;

/// One table.
#[derive(Clone, Debug)]
pub(super) struct Part<'d> {
    /// How its rows are read.
    pub(super) plan: Arc<Plan<'d>>,
    /// The names of its columns, repeated ones numbered.
    pub(super) names: Vec<String>,
    header: Vec<u8>,
    section: Option<usize>,
}

/// What a row is.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// A row of the table of that number.
    Row(usize),
    /// No row: nothing in it, a header, or a line over other rows.
    Blank,
    /// A row of a section that is not read.
    Passed,
    /// A row that belongs to nothing.
    Strange(Wrong),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    In(usize),
    /// The header of this section comes next.
    Header(usize),
    /// In a section that is not read.
    Passing(usize),
    /// In nothing that is known.
    Lost,
}

/// The tables of a file as far as they were met, and where reading is among them.
#[derive(Clone, Debug)]
pub(super) struct Parts<'d> {
    /// The dialect of the file.
    pub(super) dialect: &'d Dialect,
    /// The tables, in order of appearance.
    pub(super) list: Vec<Part<'d>>,
    /// What is not read: columns, and sections.
    pub(super) unused: Vec<Unused>,
    /// How many columns are known of the table that was met first.
    pub(super) known: usize,
    state: State,
    person: Option<Name>,
    /// The line of the row before.
    before: u64,
}

/// The text of a cell before the encoding of the file is known.
pub(super) fn early_text(raw: &[u8]) -> String {
    let text = Encoding::Utf8.text(raw).or_else(|| Encoding::Windows1252.text(raw));
    text.unwrap_or_default().replace("\"\"", "\"")
}

/// The cells of a row as names.
pub(super) fn names<R: Read>(rows: &Rows<R>) -> Vec<String> {
    (0..rows.count()).map(|at| early_text(rows.raw(at))).collect()
}

/// Whether no cell of a row holds anything.
fn is_empty<R: Read>(rows: &Rows<R>) -> bool {
    rows.bytes().iter().all(|byte| matches!(byte, b',' | b';' | b'\t' | b'|' | b' '))
}

/// The text of a row in which only the first cell holds something.
fn alone<R: Read>(rows: &Rows<R>) -> Option<String> {
    let is_alone =
        !rows.raw(0).trim_ascii().is_empty() && (1..rows.count()).all(|at| rows.raw(at).trim_ascii().is_empty());
    is_alone.then(|| early_text(rows.raw(0)).trim().to_owned())
}

/// Whether a text begins like the time of a day.
fn is_clock(text: &str) -> bool {
    let mut parts = text.splitn(2, ':');
    let digits = |part: Option<&str>| part.is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    digits(parts.next()) && digits(parts.next())
}

impl<'d> Parts<'d> {
    /// A file of sections, of which none is known yet; `person` is the column that names people.
    pub(super) fn sections(dialect: &'d Dialect, person: Option<Name>) -> Parts<'d> {
        Parts { dialect, list: Vec::new(), unused: Vec::new(), known: 0, state: State::Lost, person, before: 0 }
    }

    /// A file of one table.
    pub(super) fn table(found: &Match<'d>, names: &[String], header: Vec<u8>, person: Option<usize>) -> Parts<'d> {
        let mut parts = Parts::sections(found.dialect, None);
        parts.state = State::In(0);
        parts.add(found, names, header, (person, None), 1);
        parts
    }

    /// The same tables, at the beginning again.
    pub(super) fn again(&self) -> Parts<'d> {
        let state = if self.dialect.sections.is_empty() { State::In(0) } else { State::Lost };
        Parts { state, before: 0, ..self.clone() }
    }

    /// Finds out from the first rows which of two numbers is the day.
    pub(super) fn find_orders<R: Read>(&mut self, first: &mut Rows<R>, told: Option<Order>) -> std::io::Result<()> {
        let mut walk = self.again();
        let mut orders: Vec<Orders> = Vec::new();
        loop {
            match first.next(|cells| walk.may_fit(cells))? {
                Next::End => break,
                Next::Bad { .. } => {}
                Next::Row { line } => {
                    if let Step::Row(at) = walk.step(first, line)
                        && let Some(part) = walk.list.get(at)
                    {
                        orders.resize(walk.list.len().max(orders.len()), Orders::default());
                        if let Some(orders) = orders.get_mut(at) {
                            orders.row(first, &part.plan);
                        }
                    }
                }
            }
        }
        // The tables that were met already come again in the same order.
        *self = walk.again();
        for (part, orders) in self.list.iter_mut().zip(orders) {
            // What the dates themselves show goes before what is said of all files of an app.
            Arc::make_mut(&mut part.plan).order = orders.decide().or(told);
        }
        Ok(())
    }

    /// Whether a row of so many cells may span several lines.
    pub(super) fn may_fit(&self, cells: usize) -> bool {
        match self.state {
            State::In(at) => self.list.get(at).is_some_and(|part| part.plan.may_fit(cells)),
            State::Header(_) | State::Passing(_) | State::Lost => false,
        }
    }

    /// Says what a row is, and lays it out when it is a row of a table.
    pub(super) fn step<R: Read>(&mut self, rows: &mut Rows<R>, line: u64) -> Step {
        if is_empty(rows) {
            return Step::Blank;
        }
        let is_next = line.saturating_sub(std::mem::replace(&mut self.before, line)) == 1;
        if !self.dialect.sections.is_empty()
            && let Some(step) = self.turn(rows, line, is_next)
        {
            return step;
        }
        let at = match self.state {
            State::In(at) => at,
            State::Passing(_) => return Step::Passed,
            State::Header(_) | State::Lost => return Step::Strange(self.unknown()),
        };
        let Some(part) = self.list.get(at) else { return Step::Strange(self.unknown()) };
        if rows.bytes() == part.header {
            return Step::Blank;
        }
        let plan = &part.plan;
        if !plan.dialect.above.is_empty()
            && let Some(text) = alone(rows).filter(|text| !is_clock(text))
        {
            if plan.dialect.above.iter().any(|form| form.read(&text).is_some()) {
                rows.keep_above();
                return Step::Blank;
            }
            // The rows that follow belong to a day nobody can read, not to the one before.
            rows.forget_above();
            return Step::Strange(Wrong::NotATime { wanted: "a day, such as 2026-11-23" });
        }
        if plan.is_layered() && plan.fits(rows) {
            rows.lay_out(plan.width, &plan.inside);
        }
        Step::Row(at)
    }

    fn unknown(&self) -> Wrong {
        Wrong::UnknownHeader { nearest: Some(self.dialect.title.clone()), matched: 0, of: 0 }
    }

    fn section(&self, number: usize) -> Option<&'d Section> {
        self.dialect.sections.get(number)
    }

    /// The section that reading is in.
    fn current(&self) -> Option<usize> {
        match self.state {
            State::In(at) => self.list.get(at).and_then(|part| part.section),
            State::Header(number) | State::Passing(number) => Some(number),
            State::Lost => None,
        }
    }

    /// What a row of a file of sections is when it is no row of the present table.
    fn turn<R: Read>(&mut self, rows: &mut Rows<R>, line: u64, is_next: bool) -> Option<Step> {
        if let Some(text) = alone(rows) {
            if let Some(step) = self.title(&text, rows, line) {
                return Some(step);
            }
            let has_header = self.current().and_then(|at| self.section(at)).is_none_or(|now| now.header.is_none());
            if !has_header && is_next {
                // A line within the section, such as the name of a meal.
                return Some(Step::Blank);
            }
            if !text.starts_with(|c: char| c.is_ascii_digit()) {
                self.state = State::Lost;
                return Some(Step::Strange(self.unknown()));
            }
        }
        if let State::Header(number) = self.state {
            return Some(self.header(number, rows, line));
        }
        let first = rows.raw(0).trim_ascii().first();
        if first.is_none_or(u8::is_ascii_digit) {
            return None;
        }
        let untitled = (0..).zip(&self.dialect.sections).filter(|(_, section)| section.titles.is_empty());
        let mut header = None;
        for (number, section) in untitled {
            let header = header.get_or_insert_with(|| Header::new(&names(rows)));
            if lay_over(header, &section.dialect).is_some() {
                if section.skip {
                    self.pass(number, &header.names.first().cloned().unwrap_or_default(), line);
                    return Some(Step::Blank);
                }
                return Some(self.header(number, rows, line));
            }
        }
        None
    }

    /// Begins the section of a title.
    fn title<R: Read>(&mut self, text: &str, rows: &mut Rows<R>, line: u64) -> Option<Step> {
        let (number, title) = (0..).zip(&self.dialect.sections).find_map(|(number, section)| {
            section.titles.iter().find(|title| title.is(text)).map(|title| (number, title))
        })?;
        let section = self.section(number)?;
        if self.current() == Some(number) && matches!(title, Title::Words(_)) {
            return Some(Step::Blank);
        }
        rows.keep_above();
        if section.skip {
            self.pass(number, text, line);
            return Some(Step::Blank);
        }
        match &section.header {
            None => self.state = State::Header(number),
            Some(names) => {
                let found = lay_over(&Header::new(names), &section.dialect);
                self.state = match found {
                    Some(found) => self.enter(number, &found, names, Vec::new(), line),
                    None => State::Lost,
                };
            }
        }
        Some(Step::Blank)
    }

    /// Goes into a section that is not read; it is named once.
    fn pass(&mut self, number: usize, title: &str, line: u64) {
        self.state = State::Passing(number);
        if !self.unused.iter().any(|unused| unused.column == title) && self.unused.len() < MOST.saturating_mul(MOST) {
            self.unused.push(Unused { line, column: title.to_owned(), meant: None });
        }
    }

    /// Takes a row for the header of a section.
    fn header<R: Read>(&mut self, number: usize, rows: &Rows<R>, line: u64) -> Step {
        let names = names(rows);
        let found = self.section(number).and_then(|section| lay_over(&Header::new(&names), &section.dialect));
        let Some(found) = found else {
            self.state = State::Lost;
            return Step::Strange(self.unknown());
        };
        self.state = self.enter(number, &found, &names, rows.bytes().to_vec(), line);
        if self.state == State::Lost { Step::Strange(self.unknown()) } else { Step::Blank }
    }

    /// Goes into the table of a header, which may have been met before.
    fn enter(&mut self, number: usize, found: &Match<'d>, names: &[String], header: Vec<u8>, line: u64) -> State {
        let same = |part: &Part<'_>| part.section == Some(number) && part.header == header;
        if let Some(at) = self.list.iter().position(same) {
            return State::In(at);
        }
        let person = self.person.as_ref().and_then(|name| Header::new(names).position(name));
        if self.list.len() >= MOST || (self.person.is_some() && person.is_none()) {
            return State::Lost;
        }
        self.add(found, names, header, (person, Some(number)), line);
        State::In(self.list.len().saturating_sub(1))
    }

    fn add(
        &mut self,
        found: &Match<'d>,
        names: &[String],
        bytes: Vec<u8>,
        (person, section): (Option<usize>, Option<usize>),
        line: u64,
    ) {
        let header = Header::new(names);
        let plan = Plan::new(found, person);
        self.unused.extend(unused(&header, &plan, line));
        if self.list.is_empty() {
            self.known = found.known;
        }
        let mut names = header.names;
        names.truncate(plan.width);
        names.extend(plan.further_names(&names));
        self.list.push(Part { plan: Arc::new(plan), names, header: bytes, section });
    }
}
