//! Which dialect a file is written in, from its first lines.

use std::io::{self, Read};

use super::Settings;
use super::parts::{self, Parts, Step};
use super::rows::{Next, Rows};
use super::survey::{Failed, person_name, refused};
use crate::record::Wrong;
use crate::wire::dialect::{Dialect, Dialects, Header, Match, NoMatch, Unknown, recognise};

/// The signs that may separate cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The most names of a strange header that are shown.
const NAMES_SHOWN: usize = 6;

/// The most lines that are looked at in search of sections.
const LINES: usize = 500;

/// What a file was recognised as.
pub(super) enum Recognised<'d> {
    /// One table, with the names of its columns.
    Table(Match<'d>, Vec<String>),
    /// Several sections.
    Sections(&'d Dialect),
}

/// The lines of a file before its first row.
pub(super) struct Head {
    /// The bytes of the header.
    pub(super) header: Vec<u8>,
    /// Its names.
    pub(super) names: Vec<String>,
}

/// How a file is cut into rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// What stands between the cells.
    pub(super) delimiter: u8,
    /// How many lines stand before the header.
    pub(super) skip: usize,
}

/// Reads the lines before the first row.
pub(super) fn head<R: Read>(rows: &mut Rows<R>, skip: usize) -> io::Result<Option<Head>> {
    let mut left = skip;
    loop {
        match rows.next(|_| true)? {
            Next::End => return Ok(None),
            // Excel's own line about the delimiter.
            Next::Row { .. } if rows.bytes().starts_with(b"sep=") && rows.bytes().len() == 5 => {}
            // A note about the file, such as its version.
            Next::Row { .. } if rows.count() == 1 && rows.bytes().starts_with(b"#") => {}
            Next::Row { .. } if left == 0 => {
                return Ok(Some(Head { header: rows.bytes().to_vec(), names: parts::names(rows) }));
            }
            Next::Row { .. } | Next::Bad { .. } => left = left.saturating_sub(1),
        }
    }
}

/// Tries every delimiter and layout, and takes what a dialect knows most columns of.
pub(super) fn recognised<'d>(
    sample: &[u8],
    dialects: &'d Dialects,
    settings: &Settings<'_>,
) -> Result<(Recognised<'d>, Cut), Failed> {
    if let Some(name) = &settings.dialect
        && dialects.get(name).is_none()
    {
        let known = dialects.iter().map(|dialect| dialect.name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(refused(settings, name.clone(), Wrong::UnknownDialect { known }));
    }
    let wanted = |dialect: &&Dialect| settings.dialect.as_ref().is_none_or(|name| *name == dialect.name);
    let mut best: Option<(Match<'d>, Cut, Vec<String>)> = None;
    let mut nearest: Option<(NoMatch, Vec<String>)> = None;
    let mut is_empty = true;
    for delimiter in DELIMITERS {
        for skip in [0, 1] {
            let Some(head) = head(&mut Rows::new(sample, delimiter), skip)? else { continue };
            is_empty = false;
            let header = Header::new(&head.names);
            // A file that has lost its first line is known only where nothing else is called so.
            let laid_out = |dialect: &&Dialect| match dialect.layout.lines_before_header() {
                _ if !dialect.sections.is_empty() => false,
                before if before == skip => true,
                _ => skip == 0 && header.prefers(dialect),
            };
            match recognise(&header, dialects.iter().filter(laid_out).filter(wanted)) {
                Ok(found) if best.as_ref().is_none_or(|(best, _, _)| found.rank() > best.rank()) => {
                    best = Some((found, Cut { delimiter, skip }, head.names));
                }
                Ok(_) => {}
                Err(no) => {
                    let is_better = |(best, names): &(NoMatch, Vec<String>)| {
                        no.matched > best.matched || (no.matched == best.matched && head.names.len() > names.len())
                    };
                    if skip == 0 && nearest.as_ref().is_none_or(is_better) {
                        nearest = Some((no, head.names));
                    }
                }
            }
        }
    }
    if is_empty {
        return Err(refused(settings, String::new(), Wrong::Empty { header_only: false }));
    }
    let known = best.as_ref().filter(|(best, ..)| !best.dialect.fallback).map_or(0, |(best, ..)| best.known);
    if let Some((dialect, delimiter, more)) =
        sections(sample, &dialects.iter().filter(wanted).collect::<Vec<_>>(), settings)?
        && more > known
    {
        return Ok((Recognised::Sections(dialect), Cut { delimiter, skip: 0 }));
    }
    if let Some((Match { dialect, .. }, _, names)) = &best
        && !dialect.instead.is_empty()
    {
        let wrong = Wrong::NothingToKeep { title: dialect.title.clone(), instead: dialect.instead.clone() };
        return Err(refused(settings, shown(names), wrong));
    }
    best.map(|(found, cut, names)| (Recognised::Table(found, names), cut)).ok_or_else(|| {
        let (no, names) = nearest.unwrap_or((NoMatch { nearest: None, matched: 0, of: 0 }, Vec::new()));
        let wrong = Wrong::UnknownHeader { nearest: no.nearest, matched: no.matched, of: no.of };
        refused(settings, shown(&names), wrong)
    })
}

/// The head of a file whose header no dialect knows, as the delimiter cuts it that gives most columns.
pub(super) fn unknown<'f>(sample: &[u8], file: &'f str) -> io::Result<Option<Unknown<'f>>> {
    let mut best: Option<Unknown<'f>> = None;
    for delimiter in DELIMITERS {
        let mut rows = Rows::new(sample, delimiter);
        let Some(Head { names, .. }) = head(&mut rows, 0)? else { continue };
        if best.as_ref().is_some_and(|best| best.header.len() >= names.len()) {
            continue;
        }
        let mut few = Vec::new();
        while few.len() < ROWS_SHOWN
            && let Next::Row { .. } = rows.next(|_| true)?
        {
            few.push(parts::names(&rows));
        }
        best = Some(Unknown { file, header: names, rows: few });
    }
    Ok(best)
}

/// So many rows tell what stands in a column.
const ROWS_SHOWN: usize = 5;

/// The first names of a header.
fn shown(names: &[String]) -> String {
    names.iter().take(NAMES_SHOWN).cloned().collect::<Vec<_>>().join(", ")
}

/// The dialect of a file of sections that understands most of its first rows; with how many columns it knows of
/// the first section.
fn sections<'d>(
    sample: &[u8],
    dialects: &[&'d Dialect],
    settings: &Settings<'_>,
) -> io::Result<Option<(&'d Dialect, u8, usize)>> {
    let mut best: Option<((u64, usize), &'d Dialect, u8)> = None;
    for delimiter in DELIMITERS {
        for dialect in dialects.iter().filter(|dialect| !dialect.sections.is_empty()) {
            let mut rows = Rows::new(sample, delimiter);
            let mut parts = Parts::sections(dialect, person_name(settings));
            let mut understood = 0_u64;
            for _ in 0..LINES {
                match rows.next(|cells| parts.may_fit(cells))? {
                    Next::End => break,
                    Next::Bad { .. } => {}
                    Next::Row { line } => {
                        let is_strange = matches!(parts.step(&mut rows, line), Step::Strange(_));
                        understood = understood.saturating_add(u64::from(!is_strange));
                    }
                }
            }
            let score = (understood, parts.known);
            if parts.known > 0 && best.is_none_or(|(best, _, _)| score > best) {
                best = Some((score, *dialect, delimiter));
            }
        }
    }
    Ok(best.map(|((_, known), dialect, delimiter)| (dialect, delimiter, known)))
}
