//! Ordinary lives, the same for the same seed: sessions, drinks, weighings, measures, tags, gaps, and reports of
//! tingling such as everybody has who sits on a saddle or ties a shoe too tight. Nothing in them is a red flag.
#![allow(dead_code, reason = "not every test uses every helper")]

pub mod reports;

use std::sync::Arc;

use tingled::person::{PersonId, Profile};
use tingled::record::words::{Sex, Ticked};
use tingled::record::{Body, Kind, Origin, Place, Record, Source, Value};
use tingled::time::{Timestamp, WrittenTime, add_days, add_minutes};
use tingled::units::{Kilograms, Quantity, Year};

use crate::cases::random::Random;
use reports::Habit;

/// What kind of person it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Runs more each week towards a race, weighs before and after long runs.
    Marathoner,
    /// Lifts and rides indoors.
    Gym,
    /// Rides to work and back.
    Commuter,
    /// Trains where it is hot, sweats much and drinks as it comes.
    HotClimate,
    /// Forgets for weeks, then tells all at once.
    Forgetful,
    /// Writes everything down, "no tingling" too.
    Diarist,
}

impl Way {
    pub const ALL: &'static [Way] =
        &[Way::Marathoner, Way::Gym, Way::Commuter, Way::HotClimate, Way::Forgetful, Way::Diarist];
}

/// Records that are told together.
#[derive(Clone, Debug)]
pub struct Telling {
    pub at: Timestamp,
    pub records: Vec<Record>,
}

/// A life: who, and what is told when.
#[derive(Clone, Debug)]
pub struct Life {
    pub person: PersonId,
    pub way: Way,
    pub profile: Profile,
    pub tellings: Vec<Telling>,
}

/// A record of our own with these answers.
pub fn record(person: &PersonId, kind: Kind, id: &str, at: Timestamp, answers: Vec<(&str, Value)>) -> Record {
    let mut body = Body::empty(kind);
    for (name, value) in answers {
        body.set(name, value.clone())
            .unwrap_or_else(|| panic!("no {name}"))
            .unwrap_or_else(|_| panic!("{name} {value:?}"));
    }
    let origin = Origin {
        source: Source::new(Source::OWN),
        native_id: Some(id.to_owned()),
        place: Place { of: Arc::from("life"), line: 0 },
        time: WrittenTime::stated(at, at.to_string()),
        newest: None,
        parser: Arc::from("test/1"),
    };
    Record::new(person.clone(), body, origin)
}

/// A session of the plan.
struct Planned {
    sport: &'static str,
    /// Hours after midnight.
    hour: f64,
    minutes: f64,
    rpe: f64,
}

/// The life of a seed: that many days from `start`, a midnight.
pub fn life(way: Way, seed: u64, start: Timestamp, days: usize) -> Life {
    let mut random = Random(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ (way as u64));
    let person = PersonId::new(&format!("p{seed}-{}", format!("{way:?}").to_lowercase())).unwrap();
    let mass = random.pick(&[52.0, 60.0, 66.0, 71.0, 78.0, 90.0]);
    let mut made = Making {
        profile: profile(&mut random, mass),
        habit: Habit::of(way, &mut random),
        way,
        mass,
        sweat_l_h: random.pick(&[0.5, 0.7, 0.9, 1.1]) * if way == Way::HotClimate { 1.5 } else { 1.0 },
        drinks_ml_h: random.pick(&[0.0, 250.0, 400.0, 600.0]),
        has_watch: random.chance(70),
        silent_until: 0,
        held: Vec::new(),
        tellings: Vec::new(),
        person,
        random,
        number: 0,
    };
    for day in 0..days {
        made.day(day, add_days(start, day as f64));
    }
    let end = add_days(start, days as f64);
    made.flush(end);
    made.tellings.sort_by_key(|telling| telling.at);
    Life { person: made.person, way, profile: made.profile, tellings: made.tellings }
}

fn profile(random: &mut Random, mass: f64) -> Profile {
    let healthy = ["kidney_disease", "heart_failure", "blood_pressure_medicine", "potassium_medicine", "diabetes"];
    let healthy = healthy.iter().filter_map(|name| tingled::record::Vocabulary::from_name(name)).collect::<Vec<_>>();
    Profile {
        body_mass_kg: random.chance(70).then(|| Kilograms::new(mass).unwrap()),
        birth_year: random.chance(80).then(|| Year::new(random.pick(&[1978.0, 1985.0, 1992.0, 2000.0])).unwrap()),
        sex: random.chance(70).then(|| random.pick(&[Sex::Female, Sex::Male])),
        history_no: random.chance(60).then(|| Ticked::of(&healthy)),
        ..Profile::default()
    }
}

struct Making {
    person: PersonId,
    way: Way,
    profile: Profile,
    habit: Habit,
    mass: f64,
    sweat_l_h: f64,
    drinks_ml_h: f64,
    has_watch: bool,
    /// The day from which a forgetful person tells again.
    silent_until: usize,
    /// What is not told yet.
    held: Vec<Record>,
    tellings: Vec<Telling>,
    random: Random,
    number: usize,
}

