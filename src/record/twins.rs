//! One session that several sources recorded: which records tell of the same one, and what they tell together.
//!
//! A person is in one session at a time. Two records of different sources tell of the same one when they overlap and
//! agree in length and way; or when they agree to the second in length and nearly to the metre in way, and lie a whole
//! number of quarter hours apart: then one source had another zone. Nobody's records are compared with another's, and
//! no two of one source are ever taken for one.

use std::collections::BTreeSet;

use super::words::Sport;
use super::{Fields, Key, Source, Workout};
use crate::time::Timestamp;
use crate::units::Quantity;

/// One source's record of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// When it says that the session began.
    pub at: Timestamp,
    /// The record.
    pub key: Key,
    /// Who recorded it.
    pub source: Source,
    /// What was recorded.
    pub workout: Workout,
}

/// Pairs of records that a person said are of two sessions, each pair once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart(BTreeSet<(Key, Key)>);

impl Apart {
    /// Keeps two records apart from now on.
    pub fn keep(&mut self, one: Key, other: Key) {
        self.0.insert((one.min(other), one.max(other)));
    }

    /// Whether these two are kept apart.
    pub fn holds(&self, one: Key, other: Key) -> bool {
        self.0.contains(&(one.min(other), one.max(other)))
    }

    /// The pairs, the lesser key first.
    pub fn pairs(&self) -> impl Iterator<Item = &(Key, Key)> {
        self.0.iter()
    }
}

/// Starts may lie so far apart: a phone is started later than a watch.
const START_MIN: f64 = 10.0;
/// Lengths may differ by this share of the longer, or by [`LENGTH_MIN`].
const LENGTH_SHARE: f64 = 0.1;
const LENGTH_MIN: f64 = 3.0;
/// Ways may differ by this share of the longer, or by [`WAY_M`].
const WAY_SHARE: f64 = 0.1;
const WAY_M: f64 = 300.0;
/// Without a length the starts must be so near.
const BARE_START_MIN: f64 = 2.0;

/// Zones lie whole quarter hours apart, and hardly more than this.
const ZONE_MIN: f64 = 15.0;
const ZONES_APART_MIN: f64 = 14.0 * 60.0;
/// In another zone everything else must agree: the seconds of the start, the length, the way, the heart.
const ZONE_SLACK_MIN: f64 = 0.05;
const ZONE_LENGTH_MIN: f64 = 1.0 / 6.0;
const ZONE_WAY_SHARE: f64 = 0.01;
const ZONE_WAY_LEAST_M: f64 = 500.0;
const ZONE_HEART_BPM: f64 = 2.0;

/// Records so far apart are never twins, in milliseconds.
pub(super) const REACH_MS: i64 = 15 * 3_600_000;

/// How unlike two twins are: the lesser is the better pair. Whether their zones differ, milliseconds between their
/// starts, and milliseconds between their lengths.
type Unlike = (bool, u64, u64);

/// How unlike two records are, when they tell of one session.
pub(super) fn unlike(one: &Trace, other: &Trace) -> Option<Unlike> {
    if one.source == other.source || !is_one_sport(&one.workout, &other.workout) {
        return None;
    }
    let start_ms = one.at.as_millisecond().abs_diff(other.at.as_millisecond());
    if start_ms > REACH_MS.unsigned_abs() {
        return None;
    }
    let start_min = minutes(start_ms);
    let length = nearest(&lengths(&one.workout), &lengths(&other.workout));
    let unlike = |is_shifted, apart_min: f64| Some((is_shifted, start_ms, thousandths(apart_min)));
    match length {
        None if start_min <= BARE_START_MIN && is_one_way(one, other) => unlike(false, 0.0),
        None => None,
        Some((apart, longer)) if start_min <= START_MIN => {
            let agrees = apart <= (LENGTH_SHARE * longer).max(LENGTH_MIN) && is_one_way(one, other);
            (agrees && overlap(one, other)).then(|| unlike(false, apart)).flatten()
        }
        Some((apart, _)) => is_shifted(one, other, start_min, apart).then(|| unlike(true, apart)).flatten(),
    }
}

