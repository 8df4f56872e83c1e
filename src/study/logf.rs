//! Logistic regression with a log-F prior on every coefficient but the constant: for showing several exposures side by
//! side, since it pulls each towards "no effect" and leaves the mean chance as it is.
//!
//! Greenland & Mansournia 2015, Stat Med 34:3133. A prior log-F(m, m) is worth m sessions in which the exposure told
//! nothing; with m = 1 an odds ratio lies between 1/648 and 648 with 95 %.

use nalgebra::DVector;

use super::firth::{Design, Fit, Unfit};
use super::newton::{Slope, climb, standard_errors};

/// Newton's steps; an ordinary fit takes fewer than 10.
const STEPS_MOST: usize = 200;

/// The fit with a prior log-F(m, m) on every coefficient but the constant; `strength` is m, 1 as a rule and never
/// below 0. [`Fit::log_likelihood`] holds the prior too.
///
/// `NoMaximum` where the constant has none (nobody tingled, or everybody), or with m = 0 a coefficient.
#[expect(clippy::arithmetic_side_effects, reason = "matrices of floats, of one shape by construction")]
pub fn log_f(design: &Design, strength: f64) -> Result<Fit, Unfit> {
    if !strength.is_finite() || strength < 0.0 {
        return Err(Unfit::NotFinite);
    }
    let (x, y) = (design.columns(), design.answers());
    if y.iter().all(|y| *y == 1.0) || y.iter().all(|y| *y == 0.0) {
        return Err(Unfit::NoMaximum);
    }
    let top = climb(DVector::zeros(design.width()), &[], STEPS_MOST, |at| {
        let linear = &x * at;
        let chances = linear.map(chance);
        let mut value: f64 = linear.iter().zip(y.iter()).map(|(eta, y)| y * eta - softplus(*eta)).sum();
        let mut score = x.tr_mul(&(&y - &chances));
        let mut weighted = x.clone();
        weighted.row_iter_mut().zip(chances.iter()).for_each(|(mut row, p)| row *= p * (1.0 - p));
        let mut information = x.tr_mul(&weighted);
        for (column, coefficient) in at.iter().enumerate().skip(1) {
            // The density of log-F(m, m): e^(m b / 2) / (1 + e^b)^m.
            let p = chance(*coefficient);
            value += strength * (0.5 * coefficient - softplus(*coefficient));
            *score.get_mut(column)? += strength * (0.5 - p);
            *information.get_mut((column, column))? += strength * p * (1.0 - p);
        }
        value.is_finite().then_some(Slope { value, score, information })
    })?;
    Ok(Fit {
        standard_errors: standard_errors(&top.slope.information)?,
        log_likelihood: top.slope.value,
        chances: (&x * &top.at).iter().map(|eta| chance(*eta)).collect(),
        coefficients: top.at.iter().copied().collect(),
        steps: top.steps,
    })
}

/// The chance of a logarithm of odds.
pub(super) fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// `ln(1 + e^x)` without overflow.
pub(super) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prior_holds_what_separates_and_none_does_not() {
        let x = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
        let y = [false, false, false, true, true, true];
        let design = Design::new(&[&x], &y).unwrap();
        let weak = log_f(&design, 1.0).unwrap();
        let strong = log_f(&design, 4.0).unwrap();
        assert!(weak.coefficients[1] > strong.coefficients[1] && strong.coefficients[1] > 0.0);
        // The constant is free, so that the chances sum to what happened.
        assert!((weak.chances.iter().sum::<f64>() - 3.0).abs() < 1e-9);
        assert_eq!(log_f(&design, 0.0), Err(Unfit::NoMaximum));
        assert_eq!(log_f(&design, -1.0), Err(Unfit::NotFinite));
        assert_eq!(log_f(&Design::new(&[&x], &[true; 6]).unwrap(), 1.0), Err(Unfit::NoMaximum));
    }
}
