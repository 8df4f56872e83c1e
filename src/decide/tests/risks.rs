//! Several risks at once, the same risk again, and habits.

use super::*;

#[test]
fn the_same_risk_at_the_next_session_amends_the_open_alert_and_one_without_it_ends_it() {
    let mut story = Story::new().session("heat", 40.0, Some(Advice), &["!raised heat advice"]);
    for _ in 0..6 {
        story = story.later(DAY).session("heat", 40.0, Some(Advice), &["changed heat advice"]);
    }
    story = story.later(DAY + 1.0).session("heat", 40.0, Some(Advice), &["!changed heat advice"]);
    assert_eq!(story.ids(), 1);
    story.later(DAY).session("heat", 40.0, None, &["ended heat contradicted"]);
}

#[test]
fn of_several_risks_of_one_session_what_can_harm_sooner_is_told_and_the_rest_is_noted() {
    let mut story = Story::new();
    let rules = ["no_warmup", "short_rest", "spike", "heat", "fluid_deficit"];
    let keys = rules.map(|rule| story.saw(rule, 40.0, Some(Advice), true));
    story.hear(
        &keys,
        &[
            "!raised fluid_deficit advice",
            "raised heat note",
            "raised spike note",
            "raised short_rest note",
            "raised no_warmup note",
        ],
    );
}

#[test]
fn a_habit_is_pushed_only_in_a_week_without_other_advice() {
    Story::new()
        .session("no_warmup", 40.0, Some(Advice), &["!raised no_warmup advice"])
        .later(DAY + 1.0)
        .session("no_cooldown", 40.0, Some(Advice), &["raised no_cooldown note"])
        .session("heat", 39.0, Some(Advice), &["!raised heat advice"])
        .later(5.0 * DAY)
        .session("no_cooldown", 40.0, Some(Advice), &["changed no_cooldown note"])
        .session("no_warmup", 39.0, None, &["ended no_warmup contradicted"])
        .session("heat", 39.0, None, &["ended heat contradicted"])
        .later(2.0 * DAY)
        .session("no_cooldown", 40.0, Some(Advice), &["!changed no_cooldown advice"]);
}
