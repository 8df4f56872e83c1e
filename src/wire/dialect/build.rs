//! From the text of a dialect to a checked one: every name resolved, every unit converted, all problems told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use super::resaved;
use super::schema::{self, DialectText, FieldText, MinusText, OneOrMany, RecordText, TimeText, UnitText};
use super::{
    Column, Dialect, DialectError, FieldRule, How, Layout, Linear, Makes, Minus, Part, RecordRule, Scale, Target,
    TimeRule, UnitsFrom, When, Zone, sections, unit,
};
use crate::record::words::{Sport, Vocabulary};
use crate::record::{Kind, Shape, Value};
use crate::wire::date::{Form, fold};
use crate::wire::number::Style;

/// Texts that stand for "missing" unless a dialect says otherwise.
const MISSING: &[&str] = &[
    "--", "--:--", "--:--:--", "—", "None", "null", "N/A", "n/a", // of apps
    "nan", "NaN", "NaT", "NA", "<NA>", "#N/A", // of programs that apps' files went through
];

type Sports = BTreeMap<String, Sport>;

/// Reads lists of words for kinds of exercise: `run = ["Running", "Laufen"]`.
pub(super) fn sports(text: &str) -> Result<Sports, String> {
    let lists: BTreeMap<String, Vec<String>> = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut sports: Sports = Sport::ALL.iter().map(|sport| (sport.name().to_owned(), *sport)).collect();
    add_sports(&mut sports, &lists)?;
    Ok(sports)
}

fn add_sports(sports: &mut Sports, lists: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
    for (name, words) in lists {
        let sport = sport_named(name)?;
        for word in words {
            sports.insert(fold(word.trim()), sport);
        }
    }
    Ok(())
}

fn sport_named(name: &str) -> Result<Sport, String> {
    Sport::from_name(name).ok_or_else(|| format!("no sport \"{name}\"; one of {}", Sport::NAMES.join(", ")))
}

/// Reads the TOML of one dialect.
pub(super) fn parse(file: &str, text: &str) -> Result<DialectText, Vec<DialectError>> {
    toml::from_str(text).map_err(|error| {
        vec![DialectError { file: file.to_owned(), place: String::new(), problem: error.to_string() }]
    })
}

/// Checks a dialect. All problems are told at once.
pub(super) fn check(file: &str, text: DialectText, shared: &Sports) -> Result<Dialect, Vec<DialectError>> {
    let is_read = !text.records.is_empty() || !text.sections.is_empty();
    if is_read != text.instead.is_empty() {
        let problem = "either [[records]] or  instead = \"…\"".to_owned();
        return Err(vec![DialectError { file: file.to_owned(), place: String::new(), problem }]);
    }
    section(file, text, shared)
}

/// Checks a section, of which nothing need be read.
pub(super) fn section(file: &str, text: DialectText, shared: &Sports) -> Result<Dialect, Vec<DialectError>> {
    let mut columns: Vec<Column> = Vec::new();
    for (id, names) in &text.columns {
        columns.push(sections::column(id, names, &text));
    }
    let sections = sections::check(file, &text, shared);
    let mut check =
        Check { file, columns: &columns, errors: Vec::new(), place: String::new(), numbers: None, measured: None };
    let (layout, numbers) = check.general(&text);
    check.numbers = numbers;
    let required = text.required.iter().map(|any| check.ids(any.names())).collect();
    let evidence = check.ids(&text.evidence);
    let units_from = text.units_from.as_ref().and_then(|from| check.units_from(from));
    let json = check.ids(&text.json);
    let above = check.forms(&text.above);
    let mut sports = shared.clone();
    if let Err(problem) = add_sports(&mut sports, &text.sports) {
        check.wrong(problem);
    }
    let mut records: Vec<RecordRule> = text.records.iter().filter_map(|record| check.record(record)).collect();
    if !text.exact {
        records.iter_mut().for_each(resaved::allow);
    }
    let mut errors = check.errors;
    let sections = sections.unwrap_or_else(|mut wrong| {
        errors.append(&mut wrong);
        Vec::new()
    });
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Dialect {
        parser: format!("{}/{}", text.name, text.version).into(),
        name: text.name,
        title: text.title,
        about: text.about.trim().to_owned(),
        export: text.export.trim().to_owned(),
        instead: text.instead.trim().to_owned(),
        source: text.source.into(),
        layout,
        fallback: text.fallback,
        ragged: text.ragged,
        exact: text.exact,
        sparse: text.sparse,
        units_in_names: text.units_in_names,
        once: text.once,
        private: text.private,
        json,
        above,
        numbers,
        missing: text.missing.unwrap_or_else(|| MISSING.iter().map(|text| (*text).to_owned()).collect()),
        columns,
        required,
        absent: text.absent.iter().map(|name| super::Name::new(name)).collect(),
        evidence,
        units_from,
        sports: Arc::new(sports),
        records,
        sections,
    })
}

