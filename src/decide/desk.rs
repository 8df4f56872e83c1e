//! Where decisions about one person are made: what is raised, what is back, and what is over.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Finding, Level, RuleId};
use crate::record::Key;
use crate::study::trigger::is_trigger;
use crate::time::{Timestamp, minutes_between};

use super::old_signs::OLD_SIGNS;
use super::{
    Alert, AlertId, Decision, Episode, Event, Policy, Situation, State, Utterance, Why, WhyNot, alert_id, next,
};

/// Where decisions about one person are made.
pub(super) struct Desk<'a> {
    pub(super) situation: &'a Situation<'a>,
    pub(super) policy: &'a Policy,
    pub(super) episodes: &'a BTreeMap<&'a RuleId, Vec<Episode<'a>>>,
    /// When advice was pushed, this turn included.
    advice_pushed: Vec<Timestamp>,
    /// The emergencies that are open.
    emergencies: BTreeSet<AlertId>,
    /// Whether one was pushed in this turn, be it over already.
    emergency_told: bool,
    pub(super) out: Vec<Decision>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        situation: &'a Situation<'a>,
        policy: &'a Policy,
        episodes: &'a BTreeMap<&'a RuleId, Vec<Episode<'a>>>,
    ) -> Desk<'a> {
        let open = |alert: &&Alert| alert.level == Level::Emergency && alert.state == State::Open;
        Desk {
            situation,
            policy,
            episodes,
            advice_pushed: situation.advice_pushed.to_vec(),
            emergencies: situation.said.iter().filter(open).map(|alert| alert.id.clone()).collect(),
            emergency_told: false,
            out: Vec::new(),
        }
    }

    /// Whether an emergency is open, or was told in this turn: all advice gives way to it.
    pub(super) fn is_emergency(&self) -> bool {
        self.emergency_told || !self.emergencies.is_empty()
    }

    pub(super) fn silent(&mut self, rule: RuleId, subject: Key, because: WhyNot) {
        self.out.push(Decision::Silent { rule, subject, because });
    }

    /// Says it, and gives the alert back as it now stands.
    pub(super) fn speak(&mut self, mut alert: Alert, event: Event, push: bool) -> Alert {
        if !alert.is_standing() || alert.level == Level::Emergency {
            alert.snoozed_until = None;
        }
        if push {
            alert.pushed_at = Some(self.situation.now);
            alert.pushes = alert.pushes.saturating_add(1);
            alert.told_level = alert.told_level.max(Some(alert.level));
            if alert.level == Level::Advice {
                self.advice_pushed.push(self.situation.now);
            }
        }
        if alert.level == Level::Emergency && alert.state == State::Open {
            self.emergencies.insert(alert.id.clone());
            self.emergency_told |= push;
        } else {
            self.emergencies.remove(&alert.id);
        }
        self.out.push(Decision::Speak(Box::new(Utterance { alert: alert.clone(), event, push })));
        alert
    }

    /// Ends an alert.
    pub(super) fn end(&mut self, alert: &Alert, why: Why) {
        let mut ended = next(alert, self.situation.now, why);
        ended.state = State::Ended;
        if matches!(why, Why::Contradicted | Why::Withdrawn) {
            ended.data_to = self.situation.data_to;
        }
        self.speak(ended, Event::Ended, false);
    }

    /// An episode without what is too old to be answered one by one, when it holds anything newer: what was told
    /// weeks ago must not hide what is told now, and is looked at only in the turn that tells of it.
    fn lately<'e>(&self, episode: &Episode<'e>) -> Episode<'e> {
        let oldest = if episode.about_session { self.policy.fresh_min } else { self.policy.old_after_min };
        episode.lately(oldest, self.situation.now)
    }

    /// Whether an alert has spoken of something in an episode.
    fn spoke(&self, alert: &Alert, episode: &Episode<'_>) -> bool {
        let first = self.lately(episode).first();
        let id = first.map(|first| alert_id(self.situation.person, &first.rule, first.subject));
        let same_rule = episode.first().is_some_and(|first| first.rule == alert.rule);
        same_rule && (id.as_ref() == Some(&alert.id) || episode.holds(alert.finding.subject))
    }

    /// The alert that speaks of an episode: a standing one before one that ended. When a late report parts what an
    /// alert spoke of, it speaks of the newer part.
    fn alert_of(&self, episode: &Episode<'_>) -> Option<&'a Alert> {
        let newest = episode.newest()?;
        let newer = |other: &&Episode<'_>| other.newest().is_some_and(|last| last.at > newest.at);
        let later: Vec<&Episode<'_>> = self.episodes.get(&newest.rule).into_iter().flatten().filter(newer).collect();
        let speaks =
            |alert: &&Alert| self.spoke(alert, episode) && !later.iter().any(|other| self.spoke(alert, other));
        self.situation.said.iter().filter(speaks).max_by_key(|alert| (alert.is_standing(), alert.raised_at))
    }

    pub(super) fn episode(&mut self, rule: &RuleId, episode: &Episode<'_>) {
        if self.policy.is_quiet(rule) {
            let subject = episode.newest().map(|finding| finding.subject);
            return subject.into_iter().for_each(|subject| self.silent(rule.clone(), subject, WhyNot::TurnedOff));
        }
        let lately = self.lately(episode);
        let (Some(finding), Some(recent)) = (episode.stands_for(), lately.stands_for()) else { return };
        let alert = self.alert_of(episode);
        // It is true for months: it waits for room instead of becoming a note.
        if is_trigger(rule)
            && !alert.is_some_and(Alert::is_standing)
            && let Some(because) = self.held_back(rule, finding.level)
            && because != WhyNot::Demoted
        {
            return self.silent(rule.clone(), finding.subject, because);
        }
        match alert {
            None if self.situation.said.iter().any(|alert| self.spoke(alert, episode)) => {
                self.silent(rule.clone(), finding.subject, WhyNot::SaidBefore);
            }
            None => self.raise(rule, &lately, recent),
            Some(alert) => match self.missed(alert, &lately) {
                Some(missed) => self.tell_after_all(alert, &lately, missed),
                None if !alert.is_standing() => self.maybe_back(alert, &lately, recent),
                None if episode.is_over() => self.end(alert, Why::Contradicted),
                // It ended and came back without our hearing of it in between.
                None if episode.went_on_after(alert.finding.subject) => self.maybe_back(alert, &lately, recent),
                None => self.keep(alert, episode, finding),
            },
        }
    }

    /// Raises an alert, unless it is too late, too early or too much.
    fn raise(&mut self, rule: &RuleId, episode: &Episode<'_>, stands_for: &Finding) {
        // A sign for a doctor soon is told also when something newer says otherwise.
        let peak = episode.peak().filter(|peak| peak.level >= Level::Urgent);
        let finding = peak.unwrap_or(stands_for);
        let late = match self.timely(episode, finding) {
            Ok(late) => late,
            Err(because) => return self.silent(rule.clone(), finding.subject, because),
        };
        let now = self.situation.now;
        let is_demoted = self.held_back(rule, finding.level) == Some(WhyNot::Demoted);
        let level = self.spoken_level(rule, finding, finding.level);
        let first = episode.first().map_or(finding.subject, |first| first.subject);
        let alert = Alert {
            id: alert_id(self.situation.person, rule, first),
            revision: 1,
            person: self.situation.person.clone(),
            rule: rule.clone(),
            level,
            state: State::Open,
            finding: finding.clone(),
            late,
            raised_at: now,
            changed_at: now,
            data_to: self.situation.data_to,
            spoken_since: now,
            pushed_at: None,
            pushes: 0,
            told_level: None,
            acknowledged_at: None,
            snoozed_until: None,
            why: match late {
                _ if is_demoted => Why::Demoted,
                true => Why::Late,
                false => Why::First,
            },
        };
        let told = self.speak(alert, Event::Raised, level > Level::Note);
        self.settle(&told, episode);
    }

    /// A sign for a doctor soon that lies before something newer said otherwise, and was never told: a report that
    /// came late, or together with the one that took it back.
    fn missed<'e>(&self, alert: &Alert, lately: &Episode<'e>) -> Option<&'e Finding> {
        let peak = lately.peak().filter(|peak| peak.level >= Level::Urgent && alert.told_level < Some(peak.level))?;
        let stands = !lately.is_over() && lately.level() >= peak.level;
        let age = minutes_between(peak.at, self.situation.now);
        (!stands && age <= self.policy.old_after_min).then_some(peak)
    }

    /// Tells of it once, and comes back to where things stand.
    fn tell_after_all(&mut self, alert: &Alert, episode: &Episode<'_>, missed: &Finding) {
        let now = self.situation.now;
        let late = minutes_between(missed.at, now) > self.policy.late_after_min;
        let mut told = next(alert, now, if late { Why::Late } else { Why::Rise });
        (told.level, told.state, told.finding, told.late) = (missed.level, State::Open, missed.clone(), late);
        (told.acknowledged_at, told.snoozed_until) = (None, None);
        (told.spoken_since, told.data_to) = (now, self.situation.data_to);
        let event = if alert.is_standing() { Event::Changed } else { Event::Raised };
        let told = self.speak(told, event, true);
        self.settle(&told, episode);
    }

    /// After something was told that is no longer so: it is over, or it goes on at a lower level.
    fn settle(&mut self, told: &Alert, episode: &Episode<'_>) {
        if episode.is_over() {
            self.end(told, Why::Contradicted);
        } else if let Some(now) = episode.stands_for().filter(|now| now.level < told.finding.level) {
            let mut lower = next(told, self.situation.now, Why::Amended);
            (lower.level, lower.finding) = (now.level, now.clone());
            self.speak(lower, Event::Changed, false);
        }
    }

    /// Whether an episode may be spoken of, and whether it is told late.
    fn timely(&self, episode: &Episode<'_>, finding: &Finding) -> Result<bool, WhyNot> {
        let age = minutes_between(finding.at, self.situation.now);
        let urgent = finding.level >= Level::Urgent;
        let oldest = match (urgent, is_trigger(&finding.rule)) {
            (true, _) => self.policy.old_after_min,
            (false, true) => self.policy.trigger_fresh_min,
            (false, false) => self.policy.fresh_min,
        };
        if age > oldest {
            Err(WhyNot::TooOld)
        } else if episode.is_over() && !urgent {
            Err(WhyNot::OverAlready)
        } else if self.waits(episode, finding) {
            Err(WhyNot::Waiting)
        } else {
            Ok(urgent && age > self.policy.late_after_min)
        }
    }

    /// Whether advice about a session must wait until its drink log had its time.
    pub(super) fn waits(&self, episode: &Episode<'_>, finding: &Finding) -> bool {
        let age = minutes_between(finding.at, self.situation.now);
        episode.about_session && finding.level <= Level::Advice && age < self.policy.advice_waits_min
    }

    /// Why advice must stay quiet now; `None` when it may be pushed.
    pub(super) fn held_back(&self, rule: &RuleId, wanted: Level) -> Option<WhyNot> {
        if wanted != Level::Advice {
            None
        } else if self.is_emergency() {
            Some(WhyNot::EmergencyFirst)
        } else if self.is_demoted(rule) {
            Some(WhyNot::Demoted)
        } else if !self.policy.has_room(rule, &self.advice_pushed, self.situation.now) {
            Some(WhyNot::Limited)
        } else {
            None
        }
    }

    /// Whether the advice of a rule is shown quietly because of what the person thought of it.
    pub(super) fn is_demoted(&self, rule: &RuleId) -> bool {
        self.policy.demotes(rule, self.situation.marks, self.situation.now).is_some()
    }

    /// The level something new is spoken at: advice that is held back is kept as a note.
    fn spoken_level(&mut self, rule: &RuleId, finding: &Finding, wanted: Level) -> Level {
        let Some(because) = self.held_back(rule, wanted) else { return wanted };
        self.silent(rule.clone(), finding.subject, because);
        Level::Note
    }

    /// An alert that ended, or was contradicted, and whose episode goes on: back when something new shows it, or when what ended it is gone.
    fn maybe_back(&mut self, alert: &Alert, episode: &Episode<'_>, finding: &Finding) {
        let newer = finding.at > alert.finding.at;
        let ending_gone = matches!(alert.why, Why::Contradicted | Why::Withdrawn);
        if !newer && !episode.is_over() && self.is_young_again(alert) {
            return;
        }
        if episode.is_over() || !(newer || ending_gone) {
            return self.silent(alert.rule.clone(), finding.subject, WhyNot::SaidBefore);
        }
        let late = match self.timely(episode, finding) {
            Ok(late) => late,
            Err(because) => return self.silent(alert.rule.clone(), finding.subject, because),
        };
        let now = self.situation.now;
        let wanted = finding.level;
        let gives_way = wanted == Level::Advice && self.is_emergency();
        let mut back = next(alert, now, Why::Back);
        (back.level, back.state, back.finding, back.late) = (wanted, State::Open, finding.clone(), late);
        back.data_to = self.situation.data_to;
        back.spoken_since = if wanted == Level::Emergency { self.policy.sounds_since(alert, now) } else { now };
        (back.acknowledged_at, back.snoozed_until) = (None, None);
        let event = if alert.is_standing() { Event::Changed } else { Event::Raised };
        if wanted > Level::Note && !self.policy.is_due(alert, wanted, now) && !gives_way {
            // The person was told a moment ago, and hears nothing new.
            back.spoken_since = back.spoken_since.min(alert.spoken_since);
            self.speak(back, event, false);
            return;
        }
        let is_demoted = self.held_back(&alert.rule, wanted) == Some(WhyNot::Demoted);
        back.why = if is_demoted { Why::Demoted } else { Why::Again };
        back.level = self.spoken_level(&alert.rule, finding, wanted);
        let push = back.level > Level::Note;
        if !push {
            // A note is for the status only, also when it was more than a note once.
            (back.pushed_at, back.pushes) = (None, 0);
        }
        self.speak(back, event, push);
    }

    /// What ended by its age on a clock that ran ahead is not old any more when the clock is right again: it stands
    /// as it stood.
    fn is_young_again(&mut self, alert: &Alert) -> bool {
        let now = self.situation.now;
        let seen = alert.acknowledged_at.is_some();
        let state = if seen { State::Acknowledged } else { State::Open };
        let stood = Alert { state, ..alert.clone() };
        if alert.why != Why::GrownOld || self.policy.grown_old(&stood, now) {
            return false;
        }
        let back = Alert { state, ..next(alert, now, Why::Back) };
        self.speak(back, Event::Raised, false);
        true
    }

    /// Standing alerts that no episode speaks for any more, and advice that gives way to an emergency.
    pub(super) fn the_rest(&mut self) {
        let situation = self.situation;
        let spoken: BTreeSet<AlertId> = self.out.iter().filter_map(spoken_of).collect();
        let left_alone: BTreeSet<(RuleId, Key)> = self.out.iter().filter_map(silent_about).collect();
        for alert in situation.said.iter().filter(|alert| alert.is_standing() && !spoken.contains(&alert.id)) {
            let subject = alert.finding.subject;
            let looked_at = situation.seen.iter().any(|seen| seen.rule == alert.rule && seen.subject == subject);
            let found = situation
                .seen
                .iter()
                .any(|seen| seen.rule == alert.rule && seen.subject == subject && seen.verdict.found().is_some());
            if self.policy.is_quiet(&alert.rule) {
                self.end(alert, Why::TurnedOff);
            } else if alert.level == Level::Advice && self.is_emergency() {
                self.end(alert, Why::Emergency);
            } else if looked_at && !found {
                self.end(alert, Why::Withdrawn);
            } else if !left_alone.contains(&(alert.rule.clone(), subject)) {
                self.standing(alert);
            }
        }
        for alert in situation.said.iter().filter(|alert| alert.rule == OLD_SIGNS && !alert.is_standing()) {
            self.is_young_again(alert);
        }
    }
}

fn spoken_of(decision: &Decision) -> Option<AlertId> {
    match decision {
        Decision::Speak(utterance) => Some(utterance.alert.id.clone()),
        Decision::Silent { .. } => None,
    }
}

fn silent_about(decision: &Decision) -> Option<(RuleId, Key)> {
    match decision {
        Decision::Silent { rule, subject, because: WhyNot::SaidBefore } => Some((rule.clone(), *subject)),
        _ => None,
    }
}
