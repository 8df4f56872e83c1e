//! Days on which something comes, goes and comes again: what is heard of it, and under which id.

use super::tests::{Advice, Consult, DAY, Emergency, HOUR, Story, Urgent};
use super::*;
use crate::assess::{Level, RuleId};

impl Story {
    /// Several reports told at once: minutes ago and what each says.
    fn told_together(mut self, rule: &'static str, reports: &[(f64, Option<Level>)], hears: &[&str]) -> Story {
        let keys: Vec<_> = reports.iter().map(|(ago, verdict)| self.saw(rule, *ago, *verdict, false)).collect();
        self.hear(&keys, hears)
    }

    fn pushes(&self) -> u32 {
        self.said.iter().map(|alert| alert.pushes).sum()
    }
}

#[test]
fn an_urgent_sign_in_every_report_of_a_day_was_pushed_with_each_of_them() {
    let mut story = Story::new().told("rf11", 5.0, Some(Urgent), &["!raised rf11 urgent"]);
    for _ in 0..11 {
        story = story.later(2.0 * HOUR).told("rf11", 1.0, Some(Urgent), &["changed rf11 urgent"]);
    }
    assert_eq!((story.ids(), story.pushes()), (1, 1));
    story.later(2.0 * HOUR).hears(&["!changed rf11 urgent"]).later(DAY).hears(&["!repeated rf11 urgent"]);
}

#[test]
fn an_urgent_sign_told_again_after_an_acknowledgement_opens_it_and_is_repeated_in_its_time() {
    let story = Story::new()
        .told("rf11", 5.0, Some(Urgent), &["!raised rf11 urgent"])
        .acknowledge()
        .later(3.0 * HOUR)
        .told("rf11", 1.0, Some(Urgent), &["changed rf11 urgent"]);
    assert_eq!(story.said[0].state, State::Open);
    story.later(21.0 * HOUR).hears(&["!changed rf11 urgent"]);
}

#[test]
fn a_rise_is_pushed_at_once_though_a_push_was_a_moment_ago() {
    Story::new().told("rf07", 5.0, Some(Urgent), &["!raised rf07 urgent"]).later(2.0).told(
        "rf07",
        1.0,
        Some(Emergency),
        &["!changed rf07 emergency"],
    );
}

#[test]
fn reports_that_say_yes_and_no_in_turn_made_an_alert_and_a_push_each() {
    let mut story = Story::new().told("rf11", 1.0, Some(Urgent), &["!raised rf11 urgent"]);
    for _ in 0..10 {
        story = story.later(HOUR).told("rf11", 1.0, None, &["ended rf11 contradicted"]);
        story = story.later(HOUR).told("rf11", 1.0, Some(Urgent), &["raised rf11 urgent"]);
    }
    assert_eq!((story.ids(), story.pushes()), (1, 1));
    // It stands, and is repeated a day after it was pushed.
    story.later(4.0 * HOUR).hears(&["!changed rf11 urgent"]);
}

#[test]
fn what_comes_back_after_three_days_of_the_contrary_is_a_new_alert() {
    let back = |hours: f64, ids: usize, hears: &[&str]| {
        let story = Story::new()
            .told("rf12", 1.0, Some(Consult), &["!raised rf12 consult"])
            .later(HOUR)
            .told("rf12", 0.0, None, &["ended rf12 contradicted"])
            .later(hours * HOUR)
            .told("rf12", 0.0, Some(Consult), hears);
        assert_eq!(story.ids(), ids, "{hours}");
    };
    back(71.0, 1, &["raised rf12 consult"]);
    back(72.0, 2, &["!raised rf12 consult"]);
    // Reports to the contrary in between do not move the day from which is counted.
    let story = Story::new()
        .told("rf12", 1.0, Some(Consult), &["!raised rf12 consult"])
        .later(HOUR)
        .told("rf12", 0.0, None, &["ended rf12 contradicted"])
        .later(2.0 * DAY)
        .told("rf12", 0.0, None, &[])
        .later(2.0 * DAY)
        .told("rf12", 0.0, Some(Consult), &["!raised rf12 consult"]);
    assert_eq!(story.ids(), 2);
}

