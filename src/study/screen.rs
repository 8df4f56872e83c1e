//! The sequential screen: one look at every event, with everything that was known by then.
//!
//! At a look every exposure is tested by itself. What passes among all of them, is not explained away by a rival, and
//! stands beside what was published before, is published. Its rate of false alarms was settled by simulation for
//! exactly these settings; see docs/study.md.

use super::firth::Design;
use super::inflation::inflation;
use super::many::{ascending, benjamini_hochberg};
use super::matrix::{Column, Matrix};
use super::profile::ratio;

/// Everything that decides what is published. The default is what the false alarms were counted for.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The first look is at this event.
    pub first_look: usize,
    /// Share of false ones among those that pass at a look.
    pub q: f64,
    /// The same for the quiet list.
    pub q_early: f64,
    /// So many rivals are put beside an exposure, one at a time.
    pub rivals: usize,
    /// A rival is another exposure with a p up to this.
    pub rival_p: f64,
    /// The p to keep beside each rival.
    pub p_with_rival: f64,
    /// The p to keep beside all that is published.
    pub p_with_published: f64,
    /// The most that is published.
    pub published_most: usize,
    /// Answered sessions with the exposure that a test needs.
    pub sessions_least: usize,
    /// Events with the exposure that a test needs.
    pub events_least: usize,
    /// Sessions with, and without, a yes-or-no exposure that a test needs.
    pub each_side_least: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            first_look: 6,
            q: 0.045,
            q_early: 0.10,
            rivals: 3,
            rival_p: 0.05,
            p_with_rival: 0.03,
            p_with_published: 0.01,
            published_most: 3,
            sessions_least: 30,
            events_least: 4,
            each_side_least: 4,
        }
    }
}

/// What was published, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The exposure.
    pub exposure: String,
    /// At which event, counted from 1.
    pub at_event: usize,
    /// Its one-sided p at that look.
    pub p: f64,
    /// The natural logarithm of its odds ratio, on the person's scale.
    pub log_odds_ratio: f64,
    /// How much nearness of sessions inflates it.
    pub inflation: f64,
}

/// What all looks gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screened {
    /// The findings, in order.
    pub published: Vec<Published>,
    /// Exposures on the quiet list, and at which event they came there.
    pub early: Vec<(String, usize)>,
    /// What moves together with something published.
    pub companions: Vec<String>,
    /// What cannot be told apart from a rival yet.
    pub undecided: Vec<String>,
    /// The p of every exposure at the last look, 1 where it could not be tested; empty without a look.
    pub last: Vec<(String, f64)>,
    /// Events there are.
    pub events: usize,
}

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
}

/// What one look sees: the answered sessions up to an event.
struct Sight<'m> {
    columns: &'m [Column],
    answers: Vec<bool>,
    values: Vec<Vec<Option<f64>>>,
    settings: &'m Settings,
}

/// All looks over one person's sessions. A report that comes late changes the matrix, and everything is looked at
/// again from the first event.
pub fn screen(matrix: &Matrix, settings: &Settings) -> Screened {
    let events = matrix.events();
    let mut seen = Screened { events: events.len(), ..Screened::default() };
    let (mut published, mut companions, mut undecided) = (Vec::new(), Vec::new(), Vec::new());
    let mut early: Vec<(usize, usize)> = Vec::new();
    for (number, row) in (1_usize..).zip(&events) {
        if number < settings.first_look {
            continue;
        }
        let (answers, values) = matrix.answered_through(*row);
        let sight = Sight { columns: &matrix.columns, answers, values, settings };
        let tested: Vec<Tested> = (0..matrix.columns.len()).map(|column| sight.test(column, &[])).collect();
        let p: Vec<f64> = tested.iter().map(|tested| tested.p).collect();
        let quiet = passing(&p, settings.q_early).into_iter();
        let new: Vec<usize> = quiet.filter(|column| early.iter().all(|(other, _)| other != column)).collect();
        early.extend(new.into_iter().map(|column| (column, number)));
        let loud = passing(&p, settings.q);
        for column in ascending(&p).into_iter().filter(|column| loud.contains(column)) {
            if published.contains(&column) {
                continue;
            }
            if !sight.beats_rivals(column, &p, &published) {
                add(&mut undecided, column);
            } else if !published.is_empty() && !sight.holds_beside(column, &published) {
                add(&mut companions, column);
            } else if let (Some(exposure), Some(tested)) = (matrix.columns.get(column), tested.get(column)) {
                published.push(column);
                seen.published.push(Published {
                    exposure: exposure.name.clone(),
                    at_event: number,
                    p: tested.p,
                    log_odds_ratio: tested.log_odds_ratio,
                    inflation: tested.inflation,
                });
            }
        }
        seen.last = matrix.columns.iter().map(|column| column.name.clone()).zip(p).collect();
    }
    let name = |column: &usize| matrix.columns.get(*column).map(|column| column.name.clone());
    companions.retain(|column| !published.contains(column));
    undecided.retain(|column| !published.contains(column) && !companions.contains(column));
    seen.early = early.iter().filter_map(|(column, number)| Some((name(column)?, *number))).collect();
    seen.companions = companions.iter().filter_map(name).collect();
    seen.undecided = undecided.iter().filter_map(name).collect();
    seen
}

/// The columns that pass, in their order.
fn passing(p: &[f64], q: f64) -> Vec<usize> {
    let passed = benjamini_hochberg(p, q).into_iter().enumerate();
    passed.filter(|(_, passed)| *passed).map(|(column, _)| column).collect()
}

fn add(columns: &mut Vec<usize>, column: usize) {
    if !columns.contains(&column) {
        columns.push(column);
    }
}

impl Sight<'_> {
    /// Tests a column with others in the model; complete cases.
    fn test(&self, column: usize, others: &[usize]) -> Tested {
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
        let columns: Vec<&Vec<Option<f64>>> = std::iter::once(Some(own))
            .chain(others.iter().map(|other| self.values.get(*other)))
            .collect::<Option<_>>()?;
        let mut rows: Vec<Vec<f64>> = vec![Vec::with_capacity(self.answers.len()); columns.len()];
        let mut answers = Vec::with_capacity(self.answers.len());
        for (row, answer) in self.answers.iter().enumerate() {
            let values: Option<Vec<f64>> = columns.iter().map(|column| column.get(row).copied().flatten()).collect();
            let Some(values) = values else { continue };
            answers.push(*answer);
            rows.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
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
        // Half of the inflation: all of it costs more findings than false alarms.
        let p = ratio.p_above(1.0 + 0.5 * (inflation - 1.0));
        Some(Tested { p, log_odds_ratio: fit.coefficients.get(1).copied()?, inflation })
    }

    /// Whether it keeps its p beside each of its strongest rivals, one at a time. What is published is no rival.
    fn beats_rivals(&self, column: usize, p: &[f64], published: &[usize]) -> bool {
        let is_rival = |other: &usize| *other != column && p.get(*other).is_some_and(|p| *p <= self.settings.rival_p);
        let strongest = ascending(p).into_iter().filter(is_rival).take(self.settings.rivals);
        let mut rivals = strongest.filter(|other| !published.contains(other));
        rivals.all(|rival| self.test(column, &[rival]).p < self.settings.p_with_rival)
    }

    /// Whether it may be published beside what is.
    fn holds_beside(&self, column: usize, published: &[usize]) -> bool {
        published.len() < self.settings.published_most
            && self.test(column, published).p < self.settings.p_with_published
    }
}
