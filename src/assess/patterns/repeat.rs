//! What comes back in report after report: the same leg, place, minute, distance, shoe, or what eases it.

use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::Because;
use crate::assess::red_flags::Report;
use crate::assess::red_flags::past::as_number;
use crate::assess::red_flags::report::LEG;
use crate::body::session::{Session, session_of};
use crate::record::words::{Reliever, Side, Site};
use crate::record::{Key, Value, Vocabulary};
use crate::time::add_days;
use crate::units::Quantity;

use super::look::Look;

/// The tingling reports of so many days are compared with this one.
pub const DAYS: u16 = 90;
/// The fewest alike, this one included.
pub const LEAST: usize = 3;
/// The fewest alike among all of them, in tenths.
pub const SHARE_TENTHS: usize = 6;
/// Two minutes of onset, or times to relief, are the same within this many minutes, or within [`ALIKE_SHARE`].
pub const ALIKE_MIN: f64 = 3.0;
/// Two numbers are the same within this share of the reported one.
pub const ALIKE_SHARE: f64 = 0.2;
/// The fewest sessions with another shoe that make the same shoe worth telling.
pub const OTHER_SHOE_SESSIONS: usize = 3;

/// What comes back: `what` is the name of the evidence, `value` what is the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Repetition {
    /// What is the same: `same_place`, `same_minute` …
    pub what: &'static str,
    /// The place, minute, shoe …
    pub value: Value,
    /// Whether it was reckoned from other numbers.
    pub estimated: bool,
    /// The reports alike, this one included, sorted.
    pub records: Vec<Key>,
}

impl Repetition {
    /// As evidence.
    pub fn because(&self) -> Because {
        let (what, value, limit) = (self.what.into(), self.value.clone(), Some(as_number(LEAST)));
        Because { what, value, limit, estimated: self.estimated, records: self.records.clone() }
    }
}

