//! The smallest change of a session that brings its forecast a band lower.
//!
//! Only what is safe to change: shorter, cooler, softer, looser, warmed up; drinking only within the limits of every
//! drink tip. Nothing is ever taken away from drink, salt or rest, and nothing that loads the body is added.

use super::outlook::Band;
use crate::assess::advice::Reason;
use crate::assess::advice::reason::COLD_BELOW_C;
use crate::assess::fluid::{DRINK_MOST_ML_PER_H, against_drinking, drink_tips_withheld};
use crate::assess::red_flags::Report;
use crate::body::session::Session;
use crate::record::words::Condition;
use crate::record::{History, Key, Workout};
use crate::time::add_days;
use crate::units::{Celsius, Kilograms, Kilometres, Millilitres, Minutes, Percent, Quantity};

/// What can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// Gear that is not tight.
    LooserGear,
    /// No compression wear.
    NoCompression,
    /// Shoes that have run 80 km.
    OtherShoes,
    /// A warm-up of 10 minutes in place of none.
    WarmUp,
    /// A cool-down of 10 minutes in place of none.
    CoolDown,
    /// Less of the way on hard ground.
    SofterGround,
    /// A cooler hour.
    CoolerHour,
    /// More to drink, to thirst.
    Drink,
    /// A shorter session.
    Shorter,
}

/// A change that lowers the band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What is changed.
    pub lever: Lever,
    /// Steps of the grid.
    pub steps: usize,
    /// By how much, in the unit of [`Lever::unit`]; of yes and no 1.
    pub by: f64,
    /// What it is then; of yes and no 0.
    pub to: f64,
    /// The band it would then be.
    pub band: Band,
}

/// What must not be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// More to drink may be told.
    pub may_drink: bool,
    /// No compression wear may be told.
    pub may_drop_compression: bool,
}

/// A minute of a warm-up or cool-down.
const WARM_MIN: f64 = 10.0;
/// Worn-in shoes have run so much.
const WORN_IN_KM: f64 = 80.0;
/// The steps of the grid.
const GROUND_STEP_PCT: f64 = 10.0;
const AIR_STEP_C: f64 = 2.0;
const AIR_STEPS: u32 = 5;
const DRINK_STEP_ML: f64 = 50.0;
const SHORTER_STEP_MIN: f64 = 5.0;
/// A session is not made shorter than this share of it, nor than this.
const SHORTER_SHARE: f64 = 0.5;
const SHORTEST_MIN: f64 = 10.0;
/// Steps of a grid.
const STEPS_MOST: u32 = 200;
/// A gain of body mass so many days back still keeps drink tips away.
const GAIN_DAYS: f64 = 30.0;

impl Limits {
    /// What must not be changed in this session of this history.
    pub fn of(history: &History, session: &Session<'_>) -> Limits {
        let since = (add_days(session.start, -GAIN_DAYS), Key::LEAST);
        let earlier = history.workouts().range(since..(session.start, session.key));
        let gained = earlier.into_iter().any(|((start, key), workout)| {
            let before = Session { key: *key, start: *start, workout };
            let reasons = drink_tips_withheld(history, &before);
            reasons.contains(&Reason::GainSeen) || reasons.contains(&Reason::HeadacheVomitingConfusion)
        });
        let day = (add_days(session.start, -1.0), Key::LEAST)..=(session.start, Key::GREATEST);
        let mut reports = history.symptoms().range(day);
        let speaks_against =
            reports.any(|((at, key), said)| !against_drinking(&Report::new(*key, *at, said)).is_empty());
        Limits {
            may_drink: !gained && !speaks_against && drink_tips_withheld(history, session).is_empty(),
            may_drop_compression: history.profile.has(Condition::PrescribedCompression) == Some(false),
        }
    }
}

