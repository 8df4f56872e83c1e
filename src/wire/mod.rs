//! Bytes to records, alerts to bytes; nothing else knows a format. Pure, and parsing never fails: it
//! returns records and rejects.

pub mod alert;
pub mod letter;
pub mod parsed;

pub use alert::alert_json;
pub use letter::{Letter, Purpose};
pub use parsed::Parsed;
