//! The world: the loop's senses and hands. The only place with a clock, tokio and sockets.

pub mod at;
#[cfg(feature = "demo")]
pub mod broker;
pub mod core;
mod exports;
pub mod handling;
pub mod import;
pub mod inbox;
pub mod keeping;
pub mod logging;
pub mod messages;
pub mod mqtt;
pub mod notify_systemd;
pub mod paths;
#[cfg(feature = "demo")]
pub mod phone;
pub mod planted;
pub mod requests;
pub mod run;
pub mod signals;
pub mod socket;
pub mod study;
pub mod tally;
