//! What the exposures of so many sessions of a stratum sum to, when sessions are drawn by their odds.

use nalgebra::{DMatrix, DVector};

/// How far the moments go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Mean and variance.
    Second,
    /// The third cumulant too, for a penalty.
    Third,
}

/// The sum over all choices of so many sessions, and its logarithm's derivatives.
pub(super) struct Moments {
    /// The logarithm of the sum of `e^(b · exposures)` over all choices.
    pub(super) logarithm: f64,
    /// The mean of the summed exposures.
    pub(super) mean: DVector<f64>,
    /// Their variance.
    pub(super) variance: DMatrix<f64>,
    /// Their third cumulant, column by column, then layer by layer; empty when it was not asked for.
    pub(super) third: Vec<f64>,
}

/// Sums over all choices of one size: of the weights, and of the weights times the exposures, their products of two
/// and of three.
struct Sums {
    weight: f64,
    first: Vec<f64>,
    second: Vec<f64>,
    third: Vec<f64>,
}

impl Moments {
    /// Of the choices of `events` sessions out of `rows` (the exposures of one session after the other, as many as
    /// `at` has). `None` where the sum is no positive number.
    ///
    /// The recursion takes one session after the other: a choice of j with it is a choice of j − 1 before it.
    #[expect(clippy::arithmetic_side_effects, reason = "matrices of floats, of one shape by construction")]
    pub(super) fn of(rows: &[f64], events: usize, at: &DVector<f64>, order: Order) -> Option<Moments> {
        let width = at.len();
        let linear: Vec<f64> = rows.chunks_exact(width).map(|row| dot(row, at.as_slice())).collect();
        let largest = linear.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut chosen: Vec<Sums> = (0..=events).map(|_| Sums::zero(width, order)).collect();
        chosen.first_mut()?.weight = 1.0;
        for (row, linear) in rows.chunks_exact(width).zip(&linear) {
            let weight = (linear - largest).exp();
            for size in (1..=events).rev() {
                let (fewer, more) = chosen.split_at_mut(size);
                if let (Some(fewer), Some(more)) = (fewer.last(), more.first_mut()) {
                    more.add(fewer, weight, row);
                }
            }
        }
        let sums = chosen.pop()?;
        let total = sums.weight;
        if !total.is_finite() || total <= 0.0 {
            return None;
        }
        let mean = DVector::from_iterator(width, sums.first.iter().map(|first| first / total));
        let raw = DMatrix::from_iterator(width, width, sums.second.iter().map(|second| second / total));
        let third = cumulant(&sums.third, total, &mean, &raw);
        let variance = raw - &mean * mean.transpose();
        Some(Moments { logarithm: total.ln() + events as f64 * largest, mean, variance, third })
    }
}

impl Sums {
    fn zero(width: usize, order: Order) -> Sums {
        let square = width.saturating_mul(width);
        let cube = if order == Order::Third { square.saturating_mul(width) } else { 0 };
        Sums { weight: 0.0, first: vec![0.0; width], second: vec![0.0; square], third: vec![0.0; cube] }
    }

    /// Adds the choices that take a session with this weight to a smaller choice: the products of `t + x`, of which
    /// those of `t` are known.
    fn add(&mut self, fewer: &Sums, weight: f64, row: &[f64]) {
        if !self.third.is_empty() {
            let seconds: Vec<&[f64]> = fewer.second.chunks_exact(row.len()).collect();
            let mut places = self.third.iter_mut().zip(&fewer.third);
            let factors = || row.iter().zip(&fewer.first).zip(&seconds);
            for ((xa, ta), taa) in factors() {
                for (((xb, tb), tbb), tab) in factors().zip(taa.iter()) {
                    for ((((xc, tc), tac), tbc), (place, tabc)) in
                        row.iter().zip(&fewer.first).zip(taa.iter()).zip(tbb.iter()).zip(&mut places)
                    {
                        let mixed = tab * xc + tac * xb + tbc * xa + ta * xb * xc + tb * xa * xc + tc * xa * xb;
                        *place += weight * (tabc + mixed + fewer.weight * xa * xb * xc);
                    }
                }
            }
        }
        let mut places = self.second.iter_mut().zip(&fewer.second);
        for (xa, ta) in row.iter().zip(&fewer.first) {
            for ((xb, tb), (place, tab)) in row.iter().zip(&fewer.first).zip(&mut places) {
                *place += weight * (tab + ta * xb + tb * xa + fewer.weight * xa * xb);
            }
        }
        for ((place, t), x) in self.first.iter_mut().zip(&fewer.first).zip(row) {
            *place += weight * (t + fewer.weight * x);
        }
        self.weight += weight * fewer.weight;
    }
}

