//! The sentences for what was refused: what is wrong, what was wanted, what to do.

use super::diagnostic::Diagnostic;
use crate::record::{Kind, Reject, Wrong};

/// The sentences for one reject.
pub fn sentence(reject: &Reject) -> Diagnostic {
    let (code, wrong) = what(&reject.wrong);
    let what = match &reject.field {
        Some(field) => format!("{wrong} in \"{field}\""),
        None => wrong,
    };
    Diagnostic { what, wanted: wanted(&reject.wrong), help: help(reject), code }
}

/// The code and what is wrong. Codes are never given to another meaning.
fn what(wrong: &Wrong) -> (&'static str, String) {
    let (code, text) = match wrong {
        Wrong::Missing => ("E0101", "nothing given"),
        Wrong::UnknownWord { .. } => ("E0102", "a word that is not known here"),
        Wrong::NotANumber { .. } => ("E0103", "not a number"),
        Wrong::OutOfRange { .. } => ("E0104", "a number out of range"),
        Wrong::NotAFlag => ("E0105", "neither yes nor no"),
        Wrong::BadText { .. } => ("E0106", "not a short plain text"),
        Wrong::NotAList => ("E0107", "not a list"),
        Wrong::NotATime { .. } => ("E0108", "not a time"),
        Wrong::NoOffset => ("E0109", "a time without its offset"),
        Wrong::InTheFuture => ("E0110", "a time that has not come yet"),
        Wrong::BadOffset => ("E0111", "an offset from UTC that no place has"),
        Wrong::NotADuration => ("E0112", "not a duration"),
        Wrong::NoDuration => ("E0113", "a workout without duration and without end"),
        Wrong::EndBeforeStart => ("E0114", "an end before its start"),
        Wrong::ElapsedTooShort => ("E0141", "less than the exercise itself took"),
        Wrong::CellCount { wanted, found } => {
            return ("E0115", format!("{found} cells in a row where the header has {wanted}"));
        }
        Wrong::UnclosedQuote => ("E0116", "a quote that is opened and never closed"),
        Wrong::LineTooLong { longest } => return ("E0117", format!("a line longer than {}", bytes(*longest))),
        Wrong::BadEncoding { encoding } => return ("E0118", format!("bytes that are not {encoding} text")),
        Wrong::NulByte => ("E0119", "NUL bytes in the line"),
        Wrong::NotAnObject { found } => return ("E0120", format!("{found} where a JSON object is needed")),
        Wrong::NotJson { because } => return ("E0121", format!("not JSON: {because}")),
        Wrong::DuplicateKey => ("E0122", "a name that comes twice"),
        Wrong::TooDeep { deepest } => return ("E0123", format!("brackets nested deeper than {deepest}")),
        Wrong::UnknownPerson => ("E0124", "a person who is not known here"),
        Wrong::UnknownTopic => ("E0125", "a topic that leads nowhere"),
        Wrong::OtherPerson => ("E0126", "another person than the topic's"),
        Wrong::UnknownSchema { .. } => ("E0127", "a schema this version does not read"),
        Wrong::UnknownHeader { .. } => ("E0128", "a header that no dialect knows"),
        Wrong::NothingToKeep { title, .. } => return ("E0140", format!("{title}: nothing in it can be kept")),
        Wrong::Empty { header_only: true } => ("E0129", "a header and no rows"),
        Wrong::Empty { header_only: false } => ("E0129", "nothing in it"),
        Wrong::NotText { kind } => return ("E0130", format!("{kind}, not text")),
        Wrong::TooLarge { most } => return ("E0131", format!("more than the {most} that are taken at once")),
        Wrong::Quarantined { attempts } => {
            return ("E0132", format!("handling it failed {attempts} times, so it was put aside"));
        }
        Wrong::UnusedField { .. } => ("E0133", "a field that is not used"),
        Wrong::TwoReadings { .. } => ("E0138", "a value that can be read in two ways"),
        Wrong::UnknownDialect { .. } => ("E0139", "a dialect that is not known here"),
        Wrong::NoUnit { .. } => ("E0146", "an amount without its unit"),
        Wrong::TwoDays { .. } => ("E0147", "a date that can be two days"),
        Wrong::NoTimeOfDay => ("E0148", "a day without the time of day"),
        Wrong::AnotherSymptom => ("E0145", "another symptom"),
        Wrong::Broken { format, because } => return ("E0150", format!("a broken {format} file: {because}")),
        Wrong::NoSessions { kind } => return ("E0151", format!("{kind}, which tells of no session")),
        Wrong::NoTimes => ("E0152", "a track without times"),
        Wrong::NotAPlainFile { kind } => return ("E0134", format!("{kind}, not a plain file")),
        Wrong::UnknownFileType { .. } => ("E0135", "a kind of file that is not read"),
        Wrong::NoPersonFolder => ("E0136", "a file that lies in nobody's folder"),
        Wrong::Unreadable { because } => return ("E0137", format!("not readable: {because}")),
    };
    (code, text.to_owned())
}

