//! Values that other programs reckoned, and how ours are held against them.
#![allow(
    dead_code,
    clippy::print_stderr,
    reason = "every file of tests takes what it needs; what was not run is told"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The project's own reference values and data.
pub(crate) fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reference/study")
}

/// Reference values and the folder of their data.
pub(crate) struct Reference {
    pub(crate) data: PathBuf,
    pub(crate) expected: Value,
}

/// The project's own ones of a file.
pub(crate) fn ours(file: &str) -> Reference {
    Reference { data: own(), expected: json(&own().join(file)) }
}

/// Those of a file of `TINGLED_REFERENCE`, which may hold data that are not ours to hand on; `None`, and a line that
/// says so, when it is not set.
pub(crate) fn theirs(file: &str) -> Option<Reference> {
    let Some(folder) = std::env::var_os("TINGLED_REFERENCE") else {
        eprintln!("not run: TINGLED_REFERENCE is not set");
        return None;
    };
    let folder = PathBuf::from(folder).join("reference");
    Some(Reference { data: folder.join("data"), expected: json(&folder.join("expected").join(file)) })
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Columns of numbers by name.
pub(crate) struct Table(BTreeMap<String, Vec<f64>>);

impl Table {
    pub(crate) fn read(path: &Path) -> Table {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').map(|name| name.trim_matches('"')).collect();
        let mut columns: BTreeMap<String, Vec<f64>> =
            names.iter().map(|name| ((*name).to_owned(), Vec::new())).collect();
        for line in lines {
            for (name, cell) in names.iter().zip(line.split(',')) {
                columns.get_mut(*name).unwrap().push(cell.parse().unwrap_or(f64::NAN));
            }
        }
        Table(columns)
    }

    pub(crate) fn column(&self, name: &str) -> &[f64] {
        self.0.get(name).unwrap_or_else(|| panic!("no column {name} in {:?}", self.0.keys()))
    }

    pub(crate) fn columns(&self, names: &[&str]) -> Vec<&[f64]> {
        names.iter().map(|name| self.column(name)).collect()
    }

    /// A column of 0 and 1.
    pub(crate) fn flags(&self, name: &str) -> Vec<bool> {
        self.column(name).iter().map(|value| *value == 1.0).collect()
    }

    /// A column of whole numbers.
    pub(crate) fn whole(&self, name: &str) -> Vec<i64> {
        self.column(name).iter().map(|value| *value as i64).collect()
    }
}

pub(crate) fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

pub(crate) fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// Numbers held against reference values, and those that are off.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) compared: usize,
    pub(crate) off: Vec<String>,
}

impl Held {
    /// One number; `None` is "without bound", `null` in the reference. The tolerance is a share of numbers above 1.
    pub(crate) fn near(&mut self, found: impl Into<Option<f64>>, wanted: &Value, tolerance: f64, what: &str) {
        self.compared += 1;
        let (found, number) = (found.into(), wanted.as_f64());
        let is_near = match (found, number) {
            (Some(found), Some(wanted)) => (found - wanted).abs() <= tolerance * wanted.abs().max(1.0),
            (None, None) => wanted.is_null(),
            _ => false,
        };
        if !is_near {
            self.off.push(format!("{what}: {found:?}, not {wanted}"));
        }
    }

    /// Numbers in their order.
    pub(crate) fn all_near(&mut self, found: &[f64], wanted: &Value, tolerance: f64, what: &str) {
        let wanted = wanted.as_array().unwrap_or_else(|| panic!("{what} is no list"));
        assert_eq!(found.len(), wanted.len(), "{what}");
        for (at, (found, wanted)) in found.iter().zip(wanted).enumerate() {
            self.near(*found, wanted, tolerance, &format!("{what} {at}"));
        }
    }

    /// That so many were compared, and none is off.
    pub(crate) fn assert_all(&self, compared: usize) {
        assert!(self.off.is_empty(), "\n{}\n", self.off.join("\n"));
        assert_eq!(self.compared, compared);
    }
}

/// Puts every number of a reference off by itself, and asserts that `check` sees it; gives how many there are. Places
/// that end like one of `given` hold what is reckoned from, and are left alone.
pub(crate) fn plant(reference: &Reference, given: &[&str], check: impl Fn(&Reference) -> Held) -> usize {
    let mut places = Vec::new();
    leaves(&reference.expected, String::new(), given, &mut places);
    for place in &places {
        let mut expected = reference.expected.clone();
        let number = expected.pointer_mut(place).unwrap();
        let value = number.as_f64().unwrap();
        *number = Value::from(value + 0.01 * value.abs().max(1.0));
        let held = check(&Reference { data: reference.data.clone(), expected });
        assert_eq!(held.off.len(), 1, "a wrong number at {place}: {held:?}");
    }
    places.len()
}

fn leaves(value: &Value, place: String, given: &[&str], places: &mut Vec<String>) {
    if given.iter().any(|given| place.ends_with(given)) {
        return;
    }
    match value {
        Value::Number(_) => places.push(place),
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                leaves(value, format!("{place}/{at}"), given, places);
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                leaves(value, format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), given, places);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
