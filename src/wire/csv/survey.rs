//! The first pass: what a file is, and how its cells are to be read.

use std::io::{self, Chain, Cursor, Read};

use super::held::{Repeated, Seen};
use super::instant::{self, Found, Moment};
use super::people::{People, Person};
use super::plan::{Plan, RecordPlan, mix_bytes};
use super::rows::{Next, Rows};
use super::sniff::{self, Beyond, Encoding, Plain, SAMPLE};
use super::style::{self, NumberStyle, Steps, System, Tally, UnitsKnown, UnitsWish};
use super::summary::{FirstRow, Unused};
use super::{Settings, Who};
use crate::record::{Place, Reject, Wrong};
use crate::time::{Timestamp, WrittenTime};
use crate::wire::dialect::{Dialect, Dialects, Header, Match, Name, NoMatch, matching, recognise};
use crate::wire::number::Style;
use crate::wire::{duration, number};

/// What the first pass found out; the second needs it.
#[derive(Clone, Debug)]
pub struct Survey<'d> {
    pub(super) plan: Plan<'d>,
    pub(super) delimiter: u8,
    pub(super) styles: Vec<Option<Style>>,
    pub(super) repeated: Repeated,
    /// The header's names as written, repeated ones numbered.
    pub(super) names: Vec<String>,
    /// The name of the dialect that reads the file.
    pub dialect: &'d Dialect,
    /// How bytes become text.
    pub encoding: Encoding,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// Metric or imperial, when it is known.
    pub units: Option<System>,
    /// How it is known.
    pub units_known: UnitsKnown,
    /// The latest time in the file that is not in the future.
    pub newest: Option<Timestamp>,
    /// How many rows there are, also those that will be refused.
    pub rows: u64,
    /// How many keys stand in more than one row.
    pub repeated_keys: usize,
    /// The time of the first row both ways.
    pub first_row: Option<FirstRow>,
    /// Columns that no field takes.
    pub unused: Vec<Unused>,
}

