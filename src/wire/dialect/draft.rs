//! A dialect for a header that no dialect knows: that of the nearest export, with what the file has of its columns.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use toml::{Table, Value};

use super::matching::{Header, Name, lay_out, plain_name};
use super::{Dialect, Dialects, shipped, unit};
use crate::wire::date::fold;

/// A dialect that was made for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// The title of the dialect that it follows.
    pub like: String,
    /// How many columns of the file it reads.
    pub columns: usize,
    /// How many columns the file has.
    pub of: usize,
    /// Its text, which loads as it is.
    pub toml: String,
}

/// Names must be so alike that one is taken for the other; 1 is the same.
const ALIKE: f64 = 0.72;

/// So many of the nearest dialects are tried.
const TRIED: usize = 6;

/// The most columns of the file that are named because nothing takes them.
const NAMED_MOST: usize = 40;

/// The longest name of a draft.
const NAME_LONGEST: usize = 40;

/// The head of a file that no dialect knows.
#[derive(Clone, Debug)]
pub struct Unknown<'f> {
    /// The name of the file.
    pub file: &'f str,
    /// The cells of its header.
    pub header: Vec<String>,
    /// The cells of a few rows.
    pub rows: Vec<Vec<String>>,
}

/// Makes dialects for a file, those that know most of its columns first; none when no dialect is near enough.
pub fn drafts(unknown: &Unknown<'_>, dialects: &Dialects) -> Vec<Draft> {
    let header = Header::new(&unknown.header);
    let mut near: Vec<(usize, &Dialect, Found)> = dialects
        .iter()
        .filter(|dialect| dialect.sections.is_empty() && dialect.json.is_empty() && !dialect.exact)
        .filter(|dialect| dialect.layout.lines_before_header() == 0)
        .map(|dialect| (dialect, found(&header, unknown, dialect)))
        .map(|(dialect, found)| (found.len(), dialect, found))
        .filter(|(known, _, _)| *known > 1)
        .collect();
    near.sort_by_key(|(known, dialect, _)| (std::cmp::Reverse(*known), dialect.columns.len(), dialect.name.clone()));
    let tried = near.iter().take(TRIED);
    tried.filter_map(|(_, dialect, found)| made(&header, unknown.file, dialect, found, dialects)).collect()
}

/// The columns of a dialect that a header has: where each stands, and whether that is a guess.
type Found = BTreeMap<String, (usize, bool)>;

fn found(header: &Header, unknown: &Unknown<'_>, dialect: &Dialect) -> Found {
    let times: BTreeSet<&str> = dialect
        .records
        .iter()
        .flat_map(|rule| rule.time.iter().flat_map(|time| &time.from))
        .filter_map(|id| dialect.columns.get(*id).map(|column| column.id.as_str()))
        .collect();
    // What stands in the cells of a time must look like one, whatever its name is.
    let fits = |id: &str, at: usize| !times.contains(id) || unknown.holds_dates(at);
    let mut found = Found::new();
    let mut taken = BTreeSet::new();
    for (column, at) in dialect.columns.iter().zip(lay_out(header, dialect)) {
        if let Some(at) = at.filter(|at| *at < header.names.len() && fits(&column.id, *at)) {
            taken.insert(at);
            found.insert(column.id.clone(), (at, false));
        }
    }
    let mut guesses: Vec<(u64, usize, &str)> = Vec::new();
    for column in dialect.columns.iter().filter(|column| !found.contains_key(&column.id)) {
        for (at, name) in header.names.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            // The second column of a name may tell the same in another unit, and is never the first.
            let named = column.names.iter().filter(|known| known.nth() == header.nth(at));
            let plain = Name::new(name);
            let alike = named.map(|known| alike(plain.folded(), known)).fold(0.0, f64::max);
            if alike >= ALIKE && fits(&column.id, at) {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to a million")]
                guesses.push(((alike * 1e6) as u64, at, &column.id));
            }
        }
    }
    guesses.sort_by_key(|(alike, at, id)| (std::cmp::Reverse(*alike), *at, *id));
    for (_, at, id) in guesses {
        if !found.contains_key(id) && taken.insert(at) {
            found.insert(id.to_owned(), (at, true));
        }
    }
    // A time under another name.
    if let (Some(id), false) = (times.first(), times.iter().any(|id| found.contains_key(*id)))
        && let Some(at) = (0..header.names.len()).find(|at| !taken.contains(at) && unknown.holds_dates(*at))
    {
        found.insert((*id).to_owned(), (at, true));
    }
    found
}

