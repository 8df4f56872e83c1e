//! Which change a trial may ask for, exposure by exposure.

/// A change to the safer side. Doing it in every session harms nobody, and leaving it out is the person's own habit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// End the session after two thirds of the usual time.
    Shorter,
    /// Go easier than usual: able to speak in whole sentences.
    Easier,
    /// Drink to thirst before and during the session.
    DrinkToThirst,
    /// Take a drink with electrolytes instead of the usual one.
    ElectrolyteDrink,
    /// Go at a cooler hour.
    CoolerHour,
    /// Loosen laces, straps and clothes.
    LoosenGear,
    /// Leave the compression garment off.
    WithoutCompression,
    /// Take shoes that are worn in.
    WornInShoes,
    /// Take gear that is worn in.
    WornInGear,
    /// Take clothing that is light and lets sweat through.
    LighterClothing,
    /// Warm up for ten minutes.
    WarmUp,
    /// Cool down for ten minutes.
    CoolDown,
    /// Go on softer ground.
    SofterGround,
    /// Go to bed an hour earlier on the night before.
    SleepMore,
    /// Get up every half hour on that day.
    GetUpOften,
    /// Keep the back straight: hands on the tops of the bar, less to carry.
    StraightBack,
    /// Have no caffeine before the session; drink something else.
    WithoutCaffeine,
    /// Go without music.
    WithoutMusic,
}

impl Change {
    /// Every change with its name in the database and in JSON.
    pub const NAMES: &'static [(Change, &'static str)] = &[
        (Change::Shorter, "shorter"),
        (Change::Easier, "easier"),
        (Change::DrinkToThirst, "drink_to_thirst"),
        (Change::ElectrolyteDrink, "electrolyte_drink"),
        (Change::CoolerHour, "cooler_hour"),
        (Change::LoosenGear, "loosen_gear"),
        (Change::WithoutCompression, "without_compression"),
        (Change::WornInShoes, "worn_in_shoes"),
        (Change::WornInGear, "worn_in_gear"),
        (Change::LighterClothing, "lighter_clothing"),
        (Change::WarmUp, "warm_up"),
        (Change::CoolDown, "cool_down"),
        (Change::SofterGround, "softer_ground"),
        (Change::SleepMore, "sleep_more"),
        (Change::GetUpOften, "get_up_often"),
        (Change::StraightBack, "straight_back"),
        (Change::WithoutCaffeine, "without_caffeine"),
        (Change::WithoutMusic, "without_music"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(change, _)| *change == self).map_or("", |(_, name)| name)
    }

    /// The change of that name.
    pub fn from_name(name: &str) -> Option<Change> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(change, _)| *change)
    }
}

/// What must be known of the person before a change is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Nothing.
    Open,
    /// That advice to drink would be given: the limits of harm for fluid.
    Fluid,
    /// That advice on salt would be given: no kidney disease, heart failure, or medicine that forbids it.
    Salt,
    /// That no doctor prescribed the garment.
    Prescription,
}

/// The change for an exposure, in the order of the list of exposures; `None` where no change is safe, or none can be
/// made from one session to the next.
pub const CHANGES: &[(&str, Option<(Change, Gate)>)] = &[
    ("duration", Some((Change::Shorter, Gate::Open))),
    ("srpe_load", Some((Change::Easier, Gate::Open))),
    // As usual would have to be a spike, and load over days is not set by one session.
    ("spike30", None),
    ("ewma_ratio", None),
    ("monotony7", None),
    ("bm_loss_gt2", Some((Change::DrinkToThirst, Gate::Fluid))),
    // How much salt somebody should add is not ours to say.
    ("na_deficit", None),
    ("no_electrolyte", Some((Change::ElectrolyteDrink, Gate::Salt))),
    ("temp", Some((Change::CoolerHour, Gate::Open))),
    ("tight_fit", Some((Change::LoosenGear, Gate::Open))),
    ("compression", Some((Change::WithoutCompression, Gate::Prescription))),
    ("new_shoes", Some((Change::WornInShoes, Gate::Open))),
    ("no_warmup", Some((Change::WarmUp, Gate::Open))),
    ("no_cooldown", Some((Change::CoolDown, Gate::Open))),
    ("impact_min", Some((Change::SofterGround, Gate::Open))),
    ("short_sleep", Some((Change::SleepMore, Gate::Open))),
    // Neither can be chosen.
    ("fatigue", None),
    ("sitting", Some((Change::GetUpOften, Gate::Open))),
    ("back_pain", None),
    ("caffeine", Some((Change::WithoutCaffeine, Gate::Open))),
    ("music", Some((Change::WithoutMusic, Gate::Open))),
    ("wbgt", Some((Change::CoolerHour, Gate::Open))),
    ("heat_index", Some((Change::CoolerHour, Gate::Open))),
    ("mass_loss", Some((Change::DrinkToThirst, Gate::Fluid))),
    ("light_clothing", Some((Change::LighterClothing, Gate::Open))),
    ("new_gear", Some((Change::WornInGear, Gate::Open))),
    ("hard_surface", Some((Change::SofterGround, Gate::Open))),
    ("sleep", Some((Change::SleepMore, Gate::Open))),
    ("bent_back", Some((Change::StraightBack, Gate::Open))),
];

/// The change for an exposure, and what it needs; `None` without one, also for the person's own tags, of which nobody
/// knows what they stand for.
pub fn change(exposure: &str) -> Option<(Change, Gate)> {
    CHANGES.iter().find(|(name, _)| *name == exposure).and_then(|(_, change)| *change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::exposures::EXPOSURES;

    #[test]
    fn every_exposure_is_decided_on() {
        let listed: Vec<&str> = CHANGES.iter().map(|(name, _)| *name).collect();
        let wanted: Vec<&str> = EXPOSURES.iter().map(|exposure| exposure.name).collect();
        assert_eq!(listed, wanted);
        assert_eq!(change("tight_fit"), Some((Change::LoosenGear, Gate::Open)));
        assert_eq!((change("spike30"), change("my_tag")), (None, None));
    }

    #[test]
    fn whatever_gives_fluid_or_salt_asks_first() {
        for (name, change) in CHANGES {
            match change {
                Some((Change::DrinkToThirst, gate)) => assert_eq!(*gate, Gate::Fluid, "{name}"),
                Some((Change::ElectrolyteDrink, gate)) => assert_eq!(*gate, Gate::Salt, "{name}"),
                Some((Change::WithoutCompression, gate)) => assert_eq!(*gate, Gate::Prescription, "{name}"),
                _ => {}
            }
        }
        // The group decides which of them touch fluid and salt; each of these is gated or has no change.
        for exposure in EXPOSURES.iter().filter(|exposure| exposure.group.name() == "hydration") {
            assert!(change(exposure.name).is_none_or(|(_, gate)| gate != Gate::Open), "{}", exposure.name);
        }
    }
}
