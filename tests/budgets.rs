//! How often people are spoken to: ordinary lives through the pure core, with a simulated clock, against the budgets
//! of the delivery table. Seeds are fixed; `TINGLED_LONG=1` tries as many again with other seeds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic, print and read its environment"
)]

mod cases;
mod lives;

use std::collections::BTreeMap;

use cases::random::Random;
use lives::{Life, Telling, Way, life};
use tingled::assess::Level;
use tingled::daemon::look::{Window, look};
use tingled::decide::{Alert, Policy, State, acknowledge};
use tingled::record::{Body, Kind, Value};
use tingled::time::{Timestamp, add_days, add_minutes, minutes_between};

const DAYS: usize = 90;
const DAY_MIN: f64 = 1440.0;

/// Persons of all kinds.
const PERSONS: u64 = 200;

fn start() -> Timestamp {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

/// What one person heard.
#[derive(Debug, Default)]
struct Heard {
    /// When something was pushed, and at which level.
    pushes: Vec<(Timestamp, Level)>,
    /// Alerts that were ever urgent, or an emergency, by rule.
    grave: BTreeMap<String, Level>,
    /// How many of them there were.
    urgent: usize,
    emergencies: usize,
}

/// A life lived through, tick by tick.
struct Living<'a> {
    life: &'a Life,
    policy: &'a Policy,
    window: Window,
    random: Random,
    heard: Heard,
}

impl Living<'_> {
    fn look(&mut self, records: &[tingled::record::Record], now: Timestamp) -> bool {
        let look = look(&self.life.person, &self.window, records, self.policy, now);
        for utterance in look.utterances() {
            let before = self.window.said.get(&utterance.alert.id).map(|alert| alert.level);
            self.window.speak(utterance);
            let alert = &utterance.alert;
            if utterance.push {
                self.heard.pushes.push((now, alert.level));
            }
            if alert.level >= Level::Urgent && before.is_none_or(|before| before < Level::Urgent) {
                self.heard.grave.insert(alert.rule.to_string(), alert.level);
                self.heard.urgent += usize::from(alert.level == Level::Urgent);
                self.heard.emergencies += usize::from(alert.level == Level::Emergency);
            }
        }
        self.window.forget(now);
        look.waits
    }

    /// What this person does about open alerts once a day: sees some of them, wants quiet of others.
    fn answer(&mut self, now: Timestamp) {
        let open: Vec<Alert> =
            self.window.said.values().filter(|alert| alert.state == State::Open).cloned().collect();
        for alert in open.iter().filter(|alert| alert.level > Level::Note) {
            let said = match self.random.below(4) {
                0 | 1 => acknowledge(alert, now),
                2 => tingled::decide::snooze(alert, 8.0, now).ok(),
                _ => None,
            };
            said.into_iter().for_each(|said| self.window.speak(&said));
        }
    }
}

/// Lives through it; what was heard.
fn live(life: &Life, policy: &Policy) -> Heard {
    let window = Window { history: tingled::record::History::of(life.profile.clone(), []), ..Window::default() };
    let mut living = Living { life, policy, window, random: Random(7), heard: Heard::default() };
    let mut evening = add_minutes(start(), 22.0 * 60.0);
    let mut waiting: Option<Timestamp> = None;
    for telling in &life.tellings {
        while let Some(tick) = waiting.filter(|tick| *tick <= telling.at) {
            waiting = living.look(&[], tick).then(|| add_minutes(tick, 30.0));
        }
        while evening < telling.at {
            // Notes are never pushed: time alone changes nothing that is heard of them.
            if living.window.said.values().any(|alert| alert.is_standing() && alert.level > Level::Note) {
                living.look(&[], evening);
                living.answer(evening);
            }
            evening = add_days(evening, 1.0);
        }
        for record in &telling.records {
            living.window.history.take(record.clone());
        }
        let waits = living.look(&telling.records, telling.at);
        waiting = waits.then(|| waiting.unwrap_or_else(|| add_minutes(telling.at, 30.0)));
    }
    living.heard
}

/// What a budget does not allow.
fn over_budget(heard: &Heard) -> Vec<String> {
    let advice: Vec<Timestamp> =
        heard.pushes.iter().filter(|(_, level)| *level == Level::Advice).map(|(at, _)| *at).collect();
    let most = |minutes: f64| {
        let within = |from: &Timestamp| {
            advice.iter().filter(|at| **at >= *from && minutes_between(*from, **at) < minutes).count()
        };
        advice.iter().map(within).max().unwrap_or(0)
    };
    let mut over = Vec::new();
    let mut limit = |name: &str, count: usize, most: usize| {
        if count > most {
            over.push(format!("{name}: {count}, at most {most}; {:?}", heard.grave));
        }
    };
    limit("advice in a day", most(DAY_MIN), 1);
    limit("advice in a week", most(7.0 * DAY_MIN), 3);
    limit("urgent without a sign", heard.urgent, 1);
    limit("emergencies without a sign", heard.emergencies, 0);
    over
}

