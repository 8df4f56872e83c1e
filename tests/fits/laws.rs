//! What holds for whatever is told.

use std::collections::{BTreeMap, BTreeSet};

use tingled::assess::Level;
use tingled::assess::context::context;
use tingled::assess::patterns::{FEATURES, Feature, Group, Look, Personal, Ranking, asked, rank, scores};
use tingled::assess::red_flags::Report;
use tingled::person::Profile;
use tingled::record::{Body, History, Kind, Record, Symptom, Value};
use tingled::units::{Quantity, Year};
use tingled::voice::{Language, forbidden_in, patterns};

use super::{listed, newest};
use crate::cases::random::{self, Random};
use crate::day::{n, record, time};

const REPORTS: usize = 10_000;

fn drawn(random: &mut Random) -> Symptom {
    let mut said = Symptom::default();
    for field in random::fields() {
        if random.chance(50) {
            let value = random::answer(random, field);
            random::set(&mut said, field, value);
        }
    }
    said
}

fn story_of(random: &mut Random) -> (History, Vec<Record>) {
    let mut records = Vec::new();
    let count = random.pick(&[1, 1, 2, 3, 5]);
    let last = drawn(random);
    for number in 0..count {
        let mut body = Body::empty(Kind::Symptom);
        let said = if random.chance(50) { last.clone() } else { drawn(random) };
        if let Body::Symptom(symptom) = &mut body {
            **symptom = said;
        }
        let told = record(Kind::Symptom, &format!("{:02}T20:00:00", number * 3 + 1), &format!("r{number}"), &[]);
        records.push(Record { body, ..told });
        if random.chance(60) {
            let minutes = random.pick(&[20.0, 60.0, 200.0]);
            let run = [
                ("duration_min", n(minutes)),
                ("tight_fit", Value::Flag(random.chance(50))),
                ("temp_c", n(random.pick(&[10.0, 30.0]))),
                ("sweat_loss_ml", n(random.pick(&[300.0, 1200.0]))),
            ];
            let at = format!("{:02}T12:00:00", number * 3 + 1);
            records.push(record(Kind::Workout, &at, &format!("w{number}"), &run));
        }
    }
    let profile = Profile {
        birth_year: random.pick(&[None, Year::new(1950.0), Year::new(1972.0), Year::new(1995.0)]),
        ..Profile::default()
    };
    (History::of(profile, records.clone()), records)
}

/// The ranking holds every group once, whatever is told; order and repetition of the records change nothing.
#[test]
fn whatever_is_told_the_ranking_is_a_permutation_and_does_not_depend_on_order() {
    let mut random = Random(77);
    let now = time("30T00:00:00");
    let (mut found, mut best) = (0, BTreeMap::<String, usize>::new());
    for _ in 0..REPORTS {
        let (history, records) = story_of(&mut random);
        let rules = ["pattern", "repeated_pattern"];
        let verdicts = newest(&history, &rules, now);
        let verdict = &verdicts[0];
        if let Some(finding) = verdict.found() {
            let lists = ["fits_best", "also_fits", "less_likely"].map(|what| listed(finding, what));
            let mut all = lists.concat();
            lists[0].iter().for_each(|group| *best.entry(group.clone()).or_default() += 1);
            all.sort();
            let mut names: Vec<String> = Group::ALL.iter().map(|group| group.name().to_owned()).collect();
            names.sort();
            assert_eq!(all, names, "{records:#?}");
            assert_eq!(finding.level, Level::Note);
            found += 1;
            for language in Language::ALL {
                let said = patterns::message(finding, *language).unwrap();
                assert!(forbidden_in(&said).is_empty() && !said.contains('{') && !said.contains("  "), "{said}");
                assert!(!said.contains('%') || said.contains("2 %"), "{said}");
            }
        }
        let mut shuffled = [records.clone(), records.clone()].concat();
        random.shuffle(&mut shuffled);
        let other = History::of(history.profile.clone(), shuffled);
        assert_eq!(newest(&other, &rules, now), verdicts);
    }
    eprintln!("{found} of {REPORTS} found; fits best: {best:?}");
    assert!(found > REPORTS / 2);
    assert!(best.len() >= 6, "{best:?}");
}

/// What no feature asks about changes no feature; an answer taken back makes nothing true that was not.
#[test]
fn an_answer_taken_back_leaves_its_features_not_known() {
    let mut random = Random(78);
    for _ in 0..REPORTS {
        let (history, _) = story_of(&mut random);
        let ((at, key), said) = history.symptoms().iter().next().unwrap();
        let known = context(&history, *at, said);
        let ask = |said: &Symptom| {
            let look = Look::new(&history, Report::new(*key, *at, said), &[], &known);
            asked(&look).into_iter().map(|(feature, answer)| (feature.name, answer.is_yes())).collect::<Vec<_>>()
        };
        let before = ask(said);
        for field in ["severity", "fatigue", "daily_impact", "pain_before_or_during"] {
            assert_eq!(ask(&random::without(said, field)), before, "{field}");
        }
        let field = random.pick(&["sites", "signs", "quality", "relieved_by", "worsened_by", "onset", "relief_min"]);
        for ((name, after), (_, was)) in ask(&random::without(said, field)).into_iter().zip(&before) {
            assert!(!after || *was, "{name} without {field}: {said:?}");
        }
    }
}

/// One more feature that speaks for a group never lowers its score; nor the word for it, where it speaks for that group alone.
#[test]
fn one_more_feature_for_a_group_never_lowers_it() {
    let mut random = Random(79);
    let word = |ranking: &Ranking, group: Group| {
        if ranking.fits_best.contains(&group) { 2 } else { usize::from(ranking.also_fits.contains(&group)) }
    };
    let mut rose = 0;
    for _ in 0..REPORTS {
        let count = random.below(8);
        let mut found: Vec<&'static Feature> = (0..count).map(|_| random.pick(&all())).collect();
        found.sort_by_key(|feature| feature.name);
        found.dedup_by_key(|feature| feature.name);
        let more = random.pick(&all());
        if found.iter().any(|have| have.name == more.name) {
            continue;
        }
        let repeating: BTreeSet<Group> = Group::ALL.iter().copied().filter(|_| random.chance(30)).collect();
        let nothing = Personal::new();
        let before = scores(found.iter().copied(), &nothing);
        let names: Vec<&str> = found.iter().map(|feature| feature.name).collect();
        found.push(more);
        let after = scores(found.iter().copied(), &nothing);
        let ranked = |scores| rank(scores, |group| repeating.contains(&group));
        for weight in more.weights.iter().filter(|weight| weight.ln_lr > 0.0) {
            let group = weight.group;
            assert!(after[&group].score >= before[&group].score);
            let (was, is) = (word(&ranked(&before), group), word(&ranked(&after), group));
            // What speaks for others too may bring them before it.
            let is_alone = more.weights.iter().filter(|weight| weight.ln_lr > 0.0).count() == 1;
            assert!(is >= was || !is_alone, "{group:?} with {} after {names:?}, repeating {repeating:?}", more.name);
            rose += usize::from(is > was);
        }
    }
    assert!(rose > 500, "{rose}");
}

fn all() -> Vec<&'static Feature> {
    FEATURES.iter().collect()
}
