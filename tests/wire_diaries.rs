//! Diaries, logs and exports of strangers: what was once read wrong, or refused though it tells enough.
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

use csv_help::{Ask, Got, line, read_all, reject_line};
use tingled::record::Wrong;
use tingled::voice::reject::sentence;
use tingled::wire::csv::{System, UnitsKnown, UnitsWish};
use tingled::wire::date::Order;

fn ok(text: &str) -> Got {
    read_all(text.as_bytes(), &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)))
}

fn lines(got: &Got) -> Vec<String> {
    got.records.iter().map(line).collect()
}

fn rejects(got: &Got) -> Vec<String> {
    got.rejects.iter().map(reject_line).collect()
}

#[test]
fn a_calendar_a_night_and_a_list_of_symptoms_became_no_workouts() {
    for header in [
        "start,end,quality",
        "start,end,source",
        "start,end,name",
        "Symptom,Start,End,Severity,User Entered,Source",
        "name,start,end,duration,organizer",
    ] {
        let cells = header.split(',').map(|name| match name.to_ascii_lowercase().as_str() {
            "start" => "2026-03-01 07:00:00",
            "end" => "2026-03-01 08:00:00",
            "duration" => "01:00:00",
            _ => "Numbness",
        });
        let row = cells.collect::<Vec<_>>().join(",");
        let got = read_all(format!("{header}\n{row}\n").as_bytes(), &Ask::default());
        let kinds: Vec<String> = got.map_or_else(|_| Vec::new(), |got| lines(&got));
        assert!(!kinds.iter().any(|line| line.contains(" workout ")), "{header}: {kinds:?}");
    }
    // What is told of a session, though little, is one.
    for header in ["start,duration_min", "start,end,sport", "start,end,rpe_cr10"] {
        let cells = header.split(',').map(|name| match name {
            "start" => "2026-03-01T07:00:00+01:00",
            "end" => "2026-03-01T08:00:00+01:00",
            "sport" => "run",
            _ => "5",
        });
        let row = cells.collect::<Vec<_>>().join(",");
        assert_eq!(ok(&format!("{header}\n{row}\n")).records.len(), 1, "{header}");
    }
}

#[test]
fn a_measured_thing_beside_its_amount_was_read_as_a_drink() {
    for header in ["Day,Time,Group,Metric,Unit,Amount", "Date,Time,Measurement,Unit,Amount"] {
        let got = read_all(format!("{header}\n2026-03-01,07:00,x,Zinc,mg,15\n").as_bytes(), &Ask::default());
        assert!(got.map_or(true, |got| got.records.is_empty()), "{header}");
    }
}

#[test]
fn a_body_mass_without_unit_is_asked_for_even_where_kilometres_would_be_assumed() {
    let ask = Ask { units: UnitsWish::Otherwise(System::Metric), ..Ask::default() };
    let got = read_all(b"Date,Weight\n2026-03-01,175.3\n", &ask).unwrap();
    assert_eq!(got.summary.units_known, UnitsKnown::Unknown);
    assert!(got.records.is_empty());
    let said = sentence(&got.rejects[0]);
    assert_eq!(said.wanted, "wanted a number with one reading; this may be 175.3 or 79.515");
    assert_eq!(
        said.help,
        "say which it is in tingled.toml: [source.weight-log]  units = \"metric\"  or  \"imperial\""
    );
    // Where each row names its unit nothing needs to be asked.
    let got = read_all(b"Date,Weight,Unit\n2026-03-01,175.3,lb\n", &ask).unwrap();
    assert_eq!((got.summary.units_known, got.records.len()), (UnitsKnown::NotNeeded, 1));
    assert!(lines(&got)[0].contains("value=79.514742 unit=kg"), "{:?}", lines(&got));
}

