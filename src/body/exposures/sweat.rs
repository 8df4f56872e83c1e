//! Sweat of each session, learned from the person's own weighings as they come.

use super::answer::Answer;
use crate::body::heart::Heart;
use crate::body::session::Session;
use crate::body::sweat::mass_change_pct;
use crate::body::sweat_rate::{USUAL_EFFORT, usual_l_h};
use crate::units::{Kilograms, Quantity};

/// What was learned so far: the person's sweat over that of a usual person, weighed by hours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sweat {
    ratio_hours: f64,
    hours: f64,
}

impl Default for Sweat {
    /// As a usual person, with the weight of four hours.
    fn default() -> Sweat {
        Sweat { ratio_hours: 4.0, hours: 4.0 }
    }
}

/// A change of body mass beyond this is surely a slip of the scales, in per cent.
const CHANGE_MOST_PCT: f64 = 15.0;
/// One session teaches at most as much as two hours.
const HOURS_MOST: f64 = 2.0;

impl Sweat {
    /// Sweat of the next session in litres: a usual person's, times what was learned; with a weighing the mean of
    /// that and the weighing; where the air was not told, the weighing or the device's own figure alone.
    pub(super) fn of(
        &mut self,
        session: &Session<'_>,
        heart: Option<&Heart>,
        mass_kg: &Answer,
        drunk_l: &Answer,
    ) -> Answer {
        let usual = usual(session, heart, mass_kg);
        let weighed = weighed(session, drunk_l);
        let before = usual.clone().and(|usual| Some(usual * self.ratio_hours / self.hours), "temp_c");
        let (Some(general), Some(measured)) = (usual.value(), weighed.value()) else {
            return before.or_else(|| weighed).or_else(|| device(session));
        };
        if general <= 0.0 {
            return before.or_else(|| weighed);
        }
        let hours = session.active_h().unwrap_or(0.0).min(HOURS_MOST);
        self.ratio_hours += hours * (measured / general).clamp(0.3, 3.0);
        self.hours += hours;
        let both = |usual: f64, weighed: f64| Some(0.5 * weighed + 0.5 * usual * self.ratio_hours / self.hours);
        usual.with(weighed, both, "temp_c")
    }
}

/// Sweat of a usual person in that air at that effort, litres.
fn usual(session: &Session<'_>, heart: Option<&Heart>, mass_kg: &Answer) -> Answer {
    let told = session.workout;
    let own = [session.key];
    let air = Answer::told(told.temp_c.map(Quantity::get), &own, "temp_c");
    let humidity = Answer::told(told.humidity_pct.map(Quantity::get), &own, "humidity_pct");
    let minutes = Answer::told(session.active_min(), &own, "duration_min");
    let effort = heart.zip(told.hr_avg_bpm).and_then(|(heart, mean)| heart.free_reserve(mean));
    let rate = |mass: f64| {
        let mass = Kilograms::new(mass)?;
        usual_l_h(told.temp_c?, told.humidity_pct?, effort.unwrap_or(USUAL_EFFORT), mass)
    };
    let of_mass =
        air.with(humidity, |air, _| Some(air), "temp_c").with(mass_kg.clone(), |_, mass| rate(mass), "temp_c");
    let about_heart = heart.map(|heart| heart.records.clone()).unwrap_or_default();
    of_mass
        .with(minutes, |rate, minutes| Some(rate * minutes / 60.0), "duration_min")
        .resting_on(about_heart)
        .estimated()
}

/// Sweat from both weighings and what was drunk, litres; `Unknown` without sweat.
fn weighed(session: &Session<'_>, drunk_l: &Answer) -> Answer {
    let lost = session.workout.mass_before_kg.zip(session.workout.mass_after_kg).and_then(|(before, after)| {
        let is_believed = mass_change_pct(before, after).abs() <= CHANGE_MOST_PCT;
        is_believed.then_some(before.get() - after.get())
    });
    let lost = Answer::told(lost, &[session.key], "mass_after_kg");
    lost.with(drunk_l.clone(), |lost, drunk| Some(lost + drunk).filter(|sweat| *sweat > 0.0), "mass_after_kg")
}

/// Sweat as the device reckons it, litres.
fn device(session: &Session<'_>) -> Answer {
    let litres = session.workout.sweat_loss_ml.map(|ml| ml.get() / 1000.0);
    Answer::told(litres, &[session.key], "sweat_loss_ml").estimated()
}
