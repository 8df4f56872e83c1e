//! From the cells of a row to its time.

use std::borrow::Cow;
use std::io::Read;

use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};

use super::people::Person;
use super::plan::{Plan, TimePlan, mix};
use super::rows::Rows;
use super::sniff::Encoding;
use crate::record::Wrong;
use crate::time::{Timestamp, WrittenTime};
use crate::units::{Minutes, Quantity};
use crate::wire::date::{self, Form, Order, Written};
use crate::wire::dialect::{Minus, Zone};
use crate::wire::number;

/// What is wrong with one cell.
#[derive(Debug)]
pub(super) struct Bad {
    /// The cell; `None` when it is the row as a whole.
    pub(super) cell: Option<usize>,
    /// Why.
    pub(super) wrong: Wrong,
}

impl Bad {
    pub(super) fn at(cell: usize, wrong: Wrong) -> Bad {
        Bad { cell: Some(cell), wrong }
    }
}

/// A time before the person's zone is applied.
#[derive(Clone, Copy, Debug)]
pub(super) enum Moment {
    /// Final.
    Stated(Timestamp),
    /// A wall clock of the person.
    Wall(DateTime),
}

impl Moment {
    /// So many minutes before it.
    fn earlier(self, minutes: f64) -> Moment {
        let span = SignedDuration::try_from_secs_f64(minutes * 60.0).unwrap_or(SignedDuration::ZERO);
        match self {
            Moment::Stated(at) => Moment::Stated(at.saturating_sub(span).unwrap_or(at)),
            Moment::Wall(wall) => Moment::Wall(wall.saturating_sub(span)),
        }
    }

    /// Mixes what identifies it into a hash.
    pub(super) fn mix(self, hash: u64) -> u64 {
        match self {
            Moment::Stated(at) => {
                let seconds = u64::from_ne_bytes(at.as_second().to_ne_bytes());
                let nanos = u64::from(at.subsec_nanosecond().unsigned_abs());
                mix(mix(mix(hash, 1), seconds), nanos)
            }
            Moment::Wall(wall) => {
                let part = |value: i8| u64::from(value.unsigned_abs());
                let day = u64::from(wall.year().unsigned_abs()) << 16 | part(wall.month()) << 8 | part(wall.day());
                let clock = part(wall.hour()) << 16 | part(wall.minute()) << 8 | part(wall.second());
                let nanos = u64::from(wall.subsec_nanosecond().unsigned_abs());
                mix(mix(mix(mix(hash, 2), day), clock), nanos)
            }
        }
    }
}

/// How far ahead of the clock a time with a stated offset may be.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// Whether the moment has not come yet.
pub(super) fn is_ahead(moment: Moment, person: &Person, now: Timestamp) -> bool {
    match moment {
        Moment::Stated(at) => at.duration_since(now) > AHEAD,
        Moment::Wall(wall) => wall > person.latest,
    }
}

/// The time of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// When.
    pub(super) moment: Moment,
    /// Where it stands.
    pub(super) cell: usize,
    /// The cell of the time of day, where it has one of its own.
    pub(super) clock: Option<usize>,
    /// Whether it is a day without a time of day.
    pub(super) is_day: bool,
}

/// The end of a day, to the minute.
const LAST: Time = Time::constant(23, 59, 0, 0);

/// What one form makes of a text.
enum Fit {
    One(Written),
    /// One of two days, and nothing tells which: the day first, and the month first.
    Either(Written, Written),
}

/// The text of the time of a row, with its cell and that of the time of day.
type Text<'r> = (Cow<'r, str>, usize, Option<usize>);

/// The text of the time of a row. `None` when every cell for it is empty.
fn text<'r, R: Read>(
    time: &TimePlan<'_>,
    rows: &'r Rows<R>,
    plan: &Plan<'_>,
    encoding: Encoding,
) -> Result<Option<Text<'r>>, Bad> {
    let Some(cell) = time.cells.iter().copied().find(|at| plan.is_filled(rows, *at)) else { return Ok(None) };
    let cell_text = |at: usize| {
        let text = encoding.text(rows.raw(at).trim_ascii());
        text.ok_or_else(|| Bad::at(at, Wrong::BadEncoding { encoding: encoding.name() }))
    };
    let mut text = cell_text(cell)?;
    let clock = time.clock.filter(|at| plan.is_filled(rows, *at) && *at != cell);
    if let Some(at) = clock {
        let clock = cell_text(at)?;
        let meant = time.rule.clock_words.get(&date::fold(&clock)).map_or(&*clock, String::as_str);
        text = Cow::Owned(format!("{text} {meant}").trim_end().to_owned());
    }
    Ok(Some((text, cell, clock)))
}

