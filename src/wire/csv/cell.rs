//! From the text of a cell to a value.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Read;
use std::sync::Arc;

use super::instant::Bad;
use super::plan::{FieldPlan, Plan};
use super::rows::Rows;
use super::sniff::Encoding;
use super::style::System;
use crate::record::words::Sport;
use crate::record::{Shape, Value, Wrong};
use crate::wire::date::fold;
use crate::wire::dialect::{FieldRule, How, Linear, Scale, Target, When, unit};
use crate::wire::number::{self, Style, Unread};
use crate::wire::{cell, duration, feeling, own, words};

/// What is known about a file when its cells are read.
pub(super) struct Reading<'d> {
    pub(super) plan: Arc<Plan<'d>>,
    /// The names of the cells, for places.
    pub(super) names: Vec<String>,
    pub(super) encoding: Encoding,
    pub(super) styles: Vec<Option<Style>>,
    pub(super) system: Option<System>,
    /// The year now, from which an age counts back.
    pub(super) year: i16,
    /// The units that rows named so far, so that each is looked up once.
    pub(super) units: RefCell<Vec<SeenUnit>>,
}

/// A unit as a row names it, the unit of the field, and the way from one to the other.
pub(super) type SeenUnit = (Vec<u8>, &'static str, Option<Linear>);

/// The most different units that are remembered.
const UNITS_SEEN: usize = 32;

/// Units that are understood beside an amount.
const UNITS: &[&str] = &["ml", "cl", "dl", "l", "fl oz", "oz", "cup", "pint", "mg", "g", "kg", "lb"];

impl<'d> Reading<'d> {
    /// The same for a file in that system of units.
    pub(super) fn in_system(&self, system: System) -> Reading<'d> {
        Reading {
            plan: Arc::clone(&self.plan),
            names: self.names.clone(),
            encoding: self.encoding,
            styles: self.styles.clone(),
            system: Some(system),
            year: self.year,
            units: RefCell::default(),
        }
    }

    /// The text of a cell, with doubled quotes made single.
    pub(super) fn text<'r, R: Read>(&self, rows: &'r Rows<R>, at: usize) -> Result<Cow<'r, str>, Bad> {
        let raw = rows.raw(at);
        let raw = if self.plan.dialect.exact { raw } else { raw.trim_ascii() };
        let Some(text) = self.encoding.text(raw) else {
            return Err(Bad::at(at, Wrong::BadEncoding { encoding: self.encoding.name() }));
        };
        let text = if rows.is_doubled(at) { Cow::Owned(text.replace("\"\"", "\"")) } else { text };
        if !self.plan.dialect.exact {
            return Ok(text);
        }
        Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(own::unguarded(text)),
            Cow::Owned(text) => Cow::Owned(own::unguarded(&text).to_owned()),
        })
    }

    /// The value of a field, with the cell it stood in; `None` when every cell for it is empty. The kind of
    /// exercise is given because swims and runs differ in unit.
    pub(super) fn value<R: Read>(
        &self,
        field: &FieldPlan<'_>,
        rows: &Rows<R>,
        sport: Option<Sport>,
    ) -> Result<Option<(Value, usize)>, Bad> {
        let rule = field.rule;
        let mut sum: Option<(f64, usize)> = None;
        for (column, at) in &field.cells {
            if !self.plan.is_filled(rows, *at) {
                continue;
            }
            if let Some(fixed) = &rule.fixed {
                return Ok(Some((fixed.clone(), *at)));
            }
            let text = self.text(rows, *at)?;
            let text = match rule.part.map(|part| part.of(&text).map(str::to_owned)) {
                None => text,
                Some(Some(part)) => Cow::Owned(part),
                Some(None) => continue,
            };
            let value = match rule.how {
                How::Number => {
                    let meant = rule.words.get(&fold(text.trim())).map_or(&*text, String::as_str);
                    let number = self.number(rule, (*column, *at), meant, rows, sport)?;
                    self.share(field, number, rows)?.map(Value::Number)
                }
                How::Duration => match duration::read(&text) {
                    Some(minutes) => Some(minutes).filter(|told| !rule.missing.contains(told)).map(Value::Number),
                    // A plain number needs a unit of its own.
                    None if rule.when.iter().any(|when| when.column == Some(*column))
                        || self.told(*column).is_some() =>
                    {
                        self.number(rule, (*column, *at), &text, rows, sport)?.map(Value::Number)
                    }
                    None => {
                        let is_number = number::read(&text, None) != Err(Unread::NotANumber);
                        let wrong = Wrong::NoUnit { known: unit::known("min") };
                        return Err(Bad::at(*at, if is_number { wrong } else { Wrong::NotADuration }));
                    }
                },
                How::Age => {
                    let age = number::read(text.trim(), Some(Style::Point)).ok();
                    let age = age.ok_or_else(|| Bad::at(*at, Wrong::NotANumber { unit: "year" }))?;
                    Some(Value::Number(f64::from(self.year) - age))
                }
                How::Flag => Some(Value::Flag(flag(rule, &text).ok_or_else(|| Bad::at(*at, Wrong::NotAFlag))?)),
                How::Text => Some(Value::Text(one_line(&text))),
                How::Word => Some(word(rule, &text).ok_or_else(|| unknown(*at, rule))?),
                How::Words => words_of(rule, &text),
                How::Sites => self.sites(field, &text, rows)?,
                How::Feeling => felt(rule, &text).ok_or_else(|| Bad::at(*at, Wrong::AnotherSymptom))?,
                How::Sport => Some(Value::Text(text.trim().to_owned())),
            };
            if let (Some(Value::Number(number)), Some(most)) = (&value, rule.most)
                && *number > most
            {
                let (unit, low) = match rule.target.shape {
                    Shape::Number { unit, low, .. } => (unit, low),
                    _ => ("", 0.0),
                };
                return Err(Bad::at(*at, Wrong::OutOfRange { unit, low, high: most }));
            }
            match value {
                Some(Value::Number(number)) if rule.sum => {
                    sum = Some(sum.map_or((number, *at), |(sum, first)| (sum + number, first)));
                }
                Some(value) => return Ok(Some((value, *at))),
                None => {}
            }
        }
        if let Some((sum, at)) = sum {
            return Ok(Some((Value::Number(sum), at)));
        }
        Ok(rule.fixed.clone().filter(|_| rule.from.is_empty()).map(|value| (value, 0)))
    }

    /// The percentage of another column's number that a number is, where it is one.
    fn share<R: Read>(&self, field: &FieldPlan<'_>, number: Option<f64>, rows: &Rows<R>) -> Result<Option<f64>, Bad> {
        if field.rule.share_of.is_none() {
            return Ok(number);
        }
        let (Some(number), Some(at)) = (number, field.share_of.filter(|at| self.plan.is_filled(rows, *at))) else {
            return Ok(None);
        };
        let style = self.styles.get(at).copied().flatten();
        let whole =
            number::read(&self.text(rows, at)?, style).map_err(|_| Bad::at(at, Wrong::NotANumber { unit: "" }))?;
        Ok(Some(number / 100.0 * whole))
    }

    fn number<R: Read>(
        &self,
        rule: &FieldRule,
        (column, at): (usize, usize),
        text: &str,
        rows: &Rows<R>,
        sport: Option<Sport>,
    ) -> Result<Option<f64>, Bad> {
        let Shape::Number { unit, low, high } = rule.target.shape else { return Ok(None) };
        let style = self.styles.get(at).copied().flatten();
        let (text, written) = match rule.scale {
            Scale::Written { .. } => with_unit(text),
            _ => beside(text, rule.unit),
        };
        let fits = |value: f64| (low..=high).contains(&value);
        let read = match number::read(text, style) {
            Ok(value) => [value, value],
            Err(Unread::NotANumber) => return Err(Bad::at(at, Wrong::NotANumber { unit })),
            Err(Unread::TwoReadings { point, comma }) => [point, comma],
        };
        if let [one, other] = read
            && one == other
            && rule.missing.contains(&one)
        {
            return Ok(None);
        }
        let fits_row = |when: &&When| {
            when.column.is_none_or(|wanted| wanted == column)
                && (when.sports.is_empty() || sport.is_some_and(|sport| when.sports.contains(&sport)))
                && (!when.whole || number::is_whole(text, style))
        };
        let mut cases = rule.when.iter().filter(fits_row);
        let first = cases.next();
        // A unit that this row does not name leaves the word to the next case.
        let when = first.filter(|when| self.is_told(&when.scale, rows));
        let when = when.or_else(|| cases.find(|when| self.is_told(&when.scale, rows))).or(first);
        // As an offset in a time, a unit behind a number says more than anything else about it; then the header does.
        let named = if written.is_empty() { self.told(column).unwrap_or_default() } else { written };
        let scales = match when.map_or(&rule.scale, |when| &when.scale) {
            Scale::Written { to, default } => [Some(written_scale(named, to, *default, at)?), None],
            _ if !named.is_empty() => [Some(written_scale(named, rule.unit, None, at)?), None],
            other if self.is_told(other, rows) => self.linear(other, rows)?,
            _ => return Err(Bad::at(at, Wrong::NoUnit { known: UNITS })),
        };
        if let ([one, other], [Some(linear), None]) = (read, scales)
            && one == other
        {
            return Ok(Some(linear.apply(one)));
        }
        let mut readings = Vec::with_capacity(4);
        for value in read {
            for linear in scales.into_iter().flatten() {
                let reading = linear.apply(value);
                if !readings.contains(&reading) {
                    readings.push(reading);
                }
            }
        }
        match readings.as_slice() {
            [only] => Ok(Some(*only)),
            // Of two styles one may be impossible here; of two units both are then refused.
            [one, other] if scales[1].is_none() && fits(*one) != fits(*other) => {
                Ok(Some(if fits(*one) { *one } else { *other }))
            }
            [one, other, ..] => Err(Bad::at(
                at,
                Wrong::TwoReadings { unit, one: *one, other: *other, source: self.plan.dialect.source.clone() },
            )),
            [] => Ok(None),
        }
    }

    /// The unit that the header tells of a column.
    fn told(&self, column: usize) -> Option<&'static str> {
        self.plan.told.get(column).copied().flatten()
    }

    /// Whether a row tells the unit where it is the row that has to.
    fn is_told<R: Read>(&self, scale: &Scale, rows: &Rows<R>) -> bool {
        match scale {
            Scale::Column { column, default: None, .. } => {
                self.plan.cell(*column).is_some_and(|at| self.plan.is_filled(rows, at))
            }
            _ => true,
        }
    }

    /// The conversion of a row; two when metric and imperial are both possible.
    fn linear<R: Read>(&self, scale: &Scale, rows: &Rows<R>) -> Result<[Option<Linear>; 2], Bad> {
        match scale {
            Scale::Always(linear) => Ok([Some(*linear), None]),
            Scale::Written { default, .. } => Ok([*default, None]),
            Scale::System { metric, imperial } => Ok(match self.system {
                Some(System::Metric) => [Some(*metric), None],
                Some(System::Imperial) => [Some(*imperial), None],
                None => [Some(*metric), Some(*imperial)],
            }),
            Scale::Column { column, to, default } => {
                let Some(at) = self.plan.cell(*column).filter(|at| self.plan.is_filled(rows, *at)) else {
                    return match default {
                        Some(linear) => Ok([Some(*linear), None]),
                        None => Err(Bad { cell: self.plan.cell(*column), wrong: Wrong::Missing }),
                    };
                };
                let raw = rows.raw(at);
                let mut seen = self.units.borrow_mut();
                let found = match seen.iter().find(|(known, unit, _)| known == raw && unit == to) {
                    Some((_, _, found)) => *found,
                    None => {
                        let found = unit::convert(&self.text(rows, at)?, to);
                        // A column that is no unit at all must not fill the memory.
                        if seen.len() < UNITS_SEEN {
                            seen.push((raw.to_vec(), to, found));
                        }
                        found
                    }
                };
                match found {
                    Some(linear) => Ok([Some(linear), None]),
                    None => Err(Bad::at(at, Wrong::UnknownWord { known: UNITS })),
                }
            }
        }
    }

    fn sites<R: Read>(&self, field: &FieldPlan<'_>, text: &str, rows: &Rows<R>) -> Result<Option<Value>, Bad> {
        let beside = match field.side {
            Some(at) if self.plan.is_filled(rows, at) => words::side(&self.text(rows, at)?),
            _ => None,
        };
        let told = own::split_list(text);
        if field.rule.words.is_empty() && beside.is_none() {
            let told = told.iter().map(String::as_str);
            return cell::list(field.rule.target.shape, told)
                .map(Some)
                .or(Ok(Some(Value::List(own::split_list(text)))));
        }
        let told = told.iter().filter(|place| !words::is_none(place));
        let places: Vec<String> =
            told.map(|place| site(field.rule, place, beside)).filter(|place| !place.is_empty()).collect();
        // What the dialect says names no place tells none, and is no answer.
        let is_silent = places.is_empty() && field.rule.words.contains_key(&fold(text.trim()));
        Ok((!is_silent).then_some(Value::List(places)))
    }
}

