//! A made-up life, the same for the same seed: what two persons do in three weeks and a third in a season, and which
//! alerts must follow.
//!
//! The truth is put together from pieces whose outcome is known by the rules' own words, so that the demo can
//! tell a missing alert from an unexpected one.

use jiff::tz::TimeZone;

use super::season::{Hidden, NOA, season};
use crate::assess::Level;
use crate::time::{Timestamp, add_days, add_minutes};

/// A stream of chance that depends on the seed alone.
pub(super) struct Chance(blake3::OutputReader);

impl Chance {
    /// The stream of a seed.
    pub(super) fn new(seed: u64) -> Chance {
        Chance(blake3::Hasher::new().update(b"a made-up life").update(&seed.to_le_bytes()).finalize_xof())
    }

    /// A number from 0 up to, not including, 1.
    pub(super) fn share(&mut self) -> f64 {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / 4_294_967_296.0
    }

    /// A number between two others.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.share() * (high - low)
    }

    /// One of several.
    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let place = (self.share() * all.len() as f64) as usize;
        all.get(place.min(all.len().saturating_sub(1)))
    }
}

/// An export that is dropped in somebody's inbox.
pub(super) struct Export {
    /// Whose.
    pub(super) person: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// Its bytes.
    pub(super) text: String,
    /// What it holds, in words.
    pub(super) told: String,
}

/// A message that a phone, a scale or a watch sends.
pub(super) struct Sent {
    /// The topic below the base.
    pub(super) topic: String,
    /// The JSON.
    pub(super) payload: String,
    /// What it says, in words.
    pub(super) told: String,
}

/// An alert that must come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expected {
    /// Whose.
    pub(super) person: &'static str,
    /// The rule.
    pub(super) rule: &'static str,
    /// The level.
    pub(super) level: Level,
}

/// A life and the alerts that must follow from it.
pub(super) struct Life {
    /// Dropped in the inbox.
    pub(super) exports: Vec<Export>,
    /// Sent over MQTT, in this order.
    pub(super) sent: Vec<Sent>,
    /// Must come, and nothing else.
    pub(super) expected: Vec<Expected>,
    /// How many messages must be refused.
    pub(super) refused: usize,
    /// What goes before Noa's tingling, when anything does.
    pub(super) hidden: Option<&'static Hidden>,
}

/// The two persons of these weeks, each with the zone of their wall clock.
pub(super) const PERSONS: &[(&str, &str, &str)] =
    &[("ana", "Ana", "Europe/Berlin"), ("ben", "Ben", "America/New_York")];

/// Everyone: the third lives a season.
pub(super) fn everyone() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    PERSONS.iter().chain(&[(NOA, "Noa", "Asia/Tokyo")])
}

/// A sign that Ana tells on the last day, with what must follow.
const SIGNS: &[(&str, &str, Level, &str)] = &[
    ("bladder", "rf01", Level::Emergency, "new trouble with the bladder"),
    ("speech", "rf03", Level::Emergency, "trouble finding words"),
    ("chest_pain", "rf09", Level::Emergency, "chest pain"),
    ("dark_urine", "rf07", Level::Urgent, "dark urine"),
    ("swelling", "rf11", Level::Urgent, "a swollen leg"),
    ("shooting_both", "rf13", Level::Urgent, "pain shooting down both legs"),
    ("balance", "rf15", Level::Consult, "unsteady on the feet"),
];

/// The life of a seed, ending now; without a cause nothing goes before Noa's tingling.
pub(super) fn life(seed: u64, has_cause: bool, now: Timestamp) -> Life {
    let mut chance = Chance::new(seed);
    let mut life = Life { exports: Vec::new(), sent: Vec::new(), expected: Vec::new(), refused: 0, hidden: None };
    for (person, _, zone) in PERSONS {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        weeks(&mut life, &mut chance, person, &zone, now);
    }
    quiet_reports(&mut life, &mut chance, now);
    if chance.share() < 0.8 {
        long_run(&mut life, &mut chance, now);
    }
    last_evening(&mut life, &mut chance, now);
    slip(&mut life, now);
    life.hidden = season(&mut life, &mut chance, has_cause, now);
    life
}

