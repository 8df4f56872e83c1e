//! Nights of sleep, as the app sums them up.

use super::Walk;
use super::metric::{measure, number, object};
use super::time::Stamp;
use crate::record::{Body, Wrong};
use crate::units::{Hours, Quantity};
use crate::wire::dialect::unit::Linear;
use crate::wire::json::element::Members;
use crate::wire::json::sheet::Fault;
use crate::wire::json::tree::Node;

/// What a row of sleep is.
enum Night {
    /// The sleep of a night.
    Slept(Box<(Stamp, Body)>),
    /// One phase of a night, which is not read by itself: nothing tells whether all phases are there.
    Phase,
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
                Ok(Night::Phase) => self.ignore("sleep_analysis (single phases; turn on Summarize Data)", 1),
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
        if members.0.iter().any(|(name, _)| name == "startDate" || name == "value") {
            return Ok(Night::Phase);
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
