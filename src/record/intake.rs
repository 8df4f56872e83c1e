//! Something drunk or taken.

use super::field::fields;
use crate::units::{Milligrams, Millilitres};

fields! {
    /// Something drunk or taken at the time of its record.
    Intake, table "intake" {
        /// Volume.
        volume_ml: Millilitres,
        /// Sodium.
        sodium_mg: Milligrams,
        /// Potassium.
        potassium_mg: Milligrams,
        /// Magnesium.
        magnesium_mg: Milligrams,
        /// Calcium.
        calcium_mg: Milligrams,
        /// Caffeine.
        caffeine_mg: Milligrams,
        /// What it was: water, coffee, gel.
        what: String,
        /// The sum of a day, not one drink.
        day_total: bool,
    }
}
