//! A past that is lived again says what was said the first time, at the same moments, and never knows what comes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic and print"
)]

mod cases;
mod lives;
mod relived;

use cases::random::Random;
use relived::{Line, Service, eventful, log_of, people_of, replayed, start};
use tingled::daemon::replay::{Deed, Past, STEP, known_at};
use tingled::decide::Policy;
use tingled::time::{SignedDuration, Timestamp, add_days};

/// How often the service looks and how long it lives: a short life looked at often, a long one looked at seldom.
const PACES: &[(i64, usize)] = &[(10, 5), (30, 12), (360, 120)];

/// Lives that are lived twice; `TINGLED_LONG=1` tries many more.
const LIVES: u64 = 12;

fn pace(seed: u64) -> (SignedDuration, usize) {
    let (minutes, days) = PACES[seed as usize % PACES.len()];
    (SignedDuration::from_mins(minutes), days)
}

/// The past of a life whose records come in as soon as they can be known.
fn past(life: &lives::Life) -> Past {
    Past::lived(life.person.clone(), life.profile.clone(), relived::records(life), &jiff::tz::TimeZone::UTC)
}

/// What a running service says that hears each record as soon as it can be known.
fn lived(life: &lives::Life, looks: SignedDuration, end: Timestamp, random: &mut Random) -> Vec<Line> {
    let mut service = Service::start(life, looks);
    let mut records: Vec<_> = relived::records(life).into_iter().map(|one| (at(&one), one)).collect();
    records.sort_by_key(|(at, _)| *at);
    for group in records.chunk_by(|one, other| one.0 == other.0) {
        service.passes(group[0].0);
        service.hears(group.iter().map(|(_, record)| record.clone()).collect());
        if random.chance(2) {
            service.restarts();
        }
    }
    service.passes(end);
    service.log()
}

fn at(record: &tingled::record::Record) -> Timestamp {
    known_at(record, &jiff::tz::TimeZone::UTC)
}

/// The first line that is not the same.
fn first_difference(live: &[Line], replay: &[Line]) -> Option<String> {
    let place = (0..live.len().max(replay.len())).find(|place| live.get(*place) != replay.get(*place))?;
    Some(format!("line {place}\n live   {:?}\n replay {:?}", live.get(place), replay.get(place)))
}

#[test]
fn a_replay_says_what_the_running_service_said_at_the_same_moments() {
    let (mut lines, mut levels) = (0, std::collections::BTreeSet::new());
    for seed in 0..LIVES {
        let ((looks, days), mut random) = (pace(seed), Random(seed));
        let (life, end) = (eventful(&mut random, seed, days), add_days(start(), days as f64 + 1.0));
        let live = lived(&life, looks, end, &mut random);
        let replay = replayed(past(&life), &life, looks, end);
        lines += live.len();
        levels.extend(live.iter().map(|line| line.level));
        if let Some(different) = first_difference(&live, &replay) {
            panic!("seed {seed}, {} lines: {different}", live.len());
        }
    }
    eprintln!("{lines} lines, levels {levels:?}");
    assert!(lines > 1500 && levels.len() == 5, "{lines} lines of {levels:?}: this proves little");
}
