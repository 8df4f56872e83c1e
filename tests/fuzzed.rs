//! The bytes that the fuzzer found worth keeping, again: none of them may end a parser.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

#[path = "../fuzz/parsers.rs"]
mod parsers;

use std::path::Path;

/// Runs a parser on everything that was kept for it; how many that are.
fn again(target: &str, run: impl Fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let kept = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    kept.map(|entry| run(&std::fs::read(entry.expect("an entry").path()).expect("a file"))).count()
}

/// What a target does with any bytes.
type Target = fn(&[u8]);

#[test]
fn what_the_fuzzer_kept_ends_no_parser() {
    let targets: [(&str, Target); 6] = [
        ("file", parsers::file),
        ("fit", parsers::fit),
        ("number", parsers::number),
        ("duration", parsers::duration),
        ("date", parsers::date),
        ("json", parsers::json),
    ];
    for (target, run) in targets {
        let kept = again(target, run);
        assert!(kept >= 5, "{target}: {kept} inputs");
    }
}

#[test]
#[should_panic(expected = "the planted mistake")]
fn a_planted_mistake_ends_its_parser() {
    parsers::planted(b"-425");
}
