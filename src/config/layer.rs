//! File, environment and command line as one list of written values, the later ones winning.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::Written;
use super::key::{self, KEYS};
use super::problem::{File, Place, Problem};
use crate::voice::setting::Fault;

/// A value with its path and place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    pub(super) path: Vec<String>,
    pub(super) written: Written,
    pub(super) place: Place,
    /// The name alone, for problems with the name.
    pub(super) name: Place,
}

/// The most values that are looked at; a longer file is no configuration.
const VALUES_MOST: usize = 10_000;

/// The values of a file, and what is no TOML in it.
pub(super) fn of_file(file: &File<'_>) -> (Vec<Given>, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(file.text);
    let problem = |error: &toml::de::Error| {
        let place = Place::File(error.span().unwrap_or(0..0));
        // A broken line may hold a password.
        let mut problem = file.problem(&place, "", "", Fault::NotToml { because: first_line(error.message()) });
        if problem.spot.source.as_ref().is_some_and(|line| line.to_lowercase().contains("pass")) {
            problem.spot.source = None;
        }
        problem
    };
    let problems: Vec<Problem> = errors.iter().map(problem).collect();
    let mut given = Vec::new();
    // What was recovered of a broken file would give problems that are none.
    if problems.is_empty() {
        walk(table.get_ref(), &mut Vec::new(), &mut given);
    }
    (given, problems)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn walk(table: &DeTable<'_>, path: &mut Vec<String>, given: &mut Vec<Given>) {
    for (name, value) in table {
        path.push(name.get_ref().to_string());
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let name = Place::File(name.span());
        match value.get_ref() {
            DeValue::Table(inner) if key::at(&names).is_none() => {
                given.push(Given { path: path.clone(), written: Written::Table, place: name.clone(), name });
                walk(inner, path, given);
            }
            _ if given.len() < VALUES_MOST => {
                let place = Place::File(value.span());
                given.push(Given { path: path.clone(), written: written(value), place, name });
            }
            _ => {}
        }
        path.pop();
    }
}

fn written(value: &Spanned<DeValue<'_>>) -> Written {
    match value.get_ref() {
        DeValue::String(text) => Written::Text(text.to_string()),
        DeValue::Boolean(flag) => Written::Flag(*flag),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Written::Other, Written::Whole)
        }
        DeValue::Float(number) => number.as_str().parse().map_or(Written::Other, Written::Number),
        DeValue::Array(items) => Written::List(items.iter().map(written).collect()),
        DeValue::Datetime(_) | DeValue::Table(_) => Written::Other,
    }
}

/// What begins the name of a variable that is a setting.
pub(super) const PREFIX: &str = "TINGLED_";

/// The values of the environment: `TINGLED_MQTT__URL` is `mqtt.url`. Variables with one level
/// (`TINGLED_CONFIG`) are none of ours, unless only an underscore is missing.
pub(super) fn of_environment(pairs: &[(String, String)]) -> Vec<Given> {
    let mut given = Vec::new();
    for (name, text) in pairs {
        let Some(rest) = name.strip_prefix(PREFIX) else { continue };
        let place = Place::Named { place: "environment", name: name.clone() };
        if rest.contains("__") || lacks_underscore(rest) {
            let path = rest.to_lowercase().split("__").map(str::to_owned).collect();
            given.push(named(path, text, place));
        }
    }
    given
}

/// `MQTT_URL` for `MQTT__URL`.
fn lacks_underscore(rest: &str) -> bool {
    KEYS.iter().any(|key| !key.path.contains('*') && key.path.replace('.', "_") == rest.to_lowercase())
}

/// The values of the command line (or the defaults of the place): `mqtt.url` and its text.
pub(super) fn of_pairs(pairs: &[(String, String)], place: &'static str) -> Vec<Given> {
    let each = |(path, text): &(String, String)| {
        let place = Place::Named { place, name: path.clone() };
        named(path.split('.').map(str::to_owned).collect(), text, place)
    };
    pairs.iter().map(each).collect()
}

fn named(mut path: Vec<String>, text: &str, place: Place) -> Given {
    // Variables cannot hold the hyphen that names of persons may.
    if let [table, person, _] = path.as_mut_slice()
        && table == "person"
    {
        *person = person.replace('_', "-");
    }
    Given { path, written: Written::Untyped(text.to_owned()), name: place.clone(), place }
}
