//! Rows of cells out of a stream of bytes, with the physical line each begins on.
//!
//! Written here and not taken from a library because one unclosed quote must cost one row: after a row that
//! cannot be read, reading goes on with the next physical line.
#![expect(clippy::arithmetic_side_effects, reason = "offsets within one buffer of a few MiB")]

use std::io::{self, Read};
use std::ops::Range;

use super::object::{self, Inside};
use crate::record::Wrong;

/// The longest line, and the longest row of several lines, in bytes.
pub const LINE_LONGEST: usize = 1 << 20;

/// How much is read at once.
const CHUNK: usize = 256 * 1024;

/// One cell: where it stands in the row, without its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    start: usize,
    end: usize,
    /// Whether it holds doubled quotes that stand for one.
    doubled: bool,
}

/// What comes next.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// A row; its cells are in [`Rows::cells`].
    Row {
        /// The line it begins on.
        line: u64,
    },
    /// Something that is no row.
    Bad {
        /// The line it begins on.
        line: u64,
        /// Why.
        wrong: Wrong,
    },
    /// Nothing more.
    End,
}

/// A stream of rows.
pub(super) struct Rows<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    at_end: bool,
    line: u64,
    delimiter: u8,
    cells: Vec<Cell>,
    /// How many of the cells stand between delimiters; further ones stand inside those.
    own: usize,
    row: Range<usize>,
    /// The text of the line that stands over the rows, and the place of the column that shows it.
    above: (Vec<u8>, Option<usize>),
    /// A cell that should have held an object and does not.
    broken: Option<usize>,
}

/// How the scan of one row ended.
enum Scan {
    /// The row ends before `end`; the next begins at `next`.
    Done { end: usize, next: usize, lines: u64 },
    /// The bytes in the buffer do not hold the whole row.
    More,
    /// A quote that is not closed, or closed in the middle of a cell.
    Quote,
}

impl<R: Read> Rows<R> {
    /// Rows of `input`, of which `first` has been read already and `line` lines have been passed.
    pub(super) fn new(input: R, delimiter: u8) -> Rows<R> {
        Rows {
            input,
            buffer: vec![0; CHUNK],
            start: 0,
            filled: 0,
            at_end: false,
            line: 1,
            delimiter,
            cells: Vec::new(),
            own: 0,
            row: 0..0,
            above: (Vec::new(), None),
            broken: None,
        }
    }

