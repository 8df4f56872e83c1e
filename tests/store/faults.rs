//! Killed at any moment: what was committed is there, and nothing is there in halves.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tingled::record::Outcome;
use tingled::store::{Store, StoreError, Turn};
use tingled::wire::{Letter, Purpose};

use crate::made::{House, all, ana, drink, fresh, minute};

/// The folder a child works in; a test that finds it set is the child of itself.
const FOLDER: &str = "TINGLED_TEST_FOLDER";
const RECORDS_PER_TURN: i64 = 7;

/// This test program again, to run only the test of that name as the child in that folder, with stdout to read.
pub(crate) fn again(test: &str, folder: &std::path::Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(FOLDER, folder).stdout(Stdio::piped());
    command
}

/// The folder that a parent test gave to this child.
pub(crate) fn given_folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// A turn with records and a letter that say which turn it is.
pub(crate) fn numbered_turn(number: i64) -> Turn {
    let records = (0..RECORDS_PER_TURN).map(|row| drink(&ana(), minute(number * 100 + row), 200.0)).collect();
    let letter = Letter { topic: number.to_string(), payload: b"{}".to_vec(), purpose: Purpose::Event };
    Turn { at: minute(0), records: fresh(records), letters: vec![letter], ..Turn::default() }
}

/// Every turn is whole: the turns 0 to n are there, with all their records and letters. Returns their number.
pub(crate) fn whole_turns(store: &Store) -> i64 {
    store.check().unwrap();
    let letters = store.due(minute(0), usize::MAX).unwrap();
    let turns = i64::try_from(letters.len()).unwrap();
    let mut wanted: Vec<_> = (0..turns)
        .flat_map(|number| numbered_turn(number).records)
        .inspect(|change| assert_eq!(change.outcome, Outcome::New))
        .map(|change| change.record)
        .collect();
    wanted.sort_by_key(|record| record.key);
    assert!(all(store, &ana()) == wanted, "{turns} letters, and not their records");
    turns
}

/// What the child does: commits until it is killed.
fn commit_until_killed(folder: &std::path::Path) {
    let mut store = Store::open(&folder.join("tingled.db")).unwrap();
    for number in whole_turns(&store).. {
        store.commit(&numbered_turn(number)).unwrap();
        println!("turn {number} done");
    }
}

/// The last turn that the child says is committed, once `least` lines have come.
fn last_committed(child: &mut Child, least: usize) -> i64 {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    // The harness writes its own words before the first line, on the same line.
    let numbers = lines.filter_map(|line| Some(line.split_once("turn ")?.1.strip_suffix(" done")?.parse().unwrap()));
    let mut numbers = numbers.skip(least);
    let last = numbers.next().unwrap();
    child.kill().unwrap();
    // What was said between the last line read and the kill counts too.
    let last = numbers.last().unwrap_or(last);
    child.wait().unwrap();
    last
}

#[test]
fn what_was_committed_before_a_kill_is_there_and_whole() {
    if let Some(folder) = given_folder() {
        return commit_until_killed(&folder);
    }
    let house = House::new();
    for round in 0..6 {
        let mut child = again("faults::what_was_committed_before_a_kill_is_there_and_whole", house.folder.path())
            .spawn()
            .unwrap();
        let last = last_committed(&mut child, 1 + 3 * round);
        let store = Store::open(&house.folder.path().join("tingled.db")).unwrap();
        let turns = whole_turns(&store);
        assert!(turns > last, "turn {last} was committed, and only {turns} are there");
        assert!(turns <= last + 2, "at most the one under way is there besides");
    }
}

#[test]
fn a_writer_in_another_process_is_refused_until_it_dies() {
    if let Some(folder) = given_folder() {
        return commit_until_killed(&folder);
    }
    let house = House::new();
    let mut child =
        again("faults::a_writer_in_another_process_is_refused_until_it_dies", house.folder.path()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.find(|line| line.as_ref().is_ok_and(|line| line.ends_with("done"))).unwrap().unwrap();
    let path = house.folder.path().join("tingled.db");
    let refused = Store::open(&path).unwrap_err();
    let StoreError::InUse { pid, .. } = refused else { panic!("{refused}") };
    assert_eq!(pid, child.id().to_string());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(whole_turns(&Store::open(&path).unwrap()) > 0);
}
