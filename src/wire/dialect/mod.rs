//! CSV dialects described as data: `config/dialects/*.toml`, `config/sports.toml`, and our own files.
//!
//! A new app is one more TOML text; the format is described in `docs/dialects.md`.

mod build;
mod draft;
pub mod matching;
mod own;
mod resaved;
mod schema;
mod sections;
mod shipped;
pub mod target;
pub mod unit;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

pub use draft::{Draft, Unknown, drafts};
pub use matching::{Header, Match, Name, NoMatch, lay_over, recognise};
pub use target::{Answers, Makes, Target};
pub use unit::Linear;

/// The names of the columns of our own files that are no fields.
pub(in crate::wire) mod own_names {
    pub(in crate::wire) use super::own::{ID, SOURCE, time_name};
}

use crate::record::Value;
use crate::record::words::Sport;
use crate::wire::date::{Form, fold};
use crate::wire::literal;
use crate::wire::number::Style;

/// The words for kinds of exercise that all dialects share.
const SPORTS: &str = include_str!("../../../config/sports.toml");

/// How the rows of a file are laid out; a further layout is a further entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A header line, then one row per line.
    Plain,
    /// One line about the file, then as [`Layout::Plain`].
    MetadataLineFirst,
    /// A header line, then several rows of each session: rows of one time are one record, the fullest of them.
    OneSessionManyRows,
    /// Several tables, each with a header of its own.
    Sections,
}

impl Layout {
    /// Every layout with its name in a dialect.
    pub const ALL: &'static [(Layout, &'static str)] = &[
        (Layout::Plain, "plain"),
        (Layout::MetadataLineFirst, "metadata_line_first"),
        (Layout::OneSessionManyRows, "one_session_many_rows"),
        (Layout::Sections, "sections"),
    ];

    /// How many lines stand before the header.
    pub fn lines_before_header(self) -> usize {
        match self {
            Layout::MetadataLineFirst => 1,
            Layout::Plain | Layout::OneSessionManyRows | Layout::Sections => 0,
        }
    }
}

/// A column that a dialect knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name within the dialect.
    pub id: String,
    /// Its names in files, preferred first.
    pub names: Vec<Name>,
    /// The columns that hold an object with its value, and the key there.
    pub inside: Vec<(usize, String)>,
    /// Whether it is the line that stands over the row.
    pub above: bool,
}

/// The name of the column that shows the line that stands over the row.
pub const ABOVE: &str = "(line above)";

/// Where a wall clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The source writes UTC.
    Utc,
    /// The source writes the person's wall clock.
    Local,
    /// The text or a column beside it must state the offset.
    Stated,
}

impl Zone {
    /// Every rule with its name in a dialect.
    pub const ALL: &'static [(Zone, &'static str)] =
        &[(Zone::Utc, "utc"), (Zone::Local, "local"), (Zone::Stated, "stated")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(zone, _)| *zone == self).map_or("", |(_, name)| name)
    }
}

/// Where a time stands and how it is written. Numbers of columns are positions in [`Dialect::columns`].
#[derive(Clone, Debug, PartialEq)]
pub struct TimeRule {
    /// The columns, preferred first.
    pub from: Vec<usize>,
    /// The forms, likeliest first.
    pub forms: Vec<Form>,
    /// Where a wall clock without offset stands.
    pub zone: Zone,
    /// The column that holds the offset.
    pub offset: Option<usize>,
    /// The column that holds the time of day, where the others hold the day only.
    pub clock: Option<usize>,
    /// Words for times of the day, folded, and the clock they stand for.
    pub clock_words: BTreeMap<String, String>,
    /// What is taken from the time, which is an end, so that it becomes the start.
    pub minus: Option<Minus>,
}

/// Columns of numbers that are taken from a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Minus {
    /// The columns; those that are empty count as nothing.
    pub from: Vec<usize>,
    /// From their unit to minutes.
    pub minutes: Linear,
    /// How the numbers are written.
    pub style: Style,
}

/// A part of a text such as `Numbness (mild)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What stands before the brackets at its end.
    Name,
    /// What stands in the brackets at its end.
    Brackets,
}

