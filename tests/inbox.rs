//! The inbox as people and their sync tools really treat it: half-written files, links, pipes, odd names.
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

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tingled::io::inbox::{DONE_FOLDER, Inbox, READY_MAX, ReadyFile, Scan, Wake, hash};
use tingled::person::PersonId;
use tingled::record::Wrong;
use tingled::time::{SignedDuration, Timestamp};

/// An inbox of ana and ben in a folder of its own, with a clock that only the test moves.
struct Setting {
    home: TempDir,
    inbox: Inbox,
    now: Timestamp,
}

impl Setting {
    fn new() -> Setting {
        let home = TempDir::new().unwrap();
        let persons: BTreeSet<PersonId> = ["ana", "ben"].iter().map(|name| PersonId::new(name).unwrap()).collect();
        let inbox = Inbox::new(home.path(), persons);
        inbox.make_folders().unwrap();
        Setting { home, inbox, now: Timestamp::now() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Looks again so many seconds later.
    fn after(&mut self, seconds: i64) -> Scan {
        self.now += SignedDuration::from_secs(seconds);
        self.inbox.scan(self.now).unwrap()
    }
}

/// The names of what is ready, with their persons.
fn ready(scan: &Scan) -> Vec<String> {
    let mut names: Vec<String> = scan.ready.iter().map(|file| format!("{}/{}", file.person, file.name)).collect();
    names.sort();
    names
}

/// Who, what name and why, of everything refused.
fn refused(scan: &Scan) -> Vec<(String, String, Wrong)> {
    let person = |person: &Option<PersonId>| person.as_ref().map_or(String::new(), |p| p.to_string());
    let each = scan.refused.iter();
    each.map(|one| (person(&one.person), one.reject.place.of.to_string(), one.reject.wrong.clone())).collect()
}

fn text_of(file: &mut ReadyFile) -> String {
    let mut text = String::new();
    file.handle.read_to_string(&mut text).unwrap();
    text
}

/// The only thing that lies there is refused at the first look, for this reason, and never named again.
fn check_refused_once(mut one: Setting, person: &str, name: &str, wrong: Wrong) {
    let first = one.after(0);
    assert_eq!(refused(&first), [(person.to_owned(), name.to_owned(), wrong)]);
    for seconds in [1, 5, 100] {
        let later = one.after(seconds);
        assert_eq!((refused(&later), ready(&later)), (vec![], vec![]), "named again, or read");
    }
}

#[test]
fn a_file_is_ready_once_two_looks_saw_it_unchanged_and_then_never_again() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "time,volume_ml\n");
    let first = one.after(0);
    assert_eq!((ready(&first), first.waiting), (vec![], 1));
    assert_eq!(one.after(1).waiting, 1);
    let mut third = one.after(1);
    assert_eq!((ready(&third), third.waiting), (vec!["ana/run.csv".to_owned()], 0));
    assert_eq!(third.ready[0].size, 15);
    assert!(third.ready[0].is_unchanged().unwrap());
    assert_eq!(text_of(&mut third.ready[0]), "time,volume_ml\n");
    assert_eq!(ready(&one.after(100)), [""; 0]);
}

#[test]
fn a_growing_file_waits_until_it_rests() {
    let mut one = Setting::new();
    let mut file = OpenOptions::new().create(true).append(true).open(one.path("ana/run.csv")).unwrap();
    for row in 1..=5 {
        writeln!(file, "2026-01-0{row}T08:00:00Z,300").unwrap();
        let scan = one.after(3);
        assert_eq!((ready(&scan), scan.waiting), (vec![], 1), "row {row}");
    }
    let mut scan = one.after(3);
    assert_eq!(text_of(&mut scan.ready[0]).lines().count(), 5);
}

#[test]
fn a_file_that_ends_within_a_line_gets_a_minute_more() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "time,volume_ml\n2026-01-01T08:00:00Z,30");
    assert_eq!(one.after(0).waiting, 1);
    assert_eq!(one.after(30).waiting, 1);
    assert_eq!(ready(&one.after(31)), ["ana/run.csv"]);
}

