//! Newton's steps up a likelihood, for the fits that are not asked for thousands of times.

use nalgebra::{DMatrix, DVector};

use super::firth::Unfit;

/// A likelihood at one point.
pub(super) struct Slope {
    /// Its natural logarithm.
    pub(super) value: f64,
    /// Its derivatives.
    pub(super) score: DVector<f64>,
    /// The information: what a step is divided by.
    pub(super) information: DMatrix<f64>,
}

/// Where a likelihood is highest.
pub(super) struct Top {
    pub(super) at: DVector<f64>,
    pub(super) slope: Slope,
    pub(super) steps: usize,
}

/// The longest step in any coefficient.
const STEP_MOST: f64 = 3.0;
/// So often a step is halved while the likelihood falls.
const HALVINGS_MOST: usize = 30;
/// The largest component of the last step.
const STEP_SMALL: f64 = 1e-11;
/// What a likelihood may fall by rounding, as a share of it.
const ROUNDING: f64 = 1e-13;

/// Climbs from `start` until a step is below [`STEP_SMALL`], with the coefficients of `held` left where they start.
/// `NoMaximum` after `steps_most` steps, or where the information is not positive any more; `Collinear` where it is
/// not so at the start.
pub(super) fn climb(
    start: DVector<f64>,
    held: &[usize],
    steps_most: usize,
    slope: impl Fn(&DVector<f64>) -> Option<Slope>,
) -> Result<Top, Unfit> {
    let mut top = Top { slope: slope(&start).ok_or(Unfit::Collinear)?, at: start, steps: 0 };
    for steps in 1..=steps_most {
        let stuck = if steps == 1 { Unfit::Collinear } else { Unfit::NoMaximum };
        let mut step = step(&top.slope, held).ok_or(stuck)?;
        let largest = step.amax();
        if largest > STEP_MOST {
            step.scale_mut(STEP_MOST / largest);
        }
        let lowest = top.slope.value - ROUNDING * top.slope.value.abs().max(1.0);
        let mut there = None;
        for _ in 0..HALVINGS_MOST {
            let mut next = top.at.clone();
            next.axpy(1.0, &step, 1.0);
            there = slope(&next).filter(|slope| slope.value >= lowest).map(|slope| Top { at: next, slope, steps });
            if there.is_some() {
                break;
            }
            step.scale_mut(0.5);
        }
        top = there.ok_or(Unfit::NoMaximum)?;
        if step.amax() < STEP_SMALL {
            return Ok(top);
        }
    }
    Err(Unfit::NoMaximum)
}

/// The score over the information in what is not held, 0 in what is.
fn step(slope: &Slope, held: &[usize]) -> Option<DVector<f64>> {
    let free: Vec<usize> = (0..slope.score.len()).filter(|column| !held.contains(column)).collect();
    let mut step = DVector::zeros(slope.score.len());
    if free.is_empty() {
        return Some(step);
    }
    let information = slope.information.select_rows(&free).select_columns(&free);
    let part = information.cholesky()?.solve(&slope.score.select_rows(&free));
    for (column, value) in free.iter().zip(part.iter()) {
        *step.get_mut(*column)? = *value;
    }
    step.iter().all(|value| value.is_finite()).then_some(step)
}

/// The roots of the diagonal of the inverse information.
pub(super) fn standard_errors(information: &DMatrix<f64>) -> Result<Vec<f64>, Unfit> {
    let factor = information.clone().cholesky().ok_or(Unfit::NoMaximum)?;
    Ok(factor.inverse().diagonal().iter().map(|variance| variance.sqrt()).collect())
}
