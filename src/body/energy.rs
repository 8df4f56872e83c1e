//! Energy and metabolic equivalents of exercise.

use super::numbers::finite;
use crate::record::words::Sport;
use crate::units::{Kilograms, Quantity};

/// Energy in kcal of so many minutes at `met` times the metabolism of sitting: met * 3.5 * kg / 200 * min.
///
/// 1 MET is taken as 3.5 ml of oxygen per kg and min, which overstates rest by up to a fifth in heavy or old
/// people. `None` for less than nothing. Source: Ainsworth 2011 (Compendium; source not re-read).
pub fn energy_kcal(met: f64, mass: Kilograms, minutes: f64) -> Option<f64> {
    let holds = met >= 0.0 && minutes >= 0.0;
    finite(met * 3.5 * mass.get() / 200.0 * minutes).filter(|_| holds)
}

/// The MET of a session of which the energy is known; the reverse of [`energy_kcal`]. `None` outside 0.8 to 25, which
/// no session is.
pub fn met_of_energy(energy_kcal: f64, mass: Kilograms, minutes: f64) -> Option<f64> {
    if minutes <= 0.0 {
        return None;
    }
    finite(energy_kcal * 200.0 / (3.5 * mass.get() * minutes)).filter(|met| (0.8..=25.0).contains(met))
}

/// MET-minutes. `None` for less than nothing.
pub fn met_minutes(met: f64, minutes: f64) -> Option<f64> {
    finite(met * minutes).filter(|_| met >= 0.0 && minutes >= 0.0)
}

/// A common MET of a sport: running at 9.7 km/h, walking at 5.6 km/h, cycling at 19 to 22 km/h. `None` for sports
/// without a figure here.
///
/// Source: Ainsworth 2011, Herrmann 2024 (Compendium; sources not re-read).
pub fn usual_met(sport: Sport) -> Option<f64> {
    match sport {
        Sport::Run => Some(9.8),
        Sport::Walk => Some(4.3),
        Sport::Bike => Some(8.0),
        _ => None,
    }
}

/// The effort (CR10) that goes with a MET, half of it, held within 1 to 10.
///
/// A rule of thumb of ours for sessions of which nothing better is known: 9.8 MET is then 4.9, "hard".
pub fn effort_of_met(met: f64) -> Option<f64> {
    finite(met / 2.0).map(|effort| effort.clamp(1.0, 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_and_met_are_each_others_reverse() {
        let kg = Kilograms::new(70.0).unwrap();
        let kcal = energy_kcal(8.0, kg, 90.0).unwrap();
        assert!((met_of_energy(kcal, kg, 90.0).unwrap() - 8.0).abs() < 1e-12);
    }

    #[test]
    fn what_no_session_is_has_no_met() {
        let kg = Kilograms::new(70.0).unwrap();
        assert_eq!(met_of_energy(500.0, kg, 0.0), None);
        assert_eq!(met_of_energy(5000.0, kg, 10.0), None);
        assert_eq!(
            (energy_kcal(-1.0, kg, 10.0), met_minutes(f64::NAN, 1.0), usual_met(Sport::Yoga)),
            (None, None, None)
        );
    }
}
