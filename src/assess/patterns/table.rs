//! Every feature that speaks for or against a group, in one table.
//!
//! A weight is the natural logarithm of a likelihood ratio. Grade A: a published ratio or sensitivity and
//! specificity; B: from a published proportion; C: an anchor agreed on in the project (0.7 weak, 1.4 moderate, 2.0
//! strong). Not yet reviewed by a clinician.

use super::group::Group::{self, *};
use super::look::Look;
use super::{asks, exposure};
use crate::assess::answer::Answer;

/// Whether a feature is in the records of a report.
pub type Ask = for<'a> fn(&Look<'a>) -> Answer;

/// How well a weight is founded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A published likelihood ratio, or sensitivity and specificity.
    A,
    /// From a published proportion.
    B,
    /// Agreed on in the project.
    C,
}

impl Grade {
    /// Its letter.
    pub fn name(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
        }
    }
}

/// How much a feature speaks for a group (or against it, below zero).
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    /// The group.
    pub group: Group,
    /// The natural logarithm of the likelihood ratio.
    pub ln_lr: f64,
    /// How well that is founded.
    pub grade: Grade,
    /// On what.
    pub reason: &'static str,
}

/// Something a report can show.
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// Its name.
    pub name: &'static str,
    /// The question.
    pub ask: Ask,
    /// What it speaks for and against.
    pub weights: &'static [Weight],
}

impl Feature {
    /// The exposure it is the presence of, by the name the study gives it.
    pub fn exposure(&self) -> Option<&'static str> {
        self.name.strip_prefix("exposure=")
    }
}

/// The feature of that name.
pub fn feature(name: &str) -> Option<&'static Feature> {
    FEATURES.iter().find(|feature| feature.name == name)
}

const fn weight(group: Group, ln_lr: f64, grade: Grade, reason: &'static str) -> Weight {
    Weight { group, ln_lr, grade, reason }
}

use Grade::{A, B, C};

