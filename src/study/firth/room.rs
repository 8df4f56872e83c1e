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
