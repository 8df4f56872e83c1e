//! Bytes to records, alerts to bytes; nothing else knows a format. Pure, and parsing never fails: it
//! returns records and rejects.

pub mod alert;
pub mod alike;
pub mod cell;
pub mod json;
pub mod letter;
pub mod parsed;
pub mod report;
pub mod socket;
pub mod when;

pub use alert::alert_json;
pub use alike::number_alike;
pub use letter::{Letter, Purpose};
pub use parsed::Parsed;
