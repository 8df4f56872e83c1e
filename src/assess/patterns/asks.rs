//! The questions of the table of features, each answered yes, no or not known from the records.

use super::exposure::warm_air;
use super::look::Look;
use super::repeat;
use crate::assess::answer::Answer;
use crate::assess::red_flags::report::LEG;
use crate::record::words::{
    Association, BodySite, Condition, OneWord, Onset, Quality, Reliever, Sign, Sport, Worsener, YesNoNa,
};

const FEET: &[BodySite] = &[BodySite::Toes, BodySite::Toes34, BodySite::Foot];
const THIGH: &[BodySite] = &[BodySite::ThighFront, BodySite::ThighOuter, BodySite::ThighBack];

/// These places, and no other of the leg.
fn only(look: &Look<'_>, wanted: &[BodySite]) -> Answer {
    let others: Vec<BodySite> = LEG.iter().copied().filter(|site| !wanted.contains(site)).collect();
    let report = look.report();
    report.site(wanted).and_then(|| report.site(&others).negated())
}

/// Itching.
pub fn itching(look: &Look<'_>) -> Answer {
    look.report().quality(&[Quality::Itching])
}

/// Wheals.
pub fn hives(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::Hives])
}

/// It began during exercise, and warmth is part of it.
pub fn during_warmth(look: &Look<'_>) -> Answer {
    let report = look.report();
    report.onset(Onset::During).and_then(|| report.worsened_by(Worsener::Heat).or(warm_air(look)))
}

/// Both legs, with itch or wheals. Both legs alone tell nothing in athletes: what is told of shins, feet or standing
/// has rows of its own.
pub fn both_legs_itching(look: &Look<'_>) -> Answer {
    look.report().on_both_sides(LEG).and_then(|| itching(look).or(hives(look)))
}

/// Loosening gear or taking the shoes off eases it.
pub fn eased_by_loosening(look: &Look<'_>) -> Answer {
    look.report().relieved_by(Reliever::Loosening).or(look.report().relieved_by(Reliever::ShoesOff))
}

/// It stayed after tight gear was taken off; what loosening eases did not, where that is not answered.
pub fn persists_after_removal(look: &Look<'_>) -> Answer {
    let said = look.report().said;
    if said.persists_after_removal.as_ref().and_then(OneWord::known).is_none() && eased_by_loosening(look).is_yes() {
        return Answer::No;
    }
    look.report().word("persists_after_removal", said.persists_after_removal.as_ref(), &[YesNoNa::Yes])
}

/// Foot or toes.
pub fn foot_or_toes(look: &Look<'_>) -> Answer {
    look.report().site(FEET)
}

/// Exercise or walking brings it on, it eases within 10 minutes of rest, and no report tells of it at rest.
pub fn walking_and_short_rest(look: &Look<'_>) -> Answer {
    let (report, said) = (look.report(), look.report().said);
    let at_rest = |earlier: &crate::assess::red_flags::Report<'_>| {
        earlier.said.onset.as_ref().and_then(OneWord::known) == Some(Onset::AtRest)
    };
    let exertion = report.worsened_by(Worsener::Exercise).or(report.worsened_by(Worsener::Walking));
    exertion
        .and_then(|| report.at_most("relief_min", said.relief_min, 10.0))
        .and_then(|| report.onset(Onset::During))
        .and_then(|| Answer::of(!look.case.tingling_within(90).any(at_rest)))
}

/// The calf, at age 50 or more.
pub fn calf_from_50(look: &Look<'_>) -> Answer {
    look.report().site(&[BodySite::Calf]).and_then(|| look.case.aged(50.0))
}

/// It began at rest.
pub fn at_rest(look: &Look<'_>) -> Answer {
    look.report().onset(Onset::AtRest)
}

/// Younger than 40, and no smoker.
pub fn young_non_smoker(look: &Look<'_>) -> Answer {
    look.case.aged(40.0).negated().and_then(|| look.case.has_condition(&[Condition::Smoker]).negated())
}

/// Tingling round the mouth or in the hands.
pub fn mouth_or_hands(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::PerioralOrHand])
}

/// Cramp.
pub fn cramp(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::Cramp]).or(look.report().quality(&[Quality::Cramp]))
}

/// One leg, and not the other.
pub fn one_leg(look: &Look<'_>) -> Answer {
    let report = look.report();
    report.on_one_side(LEG).and_then(|| report.on_both_sides(LEG).negated())
}

/// Sitting eases it.
pub fn eased_by_sitting(look: &Look<'_>) -> Answer {
    look.report().relieved_by(Reliever::Sitting)
}

/// Bending forward eases it.
pub fn eased_by_bending(look: &Look<'_>) -> Answer {
    look.report().relieved_by(Reliever::BendingForward)
}

