//! TCX: activities of laps.

use std::io::Read;

use super::app::app;
use super::session::{Dropped, Session, Start};
use super::sheet::Sheet;
use super::way::Mean;
use super::written;
use super::xml::{Step, Xml};
use crate::record::Wrong;
use crate::time::{Timestamp, minutes_between};

/// The sums of one activity.
struct Activity {
    session: Session,
    sport: String,
    /// When the first lap began, as written.
    start: Option<String>,
    seconds: Option<f64>,
    metres: Option<f64>,
    /// How far the points count, from the beginning on; and whether they began to count anew.
    reached: Option<f64>,
    began_anew: bool,
    kilocalories: Option<f64>,
    /// Beats times seconds of the laps that tell their mean, and those seconds.
    beats: (f64, f64),
    highest: Option<f64>,
    track: Mean,
    last: Option<Timestamp>,
    lap: Lap,
}

/// One lap.
#[derive(Default)]
struct Lap {
    seconds: Option<f64>,
    average: Option<f64>,
    /// The time and the heart rate of the present point.
    time: Option<Timestamp>,
    beats: Option<f64>,
}

/// Reads the activities of a file whose root was just opened.
pub(super) fn read<R: Read>(xml: &mut Xml<R>, sheet: &mut Sheet<'_>) -> Result<(), Wrong> {
    let mut activity: Option<Activity> = None;
    loop {
        match xml.next()? {
            Step::End => return Ok(()),
            Step::Open => match (xml.path().last().map(String::as_str), &mut activity) {
                (Some("Activity"), _) if is_activity(xml) => {
                    let sport = xml.attribute("Sport").unwrap_or_default().to_owned();
                    activity = Some(Activity::new(Session::new(xml.line()), sport));
                }
                (Some("Lap"), Some(activity)) if xml.ends(&["Activity", "Lap"]) => {
                    activity.lap = Lap::default();
                    activity.start = activity.start.take().or(xml.attribute("StartTime").map(str::to_owned));
                }
                (Some("Track"), Some(activity)) => activity.track.gap(),
                (Some("Courses"), None) if xml.path().len() == 2 => sheet.pass(xml.line(), "courses"),
                (Some("Workouts"), None) if xml.path().len() == 2 => sheet.pass(xml.line(), "planned workouts"),
                _ => {}
            },
            Step::Close => match &mut activity {
                Some(_) if is_activity(xml) => {
                    if let Some(activity) = activity.take() {
                        sheet.take(activity.session())?;
                    }
                }
                Some(activity) => activity.close(xml, sheet),
                None if xml.ends(&["Author", "Name"]) => sheet.app(app(xml.text())),
                None => {}
            },
        }
    }
}

/// Whether the innermost element is an activity: in the list, or within a session of several sports.
fn is_activity<R: Read>(xml: &Xml<R>) -> bool {
    xml.ends(&["Activities", "Activity"])
        || xml.ends(&["MultiSportSession", "FirstSport", "Activity"])
        || xml.ends(&["MultiSportSession", "NextSport", "Activity"])
}

impl Activity {
    fn new(session: Session, sport: String) -> Activity {
        Activity {
            session,
            sport,
            start: None,
            seconds: None,
            metres: None,
            reached: None,
            began_anew: false,
            kilocalories: None,
            beats: (0.0, 0.0),
            highest: None,
            track: Mean::default(),
            last: None,
            lap: Lap::default(),
        }
    }

