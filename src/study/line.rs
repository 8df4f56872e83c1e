//! What the study says about one exposure.

use super::checks::{self, Cases, Checks};
use super::diary::Diary;
use super::firth::Design;
use super::fourfold::Fourfold;
use super::logf::log_f;
use super::matrix::Matrix;
use super::needed::{EPISODES_MOST, POWER, RATIO_BINARY, RATIO_SPREAD, Spread, episodes};
use super::profile::{CHI_SQUARED_95, interval};
use super::rank::spearman;
use super::screen::{Screened, Settings};
use super::sight::{Sight, Tested};

/// Where an exposure stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// Found: it goes before tingling more often than chance would have it.
    Found {
        /// At which episode that was seen, counted from 1.
        at_event: usize,
    },
    /// It was found, and later episodes took that back.
    Withdrawn {
        /// At which episode.
        at_event: usize,
    },
    /// It would be found, and one of these stands for the same sessions: "A or B, cannot be told apart yet".
    Undecided {
        /// The others.
        rivals: Vec<String>,
    },
    /// It moves together with something found, and says nothing beyond it.
    Companion {
        /// What was found.
        of: Vec<String>,
    },
    /// On the quiet list: worth watching, not told.
    Early {
        /// Since which episode.
        at_event: usize,
    },
    /// An effect worth having is ruled out: the whole interval lies below.
    RuledOut,
    /// Neither found nor ruled out.
    Open,
    /// It could not be tested.
    Untested {
        /// Why.
        because: Lack,
    },
}

/// Why an exposure could not be tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It was told for fewer answered sessions than needed.
    Sessions {
        /// For so many.
        have: usize,
        /// Of so many.
        need: usize,
    },
    /// It was told for fewer episodes than needed.
    Episodes {
        /// For so many.
        have: usize,
        /// Of so many.
        need: usize,
    },
    /// It was there, or not there, in fewer sessions than needed.
    Contrast {
        /// With it.
        with: usize,
        /// Without it.
        without: usize,
        /// Each needs so many.
        need: usize,
    },
    /// It was the same in all sessions.
    Constant,
    /// There are too few episodes for any look.
    NoLook,
}

/// An odds ratio with the interval that the records do not contradict. Of a degree: for a session one usual spread
/// (the range of the middle half of sessions over 1.349) further up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odds {
    /// The ratio.
    pub ratio: f64,
    /// The lower end of the 95 % interval.
    pub low: f64,
    /// Its upper end; infinite where no effect is too large, as when every episode has the exposure.
    pub high: f64,
}

/// What the study says about one exposure.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name: of the list, or `tag.` and the name of the tag.
    pub exposure: String,
    /// Whether it is yes or no.
    pub is_binary: bool,
    /// Where it stands.
    pub place: Place,
    /// Sessions with it (of a degree: above the person's own middle) and without, by tingling.
    pub counts: Fourfold,
    /// The odds ratio; `None` where it could not be tested.
    pub odds: Option<Odds>,
    /// The odds ratio beside everything else that was found, with a prior log-F(1, 1) on each; `None` when nothing else
    /// was, or it was not found itself.
    pub beside_others: Option<f64>,
    /// The p of the last look, 1 where it could not be tested.
    pub p: f64,
    /// How much nearness of sessions inflates it, from 1.
    pub inflation: f64,
    /// Exposures that move together with it (rank correlation of at least 0.3 either way), the nearest first.
    pub moves_with: Vec<String>,
    /// The share of its values that were reckoned and not measured or told.
    pub estimated: f64,
    /// What speaks for or against it beyond the test.
    pub checks: Checks,
    /// So many more episodes would show it in 8 of 10 cases, were it a cause worth having; `None` when it is settled,
    /// or when no number would do.
    pub still_needed: Option<usize>,
    /// Sessions with it that tingled, by row of the diary.
    pub evidence: Vec<usize>,
}

/// What is named as moving together.
const TOGETHER: f64 = 0.3;
/// At most so many are named.
const TOGETHER_MOST: usize = 4;
/// An effect below this is not worth having: with its whole interval below, an exposure is ruled out.
pub const RULED_OUT_BELOW: f64 = 2.0;

/// What one family of exposures was screened with.
pub(super) struct Family<'a> {
    pub(super) diary: &'a Diary,
    pub(super) matrix: &'a Matrix,
    pub(super) settings: &'a Settings,
    pub(super) screened: &'a Screened,
    /// What the last look saw; without a look, all that was answered.
    pub(super) sight: Sight<'a>,
    /// The rows that it saw.
    pub(super) rows: Vec<usize>,
}

