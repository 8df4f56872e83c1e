//! A dialect as it is written in TOML: twins of the checked types, nothing is decided here.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One dialect file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DialectText {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) version: u32,
    pub(super) source: String,
    #[serde(default)]
    pub(super) about: String,
    #[serde(default)]
    pub(super) export: String,
    #[serde(default)]
    pub(super) instead: String,
    pub(super) layout: Option<String>,
    #[serde(default)]
    pub(super) fallback: bool,
    #[serde(default)]
    pub(super) ragged: bool,
    #[serde(default)]
    pub(super) exact: bool,
    #[serde(default)]
    pub(super) sparse: bool,
    #[serde(default)]
    pub(super) units_in_names: bool,
    #[serde(default)]
    pub(super) once: bool,
    pub(super) numbers: Option<String>,
    pub(super) missing: Option<Vec<String>>,
    #[serde(default)]
    pub(super) private: bool,
    #[serde(default)]
    pub(super) json: Vec<String>,
    #[serde(default)]
    pub(super) above: Vec<String>,
    #[serde(default)]
    pub(super) required: Vec<OneOrMany>,
    #[serde(default)]
    pub(super) absent: Vec<String>,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
    pub(super) units_from: Option<UnitsFrom>,
    #[serde(default)]
    pub(super) columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) sports: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) records: Vec<RecordText>,
    #[serde(default)]
    pub(super) sections: Vec<SectionText>,
}

/// One section of a file of several.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionText {
    #[serde(default)]
    pub(super) title: Vec<String>,
    pub(super) header: Option<Vec<String>>,
    #[serde(default)]
    pub(super) skip: bool,
    pub(super) missing: Option<Vec<String>>,
    #[serde(default)]
    pub(super) above: Vec<String>,
    #[serde(default)]
    pub(super) required: Vec<OneOrMany>,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
    pub(super) units_from: Option<UnitsFrom>,
    #[serde(default)]
    pub(super) columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) records: Vec<RecordText>,
}

impl DialectText {
    /// A section as a dialect of its own: what it does not say, the file says.
    pub(super) fn section(&self, section: &SectionText) -> DialectText {
        let section = section.clone();
        DialectText {
            name: self.name.clone(),
            title: self.title.clone(),
            version: self.version,
            source: self.source.clone(),
            about: String::new(),
            export: String::new(),
            instead: String::new(),
            layout: None,
            fallback: false,
            ragged: self.ragged,
            exact: self.exact,
            sparse: self.sparse,
            units_in_names: self.units_in_names,
            once: self.once,
            numbers: self.numbers.clone(),
            missing: section.missing.or_else(|| self.missing.clone()),
            private: self.private,
            json: Vec::new(),
            above: section.above,
            required: section.required,
            absent: Vec::new(),
            evidence: section.evidence,
            units_from: section.units_from,
            columns: section.columns,
            sports: self.sports.clone(),
            records: section.records,
            sections: Vec::new(),
        }
    }
}

/// The columns that tell a metric file from an imperial one: steps and their length, or a mass and its index.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum UnitsFrom {
    Steps {
        distance: String,
        step_m: String,
        steps_per_min: String,
        duration: String,
        sport: String,
        #[serde(default)]
        degrees: Vec<String>,
    },
    Mass {
        mass: String,
        bmi: String,
    },
}

/// One name, or several in order of preference.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn names(&self) -> &[String] {
        match self {
            OneOrMany::One(name) => std::slice::from_ref(name),
            OneOrMany::Many(names) => names,
        }
    }
}

/// One record made out of each row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordText {
    pub(super) kind: String,
    pub(super) time: Option<TimeText>,
    pub(super) end: Option<TimeText>,
    pub(super) pause: Option<MinusText>,
    pub(super) id: Option<String>,
    pub(super) source: Option<String>,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    #[serde(default)]
    pub(super) only: BTreeMap<String, Vec<String>>,
    pub(super) fields: BTreeMap<String, toml::Value>,
}

/// Where the time stands and how it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimeText {
    pub(super) from: OneOrMany,
    pub(super) forms: Vec<String>,
    pub(super) zone: String,
    pub(super) offset: Option<String>,
    pub(super) clock: Option<String>,
    #[serde(default)]
    pub(super) clock_words: BTreeMap<String, Vec<String>>,
    pub(super) minus: Option<MinusText>,
}

/// What is taken from a time that is an end, so that it becomes the start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MinusText {
    pub(super) from: OneOrMany,
    pub(super) unit: String,
}

/// How one field is filled.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldText {
    pub(super) from: Option<OneOrMany>,
    pub(super) value: Option<toml::Value>,
    pub(super) read: Option<String>,
    pub(super) unit: Option<UnitText>,
    #[serde(default)]
    pub(super) missing: Vec<f64>,
    #[serde(default)]
    pub(super) words: BTreeMap<String, Vec<String>>,
    pub(super) side: Option<String>,
    #[serde(default)]
    pub(super) sum: bool,
    pub(super) share_of: Option<String>,
    pub(super) most: Option<f64>,
    pub(super) otherwise: Option<String>,
    pub(super) part: Option<String>,
    #[serde(default)]
    pub(super) sensor: bool,
    #[serde(default)]
    pub(super) when: Vec<WhenText>,
}

/// A unit: one for every file, one for each system of units, or named in a column of the row.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum UnitText {
    Always(String),
    System {
        metric: String,
        imperial: String,
    },
    Column {
        column: String,
        #[serde(default)]
        default: Option<String>,
    },
    /// Written behind the number.
    Written {
        written: bool,
        #[serde(default)]
        default: Option<String>,
    },
}

/// Another unit for some rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WhenText {
    #[serde(default)]
    pub(super) sport: Vec<String>,
    pub(super) column: Option<String>,
    #[serde(default)]
    pub(super) whole: bool,
    pub(super) unit: UnitText,
}
