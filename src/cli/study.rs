//! `tingled study`: which exposures go before tingling.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json};

use super::args::StudyArgs;
use super::failure::{Failure, plainly};
use super::terminal::Terminal;
use crate::study::forecast::forecast;
use crate::study::screen::{Settings, screen};
use crate::wire::matrix;

/// Reads matrices, one CSV a person, and says what the study finds in each.
pub fn run(args: &StudyArgs, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut answer = Map::new();
    for path in matrices(&args.matrix)? {
        let wrong = |because: String| Failure::Data(format!("{}: {}", path.display(), plainly(&because)));
        let bytes = std::fs::read(&path).map_err(|error| wrong(error.to_string()))?;
        let matrix = matrix::read(&bytes).map_err(|error| wrong(error.to_string()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut found = matrix::screened_json(&screen(&matrix, &Settings::default()));
        if let (true, Some(fields)) = (args.forecast, found.as_object_mut()) {
            fields.extend(matrix::forecast_json(&forecast(&matrix).series));
        }
        answer.insert(name, found);
    }
    terminal.json(&Json::Object(answer));
    Ok(())
}

/// The matrices of a folder by name, or one file.
fn matrices(place: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| {
        let because = plainly(&error.to_string());
        Failure::Unavailable(format!("{}: could not read it: {because}\n  help: is the path right?", place.display()))
    };
    if !place.is_dir() {
        std::fs::metadata(place).map_err(unreadable)?;
        return Ok(vec![place.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(place).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Failure::Data(format!("{}: there is no CSV file", place.display())));
    }
    Ok(found)
}
