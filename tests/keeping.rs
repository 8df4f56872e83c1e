//! Data leave, are kept safe, come back, and go for good: the verbs, without and with a running service.
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

mod common;
mod terminal;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::daemon::{Tingled, until};
use common::mosquitto::Mosquitto;
use terminal::Terminal;

const RUNS: &str = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR\n\
    Running,2026-03-02 18:00:00,false,Evening,8.00,500,00:45:00,150,170\n\
    Running,2026-03-04 18:00:00,false,Evening,6.00,400,00:35:00,148,168\n";

fn ana() -> Terminal {
    let terminal = Terminal::new();
    terminal
        .write("tingled.toml", "[person.ana]\ntimezone = \"Europe/Berlin\"\n[source.garmin]\nunits = \"metric\"\n");
    terminal
}

fn done(terminal: &Terminal, line: &str) -> String {
    let said = terminal.run(line);
    assert_eq!(said.code, Some(0), "{line}: {said:?}");
    said.out
}

/// A little of everything, with a text that a spreadsheet would run.
fn lived() -> Terminal {
    let terminal = ana();
    terminal.write("runs.csv", RUNS);
    for line in [
        "tingled import runs.csv",
        "tingled log tingling --site calf --side left --severity 4 --sign swelling --time 2026-03-02T19:10",
        "tingled log no-tingling --time 2026-03-04T19:00",
        "tingled log drink --volume_ml 400 --what '=HYPERLINK(\"x\")' --time 2026-03-02T18:20",
        "tingled log tag --name '-strap, \"old\"' --yes yes --time 2026-03-02T17:00",
        "tingled log measure --what body_mass --value 71.5 --unit kg --time 2026-03-02T08:00",
    ] {
        done(&terminal, line);
    }
    terminal
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn a_wall_clock_of_an_app_with_its_own_zone_comes_back_in_that_zone() {
    let travels = || {
        let terminal = ana();
        let zone = "[person.ana]\ntimezone = \"Europe/Berlin\"\n[source.garmin]\nunits = \"metric\"\n\
            timezone = \"America/New_York\"\n";
        terminal.write("tingled.toml", zone);
        terminal
    };
    let newest = |terminal: &Terminal| {
        terminal.run("tingled status --json").json()["persons"][0]["records"]["workout"]["newest"].clone()
    };
    let (one, other) = (travels(), travels());
    one.write("runs.csv", RUNS);
    done(&one, "tingled import runs.csv");
    done(&one, "tingled export out");
    done(&other, &format!("tingled import {}", one.path().join("out").display()));
    assert_eq!(newest(&one), "2026-03-05T00:00:00+01:00");
    assert_eq!(newest(&other), newest(&one));
}

/// The files under a folder that hold this text.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if path.is_file() && fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn what_is_exported_is_read_back_the_same_and_runs_in_no_spreadsheet() {
    let terminal = lived();
    let said = done(&terminal, "tingled export out");
    assert!(said.contains("workouts.csv") && said.contains("reads them back"), "{said}");
    let out = texts(&terminal.path().join("out"));
    let names: Vec<&str> = out.keys().map(String::as_str).collect();
    assert_eq!(names, ["intake.csv", "measures.csv", "symptoms.csv", "tags.csv", "workouts.csv"]);
    let cells = out.values().flat_map(|text| text.lines().skip(1)).flat_map(|line| line.split(','));
    for cell in cells.map(|cell| cell.trim_start_matches('"')) {
        assert!(!cell.starts_with(['=', '+', '@']) && !cell.starts_with("-s"), "{cell}");
    }
    let again = done(&terminal, "tingled import out");
    assert!(!again.contains(" new,") || again.contains("0 new"), "the same store knows it all: {again}");

    let other = ana();
    let folder = terminal.path().join("out").display().to_string();
    done(&other, &format!("tingled import {folder}"));
    done(&other, "tingled export out");
    assert_eq!(texts(&other.path().join("out")), out);
    // What follows from them follows again.
    let open = |terminal: &Terminal| terminal.run("tingled alerts --json").json()["alerts"][0]["rule"].clone();
    assert_eq!(open(&other), open(&terminal));

    assert_eq!(terminal.run("tingled export out").code, Some(64), "an export replaces nothing");
    let span = done(&terminal, "tingled export --from 2026-03-03 --to 2026-03-04 part");
    assert!(span.contains("workouts.csv") && !span.contains("intake.csv"), "{span}");
    let none = done(&terminal, "tingled export --from 2020-01-01 --to 2020-01-02 none");
    assert!(none.contains("no record in this span"), "{none}");
}

