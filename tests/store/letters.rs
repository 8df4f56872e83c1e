//! The outbox.

use tingled::store::{Store, Turn};
use tingled::time::add_days;
use tingled::wire::{Letter, Purpose};

use crate::made::{House, minute};

fn letter(topic: &str, payload: &str, purpose: Purpose) -> Letter {
    Letter { topic: topic.into(), payload: payload.as_bytes().to_vec(), purpose }
}

fn write(store: &mut Store, letters: Vec<Letter>) {
    store.commit(&Turn { at: minute(0), letters, ..Turn::default() }).unwrap();
}

fn payloads(store: &Store) -> Vec<String> {
    let due = store.due(minute(0), 99).unwrap();
    due.into_iter().map(|(_, letter)| String::from_utf8(letter.payload).unwrap()).collect()
}

#[test]
fn a_newer_standing_letter_voids_the_older_one_and_no_event() {
    let house = House::new();
    let mut store = house.open();
    write(
        &mut store,
        vec![
            letter("ana/out/alert/rf01", "one", Purpose::Standing),
            letter("ana/out/alert/rf01", "raised", Purpose::Event),
            letter("ana/out/alert/rf02", "other topic", Purpose::Standing),
        ],
    );
    write(
        &mut store,
        vec![letter("ana/out/event", "changed", Purpose::Event), letter("ana/out/alert/rf01", "", Purpose::Standing)],
    );
    assert_eq!(payloads(&store), ["raised", "other topic", "changed", ""]);
}

#[test]
fn letters_leave_in_order_and_stay_until_the_broker_took_them() {
    let house = House::new();
    let mut store = house.open();
    let odd = Letter { topic: "t".into(), payload: vec![0xff, 0x00], purpose: Purpose::Reply };
    write(&mut store, vec![letter("a", "1", Purpose::Event), letter("b", "2", Purpose::Event), odd.clone()]);
    let due = store.due(minute(0), 2).unwrap();
    assert_eq!(due.len(), 2, "no more than asked for");
    store.delivered(&[due[0].0, 4_711], minute(1)).unwrap();
    store.refused(due[1].0, "not authorised", minute(10)).unwrap();
    assert_eq!(store.due(minute(9), 9).unwrap().into_iter().map(|(_, letter)| letter).collect::<Vec<_>>(), [odd]);
    assert_eq!(store.next_due().unwrap(), Some(minute(0)));
    assert_eq!(store.due(minute(10), 9).unwrap()[0], due[1]);
    assert_eq!(store.counts().unwrap().outbox, 2);
    drop(store);
    assert_eq!(house.open().due(minute(10), 9).unwrap().len(), 2, "also after opening again");
}

#[test]
fn delivered_letters_go_after_a_week() {
    let house = House::new();
    let mut store = house.open();
    write(&mut store, vec![letter("a", "first words", Purpose::Event)]);
    let (id, _) = store.due(minute(0), 1).unwrap()[0];
    store.delivered(&[id], minute(0)).unwrap();
    let kept = || {
        let db = rusqlite::Connection::open(house.path()).unwrap();
        db.query_row("SELECT count(*) FROM outbox", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    store.delivered(&[], add_days(minute(0), 6.9)).unwrap();
    assert_eq!(kept(), 1);
    store.delivered(&[], add_days(minute(0), 7.1)).unwrap();
    assert_eq!(kept(), 0);
}