/// What would have been taken.
fn wanted(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Missing => "wanted a value".to_owned(),
        Wrong::UnknownWord { known } => format!("wanted one of: {}", words(known)),
        Wrong::NotANumber { unit } => {
            let (name, example) = unit_words(unit);
            format!("wanted {name}, like {example}")
        }
        Wrong::OutOfRange { unit, low, high } => {
            let (name, example) = unit_words(unit);
            format!("wanted {name} from {low} to {high}, like {example}")
        }
        Wrong::NotAFlag => "wanted yes or no".to_owned(),
        Wrong::BadText { longest } => format!("wanted at most {longest} characters, none of them control characters"),
        Wrong::NotAList => "wanted a list of words".to_owned(),
        Wrong::NotATime { wanted } => format!("wanted a time like {wanted}"),
        Wrong::NoOffset | Wrong::BadOffset => "wanted a time like 2026-11-23T07:10:00+01:00".to_owned(),
        Wrong::InTheFuture => "wanted a time at most 5 minutes ahead of this machine's clock".to_owned(),
        Wrong::NotADuration => "wanted a duration like 1:02:03 or 62.5 minutes".to_owned(),
        Wrong::NoDuration => "wanted a duration or an end".to_owned(),
        Wrong::EndBeforeStart => "wanted an end at or after the start".to_owned(),
        Wrong::ElapsedTooShort => "wanted the whole time, with pauses".to_owned(),
        Wrong::CellCount { wanted, .. } => format!("wanted {wanted} cells"),
        Wrong::UnclosedQuote => "wanted a closing quote".to_owned(),
        Wrong::LineTooLong { longest } => format!("wanted at most {}", bytes(*longest)),
        Wrong::BadEncoding { encoding } => format!("wanted {encoding}"),
        Wrong::NulByte | Wrong::NotText { .. } => "wanted plain text".to_owned(),
        Wrong::NotAnObject { .. } => "wanted one object: {\"time\": …}".to_owned(),
        Wrong::NotJson { .. } => "wanted JSON (RFC 8259)".to_owned(),
        Wrong::DuplicateKey => "wanted each name once".to_owned(),
        Wrong::TooDeep { deepest } => format!("wanted at most {deepest} levels"),
        Wrong::UnknownPerson => "wanted a person named in the configuration".to_owned(),
        Wrong::UnknownTopic => {
            let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            format!(
                "wanted <person>/in/<{}|batch|hae|profile> or <person>/cmd/<ack|explain|snooze|feedback>",
                kinds.join("|")
            )
        }
        Wrong::OtherPerson => "wanted no person, or the one the topic names".to_owned(),
        Wrong::UnknownSchema { known } => format!("wanted {known}"),
        Wrong::UnknownHeader { nearest: Some(nearest), matched, of } => {
            format!("nearest is {nearest}: {matched} of its {of} columns are there")
        }
        Wrong::UnknownHeader { nearest: None, .. } => "wanted the header of a known export".to_owned(),
        Wrong::NothingToKeep { .. } => "wanted sessions, drinks or reports with their times".to_owned(),
        Wrong::Empty { .. } => "wanted at least one record".to_owned(),
        Wrong::TooLarge { most } => format!("wanted at most {most}"),
        Wrong::Broken { format, .. } => format!("wanted a whole {format} file"),
        Wrong::NoSessions { .. } => "wanted a recorded activity: FIT, TCX, or GPX with times".to_owned(),
        Wrong::NoTimes => "wanted points with the time of each".to_owned(),
        Wrong::Quarantined { .. } => "wanted something that can be handled".to_owned(),
        Wrong::TwoReadings { unit, one, other, .. } => {
            let (name, _) = unit_words(unit);
            let shown = |value: &f64| (value * 1000.0).round() / 1000.0;
            format!("wanted {name} with one reading; this may be {} or {}", shown(one), shown(other))
        }
        Wrong::UnknownDialect { known } => format!("wanted one of: {known}"),
        Wrong::NoUnit { known } => format!("wanted one of these units with it: {}", words(known)),
        Wrong::TwoDays { one, other, .. } => format!("wanted a date with one reading; this may be {one} or {other}"),
        Wrong::AnotherSymptom => "wanted tingling, numbness, or that there was none".to_owned(),
        Wrong::NoTimeOfDay => "wanted the time of day too, like 2026-11-23 07:10".to_owned(),
        Wrong::NotAPlainFile { .. } => "wanted an ordinary file with one name".to_owned(),
        Wrong::UnknownFileType { taken } => format!("wanted a name that ends in {}", taken.join(", ")),
        Wrong::NoPersonFolder => "wanted <inbox>/<person>/<file>".to_owned(),
        Wrong::Unreadable { .. } => "wanted a file that the service may read".to_owned(),
        Wrong::UnusedField { meant: Some(meant) } => format!("not used; was \"{meant}\" meant?"),
        Wrong::UnusedField { meant: None } => "not used".to_owned(),
    }
}