/// Both legs, and standing makes it worse.
pub fn both_legs_standing(look: &Look<'_>) -> Answer {
    look.report().on_both_sides(LEG).and_then(|| look.report().worsened_by(Worsener::Standing))
}

/// A change of balance.
pub fn balance(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::Balance])
}

/// Older than 70, in whole years.
pub fn over_70(look: &Look<'_>) -> Answer {
    look.case.aged(71.0)
}

/// Younger than 60.
pub fn under_60(look: &Look<'_>) -> Answer {
    look.case.aged(60.0).negated()
}

/// Pain in the low back.
pub fn back_pain(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::BackPain])
}

/// Pain that shoots down a leg or both.
pub fn shooting(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::ShootingOne, Sign::ShootingBoth])
}

/// Coughing or sneezing makes it worse.
pub fn worse_by_cough(look: &Look<'_>) -> Answer {
    look.report().worsened_by(Worsener::Cough)
}

/// Buttock, or the outer or back side of the thigh.
pub fn buttock_or_thigh(look: &Look<'_>) -> Answer {
    look.report().site(&[BodySite::Buttock, BodySite::ThighOuter, BodySite::ThighBack])
}

/// Pain at one point of the buttock.
pub fn psis_pain(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::PsisPain])
}

/// A particular step, an injury, a fall or a hit.
pub fn step_or_injury(look: &Look<'_>) -> Answer {
    let wanted = [Association::SpecificStep, Association::NewInjury, Association::FallOrHit];
    look.report().word("association", look.report().said.association.as_ref(), &wanted)
}

/// It keeps beginning at the same minute or distance.
pub fn same_minute(look: &Look<'_>) -> Answer {
    repeat::same_point(look)
}

/// It eases within 5 to 30 minutes of rest.
pub fn relief_5_to_30(look: &Look<'_>) -> Answer {
    let (report, relief) = (look.report(), look.report().said.relief_min);
    report.at_least("relief_min", relief, 5.0).and_then(|| report.at_most("relief_min", relief, 30.0))
}

/// It feels tight.
pub fn tight(look: &Look<'_>) -> Answer {
    look.report().quality(&[Quality::Tight])
}

/// Shins or calves of both legs.
pub fn both_shins_or_calves(look: &Look<'_>) -> Answer {
    look.report().on_both_sides(&[BodySite::Shin, BodySite::Calf])
}

/// Nothing eases it, and it lasts more than an hour.
pub fn stays_at_rest(look: &Look<'_>) -> Answer {
    let (report, said) = (look.report(), look.report().said);
    report.relieved_by(Reliever::Nothing).and_then(|| report.above("duration_min", said.duration_min, 60.0))
}

/// The thigh, and no other place of the leg.
pub fn thigh_only(look: &Look<'_>) -> Answer {
    only(look, THIGH)
}

/// The calf, and pushing off or going uphill makes it worse.
pub fn calf_pushing_off(look: &Look<'_>) -> Answer {
    let report = look.report();
    let pushing = || report.worsened_by(Worsener::Plantarflexion).or(report.worsened_by(Worsener::Uphill));
    report.site(&[BodySite::Calf]).and_then(pushing)
}

/// It eases in less than 5 minutes, before the age of 40.
pub fn fast_relief_young(look: &Look<'_>) -> Answer {
    let report = look.report();
    report.below("relief_min", report.said.relief_min, 5.0).and_then(|| look.case.aged(40.0).negated())
}

/// Cold or pale.
pub fn cold_or_pale(look: &Look<'_>) -> Answer {
    look.report().sign(&[Sign::Cold, Sign::DiscolouredPale])
}

/// Both feet.
pub fn both_feet(look: &Look<'_>) -> Answer {
    look.report().on_both_sides(FEET)
}

/// Diabetes, a lack of vitamin B12, or much alcohol.
pub fn nerve_conditions(look: &Look<'_>) -> Answer {
    look.case.has_condition(&[Condition::Diabetes, Condition::B12Deficiency, Condition::Alcohol])
}

/// The outer side of the thigh, and no other place of the leg.
pub fn outer_thigh_only(look: &Look<'_>) -> Answer {
    only(look, &[BodySite::ThighOuter])
}

/// Between the third and the fourth toe.
pub fn toes_3_4(look: &Look<'_>) -> Answer {
    look.report().site(&[BodySite::Toes34])
}

/// The saddle area, on a bike.
pub fn saddle_on_bike(look: &Look<'_>) -> Answer {
    look.report().site(&[BodySite::Saddle]).and_then(|| look.case.sport(Sport::Bike))
}

/// Tingling round the mouth or in the hands while breathing fast.
pub fn mouth_or_hands_breathing(look: &Look<'_>) -> Answer {
    mouth_or_hands(look).and_then(|| look.report().sign(&[Sign::FastBreathing]))
}