/// Lives of all kinds with these seeds, lived through on as many threads as there are cores.
fn lived(seeds: impl Iterator<Item = u64>, policy: &Policy) -> Vec<(Life, Heard)> {
    let seeds: Vec<u64> = seeds.collect();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let one = |seed: &u64| {
        let life = life(Way::ALL[(seed % 6) as usize], *seed, start(), DAYS);
        let heard = live(&life, policy);
        (life, heard)
    };
    std::thread::scope(|scope| {
        let parts = seeds.chunks(seeds.len().div_ceil(threads).max(1));
        let running: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<_>>())).collect();
        running.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

/// Pushes of a level per person: median, 95th percentile, most.
fn shares(all: &[(Life, Heard)], level: Level) -> String {
    let pushes = |heard: &Heard| heard.pushes.iter().filter(|(_, pushed)| *pushed == level).count();
    let mut counts: Vec<usize> = all.iter().map(|(_, heard)| pushes(heard)).collect();
    counts.sort_unstable();
    let at = |share: f64| counts[((counts.len() - 1) as f64 * share).round() as usize];
    format!("{} {}/{}/{}", level.name(), at(0.5), at(0.95), at(1.0))
}

/// What went over, by person.
fn over(all: &[(Life, Heard)]) -> Vec<String> {
    let lines = |(life, heard): &(Life, Heard)| {
        over_budget(heard).into_iter().map(|line| format!("{}: {line}", life.person)).collect::<Vec<_>>()
    };
    all.iter().flat_map(lines).collect()
}

#[test]
fn ordinary_lives_keep_the_budgets() {
    let long = std::env::var_os("TINGLED_LONG").is_some_and(|value| value == "1");
    let first = if long { 10_000 } else { 1 };
    let all = lived(first..first + PERSONS, &Policy::default());
    let levels = [Level::Advice, Level::Consult, Level::Urgent, Level::Emergency];
    let tellings: usize = all.iter().map(|(life, _)| life.tellings.len()).sum();
    let reports = all.iter().flat_map(|(life, _)| &life.tellings).flat_map(|telling| &telling.records);
    let tingling =
        reports.filter(|record| matches!(&record.body, Body::Symptom(said) if said.tingling != Some(false)));
    eprintln!(
        "seeds from {first}: {} persons x {DAYS} days, {tellings} tellings, {} reports of tingling; pushes per person, \
         median/95 %/most: {}",
        all.len(),
        tingling.count(),
        levels.map(|level| shares(&all, level)).join(", ")
    );
    let over = over(&all);
    assert!(over.is_empty(), "{} over:\n{}", over.len(), over.join("\n"));
    for way in Way::ALL {
        let heard = all.iter().filter(|(life, _)| life.way == *way).map(|(_, heard)| heard.pushes.len());
        assert!(heard.sum::<usize>() > 0, "{way:?} never heard anything: this proves nothing");
    }
}

fn ordinary(seed: u64) -> Life {
    life(Way::Commuter, seed, start(), 30)
}

/// Policies that each break one budget: the harness must say so.
#[test]
fn every_planted_fault_is_seen() {
    let usual = Policy::default;
    let no_week = Policy { advice_per_week: usize::MAX, ..usual() };
    let no_day = Policy { advice_per_day: usize::MAX, ..usual() };
    for (fault, name, policy) in [("no weekly limit", "in a week", no_week), ("no daily limit", "in a day", no_day)] {
        let over = over(&lived((0..4).map(|n| 6 * n + 3), &policy));
        eprintln!("{fault}: {} over", over.len());
        assert!(over.iter().any(|line| line.contains(name)), "{fault}: {over:?}");
    }
    // A sign in an otherwise ordinary life is one that the budgets see.
    for (signs, budget) in [(["bladder", "bladder"], "emergencies"), (["swelling", "shooting_both"], "urgent")] {
        let mut life = ordinary(2);
        for (place, sign) in signs.into_iter().enumerate() {
            let signs = Value::List(vec![sign.to_owned()]);
            let answers = vec![("tingling", Value::Flag(true)), ("signs", signs)];
            let at = add_days(start(), 10.5 + place as f64);
            let record = lives::record(&life.person, Kind::Symptom, &format!("sign{place}"), at, answers);
            life.tellings.push(Telling { at, records: vec![record] });
        }
        life.tellings.sort_by_key(|telling| telling.at);
        let heard = live(&life, &usual());
        let over = over_budget(&heard);
        assert!(over.iter().any(|line| line.starts_with(budget)), "{budget} {over:?} {heard:?}");
    }
}
