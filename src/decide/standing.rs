//! A standing alert: found again, worse, changed, or nothing new.

use crate::assess::{Finding, Level};
use crate::time::minutes_between;

use super::desk::Desk;
use super::{Alert, Episode, Event, State, Why, WhyNot, next};

impl Desk<'_> {
    /// A standing alert whose episode goes on.
    pub(super) fn keep(&mut self, alert: &Alert, episode: &Episode<'_>, finding: &Finding) {
        let now = self.situation.now;
        let wanted = episode.level();
        let newer = finding.at > alert.finding.at && finding.subject != alert.finding.subject;
        if wanted == Level::Advice && alert.level == Level::Advice && self.is_emergency() {
            return self.end(alert, Why::Emergency);
        }
        if wanted == Level::Advice && alert.level == Level::Advice && self.is_demoted(&alert.rule) {
            return self.quieten(alert, finding);
        }
        if newer && self.waits(episode, finding) {
            self.silent(alert.rule.clone(), finding.subject, WhyNot::Waiting);
            return self.standing(alert);
        }
        // Advice that was held back is not sent later, but a sign for a doctor is.
        let rises = wanted > alert.level && (alert.level != Level::Note || newer || wanted > Level::Advice);
        let loud = (rises || newer) && self.policy.is_due(alert, wanted, now);
        match self.held_back(&alert.rule, wanted).filter(|_| loud) {
            Some(because) => self.silent(alert.rule.clone(), finding.subject, because),
            None if loud => return self.louder(alert, finding, wanted),
            None if rises || (newer && wanted >= Level::Urgent) => {
                // Told a moment ago: it stands open as it is now, and is repeated in its time.
                let mut open = self.found_again(alert, finding, Why::Amended);
                open.level = wanted;
                self.speak(open, Event::Changed, false);
                return;
            }
            // A record that was corrected: it is as it is now, and never was worse.
            None if wanted < alert.level => {
                let mut lower = next(alert, now, Why::Amended);
                (lower.level, lower.finding, lower.data_to) = (wanted, finding.clone(), self.situation.data_to);
                self.speak(lower, Event::Changed, false);
                return;
            }
            None => {}
        }
        if *finding != alert.finding {
            let mut amended = next(alert, now, Why::Amended);
            amended.finding = finding.clone();
            amended.data_to = self.situation.data_to;
            self.speak(amended, Event::Changed, false);
            return;
        }
        self.standing(alert);
    }

    /// Advice of a rule that the person marked as false so often is a note from now on.
    fn quieten(&mut self, alert: &Alert, finding: &Finding) {
        let mut quiet = next(alert, self.situation.now, Why::Demoted);
        (quiet.level, quiet.finding, quiet.data_to) = (Level::Note, finding.clone(), self.situation.data_to);
        self.speak(quiet, Event::Changed, false);
    }

    /// Something new that is to be heard, unless the person wants quiet and it is no worse.
    fn louder(&mut self, alert: &Alert, finding: &Finding, wanted: Level) {
        let (now, rises) = (self.situation.now, wanted > alert.level);
        if !rises && alert.is_snoozed(now) {
            // Told when the snooze is over.
            let mut held = self.found_again(alert, finding, Why::Amended);
            held.spoken_since = now;
            self.speak(held, Event::Changed, false);
            return;
        }
        let mut louder = self.found_again(alert, finding, if rises { Why::Rise } else { Why::Again });
        louder.level = wanted;
        louder.snoozed_until = None;
        if wanted != Level::Emergency {
            louder.spoken_since = now;
        }
        self.speak(louder, Event::Changed, wanted > Level::Note);
    }

    /// The next revision, open, about a newer finding.
    fn found_again(&self, alert: &Alert, finding: &Finding, why: Why) -> Alert {
        let now = self.situation.now;
        let mut again = next(alert, now, why);
        again.finding = finding.clone();
        again.data_to = self.situation.data_to;
        again.state = State::Open;
        again.acknowledged_at = None;
        again.late = minutes_between(finding.at, now) > self.policy.late_after_min;
        if finding.level == Level::Emergency {
            again.spoken_since = self.policy.sounds_since(alert, now);
        }
        again
    }

    /// A standing alert about which nothing new is known: over by age, pushed again, or left alone.
    pub(super) fn standing(&mut self, alert: &Alert) {
        let now = self.situation.now;
        if self.policy.grown_old(alert, now) {
            self.end(alert, Why::GrownOld);
        } else if alert.level == Level::Advice && self.is_demoted(&alert.rule) {
            self.quieten(alert, &alert.finding);
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
}
