//! Up to ten coefficients: loops of a length that is known beforehand.

use nalgebra::{DMatrix, SMatrix};

use super::super::{Design, Point};
use super::{Logarithms, Room};

/// Up to so many coefficients the second derivatives of the penalty are worked out, which saves a third of the steps.
/// With more they take longer than the steps.
const BENT_MOST: usize = 4;

impl Room {
    pub(super) fn fill_narrow<const WIDTH: usize>(&mut self, design: &Design, at: &[f64]) -> f64 {
        let (rows, _) = design.rows.as_chunks::<WIDTH>();
        let mut coefficients = [0.0; WIDTH];
        coefficients.iter_mut().zip(at).for_each(|(place, value)| *place = *value);
        let (mut plain, mut logarithms) = (0.0, Logarithms::new());
        let places = self.chances.iter_mut().zip(&mut self.weights);
        for ((row, answer), (chance, weight)) in rows.iter().zip(&design.answers).zip(places) {
            let eta = row.iter().zip(&coefficients).map(|(x, b)| x * b).sum();
            plain += Room::session(chance, weight, &mut logarithms, eta, *answer);
        }
        plain - logarithms.sum()
    }

    pub(super) fn weigh_narrow<const WIDTH: usize>(&mut self, design: &Design) {
        let (rows, _) = design.rows.as_chunks::<WIDTH>();
        let sums = products(rows, &self.weights);
        self.information.as_mut_slice().copy_from_slice(sums.as_flattened());
        self.information.fill_lower_triangle_with_upper_triangle();
    }

    pub(super) fn pull_narrow<const WIDTH: usize>(&mut self, design: &Design, point: &Point) -> Option<()> {
        let lower = point.factor.l_dirty();
        let inverse = lower.solve_lower_triangular(&DMatrix::identity(WIDTH, WIDTH))?;
        let columns = SMatrix::<f64, WIDTH, WIDTH>::from_column_slice(inverse.as_slice()).data.0;
        let (rows, _) = design.rows.as_chunks::<WIDTH>();
        hats(rows, &columns, &self.weights, &mut self.hats);
        let mut score = [0.0; WIDTH];
        let places = self.chances.iter().zip(&self.hats);
        for ((row, answer), (chance, hat)) in rows.iter().zip(&design.answers).zip(places) {
            let residual = answer - chance + hat * (0.5 - chance);
            score.iter_mut().zip(row).for_each(|(sum, x)| *sum += residual * x);
        }
        self.score.as_mut_slice().copy_from_slice(&score);
        if WIDTH <= BENT_MOST {
            self.bend = Some(self.bent::<WIDTH>(rows, point));
        }
        Some(())
    }

    /// `½ tr(I⁻¹ I_ab) − ½ tr(I⁻¹ I_a I⁻¹ I_b)`, with the derivatives of the information by the coefficients a and b.
    #[expect(clippy::arithmetic_side_effects, reason = "matrices of floats, of one shape by construction")]
    fn bent<const WIDTH: usize>(&self, rows: &[[f64; WIDTH]], point: &Point) -> DMatrix<f64> {
        let (mut thirds, mut fourths) = ([[[0.0; WIDTH]; WIDTH]; WIDTH], [[0.0; WIDTH]; WIDTH]);
        let sessions = rows.iter().zip(&self.chances).zip(self.weights.iter().zip(&self.hats));
        for ((row, chance), (weight, hat)) in sessions {
            // The derivatives of p (1 − p).
            let (slant, curve) = (weight * (1.0 - 2.0 * chance), hat * (1.0 - 6.0 * weight));
            for ((layer, fourths), x) in thirds.iter_mut().zip(&mut fourths).zip(row) {
                let (slanted, curved) = (slant * x, curve * x);
                fourths.iter_mut().zip(row).for_each(|(sum, x)| *sum += curved * x);
                for (column, x) in layer.iter_mut().zip(row) {
                    let slanted = slanted * x;
                    column.iter_mut().zip(row).for_each(|(sum, x)| *sum += slanted * x);
                }
            }
        }
        let matrix = |values: &[f64]| SMatrix::<f64, WIDTH, WIDTH>::from_column_slice(values);
        let inverse = matrix(point.factor.inverse().as_slice());
        let turned = thirds.map(|layer| inverse * matrix(layer.as_flattened()));
        let bends = turned.iter().zip(&fourths).flat_map(|(left, fourths)| {
            let both = turned.iter().map(|right| left.component_mul(&right.transpose()).sum());
            both.zip(fourths).map(|(both, fourth)| 0.5 * (fourth - both))
        });
        DMatrix::from_iterator(WIDTH, WIDTH, bends)
    }
}

/// The weighted products of the columns, summed over the sessions; of each pair once. A function of its own, since inlined there would not
/// be registers enough, and in half a square, which iterators do not unroll.
#[inline(never)]
#[expect(clippy::indexing_slicing, reason = "within arrays of known length, over which the loops are unrolled")]
fn products<const WIDTH: usize>(rows: &[[f64; WIDTH]], weights: &[f64]) -> [[f64; WIDTH]; WIDTH] {
    let mut sums = [[0.0; WIDTH]; WIDTH];
    for (row, weight) in rows.iter().zip(weights) {
        for a in 0..WIDTH {
            let weighted = weight * row[a];
            for b in 0..=a {
                sums[a][b] += weighted * row[b];
            }
        }
    }
    sums
}

/// The diagonal of the hat matrix, by the inverse of the information's root, a lower triangle. As [`products`].
#[inline(never)]
#[expect(clippy::indexing_slicing, reason = "within arrays of known length, over which the loops are unrolled")]
fn hats<const WIDTH: usize>(rows: &[[f64; WIDTH]], root: &[[f64; WIDTH]; WIDTH], weights: &[f64], hats: &mut [f64]) {
    for ((row, weight), hat) in rows.iter().zip(weights).zip(hats) {
        let mut turned = [0.0; WIDTH];
        for a in 0..WIDTH {
            for b in a..WIDTH {
                turned[b] += root[a][b] * row[a];
            }
        }
        *hat = weight * turned.iter().map(|value| value * value).sum::<f64>();
    }
}
