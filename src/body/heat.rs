//! Heat as a body feels it: heat index, and a wet-bulb globe temperature without sun and wind.

use super::numbers::finite;
use crate::units::{Celsius, Percent, Quantity};

/// Heat index in degrees Celsius: what the air feels like in the shade, at rest.
///
/// The regression of Rothfusz with the corrections of the US weather service above about 26.7 C, its simple form
/// below, and the air itself below 4.4 C, where damp air does not feel warmer. `None` above 50 C, for which there is
/// no table. Within 1e-3 C of pythermalcomfort.
pub fn heat_index_c(air: Celsius, humidity: Percent) -> Option<f64> {
    if air.get() > 50.0 {
        return None;
    }
    let (t, rh) = (air.get() * 9.0 / 5.0 + 32.0, humidity.get());
    if t < 40.0 {
        return Some(air.get());
    }
    let simple = (0.5 * (t + 61.0 + (t - 68.0) * 1.2 + rh * 0.094) + t) / 2.0;
    let fahrenheit = if simple < 80.0 { simple } else { rothfusz_f(t, rh) };
    finite((fahrenheit - 32.0) / 1.8)
}

fn rothfusz_f(t: f64, rh: f64) -> f64 {
    let index = -42.379 + 2.049_015_23 * t + 10.143_331_27 * rh
        - 0.224_755_41 * t * rh
        - 0.006_837_83 * t * t
        - 0.054_817_17 * rh * rh
        + 0.001_228_74 * t * t * rh
        + 0.000_852_82 * t * rh * rh
        - 0.000_001_99 * t * t * rh * rh;
    if rh < 13.0 && (80.0..=112.0).contains(&t) {
        index - (13.0 - rh) / 4.0 * ((17.0 - (t - 95.0).abs()) / 17.0).sqrt()
    } else if rh > 85.0 && (80.0..=87.0).contains(&t) {
        index + (rh - 85.0) / 10.0 * ((87.0 - t) / 5.0)
    } else {
        index
    }
}

/// Wet-bulb globe temperature in degrees Celsius from air and humidity alone, with the sun and the light wind of a
/// usual day built in: too high at night, under cloud and in wind, too low in strong sun. `None` outside 0 to 50 C.
///
/// Source: Australian Bureau of Meteorology, simplified WBGT (source not re-read).
pub fn wbgt_c(air: Celsius, humidity: Percent) -> Option<f64> {
    let t = air.get();
    if !(0.0..=50.0).contains(&t) {
        return None;
    }
    let vapour_hpa = humidity.get() / 100.0 * 6.105 * (17.27 * t / (237.7 + t)).exp();
    finite(0.567 * t + 0.393 * vapour_hpa + 3.94)
}

/// How much heat weighs on exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeatStress {
    /// Below 18 C.
    Low,
    /// 18 to 23 C.
    Moderate,
    /// Above 23, up to 28 C.
    High,
    /// Above 28 C.
    VeryHigh,
}

impl HeatStress {
    /// The stress of a wet-bulb globe temperature; `None` for what is no number.
    ///
    /// Source: ACSM position stand on heat illness (source not re-read).
    pub fn of_wbgt(wbgt_c: f64) -> Option<HeatStress> {
        let wbgt_c = finite(wbgt_c)?;
        Some(match wbgt_c {
            _ if wbgt_c < 18.0 => HeatStress::Low,
            _ if wbgt_c <= 23.0 => HeatStress::Moderate,
            _ if wbgt_c <= 28.0 => HeatStress::High,
            _ => HeatStress::VeryHigh,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(formula: fn(Celsius, Percent) -> Option<f64>, air: f64, humidity: f64) -> Option<f64> {
        formula(Celsius::new(air).unwrap(), Percent::new(humidity).unwrap())
    }

    #[test]
    fn cold_air_feels_no_warmer_for_being_damp_and_beyond_the_tables_nothing_is_said() {
        assert_eq!(of(heat_index_c, 2.0, 95.0), Some(2.0));
        assert_eq!(
            (of(heat_index_c, 51.0, 20.0), of(wbgt_c, 51.0, 20.0), of(wbgt_c, -1.0, 20.0)),
            (None, None, None)
        );
    }

    #[test]
    fn the_index_is_a_number_everywhere_within_its_range() {
        for air in -60..=50 {
            for humidity in 0..=100 {
                assert!(of(heat_index_c, f64::from(air), f64::from(humidity)).is_some(), "{air} {humidity}");
            }
        }
    }

    #[test]
    fn the_flags_change_at_their_edges() {
        use HeatStress::{High, Low, Moderate, VeryHigh};
        for (wbgt, stress) in
            [(17.9, Low), (18.0, Moderate), (23.0, Moderate), (23.1, High), (28.0, High), (28.1, VeryHigh)]
        {
            assert_eq!(HeatStress::of_wbgt(wbgt), Some(stress), "{wbgt}");
        }
        assert_eq!(HeatStress::of_wbgt(f64::NAN), None);
    }
}
