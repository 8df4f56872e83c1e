//! One look: every exposure tested on the answered sessions up to an event.

use super::firth::Design;
use super::inflation::inflation;
use super::many::ascending;
use super::matrix::{Column, Matrix};
use super::profile::{normal_above, ratio};
use super::screen::{Settings, Weighing};
use super::suspicion::weights;

/// The answer of one test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// One-sided p; 1 where it could not be tested.
    pub p: f64,
    /// The natural logarithm of the odds ratio.
    pub log_odds_ratio: f64,
    /// How much nearness of sessions inflates it.
    pub inflation: f64,
}

impl Tested {
    const NOT: Tested = Tested { p: 1.0, log_odds_ratio: 0.0, inflation: 1.0 };

    /// What χ² is divided by: half of the inflation, since all of it costs more findings than false alarms.
    pub fn allowance(&self) -> f64 {
        allowance(self.inflation)
    }
}

fn allowance(inflation: f64) -> f64 {
    1.0 + 0.5 * (inflation - 1.0)
}

/// What one look sees: the answered sessions up to an event.
pub struct Sight<'m> {
    columns: &'m [Column],
    /// Whether each answered session tingled.
    pub answers: Vec<bool>,
    /// What it was exposed to, each column on the person's own scale or as 0 and 1.
    pub values: Vec<Vec<Option<f64>>>,
    /// How much each column counts, 1 on average.
    weights: Vec<f64>,
    settings: &'m Settings,
}

impl<'m> Sight<'m> {
    /// What is seen from this row of a matrix.
    pub fn new(matrix: &'m Matrix, last: usize, settings: &'m Settings) -> Sight<'m> {
        let (answers, values) = matrix.answered_through(last);
        let weights = match settings.weighing {
            Weighing::Even => vec![1.0; matrix.columns.len()],
            Weighing::Known => weights(&matrix.columns),
        };
        Sight { columns: &matrix.columns, answers, values, weights, settings }
    }

    /// How much a column counts, 1 on average.
    pub fn weight(&self, column: usize) -> f64 {
        self.weights.get(column).copied().unwrap_or(1.0)
    }

    /// Each p over the weight of its column; what could not be tested stays at 1.
    pub fn weighed(&self, p: &[f64]) -> Vec<f64> {
        let over = |(p, weight): (&f64, &f64)| if *p < 1.0 { (p / weight).min(1.0) } else { 1.0 };
        p.iter().zip(&self.weights).map(over).collect()
    }

    /// Tests a column with others in the model; complete cases.
    pub fn test(&self, column: usize, others: &[usize]) -> Tested {
        self.tried(column, others).unwrap_or(Tested::NOT)
    }

    fn tried(&self, column: usize, others: &[usize]) -> Option<Tested> {
        let own = self.values.get(column)?;
        if self.columns.get(column)?.is_binary {
            let exposed = own.iter().flatten().filter(|value| **value == 1.0).count();
            let unexposed = own.iter().flatten().count().saturating_sub(exposed);
            if exposed.min(unexposed) < self.settings.each_side_least {
                return None;
            }
        }
        let model: Vec<usize> = std::iter::once(column).chain(others.iter().copied()).collect();
        let (rows, answers) = self.complete(&model)?;
        let events = answers.iter().filter(|answer| **answer).count();
        let varies = rows.first()?.windows(2).any(|pair| pair.first() != pair.last());
        if answers.len() < self.settings.sessions_least || events < self.settings.events_least || !varies {
            return None;
        }
        let design: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let design = Design::new(&design, &answers).ok()?;
        let fit = design.fit().ok()?;
        let ratio = ratio(&design, &fit, 1).ok()?;
        // Of the exposure itself, over all sessions that have it.
        let (own, tingled): (Vec<f64>, Vec<bool>) =
            own.iter().zip(&self.answers).filter_map(|(value, answer)| Some(((*value)?, *answer))).unzip();
        let inflation = inflation(&own, &tingled);
        let allowance = allowance(inflation);
        let p = if self.settings.two_sided {
            2.0 * normal_above(ratio.signed_root.abs() / allowance.sqrt())
        } else {
            ratio.p_above(allowance)
        };
        Some(Tested { p, log_odds_ratio: fit.coefficients.get(1).copied()?, inflation })
    }

    /// The answered sessions in which all of these columns are known: each column, and whether they tingled.
    pub fn complete(&self, columns: &[usize]) -> Option<(Vec<Vec<f64>>, Vec<bool>)> {
        let columns: Vec<&Vec<Option<f64>>> =
            columns.iter().map(|column| self.values.get(*column)).collect::<Option<_>>()?;
        let mut rows: Vec<Vec<f64>> = vec![Vec::with_capacity(self.answers.len()); columns.len()];
        let mut answers = Vec::with_capacity(self.answers.len());
        for (row, answer) in self.answers.iter().enumerate() {
            let values: Option<Vec<f64>> = columns.iter().map(|column| column.get(row).copied().flatten()).collect();
            let Some(values) = values else { continue };
            answers.push(*answer);
            rows.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
        Some((rows, answers))
    }

    /// The strongest rivals of a column by the p of a look, the strongest first.
    pub fn rivals(&self, column: usize, p: &[f64]) -> Vec<usize> {
        let is_rival = |other: &usize| *other != column && p.get(*other).is_some_and(|p| *p <= self.settings.rival_p);
        ascending(p).into_iter().filter(is_rival).take(self.settings.rivals).collect()
    }

    /// Whether it keeps its p beside each of its strongest rivals, one at a time. What is published is no rival.
    pub fn beats_rivals(&self, column: usize, p: &[f64], published: &[usize]) -> bool {
        let rivals = self.rivals(column, p).into_iter().filter(|other| !published.contains(other));
        rivals.into_iter().all(|rival| self.withstands(column, rival))
    }

    /// Whether it keeps its p beside a rival: the more it is suspected than the rival, the less has to be its own.
    pub fn withstands(&self, column: usize, rival: usize) -> bool {
        let bar = self.settings.p_with_rival * self.weight(column) / self.weight(rival);
        self.holds(column, &[rival], bar.min(self.settings.p_with_rival_most))
    }

    /// Whether it keeps a p below this, and its direction, with others in the model.
    pub fn holds(&self, column: usize, others: &[usize], p_below: f64) -> bool {
        let (alone, beside) = (self.test(column, &[]), self.test(column, others));
        beside.p < p_below && beside.log_odds_ratio * alone.log_odds_ratio > 0.0
    }

    /// Whether it may be published beside what is.
    pub fn holds_beside(&self, column: usize, published: &[usize]) -> bool {
        published.len() < self.settings.published_most
            && self.holds(column, published, self.settings.p_with_published * self.weight(column))
    }
}
