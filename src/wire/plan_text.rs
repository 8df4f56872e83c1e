//! The text of a planned session: `run 75min z3 400ml 28C tomorrow at 18:00`. The order of what is told does not matter.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::date::fold;
use super::duration;
use super::number::{self, Style};
use crate::body::effort;
use crate::record::Workout;
use crate::record::words::Sport;
use crate::time::Timestamp;
use crate::units::*;
use crate::voice::plan_text::{Fault, sentence};
use crate::voice::{Notice, Spot, nearest};
use crate::wire::dialect;

/// The longest text of a plan, in bytes.
pub const LONGEST: usize = 500;

/// What a plan says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The session.
    pub workout: Workout,
    /// Whether it is tomorrow.
    pub is_tomorrow: Option<bool>,
    /// When on that day.
    pub clock: Option<Time>,
}

/// What is wrong in the text of a plan, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// The word.
    pub word: String,
    /// The first byte of the word in the text.
    pub at: usize,
    /// The text.
    pub text: String,
}

impl Problem {
    /// The problem, ready to be shown.
    pub fn notice(&self) -> Notice {
        let column = u64::try_from(self.at).unwrap_or(u64::MAX).saturating_add(1);
        let spot = Spot {
            place: "the plan".to_owned(),
            line: 1,
            column: Some(column),
            width: self.word.len(),
            source: Some(self.text.clone()).filter(|text| !text.trim().is_empty() && text.len() <= LONGEST),
        };
        let diagnostic = sentence(&self.word, &self.fault);
        Notice { diagnostic, found: self.word.clone(), spot, is_warning: false, more: 0 }
    }
}

impl Plan {
    /// When it starts: now, or the next time the person's clock shows what was told.
    ///
    /// # Errors
    /// [`Fault::Past`] for a time of today that is over.
    pub fn start(&self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Fault> {
        let here = now.to_zoned(zone.clone());
        let (today, at) = (here.date(), self.clock.unwrap_or_else(|| here.time()));
        let tomorrow = today.checked_add(1.day()).unwrap_or(today);
        let on =
            |day: jiff::civil::Date| zone.to_ambiguous_timestamp(day.to_datetime(at)).compatible().unwrap_or(now);
        match (self.is_tomorrow, self.clock) {
            (None, None) | (Some(false), None) => Ok(now),
            (Some(true), _) => Ok(on(tomorrow)),
            (Some(false), Some(_)) if on(today) < now => Err(Fault::Past),
            (None, Some(_)) if on(today) < now => Ok(on(tomorrow)),
            (_, Some(_)) => Ok(on(today)),
        }
    }
}

/// A word of the text.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    at: usize,
    text: &'t str,
}

/// Reads the text of a plan.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read(text: &str) -> Result<Plan, Problem> {
    let problem =
        |at: usize, word: &str, fault: Fault| Problem { fault, word: word.to_owned(), at, text: text.to_owned() };
    if text.len() > LONGEST {
        return Err(problem(0, "", Fault::TooLong));
    }
    let words = words(text);
    if words.is_empty() {
        return Err(problem(0, "", Fault::Empty));
    }
    let mut reading = Reading { plan: Plan::default(), told: BTreeSet::new() };
    let mut rest = words.as_slice();
    while let Some(first) = rest.first() {
        let used = reading.item(rest).map_err(|fault| problem(first.at, first.text, fault))?;
        rest = rest.get(used.max(1)..).unwrap_or_default();
    }
    Ok(reading.plan)
}

/// The words between blanks, without commas and semicolons at their ends.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), from) {
            (false, None) => from = Some(at),
            (true, Some(start)) => {
                let word = text.get(start..at).unwrap_or_default();
                let bare = word.trim_matches([',', ';']);
                let before = word.len().saturating_sub(word.trim_start_matches([',', ';']).len());
                if !bare.is_empty() {
                    words.push(Word { at: start.saturating_add(before), text: bare });
                }
                from = None;
            }
            _ => {}
        }
    }
    words
}

