//! Counting and comparing over earlier reports.

use super::report::Report;
use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::Because;
use crate::body::numbers::median;
use crate::record::{Key, Symptom, Value};
use crate::units::Quantity;

/// One yes-or-no question, asked of each of several reports.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The reports that answer yes.
    pub yes: Vec<Key>,
    /// How many may answer yes, were they complete.
    pub unsure: usize,
    /// The fields those left unanswered.
    pub missing: Missing,
}

impl Tally {
    /// Asks each report.
    pub fn of<'a>(reports: impl IntoIterator<Item = &'a Report<'a>>, ask: impl Fn(&Report<'a>) -> Answer) -> Tally {
        let mut tally = Tally::default();
        for report in reports {
            tally.count(report.key, ask(report));
        }
        tally
    }

    /// Asks each report until so many have answered yes.
    pub fn until<'a>(
        enough: usize,
        reports: impl IntoIterator<Item = &'a Report<'a>>,
        ask: impl Fn(&Report<'a>) -> Answer,
    ) -> Tally {
        let mut tally = Tally::default();
        for report in reports {
            if tally.yes.len() >= enough {
                break;
            }
            tally.count(report.key, ask(report));
        }
        tally
    }

    /// Takes one answer in.
    pub fn count(&mut self, report: Key, answer: Answer) {
        match answer {
            Answer::Yes { .. } => self.yes.push(report),
            Answer::No => {}
            Answer::Unknown { missing } => {
                self.unsure = self.unsure.saturating_add(1);
                self.missing.extend(missing);
            }
        }
    }

    /// How many answer yes for sure, and at most.
    pub fn range(&self) -> (usize, usize) {
        (self.yes.len(), self.yes.len().saturating_add(self.unsure))
    }

    /// At least so many answer yes.
    pub fn at_least(self, least: usize, what: &'static str) -> Answer {
        let (sure, most) = self.range();
        if sure >= least {
            counted(what, sure, Some(least), self.yes)
        } else if most >= least {
            Answer::Unknown { missing: self.missing }
        } else {
            Answer::No
        }
    }
}

/// Yes, because of a number of reports.
pub fn counted(what: &'static str, count: usize, limit: Option<usize>, mut records: Vec<Key>) -> Answer {
    records.sort();
    records.dedup();
    let (value, limit) = (Value::Number(as_number(count)), limit.map(as_number));
    Answer::because(Because { what: what.into(), value, limit, estimated: false, records })
}

/// A count as a number; counts of reports are far below 2^32.
pub fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A number of a report whose growth matters.
pub struct Growing {
    /// The field.
    pub field: &'static str,
    /// The name of the evidence.
    pub what: &'static str,
    /// Its value.
    pub get: fn(&Symptom) -> Option<f64>,
}

/// How long it lasted, and how bad it was.
pub const GROWING: &[Growing] = &[
    Growing { field: "duration_min", what: "median_duration_min", get: |said| said.duration_min.map(Quantity::get) },
    Growing { field: "severity", what: "median_severity", get: |said| said.severity.map(Quantity::get) },
];

/// The fewest answers in each of two windows whose medians are compared.
const ANSWERS_LEAST: usize = 4;

/// The median of the recent reports is at least twice the former one (taken as at least 1); 4 answers each.
pub fn median_doubled(growing: &Growing, recent: &[Report<'_>], before: &[Report<'_>]) -> Answer {
    let answers = |reports: &[Report<'_>]| -> Vec<f64> {
        reports.iter().filter_map(|report| (growing.get)(report.said)).collect()
    };
    let (new, old) = (answers(recent), answers(before));
    if new.len() >= ANSWERS_LEAST
        && old.len() >= ANSWERS_LEAST
        && let (Some(now), Some(then)) = (median(&new), median(&old))
        && now >= 2.0 * then.max(1.0)
    {
        let answering = recent.iter().chain(before).filter(|report| (growing.get)(report.said).is_some());
        let mut records: Vec<Key> = answering.map(|report| report.key).collect();
        records.sort();
        let (value, limit) = (Value::Number(now), Some(2.0 * then.max(1.0)));
        return Answer::because(Because { what: growing.what.into(), value, limit, estimated: false, records });
    }
    let incomplete = new.len() < recent.len() || old.len() < before.len();
    if incomplete && recent.len() >= ANSWERS_LEAST && before.len() >= ANSWERS_LEAST {
        return Answer::unknown(growing.field);
    }
    Answer::No
}