/// A number, and the unit behind it: `73.3 kg`.
fn with_unit(text: &str) -> (&str, &str) {
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last.saturating_add(1));
    let (number, unit) = text.split_at_checked(end).unwrap_or((text, ""));
    (number.trim(), unit.trim())
}

/// A number, and the unit behind it where there is one that becomes `to`: `250 ml`, and `6/10` of a rating.
fn beside<'t>(text: &'t str, to: &str) -> (&'t str, &'t str) {
    let text = if to == "0_10" { text.strip_suffix("/10").map_or(text, str::trim_end) } else { text };
    if to.is_empty() || text.ends_with(|c: char| c.is_ascii_digit()) {
        return (text, "");
    }
    let (number, unit) = with_unit(text);
    if !number.is_empty() && unit::convert(unit, to).is_some() { (number, unit) } else { (text, "") }
}

/// The conversion from a unit that is written behind its number.
fn written_scale(unit: &str, to: &str, default: Option<Linear>, at: usize) -> Result<Linear, Bad> {
    match (unit, default) {
        ("", Some(default)) => Ok(default),
        ("", None) => Err(Bad::at(at, Wrong::NoUnit { known: UNITS })),
        (unit, _) => unit::convert(unit, to).ok_or_else(|| Bad::at(at, Wrong::UnknownWord { known: UNITS })),
    }
}

