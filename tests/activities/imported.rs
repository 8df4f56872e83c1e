//! The files as a person gives them: by hand, through the inbox, twice, beside the app's CSV, and taken back.

use serde_json::Value as Json;

use super::write::*;
use crate::common::daemon::{Tingled, until};
use crate::terminal::{Said, Terminal};

fn ana() -> Terminal {
    let terminal = Terminal::new();
    terminal
        .write("tingled.toml", "[person.ana]\ntimezone = \"Europe/Berlin\"\n[source.garmin]\nunits = \"metric\"\n");
    terminal
}

fn put(terminal: &Terminal, name: &str, bytes: &[u8]) {
    std::fs::write(terminal.path().join(name), bytes).unwrap();
}

fn done(terminal: &Terminal, line: &str) -> String {
    let said = terminal.run(line);
    assert_eq!(said.code, Some(0), "{line}: {said:?}");
    said.out
}

fn workouts(terminal: &Terminal) -> Json {
    terminal.run("tingled status --json").json()["persons"][0]["records"]["workout"]["count"].clone()
}

/// The one line that says why a file was refused, with what was wanted and what to do.
fn why(terminal: &Terminal, name: &str, bytes: &[u8]) -> Said {
    put(terminal, name, bytes);
    let said = terminal.run(&format!("tingled import {name}"));
    assert_eq!(said.code, Some(65), "{said:?}");
    said
}

#[test]
fn a_file_of_a_watch_is_imported_once_whatever_it_is_called() {
    let terminal = ana();
    put(&terminal, "morning.fit", &plain_run().bytes());
    let first = done(&terminal, "tingled import --person ana morning.fit");
    assert!(first.starts_with("morning.fit   FIT activity\n"), "{first}");
    assert!(first.contains("1 session = 1 new + 0 known + 0 left out"), "{first}");
    assert!(first.contains("from, to   2026-07-01 07:10 … 2026-07-01 07:10"), "{first}");
    // The same file under a name that says something else: its bytes tell what it is.
    put(&terminal, "evening.csv", &plain_run().bytes());
    let again = done(&terminal, "tingled import evening.csv");
    assert!(again.contains("this very file was read before"), "{again}");
    // The same session in other bytes: a track was added.
    put(&terminal, "longer.fit", &plain_run().message(RECORD, &[long(253, 1_151_817_000)]).bytes());
    let longer = done(&terminal, "tingled import longer.fit");
    assert!(longer.contains("1 session = 0 new + 1 known + 0 left out"), "{longer}");
    assert_eq!(workouts(&terminal), 1);
}

#[test]
fn an_edited_file_replaces_the_session_and_never_doubles_it() {
    let edited = with(run(), &[byte(5, ENUM, 11), byte(6, ENUM, 0)]);
    let edited = Fit::garmin().message(SESSION, &edited).activity("2026-07-01T06:12:00Z", 7200).bytes();
    for order in [["first.fit", "edited.fit"], ["edited.fit", "first.fit"]] {
        let terminal = ana();
        for (name, bytes, changed_s) in [("first.fit", &plain_run().bytes(), 1_000), ("edited.fit", &edited, 2_000)] {
            put(&terminal, name, bytes);
            let file = std::fs::File::options().append(true).open(terminal.path().join(name)).unwrap();
            let changed =
                std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_790_000_000 + changed_s);
            file.set_modified(changed).unwrap();
        }
        order.iter().for_each(|name| drop(done(&terminal, &format!("tingled import {name}"))));
        assert_eq!(workouts(&terminal), 1, "{order:?}");
        done(&terminal, "tingled export --person ana out");
        let kept = std::fs::read_to_string(terminal.path().join("out/workouts.csv")).unwrap();
        assert!(kept.contains(",walk,") && !kept.contains(",run,"), "{order:?}: {kept}");
    }
}

#[test]
fn the_same_session_from_the_watch_the_portals_table_and_a_track_counts_once() {
    let terminal = ana();
    put(&terminal, "run.fit", &plain_run().bytes());
    done(&terminal, "tingled import run.fit");
    terminal.write(
        "Activities.csv",
        "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Elapsed Time\n\
         Trail Running,2026-07-01 07:10:00,false,Trail,10.50,640,01:00:00,148,171,01:02:00\n",
    );
    let table = done(&terminal, "tingled import Activities.csv");
    assert!(table.contains("also in    garmin-fit: 1 session, counted once"), "{table}");
    let mut gpx = "<gpx creator=\"StravaGPX\"><trk><type>running</type><trkseg>".to_owned();
    for minute in 0..=62 {
        let lat = 47.0 + f64::from(minute) * 0.094_43 / 62.0;
        gpx += &format!(
            "<trkpt lat=\"{lat}\" lon=\"8\"><time>2026-07-01T0{}:{:02}:02Z</time></trkpt>",
            5 + (10 + minute) / 60,
            (10 + minute) % 60
        );
    }
    terminal.write("track.gpx", &(gpx + "</trkseg></trk></gpx>"));
    let track = done(&terminal, "tingled import track.gpx");
    assert!(track.contains("GPX tracks, UTF-8") && track.contains("also in    garmin: 1 session"), "{track}");
    assert!(track.contains("also in    garmin-fit: 1 session"), "{track}");
}

