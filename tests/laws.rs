//! The laws that hold for whatever is told, each over ten thousand random cases; `laws/table.rs` lists all of them.
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
    reason = "a test may panic, print and read files"
)]

mod cases;
#[path = "laws/histories.rs"]
mod histories;
mod lives;
#[path = "laws/speaking.rs"]
mod speaking;
#[path = "laws/table.rs"]
mod table;
#[path = "laws/talk.rs"]
mod talk;
#[path = "laws/telling.rs"]
mod telling;

use cases::random::Random;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many cases a law is tried on.
pub const CASES: u32 = 10_000;

/// Runs a law over [`CASES`] random cases, the same in every run.
pub fn law(holds: impl Fn(&mut Random)) {
    law_of(CASES, holds);
}

/// Runs a law over that many random cases.
pub fn law_of(cases: u32, holds: impl Fn(&mut Random)) {
    let config = Config { cases, max_shrink_iters: 0, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let ran = runner.run(&any::<u64>(), |seed| {
        holds(&mut Random(seed));
        Ok(())
    });
    ran.unwrap();
}
