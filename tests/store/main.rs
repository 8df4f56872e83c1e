//! The database: what is written comes back, all or nothing, whatever happens.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic, and a child of a test speaks to it by printing"
)]

mod alerts;
mod faults;
mod forgetting;
mod full_disk;
mod letters;
mod made;
mod opening;
mod people;
mod records;
