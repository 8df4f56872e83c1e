//! Logistic regression within strata: what is the same throughout a stratum (a season, a bad month) cannot make an
//! exposure look guilty.
//!
//! The exact conditional likelihood, given how many sessions of each stratum tingled, by the recursion of Gail, Lubin
//! & Rubinstein 1981 (Biometrika 68:703). Strata in which all or none tingled say nothing.

mod moments;

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::firth::Unfit;
use super::newton::{Slope, Top, climb, standard_errors};
use super::profile::{Interval, ends};
use moments::{Moments, Order};

/// Sessions in strata, ready to be fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Strata {
    /// Exposures.
    width: usize,
    /// Those in which some tingled and some did not.
    strata: Vec<Stratum>,
}

/// One stratum.
#[derive(Clone, Debug, PartialEq)]
struct Stratum {
    /// The exposures of each session less their mean in the stratum, one session after the other.
    rows: Vec<f64>,
    /// How many tingled.
    events: usize,
    /// The exposures of those that tingled, summed.
    exposed: DVector<f64>,
}

/// The maximum of the conditional likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditional {
    /// Natural logarithms of odds ratios, in the order of the columns.
    pub coefficients: Vec<f64>,
    /// Roots of the diagonal of the inverse information.
    pub standard_errors: Vec<f64>,
    /// The logarithm of the conditional likelihood there, of a penalised fit with the penalty.
    pub log_likelihood: f64,
    /// The same with every coefficient 0, without a penalty.
    pub log_likelihood_null: f64,
    /// The score test of all coefficients against 0: χ² with as many degrees of freedom as there are columns.
    pub score_test: f64,
}

/// Newton's steps; where there is a maximum it takes fewer than 20.
const STEPS_MOST: usize = 100;
/// The same with a penalty, whose information is left out of a step.
const PENALISED_STEPS_MOST: usize = 5000;
/// So little information is left in some direction, as a share of that at 0, when the likelihood has run away.
const INFORMATION_LEAST: f64 = 1e-9;

impl Strata {
    /// Exposures (one value a session in each column), answers, and the stratum of each session, any number.
    ///
    /// `Shape` without columns or when lengths differ, `NotFinite` for a value that is no finite number, `Collinear`
    /// when within the strata that say anything a column does not vary, or says the same as others together; so also
    /// when no stratum says anything.
    pub fn new(columns: &[&[f64]], answers: &[bool], strata: &[i64]) -> Result<Strata, Unfit> {
        let width = columns.len();
        let rows = answers.len();
        if width == 0 || strata.len() != rows || columns.iter().any(|column| column.len() != rows) {
            return Err(Unfit::Shape);
        }
        if columns.iter().flat_map(|column| column.iter()).any(|value| !value.is_finite()) {
            return Err(Unfit::NotFinite);
        }
        let mut sessions: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (row, stratum) in strata.iter().enumerate() {
            sessions.entry(*stratum).or_default().push(row);
        }
        let strata = sessions.values().filter_map(|rows| Stratum::of(columns, answers, rows)).collect();
        let strata = Strata { width, strata };
        strata
            .slope(&DVector::zeros(width))
            .and_then(|slope| slope.information.cholesky())
            .ok_or(Unfit::Collinear)?;
        Ok(strata)
    }

    /// How many strata say anything.
    pub fn telling(&self) -> usize {
        self.strata.len()
    }

    /// The fit. `Separated` where it does not exist: some exposure, or some of them together, order the sessions with
    /// tingling before those without in every stratum.
    pub fn fit(&self) -> Result<Conditional, Unfit> {
        let top = self.climb(DVector::zeros(self.width), &[])?;
        self.told(&top)
    }

    /// The fit with Firth's penalty `½ ln det I(b)` (Heinze & Puhr 2010, Stat Med 29:770), which also exists where
    /// exposures separate.
    pub fn fit_penalised(&self) -> Result<Conditional, Unfit> {
        let top = climb(DVector::zeros(self.width), &[], PENALISED_STEPS_MOST, |at| self.penalised(at))?;
        self.told(&top)
    }

