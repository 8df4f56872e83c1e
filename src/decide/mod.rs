//! Whether to speak. Pure: findings, what was said before and the time go in; decisions come out.
//!
//! Findings are a function of the records. Ids and revisions are given when first spoken, and kept. Speaking
//! is a log: what is pushed, held back or limited depends on when we heard of it, and changes neither.

pub mod alert;
pub mod episode;
pub mod feedback;
pub mod old_signs;
pub mod policy;
pub mod reason;
pub mod snooze;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Finding, Level, RuleId, Verdict, rules};
use crate::person::PersonId;
use crate::record::Key;
use crate::record::identity::{digest, hex};
use crate::time::{Timestamp, minutes_between};

pub use alert::{Alert, AlertId, State};
pub use episode::{Episode, Seen, episodes};
pub use policy::Policy;
pub use reason::{Why, WhyNot};
pub use snooze::{NoSnooze, snooze};

/// What is known when decisions are made about one person.
pub struct Situation<'a> {
    /// Whose.
    pub person: &'a PersonId,
    /// What every rule says about every subject that was looked at.
    pub seen: &'a [Seen],
    /// The records that came in with this turn.
    pub arrived: &'a BTreeSet<Key>,
    /// Every standing alert, and those that ended within the last 90 days.
    pub said: &'a [Alert],
    /// When advice was pushed within the last 7 days.
    pub advice_pushed: &'a [Timestamp],
    /// The newest record known.
    pub data_to: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// What kind of event an utterance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// A new alert, or an ended one that is back.
    Raised,
    /// Another content under the same id.
    Changed,
    /// Over.
    Ended,
    /// The same content once more.
    Repeated,
}

impl Event {
    /// The name used in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Event::Raised => "raised",
            Event::Changed => "changed",
            Event::Ended => "ended",
            Event::Repeated => "repeated",
        }
    }
}

/// Something to say, or to note down.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// The alert as it now stands.
    pub alert: Alert,
    /// What happened to it.
    pub event: Event,
    /// Whether the person is to be told at once; else it only changes where it stands.
    pub push: bool,
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Say it.
    Speak(Box<Utterance>),
    /// Say nothing, for a reason.
    Silent {
        /// The rule.
        rule: RuleId,
        /// The report or session.
        subject: Key,
        /// The reason.
        because: WhyNot,
    },
}

/// The id of the alert of an episode, from the report or session that it was first spoken of for.
pub fn alert_id(person: &PersonId, rule: &RuleId, first: Key) -> AlertId {
    AlertId(hex(&digest(&["alert", person.as_str(), rule.as_str(), &first.to_string()])))
}

/// What to say and what not, about everything that was looked at.
pub fn decide(situation: &Situation<'_>, policy: &Policy) -> Vec<Decision> {
    let episodes = episodes(situation.seen);
    let mut desk = Desk {
        situation,
        policy,
        episodes: &episodes,
        advice_pushed: situation.advice_pushed.to_vec(),
        emergency: false,
        out: Vec::new(),
    };
    desk.emergency = desk.emergency_now();
    for seen in situation.seen {
        match seen.verdict {
            Verdict::Clear => desk.silent(seen.rule.clone(), seen.subject, WhyNot::NothingFound),
            Verdict::Unknown { .. } => desk.silent(seen.rule.clone(), seen.subject, WhyNot::CannotKnow),
            Verdict::Found(_) => {}
        }
    }
    // The most urgent first, so that the limits of advice are spent on what matters most.
    let mut ordered: Vec<(&RuleId, &Episode<'_>)> =
        episodes.iter().flat_map(|(rule, runs)| runs.iter().map(move |run| (*rule, run))).collect();
    ordered.sort_by_key(|(rule, run)| (Reverse(run.level()), weight(rule, run), run.newest().map(|f| f.at), *rule));
    for (rule, episode) in ordered {
        desk.episode(rule, episode);
    }
    old_signs::sum_up(&mut desk);
    desk.the_rest();
    desk.out
}

/// The alert as the person acknowledged it; `None` when it is over or acknowledged already.
pub fn acknowledge(alert: &Alert, now: Timestamp) -> Option<Utterance> {
    if alert.state != State::Open {
        return None;
    }
    let mut seen = next(alert, now, Why::Acknowledged);
    seen.state = State::Acknowledged;
    seen.acknowledged_at = Some(now);
    Some(Utterance { alert: seen, event: Event::Changed, push: false })
}

/// The next revision of an alert.
fn next(alert: &Alert, now: Timestamp, why: Why) -> Alert {
    Alert { revision: alert.revision.saturating_add(1), changed_at: now, why, ..alert.clone() }
}

/// Where decisions about one person are made.
struct Desk<'a> {
    situation: &'a Situation<'a>,
    policy: &'a Policy,
    episodes: &'a BTreeMap<&'a RuleId, Vec<Episode<'a>>>,
    advice_pushed: Vec<Timestamp>,
    emergency: bool,
    out: Vec<Decision>,
}

