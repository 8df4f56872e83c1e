//! Every alert of a whole life is worked out again: it follows, and without any one record that it cites it is not as
//! it was.
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

use std::collections::{BTreeMap, BTreeSet};

use days::Days;
use tingled::assess::Finding;
use tingled::daemon::explain::{Explanation, Follows, explain};
use tingled::decide::{Alert, Why};
use tingled::person::PersonId;
use tingled::time::Timestamp;

/// A file of the simulated athlete as rows of filled cells.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let row = |cells: Vec<&str>| {
        let filled = names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        filled.map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect()
    };
    lines.map(row).collect()
}

/// Cells of a row as members of a JSON object, under our names.
fn members(row: &BTreeMap<String, String>, names: &[(&str, &str)]) -> String {
    let member = |(theirs, ours): &(&str, &str)| Some(format!(r#","{ours}":{}"#, row.get(*theirs)?));
    names.iter().filter_map(member).collect()
}

/// Signs that the reports of tingling name in turn.
const SIGNS: &[&str] = &[r#"["swelling"]"#, "[]", r#"["dark_urine"]"#, r#"["numb_feet","wobbly"]"#, "[]", "[]"];

/// What was told, with its time, in order.
fn told() -> Vec<(Timestamp, String, String)> {
    let time = |text: &str| format!("{text}Z").parse::<Timestamp>().unwrap();
    let mut all = Vec::new();
    for row in rows(include_str!("../fixtures/athlete/sessions.csv")) {
        let (start, minutes) = (time(&row["start"]), row["duration_min"].parse::<f64>().unwrap_or(60.0));
        let fields = [
            ("duration_min", "duration_min"),
            ("rpe_cr10", "rpe_cr10"),
            ("hr_mean", "hr_avg_bpm"),
            ("temp_c", "temp_c"),
            ("rh_pct", "humidity_pct"),
            ("fluid_ml", "fluid_ml"),
            ("sodium_mg", "sodium_mg"),
            ("weight_pre_kg", "mass_before_kg"),
            ("weight_post_kg", "mass_after_kg"),
            ("warmup_min", "warmup_min"),
            ("cooldown_min", "cooldown_min"),
        ];
        let tight = row.get("tight_fit").map(|cell| format!(r#","tight_fit":{}"#, cell == "1")).unwrap_or_default();
        let sport = &row["sport"];
        let json = format!(
            r#"{{"start":"{start}","sport":"{sport}","id":"s{}"{tight}{}}}"#,
            row["session_id"],
            members(&row, &fields)
        );
        all.push((tingled::time::add_minutes(start, minutes + 40.0), "workout".to_owned(), json));
    }
    for (place, row) in rows(include_str!("../fixtures/athlete/reports.csv")).into_iter().enumerate() {
        let at = time(&row["reported_at"]);
        let fields = [("severity_0_10", "severity"), ("duration_min", "duration_min")];
        let more = match row["tingling"].as_str() {
            "1" => {
                format!(r#","tingling":true,"sites":[{{"site":"calf","side":"left"}}],"signs":{}"#, SIGNS[place % 6])
            }
            _ => r#","tingling":false"#.to_owned(),
        };
        let json = format!(r#"{{"time":"{at}","id":"r{place}"{more}{}}}"#, members(&row, &fields));
        all.push((at, "symptom".to_owned(), json));
    }
    all.sort();
    all
}

fn lived() -> Days {
    let mut days = Days::new();
    for (at, kind, json) in told() {
        days.now = at;
        let topic = format!("ana/in/{kind}");
        let told = days.sends(&topic, &json);
        assert!(told.iter().all(|one| one.rejects.is_empty()), "{json}: {told:?}");
        days.minutes(60.0);
    }
    days
}

fn alerts(days: &mut Days) -> Vec<Alert> {
    days.daemon().store().alerts(&PersonId::new("ana").unwrap(), 1000).unwrap()
}

fn explained(days: &mut Days, alert: &Alert) -> Explanation {
    let (people, now) = (days::people(), days.now);
    explain(days.daemon().store(), &people, alert, now).unwrap()
}

/// A finding without its tips: they look at what else is open, and that moves on.
fn argument(mut finding: Finding) -> Finding {
    (finding.advice, finding.withheld) = (Vec::new(), Vec::new());
    finding
}

#[test]
fn every_alert_follows_and_rests_on_what_it_cites() {
    let mut days = lived();
    let all = alerts(&mut days);
    let rules: BTreeSet<&str> = all.iter().map(|alert| alert.rule.as_str()).collect();
    assert!(all.len() >= 20 && rules.len() >= 6, "{} alerts of {rules:?}", all.len());
    for alert in &all {
        let explanation = explained(&mut days, alert);
        if alert.why == Why::Withdrawn {
            continue;
        }
        assert_eq!((explanation.follows, &explanation.because), (Follows::Yes, &vec![]), "{alert:#?}");
        assert_eq!(explanation.now.clone().map(argument), Some(argument(alert.finding.clone())), "{}", alert.id);
        // What was kept of it is not what it is worked out from.
        let mut bare = alert.clone();
        (bare.finding.evidence, bare.finding.against) = (Vec::new(), Vec::new());
        (bare.finding.unknown, bare.finding.change, bare.finding.withheld) = (Vec::new(), Vec::new(), Vec::new());
        assert_eq!(explained(&mut days, &bare).now, explanation.now, "{}", alert.id);
    }
    // Without a record it cites, an alert is not as it was, and that record is named.
    let cited: BTreeMap<_, _> = all
        .iter()
        .filter(|alert| alert.why != Why::Withdrawn)
        .map(|alert| (alert.rule.clone(), (alert.clone(), alert.finding.evidence[0].records.clone())))
        .collect();
    for (rule, (alert, records)) in cited {
        let Some(record) = records.first() else { continue };
        days.edits(&format!(
            "DELETE FROM workout WHERE key = '{record}'; DELETE FROM symptom WHERE key = '{record}'"
        ));
        let explanation = explained(&mut days, &alert);
        assert!(explanation.gone.contains(record), "{rule}");
        assert!(!explanation.because.is_empty(), "{rule}: {:?}", explanation.follows);
    }
}
