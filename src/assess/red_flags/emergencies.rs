//! Signs that could mean lasting harm within hours.

use super::case::Case;
use super::report::LEG;
use crate::assess::answer::Answer;
use crate::record::words::{BodySite, Quality, Side, Sign, Sport};

/// A sign saddle_numb, bladder or bowel; or the site saddle with quality numb, unless it came on a bike, is over,
/// and is known to have lasted at most 60 minutes.
/// Level: emergency. Source: NICE CKS sciatica red flags; BMJ Best Practice; Sharp 2011.
pub fn rf01(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let told = report.sign(&[Sign::SaddleNumb, Sign::Bladder, Sign::Bowel]);
    let numb_saddle = report.site(&[BodySite::Saddle]).and_then(|| report.quality(&[Quality::Numb]));
    let short_on_a_bike =
        case.sport(Sport::Bike).and_then(|| report.at_most("duration_min", report.said.duration_min, 60.0));
    told.or(numb_saddle.and_then(|| short_on_a_bike.unless_known().or(report.ongoing())))
}

/// A sign foot_drop; or weakness with leg sites on both sides; or weakness that is progressive.
/// Level: emergency. Source: NICE CKS; BMJ Best Practice.
pub fn rf02(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let both_or_growing = || report.on_both_sides(LEG).or(report.flag("progressive", report.said.progressive));
    report.sign(&[Sign::FootDrop]).or(report.sign(&[Sign::Weakness]).and_then(both_or_growing))
}

/// A sign face_droop, speech, vision, arm_weak or confusion; or the sites face and arm both marked left, or both
/// marked right.
/// Level: emergency. Source: BE-FAST (Harbison 2003; Aroor 2017).
pub fn rf03(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let told = report.sign(&[Sign::FaceDroop, Sign::Speech, Sign::Vision, Sign::ArmWeak, Sign::Confusion]);
    let one_sided = [Side::Left, Side::Right]
        .map(|side| report.on_side(&[BodySite::Face], side).and_then(|| report.on_side(&[BodySite::Arm], side)));
    told.or(Answer::any(one_sided))
}

/// A sign throat_tight; or face_swelling, wheeze, breathless or faint together with itching (quality) or hives
/// (sign).
/// Level: emergency. Source: World Allergy Organization 2020 (Cardona 2020).
pub fn rf04(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let itching_or_hives = || report.quality(&[Quality::Itching]).or(report.sign(&[Sign::Hives]));
    let airway = report.sign(&[Sign::FaceSwelling, Sign::Wheeze, Sign::Breathless, Sign::Faint]);
    report.sign(&[Sign::ThroatTight]).or(airway.and_then(itching_or_hives))
}

/// Severe pain that is, or may be, still going on, with a tight hard muscle, weakness or numbness, at least 30
/// minutes after stopping (or that time is unknown).
/// Level: emergency. Source: Fraipont & Adamson 2003 JAAOS.
pub fn rf05(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let tense = || report.sign(&[Sign::TightHardMuscle, Sign::Weakness]).or(report.quality(&[Quality::Numb]));
    report
        .sign(&[Sign::SeverePain])
        .and_then(tense)
        .and_then(|| report.may_be_ongoing())
        .and_then(|| case.stopped_for(30.0).or_assumed())
}

/// Cold or pale, together with severe pain, weakness or numbness, and it is or may be still going on.
/// Level: emergency. Source: acute limb ischaemia, ESVS 2020 (Bjorck 2020).
pub fn rf06(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let failing = || report.sign(&[Sign::SeverePain, Sign::Weakness]).or(report.quality(&[Quality::Numb]));
    report.sign(&[Sign::Cold, Sign::DiscolouredPale]).and_then(failing).and_then(|| report.may_be_ongoing())
}

/// Dark urine with severe_pain, pain, cramp, stiff, swelling, weakness, vomiting or confusion.
/// Level: emergency. Source: Bosch 2009 NEJM; ACSM/CHAMP guidance.
pub fn rf07_and_ill(case: &Case<'_>) -> Answer {
    let ill = [
        Sign::SeverePain,
        Sign::Pain,
        Sign::Cramp,
        Sign::Stiff,
        Sign::Swelling,
        Sign::Weakness,
        Sign::Vomiting,
        Sign::Confusion,
    ];
    rf07_dark_urine(case).and_then(|| case.report.sign(&ill))
}

/// Dark urine.
/// Level: urgent. Source: Bosch 2009 NEJM; ACSM/CHAMP guidance.
pub fn rf07_dark_urine(case: &Case<'_>) -> Answer {
    case.report.sign(&[Sign::DarkUrine])
}

/// A seizure; or confusion, vomiting, severe headache or puffy hands after any gain in weight, or after drinking
/// at least 1500 ml/h for at least 4 h.
/// Level: emergency. Source: Hew-Butler 2015 (EAH consensus).
pub fn rf08_low_sodium(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let ill = report.sign(&[Sign::Confusion, Sign::Vomiting, Sign::SevereHeadache, Sign::PuffyHands]);
    let drank_much = || case.drank(1500.0).and_then(|| case.session_lasted(4.0));
    report.sign(&[Sign::Seizure]).or(ill.and_then(|| report.gained().or(drank_much())))
}

/// Vomiting, severe headache or puffy hands after at least 3 h, the weight change unknown.
/// Level: urgent. Source: Hew-Butler 2015 (EAH consensus).
pub fn rf08_after_long(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let ill = report.sign(&[Sign::Vomiting, Sign::SevereHeadache, Sign::PuffyHands]);
    ill.and_then(|| report.gain_not_known()).and_then(|| case.session_lasted(3.0))
}

/// A sign chest_pain or faint.
/// Level: emergency. Source: AHA/ACC; ESC 2020 sports cardiology.
pub fn rf09(case: &Case<'_>) -> Answer {
    case.report.sign(&[Sign::ChestPain, Sign::Faint])
}

/// Tingling that climbs (ascending) with weakness, fever or a recent infection.
/// Level: emergency. Source: Leonhard 2019 Nat Rev Neurol.
pub fn rf29(case: &Case<'_>) -> Answer {
    let report = &case.report;
    report.sign(&[Sign::Ascending]).and_then(|| report.sign(&[Sign::Weakness, Sign::Fever, Sign::RecentInfection]))
}