    /// Takes in what just ended within the activity.
    fn close<R: Read>(&mut self, xml: &Xml<R>, sheet: &mut Sheet<'_>) {
        let number = || xml.text().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        let name = xml.path().last().map_or("", String::as_str);
        match name {
            "Id" if xml.ends(&["Activity", "Id"]) => self.session.id = Some(xml.text().to_owned()),
            "Name" if xml.ends(&["Creator", "Name"]) => sheet.app(app(xml.text())),
            "TotalTimeSeconds" => self.lap.seconds = number(),
            "DistanceMeters" if xml.ends(&["Lap", "DistanceMeters"]) => add(&mut self.metres, number()),
            "DistanceMeters" if xml.ends(&["Trackpoint", "DistanceMeters"]) => {
                if let Some(metres) = number() {
                    self.began_anew |= self.reached.is_some_and(|reached| metres < reached);
                    self.reached = Some(metres);
                }
            }
            "Calories" if xml.ends(&["Lap", "Calories"]) => add(&mut self.kilocalories, number()),
            "Value" if xml.ends(&["AverageHeartRateBpm", "Value"]) => self.lap.average = number(),
            "Value" if xml.ends(&["MaximumHeartRateBpm", "Value"]) => {
                self.highest = [self.highest, number()].into_iter().flatten().reduce(f64::max);
            }
            "Time" if xml.ends(&["Trackpoint", "Time"]) => {
                self.lap.time = written(xml.text()).and_then(|start| match start {
                    Start::At(at, _) => Some(at),
                    Start::Wall(..) => None,
                });
                self.last = self.last.max(self.lap.time);
            }
            "Value" if xml.ends(&["Trackpoint", "HeartRateBpm", "Value"]) => self.lap.beats = number(),
            "Trackpoint" => {
                let (at, beats) = (self.lap.time.take(), self.lap.beats.take());
                if let Some(beats) = beats.filter(|beats| *beats > 0.0) {
                    self.track.push(at, beats);
                }
            }
            "Lap" => {
                add(&mut self.seconds, self.lap.seconds);
                if let (Some(seconds), Some(beats)) = (self.lap.seconds, self.lap.average)
                    && seconds > 0.0
                    && beats > 0.0
                {
                    self.beats.0 += beats * seconds;
                    self.beats.1 += seconds;
                }
            }
            _ => {}
        }
    }

    /// The session that the laps make.
    fn session(mut self) -> Session {
        let mut session = self.session;
        let text = self.start.take().or_else(|| session.id.clone()).unwrap_or_default();
        if !text.is_empty() {
            let wrong = Wrong::NotATime { wanted: "2026-07-01T05:10:00Z" };
            session.start = written(&text).ok_or_else(|| Dropped::new("StartTime", &text, wrong));
        }
        session.id = session.id.filter(|id| !id.is_empty()).or(Some(text));
        if let Some(seconds) = self.seconds {
            session.put("duration_min", "TotalTimeSeconds", seconds / 60.0);
        }
        if let (Ok(Start::At(start, _)), Some(last)) = (&session.start, self.last) {
            let minutes = minutes_between(*start, last);
            // With pauses it is not shorter than without; a track that was cut off tells nothing of the end.
            if minutes > 0.0 && self.seconds.is_none_or(|seconds| minutes * 60.0 >= seconds - 1.0) {
                session.put("elapsed_min", "Trackpoint/Time", minutes);
            }
        }
        session.sport(&[&self.sport]);
        // The format wants a way and calories of each lap: 0 stands where nothing was measured.
        let counted = self.reached.filter(|_| !self.began_anew);
        let metres = self.metres.filter(|metres| *metres > 0.0).or(counted);
        session.put_measured("distance_m", "DistanceMeters", metres.unwrap_or(0.0));
        session.put_measured("energy_kcal", "Calories", self.kilocalories.unwrap_or(0.0));
        let (beats, seconds) = self.beats;
        let laps = (seconds > 0.0).then(|| (beats / seconds * 10.0).round() / 10.0);
        session.put_measured("hr_avg_bpm", "AverageHeartRateBpm", laps.or(self.track.mean()).unwrap_or(0.0));
        session.put_measured("hr_max_bpm", "MaximumHeartRateBpm", self.highest.or(self.track.most).unwrap_or(0.0));
        session
    }
}

fn add(sum: &mut Option<f64>, more: Option<f64>) {
    if let Some(more) = more {
        *sum = Some(sum.unwrap_or(0.0) + more);
    }
}
