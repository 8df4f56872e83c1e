//! Files that are not one plain table, broken or odd: each part costs what is wrong with it and nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod csv_help;

use csv_help::{Ask, Got, read_all, reject_line};
use tingled::record::Wrong;

fn ok(bytes: &[u8]) -> Got {
    read_all(bytes, &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)))
}

fn rejects(got: &Got) -> Vec<String> {
    got.rejects.iter().map(reject_line).collect()
}

/// A file of sections: the weight of two days, then what was drunk.
const SECTIONS: &str = "Body\nDate,Weight,BMI,Fat\n\"2026-05-01\",\"70\",\"22\",\"0\"\n";

#[test]
fn a_section_that_nobody_knows_costs_itself_and_the_next_is_read() {
    let text = format!(
        "{SECTIONS}\nStickers\nDate,Sticker\n\"2026-05-01\",\"star\"\n\nBody\nDate,Mass\n\"2026-05-02\",\"71\"\n\n\
         Food Log 20260501\nDaily Totals\n\"\",\"Water\",\"1.5 l\"\n"
    );
    let got = ok(text.as_bytes());
    let lines: Vec<u64> = got.records.iter().map(|record| record.origin.place.line).collect();
    assert_eq!(lines, [3, 15]);
    let refused: Vec<u64> = got.rejects.iter().map(|reject| reject.place.line).collect();
    assert_eq!(refused, [5, 6, 7, 10, 11], "{:?}", rejects(&got));
    assert!(got.rejects.iter().all(|reject| matches!(reject.wrong, Wrong::UnknownHeader { .. })));
}

#[test]
fn a_day_nobody_can_read_does_not_lend_its_rows_to_the_day_before() {
    let text = "Time,Weight,Change,BMI,Body Fat,\n\" May 4, 2026\",\n6:05 AM,70 kg,,,,\n\" Mayday\",\n6:10 AM,71 kg,,,,\n\
                \"2026-05-06\"\n6:15 AM,72 kg,,,,\n6:20 AM,,,,,\n";
    let got = ok(text.as_bytes());
    let times: Vec<String> = got.records.iter().map(|record| record.at.to_string()).collect();
    assert_eq!(times, ["2026-05-04T04:05:00Z", "2026-05-06T04:15:00Z"]);
    let refused: Vec<u64> = got.rejects.iter().map(|reject| reject.place.line).collect();
    assert_eq!(refused, [4, 5], "{:?}", rejects(&got));
}

#[test]
fn the_rows_of_a_session_are_one_session_however_far_apart_and_however_odd() {
    let head = "title,start_time,end_time,exercise_title,set_index\n";
    let mut text = head.to_owned();
    for set in 0..3 {
        for day in 1..=9 {
            text.push_str(&format!("Legs,\"{day} May 2026, 10:00\",\"{day} May 2026, 11:00\",Squat,{set}\n"));
        }
    }
    // Another end, a row cut off, and an end before the start: each costs or adds nothing but itself.
    text.push_str("Legs,\"1 May 2026, 10:00\",\"1 May 2026, 11:30\",Squat,4\nLegs,\"2 May 2026, 10:00\"\n");
    text.push_str("Legs,\"3 May 2026, 10:00\",\"3 May 2026, 09:00\",Squat,4\n");
    let got = ok(text.as_bytes());
    assert_eq!((got.records.len(), got.rejects.len(), got.summary.accepted), (9, 2, 28), "{:?}", rejects(&got));
    let further: u64 = got.summary.further_rows.values().sum();
    assert_eq!(further, 28 - 9);
}

#[test]
fn an_object_that_is_none_costs_its_row() {
    let head = "from,to,Activity type,Data\n";
    for (data, fits) in [
        ("\"{\"\"hr_average\"\":140}\"", true),
        ("{}", true),
        ("", true),
        ("\"{\"\"hr_average\"\":\"", false),
        ("\"[]\"", false),
        ("\"{\"\"hr_average\"\":[1,{\"\"a\"\":null}],\"\"calories\"\":1}\"", true),
        ("\"{\"\"hr_average\"\":\"\"fast\"\"}\"", false),
    ] {
        let text = format!(
            "{head}2026-05-01T10:00:00Z,2026-05-01T10:30:00Z,Running,{data}\n\
             2026-05-02T10:00:00Z,2026-05-02T10:30:00Z,Running,{{}}\n"
        );
        let got = ok(text.as_bytes());
        assert_eq!(
            (got.records.len(), got.rejects.len()),
            if fits { (2, 0) } else { (1, 1) },
            "{data}: {:?}",
            rejects(&got)
        );
    }
}

#[test]
fn the_name_of_an_athlete_is_neither_kept_nor_shown() {
    let head = "Name,Sport,Date,Start time,Duration,Total distance (km),Average heart rate (bpm)\n";
    let text = format!(
        "{head}Jo Example,RUNNING,20-06-2026,07:05:10,00:30:08,5.42,148\nJo Example,RUNNING\n\"Jo Example,RUNNING\n\
         Jo Example,RUNNING,20-06-2026,07:05:10,long,5.42,148\nJo Example\n\nSample rate,Time,HR (bpm)\n1,00:00:00,95\n"
    );
    let got = ok(text.as_bytes());
    assert_eq!((got.records.len(), got.rejects.len(), got.summary.passed), (1, 4, 1), "{:?}", rejects(&got));
    let all = format!("{:?} {:?} {:?} {:?}", got.records, got.rejects, got.unused, got.summary);
    assert!(!all.contains("Jo"), "{all}");
}
