//! Any number of coefficients, by products of whole matrices.

use nalgebra::{DMatrix, DMatrixView, DVector};

use super::super::{Design, Point};
use super::{Logarithms, Room};

impl Room {
    pub(super) fn fill_wide(&mut self, design: &Design, at: &[f64]) -> f64 {
        let sessions = sessions(design);
        let (mut plain, mut logarithms) = (0.0, Logarithms::new());
        let linear = sessions.tr_mul(&DVector::from_column_slice(at));
        let places = self.chances.iter_mut().zip(&mut self.weights);
        for ((eta, answer), (chance, weight)) in linear.iter().zip(&design.answers).zip(places) {
            plain += Room::session(chance, weight, &mut logarithms, *eta, *answer);
        }
        plain - logarithms.sum()
    }

    pub(super) fn weigh_wide(&mut self, design: &Design) {
        let sessions = sessions(design);
        let mut weighted = DMatrix::zeros(design.answers.len(), design.width);
        for (mut column, values) in weighted.column_iter_mut().zip(sessions.row_iter()) {
            let products = values.iter().zip(&self.weights).map(|(value, weight)| value * weight);
            column.iter_mut().zip(products).for_each(|(place, product)| *place = product);
        }
        self.information.gemm(1.0, &sessions, &weighted, 0.0);
    }

    pub(super) fn pull_wide(&mut self, design: &Design, point: &Point) -> Option<()> {
        let sessions = sessions(design);
        let inverse =
            point.factor.l_dirty().solve_lower_triangular(&DMatrix::identity(design.width, design.width))?;
        let mut turned = DMatrix::zeros(design.width, design.answers.len());
        turned.gemm(1.0, &inverse, &sessions, 0.0);
        for ((hat, column), weight) in self.hats.iter_mut().zip(turned.column_iter()).zip(&self.weights) {
            *hat = weight * column.norm_squared();
        }
        let chances = self.chances.iter().zip(&design.answers);
        let residuals = chances.zip(&self.hats).map(|((chance, answer), hat)| answer - chance + hat * (0.5 - chance));
        self.score.gemv(1.0, &sessions, &DVector::from_iterator(design.answers.len(), residuals), 0.0);
        Some(())
    }
}

/// One column a session.
fn sessions(design: &Design) -> DMatrixView<'_, f64> {
    DMatrixView::from_slice(&design.rows, design.width, design.answers.len())
}