impl Unknown<'_> {
    /// Whether dates stand in a column: a year, or three numbers.
    fn holds_dates(&self, at: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).peekable();
        let is_date = |cell: &str| {
            let numbers: Vec<&str> =
                cell.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
            let has_year = numbers.iter().any(|part| part.len() == 4 || part.len() == 8);
            let is_clock = cell.contains(':') && !cell.contains(['-', '/', '.', ' ']);
            !is_clock && numbers.len() <= 9 && (has_year && cell.len() >= 8)
        };
        cells.peek().is_some() && cells.filter(|cell| !cell.is_empty()).all(is_date)
    }
}

/// How alike two names are, from 0 to 1; names with another unit are not.
fn alike(name: &str, known: &Name) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let plain = |c: char| if c.is_alphanumeric() || c == '%' { c } else { ' ' };
        fold(text).chars().map(plain).collect::<String>().split_whitespace().map(str::to_owned).collect()
    };
    let (one, other) = (words(&plain_name(name)), words(known.folded()));
    let units =
        |words: &[String]| -> BTreeSet<&'static str> { words.iter().filter_map(|word| unit::named(word)).collect() };
    if units(&one) != units(&other) {
        return 0.0;
    }
    let alike = strsim::normalized_damerau_levenshtein(&one.join(" "), &other.join(" "));
    // Only what is drunk is told in millilitres, in whatever language.
    let is_drunk = units(&one).iter().any(|unit| unit::convert(unit, "ml").is_some());
    if is_drunk { alike.max(ALIKE) } else { alike }
}

/// The dialect cut down to the columns that are there; `None` when nothing of use is left, or it would not load.
fn made(header: &Header, file: &str, dialect: &Dialect, found: &Found, dialects: &Dialects) -> Option<Draft> {
    let (_, text) = shipped::SHIPPED.iter().find(|(name, _)| name.strip_suffix(".toml") == Some(&dialect.name))?;
    let mut table: Table = toml::from_str(text).ok()?;
    let kept: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    let records = table.get_mut("records")?.as_array_mut()?;
    records.retain_mut(|record| record.as_table_mut().is_some_and(|record| cut(record, &kept).is_some()));
    if records.is_empty() {
        return None;
    }
    let name = named(file, dialects);
    let head = head(&mut table, &name, file, &kept)?;
    let mut toml = format!(
        "# For files like \"{}\", after the dialect {}. A guess is marked: check it.\n# How a dialect is written: \
         docs/dialects.md.\n{head}",
        plain_line(file),
        dialect.name
    );
    toml.push_str("\n[columns]\n");
    for (id, (at, is_guess)) in found {
        let column = Value::Array(vec![Value::String(header.names.get(*at)?.clone())]);
        writeln!(toml, "{id} = {column}{}", if *is_guess { " # a guess" } else { "" }).ok()?;
    }
    let used: BTreeSet<usize> = found.values().map(|(at, _)| *at).collect();
    let rest = header.names.iter().enumerate().filter(|(at, name)| !used.contains(at) && !name.trim().is_empty());
    let rest: Vec<String> = rest.map(|(_, name)| plain_line(name)).take(NAMED_MOST).collect();
    if !rest.is_empty() {
        writeln!(toml, "# Nothing takes: {}", rest.join(", ")).ok()?;
    }
    write!(toml, "\n{}", toml::to_string(&table).ok()?).ok()?;
    Dialects::only(&name, &toml).ok()?;
    let like = dialect.title.clone();
    Some(Draft { name, like, columns: found.len(), of: header.names.len(), toml })
}

