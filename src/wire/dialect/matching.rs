//! Which dialect a header belongs to.

use std::collections::BTreeSet;

use super::{Dialect, unit};
use crate::wire::date::fold;

/// A header, with its names as compared: without markup, blanks collapsed, lower case, without accents.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The names as they stand in the file, repeated ones numbered: `Distance #2`.
    pub names: Vec<String>,
    folded: Vec<(String, usize)>,
    bare: Vec<String>,
    again: Vec<Option<(String, usize)>>,
}

/// A name without its brackets and signs: `energy burned cal` for `Energy burned (cal)` and `energy_burned_cal`.
fn bare(folded: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    folded.chars().map(plain).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a column as it is compared.
pub fn plain_name(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut inside_tag = false;
    for c in name.trim_start_matches('\u{feff}').chars() {
        match c {
            '<' => inside_tag = true,
            '>' if inside_tag => inside_tag = false,
            _ if inside_tag => {}
            c => text.push(c),
        }
    }
    // A header may be marked as a note, too: "#date".
    if let Some(marked) = text.strip_prefix('#').filter(|rest| rest.starts_with(char::is_alphabetic)) {
        text = marked.to_owned();
    }
    // A name that is nothing but an unclosed "<" stays what it is.
    let shown = if text.trim().is_empty() { name } else { &text };
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a program meant that may not write one name twice, and numbered it: the second Distance is `Distance.1`,
/// `distance_2` or `Distance2`, beside a column Distance.
fn told_again(bare: &str, names: &BTreeSet<&str>) -> Option<(String, usize)> {
    let first = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: usize = bare.strip_prefix(first)?.parse().ok().filter(|number| (1..=9).contains(number))?;
    let blank = if first.ends_with(' ') { " " } else { "" };
    let first = first.trim_end();
    if first.is_empty() || !names.contains(first) {
        return None;
    }
    // Some count the repetitions from 1, others the columns, so that the second is the 2.
    let from_one = names.contains(format!("{first}{blank}1").as_str());
    Some((first.to_owned(), if from_one { number.saturating_add(1) } else { number }))
}

impl Header {
    /// A header of these cells.
    pub fn new(cells: &[String]) -> Header {
        let mut header = Header { names: Vec::new(), folded: Vec::new(), bare: Vec::new(), again: Vec::new() };
        for cell in cells {
            let plain = plain_name(cell);
            let folded = fold(&plain);
            let nth = header.folded.iter().filter(|(known, _)| *known == folded).count().saturating_add(1);
            // A cell without a name is no second column of that name.
            header.names.push(if nth == 1 || plain.is_empty() { plain } else { format!("{plain} #{nth}") });
            header.bare.push(bare(&folded));
            header.folded.push((folded, nth));
        }
        let names: BTreeSet<&str> = header.bare.iter().map(String::as_str).collect();
        header.again = header.bare.iter().map(|name| told_again(name, &names)).collect();
        header
    }

    /// Where the column of a name stands; `Distance #2` is the second of that name.
    pub fn position(&self, name: &Name) -> Option<usize> {
        self.folded.iter().position(|(folded, nth)| *folded == name.folded && *nth == name.nth)
    }

    /// Where a column of nearly that name stands, as owners and programs rename columns: other brackets, blanks
    /// and signs, and a number behind a name that comes again.
    fn renamed(&self, name: &Name) -> Option<usize> {
        if name.bare.is_empty() {
            return None;
        }
        if name.nth == 1 {
            return self.bare.iter().position(|bare| *bare == name.bare);
        }
        self.again
            .iter()
            .position(|again| again.as_ref().is_some_and(|(bare, nth)| *bare == name.bare && *nth == name.nth))
    }

    /// Whether each required column is there under its first name, which for apps with long names and short ones
    /// is the long one.
    pub(in crate::wire) fn prefers(&self, dialect: &Dialect) -> bool {
        let is_there = |id: &usize| {
            let first = dialect.columns.get(*id).and_then(|column| column.names.first());
            first.is_some_and(|name| self.position(name).is_some())
        };
        dialect.required.iter().all(|any| any.iter().any(is_there))
    }

    /// The how manieth of its name a column is.
    pub(super) fn nth(&self, at: usize) -> usize {
        self.folded.get(at).map_or(1, |(_, nth)| *nth)
    }

    /// Where a column of that name with a unit behind it stands, and the unit: `Menge (ml)`, `Gewicht in kg`.
    fn with_unit(&self, name: &Name) -> Option<(usize, &'static str)> {
        if name.nth != 1 || name.folded.is_empty() {
            return None;
        }
        let unit = |(folded, _): &(String, usize)| unit_behind(folded.strip_prefix(name.folded.as_str())?);
        self.folded.iter().zip(0..).find_map(|(name, at)| Some((at, unit(name)?)))
    }
}

/// The unit in what stands behind the name of a column.
fn unit_behind(rest: &str) -> Option<&'static str> {
    // A unit is not the end of a longer word.
    let rest = rest.strip_prefix([' ', '_', '(', '[', ',', '/'])?.trim_start();
    let rest = rest.strip_prefix("in ").unwrap_or(rest);
    unit::named(rest.trim_matches([' ', '(', ')', '[', ']', '°', '_']).trim_end_matches('.'))
}

/// The name of a column in a dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    shown: String,
    folded: String,
    bare: String,
    nth: usize,
}

