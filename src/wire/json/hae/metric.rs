//! The rows of one metric.

use super::Walk;
use super::table::{self, Makes, Metric};
use super::time::Stamp;
use crate::record::{Body, Kind, Reject, Value, Wrong};
use crate::wire::cell;
use crate::wire::dialect::unit::{self, Linear};
use crate::wire::json::element::Members;
use crate::wire::json::sheet::Fault;
use crate::wire::json::tree::{self, Node};

/// A row that was read.
struct Row<'t> {
    text: &'t str,
    stamp: Stamp,
    body: Body,
}

impl<'a> Walk<'a> {
    /// Reads one metric with its rows; what is wrong with it as a whole costs all of them.
    pub(super) fn metric(&mut self, text: &'a str, path: &str) {
        let (rows, members) = match parts(text) {
            Ok(parts) => parts,
            Err(fault) => {
                self.count(1);
                self.left_out(1);
                return self.refuse(path, text, fault);
            }
        };
        self.count(rows.len());
        let outcome = self.rows(&rows, &members, path);
        if let Err(fault) = outcome {
            if rows.is_empty() {
                // Nothing is lost with it, but it counts as what was refused.
                self.count(1);
            }
            self.left_out(rows.len().max(1));
            self.refuse(path, text, fault);
        }
    }

    fn rows(&mut self, rows: &[&'a str], members: &[(String, &str)], path: &str) -> Result<(), Fault> {
        let name = text_of(members, "name")?;
        let Some(metric) = table::metric(&name) else {
            self.ignore(&name, rows.len());
            return Ok(());
        };
        if rows.is_empty() {
            return Ok(());
        }
        let written = text_of(members, "units")?;
        let unit = metric.unit();
        let linear = unit::convert(&written, unit).ok_or_else(|| {
            Fault::at("units", &Node::Text(written.clone()), Wrong::UnknownWord { known: unit::known(unit) })
        })?;
        if matches!(metric.makes, Makes::Sleep) {
            self.nights(rows, linear, path);
        } else {
            self.amounts(rows, metric, linear, path);
        }
        Ok(())
    }

    fn amounts(&mut self, rows: &[&'a str], metric: &Metric, linear: Linear, path: &str) {
        let mut read = Vec::with_capacity(rows.len());
        for (text, at) in rows.iter().zip(0_usize..) {
            match self.row(text, metric, linear) {
                Ok(Some(row)) => read.push(row),
                Ok(None) => self.says_nothing(1),
                Err(fault) => {
                    self.left_out(1);
                    self.refuse(&format!("{path}.data[{at}]"), text, fault);
                }
            }
        }
        // What is summed up by day stands at midnight, all of it.
        let by_day = read.iter().all(|row| row.stamp.is_midnight);
        let name = metric.names.first().copied().unwrap_or_default();
        for Row { text, stamp, mut body } in read {
            let id = by_day.then(|| format!("{name} {}", stamp.date));
            if by_day && let Body::Intake(intake) = &mut body {
                intake.day_total = Some(true);
            }
            super::add(&mut self.export.counts.taken, 1);
            self.take(body, stamp.time, id, text);
        }
    }

    /// A row; `None` for one that says nothing: nothing drunk and nothing weighed is written as 0.
    fn row<'t>(&self, text: &'t str, metric: &Metric, linear: Linear) -> Result<Option<Row<'t>>, Fault> {
        let mut members = object(text)?;
        let stamp = self.stamp(&mut members, "date")?;
        let found = members.take("qty").ok_or_else(|| Fault::missing("qty"))?;
        let amount =
            number(&found).ok_or_else(|| Fault::at("qty", &found, Wrong::NotANumber { unit: metric.unit() }))?;
        if amount == 0.0 {
            return Ok(None);
        }
        let body = body(metric, linear.apply(amount)).map_err(|wrong| Fault::at("qty", &found, wrong))?;
        Ok(Some(Row { text, stamp, body }))
    }
}

/// The texts of the rows of a metric, and its members.
type Parts<'t> = (Vec<&'t str>, Vec<(String, &'t str)>);

/// The rows of a metric, and its members.
fn parts(text: &str) -> Result<Parts<'_>, Fault> {
    let Some(members) = tree::members(text) else {
        let wrong = Wrong::NotAnObject { found: super::kind_of(text) };
        return Err(Fault { field: None, found: Reject::excerpt(text), wrong });
    };
    let members = super::once(members, "")?;
    let data = members.iter().find(|(name, _)| name == "data").map(|(_, data)| *data);
    let rows = match data {
        None | Some("null") => Vec::new(),
        Some(data) => tree::elements(data).ok_or_else(|| Fault {
            field: Some("data".to_owned()),
            found: Reject::excerpt(data),
            wrong: Wrong::NotAList,
        })?,
    };
    Ok((rows, members))
}

/// A text that must be there.
fn text_of(members: &[(String, &str)], name: &str) -> Result<String, Fault> {
    let (_, text) = members.iter().find(|(known, _)| known == name).ok_or_else(|| Fault::missing(name))?;
    match tree::parse(text) {
        Ok(Node::Text(text)) => Ok(text),
        Ok(other) => Err(Fault::at(name, &other, Wrong::BadText { longest: crate::record::field::TEXT_LONGEST })),
        Err(wrong) => Err(Fault { field: Some(name.to_owned()), found: Reject::excerpt(text), wrong }),
    }
}

/// An element that must be an object.
pub(super) fn object(text: &str) -> Result<Members, Fault> {
    let node = tree::parse(text).map_err(|wrong| Fault { field: None, found: Reject::excerpt(text), wrong })?;
    Members::of(node)
}

/// A number of JSON.
pub(super) fn number(node: &Node) -> Option<f64> {
    match node {
        #[expect(clippy::cast_precision_loss, reason = "far beyond 2^53 every range refuses it anyway")]
        Node::Whole(number) => Some(*number as f64),
        Node::Number(number) => Some(*number),
        _ => None,
    }
}

fn body(metric: &Metric, amount: f64) -> Result<Body, Wrong> {
    match metric.makes {
        Makes::Intake { field, what, .. } => {
            let mut body = Body::empty(Kind::Intake);
            put(&mut body, field, Value::Number(amount))?;
            put(&mut body, "what", Value::Text(what.to_owned()))?;
            Ok(body)
        }
        Makes::Measure { what, unit, range } => measure(what, amount, unit, range),
        Makes::Sleep => Err(Wrong::Missing),
    }
}

/// A measured number within its range.
pub(super) fn measure(what: &str, amount: f64, unit: &'static str, range: (f64, f64)) -> Result<Body, Wrong> {
    let (low, high) = range;
    if !(low..=high).contains(&amount) {
        return Err(Wrong::OutOfRange { unit, low, high });
    }
    let mut body = Body::empty(Kind::Measure);
    put(&mut body, "what", Value::Text(what.to_owned()))?;
    put(&mut body, "value", Value::Number(amount))?;
    put(&mut body, "unit", Value::Text(unit.to_owned()))?;
    Ok(body)
}

/// Puts a value into a field of a record; why it does not fit there.
pub(super) fn put(body: &mut Body, field: &str, value: Value) -> Result<(), Wrong> {
    let Some(shape) = body.shape(field) else { return Ok(()) };
    let copy = value.clone();
    match body.set(field, value) {
        Some(Err(_)) => Err(cell::misfit(shape, &copy)),
        _ => Ok(()),
    }
}