fn number(value: f64) -> Value {
    Value::Number((value * 10.0).round() / 10.0)
}

impl Making {
    fn id(&mut self, prefix: &str) -> String {
        self.number += 1;
        format!("{prefix}{}", self.number)
    }

    fn add(&mut self, kind: Kind, at: Timestamp, answers: Vec<(&str, Value)>) {
        let id = self.id(kind.name());
        self.held.push(record(&self.person, kind, &id, at, answers));
    }

    /// Tells everything that is held; nothing is told before it happened.
    fn flush(&mut self, at: Timestamp) {
        let (now, later) = std::mem::take(&mut self.held).into_iter().partition(|record| record.at <= at);
        self.held = later;
        if !Vec::is_empty(&now) {
            self.tellings.push(Telling { at, records: now });
        }
    }

    fn planned(&mut self, day: usize) -> Vec<Planned> {
        let random = &mut self.random;
        let session = |sport, hour, minutes, rpe| Planned { sport, hour, minutes, rpe };
        let week = (day / 7) as f64;
        match (self.way, day % 7) {
            (Way::Marathoner, 1 | 3) => vec![session("run", 6.5, 50.0 + 2.0 * week, 5.0)],
            (Way::Marathoner, 2) => vec![session("run", 18.0, 70.0, 8.0)],
            (Way::Marathoner, 6) => vec![session("run", 8.0, 95.0 + 8.0 * week, 6.0)],
            (Way::Gym, 0 | 2 | 4) => vec![session("strength", 17.5, random.pick(&[55.0, 65.0, 75.0]), 6.0)],
            (Way::Gym, 5) => vec![session("bike", 10.0, 45.0, 7.0)],
            (Way::Commuter, 0..=4) => vec![session("bike", 7.5, 25.0, 3.0), session("bike", 17.0, 28.0, 4.0)],
            (Way::HotClimate, 0 | 2 | 4 | 5) => vec![session("run", 17.0, random.pick(&[45.0, 60.0, 80.0]), 7.0)],
            (Way::HotClimate, 6) => vec![session("team", 16.0, 90.0, 8.0)],
            (Way::Forgetful, _) if random.chance(45) => {
                vec![session(
                    random.pick(&["run", "bike", "swim", "walk"]),
                    12.0,
                    random.pick(&[20.0, 40.0, 70.0]),
                    5.0,
                )]
            }
            (Way::Diarist, 0 | 2 | 4) => vec![session("run", 7.0, 45.0, 5.0)],
            (Way::Diarist, 6) => vec![session("hike", 9.0, random.pick(&[120.0, 180.0, 260.0]), 4.0)],
            _ => Vec::new(),
        }
    }

    fn day(&mut self, day: usize, midnight: Timestamp) {
        let is_silent = self.way == Way::Forgetful && day < self.silent_until;
        self.morning(midnight);
        for planned in self.planned(day) {
            if self.random.chance(if self.way == Way::Commuter { 15 } else { 12 }) {
                continue;
            }
            let end = self.session(&planned, midnight);
            self.after(&planned, end, is_silent);
        }
        self.drinks(midnight);
        let evening = add_minutes(midnight, 21.0 * 60.0);
        if self.way == Way::Diarist || self.random.chance(4) {
            self.habit.quiet_report(&mut self.random).into_iter().for_each(|answers| {
                let id = format!("e{day}");
                self.held.push(record(&self.person, Kind::Symptom, &id, evening, answers));
            });
        }
        match self.way {
            Way::Forgetful if is_silent => {}
            Way::Forgetful => {
                self.flush(evening);
                self.silent_until = day + self.random.pick(&[1, 2, 5, 9, 12, 20]);
            }
            Way::Diarist => self.flush(add_minutes(evening, 1.0)),
            // Drinks and weighings come when the app is next opened.
            _ if self.random.chance(40) => self.flush(add_minutes(evening, 1.0)),
            _ => {}
        }
    }

    fn morning(&mut self, midnight: Timestamp) {
        let at = add_minutes(midnight, 6.0 * 60.0);
        let writes = if self.way == Way::Diarist { 90 } else { 15 };
        let wobble = self.random.pick(&[-0.6, -0.2, 0.0, 0.3, 0.7]);
        for (what, value, unit) in [
            ("body_mass", self.mass + wobble, "kg"),
            ("resting_hr", 52.0 + self.random.below(9) as f64, "bpm"),
            ("sleep", self.random.pick(&[5.0, 6.5, 7.0, 7.5, 8.0]), "h"),
            ("fatigue", self.random.pick(&[1.0, 2.0, 2.0, 3.0, 3.0, 4.0]), "1_5"),
            ("soreness", self.random.pick(&[1.0, 2.0, 3.0, 4.0]), "1_5"),
            ("sitting", self.random.pick(&[3.0, 6.0, 9.0]), "h"),
        ] {
            if self.random.chance(writes) {
                let answers = vec![
                    ("what", Value::Text(what.to_owned())),
                    ("value", number(value)),
                    ("unit", Value::Text(unit.to_owned())),
                ];
                self.add(Kind::Measure, at, answers);
            }
        }
        if self.random.chance(if self.way == Way::Diarist { 40 } else { 5 }) {
            let name = self.random.pick(&["desk_day", "travel", "sauna", "new_insoles"]);
            self.add(Kind::Tag, at, vec![("name", Value::Text(name.to_owned()))]);
        }
    }

