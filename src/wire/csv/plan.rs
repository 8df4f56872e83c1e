//! A dialect laid over one header: every column found once, before the first row.

use std::collections::BTreeSet;

use super::object::Inside;
use super::rows::Rows;
use crate::record::Kind;
use crate::wire::date::{Order, fold};
use crate::wire::dialect::{ABOVE, Dialect, FieldRule, How, Makes, Match, Part, RecordRule, Scale, TimeRule, When};
use crate::wire::feeling;
use crate::wire::number::Style;

/// A dialect laid over one header.
#[derive(Clone, Debug)]
pub(super) struct Plan<'d> {
    pub(super) dialect: &'d Dialect,
    /// Where the columns of the dialect stand.
    pub(super) at: Vec<Option<usize>>,
    pub(super) records: Vec<RecordPlan<'d>>,
    /// How many cells a row has.
    pub(super) width: usize,
    /// What stands inside its cells.
    pub(super) inside: Vec<Inside>,
    /// The cell that names the person.
    pub(super) person: Option<usize>,
    /// Columns whose cells show the style of numbers; whether they are durations.
    pub(super) numbers: Vec<(usize, bool)>,
    /// Which columns are used.
    pub(super) used: Vec<bool>,
    /// For each column of the dialect the unit that the header tells.
    pub(super) told: Vec<Option<&'static str>>,
    /// Which of two numbers of a date is the day, when the rows tell.
    pub(super) order: Option<Order>,
}

/// One record of each row.
#[derive(Clone, Debug)]
pub(super) struct RecordPlan<'d> {
    pub(super) rule: &'d RecordRule,
    pub(super) time: Option<TimePlan<'d>>,
    pub(super) end: Option<TimePlan<'d>>,
    /// Cells with what was a pause.
    pub(super) pause: Vec<usize>,
    pub(super) id: Option<usize>,
    pub(super) source: Option<usize>,
    pub(super) needs: Vec<usize>,
    /// Cells that must hold one of these words.
    pub(super) only: Vec<(usize, &'d BTreeSet<String>)>,
    pub(super) fields: Vec<FieldPlan<'d>>,
    /// Begins the hash of its keys: kind and fixed words.
    pub(super) seed: u64,
}

/// Where a time stands.
#[derive(Clone, Debug)]
pub(super) struct TimePlan<'d> {
    pub(super) rule: &'d TimeRule,
    pub(super) cells: Vec<usize>,
    pub(super) offset: Option<usize>,
    pub(super) clock: Option<usize>,
    /// Cells whose numbers are taken from it.
    pub(super) minus: Vec<usize>,
    /// Whether a day without a time of day stands for its end, at which what was felt on it is known.
    pub(super) ends_day: bool,
}

/// Where the values of a field stand: number of the column in the dialect, and of the cell.
#[derive(Clone, Debug)]
pub(super) struct FieldPlan<'d> {
    pub(super) rule: &'d FieldRule,
    pub(super) cells: Vec<(usize, usize)>,
    pub(super) side: Option<usize>,
    pub(super) share_of: Option<usize>,
}

/// Mixes a number into a hash that decides nothing but which rows are held back for a while.
pub(super) fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Mixes bytes into a hash.
pub(super) fn mix_bytes(hash: u64, bytes: &[u8]) -> u64 {
    let mut hash = mix(hash, bytes.len() as u64);
    for chunk in bytes.chunks(8) {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(chunk) {
            *to = *from;
        }
        hash = mix(hash, u64::from_le_bytes(eight));
    }
    hash
}

impl RecordPlan<'_> {
    /// Whether the words of the row say that it makes this record: `Numbness (mild)` is named by `Numbness` too.
    pub(super) fn is_meant<R: std::io::Read>(&self, rows: &Rows<R>) -> bool {
        self.only.iter().all(|(at, words)| {
            let text = String::from_utf8_lossy(rows.raw(*at).trim_ascii());
            let says = |text: &str| words.contains(feeling::ANY) && feeling::read(text).is_some();
            let is_one = |text: &str| words.contains(&fold(text)) || says(text);
            is_one(&text) || Part::Name.of(&text).is_some_and(is_one)
        })
    }
}

