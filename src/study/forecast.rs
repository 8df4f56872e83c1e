//! The forecast: the chance of tingling in a session from the answered sessions before it.
//!
//! Logistic regression on all core exposures together, each coefficient held near 0 by a normal prior (ridge), the
//! intercept put right afterwards so that the mean chance is the share of sessions that tingled (FLIC: Puhr 2017,
//! Stat Med 36:2302). Fitted anew every 10 answered sessions, never with anything later.

use nalgebra::{Cholesky, DMatrix, DVector};

use super::logf::chance;
use super::matrix::{Column, Matrix};
use super::scale::Scale;
use crate::body::exposures::{Group, exposure};

/// The standard deviation of a coefficient before anything is known.
const PRIOR_SD: f64 = 0.15;
/// Answered sessions after which it is fitted anew.
const REFIT_EVERY: usize = 10;
/// Sessions with tingling before anything is forecast.
pub const EVENTS_LEAST: usize = 5;
/// Newton's steps.
const STEPS_MOST: usize = 30;
/// The largest component of the last step.
const STEP_SMALL: f64 = 1e-8;
/// Steps that put the intercept right.
const CENTRINGS: usize = 20;

/// What was forecast for each answered session before its answer was known, in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The chance of tingling.
    pub chances: Vec<f64>,
    /// Whether it tingled.
    pub tingled: Vec<bool>,
    /// The share of earlier answered sessions that tingled: `(K + ½) / (n + 1)`.
    pub base: Vec<f64>,
}

/// An exposure of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name in the list of exposures.
    pub name: String,
    /// Its column in the matrix.
    pub column: usize,
    /// Whether it is 0 or 1.
    pub is_binary: bool,
    /// The person's own scale; `None` of one that is 0 or 1, and where there is no scale: then it counts for nothing.
    pub scale: Option<Scale>,
    /// What it is usually: the median, of 0 and 1 what is more frequent; `None` when it was never known.
    pub usual: Option<f64>,
    /// The natural logarithm of its odds ratio, on the person's scale.
    pub coefficient: f64,
}

impl Part {
    /// A value as it enters the model; what is not known enters as 0.
    pub fn scaled(&self, value: Option<f64>) -> f64 {
        match (value, &self.scale) {
            (None, _) => 0.0,
            (Some(value), _) if self.is_binary => value,
            (Some(value), Some(scale)) => scale.at(value),
            (Some(_), None) => 0.0,
        }
    }

    /// What this value adds to the log odds beyond the usual one; `None` when either is not known.
    pub fn push(&self, value: Option<f64>) -> Option<f64> {
        let usual = self.usual?;
        value?;
        Some(self.coefficient * (self.scaled(value) - self.scaled(Some(usual))))
    }
}

/// The model that holds for the next session.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The log odds when every exposure enters as 0.
    pub intercept: f64,
    /// The exposures, in the order of the matrix.
    pub parts: Vec<Part>,
}

impl Model {
    /// The chance of tingling with these values, one for each column of the matrix.
    pub fn chance(&self, values: &[Option<f64>]) -> f64 {
        let terms = self.parts.iter().map(|part| {
            let value = values.get(part.column).copied().flatten();
            part.coefficient * part.scaled(value)
        });
        chance(self.intercept + terms.sum::<f64>())
    }
}

/// What was forecast so far, and the model for what comes next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// What was forecast for answered sessions.
    pub series: Series,
    /// `None` before [`EVENTS_LEAST`] sessions tingled, and while every answered session did.
    pub next: Option<Model>,
    /// Answered sessions that tingled.
    pub tingled: usize,
    /// Answered sessions.
    pub answered: usize,
}

/// Walks through the answered sessions, forecasting each from those before it.
pub fn forecast(matrix: &Matrix) -> Forecast {
    let answered: Vec<(usize, bool)> =
        (0..).zip(&matrix.tingled).filter_map(|(row, tingled)| Some((row, (*tingled)?))).collect();
    let mut made = Forecast::default();
    for number in 0..=answered.len() {
        let before = answered.get(..number).unwrap_or_default();
        made.answered = number;
        made.tingled = before.iter().filter(|(_, tingled)| *tingled).count();
        if made.tingled < EVENTS_LEAST {
            continue;
        }
        if made.next.is_none() || number.is_multiple_of(REFIT_EVERY) {
            made.next = fitted(matrix, before);
        }
        let (Some(model), Some((row, tingled))) = (&made.next, answered.get(number)) else { continue };
        let values: Vec<Option<f64>> =
            matrix.columns.iter().map(|column| column.values.get(*row).copied().flatten()).collect();
        made.series.chances.push(model.chance(&values));
        made.series.tingled.push(*tingled);
        made.series.base.push((made.tingled as f64 + 0.5) / (number as f64 + 1.0));
    }
    made
}

