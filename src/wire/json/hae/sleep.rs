//! Nights of sleep: as the app sums them up, or put together of their phases.
//!
//! An export may begin in the middle of a night, and nothing in it says so. A night of phases is read when the export
//! holds something from well before it: then all of its phases are there.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Walk;
use super::metric::{measure, number, object};
use super::time::Stamp;
use crate::record::field::TEXT_LONGEST;
use crate::record::{Body, Wrong};
use crate::time::{Timestamp, minutes_between};
use crate::units::{Hours, Quantity};
use crate::wire::dialect::unit::Linear;
use crate::wire::json::element::Members;
use crate::wire::json::sheet::Fault;
use crate::wire::json::tree::Node;

/// What a row of sleep is.
enum Night {
    /// The sleep of a night.
    Slept(Box<(Stamp, Body)>),
    /// One phase of a night in which somebody slept.
    Phase(Box<Phase>),
    /// No sleep at all.
    Nothing,
}

impl<'a> Walk<'a> {
    /// Reads rows of sleep.
    pub(super) fn nights(&mut self, rows: &[&'a str], linear: Linear, path: &str) {
        for (text, at) in rows.iter().zip(0_usize..) {
            match self.night(text, linear) {
                Ok(Night::Slept(night)) => {
                    let (stamp, body) = *night;
                    let id = format!("sleep_analysis {}", stamp.date);
                    super::add(&mut self.export.counts.taken, 1);
                    self.take(body, stamp.time, Some(id), text);
                }
                Ok(Night::Phase(phase)) => self.phases.push((*phase, text)),
                Ok(Night::Nothing) => self.says_nothing(1),
                Err(fault) => {
                    self.left_out(1);
                    self.refuse(&format!("{path}.data[{at}]"), text, fault);
                }
            }
        }
    }

    fn night(&self, text: &str, linear: Linear) -> Result<Night, Fault> {
        let mut members = object(text)?;
        if members.0.iter().any(|(name, _)| name == "startDate") {
            return self.phase(&mut members);
        }
        let Some((field, hours)) = slept(&mut members, linear)? else { return Ok(Night::Nothing) };
        // The day on which somebody woke up.
        let stamp = match self.stamp_if_there(&mut members, "date")? {
            Some(stamp) => stamp,
            None => self.stamp(&mut members, "sleepEnd").map_err(|_| Fault::missing("date"))?,
        };
        let body = measure("sleep", hours, "h", (Hours::LOW, Hours::HIGH));
        let body = body.map_err(|wrong| Fault::at(field, &Node::Number(hours), wrong))?;
        Ok(Night::Slept(Box::new((stamp, body))))
    }
}

/// A stretch of sleep.
#[derive(Clone, Debug)]
pub(super) struct Phase {
    start: Stamp,
    end: Stamp,
}

/// The values of phases in which somebody sleeps.
const ASLEEP: [&str; 5] = ["core", "deep", "rem", "asleep", "unspecified"];

/// After so long awake another night begins.
const AWAKE_MOST_MIN: f64 = 180.0;

/// A night is whole when the export holds something from so long before it.
const BEFORE_MIN: f64 = 180.0;

/// Phases that follow each other.
struct Cluster<'t> {
    first: Timestamp,
    last: Stamp,
    minutes: f64,
    phases: usize,
    text: &'t str,
}

impl<'a> Walk<'a> {
    fn phase(&self, members: &mut Members) -> Result<Night, Fault> {
        let value = match members.take("value").ok_or_else(|| Fault::missing("value"))? {
            Node::Text(value) => value.trim().to_lowercase(),
            other => return Err(Fault::at("value", &other, Wrong::BadText { longest: TEXT_LONGEST })),
        };
        if !ASLEEP.contains(&value.as_str()) {
            return Ok(Night::Nothing);
        }
        let (start, end) = (self.stamp(members, "startDate")?, self.stamp(members, "endDate")?);
        if end.time.at < start.time.at {
            return Err(Fault::at("endDate", &Node::Text(end.time.text), Wrong::EndBeforeStart));
        }
        Ok(Night::Phase(Box::new(Phase { start, end })))
    }

