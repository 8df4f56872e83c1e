//! A run that came from two apps, as a person sees it: counted once, and named in the report.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

mod terminal;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use terminal::Terminal;

/// Twelve runs of the last weeks, as the watch writes them (wall clock) and as the upload does (UTC).
fn runs() -> (String, String) {
    let mut watch = "Activity Type,Date,Title,Distance,Calories,Time,Avg HR,Max HR,Elapsed Time\n".to_owned();
    let mut upload =
        "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Elapsed Time,Moving Time,Distance\n"
            .to_owned();
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    for number in 0..12 {
        let at = Timestamp::now() - SignedDuration::from_hours(24 * 2 * (number + 1));
        let minutes = 40 + number;
        watch += &format!(
            "Running,{},Round,{}.00,400,00:{minutes:02}:00,150,170,00:{:02}:30\n",
            at.to_zoned(berlin.clone()).strftime("%Y-%m-%d %H:%M:%S"),
            7 + number % 3,
            minutes + 1,
        );
        upload += &format!(
            "{},\"{}\",Round,Run,{},{}.02,{}.0,{}.0,{}020.0\n",
            1000 + number,
            at.strftime("%b %-d, %Y, %-I:%M:%S %p"),
            (minutes + 1) * 60,
            7 + number % 3,
            (minutes + 1) * 60,
            minutes * 60 - 20,
            7 + number % 3,
        );
    }
    (watch, upload)
}

#[test]
fn the_load_of_a_run_from_two_apps_counts_once_and_the_report_says_so() {
    let (watch, upload) = runs();
    let terminal = Terminal::new();
    terminal
        .write("tingled.toml", "[person.ana]\ntimezone = \"Europe/Berlin\"\n[source.garmin]\nunits = \"metric\"\n");
    terminal.write("watch.csv", &watch);
    terminal.write("upload.csv", &upload);
    let first = terminal.run("tingled import watch.csv");
    assert!(first.both().contains("12 new") && !first.out.contains("also in"), "{first:?}");
    let load = |terminal: &Terminal| {
        let status = terminal.run("tingled status --json").json();
        let standing = status["persons"][0]["standing"].as_array().unwrap().clone();
        standing.into_iter().filter(|one| one["area"] == "load").map(|one| one["value"].clone()).collect::<Vec<_>>()
    };
    let before = load(&terminal);
    assert!(before.iter().any(serde_json::Value::is_number), "{before:?}");
    let second = terminal.run("tingled import upload.csv");
    assert!(second.out.contains("also in    garmin: 12 sessions, each counted once"), "{second:?}");
    assert_eq!(load(&terminal), before);
    let again = terminal.run("tingled import watch.csv");
    assert_eq!(again.code, Some(0), "{again:?}");
}

#[test]
fn a_person_who_says_that_two_sessions_were_two_has_them_counted_as_two() {
    let (watch, upload) = runs();
    let terminal = Terminal::new();
    terminal
        .write("tingled.toml", "[person.ana]\ntimezone = \"Europe/Berlin\"\n[source.garmin]\nunits = \"metric\"\n");
    terminal.write("watch.csv", &watch);
    terminal.write("upload.csv", &upload);
    assert_eq!(terminal.run("tingled import watch.csv upload.csv").code, Some(0));
    let joined = || terminal.run("tingled sources --joined --json").json();
    let told = joined();
    assert_eq!(told["sessions"].as_array().unwrap().len(), 12, "{told}");
    let record = told["sessions"][4][1]["record"].as_str().unwrap().to_owned();
    let page = terminal.run("tingled sources --joined");
    assert!(page.out.starts_with("ana: 12 sessions are told by more than one source"), "{page:?}");
    assert!(page.out.contains(&format!("  {}  ", &record[..10])), "{page:?}");

    let would = terminal.run(&format!("tingled sources --apart {} --dry-run", &record[..10]));
    assert!(would.out.ends_with("nothing was changed\n"), "{would:?}");
    assert_eq!(joined(), told);
    let parted = terminal.run(&format!("tingled sources --apart {}", &record[..10]));
    assert!(parted.out.contains("is a session of its own now, and not one with 1 other record"), "{parted:?}");
    let now = joined();
    assert_eq!(now["sessions"].as_array().unwrap().len(), 11, "{now}");
    assert_eq!(now["apart"].as_array().unwrap().len(), 1, "{now}");
    // Brought again, in any file, they stay two.
    assert_eq!(terminal.run("tingled import upload.csv watch.csv").code, Some(0));
    assert_eq!(joined(), now);

    let nobody = terminal.run("tingled sources --apart zz");
    assert_eq!(nobody.code, Some(64));
    assert!(nobody.err.contains("no record of a session that several sources tell of begins with"), "{nobody:?}");
    let again = terminal.run(&format!("tingled sources --together {}", &record[..10]));
    assert!(again.out.contains("is not kept apart from 1 other record any more"), "{again:?}");
    assert_eq!(joined(), told);

    // What is forgotten is named in no pair.
    terminal.run(&format!("tingled sources --apart {record}"));
    assert_eq!(terminal.run("tingled forget --person ana --source strava --yes").code, Some(0));
    let database = std::fs::read(terminal.data().join("tingled.db")).unwrap();
    assert!(!database.windows(record.len()).any(|bytes| bytes == record.as_bytes()));
}
