//! The house rules that a compiler does not know, each with a planted violation that it must see.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/places.rs"]
mod places;
#[path = "tidy/size.rs"]
mod size;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/words.rs"]
mod words;

use std::fs;
use std::path::Path;

use source::Source;

/// What is looked at, from the project's folder.
const LOOKED_AT: &[&str] = &[
    "src",
    "tests",
    "benches",
    "fuzz",
    "config",
    "docs",
    "systemd",
    ".ci",
    "Cargo.toml",
    "README.md",
    "CHANGELOG.md",
];

/// Every text below a place, without build output.
fn collect(project: &Path, place: &str, sources: &mut Vec<Source>) {
    let path = project.join(place);
    if path.is_dir() {
        let mut names: Vec<String> =
            fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        for name in names.iter().filter(|name| *name != "target" && *name != "corpus") {
            collect(project, &format!("{place}/{name}"), sources);
        }
    } else if let Ok(text) = fs::read_to_string(&path) {
        sources.push(Source { path: place.to_owned(), text });
    }
}

fn project() -> Vec<Source> {
    let mut sources = Vec::new();
    for place in LOOKED_AT {
        collect(Path::new(env!("CARGO_MANIFEST_DIR")), place, &mut sources);
    }
    assert!(sources.len() > 30, "the project was not found");
    sources
}

fn check(rule: impl Fn(&Source) -> Vec<String>) {
    let problems: Vec<String> = project().iter().flat_map(rule).collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn imports_point_upwards() {
    check(imports::check);
}

#[test]
fn the_world_is_touched_only_where_it_may_be() {
    check(places::check);
}

#[test]
fn no_file_is_too_long() {
    check(size::check);
    assert_eq!(size::unused_exceptions(&project()), [""; 0]);
}

#[test]
fn no_word_is_out_of_place() {
    check(words::check);
}

/// Folders of fixtures, from the project's folder, that no test names.
fn unused_fixtures(folders: &[String], sources: &[Source]) -> Vec<String> {
    let in_a_test = |place: &str, whole: bool| {
        sources.iter().any(|source| source.is_rust() && names_folder(&source.text, place, whole))
    };
    let mut problems = Vec::new();
    for folder in folders {
        // A test that names a folder takes everything below it, but "fixtures" alone says nothing.
        let mut above = folder.match_indices('/').skip(1).map(|(end, _)| &folder[..end]);
        if !in_a_test(folder, false) && !above.any(|place| in_a_test(place, true)) {
            problems.push(format!("{folder}: fixtures: no test names this folder"));
        }
    }
    problems
}

/// Whether a text names a folder; as a whole, when nothing below it follows.
fn names_folder(text: &str, folder: &str, whole: bool) -> bool {
    text.match_indices(folder).any(|(position, _)| {
        let after = &text[position + folder.len()..];
        let below = after.strip_prefix('/').is_some_and(|below| below.starts_with(|c: char| c.is_alphanumeric()));
        let longer = after.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
        !longer && (!whole || !below)
    })
}

fn folders_with_files(project: &Path, place: &str, folders: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(project.join(place)) else { return };
    let mut has_files = false;
    for entry in entries.map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => folders_with_files(project, &format!("{place}/{}", entry.file_name().to_str().unwrap()), folders),
            false => has_files = true,
        }
    }
    if has_files {
        folders.push(place.to_owned());
    }
}

#[test]
fn every_folder_of_fixtures_is_used() {
    let mut folders = Vec::new();
    folders_with_files(Path::new(env!("CARGO_MANIFEST_DIR")), "fixtures", &mut folders);
    folders.sort();
    assert_eq!(unused_fixtures(&folders, &project()), [""; 0]);
}

#[test]
fn a_planted_folder_of_fixtures_is_seen() {
    let folders = ["fixtures/wire/garmin", "fixtures/wire/polar", "fixtures/old"].map(str::to_owned);
    let garmin = Source::new("tests/wire.rs", "read(\"fixtures/wire/garmin/a.csv\", \"fixtures/older\")");
    let expected =
        ["fixtures/wire/polar", "fixtures/old"].map(|f| format!("{f}: fixtures: no test names this folder"));
    assert_eq!(unused_fixtures(&folders, &[garmin]), expected);
    let wire = Source::new("tests/wire.rs", "read(\"fixtures/wire\")");
    assert_eq!(unused_fixtures(&folders, &[wire]), expected[1..]);
}
