//! A session of exercise.

use super::field::fields;
use super::words::{Effort, Sport};
use crate::units::*;

fields! {
    /// A session of exercise; it starts at the time of its record.
    Workout, table "workout" {
        /// From start to end without pauses, where the source tells them apart.
        duration_min: Minutes,
        /// From start to end with pauses.
        elapsed_min: Minutes,
        /// The kind of exercise.
        sport: Sport,
        /// The kind of exercise as the source wrote it.
        sport_text: String,
        /// The way covered.
        distance_m: Metres,
        /// Mean heart rate.
        hr_avg_bpm: BeatsPerMinute,
        /// Highest heart rate.
        hr_max_bpm: BeatsPerMinute,
        /// Time in heart-rate zone 1, 50 to 60 % of the highest.
        hr_zone1_min: Minutes,
        /// Time in heart-rate zone 2.
        hr_zone2_min: Minutes,
        /// Time in heart-rate zone 3.
        hr_zone3_min: Minutes,
        /// Time in heart-rate zone 4.
        hr_zone4_min: Minutes,
        /// Time in heart-rate zone 5, 90 to 100 % of the highest.
        hr_zone5_min: Minutes,
        /// Rated perceived exertion of the whole session, Borg CR10.
        rpe_cr10: Score10,
        /// The same in words, where no number was told.
        effort: Effort,
        /// Energy as the device counts it.
        energy_kcal: Kilocalories,
        /// Load as the device counts it.
        device_load: DeviceLoad,
        /// What the device calls its load.
        device_load_name: String,
        /// Sum of the metres climbed.
        ascent_m: Metres,
        /// Air temperature.
        temp_c: Celsius,
        /// Relative humidity of the air.
        humidity_pct: Percent,
        /// Drunk during the session.
        fluid_ml: Millilitres,
        /// Sodium taken during the session.
        sodium_mg: Milligrams,
        /// Whether the drink held electrolytes.
        electrolyte_drink: bool,
        /// Body mass before.
        mass_before_kg: Kilograms,
        /// Body mass after.
        mass_after_kg: Kilograms,
        /// Sweat loss as the device reckons it.
        sweat_loss_ml: Millilitres,
        /// Which shoes.
        shoe: String,
        /// What the shoes had run before the session.
        shoe_km: Kilometres,
        /// Shoe, sock, brace or clothing felt tight.
        tight_fit: bool,
        /// A compression garment was worn.
        compression: bool,
        /// Gear used for the first times.
        new_gear: bool,
        /// Clothing was light and let sweat through.
        light_clothing: bool,
        /// The back was bent for long: in the drops of a bike, under a load, slumped.
        bent_back: bool,
        /// Warm-up; 0 is "none", missing is "not told".
        warmup_min: Minutes,
        /// Cool-down; 0 is "none", missing is "not told".
        cooldown_min: Minutes,
        /// Share of the way on hard ground.
        hard_surface_pct: Percent,
    }
}
