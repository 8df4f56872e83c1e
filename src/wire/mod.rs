//! Bytes to records, alerts to bytes; nothing else knows a format. Pure, and parsing never fails: it
//! returns records and rejects.

pub mod alert;
pub mod alike;
pub mod cell;
pub mod csv;
pub mod date;
pub mod dialect;
pub mod duration;
pub mod feeling;
pub mod file;
pub mod json;
pub mod letter;
pub mod literal;
pub mod matrix;
pub mod number;
pub mod own;
pub mod parsed;
mod plain;
pub mod plan_text;
pub mod report;
pub mod socket;
pub mod track;
pub mod when;
pub mod words;

pub use alert::alert_json;
pub use alike::number_alike;
pub use letter::{Letter, Purpose};
pub use parsed::Parsed;