    /// A session with what this person's things record of it; its end.
    fn session(&mut self, planned: &Planned, midnight: Timestamp) -> Timestamp {
        let late = self.random.pick(&[-20.0, 0.0, 5.0, 30.0]);
        let start = add_minutes(midnight, planned.hour * 60.0 + late);
        let minutes = (planned.minutes * self.random.pick(&[0.8, 0.95, 1.0, 1.05, 1.2])).round();
        let (end, hours) = (add_minutes(start, minutes), minutes / 60.0);
        let hot = self.way == Way::HotClimate;
        let temp =
            if hot { self.random.pick(&[29.0, 32.0, 36.0]) } else { self.random.pick(&[4.0, 12.0, 18.0, 24.0]) };
        let sweat = self.sweat_l_h * 1000.0 * hours * self.random.pick(&[0.8, 1.0, 1.15]);
        let drunk = (self.drinks_ml_h * hours * self.random.pick(&[0.5, 1.0, 1.0, 1.5]) / 50.0).round() * 50.0;
        let mut answers =
            vec![("sport", Value::Text(planned.sport.to_owned())), ("duration_min", Value::Number(minutes))];
        let pace = match planned.sport {
            "run" => Some(5.7),
            "bike" => Some(2.6),
            "walk" | "hike" => Some(12.0),
            _ => None,
        };
        answers.extend(pace.map(|pace| ("distance_m", number(minutes / pace * 1000.0))));
        if self.has_watch {
            let hr = 105.0 + 7.0 * planned.rpe + self.random.below(8) as f64;
            answers.push(("hr_avg_bpm", Value::Number(hr)));
            answers.push(("hr_max_bpm", Value::Number(hr + 18.0)));
            answers.push(("temp_c", Value::Number(temp)));
            if self.random.chance(60) {
                answers.push(("humidity_pct", Value::Number(self.random.pick(&[35.0, 55.0, 80.0]))));
            }
            if self.random.chance(40) {
                answers.push(("sweat_loss_ml", Value::Number(sweat.round())));
            }
        }
        if self.random.chance(50) {
            answers.push(("rpe_cr10", Value::Number((planned.rpe + self.random.pick(&[-1.0, 0.0, 1.0])).min(10.0))));
        }
        if self.random.chance(55) {
            answers.push(("fluid_ml", Value::Number(drunk)));
        }
        let weighs = match self.way {
            Way::Marathoner => planned.minutes > 90.0,
            Way::HotClimate | Way::Diarist => self.random.chance(50),
            _ => self.random.chance(3),
        };
        if weighs {
            let before = self.mass + self.random.pick(&[-0.5, 0.0, 0.4]);
            answers.push(("mass_before_kg", number(before)));
            answers.push(("mass_after_kg", number(before - (sweat - drunk) / 1000.0)));
        }
        if self.random.chance(25) {
            answers.push(("tight_fit", Value::Flag(self.random.chance(25))));
            answers.push(("warmup_min", Value::Number(self.random.pick(&[0.0, 5.0, 10.0]))));
            answers.push(("electrolyte_drink", Value::Flag(self.random.chance(30))));
        }
        self.add(Kind::Workout, start, answers);
        end
    }

    /// What is told after a session: the watch's upload, and sometimes a report.
    fn after(&mut self, planned: &Planned, end: Timestamp, is_silent: bool) {
        let uploaded = add_minutes(end, self.random.pick(&[1.0, 3.0, 10.0, 90.0]));
        // The ride to work is uploaded with the one back.
        let is_first_of_two = self.way == Way::Commuter && planned.hour < 12.0;
        if !is_silent && !is_first_of_two && self.way != Way::Forgetful {
            self.flush(uploaded);
        }
        let told = add_minutes(end, self.random.pick(&[5.0, 20.0, 60.0, 200.0]));
        if let Some(answers) = self.habit.report(&mut self.random, planned.sport) {
            let id = self.id("r");
            self.held.push(record(&self.person, Kind::Symptom, &id, told, answers));
            if !is_silent {
                self.flush(told.max(uploaded));
            }
        }
    }

    fn drinks(&mut self, midnight: Timestamp) {
        let logs = match self.way {
            Way::Diarist => 6,
            Way::HotClimate => 4,
            Way::Forgetful | Way::Commuter => usize::from(self.random.chance(20)),
            _ => 2,
        };
        for _ in 0..logs {
            let at =
                add_minutes(midnight, 60.0 * (7.0 + self.random.below(14) as f64) + self.random.below(60) as f64);
            let mut answers = vec![("volume_ml", Value::Number(self.random.pick(&[200.0, 250.0, 330.0, 500.0])))];
            if self.random.chance(20) {
                answers.push(("sodium_mg", Value::Number(self.random.pick(&[0.0, 120.0, 300.0]))));
            }
            self.add(Kind::Intake, at, answers);
        }
    }
}
