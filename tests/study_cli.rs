//! `tingled study` as a person calls it.
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

use std::process::{Command, Output};

use days::Days;
use serde_json::Value;
use tingled::daemon::study::study_of;
use tingled::person::PersonId;
use tingled::study::line::Place;
use tingled::time::add_minutes;
use tingled::voice::study::page;
use tingled::voice::{Language, forbidden_in};

fn tingled(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tingled")).args(arguments).output().unwrap()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The exposures of tingled itself, from raw files, against those that another program reckoned.
#[test]
fn a_folder_of_files_gives_what_its_ready_matrix_gives() {
    let folder = tingled(&["study", "--json", "fixtures/athlete"]);
    let left = String::from_utf8_lossy(&folder.stderr).into_owned();
    assert!(left.contains("matrix.csv") && left.contains("the other files are read"), "{left}");
    let matrix = ["study", "--json", "--procedure", "weighted", "--matrix", "fixtures/athlete/matrix.csv"];
    let matrix = tingled(&matrix);
    let (folder, matrix) = (&json(&folder)["athlete"], &json(&matrix)["matrix"]);
    assert!(folder["events"].as_u64().unwrap() >= 6, "{folder}");
    for list in ["early", "companions", "undecided", "events"] {
        assert_eq!(folder[list], matrix[list], "{list}");
    }
    let published = |of: &Value| -> Vec<(String, u64)> {
        let list = of["published"].as_array().unwrap().iter();
        list.map(|one| (one["exposure"].to_string(), one["at_event"].as_u64().unwrap())).collect()
    };
    assert_eq!(published(folder), published(matrix));
    let last = matrix["p_last"].as_object().unwrap();
    assert_eq!(last.len(), 21);
    for (exposure, p) in last {
        let own = folder["p_last"][exposure].as_f64().unwrap();
        assert!((own - p.as_f64().unwrap()).abs() < 1e-6, "{exposure}: {own}, not {p}");
    }
}

#[test]
fn the_even_procedure_is_that_of_another_implementation() {
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string("fixtures/study/expected.json").unwrap()).unwrap();
    let asked = ["study", "--json", "--matrix", "fixtures/study/two_findings.csv"];
    let said = json(&tingled(&asked));
    assert_eq!(
        said,
        json(&tingled(&[&asked[..], &["--procedure", "even"]].concat())),
        "of matrices it is the default"
    );
    assert_ne!(said, json(&tingled(&[&asked[..], &["--procedure", "weighted"]].concat())));
    let (said, wanted) = (&said["two_findings"], &expected["two_findings"]);
    for list in ["companions", "undecided", "early"] {
        assert_eq!(said[list], wanted[list], "{list}");
    }
    for (exposure, p) in wanted["p_last"].as_object().unwrap() {
        assert!((said["p_last"][exposure].as_f64().unwrap() - p.as_f64().unwrap()).abs() < 1e-6, "{exposure}");
    }
    let of_person = tingled(&["study", "--person", "ana", "--procedure", "even"]);
    assert_eq!(of_person.status.code(), Some(64), "{of_person:?}");
}

#[test]
fn a_folder_without_anything_readable_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.csv"), "what,is,this\n1,2,3\n").unwrap();
    let output = tingled(&["study", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a header that no dialect knows"));
    assert_eq!(tingled(&["study", "no/such/folder"]).status.code(), Some(69));
}

/// A day: whether it was in tight gear, with socks of a certain kind, and whether it tingled.
type Day = (bool, bool, bool);

fn tell(days: &mut Days, told: &[Day]) {
    let mut elements = Vec::new();
    for (back, (tight, socks, tingled)) in told.iter().rev().enumerate() {
        let start = add_minutes(days.now, -1500.0 - 1440.0 * back as f64);
        let report = add_minutes(start, 120.0);
        let minutes = 40 + (back * 7) % 20;
        elements.push(format!(
            r#"{{"schema":"tingled.workout/1","start":"{start}","duration_min":{minutes},"sport":"run","tight_fit":{tight}}}"#
        ));
        elements.push(format!(r#"{{"schema":"tingled.tag/1","time":"{start}","name":"socks","yes":{socks}}}"#));
        elements.push(format!(r#"{{"schema":"tingled.symptom/1","time":"{report}","tingling":{tingled}}}"#));
    }
    days.sends("ana/in/batch", &format!("[{}]", elements.join(",")));
    assert_eq!(days.rejected(), [""; 0]);
}

fn now_and_then(number: usize) -> bool {
    number * 37 % 101 < 20
}

#[test]
fn the_page_tells_what_was_found_what_is_ruled_out_and_what_is_needed_in_both_languages() {
    let mut days = Days::new();
    let season: Vec<Day> = (0..120)
        .map(|number| (now_and_then(number), number * 61 % 97 < 40, now_and_then(number) && number % 3 > 0))
        .collect();
    tell(&mut days, &season);
    let ana = PersonId::new("ana").unwrap();
    let people = days::people();
    let study = study_of(days.daemon().store(), &people, &ana).unwrap();
    assert!(matches!(study.line("tight_fit").unwrap().place, Place::Found { .. }));
    let odds = study.line("tight_fit").unwrap().odds.unwrap();
    assert!(odds.low > 1.0 && odds.low < odds.ratio && odds.ratio < odds.high);
    assert!(study.line("tag.socks").unwrap().odds.is_some());
    let mut reader = people.reader(&ana);
    let english = page(&study, &reader).join("\n");
    for told in [
        "What goes before tingling: Ana",
        "tight gear: in 16 of your 16 tingling sessions, in 8 of 100 others; odds at least about",
        "Loosen laces, socks and straps for the next five sessions, and see.",
        "socks",
        "told for 0 of 120 answered sessions, 30 are needed",
        "95 % interval",
        "1/4",
        "not a diagnosis",
    ] {
        assert!(english.contains(told), "{told}\n{english}");
    }
    reader.language = Language::German;
    let german = page(&study, &reader).join("\n");
    assert!(german.contains("Was dem Kribbeln vorausgeht") && german.contains("keine Diagnose"), "{german}");
    for text in [&english, &german] {
        assert_eq!(forbidden_in(text), Vec::<&str>::new());
        assert!(!text.contains(['{', '}']), "{text}");
    }
}

#[test]
fn before_there_is_enough_the_page_says_what_is_missing_and_nothing_else() {
    let mut days = Days::new();
    let season: Vec<Day> = (0..20).map(|number| (now_and_then(number), false, now_and_then(number))).collect();
    tell(&mut days, &season);
    let ana = PersonId::new("ana").unwrap();
    let people = days::people();
    let study = study_of(days.daemon().store(), &people, &ana).unwrap();
    let text = page(&study, &people.reader(&ana)).join("\n");
    assert!(text.contains("Too early to say anything. Still needed: 10 more answered sessions"), "{text}");
    assert!(!text.contains("odds"), "{text}");
}