/// Why a file cannot be read at all.
#[derive(Debug)]
pub enum Failed {
    /// It is refused as a whole.
    Refused(Box<Reject>),
    /// The bytes could not be fetched.
    Io(io::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Failed {
        Failed::Io(error)
    }
}

/// The signs that may separate cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The most names of a strange header that are shown.
const NAMES_SHOWN: usize = 6;

/// Bytes of a file after its first part was looked at.
pub(super) type Source<R> = Chain<Cursor<Vec<u8>>, Plain<R>>;

/// The lines of a file before its first row.
struct Head {
    header: Vec<u8>,
    names: Vec<String>,
}

/// Reads the lines before the first row.
fn head<R: Read>(rows: &mut Rows<R>, skip: usize) -> io::Result<Option<Head>> {
    let mut left = skip;
    loop {
        match rows.next(|_| true)? {
            Next::End => return Ok(None),
            // Excel's own line about the delimiter.
            Next::Row { .. } if rows.bytes().starts_with(b"sep=") && rows.bytes().len() == 5 => {}
            Next::Row { .. } if left == 0 => {
                let name = |at: usize| {
                    let raw = rows.raw(at);
                    let text = Encoding::Utf8.text(raw).or_else(|| Encoding::Windows1252.text(raw));
                    text.unwrap_or_default().replace("\"\"", "\"")
                };
                let names = (0..rows.cells().len()).map(name).collect();
                return Ok(Some(Head { header: rows.bytes().to_vec(), names }));
            }
            Next::Row { .. } | Next::Bad { .. } => left = left.saturating_sub(1),
        }
    }
}

/// Rows of a file from the first after the header on. The header's bytes come along, because a file glued
/// together from several exports holds it again.
pub(super) fn open<R: Read>(input: R, survey: &Survey<'_>) -> io::Result<(Rows<Plain<R>>, Vec<u8>)> {
    let mut rows = Rows::new(sniff::sniff(input)?.plain, survey.delimiter);
    let header = head(&mut rows, survey.plan.dialect.layout.lines_before_header())?;
    Ok((rows, header.map(|head| head.header).unwrap_or_default()))
}

/// Whether a row says nothing: no cell holds anything, or it is the header again.
pub(super) fn is_blank<R: Read>(rows: &Rows<R>, header: &[u8]) -> bool {
    rows.bytes() == header || rows.bytes().iter().all(|byte| matches!(byte, b',' | b';' | b'\t' | b'|' | b' '))
}

/// The hash of the key of a row's record: equal keys have equal hashes.
pub(super) fn key_hash<R: Read>(plan: &Plan<'_>, record: &RecordPlan<'_>, rows: &Rows<R>, moment: Moment) -> u64 {
    let mut hash = record.seed;
    for at in [plan.person, record.source].into_iter().flatten() {
        hash = mix_bytes(hash, rows.raw(at).trim_ascii());
    }
    match record.id.filter(|at| plan.is_filled(rows, *at)) {
        Some(id) => mix_bytes(hash, rows.raw(id).trim_ascii()),
        None => moment.mix(hash),
    }
}

/// Whether the row makes this record.
pub(super) fn is_made<R: Read>(plan: &Plan<'_>, record: &RecordPlan<'_>, rows: &Rows<R>) -> bool {
    (record.needs.is_empty() || record.needs.iter().any(|at| plan.is_filled(rows, *at))) && record.is_meant(rows)
}

/// Goes through a file once and finds out how it is to be read.
///
/// # Errors
/// [`Failed::Refused`] for a file that no dialect reads, that is no text, or that is empty.
pub fn survey<'d, R: Read>(input: R, dialects: &'d Dialects, settings: &Settings<'_>) -> Result<Survey<'d>, Failed> {
    let mut sniffed = sniff::sniff(input)?;
    if let Some(kind) = sniffed.not_text {
        return Err(refused(settings, String::new(), Wrong::NotText { kind }));
    }
    let mut sample = Vec::new();
    sniffed.plain.by_ref().take(SAMPLE as u64).read_to_end(&mut sample)?;
    let (found, delimiter, names) = recognised(&sample, dialects, settings)?;
    let header = Header::new(&names);
    let mut plan = Plan::new(&found, width(&found, &names), person_column(&header, settings)?);
    let skip = plan.dialect.layout.lines_before_header();
    plan.order = instant::order(&mut Rows::new(sample.as_slice(), delimiter), &plan)?;
    let mut rows: Rows<Source<R>> = Rows::new(Cursor::new(sample).chain(sniffed.plain), delimiter);
    let head = head(&mut rows, skip)?.map(|head| head.header).unwrap_or_default();
    let mut pass = Pass::new(&plan, settings);
    pass.beyond.row(&head);
    pass.run(&mut rows, &head)?;
    if pass.count == 0 {
        return Err(refused(settings, names.join(","), Wrong::Empty { header_only: true }));
    }
    let encoding = match sniffed.encoding {
        Encoding::Utf8 if pass.beyond.is_windows() => Encoding::Windows1252,
        other => other,
    };
    let given = settings.numbers.or(plan.dialect.numbers);
    let (styles, numbers) = style::decide(&pass.tallies, given);
    let (units, units_known) = units(&plan, pass.steps.decide(), settings.units);
    let newest = pass.newest();
    let repeated = std::mem::take(&mut pass.seen).repeated();
    let (count, first_row) = (pass.count, pass.first_row.take());
    Ok(Survey {
        unused: unused(&header, &plan),
        names: header.names,
        dialect: plan.dialect,
        repeated_keys: repeated.len(),
        rows: count,
        plan,
        delimiter,
        styles,
        repeated,
        encoding,
        numbers,
        units,
        units_known,
        newest,
        first_row,
    })
}

/// How many cells a row has: names that are empty at the end of a header are no columns where rows may be ragged.
fn width(found: &Match<'_>, names: &[String]) -> usize {
    let named = names.iter().rposition(|name| !name.trim().is_empty()).map_or(0, |last| last.saturating_add(1));
    if found.dialect.ragged { named } else { names.len() }
}

fn refused(settings: &Settings<'_>, found: String, wrong: Wrong) -> Failed {
    let place = Place { of: settings.file.clone(), line: 1 };
    Failed::Refused(Box::new(Reject { place, column: None, field: None, found: Reject::excerpt(&found), wrong }))
}

/// Tries every delimiter and layout, and takes what a dialect knows most columns of.
fn recognised<'d>(
    sample: &[u8],
    dialects: &'d Dialects,
    settings: &Settings<'_>,
) -> Result<(Match<'d>, u8, Vec<String>), Failed> {
    if let Some(name) = &settings.dialect
        && dialects.get(name).is_none()
    {
        let known = dialects.iter().map(|dialect| dialect.name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(refused(settings, name.clone(), Wrong::UnknownDialect { known }));
    }
    let wanted = |dialect: &&Dialect| settings.dialect.as_ref().is_none_or(|name| *name == dialect.name);
    let mut best: Option<(Match<'d>, u8, Vec<String>)> = None;
    let mut nearest: Option<(NoMatch, Vec<String>)> = None;
    let mut is_empty = true;
    for delimiter in DELIMITERS {
        for skip in [0, 1] {
            let Some(head) = head(&mut Rows::new(sample, delimiter), skip)? else { continue };
            is_empty = false;
            let laid_out = |dialect: &&Dialect| dialect.layout.lines_before_header() == skip;
            match recognise(&Header::new(&head.names), dialects.iter().filter(laid_out).filter(wanted)) {
                Ok(found) if best.as_ref().is_none_or(|(best, _, _)| found.known > best.known) => {
                    best = Some((found, delimiter, head.names));
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
    best.ok_or_else(|| {
        let (no, names) = nearest.unwrap_or((NoMatch { nearest: None, matched: 0, of: 0 }, Vec::new()));
        let shown = names.iter().take(NAMES_SHOWN).cloned().collect::<Vec<_>>().join(", ");
        let wrong = Wrong::UnknownHeader { nearest: no.nearest, matched: no.matched, of: no.of };
        refused(settings, shown, wrong)
    })
}

fn person_column(header: &Header, settings: &Settings<'_>) -> Result<Option<usize>, Failed> {
    match &settings.who {
        Who::Is(_) => Ok(None),
        Who::Column(name) => match header.position(&Name::new(name)) {
            Some(at) => Ok(Some(at)),
            None => {
                let mut failed = refused(settings, header.names.join(", "), Wrong::Missing);
                if let Failed::Refused(reject) = &mut failed {
                    reject.field = Some(name.clone());
                }
                Err(failed)
            }
        },
    }
}

/// How many slips of the pen a name of that many characters may have and still be recognised.
fn slips(characters: usize) -> usize {
    (characters / 5).clamp(1, 2)
}

fn unused(header: &Header, plan: &Plan<'_>) -> Vec<Unused> {
    let missing = |id: usize| plan.cell(id).is_none();
    let names: Vec<&str> = (0..)
        .zip(&plan.dialect.columns)
        .filter(|(id, _)| missing(*id))
        .flat_map(|(_, column)| column.names.iter().map(Name::folded))
        .collect();
    let mut unused = Vec::new();
    for (name, used) in header.names.iter().zip(&plan.used) {
        if *used {
            continue;
        }
        let folded = crate::wire::date::fold(&matching::plain_name(name));
        let known = (0..)
            .zip(&plan.dialect.columns)
            .any(|(id, column)| !missing(id) && column.names.iter().any(|known| known.folded() == folded));
        let close = names.iter().map(|wanted| (strsim::damerau_levenshtein(&folded, wanted), *wanted));
        let far = slips(folded.chars().count());
        let best = close.min().filter(|(slips, _)| *slips <= far && !known);
        let meant = best.map(|(_, wanted)| wanted.to_owned());
        unused.push(Unused { column: name.clone(), meant });
    }
    unused
}

fn units(plan: &Plan<'_>, found: Option<(System, usize)>, wish: UnitsWish) -> (Option<System>, UnitsKnown) {
    if !plan.depends_on_system() {
        return (None, UnitsKnown::NotNeeded);
    }
    match (wish, found) {
        (UnitsWish::Is(system), found) => {
            let against = found.is_some_and(|(by_rows, _)| by_rows != system);
            (Some(system), UnitsKnown::Told { against })
        }
        (_, Some((system, rows))) => (Some(system), UnitsKnown::FromSteps { rows }),
        (UnitsWish::Otherwise(system), None) => (Some(system), UnitsKnown::Assumed),
        (UnitsWish::Ask, None) => (None, UnitsKnown::Unknown),
    }
}

/// What the first pass collects.
struct Pass<'p, 'd> {
    plan: &'p Plan<'d>,
    settings: &'p Settings<'p>,
    people: People<'p>,
    beyond: Beyond,
    tallies: Vec<Tally>,
    steps: Steps,
    seen: Seen,
    count: u64,
    latest: Option<Timestamp>,
    /// The latest wall clock of the rows of one person so far; one zone lookup serves them all.
    walls: Option<(std::sync::Arc<Person>, jiff::civil::DateTime)>,
    first_row: Option<FirstRow>,
}

impl<'p, 'd> Pass<'p, 'd> {
    fn new(plan: &'p Plan<'d>, settings: &'p Settings<'p>) -> Self {
        Pass {
            plan,
            settings,
            people: People::new(settings),
            beyond: Beyond::default(),
            tallies: vec![Tally::default(); plan.width],
            steps: Steps::default(),
            seen: Seen::default(),
            count: 0,
            latest: None,
            walls: None,
            first_row: None,
        }
    }

    fn run<R: Read>(&mut self, rows: &mut Rows<R>, header: &[u8]) -> io::Result<()> {
        loop {
            match rows.next(|cells| self.plan.may_fit(cells))? {
                Next::End => return Ok(()),
                Next::Bad { .. } => self.count = self.count.saturating_add(1),
                Next::Row { .. } if is_blank(rows, header) => {}
                Next::Row { line } => {
                    self.count = self.count.saturating_add(1);
                    self.beyond.row(rows.bytes());
                    if self.plan.fits(rows) {
                        self.numbers(rows);
                        self.times(rows, line);
                    }
                }
            }
        }
    }

    fn numbers<R: Read>(&mut self, rows: &Rows<R>) {
        for (at, is_duration) in &self.plan.numbers {
            if let Some(tally) = self.tallies.get_mut(*at) {
                tally.cell(rows.raw(*at).trim_ascii(), *is_duration);
            }
        }
        let Some(from) = self.plan.dialect.units_from.filter(|_| !self.steps.is_full()) else { return };
        let text = |id: usize| std::str::from_utf8(rows.raw(self.plan.cell(id)?).trim_ascii()).ok();
        let number = |id: usize| number::read(text(id)?, None).ok();
        let row = || {
            // The columns that are most often missing first.
            let step_m = number(from.step_m).filter(|step_m| *step_m > 0.0)?;
            let minutes = duration::read(text(from.duration)?)?;
            let sport = self.plan.dialect.sport(text(from.sport)?);
            Some((sport, number(from.distance)?, step_m, number(from.steps_per_min)?, minutes))
        };
        if let Some((sport, distance, step_m, per_min, minutes)) = row() {
            self.steps.row(sport, distance, step_m, per_min, minutes);
        }
    }

    fn times<R: Read>(&mut self, rows: &Rows<R>, line: u64) {
        let Some(person) = self.people.of(self.plan.person.map_or(&[], |at| rows.raw(at))) else { return };
        for record in &self.plan.records {
            let Some(time) = &record.time else { continue };
            if !is_made(self.plan, record, rows) {
                continue;
            }
            let Ok(Some(Found { moment, cell, .. })) = instant::read_early(time, rows, self.plan) else { continue };
            self.seen.push(key_hash(self.plan, record, rows, moment));
            if instant::is_ahead(moment, &person, self.settings.now) {
                continue;
            }
            if self.first_row.is_none() {
                let text = String::from_utf8_lossy(rows.raw(cell)).trim().to_owned();
                self.first_row = first_row(moment, &person, line, text);
            }
            match moment {
                Moment::Stated(at) => self.latest = self.latest.max(Some(at)),
                Moment::Wall(wall) => match &mut self.walls {
                    Some((known, latest)) if known.id == person.id => *latest = wall.max(*latest),
                    _ => {
                        self.latest = self.newest();
                        self.walls = Some((person.clone(), wall));
                    }
                },
            }
        }
    }

    /// The latest time so far, that of the present person's wall clocks too.
    fn newest(&self) -> Option<Timestamp> {
        let wall = self.walls.as_ref().and_then(|(person, wall)| WrittenTime::local(*wall, &person.zone, ""));
        self.latest.max(wall.map(|time| time.at))
    }
}

fn first_row(moment: Moment, person: &Person, line: u64, text: String) -> Option<FirstRow> {
    let (as_utc, wall) = match moment {
        Moment::Stated(at) => (at, jiff::tz::Offset::UTC.to_datetime(at)),
        Moment::Wall(wall) => (jiff::tz::Offset::UTC.to_timestamp(wall).ok()?, wall),
    };
    let as_local = WrittenTime::local(wall, &person.zone, "")?.at;
    let (at, is_stated) = match moment {
        Moment::Stated(at) => (at, true),
        Moment::Wall(_) => (as_local, false),
    };
    Some(FirstRow { line, text, as_utc, as_local, at, is_stated })
}