impl<'a> Desk<'a> {
    /// Whether an emergency stands, or follows now from something recent.
    fn emergency_now(&self) -> bool {
        let situation = self.situation;
        let stands = |alert: &Alert| alert.level == Level::Emergency && alert.state == State::Open && !alert.late;
        situation.said.iter().any(stands)
            || self.episodes.values().flatten().any(|episode| {
                let age = representative(episode).map(|finding| minutes_between(finding.at, situation.now));
                episode.level() == Level::Emergency
                    && !episode.over
                    && age.is_some_and(|age| age <= self.policy.late_after_min)
                    && self.alert_of(episode).is_none()
            })
    }

    fn silent(&mut self, rule: RuleId, subject: Key, because: WhyNot) {
        self.out.push(Decision::Silent { rule, subject, because });
    }

    fn speak(&mut self, alert: Alert, event: Event, push: bool) {
        let mut alert = alert;
        if !alert.is_standing() {
            alert.snoozed_until = None;
        }
        if push {
            alert.pushed_at = Some(self.situation.now);
            alert.pushes = alert.pushes.saturating_add(1);
            if alert.level == Level::Advice {
                self.advice_pushed.push(self.situation.now);
            }
        }
        self.out.push(Decision::Speak(Box::new(Utterance { alert, event, push })));
    }

