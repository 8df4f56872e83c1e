//! Bytes to records, alerts to bytes; nothing else knows a format. Pure, and parsing never fails: it
//! returns records and rejects.

pub mod csv;
pub mod date;
pub mod dialect;
pub mod duration;
pub mod letter;
pub mod number;
pub mod own;
pub mod parsed;

pub use letter::{Letter, Purpose};
pub use parsed::Parsed;
