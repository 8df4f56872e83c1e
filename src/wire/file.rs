//! The files that are read, whatever their format: [`survey`] finds out what a file is, [`read`] hands out what it
//! holds. Both take a stream of bytes and know no file; the caller opens it twice.
//!
//! The first bytes tell the format, never the name. A table of rows (CSV) is read in two passes; a format of which
//! nothing is known before its end is [`Whole`] after the first.

use std::io::{self, Cursor, Read};

use super::csv::{self, Batch, Counted, Failed, Settings, Summary};
use super::dialect::Dialects;
use super::json;
use super::track;
use crate::record::{Place, Reject, Wrong};

/// The formats that are told apart by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A FIT file, as watches write it.
    Fit,
    /// JSON, of the one app whose JSON is read.
    Json,
    /// XML, such as TCX and GPX.
    Xml,
    /// A text of rows and cells: everything else that is text.
    Csv,
}

/// How many of the first bytes tell the format.
pub const FIRST: usize = 512;

impl Format {
    /// The format of a file that begins with these bytes.
    pub fn of(first: &[u8]) -> Format {
        if first.get(8..12) == Some(b".FIT") {
            return Format::Fit;
        }
        if json::file::is_json(first) {
            return Format::Json;
        }
        // Without marks, and in UTF-16 without the zeros between the letters.
        let text: Vec<u8> =
            first.iter().copied().filter(|byte| !matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff)).collect();
        match text.trim_ascii_start() {
            [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'?' | b'!') => Format::Xml,
            _ => Format::Csv,
        }
    }
}

/// First bytes of compressed files and what to call them.
const COMPRESSED: &[(&[u8], &str)] = &[
    (&[0x1f, 0x8b], "gzip file"),
    (b"PK\x03\x04", "zip file"),
    (b"PK\x05\x06", "zip file"),
    (b"BZh", "bzip2 file"),
    (&[0xfd, b'7', b'z', b'X', b'Z'], "xz file"),
    (&[0x28, 0xb5, 0x2f, 0xfd], "zstd file"),
    (&[b'7', b'z', 0xbc, 0xaf], "7-Zip file"),
];

/// The kind of compressed file that begins with these bytes, whatever its name says.
pub fn compression(first: &[u8]) -> Option<&'static str> {
    COMPRESSED.iter().find(|(magic, _)| first.starts_with(magic)).map(|(_, kind)| *kind)
}

/// Whether a file that begins and ends with these bytes looks as if all of it were there. `size` is its length.
pub fn looks_whole(first: &[u8], last: u8, size: u64) -> bool {
    match Format::of(first) {
        Format::Fit => fit_length(first).is_some_and(|length| size >= length),
        Format::Json => matches!(last, b'}' | b'\n'),
        // Nothing but blanks may stand behind the last element.
        Format::Xml => matches!(last, b'>' | b'\n' | b'\r' | 0),
        // In UTF-16 with the low byte first a line ends with the bytes of "\n" and zero.
        Format::Csv => matches!(last, b'\n' | b'\r' | 0),
    }
}

/// How long a FIT file says it is: its header, its data and the sum over both.
fn fit_length(first: &[u8]) -> Option<u64> {
    let header = u64::from(*first.first()?);
    let data = u32::from_le_bytes(*first.get(4..8)?.first_chunk::<4>()?);
    header.checked_add(u64::from(data))?.checked_add(2)
}

/// What the first pass found out; the second needs it.
#[derive(Debug)]
pub enum Survey<'d> {
    /// Rows, to be read in a second pass.
    Csv(Box<csv::Survey<'d>>),
    /// Everything that the file holds.
    Whole(Box<Whole>),
}

/// A file that was read in one pass.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its records and rejects.
    pub batch: Batch,
    /// What it was.
    pub summary: Summary,
    /// Whether what counts as a row makes several records.
    pub makes_several: bool,
    /// Whether its lines are never shown, because they name the person or are no text.
    pub is_private: bool,
}

