//! What several test files share.

use std::path::PathBuf;

/// Where a program of the system lies. Without it the test is skipped with a clear line, or fails when
/// `TINGLED_TESTS_ALL=1` says that nothing may be skipped.
pub(crate) fn tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        let all = std::env::var_os("TINGLED_TESTS_ALL").is_some_and(|value| value == "1");
        assert!(!all, "{name} is missing, and TINGLED_TESTS_ALL=1 forbids to skip its test");
        eprintln!("SKIPPED: {name} is not installed; tests/all.sh installs it");
    }
    found
}

/// The folder of the project.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