/// Whether two equally long windows with so many events hold one rate no more: the exact one-sided test,
/// P(X >= recent) < 0.01 for X binomial with `recent + before` trials and probability one half.
///
/// In whole numbers, `100 * (sum of binomials) < 2^n`, so that no rounding decides; `n` may pass 64.
pub fn rate_rose(recent: u32, before: u32) -> bool {
    // At or below one half of all, p is at least one half.
    if recent <= before {
        return false;
    }
    let total = u64::from(recent).saturating_add(u64::from(before));
    let mut binomial = Whole::of(1);
    let mut sum = Whole::of(1);
    for chosen in (u64::from(recent)..total).rev() {
        // C(n, k) from C(n, k + 1).
        binomial.multiply(chosen.saturating_add(1));
        binomial.divide(total.saturating_sub(chosen));
        sum.add(&binomial);
    }
    sum.multiply(100);
    // Below 2^n is the same as: at most n bits.
    sum.bits() <= total
}

/// A whole number of any size, least digit first.
#[derive(Clone, Debug, PartialEq)]
struct Whole(Vec<u32>);

impl Whole {
    fn of(digit: u32) -> Whole {
        Whole(vec![digit])
    }

    /// Times a factor below 2^32.
    fn multiply(&mut self, factor: u64) {
        let mut carry = 0_u64;
        for digit in &mut self.0 {
            // Below 2^64: (2^32 - 1)^2 + 2^32 - 1.
            let product = u64::from(*digit).wrapping_mul(factor).wrapping_add(carry);
            (*digit, carry) = split(product);
        }
        if let (digit @ 1.., _) = split(carry) {
            self.0.push(digit);
        }
    }

    /// Divided by a divisor from 1 to 2^32 - 1, which divides it.
    fn divide(&mut self, divisor: u64) {
        let mut rest = 0_u64;
        for digit in self.0.iter_mut().rev() {
            let part = (rest << 32) | u64::from(*digit);
            (*digit, _) = split(part.checked_div(divisor).unwrap_or(0));
            rest = part.checked_rem(divisor).unwrap_or(0);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn add(&mut self, other: &Whole) {
        let mut carry = 0_u64;
        let longest = self.0.len().max(other.0.len());
        self.0.resize(longest, 0);
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (digit, more) in self.0.iter_mut().zip(others) {
            (*digit, carry) = split(u64::from(*digit).wrapping_add(u64::from(more)).wrapping_add(carry));
        }
        if let (digit @ 1.., _) = split(carry) {
            self.0.push(digit);
        }
    }

    /// How many bits it takes; 0 for zero.
    fn bits(&self) -> u64 {
        let below = u64::try_from(self.0.len()).unwrap_or(u64::MAX).saturating_sub(1).saturating_mul(32);
        let top = self.0.last().map_or(0, |digit| 32_u32.saturating_sub(digit.leading_zeros()));
        below.saturating_add(u64::from(top))
    }
}

/// The lower 32 bits, and what lies above them.
fn split(number: u64) -> (u32, u64) {
    let lower = u32::try_from(number & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    (lower, number >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_test_agrees_with_whole_numbers_reckoned_elsewhere() {
        // python3: 100 * sum(math.comb(n, k) for k in range(recent, n + 1)) < 2 ** n
        let cases = include_str!("../../../fixtures/red_flags/rate_rose.csv");
        let mut seen = 0;
        for line in cases.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let (recent, before) = (cells[0].parse().unwrap(), cells[1].parse().unwrap());
            assert_eq!(rate_rose(recent, before), cells[2] == "1", "{recent} against {before}");
            seen += 1;
        }
        assert!(seen > 400, "{seen}");
    }

    #[test]
    fn whole_numbers_carry_across_digits() {
        let mut number = Whole::of(u32::MAX);
        number.multiply(u64::from(u32::MAX));
        number.add(&Whole::of(u32::MAX));
        assert_eq!(number, Whole(vec![0, u32::MAX]));
        assert_eq!(number.bits(), 64);
        number.divide(u64::from(u32::MAX));
        assert_eq!(number, Whole(vec![0, 1]));
        assert_eq!(number.bits(), 33);
    }

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
        // By hand: an even number has its middle between two.
        assert_eq!(median(&[10.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&[7.0, 1.0, 3.0]), Some(3.0));
        assert_eq!(median(&[]), None);
    }
}
