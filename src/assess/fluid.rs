//! The balance of water over a finished session: too much lost, or more drunk than lost.

use std::borrow::Cow;

use super::advice::reason::{LOW_SODIUM_SIGNS, Reason, signs_unread};
use super::answer::Missing;
use super::finding::{Because, Change, Finding, Level, RuleId, Verdict, Withheld};
use super::red_flags::Report;
use super::rules::{Family, LooksAt, Rule};
use crate::body::session::{Fluid, MassChange, Session, reports_of};
use crate::body::sweat;
use crate::record::words::Condition;
use crate::record::{History, Key, Value};
use crate::units::Quantity;

/// A loss above this share of body mass is found, in per cent. Source: Sawka 2007 (ACSM).
pub const LOSS_LIMIT_PCT: f64 = 2.0;
/// A gain from this share of body mass on is found, in per cent.
pub const GAIN_LIMIT_PCT: f64 = 0.5;
/// After so many hours any gain is found; and no tip to drink is given for a session that was longer.
pub const LONG_H: f64 = 4.0;
/// After so many hours tips to drink need a known change of body mass. Stricter than [`LONG_H`] on purpose.
pub const TIPS_LONG_H: f64 = 3.0;
/// No tip lets the whole drinking of a session pass this, in millilitres per hour.
pub const DRINK_MOST_ML_PER_H: f64 = 800.0;
/// Room for the rounding of binary fractions, in per cent: far below what any scales tell apart.
const ROUNDING_PCT: f64 = 1e-9;
/// Drink tips are rounded up to this, in millilitres.
const DRINK_STEP_ML: f64 = 50.0;

/// More than 2 % of body mass lost over a session: measured before and after, else the sweat the device reckons
/// less what was drunk.
pub static FLUID_DEFICIT: Rule = Rule {
    id: "fluid_deficit",
    family: Family::Fluid,
    looks_at: LooksAt::Session,
    horizon_days: 30,
    source: "ACSM 2007 (Sawka 2007, Med Sci Sports Exerc 39:377)",
    title: "fluid_deficit",
};

/// Body mass gained over a session: from 0.5 % on, or any gain after at least 4 h.
pub static FLUID_GAIN: Rule = Rule {
    id: "fluid_gain",
    family: Family::Fluid,
    looks_at: LooksAt::Session,
    horizon_days: 0,
    source: "EAH consensus (Hew-Butler 2015, Clin J Sport Med 25:303)",
    title: "fluid_gain",
};

/// Why nobody may be told to drink more after this session; empty when it is safe. Every tip to drink asks first.
pub fn drink_tips_withheld(history: &History, session: &Session<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match session.mass_change(history) {
        MassChange::Known { pct, .. } if pct > 0.0 => reasons.push(Reason::GainSeen),
        MassChange::Known { .. } => {}
        // What cannot be believed may have been a gain.
        MassChange::NotBelieved => reasons.push(Reason::MassChangeUnknown),
        MassChange::Unknown if session.length_h().is_none_or(|hours| hours >= TIPS_LONG_H) => {
            reasons.push(Reason::MassChangeUnknown);
        }
        MassChange::Unknown => {}
    }
    match (session.fluid(history), session.active_h()) {
        (Some(fluid), Some(hours)) if fluid.ml / hours >= DRINK_MOST_ML_PER_H => reasons.push(Reason::DrinkingMuch),
        (Some(_), Some(_)) => {}
        _ => reasons.push(Reason::IntakeUnknown),
    }
    let held = |condition| history.profile.has(condition) == Some(true);
    if held(Condition::KidneyDisease) || held(Condition::HeartFailure) {
        reasons.push(Reason::KidneyOrHeart);
    }
    if session.length_h().is_some_and(|hours| hours > LONG_H) {
        reasons.push(Reason::LongSession);
    }
    for told in reports_of(history, session) {
        reasons.extend(against_drinking(&Report::new(told.key, told.at, told.said)));
    }
    reasons.sort();
    reasons.dedup();
    reasons
}

/// What one report says against drinking more.
pub fn against_drinking(told: &Report<'_>) -> Vec<Reason> {
    let gained = told.said.weight_change_pct.is_some_and(|change| change.get() > 0.0);
    let reasons = [
        (gained, Reason::GainSeen),
        (told.sign(LOW_SODIUM_SIGNS).is_yes(), Reason::HeadacheVomitingConfusion),
        (signs_unread(told), Reason::SignsUnread),
    ];
    reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect()
}

