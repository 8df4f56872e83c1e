//! Tests and intervals by the profile of the penalised likelihood; never by the standard error, which is far off when
//! an exposure nearly separates.

use statrs::function::erf::erfc;

use super::firth::{Design, Fit, Unfit};

/// The test of one coefficient against 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Twice the difference of the penalised log-likelihoods, at least 0; χ² of one degree of freedom.
    pub chi_squared: f64,
    /// Its root with the sign of the coefficient; a standard normal.
    pub signed_root: f64,
}

/// From where to where a coefficient can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The 95 % quantile of χ² with one degree of freedom.
pub const CHI_SQUARED_95: f64 = 3.841_458_820_694_124;
/// The 80 % quantile of χ² with one degree of freedom.
pub const CHI_SQUARED_80: f64 = 1.642_374_415_149_818;

/// How near the ends of an interval are found.
const END_NEAR: f64 = 1e-11;
/// Steps outward, each longer, until an end is bracketed.
const DOUBLINGS_MOST: usize = 60;
/// How near the bar the likelihood at an end is.
const LIKELIHOOD_NEAR: f64 = 1e-10;
/// Cuts of a bracket.
const CUTS_MOST: usize = 200;

impl Ratio {
    /// The chance of as much or more by chance, either way.
    pub fn p(&self) -> f64 {
        erfc((self.chi_squared / 2.0).sqrt())
    }

    /// The chance of as much or more in this direction, the root divided by `√inflation`.
    pub fn p_above(&self, inflation: f64) -> f64 {
        normal_above(self.signed_root / inflation.sqrt())
    }
}

/// The chance that a standard normal lies above.
pub fn normal_above(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}

/// Tests a coefficient: the fit with it at 0 keeps the penalty of the whole design.
pub fn ratio(design: &Design, fit: &Fit, column: usize) -> Result<Ratio, Unfit> {
    let without = design.fit_holding(&[(column, 0.0)], None)?;
    let chi_squared = (2.0 * (fit.log_likelihood - without.log_likelihood)).max(0.0);
    let coefficient = fit.coefficients.get(column).copied().ok_or(Unfit::Shape)?;
    // Not the sign of 0.0, which is 1.
    let sign = if coefficient == 0.0 { 0.0 } else { coefficient.signum() };
    Ok(Ratio { chi_squared, signed_root: sign * chi_squared.sqrt() })
}

/// The coefficients that the data do not contradict: those whose profile lies within half of `chi_squared` of the
/// maximum. Bracketed outward from the standard error, then cut.
pub fn interval(design: &Design, fit: &Fit, column: usize, chi_squared: f64) -> Result<Interval, Unfit> {
    let centre = fit.coefficients.get(column).copied().ok_or(Unfit::Shape)?;
    let reach = fit.standard_errors.get(column).copied().ok_or(Unfit::Shape)?.max(0.05);
    let bar = fit.log_likelihood - 0.5 * chi_squared;
    let mut start = fit.coefficients.clone();
    let mut above = |value: f64| -> Result<f64, Unfit> {
        let held = design.fit_holding(&[(column, value)], Some(&start))?;
        start.clone_from(&held.coefficients);
        Ok(held.log_likelihood - bar)
    };
    let mut end = |side: f64| -> Result<f64, Unfit> {
        let (mut inner, mut outer, mut step) = (centre, centre + side * reach, reach);
        let (mut over, mut under) = (0.5 * chi_squared, above(outer)?);
        for _ in 0..DOUBLINGS_MOST {
            if under <= 0.0 {
                break;
            }
            step *= 1.6;
            (inner, over, outer) = (outer, under, outer + side * step);
            under = above(outer)?;
        }
        if under > 0.0 {
            return Err(Unfit::NoMaximum);
        }
        // Regula falsi; the end that stays twice counts half, so that both close in (the Illinois rule).
        let mut last_moved = 0;
        for _ in 0..CUTS_MOST {
            if (outer - inner).abs() < END_NEAR || under == 0.0 {
                break;
            }
            let cut = inner + (outer - inner) * over / (over - under);
            let there = above(cut)?;
            if there > 0.0 {
                (inner, over) = (cut, there);
                under *= if last_moved == 1 { 0.5 } else { 1.0 };
                last_moved = 1;
            } else {
                (outer, under) = (cut, there);
                over *= if last_moved == 2 { 0.5 } else { 1.0 };
                last_moved = 2;
            }
            if there.abs() < LIKELIHOOD_NEAR {
                return Ok(cut);
            }
        }
        Ok(0.5 * (inner + outer))
    };
    Ok(Interval { low: end(-1.0)?, high: end(1.0)? })
}
