//! Logistic regression with Firth's penalty: finite estimates even when an exposure separates the sessions with
//! tingling from those without.
//!
//! The penalised log-likelihood is `l(b) + ½ ln det I(b)` with `I` the Fisher information (Firth 1993, Biometrika
//! 80:27; Heinze & Schemper 2002, Stat Med 21:2409). Held coefficients keep the penalty of the whole design.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// Sessions and what they were exposed to, ready to be fitted: one row a session, the first column all 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// The columns, the constant first.
    x: DMatrix<f64>,
    /// 1 with tingling, 0 without.
    y: DVector<f64>,
}

/// Why nothing can be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There are no rows, or columns and answers differ in length.
    #[error("columns and answers are not of one length, or empty")]
    Shape,
    /// A value is infinite or no number.
    #[error("a value is not a finite number")]
    NotFinite,
    /// A column says the same as others together, or there are fewer rows than columns.
    #[error("a column says the same as others together")]
    Collinear,
    /// The likelihood had no maximum within the steps that are made.
    #[error("no maximum was found")]
    NoMaximum,
}

/// The maximum of the penalised likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The coefficients (natural logarithms of odds ratios), the constant first.
    pub coefficients: Vec<f64>,
    /// Roots of the diagonal of the inverse information; of a held coefficient as if it were free.
    pub standard_errors: Vec<f64>,
    /// The penalised log-likelihood there.
    pub log_likelihood: f64,
    /// The chance of tingling in each row.
    pub chances: Vec<f64>,
    /// Steps that were made.
    pub steps: usize,
}

/// The longest step in any coefficient.
const STEP_MOST: f64 = 3.0;
/// So often a step is halved while the likelihood falls.
const HALVINGS_MOST: usize = 30;
/// Steps until we give up. Most fits take fewer than 10; far out on a profile of a few sessions it takes hundreds,
/// since the information of the penalty is left out of a step.
const STEPS_MOST: usize = 2000;
/// The largest component of the last step.
const STEP_SMALL: f64 = 1e-10;
/// What a likelihood may fall by rounding, as a share of it.
const ROUNDING: f64 = 1e-13;

/// The penalised likelihood at one point, and what the next step needs.
struct Point {
    log_likelihood: f64,
    score: DVector<f64>,
    information: DMatrix<f64>,
    factor: Cholesky<f64, Dyn>,
    chances: DVector<f64>,
}

impl Design {
    /// A design of these columns (the constant is added) and answers. One value a session in each.
    pub fn new(columns: &[&[f64]], answers: &[bool]) -> Result<Design, Unfit> {
        let rows = answers.len();
        if rows == 0 || columns.iter().any(|column| column.len() != rows) {
            return Err(Unfit::Shape);
        }
        if columns.iter().flat_map(|column| column.iter()).any(|value| !value.is_finite()) {
            return Err(Unfit::NotFinite);
        }
        let constant = std::iter::repeat_n(1.0, rows);
        let values = constant.chain(columns.iter().flat_map(|column| column.iter().copied()));
        let x = DMatrix::from_iterator(rows, columns.len().saturating_add(1), values);
        let y = DVector::from_iterator(rows, answers.iter().map(|answer| f64::from(u8::from(*answer))));
        Ok(Design { x, y })
    }

    /// How many coefficients there are, with the constant.
    pub fn width(&self) -> usize {
        self.x.ncols()
    }

    /// The fit with every coefficient free.
    pub fn fit(&self) -> Result<Fit, Unfit> {
        self.fit_holding(&[], None)
    }