/// Words with a meaning of their own, folded; for the nearest when one is not known.
const KNOWN: &[&str] = &[
    "rpe",
    "warmup",
    "cooldown",
    "tight",
    "loose",
    "compression",
    "shoes",
    "new",
    "electrolytes",
    "hard",
    "at",
    "today",
    "tomorrow",
    "zone",
    "no",
    "without",
    "not",
    "eng",
    "locker",
    "kompression",
    "schuhe",
    "neue",
    "elektrolyte",
    "hart",
    "um",
    "heute",
    "morgen",
    "kein",
    "ohne",
    "nicht",
    "run",
    "walk",
    "hike",
    "bike",
    "swim",
    "row",
    "strength",
    "laufen",
    "radfahren",
    "schwimmen",
    "wandern",
    "gehen",
    "aufwaermen",
    "auslaufen",
];

struct Reading {
    plan: Plan,
    told: BTreeSet<&'static str>,
}

/// How many words an item took.
type Used = Result<usize, Fault>;

impl Reading {
    /// Reads the item that begins the rest.
    fn item(&mut self, rest: &[Word<'_>]) -> Used {
        let word = |number: usize| rest.get(number).map(|word| plain(word.text));
        let first = word(0).unwrap_or_default();
        let second = word(1).unwrap_or_default();
        if let Some(used) = self.named(&first, &second, rest) {
            return used;
        }
        if let Some(used) = self.zone(&first, &second) {
            return used;
        }
        if first.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
            return self.amount(&first, &second);
        }
        // Names of sports have up to three words.
        for length in (1..=3_usize.min(rest.len())).rev() {
            let words: Vec<&str> = rest.iter().take(length).map(|word| word.text).collect();
            if let Some(sport) = dialect::sport(&words.join(" ")) {
                self.once("the sport")?;
                self.plan.workout.sport = Some(sport).filter(|sport| *sport != Sport::Other);
                return Ok(length);
            }
        }
        let meant = nearest(&first, KNOWN.iter().copied()).map(str::to_owned);
        Err(Fault::UnknownWord { meant })
    }

    fn once(&mut self, what: &'static str) -> Result<(), Fault> {
        if self.told.insert(what) { Ok(()) } else { Err(Fault::Twice { what }) }
    }