#[test]
fn a_backup_comes_back_whole_and_only_when_asked_twice() {
    let terminal = lived();
    done(&terminal, "tingled log tingling --site calf --severity 3 --sign swelling");
    let before = done(&terminal, "tingled alerts --all");
    let said = done(&terminal, "tingled backup copy.db");
    assert!(said.contains("checked to the last page") && said.contains("2 workouts"), "{said}");
    assert_eq!(terminal.run("tingled backup copy.db").code, Some(69), "a copy replaces no file");
    done(&terminal, "tingled log tingling --site foot --severity 9 --sign foot_drop");
    assert_ne!(done(&terminal, "tingled alerts --all"), before);

    assert!(done(&terminal, "tingled restore --dry-run copy.db").contains("nothing was changed"));
    let refused = terminal.run("tingled restore copy.db");
    assert_eq!(refused.code, Some(64), "{refused:?}");
    assert!(refused.both().contains("--replace"), "{refused:?}");
    done(&terminal, "tingled restore --replace copy.db");
    assert_eq!(done(&terminal, "tingled alerts --all"), before);

    terminal.write("none.db", "time,volume_ml\n");
    for name in ["none.db", "nosuch.db"] {
        let refused = terminal.run(&format!("tingled restore --replace {name}"));
        assert!(matches!(refused.code, Some(65 | 69)), "{refused:?}");
    }
    assert_eq!(done(&terminal, "tingled alerts --all"), before);
    let empty = ana();
    done(&empty, &format!("tingled restore {}", terminal.path().join("copy.db").display()));
    assert_eq!(done(&empty, "tingled alerts --all"), before);
}

#[test]
fn what_is_forgotten_is_in_no_file_any_more_and_the_rest_stays() {
    let terminal = lived();
    done(&terminal, "tingled log tag --name zinnober --yes yes --time 2026-03-10T10:00");
    let asked = terminal.run("echo no | tingled forget --person ana --from 2026-03-10");
    assert_eq!(asked.code, Some(64), "{asked:?}");
    assert!(!holding(&terminal.data(), "zinnober").is_empty());
    let would = done(&terminal, "tingled forget --person ana --from 2026-03-10 --dry-run");
    assert!(would.contains("1 tag would go") && would.contains("nothing was changed"), "{would}");
    done(&terminal, "tingled forget --person ana --from 2026-03-10 --to 2026-03-10 --yes");
    assert_eq!(holding(&terminal.data(), "zinnober"), Vec::<String>::new());
    // The rest is as it was, the red flag with it.
    let left = done(&terminal, "tingled forget --person ana --dry-run");
    assert!(left.contains("2 workouts") && left.contains("2 symptoms") && left.contains("1 tag"), "{left}");
    assert!(terminal.run("tingled alerts --json").json()["alerts"].as_array().is_some_and(|open| !open.is_empty()));

    let gone = done(&terminal, "tingled forget --person ana --source garmin --yes");
    assert!(gone.contains("2 workouts are gone"), "{gone}");
    assert_eq!(holding(&terminal.data(), "runs.csv"), Vec::<String>::new());
    done(&terminal, "tingled forget --person ana --yes");
    for word in ["HYPERLINK", "strap", "swelling", "rf11"] {
        assert_eq!(holding(&terminal.data(), word), Vec::<String>::new(), "{word}");
    }
    assert!(done(&terminal, "tingled alerts --all").contains("No alert ever raised"));
    assert_eq!(terminal.run("tingled forget --person nobody --yes").code, Some(64));
}

fn report(daemon: &Tingled, more: &[&str]) {
    let told = ["log", "tingling", "--person", "ana", "--site", "calf", "--side", "left", "--sign", "swelling"];
    let output = daemon.verb(&[&told[..], more].concat());
    assert!(output.status.success(), "{output:?}");
}