impl Family<'_> {
    /// The line of one exposure.
    pub(super) fn line(&self, column: usize) -> Option<Line> {
        let exposure = self.matrix.columns.get(column)?;
        let cases = self.cases(column)?;
        let tested = self.sight.test(column, &[]);
        let counts = checks::fourfold(&cases);
        let told = self.rows.iter().filter(|row| exposure.values.get(**row).is_some_and(Option::is_some)).count();
        let lack = self.lack(&cases, told, exposure.is_binary);
        let odds = if lack.is_none() { odds(&cases, &tested) } else { None };
        let place = self.place(column, odds, lack);
        let sign = if tested.log_odds_ratio < 0.0 { -1.0 } else { 1.0 };
        let is_degree = !exposure.is_binary;
        let minutes = |row: usize| {
            let first = self.diary.rows.first()?.start;
            Some(crate::time::minutes_between(first, self.diary.rows.get(row)?.start))
        };
        let carried = |row: usize| self.diary.rows.get(row).is_some_and(|row| row.follows_an_event);
        let shown = matches!(place, Place::Found { .. } | Place::Undecided { .. } | Place::Companion { .. });
        let checks = if shown {
            Checks {
                shifts_answers: checks::shifts_answers(self.matrix, column),
                halves_agree: checks::halves_agree(&cases, sign),
                stands_without_carry_over: checks::stands_without(&cases, carried, sign),
                stands_within_weeks: checks::stands_within_weeks(&cases, minutes, sign),
                exact_p: checks::exact_p(&cases),
                exact_p_within_weeks: checks::exact_p_within_weeks(&cases, minutes),
                dose: if is_degree { checks::dose_response(&cases) } else { None },
            }
        } else {
            Checks::default()
        };
        let settled = matches!(place, Place::Found { .. } | Place::RuledOut);
        let still_needed =
            if settled { None } else { self.still_needed(&cases, is_degree, self.sight.weight(column)) };
        let reckoned = self.diary.estimated.get(&exposure.name).map(Vec::as_slice).unwrap_or_default();
        let estimated = cases.rows.iter().filter(|row| reckoned.binary_search(row).is_ok()).count();
        let with = cases.values.iter().zip(&cases.tingled).zip(&cases.rows);
        let evidence = with.filter(|((value, tingled), _)| **value > 0.0 && **tingled).map(|(_, row)| *row);
        Some(Line {
            exposure: exposure.name.clone(),
            is_binary: exposure.is_binary,
            place,
            counts,
            odds,
            beside_others: None,
            p: tested.p,
            inflation: tested.inflation,
            moves_with: self.moves_with(column),
            estimated: if cases.rows.is_empty() { 0.0 } else { estimated as f64 / cases.rows.len() as f64 },
            checks,
            still_needed,
            evidence: evidence.collect(),
        })
    }

    /// The answered sessions with a value on the person's scale.
    fn cases(&self, column: usize) -> Option<Cases> {
        let values = self.sight.values.get(column)?;
        let mut cases = Cases::default();
        for ((value, tingled), row) in values.iter().zip(&self.sight.answers).zip(&self.rows) {
            let Some(value) = value else { continue };
            cases.values.push(*value);
            cases.tingled.push(*tingled);
            cases.rows.push(*row);
        }
        Some(cases)
    }

    fn lack(&self, cases: &Cases, told: usize, is_binary: bool) -> Option<Lack> {
        let settings = self.settings;
        let events = cases.tingled.iter().filter(|tingled| **tingled).count();
        let with = cases.values.iter().filter(|value| **value > 0.0).count();
        let without = cases.values.len().saturating_sub(with);
        if told < settings.sessions_least {
            Some(Lack::Sessions { have: told, need: settings.sessions_least })
        } else if cases.values.windows(2).all(|pair| pair.first() == pair.last()) {
            // A degree that never varies has no scale.
            Some(Lack::Constant)
        } else if events < settings.events_least {
            Some(Lack::Episodes { have: events, need: settings.events_least })
        } else if is_binary && with.min(without) < settings.each_side_least {
            Some(Lack::Contrast { with, without, need: settings.each_side_least })
        } else if self.screened.last.is_empty() {
            Some(Lack::NoLook)
        } else {
            None
        }
    }

    fn place(&self, column: usize, odds: Option<Odds>, lack: Option<Lack>) -> Place {
        let Some(name) = self.matrix.columns.get(column).map(|exposure| exposure.name.as_str()) else {
            return Place::Open;
        };
        let seen = self.screened;
        let since = |list: &[(String, usize)]| list.iter().find(|(other, _)| other == name).map(|(_, at)| *at);
        if let Some(at_event) = since(&seen.withdrawn) {
            return Place::Withdrawn { at_event };
        }
        if let Some(found) = seen.published.iter().find(|found| found.exposure == name) {
            return Place::Found { at_event: found.at_event };
        }
        if let Some(because) = lack {
            return Place::Untested { because };
        }
        if seen.companions.iter().any(|other| other == name) {
            return Place::Companion { of: seen.published.iter().map(|found| found.exposure.clone()).collect() };
        }
        if seen.undecided.iter().any(|other| other == name) {
            return Place::Undecided { rivals: self.rivals(column) };
        }
        if let Some(at_event) = since(&seen.early) {
            return Place::Early { at_event };
        }
        // Of a tag either end must leave nothing worth having.
        let low_enough = |odds: &Odds| !self.settings.two_sided || odds.low > 1.0 / RULED_OUT_BELOW;
        match odds {
            Some(odds) if odds.high < RULED_OUT_BELOW && low_enough(&odds) => Place::RuledOut,
            _ => Place::Open,
        }
    }

    /// Which others take its weight away, at the last look; when none does any more, its strongest rivals.
    fn rivals(&self, column: usize) -> Vec<String> {
        let p: Vec<f64> = self.screened.last.iter().map(|(_, p)| *p).collect();
        let all = self.sight.rivals(column, &p);
        let takes = |rival: &&usize| !self.sight.withstands(column, **rival);
        let holding: Vec<usize> = all.iter().filter(takes).copied().collect();
        let named = if holding.is_empty() { all } else { holding };
        named.iter().filter_map(|rival| Some(self.matrix.columns.get(*rival)?.name.clone())).collect()
    }

    fn moves_with(&self, column: usize) -> Vec<String> {
        let Some(own) = self.sight.values.get(column) else { return Vec::new() };
        let mut near: Vec<(f64, &str)> = Vec::new();
        for (other, values) in self.sight.values.iter().enumerate().filter(|(other, _)| *other != column) {
            let Some(name) = self.matrix.columns.get(other).map(|exposure| exposure.name.as_str()) else { continue };
            let both: (Vec<f64>, Vec<f64>) =
                own.iter().zip(values).filter_map(|(one, other)| Some(((*one)?, (*other)?))).unzip();
            if both.0.len() >= self.settings.sessions_least
                && let Some(rank) = spearman(&both.0, &both.1).filter(|rank| rank.abs() >= TOGETHER)
            {
                near.push((rank.abs(), name));
            }
        }
        near.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
        near.into_iter().take(TOGETHER_MOST).map(|(_, name)| name.to_owned()).collect()
    }

    fn still_needed(&self, cases: &Cases, is_degree: bool, weight: f64) -> Option<usize> {
        let have = cases.tingled.iter().filter(|tingled| **tingled).count();
        let with = cases.values.iter().filter(|value| **value > 0.0).count();
        let (spread, ratio) = if is_degree {
            (Spread::Degrees, RATIO_SPREAD)
        } else {
            (Spread::Share(with as f64 / cases.values.len() as f64), RATIO_BINARY)
        };
        let sides = if self.settings.two_sided { 2.0 } else { 1.0 };
        let questions = self.matrix.columns.len().max(self.settings.questions_least).max(1);
        let alpha = weight * self.settings.q / questions as f64 / sides;
        let needed = episodes(spread, ratio, alpha, POWER).filter(|needed| *needed <= EPISODES_MOST)?;
        Some((needed as usize).saturating_sub(have))
    }
}