impl Part {
    /// Every part with its name in a dialect.
    pub const ALL: &'static [(Part, &'static str)] = &[(Part::Name, "name"), (Part::Brackets, "brackets")];

    /// The part of a text; `None` when there are no brackets that could be it.
    pub fn of(self, text: &str) -> Option<&str> {
        let text = text.trim();
        let split = text.strip_suffix(')').and_then(|open| open.rsplit_once('('));
        match (self, split) {
            (Part::Name, Some((name, _))) => Some(name.trim()),
            (Part::Name, None) => Some(text),
            (Part::Brackets, split) => split.map(|(_, inside)| inside.trim()),
        }
    }
}

/// How the text of a cell becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A number in a unit.
    Number,
    /// A duration as a clock shows it, in minutes; also a plain number when a unit is given.
    Duration,
    /// Yes or no.
    Flag,
    /// Any text.
    Text,
    /// One word of a list.
    Word,
    /// Words joined by `;`.
    Words,
    /// Places on the body with sides, joined by `;`.
    Sites,
    /// What a text such as "numb left foot" says of tingling: that it is there, how it feels, or where.
    Feeling,
    /// A kind of exercise; fills `sport` and `sport_text`.
    Sport,
    /// An age in years, which becomes a year of birth.
    Age,
}

/// The unit of a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// The same in every file.
    Always(Linear),
    /// By the system of units of the file.
    System {
        /// In a metric file.
        metric: Linear,
        /// In an imperial file.
        imperial: Linear,
    },
    /// Named in a column of the row.
    Column {
        /// The column.
        column: usize,
        /// The unit of the field.
        to: &'static str,
        /// When that cell is empty.
        default: Option<Linear>,
    },
    /// Written behind the number.
    Written {
        /// The unit of the field.
        to: &'static str,
        /// When there is none.
        default: Option<Linear>,
    },
}

/// Another unit for some rows; of several that fit the first counts.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// The kinds of exercise; empty is any.
    pub sports: Vec<Sport>,
    /// Only when the number stood in this column.
    pub column: Option<usize>,
    /// Only for numbers written without decimals.
    pub whole: bool,
    /// The unit.
    pub scale: Scale,
}

/// How one field is filled.
#[derive(Clone, Debug)]
pub struct FieldRule {
    /// The field.
    pub target: Target,
    /// The columns, preferred first.
    pub from: Vec<usize>,
    /// The value of every row, or of every row with something in one of the columns.
    pub fixed: Option<Value>,
    /// How the text becomes a value.
    pub how: How,
    /// The unit that a number becomes, where it is known.
    pub unit: &'static str,
    /// The unit of a number.
    pub scale: Scale,
    /// Numbers that stand for "missing".
    pub missing: Vec<f64>,
    /// Words of the source, folded, and ours.
    pub words: BTreeMap<String, String>,
    /// The column that holds the side of a place.
    pub side: Option<usize>,
    /// Whether the numbers of all columns are added, and not the first taken.
    pub sum: bool,
    /// The column of which the number is a percentage.
    pub share_of: Option<usize>,
    /// The largest number that is believed, in the unit of the field.
    pub most: Option<f64>,
    /// The word that any other word stands for.
    pub otherwise: Option<String>,
    /// The part of the text that is read.
    pub part: Option<Part>,
    /// Whether a number outside its range is a fault of a sensor, which costs the cell and not the row.
    pub sensor: bool,
    /// Other units for some rows.
    pub when: Vec<When>,
}

/// One record made out of each row.
#[derive(Clone, Debug)]
pub struct RecordRule {
    /// What it makes.
    pub makes: Makes,
    /// Its time; a profile has none.
    pub time: Option<TimeRule>,
    /// The end of a workout.
    pub end: Option<TimeRule>,
    /// What of the time to the end was a pause.
    pub pause: Option<Minus>,
    /// The column of the source's own id.
    pub id: Option<usize>,
    /// The column that names the source.
    pub source: Option<usize>,
    /// The columns of which one must hold something; otherwise the row makes no such record.
    pub needs: Vec<usize>,
    /// Columns that must hold one of these words, folded; otherwise the row makes no such record.
    pub only: Vec<(usize, BTreeSet<String>)>,
    /// Its fields, the kind of exercise first.
    pub fields: Vec<FieldRule>,
}