    /// The bytes of the row last read, without its line end; of what was no row, its beginning.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.row.clone()).unwrap_or_default()
    }

    /// How many cells the row last read has.
    pub(super) fn count(&self) -> usize {
        self.own
    }

    /// The bytes of a cell, doubled quotes still doubled.
    #[inline]
    pub(super) fn raw(&self, index: usize) -> &[u8] {
        match self.cells.get(index) {
            Some(cell) => self.bytes().get(cell.start..cell.end).unwrap_or_default(),
            None if self.above.1 == Some(index) => &self.above.0,
            None => &[],
        }
    }

    /// Remembers the text of the first cell: it stands over the rows that follow.
    pub(super) fn keep_above(&mut self) {
        self.above.0 = self.raw(0).trim_ascii().to_vec();
    }

    /// Nothing that is known stands over the rows that follow.
    pub(super) fn forget_above(&mut self) {
        self.above.0.clear();
    }

    /// Lays out the cells that stand inside others behind the `width` own ones, and after them the text that
    /// stands over the row.
    pub(super) fn lay_out(&mut self, width: usize, inside: &[Inside]) {
        self.cells.resize(width, Cell::default());
        self.broken = None;
        for object in inside {
            let cell = self.cells.get(object.cell).copied().unwrap_or_default();
            let bytes = self.buffer.get(self.row.clone()).and_then(|row| row.get(cell.start..cell.end));
            let first = self.cells.len();
            self.cells.resize(first + object.keys.len(), Cell::default());
            let room = self.cells.get_mut(first..).unwrap_or_default();
            let is_object = object::members(bytes.unwrap_or_default(), cell.doubled, |key, value| {
                let wanted = object.keys.iter().zip(room.iter_mut()).filter(|(wanted, _)| wanted.as_bytes() == key);
                for (_, slot) in wanted {
                    let (start, end) = (cell.start + value.start, cell.start + value.end);
                    *slot = Cell { start, end, doubled: cell.doubled };
                }
            });
            if !is_object {
                self.broken = Some(object.cell);
            }
        }
        self.own = width;
        self.above.1 = Some(self.cells.len());
    }

    /// The cell that should have held an object and does not.
    pub(super) fn broken(&self) -> Option<usize> {
        self.broken
    }

    /// Whether the cell holds doubled quotes.
    #[inline]
    pub(super) fn is_doubled(&self, index: usize) -> bool {
        self.cells.get(index).is_some_and(|cell| cell.doubled)
    }

    /// Line and byte column (both from 1) of a cell of the row that began on `line`.
    pub(super) fn place(&self, line: u64, index: usize) -> (u64, u64) {
        let start = self.cells.get(index).map_or(0, |cell| cell.start);
        let before = self.bytes().get(..start).unwrap_or_default();
        let (lines, begin) = count_lines(before);
        (line + lines, (start - begin) as u64 + 1)
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.buffer.len() < self.filled + CHUNK {
            self.buffer.resize(self.filled + CHUNK, 0);
        }
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        match self.input.read(room) {
            Ok(0) => self.at_end = true,
            Ok(count) => self.filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The next row. Lines without anything in them are passed over. `fits` says whether a row of so many
    /// cells may span several lines; one that may not is taken for an unclosed quote.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub(super) fn next(&mut self, fits: impl Fn(usize) -> bool) -> io::Result<Next> {
        loop {
            let line = self.line;
            self.above.1 = None;
            self.broken = None;
            self.own = 0;
            match self.scan() {
                Scan::More if self.at_end && self.filled == self.start => {
                    self.row = 0..0;
                    self.cells.clear();
                    return Ok(Next::End);
                }
                Scan::More if !self.at_end && self.filled - self.start <= LINE_LONGEST => self.fill()?,
                Scan::More if self.filled - self.start > LINE_LONGEST && self.first_line_end().is_none() => {
                    return self.skip_line(line);
                }
                Scan::More | Scan::Quote => return self.give_up(line),
                Scan::Done { end, next, lines } => {
                    if end - self.start > LINE_LONGEST {
                        self.row = self.start..end;
                        self.start = next;
                        self.line += lines;
                        self.cells.clear();
                        return Ok(Next::Bad { line, wrong: Wrong::LineTooLong { longest: LINE_LONGEST } });
                    }
                    if lines > 1 && !fits(self.cells.len()) {
                        return self.give_up(line);
                    }
                    self.row = self.start..end;
                    self.start = next;
                    self.line += lines;
                    if !self.bytes().iter().all(|byte| matches!(byte, b' ' | b'\t')) || self.cells.len() > 1 {
                        self.own = self.cells.len();
                        return Ok(Next::Row { line });
                    }
                }
            }
        }
    }

    /// Scans one row from `start`, filling `cells`.
    fn scan(&mut self) -> Scan {
        self.cells.clear();
        let delimiter = self.delimiter;
        let at_end = self.at_end;
        let Some(bytes) = self.buffer.get(self.start..self.filled) else { return Scan::More };
        let (mut at, mut lines) = (0, 0);
        loop {
            let cell_start;
            let cell_end;
            let mut doubled = false;
            let rest = bytes.get(at..).unwrap_or_default();
            if rest.first() == Some(&b'"') {
                cell_start = at + 1;
                let mut from = cell_start;
                loop {
                    let inside = bytes.get(from..).unwrap_or_default();
                    let Some(found) = inside.iter().position(|byte| *byte == b'"') else { return Scan::More };
                    match inside.get(found + 1) {
                        Some(b'"') => {
                            doubled = true;
                            from += found + 2;
                        }
                        // Whether the quote is doubled or closes shows only in the next byte.
                        None if !at_end => return Scan::More,
                        None | Some(b'\n' | b'\r') => {
                            at = from + found + 1;
                            break;
                        }
                        Some(byte) if *byte == delimiter => {
                            at = from + found + 1;
                            break;
                        }
                        Some(_) => return Scan::Quote,
                    }
                }
                cell_end = at - 1;
                lines += count_lines(bytes.get(cell_start..cell_end).unwrap_or_default()).0;
            } else {
                cell_start = at;
                match rest.iter().position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r')) {
                    Some(found) => at += found,
                    None if at_end => at = bytes.len(),
                    None => return Scan::More,
                }
                cell_end = at;
            }
            self.cells.push(Cell { start: cell_start, end: cell_end, doubled });
            let end = self.start + at;
            match bytes.get(at) {
                Some(byte) if *byte == delimiter => at += 1,
                Some(b'\r') => match bytes.get(at + 1) {
                    Some(b'\n') => return Scan::Done { end, next: end + 2, lines: lines + 1 },
                    None if !at_end => return Scan::More,
                    _ => return Scan::Done { end, next: end + 1, lines: lines + 1 },
                },
                Some(_) => return Scan::Done { end, next: end + 1, lines: lines + 1 },
                None if bytes.is_empty() => return Scan::More,
                None => return Scan::Done { end, next: end, lines: lines + 1 },
            }
        }
    }

    /// Where the first line of what is in the buffer ends, and where the next begins.
    fn first_line_end(&self) -> Option<(usize, usize)> {
        let bytes = self.buffer.get(self.start..self.filled)?;
        let found = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        let long = if bytes.get(found..found + 2) == Some(b"\r\n") { 2 } else { 1 };
        Some((self.start + found, self.start + found + long))
    }

    /// Refuses the line that begins here and goes on with the next.
    fn give_up(&mut self, line: u64) -> io::Result<Next> {
        while self.first_line_end().is_none_or(|(_, next)| next == self.filled) && !self.at_end {
            if self.filled - self.start > LINE_LONGEST {
                return self.skip_line(line);
            }
            self.fill()?;
        }
        let (end, next) = self.first_line_end().unwrap_or((self.filled, self.filled));
        self.row = self.start..end;
        self.start = next;
        self.line += 1;
        self.cells.clear();
        Ok(Next::Bad { line, wrong: Wrong::UnclosedQuote })
    }

    /// Passes over a line that is too long to be kept.
    fn skip_line(&mut self, line: u64) -> io::Result<Next> {
        let kept: Vec<u8> =
            self.buffer.get(self.start..self.filled).unwrap_or_default().iter().take(256).copied().collect();
        loop {
            match self.first_line_end() {
                // A "\r" at the very end of the buffer may have its "\n" still to come.
                Some((_, next)) if next < self.filled || self.at_end => {
                    self.start = next;
                    break;
                }
                Some((end, _)) => {
                    self.start = end;
                    self.fill()?;
                }
                None => {
                    self.start = self.filled;
                    if self.at_end {
                        break;
                    }
                    self.fill()?;
                }
            }
        }
        self.line += 1;
        self.cells.clear();
        // What is shown of it stands in front of the buffer only when there is room; the next row moves there.
        self.row = self.keep(&kept);
        Ok(Next::Bad { line, wrong: Wrong::LineTooLong { longest: LINE_LONGEST } })
    }

    /// Puts the beginning of a skipped line behind what is filled, so that it can be shown.
    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let begin = self.filled;
        if self.buffer.len() < begin + bytes.len() {
            self.buffer.resize(begin + bytes.len(), 0);
        }
        if let Some(room) = self.buffer.get_mut(begin..begin + bytes.len()) {
            room.copy_from_slice(bytes);
        }
        begin..begin + bytes.len()
    }
}