/// A loss of body mass.
struct Loss {
    pct: f64,
    estimated: bool,
    records: Vec<Key>,
}

/// See [`FLUID_DEFICIT`].
pub fn fluid_deficit(history: &History, session: &Session<'_>) -> Verdict {
    let loss = match session.mass_change(history) {
        MassChange::Known { pct, records } => measured_loss(history, session, pct, records),
        MassChange::NotBelieved => Err(Missing::from(["plausible_mass_change"])),
        MassChange::Unknown => estimated_loss(history, session),
    };
    match loss {
        Err(missing) => unknown(missing),
        Ok(loss) if is_over(loss.pct) => Verdict::Found(Box::new(deficit(history, session, loss))),
        Ok(_) => Verdict::Clear,
    }
}

fn is_over(loss_pct: f64) -> bool {
    loss_pct > LOSS_LIMIT_PCT + ROUNDING_PCT
}

/// The loss of body mass that was measured; not used when it stands for a sweat rate no human has.
fn measured_loss(
    history: &History,
    session: &Session<'_>,
    change_pct: f64,
    records: Vec<Key>,
) -> Result<Loss, Missing> {
    let workout = session.workout;
    if let (Some(before), Some(after), Some(hours)) =
        (workout.mass_before_kg, workout.mass_after_kg, session.active_h())
    {
        let fluid = session.fluid(history);
        let drunk_ml = fluid.as_ref().map_or(0.0, |fluid| fluid.ml);
        let rate_l_h = sweat::sweat_loss_ml(before, after, drunk_ml, 0.0, 0.0) / 1000.0 / hours;
        // Without the whole of what was drunk the true rate is higher, so only a high one speaks against it.
        let is_whole = fluid.is_some_and(|fluid| !fluid.is_lower_bound);
        if rate_l_h > sweat::SWEAT_RATE_BELIEVED_L_H || (is_whole && !sweat::is_believable_rate(rate_l_h)) {
            return Err(Missing::from(["plausible_sweat_rate"]));
        }
    }
    Ok(Loss { pct: -change_pct, estimated: false, records })
}

/// The loss reckoned from the device's sweat loss and what was drunk.
fn estimated_loss(history: &History, session: &Session<'_>) -> Result<Loss, Missing> {
    let workout = session.workout;
    let Some(sweat_ml) = workout.sweat_loss_ml.map(Quantity::get) else {
        let mut missing = masses_missing(session);
        missing.insert("sweat_loss_ml");
        return Err(missing);
    };
    let rate = session.active_h().and_then(|hours| sweat::sweat_rate_l_h(sweat_ml, hours));
    match rate {
        None => return Err(Missing::from(["duration_min"])),
        Some(rate) if !sweat::is_believable_rate(rate) => return Err(Missing::from(["plausible_sweat_rate"])),
        Some(_) => {}
    }
    let Some(mass) = session.body_mass(history) else { return Err(Missing::from(["body_mass_kg"])) };
    let pct_of = |ml: f64| ml / 10.0 / mass.kg.get();
    let mut records = mass.records;
    records.push(session.key);
    let Some(fluid) = session.fluid(history) else {
        // Whatever was drunk makes the loss smaller.
        return match is_over(pct_of(sweat_ml)) {
            true => Err(Missing::from(["fluid_ml"])),
            false => Ok(Loss { pct: pct_of(sweat_ml), estimated: true, records }),
        };
    };
    records.extend(fluid.records);
    records.sort();
    records.dedup();
    Ok(Loss { pct: pct_of(sweat_ml - fluid.ml), estimated: true, records })
}

