//! What to try out: the exposure that may well matter and of which least is known.

use super::change::{Change, Gate, change};

/// What is known of an exposure before a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The exposure.
    pub exposure: String,
    /// Its one-sided p at the last look; 1 where it could not be tested.
    pub p: f64,
    /// The lower end of the 95 % interval of the logarithm of its odds ratio.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What is tried out, and what it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The exposure.
    pub exposure: String,
    /// The change.
    pub change: Change,
}

/// An exposure is plausible up to this p.
pub const PLAUSIBLE_P: f64 = 0.2;

/// Of the plausible candidates (p at most 0.2) with a safe change whose gate is open, the one with the widest interval;
/// of several equally wide ones the first. `None` when there is none, which is an answer: then nothing is to be tried.
pub fn choose(candidates: &[Candidate], is_open: impl Fn(Gate) -> bool) -> Option<Choice> {
    let mut widest: Option<(f64, Choice)> = None;
    for candidate in candidates.iter().filter(|candidate| candidate.p <= PLAUSIBLE_P) {
        let Some((change, gate)) = change(&candidate.exposure) else { continue };
        let width = candidate.high - candidate.low;
        let is_wider = width.is_finite() && widest.as_ref().is_none_or(|(other, _)| width > *other);
        if is_wider && is_open(gate) {
            widest = Some((width, Choice { exposure: candidate.exposure.clone(), change }));
        }
    }
    widest.map(|(_, choice)| choice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(exposure: &str, p: f64, low: f64, high: f64) -> Candidate {
        Candidate { exposure: exposure.to_owned(), p, low, high }
    }

    #[test]
    fn the_widest_plausible_one_with_an_open_gate_is_taken() {
        let candidates = [
            candidate("tight_fit", 0.03, 0.1, 2.0),
            candidate("no_warmup", 0.10, -0.5, 2.5),
            candidate("music", 0.60, -4.0, 4.0),
            candidate("spike30", 0.05, -3.0, 6.0),
            candidate("bm_loss_gt2", 0.05, -1.0, 4.0),
        ];
        let chosen = |is_open: fn(Gate) -> bool| choose(&candidates, is_open).map(|choice| choice.change);
        assert_eq!(chosen(|_| true), Some(Change::DrinkToThirst));
        assert_eq!(chosen(|gate| gate == Gate::Open), Some(Change::WarmUp));
        assert_eq!(chosen(|_| false), None);
        assert_eq!(choose(&[], |_| true), None);
        assert_eq!(choose(&[candidate("tight_fit", 0.01, f64::NEG_INFINITY, 1.0)], |_| true), None);
    }
}