/// The third cumulant from the sums of products: `E abc − E ab E c − E ac E b − E bc E a + 2 E a E b E c`.
fn cumulant(third: &[f64], total: f64, mean: &DVector<f64>, raw: &DMatrix<f64>) -> Vec<f64> {
    let mut cumulants = Vec::with_capacity(third.len());
    let mut products = third.iter();
    for (ma, column) in mean.iter().zip(raw.column_iter()) {
        for ((mb, mab), other) in mean.iter().zip(column.iter()).zip(raw.column_iter()) {
            for ((mc, mac), mbc) in mean.iter().zip(column.iter()).zip(other.iter()) {
                let Some(abc) = products.next() else { return cumulants };
                cumulants.push(abc / total - mab * mc - mac * mb - mbc * ma + 2.0 * ma * mb * mc);
            }
        }
    }
    cumulants
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by writing down every choice.
    fn by_choices(rows: &[[f64; 2]], events: usize, at: &DVector<f64>) -> (f64, [f64; 2], Vec<f64>, Vec<f64>) {
        let choices: Vec<(f64, [f64; 2])> = (0_u32..1 << rows.len())
            .filter(|choice| choice.count_ones() as usize == events)
            .map(|choice| {
                let mut sum = [0.0; 2];
                for (_, row) in rows.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1) {
                    sum = [sum[0] + row[0], sum[1] + row[1]];
                }
                ((sum[0] * at[0] + sum[1] * at[1]).exp(), sum)
            })
            .collect();
        let total: f64 = choices.iter().map(|(weight, _)| weight).sum();
        let expect = |of: &dyn Fn(&[f64; 2]) -> f64| -> f64 {
            choices.iter().map(|(weight, sum)| weight * of(sum)).sum::<f64>() / total
        };
        let mean = [expect(&|sum| sum[0]), expect(&|sum| sum[1])];
        let away = |sum: &[f64; 2], at: usize| sum[at] - mean[at];
        let (mut second, mut third) = (Vec::new(), Vec::new());
        for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            second.push(expect(&|sum| away(sum, a) * away(sum, b)));
            third.extend([0, 1].map(|c| expect(&|sum| away(sum, a) * away(sum, b) * away(sum, c))));
        }
        (total.ln(), mean, second, third)
    }

    #[test]
    fn the_recursion_gives_what_all_choices_give() {
        let rows = [[0.3, -1.0], [-0.7, 0.0], [1.4, 1.0], [0.1, 1.0], [-1.1, -1.0], [0.6, 0.5]];
        let at = DVector::from_column_slice(&[0.8, -0.4]);
        for events in 1..6 {
            let (logarithm, mean, second, third) = by_choices(&rows, events, &at);
            let found = Moments::of(rows.as_flattened(), events, &at, Order::Third).unwrap();
            assert!((found.logarithm - logarithm).abs() < 1e-13);
            let near = |found: &[f64], wanted: &[f64]| {
                assert_eq!(found.len(), wanted.len());
                found.iter().zip(wanted).for_each(|(found, wanted)| assert!((found - wanted).abs() < 1e-12));
            };
            near(found.mean.as_slice(), &mean);
            near(found.variance.as_slice(), &second);
            near(&found.third, &third);
            assert!(Moments::of(rows.as_flattened(), events, &at, Order::Second).unwrap().third.is_empty());
        }
    }
}
