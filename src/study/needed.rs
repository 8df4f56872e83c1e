//! How many episodes of tingling it takes to see a cause, if it is one.

use statrs::distribution::{ContinuousCDF, Normal};

/// A cause that is worth seeing multiplies the odds of tingling by so much, when it is there or not.
pub const RATIO_BINARY: f64 = 3.0;
/// The same for an exposure of degree, per usual spread of it.
pub const RATIO_SPREAD: f64 = 2.0;
/// The chance of seeing it that is wanted.
pub const POWER: f64 = 0.8;
/// More than so many is not to be told as a number: it will not be reached.
pub const EPISODES_MOST: f64 = 300.0;

/// What an exposure looks like among the sessions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// Yes in this share of sessions.
    Share(f64),
    /// A number, on the person's own scale.
    Degrees,
}

/// Episodes that show an exposure with this odds ratio in `power` of all cases, at a test of one-sided level `alpha`;
/// `None` when no number would do.
///
/// `(z_alpha + z_power)² / 2D`, `D` the divergence of the exposure among episodes from that among all sessions
/// (Chernoff & Stein): of a share `π` with odds ratio `r` the episodes have `P = πr / (1 − π + πr)` and
/// `D = P ln(P/π) + (1 − P) ln((1 − P)/(1 − π))`; of a degree `D = (ln r)² / 2`.
pub fn episodes(spread: Spread, ratio: f64, alpha: f64, power: f64) -> Option<f64> {
    let normal = Normal::standard();
    let divergence = match spread {
        Spread::Degrees => ratio.ln().powi(2) / 2.0,
        Spread::Share(share) if share > 0.0 && share < 1.0 => {
            let among = share * ratio / (1.0 - share + share * ratio);
            among * (among / share).ln() + (1.0 - among) * ((1.0 - among) / (1.0 - share)).ln()
        }
        Spread::Share(_) => return None,
    };
    let needed = (normal.inverse_cdf(1.0 - alpha) + normal.inverse_cdf(power)).powi(2) / (2.0 * divergence);
    needed.is_finite().then(|| needed.ceil())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the design: one-sided z of 2.67, half and 80 % power.
    #[test]
    fn the_numbers_are_those_of_the_table() {
        let alpha = 1.0 - Normal::standard().cdf(2.67);
        let needed = |spread, ratio, power| episodes(spread, ratio, alpha, power).unwrap();
        let table = [
            (Spread::Share(0.2), 3.0, 27.0, 46.0),
            (Spread::Share(0.2), 5.0, 12.0, 20.0),
            (Spread::Share(0.2), 8.0, 7.0, 12.0),
            (Spread::Share(0.05), 5.0, 23.0, 40.0),
            (Spread::Degrees, 2.0, 15.0, 26.0),
            (Spread::Degrees, 3.0, 6.0, 10.0),
        ];
        for (spread, ratio, half, most) in table {
            assert!((needed(spread, ratio, 0.5) - half).abs() <= 1.0, "{spread:?} {ratio}");
            assert!((needed(spread, ratio, 0.8) - most).abs() <= 1.0, "{spread:?} {ratio}");
        }
    }

    #[test]
    fn what_never_or_always_is_there_is_never_seen() {
        assert_eq!(episodes(Spread::Share(0.0), 3.0, 0.01, 0.8), None);
        assert_eq!(episodes(Spread::Share(1.0), 3.0, 0.01, 0.8), None);
        assert_eq!(episodes(Spread::Degrees, 1.0, 0.01, 0.8), None);
    }
}
