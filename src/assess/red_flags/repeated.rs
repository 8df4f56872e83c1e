//! What keeps coming back, or grows: rules over a report and those before it.

use std::collections::BTreeSet;

use super::case::{Case, days};
use super::past::{GROWING, Tally, as_number, counted, median_doubled, rate_rose};
use super::report::{LEG, Report};
use crate::assess::answer::{Answer, Missing};
use crate::record::words::{BodySite, OneWord, Onset, Quality, Reliever, Side, Sign};

/// Pain, severe pain or cramp that began during exercise.
fn pain_during_exercise(report: &Report<'_>) -> Answer {
    report.onset(Onset::During).and_then(|| report.sign(&[Sign::Pain, Sign::Cramp, Sign::SeverePain]))
}

/// Pain or cramp that began during exercise, in at least 3 of the last 10 reports (this one and the newest 9 of
/// the last 90 days); or with a calf site eased within 10 minutes at age 40 or more.
/// Level: consult. Source: article; Leng & Fowkes 1992.
pub fn rf19_again(case: &Case<'_>) -> Answer {
    let (report, said) = (&case.report, case.report.said);
    let again = || Tally::of(case.newest_within(9, 90), pain_during_exercise).at_least(2, "earlier_reports");
    let eases_fast = || {
        let eased = report.at_most("relief_min", said.relief_min, 10.0);
        eased.and_then(|| report.site(&[BodySite::Calf])).and_then(|| case.aged(40.0))
    };
    rf19_once(case).and_then(|| again().or(eases_fast()))
}

/// Pain or cramp that began during exercise.
/// Level: advice. Source: article; Leng & Fowkes 1992.
pub fn rf19_once(case: &Case<'_>) -> Answer {
    pain_during_exercise(&case.report)
}

/// This report touches the leg, and it and the tingling reports of 90 days that tell a leg side hold at least 4,
/// and at least 4 in 5, with that leg alone (this report counts as one of them).
fn same_leg(case: &Case<'_>, side: Side) -> Answer {
    let (mut alone, mut told, mut unsure) = (vec![case.report.key], 1_usize, 0_usize);
    for earlier in case.tingling_within(90) {
        let sides = earlier.sides(LEG);
        if sides.is_only(side) {
            alone.push(earlier.key);
        }
        if sides.untold || earlier.sites_unread() {
            unsure = unsure.saturating_add(1);
        }
        told = told.saturating_add(usize::from(sides.is_told()));
    }
    let enough = |alone: usize, told: usize| alone >= 4 && alone.saturating_mul(5) >= told.saturating_mul(4);
    let most = alone.len().saturating_add(unsure);
    let again = if enough(alone.len(), told) {
        counted("reports_of_one_leg", alone.len(), Some(4), alone)
    } else if unsure > 0 && enough(most, most.max(told)) {
        Answer::unknown("sites")
    } else {
        Answer::No
    };
    again.and_then(|| case.report.touches_leg(side))
}

/// At least 4 tingling reports in 90 days, and at least 4 in 5 of those that tell a leg side, were in one same leg
/// alone, and this report touches that leg.
/// Level: consult. Source: article, When to Worry.
pub fn rf20_again(case: &Case<'_>) -> Answer {
    let again = || same_leg(case, Side::Left).or(same_leg(case, Side::Right));
    case.report.tingling().and_then(again)
}

/// Tingling with a leg site marked left or right.
/// Level: advice. Source: article, When to Worry.
pub fn rf20_once(case: &Case<'_>) -> Answer {
    case.report.tingling().and_then(|| case.report.on_one_side(LEG))
}

