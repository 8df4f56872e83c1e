//! The first pass: what a file is, and how its cells are to be read.

use std::io::{self, Chain, Cursor, Read};
use std::sync::Arc;

use super::held::{Repeated, Seen};
use super::instant::{self, Found, Moment};
use super::parts::{Part, Parts, Step};
use super::people::{People, Person};
use super::plan::{Plan, RecordPlan, mix_bytes};
use super::recognise::{self, Cut, Recognised, head};
use super::rows::{Next, Rows};
use super::sniff::{self, Beyond, Encoding, SAMPLE};
use super::style::{self, Degrees, Heights, NumberStyle, Steps, System, Tally, UnitsKnown, UnitsWish};
use super::summary::{FirstRow, Unused};
use super::{Settings, Who};
use crate::record::{Origin, Place, Reject, Wrong};
use crate::time::{Timestamp, WrittenTime};
use crate::wire::dialect::{Dialect, Dialects, Header, Name, UnitsFrom, matching};
use crate::wire::number::Style;
use crate::wire::plain::Plain;
use crate::wire::{duration, number};

/// What the first pass found out; the second needs it.
#[derive(Clone, Debug)]
pub struct Survey<'d> {
    /// The tables of the file.
    pub(super) parts: Parts<'d>,
    pub(super) cut: Cut,
    /// How the numbers of each table are written, column by column.
    pub(super) styles: Vec<Vec<Option<Style>>>,
    pub(super) repeated: Repeated,
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

/// Bytes of a file after its first part was looked at.
pub(super) type Source<R> = Chain<Cursor<Vec<u8>>, Plain<R>>;