#[test]
fn a_unit_behind_a_number_counts_more_than_the_column() {
    let text = "Date,Time,Activity,Minutes,Distance (km)\n2026-03-01,07:00,Run,45,5 mi\n2026-03-02,07:00,Run,45,5\n";
    let got = ok(text);
    assert!(lines(&got)[0].contains("distance_m=8046.72"), "{:?}", lines(&got));
    assert!(lines(&got)[1].contains("distance_m=5000"));
}

#[test]
fn the_unit_in_a_header_is_known_in_every_way_people_write_it() {
    for name in ["Menge (cl)", "Menge [cl]", "Menge in cl", "Menge_cl", "MENGE (CL)", "Menge, cl"] {
        let got = ok(&format!("Datum;Uhrzeit;\"{name}\"\n01.07.2026;08:10;25\n"));
        assert!(lines(&got)[0].contains("volume_ml=250"), "{name}: {:?}", rejects(&got));
    }
    // No unit: neither a word that goes on, nor one of another kind.
    for name in ["Mengenrabatt", "Menge (Stück)"] {
        assert!(
            read_all(format!("Datum;Uhrzeit;{name}\n01.07.2026;08:10;25\n").as_bytes(), &Ask::default()).is_err()
        );
    }
    let got = ok("Date,Time,Amount (kg)\n2026-07-01,08:10,25\n");
    assert!(matches!(got.rejects[0].wrong, Wrong::UnknownWord { .. }), "{:?}", rejects(&got));
}

#[test]
fn days_that_a_spreadsheet_saved_again_are_read_as_the_ones_they_were() {
    let head = "Date;Energy (kcal);Water (g)\n";
    let was = ok(&format!("{head}2026-05-14;2100;2450\n"));
    for day in ["14.05.2026", "14/05/2026", "5/14/2026", "14-05-2026", "2026/05/14"] {
        let got = ok(&format!("{head}{day};2100;2450\n"));
        assert_eq!(lines(&got), lines(&was), "{day}");
        assert_eq!(got.records[0].key, was.records[0].key, "{day}");
    }
}

#[test]
fn a_date_that_can_be_two_days_is_told_with_both_and_the_line_that_decides() {
    let text = "Date,Weight (kg)\n3/4/2026,70.5\n";
    let got = ok(text);
    let said = sentence(&got.rejects[0]);
    assert_eq!(said.wanted, "wanted a date with one reading; this may be 2026-04-03 or 2026-03-04");
    assert_eq!(
        said.help,
        "say which number is the day in tingled.toml: [source.weight-log]  dates = \"day first\"  or  \"month first\""
    );
    for (order, wanted) in [(Order::DayFirst, "2026-04-02T22:00:00Z"), (Order::MonthFirst, "2026-03-03T23:00:00Z")] {
        let ask = Ask { order: Some(order), ..Ask::default() };
        let got = read_all(text.as_bytes(), &ask).unwrap();
        assert!(lines(&got)[0].contains(wanted), "{order:?}: {:?}", lines(&got));
        // What the dates of a file show goes before what is said of all files.
        let shown = format!("{text}3/14/2026,70.5\n");
        let got = read_all(shown.as_bytes(), &ask).unwrap();
        assert!(lines(&got)[0].contains("2026-03-03T23:00:00Z"), "{order:?}");
    }
}

#[test]
fn the_column_of_the_time_of_day_may_hold_the_whole_time() {
    for row in ["2026-03-01,07:00", "2026-03-01,7:00 AM", "2026-03-01,2026-03-01 07:00", ",2026-03-01 07:00"] {
        let got = ok(&format!("Date,Start,Activity,Minutes\n{row},Run,45\n"));
        assert!(lines(&got)[0].contains("2026-03-01T06:00:00Z"), "{row}: {:?}", rejects(&got));
    }
}

#[test]
fn a_session_without_its_hour_is_refused_with_that_reason_and_no_other() {
    for day in ["2026-03-14", "14.03.2026", "3/14/2026"] {
        let got = ok(&format!("Date,Activity,Minutes\n{day},Run,45\n"));
        assert!(matches!(got.rejects[0].wrong, Wrong::NoTimeOfDay), "{day}: {:?}", rejects(&got));
    }
}

