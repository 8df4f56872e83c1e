//! The sums over all sessions that a step of Firth's regression needs, in buffers that are filled again and again.
//! All the time of a fit goes here, so the widths that the study asks for most have loops of their own.

mod narrow;
mod wide;

use nalgebra::{DMatrix, DVector};

use super::{Design, Point};

/// The buffers of one fit.
pub(super) struct Room {
    /// The chance of tingling in each session.
    pub(super) chances: Vec<f64>,
    /// The information of all coefficients.
    pub(super) information: DMatrix<f64>,
    /// The score with the pull of the penalty.
    pub(super) score: DVector<f64>,
    /// The second derivatives of the penalty `½ ln det I`; `None` where working them out costs more than it saves.
    pub(super) bend: Option<DMatrix<f64>>,
    /// `p (1 − p)` of each session.
    weights: Vec<f64>,
    /// The diagonal of the hat matrix.
    hats: Vec<f64>,
}

/// The logarithms of one plus many numbers between 0 and 1, of which the product is kept: a logarithm of each would
/// take as long as everything else.
struct Logarithms {
    sum: f64,
    product: f64,
}

/// A product of numbers from 1 to 2 is put away before it grows further.
const PRODUCT_MOST: f64 = 1e300;

impl Logarithms {
    fn new() -> Logarithms {
        Logarithms { sum: 0.0, product: 1.0 }
    }

    fn add_one_plus(&mut self, small: f64) {
        self.product *= 1.0 + small;
        if self.product > PRODUCT_MOST {
            self.sum += self.product.ln();
            self.product = 1.0;
        }
    }

    fn sum(&self) -> f64 {
        self.sum + self.product.ln()
    }
}

impl Room {
    pub(super) fn new(design: &Design) -> Room {
        let (rows, width) = (design.answers.len(), design.width);
        Room {
            chances: vec![0.0; rows],
            information: DMatrix::zeros(width, width),
            score: DVector::zeros(width),
            bend: None,
            weights: vec![0.0; rows],
            hats: vec![0.0; rows],
        }
    }

    /// Chances, weights and information at these coefficients; gives the plain log-likelihood.
    pub(super) fn fill(&mut self, design: &Design, at: &[f64]) -> f64 {
        let plain = match design.width {
            1 => self.fill_narrow::<1>(design, at),
            2 => self.fill_narrow::<2>(design, at),
            3 => self.fill_narrow::<3>(design, at),
            4 => self.fill_narrow::<4>(design, at),
            5 => self.fill_narrow::<5>(design, at),
            6 => self.fill_narrow::<6>(design, at),
            7 => self.fill_narrow::<7>(design, at),
            8 => self.fill_narrow::<8>(design, at),
            9 => self.fill_narrow::<9>(design, at),
            10 => self.fill_narrow::<10>(design, at),
            _ => self.fill_wide(design, at),
        };
        self.weigh(design);
        plain
    }

    /// The information by the weights.
    fn weigh(&mut self, design: &Design) {
        match design.width {
            1 => self.weigh_narrow::<1>(design),
            2 => self.weigh_narrow::<2>(design),
            3 => self.weigh_narrow::<3>(design),
            4 => self.weigh_narrow::<4>(design),
            5 => self.weigh_narrow::<5>(design),
            6 => self.weigh_narrow::<6>(design),
            7 => self.weigh_narrow::<7>(design),
            8 => self.weigh_narrow::<8>(design),
            9 => self.weigh_narrow::<9>(design),
            10 => self.weigh_narrow::<10>(design),
            _ => self.weigh_wide(design),
        }
    }

    /// Score and bend at the point that was filled last; `None` where the information cannot be inverted.
    pub(super) fn pull(&mut self, design: &Design, point: &Point) -> Option<()> {
        match design.width {
            1 => self.pull_narrow::<1>(design, point),
            2 => self.pull_narrow::<2>(design, point),
            3 => self.pull_narrow::<3>(design, point),
            4 => self.pull_narrow::<4>(design, point),
            5 => self.pull_narrow::<5>(design, point),
            6 => self.pull_narrow::<6>(design, point),
            7 => self.pull_narrow::<7>(design, point),
            8 => self.pull_narrow::<8>(design, point),
            9 => self.pull_narrow::<9>(design, point),
            10 => self.pull_narrow::<10>(design, point),
            _ => self.pull_wide(design, point),
        }
    }

    /// Moves chances, weights and information by a small step of the coefficients, on straight lines.
    pub(super) fn advance(&mut self, design: &Design, step: &[f64]) {
        let sessions = self.chances.iter_mut().zip(&mut self.weights);
        for ((chance, weight), row) in sessions.zip(design.rows.chunks_exact(design.width)) {
            let moved = *weight * row.iter().zip(step).map(|(x, step)| x * step).sum::<f64>();
            *weight += (1.0 - 2.0 * *chance) * moved;
            *chance += moved;
        }
        self.weigh(design);
    }

