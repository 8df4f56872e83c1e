//! A number of a file whose units are assumed, as it was read and as it would be in the other system.

use std::io::Read;

use super::cell::Reading;
use super::rows::Rows;
use super::style::System;
use crate::record::{Shape, Value};
use crate::voice::report::TwoWays;
use crate::wire::dialect::How;

/// The largest number of a row that metric and imperial files mean differently, the distance where there is one; `None`
/// when the row has none.
pub(super) fn two_ways<R: Read>(reading: &Reading<'_>, rows: &Rows<R>, line: u64) -> Option<TwoWays> {
    let other = match reading.system? {
        System::Metric => System::Imperial,
        System::Imperial => System::Metric,
    };
    let other = reading.in_system(other);
    let mut largest: Option<TwoWays> = None;
    for record in &reading.plan.records {
        let mut sport = None;
        for field in &record.fields {
            let Ok(Some((value, at))) = reading.value(field, rows, sport) else { continue };
            match (value, field.rule.how, field.rule.target.shape) {
                (Value::Text(text), How::Sport, _) => sport = reading.plan.dialect.sport(&text),
                (Value::Number(as_read), _, Shape::Number { unit, .. }) => {
                    if let Ok(Some((Value::Number(otherwise), _))) = other.value(field, rows, sport)
                        && otherwise != as_read
                        && largest.as_ref().is_none_or(|known| as_read > known.as_read)
                    {
                        let text = String::from_utf8_lossy(rows.raw(at)).trim().to_owned();
                        largest = Some(TwoWays { line, text, unit, as_read, otherwise });
                    }
                }
                _ => {}
            }
        }
    }
    largest
}