impl Survey<'_> {
    /// The name of the app that wrote it.
    pub fn source(&self) -> &str {
        match self {
            Survey::Csv(survey) => &survey.dialect.source,
            Survey::Whole(whole) => &whole.summary.source,
        }
    }

    /// How many rows there are, also those that will be refused.
    pub fn rows(&self) -> u64 {
        match self {
            Survey::Csv(survey) => survey.rows,
            Survey::Whole(whole) => whole.summary.rows,
        }
    }

    /// What they are called.
    pub fn counted(&self) -> Counted {
        match self {
            Survey::Csv(_) => Counted::Rows,
            Survey::Whole(whole) => whole.summary.counted,
        }
    }

    /// Whether a row makes several records.
    pub fn makes_several(&self) -> bool {
        match self {
            Survey::Csv(survey) => survey.dialect.makes_several(),
            Survey::Whole(whole) => whole.makes_several,
        }
    }

    /// Whether lines of the file are never shown.
    pub fn is_private(&self) -> bool {
        match self {
            Survey::Csv(survey) => survey.dialect.private,
            Survey::Whole(whole) => whole.is_private,
        }
    }
}

/// Finds out what a file is.
///
/// # Errors
/// [`Failed::Refused`] for a file of no known format, or that is empty or broken.
pub fn survey<'d, R: Read>(
    mut input: R,
    dialects: &'d Dialects,
    settings: &Settings<'_>,
) -> Result<Survey<'d>, Failed> {
    let mut first = Vec::new();
    input.by_ref().take(FIRST as u64).read_to_end(&mut first)?;
    let format = Format::of(&first);
    let input = Cursor::new(first).chain(input);
    match format {
        Format::Csv => Ok(Survey::Csv(Box::new(csv::survey(input, dialects, settings)?))),
        Format::Json => Ok(Survey::Whole(Box::new(json::file::read(input, settings)?))),
        Format::Fit => Ok(Survey::Whole(Box::new(track::read_fit(input, settings)?))),
        Format::Xml => Ok(Survey::Whole(Box::new(track::read_xml(input, settings)?))),
    }
}

/// Hands out what a file holds.
///
/// # Errors
/// When the bytes cannot be fetched; what was handed out until then stays good.
pub fn read<R: Read>(
    input: R,
    survey: Survey<'_>,
    settings: &Settings<'_>,
    sink: &mut dyn FnMut(Batch),
) -> io::Result<Summary> {
    match survey {
        Survey::Csv(survey) => csv::read(input, &survey, settings, sink),
        Survey::Whole(whole) => {
            let Whole { batch, summary, .. } = *whole;
            if batch != Batch::default() {
                let profile_of = batch.profile_of;
                for (parsed, is_first) in batch.parsed.stretches(STRETCH).into_iter().zip(first_only()) {
                    sink(Batch { parsed, profile_of: profile_of.clone().filter(|_| is_first) });
                }
            }
            Ok(summary)
        }
    }
}

/// The most records that are handed out at once.
const STRETCH: usize = 1000;

/// Yes, and then no.
fn first_only() -> impl Iterator<Item = bool> {
    std::iter::once(true).chain(std::iter::repeat(false))
}

/// The refusal of a whole file.
pub(super) fn refused(settings: &Settings<'_>, wrong: Wrong) -> Failed {
    let place = Place { of: settings.file.clone(), line: 0 };
    Failed::Refused(Box::new(Reject { place, column: None, field: None, found: String::new(), wrong }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_file_is_whole_when_it_is_as_long_as_it_says_and_a_text_when_its_last_line_ends() {
        let fit = b"\x0e\x10\x43\x08\x78\x06\x00\x00.FIT\x00\x00";
        assert!(!looks_whole(fit, b'\n', 0x678 + 15) && looks_whole(fit, 7, 0x678 + 16));
        assert!(looks_whole(b"{\n", b'}', 9) && !looks_whole(b"{\n", b',', 9));
        assert!(looks_whole(b"a,b\n", b'\n', 4) && !looks_whole(b"a,b", b'b', 3) && !looks_whole(b"", 7, 0));
    }

    #[test]
    fn compression_is_told_by_the_bytes() {
        assert_eq!(compression(&[0x1f, 0x8b, 8, 0]), Some("gzip file"));
        assert_eq!(compression(b"PK\x03\x04rest"), Some("zip file"));
        assert_eq!(compression(b"time,volume_ml\n"), None);
        assert_eq!(compression(b""), None);
    }

    #[test]
    fn the_first_bytes_tell_the_format() {
        assert_eq!(Format::of(b"\x0e\x10\x43\x08\x78\x06\x00\x00.FIT\x00\x00"), Format::Fit);
        assert_eq!(Format::of(b"\xef\xbb\xbf\n {\"data\":"), Format::Json);
        for text in ["", "time,volume_ml\n", "a .FIT\n", "[a],{b}"] {
            assert_eq!(Format::of(text.as_bytes()), Format::Csv, "{text}");
        }
    }
}
