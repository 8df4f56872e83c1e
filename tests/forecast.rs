//! The forecast against what another implementation forecasts, and what it must not look at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::path::Path;

use serde_json::Value;
use tingled::study::forecast::{Forecast, forecast};
use tingled::study::matrix::Matrix;
use tingled::wire::matrix::{forecast_json, read};

fn fixture(name: &str) -> Matrix {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/study");
    read(&std::fs::read(folder.join(format!("{name}.csv"))).unwrap()).unwrap()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn the_forecast_is_that_of_another_implementation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/study/forecast.json");
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut compared = 0;
    for (name, wanted) in expected.as_object().unwrap() {
        let said = Value::Object(forecast_json(&forecast(&fixture(name)).series));
        assert_eq!(said["obs"], wanted["obs"], "{name}");
        for part in ["pred", "base"] {
            let (ours, theirs) = (numbers(&said[part]), numbers(&wanted[part]));
            assert_eq!(ours.len(), theirs.len(), "{name}");
            for (place, (our, their)) in ours.iter().zip(&theirs).enumerate() {
                assert!((our - their).abs() < 1e-9, "{name}, {part} {place}: {our}, not {their}");
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

/// The first rows of a matrix.
fn first(matrix: &Matrix, rows: usize) -> Matrix {
    let mut part = matrix.clone();
    part.tingled.truncate(rows);
    part.columns.iter_mut().for_each(|column| column.values.truncate(rows));
    part
}

#[test]
fn what_comes_later_changes_no_forecast() {
    let whole = fixture("two_findings");
    let all = forecast(&whole).series;
    for rows in (100..whole.tingled.len()).step_by(37) {
        let Forecast { series, next, .. } = forecast(&first(&whole, rows));
        let count = series.chances.len();
        assert_eq!((&series.chances[..], &series.base[..]), (&all.chances[..count], &all.base[..count]), "{rows}");
        // And the model for the next session is the one by which that was forecast.
        if let (Some(true | false), Some(model)) = (whole.tingled[rows], next) {
            let values: Vec<Option<f64>> = whole.columns.iter().map(|column| column.values[rows]).collect();
            assert_eq!(model.chance(&values), all.chances[count], "{rows}");
        }
    }
}

#[test]
fn the_decoys_and_silence_change_no_forecast() {
    let whole = fixture("early");
    let wanted = forecast(&whole).series;
    let mut other = whole.clone();
    for column in &mut other.columns {
        if ["caffeine", "music"].contains(&column.name.as_str()) {
            column.values.iter_mut().for_each(|value| *value = value.map(|value| 1.0 - value));
        } else {
            // Sessions without an answer teach nothing, whatever they were exposed to.
            for (value, tingled) in column.values.iter_mut().zip(&whole.tingled) {
                *value = value.filter(|_| tingled.is_some());
            }
        }
    }
    assert_ne!(whole, other);
    assert_eq!(forecast(&other).series, wanted);
}

#[test]
fn nothing_is_forecast_while_every_answer_is_yes() {
    let mut matrix = first(&fixture("early"), 60);
    matrix.tingled.iter_mut().for_each(|tingled| *tingled = tingled.map(|_| true));
    let Forecast { series, next, tingled, answered } = forecast(&matrix);
    assert_eq!((series.chances.len(), next), (0, None));
    assert!(tingled == answered && answered > 20);
}
