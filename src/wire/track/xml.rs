//! XML piece by piece, with a bound on everything: nothing is held but the open elements and the present text.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Encoding as Coding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::XmlVersion;
use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::record::Wrong;
use crate::wire::csv::Encoding;
use crate::wire::file::FIRST;
use crate::wire::plain::Plain;

/// The deepest element that is taken; the formats need about a dozen.
const DEEPEST: usize = 64;

/// The longest tag, text or comment, in bytes.
const PIECE_LONGEST: usize = 1 << 20;

/// The longest text that is kept of an element, in bytes; times, numbers and names are short.
const TEXT_LONGEST: usize = 1024;

/// The most attributes of an element that are looked at.
const ATTRIBUTES_MOST: usize = 32;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// An element begins; it is the last of [`Xml::path`].
    Open,
    /// The last element of [`Xml::path`] ends; its own text is in [`Xml::text`].
    Close,
    /// Nothing more.
    End,
}

/// A stream of XML.
pub(super) struct Xml<R> {
    reader: Reader<Lines<BufReader<Plain<R>>>>,
    buffer: Vec<u8>,
    path: Vec<String>,
    attributes: Vec<(String, String)>,
    text: String,
    /// Whether the last step closed an element that is still on the path.
    closes: bool,
    line: u64,
    encoding: Encoding,
}

impl<R: Read> Xml<R> {
    /// The elements of `input`, in the encoding that its mark or its declaration names.
    pub(super) fn new(mut input: R) -> io::Result<Xml<R>> {
        let mut head = Vec::new();
        input.by_ref().take(FIRST as u64).read_to_end(&mut head)?;
        let (coding, mark) = Coding::for_bom(&head).unwrap_or((declared(&head), 0));
        let rest = head.split_off(mark.min(head.len()));
        let decoder = (coding != UTF_8).then(|| coding.new_decoder_without_bom_handling());
        let encoding = match coding {
            coding if coding == UTF_16LE => Encoding::Utf16Le,
            coding if coding == UTF_16BE => Encoding::Utf16Be,
            coding if coding == WINDOWS_1252 => Encoding::Windows1252,
            _ => Encoding::Utf8,
        };
        let lines = Lines { input: BufReader::new(Plain::new(rest, input, decoder)), line: 1, since: 0 };
        let mut reader = Reader::from_reader(lines);
        reader.config_mut().expand_empty_elements = true;
        Ok(Xml {
            reader,
            buffer: Vec::new(),
            path: Vec::new(),
            attributes: Vec::new(),
            text: String::new(),
            closes: false,
            line: 1,
            encoding,
        })
    }

    /// How the bytes become text.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The names of the open elements without their prefixes, the innermost last.
    pub(super) fn path(&self) -> &[String] {
        &self.path
    }

    /// Whether the open elements are these, the innermost last.
    pub(super) fn is_at(&self, names: &[&str]) -> bool {
        self.path.len() == names.len() && self.ends(names)
    }

    /// Whether the innermost open elements are these, the innermost last.
    pub(super) fn ends(&self, names: &[&str]) -> bool {
        let mut path = self.path.iter().rev();
        names.iter().rev().all(|name| path.next().is_some_and(|open| open == name))
    }

    /// The text that stands directly in the element that just ended.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// An attribute of the element that just began.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The line on which the present step begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The next step.
    pub(super) fn next(&mut self) -> Result<Step, Wrong> {
        if std::mem::take(&mut self.closes) {
            self.path.pop();
            self.text.clear();
        }
        loop {
            self.buffer.clear();
            self.reader.get_mut().since = 0;
            self.line = self.reader.get_ref().line;
            let read = self.reader.read_event_into(&mut self.buffer);
            match read.map_err(|error| broken(&error))? {
                Event::Start(start) => {
                    if self.path.len() >= DEEPEST {
                        return Err(wrong(format!("elements nested deeper than {DEEPEST}")));
                    }
                    self.attributes = attributes(&start)?;
                    self.path.push(start.local_name().as_ref().to_owned());
                    self.text.clear();
                    return Ok(Step::Open);
                }
                Event::End(_) => {
                    self.closes = true;
                    return Ok(Step::Close);
                }
                Event::Text(text) => add(&mut self.text, &text),
                Event::CData(text) => add(&mut self.text, &text),
                Event::GeneralRef(reference) => {
                    let known = match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    // Others need a document type, which no such file has.
                    let Some(known) = known else { return Err(wrong("an entity that nothing explains".to_owned())) };
                    add(&mut self.text, known.encode_utf8(&mut [0; 4]));
                }
                Event::DocType(text) if self.path.is_empty() && text.trim().eq_ignore_ascii_case("html") => {
                    return Err(Wrong::NoSessions { kind: "an HTML page".to_owned() });
                }
                Event::DocType(_) => return Err(wrong("a document type (DOCTYPE), which is not read".to_owned())),
                Event::Eof if !self.path.is_empty() => return Err(wrong("it ends in the middle".to_owned())),
                Event::Eof => return Ok(Step::End),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => {}
            }
        }
    }
}

/// The encoding that the declaration of a file names; UTF-8 where it names none.
fn declared(head: &[u8]) -> &'static Coding {
    let text = String::from_utf8_lossy(head);
    let declaration =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(inside, _)| inside);
    let value = declaration.split_once("encoding").map_or("", |(_, rest)| rest.trim_start_matches([' ', '=']));
    let label: String = value.chars().skip(1).take_while(|c| !matches!(c, '"' | '\'')).collect();
    match Coding::for_label(label.as_bytes()) {
        // Without a mark, what can be read so far is no UTF-16.
        Some(coding) if coding != UTF_16LE && coding != UTF_16BE => coding,
        _ => UTF_8,
    }
}

fn attributes(start: &BytesStart<'_>) -> Result<Vec<(String, String)>, Wrong> {
    let mut attributes = Vec::new();
    for attribute in start.attributes().take(ATTRIBUTES_MOST) {
        let attribute = attribute.map_err(|error| wrong(error.to_string()))?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| wrong(error.to_string()))?;
        let mut kept = String::new();
        add(&mut kept, &value);
        attributes.push((attribute.key.local_name().as_ref().to_owned(), kept));
    }
    Ok(attributes)
}

/// Adds to a text what there is room for.
fn add(text: &mut String, more: &str) {
    let room = TEXT_LONGEST.saturating_sub(text.len());
    let end = (0..=room.min(more.len())).rev().find(|end| more.is_char_boundary(*end)).unwrap_or(0);
    text.push_str(more.get(..end).unwrap_or_default());
}

fn wrong(because: String) -> Wrong {
    Wrong::Broken { format: "XML", because }
}

fn broken(error: &Error) -> Wrong {
    match error {
        Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            wrong(format!("a tag or a text longer than {} MiB", PIECE_LONGEST >> 20))
        }
        Error::Io(error) => Wrong::Unreadable { because: error.to_string() },
        Error::Encoding(_) => Wrong::BadEncoding { encoding: "UTF-8" },
        other => wrong(other.to_string()),
    }
}

/// Counts the lines that pass, and how much passed since it was last asked.
struct Lines<R> {
    input: R,
    line: u64,
    since: usize,
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(room)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > PIECE_LONGEST {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What is to be consumed lies in the buffer, so that nothing is read here.
        let here = self.input.fill_buf().unwrap_or_default();
        let lines = here.iter().take(amount).filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(lines as u64);
        self.since = self.since.saturating_add(amount);
        self.input.consume(amount);
    }
}