    /// Words that stand for themselves, or say what the next one is.
    fn named(&mut self, first: &str, second: &str, rest: &[Word<'_>]) -> Option<Used> {
        Some(match (first, second) {
            ("no" | "not" | "without" | "kein" | "keine" | "ohne" | "nicht", what) => self.without(what),
            ("tight" | "eng" | "enge", _) => self.flag("tight gear", 1, |plan| plan.tight_fit = Some(true)),
            ("loose" | "locker", _) => self.flag("tight gear", 1, |plan| plan.tight_fit = Some(false)),
            ("compression" | "kompression", _) => self.flag("compression", 1, |plan| plan.compression = Some(true)),
            ("electrolytes" | "electrolyte" | "elektrolyte", _) => {
                self.flag("electrolytes", 1, |plan| plan.electrolyte_drink = Some(true))
            }
            ("new" | "neue" | "neuen", "shoes" | "schuhe" | "schuhen") => {
                self.flag("the shoes", 2, |plan| plan.shoe_km = Kilometres::new(0.0))
            }
            ("shoes" | "schuhe", _) => self.after(rest, "kilometres, like 250km", "the shoes", |plan, text| {
                plan.shoe_km = Some(within(Kilometres::new, text, &["km"])?);
                Ok(())
            }),
            ("rpe", _) => self.after(rest, "a number from 0 to 10", "the effort", |plan, text| {
                plan.rpe_cr10 = Some(within(Score10::new, text, &[])?);
                Ok(())
            }),
            ("warmup" | "warm-up" | "aufwaermen", _) => {
                self.after(rest, "minutes, 0 for none", "the warm-up", |plan, text| {
                    plan.warmup_min = Some(within(Minutes::new, text, &["min"])?);
                    Ok(())
                })
            }
            ("cooldown" | "cool-down" | "auslaufen", _) => {
                self.after(rest, "minutes, 0 for none", "the cool-down", |plan, text| {
                    plan.cooldown_min = Some(within(Minutes::new, text, &["min"])?);
                    Ok(())
                })
            }
            ("hard" | "hart", _) => {
                self.after(rest, "a share of hard ground, like 60%", "the ground", |plan, text| {
                    plan.hard_surface_pct = Some(within(Percent::new, text, &["%"])?);
                    Ok(())
                })
            }
            ("today" | "heute", _) => self.day(false),
            ("tomorrow" | "morgen", _) => self.day(true),
            ("at" | "um", _) => self.clock(second),
            _ => return None,
        })
    }

    fn flag(&mut self, what: &'static str, used: usize, set: impl FnOnce(&mut Workout)) -> Used {
        self.once(what)?;
        set(&mut self.plan.workout);
        Ok(used)
    }

    fn without(&mut self, what: &str) -> Used {
        match what {
            "tight" | "eng" | "enge" => self.flag("tight gear", 2, |plan| plan.tight_fit = Some(false)),
            "compression" | "kompression" => self.flag("compression", 2, |plan| plan.compression = Some(false)),
            "electrolytes" | "electrolyte" | "elektrolyte" => {
                self.flag("electrolytes", 2, |plan| plan.electrolyte_drink = Some(false))
            }
            "warmup" | "warm-up" | "aufwaermen" => {
                self.flag("the warm-up", 2, |plan| plan.warmup_min = Minutes::new(0.0))
            }
            "cooldown" | "cool-down" | "auslaufen" => {
                self.flag("the cool-down", 2, |plan| plan.cooldown_min = Minutes::new(0.0))
            }
            _ => Err(Fault::NeedsAfter { wanted: "tight, compression, electrolytes, warmup or cooldown" }),
        }
    }

    /// A word, a number after it, and maybe the unit as a word of its own.
    fn after(
        &mut self,
        rest: &[Word<'_>],
        wanted: &'static str,
        what: &'static str,
        set: impl FnOnce(&mut Workout, &str) -> Result<(), Fault>,
    ) -> Used {
        let text = |number: usize| rest.get(number).map(|word| plain(word.text)).unwrap_or_default();
        let (number, unit) = (text(1), text(2));
        if !number.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(Fault::NeedsAfter { wanted });
        }
        let is_bare = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        let is_unit = is_bare && ["min", "km", "%"].contains(&unit.as_str());
        let (joined, used) = if is_unit { (format!("{number}{unit}"), 3) } else { (number, 2) };
        self.once(what)?;
        set(&mut self.plan.workout, &joined).map_err(|fault| match fault {
            Fault::NoUnit => Fault::NeedsAfter { wanted },
            fault => fault,
        })?;
        Ok(used)
    }

    fn day(&mut self, is_tomorrow: bool) -> Used {
        self.once("the day")?;
        self.plan.is_tomorrow = Some(is_tomorrow);
        Ok(1)
    }

    fn clock(&mut self, text: &str) -> Used {
        let wrong = Fault::NeedsAfter { wanted: "a time like 18:00" };
        let (hour, minute) = text.split_once(':').ok_or_else(|| wrong.clone())?;
        let two = |part: &str| if (1..=2).contains(&part.len()) { part.parse::<i8>().ok() } else { None };
        let (Some(hour), Some(minute)) = (two(hour), two(minute)) else { return Err(wrong) };
        self.once("the time")?;
        self.plan.clock = Some(Time::new(hour, minute, 0, 0).map_err(|_| wrong)?);
        Ok(2)
    }

    /// `z3` or `zone 3`.
    fn zone(&mut self, first: &str, second: &str) -> Option<Used> {
        let (digit, used) = match first {
            "zone" => (second, 2),
            first => (first.strip_prefix('z').filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()))?, 1),
        };
        let wanted = || "a zone from 1 to 5".to_owned();
        let rating = digit.parse().ok().and_then(effort::of_zone).and_then(Score10::new);
        let set = |reading: &mut Reading| {
            let rating = rating.ok_or_else(|| Fault::OutOfRange { wanted: wanted() })?;
            reading.once("the effort")?;
            reading.plan.workout.rpe_cr10 = Some(rating);
            Ok(used)
        };
        Some(set(self))
    }

    /// A number with its unit, in one word or two.
    fn amount(&mut self, first: &str, second: &str) -> Used {
        let (_, unit) = split(first);
        let of_time = unit.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if unit.starts_with(':') || LENGTHS.contains(&of_time) {
            return self.length(first, second);
        }
        if !unit.is_empty() {
            self.measured(first)?;
            return Ok(1);
        }
        match second {
            unit if LENGTHS.contains(&unit) => self.length(&format!("{first}{second}"), "").map(|_| 2),
            unit if UNITS.contains(&unit) => self.measured(&format!("{first}{second}")).map(|()| 2),
            _ => Err(Fault::NoUnit),
        }
    }

    /// `75min`, `1:15` (hours and minutes), `1h15`, `1h 15min`.
    fn length(&mut self, first: &str, second: &str) -> Used {
        let told = match first.split_once(':') {
            Some((_, minutes)) if !minutes.contains(':') => format!("{first}:00"),
            _ if first.contains('h') && first.ends_with(|c: char| c.is_ascii_digit()) => format!("{first}min"),
            _ => first.to_owned(),
        };
        let whole =
            if first.ends_with('h') && second.ends_with("min") { Some(format!("{told} {second}")) } else { None };
        let (minutes, used) = match whole.and_then(|whole| duration::read(&whole)) {
            Some(minutes) => (minutes, 2),
            None => (duration::read(&told).ok_or(Fault::UnknownWord { meant: Some("75min".to_owned()) })?, 1),
        };
        self.once("the duration")?;
        self.plan.workout.duration_min = Some(inside(Minutes::new, minutes)?);
        Ok(used)
    }

    fn measured(&mut self, text: &str) -> Result<(), Fault> {
        let (number, unit) = split(text);
        let read = number::read_as(number, Style::Point).or_else(|| number::read_as(number, Style::Comma));
        let number = read.ok_or(Fault::UnknownWord { meant: None })?;
        let plan = &mut self.plan.workout;
        let what = match unit {
            "ml" => put(&mut plan.fluid_ml, inside(Millilitres::new, number)?, "the drink"),
            "cl" => put(&mut plan.fluid_ml, inside(Millilitres::new, number * 10.0)?, "the drink"),
            "l" => put(&mut plan.fluid_ml, inside(Millilitres::new, number * 1000.0)?, "the drink"),
            "mg" => put(&mut plan.sodium_mg, inside(Milligrams::new, number)?, "the sodium"),
            "c" | "°c" | "°" => put(&mut plan.temp_c, inside(Celsius::new, number)?, "the temperature"),
            "f" | "°f" => put(&mut plan.temp_c, inside(Celsius::new, (number - 32.0) / 1.8)?, "the temperature"),
            "%" => put(&mut plan.humidity_pct, inside(Percent::new, number)?, "the humidity"),
            "km" | "k" => put(&mut plan.distance_m, inside(Metres::new, number * 1000.0)?, "the distance"),
            "mi" | "mile" | "miles" => {
                put(&mut plan.distance_m, inside(Metres::new, number * MILE_M)?, "the distance")
            }
            "m" => return Err(Fault::MinutesOrMetres),
            _ => return Err(Fault::UnknownWord { meant: None }),
        };
        self.once(what)
    }
}