#[test]
fn a_row_that_says_none_is_a_no_and_one_that_says_nothing_is_no_report() {
    let got = ok("Date,Time,Symptom,Severity\n2026-05-03,08:10,None,0\n2026-05-04,08:10,,3\n");
    assert!(lines(&got)[0].contains("tingling=false"), "{:?}", lines(&got));
    assert_eq!(rejects(&got), ["3:18 Symptom \"\" Missing"]);
}

#[test]
fn columns_without_a_name_are_not_told_of() {
    let got = ok("Date,Weight (kg),,,\n2026-05-03,70.5,,,\n");
    assert_eq!(got.unused.len(), 0, "{:?}", got.unused);
}

#[test]
fn a_blank_between_thousands_is_read_and_no_two_numbers_become_one() {
    let head = "Date;Energy (kcal);Water (g)\n";
    for number in ["2 450,5", "2\u{a0}450,5", "2\u{202f}450,5", "2.450,5"] {
        assert!(lines(&ok(&format!("{head}2026-05-14;1;{number}\n")))[0].contains("volume_ml=2450.5 "), "{number}");
    }
    for number in ["24 50", "5'30", "2450 5"] {
        let got = ok(&format!("{head}2026-05-14;1;{number}\n"));
        assert!(matches!(got.rejects[0].wrong, Wrong::NotANumber { .. }), "{number}: {:?}", lines(&got));
    }
}

#[test]
fn a_kind_of_exercise_with_its_speed_behind_it_is_that_kind() {
    let text = "Day,Time,Group,Exercise,Minutes,Calories Burned\n2026-05-01,07:00,x,\"Running, 6 mph\",42,410\n\
        2026-05-01,17:00,x,Cycling (leisure),42,410\n2026-05-01,19:00,x,\"Gardening, raking\",42,410\n";
    let got = lines(&ok(text));
    for (line, wanted) in got.iter().zip(["sport=run", "sport=bike", "sport=other"]) {
        assert!(line.contains(wanted), "{line}");
    }
}

#[test]
fn our_own_file_that_a_spreadsheet_saved_with_commas_is_no_thousand_times_more() {
    let got = ok("start;duration_min;distance_m;temp_c\n2026-05-14T07:00:00+02:00;45,125;8046,72;21,5\n");
    let got = lines(&got);
    assert!(got[0].contains("duration_min=45.125 ") && got[0].contains("distance_m=8046.72"), "{got:?}");
}

#[test]
fn a_session_past_midnight_ends_on_the_next_day_where_the_end_is_a_time_of_day() {
    let got = ok("Date,Start,End,Activity\n2026-05-14,23:30,00:15,Run\n2026-05-15,23:30,23:30,Run\n");
    assert!(lines(&got)[0].contains("elapsed_min=45"), "{:?}", lines(&got));
    assert!(lines(&got)[1].contains("elapsed_min=0"), "{:?}", lines(&got));
    // With a day of its own the end is what it says.
    let got = ok("Date,Start,End,Activity\n2026-05-14,23:30,2026-05-14 00:15,Run\n");
    assert_eq!(rejects(&got), ["2:18 End \"2026-05-14 00:15\" EndBeforeStart"]);
}

#[test]
fn a_length_that_is_a_bare_number_lacks_its_unit_and_says_so() {
    let got = ok("Date,Start,Activity,Duration\n2026-05-14,07:00,Run,90\n2026-05-15,07:00,Run,90 min\n");
    assert!(lines(&got)[0].contains("duration_min=90"), "{:?}", lines(&got));
    let said = sentence(&got.rejects[0]);
    assert_eq!(said.help, "write the unit behind the number (45 min), or into the header: Duration (min)");
    let got = ok("Date,Start,Activity,Duration (min)\n2026-05-14,07:00,Run,90\n");
    assert!(lines(&got)[0].contains("duration_min=90"), "{:?}", lines(&got));
}