/// How many line ends the bytes hold, and where the last line begins.
fn count_lines(bytes: &[u8]) -> (u64, usize) {
    let (mut lines, mut begin) = (0, 0);
    let mut previous = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => {
                lines += u64::from(previous != b'\r');
                begin = at + 1;
            }
            b'\r' => {
                lines += 1;
                begin = at + 1;
            }
            _ => {}
        }
        previous = *byte;
    }
    (lines, begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a byte or two at a time, so that every boundary falls somewhere.
    struct Trickle<'b>(&'b [u8], usize);
    impl Read for Trickle<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(room.len());
            room[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn rows_of(text: &[u8], step: usize, wanted: usize) -> Vec<String> {
        let mut rows = Rows::new(Trickle(text, step), b',');
        let mut seen = Vec::new();
        loop {
            match rows.next(|cells| cells == wanted).unwrap() {
                Next::End => return seen,
                Next::Row { line } => {
                    let cells: Vec<_> =
                        (0..rows.count()).map(|at| String::from_utf8_lossy(rows.raw(at)).into_owned()).collect();
                    seen.push(format!("{line}: {}", cells.join("|")));
                }
                Next::Bad { line, wrong } => {
                    let name = format!("{wrong:?}");
                    seen.push(format!("{line}! {}", name.split(' ').next().unwrap()));
                }
            }
        }
    }

    fn check(text: &str, wanted: &[&str]) {
        for step in [1, 2, 3, 1000] {
            assert_eq!(rows_of(text.as_bytes(), step, 2), wanted, "{text:?} in steps of {step}");
        }
    }

    #[test]
    fn lines_end_in_three_ways_and_text_may_span_them() {
        check("a,b\nc,d\r\ne,f\rg,h", &["1: a|b", "2: c|d", "3: e|f", "4: g|h"]);
        check("a,\"b\r\nb\"\nc,d\n", &["1: a|b\r\nb", "3: c|d"]);
        check("a,\"b \"\"x\"\"\"\nc,\"\"\n", &["1: a|b \"\"x\"\"", "2: c|"]);
        check("\n\na,b\n \n\n", &["3: a|b"]);
        check("", &[]);
        check("a,b\n,\n", &["1: a|b", "2: |"]);
    }

    #[test]
    fn an_unclosed_quote_costs_its_line_only() {
        check("a,\"b\nc,d\ne,f\n", &["1! UnclosedQuote", "2: c|d", "3: e|f"]);
        check("a,\"b\nc,\"d\"\ne,f", &["1! UnclosedQuote", "2: c|d", "3: e|f"]);
        check("a,\"b\"x\nc,d\n", &["1! UnclosedQuote", "2: c|d"]);
        // Closed by accident three lines on, but the row then has too many cells.
        check("a,\"b\nc,d\n\",e,f\ng,h\n", &["1! UnclosedQuote", "2: c|d", "3! UnclosedQuote", "4: g|h"]);
        check("a,\"b", &["1! UnclosedQuote"]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_one_reject_and_the_next_is_read() {
        let mut text = b"a,b\n".to_vec();
        text.extend(vec![b'x'; 3 * LINE_LONGEST]);
        text.extend(b"\r\nc,d\n");
        assert_eq!(rows_of(&text, 100_000, 2), ["1: a|b", "2! LineTooLong", "3: c|d"]);
        let open: Vec<u8> = [b"a,\"", vec![b'x'; 2 * LINE_LONGEST].as_slice(), b"\nc,d\n"].concat();
        assert_eq!(rows_of(&open, 100_000, 2), ["1! LineTooLong", "2: c|d"]);
    }

    #[test]
    fn the_place_of_a_cell_counts_the_lines_within_its_row() {
        let mut rows = Rows::new("a,\"b\nb\",c\n".as_bytes(), b',');
        assert_eq!(rows.next(|_| true).unwrap(), Next::Row { line: 1 });
        assert_eq!(rows.place(1, 1), (1, 4));
        assert_eq!(rows.place(1, 2), (2, 4));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(
            bytes in proptest::collection::vec(proptest::sample::select(b"a,\"\n\r\0\xff".to_vec()), 0..80),
            step in 1_usize..9,
        ) {
            let whole = rows_of(&bytes, 1000, 2);
            proptest::prop_assert_eq!(whole, rows_of(&bytes, step, 2));
        }
    }
}
