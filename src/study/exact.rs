//! Exact tests of tables, given their margins: Fisher's for one, the exact test of Mantel and Haenszel for several
//! strata; the odds ratio by conditional maximum likelihood, with its exact interval.
//!
//! Fisher 1935, J R Stat Soc 98:39; Gart 1970, Biometrika 57:471. Given the margins, the number of exposed sessions
//! that tingled follows Fisher's noncentral hypergeometric law, over several strata the sum of such numbers.

use super::fourfold::Fourfold;
use super::root::turn;

/// What the tables say of exposure and tingling together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact {
    /// The chance, without any effect, of a number of exposed sessions with tingling that is no likelier than this
    /// one. 0 to 1.
    pub p_two_sided: f64,
    /// The chance of so many or more.
    pub p_above: f64,
    /// The chance of so many or fewer.
    pub p_below: f64,
    /// The odds ratio that makes this number likeliest, 0 upward; `None` without bound, where every margin is used up.
    pub odds_ratio: Option<f64>,
    /// The smallest odds ratio that is not rejected.
    pub low: f64,
    /// The largest; `None` without bound.
    pub high: Option<f64>,
    /// Tables that say anything.
    pub tables: usize,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotExact {
    /// No table has exposed and unexposed sessions of which some tingled and some did not.
    #[error("no table has sessions with and without exposure, and with and without tingling")]
    NothingTold,
    /// More sessions than the sums are made for.
    #[error("more than {SESSIONS_MOST} sessions")]
    TooMany,
    /// The level is not between 0 and 1.
    #[error("the level is not between 0 and 1")]
    Level,
}

/// The most sessions in all tables; the work grows with the square of the events.
const SESSIONS_MOST: u32 = 100_000;
/// Chances that differ by less, as a share, count as equal; without it rounding decides. As R does.
const TIE: f64 = 1e-7;
/// The furthest logarithm of an odds ratio that is looked for.
const LOG_ODDS_MOST: f64 = 700.0;

/// The exact test over these tables, one a stratum, and the interval of this level (0.95 as a rule).
pub fn exact(tables: &[Fourfold], level: f64) -> Result<Exact, NotExact> {
    if !(level > 0.0 && level < 1.0) {
        return Err(NotExact::Level);
    }
    let telling: Vec<&Fourfold> = tables.iter().filter(|table| table.is_telling()).collect();
    let sessions = telling.iter().fold(0_u32, |sum, table| sum.saturating_add(table.sessions()));
    if sessions > SESSIONS_MOST {
        return Err(NotExact::TooMany);
    }
    if telling.is_empty() {
        return Err(NotExact::NothingTold);
    }
    let mut law = Law { least: 0, weights: vec![1.0] };
    let mut found = 0_u32;
    for table in &telling {
        law = law.plus(&Law::of(table));
        found = found.saturating_add(table.exposed_tingled);
    }
    let place = found.saturating_sub(law.least) as usize;
    let tail = 0.5 * (1.0 - level);
    let (is_least, is_most) = (place == 0, place.saturating_add(1) == law.weights.len());
    let chances = law.chances(0.0);
    let own = chances.get(place).copied().unwrap_or(0.0);
    let as_rare: f64 = chances.iter().filter(|chance| **chance <= own * (1.0 + TIE)).sum();
    let solved = |below: &dyn Fn(f64) -> bool| turn(-LOG_ODDS_MOST, LOG_ODDS_MOST, below).exp();
    Ok(Exact {
        p_two_sided: as_rare.min(1.0),
        p_above: law.above(place, 0.0),
        p_below: law.below(place, 0.0),
        odds_ratio: match (is_least, is_most) {
            (_, true) => None,
            (true, _) => Some(0.0),
            _ => Some(solved(&|log_odds| law.mean(log_odds) < place as f64)),
        },
        low: if is_least { 0.0 } else { solved(&|log_odds| law.above(place, log_odds) < tail) },
        high: (!is_most).then(|| solved(&|log_odds| law.below(place, log_odds) > tail)),
        tables: telling.len(),
    })
}

/// How often each number of exposed sessions with tingling comes up, given the margins, without any effect.
struct Law {
    /// The smallest number.
    least: u32,
    /// The weight of it and of each that follows; the largest is 1.
    weights: Vec<f64>,
}

