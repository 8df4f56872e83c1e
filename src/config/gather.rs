//! All written values against the list of settings.

use std::collections::BTreeMap;

use super::Input;
use super::check::{self, Setting, Written};
use super::key::{self, KEYS, TABLES};
use super::layer::{self, Given};
use super::problem::{File, Place, Problem};
use crate::person::PersonId;
use crate::voice::nearest;
use crate::voice::setting::Fault;

/// The checked values, and what was wrong with the others.
pub(super) struct Gathered<'a> {
    pub(super) input: Input<'a>,
    pub(super) file: File<'a>,
    /// By path; `None` for a value that was refused.
    values: BTreeMap<String, (Option<Setting>, Place)>,
    /// The tables whose names the user chose: `person.ana`.
    chosen: BTreeMap<String, Place>,
    pub(super) problems: Vec<Problem>,
}

/// Reads all layers.
pub(super) fn gather<'a>(input: &Input<'a>) -> Gathered<'a> {
    let (name, text) = input.file.unwrap_or(("tingled.toml", ""));
    let file = File { name, text };
    let (of_file, problems) = layer::of_file(&file);
    let mut gathered = Gathered { input: *input, file, values: BTreeMap::new(), chosen: BTreeMap::new(), problems };
    let layers = [
        layer::of_pairs(input.defaults, "defaults"),
        of_file,
        layer::of_environment(input.environment),
        layer::of_pairs(input.flags, "command line"),
    ];
    for layer in layers {
        let mut refused: Vec<Vec<String>> = Vec::new();
        for given in layer {
            // One problem for a table is enough; its settings are not looked at.
            if !refused.iter().any(|table| given.path.starts_with(table))
                && let Some(table) = gathered.take(given)
            {
                refused.push(table);
            }
        }
    }
    gathered
}

