//! The sections of a file, and the columns that stand elsewhere than between delimiters.

use std::collections::BTreeMap;

use super::schema::DialectText;
use super::{ABOVE, Column, DialectError, Name, Section, Title, build};
use crate::record::words::Sport;
use crate::wire::date::{Form, fold};

/// A column of a dialect, with the places inside other columns that its names tell: `Data.hr_average`.
pub(super) fn column(id: &str, names: &[String], text: &DialectText) -> Column {
    let objects: Vec<(usize, &Vec<String>)> = (0..)
        .zip(&text.columns)
        .filter(|(_, (id, _))| text.json.contains(id))
        .map(|(at, (_, names))| (at, names))
        .collect();
    let inside = names.iter().filter_map(|name| {
        let (outer, key) = name.split_once('.')?;
        let is_it = |names: &Vec<String>| names.iter().any(|name| fold(name) == fold(outer));
        objects.iter().find(|(_, names)| is_it(names)).map(|(at, _)| (*at, key.to_owned()))
    });
    let mut inside: Vec<(usize, String)> = inside.collect();
    inside.dedup();
    Column {
        id: id.to_owned(),
        names: names.iter().map(|name| Name::new(name)).collect(),
        inside,
        above: names.iter().any(|name| name == ABOVE),
    }
}

/// The sections of a dialect, checked. All problems are told at once.
pub(super) fn check(
    file: &str,
    text: &DialectText,
    sports: &BTreeMap<String, Sport>,
) -> Result<Vec<Section>, Vec<DialectError>> {
    let (mut sections, mut errors) = (Vec::new(), Vec::new());
    for section in &text.sections {
        let dialect = text.section(section);
        let place = format!("sections, {}", section.title.first().map_or("without title", String::as_str));
        let mut wrong = |problem: &str| {
            errors.push(DialectError { file: file.to_owned(), place: place.clone(), problem: problem.to_owned() });
        };
        if section.skip != section.records.is_empty() {
            wrong("either [[sections.records]] or skip = true");
        }
        if section.title.is_empty() && (section.required.is_empty() || section.header.is_some()) {
            wrong("a section without title needs a header line, and required columns in it");
        }
        let titles = section
            .title
            .iter()
            .map(|title| Form::new(title).map_or_else(|| Title::Words(fold(title.trim())), Title::Dated));
        let titles = titles.collect();
        match build::section(file, dialect, sports) {
            Ok(dialect) => {
                sections.push(Section { titles, header: section.header.clone(), skip: section.skip, dialect });
            }
            Err(mut found) => errors.append(&mut found),
        }
    }
    if errors.is_empty() { Ok(sections) } else { Err(errors) }
}
