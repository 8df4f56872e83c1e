//! Sweat and body water over one session.
//!
//! Validity: body mass before and after is the field standard for water lost in exercise of up to about 2 h; the
//! mass lost by breathing and as fuel (about 0.2 g per kcal, Cheuvront & Kenefick 2017) is not taken off, so the
//! loss of water is slightly overstated in long sessions.

use crate::units::{Kilograms, Quantity};

/// The greatest loss of body mass over a session that is believed, in per cent.
pub const MASS_LOSS_BELIEVED_PCT: f64 = 8.0;
/// The greatest gain of body mass over a session that is believed, in per cent.
pub const MASS_GAIN_BELIEVED_PCT: f64 = 4.0;
/// The greatest sweat rate that is believed, in litres per hour. Observed: 0.26 to 5.73 (Baker 2016); above 4 a slip
/// of the scales is likelier than such a rate.
pub const SWEAT_RATE_BELIEVED_L_H: f64 = 4.0;

/// Change of body mass in per cent of the mass before; negative for a loss.
///
/// Source: Sawka 2007, Med Sci Sports Exerc 39:377 (ACSM position stand).
pub fn mass_change_pct(before: Kilograms, after: Kilograms) -> f64 {
    100.0 * (after.get() - before.get()) / before.get()
}

/// Sweat lost, in millilitres: what body mass does not account for. 1 kg is taken as 1 l.
///
/// Source: Sawka 2007. Negative when more was gained than drunk and eaten, which no body does: see
/// [`is_believable_rate`].
pub fn sweat_loss_ml(before: Kilograms, after: Kilograms, drunk_ml: f64, food_g: f64, urine_ml: f64) -> f64 {
    (before.get() - after.get()) * 1000.0 + drunk_ml + food_g - urine_ml
}

/// Sweat rate in litres per hour; `None` of a session without length.
pub fn sweat_rate_l_h(loss_ml: f64, hours: f64) -> Option<f64> {
    (hours > 0.0).then(|| loss_ml / 1000.0 / hours)
}

/// Whether a change of body mass can be one of a session, and not of other clothes or scales.
pub fn is_believable_change(change_pct: f64) -> bool {
    (-MASS_LOSS_BELIEVED_PCT..=MASS_GAIN_BELIEVED_PCT).contains(&change_pct)
}

/// Whether a sweat rate can be one of a human.
pub fn is_believable_rate(rate_l_h: f64) -> bool {
    (0.0..=SWEAT_RATE_BELIEVED_L_H).contains(&rate_l_h)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) -> bool {
        (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
    }

    /// Reckoned in Python by the formulas of the position stand, each evaluated once:
    /// (before kg, after kg, drunk ml, urine ml, min) -> (sweat ml, l/h, change of mass %).
    #[test]
    fn sweat_and_change_of_mass_agree_with_the_worked_values() {
        let worked = [
            ((70.0, 68.9, 500.0, 0.0, 60.0), (1600.0, 1.6, -1.571_428_571_428_563)),
            ((62.4, 61.5, 750.0, 200.0, 90.0), (1450.0, 0.966_666_666_666_666_7, -1.442_307_692_307_690_2)),
            ((80.0, 80.6, 2500.0, 0.0, 180.0), (1900.0, 0.633_333_333_333_333_3, 0.75)),
            ((55.0, 54.2, 0.0, 0.0, 45.0), (800.0, 1.066_666_666_666_666_7, -1.454_545_454_545_449_4)),
        ];
        for ((before, after, drunk, urine, min), (sweat, rate, change)) in worked {
            let (before, after) = (Kilograms::new(before).unwrap(), Kilograms::new(after).unwrap());
            let loss = sweat_loss_ml(before, after, drunk, 0.0, urine);
            assert!(near(loss, sweat), "{loss}");
            assert!(near(sweat_rate_l_h(loss, min / 60.0).unwrap(), rate));
            assert!(near(mass_change_pct(before, after), change));
        }
    }

    #[test]
    fn a_session_without_length_has_no_rate() {
        assert_eq!(sweat_rate_l_h(500.0, 0.0), None);
    }

    #[test]
    fn what_no_body_does_is_not_believed() {
        for (change, believed) in [(-8.0, true), (-8.01, false), (0.0, true), (4.0, true), (4.01, false)] {
            assert_eq!(is_believable_change(change), believed, "{change}");
        }
        for (rate, believed) in [(-0.01, false), (0.0, true), (4.0, true), (4.01, false), (f64::NAN, false)] {
            assert_eq!(is_believable_rate(rate), believed, "{rate}");
        }
    }
}