/// Why a value did not fit its field.
pub(super) fn misfit(target: &Target) -> Wrong {
    match target.shape {
        Shape::Number { unit, low, high } => Wrong::OutOfRange { unit, low, high },
        Shape::Flag => Wrong::NotAFlag,
        Shape::Text { longest } => Wrong::BadText { longest },
        Shape::Word(known) => Wrong::UnknownWord { known },
        Shape::Words(_) | Shape::Sites(_) => Wrong::BadText { longest: crate::record::field::TEXT_LONGEST },
    }
}

fn unknown(at: usize, rule: &FieldRule) -> Bad {
    let known = match rule.target.shape {
        Shape::Word(known) => known,
        _ => &[],
    };
    Bad::at(at, Wrong::UnknownWord { known })
}

/// A text without line breaks: descriptions span lines, fields do not.
fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        text.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

fn flag(rule: &FieldRule, text: &str) -> Option<bool> {
    let said = rule.words.get(&fold(text.trim())).map_or(text, String::as_str);
    words::flag(said).or_else(|| words::flag(rule.otherwise.as_deref()?))
}

/// What a text says of tingling for this field, if anything; `None` when it is about something else.
fn felt(rule: &FieldRule, text: &str) -> Option<Option<Value>> {
    let is_there = rule.target.shape == Shape::Flag;
    if words::is_none(text) {
        return Some(is_there.then_some(Value::Flag(false)));
    }
    let feeling = feeling::read(text)?;
    Some(match rule.target.shape {
        Shape::Flag => Some(Value::Flag(true)),
        Shape::Sites(_) => feeling.place.map(|place| Value::List(vec![place])),
        _ => feeling.quality.map(|quality| Value::List(vec![quality.to_owned()])),
    })
}