/// Metres of a mile.
const MILE_M: f64 = 1609.344;
/// Units that may stand as words of their own.
const UNITS: &[&str] =
    &["ml", "cl", "l", "mg", "c", "°c", "°", "f", "°f", "%", "km", "k", "mi", "mile", "miles", "m"];

/// Units of time.
const LENGTHS: &[&str] =
    &["h", "hr", "hrs", "hour", "hours", "std", "stunden", "min", "mins", "minute", "minutes", "minuten"];

/// Small letters, without accents; a degree sign stays.
fn plain(word: &str) -> String {
    fold(word)
}

fn put<Q>(field: &mut Option<Q>, value: Q, what: &'static str) -> &'static str {
    *field = Some(value);
    what
}

/// The number at the beginning and what stands behind it.
fn split(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))).unwrap_or(text.len());
    text.split_at(end)
}

/// A number that its field takes.
fn inside<Q: Quantity>(new: fn(f64) -> Option<Q>, number: f64) -> Result<Q, Fault> {
    new(number)
        .ok_or_else(|| Fault::OutOfRange { wanted: format!("{} to {} {}", Q::LOW, Q::HIGH, unit_said(Q::UNIT)) })
}

/// Units as people write them.
fn unit_said(unit: &str) -> &str {
    match unit {
        "pct" => "%",
        "c" => "C",
        "0_10" => "of 10",
        unit => unit,
    }
}

