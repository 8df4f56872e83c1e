//! A full disk: nothing is half accepted, the error says so, and all works again once there is room.

use std::fs;
use std::path::Path;
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tingled::store::{Store, StoreError};

use crate::faults::{again, given_folder, numbered_turn, whole_turns};

/// Commits until it fails; the error, and how many turns were accepted.
fn fill(store: &mut Store) -> (StoreError, i64) {
    for number in whole_turns(store)..100_000 {
        if let Err(error) = store.commit(&numbered_turn(number)) {
            return (error, number);
        }
    }
    panic!("the disk is never full");
}

/// Fails, keeps what it had, and goes on when `make_room` was called.
fn check_recovery(folder: &Path, is_right: impl Fn(&StoreError) -> bool, make_room: impl FnOnce()) {
    let path = folder.join("tingled.db");
    let mut store = Store::open(&path).unwrap();
    let (error, accepted) = fill(&mut store);
    assert!(is_right(&error), "{error:?}");
    assert!(error.may_pass());
    assert!(!store.is_open(), "after a failed write the connection is gone");
    match store.reopen() {
        Ok(()) => assert_eq!(whole_turns(&store), accepted),
        Err(error) => assert!(is_right(&error), "{error:?}"),
    }
    make_room();
    store.reopen().unwrap();
    assert_eq!(whole_turns(&store), accepted, "what was accepted is there, and no more");
    for number in accepted..accepted + 20 {
        store.commit(&numbered_turn(number)).unwrap();
    }
    drop(store);
    assert_eq!(whole_turns(&Store::open(&path).unwrap()), accepted + 20);
    println!("recovered");
}

/// What the child on a small disk does.
fn on_a_small_disk(folder: &Path) {
    let ballast = folder.join("ballast");
    fs::write(&ballast, vec![0; 300_000]).unwrap();
    let is_right = |error: &StoreError| matches!(error, StoreError::DiskFull { .. });
    check_recovery(folder, is_right, || fs::remove_file(&ballast).unwrap());
}

/// What the child whose files may not grow does.
fn with_small_files(folder: &Path) {
    let hard = getrlimit(Resource::Fsize).maximum;
    setrlimit(Resource::Fsize, Rlimit { current: Some(400_000), maximum: hard }).unwrap();
    // The disk has room, so that the error is not "full".
    let is_right = |error: &StoreError| matches!(error, StoreError::Io { .. } | StoreError::DiskFull { .. });
    check_recovery(folder, is_right, || {
        setrlimit(Resource::Fsize, Rlimit { current: hard, maximum: hard }).unwrap();
    });
}

/// Runs a shell that ends in this test program; its output.
fn run(script: &str, test: &str, folder: &Path, wrapper: &[&str]) -> (bool, String) {
    let child = again(test, folder);
    let mut command = Command::new(wrapper.first().copied().unwrap_or("sh"));
    command.args(wrapper.iter().skip(1));
    if !wrapper.is_empty() {
        command.arg("sh");
    }
    command.args(["-c", script, "sh"]).arg(folder).arg(child.get_program()).args(child.get_args());
    command.envs(child.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = command.output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), text)
}

#[test]
fn a_full_disk_costs_nothing_that_was_accepted() {
    if let Some(folder) = given_folder() {
        return on_a_small_disk(&folder);
    }
    let folder = tempfile::tempdir().unwrap();
    // A mount of its own name space: it goes with the process.
    let script = r#"mount -t tmpfs -o size=2m tmpfs "$1" || exit 77; shift; exec "$@""#;
    let (passed, text) =
        run(script, "full_disk::a_full_disk_costs_nothing_that_was_accepted", folder.path(), &["unshare", "-rm"]);
    if text.contains("unshare failed") || text.contains("permission denied") {
        // Neither root nor user name spaces here: the test with small files below still runs.
        assert!(std::env::var_os("TINGLED_TESTS_ALL").is_none(), "no mount of our own: {text}");
        eprintln!("skipped, no mount of our own: {text}");
        return;
    }
    assert!(passed && text.contains("recovered"), "{text}");
}

#[test]
fn a_file_that_cannot_grow_costs_nothing_that_was_accepted() {
    if let Some(folder) = given_folder() {
        return with_small_files(&folder);
    }
    let folder = tempfile::tempdir().unwrap();
    // An ignored signal stays ignored: writing beyond the limit is then an error and no death.
    let script = r#"trap '' XFSZ; shift; exec "$@""#;
    let (passed, text) =
        run(script, "full_disk::a_file_that_cannot_grow_costs_nothing_that_was_accepted", folder.path(), &[]);
    assert!(passed && text.contains("recovered"), "{text}");
}
