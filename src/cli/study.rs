//! `tingled study`: which exposures go before tingling.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

use super::args::{Procedure, StudyArgs};
use super::door;
use super::failure::{Failure, plainly};
use super::folder;
use super::load::Loaded;
use super::people::{known_person, the_person};
use super::terminal::Terminal;
use crate::daemon::study::study_of;
use crate::io::run::clock;
use crate::record::History;
use crate::study::diary::diary;
use crate::study::forecast::forecast;
use crate::study::matrix::Matrix;
use crate::study::person::study;
use crate::study::screen::screen;
use crate::voice::study::page;
use crate::wire::dialect::Dialects;
use crate::wire::json::study::study_json;
use crate::wire::matrix;

/// Studies matrices, or folders of CSV files, one person each.
pub fn of_files(args: &StudyArgs, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut answer = Map::new();
    if let Some(place) = &args.matrix {
        for path in matrices(place)? {
            let wrong = |because: String| Failure::Data(format!("{}: {}", path.display(), plainly(&because)));
            let bytes = std::fs::read(&path).map_err(|error| wrong(error.to_string()))?;
            let matrix = matrix::read(&bytes).map_err(|error| wrong(error.to_string()))?;
            // A matrix is made elsewhere, and held against what is reckoned elsewhere.
            let procedure = args.procedure.unwrap_or(Procedure::Even);
            answer.insert(name(&path), said(&matrix, procedure, args.forecast));
        }
    }
    let no_zone = |error: jiff::Error| Failure::Usage(format!("{error}; wanted a zone like Europe/Berlin"));
    let zone = TimeZone::get(&args.zone).map_err(no_zone)?;
    let dialects = Dialects::load(&[]).map_err(|_| Failure::Data("the built-in dialects do not load".to_owned()))?;
    for place in &args.folders {
        let folder = folder::read(place, &dialects, &zone, clock())?;
        for refused in &folder.refused {
            terminal.note(&format!("{refused}; the other files are read"));
        }
        if folder.left_out > 0 {
            let rows = folder.left_out;
            terminal.note(&format!("{}: {rows} rows left out; tingled import --dry-run says why", place.display()));
        }
        let diary = diary(&folder.history);
        let procedure = args.procedure.unwrap_or(Procedure::Weighted);
        answer.insert(name(place), said(&diary.listed, procedure, args.forecast));
    }
    terminal.json(&Json::Object(answer));
    Ok(())
}

/// What the study says of one person, with what was forecast when that is asked for.
fn said(matrix: &Matrix, procedure: Procedure, is_forecast: bool) -> Json {
    let mut said = matrix::screened_json(&screen(matrix, &procedure.settings()));
    if let (true, Some(fields)) = (is_forecast, said.as_object_mut()) {
        fields.extend(matrix::forecast_json(&forecast(matrix).series));
    }
    said
}

/// Shows the study of a person.
pub fn run(args: &StudyArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    if args.procedure.is_some() {
        let wanted = "--procedure: give folders or --matrix; a person is always studied in the same way";
        return Err(Failure::Usage(wanted.to_owned()));
    }
    let store = door::read(loaded)?;
    let person = match &args.person {
        Some(name) => known_person(name, loaded, store.as_ref())?,
        None => the_person(None, loaded)?,
    };
    let people = loaded.people();
    let study = match &store {
        Some(store) => study_of(store, &people, &person)?,
        None => study(&History::default()),
    };
    let text = page(&study, &people.reader(&person));
    if args.json {
        terminal.json(&study_json(&person, &study, &text));
    } else {
        terminal.say(&text.join("\n"));
    }
    Ok(())
}

/// What stands for a person: the name of their file or folder.
fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
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