#[test]
fn a_dry_run_changes_nothing_an_import_can_be_taken_back_and_an_apps_records_forgotten() {
    let terminal = ana();
    put(&terminal, "run.fit", &plain_run().bytes());
    let dry = done(&terminal, "tingled import --dry-run run.fit");
    assert!(dry.contains("1 session = 1 new") && dry.contains("a dry run"), "{dry}");
    assert_eq!(workouts(&terminal), 0);
    let report = terminal.run("tingled import --json run.fit").json();
    assert_eq!(report["files"][0]["dialect"], "FIT activity");
    assert_eq!((&report["files"][0]["counted"], &report["files"][0]["rows_new"]), (&"sessions".into(), &1.into()));
    assert!(done(&terminal, "tingled import --undo 1").contains("1 workout"));
    assert_eq!(workouts(&terminal), 0);
    done(&terminal, "tingled import run.fit");
    assert_eq!(workouts(&terminal), 1);
    // By the name of the app, or by that of its files.
    done(&terminal, "tingled forget --person ana --source strava --yes");
    assert_eq!(workouts(&terminal), 1);
    for source in ["garmin-fit", "garmin"] {
        let forgotten = done(&terminal, &format!("tingled forget --person ana --source {source} --yes"));
        assert!(forgotten.contains("1 workout"), "{forgotten}");
        assert_eq!(workouts(&terminal), 0);
        done(&terminal, "tingled import run.fit");
    }
}

#[test]
fn a_folder_of_files_of_every_kind_is_imported_as_one() {
    let terminal = ana();
    std::fs::create_dir(terminal.path().join("watch")).unwrap();
    put(&terminal, "watch/a.fit", &plain_run().bytes());
    for (name, fixture) in [("b.tcx", "tcx/two-laps.tcx"), ("c.GPX", "gpx/other-prefix.gpx")] {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire");
        put(&terminal, &format!("watch/{name}"), &std::fs::read(root.join(fixture)).unwrap());
    }
    let said = done(&terminal, "tingled import watch");
    assert_eq!(said.matches("1 session = 1 new").count(), 3, "{said}");
}

#[test]
fn every_refusal_says_what_was_found_what_is_wanted_and_what_to_do() {
    let terminal = ana();
    let whole = plain_run().bytes();
    for (name, bytes, parts) in [
        (
            "half.fit",
            whole[..100].to_vec(),
            &["E0150", "a broken FIT file: it ends early: 100 of", "copy it from the device"][..],
        ),
        (
            "lake.fit",
            Fit::of(6, 1, 7).bytes(),
            &["E0151", "a FIT file of a planned course, which tells of no session", "wanted a recorded activity"],
        ),
        (
            "bomb.gpx",
            b"<!DOCTYPE gpx [<!ENTITY a \"a\">]><gpx>&a;</gpx>".to_vec(),
            &["E0150", "bomb.gpx:1", "DOCTYPE"],
        ),
        ("run.fit.gz", vec![0x1f, 0x8b, 8, 0, 1, 2, 3], &["E0130", "gzip file, not text", "unpack it first"]),
        ("run.7z", b"7z\xbc\xaf\x27\x1c".to_vec(), &["E0130", "7-Zip file", "unpack it first"]),
        ("run.bz2", b"BZh91AY&SY".to_vec(), &["E0130", "bzip2 file", "unpack it first"]),
        ("run.xz", b"\xfd7zXZ\0".to_vec(), &["E0130", "xz file", "unpack it first"]),
        ("run.zst", b"\x28\xb5\x2f\xfd".to_vec(), &["E0130", "zstd file", "unpack it first"]),
        ("run.csv", b"PK\x03\x04\0\0".to_vec(), &["E0130", "zip file", "unpack it first"]),
    ] {
        let said = why(&terminal, name, &bytes).both();
        for part in parts {
            assert!(said.contains(part), "{name}: {said}");
        }
    }
    // A drawn track costs itself alone.
    terminal.write("drawn.gpx", "<gpx><trk><trkseg><trkpt lat=\"47\" lon=\"8\"/></trkseg></trk></gpx>");
    let said = done(&terminal, "tingled import drawn.gpx");
    assert!(said.contains("a track without times") && said.contains("1 session = 0 new"), "{said}");
}

#[test]
fn files_in_the_inbox_are_read_at_once_and_broken_ones_are_named() {
    let mut daemon = Tingled::new(None, &["ana"]);
    daemon.start();
    let inbox = daemon.inbox().join("ana");
    std::fs::create_dir_all(&inbox).unwrap();
    // None of them ends with a line, and yet they are whole.
    std::fs::write(inbox.join("run.fit"), plain_run().bytes()).unwrap();
    let gpx = "<gpx><trk><trkseg><trkpt lat=\"47\" lon=\"8\"><time>2026-07-02T05:00:00Z</time></trkpt><trkpt lat=\"47\" \
        lon=\"8.1\"><time>2026-07-02T06:00:00Z</time></trkpt></trkseg></trk></gpx>";
    std::fs::write(inbox.join("track.gpx"), gpx).unwrap();
    let mut broken = plain_run().bytes();
    broken[60] ^= 1;
    std::fs::write(inbox.join("broken.fit"), broken).unwrap();
    let status = || String::from_utf8_lossy(&daemon.verb(&["status", "--json"]).stdout).into_owned();
    until(
        "two workouts and a refusal",
        || daemon.log(),
        || {
            let status: Json = serde_json::from_str(&status()).unwrap_or_default();
            let person = &status["persons"][0];
            person["records"]["workout"]["count"] == 2 && person["left_out"] == 1
        },
    );
    // The same file over the socket is known.
    let path = inbox.join("run.fit").display().to_string();
    let output = daemon.verb(&["import", "--person", "ana", &path]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("this very file was read before"), "{said}");
}
