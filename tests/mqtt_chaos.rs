//! Letters travel out, through the broker and in again, while both sides are killed and restarted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::result_large_err,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use common::core::{Core, letter, settings};
use common::mosquitto::{Mosquitto, PATIENCE};
use tingled::io::mqtt::{AckToken, FromBroker, Line, ToBroker};

const LETTERS: i64 = 3000;
/// Arrivals between two accidents.
const CALM: usize = 230;
/// Messages stored in one transaction; an accident finds some read and not stored.
const BATCH: usize = 40;

/// When a core acknowledges.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// After its commit, as ours.
    AfterTheCommit,
    /// The planted fault: as soon as it has read a message.
    AtOnce,
}

/// What survives a kill: the core's own outbox and its own store.
struct Disk {
    undelivered: BTreeSet<i64>,
    stored: BTreeSet<i64>,
    receipts: usize,
}

/// What does not.
#[derive(Default)]
struct Memory {
    handed: BTreeSet<i64>,
    read: Vec<i64>,
    tokens: Vec<AckToken>,
}

/// Works until `CALM` more messages have arrived, or nothing is to be done any more (`false`).
fn work(core: &mut Core, disk: &mut Disk, memory: &mut Memory, manner: Manner) -> bool {
    let goal = disk.receipts + CALM;
    while disk.receipts < goal {
        let next: Vec<i64> = disk.undelivered.difference(&memory.handed).take(core.room()).copied().collect();
        for id in next {
            core.send(ToBroker::Publish(letter(id, "ana/in/loop", id.to_string(), false)));
            memory.handed.insert(id);
        }
        let patience = if disk.undelivered.is_empty() { Duration::from_secs(2) } else { PATIENCE };
        match core.next(patience) {
            Some(FromBroker::Arrived { payload, ack, .. }) => {
                disk.receipts += 1;
                memory.read.push(String::from_utf8(payload).unwrap().parse().unwrap());
                match manner {
                    Manner::AtOnce => core.acknowledge(ack),
                    Manner::AfterTheCommit => memory.tokens.push(ack),
                }
            }
            Some(FromBroker::Delivered { id }) => {
                disk.undelivered.remove(&id);
            }
            Some(FromBroker::Refused { id, why }) => panic!("letter {id} was refused: {why}"),
            Some(other) => core.log.push(format!("{other:?}")),
            None => {
                assert!(disk.undelivered.is_empty(), "no progress: {:?}", core.log);
                commit(core, disk, memory);
                return false;
            }
        }
        if memory.read.len() >= BATCH {
            commit(core, disk, memory);
        }
        if i64::try_from(disk.stored.len()).unwrap() == LETTERS {
            return false;
        }
    }
    true
}

fn commit(core: &Core, disk: &mut Disk, memory: &mut Memory) {
    disk.stored.extend(memory.read.drain(..));
    core.send(ToBroker::Acknowledge(std::mem::take(&mut memory.tokens)));
}

/// The letters that were sent and never stored.
fn lost(manner: Manner) -> Option<Vec<i64>> {
    let mut broker = Mosquitto::start_with("autosave_interval 1800")?;
    // The subscription must exist before the first letter: a broker keeps nothing for a stranger.
    let mut core = Core::connected(settings(broker.port()), Line::Ingest);
    let mut memory = Memory::default();
    let mut disk = Disk { undelivered: (0..LETTERS).collect(), stored: BTreeSet::new(), receipts: 0 };
    let mut accidents = 0;
    while work(&mut core, &mut disk, &mut memory, manner) {
        match accidents % 4 {
            // A tidy restart: the broker keeps its sessions.
            0 => broker.restart(),
            1 => {
                // What was acknowledged leaves; on a busy machine a kill at once would find it all still here.
                std::thread::sleep(Duration::from_millis(300));
                core.crash();
                (core, memory) = (Core::start(settings(broker.port())), Memory::default());
            }
            2 => {
                broker.freeze();
                std::thread::sleep(Duration::from_millis(300));
                broker.thaw();
            }
            _ => {
                commit(&core, &mut disk, &mut memory);
                core.finish();
                (core, memory) = (Core::start(settings(broker.port())), Memory::default());
            }
        }
        accidents += 1;
    }
    assert!(accidents >= 8, "only {accidents} accidents");
    Some((0..LETTERS).filter(|id| !disk.stored.contains(id)).collect())
}

#[test]
fn nothing_is_lost_while_both_sides_are_killed_and_restarted() {
    let Some(lost) = lost(Manner::AfterTheCommit) else { return };
    assert!(lost.is_empty(), "lost: {lost:?}");
}

#[test]
fn a_core_that_acknowledges_before_it_stores_is_caught() {
    let Some(lost) = lost(Manner::AtOnce) else { return };
    assert!(!lost.is_empty(), "the test would not notice a loss");
}
