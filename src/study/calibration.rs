//! How well forecasts agreed with what happened: what decides whether a forecast is shown at all.

use nalgebra::{DMatrix, DVector};

use super::firth::Unfit;
use super::flic::shift;
use super::logf::{chance, softplus};
use super::newton::{Slope, climb};
use super::scale::quantile;
use super::wilcoxon::area;

/// Forecasts held against what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The mean square of chance less outcome, 0 to 1, lower is better (Brier 1950, Mon Weather Rev 78:1).
    pub brier: f64,
    /// By how much it is better than always saying the share that tingled: 1 is perfect, 0 no better, below 0 worse;
    /// `None` when all or none tingled.
    pub skill: Option<f64>,
    /// The mean of `−ln` of the chance given to what happened; 0 is perfect.
    pub log_loss: f64,
    /// How often a session that tingled had the higher forecast; `None` when all or none tingled.
    pub area: Option<f64>,
    /// The factor on the logarithm of odds that fits best: below 1 the forecasts are too bold (Cox 1958, Biometrika
    /// 45:562). `None` where there is none, as when the forecasts separate the sessions.
    pub slope: Option<f64>,
    /// The constant that goes with the slope.
    pub intercept: Option<f64>,
    /// The constant alone that would set the mean right: below 0 too much was forecast. `None` when all or none
    /// tingled.
    pub in_the_large: Option<f64>,
    /// The mean forecast.
    pub forecast: f64,
    /// The share that tingled.
    pub tingled: f64,
    /// By tenths of the forecasts, the lowest first; tenths that equal forecasts leave empty are left out.
    pub tenths: Vec<Tenth>,
    /// The mean distance of forecast and share over the tenths.
    pub gap: f64,
}

/// The sessions of one tenth of the forecasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tenth {
    /// How many.
    pub sessions: usize,
    /// Their mean forecast.
    pub forecast: f64,
    /// The share that tingled.
    pub tingled: f64,
}

/// Newton's steps; an ordinary fit takes fewer than 10.
const STEPS_MOST: usize = 100;

/// Forecasts (chances between 0 and 1, neither of them reached) and whether it tingled, one a session each.
///
/// `Shape` when empty or of different lengths, `NotFinite` for a chance that is not between 0 and 1.
pub fn calibration(chances: &[f64], tingled: &[bool]) -> Result<Calibration, Unfit> {
    if chances.is_empty() || chances.len() != tingled.len() {
        return Err(Unfit::Shape);
    }
    if chances.iter().any(|chance| chance.is_nan() || *chance <= 0.0 || *chance >= 1.0) {
        return Err(Unfit::NotFinite);
    }
    let size = chances.len() as f64;
    let outcomes: Vec<f64> = tingled.iter().map(|tingled| f64::from(u8::from(*tingled))).collect();
    let mean = |terms: &dyn Fn(f64, f64) -> f64| -> f64 {
        chances.iter().zip(&outcomes).map(|(chance, outcome)| terms(*chance, *outcome)).sum::<f64>() / size
    };
    let (forecast, share) = (mean(&|chance, _| chance), mean(&|_, outcome| outcome));
    let brier = mean(&|chance, outcome| (chance - outcome) * (chance - outcome));
    let of_share = share * (1.0 - share);
    let log_odds: Vec<f64> = chances.iter().map(|chance| (chance / (1.0 - chance)).ln()).collect();
    let line = line(&log_odds, &outcomes).ok();
    let tenths = tenths(chances, &outcomes);
    let gap = tenths.iter().map(|tenth| tenth.sessions as f64 * (tenth.tingled - tenth.forecast).abs()).sum::<f64>();
    Ok(Calibration {
        brier,
        skill: (of_share > 0.0).then(|| 1.0 - brier / of_share),
        log_loss: -mean(&|chance, outcome| if outcome == 1.0 { chance.ln() } else { (-chance).ln_1p() }),
        area: area(chances, tingled),
        slope: line.map(|(_, slope)| slope),
        intercept: line.map(|(intercept, _)| intercept),
        in_the_large: shift(&log_odds, tingled).ok(),
        forecast,
        tingled: share,
        gap: gap / size,
        tenths,
    })
}