    /// Makes nights of the phases; of a day the longest sleep counts.
    pub(super) fn whole_nights(&mut self) {
        let mut phases = std::mem::take(&mut self.phases);
        phases.sort_by_key(|(phase, _)| (phase.start.time.at, phase.end.time.at));
        let records = self.export.parsed.records.iter().map(|record| record.at);
        let Some(earliest) = phases.iter().map(|(phase, _)| phase.start.time.at).chain(records).min() else { return };
        let (whole, cut): (Vec<_>, Vec<_>) =
            clusters(phases).into_iter().partition(|cluster| minutes_between(earliest, cluster.first) >= BEFORE_MIN);
        for cluster in cut {
            self.ignore("sleep_analysis (a night that may have begun before the export)", cluster.phases);
        }
        let mut nights: BTreeMap<Date, Cluster<'a>> = BTreeMap::new();
        for cluster in whole {
            let date = cluster.last.date;
            let shorter = match nights.remove(&date) {
                Some(other) if other.minutes >= cluster.minutes => {
                    nights.insert(date, other);
                    Some(cluster)
                }
                other => {
                    nights.insert(date, cluster);
                    other
                }
            };
            if let Some(nap) = shorter {
                self.ignore("sleep_analysis (naps)", nap.phases);
            }
        }
        for (date, night) in nights {
            self.put_night(date, &night);
        }
    }

    fn put_night(&mut self, date: Date, night: &Cluster<'a>) {
        let offset = night.last.time.text.split_whitespace().last().filter(|text| text.starts_with(['+', '-']));
        let midnight = self.read_stamp(format!("{date} 00:00:00 {}", offset.unwrap_or_default()).trim_end());
        let body = measure("sleep", night.minutes / 60.0, "h", (Hours::LOW, Hours::HIGH));
        match (midnight, body) {
            (Ok(stamp), Ok(body)) => {
                super::add(&mut self.export.counts.taken, night.phases);
                self.take(body, stamp.time, Some(format!("sleep_analysis {date}")), night.text);
            }
            (Err(wrong), _) | (_, Err(wrong)) => {
                self.left_out(night.phases);
                let found = format!("{:.1} h", night.minutes / 60.0);
                self.refuse("sleep_analysis", night.text, Fault { field: None, found, wrong });
            }
        }
    }
}

/// Phases in order of their start, put together; where two sources tell of one time it counts once.
fn clusters(phases: Vec<(Phase, &str)>) -> Vec<Cluster<'_>> {
    let mut clusters: Vec<Cluster<'_>> = Vec::new();
    for (Phase { start, end }, text) in phases {
        let (from, to) = (start.time.at, end.time.at);
        match clusters.last_mut().filter(|last| minutes_between(last.last.time.at, from) <= AWAKE_MOST_MIN) {
            Some(last) => {
                last.minutes += minutes_between(from.max(last.last.time.at), to).max(0.0);
                last.phases = last.phases.saturating_add(1);
                if to > last.last.time.at {
                    last.last = end;
                }
            }
            None => {
                let minutes = minutes_between(from, to);
                clusters.push(Cluster { first: from, last: end, minutes, phases: 1, text });
            }
        }
    }
    clusters
}

/// The hours slept: their sum where the app gives one, else asleep or the phases, whichever is more. Older versions
/// call the sum "asleep", newer ones only what belongs to no phase.
fn slept(members: &mut Members, linear: Linear) -> Result<Option<(&'static str, f64)>, Fault> {
    let mut hours = |name: &'static str| match members.take(name) {
        None => Ok(None),
        Some(node) => match number(&node) {
            Some(amount) if amount >= 0.0 => Ok(Some(linear.apply(amount))),
            Some(_) => Err(Fault::at(name, &node, Wrong::OutOfRange { unit: "h", low: 0.0, high: Hours::HIGH })),
            None => Err(Fault::at(name, &node, Wrong::NotANumber { unit: "h" })),
        },
    };
    let (total, asleep) = (hours("totalSleep")?, hours("asleep")?);
    let phases = [hours("core")?, hours("deep")?, hours("rem")?];
    let phases = phases.into_iter().flatten().fold(0.0, |sum, more| sum + more);
    let found = match total {
        Some(total) if total > 0.0 => ("totalSleep", total),
        _ => ("asleep", asleep.unwrap_or(0.0).max(phases)),
    };
    Ok(Some(found).filter(|(_, hours)| *hours > 0.0))
}
