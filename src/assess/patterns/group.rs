//! The groups of known causes that a report can fit, with how common each is.
//!
//! Source of the weights: the project's table of causes, made from the literature of exertional leg symptoms; they
//! say which group is common and which is rare, and are not yet reviewed by a clinician. Never shown.

/// A group of known causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Histamine set free by exercise.
    Histamine,
    /// Tight shoes or clothing.
    Gear,
    /// Arteries of the leg too narrow.
    Pad,
    /// Salt and water out of balance.
    Electrolyte,
    /// A nerve pressed in the low back.
    NerveSpine,
    /// An overworked or injured muscle, or the sacroiliac joint.
    OveruseSij,
    /// Pressure inside a muscle compartment.
    Cecs,
    /// An artery trapped behind the knee.
    Paes,
    /// Nerves that ail from their ends.
    PeripheralNeuropathy,
    /// One nerve pressed on its way.
    FocalEntrapment,
    /// Breathing too fast.
    Hyperventilation,
}

use Group::*;

/// A group with fewer than so many in a hundred is rare: it stays behind common ones until its pattern repeats.
pub const RARE_BELOW: f64 = 0.05;

impl Group {
    /// Every group, in the order of the documentation.
    pub const ALL: &'static [Group] = &[
        Histamine,
        Gear,
        Pad,
        Electrolyte,
        NerveSpine,
        OveruseSij,
        Cecs,
        Paes,
        PeripheralNeuropathy,
        FocalEntrapment,
        Hyperventilation,
    ];

    /// The name in findings and tables.
    pub fn name(self) -> &'static str {
        match self {
            Histamine => "histamine",
            Gear => "gear",
            Pad => "pad",
            Electrolyte => "electrolyte",
            NerveSpine => "nerve_spine",
            OveruseSij => "overuse_sij",
            Cecs => "cecs",
            Paes => "paes",
            PeripheralNeuropathy => "peripheral_neuropathy",
            FocalEntrapment => "focal_entrapment",
            Hyperventilation => "hyperventilation",
        }
    }

    /// The group of that name.
    pub fn from_name(name: &str) -> Option<Group> {
        Self::ALL.iter().copied().find(|group| group.name() == name)
    }

    /// How common it is before anything is told; all together are 1.
    pub fn prior(self) -> f64 {
        match self {
            Histamine => 0.1,
            Gear => 0.3,
            Pad => 0.01,
            Electrolyte => 0.1,
            NerveSpine => 0.12,
            OveruseSij => 0.18,
            Cecs => 0.03,
            Paes => 0.005,
            PeripheralNeuropathy => 0.04,
            FocalEntrapment => 0.07,
            Hyperventilation => 0.045,
        }
    }

    /// Whether it is rare; see [`RARE_BELOW`].
    pub fn is_rare(self) -> bool {
        self.prior() < RARE_BELOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_shares_of_one_and_names_are_read_back() {
        let sum: f64 = Group::ALL.iter().map(|group| group.prior()).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        for group in Group::ALL {
            assert_eq!(Group::from_name(group.name()), Some(*group));
        }
        assert_eq!(Group::from_name("gout"), None);
    }
}
