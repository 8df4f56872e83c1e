//! What a record cannot do without.

use super::instant::Bad;
use super::plan::RecordPlan;
use crate::record::{Body, Intake, Wrong};
use crate::units::Quantity;

/// Whether what a record cannot do without is there.
pub(super) fn complete(body: &Body, plan: &RecordPlan<'_>) -> Result<(), Bad> {
    let cell = |name: &str| {
        let field = plan.fields.iter().find(|field| field.rule.target.name == name);
        field.and_then(|field| field.cells.first()).map(|(_, at)| *at)
    };
    let missing = |name: &str| Err(Bad { cell: cell(name), wrong: Wrong::Missing });
    match body {
        Body::Workout(workout) if workout.duration_min.is_none() && workout.elapsed_min.is_none() => {
            Err(Bad { cell: cell("duration_min"), wrong: Wrong::NoDuration })
        }
        Body::Intake(intake) if amounts(intake).iter().all(Option::is_none) => missing("volume_ml"),
        Body::Measure(measure) if measure.value.is_none() => missing("value"),
        Body::Measure(measure) if measure.what.is_none() => missing("what"),
        Body::Tag(tag) if tag.name.is_none() => missing("name"),
        _ => Ok(()),
    }
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
