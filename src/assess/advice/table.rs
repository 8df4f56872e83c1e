//! Every tip: when it goes with a finding, and what keeps it back.

use super::reason::Reason::{self, *};
use crate::assess::patterns::Group::{self, *};

/// The evidence of a pattern that says it can be ordinary exertion.
pub const EXERTION: &str = "normal_exertion";
/// The name of "no pattern stands out" where causes are listed.
pub const UNSETTLED: &str = "no_pattern";

/// What supports a tip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// This rule is found, at a level below "see a doctor today".
    Rule(&'static str),
    /// A report fits best with this group, or also fits it beside one that fits best.
    Group(Group),
    /// A report can be ordinary exertion.
    Exertion,
    /// No pattern stands out in a report.
    Unsettled,
}

impl When {
    /// The rule, the group, or what else it is, by name.
    pub fn name(self) -> &'static str {
        match self {
            When::Rule(rule) => rule,
            When::Group(group) => group.name(),
            When::Exertion => EXERTION,
            When::Unsettled => UNSETTLED,
        }
    }
}

/// A tip. Its text stands in `voice::advice`.
#[derive(Clone, Copy, Debug)]
pub struct Tip {
    /// Its name.
    pub id: &'static str,
    /// What supports it; one of these is enough.
    pub when: &'static [When],
    /// What keeps it back; one of these is enough.
    pub withheld: &'static [Reason],
    /// The milder tips that take its place when it is kept back for that reason; the first that nothing keeps back.
    pub instead: &'static [(Reason, &'static str)],
}

/// The tip of that name.
pub fn tip(id: &str) -> Option<&'static Tip> {
    TIPS.iter().find(|tip| tip.id == id)
}

const fn rule(id: &'static str) -> When {
    When::Rule(id)
}

const fn group(group: Group) -> When {
    When::Group(group)
}

/// Every tip, the strongest first. What stands under `withheld` beside the doctor's signs is what could make the
/// tip harmful, or what asks a doctor first.
pub static TIPS: &[Tip] = &[
    Tip { id: "drink_less", when: &[rule("fluid_gain")], withheld: &[], instead: &[] },
    Tip { id: "low_sodium_signs", when: &[rule("fluid_gain")], withheld: &[], instead: &[] },
    Tip {
        id: "rest",
        when: &[
            rule("rf21"),
            rule("rf23"),
            rule("rf24"),
            rule("rf27"),
            rule("spike"),
            rule("high_load"),
            rule("short_rest"),
            rule("through_pain"),
            group(OveruseSij),
            group(Cecs),
            group(Paes),
            group(Hyperventilation),
        ],
        withheld: &[],
        instead: &[],
    },
    Tip {
        id: "not_through_pain",
        when: &[
            rule("rf19"),
            rule("rf21"),
            rule("rf23"),
            rule("rf24"),
            rule("rf27"),
            rule("high_load"),
            rule("through_pain"),
            group(OveruseSij),
            group(Cecs),
            group(Paes),
            group(Pad),
        ],
        withheld: &[],
        instead: &[],
    },
    Tip {
        id: "early_help",
        when: &[
            rule("rf12"),
            rule("rf14"),
            rule("rf15"),
            rule("rf16"),
            rule("rf17"),
            rule("rf23"),
            rule("rf24"),
            rule("rf25"),
            rule("rf28"),
            rule("rf33"),
            rule("rf34"),
            group(Pad),
            group(Cecs),
            group(Paes),
            group(PeripheralNeuropathy),
        ],
        withheld: &[],
        instead: &[],
    },
    Tip {
        id: "drink_to_thirst",
        when: &[rule("fluid_deficit"), rule("heat"), group(Electrolyte)],
        withheld: &[
            DoctorFirst,
            GainSeen,
            MassChangeUnknown,
            DrinkingMuch,
            HeadacheVomitingConfusion,
            SignsUnread,
            IntakeUnknown,
            KidneyOrHeart,
            LongSession,
            WouldPassLimit,
        ],
        instead: &[],
    },
    Tip {
        id: "electrolytes_long",
        when: &[rule("fluid_deficit"), rule("sodium_deficit"), group(Electrolyte)],
        withheld: &[
            DoctorFirst,
            GainSeen,
            MassChangeUnknown,
            DrinkingMuch,
            HeadacheVomitingConfusion,
            SignsUnread,
            IntakeUnknown,
            KidneyOrHeart,
            LongSession,
            WouldPassLimit,
            KidneyHeartMedicine,
        ],
        instead: &[(KidneyHeartMedicine, "ask_about_salts")],
    },
    // Takes the place of tips on salt and potassium; goes with nothing by itself.
    Tip { id: "ask_about_salts", when: &[], withheld: &[DoctorFirst], instead: &[] },
    Tip {
        id: "fitting_shoes",
        when: &[rule("tight_gear"), rule("new_gear"), group(Gear), group(FocalEntrapment)],
        withheld: &[DoctorFirst, GearIsOff],
        instead: &[],
    },
    Tip {
        id: "light_clothing",
        when: &[rule("tight_gear"), rule("heat"), group(Gear), group(Histamine)],
        withheld: &[DoctorFirst, CompressionPrescribed, ColdWeather, TemperatureUnknown],
        instead: &[],
    },
    Tip {
        id: "mineral_foods",
        when: &[rule("sodium_deficit"), group(Electrolyte)],
        withheld: &[
            DoctorFirst,
            GainSeen,
            MassChangeUnknown,
            HeadacheVomitingConfusion,
            SignsUnread,
            KidneyHeartMedicine,
            FoodAllergy,
            Anticoagulant,
        ],
        instead: &[(Anticoagulant, "mineral_foods_no_spinach"), (KidneyHeartMedicine, "ask_about_salts")],
    },
    Tip {
        id: "mineral_foods_no_spinach",
        when: &[],
        withheld: &[
            DoctorFirst,
            GainSeen,
            MassChangeUnknown,
            HeadacheVomitingConfusion,
            SignsUnread,
            KidneyHeartMedicine,
            FoodAllergy,
        ],
        instead: &[],
    },
    Tip {
        id: "stretch_before",
        when: &[rule("no_warmup"), group(OveruseSij)],
        withheld: &[DoctorFirst, PainOrInjury],
        instead: &[],
    },
    Tip {
        id: "cool_down",
        when: &[rule("no_cooldown"), When::Exertion],
        withheld: &[DoctorFirst, StopAtOnce, SignsUnread],
        instead: &[],
    },
    Tip {
        id: "ask_about_therapy",
        when: &[
            rule("rf14"),
            rule("rf20"),
            rule("rf21"),
            rule("rf34"),
            rule("through_pain"),
            group(NerveSpine),
            group(FocalEntrapment),
        ],
        withheld: &[DoctorFirst, NerveSign],
        instead: &[],
    },
    Tip {
        id: "keep_a_diary",
        when: &[
            rule("rf20"),
            rule("rf22"),
            rule("rf33"),
            rule("repeated_pattern"),
            group(Histamine),
            group(PeripheralNeuropathy),
            group(Hyperventilation),
            When::Exertion,
            When::Unsettled,
        ],
        withheld: &[],
        instead: &[],
    },
];
