//! Shows what was refused as a compiler would: place, what was found, what was wanted, help.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value as Json, json};

use super::reject;
use crate::record::{Reject, Wrong};

/// The sentences about one thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong: `not a number in "volume_ml"`.
    pub what: String,
    /// What would have been taken: `wanted millilitres, like 250`.
    pub wanted: String,
    /// What to do.
    pub help: String,
    /// `E01xx` import, `E02xx` configuration.
    pub code: &'static str,
}

/// The place of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// File or topic.
    pub place: String,
    /// Line from 1; 0 when there are no lines.
    pub line: u64,
    /// First byte of the thing in its line, from 1; `None` for a whole line.
    pub column: Option<u64>,
    /// How many bytes long the thing is.
    pub width: usize,
    /// The text of the line, when it is at hand.
    pub source: Option<String>,
}

/// Something wrong, with its place, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentences.
    pub diagnostic: Diagnostic,
    /// What stood there.
    pub found: String,
    /// Where.
    pub spot: Spot,
    /// Whether it stops nothing: a field that is not used.
    pub is_warning: bool,
    /// How many others like it are not shown.
    pub more: usize,
}

/// A longer line is named and not shown.
const SOURCE_LONGEST: usize = 4096;

impl Notice {
    /// A reject; `source` is the text of its line, when it is at hand.
    pub fn of_reject(reject: &Reject, source: Option<&str>) -> Notice {
        let spot = Spot {
            place: reject.place.of.to_string(),
            line: reject.place.line,
            column: reject.column,
            width: width(reject, source),
            source: source.map(|line| line.trim_end_matches(['\r', '\n']).to_owned()),
        };
        let is_warning = matches!(reject.wrong, Wrong::UnusedField { .. });
        let found = reject.found.clone();
        Notice { diagnostic: reject::sentence(reject), found, spot, is_warning, more: 0 }
    }

    /// The notice as JSON.
    pub fn json(&self) -> Json {
        json!({
            "code": self.diagnostic.code,
            "level": if self.is_warning { "warning" } else { "error" },
            "place": self.spot.place,
            "line": (self.spot.line > 0).then_some(self.spot.line),
            "column": self.spot.column,
            "what": self.diagnostic.what,
            "found": self.found,
            "wanted": self.diagnostic.wanted,
            "help": self.diagnostic.help,
            "more_like_it": self.more,
        })
    }

    /// The notice as text; whatever the names and lines hold, a terminal is safe from it.
    pub fn text(&self, in_colour: bool) -> String {
        let level = if self.is_warning { Level::WARNING } else { Level::ERROR };
        let (what, place) = (printable(&self.diagnostic.what), printable(&self.spot.place));
        let (wanted, help) = (printable(&self.diagnostic.wanted), printable(&self.diagnostic.help));
        let source = self.spot.source.as_deref().filter(|line| line.len() <= SOURCE_LONGEST).map(printable);
        let mut group = Group::with_title(level.primary_title(what).id(self.diagnostic.code));
        group = match source.and_then(|line| Some((self.stretch(&line)?, line))) {
            Some((stretch, line)) => {
                let number = usize::try_from(self.spot.line).unwrap_or(usize::MAX).max(1);
                let snippet = Snippet::source(line).line_start(number).path(place);
                group.element(snippet.annotation(AnnotationKind::Primary.span(stretch).label(wanted)))
            }
            None => {
                let found = match printable(&self.found).as_str() {
                    "" => wanted,
                    found => format!("found \"{found}\"; {wanted}"),
                };
                group.element(self.origin(place)).element(Level::NOTE.message(found))
            }
        };
        if self.more > 0 {
            group = group.element(Level::NOTE.message(format!("… and {} more like it", self.more)));
        }
        let group = group.element(Level::HELP.message(help));
        let renderer = if in_colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }

    /// The bytes of the line that are marked; `None` when they do not fit it: that must not stop the report.
    fn stretch(&self, line: &str) -> Option<Range<usize>> {
        let Some(column) = self.spot.column else { return Some(0..line.len()) };
        let first = usize::try_from(column.saturating_sub(1)).ok()?;
        let end = first.saturating_add(self.spot.width.max(1)).min(line.len());
        line.get(first..end).map(|_| first..end)
    }

    fn origin<'a>(&self, place: String) -> Origin<'a> {
        let origin = Origin::path(place);
        let number = |number: u64| usize::try_from(number).ok().filter(|number| *number > 0);
        match (number(self.spot.line), self.spot.column.and_then(number)) {
            (None, _) => origin,
            (Some(line), None) => origin.line(line),
            (Some(line), Some(column)) => origin.line(line).char_column(column),
        }
    }
}

/// All notices as text, one blank line between them.
pub fn text(notices: &[Notice], in_colour: bool) -> String {
    let shown: Vec<String> = notices.iter().map(|notice| notice.text(in_colour)).collect();
    shown.join("\n\n")
}