/// What to do about it.
fn help(reject: &Reject) -> String {
    let field = reject.field.as_deref().unwrap_or("the field");
    let help = match &reject.wrong {
        Wrong::Missing => return format!("fill in \"{field}\"; nothing is guessed for it"),
        Wrong::UnknownWord { .. } if field == "timezone" => "use a name of the IANA list: Continent/City",
        Wrong::UnknownWord { .. } => "use one of these words, or leave the field out",
        Wrong::NotANumber { .. } if is_decimal_comma(&reject.found) => {
            "if this file writes decimals with a comma, set  decimal = \",\"  in its table [source.NAME]"
        }
        Wrong::NotANumber { .. } => "write the digits alone; the unit belongs to the name of the field",
        Wrong::OutOfRange { .. } => "check the unit and the number; a value that is not known is best left out",
        Wrong::NotAFlag => "write yes or no, true or false, 1 or 0; leave it out when it is not known",
        Wrong::BadText { .. } => "shorten the text and keep to letters, digits and punctuation",
        Wrong::NotAList => "in JSON write [\"pain\", \"cramp\"], in CSV pain;cramp",
        Wrong::NotATime { wanted } if wanted.starts_with("a time of day") => "write hours and minutes",
        Wrong::NotATime { .. } if is_ambiguous_date(&reject.found) => {
            "whether the day or the month stands first is not guessed; write 2026-11-23"
        }
        Wrong::NotATime { .. } => "write year, month and day, then the time of day and the offset from UTC",
        Wrong::NoOffset => {
            "add the offset from UTC, such as +01:00, or set  timezone = \"…\"  in its table [source.NAME]"
        }
        Wrong::InTheFuture => "check the clock of the device, and of this machine",
        Wrong::BadOffset => "offsets are multiples of 15 minutes within 14 hours of UTC",
        Wrong::NotADuration => "write hours:minutes:seconds, or minutes",
        Wrong::NoDuration => "give duration_min, or end",
        Wrong::EndBeforeStart => "check both times, and that both have the same offset",
        Wrong::ElapsedTooShort => "check that the cells of this row stand under their names",
        Wrong::CellCount { .. } => "put a text that holds a comma or a line break into double quotes",
        Wrong::UnclosedQuote => "close the quote, or double it (\"\") when it belongs to the text",
        Wrong::LineTooLong { .. } => "look for a quote that was never closed, or export again",
        Wrong::BadEncoding { .. } => "save the file as UTF-8, or export it again",
        Wrong::NulByte => "the file was damaged or is still being written; export it again",
        Wrong::NotAnObject { .. } => {
            "send one object for each message; several belong in <person>/in/batch as an array"
        }
        Wrong::NotJson { .. } => "check quotes, commas and brackets; numbers have no NaN, no Infinity, no comma",
        Wrong::DuplicateKey => "keep one of the two; which was meant is not guessed",
        Wrong::TooDeep { .. } => "send the fields of the record without wrapping",
        Wrong::UnknownPerson => "add a table  [person.NAME]  with a timezone to tingled.toml",
        Wrong::UnknownTopic => "check the topic for slips; names are in lower case",
        Wrong::OtherPerson => "leave person out; it is known from the topic",
        Wrong::UnknownSchema { .. } => "leave schema out, or update tingled when the sender is newer",
        Wrong::UnknownHeader { .. } => "run  tingled sources  for the known exports; a dialect file adds a new one",
        Wrong::NothingToKeep { instead, .. } => return instead.clone(),
        Wrong::Empty { header_only: true } => "if there should be rows, export again",
        Wrong::Empty { header_only: false } => "if something should be in it, send or export it again",
        Wrong::NotText { .. } => "unpack it first, and give what was in it",
        Wrong::TooLarge { .. } => "send it in several parts",
        Wrong::Broken { .. } => "copy it from the device again, or export it again",
        Wrong::NoSessions { .. } => {
            "take the recorded activity: from the folder of activities of the watch, or as its portal exports it"
        }
        Wrong::NoTimes => "a planned route has no times; export the activity that was recorded",
        Wrong::Quarantined { .. } => "it is kept; please report it with  tingled doctor",
        Wrong::NotAPlainFile { .. } => {
            "copy the file itself into the folder; links, pipes and folders are not followed"
        }
        Wrong::UnknownFileType { .. } => "export as one of these, or rename the file when it is one",
        Wrong::NoPersonFolder => "move it into the folder of the person whose records it holds",
        Wrong::Unreadable { .. } => "give the group of the service the right to read it",
        Wrong::TwoReadings { .. } | Wrong::TwoDays { .. } => return decides(&reject.wrong),
        Wrong::NoUnit { .. } | Wrong::NoTimeOfDay | Wrong::AnotherSymptom => return lacks(&reject.wrong).to_owned(),
        Wrong::UnknownDialect { .. } => "run  tingled sources  for the known exports",
        Wrong::UnusedField { meant: Some(_) } => "rename it when that was meant; the rest of the record was taken",
        Wrong::UnusedField { meant: None } => "nothing to do; the rest of the record was taken",
    };
    help.to_owned()
}