    /// The coefficients of one column that the data do not contradict, by the profile of the likelihood: those within
    /// half of `chi_squared` of the maximum.
    pub fn interval(&self, fit: &Conditional, column: usize, chi_squared: f64) -> Result<Interval, Unfit> {
        let centre = *fit.coefficients.get(column).ok_or(Unfit::Shape)?;
        let reach = *fit.standard_errors.get(column).ok_or(Unfit::Shape)?;
        let bar = fit.log_likelihood - 0.5 * chi_squared;
        let mut start = DVector::from_column_slice(&fit.coefficients);
        ends(centre, reach, chi_squared, |value| {
            *start.get_mut(column).ok_or(Unfit::Shape)? = value;
            let top = self.climb(start.clone(), &[column])?;
            start.copy_from(&top.at);
            Ok(top.slope.value - bar)
        })
    }

    fn climb(&self, start: DVector<f64>, held: &[usize]) -> Result<Top, Unfit> {
        let top = climb(start, held, STEPS_MOST, |at| self.slope(at));
        // The columns vary, so whoever does not arrive runs away.
        let top = top.map_err(|unfit| if unfit == Unfit::NoMaximum { Unfit::Separated } else { unfit })?;
        if held.is_empty() && self.information_left(&top.slope.information)? < INFORMATION_LEAST {
            return Err(Unfit::Separated);
        }
        Ok(top)
    }

    /// The least share of the information at 0 that is left in any direction.
    fn information_left(&self, information: &DMatrix<f64>) -> Result<f64, Unfit> {
        let null = self.slope(&DVector::zeros(self.width)).ok_or(Unfit::Collinear)?.information;
        let root = null.cholesky().ok_or(Unfit::Collinear)?.l();
        let half = root.solve_lower_triangular(information).ok_or(Unfit::Collinear)?;
        let whole = root.solve_lower_triangular(&half.transpose()).ok_or(Unfit::Collinear)?;
        Ok(whole.symmetric_eigenvalues().min())
    }

    fn told(&self, top: &Top) -> Result<Conditional, Unfit> {
        let null = self.slope(&DVector::zeros(self.width)).ok_or(Unfit::Collinear)?;
        let solved = null.information.cholesky().ok_or(Unfit::Collinear)?.solve(&null.score);
        Ok(Conditional {
            coefficients: top.at.iter().copied().collect(),
            standard_errors: standard_errors(&top.slope.information)?,
            log_likelihood: top.slope.value,
            log_likelihood_null: null.value,
            score_test: null.score.dot(&solved),
        })
    }

    /// The logarithm of the likelihood, its derivatives and the information.
    fn slope(&self, at: &DVector<f64>) -> Option<Slope> {
        self.summed(at, Order::Second).map(|(slope, _)| slope)
    }

    /// The same with Firth's penalty in value and derivatives; the information stays that of the likelihood.
    fn penalised(&self, at: &DVector<f64>) -> Option<Slope> {
        let (mut slope, third) = self.summed(at, Order::Third)?;
        let factor = slope.information.clone().cholesky()?;
        slope.value += 0.5 * factor.ln_determinant();
        let inverse = factor.inverse();
        // The derivative of the information is the third cumulant.
        for (pull, layer) in slope.score.iter_mut().zip(third.chunks_exact(self.width.checked_mul(self.width)?)) {
            *pull += 0.5 * inverse.iter().zip(layer).map(|(inverse, third)| inverse * third).sum::<f64>();
        }
        slope.value.is_finite().then_some(slope)
    }

    #[expect(clippy::arithmetic_side_effects, reason = "matrices of floats, of one shape by construction")]
    fn summed(&self, at: &DVector<f64>, order: Order) -> Option<(Slope, Vec<f64>)> {
        let width = self.width;
        let mut slope = Slope { value: 0.0, score: DVector::zeros(width), information: DMatrix::zeros(width, width) };
        let mut third = Vec::new();
        for stratum in &self.strata {
            let moments = Moments::of(&stratum.rows, stratum.events, at, order)?;
            slope.value += stratum.exposed.dot(at) - moments.logarithm;
            slope.score += &stratum.exposed - &moments.mean;
            slope.information += &moments.variance;
            third.resize(moments.third.len(), 0.0);
            third.iter_mut().zip(&moments.third).for_each(|(sum, value)| *sum += value);
        }
        slope.value.is_finite().then_some((slope, third))
    }
}