impl Name {
    /// Reads `Distance` or `Distance #2`.
    pub fn new(text: &str) -> Name {
        let numbered = text.rsplit_once(" #").and_then(|(name, nth)| Some((name, nth.parse::<usize>().ok()?)));
        let (name, nth) = numbered.unwrap_or((text, 1));
        let folded = fold(&plain_name(name));
        Name { shown: text.to_owned(), bare: bare(&folded), folded, nth }
    }

    /// The name as the dialect writes it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The name as compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The how manieth column of that name is meant.
    pub(super) fn nth(&self) -> usize {
        self.nth
    }
}

/// A dialect, and where its columns stand in one header.
#[derive(Clone, Debug)]
pub struct Match<'d> {
    /// The dialect.
    pub dialect: &'d Dialect,
    /// For each column of the dialect where it stands, if it is there.
    pub at: Vec<Option<usize>>,
    /// What stands inside columns of the header: those columns in order, and the key. Their places follow the
    /// header's, and that of the line above follows theirs.
    pub inside: Vec<(usize, String)>,
    /// For each column of the dialect the unit that the header tells behind its name, where names may have one.
    pub told: Vec<Option<&'static str>>,
    /// How many columns of the header the dialect knows.
    pub known: usize,
    /// How many cells a row has: names that are empty at the end of a header are no columns where rows may be ragged.
    pub width: usize,
}

/// No dialect fits; the nearest one.
#[derive(Clone, Debug, PartialEq)]
pub struct NoMatch {
    /// Its title.
    pub nearest: Option<String>,
    /// How many of its required columns were there.
    pub matched: usize,
    /// How many it requires.
    pub of: usize,
}

fn place<'d>(header: &Header, dialect: &'d Dialect) -> Match<'d> {
    let mut taken = BTreeSet::new();
    let mut at = Vec::new();
    for column in &dialect.columns {
        let found = column.names.iter().filter_map(|name| header.position(name)).find(|at| !taken.contains(at));
        taken.extend(found);
        at.push(found);
    }
    // What stands there under its very name goes before what was renamed; our own names are never meant by others.
    for (column, at) in dialect.columns.iter().zip(&mut at).filter(|(_, at)| at.is_none() && !dialect.exact) {
        *at = column.names.iter().filter_map(|name| header.renamed(name)).find(|at| !taken.contains(at));
        taken.extend(*at);
    }
    let mut told = vec![None; dialect.columns.len()];
    if dialect.units_in_names {
        for ((column, at), told) in
            dialect.columns.iter().zip(&mut at).zip(&mut told).filter(|((_, at), _)| at.is_none())
        {
            let found = column.names.iter().filter_map(|name| header.with_unit(name));
            if let Some((place, unit)) = found.into_iter().find(|(place, _)| !taken.contains(place)) {
                taken.insert(place);
                (*at, *told) = (Some(place), Some(unit));
            }
        }
    }
    let known = taken.len();
    let named =
        header.names.iter().rposition(|name| !name.trim().is_empty()).map_or(0, |last| last.saturating_add(1));
    let width = if dialect.ragged { named } else { header.names.len() };
    let inside = place_inside(width, dialect, &mut at);
    Match { dialect, at, inside, told, known, width }
}

/// Gives columns that stand inside others, or above the row, a place behind those of the header.
fn place_inside(width: usize, dialect: &Dialect, at: &mut [Option<usize>]) -> Vec<(usize, String)> {
    let mut inside = Vec::new();
    let mut objects: Vec<(usize, usize)> =
        dialect.json.iter().filter_map(|id| Some((*id, (*at.get(*id)?)?))).collect();
    objects.sort_by_key(|(_, cell)| *cell);
    for (object, cell) in objects {
        for (column, at) in dialect.columns.iter().zip(&mut *at).filter(|(_, at)| at.is_none()) {
            if let Some((_, key)) = column.inside.iter().find(|(id, _)| *id == object) {
                *at = Some(width.saturating_add(inside.len()));
                inside.push((cell, key.clone()));
            }
        }
    }
    for (_, at) in dialect.columns.iter().zip(at).filter(|(column, at)| column.above && at.is_none()) {
        *at = Some(width.saturating_add(inside.len()));
    }
    inside
}

