//! Tingling as ordinary exertion can bring it: an answer of its own beside the groups.

use std::collections::BTreeMap;

use super::look::Look;
use super::repeat::{DAYS, Repetition};
use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::{Level, RuleId, Verdict};
use crate::assess::red_flags::report::LEG;
use crate::record::words::{Onset, Side};

/// At most so many minutes until it is gone.
const GONE_WITHIN_MIN: f64 = 60.0;

/// Whether a report fits ordinary exertion: it began during exercise or within an hour of it, was gone within an
/// hour of rest, came in both legs (or in one and then the other), with no sign ticked, no red flag found, nothing
/// that grows, and not again and again at the same place.
///
/// "Can be normal exertion" is the most that may be said of it. Source: article, normal exertion.
pub fn fits(look: &Look<'_>, flags: &BTreeMap<RuleId, Verdict>, repeated: &[Repetition]) -> Answer {
    let (report, said) = (look.report(), look.report().said);
    let at_same_place = repeated.iter().any(|one| matches!(one.what, "same_leg" | "same_place"));
    let with_exercise = report.onset(Onset::During).or(report.onset(Onset::Within1h));
    let relieved = || report.at_most("relief_min", said.relief_min, GONE_WITHIN_MIN);
    let lasted = || report.at_most("duration_min", said.duration_min, GONE_WITHIN_MIN);
    // Unlike elsewhere silence counts as "no" here: both are only asked when something else is told.
    let goes_on = said.ongoing == Some(true) || said.progressive == Some(true);
    report
        .tingling()
        .and_then(|| Answer::of(!goes_on && !at_same_place))
        .and_then(|| with_exercise)
        .and_then(|| relieved().or(lasted()).and(no_longer(look)))
        .and_then(|| no_sign(look))
        .and_then(|| report.on_both_sides(LEG).or(varies(look)))
        .and_then(|| no_red_flag(look, flags))
}

/// Neither the time to relief nor the duration is known to be longer.
fn no_longer(look: &Look<'_>) -> Answer {
    let (report, said) = (look.report(), look.report().said);
    let longer = report.above("relief_min", said.relief_min, GONE_WITHIN_MIN);
    let lasted = report.above("duration_min", said.duration_min, GONE_WITHIN_MIN);
    Answer::of(!longer.is_yes() && !lasted.is_yes())
}

/// The signs were asked about, and none is ticked.
fn no_sign(look: &Look<'_>) -> Answer {
    match &look.report().said.signs {
        None => Answer::unknown("signs"),
        Some(signs) => Answer::of(signs.words.is_empty() && signs.unread.is_empty()),
    }
}

/// One leg now, and the other leg alone in an earlier report.
fn varies(look: &Look<'_>) -> Answer {
    let own = look.report().sides(LEG);
    let other = match (own.is_only(Side::Left), own.is_only(Side::Right)) {
        (true, _) => Side::Right,
        (_, true) => Side::Left,
        _ => return Answer::No,
    };
    Answer::of(look.case.tingling_within(DAYS).any(|earlier| earlier.sides(LEG).is_only(other)))
}

/// No rule for signs that need a doctor is found. Where the legs vary, the watch on one leg (rf20) is none.
fn no_red_flag(look: &Look<'_>, flags: &BTreeMap<RuleId, Verdict>) -> Answer {
    let is_watch =
        |rule: &RuleId, level: Level| rule.as_str() == "rf20" && level == Level::Advice && varies(look).is_yes();
    let found =
        flags.iter().any(|(rule, verdict)| verdict.found().is_some_and(|finding| !is_watch(rule, finding.level)));
    if found { Answer::No } else { Answer::Yes { because: Vec::new(), assumed: Missing::new() } }
}
