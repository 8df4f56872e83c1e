//! Sweat where nobody weighed: predicted from heat balance, or from air and effort.

use super::numbers::finite;
use crate::units::{Celsius, Kilograms, Percent, Quantity};

/// Metabolism of sitting, watts per square metre of skin.
pub const MET_W_M2: f64 = 58.2;

/// Surface of the skin in square metres from mass and height in cm. `None` outside 100 to 230 cm.
///
/// Source: DuBois & DuBois 1916 (source not re-read).
pub fn skin_m2(mass: Kilograms, height_cm: f64) -> Option<f64> {
    if !(100.0..=230.0).contains(&height_cm) {
        return None;
    }
    finite(0.007_184 * mass.get().powf(0.425) * height_cm.powf(0.725))
}

/// Evaporation that the body needs to keep its temperature, watts per square metre: heat made (`met` less the share
/// that leaves as work: 0 in running, 0.2 in cycling) less what dry skin gives off. `None` for less than nothing.
pub fn required_evaporation_w_m2(met: f64, work_share: f64, dry_loss_w_m2: f64) -> Option<f64> {
    let holds = met >= 0.0 && (0.0..=0.3).contains(&work_share);
    finite(met * MET_W_M2 * (1.0 - work_share) - dry_loss_w_m2).filter(|required| holds && *required >= 0.0)
}

/// The range in which the predictions from heat balance were drawn: up to 450 W/m2 needed, above 0 possible.
fn holds(required: f64, possible: f64) -> bool {
    (0.0..=450.0).contains(&required) && possible > 0.0
}

/// Sweat in g per square metre and hour from the evaporation needed and that which the air takes (both W/m2).
///
/// Standard error below 100. Drawn from 15 to 46 C and up to 450 W/m2: running lies beyond, and so do cool days, for
/// which there is a term of its own (`air` below 20 C). `None` outside, and where the line falls below 0. Source:
/// Gonzalez 2009, J Appl Physiol 107:379; below 20 C Gonzalez 2012, J Appl Physiol 112:1300.
pub fn gonzalez_g_m2_h(required_w_m2: f64, possible_w_m2: f64, air: Option<Celsius>) -> Option<f64> {
    let air = air.map(Quantity::get);
    if !holds(required_w_m2, possible_w_m2) || air.is_some_and(|air| !(15.0..=46.0).contains(&air)) {
        return None;
    }
    let base = if air.is_some_and(|air| air < 20.0) { 350.0 } else { 147.0 };
    finite(base + 1.527 * required_w_m2 - 0.87 * possible_w_m2).filter(|sweat| *sweat >= 0.0)
}

/// The older prediction, in g per square metre and hour; known to overstate. `None` like [`gonzalez_g_m2_h`].
///
/// Source: Shapiro 1982, as given by Gonzalez 2009.
pub fn shapiro_g_m2_h(required_w_m2: f64, possible_w_m2: f64) -> Option<f64> {
    if !holds(required_w_m2, possible_w_m2) {
        return None;
    }
    finite(27.9 * required_w_m2 * possible_w_m2.powf(-0.455))
}

/// The older prediction corrected, in g per square metre and hour. Source: Gonzalez 2009.
pub fn shapiro_corrected_g_m2_h(required_w_m2: f64, possible_w_m2: f64) -> Option<f64> {
    finite(147.0 * (0.0012 * shapiro_g_m2_h(required_w_m2, possible_w_m2)?).exp())
}

/// Effort, as a share of the heart-rate reserve, that is taken when the heart was not measured.
pub const USUAL_EFFORT: f64 = 0.65;

/// Sweat rate in l/h of a usual person of this mass from air, humidity and effort (share of the heart-rate reserve).
///
/// A working model of ours, held within 0.15 and 2.6 l/h at 70 kg: it gives the shape (warmer, harder and heavier is
/// more), and the person's own weighings give the size. Its mean lies near the 1.2 l/h of Baker 2016.
pub fn usual_l_h(air: Celsius, humidity: Percent, effort: f64, mass: Kilograms) -> Option<f64> {
    let rate = 0.32 + 0.030 * (air.get() - 10.0) + 1.35 * (effort - 0.5) + 0.003 * (humidity.get() - 50.0);
    finite(rate).map(|rate| rate.clamp(0.15, 2.6) * mass.get() / 70.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn air(c: f64) -> Option<Celsius> {
        Celsius::new(c)
    }

    #[test]
    fn nothing_is_predicted_outside_what_was_seen() {
        assert_eq!((gonzalez_g_m2_h(451.0, 200.0, None), shapiro_g_m2_h(451.0, 200.0)), (None, None));
        assert_eq!((gonzalez_g_m2_h(300.0, 0.0, None), shapiro_corrected_g_m2_h(300.0, 0.0)), (None, None));
        assert_eq!(
            (gonzalez_g_m2_h(300.0, 250.0, air(14.9)), gonzalez_g_m2_h(300.0, 250.0, air(46.1))),
            (None, None)
        );
        // The line falls below 0: no sweat is less than none.
        assert_eq!(gonzalez_g_m2_h(0.0, 450.0, None), None);
        assert_eq!(gonzalez_g_m2_h(f64::NAN, 250.0, None), None);
        assert_eq!(
            (required_evaporation_w_m2(1.0, 0.0, 100.0), required_evaporation_w_m2(8.0, 0.5, 0.0)),
            (None, None)
        );
        assert_eq!(skin_m2(Kilograms::new(70.0).unwrap(), 1.75), None);
    }

    #[test]
    fn a_cool_day_has_a_term_of_its_own() {
        let at = |c| gonzalez_g_m2_h(300.0, 250.0, air(c)).unwrap();
        assert!((at(19.9) - at(20.0) - 203.0).abs() < 1e-9);
    }

    #[test]
    fn the_usual_rate_stays_within_its_bounds_and_grows_with_mass() {
        let (kg, dry) = (Kilograms::new(70.0).unwrap(), Percent::new(50.0).unwrap());
        assert_eq!(usual_l_h(Celsius::new(-20.0).unwrap(), dry, 0.3, kg), Some(0.15));
        assert_eq!(usual_l_h(Celsius::new(60.0).unwrap(), dry, 1.5, kg), Some(2.6));
        assert_eq!(usual_l_h(Celsius::new(60.0).unwrap(), dry, 1.5, Kilograms::new(35.0).unwrap()), Some(1.3));
        assert_eq!(usual_l_h(Celsius::new(10.0).unwrap(), dry, f64::NAN, kg), None);
    }

    #[test]
    fn evaporation_needed_is_heat_made_less_heat_given_off() {
        // 8 MET of cycling: 8 * 58.2 * 0.8 - 60.
        assert!((required_evaporation_w_m2(8.0, 0.2, 60.0).unwrap() - 312.48).abs() < 1e-9);
    }
}