    /// What one session adds to the plain log-likelihood but for the logarithm; its chance and weight are kept.
    fn session(chance: &mut f64, weight: &mut f64, logarithms: &mut Logarithms, eta: f64, answer: f64) -> f64 {
        let small = (-eta.abs()).exp();
        let likelier = 1.0 / (1.0 + small);
        let rarer = small * likelier;
        *chance = if eta >= 0.0 { likelier } else { rarer };
        *weight = likelier * rarer;
        // ln(1 + e^eta) is eta or 0, and ln(1 + small).
        logarithms.add_one_plus(small);
        answer * eta - eta.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sessions with so many exposures, of which the first two matter.
    fn design(exposures: usize) -> Design {
        let wave = |at: usize, row: usize| {
            let (at, row) = (at as f64, row as f64);
            ((row * (at + 3.0) + at * at) * 0.7).sin() * 1.5
        };
        let columns: Vec<Vec<f64>> = (0..exposures).map(|at| (0..90).map(|row| wave(at, row)).collect()).collect();
        let answers: Vec<bool> = (0..90).map(|row| wave(0, row) - wave(1, row) + 2.0 * wave(40, row) > 1.2).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        Design::new(&columns, &answers).unwrap()
    }

    fn coefficients(width: usize) -> DVector<f64> {
        DVector::from_fn(width, |at, _| 0.3 - 0.2 * (at % 4) as f64)
    }

    #[test]
    fn whole_matrices_and_unrolled_loops_give_the_same() {
        for exposures in [1, 2, 5, 9] {
            let design = design(exposures);
            let at = coefficients(design.width);
            let (mut narrow, mut wide) = (Room::new(&design), Room::new(&design));
            let point = design.point(&at, &mut narrow).unwrap();
            narrow.pull(&design, &point).unwrap();
            let plain = wide.fill_wide(&design, at.as_slice());
            wide.weigh_wide(&design);
            wide.pull_wide(&design, &point).unwrap();
            assert!((plain + 0.5 * point.factor.ln_determinant() - point.log_likelihood).abs() < 1e-11);
            assert!((&narrow.information - &wide.information).amax() < 1e-11, "{exposures}");
            assert!((&narrow.score - &wide.score).amax() < 1e-11, "{exposures}");
            assert_eq!(narrow.chances.len(), wide.chances.len());
            narrow.chances.iter().zip(&wide.chances).for_each(|(one, other)| assert!((one - other).abs() < 1e-14));
        }
    }

    #[test]
    fn score_and_bend_are_the_derivatives_of_what_is_climbed() {
        for exposures in [0, 1, 3, 12] {
            let design = design(exposures);
            let at = coefficients(design.width);
            let mut room = Room::new(&design);
            let mut value = |at: &DVector<f64>| design.point(at, &mut room).unwrap();
            let point = value(&at);
            let nudge = |column: usize, by: f64| {
                let mut there = at.clone();
                there[column] += by;
                there
            };
            let slopes: Vec<f64> = (0..design.width)
                .map(|column| {
                    let [up, down] = [1e-5, -1e-5].map(|by| value(&nudge(column, by)).log_likelihood);
                    (up - down) / 2e-5
                })
                .collect();
            design.point(&at, &mut room).unwrap();
            room.pull(&design, &point).unwrap();
            for (found, wanted) in room.score.iter().zip(&slopes) {
                assert!((found - wanted).abs() < 1e-7 * wanted.abs().max(1.0), "{exposures}: {found}, not {wanted}");
            }
            let Some(bend) = room.bend.clone() else {
                assert!(design.width > 4);
                continue;
            };
            for column in 0..design.width {
                let mut score = |by: f64| {
                    let point = design.point(&nudge(column, by), &mut room).unwrap();
                    room.pull(&design, &point).unwrap();
                    room.score.clone()
                };
                let wanted = (score(1e-5) - score(-1e-5)) / 2e-5;
                for (row, wanted) in wanted.iter().enumerate() {
                    let found = bend[(row, column)] - point.information[(row, column)];
                    assert!((found - wanted).abs() < 1e-7 * wanted.abs().max(1.0), "{found}, not {wanted}");
                }
            }
        }
    }

    #[test]
    fn a_fit_of_many_exposures_is_a_maximum() {
        let design = design(12);
        let fit = design.fit().unwrap();
        for column in 0..design.width() {
            for by in [1e-4, -1e-4] {
                let held = [(column, fit.coefficients[column] + by)];
                let near = design.fit_holding(&held, Some(&fit.coefficients)).unwrap();
                assert!(near.log_likelihood < fit.log_likelihood, "{column}");
            }
        }
    }
}