/// Whether an exposure takes part: what the person only wants to test does not.
pub fn is_core(name: &str) -> bool {
    exposure(name).is_some_and(|exposure| exposure.is_tested && exposure.group != Group::Own)
}

/// The core exposures with the person's own scales over these rows; no coefficients yet.
pub fn parts(matrix: &Matrix, rows: &[usize]) -> Vec<Part> {
    let core = (0..).zip(&matrix.columns).filter(|(_, column)| is_core(&column.name));
    core.map(|(place, column)| part(place, column, rows)).collect()
}

fn part(place: usize, column: &Column, rows: &[usize]) -> Part {
    let values: Vec<Option<f64>> = rows.iter().map(|row| column.values.get(*row).copied().flatten()).collect();
    let scale = if column.is_binary { None } else { Scale::of(&values) };
    let usual = if column.is_binary { more_frequent(&values) } else { scale.map(|scale| scale.middle) };
    let (name, is_binary) = (column.name.clone(), column.is_binary);
    Part { name, column: place, is_binary, scale, usual, coefficient: 0.0 }
}

/// What is more frequent among 0 and 1; 0 when both are as frequent, `None` when nothing is known.
fn more_frequent(values: &[Option<f64>]) -> Option<f64> {
    let known = values.iter().flatten().count();
    let yes = values.iter().flatten().filter(|value| **value == 1.0).count();
    (known > 0).then(|| if yes > known.saturating_sub(yes) { 1.0 } else { 0.0 })
}

/// The model fitted to these rows; `None` when all of them tingled, or the steps lead nowhere.
fn fitted(matrix: &Matrix, rows: &[(usize, bool)]) -> Option<Model> {
    let places: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
    let mut parts = parts(matrix, &places);
    let width = parts.len().saturating_add(1);
    let value = |part: &Part, row: &usize| {
        let column = matrix.columns.get(part.column);
        part.scaled(column.and_then(|column| column.values.get(*row).copied().flatten()))
    };
    let constant = std::iter::repeat_n(1.0, rows.len());
    let columns = parts.iter().flat_map(|part| places.iter().map(move |row| value(part, row)));
    let design = DMatrix::from_iterator(rows.len(), width, constant.chain(columns));
    let answers = DVector::from_iterator(rows.len(), rows.iter().map(|(_, tingled)| f64::from(u8::from(*tingled))));
    let found = ridge(&design, &answers)?;
    let mut coefficients = found.iter().copied();
    let intercept = coefficients.next()?;
    for (part, coefficient) in parts.iter_mut().zip(coefficients) {
        part.coefficient = coefficient;
    }
    Some(Model { intercept, parts })
}

/// The coefficients at the maximum of the penalised likelihood, the intercept free and then put right.
fn ridge(design: &DMatrix<f64>, answers: &DVector<f64>) -> Option<DVector<f64>> {
    let share = answers.mean();
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let mut at = DVector::zeros(design.ncols());
    *at.get_mut(0)? = log_odds(share);
    let mut penalty = DVector::from_element(design.ncols(), 1.0 / (PRIOR_SD * PRIOR_SD));
    *penalty.get_mut(0)? = 0.0;
    for _ in 0..STEPS_MOST {
        let chances = chances(design, &at);
        let mut information = weighted(design, &chances).tr_mul(design);
        let mut diagonal = information.diagonal();
        diagonal.axpy(1.0, &penalty, 1.0);
        information.set_diagonal(&diagonal);
        let mut rest = answers.clone();
        rest.axpy(-1.0, &chances, 1.0);
        let mut score = design.tr_mul(&rest);
        score.axpy(-1.0, &penalty.component_mul(&at), 1.0);
        let step = Cholesky::new(information)?.solve(&score);
        at.axpy(1.0, &step, 1.0);
        if step.amax() < STEP_SMALL {
            break;
        }
    }
    for _ in 0..CENTRINGS {
        let chances = chances(design, &at);
        let weight: f64 = chances.iter().map(|chance| chance * (1.0 - chance)).sum();
        *at.get_mut(0)? += (answers.sum() - chances.sum()) / weight;
    }
    at.iter().all(|coefficient| coefficient.is_finite()).then_some(at)
}

fn chances(design: &DMatrix<f64>, at: &DVector<f64>) -> DVector<f64> {
    let mut linear = DVector::zeros(design.nrows());
    linear.gemv(1.0, design, at, 0.0);
    linear.map(chance)
}

/// Each row times its `p (1 − p)`.
fn weighted(design: &DMatrix<f64>, chances: &DVector<f64>) -> DMatrix<f64> {
    let mut weighted = design.clone();
    for (mut row, chance) in weighted.row_iter_mut().zip(chances.iter()) {
        row.scale_mut(chance * (1.0 - chance));
    }
    weighted
}

/// The log odds of a chance.
pub fn log_odds(chance: f64) -> f64 {
    (chance / (1.0 - chance)).ln()
}
