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
        // A loop of its own: together with the chances there would not be registers enough.
        let mut sums = [[0.0; WIDTH]; WIDTH];
        for (row, weight) in rows.iter().zip(&self.weights) {
            for (sums, x) in sums.iter_mut().zip(row) {
                let weighted = weight * x;
                sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += weighted * x);
            }
        }
        self.information.as_mut_slice().copy_from_slice(sums.as_flattened());
        plain - logarithms.sum()
    }

    pub(super) fn pull_narrow<const WIDTH: usize>(&mut self, design: &Design, point: &Point) -> Option<()> {
        let lower = point.factor.l_dirty();
        let inverse = lower.solve_lower_triangular(&DMatrix::identity(WIDTH, WIDTH))?;
        let columns = SMatrix::<f64, WIDTH, WIDTH>::from_column_slice(inverse.as_slice()).data.0;
        let (rows, _) = design.rows.as_chunks::<WIDTH>();
        let mut score = [0.0; WIDTH];
        let places = self.chances.iter().zip(&self.weights).zip(&mut self.hats);
        for ((row, answer), ((chance, weight), hat)) in rows.iter().zip(&design.answers).zip(places) {
            let mut turned = [0.0; WIDTH];
            for (column, x) in columns.iter().zip(row) {
                turned.iter_mut().zip(column).for_each(|(sum, entry)| *sum += entry * x);
            }
            *hat = weight * turned.iter().map(|value| value * value).sum::<f64>();
            let residual = answer - chance + *hat * (0.5 - chance);
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
