//! GPX: tracks of points.

use std::io::Read;

use jiff::tz::Offset;

use super::app::app;
use super::session::{Session, Start};
use super::sheet::Sheet;
use super::way::{Mean, great_circle_m};
use super::written;
use super::xml::{Step, Xml};
use crate::record::Wrong;
use crate::time::{Timestamp, minutes_between};

/// When the time of the satellites begins, 1980-01-06, in Unix seconds.
const SATELLITES_S: i64 = 315_964_800;

/// The sums of one track.
struct Track {
    session: Session,
    kind: String,
    points: u64,
    /// The first and the last time, whichever way the points stand.
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    metres: f64,
    /// The point before, in the same stretch.
    before: Option<(f64, f64)>,
    hearts: Mean,
    air: Mean,
    point: Point,
}

/// One point.
#[derive(Default)]
struct Point {
    place: Option<(f64, f64)>,
    time: Option<Timestamp>,
    heart: Option<f64>,
    air: Option<f64>,
}

/// Reads the tracks of a file whose root was just opened.
pub(super) fn read<R: Read>(xml: &mut Xml<R>, sheet: &mut Sheet<'_>) -> Result<(), Wrong> {
    sheet.app(app(xml.attribute("creator").unwrap_or_default()));
    let mut track: Option<Track> = None;
    loop {
        match xml.next()? {
            Step::End => return Ok(()),
            Step::Open => {
                if xml.is_at(&["gpx", "trk"]) {
                    track = Some(Track::new(Session::new(xml.line())));
                } else if xml.is_at(&["gpx", "rte"]) {
                    sheet.pass(xml.line(), "a planned route (rte)");
                } else if let Some(track) = &mut track {
                    track.open(xml);
                }
            }
            Step::Close if xml.is_at(&["gpx", "trk"]) => {
                if let Some(track) = track.take() {
                    track.end(sheet)?;
                }
            }
            Step::Close => {
                if let Some(track) = &mut track {
                    track.close(xml);
                }
            }
        }
    }
}

impl Track {
    fn new(session: Session) -> Track {
        Track {
            session,
            kind: String::new(),
            points: 0,
            first: None,
            last: None,
            metres: 0.0,
            before: None,
            hearts: Mean::default(),
            air: Mean::default(),
            point: Point::default(),
        }
    }

    fn open<R: Read>(&mut self, xml: &Xml<R>) {
        if xml.ends(&["trk", "trkseg"]) {
            // Between two stretches nobody recorded: how far it was is not known.
            self.before = None;
            self.hearts.gap();
            self.air.gap();
        } else if xml.ends(&["trkseg", "trkpt"]) {
            let degrees = |name: &str, most: f64| {
                let number = xml.attribute(name)?.trim().parse::<f64>().ok()?;
                (number.abs() <= most).then_some(number)
            };
            self.point = Point { place: degrees("lat", 90.0).zip(degrees("lon", 180.0)), ..Point::default() };
        }
    }

    fn close<R: Read>(&mut self, xml: &Xml<R>) {
        let number = || xml.text().parse::<f64>().ok().filter(|number| number.is_finite());
        let is_inside = xml.path().iter().any(|name| name == "extensions");
        match xml.path().last().map_or("", String::as_str) {
            "type" if xml.is_at(&["gpx", "trk", "type"]) => xml.text().clone_into(&mut self.kind),
            "time" if xml.ends(&["trkpt", "time"]) => {
                // The format's times are UTC, also where no Z says so.
                self.point.time = written(xml.text()).and_then(|start| match start {
                    Start::At(at, _) => Some(at),
                    Start::Wall(wall, _) => Offset::UTC.to_timestamp(wall).ok(),
                });
                // A receiver that has no time yet writes that of its making, often 1970: before there were satellites.
                self.point.time = self.point.time.filter(|time| time.as_second() >= SATELLITES_S);
            }
            "hr" if is_inside => self.point.heart = number().filter(|beats| *beats > 0.0),
            "atemp" if is_inside => self.point.air = number(),
            "trkpt" if xml.ends(&["trkseg", "trkpt"]) => self.add(),
            _ => {}
        }
    }

    /// Adds the point that just ended.
    fn add(&mut self) {
        let point = std::mem::take(&mut self.point);
        self.points = self.points.saturating_add(1);
        if let Some(time) = point.time {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
            self.last = self.last.max(Some(time));
        }
        if let (Some(before), Some(place)) = (self.before, point.place) {
            self.metres += great_circle_m(before, place);
        }
        self.before = point.place.or(self.before);
        if let Some(heart) = point.heart {
            self.hearts.push(point.time, heart);
        }
        if let Some(air) = point.air {
            self.air.push(point.time, air);
        }
    }

    /// The session that the points make.
    fn end(self, sheet: &mut Sheet<'_>) -> Result<(), Wrong> {
        let mut session = self.session;
        let (Some(first), Some(last)) = (self.first, self.last) else {
            let found = format!("{} points", self.points);
            sheet.refuse(session.line, None, &found, Wrong::NoTimes);
            return Ok(());
        };
        let text = first.to_string();
        session.id = Some(text.clone());
        session.start = Ok(Start::At(first, text));
        let minutes = minutes_between(first, last);
        if minutes > 0.0 {
            // Stretches end where a pause began, and where there was no reception: no pause is told from the other.
            session.put("elapsed_min", "time", minutes);
        }
        // A number is some app's own code.
        if !self.kind.bytes().all(|byte| byte.is_ascii_digit()) {
            session.sport(&[&self.kind]);
        }
        session.put_measured("distance_m", "trkpt", (self.metres * 10.0).round() / 10.0);
        session.put_measured("hr_avg_bpm", "hr", self.hearts.mean().unwrap_or(0.0));
        session.put_measured("hr_max_bpm", "hr", self.hearts.most.unwrap_or(0.0));
        if let Some(air) = self.air.mean() {
            session.put("temp_c", "atemp", air);
        }
        sheet.take(session)
    }
}