/// Itching that is strong (severity at least 7), comes with hives, or is in at least 3 reports within 28 days (this
/// one included).
/// Level: consult. Source: article, Histamine Response.
pub fn rf22(case: &Case<'_>) -> Answer {
    let (report, itching) = (&case.report, |report: &Report<'_>| report.quality(&[Quality::Itching]));
    let strong = || report.at_least("severity", report.said.severity, 7.0).or(report.sign(&[Sign::Hives]));
    let again = || match report.is_quiet() {
        // Only yes or no is wanted: the newest that suffice are counted, so that many reports stay cheap.
        true => Tally::until(2, case.within(28), itching).at_least(2, "earlier_reports"),
        false => Tally::of(case.within(28), itching).at_least(2, "earlier_reports"),
    };
    match itching(report) {
        unknown @ Answer::Unknown { .. } if report.is_quiet() => unknown,
        answer => answer.and_then(|| strong().or(again())),
    }
}

/// Began during exercise and is tight, swollen, stiff, or lasted at least 30 minutes.
fn tightness_during_exercise(report: &Report<'_>) -> Answer {
    let swollen = || report.sign(&[Sign::Swelling, Sign::Stiff]);
    let lingers = || report.quality(&[Quality::Tight]).or(swollen()).or(report.lasted(30.0));
    report.onset(Onset::During).and_then(lingers)
}

/// Began during exercise and is tight, swollen, stiff or lasted at least 30 minutes, in at least 3 reports within 90
/// days (this one included) that share a site with this one.
/// Level: consult. Source: article, chronic exertional compartment syndrome; Buerba 2019.
pub fn rf23(case: &Case<'_>) -> Answer {
    let places = case.report.said.sites.as_ref().map(|sites| sites.places.as_slice()).unwrap_or_default();
    let sites: Vec<BodySite> = places.iter().map(|place| place.site).collect();
    let may_share = case.report.sites_unread();
    let alike = |earlier: &Report<'_>| {
        let shares = || match earlier.site(&sites) {
            Answer::No if may_share => Answer::unknown("sites"),
            answer => answer,
        };
        tightness_during_exercise(earlier).and_then(shares)
    };
    tightness_during_exercise(&case.report)
        .and_then(|| Tally::of(case.within(90), alike).at_least(2, "earlier_reports"))
}

/// Calf or back of the knee, began during exercise, eased by rest.
fn calf_eased_by_rest(report: &Report<'_>) -> Answer {
    let calf = report.site(&[BodySite::Calf, BodySite::KneeBack]);
    calf.and_then(|| report.onset(Onset::During)).and_then(|| report.relieved_by(Reliever::Rest))
}

/// Calf or back of the knee, began during exercise, eased by rest, in at least 3 reports within 90 days (this one
/// included).
/// Level: consult. Source: article, Entrapment Syndrome; Sinha 2012.
pub fn rf24(case: &Case<'_>) -> Answer {
    let again = || Tally::of(case.within(90), calf_eased_by_rest).at_least(2, "earlier_reports");
    calf_eased_by_rest(&case.report).and_then(again)
}

/// The tingling grows, by any of: more tingling reports in the last 28 days (this one included, at least 5) than in
/// the 28 days before, exact one-sided test p < 0.01, with a diary of at least 56 days; the median duration or
/// severity at least doubled between those windows, 4 answers in each; or it is now there at rest while at least 3
/// tingling reports of the last 365 days tell an onset and none tells at_rest.
/// Level: consult. Source: Sharp 2011 Arch Neurol; article, persistent or frequent.
pub fn rf25(case: &Case<'_>) -> Answer {
    let grows = || {
        let recent: Vec<Report<'_>> = std::iter::once(case.report).chain(case.tingling_within(28).copied()).collect();
        let before: Vec<Report<'_>> = case.tingling_between(28, 56).copied().collect();
        let worse = GROWING.iter().map(|growing| median_doubled(growing, &recent, &before));
        more_often(case, &recent, &before).or(Answer::any(worse))
    };
    case.report.tingling().and_then(|| grows().or(now_at_rest(case)))
}

