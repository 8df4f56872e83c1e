//! Which groups of known causes a report fits: the worked examples, a story for every group, and what always holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic and print, and not every helper is used here"
)]

mod cases;
mod day;
mod days;
mod fits;
