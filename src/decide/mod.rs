//! Whether to speak. Pure: findings, what was said before and the time go in; decisions come out.

pub mod alert;

pub use alert::{Alert, AlertId, State};