impl Gathered<'_> {
    /// Takes a value in; gives back the path of a table that was refused as a whole.
    fn take(&mut self, given: Given) -> Option<Vec<String>> {
        let path: Vec<&str> = given.path.iter().map(String::as_str).collect();
        if let Err(fault) = self.check_names(&path) {
            let table = given.path.get(..given.path.len().min(2)).unwrap_or_default().to_vec();
            let found = path.get(1).copied().unwrap_or_default();
            self.report(&given.name, &table.join("."), found, fault);
            return Some(table);
        }
        if let [first, second, ..] = path.as_slice()
            && TABLES.iter().any(|table| table.path.strip_suffix(".*") == Some(*first))
        {
            self.chosen.entry(format!("{first}.{second}")).or_insert_with(|| given.name.clone());
        }
        let joined = given.path.join(".");
        let found = shown(&given.written);
        match (key::at(&path), &given.written) {
            (Some(key), written) => {
                let checked = self.check(key, &path, written);
                let value = match checked {
                    Ok(value) => Some(value),
                    Err(fault) => {
                        self.report(&given.place, &joined, &found, fault);
                        None
                    }
                };
                self.values.insert(joined, (value, given.place));
                None
            }
            (None, Written::Table) if is_table(&path) => None,
            (None, _) if is_table(&path) => {
                let wanted = format!("a table: [{joined}]");
                self.report(&given.place, &joined, &found, Fault::BadValue { wanted, meant: None });
                None
            }
            (None, _) if path == ["mqtt", "password"] => {
                self.report(&given.name, &joined, "", Fault::SecretInTheOpen);
                None
            }
            (None, written) => {
                self.report(&given.name, &joined, &joined, Fault::UnknownKey { meant: meant(&path) });
                (*written == Written::Table).then(|| given.path.clone())
            }
        }
    }

    fn check(&self, key: &key::Key, path: &[&str], written: &Written) -> Result<Setting, Fault> {
        let value = check::check(key.takes, written)?;
        match (path, &value) {
            (["rule", rule, "off"], Setting::Flag(true)) if is_red_flag(rule) => Err(Fault::RedFlagOff),
            (["mqtt", "url"], Setting::Text(url)) if url == "embedded" && !self.input.has_broker_inside => {
                Err(Fault::NeedsDemoBuild)
            }
            _ => Ok(value),
        }
    }

    /// The names that the user chooses.
    fn check_names(&self, path: &[&str]) -> Result<(), Fault> {
        let plain = |name: &str, others: &str| {
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || others.contains(c);
            !name.is_empty() && name.len() <= 64 && name.chars().all(allowed)
        };
        match path {
            ["person", name, ..] if PersonId::new(name).is_none() => Err(Fault::BadPersonName),
            ["source", name, ..] if !plain(name, "_.-") => Err(Fault::UnknownKey { meant: None }),
            ["rule", name, ..] if !plain(name, "_") => Err(Fault::UnknownKey { meant: None }),
            ["rule", name, ..] if !self.input.rules.is_empty() && !self.input.rules.contains(name) => {
                let near = nearest(name, self.input.rules.iter().copied());
                Err(Fault::UnknownKey { meant: near.map(|rule| format!("rule.{rule}")) })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn report(&mut self, place: &Place, key: &str, found: &str, fault: Fault) {
        self.problems.push(self.file.problem(place, key, found, fault));
    }

    /// The value at a path: as written, else the default of the list.
    pub(super) fn value(&self, path: &str) -> Option<Setting> {
        match self.values.get(path) {
            Some((value, _)) => value.clone(),
            None => {
                let levels: Vec<&str> = path.split('.').collect();
                key::at(&levels).and_then(default_of)
            }
        }
    }

    /// Where a value was written; `None` when it was not.
    pub(super) fn place(&self, path: &str) -> Option<&Place> {
        self.values.get(path).map(|(_, place)| place)
    }

    /// The chosen names of a table, with their places: `ana` of `person.ana`.
    pub(super) fn names(&self, table: &str) -> Vec<(String, Place)> {
        let within = |(name, place): (&String, &Place)| {
            let chosen = name.strip_prefix(table)?.strip_prefix('.')?;
            Some((chosen.to_owned(), place.clone()))
        };
        self.chosen.iter().filter_map(within).collect()
    }
}

/// The default of a setting, through the same check as any other value.
pub(super) fn default_of(key: &key::Key) -> Option<Setting> {
    literal(key, key.default?)
}

/// A value of the list, written as TOML.
pub(super) fn literal(key: &key::Key, toml: &str) -> Option<Setting> {
    let text = format!("x = {toml}");
    let (given, problems) = layer::of_file(&File { name: "", text: &text });
    let written = given.into_iter().next().filter(|_| problems.is_empty())?.written;
    check::check(key.takes, &written).ok()
}

fn is_table(path: &[&str]) -> bool {
    KEYS.iter().any(|key| {
        let mut levels = key.path.split('.');
        path.iter().all(|level| levels.next().is_some_and(|known| known == "*" || known == *level))
            && levels.next().is_some()
    })
}

/// Whether a rule is a red flag: `rf01`.
fn is_red_flag(rule: &str) -> bool {
    rule.strip_prefix("rf").is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// The setting that was probably meant.
fn meant(path: &[&str]) -> Option<String> {
    let (leaf, table) = path.split_last()?;
    if !table.is_empty() && is_table(table) {
        let siblings = KEYS.iter().filter(|key| {
            let parts: Vec<&str> = key.table().split('.').collect();
            parts.len() == table.len()
                && parts.iter().zip(table).all(|(known, given)| *known == "*" || known == given)
        });
        if let Some(near) = nearest(leaf, siblings.map(key::Key::leaf)) {
            return Some(format!("{}.{near}", table.join(".")));
        }
    }
    if table.is_empty() {
        let tables = TABLES.iter().filter_map(|table| table.path.split('.').next());
        if let Some(near) = nearest(leaf, tables) {
            return Some(near.to_owned());
        }
    }
    // The right name in the wrong table.
    let elsewhere = KEYS.iter().find(|key| key.leaf() == *leaf);
    elsewhere.map(|key| key.path.replace('*', "NAME"))
}

/// A value as text, for showing.
fn shown(written: &Written) -> String {
    match written {
        Written::Text(text) | Written::Untyped(text) => text.clone(),
        Written::Whole(number) => number.to_string(),
        Written::Number(number) => number.to_string(),
        Written::Flag(flag) => flag.to_string(),
        Written::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Written::Table | Written::Other => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_and_example_passes_its_own_check() {
        for key in KEYS {
            assert!(literal(key, key.example).is_some(), "{}", key.path);
            assert_eq!(default_of(key).is_some(), key.default.is_some(), "{}", key.path);
        }
    }

    #[test]
    fn the_right_name_is_found_in_the_same_table_first() {
        assert_eq!(meant(&["mqtt", "ulr"]).as_deref(), Some("mqtt.url"));
        assert_eq!(meant(&["person", "ana", "time_zone"]).as_deref(), Some("person.ana.timezone"));
        assert_eq!(meant(&["mqqt"]).as_deref(), Some("mqtt"));
        assert_eq!(meant(&["timezone"]).as_deref(), Some("person.NAME.timezone"));
        assert_eq!(meant(&["mqtt", "colour"]), None);
    }
}
