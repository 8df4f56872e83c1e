//! What a doctor should look at, read from one report alone; and the advice to rest.

use super::case::Case;
use crate::assess::answer::Answer;
use crate::record::words::{Association, BodySite, Condition, DailyImpact, Reliever, Worsener, YesNoNa};

/// Tingling that standing worsens and sitting relieves.
/// Level: consult. Source: article; Suri 2010 JAMA.
pub fn rf14(case: &Case<'_>) -> Answer {
    let report = &case.report;
    report
        .tingling()
        .and_then(|| report.worsened_by(Worsener::Standing))
        .and_then(|| report.relieved_by(Reliever::Sitting))
}

/// Tingling that lasted at least 120 minutes, or is still going on at least 120 minutes after stopping.
/// Level: consult; it rises to urgent when it lasted at least [`super::RISE_MIN`] and any other rule but rf26
/// fires. Source: article, When to See a Doctor.
pub fn rf16(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let still_there = || report.ongoing().and_then(|| case.stopped_for(120.0));
    report.tingling().and_then(|| report.lasted(120.0).or(still_there()))
}

/// Daily life is affected (some or stopped).
/// Level: consult. Source: article, When to See a Doctor.
pub fn rf17(case: &Case<'_>) -> Answer {
    let report = &case.report;
    report.word("daily_impact", report.said.daily_impact.as_ref(), &[DailyImpact::Some, DailyImpact::Stopped])
}

/// Tight gear was taken off and the tingling persists.
/// Level: consult. Source: article, When to Worry.
pub fn rf18(case: &Case<'_>) -> Answer {
    let (report, said) = (&case.report, case.report.said);
    report
        .tingling()
        .and_then(|| report.word("gear_removed", said.gear_removed.as_ref(), &[YesNoNa::Yes]))
        .and_then(|| report.word("persists_after_removal", said.persists_after_removal.as_ref(), &[YesNoNa::Yes]))
}

/// Linked with a specific step, a new injury, or a fall or hit.
/// Level: consult. Source: article, When to Worry.
pub fn rf21(case: &Case<'_>) -> Answer {
    let wanted = [Association::SpecificStep, Association::NewInjury, Association::FallOrHit];
    case.report.word("association", case.report.said.association.as_ref(), &wanted)
}

/// Fatigue at least 4 of 5, or pain at least 5 of 10 before or during the session.
/// Level: advice. Source: article, Recovery Tips.
pub fn rf27(case: &Case<'_>) -> Answer {
    let (report, said) = (&case.report, case.report.said);
    let hurt = report.at_least("pain_before_or_during", said.pain_before_or_during, 5.0);
    report.at_least("fatigue", said.fatigue, 4.0).or(hurt)
}

/// Tingling with diabetes, cancer, an anticoagulant or pregnancy in the profile; or at age 50 or more without an
/// earlier tingling report in the last 365 days.
/// Level: consult. Source: clinical default.
pub fn rf28(case: &Case<'_>) -> Answer {
    let listed = [Condition::Diabetes, Condition::Cancer, Condition::Anticoagulant, Condition::Pregnancy];
    let first = || Answer::of(case.tingling_within(365).next().is_none());
    case.report.tingling().and_then(|| case.has_condition(&listed).or(first().and_then(|| case.aged(50.0))))
}

/// Tingling with the site low_back together with thigh or calf on both sides.
/// Level: consult. Source: article, Nerve Compression.
pub fn rf34(case: &Case<'_>) -> Answer {
    let report = &case.report;
    let below = [BodySite::ThighFront, BodySite::ThighOuter, BodySite::ThighBack, BodySite::Calf];
    report.tingling().and_then(|| report.site(&[BodySite::LowBack])).and_then(|| report.on_both_sides(&below))
}