/// Rows of a file from the first after the header on, or from the first line of several sections.
pub(super) fn open<R: Read>(input: R, survey: &Survey<'_>) -> io::Result<Rows<Plain<R>>> {
    let mut rows = Rows::new(sniff::sniff(input)?.plain, survey.cut.delimiter);
    if survey.dialect.sections.is_empty() {
        head(&mut rows, survey.cut.skip)?;
    }
    Ok(rows)
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
    let (found, cut) = recognise::recognised(&sample, dialects, settings)?;
    let mut beyond = Beyond::default();
    let mut first = Rows::new(sample.as_slice(), cut.delimiter);
    let (mut parts, names) = match found {
        Recognised::Table(found, names) => {
            let header = Header::new(&names);
            let head = head(&mut first, cut.skip)?.map(|head| head.header).unwrap_or_default();
            beyond.row(&head);
            (Parts::table(&found, &names, head, person_column(&header, settings)?), names)
        }
        Recognised::Sections(dialect) => (Parts::sections(dialect, person_name(settings)), Vec::new()),
    };
    parts.find_orders(&mut first, settings.order)?;
    let mut rows: Rows<Source<R>> = Rows::new(Cursor::new(sample).chain(sniffed.plain), cut.delimiter);
    if parts.dialect.sections.is_empty() {
        head(&mut rows, cut.skip)?;
    }
    let mut pass = Pass::new(parts, settings, beyond);
    pass.run(&mut rows)?;
    if pass.count == 0 {
        return Err(refused(settings, names.join(","), Wrong::Empty { header_only: true }));
    }
    let encoding = match sniffed.encoding {
        Encoding::Utf8 if pass.beyond.is_windows() => Encoding::Windows1252,
        other => other,
    };
    let dialect = pass.parts.dialect;
    let (mut flat, numbers) = style::decide(&pass.tallies.concat(), settings.numbers, dialect.numbers);
    let mut styles = Vec::new();
    for (part, tallies) in pass.parts.list.iter().zip(&pass.tallies) {
        let rest = flat.split_off(tallies.len().min(flat.len()));
        styles.push(part.plan.styles(std::mem::replace(&mut flat, rest)));
    }
    let known = pass.system();
    // A mass of the wrong unit is no small slip: it is asked for, never assumed.
    let is_mass = |part: &Part<'_>| matches!(part.plan.dialect.units_from, Some(UnitsFrom::Mass { .. }));
    let wish = match settings.units {
        UnitsWish::Otherwise(_) if pass.parts.list.iter().any(is_mass) => UnitsWish::Ask,
        wish => wish,
    };
    let depends = pass.parts.list.iter().any(|part| part.plan.depends_on_system());
    let (units, units_known) = if depends { units(known, wish) } else { (None, UnitsKnown::NotNeeded) };
    let newest = pass.newest();
    let repeated = std::mem::take(&mut pass.seen).repeated();
    let (count, first_row) = (pass.count, pass.first_row.take());
    Ok(Survey {
        dialect,
        repeated_keys: repeated.len(),
        rows: count,
        parts: pass.parts,
        cut,
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

impl Survey<'_> {
    /// What the records name as their parser.
    pub fn parser(&self) -> Arc<str> {
        match self.units_known {
            UnitsKnown::Assumed => Arc::from(format!("{}{}", self.dialect.parser, Origin::UNITS_ASSUMED)),
            _ => self.dialect.parser.clone(),
        }
    }
}

pub(super) fn refused(settings: &Settings<'_>, found: String, wrong: Wrong) -> Failed {
    let place = Place { of: settings.file.clone(), line: 1 };
    Failed::Refused(Box::new(Reject { place, column: None, field: None, found: Reject::excerpt(&found), wrong }))
}

/// The name of the column of persons, when the caller names one.
pub(super) fn person_name(settings: &Settings<'_>) -> Option<Name> {
    match &settings.who {
        Who::Is(_) => None,
        Who::Column(name) => Some(Name::new(name)),
    }
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

/// The columns of a header that no field takes.
pub(super) fn unused(header: &Header, plan: &Plan<'_>, line: u64) -> Vec<Unused> {
    let missing = |id: usize| plan.cell(id).is_none();
    let names: Vec<&str> = (0..)
        .zip(&plan.dialect.columns)
        .filter(|(id, _)| missing(*id))
        .flat_map(|(_, column)| column.names.iter().map(Name::folded))
        .collect();
    let mut unused = Vec::new();
    for (name, used) in header.names.iter().zip(&plan.used) {
        if *used || name.is_empty() {
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
        unused.push(Unused { line, column: name.clone(), meant });
    }
    unused
}

fn units(found: Option<(System, UnitsKnown)>, wish: UnitsWish) -> (Option<System>, UnitsKnown) {
    match (wish, found) {
        (UnitsWish::Is(system), found) => {
            let against = found.is_some_and(|(by_rows, _)| by_rows != system);
            (Some(system), UnitsKnown::Told { against })
        }
        (_, Some((system, known))) => (Some(system), known),
        (UnitsWish::Otherwise(system), None) => (Some(system), UnitsKnown::Assumed),
        (UnitsWish::Ask, None) => (None, UnitsKnown::Unknown),
    }
}

/// What the first pass collects.
struct Pass<'p, 'd> {
    parts: Parts<'d>,
    settings: &'p Settings<'p>,
    people: People<'p>,
    beyond: Beyond,
    /// What the cells of each table say about the style of numbers.
    tallies: Vec<Vec<Tally>>,
    steps: Steps,
    heights: Heights,
    degrees: Degrees,
    seen: Seen,
    count: u64,
    latest: Option<Timestamp>,
    /// The latest wall clock of the rows of one person so far; one zone lookup serves them all.
    walls: Option<(std::sync::Arc<Person>, jiff::civil::DateTime)>,
    first_row: Option<FirstRow>,
}

impl<'p, 'd> Pass<'p, 'd> {
    fn new(parts: Parts<'d>, settings: &'p Settings<'p>, beyond: Beyond) -> Self {
        Pass {
            parts,
            settings,
            people: People::new(settings),
            beyond,
            tallies: Vec::new(),
            steps: Steps::default(),
            heights: Heights::default(),
            degrees: Degrees::default(),
            seen: Seen::default(),
            count: 0,
            latest: None,
            walls: None,
            first_row: None,
        }
    }

    fn run<R: Read>(&mut self, rows: &mut Rows<R>) -> io::Result<()> {
        loop {
            match rows.next(|cells| self.parts.may_fit(cells))? {
                Next::End => return Ok(()),
                Next::Bad { .. } => self.count = self.count.saturating_add(1),
                Next::Row { line } => {
                    let step = self.parts.step(rows, line);
                    if matches!(step, Step::Row(_) | Step::Strange(_)) {
                        self.count = self.count.saturating_add(1);
                    }
                    if step != Step::Blank {
                        self.beyond.row(rows.bytes());
                    }
                    if let Step::Row(at) = step
                        && let Some(part) = self.parts.list.get(at)
                        && part.plan.fits(rows)
                    {
                        let plan = part.plan.clone();
                        self.numbers(&plan, at, rows);
                        self.times(&plan, rows, line);
                    }
                }
            }
        }
    }

    fn numbers<R: Read>(&mut self, plan: &Plan<'_>, part: usize, rows: &Rows<R>) {
        while self.tallies.len() < self.parts.list.len() {
            let width = self.parts.list.get(self.tallies.len()).map_or(0, |part| part.plan.width);
            self.tallies.push(vec![Tally::default(); width]);
        }
        let Some(tallies) = self.tallies.get_mut(part) else { return };
        for (at, is_duration) in &plan.numbers {
            if let Some(tally) = tallies.get_mut(*at) {
                let text = rows.raw(*at).trim_ascii();
                // A unit behind the number says nothing about its style.
                let end = text.iter().rposition(u8::is_ascii_digit).filter(|_| !*is_duration);
                tally.cell(end.and_then(|end| text.get(..=end)).unwrap_or(text), *is_duration);
            }
        }
        let text = |id: usize| std::str::from_utf8(rows.raw(plan.cell(id)?).trim_ascii()).ok();
        let number = |id: usize| number::read(text(id)?, None).ok();
        match &plan.dialect.units_from {
            Some(UnitsFrom::Steps { distance, step_m, steps_per_min, duration, sport, degrees })
                if !self.steps.is_full() =>
            {
                if let Some(degrees) = degrees.iter().find_map(|id| number(*id).filter(|degrees| *degrees != 0.0)) {
                    self.degrees.row(degrees);
                }
                let row = || {
                    // The columns that are most often missing first.
                    let step_m = number(*step_m).filter(|step_m| *step_m > 0.0)?;
                    let minutes = duration::read(text(*duration)?)?;
                    let sport = plan.dialect.sport(text(*sport)?);
                    Some((sport, number(*distance)?, step_m, number(*steps_per_min)?, minutes))
                };
                if let Some((sport, distance, step_m, per_min, minutes)) = row() {
                    self.steps.row(sport, distance, step_m, per_min, minutes);
                }
            }
            Some(UnitsFrom::Mass { mass, bmi }) => {
                if let Some((mass, bmi)) = number(*mass).zip(number(*bmi)) {
                    self.heights.row(mass, bmi);
                }
            }
            _ => {}
        }
    }

    /// The system of units, when the rows tell; what is measured tells more than the weather.
    fn system(&mut self) -> Option<(System, UnitsKnown)> {
        let steps = self.steps.decide().map(|(system, rows)| (system, UnitsKnown::FromSteps { rows }));
        let heights = || self.heights.decide().map(|(system, rows)| (system, UnitsKnown::FromHeight { rows }));
        let degrees = || self.degrees.decide().map(|(system, rows)| (system, UnitsKnown::FromDegrees { rows }));
        steps.or_else(heights).or_else(degrees)
    }

    fn times<R: Read>(&mut self, plan: &Plan<'_>, rows: &Rows<R>, line: u64) {
        let Some(person) = self.people.of(plan.person.map_or(&[], |at| rows.raw(at))) else { return };
        for record in &plan.records {
            let Some(time) = &record.time else { continue };
            if !is_made(plan, record, rows) {
                continue;
            }
            let Ok(Some(Found { moment, cell, .. })) = instant::read_early(time, rows, plan) else { continue };
            self.seen.push(key_hash(plan, record, rows, moment));
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
