//! Bytes to records, alerts to bytes; nothing else knows a format. Pure, and parsing never fails: it
//! returns records and rejects.

pub mod letter;
pub mod parsed;
pub mod socket;

pub use letter::{Letter, Purpose};
pub use parsed::Parsed;