/// The rules of the alerts that stand.
fn rules(daemon: &Tingled) -> Vec<String> {
    let alerts: serde_json::Value = serde_json::from_str(&verb(daemon, &["alerts", "--json"])).unwrap();
    let rule = |alert: &serde_json::Value| alert["rule"].as_str().unwrap().to_owned();
    alerts["alerts"].as_array().unwrap().iter().map(rule).collect()
}

fn verb(daemon: &Tingled, arguments: &[&str]) -> String {
    let output = daemon.verb(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_running_service_keeps_two_records_apart_when_asked() {
    let mut daemon = Tingled::new(None, &["ana"]);
    daemon.start();
    let text = |app: &str| format!("start,end,sport,source\n2026-01-01T10:00:00Z,2026-01-01T11:00:00Z,run,{app}\n");
    for app in ["watch", "phone"] {
        let file = daemon.data().join(format!("{app}.csv"));
        fs::write(&file, text(app)).unwrap();
        verb(&daemon, &["import", "--person", "ana", file.to_str().unwrap()]);
    }
    let joined = || -> serde_json::Value {
        serde_json::from_str(&verb(&daemon, &["sources", "--joined", "--person", "ana", "--json"])).unwrap()
    };
    let told = joined();
    let record = told["sessions"][0][0]["record"].as_str().unwrap();
    let said = verb(&daemon, &["sources", "--apart", record, "--person", "ana"]);
    assert!(said.contains("is a session of its own now"), "{said}");
    assert_eq!(joined()["sessions"], serde_json::json!([]));
    verb(&daemon, &["sources", "--together", record, "--person", "ana"]);
    assert_eq!(joined(), told);
    assert!(daemon.stop().success(), "{}", daemon.log());
}

#[test]
fn a_running_service_forgets_its_files_and_clears_its_topics() {
    ["keep", "move"].into_iter().for_each(forgets_files);
}

fn forgets_files(after: &str) {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana", "ben"]);
    daemon.set("TINGLED_INBOX__AFTER", after);
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    for person in ["ana", "ben"] {
        let folder = daemon.inbox().join(person);
        until("the inbox", || daemon.log(), || folder.is_dir());
        let text = format!("time,name,yes\n2026-01-01T10:00:00+01:00,zinnober-{person},yes\n");
        fs::write(folder.join("tags.csv"), text).unwrap();
        until("the file", || daemon.log(), || daemon.records(person).len() == 1);
    }
    report(&daemon, &["--severity", "4"]);
    let mut standing = broker.observe("tingled/ana/out/alert/#");
    standing.until_or_seen("the alert", |message| message.topic.ends_with("rf11") && !message.payload.is_empty());

    let said = verb(&daemon, &["forget", "--person", "ana", "--yes"]);
    assert!(said.contains("1 symptom") && said.contains("1 file of the inbox"), "{said}");
    standing.until("the topic is cleared", |message| message.topic.ends_with("rf11") && message.payload.is_empty());
    assert_eq!(holding(daemon.data(), "zinnober-ana"), Vec::<String>::new());
    assert_eq!(holding(&daemon.inbox(), "zinnober-ana"), Vec::<String>::new());
    let looked = daemon.log().len();
    fs::write(daemon.inbox().join("ben/late.csv"), "time,name,yes\n2026-01-02T10:00:00+01:00,late,yes\n").unwrap();
    until("the next look", || daemon.log()[looked..].to_owned(), || daemon.records("ben").len() == 2);
    assert_eq!(daemon.records("ana").len(), 0, "what is forgotten does not come back from the inbox");
    assert!(!holding(&daemon.inbox(), "zinnober-ben").is_empty());
    let mut later = broker.observe("tingled/ana/out/alert/#");
    assert!(later.drain(std::time::Duration::from_millis(500)).iter().all(|message| message.payload.is_empty()));
    assert!(daemon.stop().success(), "{}", daemon.log());
}

#[test]
fn a_running_service_takes_a_copy_and_gives_it_back() {
    let Some(broker) = Mosquitto::start() else { return };
    let mut daemon = Tingled::new(Some(broker.port()), &["ana"]);
    daemon.start();
    daemon.until_logged("broker connected line=Ingest", 1);
    report(&daemon, &["--severity", "4"]);
    let copy = daemon.home().join("copy.db").display().to_string();
    assert!(verb(&daemon, &["backup", &copy]).contains("1 symptom"));
    // What stands now is in the copy, and is not cleared.
    let before = rules(&daemon);
    report(&daemon, &["--severity", "9", "--sign", "foot_drop"]);
    let mut standing = broker.observe("tingled/ana/out/alert/#");
    let newer = standing.until_or_seen("a second alert", |message| {
        !before.iter().any(|rule| message.topic.ends_with(&format!("/{rule}")))
    });

    let said = verb(&daemon, &["restore", "--replace", &copy]);
    assert!(said.contains("1 symptom"), "{said}");
    standing
        .until("the newer alert is cleared", |message| message.topic == newer.topic && message.payload.is_empty());
    assert_eq!(daemon.records("ana").len(), 1);
    let mut later = broker.observe("tingled/ana/out/alert/#");
    later.until_or_seen("the older alert stands", |message| message.topic.ends_with("rf11"));
    assert_eq!(
        fs::read_dir(daemon.data())
            .unwrap()
            .filter(|entry| { entry.as_ref().unwrap().file_name().to_string_lossy().contains("restor") })
            .count(),
        0
    );
    report(&daemon, &["--severity", "5", "--time", "2026-03-05T10:00"]);
    assert_eq!(daemon.records("ana").len(), 2);
    assert!(daemon.stop().success(), "{}", daemon.log());
}

#[test]
fn an_import_is_shown_again_and_taken_back_by_its_number() {
    let terminal = ana();
    terminal.write("runs.csv", RUNS);
    terminal.write("more/runs.csv", &RUNS.replace("2026-03-04", "2026-03-06"));
    done(&terminal, "tingled log drink --volume_ml 400 --time 2026-03-02T18:20");
    assert!(done(&terminal, "tingled import --show").contains("No file was read yet"));
    done(&terminal, "tingled import runs.csv");
    done(&terminal, "tingled import more/runs.csv");
    let list = done(&terminal, "tingled import --show");
    assert_eq!(list.lines().count(), 3, "{list}");
    assert!(list.lines().nth(1).unwrap().trim_start().starts_with('2'), "newest first: {list}");
    assert!(done(&terminal, "tingled import --show 1").contains("2 rows = 2 new"));

    let would = done(&terminal, "tingled import --undo 2 --dry-run");
    assert!(would.contains("1 workout would go") && would.contains("nothing was changed"), "{would}");
    let undone = done(&terminal, "tingled import --undo 2");
    assert!(undone.contains("runs.csv: 1 workout are gone") || undone.contains("1 workout"), "{undone}");
    let left = done(&terminal, "tingled forget --person ana --dry-run");
    assert!(left.contains("1 intake, 2 workouts") || left.contains("2 workouts, 1 intake"), "{left}");
    assert!(done(&terminal, "tingled import --show").contains("taken back"));
    assert!(done(&terminal, "tingled import more/runs.csv").contains("1 new"), "who asks for it has it read again");
    assert!(done(&terminal, "tingled import runs.csv").contains("read before"));
    for line in ["tingled import --undo 9", "tingled import --show 9"] {
        let said = terminal.run(line);
        assert!(said.code == Some(64) && said.err.contains("no file number 9"), "{said:?}");
    }
    assert_eq!(terminal.run("tingled import --undo 1 --json").json()["schema"], "tingled.undone/1");
}

#[test]
fn what_an_edited_export_replaced_comes_back_with_the_export_before_it() {
    let terminal = ana();
    terminal.write("runs.csv", RUNS);
    // Edited, and with a later session, so that its rows are the newer ones.
    let edited =
        RUNS.replace("00:35:00", "00:36:30") + "Running,2026-03-08 18:00:00,false,Evening,5,300,00:30:00,140,160\n";
    terminal.write("edited.csv", &edited);
    done(&terminal, "tingled import runs.csv");
    let told = done(&terminal, "tingled import edited.csv");
    assert!(told.contains("1 changed"), "{told}");
    let undone = done(&terminal, "tingled import --undo 2");
    assert!(undone.contains("2 workouts"), "{undone}");
    let again = done(&terminal, "tingled import runs.csv");
    assert!(again.contains("1 new + 1 known"), "{again}");
}
