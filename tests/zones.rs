//! A zone that was wrong and is corrected moves times and never doubles records.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::path::Path;
use std::process::Command;

const EXPORT: &str = "\
Activity Type,Date,Title,Distance,Calories,Time,Avg HR,Max HR
Running,2026-05-03 08:00:00,\"Round\",\"8.10\",\"520\",00:48:10,141,168
Running,2026-05-05 18:30:00,\"Round\",\"5.02\",\"330\",00:29:40,146,171
";

fn tingled(folder: &Path, zone: &str, arguments: &[&str]) -> String {
    let config = folder.join("tingled.toml");
    let data = folder.join("data");
    let text = format!("[data]\ndir = \"{}\"\n[person.ana]\ntimezone = \"{zone}\"\n", data.display());
    std::fs::write(&config, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tingled"))
        .arg("-c")
        .arg(&config)
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn newest(folder: &Path, zone: &str) -> (i64, String) {
    let status: serde_json::Value = serde_json::from_str(&tingled(folder, zone, &["status", "--json"])).unwrap();
    let workouts = &status["persons"][0]["records"]["workout"];
    (workouts["count"].as_i64().unwrap(), workouts["newest"].as_str().unwrap().to_owned())
}

#[test]
fn a_corrected_zone_moves_the_times_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("Activities.csv"), EXPORT).unwrap();
    tingled(folder, "Europe/Berlin", &["import", "--person", "ana", "Activities.csv"]);
    assert_eq!(newest(folder, "Europe/Berlin"), (2, "2026-05-05T18:30:00+02:00".to_owned()));
    // The very same rows with a further one: read in the corrected zone.
    let longer = format!("{EXPORT}Running,2026-05-07 07:15:00,\"Round\",\"5.10\",\"335\",00:30:02,145,170\n");
    std::fs::write(folder.join("Activities (1).csv"), longer).unwrap();
    let report = tingled(folder, "Asia/Tokyo", &["import", "--person", "ana", "Activities (1).csv"]);
    assert!(report.contains("3 rows = 1 new + 2 known + 0 left out"), "{report}");
    assert_eq!(newest(folder, "Asia/Tokyo"), (3, "2026-05-07T07:15:00+09:00".to_owned()));
}
