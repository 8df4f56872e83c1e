//! Workouts of both versions of the app's export.
//!
//! Version 2 gives an id and a duration in seconds, and heart rate as a series; version 1 gives neither, and heart
//! rate as two numbers. `activeEnergy` is a sum in version 1 and a series in version 2.

use super::Walk;
use super::metric::{number, put};
use super::table;
use super::time::Stamp;
use crate::record::words::{Sport, Vocabulary};
use crate::record::{Body, Kind, Reject, Value, Wrong};
use crate::time::minutes_between;
use crate::wire::dialect::unit;
use crate::wire::json::element::Members;
use crate::wire::json::sheet::Fault;
use crate::wire::json::tree::{self, Node};

/// The members of a workout that are read; the others (a route, series of every second) are never built.
const READ: &[&str] = &[
    "id",
    "name",
    "start",
    "end",
    "duration",
    "distance",
    "activeEnergyBurned",
    "activeEnergy",
    "avgHeartRate",
    "maxHeartRate",
    "heartRate",
    "temperature",
    "humidity",
    "elevationUp",
    "elevation",
];

/// The amounts of a workout, each with its unit beside it: the field, and the members that may hold it.
pub const AMOUNTS: &[(&str, &[&str])] = &[
    ("distance_m", &["distance"]),
    ("energy_kcal", &["activeEnergyBurned", "activeEnergy"]),
    ("hr_avg_bpm", &["avgHeartRate", "heartRate.avg"]),
    ("hr_max_bpm", &["maxHeartRate", "heartRate.max"]),
    ("temp_c", &["temperature"]),
    ("humidity_pct", &["humidity"]),
    ("ascent_m", &["elevationUp", "elevation"]),
];

/// Amounts that are never 0: a 0 was not measured.
const NEVER_ZERO: &[&str] = &["distance_m", "energy_kcal", "hr_avg_bpm", "hr_max_bpm"];

/// The longest id of a workout.
const ID_LONGEST: usize = 128;

impl Walk<'_> {
    /// Reads one workout. An amount that cannot be read is left out and named; the workout is taken without it.
    pub(super) fn workout(&mut self, text: &str, path: &str) -> Result<(), Fault> {
        let Some(all) = tree::members(text) else {
            let wrong = Wrong::NotAnObject { found: super::kind_of(text) };
            return Err(Fault { field: None, found: Reject::excerpt(text), wrong });
        };
        let all = super::once(all, "")?;
        let series = all.iter().find(|(name, _)| name == "heartRateData").map(|(_, series)| *series);
        let mut members = Members(Vec::new());
        for (name, value) in all.iter().filter(|(name, _)| READ.contains(&name.as_str())) {
            members.0.push((name.clone(), tree::parse(value).map_err(|wrong| bare(name, wrong))?));
        }
        let mut body = Body::empty(Kind::Workout);
        let (start, id) = (self.times(&mut members, &mut body)?, id(&mut members));
        kind(&mut members, &mut body)?;
        for (field, places) in AMOUNTS {
            if let Err(fault) = amount(&members, &mut body, field, places) {
                self.drop_part(path, text, fault);
            }
        }
        if let Some(series) = series {
            heart(series, &mut body);
        }
        super::add(&mut self.export.counts.taken, 1);
        self.take(body, start.time, id, text);
        Ok(())
    }

    /// When it began, and how long it took.
    fn times(&self, members: &mut Members, body: &mut Body) -> Result<Stamp, Fault> {
        let start = self.stamp(members, "start")?;
        let end = self.stamp_if_there(members, "end")?;
        let seconds = match members.take("duration") {
            None => None,
            Some(node) => {
                let seconds = number(&node).ok_or_else(|| Fault::at("duration", &node, Wrong::NotADuration))?;
                Some((seconds / 60.0, node)).filter(|(minutes, _)| *minutes != 0.0)
            }
        };
        let elapsed = match &end {
            None => None,
            Some(end) if end.time.at < start.time.at => {
                return Err(Fault::at("end", &Node::Text(end.time.text.clone()), Wrong::EndBeforeStart));
            }
            Some(end) => {
                let found = Node::Text(end.time.text.clone());
                Some((minutes_between(start.time.at, end.time.at), found))
            }
        };
        let told = |field: &str, from: &str, body: &mut Body, minutes: f64, node: &Node| {
            put(body, field, Value::Number(minutes)).map_err(|wrong| Fault::at(from, node, wrong))
        };
        match (seconds, elapsed) {
            (None, None) => {
                let field = Some("duration".to_owned());
                return Err(Fault { field, found: String::new(), wrong: Wrong::NoDuration });
            }
            (Some((minutes, node)), None) => told("duration_min", "duration", body, minutes, &node)?,
            (None, Some((minutes, node))) => told("duration_min", "end", body, minutes, &node)?,
            (Some((minutes, node)), Some((span, end))) => {
                told("duration_min", "duration", body, minutes, &node)?;
                told("elapsed_min", "end", body, span, &end)?;
            }
        }
        Ok(start)
    }
}