/// For each column of a dialect where it stands in a header, if it is there.
pub(super) fn lay_out(header: &Header, dialect: &Dialect) -> Vec<Option<usize>> {
    place(header, dialect).at
}

/// A dialect laid over a header; `None` when a column it requires is not there.
pub fn lay_over<'d>(header: &Header, dialect: &'d Dialect) -> Option<Match<'d>> {
    Some(place(header, dialect)).filter(|found| found.required() == dialect.required.len())
}

impl Match<'_> {
    /// Which of two dialects that fit is meant: one of an app before one for anything, then that which knows more.
    pub fn rank(&self) -> (bool, usize) {
        (!self.dialect.fallback, self.known)
    }

    /// How many of the required columns are there.
    fn required(&self) -> usize {
        let is_there = |id: &usize| self.at.get(*id).is_some_and(Option::is_some);
        self.dialect.required.iter().filter(|any| any.iter().any(is_there)).count()
    }
}

/// The dialect of a header: all its required columns are there, and it knows more of the columns than any
/// other such dialect does.
///
/// # Errors
/// When no dialect fits; names the nearest one.
pub fn recognise<'d>(header: &Header, dialects: impl Iterator<Item = &'d Dialect>) -> Result<Match<'d>, NoMatch> {
    let mut best: Option<Match<'_>> = None;
    let mut nearest: Option<(usize, usize, &Dialect)> = None;
    for dialect in dialects {
        let candidate = place(header, dialect);
        let (required, of) = (candidate.required(), dialect.required.len());
        // Our own names are plain words that stand in other files too: a third of the header must be ours.
        let is_mostly_known = !dialect.exact || candidate.known.saturating_mul(3) >= header.names.len();
        let is_another = dialect.absent.iter().any(|name| header.position(name).is_some());
        if required == of && is_mostly_known && !is_another {
            if best.as_ref().is_none_or(|best| candidate.rank() > best.rank()) {
                best = Some(candidate);
            }
        } else if required < of
            && nearest.is_none_or(|(matched, total, _)| {
                // The greater share of required columns, compared without division.
                required.saturating_mul(total) > matched.saturating_mul(of)
            })
        {
            nearest = Some((required, of, dialect));
        }
    }
    best.ok_or_else(|| match nearest {
        Some((matched, of, dialect)) if matched > 0 => NoMatch { nearest: Some(dialect.title.clone()), matched, of },
        _ => NoMatch { nearest: None, matched: 0, of: 0 },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_markup_blanks_and_case() {
        let span = "<span class=\"translation_missing\" title=\"en-US.x\">Start Time</span>";
        assert_eq!(plain_name(span), "Start Time");
        assert_eq!(plain_name(" Total  Bedtime "), "Total Bedtime");
        assert_eq!(
            Name::new("Max. Herzfrequenz #2"),
            Name {
                shown: "Max. Herzfrequenz #2".into(),
                folded: "max. herzfrequenz".into(),
                bare: "max herzfrequenz".into(),
                nth: 2
            }
        );
        let header = Header::new(&["Distance".into(), "distance ".into(), "<".into()]);
        assert_eq!(header.names, ["Distance", "distance #2", "<"]);
        assert_eq!(header.position(&Name::new("DISTANCE #2")), Some(1));
    }

    #[test]
    fn a_repeated_name_that_a_program_numbered_is_still_the_second() {
        let at = |names: [&str; 3], name: &str| Header::new(&names.map(str::to_owned)).renamed(&Name::new(name));
        assert_eq!(at(["Distance", "Time", "Distance.1"], "Distance #2"), Some(2), "as pandas numbers");
        assert_eq!(at(["distance", "time", "distance_2"], "Distance #2"), Some(2), "as janitor numbers");
        assert_eq!(at(["Distance", "Distance2", "Time"], "Distance #2"), Some(1), "as a table of Excel numbers");
        assert_eq!(at(["Lap", "Lap_1", "Lap_2"], "Lap #2"), Some(1));
        assert_eq!(at(["Lap", "Lap_1", "Lap_2"], "Lap #3"), Some(2));
        assert_eq!(at(["HR zone 1", "HR zone 2", "HR zone 3"], "HR zone #2"), None, "none of them is repeated");
    }
}