/// Reads a time in a form.
fn in_order(form: &Form, text: &str, order: Option<Order>) -> Option<Fit> {
    if !form.has_either() {
        return form.read(text).map(Fit::One);
    }
    match (form.read_in(text, Order::DayFirst), form.read_in(text, Order::MonthFirst), order) {
        (None, None, _) => None,
        (Some(only), None, _) | (None, Some(only), _) | (Some(only), Some(_), Some(Order::DayFirst)) => {
            Some(Fit::One(only))
        }
        (Some(_), Some(only), Some(Order::MonthFirst)) => Some(Fit::One(only)),
        (Some(one), Some(other), None) => Some(if one == other { Fit::One(one) } else { Fit::Either(one, other) }),
    }
}

/// Reads a time in the first of the forms of a rule that fits.
fn in_forms(time: &TimePlan<'_>, text: &str, order: Option<Order>) -> Option<Fit> {
    time.rule.forms.iter().find_map(|form| in_order(form, text, order))
}

/// Which of two numbers is the day, as the dates show that can be read in one order only.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Orders {
    day_first: bool,
    month_first: bool,
}

impl Orders {
    /// Takes a row in.
    pub(super) fn row<R: Read>(&mut self, rows: &Rows<R>, plan: &Plan<'_>) {
        for time in plan.records.iter().filter_map(|record| record.time.as_ref()) {
            if !time.rule.forms.iter().any(Form::has_either) {
                continue;
            }
            let Ok(Some((text, _, _))) = text(time, rows, plan, Encoding::Windows1252) else { continue };
            let reads = |order| time.rule.forms.iter().any(|form| form.read_in(&text, order).is_some());
            let (day, month) = (reads(Order::DayFirst), reads(Order::MonthFirst));
            self.day_first |= day && !month;
            self.month_first |= month && !day;
        }
    }

    /// The order; `None` when no date tells, or they disagree.
    pub(super) fn decide(self) -> Option<Order> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }
}

/// Reads the time of a row. `None` when every cell for it is empty.
pub(super) fn read<R: Read>(
    time: &TimePlan<'_>,
    rows: &Rows<R>,
    plan: &Plan<'_>,
    encoding: Encoding,
) -> Result<Option<Found>, Bad> {
    let Some((text, cell, clock)) = text(time, rows, plan, encoding)? else { return Ok(None) };
    let (mut cell, mut clock) = (cell, clock);
    let written = match in_forms(time, &text, plan.order) {
        Some(Fit::One(written)) => written,
        Some(Fit::Either(one, other)) => {
            let day = |written: Written| written.wall.date().to_string();
            return Err(Bad::at(
                cell,
                Wrong::TwoDays { one: day(one), other: day(other), source: plan.dialect.source.clone() },
            ));
        }
        None => match clock {
            // The day is fine, and the column of the time of day is empty.
            None if time.clock.is_some() && in_forms(time, &format!("{text} 07:10"), plan.order).is_some() => {
                return Err(Bad::at(cell, Wrong::NoTimeOfDay));
            }
            None => return Err(Bad::at(cell, not_a_time(&text))),
            Some(at) => {
                let whole = beside(time, (cell, at), rows, plan, encoding, &text)?;
                (cell, clock) = (at, None);
                whole
            }
        },
    };
    let offset_s = match (written.offset_s, time.offset) {
        (Some(offset), _) => Some(offset),
        (None, Some(at)) if plan.is_filled(rows, at) => {
            let text = encoding.text(rows.raw(at).trim_ascii());
            let offset = text.and_then(|text| date::read_offset(&text));
            Some(offset.ok_or_else(|| Bad::at(at, Wrong::BadOffset))?)
        }
        _ => None,
    };
    let moment = match (offset_s, time.rule.zone) {
        (Some(offset), _) => stated(written, offset),
        (None, Zone::Utc) => stated(written, 0),
        (None, Zone::Local) => Some(Moment::Wall(written.wall)),
        (None, Zone::Stated) => return Err(Bad::at(cell, Wrong::NoOffset)),
    };
    let Some(mut moment) = moment else { return Err(Bad::at(cell, Wrong::BadOffset)) };
    if let (Moment::Wall(wall), true) = (moment, time.ends_day && written.is_day) {
        moment = Moment::Wall(wall.date().to_datetime(LAST));
    }
    if let Some(minus) = &time.rule.minus {
        moment = moment.earlier(minutes(minus, &time.minus, rows, plan, encoding)?);
    }
    Ok(Some(Found { moment, cell, clock, is_day: written.is_day }))
}