fn word(rule: &FieldRule, text: &str) -> Option<Value> {
    let Shape::Word(known) = rule.target.shape else { return None };
    let said = rule.words.get(&fold(text.trim())).map_or(text, String::as_str);
    words::read(known, said).map(|word| Value::Text(word.to_owned()))
}

/// Words of a list: as the dialect reads them, then as anybody says them; those nobody knows are kept as they are.
/// Nothing, when the source's word says nothing.
fn words_of(rule: &FieldRule, text: &str) -> Option<Value> {
    let mut silent = false;
    let mut list = Vec::new();
    for word in own::split_list(text) {
        match rule.words.get(&fold(word.trim())) {
            Some(ours) if ours.is_empty() => silent = true,
            Some(ours) => list.push(ours.clone()),
            None => match cell::list(rule.target.shape, std::iter::once(word.as_str())) {
                Ok(Value::List(read)) => list.extend(read),
                _ => list.push(word),
            },
        }
    }
    (!list.is_empty() || !silent).then_some(Value::List(list))
}

/// A place in our words: `calf:left`; as the dialect reads it, then as anybody says it. A side told in a column of
/// its own goes before that of the text. What cannot be read stays as it is.
fn site(rule: &FieldRule, text: &str, beside: Option<&'static str>) -> String {
    let ours = |name: &str| rule.words.get(name).cloned();
    let place = ours(&fold(text.trim())).or_else(|| words::place(text)).or_else(|| {
        let ours = |said: &[String]| {
            let found = rule.words.iter().find(|(name, _)| words::key(name) == said.concat());
            found.map(|(_, place)| place.clone())
        };
        let (place, side) = words::with_side(text, ours)?;
        Some(words::with(&place, side))
    });
    place.map_or_else(|| text.trim().to_owned(), |place| words::with(&place, beside))
}
