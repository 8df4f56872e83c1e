//! No file so long that nobody reads it.

use crate::source::Source;

/// The most lines of code of one file, without comments, empty lines and test modules.
const LINES_MAX: usize = 400;

/// Tables of data that may be longer, each with its reason.
const EXCEPTED: &[(&str, &str)] = &[];

/// Files that are too long.
pub(crate) fn check(source: &Source) -> Vec<String> {
    let excepted = EXCEPTED.iter().any(|(path, reason)| *path == source.path && !reason.is_empty());
    if !source.is_rust() || excepted {
        return Vec::new();
    }
    let lines = source.code(true).lines().filter(|line| !line.trim().is_empty()).count();
    if lines <= LINES_MAX {
        return Vec::new();
    }
    vec![format!("{}: size: {lines} lines of code, {LINES_MAX} are allowed", source.path)]
}

/// Exceptions for files that are not there any more.
pub(crate) fn unused_exceptions(sources: &[Source]) -> Vec<String> {
    let gone = EXCEPTED.iter().filter(|(path, _)| !sources.iter().any(|source| source.path == *path));
    gone.map(|(path, _)| format!("{path}: size: an exception for a file that is not there")).collect()
}

#[test]
fn a_planted_long_file_is_seen_and_comments_do_not_count() {
    let long = "fn f() {}\n".repeat(LINES_MAX + 1);
    assert_eq!(check(&Source::new("src/a.rs", &long)), ["src/a.rs: size: 401 lines of code, 400 are allowed"]);
    let padded = "// why\n\n/* a\nb */\n".repeat(500) + &"fn f() {}\n".repeat(LINES_MAX);
    let tested = padded + "#[cfg(test)]\nmod tests {\n" + &"fn f() {}\n".repeat(500) + "}\n";
    assert_eq!(check(&Source::new("src/a.rs", &tested)), [""; 0]);
}
