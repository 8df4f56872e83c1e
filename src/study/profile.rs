//! Tests and intervals by the profile of the penalised likelihood; never by the standard error, which is far off when
//! an exposure nearly separates.

use statrs::function::gamma::checked_gamma_ur;

use super::firth::{Design, Fit, Unfit};

/// The test of one coefficient against 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Twice the difference of the penalised log-likelihoods, at least 0; χ² of one degree of freedom.
    pub chi_squared: f64,
    /// Its root with the sign of the coefficient; a standard normal.
    pub signed_root: f64,
}

/// The test of several coefficients against 0 together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// The penalised log-likelihood with all of them at 0.
    pub log_likelihood: f64,
    /// Twice the difference to the fit, at least 0.
    pub chi_squared: f64,
    /// How many coefficients were tested: the degrees of freedom.
    pub degrees: usize,
    /// The chance of as much or more.
    pub p: f64,
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

/// The first step outward.
const REACH_LEAST: f64 = 0.05;
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
        2.0 * normal_above(self.chi_squared.sqrt())
    }

    /// The chance of as much or more in this direction, the root divided by `√inflation`.
    pub fn p_above(&self, inflation: f64) -> f64 {
        normal_above(self.signed_root / inflation.sqrt())
    }
}

/// The chance that a standard normal lies above; by the incomplete gamma function, which is right to 14 digits where the
/// library's error function is right to 10.
pub fn normal_above(z: f64) -> f64 {
    let half = 0.5 * chi_squared_above(z * z, 1).unwrap_or(f64::NAN);
    if z > 0.0 { half } else { 1.0 - half }
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

/// Tests several coefficients together: the fit with all of them at 0 keeps the penalty of the whole design. `Shape`
/// without columns.
pub fn ratio_of(design: &Design, fit: &Fit, columns: &[usize]) -> Result<Joint, Unfit> {
    let held: Vec<(usize, f64)> = columns.iter().map(|column| (*column, 0.0)).collect();
    let without = design.fit_holding(&held, Some(&fit.coefficients))?;
    let chi_squared = (2.0 * (fit.log_likelihood - without.log_likelihood)).max(0.0);
    let p = chi_squared_above(chi_squared, columns.len()).ok_or(Unfit::Shape)?;
    Ok(Joint { log_likelihood: without.log_likelihood, chi_squared, degrees: columns.len(), p })
}

/// The chance that χ² with so many degrees of freedom lies above a value; `None` without a degree, or for a value below
/// 0.
pub fn chi_squared_above(chi_squared: f64, degrees: usize) -> Option<f64> {
    if chi_squared == 0.0 && degrees > 0 {
        return Some(1.0);
    }
    checked_gamma_ur(0.5 * degrees as f64, 0.5 * chi_squared).ok().map(|p| p.clamp(0.0, 1.0))
}

/// The coefficients that the data do not contradict: those whose profile lies within half of `chi_squared` of the
/// maximum. Bracketed outward from the standard error, then cut. An end so far out that the profile cannot be followed
/// to it is infinite.
pub fn interval(design: &Design, fit: &Fit, column: usize, chi_squared: f64) -> Result<Interval, Unfit> {
    let centre = fit.coefficients.get(column).copied().ok_or(Unfit::Shape)?;
    let reach = fit.standard_errors.get(column).copied().ok_or(Unfit::Shape)?;
    let bar = fit.log_likelihood - 0.5 * chi_squared;
    let side = |side: f64| {
        let mut start = fit.coefficients.clone();
        let above = |value: f64| {
            let held = design.fit_holding(&[(column, value)], Some(&start))?;
            start.clone_from(&held.coefficients);
            Ok(held.log_likelihood - bar)
        };
        match end(centre, reach, chi_squared, side, above) {
            Err(Unfit::NoMaximum | Unfit::Collinear) => Ok(side * f64::INFINITY),
            other => other,
        }
    };
    Ok(Interval { low: side(-1.0)?, high: side(1.0)? })
}

/// Where a profile falls through the bar that lies half of `chi_squared` below its maximum at `centre`; `above` tells
/// by how much it lies above the bar. `NoMaximum` where it does not fall so far.
pub(super) fn ends(
    centre: f64,
    reach: f64,
    chi_squared: f64,
    mut above: impl FnMut(f64) -> Result<f64, Unfit>,
) -> Result<Interval, Unfit> {
    let low = end(centre, reach, chi_squared, -1.0, &mut above)?;
    Ok(Interval { low, high: end(centre, reach, chi_squared, 1.0, &mut above)? })
}

/// The end on one side, −1 or +1.
fn end(
    centre: f64,
    reach: f64,
    chi_squared: f64,
    side: f64,
    mut above: impl FnMut(f64) -> Result<f64, Unfit>,
) -> Result<f64, Unfit> {
    let reach = reach.max(REACH_LEAST);
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_right_far_out() {
        // 1 − Φ(z) by its series in 500 digits.
        for (z, wanted) in [
            (0.0, 0.5),
            (1.0, 1.586_552_539_314_570_5e-1),
            (-1.0, 8.413_447_460_685_429e-1),
            (1.785_907_747_4, 3.705_709_818_167_145e-2),
            (5.0, 2.866_515_718_791_939e-7),
            (10.0, 7.619_853_024_160_526e-24),
            (30.0, 4.906_713_927_148_187e-198),
        ] {
            let found = normal_above(z);
            assert!((found - wanted).abs() <= 1e-12 * wanted, "{z}: {found}, not {wanted}");
        }
        assert!(normal_above(f64::NAN).is_nan());
        assert_eq!(chi_squared_above(0.0, 2), Some(1.0));
        // Two degrees are exponential.
        assert!((chi_squared_above(7.0, 2).unwrap() - (-3.5_f64).exp()).abs() < 1e-15);
        assert_eq!((chi_squared_above(1.0, 0), chi_squared_above(-1.0, 1)), (None, None));
    }
}
