//! Signs that could mean harm within days.

use super::case::Case;
use super::emergencies::{rf02, rf04};
use super::report::LEG;
use crate::assess::answer::Answer;
use crate::record::words::{Quality, Sign};

/// Swelling with a tender calf, warmth or redness.
fn swollen_and_inflamed(case: &Case<'_>) -> Answer {
    let report = &case.report;
    report.sign(&[Sign::Swelling]).and_then(|| report.sign(&[Sign::CalfTender, Sign::Warm, Sign::DiscolouredRed]))
}

/// A tender calf with breathlessness; or swelling with a tender calf, warmth or redness, with breathlessness or
/// chest pain.
/// Level: emergency. Source: Wells 2003 NEJM; NICE NG158.
pub fn rf10_to_the_lungs(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let tender = report.sign(&[Sign::CalfTender]).and_then(|| report.sign(&[Sign::Breathless]));
    tender.or(swollen_and_inflamed(case).and_then(|| report.sign(&[Sign::Breathless, Sign::ChestPain])))
}

/// Swelling with a tender calf, warmth or redness, a leg site marked left or right.
/// Level: urgent. Source: Wells 2003 NEJM; NICE NG158.
pub fn rf10_one_leg(case: &Case<'_>) -> Answer {
    swollen_and_inflamed(case).and_then(|| case.report.on_one_side(LEG))
}

/// Severe pain, swelling or a change of colour (discoloured, pale, red), with or without tingling.
/// Level: urgent. Source: article, When to See a Doctor.
pub fn rf11(case: &Case<'_>) -> Answer {
    case.report.sign(&[
        Sign::SeverePain,
        Sign::Swelling,
        Sign::Discoloured,
        Sign::DiscolouredPale,
        Sign::DiscolouredRed,
    ])
}

/// Numbness, cold or warmth, still going on after at least 60 minutes; or cold with a leg site marked left or
/// right.
/// Level: urgent. Source: article, When to See a Doctor.
pub fn rf12_stays(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let stays = rf12_any(case).and_then(|| report.ongoing()).and_then(|| report.lasted(60.0));
    stays.or(report.sign(&[Sign::Cold]).and_then(|| report.on_one_side(LEG)))
}

/// Numbness, cold or warmth.
/// Level: consult. Source: article, When to See a Doctor.
pub fn rf12_any(case: &Case<'_>) -> Answer {
    case.report.quality(&[Quality::Numb]).or(case.report.sign(&[Sign::Cold, Sign::Warm]))
}

/// Pain that shoots down both legs (shooting_both).
/// Level: urgent. Source: article; NICE CKS bilateral sciatica.
pub fn rf13(case: &Case<'_>) -> Answer {
    case.report.sign(&[Sign::ShootingBoth])
}

/// Changes in balance or coordination, new within 14 days or with weakness.
/// Level: urgent. Source: article; Suri 2010 JAMA.
pub fn rf15_new_or_weak(case: &Case<'_>) -> Answer {
    let report = &case.report;
    rf15_balance(case)
        .and_then(|| report.flag("new_within_14d", report.said.new_within_14d).or(report.sign(&[Sign::Weakness])))
}

/// Changes in balance or coordination.
/// Level: consult. Source: article; Suri 2010 JAMA.
pub fn rf15_balance(case: &Case<'_>) -> Answer {
    case.report.sign(&[Sign::Balance])
}

/// Weakness that rf02 does not already call an emergency.
/// Level: urgent. Source: NICE CKS (new weakness); project rule.
pub fn rf30(case: &Case<'_>) -> Answer {
    case.report.sign(&[Sign::Weakness]).and_then(|| rf02(case).unless_known())
}

/// Swelling of the face that rf04 does not already call an emergency.
/// Level: urgent. Source: World Allergy Organization 2020; project rule.
pub fn rf31(case: &Case<'_>) -> Answer {
    case.report.sign(&[Sign::FaceSwelling]).and_then(|| rf04(case).unless_known())
}

/// Tingling that climbs (ascending), alone.
/// Level: urgent. Source: Leonhard 2019 Nat Rev Neurol; project rule.
pub fn rf32(case: &Case<'_>) -> Answer {
    case.report.sign(&[Sign::Ascending])
}
