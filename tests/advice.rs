//! Tips: each goes with what supports it, is kept back for each of its reasons, and never can harm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic and print, and not every helper is used here"
)]

mod cases;
mod day;
mod tips;