/// Whether they tell of one session by clocks of two zones.
fn is_shifted(one: &Trace, other: &Trace, start_min: f64, length_apart_min: f64) -> bool {
    let off = start_min % ZONE_MIN;
    let is_whole = off.min(ZONE_MIN - off) <= ZONE_SLACK_MIN && start_min <= ZONES_APART_MIN + ZONE_SLACK_MIN;
    let ways = one.workout.distance_m.map(Quantity::get).zip(other.workout.distance_m.map(Quantity::get));
    let is_one_way =
        ways.is_some_and(|(a, b)| a.min(b) >= ZONE_WAY_LEAST_M && (a - b).abs() <= ZONE_WAY_SHARE * a.max(b));
    let hearts = one.workout.hr_avg_bpm.map(Quantity::get).zip(other.workout.hr_avg_bpm.map(Quantity::get));
    let is_one_heart = hearts.is_none_or(|(a, b)| (a - b).abs() <= ZONE_HEART_BPM);
    is_whole && length_apart_min <= ZONE_LENGTH_MIN && is_one_way && is_one_heart
}

/// Whether the kinds of exercise can be one: apps name the same way on foot differently, and some name none.
fn is_one_sport(one: &Workout, other: &Workout) -> bool {
    let (Some(one), Some(other)) = (one.sport, other.sport) else { return true };
    let on_foot = [Sport::Run, Sport::Walk, Sport::Hike];
    let anything = [Sport::Other, Sport::Cardio, Sport::Multi];
    one == other
        || (on_foot.contains(&one) && on_foot.contains(&other))
        || anything.contains(&one)
        || anything.contains(&other)
}

/// Whether the ways agree, where both are told.
fn is_one_way(one: &Trace, other: &Trace) -> bool {
    let ways = one.workout.distance_m.map(Quantity::get).zip(other.workout.distance_m.map(Quantity::get));
    ways.is_none_or(|(a, b)| (a - b).abs() <= (WAY_SHARE * a.max(b)).max(WAY_M))
}

/// Whether they went on at the same time for at least half of the shorter one.
fn overlap(one: &Trace, other: &Trace) -> bool {
    let span = |trace: &Trace| {
        let start = minutes(trace.at.as_millisecond().abs_diff(one.at.as_millisecond()));
        let start = if trace.at < one.at { -start } else { start };
        let longest = lengths(&trace.workout).into_iter().fold(0.0, f64::max);
        (start, start + longest)
    };
    let ((a, a_end), (b, b_end)) = (span(one), span(other));
    let shorter = (a_end - a).min(b_end - b);
    a_end.min(b_end) - a.max(b) >= 0.5 * shorter
}

/// The lengths that a record tells, with pauses and without, in minutes.
fn lengths(workout: &Workout) -> Vec<f64> {
    let told = [workout.elapsed_min, workout.duration_min].into_iter().flatten().map(Quantity::get);
    told.filter(|minutes| *minutes > 0.0).collect()
}

/// How far the nearest two lengths are apart, and the longer of them.
fn nearest(one: &[f64], other: &[f64]) -> Option<(f64, f64)> {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| ((a - b).abs(), a.max(*b))));
    pairs.min_by(|one, other| one.0.total_cmp(&other.0))
}