    /// The fit with some coefficients held at a value, begun at `start` (of all coefficients) when there is one.
    ///
    /// Newton's steps with the Fisher information, cut to [`STEP_MOST`] and halved while the likelihood falls.
    pub fn fit_holding(&self, held: &[(usize, f64)], start: Option<&[f64]>) -> Result<Fit, Unfit> {
        let width = self.width();
        let mut at = match start {
            Some(start) if start.len() == width => DVector::from_column_slice(start),
            _ => self.start(),
        };
        for (column, value) in held {
            if let Some(coefficient) = at.get_mut(*column) {
                *coefficient = *value;
            }
        }
        let free: Vec<usize> = (0..width).filter(|column| held.iter().all(|(other, _)| other != column)).collect();
        let mut point = self.point(&at).ok_or(Unfit::Collinear)?;
        if free.is_empty() {
            return Ok(point.fit(at, 0));
        }
        for steps in 1..=STEPS_MOST {
            let mut step = point.step(&free).ok_or(Unfit::Collinear)?;
            let largest = step.amax();
            if largest > STEP_MOST {
                step.scale_mut(STEP_MOST / largest);
            }
            let lowest = point.log_likelihood - ROUNDING * point.log_likelihood.abs().max(1.0);
            let (mut next, mut there) = (moved(&at, &step), None);
            for _ in 0..HALVINGS_MOST {
                there = self.point(&next).filter(|point| point.log_likelihood >= lowest);
                if there.is_some() {
                    break;
                }
                step.scale_mut(0.5);
                next = moved(&at, &step);
            }
            (at, point) = (next, there.ok_or(Unfit::NoMaximum)?);
            if step.amax() < STEP_SMALL {
                return Ok(point.fit(at, steps));
            }
        }
        Err(Unfit::NoMaximum)
    }

    /// Where to begin: the maximum with nothing but the constant, which is closed.
    fn start(&self) -> DVector<f64> {
        let mut start = DVector::zeros(self.width());
        let penalty = self.width() as f64;
        let chance = (self.y.sum() + 0.5 * penalty) / (self.y.len() as f64 + penalty);
        if let Some(constant) = start.get_mut(0) {
            *constant = (chance / (1.0 - chance)).ln();
        }
        start
    }

    /// Likelihood, score and information; `None` where the information is not positive.
    fn point(&self, at: &DVector<f64>) -> Option<Point> {
        let mut linear = DVector::zeros(self.y.len());
        linear.gemv(1.0, &self.x, at, 0.0);
        let chances = linear.map(|eta| 1.0 / (1.0 + (-eta).exp()));
        let mut weighted = self.x.clone();
        for (mut row, chance) in weighted.row_iter_mut().zip(chances.iter()) {
            row.scale_mut((chance * (1.0 - chance)).sqrt());
        }
        let information = weighted.tr_mul(&weighted);
        let factor = Cholesky::new(information.clone())?;
        let plain: f64 = linear
            .iter()
            .zip(self.y.iter())
            .map(|(eta, y)| y * eta - eta.max(0.0) - (-eta.abs()).exp().ln_1p())
            .sum();
        let log_likelihood = plain + 0.5 * factor.ln_determinant();
        if !log_likelihood.is_finite() {
            return None;
        }
        // The diagonal of the hat matrix, row by row.
        let leverage = factor.l_dirty().solve_lower_triangular(&weighted.transpose())?;
        let pulls = leverage.column_iter().map(|column| column.norm_squared());
        let pull = |((y, chance), hat): ((&f64, &f64), f64)| y - chance + hat * (0.5 - chance);
        let residuals = self.y.iter().zip(chances.iter()).zip(pulls).map(pull);
        let score = self.x.tr_mul(&DVector::from_iterator(self.y.len(), residuals));
        Some(Point { log_likelihood, score, information, factor, chances })
    }
}

impl Point {
    /// Newton's step in the free coefficients, 0 in the others.
    fn step(&self, free: &[usize]) -> Option<DVector<f64>> {
        if free.len() == self.score.len() {
            return Some(self.factor.solve(&self.score));
        }
        let information = self.information.select_rows(free).select_columns(free);
        let part = Cholesky::new(information)?.solve(&self.score.select_rows(free));
        let mut step = DVector::zeros(self.score.len());
        for (column, value) in free.iter().zip(part.iter()) {
            if let Some(place) = step.get_mut(*column) {
                *place = *value;
            }
        }
        Some(step)
    }

    fn fit(self, at: DVector<f64>, steps: usize) -> Fit {
        Fit {
            coefficients: at.iter().copied().collect(),
            standard_errors: self.factor.inverse().diagonal().iter().map(|variance| variance.sqrt()).collect(),
            log_likelihood: self.log_likelihood,
            chances: self.chances.iter().copied().collect(),
            steps,
        }
    }
}

fn moved(at: &DVector<f64>, step: &DVector<f64>) -> DVector<f64> {
    let mut next = at.clone();
    next.axpy(1.0, step, 1.0);
    next
}