/// A number with one of these units, or with none.
fn within<Q: Quantity>(new: fn(f64) -> Option<Q>, text: &str, units: &[&str]) -> Result<Q, Fault> {
    let (number, unit) = split(text);
    if !unit.is_empty() && !units.contains(&unit) {
        return Err(Fault::NoUnit);
    }
    let read = number::read_as(number, Style::Point).or_else(|| number::read_as(number, Style::Comma));
    inside(new, read.ok_or(Fault::NoUnit)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plan(text: &str) -> Plan {
        read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
    }

    #[test]
    fn a_plan_is_read_in_the_ways_people_write_it() {
        let read = plan("run 75min z3 400ml 28C 60% warmup 10 cooldown 0 tight new shoes 300mg at 18:00 tomorrow");
        let told = read.workout;
        assert_eq!(told.sport, Some(Sport::Run));
        let numbers = [
            told.duration_min.map(Quantity::get),
            told.rpe_cr10.map(Quantity::get),
            told.fluid_ml.map(Quantity::get),
            told.temp_c.map(Quantity::get),
            told.humidity_pct.map(Quantity::get),
            told.warmup_min.map(Quantity::get),
            told.cooldown_min.map(Quantity::get),
            told.shoe_km.map(Quantity::get),
            told.sodium_mg.map(Quantity::get),
        ];
        assert_eq!(numbers, [75.0, 5.0, 400.0, 28.0, 60.0, 10.0, 0.0, 0.0, 300.0].map(Some));
        assert_eq!((told.tight_fit, told.compression, told.electrolyte_drink), (Some(true), None, None));
        assert_eq!((read.is_tomorrow, read.clock), (Some(true), Time::new(18, 0, 0, 0).ok()));
        for text in ["1h15", "1:15", "1:15:00", "75 min", "1h 15min", "1h15min", "75 Minuten"] {
            assert_eq!(plan(text).workout.duration_min, Minutes::new(75.0), "{text}");
        }
        for text in ["0.5l", "0,5l", "500 ml", "50cl"] {
            assert_eq!(plan(text).workout.fluid_ml, Millilitres::new(500.0), "{text}");
        }
        for text in ["82.4F", "28°C", "28 c", "28°"] {
            let degrees = plan(text).workout.temp_c.unwrap().get();
            assert!((degrees - 28.0).abs() < 1e-9, "{text}");
        }
        assert_eq!(plan("-5C").workout.temp_c, Celsius::new(-5.0));
        assert_eq!(plan("6mi").workout.distance_m, Metres::new(6.0 * MILE_M));
        assert_eq!(plan("5miles").workout.distance_m, Metres::new(5.0 * MILE_M));
        assert_eq!(plan("10 km, rpe 6").workout.rpe_cr10, Score10::new(6.0));
        assert_eq!(plan("zone 2").workout.rpe_cr10, Score10::new(3.0));
        let german = plan("Laufen, eng, ohne Aufwärmen, hart 60%, Schuhe 250 km, morgen um 6:30");
        assert_eq!((german.workout.warmup_min, german.workout.tight_fit), (Minutes::new(0.0), Some(true)));
        assert_eq!(german.workout.hard_surface_pct, Percent::new(60.0));
        assert_eq!((german.workout.shoe_km, german.workout.sport), (Kilometres::new(250.0), Some(Sport::Run)));
        assert_eq!(plan("trail running no compression electrolytes").workout.sport, Some(Sport::Run));
    }

    #[test]
    fn what_is_not_told_is_not_known() {
        let told = crate::record::Body::Workout(Box::new(plan("run 30min").workout)).answered();
        assert_eq!(told.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["duration_min", "sport"]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let wrong = |text: &str| {
            let problem = read(text).unwrap_err();
            (problem.at, problem.word, problem.fault)
        };
        let slip = |meant: &str| Fault::UnknownWord { meant: Some(meant.to_owned()) };
        assert_eq!(wrong("run 75min tigth"), (10, "tigth".into(), slip("tight")));
        assert_eq!(wrong("run, 75"), (5, "75".into(), Fault::NoUnit));
        assert_eq!(wrong("run 400m"), (4, "400m".into(), Fault::MinutesOrMetres));
        assert_eq!(wrong("30min 40min"), (6, "40min".into(), Fault::Twice { what: "the duration" }));
        assert_eq!(wrong("z3 rpe 4"), (3, "rpe".into(), Fault::Twice { what: "the effort" }));
        assert!(matches!(wrong("run warmup 75C").2, Fault::NeedsAfter { .. }));
        assert!(matches!(wrong("run warmup").2, Fault::NeedsAfter { .. }));
        assert!(matches!(wrong("rpe 11").2, Fault::OutOfRange { .. }));
        assert!(matches!(wrong("z7").2, Fault::OutOfRange { .. }));
        assert!(matches!(wrong("at noon").2, Fault::NeedsAfter { .. }));
        assert!(matches!(wrong("at 25:00").2, Fault::NeedsAfter { .. }));
        assert_eq!((wrong(" ").2, wrong(&"a".repeat(600)).2), (Fault::Empty, Fault::TooLong));
        let text = read("run 75min tigth").unwrap_err().notice().text(false);
        for wanted in ["E0303", "the plan:1:11", "^^^^^", "was \"tight\" meant?"] {
            assert!(text.contains(wanted), "{text}");
        }
    }

    #[test]
    fn a_plan_starts_when_the_clock_next_shows_its_time() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2026-11-23T15:00:00Z".parse().unwrap();
        let start = |text: &str| plan(text).start(now, &zone).map(|at| at.to_string());
        assert_eq!(start("run").as_deref(), Ok("2026-11-23T15:00:00Z"));
        assert_eq!(start("at 18:00").as_deref(), Ok("2026-11-23T17:00:00Z"));
        assert_eq!(start("at 9:00").as_deref(), Ok("2026-11-24T08:00:00Z"));
        assert_eq!(start("tomorrow").as_deref(), Ok("2026-11-24T15:00:00Z"));
        assert_eq!(start("today at 9:00"), Err(Fault::Past));
    }

    /// Things that can be told, each of something else.
    const ITEMS: &[&str] = &[
        "trail running",
        "1h 15min",
        "rpe 6",
        "0.5 l",
        "28C",
        "60%",
        "warmup 10 min",
        "no cooldown",
        "not tight",
        "compression",
        "new shoes",
        "300mg",
        "10 km",
        "hard 40 %",
        "tomorrow",
        "at 18:00",
        "electrolytes",
    ];

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}|([a-z0-9.:%,-]{1,6} ){0,8}") {
            if let Err(problem) = read(&text) {
                let _ = problem.notice().text(false);
            }
        }

        #[test]
        fn the_order_of_what_is_told_does_not_matter(
            items in Just(ITEMS.to_vec()).prop_shuffle(), count in 1..ITEMS.len(),
        ) {
            let told = &items[..count];
            let mut sorted = told.to_vec();
            sorted.sort_unstable();
            prop_assert_eq!(read(&told.join(" ")), read(&sorted.join(", ")));
            prop_assert!(read(&told.join(" ")).is_ok(), "{:?}", told);
        }
    }
}
