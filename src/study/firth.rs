//! Logistic regression with Firth's penalty: finite estimates even when an exposure separates the sessions with
//! tingling from those without.
//!
//! The penalised log-likelihood is `l(b) + ½ ln det I(b)` with `I` the Fisher information (Firth 1993, Biometrika
//! 80:27; Heinze & Schemper 2002, Stat Med 21:2409). Held coefficients keep the penalty of the whole design.

mod room;

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use room::Room;

/// Sessions and what they were exposed to, ready to be fitted: one row a session, the first column all 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Columns, the constant first.
    width: usize,
    /// The values, one session after the other.
    rows: Vec<f64>,
    /// 1 with tingling, 0 without.
    answers: Vec<f64>,
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
    /// Exposures order the sessions with tingling before those without, so that the estimate without a penalty does
    /// not exist.
    #[error("an exposure separates the sessions with tingling from those without")]
    Separated,
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
/// Steps until we give up. Most fits take fewer than 10; far out on a profile of a few sessions it can take hundreds,
/// when the information of the penalty is left out of a step.
const STEPS_MOST: usize = 2000;
/// The largest component of the last step,
const STEP_SMALL: f64 = 1e-10;
/// or this much,
const STEP_LAST: f64 = 2e-5;
/// when steps shrink at least so fast,
const SHRINKING_MOST: f64 = 0.2;
/// and the next one would be smaller than this.
const LEFT_SMALL: f64 = 2e-9;
/// What a likelihood may fall by rounding, as a share of it.
const ROUNDING: f64 = 1e-13;

/// So much of a column must be its own, as a share of its information; less is rounding.
const OWN_LEAST: f64 = 1e-13;

/// The penalised likelihood at one point, and what the next step needs.
struct Point {
    log_likelihood: f64,
    information: DMatrix<f64>,
    factor: Cholesky<f64, Dyn>,
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
        let width = columns.len().saturating_add(1);
        let mut values = Vec::with_capacity(rows.saturating_mul(width));
        for row in 0..rows {
            values.push(1.0);
            values.extend(columns.iter().filter_map(|column| column.get(row)));
        }
        let answers = answers.iter().map(|answer| f64::from(u8::from(*answer))).collect();
        Ok(Design { width, rows: values, answers })
    }

    /// How many coefficients there are, with the constant.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The columns, the constant first.
    pub(super) fn columns(&self) -> DMatrix<f64> {
        DMatrix::from_row_slice(self.answers.len(), self.width, &self.rows)
    }

    /// 1 with tingling, 0 without.
    pub(super) fn answers(&self) -> DVector<f64> {
        DVector::from_column_slice(&self.answers)
    }

    /// The fit with every coefficient free.
    pub fn fit(&self) -> Result<Fit, Unfit> {
        self.fit_holding(&[], None)
    }

    /// The fit with some coefficients held at a value, begun at `start` (of all coefficients) when there is one.
    ///
    /// Newton's steps, cut to [`STEP_MOST`] and halved while the likelihood falls. Coefficients are right to about
    /// 1e-9.
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
        let mut room = Room::new(self);
        let mut point = self.point(&at, &mut room).ok_or(Unfit::Collinear)?;
        if free.is_empty() {
            return Ok(point.arrived(self, &at, &DVector::zeros(width), room, 0));
        }
        let mut before: Option<f64> = None;
        for steps in 1..=STEPS_MOST {
            room.pull(self, &point).ok_or(Unfit::Collinear)?;
            let (mut step, is_bent) = point.step(&room, &free).ok_or(Unfit::Collinear)?;
            let mut largest = step.amax();
            if largest > STEP_MOST {
                step.scale_mut(STEP_MOST / largest);
                largest = STEP_MOST;
            }
            // The next step would be as much shorter again; with the bend of the penalty, twice as many digits shorter.
            let shrinking = before.map_or(1.0, |before| largest / before);
            let left = largest * if is_bent { shrinking * shrinking } else { shrinking };
            let is_settled = largest < STEP_LAST && shrinking < SHRINKING_MOST && left < LEFT_SMALL;
            if is_settled || largest < STEP_SMALL {
                return Ok(point.arrived(self, &at, &step, room, steps));
            }
            let lowest = point.log_likelihood - ROUNDING * point.log_likelihood.abs().max(1.0);
            let mut there = None;
            before = Some(largest);
            for _ in 0..HALVINGS_MOST {
                let next = moved(&at, &step);
                there = self.point(&next, &mut room).filter(|point| point.log_likelihood >= lowest);
                if there.is_some() {
                    at = next;
                    break;
                }
                step.scale_mut(0.5);
                before = None;
            }
            point = there.ok_or(Unfit::NoMaximum)?;
        }
        Err(Unfit::NoMaximum)
    }

    /// Where to begin: the maximum with nothing but the constant, which is closed.
    fn start(&self) -> DVector<f64> {
        let mut start = DVector::zeros(self.width);
        let penalty = self.width as f64;
        let chance = (self.answers.iter().sum::<f64>() + 0.5 * penalty) / (self.answers.len() as f64 + penalty);
        if let Some(constant) = start.get_mut(0) {
            *constant = (chance / (1.0 - chance)).ln();
        }
        start
    }

    /// Likelihood and information; `None` where the information is not positive.
    fn point(&self, at: &DVector<f64>, room: &mut Room) -> Option<Point> {
        let plain = room.fill(self, at.as_slice());
        let information = room.information.clone();
        let factor = Cholesky::new(information.clone())?;
        let own = factor.l_dirty().diagonal().map(|root| root * root).component_div(&information.diagonal());
        let log_likelihood = plain + 0.5 * factor.ln_determinant();
        (log_likelihood.is_finite() && own.min() > OWN_LEAST).then_some(Point { log_likelihood, information, factor })
    }
}

