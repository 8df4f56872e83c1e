//! The sequential screen: one look at every event, with everything that was known by then.
//!
//! At a look every exposure is tested by itself. What passes among all of them, is not explained away by a rival, and
//! stands beside what was published before, is published. Its rate of false alarms was settled by simulation for
//! exactly these settings; see docs/study.md.

use std::collections::BTreeMap;

use super::many::{ascending, benjamini_hochberg};
use super::matrix::Matrix;
use super::sight::{Sight, Tested};

/// How the questions count against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weighing {
    /// Each as much as any other, as in the reference implementation.
    Even,
    /// Each by how strongly it is suspected beforehand: see [`super::suspicion`].
    #[default]
    Known,
}

/// Everything that decides what is published. The default is what the false alarms were counted for.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How the questions count against each other.
    pub weighing: Weighing,
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
    /// The p to keep beside each rival, times how much more it is suspected than that rival …
    pub p_with_rival: f64,
    /// … and at most this.
    pub p_with_rival_most: f64,
    /// The p to keep beside all that is published, times how much it is suspected.
    pub p_with_published: f64,
    /// The most that is published.
    pub published_most: usize,
    /// Answered sessions with the exposure that a test needs.
    pub sessions_least: usize,
    /// Events with the exposure that a test needs.
    pub events_least: usize,
    /// Sessions with, and without, a yes-or-no exposure that a test needs.
    pub each_side_least: usize,
    /// A family counts as at least so many questions: a single tag, asked at every look, would else pass by chance far too
    /// often.
    pub questions_least: usize,
    /// Whether less of an exposure is suspected as much as more of it.
    pub two_sided: bool,
    /// A finding is taken back when its p lies above this …
    pub withdrawn_p: f64,
    /// … at so many looks in a row.
    pub withdrawn_looks: usize,
}

impl Settings {
    /// Those of the reference implementation, in which all questions count the same.
    pub fn even() -> Settings {
        Settings { weighing: Weighing::Even, p_with_published: 0.01, ..Settings::default() }
    }

    /// For the person's own tags: nobody knows beforehand which way they work.
    pub fn of_tags() -> Settings {
        Settings { two_sided: true, questions_least: Matrix::tested().count(), ..Settings::even() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            weighing: Weighing::Known,
            first_look: 6,
            q: 0.045,
            q_early: 0.10,
            rivals: 3,
            rival_p: 0.05,
            p_with_rival: 0.03,
            p_with_rival_most: 0.1,
            p_with_published: 0.005,
            published_most: 3,
            sessions_least: 30,
            events_least: 4,
            each_side_least: 4,
            questions_least: 0,
            two_sided: false,
            withdrawn_p: 0.2,
            withdrawn_looks: 2,
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
    /// Findings that were taken back, and at which event; one that passes again is none of them.
    pub withdrawn: Vec<(String, usize)>,
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

/// What speaks against a finding since it was published.
#[derive(Clone, Copy, Debug, Default)]
struct Doubt {
    /// Looks in a row at which it was weak.
    looks: usize,
    /// The event at which it was taken back.
    since: Option<usize>,
}

/// All looks over one person's sessions. A report that comes late changes the matrix, and everything is looked at
/// again from the first event.
pub fn screen(matrix: &Matrix, settings: &Settings) -> Screened {
    let events = matrix.events();
    let mut seen = Screened { events: events.len(), ..Screened::default() };
    let (mut published, mut companions, mut undecided) = (Vec::new(), Vec::new(), Vec::new());
    let mut early: Vec<(usize, usize)> = Vec::new();
    let mut doubts: BTreeMap<usize, Doubt> = BTreeMap::new();
    for (number, row) in (1_usize..).zip(&events) {
        if number < settings.first_look {
            continue;
        }
        let sight = Sight::new(matrix, *row, settings);
        let tested: Vec<Tested> = (0..matrix.columns.len()).map(|column| sight.test(column, &[])).collect();
        let p: Vec<f64> = tested.iter().map(|tested| tested.p).collect();
        let weighed = sight.weighed(&p);
        let quiet = passing(&weighed, settings.q_early, settings).into_iter();
        let new: Vec<usize> = quiet.filter(|column| early.iter().all(|(other, _)| other != column)).collect();
        early.extend(new.into_iter().map(|column| (column, number)));
        let loud = passing(&weighed, settings.q, settings);
        for column in ascending(&weighed).into_iter().filter(|column| loud.contains(column)) {
            if published.contains(&column) {
                doubts.remove(&column);
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
        for column in &published {
            let p = tested.get(*column).map_or(1.0, |tested| tested.p);
            let doubt = doubts.entry(*column).or_default();
            doubt.looks = if p > settings.withdrawn_p { doubt.looks.saturating_add(1) } else { 0 };
            if doubt.looks >= settings.withdrawn_looks {
                doubt.since.get_or_insert(number);
            }
        }
        seen.last = matrix.columns.iter().map(|column| column.name.clone()).zip(p).collect();
    }
    let name = |column: &usize| matrix.columns.get(*column).map(|column| column.name.clone());
    let withdrawn = published.iter().filter_map(|column| Some((name(column)?, doubts.get(column)?.since?)));
    seen.withdrawn = withdrawn.collect();
    companions.retain(|column| !published.contains(column));
    undecided.retain(|column| !published.contains(column) && !companions.contains(column));
    seen.early = early.iter().filter_map(|(column, number)| Some((name(column)?, *number))).collect();
    seen.companions = companions.iter().filter_map(name).collect();
    seen.undecided = undecided.iter().filter_map(name).collect();
    seen
}

/// The columns that pass, in their order.
fn passing(p: &[f64], q: f64, settings: &Settings) -> Vec<usize> {
    let mut asked = p.to_vec();
    asked.resize(p.len().max(settings.questions_least), 1.0);
    let passed = benjamini_hochberg(&asked, q).into_iter().take(p.len()).enumerate();
    passed.filter(|(_, passed)| *passed).map(|(column, _)| column).collect()
}

fn add(columns: &mut Vec<usize>, column: usize) {
    if !columns.contains(&column) {
        columns.push(column);
    }
}
