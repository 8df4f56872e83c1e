//! The end of a workout.

use std::io::Read;

use super::cell::Reading;
use super::instant::{self, Bad, Found, Moment};
use super::people::Person;
use super::plan::RecordPlan;
use super::rows::Rows;
use crate::record::{Body, Wrong};
use crate::time::{WrittenTime, minutes_between};
use crate::units::{Minutes, Quantity};

/// The end of a workout gives its length where none is told.
pub(super) fn end<R: Read>(
    (reading, plan): (&Reading<'_>, &RecordPlan<'_>),
    rows: &Rows<R>,
    person: &Person,
    start: &WrittenTime,
    body: &mut Body,
) -> Result<(), Bad> {
    let Body::Workout(workout) = body else { return Ok(()) };
    let Some(end) = &plan.end else { return Ok(()) };
    let Some(found) = instant::read(end, rows, &reading.plan, reading.encoding)? else { return Ok(()) };
    let Found { moment, cell, clock, is_day } = found;
    let cell = clock.unwrap_or(cell);
    // The day on which it ended tells no end.
    if is_day {
        return Ok(());
    }
    let end = match moment {
        Moment::Stated(at) => Some(at),
        Moment::Wall(_) => instant::written(moment, person, "").map(|time| time.at),
    };
    let Some(end) = end else { return Err(Bad::at(cell, instant::wrong())) };
    let mut minutes = minutes_between(start.at, end);
    // A time of day behind the day of the start: who ends before that ends on the next day.
    if let (true, true, Moment::Wall(wall)) = (minutes < 0.0, clock.is_some(), moment) {
        let next = wall.checked_add(jiff::Span::new().days(1)).ok();
        let next = next.and_then(|wall| instant::written(Moment::Wall(wall), person, ""));
        minutes = next.map_or(minutes, |next| minutes_between(start.at, next.at));
    }
    if minutes < 0.0 {
        return Err(Bad::at(cell, Wrong::EndBeforeStart));
    }
    let Some(elapsed) = Minutes::new(minutes) else {
        let (low, high) = (Minutes::LOW, Minutes::HIGH);
        return Err(Bad::at(cell, Wrong::OutOfRange { unit: Minutes::UNIT, low, high }));
    };
    let mut active = elapsed;
    if let Some(rule) = &plan.rule.pause
        && plan.pause.iter().any(|at| reading.plan.is_filled(rows, *at))
    {
        let paused = instant::minutes(rule, &plan.pause, rows, &reading.plan, reading.encoding)?;
        // A pause longer than the session is no pause.
        active = Minutes::new(minutes - paused).unwrap_or(elapsed);
    }
    workout.elapsed_min = workout.elapsed_min.or(Some(elapsed));
    workout.duration_min = workout.duration_min.or(Some(active));
    Ok(())
}