/// What was found, side by side in one model: the odds ratio of each, for showing.
pub(super) fn side_by_side(family: &Family<'_>, lines: &mut [Line]) {
    let found: Vec<usize> = (0..lines.len())
        .filter(|at| lines.get(*at).is_some_and(|line| matches!(line.place, Place::Found { .. })))
        .collect();
    if found.len() < 2 {
        return;
    }
    let Some((values, answers)) = family.sight.complete(&found) else { return };
    let columns: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
    let Some(fit) = Design::new(&columns, &answers).ok().and_then(|design| log_f(&design, 1.0).ok()) else { return };
    for (at, coefficient) in found.iter().zip(fit.coefficients.iter().skip(1)) {
        if let Some(line) = lines.get_mut(*at) {
            line.beside_others = Some(coefficient.exp());
        }
    }
}

/// The odds ratio with its interval, widened by the same allowance for nearness of sessions that the test makes.
fn odds(cases: &Cases, tested: &Tested) -> Option<Odds> {
    let design = Design::new(&[&cases.values], &cases.tingled).ok()?;
    let fit = design.fit().ok()?;
    let ends = interval(&design, &fit, 1, CHI_SQUARED_95 * tested.allowance()).ok()?;
    Some(Odds { ratio: fit.coefficients.get(1)?.exp(), low: ends.low.exp(), high: ends.high.exp() })
}