/// Every feature, each once.
pub static FEATURES: &[Feature] = &[
    Feature {
        name: "quality=itching",
        ask: asks::itching,
        weights: &[weight(
            Histamine,
            2.0,
            C,
            "itch is the cardinal histamine/urticaria symptom and rare in nerve or vascular causes",
        )],
    },
    Feature {
        name: "signs=hives",
        ask: asks::hives,
        weights: &[weight(Histamine, 2.0, C, "wheal = mast-cell degranulation (cholinergic urticaria, EIA)")],
    },
    Feature {
        name: "onset=during&warmth",
        ask: asks::during_warmth,
        weights: &[weight(Histamine, 0.7, C, "starts as body warms, passive heating alone can do it")],
    },
    Feature {
        name: "site=bilateral",
        ask: asks::both_legs_itching,
        weights: &[weight(Histamine, 0.7, C, "systemic mediator: both legs")],
    },
    Feature {
        name: "relieved_by=loosening_gear",
        ask: asks::eased_by_loosening,
        weights: &[weight(Gear, 2.0, C, "dechallenge test; article uses it as the discriminator")],
    },
    Feature {
        name: "persists_after_removal",
        ask: asks::persists_after_removal,
        weights: &[weight(Gear, -1.4, C, "failed dechallenge argues against")],
    },
    Feature {
        name: "exposure=tight_fit",
        ask: exposure::tight_fit,
        weights: &[weight(Gear, 1.1, C, "exposure present; replace by personal OR once estimated")],
    },
    Feature {
        name: "site=foot_or_toes",
        ask: asks::foot_or_toes,
        weights: &[weight(Gear, 0.7, C, "lace/toe-box pressure is distal")],
    },
    Feature {
        name: "worsened_by=walking_exertion&relief_rest_le10min&never_at_rest",
        ask: asks::walking_and_short_rest,
        weights: &[weight(
            Pad,
            2.0,
            A,
            "Edinburgh Claudication Questionnaire sens 0.91 spec 0.99 in Leng & Fowkes 1992 (raw LR+ ~130); capped at 2.0 because of spectrum: young athletes and atypical legs lower specificity",
        )],
    },
    Feature {
        name: "site=calf&pad_age_ge50",
        ask: asks::calf_from_50,
        weights: &[weight(Pad, 1.4, B, "ECQ definite claudication needs calf; prevalence rises steeply after 50")],
    },
    Feature {
        name: "onset=at_rest",
        ask: asks::at_rest,
        weights: &[
            weight(Pad, -1.4, A, "ECQ item 2: pain beginning at rest is non-claudicant (specificity 80% for 'no')"),
            weight(PeripheralNeuropathy, 1.4, C, "stocking symptoms at rest/night, not exercise-bound"),
        ],
    },
    Feature {
        name: "age_lt40_nonsmoker",
        ask: asks::young_non_smoker,
        weights: &[weight(Pad, -2.0, B, "PAD prevalence <1% under 40-50")],
    },
    Feature {
        name: "exposure=sodium_deficit_high",
        ask: exposure::sodium_deficit,
        weights: &[weight(Electrolyte, 1.1, C, "replace by personal OR once estimated")],
    },
    Feature {
        name: "exposure=bm_loss_gt2",
        ask: exposure::mass_loss,
        weights: &[weight(Electrolyte, 0.7, C, "dehydration marker (ACSM 2007)")],
    },
    Feature {
        name: "exposure=weight_gain_during",
        ask: exposure::mass_gain,
        weights: &[weight(Electrolyte, 1.1, C, "over-drinking: EAH pathway")],
    },
    Feature {
        name: "signs=perioral_or_hand_tingling",
        ask: asks::mouth_or_hands,
        weights: &[weight(Electrolyte, 0.7, C, "low calcium/alkalosis pattern is symmetric: lips, fingers, feet")],
    },
    Feature {
        name: "signs=cramp",
        ask: asks::cramp,
        weights: &[weight(
            Electrolyte,
            0.7,
            C,
            "weak: cramps are more often neuromuscular fatigue (Schwellnus 2009)",
        )],
    },
    Feature {
        name: "site=one_leg",
        ask: asks::one_leg,
        weights: &[
            weight(Electrolyte, -2.0, C, "a systemic cause cannot be one-sided"),
            weight(OveruseSij, 0.7, C, "article: localized to one leg"),
            weight(FocalEntrapment, 0.7, C, "single nerve"),
        ],
    },
    Feature {
        name: "relieved_by=sitting_no_pain_seated",
        ask: asks::eased_by_sitting,
        weights: &[weight(NerveSpine, 2.0, A, "Suri 2010 JAMA: no pain when seated LR 7.4 (1.9-30), ln 2.0")],
    },
    Feature {
        name: "relieved_by=bending_forward",
        ask: asks::eased_by_bending,
        weights: &[weight(NerveSpine, 1.86, A, "Suri 2010: LR 6.4 (4.1-9.9)")],
    },
    Feature {
        name: "site=bilateral_buttock_or_leg&worsened_by=standing",
        ask: asks::both_legs_standing,
        weights: &[weight(
            NerveSpine,
            1.84,
            A,
            "Suri 2010: bilateral buttock/leg pain LR 6.3 (3.1-13); applied only with standing because bilateral alone is non-specific in athletes",
        )],
    },
    Feature {
        name: "signs=balance",
        ask: asks::balance,
        weights: &[weight(
            NerveSpine,
            1.4,
            A,
            "Suri 2010: wide-based gait LR 13, unsteady Romberg test LR 4.2 (ln 1.44); lower bound used",
        )],
    },
    Feature { name: "age_gt70", ask: asks::over_70, weights: &[weight(NerveSpine, 0.69, A, "Suri 2010 LR 2.0")] },
    Feature {
        name: "age_lt60",
        ask: asks::under_60,
        weights: &[weight(
            NerveSpine,
            -0.5,
            A,
            "Suri 2010 LR 0.40 for stenosis only (ln -0.92); halved because disc herniation is commoner in the young",
        )],
    },
    Feature {
        name: "signs=back_pain",
        ask: asks::back_pain,
        weights: &[weight(NerveSpine, 0.7, C, "concurrent low-back pain")],
    },
    Feature {
        name: "signs=shooting",
        ask: asks::shooting,
        weights: &[weight(NerveSpine, 1.1, C, "dermatomal shooting pain")],
    },
    Feature {
        name: "worsened_by=cough_sneeze",
        ask: asks::worse_by_cough,
        weights: &[weight(NerveSpine, 1.1, C, "raised intrathecal pressure")],
    },
    Feature {
        name: "site=buttock_or_lateral_posterior_thigh",
        ask: asks::buttock_or_thigh,
        weights: &[weight(
            OveruseSij,
            1.1,
            B,
            "Murakami 2017: SIJ pain, numbness/tingling mainly lateral-posterior thigh and back of calf; >=60% had leg symptoms",
        )],
    },
    Feature {
        name: "signs=psis_pain",
        ask: asks::psis_pain,
        weights: &[weight(OveruseSij, 2.0, B, "Murakami 2017: 94/100 had pain at or near the PSIS")],
    },
    Feature {
        name: "association=step_or_injury",
        ask: asks::step_or_injury,
        weights: &[weight(OveruseSij, 1.4, C, "article: particular step or injury")],
    },
    Feature {
        name: "exposure=load_spike",
        ask: exposure::load_spike,
        weights: &[weight(OveruseSij, 0.7, B, "Frandsen 2025 HRR 1.52-2.28 for overuse injury (ln 0.42-0.82)")],
    },
    Feature {
        name: "onset_reproducible_minute",
        ask: asks::same_minute,
        weights: &[weight(Cecs, 1.4, C, "pain begins at a fixed time/intensity (Fraipont 2003; Buerba 2019)")],
    },
    Feature {
        name: "relief_5_to_30min",
        ask: asks::relief_5_to_30,
        weights: &[weight(Cecs, 0.7, B, "settles in minutes to about 30 min; PAES seconds-minutes, PAD <10 min")],
    },
    Feature {
        name: "quality=tight_or_full",
        ask: asks::tight,
        weights: &[weight(Cecs, 1.4, C, "tightness/fullness over a compartment")],
    },
    Feature {
        name: "site=shin_or_calf_bilateral",
        ask: asks::both_shins_or_calves,
        weights: &[weight(Cecs, 1.1, B, "bilateral in >75% ; leg 95% of cases")],
    },
    Feature {
        name: "relieved_by=nothing_at_rest&persist_gt60min",
        ask: asks::stays_at_rest,
        weights: &[weight(
            Cecs,
            -1.4,
            C,
            "pain that does not settle argues for another cause (or acute CS: see red flags)",
        )],
    },
    Feature {
        name: "site=thigh_only",
        ask: asks::thigh_only,
        weights: &[weight(Cecs, -1.4, C, "95% of CECS is in the leg")],
    },
    Feature {
        name: "site=calf&worsened_by=plantarflexion_uphill",
        ask: asks::calf_pushing_off,
        weights: &[weight(Paes, 1.4, C, "popliteal compression in plantar-flexion")],
    },
    Feature {
        name: "relief_lt5min&age_lt40",
        ask: asks::fast_relief_young,
        weights: &[weight(Paes, 1.1, B, "seconds-minutes after stopping; young athlete")],
    },
    Feature {
        name: "signs=cold_or_pale_foot",
        ask: asks::cold_or_pale,
        weights: &[weight(Paes, 1.4, C, "distal ischaemia")],
    },
    Feature {
        name: "site=both_feet_symmetric",
        ask: asks::both_feet,
        weights: &[weight(PeripheralNeuropathy, 1.4, C, "length-dependent")],
    },
    Feature {
        name: "history=diabetes_or_b12_or_alcohol",
        ask: asks::nerve_conditions,
        weights: &[weight(PeripheralNeuropathy, 2.0, B, "dominant causes of neuropathy")],
    },
    Feature {
        name: "site=outer_thigh_only",
        ask: asks::outer_thigh_only,
        weights: &[weight(
            FocalEntrapment,
            2.0,
            C,
            "meralgia paresthetica (cases after strenuous exercise: Kho 2005)",
        )],
    },
    Feature {
        name: "site=toes_3_4",
        ask: asks::toes_3_4,
        weights: &[weight(FocalEntrapment, 1.4, C, "Morton neuroma 3rd web space")],
    },
    Feature {
        name: "site=saddle_or_genital&sport=bike",
        ask: asks::saddle_on_bike,
        weights: &[weight(
            FocalEntrapment,
            1.4,
            C,
            "pudendal/saddle pressure. also triggers the saddle red flag first",
        )],
    },
    Feature {
        name: "signs=perioral_or_hand_tingling&fast_breathing",
        ask: asks::mouth_or_hands_breathing,
        weights: &[weight(Hyperventilation, 2.0, C, "hypocapnia -> low ionised calcium")],
    },
];