impl Law {
    /// The hypergeometric law of one table: each weight from the one before.
    fn of(table: &Fourfold) -> Law {
        let (exposed, unexposed, tingled) = (table.exposed(), table.unexposed(), table.tingled());
        let (least, most) = (tingled.saturating_sub(unexposed), tingled.min(exposed));
        let mut logarithm = 0.0_f64;
        let mut logarithms = vec![0.0];
        for number in least..most {
            let (drawn, left) = (f64::from(number), f64::from(tingled) - f64::from(number));
            let up = (f64::from(exposed) - drawn) * left;
            logarithm += (up / ((drawn + 1.0) * (f64::from(unexposed) - left + 1.0))).ln();
            logarithms.push(logarithm);
        }
        let largest = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Law { least, weights: logarithms.iter().map(|logarithm| (logarithm - largest).exp()).collect() }
    }

    /// The law of the sum of two independent numbers.
    fn plus(&self, other: &Law) -> Law {
        let length = self.weights.len().saturating_add(other.weights.len()).saturating_sub(1);
        let mut weights = vec![0.0; length];
        for (at, weight) in self.weights.iter().enumerate() {
            let sums = weights.iter_mut().skip(at);
            sums.zip(&other.weights).for_each(|(sum, other)| *sum += weight * other);
        }
        let largest = weights.iter().copied().fold(0.0, f64::max);
        weights.iter_mut().for_each(|weight| *weight /= largest);
        Law { least: self.least.saturating_add(other.least), weights }
    }

    /// The chance of each number when the odds ratio has this logarithm.
    fn chances(&self, log_odds: f64) -> Vec<f64> {
        let tilted = self.weights.iter().enumerate().map(|(at, weight)| weight.ln() + log_odds * at as f64);
        let mut chances: Vec<f64> = tilted.collect();
        let largest = chances.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        chances.iter_mut().for_each(|chance| *chance = (*chance - largest).exp());
        let sum: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= sum);
        chances
    }

    fn above(&self, place: usize, log_odds: f64) -> f64 {
        self.chances(log_odds).iter().skip(place).sum::<f64>().min(1.0)
    }

    fn below(&self, place: usize, log_odds: f64) -> f64 {
        self.chances(log_odds).iter().take(place.saturating_add(1)).sum::<f64>().min(1.0)
    }

    /// The mean number, from the least on.
    fn mean(&self, log_odds: f64) -> f64 {
        self.chances(log_odds).iter().enumerate().map(|(at, chance)| at as f64 * chance).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: [u32; 4]) -> Fourfold {
        let [exposed_tingled, exposed_quiet, unexposed_tingled, unexposed_quiet] = cells;
        Fourfold { exposed_tingled, exposed_quiet, unexposed_tingled, unexposed_quiet }
    }

    #[test]
    fn the_lady_tasting_tea() {
        // Fisher 1935: three of four cups told rightly, 17 of 70.
        let exact = exact(&[table([3, 1, 1, 3])], 0.95).unwrap();
        assert!((exact.p_above - 17.0 / 70.0).abs() < 1e-14);
        assert!((exact.p_two_sided - 34.0 / 70.0).abs() < 1e-14);
        assert!((exact.p_below - 69.0 / 70.0).abs() < 1e-14);
    }

    #[test]
    fn a_used_up_margin_has_no_bound_and_exposure_turned_round_turns_the_odds_round() {
        let whole = exact(&[table([4, 4, 0, 32])], 0.95).unwrap();
        assert_eq!((whole.odds_ratio, whole.high), (None, None));
        let none = exact(&[table([0, 32, 4, 4])], 0.95).unwrap();
        assert_eq!((none.odds_ratio, none.low), (Some(0.0), 0.0));
        assert!((none.high.unwrap() * whole.low - 1.0).abs() < 1e-10);
    }

    #[test]
    fn tables_that_say_nothing_change_nothing() {
        let told = [table([6, 8, 30, 196]), table([2, 5, 1, 9])];
        let silent = [table([0, 3, 0, 8]), table([3, 0, 4, 0]), table([0, 0, 2, 5])];
        let alone = exact(&told, 0.9).unwrap();
        assert_eq!(exact(&[&told[..], &silent[..]].concat(), 0.9).unwrap(), alone);
        assert_eq!(alone.tables, 2);
        assert_eq!(exact(&silent, 0.9), Err(NotExact::NothingTold));
        assert_eq!(exact(&told, 1.0), Err(NotExact::Level));
        assert_eq!(exact(&[table([1, u32::MAX, 1, 1])], 0.9), Err(NotExact::TooMany));
    }
}