#[test]
fn an_emergency_that_comes_and_goes_is_pushed_no_more_often_than_one_that_stays() {
    let mut story = Story::new();
    let mut pushed = Vec::new();
    for minute in 0..1440 {
        let before = story.pushes();
        let level = (minute % 2 == 0).then_some(Emergency);
        let key = story.saw("rf01", 0.0, level, false);
        story.look(&[key]);
        if story.pushes() > before {
            pushed.push(minute);
        }
        story = story.later(1.0);
    }
    assert_eq!(story.ids(), 1);
    assert_eq!(pushed[..7], [0, 10, 20, 30, 40, 50, 60]);
    assert!(pushed[7..].windows(2).all(|pair| pair[1] - pair[0] >= 60), "{pushed:?}");
    assert!(pushed.len() >= 7 + 20, "{pushed:?}");
}

#[test]
fn an_emergency_told_again_hours_later_is_pushed_at_once_and_repeated_from_the_beginning() {
    let story = Story::new()
        .told("rf01", 1.0, Some(Emergency), &["!raised rf01 emergency"])
        .later(HOUR)
        .told("rf01", 0.0, None, &["ended rf01 contradicted"])
        .later(5.0 * HOUR)
        .told("rf01", 1.0, Some(Emergency), &["!raised rf01 emergency"]);
    story.later(10.0).hears(&["!repeated rf01 emergency"]).later(10.0).hears(&["!repeated rf01 emergency"]);
}

#[test]
fn what_is_milder_when_it_comes_back_is_shown_at_its_own_level_without_a_sound() {
    let story = Story::new()
        .told("rf07", 1.0, Some(Emergency), &["!raised rf07 emergency"])
        .later(HOUR)
        .told("rf07", 0.0, None, &["ended rf07 contradicted"])
        .later(HOUR)
        .told("rf07", 0.0, Some(Urgent), &["raised rf07 urgent"]);
    assert_eq!((story.ids(), story.said[0].told_level), (1, Some(Emergency)));
    // Worse again: an emergency, and its last push is two hours old.
    story.later(5.0).told("rf07", 0.0, Some(Emergency), &["!changed rf07 emergency"]);
}

#[test]
fn taken_back_and_milder_in_one_delivery_the_emergency_is_over() {
    let mut story = Story::new().told("rf07", 1.0, Some(Emergency), &["!raised rf07 emergency"]).later(HOUR);
    let keys = [story.saw("rf07", 10.0, None, false), story.saw("rf07", 5.0, Some(Urgent), false)];
    let story = story.hear(&keys, &["changed rf07 urgent"]);
    assert_eq!(story.said[0].level, Urgent);
}

#[test]
fn an_emergency_told_together_with_what_took_it_back_was_lost_behind_the_alert_that_stood() {
    let story = Story::new().told("rf07", 1.0, Some(Urgent), &["!raised rf07 urgent"]).later(5.0 * HOUR);
    let story = story.told_together(
        "rf07",
        &[(120.0, Some(Emergency)), (60.0, None)],
        &["!changed rf07 emergency", "ended rf07 contradicted"],
    );
    story.later(HOUR).hears(&[]);
}

#[test]
fn an_emergency_told_days_late_that_lies_before_a_report_to_the_contrary_is_told_once() {
    let story = Story::new()
        .told("rf07", 1.0, Some(Urgent), &["!raised rf07 urgent"])
        .later(DAY)
        .told("rf07", 0.0, None, &["ended rf07 contradicted"])
        .later(DAY)
        .told("rf07", 0.0, Some(Urgent), &["!raised rf07 urgent"])
        .later(HOUR);
    let story = story.told("rf07", 1.5 * DAY, Some(Emergency), &["!changed rf07 emergency", "changed rf07 urgent"]);
    assert_eq!((story.ids(), story.said[0].level), (1, Urgent));
    story.later(HOUR).hears(&[]);
}

#[test]
fn an_emergency_told_late_closed_no_advice() {
    let story = Story::new().told("rf27", 5.0, Some(Advice), &["!raised rf27 advice"]).later(HOUR);
    let story = story.told("rf01", 10.0 * DAY, Some(Emergency), &["!raised rf01 emergency", "ended rf27 emergency"]);
    // As long as it is open, new advice is kept as a note.
    let story = story.later(2.0 * DAY).session("fluid_deficit", 40.0, Some(Advice), &["raised fluid_deficit note"]);
    let open = story.said.iter().find(|alert| alert.rule.as_str() == "rf01").unwrap().clone();
    let mut story = story;
    story.keep(acknowledge(&open, story.now).unwrap());
    story.later(DAY).session("fluid_deficit", 40.0, Some(Advice), &["!changed fluid_deficit advice"]);
}