/// What stands before the columns; it leaves the table.
fn head(table: &mut Table, name: &str, file: &str, kept: &BTreeSet<&str>) -> Option<String> {
    for gone in ["about", "export", "absent", "columns", "units_from"] {
        table.remove(gone);
    }
    let strings = |texts: &mut dyn Iterator<Item = &str>| -> Value {
        Value::Array(texts.map(|text| Value::String(text.to_owned())).collect())
    };
    if let Some(evidence) = table.remove("evidence") {
        let evidence = evidence.as_array()?.iter().filter_map(Value::as_str).filter(|id| kept.contains(id));
        table.insert("evidence".to_owned(), strings(&mut evidence.collect::<Vec<_>>().into_iter()));
    }
    let title = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    for (key, text) in [("name", name), ("title", title), ("source", name)] {
        table.insert(key.to_owned(), Value::String(plain_line(text)));
    }
    table.insert("version".to_owned(), Value::Integer(1));
    table.insert("required".to_owned(), strings(&mut kept.iter().copied()));
    let plain: Vec<String> = table
        .iter()
        .filter(|(key, _)| !["records", "sports"].contains(&key.as_str()))
        .map(|(key, _)| key.clone())
        .collect();
    let mut head = Table::new();
    for key in plain {
        let value = table.remove(&key)?;
        head.insert(key, value);
    }
    toml::to_string(&head).ok()
}

/// A record without what is not there; `None` when nothing is left of it.
fn cut(record: &mut Table, kept: &BTreeSet<&str>) -> Option<()> {
    let is_kept = |id: &Value| id.as_str().is_some_and(|id| kept.contains(id));
    if record
        .get("only")
        .and_then(Value::as_table)
        .is_some_and(|only| only.keys().any(|id| !kept.contains(id.as_str())))
    {
        return None;
    }
    if let Some(needs) = record.get_mut("needs").and_then(Value::as_array_mut) {
        needs.retain(is_kept);
        if needs.is_empty() {
            return None;
        }
    }
    for id in ["id", "source"] {
        if record.get(id).is_some_and(|id| !is_kept(id)) {
            record.remove(id);
        }
    }
    for time in ["time", "end", "pause"] {
        let Some(rule) = record.get_mut(time).and_then(Value::as_table_mut) else { continue };
        if cut_time(rule, kept).is_none() {
            record.remove(time);
        }
    }
    record.get("time")?;
    let is_workout = record.get("kind").and_then(Value::as_str) == Some("workout");
    let fields = record.get_mut("fields")?.as_table_mut()?;
    let names: Vec<String> = fields.keys().cloned().collect();
    for name in names {
        let is_left = fields.get_mut(&name).is_some_and(|field| cut_field(field, kept).is_some());
        if !is_left {
            fields.remove(&name);
        }
    }
    // What the app's rows always are, those of another need not be.
    if is_workout && fields.get("sport").is_some_and(|sport| !is_told(sport)) {
        fields.remove("sport");
    }
    let told: Vec<String> = fields.iter().filter(|(_, field)| is_told(field)).map(|(name, _)| name.clone()).collect();
    let tells = |name: &str| told.iter().any(|told| told == name);
    let is_whole = match record.get("kind")?.as_str()? {
        "workout" => record.contains_key("end") || tells("duration_min") || tells("elapsed_min"),
        "measure" => tells("value"),
        _ => !told.is_empty(),
    };
    is_whole.then_some(())
}

/// Whether a field is filled from a column.
fn is_told(field: &Value) -> bool {
    field.is_str() || field.get("from").is_some()
}

