//! Exports that are no plain table, as a user meets them: what the report counts, and what it never shows.
#![allow(
    dead_code,
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

mod terminal;

use terminal::Terminal;

fn ana() -> Terminal {
    let terminal = Terminal::new();
    let said = terminal.run("tingled init --person ana --zone Europe/Berlin");
    assert_eq!(said.code, Some(0), "{said:?}");
    terminal
}

/// What the report says about the rows of a file.
fn read(terminal: &Terminal, name: &str, text: &str) -> String {
    terminal.write(name, text);
    let said = terminal.run(&format!("tingled import {name}"));
    let found = said.out.lines().find_map(|line| line.trim_start().strip_prefix("read"));
    found.unwrap_or_else(|| panic!("{said:?}")).trim().to_owned()
}

#[test]
fn every_row_of_a_session_counts_as_new_and_later_as_known() {
    let terminal = ana();
    let row = |day: u8, set: u8| format!("Legs,\"{day} May 2026, 10:00\",\"{day} May 2026, 11:00\",Squat,{set}\n");
    let mut text = "title,start_time,end_time,exercise_title,set_index\n".to_owned();
    (0..5).for_each(|set| text.push_str(&row(1, set)));
    assert_eq!(read(&terminal, "one.csv", &text), "5 rows = 5 new + 0 known + 0 left out");
    (0..3).for_each(|set| text.push_str(&row(2, set)));
    assert_eq!(read(&terminal, "two.csv", &text), "8 rows = 3 new + 5 known + 0 left out");
    let status = terminal.run("tingled status --json").json();
    assert_eq!(status["persons"][0]["records"]["workout"]["count"], 2);
}

#[test]
fn a_line_that_names_the_athlete_is_not_shown_when_it_is_refused() {
    let terminal = ana();
    let text = "Name,Sport,Date,Start time,Duration,Average heart rate (bpm)\n\
        Jo Example,RUNNING,20-06-2026,07:05:10,00:30:08,148\nJo Example,RUNNING,20-06-2026,07:05:10,long,148\n\
        Jo Example,RUNNING\n\nSample rate,Time,HR (bpm)\n1,00:00:00,95\n,00:00:01,95\n";
    terminal.write("polar.csv", text);
    for verb in
        ["tingled import polar.csv", "tingled import --json polar.csv", "tingled status", "tingled status --json"]
    {
        let said = terminal.run(verb);
        assert!(!format!("{said:?}").contains("Jo Ex"), "{verb}: {said:?}");
    }
    let said = terminal.run("tingled import --dry-run polar.csv");
    assert!(said.out.contains("E0110") || said.out.contains("E0112"), "{said:?}");
    assert!(said.out.contains("3 rows = ") && said.out.contains("2 left out"), "{said:?}");
}
