//! The inbox as people and their sync tools treat it: half-written, growing, replaced, renamed and moved files.
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
#[expect(dead_code, reason = "each test file takes what it needs")]
mod support;

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;
use std::time::Duration;

use support::{Setting, ready, refused, text_of};
use tingled::io::inbox::{DONE_FOLDER, READY_MAX, Wake, hash};
use tingled::record::Wrong;

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
fn a_file_of_a_watch_or_of_xml_is_ready_when_all_of_it_is_there_and_waits_while_it_is_not() {
    let mut one = Setting::new();
    let fit = b"\x0e\x10\x43\x08\x04\x00\x00\x00.FIT\x00\x00\x01\x02\x03\x04\x05\x06";
    std::fs::write(one.path("ana/half.fit"), &fit[..17]).unwrap();
    std::fs::write(one.path("ana/whole.fit"), fit).unwrap();
    one.write("ana/half.gpx", "<gpx><trk><trkseg");
    one.write("ana/whole.gpx", "<gpx><trk/></gpx>");
    one.after(0);
    let scan = one.after(3);
    assert_eq!((ready(&scan), scan.waiting), (vec!["ana/whole.fit".to_owned(), "ana/whole.gpx".to_owned()], 2));
    // What rests that long is read, and named for what is wrong with it.
    assert_eq!(ready(&one.after(61)), ["ana/half.fit", "ana/half.gpx"]);
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
