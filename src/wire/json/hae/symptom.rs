//! Symptoms that somebody noted in the phone's health app.

use super::Walk;
use super::metric::{measure, object, put};
use super::time::Stamp;
use crate::record::words::{Sign, Vocabulary};
use crate::record::{Body, Kind, Value, Wrong};
use crate::time::minutes_between;
use crate::units::{Quantity, Score10};
use crate::wire::feeling::{self, Feeling};
use crate::wire::json::sheet::Fault;
use crate::wire::json::tree::Node;
use crate::wire::words;

/// A symptom may be noted for a whole day: so long is no duration of tingling.
const DURATION_MOST_MIN: f64 = 23.0 * 60.0;

impl Walk<'_> {
    /// Reads one symptom: tingling and numbness are reports, pain in the back is a measure, others are not read.
    pub(super) fn symptom(&mut self, text: &str) -> Result<(), Fault> {
        let mut members = object(text)?;
        let name = match members.take("name").ok_or_else(|| Fault::missing("name"))? {
            Node::Text(name) => name,
            other => {
                let longest = crate::record::field::TEXT_LONGEST;
                return Err(Fault::at("name", &other, Wrong::BadText { longest }));
            }
        };
        let felt = feeling::read(&name);
        let is_back = felt.is_none() && words::read(Sign::NAMES, &name) == Some("back_pain");
        if felt.is_none() && !is_back {
            self.ignore(&name, 1);
            return Ok(());
        }
        let start = self.stamp(&mut members, "start")?;
        let end = self.stamp_if_there(&mut members, "end")?;
        if let Some(end) = end.as_ref().filter(|end| end.time.at < start.time.at) {
            return Err(Fault::at("end", &Node::Text(end.time.text.clone()), Wrong::EndBeforeStart));
        }
        let severity = match members.take("severity") {
            None => None,
            Some(Node::Text(word)) => severity(&word),
            Some(other) => return Err(Fault::at("severity", &other, Wrong::UnknownWord { known: SEVERITIES })),
        };
        let body = match (felt, severity) {
            (Some(felt), severity) => report(&felt, severity, &start, end.as_ref()),
            (None, Some(score)) => measure("back_pain", score, "0_10", (Score10::LOW, Score10::HIGH)),
            (None, None) => {
                self.ignore(&name, 1);
                return Ok(());
            }
        };
        let body = body.map_err(|wrong| Fault { field: None, found: name, wrong })?;
        super::add(&mut self.export.counts.taken, 1);
        self.take(body, start.time, None, text);
        Ok(())
    }
}

const SEVERITIES: &[&str] = &["Not Present", "Mild", "Moderate", "Severe", "Unspecified"];

/// The words of severity stand for the same numbers as those of the other diaries that are read.
fn severity(word: &str) -> Option<f64> {
    match word.trim().to_lowercase().replace(['_', ' '], "").as_str() {
        "notpresent" | "none" => Some(0.0),
        "mild" => Some(2.0),
        "moderate" => Some(5.0),
        "severe" => Some(8.0),
        _ => None,
    }
}

fn report(felt: &Feeling, severity: Option<f64>, start: &Stamp, end: Option<&Stamp>) -> Result<Body, Wrong> {
    let mut body = Body::empty(Kind::Symptom);
    let is_there = severity != Some(0.0);
    put(&mut body, "tingling", Value::Flag(is_there))?;
    if !is_there {
        return Ok(body);
    }
    if let Some(quality) = felt.quality {
        put(&mut body, "quality", Value::List(vec![quality.to_owned()]))?;
    }
    if let Some(place) = &felt.place {
        put(&mut body, "sites", Value::List(vec![place.clone()]))?;
    }
    if let Some(severity) = severity {
        put(&mut body, "severity", Value::Number(severity))?;
    }
    let minutes = end.map(|end| minutes_between(start.time.at, end.time.at));
    if let Some(minutes) = minutes.filter(|minutes| *minutes > 0.0 && *minutes < DURATION_MOST_MIN) {
        put(&mut body, "duration_min", Value::Number(minutes))?;
    }
    Ok(body)
}
