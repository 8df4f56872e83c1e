//! Days told as stories: what is seen, what is heard.

use std::collections::BTreeSet;

use super::*;
use crate::assess::{Because, Finding, Level};
use crate::record::Value;
use crate::time::{Timestamp, add_minutes};

pub(super) const HOUR: f64 = 60.0;
pub(super) const DAY: f64 = 24.0 * HOUR;

/// One person, one clock, and everything that was said.
pub(super) struct Story {
    pub(super) person: PersonId,
    pub(super) now: Timestamp,
    pub(super) seen: Vec<Seen>,
    pub(super) said: Vec<Alert>,
    pub(super) pushed: Vec<Timestamp>,
    pub(super) data_to: Timestamp,
    pub(super) policy: Policy,
}

impl Story {
    pub(super) fn new() -> Story {
        let now: Timestamp = "2026-11-01T08:00:00Z".parse().unwrap();
        Story {
            person: PersonId::new("ana").unwrap(),
            now,
            seen: Vec::new(),
            said: Vec::new(),
            pushed: Vec::new(),
            data_to: now,
            policy: Policy::default(),
        }
    }

    pub(super) fn later(mut self, minutes: f64) -> Story {
        self.now = add_minutes(self.now, minutes);
        self
    }

    /// Something told now about a moment that many minutes ago.
    pub(super) fn told(mut self, rule: &'static str, ago: f64, verdict: Option<Level>, hears: &[&str]) -> Story {
        let key = self.saw(rule, ago, verdict, false);
        self.hear(&[key], hears)
    }

    pub(super) fn session(mut self, rule: &'static str, ago: f64, verdict: Option<Level>, hears: &[&str]) -> Story {
        let key = self.saw(rule, ago, verdict, true);
        self.hear(&[key], hears)
    }

    pub(super) fn saw(&mut self, rule: &'static str, ago: f64, level: Option<Level>, about_session: bool) -> Key {
        let at = add_minutes(self.now, -ago);
        let subject = Key::parse(&hex(&digest(&["report", &at.to_string()]))).unwrap();
        let verdict = match level {
            None => Verdict::Clear,
            Some(level) => Verdict::Found(Box::new(finding(rule, subject, at, level))),
        };
        self.seen.push(Seen { rule: RuleId::of(rule), subject, at, about_session, verdict });
        subject
    }

    /// Nothing new; what is heard as time passes.
    pub(super) fn hears(self, expected: &[&str]) -> Story {
        self.hear(&[], expected)
    }

    pub(super) fn hear(mut self, arrived: &[Key], expected: &[&str]) -> Story {
        let heard = self.look(arrived);
        assert_eq!(heard, expected, "at {}", self.now);
        self
    }

    pub(super) fn look(&mut self, arrived: &[Key]) -> Vec<String> {
        let arrived: BTreeSet<Key> = arrived.iter().copied().collect();
        let situation = Situation {
            person: &self.person,
            seen: &self.seen,
            arrived: &arrived,
            said: &self.said,
            advice_pushed: &self.pushed,
            marks: &super::feedback::Marks::default(),
            data_to: self.data_to,
            now: self.now,
        };
        let decisions = decide(&situation, &self.policy);
        let mut heard = Vec::new();
        for decision in decisions {
            let Decision::Speak(utterance) = decision else { continue };
            heard.push(self.keep(*utterance));
        }
        heard
    }

    pub(super) fn keep(&mut self, utterance: Utterance) -> String {
        let Utterance { alert, event, push } = utterance;
        let line = format!(
            "{}{} {} {}",
            if push { "!" } else { "" },
            event.name(),
            alert.rule,
            if event == Event::Ended { alert.why.name() } else { alert.level.name() }
        );
        if push && alert.level == Level::Advice {
            self.pushed.push(self.now);
        }
        if let Some(old) = self.said.iter().find(|old| old.id == alert.id) {
            let same = old.revision == alert.revision;
            assert_eq!(same, event == Event::Repeated, "a new content needs a new revision");
        }
        self.said.retain(|old| old.id != alert.id);
        self.said.push(alert);
        line
    }

