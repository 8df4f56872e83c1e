//! From the text of a cell to a value.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Read;

use super::instant::Bad;
use super::plan::{FieldPlan, Plan};
use super::rows::Rows;
use super::sniff::Encoding;
use super::style::System;
use crate::record::words::{BodySite, Side, Sport, Vocabulary};
use crate::record::{Shape, Value, Wrong};
use crate::wire::date::fold;
use crate::wire::dialect::{FieldRule, How, Linear, Scale, Target, unit};
use crate::wire::number::{self, Style, Unread};
use crate::wire::{duration, own};

/// What is known about a file when its cells are read.
pub(super) struct Reading<'p, 'd> {
    pub(super) plan: &'p Plan<'d>,
    pub(super) encoding: Encoding,
    pub(super) styles: &'p [Option<Style>],
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

/// "Yes" and "no" as apps write them.
const FLAGS: [(bool, &[&str]); 2] = [
    (true, &["yes", "true", "1", "y", "x", "ja", "wahr", "si", "sim", "oui", "vrai", "tak", "1.0"]),
    (false, &["no", "false", "0", "n", "nein", "falsch", "nao", "non", "faux", "nie", "nej", "0.0"]),
];

/// Left, right and both.
const SIDES: [(Side, &[&str]); 3] = [
    (
        Side::Left,
        &["left", "l", "links", "linke", "linker", "linkes", "izquierda", "izquierdo", "gauche", "esquerda"],
    ),
    (Side::Right, &["right", "r", "rechts", "rechte", "rechter", "rechtes", "derecha", "derecho", "droite", "droit"]),
    (Side::Both, &["both", "beide", "beidseitig", "bilateral", "ambos", "ambas", "les", "deux", "bada"]),
];

/// Units that are understood beside an amount.
const UNITS: &[&str] = &["ml", "cl", "dl", "l", "fl oz", "oz", "cup", "pint", "mg", "g", "kg", "lb"];

fn side(word: &str) -> Option<Side> {
    SIDES.iter().find(|(_, words)| words.contains(&word)).map(|(side, _)| *side)
}

impl Reading<'_, '_> {
    /// The text of a cell, with doubled quotes made single.
    pub(super) fn text<'r, R: Read>(&self, rows: &'r Rows<R>, at: usize) -> Result<Cow<'r, str>, Bad> {
        let raw = rows.raw(at);
        let raw = if self.plan.dialect.exact { raw } else { raw.trim_ascii() };
        let Some(text) = self.encoding.text(raw) else {
            return Err(Bad::at(at, Wrong::BadEncoding { encoding: self.encoding.name() }));
        };
        if rows.is_doubled(at) { Ok(Cow::Owned(text.replace("\"\"", "\""))) } else { Ok(text) }
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
        for (column, at) in &field.cells {
            if !self.plan.is_filled(rows, *at) {
                continue;
            }
            if let Some(fixed) = &rule.fixed {
                return Ok(Some((fixed.clone(), *at)));
            }
            let text = self.text(rows, *at)?;
            let value = match rule.how {
                How::Number => self.number(rule, (*column, *at), &text, rows, sport)?.map(Value::Number),
                How::Duration => {
                    Some(Value::Number(duration::read(&text).ok_or_else(|| Bad::at(*at, Wrong::NotADuration))?))
                }
                How::Age => {
                    let age = number::read(text.trim(), Some(Style::Point)).ok();
                    let age = age.ok_or_else(|| Bad::at(*at, Wrong::NotANumber { unit: "year" }))?;
                    Some(Value::Number(f64::from(self.year) - age))
                }
                How::Flag => Some(Value::Flag(flag(rule, &text).ok_or_else(|| Bad::at(*at, Wrong::NotAFlag))?)),
                How::Text => Some(Value::Text(one_line(&text))),
                How::Word => Some(word(rule, &text).ok_or_else(|| unknown(*at, rule))?),
                How::Words => words(rule, &text),
                How::Sites => self.sites(field, &text, rows)?,
                How::Sport => Some(Value::Text(text.trim().to_owned())),
            };
            if let Some(value) = value {
                return Ok(Some((value, *at)));
            }
        }
        Ok(rule.fixed.clone().filter(|_| rule.from.is_empty()).map(|value| (value, 0)))
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
        let when = rule.when.iter().find(|when| {
            when.column.is_none_or(|wanted| wanted == column)
                && (when.sports.is_empty() || sport.is_some_and(|sport| when.sports.contains(&sport)))
                && (!when.whole || number::is_whole(text, style))
        });
        let scales = self.linear(when.map_or(&rule.scale, |when| &when.scale), rows)?;
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
            [one, other, ..] => Err(Bad::at(at, Wrong::TwoReadings { unit, one: *one, other: *other })),
            [] => Ok(None),
        }
    }

    /// The conversion of a row; two when metric and imperial are both possible.
    fn linear<R: Read>(&self, scale: &Scale, rows: &Rows<R>) -> Result<[Option<Linear>; 2], Bad> {
        match scale {
            Scale::Always(linear) => Ok([Some(*linear), None]),
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
            Some(at) if self.plan.is_filled(rows, at) => side(&fold(self.text(rows, at)?.trim())),
            _ => None,
        };
        let places = own::split_list(text).into_iter().map(|place| site(field.rule, &place, beside)).collect();
        Ok(Some(Value::List(places)))
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
    let folded = fold(text.trim());
    let word = rule.words.get(&folded).unwrap_or(&folded);
    FLAGS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(flag, _)| *flag)
}

fn word(rule: &FieldRule, text: &str) -> Option<Value> {
    let Shape::Word(known) = rule.target.shape else { return None };
    let folded = fold(text.trim());
    let word = rule.words.get(&folded).unwrap_or(&folded);
    known.contains(&word.as_str()).then(|| Value::Text(word.clone()))
}

/// Words of a list; those nobody knows are kept as they are. Nothing, when the source's word says nothing.
fn words(rule: &FieldRule, text: &str) -> Option<Value> {
    let list = own::split_list(text);
    if rule.words.is_empty() {
        return Some(Value::List(list));
    }
    let ours = |word: &String| rule.words.get(&fold(word.trim())).cloned().unwrap_or_else(|| word.clone());
    let list: Vec<String> = list.iter().map(ours).filter(|word| !word.is_empty()).collect();
    (!list.is_empty()).then_some(Value::List(list))
}

/// A place in our words: `calf:left`. What cannot be read stays as it is.
fn site(rule: &FieldRule, text: &str, beside: Option<Side>) -> String {
    let folded = fold(text.trim());
    let ours = |name: &str| {
        let name = name.trim();
        rule.words
            .get(name)
            .cloned()
            .or_else(|| BodySite::from_name(&name.replace(' ', "_")).map(|_| name.to_owned()))
    };
    if rule.words.is_empty() && beside.is_none() {
        return text.to_owned();
    }
    let with = |place: String, side: Option<Side>| match side {
        Some(side) => format!("{}:{}", place.split(':').next().unwrap_or_default(), side.name()),
        None => place,
    };
    if let Some(place) = ours(&folded) {
        return with(place, beside);
    }
    let told = folded.split([' ', '/', ',']).find_map(side);
    let rest: Vec<&str> = folded.split(' ').filter(|word| side(word).is_none()).collect();
    match ours(&rest.join(" ")) {
        Some(place) => with(place, told.or(beside)),
        None => text.trim().to_owned(),
    }
}
