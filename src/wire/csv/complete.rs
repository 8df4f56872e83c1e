//! What a record cannot do without.

use super::instant::Bad;
use super::plan::RecordPlan;
use crate::record::{Body, Intake, Wrong};
use crate::units::Quantity;

/// Whether what a record cannot do without is there.
pub(super) fn complete(body: &Body, plan: &RecordPlan<'_>) -> Result<(), Bad> {
    let missing = |name: &str| Err(Bad { cell: cell(plan, name), wrong: Wrong::Missing });
    match body {
        Body::Workout(workout) if workout.duration_min.is_none() && workout.elapsed_min.is_none() => {
            Err(Bad { cell: cell(plan, "duration_min"), wrong: Wrong::NoDuration })
        }
        Body::Intake(intake) if amounts(intake).iter().all(Option::is_none) => missing("volume_ml"),
        Body::Measure(measure) if measure.value.is_none() => missing("value"),
        Body::Measure(measure) if measure.what.is_none() => missing("what"),
        Body::Tag(tag) if tag.name.is_none() => missing("name"),
        _ => Ok(()),
    }
}

/// The first cell of a field.
fn cell(plan: &RecordPlan<'_>, name: &str) -> Option<usize> {
    let field = plan.fields.iter().find(|field| field.rule.target.name == name);
    field.and_then(|field| field.cells.first()).map(|(_, at)| *at)
}

/// Whether the cells of a row stand where they belong. Where the whole time of a workout is far below the exercise in
/// it, they have moved; the clocks of apps and their roundings disagree by a minute or two.
pub(super) fn in_place(body: &Body, plan: &RecordPlan<'_>) -> Result<(), Bad> {
    let Body::Workout(workout) = body else { return Ok(()) };
    let Some((all, exercise)) = workout.elapsed_min.zip(workout.duration_min) else { return Ok(()) };
    let (all, exercise) = (all.get(), exercise.get());
    if all < exercise / 2.0 && exercise - all > 5.0 {
        return Err(Bad { cell: cell(plan, "elapsed_min"), wrong: Wrong::ElapsedTooShort });
    }
    Ok(())
}

/// Whether a record tells no amount and no number, because what stood there means "missing".
pub(super) fn says_nothing(body: &Body) -> bool {
    match body {
        Body::Intake(intake) => amounts(intake).iter().all(Option::is_none),
        Body::Measure(measure) => measure.value.is_none(),
        _ => false,
    }
}

/// What an intake tells the amount of.
fn amounts(intake: &Intake) -> [Option<f64>; 6] {
    [
        intake.volume_ml.map(Quantity::get),
        intake.sodium_mg.map(Quantity::get),
        intake.potassium_mg.map(Quantity::get),
        intake.magnesium_mg.map(Quantity::get),
        intake.calcium_mg.map(Quantity::get),
        intake.caffeine_mg.map(Quantity::get),
    ]
}