    pub(super) fn acknowledge(mut self) -> Story {
        let open = self.said.iter().find(|alert| alert.state == State::Open).unwrap();
        let utterance = acknowledge(open, self.now).unwrap();
        self.keep(utterance);
        self
    }

    pub(super) fn correct(mut self, rule: &str) -> Story {
        for seen in self.seen.iter_mut().filter(|seen| seen.rule.as_str() == rule) {
            seen.verdict = Verdict::Clear;
        }
        self
    }

    pub(super) fn ids(&self) -> usize {
        self.said.len()
    }
}

fn finding(rule: &'static str, subject: Key, at: Timestamp, level: Level) -> Finding {
    let told = Because {
        what: "signs".into(),
        value: Value::Text("bladder".into()),
        limit: None,
        estimated: false,
        records: vec![subject],
    };
    Finding {
        rule: RuleId::of(rule),
        subject,
        at,
        level,
        evidence: vec![told],
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    }
}

pub(super) use Level::{Advice, Consult, Emergency, Urgent};

#[test]
fn an_emergency_is_told_at_once_and_again_until_acknowledged() {
    let story = Story::new()
        .told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency"])
        .later(5.0)
        .hears(&[])
        .later(5.0)
        .hears(&["!repeated rf01 emergency"])
        .later(10.0)
        .hears(&["!repeated rf01 emergency"])
        .later(10.0 * HOUR)
        .hears(&["!repeated rf01 emergency"])
        .later(10.0)
        .hears(&[])
        .later(50.0)
        .hears(&["!repeated rf01 emergency"])
        .acknowledge()
        .later(2.0 * HOUR)
        .hears(&[]);
    assert_eq!(story.ids(), 1);
}

#[test]
fn an_emergency_is_not_repeated_after_a_day_and_stays_open() {
    let story =
        Story::new().told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency"]).later(26.0 * HOUR).hears(&[]);
    assert!(story.said[0].is_standing());
}

#[test]
fn a_newer_report_without_the_sign_ends_an_emergency() {
    Story::new()
        .told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency"])
        .later(HOUR)
        .told("rf01", 0.0, None, &["ended rf01 contradicted"])
        .later(HOUR)
        .hears(&[]);
}

#[test]
fn the_sign_told_again_after_an_acknowledgement_is_pushed_again_under_the_same_id() {
    let story = Story::new()
        .told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency"])
        .acknowledge()
        .later(5.0 * HOUR)
        .told("rf01", 1.0, Some(Emergency), &["!changed rf01 emergency"]);
    assert_eq!((story.ids(), story.said[0].state), (1, State::Open));
}

#[test]
fn an_urgent_sign_is_repeated_daily() {
    Story::new()
        .told("rf11", 5.0, Some(Urgent), &["!raised rf11 urgent"])
        .later(12.0 * HOUR)
        .hears(&[])
        .later(12.0 * HOUR)
        .hears(&["!repeated rf11 urgent"])
        .later(DAY)
        .hears(&["!repeated rf11 urgent"])
        .acknowledge()
        .later(DAY)
        .hears(&[]);
}

#[test]
fn a_doctors_visit_is_told_once_and_again_on_a_rise_or_after_a_fortnight() {
    Story::new()
        .told("rf12", 5.0, Some(Consult), &["!raised rf12 consult"])
        .later(DAY)
        .told("rf12", 5.0, Some(Consult), &["changed rf12 consult"])
        .later(DAY)
        .told("rf12", 5.0, Some(Urgent), &["!changed rf12 urgent"])
        .later(HOUR)
        .acknowledge()
        .later(15.0 * DAY)
        .told("rf12", 5.0, Some(Urgent), &["!changed rf12 urgent"]);
    Story::new()
        .told("rf12", 5.0, Some(Consult), &["!raised rf12 consult"])
        .later(13.0 * DAY)
        .told("rf12", 5.0, Some(Consult), &["changed rf12 consult"])
        .later(2.0 * DAY)
        .told("rf12", 5.0, Some(Consult), &["!changed rf12 consult"]);
}

