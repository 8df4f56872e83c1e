//! A number measured on a day or at a time.

use super::field::{FieldValue, Misfit, Shape, Value, fields};

/// A measured number; its range depends on what it measures, so only finiteness and size are fenced here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading(f64);

impl Reading {
    /// The greatest size of a reading.
    pub const LARGEST: f64 = 1e9;

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl FieldValue for Reading {
    const SHAPE: Shape = Shape::Number { unit: "", low: -Self::LARGEST, high: Self::LARGEST };
    fn read(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Number(number) if number.abs() <= Self::LARGEST => Ok(Reading(number + 0.0)),
            _ => Err(Misfit),
        }
    }
    fn show(&self) -> Value {
        Value::Number(self.0)
    }
}

fields! {
    /// A number measured at the time of its record: body mass, resting heart rate, sleep, fatigue, sitting hours.
    Measure, table "measure" {
        /// What was measured: `body_mass`, `resting_hr`, `sleep`, `fatigue`, `sitting`, `back_pain`.
        what: String,
        /// The number, in `unit`.
        value: Reading,
        /// The unit: `kg`, `bpm`, `h`, `1_5`.
        unit: String,
    }
}