impl Stratum {
    /// The sessions of one stratum; `None` when all or none tingled.
    fn of(columns: &[&[f64]], answers: &[bool], rows: &[usize]) -> Option<Stratum> {
        let tingled: Vec<bool> = rows.iter().filter_map(|row| answers.get(*row).copied()).collect();
        let events = tingled.iter().filter(|tingled| **tingled).count();
        if events == 0 || events == tingled.len() {
            return None;
        }
        let of = |column: &&[f64]| -> Vec<f64> { rows.iter().filter_map(|row| column.get(*row).copied()).collect() };
        let centred = columns.iter().map(of).map(|values| {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values.into_iter().map(move |value| value - mean).collect::<Vec<f64>>()
        });
        let centred: Vec<Vec<f64>> = centred.collect();
        let session = |at: usize| centred.iter().filter_map(move |column| column.get(at).copied());
        let mut exposed = DVector::zeros(columns.len());
        for (at, _) in tingled.iter().enumerate().filter(|(_, tingled)| **tingled) {
            exposed.iter_mut().zip(session(at)).for_each(|(sum, value)| *sum += value);
        }
        Some(Stratum { rows: (0..tingled.len()).flat_map(session).collect(), events, exposed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::profile::CHI_SQUARED_95;

    /// Three strata: one with an event among three, one with two among four, one with none.
    fn strata(column: [f64; 9]) -> Result<Strata, Unfit> {
        let answers = [true, false, false, true, false, true, false, false, false];
        Strata::new(&[&column], &answers, &[1, 1, 1, 2, 2, 2, 2, 3, 3])
    }

    #[test]
    fn what_separates_has_no_estimate_but_a_penalised_one() {
        // In each stratum all that tingled were exposed, and nobody else.
        let apart = strata([1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 5.0, -3.0]).unwrap();
        assert_eq!(apart.fit(), Err(Unfit::Separated));
        let penalised = apart.fit_penalised().unwrap();
        assert!(penalised.coefficients[0] > 1.0 && penalised.coefficients[0] < 10.0, "{penalised:?}");
        // The other way round, and almost: one of the others was exposed too.
        let other_way = strata([0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0]).unwrap();
        assert_eq!(other_way.fit(), Err(Unfit::Separated));
        let almost = strata([1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]).unwrap();
        assert_eq!(almost.fit(), Err(Unfit::Separated));
    }

    #[test]
    fn one_of_several_that_separates_is_found_beside_a_sound_one() {
        let sound = [0.3, -0.2, 0.9, -0.5, 0.4, 0.2, -0.1, 0.0, 0.0];
        let apart = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0];
        let answers = [true, false, false, true, false, true, false, false, false];
        let both = Strata::new(&[&sound, &apart], &answers, &[1, 1, 1, 2, 2, 2, 2, 3, 3]).unwrap();
        assert_eq!(both.fit(), Err(Unfit::Separated));
        assert!(both.fit_penalised().is_ok());
        let alone = Strata::new(&[&sound], &answers, &[1, 1, 1, 2, 2, 2, 2, 3, 3]).unwrap();
        let fit = alone.fit().unwrap();
        let ends = alone.interval(&fit, 0, CHI_SQUARED_95).unwrap();
        assert!(ends.low < fit.coefficients[0] && fit.coefficients[0] < ends.high);
    }

    #[test]
    fn what_is_the_same_throughout_a_stratum_changes_nothing() {
        let plain = [0.3, -0.2, 0.9, -0.5, 0.4, 0.2, -0.1, 0.0, 0.0];
        let mut moved = plain;
        moved.iter_mut().take(3).for_each(|value| *value += 7.0);
        let (plain, moved) = (strata(plain).unwrap(), strata(moved).unwrap());
        assert_eq!((plain.telling(), moved.telling()), (2, 2));
        let (plain, moved) = (plain.fit().unwrap(), moved.fit().unwrap());
        assert!((plain.coefficients[0] - moved.coefficients[0]).abs() < 1e-10);
        // C(3,1) · C(4,2) choices when nothing matters.
        assert!((plain.log_likelihood_null + 18.0_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn what_says_nothing_within_strata_cannot_be_fitted() {
        // It differs only between the strata.
        assert_eq!(strata([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0, 2.0]), Err(Unfit::Collinear));
        assert_eq!(Strata::new(&[&[0.0, 1.0]], &[true, true], &[1, 1]), Err(Unfit::Collinear));
        assert_eq!(Strata::new(&[&[0.0, 1.0]], &[true, false], &[1]), Err(Unfit::Shape));
        assert_eq!(Strata::new(&[], &[true, false], &[1, 1]), Err(Unfit::Shape));
        assert_eq!(Strata::new(&[&[f64::INFINITY, 1.0]], &[true, false], &[1, 1]), Err(Unfit::NotFinite));
    }
}
