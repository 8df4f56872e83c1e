//! Load of a session in one unit, session-RPE units, wherever it was learned from.

use super::numbers::{finite, median};

/// The fewest sessions with a rating and a training impulse that make a [`Line`] a person's own.
pub const LINE_SESSIONS_LEAST: usize = 8;
/// The slope of [`Line`] for a person of whom too few are known: a working value, not a measured one.
pub const LINE_SLOPE_USUAL: f64 = 3.0;

/// The line from training impulse to session-RPE load: load = slope times impulse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Session-RPE units to one unit of training impulse.
    pub slope: f64,
    /// Sessions it was drawn from.
    pub sessions: usize,
    /// Not the person's own: too few sessions told both, so that what is reckoned with it is estimated.
    pub is_estimated: bool,
}

impl Line {
    /// The line of a person from sessions that tell both, each as (session-RPE load, training impulse).
    ///
    /// The slope is the median of load over impulse; a session without an impulse or a load above 0 tells none.
    /// One kind of impulse only: the scales of Banister, Edwards and Lucia differ.
    pub fn of(sessions: &[(f64, f64)]) -> Line {
        let telling = sessions.iter().filter(|(load, impulse)| *load > 0.0 && *impulse > 0.0 && impulse.is_finite());
        let slopes: Vec<f64> = telling.filter_map(|(load, impulse)| finite(load / impulse)).collect();
        let own = median(&slopes).filter(|_| slopes.len() >= LINE_SESSIONS_LEAST);
        Line { slope: own.unwrap_or(LINE_SLOPE_USUAL), sessions: slopes.len(), is_estimated: own.is_none() }
    }

    /// The load of a training impulse, in session-RPE units; `None` for less than nothing.
    pub fn load(&self, impulse: f64) -> Option<f64> {
        finite(self.slope * impulse).filter(|_| impulse >= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_sessions_make_a_line_of_ones_own() {
        let sessions = [(200.0, 100.0), (100.0, 100.0), (400.0, 100.0), (300.0, 100.0)].repeat(2);
        assert_eq!(Line::of(&sessions), Line { slope: 2.5, sessions: 8, is_estimated: false });
        assert_eq!(Line::of(&sessions[1..]), Line { slope: 3.0, sessions: 7, is_estimated: true });
    }

    #[test]
    fn a_session_without_heart_or_rating_tells_no_slope() {
        let silent = [(100.0, 0.0), (0.0, 100.0), (f64::NAN, 100.0), (100.0, f64::INFINITY), (-1.0, -1.0)].repeat(8);
        assert_eq!(Line::of(&silent), Line { slope: LINE_SLOPE_USUAL, sessions: 0, is_estimated: true });
        assert_eq!(Line::of(&[]).load(100.0), Some(300.0));
        assert_eq!((Line::of(&[]).load(-1.0), Line::of(&[]).load(f64::NAN)), (None, None));
    }
}