fn more_often(case: &Case<'_>, recent: &[Report<'_>], before: &[Report<'_>]) -> Answer {
    let count = |reports: &[Report<'_>]| u32::try_from(reports.len()).unwrap_or(u32::MAX);
    // A p below 0.01 needs 7 reports anyway; the 5 is kept for the reader.
    if recent.len() < 5 || !rate_rose(count(recent), count(before)) {
        return Answer::No;
    }
    let keys = |reports: &[Report<'_>]| reports.iter().map(|report| report.key).collect();
    let now = counted("reports_28_days", recent.len(), None, keys(recent));
    let then = counted("reports_28_days_before", before.len(), None, keys(before));
    case.diary_of(56.0).and_then(|| now.and(then))
}

fn now_at_rest(case: &Case<'_>) -> Answer {
    let (mut told, mut untold) = (Vec::new(), 0_usize);
    for earlier in case.tingling_within(365) {
        match earlier.said.onset.as_ref().and_then(OneWord::known) {
            Some(Onset::AtRest) => return Answer::No,
            Some(_) => told.push(earlier.key),
            None => untold = untold.saturating_add(1),
        }
    }
    let before = if told.len() >= 3 {
        counted("reports_not_at_rest", told.len(), Some(3), told)
    } else if told.len().saturating_add(untold) >= 3 {
        Answer::unknown("onset")
    } else {
        Answer::No
    };
    before.and_then(|| case.report.onset(Onset::AtRest))
}

/// Frequent or long-standing tingling, counted back from this report: tingling reports in at least 8 of the last 12
/// blocks of 7 days, or in at least 12 of the last 42 blocks of 24 hours (this one included).
/// Level: consult. Source: article, chronic tingling; article, persistent or frequent.
pub fn rf33(case: &Case<'_>) -> Answer {
    let blocks = |block_days: u16, window_days: u16| {
        let length = days(block_days).as_secs();
        let earlier = case.tingling_within(window_days).map(|earlier| (case.age(earlier).as_secs(), earlier.key));
        let all = std::iter::once((0, case.report.key)).chain(earlier);
        let mut found = BTreeSet::new();
        // The newest report of each block stands for it.
        let firsts: Vec<_> =
            all.filter(|(age, _)| found.insert(age.checked_div(length))).map(|(_, key)| key).collect();
        firsts
    };
    let at_least = |least: usize, what, keys: Vec<_>| match keys.len() >= least {
        true => counted(what, keys.len(), Some(least), keys),
        false => Answer::No,
    };
    let frequent =
        || at_least(8, "weeks_with_tingling", blocks(7, 84)).or(at_least(12, "days_with_tingling", blocks(1, 42)));
    case.report.tingling().and_then(frequent)
}

/// The rules of which two different ones make [`rf26`].
pub const ADDING_UP: &[&str] = &["rf14", "rf15", "rf16", "rf17", "rf18", "rf21", "rf22"];

/// At least two different rules of rf14, rf15, rf16, rf17, rf18, rf21, rf22 fire within 14 days: for this report, or
/// for an earlier report of the last 14 days judged with the reports before it and no session.
/// Level: urgent. Source: project rule (several warning signs together).
pub fn rf26(case: &Case<'_>) -> Answer {
    let nothing = super::case::Context::default();
    let (mut firing, mut may_fire, mut records) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut missing = Missing::new();
    for (id, check) in super::adding_up_checks() {
        let cases = std::iter::once(case.quietly()).chain(case.earlier_cases(14, &nothing));
        for case in cases {
            match check(&case) {
                Answer::Yes { because, .. } => {
                    firing.insert(id);
                    records.insert(case.report.key);
                    records.extend(because.into_iter().flat_map(|because| because.records));
                    // One firing report of each rule is enough, the newest.
                    break;
                }
                Answer::No => {}
                Answer::Unknown { missing: fields } => {
                    may_fire.insert(id);
                    missing.extend(fields);
                }
            }
        }
    }
    if firing.len() >= 2 {
        let names = crate::record::Value::List(firing.iter().map(|id| (*id).to_owned()).collect());
        let records = records.into_iter().collect();
        let limit = Some(as_number(2));
        let because =
            crate::assess::finding::Because { what: "rules".into(), value: names, limit, estimated: false, records };
        return Answer::because(because);
    }
    if firing.union(&may_fire).count() >= 2 { Answer::Unknown { missing } } else { Answer::No }
}