#[test]
fn advice_that_ended_lost_its_wait_for_the_drink_log_when_it_was_found_again() {
    let mut story = Story::new()
        .session("fluid_deficit", 40.0, Some(Advice), &["!raised fluid_deficit advice"])
        .later(DAY)
        .session("fluid_deficit", 40.0, None, &["ended fluid_deficit contradicted"])
        .later(DAY)
        .session("fluid_deficit", 10.0, Some(Advice), &[]);
    assert!(story.waits(), "else nobody looks again");
    story.later(20.0).hears(&["raised fluid_deficit advice"]);
}

#[test]
fn advice_that_stands_waits_for_the_drink_log_of_the_next_session() {
    let mut story = Story::new()
        .session("fluid_deficit", 40.0, Some(Advice), &["!raised fluid_deficit advice"])
        .later(2.0 * DAY)
        .session("fluid_deficit", 10.0, Some(Advice), &[]);
    assert!(story.waits());
    story.later(20.0).hears(&["changed fluid_deficit advice"]);
}

#[test]
fn a_note_that_rose_to_a_doctors_visit_with_a_late_record_stayed_a_note() {
    let story = Story::new().told("rf27", 5.0, Some(Advice), &["!raised rf27 advice"]);
    let mut story = story.told("rf20", 4.0, Some(Advice), &["raised rf20 note"]).later(5.0);
    for seen in story.seen.iter_mut().filter(|seen| seen.rule == RuleId::of("rf20")) {
        let Verdict::Found(finding) = &mut seen.verdict else { panic!("found") };
        finding.level = Consult;
    }
    story.hears(&["!changed rf20 consult"]);
}

#[test]
fn a_corrected_report_that_is_milder_now_left_its_alert_an_emergency() {
    let mut story = Story::new().told("rf07", 5.0, Some(Emergency), &["!raised rf07 emergency"]).later(30.0);
    let Verdict::Found(finding) = &mut story.seen[0].verdict else { panic!("found") };
    finding.level = Urgent;
    story.hears(&["changed rf07 urgent"]).later(HOUR).hears(&[]);
}

/// Advice told a week ago, found again quietly since, and snoozed until found again when it may be pushed.
fn snoozed_advice() -> Story {
    let mut story = Story::new().session("fluid_deficit", 40.0, Some(Advice), &["!raised fluid_deficit advice"]);
    for _ in 0..3 {
        story =
            story.later(2.0 * DAY).session("fluid_deficit", 40.0, Some(Advice), &["changed fluid_deficit advice"]);
    }
    let mut story = story.later(23.0 * HOUR);
    let quiet = snooze(&story.said[0], 12.0, story.now).unwrap();
    story.keep(quiet);
    story.later(2.0 * HOUR).session("fluid_deficit", 40.0, Some(Advice), &["changed fluid_deficit advice"])
}

#[test]
fn the_limits_of_advice_hold_at_the_end_of_a_snooze() {
    snoozed_advice().later(10.0 * HOUR).hears(&["!changed fluid_deficit advice"]);
    // Another piece of advice was sent hours ago.
    let story = snoozed_advice().later(HOUR).told("rf27", 1.0, Some(Advice), &["!raised rf27 advice"]);
    let story = story.later(9.0 * HOUR).hears(&["changed fluid_deficit advice"]);
    let deficit = story.said.iter().find(|alert| alert.rule.as_str() == "fluid_deficit").unwrap();
    assert_eq!((deficit.pushes, deficit.snoozed_until), (1, None));
}

impl Story {
    /// Whether something waits for time to pass.
    fn waits(&mut self) -> bool {
        let nothing = std::collections::BTreeSet::new();
        let situation = Situation {
            person: &self.person,
            seen: &self.seen,
            arrived: &nothing,
            said: &self.said,
            advice_pushed: &self.pushed,
            marks: &super::feedback::Marks::default(),
            data_to: self.data_to,
            now: self.now,
        };
        let waits = |decision: &Decision| matches!(decision, Decision::Silent { because: WhyNot::Waiting, .. });
        decide(&situation, &self.policy).iter().any(waits)
    }
}
