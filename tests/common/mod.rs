//! Shared by the integration tests; each test binary uses a part of it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::result_large_err,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic, look at the clock, and use a part of the helpers"
)]

pub mod core;
pub mod daemon;
pub mod mosquitto;
pub mod raw;
