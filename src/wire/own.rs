//! Our own CSV: what `export` writes, so that reading it back gives the same records.

use crate::person::Profile;
use crate::record::{Body, Fields, Kind, Record, Source, Value};
use crate::wire::dialect::{Makes, own_names as names};

/// The name of the file of a kind.
pub fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Workout => "workouts.csv",
        Kind::Intake => "intake.csv",
        Kind::Symptom => "symptoms.csv",
        Kind::Measure => "measures.csv",
        Kind::Tag => "tags.csv",
    }
}

/// The name of the profile's file.
pub const PROFILE_FILE: &str = "profile.csv";

/// The header of a kind's file: time, fields, id and source.
pub fn header(kind: Kind) -> Vec<&'static str> {
    let time = names::time_name(Makes::Record(kind));
    let fields = Body::field_names(kind);
    [time].into_iter().chain(fields).chain([names::ID, names::SOURCE]).collect()
}

/// One record as the cells under [`header`]. A missing answer is an empty cell; so is an empty text.
pub fn row(record: &Record) -> Vec<String> {
    let answered = record.body.answered();
    let cell = |name: &str| answered.iter().find(|(known, _)| *known == name).map(|(_, value)| text(value));
    // A wall clock stays one, so that a corrected zone moves it after a restore too.
    let time = record.origin.time.identity();
    let source = &*record.origin.source.0;
    let source = if source == Source::OWN { String::new() } else { source.to_owned() };
    let fields = Body::field_names(record.body.kind()).into_iter().map(|name| cell(name).unwrap_or_default());
    let id = record.origin.native_id.clone().unwrap_or_default();
    [time].into_iter().chain(fields).chain([guarded(id), guarded(source)]).collect()
}

/// The header of the profile's file.
pub fn profile_header() -> Vec<&'static str> {
    Profile::FIELDS.iter().map(|field| field.name).collect()
}

/// A profile as the cells under [`profile_header`].
pub fn profile_row(profile: &Profile) -> Vec<String> {
    Profile::FIELDS.iter().map(|field| (field.get)(profile).map(|value| text(&value)).unwrap_or_default()).collect()
}

/// A line of cells, each quoted where it must be.
pub fn line<S: AsRef<str>>(cells: &[S]) -> String {
    let quoted = |cell: &S| {
        let cell = cell.as_ref();
        let plain = !cell.contains([',', '"', '\n', '\r', ';', '\t', '|']) && cell.trim() == cell;
        if plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    };
    let mut line = cells.iter().map(quoted).collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

fn text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Text(text) => guarded(text.clone()),
        Value::List(words) => guarded(join_list(words)),
    }
}

/// What a spreadsheet takes for the beginning of a formula, also in its wide form.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet could take a text for a formula, or it is one that was kept from that.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A text that no spreadsheet runs: what could be a formula gets a `'` before it. [`unguarded`] takes it away again.
fn guarded(text: String) -> String {
    if is_formula(&text) { format!("'{text}") } else { text }
}

/// The text that was guarded when it was written.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(text)
}

/// Words joined by `;`, which stands within a word as `\;`. No word at all is a lone `;`: asked, and nothing
/// ticked.
pub fn join_list(words: &[String]) -> String {
    if words.is_empty() {
        return ";".to_owned();
    }
    words.iter().map(|word| word.replace('\\', "\\\\").replace(';', "\\;")).collect::<Vec<_>>().join(";")
}

/// The words that [`join_list`] joined; blanks around a word and empty words are dropped.
pub fn split_list(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        match (escaped, c) {
            (false, '\\') => escaped = true,
            (false, ';') => words.push(String::new()),
            _ => {
                escaped = false;
                words.last_mut().unwrap_or(&mut String::new()).push(c);
            }
        }
    }
    words.into_iter().map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_survives_its_separator() {
        for words in [vec![], vec!["calf:left".to_owned(), "foot".to_owned()], vec!["a;b\\".to_owned()]] {
            assert_eq!(split_list(&join_list(&words)), words);
        }
        assert_eq!(split_list(" calf ; ;foot"), ["calf", "foot"]);
    }

    #[test]
    fn a_formula_is_kept_from_running_and_comes_back() {
        for text in ["=1+1", "-5", "'=x", "''@x", "+", "\tx", "＝x", "'", "it's", "a=b", ""] {
            let written = guarded(text.to_owned());
            assert!(!written.starts_with(FORMULA), "{text}");
            assert_eq!(unguarded(&written), text);
        }
        assert_eq!(guarded("plain".to_owned()), "plain");
        assert_eq!(unguarded("'quoted'"), "'quoted'");
    }

    #[test]
    fn a_header_names_the_time_the_fields_the_id_and_the_source() {
        assert_eq!(header(Kind::Tag), ["time", "name", "yes", "amount", "id", "source"]);
        assert_eq!(header(Kind::Workout).first(), Some(&"start"));
    }
}
