//! The red-flag rules against their cases, and small faults planted in the table that the cases must see.
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
mod flags;

use cases::{Given, hits};
use tingled::assess::red_flags::highest;

fn check(cases: &[Given], name: &str) {
    for case in cases {
        let verdicts = case.verdicts();
        assert_eq!(hits(&verdicts), case.expect, "{name}: {} {} {:#?}", case.rule, case.name, case);
        assert_eq!(highest(&verdicts), case.expect_highest, "{name}: {} {}", case.rule, case.name);
    }
}

#[test]
fn every_hand_made_case_is_answered_as_expected() {
    let cases = cases::fixtures();
    assert_eq!(cases.len(), 181);
    check(&cases, "fixtures");
}

#[test]
fn every_case_of_the_reference_is_answered_as_expected() {
    let Some(folder) = std::env::var_os("TINGLED_REFERENCE") else {
        eprintln!("not run: TINGLED_REFERENCE is not set");
        return;
    };
    let mut seen = 0;
    for name in ["directed_cases.json", "cases_5000.json"] {
        let path = std::path::Path::new(&folder).join("tables").join(name);
        let cases = cases::load(&std::fs::read_to_string(path).unwrap());
        check(&cases, name);
        seen += cases.len();
    }
    assert!(seen >= 30_000, "{seen}");
}
