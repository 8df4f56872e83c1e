//! What the report on an import says: rejects by kind, all or nothing, and a dialect for a header nobody knows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use common::daemon::Tingled;
use serde_json::Value as Json;
use tingled::record::{Body, Record};
use tingled::units::Quantity;

fn file(daemon: &Tingled, name: &str, text: &str) -> PathBuf {
    let path = daemon.home().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn import(daemon: &Tingled, path: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["import", "--person", "ana"];
    arguments.extend(more);
    arguments.push(path.to_str().unwrap());
    daemon.verb(&arguments)
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Drinks of which 44 have no amount that can be read and one no time.
fn drinks() -> String {
    let mut text = String::from("time,volume_ml,what\n");
    for minute in 0..60 {
        let amount = if (10..54).contains(&minute) { "a lot" } else { "250" };
        let day = if minute == 58 { "some day" } else { "2026-11-01T08" };
        writeln!(text, "{day}:{minute:02}:00Z,{amount},water").unwrap();
    }
    text
}

#[test]
fn rejects_of_one_kind_are_shown_three_times_and_counted() {
    let daemon = Tingled::new(None, &["ana"]);
    let path = file(&daemon, "drinks.csv", &drinks());
    let shown = text(&import(&daemon, &path, &["--dry-run"]));
    assert_eq!(shown.matches("error[E0103]").count(), 3, "{shown}");
    // The header is line 1: rows 10 to 53 are lines 12 to 55, of which the first three are shown.
    assert!(shown.contains("… and 41 more like it (lines 15–55)"), "{shown}");
    // The other kind is not lost behind the many.
    assert_eq!(shown.matches("error[E0108]").count(), 1, "{shown}");
    assert!(shown.contains("some day:58:00Z,250,water"), "{shown}");
    let report: Json = serde_json::from_slice(&import(&daemon, &path, &["--json"]).stdout).unwrap();
    let report = &report["files"][0];
    assert_eq!(report["rows_left_out"], 45);
    assert_eq!(report["rejects"].as_array().unwrap().len(), 45);
    let kinds: Vec<(&str, u64)> = report["left_out_by_kind"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| (kind["code"].as_str().unwrap(), kind["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(kinds, [("E0103", 44), ("E0108", 1)]);
}

#[test]
fn a_flood_of_rejects_is_counted_to_the_last_and_not_kept() {
    let daemon = Tingled::new(None, &["ana"]);
    let mut flood = String::from("time,volume_ml,what\n");
    for row in 0..5000 {
        writeln!(flood, "2026-11-01T08:00:00Z,a{row},water").unwrap();
    }
    flood.push_str("some day,250,water\n");
    let path = file(&daemon, "flood.csv", &flood);
    let report: Json = serde_json::from_slice(&import(&daemon, &path, &["--json"]).stdout).unwrap();
    let report = &report["files"][0];
    assert_eq!(report["left_out_by_kind"][0]["count"], 5000);
    assert_eq!(report["left_out_by_kind"][0]["more_lines"], serde_json::json!([5, 5001]));
    let rejects = report["rejects"].as_array().unwrap();
    assert_eq!(rejects.len(), 1001);
    assert_eq!(rejects.last().unwrap()["code"], "E0108", "the only one of its kind is kept");
}

#[test]
fn rejects_of_a_list_in_json_are_of_one_kind() {
    let daemon = Tingled::new(None, &["ana"]);
    let rows: Vec<String> = (0..9).map(|_| r#"{"qty":"x","date":"2026-11-01 08:00:00 +0100"}"#.to_owned()).collect();
    let rows = rows.join(",\n");
    let body = format!(r#"{{"data":{{"metrics":[{{"name":"dietary_water","units":"mL","data":[{rows}]}}]}}}}"#);
    let shown = text(&import(&daemon, &file(&daemon, "body.json", &body), &[]));
    assert!(shown.contains("data.metrics[0].data[2].qty"), "{shown}");
    assert!(shown.contains("… and 6 more like it (lines 4–9)"), "{shown}");
}

#[test]
fn with_strict_a_file_is_kept_as_a_whole_or_not_at_all() {
    let mut daemon = Tingled::new(None, &["ana"]);
    let bad = file(&daemon, "bad.csv", &drinks());
    let good: String = drinks()
        .lines()
        .filter(|line| !line.contains("a lot") && !line.contains("some"))
        .fold(String::new(), |text, line| text + line + "\n");
    let good = file(&daemon, "good.csv", &good);
    for is_running in [false, true] {
        if is_running {
            daemon.start();
        }
        let output = import(&daemon, &bad, &["--strict"]);
        assert_eq!(output.status.code(), Some(65), "{}", text(&output));
        assert!(text(&output).contains("nothing of it was kept"), "{}", text(&output));
        let kept = if is_running { 15 } else { 0 };
        assert_eq!(daemon.records("ana").len(), kept, "running: {is_running}");
        let output = import(&daemon, &good, &["--strict"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        assert_eq!(daemon.records("ana").len(), 15, "running: {is_running}");
    }
    // Without it the rows that can be read are kept; the refusal before left no mark on the file.
    assert_eq!(import(&daemon, &bad, &[]).status.code(), Some(0));
    assert_eq!(daemon.rejects().len(), 45);
    daemon.stop();
}

#[test]
fn a_header_that_nobody_knows_gets_a_dialect_that_reads_it() {
    let daemon = Tingled::new(None, &["ana"]);
    let text_of = "When it began,Workouts,Distances (km),Durations,Average Heart Rate (bpm),Mood\n\
                   2026-11-01 08:00:00,Running,10.2,1:02:03,151,good\n\
                   2026-11-03 08:30:00,Cycling,30,1:15:00,132,\n";
    let path = file(&daemon, "My Log 2026.csv", text_of);
    let output = import(&daemon, &path, &[]);
    assert_eq!(output.status.code(), Some(65));
    let shown = text(&output);
    assert!(shown.contains("a header that no dialect knows"), "{shown}");
    let report: Json = serde_json::from_slice(&import(&daemon, &path, &["--json"]).stdout).unwrap();
    let draft = &report["files"][0]["draft"];
    let (name, toml) = (draft["name"].as_str().unwrap(), draft["toml"].as_str().unwrap());
    assert_eq!(name, "my-log-2026");
    assert!(shown.contains(toml) && shown.contains("my-log-2026.toml in the folder dialects.d"), "{shown}");
    assert!(toml.contains("Nothing takes:") && toml.contains("Mood"), "{toml}");
    let folder = daemon.config().with_file_name("dialects.d");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("my-log-2026.toml"), toml).unwrap();
    let output = import(&daemon, &path, &[]);
    assert_eq!(output.status.code(), Some(0), "{}\n{toml}", text(&output));
    let records = daemon.records("ana");
    assert_eq!(records.len(), 2, "{}", text(&output));
    let told: Vec<String> =
        records[0].body.answered().iter().map(|(name, value)| format!("{name}={value:?}")).collect();
    assert!(told.iter().any(|field| field.starts_with("distance_m=Number(10200")), "{told:?}\n{toml}");
    assert!(told.iter().any(|field| field == "hr_avg_bpm=Number(151.0)"), "{told:?}\n{toml}");
}

#[test]
fn a_diary_in_another_language_is_known_by_its_units_and_dates() {
    let daemon = Tingled::new(None, &["ana"]);
    let diary = "Wann;Getrunken (ml);Notiz\n2026-11-01 08:00;250;Tee\n2026-11-02 09:30;300;\n";
    let path = file(&daemon, "trinken.csv", diary);
    let report: Json = serde_json::from_slice(&import(&daemon, &path, &["--json"]).stdout).unwrap();
    let toml = report["files"][0]["draft"]["toml"].as_str().unwrap();
    assert!(toml.contains("[\"Wann\"] # a guess") && toml.contains("[\"Getrunken (ml)\"] # a guess"), "{toml}");
    let folder = daemon.config().with_file_name("dialects.d");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("trinken.toml"), toml).unwrap();
    assert_eq!(import(&daemon, &path, &[]).status.code(), Some(0));
    let shown: Vec<String> = daemon.records("ana").iter().map(|one| format!("{:?}", one.body.answered())).collect();
    assert!(shown.len() == 2 && shown[0].contains("(\"volume_ml\", Number(250.0))"), "{shown:?}\n{toml}");
}

/// Rides of somebody in Colorado: nobody walks in this file, and the thermometer may be missing.
fn rides(temperatures: [&str; 2]) -> String {
    let mut text = String::from(
        "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Total Ascent,Max Temp\n",
    );
    for (day, temperature) in (14..).zip(temperatures) {
        let ride = "false,Round the lake,\"25.31\",\"812\",01:31:14,141,172,\"1,534\"";
        writeln!(text, "Road Cycling,2026-07-{day} 17:10:02,{ride},{temperature}").unwrap();
    }
    text
}

/// Distance, climb and temperature of the first record.
fn ride(daemon: &Tingled) -> [Option<f64>; 3] {
    let records = daemon.records("ana");
    assert_eq!(records.len(), 2);
    let Body::Workout(ride) = &records[0].body else { panic!("no ride") };
    [ride.distance_m.map(|way| way.get()), ride.ascent_m.map(|climb| climb.get()), ride.temp_c.map(|air| air.get())]
}

#[test]
fn rides_in_miles_are_known_by_a_temperature_that_would_be_no_weather() {
    let daemon = Tingled::new(None, &["ana"]);
    let path = file(&daemon, "Activities.csv", &rides(["95.0", "68.0"]));
    let shown = text(&import(&daemon, &path, &[]));
    assert!(shown.contains("imperial: in 2 rows a temperature"), "{shown}");
    // 25.31 miles of 1609.344 m, 1534 feet of 0.3048 m, 95 °F.
    let [way, climb, air] = ride(&daemon).map(Option::unwrap);
    assert!((way - 40_732.497).abs() < 0.001 && (climb - 467.563).abs() < 0.001 && (air - 35.0).abs() < 1e-9);
}

#[test]
fn units_that_nothing_tells_are_shown_both_ways_and_put_right_by_the_setting_and_the_same_file() {
    let daemon = Tingled::new(None, &["ana"]);
    let path = file(&daemon, "Activities.csv", &rides(["--", "--"]));
    let shown = text(&import(&daemon, &path, &[]));
    assert!(shown.contains("metric, assumed: the rows do not tell."), "{shown}");
    assert!(
        shown.contains("\"25.31\" in line 2 is 25310 m; were it 40732.5 m, set  [source.garmin] units"),
        "{shown}"
    );
    assert_eq!(ride(&daemon), [Some(25_310.0), Some(1534.0), None]);
    let again = text(&import(&daemon, &path, &[]));
    assert!(again.contains("this very file was read before"), "{again}");

    daemon.configure(None, &["ana"], "[source.garmin]\nunits = \"imperial\"\n");
    let mended = text(&import(&daemon, &path, &[]));
    assert!(mended.contains("imperial, as configured") && mended.contains("+ 2 changed"), "{mended}");
    let [way, climb, _] = ride(&daemon);
    assert!((way.unwrap() - 40_732.497).abs() < 0.001 && (climb.unwrap() - 467.563).abs() < 0.001);
    let again = text(&import(&daemon, &path, &[]));
    assert!(again.contains("this very file was read before"), "{again}");

    // What was assumed never comes back over what was told.
    daemon.configure(None, &["ana"], "");
    import(&daemon, &path, &[]);
    assert!((ride(&daemon)[0].unwrap() - 40_732.497).abs() < 0.001);
}

#[test]
fn a_number_that_no_sensor_measures_is_left_out_of_its_row_and_told() {
    let daemon = Tingled::new(None, &["ana"]);
    let path = file(&daemon, "Activities.csv", &rides(["20.0", "81.5"]).replace(",141,172,", ",141,472,"));
    let shown = text(&import(&daemon, &path, &[]));
    assert!(shown.contains("2 rows = 2 new"), "{shown}");
    let told = |what: &str| shown.lines().filter(|line| line.contains("not kept") && line.contains(what)).count();
    assert_eq!(told("out of range in \"Max HR\": \"472\" in line 2 and 1 more like it; wanted"), 1, "{shown}");
    assert_eq!(told("out of range in \"Max Temp\": \"81.5\" in line 3; wanted"), 1, "{shown}");
    // Duration, sport and its text, distance, mean heart rate, energy, climb, and the temperature of the first.
    let filled: Vec<usize> = daemon.records("ana").iter().map(Record::filled).collect();
    assert_eq!(filled, [8, 7]);
}

#[test]
fn a_header_that_is_like_nothing_gets_no_dialect() {
    let daemon = Tingled::new(None, &["ana"]);
    let path = file(&daemon, "strange.csv", "foo,bar\n1,2\n");
    let report: Json = serde_json::from_slice(&import(&daemon, &path, &["--json"]).stdout).unwrap();
    assert_eq!(report["files"][0]["draft"], Json::Null);
    assert_eq!(report["files"][0]["rejects"][0]["code"], "E0128");
}
