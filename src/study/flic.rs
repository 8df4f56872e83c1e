//! Chances that sum to what happened: Firth's penalty pulls them towards one half, and the constant alone can be set
//! right (FLIC: Puhr and others 2017, Stat Med 36:2302).

use super::firth::Unfit;
use super::logf::chance;
use super::root::turn;

/// The furthest that a constant is moved; e⁷⁰⁰ is near the largest number.
const SHIFT_MOST: f64 = 700.0;

/// What must be added to every logarithm of odds so that the mean chance is the share of sessions with tingling.
/// One value a session in both.
///
/// `Shape` when empty or of different lengths, `NotFinite` for a value that is no finite number, `NoMaximum` when
/// nobody tingled or everybody did: no constant is low or high enough.
pub fn shift(log_odds: &[f64], tingled: &[bool]) -> Result<f64, Unfit> {
    if log_odds.len() != tingled.len() || tingled.is_empty() {
        return Err(Unfit::Shape);
    }
    if log_odds.iter().any(|value| !value.is_finite() || value.abs() > SHIFT_MOST) {
        return Err(Unfit::NotFinite);
    }
    let events = tingled.iter().filter(|tingled| **tingled).count() as f64;
    if events == 0.0 || tingled.iter().all(|tingled| *tingled) {
        return Err(Unfit::NoMaximum);
    }
    let sum = |shift: f64| log_odds.iter().map(|value| chance(value + shift)).sum::<f64>();
    Ok(turn(-2.0 * SHIFT_MOST, 2.0 * SHIFT_MOST, |shift| sum(shift) < events))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_alone_becomes_the_base_rate() {
        let shift = shift(&[0.3; 8], &[true, false, false, false, true, false, false, false]).unwrap();
        assert!((0.3 + shift - (1.0_f64 / 3.0).ln()).abs() < 1e-12, "{shift}");
    }

    #[test]
    fn what_no_constant_can_reach_is_an_error() {
        assert_eq!(shift(&[0.0; 3], &[false; 3]), Err(Unfit::NoMaximum));
        assert_eq!(shift(&[0.0; 3], &[true; 3]), Err(Unfit::NoMaximum));
        assert_eq!(shift(&[0.0; 3], &[true]), Err(Unfit::Shape));
        assert_eq!(shift(&[], &[]), Err(Unfit::Shape));
        assert_eq!(shift(&[f64::NAN], &[true]), Err(Unfit::NotFinite));
    }
}
