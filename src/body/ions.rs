//! Sodium and the other ions of sweat.

use super::numbers::finite;

/// Milligrams of sodium in one mmol.
pub const SODIUM_MG_PER_MMOL: f64 = 22.989_77;
/// Sodium of sweat of the whole body that is taken when none was measured, mmol/l. Observed: 35.9 with a spread of
/// 10.4, 18.2 to 70.8 (Baker 2016, J Sports Sci 34:358).
pub const SODIUM_USUAL_MMOL_L: f64 = 36.0;

/// Sodium taken less sodium lost in sweat, in mmol; negative for a deficit. `None` for less than nothing.
pub fn sodium_balance_mmol(taken_mg: f64, sweat_l: f64, sweat_mmol_l: f64) -> Option<f64> {
    let holds = taken_mg >= 0.0 && sweat_l >= 0.0 && sweat_mmol_l >= 0.0;
    finite(taken_mg / SODIUM_MG_PER_MMOL - sweat_l * sweat_mmol_l).filter(|_| holds)
}

/// The same in mg.
pub fn sodium_balance_mg(taken_mg: f64, sweat_l: f64, sweat_mmol_l: f64) -> Option<f64> {
    Some(sodium_balance_mmol(taken_mg, sweat_l, sweat_mmol_l)? * SODIUM_MG_PER_MMOL)
}

/// Sodium of sweat of the whole body from that of a patch on the forearm, both in mmol/l. `None` outside 12.6 to
/// 104.8, the range it was drawn from.
///
/// Source: Baker 2016, J Sports Sci 34:358 (n = 506).
pub fn whole_body_sodium_mmol_l(forearm_mmol_l: f64) -> Option<f64> {
    (12.6..=104.8).contains(&forearm_mmol_l).then_some(0.57 * forearm_mmol_l + 11.05)
}

/// Sodium of the blood in mmol/l after a change of sodium and potassium (mmol) and of water (l) in a body that holds
/// `water_l`.
///
/// To see how much an assumption matters, and **never to be shown as a measurement**: it knows nothing of kidneys,
/// gut and stores. `None` without water. Source: Nguyen & Kurtz 2003; tested by Baker 2008.
pub fn blood_sodium_sensitivity(before_mmol_l: f64, water_l: f64, ions_mmol: f64, drunk_l: f64) -> Option<f64> {
    let left_l = water_l + drunk_l;
    if water_l <= 0.0 || left_l <= 0.0 {
        return None;
    }
    finite(((before_mmol_l + 23.8) * water_l + 1.03 * ions_mmol) / left_l - 23.8)
}

/// An ion of sweat beside sodium.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ion {
    /// Its name, as in the fields of an intake.
    pub name: &'static str,
    /// Milligrams in one mmol.
    pub mg_per_mmol: f64,
    /// The least that is common in sweat, mmol/l.
    pub low_mmol_l: f64,
    /// The usual, mmol/l; `None` where the range is too wide for one.
    pub usual_mmol_l: Option<f64>,
    /// The most that is common, mmol/l.
    pub high_mmol_l: f64,
}

/// The other ions. What is lost of potassium, calcium and magnesium is a small part of what the body holds, so that
/// sweat alone hardly explains a lack that is felt: who writes of it says "may".
///
/// Source: Baker 2017, Sports Med 47:S111; Montain 2007 (sources not re-read).
pub const IONS: &[Ion] = &[
    Ion { name: "potassium", mg_per_mmol: 39.0983, low_mmol_l: 2.0, usual_mmol_l: Some(5.0), high_mmol_l: 8.0 },
    Ion { name: "calcium", mg_per_mmol: 40.078, low_mmol_l: 0.2, usual_mmol_l: Some(1.0), high_mmol_l: 2.0 },
    Ion { name: "magnesium", mg_per_mmol: 24.305, low_mmol_l: 0.02, usual_mmol_l: Some(0.1), high_mmol_l: 0.4 },
    Ion { name: "chloride", mg_per_mmol: 35.45, low_mmol_l: 10.0, usual_mmol_l: None, high_mmol_l: 80.0 },
];

impl Ion {
    /// The ion of that name.
    pub fn named(name: &str) -> Option<&'static Ion> {
        IONS.iter().find(|ion| ion.name == name)
    }

    /// The least and the most that so much sweat commonly holds, in mg. `None` for less than nothing.
    pub fn loss_mg(&self, sweat_l: f64) -> Option<(f64, f64)> {
        let of = |mmol_l: f64| finite(sweat_l * mmol_l * self.mg_per_mmol).filter(|_| sweat_l >= 0.0);
        Some((of(self.low_mmol_l)?, of(self.high_mmol_l)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_outside_what_was_seen() {
        assert_eq!((whole_body_sodium_mmol_l(5.0), whole_body_sodium_mmol_l(f64::NAN)), (None, None));
        assert_eq!((sodium_balance_mmol(-1.0, 1.0, 36.0), sodium_balance_mg(0.0, -1.0, 36.0)), (None, None));
        assert_eq!(
            (blood_sodium_sensitivity(140.0, 0.0, 0.0, 0.0), blood_sodium_sensitivity(140.0, 2.0, 0.0, -2.0)),
            (None, None)
        );
    }

    #[test]
    fn what_sweat_holds_of_an_ion_is_a_range() {
        let (low, high) = Ion::named("potassium").unwrap().loss_mg(2.0).unwrap();
        assert!((low - 156.3932).abs() < 1e-9 && (high - 625.5728).abs() < 1e-9);
        assert_eq!(Ion::named("calcium").unwrap().loss_mg(f64::NAN), None);
        assert!(IONS.iter().all(|ion| ion.usual_mmol_l.is_none_or(|it| ion.low_mmol_l < it && it < ion.high_mmol_l)));
    }
}
