//! What holds for whatever is told: order does not matter, and less knowledge or a graver sign never adds a tip.

use std::collections::{BTreeMap, BTreeSet};

use tingled::assess::advice::{Around, OpenSigns, TIPS, advise};
use tingled::assess::rules::LooksAt;
use tingled::assess::{Finding, Level, RuleId, Verdict, assess};
use tingled::body::session::{Session, session_of};
use tingled::record::words::Condition;
use tingled::record::{Body, History, Key, Record, Vocabulary};
use tingled::time::Timestamp;

use super::no_harm::{LIVES, life};
use super::subjects;
use crate::cases::random::Random;
use crate::day::time;

fn now() -> Timestamp {
    time("12T12:00:00")
}

#[test]
fn the_order_and_repetition_of_records_change_no_tip() {
    let mut random = Random(7);
    let mut tips = 0;
    for _ in 0..LIVES / 4 {
        let (history, records) = life(&mut random);
        let all = assess(&history, &subjects(&history), now());
        tips += all.iter().filter_map(|(_, _, one)| one.found()).map(|found| found.advice.len()).sum::<usize>();
        let mut shuffled = [records.clone(), records].concat();
        random.shuffle(&mut shuffled);
        let other = History::of(history.profile.clone(), shuffled);
        assert_eq!(assess(&other, &subjects(&other), now()), all);
        // Nor does it matter what else is asked about.
        for one in subjects(&history) {
            for (rule, key, verdict) in assess(&history, &[one], now()) {
                assert!(all.contains(&(rule, key, verdict)));
            }
        }
    }
    assert!(tips > 3_000, "{tips}");
}

/// The tips of the same finding in another history, with these signs open.
fn tips(finding: &Finding, history: &History, open: &OpenSigns) -> (BTreeSet<String>, Finding) {
    let mut again = Finding { advice: Vec::new(), withheld: Vec::new(), ..finding.clone() };
    let told = history.symptoms().iter().find(|((_, key), _)| *key == finding.subject);
    let report = told.map(|((at, key), said)| tingled::assess::context::report(history, *at, *key, said));
    let session = match told {
        Some(((at, _), said)) => session_of(history, *at, said),
        None => {
            let known = history.workouts().keys().find(|(_, key)| *key == finding.subject);
            known.and_then(|(at, key)| Session::of(history, *at, *key))
        }
    };
    let around = Around::new(history, report, session, OpenSigns::default(), open);
    advise(TIPS, &mut again, &around);
    (again.advice.iter().map(|tip| tip.to_string()).collect(), again)
}

fn emergency() -> OpenSigns {
    let finding = Finding {
        rule: RuleId::of("rf01"),
        subject: Key::LEAST,
        at: now(),
        level: Level::Emergency,
        evidence: Vec::new(),
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    };
    OpenSigns::of(&BTreeMap::from([(RuleId::of("rf01"), Verdict::Found(Box::new(finding)))]))
}

/// The same life, less one answer that a tip may rest on.
fn forgetting(random: &mut Random, history: &History, records: &[Record]) -> History {
    let mut profile = history.profile.clone();
    let mut records = records.to_vec();
    match random.below(4) {
        0 => {
            let condition = random.pick(Condition::ALL);
            if let Some(no) = &mut profile.history_no {
                no.words.remove(&condition);
            }
        }
        1 => {
            for record in &mut records {
                if let Body::Workout(workout) = &mut record.body {
                    workout.fluid_ml = None;
                }
            }
            records.retain(|record| !matches!(record.body, Body::Intake(_)));
        }
        2 => {
            for record in &mut records {
                if let Body::Workout(workout) = &mut record.body {
                    (workout.temp_c, workout.duration_min) = (None, None);
                }
            }
        }
        _ => {
            for record in &mut records {
                // A report of no tingling that names no signs has none.
                match &mut record.body {
                    Body::Symptom(said) if said.tingling != Some(false) => said.signs = None,
                    _ => {}
                }
            }
        }
    }
    History::of(profile, records)
}

#[test]
fn a_graver_sign_or_a_missing_answer_never_adds_a_tip() {
    let mut random = Random(11);
    // What stands in for a tip that is kept back is no new risk: it says "ask", or less.
    let milder: BTreeSet<&str> = TIPS.iter().flat_map(|tip| tip.instead).map(|(_, id)| *id).collect();
    let (mut lost_to_sign, mut lost_to_silence) = (0, 0);
    for _ in 0..LIVES {
        let (history, records) = life(&mut random);
        let less = forgetting(&mut random, &history, &records);
        for (_, _, verdict) in assess(&history, &subjects(&history), now()) {
            let Some(finding) = verdict.found() else { continue };
            let (before, _) = tips(finding, &history, &OpenSigns::default());
            let (graver, _) = tips(finding, &history, &emergency());
            assert!(graver.is_subset(&before), "{before:?} {graver:?} {records:#?}");
            lost_to_sign += usize::from(graver.len() < before.len());
            let (silent, again) = tips(finding, &less, &OpenSigns::default());
            let added: Vec<&String> =
                silent.difference(&before).filter(|tip| !milder.contains(tip.as_str())).collect();
            assert!(added.is_empty(), "{before:?} {silent:?} {again:?} {records:#?}");
            lost_to_silence += usize::from(before.difference(&silent).next().is_some());
        }
    }
    assert!(lost_to_sign > 500 && lost_to_silence > 200, "{lost_to_sign} {lost_to_silence}");
}

/// A report of an emergency that comes later takes tips from every earlier finding about a session.
#[test]
fn a_report_of_an_emergency_takes_tips_away_and_gives_none() {
    let mut random = Random(13);
    let mut taken = 0;
    for _ in 0..LIVES / 4 {
        let (history, records) = life(&mut random);
        let sign = super::answers(&[("tingling", "yes"), ("signs", "bladder")]);
        let later = crate::day::record(tingled::record::Kind::Symptom, "12T08:00:00", "later", &sign);
        let after = History::of(history.profile.clone(), records.into_iter().chain([later]));
        let sessions: Vec<_> = subjects(&history).into_iter().filter(|one| one.kind == LooksAt::Session).collect();
        let tips_of = |history: &History| -> BTreeMap<(RuleId, Key), BTreeSet<String>> {
            let found = assess(history, &sessions, now()).into_iter();
            let found = found.filter_map(|(rule, key, one)| Some(((rule, key), one.found()?.advice.clone())));
            found.map(|(of, tips)| (of, tips.iter().map(|tip| tip.to_string()).collect())).collect()
        };
        let (before, with_sign) = (tips_of(&history), tips_of(&after));
        for (of, tips) in with_sign {
            let had = before.get(&of).cloned().unwrap_or_default();
            assert!(tips.is_subset(&had), "{of:?}: {had:?} {tips:?}");
            assert!(!tips.iter().any(|tip| tip.contains("drink_to") || tip.contains("electrolytes")), "{tips:?}");
            taken += usize::from(tips.len() < had.len());
        }
    }
    assert!(taken > 100, "{taken}");
}