impl Lever {
    /// Every lever; of changes as small the first is told first.
    pub const ALL: &'static [Lever] = &[
        Lever::LooserGear,
        Lever::NoCompression,
        Lever::OtherShoes,
        Lever::WarmUp,
        Lever::CoolDown,
        Lever::SofterGround,
        Lever::CoolerHour,
        Lever::Drink,
        Lever::Shorter,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Lever::LooserGear => "looser_gear",
            Lever::NoCompression => "no_compression",
            Lever::OtherShoes => "other_shoes",
            Lever::WarmUp => "warm_up",
            Lever::CoolDown => "cool_down",
            Lever::SofterGround => "softer_ground",
            Lever::CoolerHour => "cooler_hour",
            Lever::Drink => "drink_to_thirst",
            Lever::Shorter => "shorter",
        }
    }

    /// The unit of what is changed; empty of yes and no.
    pub fn unit(self) -> &'static str {
        match self {
            Lever::LooserGear | Lever::NoCompression => "",
            Lever::OtherShoes => Kilometres::UNIT,
            Lever::WarmUp | Lever::CoolDown | Lever::Shorter => Minutes::UNIT,
            Lever::SofterGround => Percent::UNIT,
            Lever::CoolerHour => Celsius::UNIT,
            Lever::Drink => Millilitres::UNIT,
        }
    }

    /// The session after so many steps, from 1, with the value it then has; `None` where the grid ends, or when it was
    /// not told what there is to change.
    fn step(self, workout: &Workout, limits: &Limits, steps: u32) -> Option<(Workout, f64, f64)> {
        let mut changed = workout.clone();
        let (from, to) = match self {
            Lever::LooserGear => {
                (workout.tight_fit == Some(true)).then_some(())?;
                changed.tight_fit = Some(false);
                once(steps, 1.0, 0.0)?
            }
            Lever::NoCompression => {
                (workout.compression == Some(true) && limits.may_drop_compression).then_some(())?;
                changed.compression = Some(false);
                once(steps, 1.0, 0.0)?
            }
            Lever::OtherShoes => {
                let worn = workout.shoe_km?.get();
                changed.shoe_km = Kilometres::new(WORN_IN_KM);
                once(steps, worn, WORN_IN_KM).filter(|(worn, _)| *worn < WORN_IN_KM)?
            }
            Lever::WarmUp => {
                changed.warmup_min = Minutes::new(WARM_MIN);
                once(steps, workout.warmup_min?.get(), WARM_MIN).filter(|(none, _)| *none == 0.0)?
            }
            Lever::CoolDown => {
                changed.cooldown_min = Minutes::new(WARM_MIN);
                once(steps, workout.cooldown_min?.get(), WARM_MIN).filter(|(none, _)| *none == 0.0)?
            }
            Lever::SofterGround => {
                let hard = workout.hard_surface_pct?.get();
                let to = (hard - GROUND_STEP_PCT * f64::from(steps)).max(0.0);
                changed.hard_surface_pct = Percent::new(to);
                // The last step may be shorter, and none leads further.
                (hard > 0.0 && hard - GROUND_STEP_PCT * f64::from(steps) > -GROUND_STEP_PCT).then_some((hard, to))?
            }
            Lever::CoolerHour => {
                let air = workout.temp_c?.get();
                let to = air - AIR_STEP_C * f64::from(steps);
                changed.temp_c = Celsius::new(to);
                (steps <= AIR_STEPS && to >= COLD_BELOW_C).then_some((air, to))?
            }
            Lever::Drink => drunk(&mut changed, limits, steps)?,
            Lever::Shorter => shortened(&mut changed, steps)?,
        };
        Some((changed, (to - from).abs(), to))
    }
}

/// A change that is made or not.
fn once(steps: u32, from: f64, to: f64) -> Option<(f64, f64)> {
    (steps == 1).then_some((from, to))
}

/// More to drink, as long as the whole stays within what any drink tip may say.
fn drunk(changed: &mut Workout, limits: &Limits, steps: u32) -> Option<(f64, f64)> {
    let (from, minutes) = (changed.fluid_ml?.get(), changed.duration_min.or(changed.elapsed_min)?.get());
    let to = from + DRINK_STEP_ML * f64::from(steps);
    (limits.may_drink && to * 60.0 <= DRINK_MOST_ML_PER_H * minutes).then_some(())?;
    changed.fluid_ml = Millilitres::new(to);
    // What was weighed afterwards would have been as much more: the sweat stays the same.
    changed.mass_after_kg = changed.mass_after_kg.and_then(|kg| Kilograms::new(kg.get() + (to - from) / 1000.0));
    Some((from, to))
}

fn shortened(changed: &mut Workout, steps: u32) -> Option<(f64, f64)> {
    let from = changed.duration_min.or(changed.elapsed_min)?.get();
    let to = from - SHORTER_STEP_MIN * f64::from(steps);
    (to >= SHORTEST_MIN && to >= from * SHORTER_SHARE).then_some(())?;
    // What is drunk is not taken away, so it must not be too much for the shorter time.
    let ml_per_h = |minutes: f64| changed.fluid_ml.map_or(0.0, |drunk| drunk.get() * 60.0 / minutes);
    (ml_per_h(to) <= DRINK_MOST_ML_PER_H).then_some(())?;
    // Of both lengths, where both are told, the pauses stay.
    changed.elapsed_min = changed.elapsed_min.and_then(|all| Minutes::new(all.get() + to - from));
    changed.duration_min = changed.duration_min.and(Minutes::new(to));
    Some((from, to))
}

/// The smallest change of each kind that brings the session below `band`, the one with the fewest steps first. `judge`
/// says the band of a changed session.
pub fn changes(
    workout: &Workout,
    band: Band,
    limits: &Limits,
    mut judge: impl FnMut(&Workout) -> Band,
) -> Vec<Change> {
    let mut found = Vec::new();
    if band == Band::Lower {
        return found;
    }
    for lever in Lever::ALL {
        for (steps, number) in (1..=STEPS_MOST).zip(1_usize..) {
            let Some((changed, by, to)) = lever.step(workout, limits, steps) else { break };
            let then = judge(&changed);
            if then < band {
                found.push(Change { lever: *lever, steps: number, by, to, band: then });
                break;
            }
        }
    }
    found.sort_by_key(|change| change.steps);
    found
}
