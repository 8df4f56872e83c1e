//! Numbers that wear their unit and cannot be impossible.
//!
//! The ranges are fences against slips of the pen and broken sensors, not judgements about health.

/// A number with a unit and a closed range.
pub trait Quantity: Copy + Sized {
    /// The unit, as it ends the name of a field: `ml`, `min`, `kg`.
    const UNIT: &'static str;
    /// The least value that is taken.
    const LOW: f64;
    /// The greatest value that is taken.
    const HIGH: f64;
    /// The quantity, or `None` when `value` is not finite or outside the range.
    fn new(value: f64) -> Option<Self>;
    /// The number, in [`Quantity::UNIT`].
    fn get(self) -> f64;
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident in $unit:literal from $low:literal to $high:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl Quantity for $name {
            const UNIT: &'static str = $unit;
            const LOW: f64 = $low;
            const HIGH: f64 = $high;
            fn new(value: f64) -> Option<Self> {
                // Adding 0.0 turns -0.0 into 0.0, so that equal values have equal bytes.
                (Self::LOW..=Self::HIGH).contains(&value).then_some($name(value + 0.0))
            }
            fn get(self) -> f64 {
                self.0
            }
        }
    )*};
}

quantities! {
    /// A duration. The longest is 60 days: a watch left on is kept, and visible as such.
    Minutes in "min" from 0.0 to 86400.0;
    /// A distance.
    Metres in "m" from 0.0 to 2000000.0;
    /// A distance worn by a pair of shoes.
    Kilometres in "km" from 0.0 to 100000.0;
    /// A volume drunk or lost.
    Millilitres in "ml" from 0.0 to 30000.0;
    /// A mass of an electrolyte or of caffeine.
    Milligrams in "mg" from 0.0 to 100000.0;
    /// A body mass.
    Kilograms in "kg" from 2.0 to 400.0;
    /// A heart rate.
    BeatsPerMinute in "bpm" from 20.0 to 260.0;
    /// An energy.
    Kilocalories in "kcal" from 0.0 to 50000.0;
    /// An air temperature.
    Celsius in "c" from -60.0 to 70.0;
    /// A share of a hundred.
    Percent in "pct" from 0.0 to 100.0;
    /// A change of body mass, negative for a loss.
    PercentChange in "pct" from -30.0 to 30.0;
    /// A rating from 0 (none) to 10 (the worst or hardest imaginable): NRS, CR10.
    Score10 in "0_10" from 0.0 to 10.0;
    /// A rating from 1 (very low) to 5 (very high); 0 is taken from those who count from none.
    Score5 in "1_5" from 0.0 to 5.0;
    /// A load in the units of the device that gave it (named beside it).
    DeviceLoad in "load" from 0.0 to 100000.0;
    /// Hours of a day.
    Hours in "h" from 0.0 to 24.0;
    /// A calendar year.
    Year in "year" from 1900.0 to 2100.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_outside_its_range_is_refused() {
        assert!(Millilitres::new(-5.0).is_none());
        assert!(Score10::new(11.0).is_none());
        assert!(Score10::new(10.0).is_some());
        assert!(Minutes::new(f64::NAN).is_none());
        assert!(Minutes::new(f64::INFINITY).is_none());
        assert!(Minutes::new(1e308).is_none());
    }

    #[test]
    fn minus_zero_is_zero() {
        assert!(Millilitres::new(-0.0).unwrap().get().is_sign_positive());
    }
}