/// What was found of one question over the reports.
enum Count {
    Found(Repetition),
    No,
    /// So many did not answer that it may come back all the same.
    Unknown(&'static str),
}

/// The tingling reports that are compared: this one and those of [`DAYS`] days before it.
pub fn compared(look: &Look<'_>) -> Vec<Key> {
    let own = std::iter::once(look.report().key);
    let mut keys: Vec<Key> = own.chain(look.case.tingling_within(DAYS).map(|earlier| earlier.key)).collect();
    keys.sort();
    keys
}

fn enough(alike: usize, of: usize) -> bool {
    alike >= LEAST && alike.saturating_mul(10) >= of.saturating_mul(SHARE_TENTHS)
}

/// Asks every earlier report whether it is alike: yes, no, or `None` for not answered.
fn count(
    look: &Look<'_>,
    what: &'static str,
    field: &'static str,
    value: Value,
    alike: impl Fn(&Report<'_>) -> Option<bool>,
) -> Count {
    let (mut records, mut unsure, mut all) = (vec![look.report().key], 0_usize, 1_usize);
    for earlier in look.case.tingling_within(DAYS) {
        all = all.saturating_add(1);
        match alike(earlier) {
            Some(true) => records.push(earlier.key),
            Some(false) => {}
            None => unsure = unsure.saturating_add(1),
        }
    }
    if enough(records.len(), all) {
        records.sort();
        let estimated = what == SAME_DISTANCE;
        return Count::Found(Repetition { what, value, estimated, records });
    }
    if unsure > 0 && enough(records.len().saturating_add(unsure), all) { Count::Unknown(field) } else { Count::No }
}

const SAME_DISTANCE: &str = "same_distance";

/// Every kind of repetition of a look.
fn counts(look: &Look<'_>) -> Vec<Count> {
    let mut counts = same_legs(look);
    counts.push(same_minute(look));
    counts.push(same_distance(look));
    counts.push(same_shoe(look));
    counts.extend(same_relief(look));
    counts.push(same_relief_time(look));
    counts
}

/// What comes back over the reports, and what was not answered and may come back all the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repeated {
    /// What comes back.
    pub found: Vec<Repetition>,
    /// The unanswered fields.
    pub missing: Missing,
}

/// What comes back over the reports of [`DAYS`] days.
pub fn repeated(look: &Look<'_>) -> Repeated {
    let mut repeated = Repeated::default();
    // With so few reports nothing comes back, whatever they answer.
    if look.case.tingling_within(DAYS).nth(LEAST.saturating_sub(2)).is_none() {
        return repeated;
    }
    for count in counts(look) {
        match count {
            Count::Found(repetition) => repeated.found.push(repetition),
            Count::No => {}
            Count::Unknown(field) => drop(repeated.missing.insert(field)),
        }
    }
    repeated
}

/// It keeps beginning at the same minute, or after the same distance.
pub fn same_point(look: &Look<'_>) -> Answer {
    let answer = |count: Count| match count {
        Count::Found(repetition) => Answer::because(repetition.because()),
        Count::No => Answer::No,
        Count::Unknown(field) => Answer::unknown(field),
    };
    let minute = answer(same_minute(look));
    // The distance is reckoned, and only asked for when the minute does not settle it.
    if minute.is_yes() { minute } else { minute.or(answer(same_distance(look))) }
}

fn is_alike(own: f64, other: f64, least: f64) -> bool {
    (own - other).abs() <= least.max(own.abs() * ALIKE_SHARE)
}

/// The same leg alone, and each place of this report.
fn same_legs(look: &Look<'_>) -> Vec<Count> {
    let report = look.report();
    let mut counts = Vec::new();
    for side in [Side::Left, Side::Right] {
        if report.sides(LEG).is_only(side) {
            counts.push(count(look, "same_leg", "sites", Value::Text(side.name().to_owned()), |earlier| {
                let sides = earlier.sides(LEG);
                let is_open = earlier.sites_unread() || sides.untold;
                if is_open { None } else { Some(sides.is_only(side)) }
            }));
        }
    }
    let mut places: Vec<Site> = report.said.sites.iter().flat_map(|sites| &sites.places).copied().collect();
    places.retain(|place| place.side.is_some());
    places.dedup();
    for place in places {
        counts.push(count(look, "same_place", "sites", Value::Text(place.text()), |earlier| {
            let told = earlier.said.sites.as_ref()?;
            let half_told = told.places.iter().any(|other| other.site == place.site && other.side.is_none());
            match told.places.contains(&place) {
                true => Some(true),
                false if half_told || !told.unread.is_empty() => None,
                false => Some(false),
            }
        }));
    }
    counts
}

/// A number of this report that others share.
fn same_number(
    look: &Look<'_>,
    what: &'static str,
    field: &'static str,
    least: f64,
    read: impl Fn(&Report<'_>) -> Option<f64>,
) -> Count {
    match read(look.report()) {
        Some(own) => {
            count(look, what, field, Value::Number(own), |earlier| Some(is_alike(own, read(earlier)?, least)))
        }
        None => count_without(look, field),
    }
}

/// What the count can be when this very report does not answer.
fn count_without(look: &Look<'_>, field: &'static str) -> Count {
    let all = look.case.tingling_within(DAYS).count().saturating_add(1);
    if all >= LEAST { Count::Unknown(field) } else { Count::No }
}

fn same_minute(look: &Look<'_>) -> Count {
    same_number(look, "same_minute", "onset_min", ALIKE_MIN, |report| report.said.onset_min.map(Quantity::get))
}

/// The distance at which it began, at the mean pace of the session.
fn same_distance(look: &Look<'_>) -> Count {
    let metres = |report: &Report<'_>| {
        let session = session_of(look.history, report.at, report.said)?;
        let (way, minutes) = (session.workout.distance_m?.get(), session.active_h()? * 60.0);
        Some(way * (report.said.onset_min?.get() / minutes).min(1.0)).filter(|way| *way > 0.0)
    };
    same_number(look, SAME_DISTANCE, "distance_m", 0.0, metres)
}

/// The same shoe, when other sessions were in other shoes.
fn same_shoe(look: &Look<'_>) -> Count {
    let plain = |shoe: &str| shoe.trim().to_lowercase();
    let shoe = |report: &Report<'_>| {
        let session = session_of(look.history, report.at, report.said)?;
        session.workout.shoe.clone()
    };
    let Some(own) = shoe(look.report()) else { return count_without(look, "shoe") };
    let at = look.report().at;
    let recent = (add_days(at, -f64::from(DAYS)), Key::LEAST)..=(at, Key::GREATEST);
    let others = look.history.workouts().range(recent).filter(|((start, key), workout)| {
        let session = Session { key: *key, start: *start, workout };
        session.workout.shoe.as_deref().is_some_and(|other| plain(other) != plain(&own))
    });
    if others.count() < OTHER_SHOE_SESSIONS {
        return Count::No;
    }
    let wanted = plain(&own);
    count(look, "same_shoe", "shoe", Value::Text(own), |earlier| Some(plain(&shoe(earlier)?) == wanted))
}

/// Each thing that eases it.
fn same_relief(look: &Look<'_>) -> Vec<Count> {
    let Some(ticked) = &look.report().said.relieved_by else { return vec![count_without(look, "relieved_by")] };
    let words = ticked.words.iter().filter(|word| **word != Reliever::Nothing);
    let one = |word: &Reliever| {
        count(look, "same_relief", "relieved_by", Value::Text(word.name().to_owned()), |earlier| {
            let told = earlier.said.relieved_by.as_ref()?;
            if told.unread.is_empty() || told.has(*word) { Some(told.has(*word)) } else { None }
        })
    };
    words.map(one).collect()
}

fn same_relief_time(look: &Look<'_>) -> Count {
    same_number(look, "same_relief_time", "relief_min", ALIKE_MIN, |report| report.said.relief_min.map(Quantity::get))
}