#[test]
fn advice_waits_for_the_drink_log_and_is_sent_once_a_day_and_three_times_a_week() {
    let mut story = Story::new()
        .session("fluid_deficit", 10.0, Some(Advice), &[])
        .later(20.0)
        .hears(&["!raised fluid_deficit advice"]);
    story = story.told("rf27", 5.0, Some(Advice), &["raised rf27 note"]);
    for (rule, expected) in
        [("heat", "!raised heat advice"), ("spike", "!raised spike advice"), ("new_gear", "raised new_gear note")]
    {
        story = story.later(DAY + 1.0).session(rule, 40.0, Some(Advice), &[expected]);
    }
}

#[test]
fn an_emergency_closes_advice_and_keeps_new_advice_as_a_note() {
    Story::new()
        .told("rf27", 5.0, Some(Advice), &["!raised rf27 advice"])
        .later(HOUR)
        .told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency", "ended rf27 emergency"])
        .later(5.0)
        .session("fluid_deficit", 40.0, Some(Advice), &["raised fluid_deficit note"]);
}

#[test]
fn an_urgent_sign_told_days_later_is_sent_once_with_its_date() {
    let story = Story::new()
        .told("rf01", 10.0 * DAY, Some(Emergency), &["!raised rf01 emergency"])
        .later(HOUR)
        .hears(&[])
        .later(2.0 * DAY)
        .hears(&[]);
    assert!(story.said[0].late);
}

#[test]
fn a_sign_that_was_over_before_we_heard_of_it_is_still_told_once() {
    let mut story = Story::new();
    let first = story.saw("rf01", 5.0 * DAY, Some(Emergency), false);
    let second = story.saw("rf01", 3.0 * DAY, None, false);
    story.hear(&[first, second], &["!raised rf01 emergency", "ended rf01 contradicted"]).later(HOUR).hears(&[]);
}

#[test]
fn signs_older_than_a_fortnight_become_one_summary() {
    let mut story = Story::new();
    let keys = [
        story.saw("rf01", 40.0 * DAY, Some(Emergency), false),
        story.saw("rf11", 30.0 * DAY, Some(Urgent), false),
        story.saw("rf12", 20.0 * DAY, Some(Consult), false),
    ];
    let story = story.hear(&keys, &["!raised old_signs consult"]).later(DAY).hears(&[]);
    assert_eq!(story.said[0].finding.evidence.len(), 2);
}

#[test]
fn an_import_of_old_history_raises_nothing_else() {
    let mut story = Story::new();
    let keys = [
        story.saw("rf12", 5.0 * DAY, Some(Consult), false),
        story.saw("rf27", 4.0 * DAY, Some(Advice), false),
        story.saw("fluid_deficit", 4.0 * DAY, Some(Advice), true),
    ];
    story.hear(&keys, &[]);
}

#[test]
fn a_late_report_of_the_same_episode_makes_no_second_id() {
    let story = Story::new().told("rf12", 5.0, Some(Consult), &["!raised rf12 consult"]).later(HOUR).told(
        "rf12",
        2.0 * DAY,
        Some(Consult),
        &[],
    );
    assert_eq!(story.ids(), 1);
}

#[test]
fn a_corrected_report_withdraws_its_alert_quietly() {
    Story::new()
        .told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency"])
        .correct("rf01")
        .hears(&["ended rf01 withdrawn"])
        .hears(&[]);
}

#[test]
fn an_unknown_answer_ends_nothing() {
    let mut story = Story::new().told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency"]).later(1.0);
    let missing = vec!["signs".into()];
    let (at, subject) = (story.now, Key::parse("00000000000000000000").unwrap());
    let verdict = Verdict::Unknown { missing };
    story.seen.push(Seen { rule: RuleId::of("rf01"), subject, at, about_session: false, verdict });
    let story = story.hears(&[]);
    assert!(story.said[0].is_standing());
}