impl Point {
    /// Newton's step in the free coefficients, 0 in the others; with the bend of the penalty where it is known and
    /// leaves a maximum, which is told too, else with the information alone.
    #[expect(clippy::arithmetic_side_effects, reason = "matrices of floats, of one shape by construction")]
    fn step(&self, room: &Room, free: &[usize]) -> Option<(DVector<f64>, bool)> {
        let score = &room.score;
        let bent = room.bend.as_ref().map(|bend| &self.information - bend);
        if free.len() == score.len() {
            let factor = bent.and_then(Cholesky::new);
            return Some((factor.as_ref().unwrap_or(&self.factor).solve(score), factor.is_some()));
        }
        let part = |whole: &DMatrix<f64>| Cholesky::new(whole.select_rows(free).select_columns(free));
        let bent = bent.as_ref().and_then(part);
        let is_bent = bent.is_some();
        let part = bent.or_else(|| part(&self.information))?.solve(&score.select_rows(free));
        let mut step = DVector::zeros(score.len());
        for (column, value) in free.iter().zip(part.iter()) {
            if let Some(place) = step.get_mut(*column) {
                *place = *value;
            }
        }
        Some((step, is_bent))
    }

    /// The maximum, a last small step away: there the likelihood is a parabola and the chances are straight lines.
    fn arrived(self, design: &Design, at: &DVector<f64>, step: &DVector<f64>, mut room: Room, steps: usize) -> Fit {
        let mut factor = self.factor;
        if step.amax() > 0.0 {
            room.advance(design, step.as_slice());
            factor = Cholesky::new(room.information).unwrap_or(factor);
        }
        Fit {
            coefficients: moved(at, step).iter().copied().collect(),
            standard_errors: factor.inverse().diagonal().iter().map(|variance| variance.sqrt()).collect(),
            log_likelihood: self.log_likelihood + 0.5 * room.score.dot(step),
            chances: room.chances,
            steps,
        }
    }
}

fn moved(at: &DVector<f64>, step: &DVector<f64>) -> DVector<f64> {
    let mut next = at.clone();
    next.axpy(1.0, step, 1.0);
    next
}
