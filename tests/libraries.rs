//! The libraries we stand on: their licences, where they come from, and how many they are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// The most crates of a real build, and of one with the demo's broker.
const CRATES_MAX: usize = 230;
const CRATES_DEMO_MAX: usize = 330;

/// The crates that a build for Linux is made of, without those that only tests and build scripts need.
fn crates(demo: bool) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--locked", "--offline"]);
    command.args(["--filter-platform", "x86_64-unknown-linux-gnu"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    if demo {
        command.args(["--features", "demo"]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    let nodes = all["resolve"]["nodes"].as_array().unwrap();
    let mut reached = BTreeSet::new();
    let mut next = vec![all["resolve"]["root"].as_str().unwrap()];
    while let Some(id) = next.pop() {
        if !reached.insert(id) {
            continue;
        }
        let node = nodes.iter().find(|node| node["id"] == id).unwrap();
        let needed = node["deps"].as_array().unwrap().iter();
        let normal = |dep: &&Value| dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
        next.extend(needed.filter(normal).map(|dep| dep["pkg"].as_str().unwrap()));
    }
    let packages = all["packages"].as_array().unwrap().iter();
    packages.filter(|package| reached.contains(package["id"].as_str().unwrap())).cloned().collect()
}

/// The licences that deny.toml allows.
fn allowed() -> Vec<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).unwrap();
    let deny: toml::Table = text.parse().unwrap();
    let list = deny["licenses"]["allow"].as_array().unwrap();
    list.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// Whether one side of every choice in an expression such as `(MIT OR Apache-2.0) AND ISC` is allowed.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let spaced = spaced.replace(" WITH ", "+");
    let mut words = spaced.split_whitespace().rev().collect::<Vec<_>>();
    let result = any_of(&mut words, allowed);
    assert!(words.is_empty(), "cannot read the licence {expression:?}");
    result
}

fn any_of(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut result = all_of(words, allowed);
    while words.last() == Some(&"OR") {
        words.pop();
        result |= all_of(words, allowed);
    }
    result
}

fn all_of(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut result = one(words, allowed);
    while words.last() == Some(&"AND") {
        words.pop();
        result &= one(words, allowed);
    }
    result
}

fn one(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    match words.pop() {
        Some("(") => {
            let result = any_of(words, allowed);
            assert_eq!(words.pop(), Some(")"));
            result
        }
        Some(name) => allowed.iter().any(|known| known == name),
        None => false,
    }
}

#[test]
fn licences_are_read_as_they_are_meant() {
    let allowed = ["MIT", "ISC"].map(str::to_owned);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(MIT OR Apache-2.0) AND ISC", true),
        ("(GPL-3.0 OR Apache-2.0) AND ISC", false),
        ("MIT AND ISC OR GPL-3.0", true),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ("MIT WITH something", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}

#[test]
fn every_library_is_permissive_and_from_the_registry() {
    let allowed = allowed();
    let mut problems = Vec::new();
    for package in crates(true).iter().filter(|package| package["name"] != "tingled") {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_allowed(licence, &allowed) {
            problems.push(format!("{name}: licence {licence}"));
        }
        if !package["source"].as_str().unwrap_or_default().starts_with("registry+") {
            problems.push(format!("{name}: from {}", package["source"]));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_libraries_are_as_few_as_promised() {
    let (real, demo) = (crates(false).len(), crates(true).len());
    assert!(real > 50 && demo > real, "not all crates were seen: {real}, {demo}");
    assert!(real <= CRATES_MAX, "{real} crates, {CRATES_MAX} are allowed");
    assert!(demo <= CRATES_DEMO_MAX, "{demo} crates with the demo, {CRATES_DEMO_MAX} are allowed");
}
