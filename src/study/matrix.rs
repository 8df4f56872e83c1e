//! What the study reads: one row a session in order of time, what it was exposed to, and whether it tingled.

use crate::body::exposures::{EXPOSURES, Exposure, Scale};

/// Sessions in order of time (start, then id).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Whether it tingled; `None` where the person said nothing, which is not "no".
    pub tingled: Vec<Option<bool>>,
    /// One column an exposure, of the length of `tingled`.
    pub columns: Vec<Column>,
}

/// An exposure over all sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name in the list of exposures.
    pub name: String,
    /// Whether it is 0 or 1.
    pub is_binary: bool,
    /// Its value in each session; `None` where it is not known.
    pub values: Vec<Option<f64>>,
}

impl Matrix {
    /// The exposures that are tested, in their order.
    pub fn tested() -> impl Iterator<Item = &'static Exposure> {
        EXPOSURES.iter().filter(|exposure| exposure.is_tested)
    }

    /// Whether an exposure is 0 or 1.
    pub fn is_binary(exposure: &Exposure) -> bool {
        exposure.scale == Scale::Binary
    }

    /// The rows of events, in order of time.
    pub fn events(&self) -> Vec<usize> {
        let events = self.tingled.iter().enumerate().filter(|(_, tingled)| **tingled == Some(true));
        events.map(|(row, _)| row).collect()
    }

    /// The answered sessions up to and including this row: whether each tingled, and what it was exposed to, each
    /// column as [`Column::is_binary`] or on the person's own scale. A column without a scale is unknown throughout.
    pub fn answered_through(&self, last: usize) -> (Vec<bool>, Vec<Vec<Option<f64>>>) {
        let rows: Vec<usize> = (0..=last).filter(|row| self.tingled.get(*row).is_some_and(Option::is_some)).collect();
        let answers = rows.iter().filter_map(|row| self.tingled.get(*row).copied().flatten()).collect();
        let columns = self.columns.iter().map(|column| {
            let values: Vec<Option<f64>> =
                rows.iter().map(|row| column.values.get(*row).copied().flatten()).collect();
            if column.is_binary {
                return values;
            }
            super::scale::scaled(&values).unwrap_or_else(|| vec![None; values.len()])
        });
        (answers, columns.collect())
    }
}
