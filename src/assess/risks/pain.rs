//! A session that was done in spite of pain.

use super::effort::{EFFORT_DAYS, Effort, effort, more_than_easy};
use super::{Beside, number, verdict};
use crate::assess::answer::Answer;
use crate::assess::finding::Verdict;
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::days::Calendar;
use crate::body::exposures::{self, Near};
use crate::body::session::{Session, reports_of};
use crate::record::History;
use crate::units::Quantity;

/// Pain from here on is found, 0 to 10; as in the red flag about pain (`rf27`). Up to 5 was allowed in programmes of
/// exercise with sore tendons (Silbernagel 2007, Am J Sports Med 35:897; unchecked).
pub const PAIN_LIMIT: f64 = 5.0;

/// The measures of a day that tell pain, with the name in the evidence.
const PAINS: &[&str] = &["back_pain", "soreness"];

/// A report of the session tells pain of at least 5 of 10 before or during it; or, without such an answer, back pain
/// or soreness of at least 5 of 10 was measured that day before a session that was more than easy.
pub static THROUGH_PAIN: Rule = Rule {
    id: "through_pain",
    family: Family::Load,
    looks_at: LooksAt::Session,
    horizon_days: EFFORT_DAYS,
    source: "Silbernagel 2007, Am J Sports Med 35:897 (pain of up to 5 of 10; unchecked); project rule",
    title: "through_pain",
};

/// See [`THROUGH_PAIN`].
pub fn through_pain(history: &History, session: &Session<'_>) -> Verdict {
    let effort = effort(history, session);
    let (told, answered) = told(history, session);
    let answer = if answered { told } else { measured(history, session, effort.as_ref()) };
    verdict(&THROUGH_PAIN, session, answer, || {
        let easy = effort.as_ref().and_then(Effort::easy);
        let easier = effort.as_ref().and_then(Effort::easier).filter(|_| !answered);
        Beside {
            unknown: effort.is_none().then_some("rpe_cr10").into_iter().collect(),
            against: easy.into_iter().collect(),
            change: easier.into_iter().collect(),
        }
    })
}

/// What the reports of the session tell, and whether any answers. A report that does not answer takes nothing from
/// one that does.
fn told(history: &History, session: &Session<'_>) -> (Answer, bool) {
    let pains = reports_of(history, session)
        .into_iter()
        .filter_map(|report| Some((report.said.pain_before_or_during?.get(), report.key)));
    let worst = pains.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    match worst {
        None => (Answer::unknown("pain_before_or_during"), false),
        Some((pain, key)) if pain >= PAIN_LIMIT => {
            (Answer::because(number("pain_before_or_during", pain, Some(PAIN_LIMIT), [key])), true)
        }
        Some(_) => (Answer::No, true),
    }
}

/// Pain that was measured that day before the session, and a session that was more than easy. Little pain in one
/// place says nothing of others.
fn measured(history: &History, session: &Session<'_>, effort: Option<&Effort>) -> Answer {
    let near = Near::new(history, session, Calendar::of(history).midnight(session.start));
    let high = PAINS.iter().find_map(|name| match near.measure(name, "0_10") {
        exposures::Answer::Known { value, records, .. } if value >= PAIN_LIMIT => {
            Some(number(name, value, Some(PAIN_LIMIT), records))
        }
        _ => None,
    });
    match high {
        None => Answer::unknown("pain_before_or_during"),
        Some(high) => Answer::because(high).and_then(|| more_than_easy(effort)),
    }
}