#[test]
fn the_same_reports_in_one_batch_or_one_by_one_have_the_same_ids() {
    let one_by_one = Story::new().told("rf12", 0.0, Some(Consult), &["!raised rf12 consult"]).later(DAY).told(
        "rf12",
        0.0,
        Some(Consult),
        &["changed rf12 consult"],
    );
    let mut batch = Story::new().later(DAY);
    batch.saw("rf12", 0.0, Some(Consult), false);
    batch.saw("rf12", DAY, Some(Consult), false);
    let batch = batch.hears(&["!raised rf12 consult"]);
    assert_eq!(one_by_one.said[0].id, batch.said[0].id);
    assert_eq!(one_by_one.said[0].finding, batch.said[0].finding);
}

#[test]
fn old_advice_is_over_after_a_week() {
    Story::new()
        .told("rf27", 5.0, Some(Advice), &["!raised rf27 advice"])
        .later(8.0 * DAY)
        .hears(&["ended rf27 grown_old"])
        .hears(&[]);
}

#[test]
fn an_old_emergency_does_not_hide_a_newer_urgent_sign_told_with_it() {
    let mut story = Story::new();
    let keys = [
        story.saw("rf07", 20.0 * DAY, Some(Emergency), false),
        story.saw("rf07", 3.0 * DAY, Some(Urgent), false),
        story.saw("rf07", 5.0, Some(Urgent), false),
    ];
    story.hear(&keys, &["!raised rf07 urgent", "!raised old_signs consult"]);
}

#[test]
fn a_late_report_that_parts_an_episode_makes_no_second_content_of_a_revision() {
    let mut story = Story::new();
    let keys = [story.saw("rf11", 2.0 * DAY, Some(Urgent), false), story.saw("rf11", HOUR, Some(Urgent), false)];
    let story = story.hear(&keys, &["!raised rf11 urgent"]).later(HOUR);
    // It was better in between: the alert speaks of the newer part, and the older one is not told again.
    let story = story.told("rf11", DAY, None, &[]);
    assert_eq!((story.ids(), story.said[0].revision), (1, 1));
    story.told("rf11", 0.0, None, &["ended rf11 contradicted"]);
}

#[test]
fn the_id_of_an_episode_does_not_depend_on_old_reports_that_come_with_it() {
    let mut together = Story::new();
    let old = together.saw("rf12", 20.0 * DAY, Some(Consult), false);
    let new = together.saw("rf12", 5.0, Some(Consult), false);
    let together = together.hear(&[old, new], &["!raised rf12 consult"]);
    let mut apart = Story::new();
    let new = apart.saw("rf12", 5.0, Some(Consult), false);
    let apart = apart.hear(&[new], &["!raised rf12 consult"]);
    assert_eq!(together.said[0].id, apart.said[0].id);
}

#[test]
fn a_note_that_an_emergency_held_back_is_kept() {
    Story::new()
        .told("rf01", 5.0, Some(Emergency), &["!raised rf01 emergency"])
        .told("rf27", 4.0, Some(Advice), &["raised rf27 note"])
        .later(5.0)
        .hears(&[])
        .later(5.0)
        .hears(&["!repeated rf01 emergency"]);
}

#[test]
fn a_rule_that_is_turned_off_falls_silent_and_ends_what_it_said() {
    let mut story = Story::new().session("fluid_deficit", 40.0, Some(Advice), &["!raised fluid_deficit advice"]);
    story.policy.quiet.insert("fluid_deficit".to_owned());
    story.later(5.0).hears(&["ended fluid_deficit turned_off"]).later(DAY).session(
        "fluid_deficit",
        40.0,
        Some(Advice),
        &[],
    );
}

#[test]
fn corrections_that_take_a_sign_away_and_bring_it_back_give_one_push() {
    let mut story = Story::new().told("rf11", 5.0, Some(Urgent), &["!raised rf11 urgent"]);
    for _ in 0..20 {
        let found = story.seen.clone();
        story = story.later(10.0).correct("rf11").hears(&["ended rf11 withdrawn"]);
        story.seen = found;
        story = story.later(10.0).hears(&["raised rf11 urgent"]);
    }
    assert_eq!((story.ids(), story.said[0].pushes), (1, 1));
    story.later(DAY).hears(&["!changed rf11 urgent"]);
}

mod risks;
