//! Exposure matrices as CSV, and what the study says of them as JSON: the form in which other implementations of the
//! same procedure are held against ours.

use serde_json::{Map, Value as Json, json};

use crate::study::forecast::Series;
use crate::study::matrix::{Column, Matrix};
use crate::study::screen::Screened;

/// Why a file is no matrix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMatrix {
    /// It is no UTF-8 text, or empty.
    #[error("it is no text, or empty")]
    NoText,
    /// A column is missing.
    #[error("line 1: there is no column {wanted:?}")]
    NoColumn {
        /// The name of the column.
        wanted: String,
    },
    /// A cell is neither empty nor what its column takes.
    #[error("line {line}, column {column:?}: {found:?} is {wanted}")]
    Cell {
        /// The line, from 1.
        line: usize,
        /// The name of the column.
        column: String,
        /// What stands there.
        found: String,
        /// What it is not.
        wanted: &'static str,
    },
}

/// Reads a matrix: a header, then one row a session in order of time, with `y` (1 tingling, 0 none, empty when nothing
/// was said) and one column for each tested exposure; an empty cell is not known. Other columns are passed over.
pub fn read(bytes: &[u8]) -> Result<Matrix, NoMatrix> {
    let text = std::str::from_utf8(bytes).map_err(|_| NoMatrix::NoText)?;
    let mut lines = text.lines().zip(1_usize..).filter(|(line, _)| !line.is_empty());
    let (header, _) = lines.next().ok_or(NoMatrix::NoText)?;
    let names: Vec<&str> = header.split(',').map(str::trim).collect();
    let place = |wanted: &str| {
        let found = names.iter().position(|name| *name == wanted);
        found.ok_or_else(|| NoMatrix::NoColumn { wanted: wanted.to_owned() })
    };
    let answer = place("y")?;
    let mut matrix = Matrix::default();
    let mut places = Vec::new();
    for exposure in Matrix::tested() {
        places.push(place(exposure.name)?);
        let is_binary = Matrix::is_binary(exposure);
        matrix.columns.push(Column { name: exposure.name.to_owned(), is_binary, values: Vec::new() });
    }
    for (row, line) in lines {
        let cells: Vec<&str> = row.split(',').map(str::trim).collect();
        let wrong = |column: &str, found: &str, wanted| NoMatrix::Cell {
            line,
            column: column.to_owned(),
            found: found.to_owned(),
            wanted,
        };
        let said = cells.get(answer).copied().unwrap_or_default();
        matrix.tingled.push(match said {
            "" => None,
            "1" => Some(true),
            "0" => Some(false),
            _ => return Err(wrong("y", said, "neither 1 nor 0")),
        });
        for (column, place) in matrix.columns.iter_mut().zip(&places) {
            let cell = cells.get(*place).copied().unwrap_or_default();
            let value = if cell.is_empty() { None } else { Some(cell.parse::<f64>().ok().filter(|v| v.is_finite())) };
            column.values.push(match value {
                Some(None) => return Err(wrong(&column.name, cell, "no number")),
                Some(Some(value)) if column.is_binary && value != 0.0 && value != 1.0 => {
                    return Err(wrong(&column.name, cell, "neither 1 nor 0"));
                }
                value => value.flatten(),
            });
        }
    }
    Ok(matrix)
}

/// What the study says of one person: `published`, `early`, `companions`, `undecided`, `p_last` (`null` without a
/// look), `events`.
pub fn screened_json(screened: &Screened) -> Json {
    let published = screened.published.iter().map(|one| {
        json!({
            "exposure": one.exposure,
            "at_event": one.at_event,
            "p": one.p,
            "log_or": one.log_odds_ratio,
            "lam": one.inflation,
        })
    });
    let early = screened.early.iter().map(|(exposure, at)| json!({ "exposure": exposure, "at_event": at }));
    let last: Map<String, Json> = screened.last.iter().map(|(name, p)| (name.clone(), json!(p))).collect();
    json!({
        "published": published.collect::<Vec<_>>(),
        "early": early.collect::<Vec<_>>(),
        "companions": screened.companions,
        "undecided": screened.undecided,
        "p_last": if last.is_empty() { Json::Null } else { Json::Object(last) },
        "events": screened.events,
    })
}

/// What was forecast for the answered sessions of one person: `pred`, `obs` (1 or 0) and `base`, in order of time.
pub fn forecast_json(series: &Series) -> Map<String, Json> {
    let observed: Vec<u8> = series.tingled.iter().map(|tingled| u8::from(*tingled)).collect();
    let lists = [("pred", json!(series.chances)), ("obs", json!(observed)), ("base", json!(series.base))];
    lists.into_iter().map(|(name, list)| (name.to_owned(), list)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> String {
        let names: Vec<&str> = Matrix::tested().map(|exposure| exposure.name).collect();
        format!("session_id,y,{}", names.join(","))
    }

    fn row(y: &str, first: &str) -> String {
        format!("s,{y},{first}{}", ",".repeat(Matrix::tested().skip(1).count()))
    }

    #[test]
    fn empty_cells_are_not_known() {
        let text = format!("{}\n{}\n{}\n", header(), row("1", "4.5"), row("", ""));
        let matrix = read(text.as_bytes()).unwrap();
        assert_eq!(matrix.tingled, [Some(true), None]);
        assert_eq!(matrix.columns[0].values, [Some(4.5), None]);
        assert_eq!(matrix.columns[1].values, [None, None]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(read(b""), Err(NoMatrix::NoText));
        assert_eq!(read(b"session_id\n"), Err(NoMatrix::NoColumn { wanted: "y".into() }));
        let said = |y: &str, first: &str| {
            read(format!("{}\n{}\n", header(), row(y, first)).as_bytes()).unwrap_err().to_string()
        };
        assert_eq!(said("yes", ""), "line 2, column \"y\": \"yes\" is neither 1 nor 0");
        assert_eq!(said("1", "nan"), "line 2, column \"duration\": \"nan\" is no number");
    }
}
