//! Every red-flag rule, in one table.

use super::case::Case;
use super::{emergencies, repeated, same_day, see_doctor};
use crate::assess::answer::Answer;
use crate::assess::finding::Level;

/// The condition of a rule at one level.
pub type Check = for<'a> fn(&Case<'a>) -> Answer;

/// A fixed rule on one report, run on every report, before and apart from all statistics.
///
/// Not yet reviewed by a clinician.
#[derive(Clone, Copy, Debug)]
pub struct RedFlag {
    /// Its id, which is also its topic.
    pub id: &'static str,
    /// The key of its title.
    pub title: &'static str,
    /// What it rests on.
    pub source: &'static str,
    /// No earlier report of that age or older can change its own condition; 0: the report alone.
    pub horizon_days: u16,
    /// Its conditions, the highest level first; the first that holds gives the level.
    pub levels: &'static [(Level, Check)],
}

/// Every rule. What each condition says stands at its function.
pub static RED_FLAGS: &[RedFlag] = &[
    RedFlag {
        id: "rf01",
        title: "saddle_bladder_bowel",
        source: "NICE CKS sciatica red flags; BMJ Best Practice CES; Sharp 2011 Arch Neurol 68:1599",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf01)],
    },
    RedFlag {
        id: "rf02",
        title: "both_legs_weak",
        source: "NICE CKS; BMJ Best Practice CES",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf02)],
    },
    RedFlag {
        id: "rf03",
        title: "face_speech_arm",
        source: "FAST/BE-FAST (Harbison 2003; Aroor 2017)",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf03)],
    },
    RedFlag {
        id: "rf04",
        title: "severe_allergy",
        source: "World Allergy Organization 2020 anaphylaxis guidance (Cardona 2020)",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf04)],
    },
    RedFlag {
        id: "rf05",
        title: "tight_painful_limb",
        source: "Fraipont & Adamson 2003 JAAOS (acute compartment syndrome)",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf05)],
    },
    RedFlag {
        id: "rf06",
        title: "cold_pale_limb",
        source: "6 Ps of acute limb ischaemia; ESVS 2020 (Bjorck 2020)",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf06)],
    },
    RedFlag {
        id: "rf07",
        title: "dark_urine",
        source: "Bosch 2009 NEJM; ACSM/CHAMP rhabdomyolysis guidance",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf07_and_ill), (Level::Urgent, emergencies::rf07_dark_urine)],
    },
    RedFlag {
        id: "rf08",
        title: "low_sodium",
        source: "Hew-Butler 2015 3rd International EAH consensus",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf08_low_sodium), (Level::Urgent, emergencies::rf08_after_long)],
    },
    RedFlag {
        id: "rf09",
        title: "chest_pain_fainting",
        source: "AHA/ACC; ESC 2020 sports cardiology",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf09)],
    },
    RedFlag {
        id: "rf10",
        title: "swollen_calf",
        source: "Wells 2003 NEJM; NICE NG158",
        horizon_days: 0,
        levels: &[(Level::Emergency, same_day::rf10_to_the_lungs), (Level::Urgent, same_day::rf10_one_leg)],
    },
    RedFlag {
        id: "rf11",
        title: "severe_pain_or_colour",
        source: "article: When to See a Doctor",
        horizon_days: 0,
        levels: &[(Level::Urgent, same_day::rf11)],
    },
    RedFlag {
        id: "rf12",
        title: "numb_cold_warm",
        source: "article: When to See a Doctor",
        horizon_days: 0,
        levels: &[(Level::Urgent, same_day::rf12_stays), (Level::Consult, same_day::rf12_any)],
    },
    RedFlag {
        id: "rf13",
        title: "shooting_both_legs",
        source: "article: When to Worry; NICE CKS bilateral sciatica",
        horizon_days: 0,
        levels: &[(Level::Urgent, same_day::rf13)],
    },
    RedFlag {
        id: "rf14",
        title: "worse_standing",
        source: "article: When to Worry; Suri 2010 JAMA",
        horizon_days: 0,
        levels: &[(Level::Consult, see_doctor::rf14)],
    },
    RedFlag {
        id: "rf15",
        title: "balance",
        source: "article: When to Worry; Suri 2010 JAMA",
        horizon_days: 0,
        levels: &[(Level::Urgent, same_day::rf15_new_or_weak), (Level::Consult, same_day::rf15_balance)],
    },
    RedFlag {
        id: "rf16",
        title: "lasts_for_hours",
        source: "article: When to See a Doctor",
        horizon_days: 0,
        levels: &[(Level::Consult, see_doctor::rf16)],
    },
    RedFlag {
        id: "rf17",
        title: "daily_life",
        source: "article: When to See a Doctor",
        horizon_days: 0,
        levels: &[(Level::Consult, see_doctor::rf17)],
    },
    RedFlag {
        id: "rf18",
        title: "stays_after_gear",
        source: "article: When to Worry",
        horizon_days: 0,
        levels: &[(Level::Consult, see_doctor::rf18)],
    },
    RedFlag {
        id: "rf19",
        title: "pain_during_exercise",
        source: "article: When to Worry; Leng & Fowkes 1992",
        horizon_days: 90,
        levels: &[(Level::Consult, repeated::rf19_again), (Level::Advice, repeated::rf19_once)],
    },
    RedFlag {
        id: "rf20",
        title: "one_leg",
        source: "article: When to Worry",
        horizon_days: 90,
        levels: &[(Level::Consult, repeated::rf20_again), (Level::Advice, repeated::rf20_once)],
    },
    RedFlag {
        id: "rf21",
        title: "step_or_injury",
        source: "article: When to Worry",
        horizon_days: 0,
        levels: &[(Level::Consult, see_doctor::rf21)],
    },
    RedFlag {
        id: "rf22",
        title: "itching",
        source: "article: Histamine Response",
        horizon_days: 28,
        levels: &[(Level::Consult, repeated::rf22)],
    },
    RedFlag {
        id: "rf23",
        title: "building_tightness",
        source: "article: Chronic Exertional Compartment Syndrome; Buerba 2019",
        horizon_days: 90,
        levels: &[(Level::Consult, repeated::rf23)],
    },
    RedFlag {
        id: "rf24",
        title: "calf_eased_by_rest",
        source: "article: Entrapment Syndrome; Joy & Raudales 2015; Sinha 2012",
        horizon_days: 90,
        levels: &[(Level::Consult, repeated::rf24)],
    },
    RedFlag {
        id: "rf25",
        title: "growing",
        source: "Sharp 2011 Arch Neurol; article: persistent or frequent",
        horizon_days: 365,
        levels: &[(Level::Consult, repeated::rf25)],
    },
    RedFlag {
        id: "rf26",
        title: "several_signs",
        source: "project rule",
        horizon_days: 42,
        levels: &[(Level::Urgent, repeated::rf26)],
    },
    RedFlag {
        id: "rf27",
        title: "tired_or_hurting",
        source: "article: Recovery Tips",
        horizon_days: 0,
        levels: &[(Level::Advice, see_doctor::rf27)],
    },
    RedFlag {
        id: "rf28",
        title: "profile_or_age",
        source: "clinical default",
        horizon_days: 365,
        levels: &[(Level::Consult, see_doctor::rf28)],
    },
    RedFlag {
        id: "rf29",
        title: "climbing_with_weakness",
        source: "Leonhard 2019 Nat Rev Neurol",
        horizon_days: 0,
        levels: &[(Level::Emergency, emergencies::rf29)],
    },
    RedFlag {
        id: "rf30",
        title: "weakness",
        source: "NICE CKS; project rule",
        horizon_days: 0,
        levels: &[(Level::Urgent, same_day::rf30)],
    },
    RedFlag {
        id: "rf31",
        title: "face_swelling",
        source: "World Allergy Organization 2020; project rule",
        horizon_days: 0,
        levels: &[(Level::Urgent, same_day::rf31)],
    },
    RedFlag {
        id: "rf32",
        title: "climbing",
        source: "Leonhard 2019 Nat Rev Neurol; project rule",
        horizon_days: 0,
        levels: &[(Level::Urgent, same_day::rf32)],
    },
    RedFlag {
        id: "rf33",
        title: "frequent",
        source: "article: chronic tingling; article: persistent or frequent",
        horizon_days: 84,
        levels: &[(Level::Consult, repeated::rf33)],
    },
    RedFlag {
        id: "rf34",
        title: "low_back_both_legs",
        source: "article: Nerve Compression and Pinched Nerves",
        horizon_days: 0,
        levels: &[(Level::Consult, see_doctor::rf34)],
    },
];
