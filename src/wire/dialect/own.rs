//! Our own files as dialects, derived from the lists of fields: a new field is a new column.

use std::collections::BTreeMap;

use super::Makes;
use super::schema::{DialectText, OneOrMany, RecordText, TimeText};
use crate::record::{Kind, Source};

/// The names of the files, what each makes, and the columns besides the time that tell it from the
/// others: the first, and one of the second.
const FILES: &[(&str, Makes, &[&str], &[&str])] = &[
    ("own-workouts", Makes::Record(Kind::Workout), &[], &["duration_min", "elapsed_min", "end"]),
    ("own-symptoms", Makes::Record(Kind::Symptom), &[], &["tingling", "severity", "sites", "signs", "quality"]),
    ("own-intake", Makes::Record(Kind::Intake), &[], INTAKE),
    ("own-measures", Makes::Record(Kind::Measure), &["what"], &["value"]),
    ("own-tags", Makes::Record(Kind::Tag), &["name"], &[]),
    ("own-profile", Makes::Profile, &[], &["timezone", "birth_year", "body_mass_kg", "history", "history_no"]),
];

const INTAKE: &[&str] = &["volume_ml", "sodium_mg", "potassium_mg", "magnesium_mg", "calcium_mg", "caffeine_mg"];

/// The names of the columns of a kind besides its fields.
pub(in crate::wire) const ID: &str = "id";
pub(in crate::wire) const SOURCE: &str = "source";

/// The name of the time column.
pub(in crate::wire) fn time_name(makes: Makes) -> &'static str {
    if makes == Makes::Record(Kind::Workout) { "start" } else { "time" }
}

/// The dialects of our own files.
pub(super) fn texts() -> impl Iterator<Item = DialectText> {
    FILES.iter().map(|(name, makes, all, any)| text(name, *makes, all, any))
}

fn text(name: &str, makes: Makes, all: &[&str], any: &[&str]) -> DialectText {
    let fields: Vec<&str> = makes.fields().iter().map(|(name, _)| *name).collect();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut column = |id: &str| drop(columns.insert(id.to_owned(), vec![id.to_owned()]));
    fields.iter().for_each(|field| column(field));
    let is_record = makes != Makes::Profile;
    if is_record {
        [ID, SOURCE, "time", "start", "end", "day"].into_iter().for_each(column);
    }
    // A start is the time of a workout, of the others it is the name of nothing.
    let times: &[&str] = if makes == Makes::Record(Kind::Workout) { &["start"] } else { &["time", "day"] };
    for unused in ["time", "start", "end", "day"] {
        let is_end = unused == "end" && makes == Makes::Record(Kind::Workout);
        if is_record && !times.contains(&unused) && !is_end {
            columns.remove(unused);
        }
    }
    let time = |from: &[&str]| TimeText {
        from: OneOrMany::Many(from.iter().map(|name| (*name).to_owned()).collect()),
        forms: vec!["iso".to_owned()],
        zone: "local".to_owned(),
        offset: None,
        clock: None,
        clock_words: BTreeMap::new(),
        minus: None,
    };
    let one_of = |names: &[&str]| OneOrMany::Many(names.iter().map(|name| (*name).to_owned()).collect());
    // A day does where a time is wanted.
    let when: &[&str] = if is_record { times } else { &[] };
    // A start and an end stand in calendars, nights and logs of calls too: something of a session must stand there.
    let told = if makes == Makes::Record(Kind::Workout) { fields.as_slice() } else { &[] };
    DialectText {
        name: name.to_owned(),
        title: format!("tingled {}", name.trim_start_matches("own-")),
        version: 1,
        source: Source::OWN.to_owned(),
        about: String::new(),
        export: String::new(),
        instead: String::new(),
        layout: None,
        fallback: false,
        ragged: true,
        exact: true,
        sparse: false,
        units_in_names: false,
        once: false,
        numbers: Some("point".to_owned()),
        missing: Some(Vec::new()),
        private: false,
        json: Vec::new(),
        above: Vec::new(),
        absent: Vec::new(),
        required: [when, all, any, told].into_iter().filter(|names| !names.is_empty()).map(one_of).collect(),
        evidence: Vec::new(),
        units_from: None,
        columns,
        sports: BTreeMap::new(),
        records: vec![RecordText {
            kind: makes.name().to_owned(),
            time: is_record.then(|| time(times)),
            end: (makes == Makes::Record(Kind::Workout)).then(|| time(&["end"])),
            pause: None,
            id: is_record.then(|| ID.to_owned()),
            source: is_record.then(|| SOURCE.to_owned()),
            needs: Vec::new(),
            only: BTreeMap::new(),
            fields: fields
                .iter()
                .map(|field| ((*field).to_owned(), toml::Value::String((*field).to_owned())))
                .collect(),
        }],
        sections: Vec::new(),
    }
}
