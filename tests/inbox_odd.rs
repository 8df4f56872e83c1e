//! What does not belong in an inbox: links, pipes, folders, strangers, odd names. Named once, never followed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

#[path = "support/inbox.rs"]
mod support;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use support::{Setting, check_refused_once, ready, refused, text_of};
use tempfile::TempDir;
use tingled::io::inbox::{Inbox, hash};
use tingled::person::PersonId;
use tingled::record::Wrong;
use tingled::time::Timestamp;

#[test]
fn a_named_pipe_does_not_hold_us() {
    let one = Setting::new();
    let made = std::process::Command::new("mkfifo").arg(one.path("ana/run.csv")).status().unwrap();
    assert!(made.success());
    check_refused_once(one, "ana", "run.csv", Wrong::NotAPlainFile { kind: "a named pipe" });
}

#[test]
fn a_symbolic_link_is_not_followed() {
    let one = Setting::new();
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret.csv"), "secret\n").unwrap();
    symlink(outside.path().join("secret.csv"), one.path("ana/run.csv")).unwrap();
    check_refused_once(one, "ana", "run.csv", Wrong::NotAPlainFile { kind: "a symbolic link" });
}

#[test]
fn a_persons_folder_that_is_a_symbolic_link_is_not_followed() {
    let one = Setting::new();
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret.csv"), "secret\n").unwrap();
    fs::remove_dir(one.path("ben")).unwrap();
    symlink(outside.path(), one.path("ben")).unwrap();
    check_refused_once(one, "", "ben", Wrong::NotAPlainFile { kind: "a symbolic link" });
}

#[test]
fn a_file_with_two_names_is_refused_until_it_has_one() {
    let mut one = Setting::new();
    let outside = TempDir::new_in(one.home.path().parent().unwrap()).unwrap();
    let other = outside.path().join("elsewhere.csv");
    fs::write(&other, "secret\n").unwrap();
    fs::hard_link(&other, one.path("ana/run.csv")).unwrap();
    let kind = "a file with more than one name (hard links)";
    let wrong = Wrong::NotAPlainFile { kind };
    assert_eq!(refused(&one.after(0)), [("ana".to_owned(), "run.csv".to_owned(), wrong)]);
    assert_eq!(refused(&one.after(5)), []);
    fs::remove_file(other).unwrap();
    one.after(1);
    assert_eq!(ready(&one.after(2)), ["ana/run.csv"]);
}

#[test]
fn a_folder_within_a_persons_folder_is_named() {
    let one = Setting::new();
    fs::create_dir(one.path("ana/run.csv")).unwrap();
    check_refused_once(one, "ana", "run.csv", Wrong::NotAPlainFile { kind: "a folder" });
}

#[test]
fn a_socket_is_named() {
    let one = Setting::new();
    let _listener = std::os::unix::net::UnixListener::bind(one.path("ana/run.csv")).unwrap();
    check_refused_once(one, "ana", "run.csv", Wrong::NotAPlainFile { kind: "a socket" });
}

#[test]
fn a_folder_of_nobody_is_named_and_read_when_the_person_is_known() {
    let mut one = Setting::new();
    fs::create_dir(one.path("carl")).unwrap();
    one.write("carl/run.csv", "a\n");
    assert_eq!(refused(&one.after(0)), [(String::new(), "carl".to_owned(), Wrong::UnknownPerson)]);
    one.write("carl/swim.csv", "a\n");
    assert_eq!(refused(&one.after(5)), [], "another file in it is no new thing to say");
    one.inbox.set_persons(BTreeSet::from([PersonId::new("carl").unwrap()]));
    one.after(1);
    assert_eq!(ready(&one.after(2)), ["carl/run.csv", "carl/swim.csv"]);
}

#[test]
fn a_file_beside_the_folders_is_named() {
    let one = Setting::new();
    one.write("run.csv", "a\n");
    check_refused_once(one, "", "run.csv", Wrong::NoPersonFolder);
}

