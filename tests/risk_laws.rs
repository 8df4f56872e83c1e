//! What holds for every risk, whatever is told of a session and the weeks before it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic and print, and does not use every helper"
)]

mod day;
mod strain;

use std::cell::RefCell;
use std::collections::BTreeMap;

use day::{Day, EVENING, n, session, time};
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use strain::{ago, ask, text, yes};
use tingled::assess::risks::RISKS;
use tingled::assess::rules::LooksAt;
use tingled::assess::{Change, Level, Subject, Verdict, assess};
use tingled::record::{Body, History, Kind, Value};
use tingled::units::{BeatsPerMinute, Quantity};

/// Choices made from random numbers.
struct Dice<'a>(std::slice::Iter<'a, u16>);

impl Dice<'_> {
    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % bound
    }

    fn pick(&mut self, from: &[f64]) -> f64 {
        from[self.below(from.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const MINUTES: &[f64] = &[20.0, 30.0, 45.0, 61.0, 66.0, 75.5, 100.0, 180.0, 400.0];

fn told(dice: &mut Dice<'_>) -> Vec<(&'static str, Value)> {
    let mut answers = Vec::new();
    let mut number = |percent: usize, name: &'static str, values: &[f64]| {
        if dice.chance(percent) {
            answers.push((name, n(dice.pick(values))));
        }
    };
    number(90, "duration_min", MINUTES);
    number(60, "rpe_cr10", &[1.0, 3.0, 3.5, 6.0, 9.0]);
    number(30, "hr_avg_bpm", &[100.0, 134.0, 150.0, 175.0]);
    number(60, "distance_m", &[5000.0, 8800.0, 12_345.0, 21_000.0]);
    number(60, "temp_c", &[-3.0, 15.0, 24.0, 29.0, 35.0, 44.0]);
    number(70, "humidity_pct", &[5.0, 50.0, 90.0]);
    number(40, "shoe_km", &[0.0, 79.9, 80.0, 500.0]);
    number(40, "warmup_min", &[0.0, 4.5, 5.0, 20.0]);
    number(40, "cooldown_min", &[0.0, 4.5, 5.0, 20.0]);
    number(40, "sweat_loss_ml", &[500.0, 2300.0, 3500.0]);
    number(60, "sodium_mg", &[0.0, 200.0, 1500.0]);
    number(60, "fluid_ml", &[0.0, 300.0, 1500.0]);
    if dice.chance(50) {
        answers.push(("mass_before_kg", n(70.0)));
        answers.push(("mass_after_kg", n(dice.pick(&[67.5, 68.5, 69.5, 70.2, 70.5]))));
    }
    for name in ["tight_fit", "compression", "new_gear"] {
        if dice.chance(40) {
            answers.push((name, yes(dice.chance(50))));
        }
    }
    if dice.chance(60) {
        answers.push(("sport", text(["run", "bike", "yoga"][dice.below(3)])));
    }
    if dice.chance(20) {
        answers.push(("effort", text(["easy", "moderate", "hard"][dice.below(3)])));
    }
    answers
}

/// A session at noon of the 10th, weeks of sessions before it, that morning, and what was reported of it.
fn day(dice: &mut Dice<'_>) -> Day {
    let mut day = session(&told(dice));
    if dice.chance(70) {
        (day.profile.hr_rest_bpm, day.profile.hr_max_bpm) = (BeatsPerMinute::new(50.0), BeatsPerMinute::new(190.0));
    }
    let earlier = [0, 6, 25, 30][dice.below(4)];
    for before in 1..=earlier {
        let days = f64::from(before) + dice.pick(&[0.0, 0.2, -0.3, -0.72, -0.95]);
        let answers = [
            ("duration_min", n(dice.pick(&MINUTES[..6]))),
            ("rpe_cr10", n(dice.pick(&[2.0, 4.0, 5.0, 6.0]))),
            ("sport", text("run")),
            ("distance_m", n(dice.pick(&[5000.0, 8000.0, 11_000.0]))),
        ];
        day = ago(day, days.max(0.05), &answers);
    }
    for (what, unit, values) in
        [("sleep", "h", [3.5, 5.9, 8.0]), ("fatigue", "1_5", [1.0, 4.0, 5.0]), ("back_pain", "0_10", [0.0, 5.0, 9.0])]
    {
        if dice.chance(60) {
            day = strain::measured(day, what, dice.pick(&values), unit);
        }
    }
    if dice.chance(30) {
        let pain = dice.pick(&[0.0, 4.9, 5.0, 8.0]);
        day = day.with(Kind::Symptom, EVENING, &[("pain_before_or_during", n(pain))]);
    }
    day
}

/// Tries a law on many days; the law says of which rules it held something.
fn law(cases: u32, mut holds: impl FnMut(&Day, &mut Dice<'_>) -> Vec<&'static str>) -> BTreeMap<&'static str, u32> {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let counts = RefCell::new(BTreeMap::new());
    let holds = RefCell::new(&mut holds);
    let strategy = proptest::collection::vec(any::<u16>(), 400);
    let ran = runner.run(&strategy, |numbers| {
        let mut dice = Dice(numbers.iter());
        let day = day(&mut dice);
        for rule in (holds.borrow_mut())(&day, &mut dice) {
            *counts.borrow_mut().entry(rule).or_insert(0) += 1;
        }
        Ok(())
    });
    ran.unwrap();
    let counts = counts.into_inner();
    eprintln!("{counts:?}");
    counts
}

fn verdicts(day: &Day, history: &History) -> Vec<Verdict> {
    let subject = Subject { at: time(day::NOON), key: day.records[0].key, kind: LooksAt::Session };
    assess(history, &[subject], time("12T00:00:00")).into_iter().map(|(.., verdict)| verdict).collect()
}

#[test]
fn what_is_found_depends_on_no_order_and_no_repetition() {
    let counts = law(2500, |day, dice| {
        let verdicts_once = verdicts(day, &day.history());
        let mut records = [day.records.clone(), day.records.clone()].concat();
        for place in (1..records.len()).rev() {
            records.swap(place, dice.below(place + 1));
        }
        let shuffled = History::of(day.profile.clone(), records);
        assert_eq!(verdicts(day, &shuffled), verdicts_once);
        RISKS
            .iter()
            .zip(&verdicts_once)
            .filter(|(_, found)| found.found().is_some())
            .map(|(risk, _)| risk.rule.id)
            .collect()
    });
    assert!(RISKS.iter().all(|risk| counts.get(risk.rule.id).is_some_and(|times| *times >= 50)), "{counts:?}");
}

/// What a record tells of a field.
fn answer(body: &Body, field: &str) -> Option<Value> {
    body.answered().into_iter().find(|(name, _)| *name == field).map(|(_, value)| value)
}

/// The session with a change made.
fn changed(mut day: Day, change: &Change) -> Day {
    let reserve = |pct: f64| 50.0 + pct * 1.4;
    let body = &mut day.records[0].body;
    let told = |field: &str| match answer(body, field) {
        Some(Value::Number(number)) => number,
        Some(Value::Flag(flag)) => f64::from(u8::from(flag)),
        _ => 0.0,
    };
    let (field, value) = match change.what.as_ref() {
        "hr_reserve_pct" => ("hr_avg_bpm", n(reserve((told("hr_avg_bpm") - 50.0) / 1.4 + change.by))),
        // Told in words only: now it is rated.
        "rpe_cr10" if answer(body, "rpe_cr10").is_none() => ("rpe_cr10", n(3.0)),
        "tight_fit" | "new_gear" => (change.what.as_ref(), yes(told(&change.what) + change.by > 0.5)),
        "drink_ml" => {
            let after = told("mass_after_kg");
            if after > 0.0 {
                body.set("mass_after_kg", n(after + change.by / 1000.0)).unwrap().unwrap();
            }
            ("fluid_ml", n(told_again(answer(body, "fluid_ml")) + change.by))
        }
        field => (field, n(told(field) + change.by)),
    };
    body.set(field, value).unwrap().unwrap();
    day
}

fn told_again(value: Option<Value>) -> f64 {
    match value {
        Some(Value::Number(number)) => number,
        _ => 0.0,
    }
}

#[test]
fn the_change_that_a_finding_names_clears_it_and_no_finding_is_louder_than_advice() {
    let counts = law(3000, |day, _| {
        let mut cleared = Vec::new();
        for risk in RISKS {
            let Verdict::Found(finding) = ask(day, risk.rule.id) else { continue };
            assert_eq!(finding.level, Level::Advice);
            assert!(!finding.evidence.is_empty());
            assert!(
                finding.evidence.iter().any(|piece| piece.records.contains(&finding.subject))
                    || finding.rule.as_str() == "through_pain"
            );
            if finding.change.is_empty() {
                continue;
            }
            let mut after = Day { profile: day.profile.clone(), records: day.records.clone() };
            for change in &finding.change {
                after = changed(after, change);
            }
            let verdict = ask(&after, risk.rule.id);
            assert_eq!(verdict, Verdict::Clear, "{} {:?}", risk.rule.id, finding);
            cleared.push(risk.rule.id);
        }
        cleared
    });
    for risk in RISKS.iter().filter(|risk| !["fluid_gain", "sodium_deficit"].contains(&risk.rule.id)) {
        let times = counts.get(risk.rule.id).copied().unwrap_or(0);
        assert!(times >= 30, "{} {times}", risk.rule.id);
    }
    assert!(
        !counts.contains_key("sodium_deficit") && !counts.contains_key("fluid_gain"),
        "nobody is told to take salt"
    );
}

#[test]
fn more_rest_drink_salt_or_warm_up_finds_nothing_new() {
    let counts = law(2000, |day, dice| {
        let mut better = Day { profile: day.profile.clone(), records: day.records.clone() };
        for record in &mut better.records[1..] {
            let what = match answer(&record.body, "what") {
                Some(Value::Text(what)) => what,
                _ => continue,
            };
            let value = told_again(answer(&record.body, "value"));
            let eased = match what.as_str() {
                "sleep" => value + 1.5,
                _ => (value - 1.0).max(0.0),
            };
            record.body.set("value", n(eased)).unwrap().unwrap();
        }
        let body = &mut better.records[0].body;
        for (field, more) in [("sodium_mg", 300.0), ("warmup_min", 3.0), ("cooldown_min", 3.0)] {
            if let Some(Value::Number(told)) = answer(body, field) {
                body.set(field, n(told + more)).unwrap().unwrap();
            }
        }
        // What was drunk is weighed after it: the sweat stays the same.
        let drunk = dice.pick(&[100.0, 400.0]);
        if let (Some(Value::Number(fluid)), after) = (answer(body, "fluid_ml"), answer(body, "mass_after_kg")) {
            body.set("fluid_ml", n(fluid + drunk)).unwrap().unwrap();
            if let Some(Value::Number(after)) = after {
                body.set("mass_after_kg", n(after + drunk / 1000.0)).unwrap().unwrap();
            }
        }
        let mut tried = Vec::new();
        for risk in RISKS.iter().filter(|risk| risk.rule.id != "fluid_gain") {
            let id = risk.rule.id;
            let (before, after) = (ask(day, id), ask(&better, id));
            assert!(before.found().is_some() || after.found().is_none(), "{id}: {before:?} {after:?}");
            tried.extend((before.found().is_some() && after.found().is_none()).then_some(id));
        }
        tried
    });
    for rule in ["fluid_deficit", "sodium_deficit", "short_rest", "no_warmup", "no_cooldown"] {
        assert!(counts.get(rule).is_some_and(|times| *times >= 20), "{rule} was cleared by it: {counts:?}");
    }
}

#[test]
fn no_record_of_its_horizon_or_older_and_none_of_later_days_changes_a_risk() {
    law(1000, |day, dice| {
        let mut more = Day { profile: day.profile.clone(), records: day.records.clone() };
        let oldest = RISKS.iter().map(|risk| risk.rule.horizon_days).max().unwrap();
        let hard =
            [("duration_min", n(500.0)), ("rpe_cr10", n(10.0)), ("sport", text("run")), ("distance_m", n(60_000.0))];
        more = ago(more, f64::from(oldest) + dice.pick(&[0.0, 0.5, 30.0]), &hard);
        more = ago(more, -dice.pick(&[0.6, 1.0]), &hard);
        let pulse = [("what", text("resting_hr")), ("value", n(35.0)), ("unit", text("bpm"))];
        more = more.with(Kind::Measure, "11T08:00:00", &pulse);
        more = more.with(Kind::Measure, "01T08:00:00", &pulse);
        more.records.last_mut().unwrap().at = tingled::time::add_days(time(day::NOON), -f64::from(oldest) - 1.0);
        assert_eq!(verdicts(&more, &more.history()), verdicts(day, &day.history()));
        Vec::new()
    });
}