#[test]
fn a_file_that_was_read_and_then_grew_is_ready_again() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "a\n");
    one.after(0);
    let before = one.after(3).ready.remove(0);
    one.write("ana/run.csv", "a\nb\n");
    assert!(!before.is_unchanged().unwrap(), "who reads must see that the file changed under the hands");
    assert_eq!(one.after(3).waiting, 1);
    let mut scan = one.after(3);
    assert_eq!(text_of(&mut scan.ready[0]), "a\nb\n");
}

#[test]
fn a_file_given_back_is_ready_again() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "a\n");
    one.after(0);
    let file = one.after(3).ready.remove(0);
    one.inbox.give_back(&file);
    assert_eq!(ready(&one.after(1)), ["ana/run.csv"]);
}

#[test]
fn giving_back_an_older_state_of_a_file_does_not_touch_the_newer_one() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "a\n");
    one.after(0);
    let older = one.after(3).ready.remove(0);
    one.write("ana/run.csv", "a\nb\n");
    one.after(3);
    assert_eq!(ready(&one.after(3)), ["ana/run.csv"]);
    one.inbox.give_back(&older);
    assert_eq!(ready(&one.after(3)), [""; 0]);
}

#[test]
fn a_file_renamed_in_is_ready_like_any_other() {
    let mut one = Setting::new();
    one.write("ana/.run.csv.tmp", "a\n");
    let scan = one.after(0);
    assert_eq!((refused(&scan), scan.waiting), (vec![], 0));
    fs::rename(one.path("ana/.run.csv.tmp"), one.path("ana/run.csv")).unwrap();
    one.after(1);
    assert_eq!(ready(&one.after(2)), ["ana/run.csv"]);
}

#[test]
fn a_clock_set_back_by_years_does_not_make_a_file_wait_for_years() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "a\n");
    one.after(0);
    assert_eq!(one.after(-400_000_000).waiting, 1);
    assert_eq!(ready(&one.after(3)), ["ana/run.csv"]);
}

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
fn an_empty_file_waits_a_minute_and_is_then_named() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "");
    assert_eq!(one.after(0).waiting, 1);
    assert_eq!(one.after(5).waiting, 1);
    let wrong = Wrong::Empty { header_only: false };
    assert_eq!(refused(&one.after(60)), [("ana".to_owned(), "run.csv".to_owned(), wrong)]);
    assert_eq!(refused(&one.after(60)), []);
    one.write("ana/run.csv", "a\n");
    one.after(1);
    assert_eq!(ready(&one.after(2)), ["ana/run.csv"]);
}

#[test]
fn compressed_files_are_named_by_their_name_or_by_their_bytes() {
    let one = Setting::new();
    one.write("ana/export.zip", "PK");
    check_refused_once(one, "ana", "export.zip", Wrong::NotText { kind: "zip" });
    let mut one = Setting::new();
    fs::write(one.path("ana/run.csv"), [0x1f, 0x8b, 8, 0, 0, 0, 0, b'\n']).unwrap();
    one.after(0);
    let scan = one.after(2);
    assert_eq!(refused(&scan), [("ana".to_owned(), "run.csv".to_owned(), Wrong::NotText { kind: "gzip" })]);
    assert_eq!(refused(&one.after(2)), []);
}