struct Check<'t> {
    file: &'t str,
    columns: &'t [Column],
    errors: Vec<DialectError>,
    place: String,
    numbers: Option<Style>,
    /// The unit in which the record that is being checked tells its number, where that is fixed.
    measured: Option<&'static str>,
}

/// The source's words, folded, with ours.
fn words_of(words: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, String> {
    let pairs = |(ours, theirs): (&String, &Vec<String>)| {
        theirs.iter().map(|theirs| (fold(theirs.trim()), ours.clone())).collect::<Vec<_>>()
    };
    words.iter().flat_map(pairs).collect()
}

fn folded(words: &[String]) -> BTreeSet<String> {
    words.iter().map(|word| fold(word.trim())).collect()
}

impl Check<'_> {
    fn wrong(&mut self, problem: String) {
        self.errors.push(DialectError { file: self.file.to_owned(), place: self.place.clone(), problem });
    }

    fn general(&mut self, text: &DialectText) -> (Layout, Option<Style>) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.name.is_empty() || !text.name.chars().all(plain) {
            self.wrong(format!("name \"{}\": small letters, digits and - only", text.name));
        }
        if text.about.chars().count() > 4000 {
            self.wrong("about: at most 4000 characters".to_owned());
        }
        for (id, names) in &text.columns {
            if names.is_empty() {
                self.wrong(format!("columns.{id}: no name"));
            }
        }
        if text.required.is_empty()
            && text.sections.is_empty()
            && !(text.records.is_empty() && text.instead.is_empty())
        {
            self.wrong("required: names no column, so that every file would fit".to_owned());
        }
        let named = text.layout.as_deref().unwrap_or("plain");
        let layout = Layout::ALL.iter().find(|(_, name)| *name == named).map(|(layout, _)| *layout);
        if layout.is_none() {
            let known: Vec<&str> = Layout::ALL.iter().map(|(_, name)| *name).collect();
            self.wrong(format!("layout \"{named}\": one of {}", known.join(", ")));
        }
        if (layout == Some(Layout::Sections)) == text.sections.is_empty() {
            self.wrong("[[sections]] and layout = \"sections\" go together".to_owned());
        }
        let numbers = match text.numbers.as_deref() {
            None | Some("infer") => None,
            Some("point") => Some(Style::Point),
            Some("comma") => Some(Style::Comma),
            Some(other) => {
                self.wrong(format!("numbers \"{other}\": one of infer, point, comma"));
                None
            }
        };
        (layout.unwrap_or(Layout::Plain), numbers)
    }

    fn id(&mut self, id: &str) -> Option<usize> {
        let found = self.columns.iter().position(|column| column.id == id);
        if found.is_none() {
            self.wrong(format!("no column \"{id}\" under [columns]"));
        }
        found
    }

    fn ids(&mut self, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.id(id)).collect()
    }

    fn record(&mut self, text: &RecordText) -> Option<RecordRule> {
        self.place = format!("records, {}", text.kind);
        let Some(makes) = Makes::from_name(&text.kind) else {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            self.wrong(format!("kind \"{}\": one of {}, profile", text.kind, known.join(", ")));
            return None;
        };
        if text.time.is_none() && makes != Makes::Profile {
            self.wrong("no time".to_owned());
        }
        let mut rule = RecordRule {
            makes,
            time: text.time.as_ref().map(|time| self.time(time)),
            end: text.end.as_ref().map(|time| self.time(time)),
            pause: text.pause.as_ref().and_then(|pause| self.minus(pause)),
            id: text.id.as_ref().and_then(|id| self.id(id)),
            source: text.source.as_ref().and_then(|id| self.id(id)),
            needs: self.ids(&text.needs),
            only: text.only.iter().filter_map(|(id, words)| Some((self.id(id)?, folded(words)))).collect(),
            fields: Vec::new(),
        };
        let told = text.fields.get("unit").and_then(|unit| unit.get("value")?.as_str());
        self.measured = told.filter(|_| makes == Makes::Record(Kind::Measure)).and_then(unit::named);
        for (name, value) in &text.fields {
            self.place = format!("records, {}, fields.{name}", text.kind);
            let Some(target) = Target::find(makes, name) else {
                let known: Vec<&str> = makes.fields().iter().map(|(name, _)| *name).collect();
                self.wrong(format!("a {} has no such field; it has {}", makes.name(), known.join(", ")));
                continue;
            };
            let read = match value {
                toml::Value::String(from) => {
                    Ok(FieldText { from: Some(OneOrMany::One(from.clone())), ..FieldText::default() })
                }
                other => FieldText::deserialize(other.clone()),
            };
            match read {
                Ok(field) => rule.fields.extend(self.field(target, &field)),
                Err(error) => self.wrong(error.to_string()),
            }
        }
        // The kind of exercise decides the unit of other fields.
        rule.fields.sort_by_key(|field| field.target.name != "sport");
        self.place = String::new();
        Some(rule)
    }

    fn time(&mut self, text: &TimeText) -> TimeRule {
        let forms = self.forms(&text.forms);
        let zone = Zone::ALL.iter().find(|(_, name)| *name == text.zone).map(|(zone, _)| *zone);
        if zone.is_none() {
            self.wrong(format!("zone \"{}\": one of utc, local, stated", text.zone));
        }
        TimeRule {
            from: self.ids(text.from.names()),
            forms,
            zone: zone.unwrap_or(Zone::Stated),
            offset: text.offset.as_ref().and_then(|id| self.id(id)),
            clock: text.clock.as_ref().and_then(|id| self.id(id)),
            clock_words: words_of(&text.clock_words),
            minus: text.minus.as_ref().and_then(|minus| self.minus(minus)),
        }
    }

    fn forms(&mut self, texts: &[String]) -> Vec<Form> {
        let mut forms = Vec::new();
        for form in texts {
            match Form::new(form) {
                Some(form) => forms.push(form),
                None => self
                    .wrong(format!("time form \"{form}\": \"iso\", \"unix\", or a pattern with year, month and day")),
            }
        }
        forms
    }

    fn units_from(&mut self, from: &schema::UnitsFrom) -> Option<UnitsFrom> {
        Some(match from {
            schema::UnitsFrom::Steps { distance, step_m, steps_per_min, duration, sport, degrees } => {
                UnitsFrom::Steps {
                    distance: self.id(distance)?,
                    step_m: self.id(step_m)?,
                    steps_per_min: self.id(steps_per_min)?,
                    duration: self.id(duration)?,
                    sport: self.id(sport)?,
                    degrees: self.ids(degrees),
                }
            }
            schema::UnitsFrom::Mass { mass, bmi } => UnitsFrom::Mass { mass: self.id(mass)?, bmi: self.id(bmi)? },
        })
    }

    /// The numbers are read before the style of a file is known, so that the dialect has to tell it.
    fn minus(&mut self, text: &MinusText) -> Option<Minus> {
        let minutes = unit::convert(&text.unit, "min");
        if minutes.is_none() {
            self.wrong(format!("unit \"{}\" cannot become min", text.unit));
        }
        if self.numbers.is_none() {
            self.wrong("minus: needs numbers = \"point\" or \"comma\"".to_owned());
        }
        Some(Minus { from: self.ids(text.from.names()), minutes: minutes?, style: self.numbers? })
    }

    fn field(&mut self, target: Target, text: &FieldText) -> Option<FieldRule> {
        let fixed = text.value.as_ref().and_then(|value| self.fixed(value));
        if text.from.is_none() && text.value.is_none() {
            self.wrong("needs from or value".to_owned());
        }
        let how = self.how(target, text)?;
        let mut when = Vec::new();
        for case in &text.when {
            let mut sports = Vec::new();
            for name in &case.sport {
                match sport_named(name) {
                    Ok(sport) => sports.push(sport),
                    Err(problem) => self.wrong(problem),
                }
            }
            let column = case.column.as_ref().and_then(|id| self.id(id));
            let scale = self.scale(target, how, Some(&case.unit));
            when.push(When { sports, column, whole: case.whole, scale });
        }
        Some(FieldRule {
            target,
            from: text.from.as_ref().map_or_else(Vec::new, |from| self.ids(from.names())),
            fixed,
            how,
            unit: match target.shape {
                Shape::Number { unit, .. } => self.measured.unwrap_or(unit),
                _ => "",
            },
            scale: self.scale(target, how, text.unit.as_ref()),
            missing: text.missing.clone(),
            words: words_of(&text.words),
            sum: text.sum,
            share_of: text.share_of.as_ref().and_then(|id| self.id(id)),
            most: text.most,
            otherwise: text.otherwise.clone(),
            part: text.part.as_ref().and_then(|name| self.part(name)),
            sensor: text.sensor,
            side: text.side.as_ref().and_then(|id| self.id(id)),
            when,
        })
    }

    fn part(&mut self, name: &str) -> Option<Part> {
        let found = Part::ALL.iter().find(|(_, known)| *known == name).map(|(part, _)| *part);
        if found.is_none() {
            self.wrong(format!("part \"{name}\": one of name, brackets"));
        }
        found
    }

    fn fixed(&mut self, value: &toml::Value) -> Option<Value> {
        match value {
            toml::Value::String(text) => Some(Value::Text(text.clone())),
            toml::Value::Boolean(flag) => Some(Value::Flag(*flag)),
            toml::Value::Float(number) => Some(Value::Number(*number)),
            toml::Value::Integer(number) => Some(Value::Number(f64::from(i32::try_from(*number).ok()?))),
            _ => {
                self.wrong("value: a text, a number, true or false".to_owned());
                None
            }
        }
    }

    fn how(&mut self, target: Target, text: &FieldText) -> Option<How> {
        let natural = match target.shape {
            Shape::Number { .. } => How::Number,
            Shape::Flag => How::Flag,
            Shape::Text { .. } => How::Text,
            Shape::Word(_) => How::Word,
            Shape::Words(_) => How::Words,
            Shape::Sites(_) => How::Sites,
        };
        let how = match text.read.as_deref() {
            None if target.name == "sport" => How::Sport,
            None => natural,
            Some("duration") if matches!(target.shape, Shape::Number { unit: "min", .. }) => How::Duration,
            Some("age") if target.name == "birth_year" => How::Age,
            Some("feeling") if ["tingling", "quality", "sites"].contains(&target.name) => How::Feeling,
            Some(other) => {
                self.wrong(format!(
                    "read \"{other}\" does not fit; \"duration\" fits minutes, \"age\" birth_year, \"feeling\" \
                     tingling, quality and sites"
                ));
                return None;
            }
        };
        Some(how)
    }

    fn scale(&mut self, target: Target, how: How, text: Option<&UnitText>) -> Scale {
        let (Some(text), Shape::Number { unit: to, .. }) = (text, target.shape) else {
            if text.is_some() {
                self.wrong("a unit on a field that is no number".to_owned());
            }
            return Scale::Always(Linear::SAME);
        };
        if how == How::Age {
            self.wrong("an age has no other unit".to_owned());
        }
        let to = self.measured.unwrap_or(to);
        let mut linear = |name: &str| {
            unit::convert(name, to).unwrap_or_else(|| {
                self.wrong(format!("unit \"{name}\" cannot become {to}"));
                Linear::SAME
            })
        };
        match text {
            UnitText::Always(name) => Scale::Always(linear(name)),
            UnitText::System { metric, imperial } => {
                Scale::System { metric: linear(metric), imperial: linear(imperial) }
            }
            UnitText::Column { column, default } => {
                let default = default.as_ref().map(|name| linear(name));
                let column = self.id(column).unwrap_or(usize::MAX);
                Scale::Column { column, to, default }
            }
            UnitText::Written { written, default } => {
                let default = default.as_ref().map(|name| linear(name));
                if !written {
                    self.wrong("written: true, or not at all".to_owned());
                }
                Scale::Written { to, default }
            }
        }
    }
}
