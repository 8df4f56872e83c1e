//! How well a person's forecasts went: whether they may be shown at all.

use super::calibration::calibration;
use super::forecast::Series;

/// So many of the newest forecasts tell the skill.
pub const JUDGED: usize = 50;

/// How well forecasts went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Track {
    /// Forecasts whose answer is known.
    pub forecasts: usize,
    /// Brier skill over the newest [`JUDGED`]: 1 less their mean squared error over that of the running share of
    /// sessions that tingled. Above 0 is better than that share; `None` with fewer forecasts.
    pub skill: Option<f64>,
    /// Calibration slope over all forecasts: what the answers make of their log odds in a logistic regression. 1 when
    /// they go as far as they should, below when too far; `None` when it cannot be found.
    ///
    /// Over all and not the newest 50, because with a few events among 50 it is mostly chance.
    pub slope: Option<f64>,
}

/// How well these went.
pub fn track(series: &Series) -> Track {
    let forecasts = series.chances.len();
    let newest = forecasts.checked_sub(JUDGED);
    Track { forecasts, skill: newest.and_then(|from| skill(series, from)), slope: slope(series) }
}

fn skill(series: &Series, from: usize) -> Option<f64> {
    let error = |chances: &[f64]| -> f64 {
        let pairs = chances.iter().zip(&series.tingled).skip(from);
        pairs.map(|(chance, tingled)| (chance - f64::from(u8::from(*tingled))).powi(2)).sum()
    };
    let base = error(&series.base);
    (base > 0.0).then(|| 1.0 - error(&series.chances) / base)
}

/// Chances are held within these from 0 and 1 before their log odds are taken.
const NEAR_CERTAIN: f64 = 1e-6;
fn slope(series: &Series) -> Option<f64> {
    let held = |chance: &f64| chance.clamp(NEAR_CERTAIN, 1.0 - NEAR_CERTAIN);
    let chances: Vec<f64> = series.chances.iter().map(held).collect();
    calibration(&chances, &series.tingled).ok()?.slope
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(of: impl Fn(usize) -> (f64, bool), count: usize) -> Series {
        let (chances, tingled): (Vec<f64>, Vec<bool>) = (0..count).map(of).unzip();
        Series { base: vec![0.25; count], chances, tingled }
    }

    #[test]
    fn the_share_itself_has_no_skill_and_better_than_it_has_some() {
        let every_fourth = |at: usize| at.is_multiple_of(4);
        assert_eq!(track(&series(|at| (0.25, every_fourth(at)), 60)).skill, Some(0.0));
        let knows = |at: usize| (if every_fourth(at) { 0.5 } else { 0.2 }, every_fourth(at));
        assert!(track(&series(knows, 60)).skill.unwrap() > 0.4);
        let wrong = |at: usize| (if every_fourth(at) { 0.1 } else { 0.4 }, every_fourth(at));
        assert!(track(&series(wrong, 60)).skill.unwrap() < 0.0);
        assert_eq!(track(&series(knows, 49)).skill, None);
    }

    #[test]
    fn forecasts_that_go_as_far_as_they_should_have_the_slope_1() {
        // Of eight at 1/4 two tingled, of eight at 3/4 six.
        let fair = |at: usize| if at % 16 < 8 { (0.25, at % 16 < 2) } else { (0.75, at % 16 < 14) };
        assert!((track(&series(fair, 64)).slope.unwrap() - 1.0).abs() < 1e-9);
        // The same answers, but forecast at 1/10 and 9/10: the slope is ln 3 over ln 9.
        let bold = |at: usize| (if at % 16 < 8 { 0.1 } else { 0.9 }, fair(at).1);
        assert!((track(&series(bold, 64)).slope.unwrap() - 0.5).abs() < 1e-9);
        // All alike, all known, or nothing: no slope.
        assert_eq!(track(&series(|at| (0.25, at % 4 == 0), 64)).slope, None);
        assert_eq!(track(&series(|at| (if at % 4 == 0 { 0.9 } else { 0.1 }, at % 4 == 0), 64)).slope, None);
        assert_eq!(track(&Series::default()), Track::default());
    }
}
