//! Odds ratios with their intervals as a drawing of characters, on a scale of doublings.

use super::trigger::{exposure_name_or_own, ratio_text};
use crate::study::line::{Line, Odds};
use crate::voice::phrase::Language;

/// From a sixteenth to sixteen times: further out there is an arrow.
const DOUBLINGS: i32 = 4;
/// Columns of one doubling.
const COLUMNS: i32 = 5;
/// The widest name.
const NAME_WIDEST: usize = 44;

/// The lines of a forest plot: one an exposure that has an odds ratio, under a scale. Nothing without any.
pub fn forest(lines: &[&Line], language: Language) -> Vec<String> {
    let rows: Vec<(String, Odds)> = lines
        .iter()
        .filter_map(|line| Some((shortened(&exposure_name_or_own(&line.exposure, language)), line.odds?)))
        .collect();
    let Some(width) = rows.iter().map(|(name, _)| name.chars().count()).max() else { return Vec::new() };
    let mut drawn = vec![format!("{:width$}  {}", "", scale())];
    for (name, odds) in rows {
        let padded = format!("{name}{}", " ".repeat(width.saturating_sub(name.chars().count())));
        let [ratio, low, high] = [odds.ratio, odds.low, odds.high].map(|value| ratio_text(value, language));
        drawn.push(format!("{padded}  {}  {ratio} ({low}–{high})", bar(&odds)));
    }
    drawn
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_WIDEST {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(NAME_WIDEST.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// How many columns there are.
fn columns() -> usize {
    usize::try_from(DOUBLINGS.saturating_mul(2).saturating_mul(COLUMNS).saturating_add(1)).unwrap_or(1)
}

/// The column of a ratio, from 0; what lies outside is at the edge.
fn column(ratio: f64) -> usize {
    let at = (ratio.log2() + f64::from(DOUBLINGS)) * f64::from(COLUMNS);
    (at.round().max(0.0) as usize).min(columns().saturating_sub(1))
}

fn scale() -> String {
    let mut line = vec![' '; columns()];
    for (ratio, text) in [(1.0 / 16.0, "1/16"), (0.25, "1/4"), (1.0, "1"), (4.0, "4"), (16.0, "16")] {
        // The text stands around its place, within the line.
        let start = column(ratio).saturating_sub(text.len() / 2).min(line.len().saturating_sub(text.len()));
        for (offset, letter) in text.chars().enumerate() {
            if let Some(place) = line.get_mut(start.saturating_add(offset)) {
                *place = letter;
            }
        }
    }
    line.into_iter().collect()
}

fn bar(odds: &Odds) -> String {
    let (low, high, middle) = (column(odds.low), column(odds.high), column(odds.ratio));
    let edge = f64::from(DOUBLINGS).exp2();
    let draw = |at: usize| {
        if at == middle {
            '●'
        } else if at == low {
            if odds.low < 1.0 / edge { '◄' } else { '├' }
        } else if at == high {
            if odds.high > edge { '►' } else { '┤' }
        } else if at > low && at < high {
            '─'
        } else if at == column(1.0) {
            '│'
        } else {
            ' '
        }
    };
    (0..columns()).map(draw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_goes_from_end_to_end_around_its_ratio() {
        let drawn = bar(&Odds { ratio: 4.0, low: 2.0, high: 32.0 });
        assert_eq!(drawn.chars().count(), columns());
        let at = |c: char| drawn.chars().position(|other| other == c);
        assert_eq!((at('│'), at('├'), at('●'), at('►')), (Some(20), Some(25), Some(30), Some(40)));
        let wide = bar(&Odds { ratio: 1.0, low: 0.01, high: 1.5 });
        assert!(wide.starts_with('◄') && wide.contains('┤'), "{wide}");
        assert_eq!(scale().find('1'), Some(0));
        assert_eq!(scale().chars().nth(20), Some('1'));
    }
}
