//! Whether more of an exposure goes with more tingling, over groups in order.

use super::profile::normal_above;

/// Sessions of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dose {
    /// How much: its place on the scale, any unit.
    pub score: f64,
    /// Sessions in it.
    pub sessions: u32,
    /// Those that tingled, at most `sessions`.
    pub tingled: u32,
}

/// The test of a trend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Tingling rises with the score when above 0; a standard normal without a trend.
    pub z: f64,
    /// Its square: χ² of one degree of freedom.
    pub chi_squared: f64,
    /// Two-sided p.
    pub p: f64,
}

/// The test for a trend in shares (Cochran 1954, Biometrics 10:417; Armitage 1955, Biometrics 11:375), with the
/// variance of the shares as it would be without any trend. `None` without two different scores, when none or all
/// tingled, when more tingled than there are, or when a score is no finite number.
pub fn cochran_armitage(doses: &[Dose]) -> Option<Trend> {
    if doses.iter().any(|dose| dose.tingled > dose.sessions || !dose.score.is_finite()) {
        return None;
    }
    let sessions: f64 = doses.iter().map(|dose| f64::from(dose.sessions)).sum();
    let tingled: f64 = doses.iter().map(|dose| f64::from(dose.tingled)).sum();
    let share = tingled / sessions;
    let mean = doses.iter().map(|dose| dose.score * f64::from(dose.sessions)).sum::<f64>() / sessions;
    let (mut excess, mut spread) = (0.0, 0.0);
    for dose in doses {
        let away = dose.score - mean;
        excess += away * (f64::from(dose.tingled) - f64::from(dose.sessions) * share);
        spread += away * away * f64::from(dose.sessions);
    }
    let variance = share * (1.0 - share) * spread;
    // It is no number without any session.
    if variance.is_nan() || variance <= 0.0 {
        return None;
    }
    let z = excess / variance.sqrt();
    Some(Trend { z, chi_squared: z * z, p: 2.0 * normal_above(z.abs()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doses(groups: &[(f64, u32, u32)]) -> Vec<Dose> {
        groups
            .iter()
            .map(|(score, sessions, tingled)| Dose { score: *score, sessions: *sessions, tingled: *tingled })
            .collect()
    }

    #[test]
    fn a_fall_is_a_rise_seen_from_the_other_end() {
        let up = cochran_armitage(&doses(&[(1.0, 80, 1), (2.0, 80, 3), (3.0, 80, 6)])).unwrap();
        let down = cochran_armitage(&doses(&[(1.0, 80, 6), (2.0, 80, 3), (3.0, 80, 1)])).unwrap();
        assert!(up.z > 0.0 && (up.z + down.z).abs() < 1e-12);
        let scaled = cochran_armitage(&doses(&[(10.0, 80, 1), (12.0, 80, 3), (14.0, 80, 6)])).unwrap();
        assert!((scaled.z - up.z).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_compare_is_no_trend() {
        for groups in [
            &[][..],
            &[(1.0, 8, 2)],
            &[(1.0, 8, 0), (2.0, 8, 0)],
            &[(1.0, 8, 8), (2.0, 4, 4)],
            &[(1.0, 2, 3), (2.0, 4, 1)],
        ] {
            assert_eq!(cochran_armitage(&doses(groups)), None, "{groups:?}");
        }
    }
}
