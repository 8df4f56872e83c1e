//! The tables and the worked examples of the reference.

use std::collections::{BTreeMap, BTreeSet};

use tingled::assess::patterns::{FEATURES, Feature, Group, Personal, feature, scores, shares};

use super::{ankle_step, itching, nobody, shins, standing, tight_shoe};

const EXAMPLES: &str = include_str!("../../fixtures/reference/cause_examples.json");
const WEIGHTS: &str = include_str!("../../fixtures/reference/cause_weights.csv");
const CAUSES: &str = include_str!("../../fixtures/reference/causes.csv");

#[test]
fn the_tables_are_those_of_the_reference_row_by_row() {
    let mut rows: Vec<(String, String, f64, String)> = WEIGHTS
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut cells = line.splitn(5, ',');
            let mut next = || cells.next().unwrap().to_owned();
            (next(), next(), next().parse().unwrap(), next())
        })
        .collect();
    let mut ours: Vec<(String, String, f64, String)> = FEATURES
        .iter()
        .flat_map(|feature| {
            feature.weights.iter().map(|weight| {
                let (name, group) = (feature.name.to_owned(), weight.group.name().to_owned());
                (name, group, weight.ln_lr, weight.grade.name().to_owned())
            })
        })
        .collect();
    rows.sort_by(|a, b| a.partial_cmp(b).unwrap());
    ours.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert_eq!(ours, rows);
    assert!(FEATURES.iter().flat_map(|feature| feature.weights).all(|weight| !weight.reason.is_empty()));
    let causes: Vec<(String, f64)> = CAUSES
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| (line.split(',').next().unwrap().to_owned(), line.rsplit(',').next().unwrap().parse().unwrap()))
        .collect();
    let groups: Vec<(String, f64)> =
        Group::ALL.iter().map(|group| (group.name().to_owned(), group.prior())).collect();
    assert_eq!(groups, causes);
}

fn examples() -> Vec<(String, BTreeSet<String>, BTreeMap<String, f64>)> {
    let json: serde_json::Value = serde_json::from_str(EXAMPLES).unwrap();
    let one = |(name, example): (&String, &serde_json::Value)| {
        let features = example["features"].as_array().unwrap().iter();
        let features = features.map(|feature| feature.as_str().unwrap().to_owned()).collect();
        let shares = example["posterior"].as_object().unwrap().iter();
        let shares = shares.map(|(group, share)| (group.clone(), share.as_f64().unwrap())).collect();
        (name.clone(), features, shares)
    };
    json.as_object().unwrap().iter().map(one).collect()
}

fn close(found: &[&'static Feature], wanted: &BTreeMap<String, f64>, name: &str) {
    let shares = shares(&scores(found.iter().copied(), &Personal::new()));
    assert_eq!(shares.len(), wanted.len());
    for (group, share) in shares {
        assert!((share - wanted[group.name()]).abs() < 1e-9, "{name}: {group:?} {share}");
    }
}

#[test]
fn the_worked_examples_come_out_from_the_names_of_their_features() {
    let examples = examples();
    assert_eq!(examples.len(), 6);
    for (name, features, wanted) in examples {
        let found: Vec<&'static Feature> = features.iter().map(|name| feature(name).unwrap()).collect();
        close(&found, &wanted, &name);
    }
}

#[test]
fn the_worked_examples_come_out_of_reports_that_tick_the_answers() {
    let stories = [
        ("tight shoes, foot, better when loosened", tight_shoe()),
        ("standing worse, sitting better, both legs, back pain", standing()),
        ("both shins tight at minute 12, gone in 15 min", shins()),
        ("itching both legs while warming up, hives", itching()),
        ("one leg after an ankle step, buttock pain", ankle_step()),
        ("no features", nobody().told("10T20:00:00", &[("onset", "within_24h")])),
    ];
    let examples = examples();
    assert_eq!(stories.len(), examples.len());
    for (name, story) in stories {
        let (_, features, wanted) = examples.iter().find(|(known, ..)| known == name).unwrap();
        assert_eq!(&story.features(), features, "{name}");
        let found: Vec<&'static Feature> = story.features().iter().map(|name| feature(name).unwrap()).collect();
        close(&found, wanted, name);
    }
}
