//! Is it the exposure, or how and when the person reports? Checks of one exposure that change no decision and are
//! shown beside it.

use super::conditional::Strata;
use super::firth::Design;
use super::fourfold::Fourfold;
use super::matrix::Matrix;
use super::profile::{CHI_SQUARED_80, Ratio, ratio};
use super::trend::{Dose, cochran_armitage};

/// What the checks of one exposure gave; `None` where there was too little to check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    /// Whether sessions with more of it are answered more, or less, often than others: then the answers that are
    /// missing could make it look like a cause, or hide one.
    pub shifts_answers: Option<bool>,
    /// Whether it points the same way in the first and in the second half of the episodes.
    pub halves_agree: Option<bool>,
    /// Whether it stands without the sessions soon after an episode, whose tingling may have been carried over.
    pub stands_without_carry_over: Option<bool>,
    /// Whether it stands when sessions are held against others of the same four weeks only: no slow change of
    /// training, season or habit can make that.
    pub stands_within_weeks: Option<bool>,
    /// Whether more of it means more tingling in steps; asked of degrees, with enough episodes.
    pub dose: Option<DoseResponse>,
}

/// Tingling in the lower, middle and upper third of an exposure.
#[derive(Clone, Debug, PartialEq)]
pub struct DoseResponse {
    /// Sessions and those that tingled, from the lowest third up.
    pub thirds: Vec<Dose>,
    /// The two-sided p of the trend (Cochran & Armitage).
    pub p: f64,
}

/// Answering is shifted below this two-sided p.
const ANSWERS_P: f64 = 0.01;
/// What stands keeps this one-sided p.
const STANDS_P: f64 = 0.05;
/// Fewer on either side tell nothing.
const EACH_LEAST: usize = 4;
/// Sessions of the same so many days are held against each other.
const STRATUM_MIN: f64 = 28.0 * 24.0 * 60.0;
/// Steps of dose are asked for from so many episodes.
const DOSE_EPISODES_LEAST: usize = 12;

/// The sessions of one exposure that count: its value on the person's scale, and whether it tingled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cases {
    /// The values.
    pub values: Vec<f64>,
    /// Whether each tingled.
    pub tingled: Vec<bool>,
    /// The row of each in the matrix.
    pub rows: Vec<usize>,
}

impl Cases {
    /// Those of some rows.
    #[must_use]
    pub fn only(&self, stays: impl Fn(usize) -> bool) -> Cases {
        let mut kept = Cases::default();
        for ((value, tingled), row) in self.values.iter().zip(&self.tingled).zip(&self.rows) {
            if stays(*row) {
                kept.values.push(*value);
                kept.tingled.push(*tingled);
                kept.rows.push(*row);
            }
        }
        kept
    }

    /// The test of its coefficient; `None` with too few on a side, or when nothing can be fitted.
    pub fn test(&self) -> Option<Ratio> {
        let events = self.tingled.iter().filter(|tingled| **tingled).count();
        if events < EACH_LEAST || self.tingled.len().saturating_sub(events) < EACH_LEAST {
            return None;
        }
        let design = Design::new(&[&self.values], &self.tingled).ok()?;
        ratio(&design, &design.fit().ok()?, 1).ok()
    }
}

/// Whether an exposure predicts that a session is answered at all.
pub fn shifts_answers(matrix: &Matrix, column: usize) -> Option<bool> {
    let answered: Vec<bool> = matrix.tingled.iter().map(Option::is_some).collect();
    let values = &matrix.columns.get(column)?.values;
    let known = values.iter().zip(&answered).enumerate();
    let mut cases = Cases::default();
    for (row, (value, answered)) in known {
        let Some(value) = value else { continue };
        cases.values.push(*value);
        cases.tingled.push(*answered);
        cases.rows.push(row);
    }
    if !matrix.columns.get(column)?.is_binary {
        let known: Vec<Option<f64>> = cases.values.iter().copied().map(Some).collect();
        cases.values = super::scale::scaled(&known)?.into_iter().flatten().collect();
    }
    Some(cases.test()?.p() < ANSWERS_P)
}

/// Whether an effect in this direction (+1 or −1) keeps its sign in both halves of the episodes.
pub fn halves_agree(cases: &Cases, sign: f64) -> Option<bool> {
    let events: Vec<usize> =
        cases.rows.iter().zip(&cases.tingled).filter(|(_, tingled)| **tingled).map(|(row, _)| *row).collect();
    let middle = *events.get(events.len() / 2)?;
    let first = cases.only(|row| row < middle).test()?.signed_root;
    let second = cases.only(|row| row >= middle).test()?.signed_root;
    Some(first * sign > 0.0 && second * sign > 0.0)
}

/// Whether an effect in this direction stands without some rows.
pub fn stands_without(cases: &Cases, left_out: impl Fn(usize) -> bool, sign: f64) -> Option<bool> {
    let tested = cases.only(|row| !left_out(row)).test()?;
    Some(tested.signed_root * sign > 0.0 && tested.p() / 2.0 < STANDS_P)
}

/// Whether an effect in this direction stands among sessions of the same four weeks: the odds ratio of the exact
/// conditional likelihood points the same way, and its 80 % interval leaves out 1. `minutes` are those since the
/// first session, by row.
pub fn stands_within_weeks(cases: &Cases, minutes: impl Fn(usize) -> Option<f64>, sign: f64) -> Option<bool> {
    let stratum = |row: &usize| Some((minutes(*row)? / STRATUM_MIN).floor() as i64);
    let strata: Vec<i64> = cases.rows.iter().map(stratum).collect::<Option<_>>()?;
    let strata = Strata::new(&[&cases.values], &cases.tingled, &strata).ok()?;
    let fit = strata.fit().ok()?;
    let ends = strata.interval(&fit, 0, CHI_SQUARED_80).ok()?;
    let coefficient = fit.coefficients.first()?;
    let beyond = if sign > 0.0 { ends.low > 0.0 } else { ends.high < 0.0 };
    Some(coefficient * sign > 0.0 && beyond)
}

/// Tingling by thirds of a degree; `None` with too few episodes or values that do not part in three.
pub fn dose_response(cases: &Cases) -> Option<DoseResponse> {
    let events = cases.tingled.iter().filter(|tingled| **tingled).count();
    if events < DOSE_EPISODES_LEAST {
        return None;
    }
    let mut sorted = cases.values.clone();
    sorted.sort_by(f64::total_cmp);
    let third = sorted.len() / 3;
    let (low, high) = (*sorted.get(third)?, *sorted.get(sorted.len().saturating_sub(third).saturating_sub(1))?);
    let mut thirds: Vec<Dose> =
        [0.0, 1.0, 2.0].iter().map(|score| Dose { score: *score, sessions: 0, tingled: 0 }).collect();
    for (value, tingled) in cases.values.iter().zip(&cases.tingled) {
        let place = usize::from(*value >= low).saturating_add(usize::from(*value > high));
        let dose = thirds.get_mut(place)?;
        dose.sessions = dose.sessions.saturating_add(1);
        dose.tingled = dose.tingled.saturating_add(u32::from(*tingled));
    }
    if thirds.iter().any(|dose| dose.sessions == 0) {
        return None;
    }
    let p = cochran_armitage(&thirds)?.p;
    Some(DoseResponse { thirds, p })
}

/// Episodes and others, with the exposure and without.
pub fn fourfold(cases: &Cases) -> Fourfold {
    Fourfold::counted(cases.values.iter().map(|value| *value > 0.0).zip(cases.tingled.iter().copied()))
}