/// Reads the time of a row whose day and time of day together make none: the column of the time of day may hold
/// the whole.
fn beside<R: Read>(
    time: &TimePlan<'_>,
    (cell, clock): (usize, usize),
    rows: &Rows<R>,
    plan: &Plan<'_>,
    encoding: Encoding,
    joined: &str,
) -> Result<Written, Bad> {
    let text = |at: usize| encoding.text(rows.raw(at).trim_ascii()).unwrap_or_default();
    match in_forms(time, &text(clock), plan.order) {
        Some(Fit::One(whole)) if !whole.is_day => return Ok(whole),
        _ => {}
    }
    // The day is fine where any time of day would make it a time.
    let is_clock = in_forms(time, &format!("{} 07:10", text(cell)), plan.order).is_some();
    let wanted = "a time of day, such as 07:10";
    Err(if is_clock { Bad::at(clock, Wrong::NotATime { wanted }) } else { Bad::at(cell, not_a_time(joined)) })
}

/// The sum of the minutes in those cells; the empty ones count as nothing, but not all of them.
pub(super) fn minutes<R: Read>(
    minus: &Minus,
    cells: &[usize],
    rows: &Rows<R>,
    plan: &Plan<'_>,
    encoding: Encoding,
) -> Result<f64, Bad> {
    let mut sum = None;
    for at in cells.iter().filter(|at| plan.is_filled(rows, **at)) {
        let read = encoding.text(rows.raw(*at).trim_ascii()).and_then(|text| number::read_as(&text, minus.style));
        let minutes = read.map(|number| minus.minutes.apply(number));
        let minutes = minutes.ok_or_else(|| Bad::at(*at, Wrong::NotANumber { unit: Minutes::UNIT }))?;
        let (low, high) = (Minutes::LOW, Minutes::HIGH);
        if !(low..=high).contains(&minutes) {
            return Err(Bad::at(*at, Wrong::OutOfRange { unit: Minutes::UNIT, low, high }));
        }
        sum = Some(sum.unwrap_or(0.0) + minutes);
    }
    sum.ok_or(Bad { cell: cells.first().copied(), wrong: Wrong::NoDuration })
}

/// Reads the time of a row while the encoding of the file is not known yet.
pub(super) fn read_early<R: Read>(
    time: &TimePlan<'_>,
    rows: &Rows<R>,
    plan: &Plan<'_>,
) -> Result<Option<Found>, Bad> {
    match read(time, rows, plan, Encoding::Utf8) {
        Err(Bad { wrong: Wrong::BadEncoding { .. }, .. }) => read(time, rows, plan, Encoding::Windows1252),
        other => other,
    }
}

fn stated(written: Written, offset_s: i32) -> Option<Moment> {
    date::offset_of(offset_s)?.to_timestamp(written.wall).ok().map(Moment::Stated)
}

fn not_a_time(text: &str) -> Wrong {
    // "2026-11-23T07:10:05+19:00": the time is fine, only its offset is not.
    let without_offset = text.get(..19).filter(|_| matches!(text.as_bytes().get(19), Some(b'+' | b'-')));
    if without_offset.is_some_and(|text| date::read_iso(text).is_some()) {
        Wrong::BadOffset
    } else {
        Wrong::NotATime { wanted: "a date and a time, such as 2026-11-23 07:10" }
    }
}

/// The moment in the person's zone, with the text it was read from.
pub(super) fn written(moment: Moment, person: &Person, text: &str) -> Option<WrittenTime> {
    match moment {
        Moment::Stated(at) => Some(WrittenTime::stated(at, text)),
        Moment::Wall(wall) => WrittenTime::local(wall, &person.zone, text),
    }
}

/// Why a moment is none that can be kept.
pub(super) fn wrong() -> Wrong {
    Wrong::NotATime { wanted: "a time between the years 1 and 9999" }
}