#[expect(clippy::cast_precision_loss, reason = "below 15 hours of milliseconds")]
fn minutes(ms: u64) -> f64 {
    ms as f64 / 60_000.0
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an order of pairs needs no more")]
fn thousandths(minutes: f64) -> u64 {
    (minutes * 60_000.0) as u64
}

/// Which of these records tell of one session, each group in order of time and key: the best pairs first, and no two of
/// one source together, nor two that are kept apart. It depends on the records alone, not on their order.
pub(super) fn groups(traces: &[Trace], apart: &Apart) -> Vec<Vec<usize>> {
    let mut pairs = Vec::new();
    for (a, one) in traces.iter().enumerate() {
        for (b, other) in traces.iter().enumerate().skip(a.saturating_add(1)) {
            pairs.extend(unlike(one, other).map(|unlike| {
                let (first, second) = (one.key.min(other.key), one.key.max(other.key));
                (unlike, first, second, a, b)
            }));
        }
    }
    pairs.sort();
    // Each record begins alone; a pair puts two groups together.
    let mut groups: Vec<Vec<usize>> = (0..traces.len()).map(|index| vec![index]).collect();
    for (.., a, b) in pairs {
        let of = |wanted: usize| groups.iter().position(|group| group.contains(&wanted));
        let (Some(left), Some(right)) = (of(a), of(b)) else { continue };
        if left == right || !may_join(traces, apart, groups.get(left), groups.get(right)) {
            continue;
        }
        let moved = groups.get_mut(right).map(std::mem::take).unwrap_or_default();
        if let Some(group) = groups.get_mut(left) {
            group.extend(moved);
        }
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_by_key(|index| traces.get(*index).map(|trace| (trace.at, trace.key)));
    }
    groups
}

/// Whether no source is in both groups, and nothing of one is kept apart from anything of the other.
fn may_join(traces: &[Trace], apart: &Apart, one: Option<&Vec<usize>>, other: Option<&Vec<usize>>) -> bool {
    let of = |group: Option<&Vec<usize>>| -> Vec<&Trace> {
        group.into_iter().flatten().filter_map(|index| traces.get(*index)).collect()
    };
    let other = of(other);
    let fits = |one: &Trace, other: &Trace| one.source != other.source && !apart.holds(one.key, other.key);
    of(one).iter().all(|one| other.iter().all(|other| fits(one, other)))
}

/// What the records of one session tell together: the place of the one that stands for it, and its answers, with those
/// of the others where it has none. What the person told goes first, then the fullest record.
pub(super) fn together(group: &[&Trace]) -> Option<((Timestamp, Key), Workout)> {
    let mut order: Vec<&Trace> = group.to_vec();
    order.sort_by_key(|trace| {
        let is_own = &*trace.source.0 == Source::OWN;
        (!is_own, std::cmp::Reverse(answers(&trace.workout)), trace.source.clone(), trace.key)
    });
    let (first, others) = order.split_first()?;
    let mut joined = first.workout.clone();
    others.iter().for_each(|other| fill(&mut joined, &other.workout));
    Some(((first.at, first.key), joined))
}

fn answers(workout: &Workout) -> usize {
    Workout::FIELDS.iter().filter(|field| (field.get)(workout).is_some()).count()
}

/// Answers that say nothing without the one before them: they are taken together or not at all.
const BOUND: &[(&str, &str)] =
    &[("sport_text", "sport"), ("device_load_name", "device_load"), ("shoe_km", "shoe"), ("effort", "rpe_cr10")];

fn fill(joined: &mut Workout, other: &Workout) {
    let missing: Vec<&str> =
        Workout::FIELDS.iter().filter(|field| (field.get)(joined).is_none()).map(|field| field.name).collect();
    let longest = joined.duration_min.map(Quantity::get);
    for field in Workout::FIELDS.iter().filter(|field| missing.contains(&field.name)) {
        let is_bound = BOUND.iter().any(|(name, to)| *name == field.name && !missing.contains(to));
        // A length with pauses is not shorter than the one without.
        let is_short = field.name == "elapsed_min" && other.elapsed_min.map(Quantity::get) < longest;
        if let (Some(value), false, false) = ((field.get)(other), is_bound, is_short) {
            // The value was read out of such a field.
            let _ = (field.set)(joined, value);
        }
    }
}
