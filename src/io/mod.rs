//! The world: the loop's senses and hands. The only place with a clock, tokio and sockets.

#[cfg(feature = "demo")]
pub mod broker;
pub mod inbox;
pub mod logging;
pub mod mqtt;
pub mod notify_systemd;
pub mod paths;
pub mod signals;
pub mod socket;
