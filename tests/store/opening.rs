//! Opening: what is made, and what is refused.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use tingled::store::{LOCK_FILE, Store, StoreError};

use crate::made::{House, all, ana, drink, minute, turn};

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn health_data_is_for_its_owner_only() {
    let house = House::new();
    let mut store = house.open();
    store.commit(&turn(vec![drink(&ana(), minute(0), 1.0)])).unwrap();
    let folder = house.path().parent().unwrap().to_owned();
    assert_eq!(mode(&folder), 0o700);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let names: Vec<_> = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["tingled.db", "tingled.db-shm", "tingled.db-wal", LOCK_FILE]);
    assert!(files.iter().all(|file| mode(file) == 0o600));
}

#[test]
fn a_second_writer_is_refused_by_name_and_a_reader_is_not() {
    let house = House::new();
    let mut writer = house.open();
    let second = Store::open(&house.path()).unwrap_err();
    let StoreError::InUse { pid, .. } = &second else { panic!("{second}") };
    assert_eq!(*pid, std::process::id().to_string());
    assert!(second.to_string().contains("stop it, or let it do the work"), "{second}");

    let mut reader = Store::open_read_only(&house.path()).unwrap();
    writer.commit(&turn(vec![drink(&ana(), minute(0), 1.0)])).unwrap();
    assert_eq!(all(&reader, &ana()).len(), 1, "a reader sees what is committed");
    let refused = reader.commit(&turn(vec![drink(&ana(), minute(1), 1.0)])).unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly { .. }), "{refused:?}");
    reader.reopen().unwrap();
    writer.commit(&turn(vec![drink(&ana(), minute(1), 1.0)])).unwrap();
    assert_eq!(all(&reader, &ana()).len(), 2);
    drop(writer);
    drop(house.open());
}

#[test]
fn a_database_of_a_newer_tingled_is_refused_and_left_alone() {
    let house = House::new();
    drop(house.open());
    let db = rusqlite::Connection::open(house.path()).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let before = fs::read(house.path()).unwrap();
    let refused = Store::open(&house.path()).unwrap_err();
    assert!(matches!(refused, StoreError::NewerSchema { found: 99, .. }), "{refused:?}");
    let refused = Store::open_read_only(&house.path()).unwrap_err();
    assert!(matches!(refused, StoreError::NewerSchema { found: 99, .. }), "{refused:?}");
    assert_eq!(fs::read(house.path()).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    let house = House::new();
    fs::create_dir(house.path().parent().unwrap()).unwrap();
    let db = rusqlite::Connection::open(house.path()).unwrap();
    db.execute_batch("CREATE TABLE notes (text)").unwrap();
    drop(db);
    let before = fs::read(house.path()).unwrap();
    assert!(matches!(Store::open(&house.path()), Err(StoreError::NotOurs { .. })));
    assert_eq!(fs::read(house.path()).unwrap(), before);
}

#[test]
fn a_damaged_file_is_refused_and_left_alone() {
    let house = House::new();
    let mut store = house.open();
    store.commit(&turn((0..3_000).map(|number| drink(&ana(), minute(number), 1.0)).collect())).unwrap();
    drop(store);
    let whole = fs::read(house.path()).unwrap();
    let pages = whole.len() / 4096;
    let mut refused = 0;
    for page in 0..pages {
        let mut damaged = whole.clone();
        damaged[page * 4096..(page + 1) * 4096].fill(0x5a);
        fs::write(house.path(), &damaged).unwrap();
        match Store::open(&house.path()) {
            Err(StoreError::Corrupt { .. }) => refused += 1,
            Err(other) => panic!("page {page}: {other:?}"),
            // A page that holds nothing may be anything.
            Ok(store) => store.check().unwrap(),
        }
        assert_eq!(fs::read(house.path()).unwrap(), damaged, "page {page}");
    }
    assert!(refused > pages / 2, "{refused} of {pages}");
    fs::write(house.path(), whole).unwrap();
    assert_eq!(all(&house.open(), &ana()).len(), 3_000);
}

#[test]
fn a_reader_without_a_database_makes_none() {
    let house = House::new();
    let missing = Store::open_read_only(&house.path()).unwrap_err();
    assert!(matches!(missing, StoreError::CannotOpen { .. }), "{missing:?}");
    assert!(!house.path().exists());
}

#[test]
fn a_writer_says_what_it_cannot_make() {
    let house = House::new();
    fs::write(house.folder.path().join("data"), "a file where the folder should be").unwrap();
    let refused = Store::open(&house.path()).unwrap_err();
    assert!(matches!(refused, StoreError::CannotOpen { .. }), "{refused:?}");
}

#[test]
fn a_copy_that_a_killed_restore_left_behind_is_gone_after_the_next_opening() {
    let house = House::new();
    let left = house.open().set_aside();
    assert_eq!(left.parent(), house.path().parent());
    fs::write(&left, "somebody's records").unwrap();
    drop(house.open());
    assert!(!left.exists());
}