/// The columns that tell a metric file from an imperial one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitsFrom {
    /// Steps times their length is the way.
    Steps {
        /// The way, in km or miles.
        distance: usize,
        /// The length of a step, in metres in either system.
        step_m: usize,
        /// Steps per minute.
        steps_per_min: usize,
        /// The duration.
        duration: usize,
        /// The kind of exercise.
        sport: usize,
        /// Temperatures in degrees Celsius or Fahrenheit, the best first; they count where no steps tell.
        degrees: Vec<usize>,
    },
    /// A body mass and its index, in kg/m2 in either system, tell how tall somebody is.
    Mass {
        /// The mass, in kg or pounds.
        mass: usize,
        /// The index.
        bmi: usize,
    },
}

/// One section of a file of several.
#[derive(Clone, Debug)]
pub struct Section {
    /// The lines that may stand over it; none: its header tells.
    pub titles: Vec<Title>,
    /// Its columns, where it has no header line.
    pub header: Option<Vec<String>>,
    /// Whether its rows are passed over.
    pub skip: bool,
    /// How its rows are read.
    pub dialect: Dialect,
}

/// A line that stands over a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Title {
    /// These words, folded.
    Words(String),
    /// A text with a date in it.
    Dated(Form),
}

impl Title {
    /// Whether a line is this title.
    pub fn is(&self, text: &str) -> bool {
        match self {
            Title::Words(words) => *words == fold(text.trim()),
            Title::Dated(form) => form.read(text).is_some(),
        }
    }
}

/// A checked dialect.
#[derive(Clone, Debug)]
pub struct Dialect {
    /// Its name, by which it is replaced or asked for.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What is particular about it, for people.
    pub about: String,
    /// How to get such a file out of the app, for people.
    pub export: String,
    /// Of an export that holds nothing we can keep: what to export instead. Empty for all others.
    pub instead: String,
    /// The source of its records.
    pub source: Arc<str>,
    /// `name/version`, kept with each record.
    pub parser: Arc<str>,
    /// How rows are laid out.
    pub layout: Layout,
    /// Whether it is taken only where no other dialect fits.
    pub fallback: bool,
    /// Whether further empty cells at the end of a row are allowed.
    pub ragged: bool,
    /// Whether texts keep the blanks around them.
    pub exact: bool,
    /// Whether a row may hold nothing that is read.
    pub sparse: bool,
    /// Whether the name of a column may have the unit of its numbers behind it.
    pub units_in_names: bool,
    /// Whether rows that say the same are one.
    pub once: bool,
    /// Whether a row is never shown, because a column of it names the person.
    pub private: bool,
    /// Columns that hold an object.
    pub json: Vec<usize>,
    /// The forms of a day that stands in a line of its own over the rows that belong to it.
    pub above: Vec<Form>,
    /// The style of its numbers; `None` has it found out from the rows.
    pub numbers: Option<Style>,
    /// Texts that stand for "missing"; an empty cell always does.
    pub missing: Vec<String>,
    /// The columns it knows.
    pub columns: Vec<Column>,
    /// The columns that must be there, each with its alternatives.
    pub required: Vec<Vec<usize>>,
    /// Names of columns that show that the file is another app's.
    pub absent: Vec<Name>,
    /// Columns that show the style of numbers though no field takes them.
    pub evidence: Vec<usize>,
    /// How kilometres are told from miles.
    pub units_from: Option<UnitsFrom>,
    /// Words for kinds of exercise, folded.
    pub sports: Arc<BTreeMap<String, Sport>>,
    /// The records each row makes.
    pub records: Vec<RecordRule>,
    /// The sections of a file of several; their columns and records are not those of the file.
    pub sections: Vec<Section>,
}

impl Dialect {
    /// The columns that are known, those of its sections too, each by its preferred name.
    pub fn column_names(&self) -> Vec<String> {
        let own = self.columns.iter().filter_map(|column| column.names.first()).map(|name| name.shown().to_owned());
        own.chain(self.sections.iter().flat_map(|section| section.dialect.column_names())).collect()
    }