#[test]
fn compressed_files_are_named_by_their_name_or_by_their_bytes() {
    let one = Setting::new();
    one.write("ana/export.zip", "PK");
    check_refused_once(one, "ana", "export.zip", Wrong::NotText { kind: "zip file" });
    let mut one = Setting::new();
    fs::write(one.path("ana/run.csv"), [0x1f, 0x8b, 8, 0, 0, 0, 0, b'\n']).unwrap();
    one.after(0);
    let scan = one.after(2);
    assert_eq!(refused(&scan), [("ana".to_owned(), "run.csv".to_owned(), Wrong::NotText { kind: "gzip file" })]);
    assert_eq!(refused(&one.after(2)), []);
}

#[test]
fn other_endings_are_named_and_unfinished_ones_passed_over() {
    let one = Setting::new();
    for name in [".hidden.csv", "run.csv.part", "run.csv~", ".~lock.run.csv#", "run.tmp", ".stfolder"] {
        one.write(&format!("ana/{name}"), "a\n");
    }
    fs::create_dir(one.path(".stversions")).unwrap();
    one.write("ana/run.xlsx", "a\n");
    check_refused_once(
        one,
        "ana",
        "run.xlsx",
        Wrong::UnknownFileType { taken: &[".csv", ".json", ".fit", ".tcx", ".gpx"] },
    );
}

#[test]
fn a_name_that_is_no_text_is_read_and_shown_safely() {
    let mut one = Setting::new();
    let folder = one.path("ana");
    fs::write(folder.join(OsStr::from_bytes(b"l\xe4ufe\x1b[2J\n.csv")), "a\n").unwrap();
    fs::write(folder.join("ü".repeat(120) + ".csv"), "b\n").unwrap();
    one.after(0);
    let scan = one.after(2);
    assert_eq!(scan.ready.len(), 2);
    assert!(scan.ready.iter().any(|file| &*file.name == "l\u{fffd}ufe\u{fffd}[2J\u{fffd}.csv"), "{scan:?}");
    for file in &scan.ready {
        assert!(!file.name.chars().any(char::is_control));
        let path = one.inbox.move_to_done(file, &hash(&file.handle).unwrap()).unwrap().unwrap();
        assert!(path.exists());
    }
    assert_eq!(refused(&one.after(5)), []);
}

#[test]
fn a_folder_that_is_none_does_not_stop_the_next_one() {
    let mut one = Setting::new();
    one.write("ben/run.csv", "a\n");
    fs::remove_dir(one.path("ana")).unwrap();
    one.write("ana", "not a folder\n");
    let first = one.after(0);
    assert_eq!(refused(&first), [(String::new(), "ana".to_owned(), Wrong::NoPersonFolder)]);
    assert_eq!(ready(&one.after(2)), ["ben/run.csv"]);
}

#[test]
fn an_inbox_that_is_not_there_is_an_error_with_advice() {
    let mut inbox = Inbox::new("/nonexistent/tingled", BTreeSet::new());
    let error = inbox.scan(Timestamp::UNIX_EPOCH).unwrap_err().to_string();
    assert!(error.contains("/nonexistent/tingled") && error.contains("does it exist"), "{error}");
}

/// While one thread swaps a file for a link to a secret and back, nothing of the secret is ever read.
#[test]
fn a_file_swapped_for_a_link_never_leads_outside() {
    let mut one = Setting::new();
    let outside = TempDir::new().unwrap();
    let secret = outside.path().join("secret.csv");
    fs::write(&secret, "secret\n").unwrap();
    let (target, plain, link) = (one.path("ana/run.csv"), one.path("ana/.plain"), one.path("ana/.link"));
    let swapper = std::thread::spawn(move || {
        for _ in 0..3000 {
            fs::write(&plain, "fine\n").unwrap();
            fs::rename(&plain, &target).unwrap();
            symlink(&secret, &link).unwrap();
            fs::rename(&link, &target).unwrap();
        }
    });
    let mut links_seen = 0;
    while !swapper.is_finished() {
        let mut scan = one.after(3);
        links_seen += scan.refused.len();
        for file in &mut scan.ready {
            assert_ne!(text_of(file), "secret\n");
        }
    }
    swapper.join().unwrap();
    links_seen += one.after(3).refused.len();
    assert!(links_seen > 0, "the link was never in the way: nothing was proved");
}