/// The line of the configuration that decides between two readings.
fn decides(wrong: &Wrong) -> String {
    match wrong {
        Wrong::TwoReadings { one, other, source, .. } => {
            // A comma or a point that may stand between thousands makes the one a thousand times the other.
            let is_style = ((one / other).abs().log10().abs() - 3.0).abs() < 1e-9;
            let (key, this, that) = if is_style { ("decimal", ".", ",") } else { ("units", "metric", "imperial") };
            format!("say which it is in tingled.toml: [source.{source}]  {key} = \"{this}\"  or  \"{that}\"")
        }
        Wrong::TwoDays { source, .. } => format!(
            "say which number is the day in tingled.toml: [source.{source}]  dates = \"day first\"  or  \"month first\""
        ),
        _ => String::new(),
    }
}

/// What a row has to tell besides.
fn lacks(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::NoUnit { known } if known.contains(&"min") => {
            "write the unit behind the number (45 min), or into the header: Duration (min)"
        }
        Wrong::NoUnit { .. } => {
            "write the unit behind the number (250 ml), into a column called Unit, or into the header: Amount (ml)"
        }
        Wrong::NoTimeOfDay => {
            "what was at an unknown hour cannot be held against what came after it: add the time of day to the day, \
             or in a column of its own"
        }
        _ => "whether there was tingling with it cannot be known; a row that names tingling, or none, is a report",
    }
}

/// The words for a unit, and an everyday number of it.
fn unit_words(unit: &str) -> (&'static str, &'static str) {
    match unit {
        "min" => ("minutes", "45"),
        "m" => ("metres", "10500"),
        "km" => ("kilometres", "12.4"),
        "ml" => ("millilitres", "250"),
        "mg" => ("milligrams", "300"),
        "kg" => ("kilograms", "71.5"),
        "bpm" => ("beats per minute", "142"),
        "kcal" => ("kilocalories", "540"),
        "c" => ("degrees Celsius", "21.5"),
        "pct" => ("per cent", "2.5"),
        "0_10" => ("a rating", "4"),
        "1_5" => ("a rating", "3"),
        "h" => ("hours", "7.5"),
        "year" => ("a year", "1990"),
        _ => ("a number", "85"),
    }
}

fn bytes(count: usize) -> String {
    if count >= 1 << 20 { format!("{} MiB", count >> 20) } else { format!("{count} bytes") }
}

/// At most twenty words, so that a sentence stays one.
fn words(known: &[&str]) -> String {
    let shown: Vec<&str> = known.iter().copied().take(20).collect();
    if known.len() > shown.len() { format!("{}, …", shown.join(", ")) } else { shown.join(", ") }
}

/// `12,4` or `12,4 km`.
fn is_decimal_comma(found: &str) -> bool {
    found.split_once(',').is_some_and(|(whole, rest)| {
        whole.chars().all(|c| c.is_ascii_digit())
            && rest.starts_with(|c: char| c.is_ascii_digit())
            && !whole.is_empty()
    })
}

