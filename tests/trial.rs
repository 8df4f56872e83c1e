//! Trials on made-up people whose days are like the days before: how often chance alone passes, and how often a real
//! change is found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use tingled::study::trial::power::{Expected, blocks_needed, power_of};
use tingled::study::trial::schedule::schedule;
use tingled::study::trial::verdict::{chance, verdict};
use tingled::study::trial::{Arm, Held, LEVEL};
use tingled::study::wilcoxon::rank_sum;

/// How alike neighbouring days are.
const CORRELATION: f64 = 0.7;

/// Numbers that look like chance, the same in every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal: twelve of them, less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }

    /// Days of which each is like the one before, each a standard normal by itself.
    fn days(&mut self, count: usize) -> Vec<f64> {
        let mut today = self.normal();
        (0..count)
            .map(|_| {
                today = CORRELATION * today + (1.0 - CORRELATION * CORRELATION).sqrt() * self.normal();
                today
            })
            .collect()
    }
}

/// The share of trials that pass, with its standard error.
fn share(trials: u32, passes: impl Fn(u32) -> bool) -> (f64, f64) {
    let passed = (0..trials).filter(|trial| passes(*trial)).count() as f64 / f64::from(trials);
    (passed, (LEVEL * (1.0 - LEVEL) / f64::from(trials)).sqrt())
}

/// Tingling 0 to 10 of a day, none on most.
fn tingling(day: f64) -> u8 {
    (3.0 * (day - 0.4)).clamp(0.0, 10.0).ceil() as u8
}

/// The sessions of a trial on days as they come, whatever is done.
fn nothing_helps(trial: u32, blocks: usize, strength: impl Fn(f64) -> u8) -> Vec<Held> {
    let days = Chance(u64::from(trial)).days(2 * blocks);
    let arms = schedule(format!("nothing helps {trial}").as_bytes(), blocks);
    let held = |(day, drawn): (f64, Arm)| Held { drawn, done: Some(drawn), tingling: Some(strength(day)) };
    days.into_iter().zip(arms).map(held).collect()
}

#[test]
fn a_change_that_does_nothing_passes_in_one_of_twenty_at_most_however_alike_the_days() {
    let (size, error) = share(4000, |trial| verdict(&nothing_helps(trial, 30, tingling)).helped());
    assert!(size <= LEVEL + 3.0 * error, "{size}");
    // A test that never passes holds its size too.
    assert!(size > LEVEL - 6.0 * error, "{size}");
    let (yes_or_no, error) =
        share(4000, |trial| verdict(&nothing_helps(trial, 30, |day| u8::from(day > 0.4))).helped());
    assert!(yes_or_no <= LEVEL + 3.0 * error && yes_or_no > 0.01, "{yes_or_no}");
}

#[test]
fn sessions_that_were_not_answered_do_not_make_it_pass_more_often() {
    // On the worst days nobody answers.
    let (size, error) = share(4000, |trial| {
        let mut held = nothing_helps(trial, 30, tingling);
        held.iter_mut().filter(|held| held.tingling > Some(5)).for_each(|held| held.tingling = None);
        verdict(&held).helped()
    });
    assert!(size <= LEVEL + 3.0 * error, "{size}");
}

#[test]
fn what_people_choose_themselves_shuffled_freely_passes_far_too_often() {
    // The planted fault: the exposure goes by days as well, and sessions are shuffled as if they were alone.
    let sessions = 60;
    let (size, error) = share(4000, |trial| {
        let mut chance = Chance(u64::from(trial));
        let (tight, days) = (chance.days(sessions), chance.days(sessions));
        let (with, without): (Vec<_>, Vec<_>) = tight.iter().zip(days).partition(|(tight, _)| **tight > 0.0);
        let strength =
            |days: Vec<(&f64, f64)>| -> Vec<f64> { days.iter().map(|day| tingling(day.1).into()).collect() };
        rank_sum(&strength(with), &strength(without)).is_some_and(|found| found.p_above <= LEVEL)
    });
    assert!(size > LEVEL + 10.0 * error, "{size}");
}

#[test]
fn a_trial_as_long_as_was_reckoned_finds_a_real_change() {
    for (usual, odds_ratio) in [(0.5, 0.1), (0.4, 0.15), (0.6, 0.2)] {
        let expected = Expected { usual, odds_ratio };
        let blocks = blocks_needed(&expected, 0.8).unwrap();
        let trials = 4000;
        let (found, _) = share(trials, |trial| {
            let mut chance = Chance(u64::from(trial));
            let arms = schedule(format!("it helps {trial}").as_bytes(), blocks);
            let held = arms.into_iter().map(|drawn| {
                let tingling = u8::from(chance.next() < expected.chance(drawn));
                Held { drawn, done: Some(drawn), tingling: Some(tingling) }
            });
            verdict(&held.collect::<Vec<_>>()).helped()
        });
        let wanted = power_of(&expected, blocks);
        let error = (wanted * (1.0 - wanted) / f64::from(trials)).sqrt();
        assert!(
            wanted >= 0.8 && (found - wanted).abs() < 4.0 * error,
            "{expected:?}, {blocks}: {found}, not {wanted}"
        );
    }
}

#[test]
fn a_law_over_a_hundred_blocks_is_that_of_many_draws() {
    // Too many orders to write down: held against orders drawn at random.
    let mut chance_of = Chance(11);
    let differences: Vec<i32> = (0..100).map(|_| (chance_of.next() * 21.0) as i32 - 9).collect();
    let sum: i32 = differences.iter().sum();
    let draws = 200_000;
    let as_large = (0..draws).filter(|_| {
        let signed = differences.iter().map(|size| if chance_of.next() < 0.5 { *size } else { -size });
        signed.sum::<i32>() >= sum
    });
    let drawn = as_large.count() as f64 / f64::from(draws);
    let wanted = chance(&differences);
    assert!((drawn - wanted).abs() < 4.0 * (wanted * (1.0 - wanted) / f64::from(draws)).sqrt(), "{drawn}, {wanted}");
}