#[test]
fn other_endings_are_named_and_unfinished_ones_passed_over() {
    let one = Setting::new();
    for name in [".hidden.csv", "run.csv.part", "run.csv~", ".~lock.run.csv#", "run.tmp", ".stfolder"] {
        one.write(&format!("ana/{name}"), "a\n");
    }
    fs::create_dir(one.path(".stversions")).unwrap();
    one.write("ana/run.fit", "a\n");
    check_refused_once(one, "ana", "run.fit", Wrong::UnknownFileType { taken: &[".csv"] });
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

#[test]
fn files_found_without_any_event_are_all_handed_out_a_bounded_number_at_a_time() {
    let mut one = Setting::new();
    for number in 0..READY_MAX * 2 + 5 {
        one.write(&format!("ana/{number:04}.csv"), "a\n");
    }
    one.after(0);
    let mut names = BTreeSet::new();
    let mut scan = one.after(2);
    loop {
        assert!(scan.ready.len() <= READY_MAX);
        for file in &scan.ready {
            assert!(names.insert(file.name.to_string()), "{} came twice", file.name);
        }
        if !scan.more {
            break;
        }
        scan = one.after(0);
    }
    assert_eq!(names.len(), READY_MAX * 2 + 5);
}

#[test]
fn a_read_file_moves_aside_and_keeps_its_name() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "a\n");
    one.after(0);
    let file = one.after(2).ready.remove(0);
    let moved = one.inbox.move_to_done(&file, &hash(&file.handle).unwrap()).unwrap().unwrap();
    assert_eq!(moved, one.path("ana").join(DONE_FOLDER).join("run.csv"));
    assert!(!one.path("ana/run.csv").exists());
    assert!(file.is_unchanged().unwrap(), "moving is no change of the content");
    let scan = one.after(5);
    assert_eq!((refused(&scan), ready(&scan)), (vec![], vec![]));
}

#[test]
fn two_files_of_one_name_are_both_kept_in_done() {
    let mut one = Setting::new();
    for text in ["a\n", "b\n", "b\n"] {
        one.write("ana/run.csv", text);
        one.after(3);
        let file = one.after(3).ready.remove(0);
        one.inbox.move_to_done(&file, &hash(&file.handle).unwrap()).unwrap().unwrap();
    }
    let done = fs::read_dir(one.path("ana").join(DONE_FOLDER)).unwrap();
    let mut texts: Vec<String> = done.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    texts.sort();
    assert_eq!(texts, ["a\n", "b\n"]);
}

#[test]
fn a_file_that_replaced_the_read_one_stays_to_be_read() {
    let mut one = Setting::new();
    one.write("ana/run.csv", "a\n");
    one.after(0);
    let file = one.after(2).ready.remove(0);
    one.write("ana/.new", "b\n");
    fs::rename(one.path("ana/.new"), one.path("ana/run.csv")).unwrap();
    assert_eq!(one.inbox.move_to_done(&file, &hash(&file.handle).unwrap()).unwrap(), None);
    assert_eq!(fs::read_to_string(one.path("ana/run.csv")).unwrap(), "b\n");
    one.after(2);
    assert_eq!(ready(&one.after(2)), ["ana/run.csv"]);
}

#[test]
fn the_hash_is_of_the_content_and_leaves_the_file_at_its_beginning() {
    let mut one = Setting::new();
    let text = "x".repeat(200_000) + "\n";
    one.write("ana/run.csv", &text);
    one.after(0);
    let mut file = one.after(2).ready.remove(0);
    assert_eq!(hash(&file.handle).unwrap(), blake3::hash(text.as_bytes()));
    assert_eq!(text_of(&mut file), text);
}

#[test]
fn new_folders_are_open_to_the_group_and_to_nobody_else() {
    let one = Setting::new();
    assert_eq!(fs::metadata(one.path("ana")).unwrap().mode() & 0o777, 0o770);
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

#[tokio::test]
async fn a_new_file_rings_the_bell_and_reading_it_does_not() {
    let mut one = Setting::new();
    let bell = Arc::new(tokio::sync::Notify::new());
    let _wake = Wake::new(one.home.path(), Arc::clone(&bell)).unwrap();
    one.write("ana/run.csv", "a\n");
    tokio::time::timeout(Duration::from_secs(20), bell.notified()).await.expect("no event for a new file");
    one.after(0);
    let mut file = one.after(2).ready.remove(0);
    // What the writing still rings settles before the reading is looked at.
    while tokio::time::timeout(Duration::from_millis(300), bell.notified()).await.is_ok() {}
    text_of(&mut file);
    drop(file);
    let rung = tokio::time::timeout(Duration::from_millis(300), bell.notified()).await.is_ok();
    assert!(!rung, "our own reading must not wake us, or we would never rest");
}