/// Constant and slope of the plain logistic regression on the logarithm of odds.
#[expect(clippy::arithmetic_side_effects, reason = "matrices of floats, of one shape by construction")]
fn line(log_odds: &[f64], outcomes: &[f64]) -> Result<(f64, f64), Unfit> {
    let ones = std::iter::repeat_n(1.0, log_odds.len());
    let x = DMatrix::from_iterator(log_odds.len(), 2, ones.chain(log_odds.iter().copied()));
    let y = DVector::from_column_slice(outcomes);
    let top = climb(DVector::zeros(2), &[], STEPS_MOST, |at| {
        let linear = &x * at;
        let chances = linear.map(chance);
        let value: f64 = linear.iter().zip(y.iter()).map(|(eta, y)| y * eta - softplus(*eta)).sum();
        let mut weighted = x.clone();
        weighted.row_iter_mut().zip(chances.iter()).for_each(|(mut row, p)| row *= p * (1.0 - p));
        Some(Slope { value, score: x.tr_mul(&(&y - &chances)), information: x.tr_mul(&weighted) })
    })?;
    match top.at.as_slice() {
        [intercept, slope] => Ok((*intercept, *slope)),
        _ => Err(Unfit::Shape),
    }
}

/// Forecasts cut at their tenths (type 7 of Hyndman & Fan 1996); the upper border belongs to the lower tenth.
fn tenths(chances: &[f64], outcomes: &[f64]) -> Vec<Tenth> {
    let mut sorted = chances.to_vec();
    sorted.sort_by(f64::total_cmp);
    let border = |tenth: u8| quantile(&sorted, f64::from(tenth) / 10.0);
    let mut tenths = Vec::new();
    for tenth in 1..=10_u8 {
        let (Some(low), Some(high)) = (border(tenth.saturating_sub(1)), border(tenth)) else { continue };
        let is_in = |chance: f64| (chance > low || (tenth == 1 && chance == low)) && (chance <= high || tenth == 10);
        let inside: Vec<(f64, f64)> =
            chances.iter().copied().zip(outcomes.iter().copied()).filter(|(chance, _)| is_in(*chance)).collect();
        let size = inside.len() as f64;
        if !inside.is_empty() {
            tenths.push(Tenth {
                sessions: inside.len(),
                forecast: inside.iter().map(|(chance, _)| chance).sum::<f64>() / size,
                tingled: inside.iter().map(|(_, outcome)| outcome).sum::<f64>() / size,
            });
        }
    }
    tenths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn always_the_same_forecast_has_no_slope_and_one_tenth() {
        let found = calibration(&[0.25; 8], &[true, true, false, false, false, false, false, false]).unwrap();
        assert_eq!((found.slope, found.intercept, found.area), (None, None, Some(0.5)));
        assert_eq!(found.tenths, [Tenth { sessions: 8, forecast: 0.25, tingled: 0.25 }]);
        assert!(found.in_the_large.unwrap().abs() < 1e-12 && found.skill.unwrap().abs() < 1e-12 && found.gap == 0.0);
    }

    #[test]
    fn nobody_or_a_perfect_guess_leaves_no_slope() {
        let none = calibration(&[0.1, 0.2, 0.3], &[false; 3]).unwrap();
        assert_eq!((none.skill, none.area, none.slope, none.in_the_large), (None, None, None, None));
        let perfect = calibration(&[0.1, 0.2, 0.8, 0.9], &[false, false, true, true]).unwrap();
        assert_eq!((perfect.slope, perfect.area), (None, Some(1.0)));
        assert!(perfect.skill.unwrap() > 0.8);
    }

    #[test]
    fn forecasts_twice_too_bold_have_half_the_slope() {
        let odds = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0_f64];
        let tingled = [false, true, false, true, false, true, true];
        let plain: Vec<f64> = odds.iter().map(|odds| chance(*odds)).collect();
        let bold: Vec<f64> = odds.iter().map(|odds| chance(2.0 * odds)).collect();
        let (plain, bold) = (calibration(&plain, &tingled).unwrap(), calibration(&bold, &tingled).unwrap());
        assert!((plain.slope.unwrap() - 2.0 * bold.slope.unwrap()).abs() < 1e-9);
        assert!((plain.intercept.unwrap() - bold.intercept.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_forecast_is_refused() {
        assert_eq!(calibration(&[], &[]), Err(Unfit::Shape));
        assert_eq!(calibration(&[0.5], &[]), Err(Unfit::Shape));
        for chance in [0.0, 1.0, -0.1, f64::NAN] {
            assert_eq!(calibration(&[chance], &[true]), Err(Unfit::NotFinite));
        }
    }
}
