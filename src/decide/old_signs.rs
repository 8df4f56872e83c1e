//! Signs that were told long after they were: one summary, once, so that they are not lost.

use crate::assess::{Because, Finding, Level, RuleId};
use crate::record::Value;
use crate::time::{Timestamp, minutes_between};

use super::desk::Desk;
use super::{Alert, Event, State, Why, alert_id, next};

/// The rule under which old signs are summed up.
pub const OLD_SIGNS: RuleId = RuleId::of("old_signs");

/// Says once, as a doctor's visit, which urgent signs lie further back than is answered one by one.
pub(super) fn sum_up(desk: &mut Desk<'_>) {
    let situation = desk.situation;
    let old = situation.seen.iter().filter_map(|seen| {
        let finding = seen.verdict.found()?;
        let age = minutes_between(finding.at, situation.now);
        let told = situation.arrived.contains(&seen.subject);
        (told && finding.level >= Level::Urgent && age > desk.policy.old_after_min).then_some(finding)
    });
    let mut old: Vec<&Finding> = old.collect();
    old.sort_by_key(|finding| (finding.at, finding.rule.clone(), finding.subject));
    let (Some(first), Some(last)) = (old.first(), old.last()) else { return };
    let evidence: Vec<Because> = old.iter().map(|finding| piece(finding)).collect();
    let said = situation.said.iter().find(|alert| alert.rule == OLD_SIGNS && alert.is_standing());
    let known = said.map(|alert| alert.finding.evidence.clone()).unwrap_or_default();
    let fresh: Vec<Because> = evidence.into_iter().filter(|piece| !known.contains(piece)).collect();
    if fresh.is_empty() {
        return;
    }
    let finding = Finding {
        rule: OLD_SIGNS,
        subject: said.map_or(first.subject, |alert| alert.finding.subject),
        at: last.at,
        level: Level::Consult,
        evidence: known.into_iter().chain(fresh).collect(),
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    };
    let now = situation.now;
    if let Some(alert) = said {
        let mut more = next(alert, now, Why::Amended);
        more.finding = finding;
        more.data_to = situation.data_to;
        desk.speak(more, Event::Changed, false);
        return;
    }
    let alert = Alert {
        id: alert_id(situation.person, &OLD_SIGNS, finding.subject),
        revision: 1,
        person: situation.person.clone(),
        rule: OLD_SIGNS,
        level: Level::Consult,
        state: State::Open,
        finding,
        late: true,
        raised_at: now,
        changed_at: now,
        data_to: situation.data_to,
        spoken_since: now,
        pushed_at: None,
        pushes: 0,
        told_level: None,
        acknowledged_at: None,
        snoozed_until: None,
        why: Why::Late,
    };
    // An import that is undone and done again must not speak twice under one id.
    if situation.said.iter().all(|known| known.id != alert.id) {
        desk.speak(alert, Event::Raised, true);
    }
}

/// The rule and the time that a piece of a summary speaks of.
pub fn sign_of(piece: &Because) -> Option<(RuleId, Timestamp)> {
    let Value::Text(text) = &piece.value else { return None };
    let (rule, at) = text.split_once(' ')?;
    Some((RuleId(rule.to_owned().into()), at.parse().ok()?))
}

/// One old sign as a piece of evidence: which rule it met, when, in which report.
pub fn piece(finding: &Finding) -> Because {
    let records: Vec<_> = finding.evidence.iter().flat_map(|because| because.records.iter().copied()).collect();
    let records = if records.is_empty() { vec![finding.subject] } else { records };
    Because {
        what: std::borrow::Cow::Borrowed("old_sign"),
        value: Value::Text(format!("{} {}", finding.rule, finding.at)),
        limit: None,
        estimated: false,
        records,
    }
}