/// Three weeks of training as a watch exports it, and the drinks as an app does.
fn weeks(life: &mut Life, chance: &mut Chance, person: &'static str, zone: &TimeZone, now: Timestamp) {
    let mut activities = String::from("Activity Type,Date,Title,Distance,Calories,Time,Avg HR,Max HR,Total Ascent\n");
    let mut drinks = String::from("time,volume_ml,sodium_mg,what\n");
    let (mut sessions, mut glasses) = (0_u32, 0_u32);
    for day in (2..22).rev() {
        let morning = add_minutes(add_days(now, -f64::from(day)), -chance.between(0.0, 240.0));
        for _ in 0..3 {
            let at = add_minutes(morning, chance.between(0.0, 700.0));
            let wall = at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z");
            let volume = 50.0 * chance.between(3.0, 11.0).floor();
            drinks.push_str(&format!("{wall},{volume:.0},,water\n"));
            glasses = glasses.saturating_add(1);
        }
        if chance.share() < 0.35 {
            continue;
        }
        let (sport, pace) = if chance.share() < 0.7 { ("Running", 5.8) } else { ("Cycling", 2.2) };
        // The last of these weeks is short, so that none of it is a risk that is still told of.
        let minutes = if day <= 3 { chance.between(20.0, 28.0) } else { chance.between(30.0, 75.0) };
        let wall = morning.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S");
        let seconds = (minutes * 60.0) as u64;
        activities.push_str(&format!(
            "{sport},{wall},\"Round, the usual\",\"{:.2}\",\"{:.0}\",{:02}:{:02}:{:02},{:.0},{:.0},{:.0}\n",
            minutes / pace,
            minutes * 9.0,
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            chance.between(128.0, 152.0),
            chance.between(158.0, 180.0),
            chance.between(10.0, 160.0),
        ));
        sessions = sessions.saturating_add(1);
    }
    life.exports.push(Export {
        person,
        name: "Activities.csv",
        text: activities,
        told: format!("{sessions} sessions of a watch"),
    });
    life.exports.push(Export { person, name: "intake.csv", text: drinks, told: format!("{glasses} drinks") });
}

/// Ordinary reports: mostly "no tingling", twice a little on both sides.
fn quiet_reports(life: &mut Life, chance: &mut Chance, now: Timestamp) {
    for (person, _, _) in PERSONS {
        for days in [18.0, 15.0, 11.0, 8.0, 5.0] {
            let at = add_minutes(add_days(now, -days), chance.between(0.0, 200.0));
            let payload = format!(r#"{{"schema":"tingled.symptom/1","time":"{at}","tingling":false}}"#);
            life.sent.push(Sent { topic: format!("{person}/in/symptom"), payload, told: "no tingling".to_owned() });
        }
        let at = add_minutes(add_days(now, -13.0), chance.between(0.0, 200.0));
        let payload = format!(
            r#"{{"time":"{at}","tingling":true,"sites":["foot:both"],"onset":"within_1h","duration_min":10,"severity":2,"quality":["tingling"],"signs":[]}}"#
        );
        life.sent.push(Sent {
            topic: format!("{person}/in/tingling"),
            payload,
            told: "a little tingling in both feet, gone after 10 min".to_owned(),
        });
    }
}

/// Ben's long run in the heat, weighed before and after: too little drunk, or too much.
fn long_run(life: &mut Life, chance: &mut Chance, now: Timestamp) {
    let minutes = chance.between(90.0, 140.0).round();
    let start = add_minutes(now, -minutes - chance.between(40.0, 90.0));
    let before = chance.between(66.0, 82.0);
    let too_much = chance.share() < 0.3;
    let (after, drunk, told, rule) = if too_much {
        let after = before * chance.between(1.008, 1.015);
        (after, 2600.0, "weighed heavier after it than before", "fluid_gain")
    } else {
        let after = before * chance.between(0.965, 0.976);
        (after, 50.0 * chance.between(5.0, 9.0).floor(), "little drunk, weighed before and after", "fluid_deficit")
    };
    let payload = format!(
        r#"{{"schema":"tingled.workout/1","id":"long-run","start":"{start}","duration_min":{minutes},"sport":"run","temp_c":{:.0},"fluid_ml":{drunk:.0},"mass_before_kg":{before:.1},"mass_after_kg":{after:.1}}}"#,
        chance.between(24.0, 31.0),
    );
    life.sent.push(Sent {
        topic: "ben/in/workout".to_owned(),
        payload,
        told: format!("a run of {minutes:.0} min in the heat, {told}"),
    });
    life.expected.push(Expected { person: "ben", rule, level: Level::Advice });
}

/// Ana's report of today: with a sign that needs a doctor, by the seed.
fn last_evening(life: &mut Life, chance: &mut Chance, now: Timestamp) {
    let Some((sign, rule, level, words)) = chance.one_of(SIGNS) else { return };
    let at = add_minutes(now, -2.0);
    let payload = format!(
        r#"{{"schema":"tingled.symptom/1","id":"today","time":"{at}","tingling":true,"sites":[{{"site":"calf","side":"both"}}],"onset":"within_1h","duration_min":15,"severity":4,"quality":["tingling"],"signs":["{sign}"]}}"#
    );
    life.sent.push(Sent {
        topic: "ana/in/tingling".to_owned(),
        payload,
        told: format!("tingling in both calves, with {words}"),
    });
    life.expected.push(Expected { person: "ana", rule, level: *level });
}

/// A slip of the finger, which must be refused by name and cost nothing else.
fn slip(life: &mut Life, now: Timestamp) {
    let at = add_minutes(now, -1.0);
    life.sent.push(Sent {
        topic: "ben/in/tingling".to_owned(),
        payload: format!(r#"{{"time":"{at}","tingling":true,"severity":11}}"#),
        told: "a severity of 11 out of 10".to_owned(),
    });
    life.refused = 1;
}