/// The first of each kind at each file, with the count of the others like it; in the order they came.
///
/// Alike are those with the same code about the same field.
pub fn grouped(notices: Vec<Notice>) -> Vec<Notice> {
    let mut kept: Vec<Notice> = Vec::new();
    let mut seen = std::collections::BTreeMap::new();
    for notice in notices {
        let alike = (notice.spot.place.clone(), notice.diagnostic.code, notice.diagnostic.what.clone());
        match seen.get(&alike).and_then(|at: &usize| kept.get_mut(*at)) {
            Some(first) => first.more = first.more.saturating_add(notice.more).saturating_add(1),
            None => {
                seen.insert(alike, kept.len());
                kept.push(notice);
            }
        }
    }
    kept
}

/// The length of the cell that was refused, with its quotes.
fn width(reject: &Reject, source: Option<&str>) -> usize {
    let rest = reject.column.and_then(|column| usize::try_from(column.saturating_sub(1)).ok());
    let Some(rest) = rest.and_then(|first| source?.get(first..)) else { return reject.found.len() };
    let found = reject.found.trim_end_matches('…');
    match rest.strip_prefix('"') {
        Some(inner) if !found.starts_with('"') => inner.find('"').map_or(rest.len(), |at| at.saturating_add(2)),
        _ if rest.starts_with(found) => found.len(),
        _ => 1,
    }
}

/// The line with each control character replaced by one of as many bytes: columns stay, terminals are safe.
fn printable(line: &str) -> String {
    let safe = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() && c.is_ascii() => '?',
        c if c.is_control() => '¿',
        c => c,
    };
    line.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Place;

    fn distance(line: u64, column: Option<u64>) -> Reject {
        let place = Place { of: "Activities.csv".into(), line };
        let wrong = Wrong::NotANumber { unit: "km" };
        Reject { place, column, field: Some("Distance".into()), found: "12,4 km".into(), wrong }
    }

    #[test]
    fn a_cell_is_underlined_in_its_line() {
        let line = "Running,2026-03-30 18:01:12,\"Canal, easy\",\"12,4 km\"\r\n";
        let text = Notice::of_reject(&distance(4, Some(43)), Some(line)).text(false);
        let wanted = "\
error[E0103]: not a number in \"Distance\"
 --> Activities.csv:4:43
  |
4 | Running,2026-03-30 18:01:12,\"Canal, easy\",\"12,4 km\"
  |                                           ^^^^^^^^^ wanted kilometres, like 12.4
  |
  = help: if this file writes decimals with a comma, set  decimal = \",\"  in its table [source.NAME]";
        assert_eq!(text, wanted);
    }

    #[test]
    fn without_its_line_a_reject_still_has_its_place() {
        let text = Notice::of_reject(&distance(4, Some(43)), None).text(false);
        assert!(text.contains("--> Activities.csv:4:43"), "{text}");
        assert!(text.contains("found \"12,4 km\"; wanted kilometres, like 12.4"), "{text}");
    }

    #[test]
    fn a_column_beyond_its_line_does_no_harm() {
        for (column, line) in [(99, "a,b"), (2, "ä,b"), (1, ""), (u64::MAX, "x"), (0, "x")] {
            let text = Notice::of_reject(&distance(4, Some(column)), Some(line)).text(false);
            assert!(text.contains("Activities.csv:4"), "{text}");
        }
    }

    #[test]
    fn a_terminal_is_safe_from_the_line() {
        let line = "a,\u{1b}[2Jb\u{9b}c,12,4 km";
        let text = Notice::of_reject(&distance(4, Some(1)), Some(line)).text(false);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        let coloured = Notice::of_reject(&distance(4, Some(1)), Some(line)).text(true);
        assert!(coloured.contains('\u{1b}') && !coloured.contains("\u{1b}[2J"));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            failure_persistence: None, ..proptest::prelude::ProptestConfig::default()
        })]

        #[test]
        fn no_line_and_no_name_breaks_the_report(
            line in "\\PC{0,40}|(?s:.{0,40})", name in "(?s:.{0,12})", found in "(?s:.{0,12})",
            row in proptest::num::u64::ANY, column in proptest::option::of(0u64..60),
        ) {
            let mut reject = distance(row, column);
            reject.place.of = name.as_str().into();
            reject.field = Some(name);
            reject.found = found;
            for source in [Some(line.as_str()), None] {
                let text = Notice::of_reject(&reject, source).text(false);
                proptest::prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{:?}", text);
            }
        }
    }

    #[test]
    fn repeats_are_counted_and_not_shown() {
        let notices: Vec<Notice> = (2..44).map(|line| Notice::of_reject(&distance(line, None), None)).collect();
        let shown = grouped(notices);
        assert_eq!(shown.len(), 1);
        let text = text(&shown, false);
        assert!(text.contains("Activities.csv:2") && text.contains("… and 41 more like it"), "{text}");
    }

    #[test]
    fn the_same_is_there_as_json() {
        let shown = Notice::of_reject(&distance(4, Some(43)), None).json();
        assert_eq!(
            (&shown["code"], &shown["line"], &shown["found"]),
            (&"E0103".into(), &4.into(), &"12,4 km".into())
        );
    }
}
