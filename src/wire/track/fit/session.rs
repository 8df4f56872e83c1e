//! One session of a FIT file.

use jiff::tz::Offset;
use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::{Sport, SubSport};

use super::super::session::{Dropped, Session, Start};
use super::message::Fields;
use super::zones::Zones;
use crate::record::{Fields as _, Value, Workout, Wrong};
use crate::time::Timestamp;

/// Seconds from 1970 to the beginning of 31 December 1989 UTC, from which FIT counts.
const EPOCH_S: i64 = 631_065_600;

/// Lesser times are seconds since the watch was switched on: its clock was not set.
const CLOCK_SET: u32 = 0x1000_0000;

/// The estimated sweat loss in millilitres. The profile has no name for this field; Gadgetbridge, which reads the same
/// files, found it out (`FitSession`, field 178).
const SWEAT_LOSS_ML: u8 = 178;

/// A field of a session: its number, how many parts make one of its unit, its name in the profile, and ours.
struct Read {
    number: u8,
    parts: f64,
    name: &'static str,
    field: &'static str,
    /// Whether 0 means that it was not measured.
    is_measured: bool,
}

const fn read(number: u8, parts: f64, name: &'static str, field: &'static str, is_measured: bool) -> Read {
    Read { number, parts, name, field, is_measured }
}

/// The numbers that are read.
const READ: &[Read] = &[
    read(mesgdef::Session::TOTAL_TIMER_TIME, 60_000.0, "total_timer_time", "duration_min", false),
    read(mesgdef::Session::TOTAL_ELAPSED_TIME, 60_000.0, "total_elapsed_time", "elapsed_min", false),
    read(mesgdef::Session::TOTAL_DISTANCE, 100.0, "total_distance", "distance_m", true),
    read(mesgdef::Session::AVG_HEART_RATE, 1.0, "avg_heart_rate", "hr_avg_bpm", true),
    read(mesgdef::Session::MAX_HEART_RATE, 1.0, "max_heart_rate", "hr_max_bpm", true),
    read(mesgdef::Session::WORKOUT_RPE, 10.0, "workout_rpe", "rpe_cr10", true),
    read(mesgdef::Session::TOTAL_CALORIES, 1.0, "total_calories", "energy_kcal", true),
    read(mesgdef::Session::TOTAL_ASCENT, 1.0, "total_ascent", "ascent_m", false),
    read(mesgdef::Session::AVG_TEMPERATURE, 1.0, "avg_temperature", "temp_c", false),
    read(SWEAT_LOSS_ML, 1.0, "estimated sweat loss", "sweat_loss_ml", true),
];

/// The loads that devices reckon, the first that is told counts: field, parts, name in the profile, name of the load. The
/// first is what Garmin's CSV calls so.
const LOADS: &[(u8, f64, &str, &str)] = &[
    (mesgdef::Session::TRAINING_LOAD_PEAK, 65_536.0, "training_load_peak", "training load"),
    (mesgdef::Session::TRAINING_STRESS_SCORE, 10.0, "training_stress_score", "training stress score"),
];

/// What a session message tells.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Its number among the sessions of the file.
    pub(super) index: Option<u32>,
    start: Option<u32>,
    sport: Option<Sport>,
    sub_sport: Option<SubSport>,
    numbers: Vec<(usize, f64)>,
    load: Option<(f64, &'static str, &'static str)>,
}

impl Told {
    /// Takes what is needed out of a message.
    pub(super) fn of(fields: &Fields<'_>) -> Told {
        let numbers = (0..).zip(READ).filter_map(|(at, read)| Some((at, fields.scaled(read.number, read.parts)?)));
        let load = LOADS.iter().find_map(|(number, parts, told, name)| {
            let load = fields.scaled(*number, *parts).filter(|load| *load != 0.0)?;
            Some((load, *told, *name))
        });
        Told {
            index: fields.code(mesgdef::Session::MESSAGE_INDEX),
            start: fields.code(mesgdef::Session::START_TIME),
            sport: fields.byte(mesgdef::Session::SPORT).map(Sport),
            sub_sport: fields.byte(mesgdef::Session::SUB_SPORT).map(SubSport),
            numbers: numbers.collect(),
            load,
        }
    }

    /// Whether it is the time between two sports.
    pub(super) fn is_transition(&self) -> bool {
        self.sport == Some(Sport::TRANSITION)
    }