/// `03/04/2026`.
fn is_ambiguous_date(found: &str) -> bool {
    let mut parts = found.split(['/', '.']);
    let short = |part: Option<&str>| part.is_some_and(|part| part.len() <= 2 && part.parse::<u8>().is_ok());
    short(parts.next()) && short(parts.next())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::record::Place;
    use crate::voice::forbidden_in;

    /// One of each; the exhaustive `match`es above remind whoever adds a variant.
    fn all() -> Vec<Wrong> {
        let text = || "x".to_owned();
        vec![
            Wrong::Missing,
            Wrong::NotANumber { unit: "ml" },
            Wrong::OutOfRange { unit: "ml", low: 0.0, high: 30000.0 },
            Wrong::NotAFlag,
            Wrong::UnknownWord { known: &["calf", "foot"] },
            Wrong::BadText { longest: 200 },
            Wrong::NotAList,
            Wrong::NotATime { wanted: "2026-11-23" },
            Wrong::NoOffset,
            Wrong::InTheFuture,
            Wrong::BadOffset,
            Wrong::NotADuration,
            Wrong::NoDuration,
            Wrong::EndBeforeStart,
            Wrong::ElapsedTooShort,
            Wrong::CellCount { wanted: 3, found: 4 },
            Wrong::UnclosedQuote,
            Wrong::LineTooLong { longest: 1 << 20 },
            Wrong::BadEncoding { encoding: "UTF-8" },
            Wrong::NulByte,
            Wrong::NotAnObject { found: "an array" },
            Wrong::NotJson { because: text() },
            Wrong::DuplicateKey,
            Wrong::TooDeep { deepest: 32 },
            Wrong::UnknownPerson,
            Wrong::UnknownTopic,
            Wrong::OtherPerson,
            Wrong::UnknownSchema { known: text() },
            Wrong::UnknownHeader { nearest: Some(text()), matched: 3, of: 5 },
            Wrong::UnknownHeader { nearest: None, matched: 0, of: 0 },
            Wrong::NothingToKeep { title: text(), instead: text() },
            Wrong::Empty { header_only: true },
            Wrong::NotText { kind: "a ZIP archive" },
            Wrong::Broken { format: "FIT", because: text() },
            Wrong::NoSessions { kind: text() },
            Wrong::NoTimes,
            Wrong::TooLarge { most: 1000 },
            Wrong::Quarantined { attempts: 3 },
            Wrong::UnusedField { meant: Some(text()) },
            Wrong::NoUnit { known: &["ml", "l"] },
            Wrong::TwoDays { one: text(), other: text(), source: "hevy".into() },
            Wrong::TwoReadings { unit: "kg", one: 154.0, other: 69.853, source: "hevy".into() },
            Wrong::NoTimeOfDay,
            Wrong::AnotherSymptom,
        ]
    }

    fn reject(wrong: Wrong, found: &str) -> Reject {
        let place = Place { of: "drinks.csv".into(), line: 3 };
        Reject { place, column: None, field: Some("volume_ml".into()), found: found.into(), wrong }
    }

    #[test]
    fn every_reject_says_what_was_wanted_and_what_to_do() {
        let mut codes: BTreeMap<&str, Wrong> = BTreeMap::new();
        for wrong in all() {
            let said = sentence(&reject(wrong.clone(), "x"));
            for text in [&said.what, &said.wanted, &said.help] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{wrong:?}: {text}");
                assert_eq!(forbidden_in(text), Vec::<&str>::new(), "{wrong:?}");
            }
            assert!(said.code.starts_with("E01") && said.code.len() == 5);
            let same = |other: &Wrong| std::mem::discriminant(other) == std::mem::discriminant(&wrong);
            assert!(codes.get(said.code).is_none_or(same), "{} has two meanings", said.code);
            codes.insert(said.code, wrong);
        }
        assert_eq!(codes.len(), 43);
    }

    #[test]
    fn the_sentences_are_plain() {
        let said = sentence(&reject(Wrong::OutOfRange { unit: "ml", low: 0.0, high: 30000.0 }, "-5"));
        assert_eq!(said.what, "a number out of range in \"volume_ml\"");
        assert_eq!(said.wanted, "wanted millilitres from 0 to 30000, like 250");
        let comma = sentence(&reject(Wrong::NotANumber { unit: "km" }, "12,4 km"));
        assert!(comma.help.contains("decimal = \",\""), "{}", comma.help);
        assert!(!sentence(&reject(Wrong::NotANumber { unit: "km" }, "far")).help.contains("decimal"));
    }
}