fn deficit(history: &History, session: &Session<'_>, loss: Loss) -> Finding {
    let fluid = session.fluid(history);
    let mut evidence =
        vec![number("mass_loss_pct", loss.pct, Some(LOSS_LIMIT_PCT), loss.estimated, loss.records.clone())];
    let mut missing = Missing::new();
    if loss.estimated {
        let sweat = session.workout.sweat_loss_ml.map(|sweat| sweat.get());
        evidence.extend(sweat.map(|ml| number("sweat_loss_ml", ml, None, true, vec![session.key])));
        missing = masses_missing(session);
    }
    match &fluid {
        None => drop(missing.insert("fluid_ml")),
        Some(fluid) if fluid.is_lower_bound => drop(missing.insert("fluid_ml")),
        Some(_) => {}
    }
    if session.workout.sodium_mg.is_none() {
        missing.insert("sodium_mg");
    }
    let (change, withheld) = safe_change(history, session, loss.pct, fluid.as_ref());
    Finding {
        rule: RuleId::of(FLUID_DEFICIT.id),
        subject: session.key,
        at: session.end().unwrap_or(session.start),
        level: Level::Advice,
        evidence,
        against: fluid.iter().filter(|fluid| fluid.ml > 0.0).map(drunk).collect(),
        unknown: names(missing),
        change,
        advice: Vec::new(),
        withheld,
    }
}

/// The least that, drunk during the session, would have kept the loss within its limit, where that is safe to say;
/// and why it is not.
fn safe_change(
    history: &History,
    session: &Session<'_>,
    loss_pct: f64,
    fluid: Option<&Fluid>,
) -> (Vec<Change>, Vec<Withheld>) {
    let is_safe = drink_tips_withheld(history, session).is_empty();
    let known = (fluid, session.active_h(), session.body_mass(history));
    let (true, (Some(fluid), Some(hours), Some(mass))) = (is_safe, known) else { return (Vec::new(), Vec::new()) };
    let over_ml = (loss_pct - LOSS_LIMIT_PCT - ROUNDING_PCT) * 10.0 * mass.kg.get();
    let by = ((over_ml / DRINK_STEP_ML).ceil() * DRINK_STEP_ML).max(DRINK_STEP_ML);
    if (fluid.ml + by) / hours > DRINK_MOST_ML_PER_H {
        let reason = Reason::WouldPassLimit.name().into();
        return (Vec::new(), vec![Withheld { tip: "drink_to_thirst".into(), reason }]);
    }
    (vec![Change { what: "drink_ml".into(), by }], Vec::new())
}

/// See [`FLUID_GAIN`].
pub fn fluid_gain(history: &History, session: &Session<'_>) -> Verdict {
    let (pct, records) = match session.mass_change(history) {
        MassChange::Known { pct, records } => (pct, records),
        MassChange::NotBelieved => return unknown(Missing::from(["plausible_mass_change"])),
        MassChange::Unknown => return unknown(masses_missing(session)),
    };
    let mut evidence = vec![number("mass_gain_pct", pct, Some(GAIN_LIMIT_PCT), false, records.clone())];
    if pct <= 0.0 {
        return Verdict::Clear;
    }
    if pct < GAIN_LIMIT_PCT - ROUNDING_PCT {
        let Some(hours) = session.length_h() else { return unknown(Missing::from(["duration_min"])) };
        if hours < LONG_H {
            return Verdict::Clear;
        }
        let long = number("duration_h", hours, Some(LONG_H), false, vec![session.key]);
        evidence = vec![number("mass_gain_pct", pct, Some(0.0), false, records), long];
    }
    let fluid = session.fluid(history);
    evidence.extend(fluid.iter().map(drunk));
    Verdict::Found(Box::new(Finding {
        rule: RuleId::of(FLUID_GAIN.id),
        subject: session.key,
        at: session.end().unwrap_or(session.start),
        level: Level::Advice,
        evidence,
        against: Vec::new(),
        unknown: names(fluid.is_none().then_some("fluid_ml").into_iter().collect()),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    }))
}

fn masses_missing(session: &Session<'_>) -> Missing {
    let workout = session.workout;
    let masses = [("mass_before_kg", workout.mass_before_kg), ("mass_after_kg", workout.mass_after_kg)];
    masses.into_iter().filter(|(_, mass)| mass.is_none()).map(|(name, _)| name).collect()
}

fn drunk(fluid: &Fluid) -> Because {
    number("fluid_ml", fluid.ml, None, fluid.is_lower_bound, fluid.records.clone())
}

fn number(what: &'static str, value: f64, limit: Option<f64>, estimated: bool, mut records: Vec<Key>) -> Because {
    records.sort();
    Because { what: what.into(), value: Value::Number(value), limit, estimated, records }
}

fn unknown(missing: Missing) -> Verdict {
    Verdict::Unknown { missing: names(missing) }
}

fn names(missing: Missing) -> Vec<Cow<'static, str>> {
    missing.into_iter().map(Cow::Borrowed).collect()
}