    /// The session, at this place in the file.
    pub(super) fn session(
        &self,
        line: u64,
        serial: Option<u32>,
        offset_s: Option<i32>,
        zones: Option<&Zones>,
    ) -> Session {
        let mut session = Session::new(line);
        match self.start.filter(|start| *start >= CLOCK_SET) {
            Some(start) => {
                if let Some(start) = start_of(start, offset_s) {
                    session.start = Ok(start);
                }
                let serial = serial.map_or_else(|| "0".to_owned(), |serial| serial.to_string());
                session.id = Some(format!("{serial}-{start}"));
            }
            None => {
                let found = self.start.map(|start| format!("{start} s since the watch was switched on"));
                let wrong = match found {
                    Some(_) => Wrong::NotATime { wanted: "a start by a clock that is set" },
                    None => Wrong::Missing,
                };
                session.start = Err(Dropped::new("start_time", &found.unwrap_or_default(), wrong));
            }
        }
        for (at, number) in &self.numbers {
            let Some(read) = READ.get(*at) else { continue };
            if read.is_measured {
                session.put_measured(read.field, read.name, *number);
            } else {
                session.put(read.field, read.name, *number);
            }
        }
        if let Some((load, told, name)) = self.load {
            session.put("device_load", told, load);
            if let (Some(field), true) = (Workout::field("device_load_name"), session.workout.device_load.is_some()) {
                // A short plain name always fits.
                let _ = (field.set)(&mut session.workout, Value::Text(name.to_owned()));
            }
        }
        if let Some(zones) = zones {
            let fields = ["hr_zone1_min", "hr_zone2_min", "hr_zone3_min", "hr_zone4_min", "hr_zone5_min"];
            for (field, minutes) in fields.into_iter().zip(zones.minutes) {
                session.put(field, "time_in_hr_zone", minutes);
            }
        }
        let sport = self.sport.map(|sport| sport.to_string()).unwrap_or_default();
        let sub_sport = self.sub_sport.map(|sub_sport| sub_sport.to_string()).unwrap_or_default();
        session.sport(&words(&sport, &sub_sport));
        session
    }
}

/// The words for the kind of exercise: the narrower one goes first only where the sport itself says little.
fn words<'w>(sport: &'w str, sub_sport: &'w str) -> [&'w str; 2] {
    // What the profile does not know is shown as a number in brackets.
    let known = |word: &'w str| if matches!(word, "generic" | "all") || word.contains('(') { "" } else { word };
    let (sport, sub_sport) = (known(sport), known(sub_sport));
    if matches!(sport, "training" | "fitness_equipment") { [sub_sport, sport] } else { [sport, sub_sport] }
}

/// The instant, and its text with the offset of the watch's wall clock.
fn start_of(start: u32, offset_s: Option<i32>) -> Option<Start> {
    let at = Timestamp::from_second(i64::from(start).saturating_add(EPOCH_S)).ok()?;
    let offset = offset_s.and_then(|seconds| Offset::from_seconds(seconds).ok());
    let text = offset.map_or_else(|| at.to_string(), |offset| at.display_with_offset(offset).to_string());
    Some(Start::At(at, text))
}

/// How far a wall clock was ahead of UTC, when both were read at one moment: whole quarter hours within 14 hours, or the
/// two have nothing to do with each other.
pub(super) fn offset_s(wall: u32, utc: u32) -> Option<i32> {
    let apart = i64::from(wall).saturating_sub(i64::from(utc));
    let is_whole = apart.checked_rem(900) == Some(0) && apart.abs() <= 14 * 3600;
    i32::try_from(apart).ok().filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_whole_quarter_hours_or_none() {
        assert_eq!(offset_s(1_000_007_200, 1_000_000_000), Some(7200));
        assert_eq!(offset_s(1_000_000_000, 1_000_000_000), Some(0));
        assert_eq!(offset_s(1_000_000_000, 1_000_012_600), Some(-12_600));
        assert_eq!(offset_s(1_000_007_201, 1_000_000_000), None);
        assert_eq!(offset_s(1_000_000_000 + 15 * 3600, 1_000_000_000), None);
    }

    #[test]
    fn the_text_of_a_start_has_the_watchs_offset() {
        let Some(Start::At(at, text)) = start_of(1_151_000_000, Some(7200)) else { panic!() };
        assert_eq!(at.as_second(), 1_151_000_000 + EPOCH_S);
        assert!(text.ends_with("+02:00"), "{text}");
        let Some(Start::At(_, text)) = start_of(1_151_000_000, None) else { panic!() };
        assert!(text.ends_with('Z'), "{text}");
    }
}