    /// An episode without what is too old to be answered one by one, when it holds anything newer: what was told
    /// weeks ago must not hide what is told now, and is looked at only in the turn that tells of it.
    fn lately<'e>(&self, episode: &Episode<'e>) -> Episode<'e> {
        let is_recent = |finding: &&'e Finding| {
            let about = |seen: &Seen| seen.rule == finding.rule && seen.subject == finding.subject;
            let is_session =
                self.situation.seen.iter().find(|seen| about(seen)).is_some_and(|seen| seen.about_session);
            let oldest = if is_session { self.policy.fresh_min } else { self.policy.old_after_min };
            minutes_between(finding.at, self.situation.now) <= oldest
        };
        let found: Vec<&'e Finding> = episode.found.iter().copied().filter(is_recent).collect();
        if found.is_empty() { episode.clone() } else { Episode { found, over: episode.over } }
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

    fn episode(&mut self, rule: &RuleId, episode: &Episode<'_>) {
        if self.policy.is_quiet(rule) {
            let subject = episode.newest().map(|finding| finding.subject);
            return subject.into_iter().for_each(|subject| self.silent(rule.clone(), subject, WhyNot::TurnedOff));
        }
        let lately = self.lately(episode);
        let (Some(finding), Some(recent)) = (representative(episode), representative(&lately)) else { return };
        match self.alert_of(episode) {
            None if self.situation.said.iter().any(|alert| self.spoke(alert, episode)) => {
                self.silent(rule.clone(), finding.subject, WhyNot::SaidBefore);
            }
            None => self.raise(rule, &lately, recent),
            Some(alert) if !alert.is_standing() => self.maybe_back(alert, &lately, recent),
            Some(alert) if episode.over => {
                let mut ended = next(alert, self.situation.now, Why::Contradicted);
                ended.state = State::Ended;
                ended.data_to = self.situation.data_to;
                self.speak(ended, Event::Ended, false);
            }
            Some(alert) => self.keep(alert, episode, finding),
        }
    }

    /// Raises an alert, unless it is too late, too early or too much.
    fn raise(&mut self, rule: &RuleId, episode: &Episode<'_>, finding: &Finding) {
        let late = match self.timely(episode, finding) {
            Ok(late) => late,
            Err(because) => return self.silent(rule.clone(), finding.subject, because),
        };
        let now = self.situation.now;
        let level = self.spoken_level(rule, finding, episode.level());
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
            acknowledged_at: None,
            snoozed_until: None,
            why: if late { Why::Late } else { Why::First },
        };
        self.speak(alert.clone(), Event::Raised, level > Level::Note);
        if episode.over {
            let mut ended = next(&alert, now, Why::Contradicted);
            ended.state = State::Ended;
            (ended.pushed_at, ended.pushes) = (Some(now), 1);
            self.speak(ended, Event::Ended, false);
        }
    }

    /// Whether an episode may still be raised, and whether it is told late.
    fn timely(&self, episode: &Episode<'_>, finding: &Finding) -> Result<bool, WhyNot> {
        let age = minutes_between(finding.at, self.situation.now);
        let urgent = episode.level() >= Level::Urgent;
        let oldest = if urgent { self.policy.old_after_min } else { self.policy.fresh_min };
        let about_session =
            |seen: &Seen| seen.subject == finding.subject && seen.rule == finding.rule && seen.about_session;
        if age > oldest {
            Err(WhyNot::TooOld)
        } else if episode.over && !urgent {
            Err(WhyNot::OverAlready)
        } else if age < self.policy.advice_waits_min && self.situation.seen.iter().any(about_session) {
            Err(WhyNot::Waiting)
        } else {
            Ok(urgent && age > self.policy.late_after_min)
        }
    }

    /// Why advice must stay quiet now; `None` when it may be pushed.
    fn held_back(&self, rule: &RuleId, wanted: Level) -> Option<WhyNot> {
        if wanted != Level::Advice {
            None
        } else if self.emergency {
            Some(WhyNot::EmergencyFirst)
        } else if !self.policy.has_room(rule, &self.advice_pushed, self.situation.now) {
            Some(WhyNot::Limited)
        } else {
            None
        }
    }

    /// The level something new is spoken at: advice that is held back is kept as a note.
    fn spoken_level(&mut self, rule: &RuleId, finding: &Finding, wanted: Level) -> Level {
        let Some(because) = self.held_back(rule, wanted) else { return wanted };
        self.silent(rule.clone(), finding.subject, because);
        Level::Note
    }

    /// An ended alert whose episode goes on: back when something new shows it, or when what ended it is gone.
    fn maybe_back(&mut self, alert: &Alert, episode: &Episode<'_>, finding: &Finding) {
        let newer = finding.at > alert.finding.at;
        let ending_gone = matches!(alert.why, Why::Contradicted | Why::Withdrawn);
        let timely = self.timely(episode, finding);
        if episode.over || !(newer || ending_gone) || timely.is_err() {
            return self.silent(alert.rule.clone(), finding.subject, WhyNot::SaidBefore);
        }
        let now = self.situation.now;
        if !newer && self.told_lately(alert, episode.level()) {
            // A correction took it away and another brought it back: the person was told, and hears nothing new.
            let mut back = next(alert, now, Why::Back);
            (back.level, back.state, back.finding) = (episode.level(), State::Open, finding.clone());
            (back.data_to, back.acknowledged_at) = (self.situation.data_to, None);
            return self.speak(back, Event::Raised, false);
        }
        let mut back = next(alert, now, Why::Again);
        back.level = self.spoken_level(&alert.rule, finding, episode.level());
        back.state = State::Open;
        back.finding = finding.clone();
        back.late = timely.unwrap_or(false);
        back.data_to = self.situation.data_to;
        back.spoken_since = now;
        back.acknowledged_at = None;
        let push = back.level > Level::Note;
        if !push {
            // A note is for the status only, also when it was more than a note once.
            (back.pushed_at, back.pushes) = (None, 0);
        }
        self.speak(back, Event::Raised, push);
    }

    /// Whether an alert was pushed within the last day at that level or above. Never an emergency, and no advice
    /// that an emergency keeps quiet.
    fn told_lately(&self, alert: &Alert, level: Level) -> bool {
        let in_time = alert.pushed_at.is_some_and(|at| minutes_between(at, self.situation.now) < 1440.0);
        let quiet = level == Level::Advice && self.emergency;
        in_time && level <= alert.level && level < Level::Emergency && !quiet
    }

    /// A standing alert whose episode goes on.
    fn keep(&mut self, alert: &Alert, episode: &Episode<'_>, finding: &Finding) {
        let now = self.situation.now;
        let wanted = episode.level().max(alert.level);
        let newer = finding.at > alert.finding.at && finding.subject != alert.finding.subject;
        let rises = wanted > alert.level && (alert.level != Level::Note || newer);
        let since_push = alert.pushed_at.map_or(f64::INFINITY, |at| minutes_between(at, now));
        let again = newer
            && match wanted {
                Level::Emergency | Level::Urgent => true,
                Level::Consult => since_push >= self.policy.consult_again_min,
                Level::Advice => since_push >= self.policy.advice_again_min,
                Level::Note => false,
            };
        let held_back = self.held_back(&alert.rule, wanted).filter(|_| rises || again);
        if let Some(because) = held_back {
            self.silent(alert.rule.clone(), finding.subject, because);
        } else if again && !rises && alert.is_snoozed(now) {
            // Found again while the person wants quiet: told when the snooze is over.
            let mut held = next(alert, now, Why::Amended);
            (held.finding, held.data_to) = (finding.clone(), self.situation.data_to);
            (held.state, held.acknowledged_at, held.spoken_since) = (State::Open, None, now);
            held.late = minutes_between(finding.at, now) > self.policy.late_after_min;
            return self.speak(held, Event::Changed, false);
        } else if rises || again {
            let mut louder = next(alert, now, if rises { Why::Rise } else { Why::Again });
            louder.level = wanted;
            louder.finding = finding.clone();
            louder.data_to = self.situation.data_to;
            louder.state = State::Open;
            louder.acknowledged_at = None;
            louder.snoozed_until = None;
            louder.late = minutes_between(finding.at, now) > self.policy.late_after_min;
            louder.spoken_since = now;
            return self.speak(louder, Event::Changed, wanted > Level::Note);
        }
        if *finding != alert.finding {
            let mut amended = next(alert, now, Why::Amended);
            amended.finding = finding.clone();
            amended.data_to = self.situation.data_to;
            return self.speak(amended, Event::Changed, false);
        }
        self.standing(alert);
    }

    /// A standing alert about which nothing new is known: over by age, pushed again, or left alone.
    fn standing(&mut self, alert: &Alert) {
        let now = self.situation.now;
        if self.policy.grown_old(alert, now) {
            let mut ended = next(alert, now, Why::GrownOld);
            ended.state = State::Ended;
            self.speak(ended, Event::Ended, false);
        } else if alert.is_snoozed(now) {
            self.silent(alert.rule.clone(), alert.finding.subject, WhyNot::SaidBefore);
        } else if alert.snoozed_until.is_some() {
            self.snooze_over(alert);
        } else if self.policy.repeats(alert, now) && alert.why.is_loud() {
            self.speak(alert.clone(), Event::Repeated, true);
        } else if self.policy.repeats(alert, now) {
            // The revision that stands was a quiet one, and one revision has one content for ever.
            self.speak(next(alert, now, Why::Repeat), Event::Changed, true);
        } else {
            self.silent(alert.rule.clone(), alert.finding.subject, WhyNot::SaidBefore);
        }
    }

    /// Standing alerts that no episode speaks for any more, and advice that gives way to an emergency.
    fn the_rest(&mut self) {
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
            let turned_off = self.policy.is_quiet(&alert.rule);
            if turned_off || (alert.level == Level::Advice && self.emergency) {
                let why = if turned_off { Why::TurnedOff } else { Why::Emergency };
                let mut ended = next(alert, situation.now, why);
                ended.state = State::Ended;
                self.speak(ended, Event::Ended, false);
            } else if looked_at && !found {
                let mut ended = next(alert, situation.now, Why::Withdrawn);
                ended.state = State::Ended;
                ended.data_to = situation.data_to;
                self.speak(ended, Event::Ended, false);
            } else if !left_alone.contains(&(alert.rule.clone(), subject)) {
                self.standing(alert);
            }
        }
    }
}

/// Which of two pieces of advice is told first: the one whose rule stands earlier in the list. Others are not limited.
fn weight(rule: &RuleId, episode: &Episode<'_>) -> usize {
    if episode.level() == Level::Advice { rules::place(rule.as_str()) } else { 0 }
}

/// The finding that stands for an episode: the newest of its highest level.
fn representative<'a>(episode: &Episode<'a>) -> Option<&'a Finding> {
    let level = episode.level();
    episode.found.iter().rev().find(|finding| finding.level == level).copied()
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

#[cfg(test)]
mod tests;