impl<'d> Plan<'d> {
    /// The plan of a recognised header; `person` is the column that names people.
    pub(super) fn new(found: &Match<'d>, person: Option<usize>) -> Plan<'d> {
        let dialect = found.dialect;
        let at = |id: usize| found.at.get(id).copied().flatten();
        let all = |ids: &[usize]| -> Vec<usize> { ids.iter().filter_map(|id| at(*id)).collect() };
        let time = |rule: &'d TimeRule, makes: Makes| TimePlan {
            rule,
            ends_day: makes == Makes::Record(Kind::Symptom) && !dialect.exact,
            cells: all(&rule.from),
            offset: rule.offset.and_then(at),
            clock: rule.clock.and_then(at),
            minus: rule.minus.as_ref().map_or_else(Vec::new, |minus| all(&minus.from)),
        };
        let mut records = Vec::new();
        for rule in &dialect.records {
            let field = |rule: &'d FieldRule| FieldPlan {
                rule,
                cells: rule.from.iter().filter_map(|id| Some((*id, at(*id)?))).collect(),
                side: rule.side.and_then(at),
                share_of: rule.share_of.and_then(at),
            };
            let is_there = |plan: &FieldPlan<'_>| {
                !plan.cells.is_empty() || (plan.rule.from.is_empty() && plan.rule.fixed.is_some())
            };
            let fields: Vec<FieldPlan<'_>> = rule.fields.iter().map(field).filter(is_there).collect();
            let mut seed = mix_bytes(1, rule.makes.name().as_bytes());
            for fixed in fields.iter().filter(|plan| matches!(plan.rule.target.name, "what" | "name")) {
                seed = mix_bytes(seed, format!("{:?}", fixed.rule.fixed).as_bytes());
            }
            records.push(RecordPlan {
                rule,
                time: rule.time.as_ref().map(|at| time(at, rule.makes)),
                end: rule.end.as_ref().map(|at| time(at, rule.makes)).filter(|plan| !plan.cells.is_empty()),
                pause: rule.pause.as_ref().map_or_else(Vec::new, |pause| all(&pause.from)),
                id: rule.id.and_then(at),
                source: rule.source.and_then(at),
                needs: all(&rule.needs),
                only: rule.only.iter().filter_map(|(id, words)| Some((at(*id)?, words))).collect(),
                fields,
                seed,
            });
        }
        // A record that needs a column which is not there is never made.
        records.retain(|plan| {
            (plan.rule.needs.is_empty() || !plan.needs.is_empty()) && plan.only.len() == plan.rule.only.len()
        });
        let mut inside: Vec<Inside> = Vec::new();
        for (cell, key) in &found.inside {
            match inside.last_mut().filter(|last| last.cell == *cell) {
                Some(last) => last.keys.push(key.clone()),
                None => inside.push(Inside { cell: *cell, keys: vec![key.clone()] }),
            }
        }
        let mut plan = Plan {
            dialect,
            at: found.at.clone(),
            records,
            width: found.width,
            inside,
            person,
            numbers: Vec::new(),
            used: Vec::new(),
            told: found.told.clone(),
            order: None,
        };
        plan.used = plan.find_used();
        plan.numbers = plan.find_numbers();
        plan
    }

    /// Where a column of the dialect stands.
    pub(super) fn cell(&self, id: usize) -> Option<usize> {
        self.at.get(id).copied().flatten()
    }

    /// Whether some number differs between metric and imperial files.
    pub(super) fn depends_on_system(&self) -> bool {
        let is_told = |column: usize| self.told.get(column).is_some_and(Option::is_some);
        let by_system = |scale: &Scale| matches!(scale, Scale::System { .. });
        self.records.iter().flat_map(|record| &record.fields).any(|field| {
            let first = field.cells.first().map(|(column, _)| *column);
            if first.is_some_and(is_told) {
                return false;
            }
            by_system(&field.rule.scale)
                || field.rule.when.iter().any(|when| {
                    // A stand-in column matters only where the preferred one is not there, and no column of units is.
                    let names_unit = |other: &When| {
                        let Scale::Column { column, .. } = other.scale else { return false };
                        other.column == when.column && self.cell(column).is_some()
                    };
                    by_system(&when.scale)
                        && (when.column.is_none() || when.column == first)
                        && !field.rule.when.iter().any(names_unit)
                })
        })
    }

    fn find_used(&self) -> Vec<bool> {
        let mut used = vec![false; self.width];
        let mut mark = |at: Option<usize>| {
            if let Some(slot) = at.and_then(|at| used.get_mut(at)) {
                *slot = true;
            }
        };
        mark(self.person);
        self.inside.iter().for_each(|object| mark(Some(object.cell)));
        for record in &self.records {
            for time in [&record.time, &record.end].into_iter().flatten() {
                time.cells.iter().for_each(|at| mark(Some(*at)));
                mark(time.offset);
                mark(time.clock);
                time.minus.iter().for_each(|at| mark(Some(*at)));
            }
            record.only.iter().for_each(|(at, _)| mark(Some(*at)));
            record.pause.iter().for_each(|at| mark(Some(*at)));
            mark(record.id);
            mark(record.source);
            for field in &record.fields {
                field.cells.iter().for_each(|(_, at)| mark(Some(*at)));
                mark(field.side);
                mark(field.share_of);
                let scales = field.rule.when.iter().map(|when| &when.scale).chain([&field.rule.scale]);
                for scale in scales {
                    if let Scale::Column { column, .. } = scale {
                        mark(self.cell(*column));
                    }
                }
            }
        }
        used
    }

    fn find_numbers(&self) -> Vec<(usize, bool)> {
        let mut numbers: Vec<(usize, bool)> = Vec::new();
        for field in self.records.iter().flat_map(|record| &record.fields) {
            if matches!(field.rule.how, How::Number | How::Duration) && field.rule.fixed.is_none() {
                let is_duration = field.rule.how == How::Duration;
                numbers.extend(field.cells.iter().map(|(_, at)| (*at, is_duration)));
                numbers.extend(field.share_of.map(|at| (at, false)));
            }
        }
        numbers.extend(self.dialect.evidence.iter().filter_map(|id| Some((self.cell(*id)?, false))));
        numbers.sort_unstable();
        numbers.dedup_by_key(|(at, _)| *at);
        numbers
    }

    /// Whether a row is more than the cells between its delimiters.
    pub(super) fn is_layered(&self) -> bool {
        !self.inside.is_empty() || self.dialect.columns.iter().any(|column| column.above)
    }

    /// How the numbers of all cells are written, from what is known about those between delimiters: an object
    /// has its own way.
    pub(super) fn styles(&self, mut own: Vec<Option<Style>>) -> Vec<Option<Style>> {
        let further = self.inside.iter().map(|object| object.keys.len()).sum();
        own.extend(std::iter::repeat_n(Some(Style::Point), further));
        own
    }

    /// The names of the columns behind those of the header.
    pub(super) fn further_names(&self, names: &[String]) -> Vec<String> {
        let outer = |object: &Inside| names.get(object.cell).cloned().unwrap_or_default();
        let inside = self.inside.iter().flat_map(|object| {
            object.keys.iter().map(move |key| format!("{}.{key}", outer(object))).collect::<Vec<_>>()
        });
        inside.chain([ABOVE.to_owned()]).collect()
    }

    /// Whether a row may have so many cells.
    pub(super) fn may_fit(&self, cells: usize) -> bool {
        cells == self.width || (self.dialect.ragged && cells > self.width)
    }

    /// Whether a row of so many cells belongs to this header; further cells must be empty where they may be.
    pub(super) fn fits<R: std::io::Read>(&self, rows: &Rows<R>) -> bool {
        let found = rows.count();
        self.may_fit(found)
            && (found == self.width || (self.width..found).all(|at| rows.raw(at).trim_ascii().is_empty()))
    }

    /// The cell that says what a row is about, when no record is made of what it names.
    pub(super) fn stranger<R: std::io::Read>(&self, rows: &Rows<R>) -> Option<usize> {
        let is_meant = |record: &RecordPlan<'_>| record.is_meant(rows);
        let (first, _) = self.records.iter().find_map(|record| record.only.first())?;
        (!self.records.iter().any(is_meant)).then_some(*first)
    }

    /// Whether the cell holds something.
    pub(super) fn is_filled<R: std::io::Read>(&self, rows: &Rows<R>, at: usize) -> bool {
        let raw = rows.raw(at).trim_ascii();
        !raw.is_empty() && !self.dialect.missing.iter().any(|missing| missing.as_bytes() == raw)
    }
}