fn cut_time(rule: &mut Table, kept: &BTreeSet<&str>) -> Option<()> {
    cut_from(rule, kept)?;
    for id in ["offset", "clock"] {
        if rule.get(id).and_then(Value::as_str).is_some_and(|id| !kept.contains(id)) {
            rule.remove(id);
            rule.remove("clock_words");
        }
    }
    if let Some(minus) = rule.get_mut("minus") {
        cut_from(minus.as_table_mut()?, kept)?;
    }
    // What another program writes is most often this.
    if let Some(forms) = rule.get_mut("forms").and_then(Value::as_array_mut)
        && !forms.iter().any(|form| form.as_str() == Some("iso"))
    {
        forms.push(Value::String("iso".to_owned()));
    }
    Some(())
}

/// The column, or those of several, that are there.
fn cut_from(rule: &mut Table, kept: &BTreeSet<&str>) -> Option<()> {
    match rule.get_mut("from") {
        Some(Value::String(id)) => kept.contains(id.as_str()).then_some(()),
        Some(Value::Array(ids)) => {
            ids.retain(|id| id.as_str().is_some_and(|id| kept.contains(id)));
            (!ids.is_empty()).then_some(())
        }
        _ => Some(()),
    }
}

fn cut_field(field: &mut Value, kept: &BTreeSet<&str>) -> Option<()> {
    let rule = match field {
        Value::String(id) => return kept.contains(id.as_str()).then_some(()),
        Value::Table(rule) => rule,
        _ => return None,
    };
    cut_from(rule, kept)?;
    for id in ["share_of", "side"] {
        if rule.get(id).and_then(Value::as_str).is_some_and(|id| !kept.contains(id)) {
            return None;
        }
    }
    if let Some(when) = rule.get_mut("when").and_then(Value::as_array_mut) {
        let is_there = |case: &Value| case.get("column").and_then(Value::as_str).is_none_or(|id| kept.contains(id));
        when.retain(is_there);
        if when.is_empty() {
            rule.remove("when");
        }
    }
    let column = rule.get("unit").and_then(|unit| unit.get("column")).and_then(Value::as_str);
    if column.is_some_and(|id| !kept.contains(id)) {
        let usual = rule.get("unit")?.get("default")?.clone();
        rule.insert("unit".to_owned(), usual);
    }
    Some(())
}

/// A name for the dialect of a file, that no other has.
fn named(file: &str, dialects: &Dialects) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain: String = fold(stem).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let name: String = parts.join("-").chars().take(NAME_LONGEST).collect();
    let name = name.trim_end_matches('-');
    match name {
        "" => "my-app".to_owned(),
        name if dialects.get(name).is_some() => format!("{name}-mine"),
        name => name.to_owned(),
    }
}

/// A text that can stand in one line.
fn plain_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || c == '"' { ' ' } else { c }).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_column_of_a_name_is_never_taken_for_the_second() {
        // Two distances as in the bulk exports of one app: kilometres first, metres second.
        let words = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let file = |header: &str, row: &str| Unknown { file: "x.csv", header: words(header), rows: vec![words(row)] };
        let dialects = Dialects::load(&[]).unwrap();
        let like = |unknown: &Unknown<'_>| {
            let drafts = drafts(unknown, &dialects);
            let found = drafts.into_iter().find(|draft| draft.like.starts_with("Strava bulk export, activities"));
            found.unwrap().toml
        };
        let row = "7,2026-05-01 07:10:00,Run,3600,3600.0,3500.0,10.02,10023.4";
        let both = like(&file(
            "Activity IDs,Activity Dates,Activity Types,Elapsed Times,Elapsed Times,Moving Times,Distanzen,Distanzen",
            row,
        ));
        assert!(
            both.contains("distance = [\"Distanzen #2\"]") && both.contains("distance_shown = [\"Distanzen\"]"),
            "{both}"
        );
        let one = like(&file(
            "Activity IDs,Activity Dates,Activity Types,Elapsed Times,Moving Times,Distanzen",
            "7,2026-05-01 07:10:00,Run,3600,3500.0,10.02",
        ));
        assert!(!one.contains("distance = [") && one.contains("distance_shown = [\"Distanzen\"]"), "{one}");
    }
}