fn bare(name: &str, wrong: Wrong) -> Fault {
    Fault { field: Some(name.to_owned()), found: String::new(), wrong }
}

/// The app's own id; one that cannot be kept is none.
fn id(members: &mut Members) -> Option<String> {
    members.take_text("id", ID_LONGEST).ok().flatten()
}

/// The kind of exercise, and the app's word for it where it is not ours.
fn kind(members: &mut Members, body: &mut Body) -> Result<(), Fault> {
    let Some(node) = members.take("name") else { return Ok(()) };
    let Node::Text(name) = &node else {
        let longest = crate::record::field::TEXT_LONGEST;
        return Err(Fault::at("name", &node, Wrong::BadText { longest }));
    };
    let sport = table::sport(name).unwrap_or(Sport::Other);
    let wrong = |wrong| Fault::at("name", &node, wrong);
    put(body, "sport", Value::Text(sport.name().to_owned())).map_err(wrong)?;
    if name != sport.name() && !name.trim().is_empty() {
        put(body, "sport_text", Value::Text(name.clone())).map_err(wrong)?;
    }
    Ok(())
}

/// Puts an amount into its field, from the first place that has one.
fn amount(members: &Members, body: &mut Body, field: &str, places: &[&'static str]) -> Result<(), Fault> {
    let Some(crate::record::Shape::Number { unit: to, .. }) = body.shape(field) else { return Ok(()) };
    for place in places {
        let Some(pairs) = object_at(&members.0, place) else { continue };
        let of = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, node)| node);
        let Some(node) = of("qty").or_else(|| of("ascent")).filter(|node| **node != Node::Null) else { continue };
        let at = |name: &str| format!("{place}.{name}");
        let found = number(node).ok_or_else(|| Fault::at(&at("qty"), node, Wrong::NotANumber { unit: to }))?;
        let units = match of("units") {
            Some(Node::Text(units)) => units.clone(),
            Some(other) => return Err(Fault::at(&at("units"), other, unknown(to))),
            None => return Err(Fault::missing(&at("units"))),
        };
        let linear =
            unit::convert(&units, to).ok_or_else(|| Fault::at(&at("units"), &Node::Text(units), unknown(to)))?;
        if found == 0.0 && NEVER_ZERO.contains(&field) {
            return Ok(());
        }
        let value = Value::Number(linear.apply(found));
        return put(body, field, value).map_err(|wrong| Fault::at(&at("qty"), node, wrong));
    }
    Ok(())
}

fn unknown(to: &str) -> Wrong {
    Wrong::UnknownWord { known: unit::known(to) }
}

/// The object at `heartRate.avg`.
fn object_at<'m>(members: &'m [(String, Node)], place: &str) -> Option<&'m [(String, Node)]> {
    let mut pairs = members;
    for name in place.split('.') {
        match pairs.iter().find(|(known, _)| known == name) {
            Some((_, Node::Object(inner))) => pairs = inner,
            _ => return None,
        }
    }
    Some(pairs)
}

/// The mean and the highest heart rate of a series, where the workout gives no sum: the rows are of equal length.
fn heart(series: &str, body: &mut Body) {
    let Body::Workout(workout) = &*body else { return };
    let (lacks_mean, lacks_most) = (workout.hr_avg_bpm.is_none(), workout.hr_max_bpm.is_none());
    if !lacks_mean && !lacks_most {
        return;
    }
    let (mut sum, mut rows, mut most) = (0.0, 0_u32, 0.0_f64);
    for row in tree::elements(series).unwrap_or_default() {
        let Ok(Node::Object(pairs)) = tree::parse(row) else { continue };
        let of = |name: &str| pairs.iter().find(|(known, _)| known == name).and_then(|(_, node)| number(node));
        let Some(mean) = of("Avg").or_else(|| of("qty")).filter(|rate| *rate > 0.0) else { continue };
        sum += mean;
        rows = rows.saturating_add(1);
        most = most.max(of("Max").unwrap_or(mean));
    }
    if rows == 0 {
        return;
    }
    // A rate outside what a heart can do is left out: what was summed up says more than nothing only when it is sound.
    if lacks_mean {
        let _ = put(body, "hr_avg_bpm", Value::Number(sum / f64::from(rows)));
    }
    if lacks_most {
        let _ = put(body, "hr_max_bpm", Value::Number(most));
    }
}
