//! The world outside: brokers, and later the loop, the inbox and the sockets. The only place with tokio.

#[cfg(feature = "demo")]
pub mod broker;
pub mod mqtt;