    /// Whether rows and records are not told one by one: a row may make several, or several make one.
    pub fn makes_several(&self) -> bool {
        self.records.len() > 1
            || self.layout == Layout::OneSessionManyRows
            || self.sections.iter().any(|section| section.dialect.makes_several())
    }

    /// The kind of exercise of a word, or of the first word of a list that is known; our own words are known in
    /// every dialect.
    pub fn sport(&self, text: &str) -> Option<Sport> {
        let known = |text: &str| self.sports.get(&fold(text.trim())).copied();
        // "Running, 6 mph" and "Running (outdoor)" are running.
        let first = || known(text.split([',', '(']).next()?);
        known(text).or_else(|| literal::items(text)?.iter().find_map(|item| known(item))).or_else(first)
    }
}

/// The kind of exercise of a word in any language that exports are seen in; our own words are known too.
pub fn sport(word: &str) -> Option<Sport> {
    static SHARED: LazyLock<BTreeMap<String, Sport>> = LazyLock::new(|| build::sports(SPORTS).unwrap_or_default());
    SHARED.get(&fold(word.trim())).copied()
}

/// Something wrong in the text of a dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialectError {
    /// The file.
    pub file: String,
    /// The record and field, or empty.
    pub place: String,
    /// What is wrong, and what was wanted.
    pub problem: String,
}

impl fmt::Display for DialectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}: {}", self.file, self.problem.trim_end()),
            place => write!(f, "{}: {place}: {}", self.file, self.problem.trim_end()),
        }
    }
}

impl std::error::Error for DialectError {}

/// Every dialect that is known, by name.
#[derive(Clone, Debug, Default)]
pub struct Dialects {
    all: BTreeMap<String, Dialect>,
}

impl Dialects {
    /// The dialects that come with the program, our own files, and those of `more` (file name and text): one
    /// of the same name replaces.
    ///
    /// # Errors
    /// Everything that is wrong in any of the texts.
    pub fn load(more: &[(&str, &str)]) -> Result<Dialects, Vec<DialectError>> {
        let sports = build::sports(SPORTS).map_err(|problem| {
            vec![DialectError { file: "sports.toml".to_owned(), place: String::new(), problem }]
        })?;
        let (mut all, mut errors) = (BTreeMap::new(), Vec::new());
        for own in own::texts() {
            match build::check("our own files", own, &sports) {
                Ok(dialect) => drop(all.insert(dialect.name.clone(), dialect)),
                Err(mut found) => errors.append(&mut found),
            }
        }
        for (file, text) in shipped::SHIPPED.iter().chain(more) {
            match build::parse(file, text).and_then(|text| build::check(file, text, &sports)) {
                Ok(dialect) => drop(all.insert(dialect.name.clone(), dialect)),
                Err(mut found) => errors.append(&mut found),
            }
        }
        if errors.is_empty() { Ok(Dialects { all }) } else { Err(errors) }
    }

    /// The dialect of this text alone.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn only(file: &str, text: &str) -> Result<Dialects, Vec<DialectError>> {
        let sports = build::sports(SPORTS).unwrap_or_default();
        let dialect = build::parse(file, text).and_then(|text| build::check(file, text, &sports))?;
        Ok(Dialects { all: BTreeMap::from([(dialect.name.clone(), dialect)]) })
    }

    /// The dialect of that name.
    pub fn get(&self, name: &str) -> Option<&Dialect> {
        self.all.get(name)
    }

    /// Every dialect, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Dialect> {
        self.all.values()
    }
}

/// Dialects that are made when the first file is read: a service that reads none does without them.
#[derive(Debug, Default)]
pub struct Late {
    made: OnceLock<Dialects>,
}

impl Late {
    /// The dialects that come with the program, and those of `more`, which are checked at once.
    ///
    /// # Errors
    /// Everything that is wrong in any of the texts.
    pub fn new(more: &[(&str, &str)]) -> Result<Late, Vec<DialectError>> {
        let late = Late::default();
        if !more.is_empty() {
            let _ = late.made.set(Dialects::load(more)?);
        }
        Ok(late)
    }

    /// The dialects.
    pub fn get(&self) -> &Dialects {
        // What comes with the program was tested with it.
        self.made.get_or_init(|| Dialects::load(&[]).unwrap_or_default())
    }
}
