//! Whether an alert still follows from the records, worked out again: yes, in part, or no and why.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic"
)]

mod days;

use days::Days;
use serde_json::Value as Json;
use tingled::decide::AlertId;
use tingled::voice::forbidden_in;

const MINUTES_OF_A_DAY: f64 = 1440.0;

/// A report of strong itching, as it was first told.
const ITCH: &str = r#"{"time":"NOW","tingling":true,"quality":["itching"],"severity":8,"id":"r-1"}"#;

/// A run with more than 2 % of body mass lost.
const RUN: &str = r#"{"start":"-120","duration_min":60,"sport":"run","mass_before_kg":70,"mass_after_kg":68.5,"fluid_ml":300,"id":"w-1"}"#;

/// The newest alert of a rule, also one that is over.
fn id_of(days: &mut Days, rule: &str) -> String {
    let person = tingled::person::PersonId::new("ana").unwrap();
    let alerts = days.daemon().store().alerts(&person, 100).unwrap();
    let alert = alerts.iter().find(|alert| alert.rule.as_str() == rule);
    alert.unwrap_or_else(|| panic!("no {rule} among {alerts:#?}")).id.0.clone()
}

/// What `cmd/explain` answers.
fn explained(days: &mut Days, id: &str) -> Json {
    days.letters.clear();
    days.sends("ana/cmd/explain", &format!(r#"{{"alert":"{id}","correlation":"x"}}"#));
    let (_, text) = days.letters.iter().find(|(topic, _)| topic == "ana/out/reply/x").unwrap();
    assert_eq!(forbidden_in(text), Vec::<&str>::new());
    let explained: Json = serde_json::from_str(text).unwrap();
    assert_eq!(explained["schema"], "tingled.explanation/1");
    explained
}

/// Whether it follows, and the codes and texts of why not.
fn told(explained: &Json) -> (String, Vec<String>) {
    let because = explained["because"].as_array().unwrap().iter();
    let because = because.map(|one| format!("{}: {}", one["code"].as_str().unwrap(), one["text"].as_str().unwrap()));
    (explained["still_follows"].as_str().unwrap().to_owned(), because.collect())
}

/// The same message, edited an hour later.
fn edited(days: &mut Days, kind: &str, message: &str, first: &str) -> Vec<tingled::daemon::Told> {
    let now = days.now;
    let dated = message.replace("\"NOW\"", &format!("\"{first}\""));
    let edited = dated.replacen('{', &format!(r#"{{"edited":"{now}","#), 1);
    days.sends(&format!("ana/in/{kind}"), &edited)
}

fn itching() -> (Days, String, String) {
    let mut days = Days::new();
    days.sends("ana/in/tingling", ITCH);
    let (id, first) = (id_of(&mut days, "rf22"), days.now.to_string());
    days.minutes(60.0);
    (days, id, first)
}

fn dry_run() -> (Days, String, String) {
    let mut days = Days::new();
    days.sends("ana/in/workout", RUN);
    let id = id_of(&mut days, "fluid_deficit");
    let start = tingled::time::add_minutes(days.now, -120.0).to_string();
    days.minutes(60.0);
    (days, id, start)
}

#[test]
fn an_alert_whose_records_stand_still_follows() {
    let (mut days, id, _) = itching();
    let explained = explained(&mut days, &id);
    assert_eq!(told(&explained), ("yes".to_owned(), vec![]));
    assert_eq!(explained["verdict"], "still follows from the records");
    let argument = &explained["argument"];
    assert_eq!(
        (&argument["evidence"][1]["what"], &argument["evidence"][1]["limit"]),
        (&"severity".into(), &7.into())
    );
    assert_eq!(argument["evidence"], explained["alert"]["evidence"]);
    assert_eq!(explained["records"][0]["read_from"]["place"], "ana/in/tingling");
    assert_eq!(explained["rules"]["said_by"], explained["rules"]["now"]);
}

#[test]
fn the_argument_is_worked_out_again_when_what_was_kept_of_it_is_deleted() {
    for (mut days, id) in [itching(), dry_run()].map(|(days, id, _)| (days, id)) {
        let before = explained(&mut days, &id);
        days.edits(
            "UPDATE alert SET evidence = '[]', against = '[]', unknown = '[]', change = '[]', withheld = '[]'",
        );
        let kept = days.daemon().store().alert(&AlertId(id.clone())).unwrap().unwrap();
        assert_eq!(kept.finding.evidence, []);
        let after = explained(&mut days, &id);
        for part in ["argument", "records", "still_follows", "because", "verdict"] {
            assert_eq!(after[part], before[part], "{part}");
        }
        assert_eq!(after["alert"]["message"], before["alert"]["message"]);
    }
}

/// The whole answer, as documented in docs/cli.md.
#[test]
fn the_explanation_as_it_is_sent() {
    let (mut days, id, first) = itching();
    edited(&mut days, "tingling", &ITCH.replace("8", "3"), &first);
    let corrected = explained(&mut days, &id);
    let (mut days, id, _) = dry_run();
    let both = [corrected, explained(&mut days, &id)].map(|json| serde_json::to_string_pretty(&json).unwrap());
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn a_corrected_answer_is_named_with_what_it_was() {
    let (mut days, id, first) = itching();
    edited(&mut days, "tingling", &ITCH.replace("8", "3"), &first);
    let explained = explained(&mut days, &id);
    let (changed, rest) =
        ("severity was 8 when it was said, and is 3 now", "what is told now does not settle it without signs");
    let because = vec![format!("value: {changed}"), format!("missing: {rest}")];
    assert_eq!(told(&explained), ("no".to_owned(), because));
    assert_eq!(explained["verdict"], format!("no longer follows, because {changed}; {rest}"));
    assert_eq!((&explained["because"][0]["was"], &explained["because"][0]["is"]), (&8.into(), &3.into()));
    assert_eq!(explained["because"][0]["record"], explained["records"][0]["key"]);
    assert_eq!((&explained["argument"], &explained["alert"]["state"]), (&Json::Null, &"ended".into()));
    assert_eq!(explained["ends"], serde_json::json!(["it is over: the records no longer support it"]));
}

#[test]
fn an_answer_that_changed_and_still_suffices_is_named_too() {
    let (mut days, id, first) = itching();
    // Behind the daemon's back, so that the alert keeps what it said.
    days.edits("UPDATE symptom SET severity = 9, duration_min = 50");
    let explained = explained(&mut days, &id);
    assert_eq!(told(&explained), ("yes".into(), vec!["value: severity was 8 when it was said, and is 9 now".into()]));
    assert!(explained["verdict"].as_str().unwrap().starts_with("still follows from the records; changed since"));
    drop(first);
}

#[test]
fn an_answer_that_was_taken_back_cannot_be_known() {
    let (mut days, id, _) = itching();
    days.edits("UPDATE symptom SET severity = NULL");
    let (follows, because) = told(&explained(&mut days, &id));
    assert_eq!(follows, "no");
    assert_eq!(because[0], "value: severity was 8 when it was said, and is not found now");
    assert!(
        because[1].starts_with("missing: what is told now does not settle it without ")
            && because[1].contains("severity")
    );
}

#[test]
fn a_record_that_is_gone_is_named() {
    let (mut days, id, _) = itching();
    let record = explained(&mut days, &id)["records"][0]["key"].clone();
    days.edits("DELETE FROM symptom");
    let explained = explained(&mut days, &id);
    let gone = format!("gone: the record {} is gone", record.as_str().unwrap());
    assert_eq!(told(&explained), ("no".to_owned(), vec![gone]));
    assert_eq!(explained["gone"], serde_json::json!([record]));
    // What was said then stays readable.
    assert_eq!(explained["alert"]["evidence"][1]["value"], 8);
}

#[test]
fn a_session_that_was_weighed_again_or_moved_is_told_with_both_values() {
    let (mut days, id, start) = dry_run();
    assert_eq!(told(&explained(&mut days, &id)), ("yes".to_owned(), vec![]));
    edited(&mut days, "workout", &RUN.replace("\"-120\"", "\"NOW\"").replace("68.5", "69.3"), &start);
    let weighed = explained(&mut days, &id);
    assert_eq!(
        told(&weighed),
        ("no".into(), vec!["value: mass_loss_pct was 2.14 when it was said, and is 1 now".into()])
    );
    let (mut days, id, _) = dry_run();
    days.edits("UPDATE workout SET at_ms = at_ms - 3600000");
    let moved = told(&explained(&mut days, &id));
    let because = "moved: the session moved: it was 2026-11-02 10:00 when this was said, and is 2026-11-02 09:00 now";
    assert_eq!(moved, ("yes".to_owned(), vec![because.to_owned()]), "it follows of the session wherever it is");
}

#[test]
fn another_version_of_the_rules_is_named_where_it_matters() {
    let (mut days, id, _) = itching();
    days.edits("DROP TRIGGER spoken_stays; UPDATE spoken SET rules = '2025.9'");
    let same = explained(&mut days, &id);
    assert_eq!(told(&same), ("yes".to_owned(), vec![]), "the rules found the same");
    assert_eq!(same["rules"]["said_by"], "2025.9");
    days.edits("UPDATE symptom SET severity = 6");
    let (_, because) = told(&explained(&mut days, &id));
    assert!(because[2].starts_with("rules: it was said by the rules 2025.9, and is worked out by"), "{because:?}");
    days.edits("UPDATE alert SET rule = 'rf99', finding_rule = 'rf99'");
    let (follows, because) = told(&explained(&mut days, &id));
    assert_eq!((follows.as_str(), because[0].as_str()), ("no", "no_rule: this version has no such rule"));
}

#[test]
fn what_was_said_and_why_is_told_revision_by_revision() {
    let (mut days, id, first) = itching();
    days.sends("ana/cmd/snooze", &format!(r#"{{"alert":"{id}","hours":1}}"#));
    days.minutes(61.0);
    edited(&mut days, "tingling", &ITCH.replace("8", "9"), &first);
    days.sends("ana/cmd/ack", &format!(r#"{{"alert":"{id}"}}"#));
    let explained = explained(&mut days, &id);
    let revisions = explained["revisions"].as_array().unwrap().iter();
    let said: Vec<String> =
        revisions.map(|one| format!("{} {}", one["revision"], one["text"].as_str().unwrap())).collect();
    assert_eq!(
        said,
        [
            "1 told: first found",
            "2 silent: kept quiet for some hours, as asked",
            "3 silent: the quiet hours are over",
            "4 silent: the evidence changed",
            "5 silent: acknowledged"
        ]
    );
    assert_eq!(
        explained["ends"],
        serde_json::json!([
            "a newer report in which this rule finds nothing (quality, severity answered otherwise)",
            "a correction of a record it cites, after which the rule finds nothing",
            "without anything new, 14 days after its newest evidence: on 16 November 2026"
        ])
    );
}

#[test]
fn each_alert_of_a_rule_is_worked_out_from_its_own_days() {
    let (mut days, first, told_at) = itching();
    for _ in 0..30 {
        days.minutes(10.0 * MINUTES_OF_A_DAY);
    }
    days.sends("ana/in/tingling", &ITCH.replace("r-1", "r-2"));
    let second = id_of(&mut days, "rf22");
    assert_ne!(first, second);
    for id in [&first, &second] {
        assert_eq!(told(&explained(&mut days, id)).0, "yes");
    }
    edited(&mut days, "tingling", &ITCH.replace("8", "2"), &told_at);
    assert_eq!(told(&explained(&mut days, &first)).0, "no");
    assert_eq!(told(&explained(&mut days, &second)).0, "yes");
}

#[test]
fn a_pattern_and_a_repeated_one_are_worked_out_again() {
    let mut days = Days::new();
    days.sends(
        "ana/in/tingling",
        r#"{"time":"NOW","tingling":true,"quality":["itching"],"sites":[{"site":"calf","side":"left"}],"id":"r-1"}"#,
    );
    let id = id_of(&mut days, "pattern");
    let before = explained(&mut days, &id);
    assert_eq!(told(&before), ("yes".to_owned(), vec![]));
    days.edits("UPDATE alert SET evidence = '[]', against = '[]', unknown = '[]'");
    assert_eq!(explained(&mut days, &id)["argument"], before["argument"]);
    days.edits("UPDATE symptom SET tingling = 0, quality = NULL, sites = NULL");
    assert_eq!(told(&explained(&mut days, &id)).0, "no");
}

// ------------------------------------------------------------------------------------------------- old signs

fn old_signs() -> (Days, String) {
    let mut days = Days::new();
    let report = |id: &str, minutes: f64, sign: &str| {
        format!(r#"{{"kind":"symptom","time":"-{minutes}","tingling":true,"signs":["{sign}"],"id":"{id}"}}"#)
    };
    let day = MINUTES_OF_A_DAY;
    let batch =
        [report("o-1", 300.0 * day, "bladder"), report("o-2", 100.0 * day, "dark_urine")].map(|one| one.to_owned());
    // Only the first time of a message is worked out by the helper.
    days.sends("ana/in/batch", &format!("[{}]", batch[0]));
    days.sends("ana/in/batch", &format!("[{}]", batch[1]));
    let id = id_of(&mut days, "old_signs");
    (days, id)
}

#[test]
fn the_signs_of_a_summary_are_worked_out_one_by_one() {
    let (mut days, id) = old_signs();
    let before = explained(&mut days, &id);
    assert_eq!(told(&before), ("yes".to_owned(), vec![]));
    assert_eq!(before["argument"]["evidence"].as_array().unwrap().len(), 2);
    days.edits("UPDATE symptom SET signs = 'swelling' WHERE native_id = 'o-1'");
    let partly = explained(&mut days, &id);
    let (follows, because) = told(&partly);
    assert_eq!((follows.as_str(), because.len()), ("partly", 1));
    assert!(because[0].starts_with("sign: ") && because[0].ends_with("no longer follows"), "{because:?}");
    assert_eq!(partly["argument"]["evidence"].as_array().unwrap().len(), 1);
    days.edits("DELETE FROM symptom WHERE native_id = 'o-2'");
    let (follows, because) = told(&explained(&mut days, &id));
    assert_eq!(follows, "no");
    assert!(because.iter().any(|one| one.starts_with("gone: ")), "{because:?}");
}

#[test]
fn a_summary_is_worked_out_again_when_what_was_kept_of_it_is_deleted() {
    let (mut days, id) = old_signs();
    let before = explained(&mut days, &id);
    days.edits("UPDATE alert SET evidence = '[]'");
    let after = explained(&mut days, &id);
    assert_eq!((&after["argument"], &after["still_follows"]), (&before["argument"], &before["still_follows"]));
}

#[test]
fn the_same_run_from_a_second_app_raises_nothing_again_and_is_amended_under_its_id() {
    let mut days = Days::new();
    days.sends(
        "ana/in/workout",
        r#"{"id":"w1","source":"garmin","start":"-120","duration_min":110,"sport":"run","temp_c":27,"fluid_ml":400,"mass_before_kg":72.0,"mass_after_kg":70.2}"#,
    );
    days.minutes(25.0);
    assert_eq!(days.standing(), ["ana/out/alert/fluid_deficit advice open 1"]);
    let id = days.retained("ana/out/alert/fluid_deficit")["id"].clone();
    days.events();
    // The fuller record comes to stand for the session; what it does not tell, the other does.
    days.sends(
        "ana/in/workout",
        r#"{"id":"77","source":"strava","start":"-144","duration_min":109,"elapsed_min":112,"distance_m":18000,"ascent_m":90,"hr_avg_bpm":150,"hr_max_bpm":170,"energy_kcal":1200,"sport":"run"}"#,
    );
    days.minutes(300.0);
    let standing = days.standing();
    assert_eq!(standing.len(), 1, "{standing:?}");
    let alert = days.retained("ana/out/alert/fluid_deficit");
    assert_eq!(alert["id"], id);
    assert!(!days.events().iter().any(|event| event.starts_with("raised")), "one session, one alert");
    let explained = explained(&mut days, id.as_str().unwrap());
    assert_eq!(told(&explained), ("yes".to_owned(), vec![]));
    let places = explained["records"].as_array().unwrap().iter().map(|record| record["read_from"]["source"].clone());
    let places: Vec<_> = places.collect();
    assert!(places.contains(&"garmin".into()) && places.contains(&"strava".into()), "{explained}");
}
