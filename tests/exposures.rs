//! The list of exposures against the same reckoned by another program, and what an exposure does when nothing is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic, and does not use every helper"
)]

mod csv_help;
mod day;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use csv_help::{Ask, read_all};
use day::{Day, NOON, n, session, time};
use tingled::body::exposures::{
    Answer, Column, Direction, EXPOSURES, Group, Matrix, Scale, exposure, matrix, of_session,
};
use tingled::body::session::Session;
use tingled::record::{Fields, History, Kind, Shape, Value, Workout};
use tingled::units::{BeatsPerMinute, Quantity};

/// The history of a folder of an athlete, read as an import reads it.
fn athlete(folder: &Path) -> History {
    let read = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let got = read_all(&bytes, &Ask::default()).unwrap_or_else(|_| panic!("{}/{name}", folder.display()));
        assert!(got.rejects.is_empty(), "{:?}", got.rejects);
        got
    };
    let mut profile = read("profile.csv").profile.unwrap();
    profile.timezone = Some(Ask::default().zone.to_owned());
    let mut history = History::of(profile, read("sessions.csv").records);
    read("reports.csv").records.into_iter().for_each(|report| history.take(report));
    history
}

fn listed(matrix: &Matrix) -> Vec<&'static str> {
    let name = |column: &Column| match column {
        Column::Listed(exposure) => exposure.is_tested.then_some(exposure.name),
        Column::Tag(_) => None,
    };
    matrix.columns.iter().filter_map(name).collect()
}

/// Compares every cell with those of another program; how many were known and how many were not.
fn compare(folder: &Path, wanted: &Path) -> (usize, usize) {
    let history = athlete(folder);
    let matrix = matrix(&history);
    let text = std::fs::read_to_string(wanted).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').skip(2).collect();
    assert_eq!(listed(&matrix), names);
    let lines: Vec<&str> = lines.collect();
    assert_eq!(matrix.rows.len(), lines.len(), "{}", folder.display());
    let (mut known, mut unknown) = (0, 0);
    for (row, line) in matrix.rows.iter().zip(lines) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(history.session_name(row.start, row.session), Some(cells[0]), "another order");
        for ((name, cell), found) in names.iter().zip(&cells[2..]).zip(&row.values) {
            let place = || format!("{} session {} {name}", folder.display(), cells[0]);
            match (cell.parse::<f64>(), found) {
                (Ok(wanted), Some(found)) => {
                    assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{}: {found}, not {wanted}", place());
                    known += 1;
                }
                (Err(_), None) => unknown += 1,
                (wanted, found) => panic!("{}: {found:?}, not {wanted:?}", place()),
            }
        }
    }
    (known, unknown)
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/athlete")
}

#[test]
fn every_cell_is_what_another_program_reckons() {
    let (known, unknown) = compare(&fixture(), &fixture().join("matrix.csv"));
    assert!(known > 1500 && unknown > 200, "{known} known, {unknown} unknown");
}

/// `TINGLED_REFERENCE` may hold `sim/athletes` and, as another program reckons them, `sim/matrices`.
#[test]
fn every_cell_of_further_athletes_is_what_another_program_reckons() {
    let Some(reference) = std::env::var_os("TINGLED_REFERENCE") else { return };
    let folder = Path::new(&reference).join("sim");
    let Ok(matrices) = std::fs::read_dir(folder.join("matrices")) else { return };
    for wanted in matrices.map(|entry| entry.unwrap().path()) {
        let (known, _) = compare(&folder.join("athletes").join(wanted.file_stem().unwrap()), &wanted);
        assert!(known > 0);
    }
}

// ---------------------------------------------------------------- no look ahead

fn earlier_part(whole: &History, sessions: usize) -> History {
    let mut part = whole.clone();
    let last = Session::all(whole)[sessions - 1];
    for session in Session::all(whole).into_iter().skip(sessions) {
        part.remove(session.start, session.key);
    }
    // And everything else that was recorded after it.
    let later = |at: &tingled::time::Timestamp| *at > last.start;
    let keys = whole.measures().keys().chain(whole.tags().keys()).chain(whole.intakes().keys());
    for (at, key) in keys.chain(whole.symptoms().keys()).filter(|(at, _)| later(at)) {
        part.remove(*at, *key);
    }
    part
}

#[test]
fn the_rows_of_a_shorter_history_are_the_first_of_the_longer_one() {
    let whole = athlete(&fixture());
    let rows = matrix(&whole).rows;
    // Not between two sessions of one minute: what one told counts for both.
    for sessions in [1, 2, 30, 60, rows.len() - 1] {
        let part = matrix(&earlier_part(&whole, sessions));
        assert_eq!(part.rows, rows[..sessions], "{sessions}");
    }
}

#[test]
fn one_session_has_the_values_of_its_row_and_names_its_records() {
    let history = athlete(&fixture());
    let matrix = matrix(&history);
    let sessions = Session::all(&history);
    for at in [0, 25, 80, sessions.len() - 1] {
        let answers = of_session(&history, &sessions[at]);
        assert_eq!(answers.len(), matrix.columns.len());
        for ((column, answer), value) in answers.iter().zip(&matrix.rows[at].values) {
            assert_eq!(answer.value(), *value, "{}", column.id());
            match answer {
                Answer::Known { records, .. } => {
                    assert!(!records.is_empty(), "{}", column.id());
                    assert!(records.is_sorted(), "{}", column.id());
                }
                Answer::Unknown { missing } => assert!(!missing.is_empty(), "{}", column.id()),
            }
        }
    }
}

// ---------------------------------------------------------------- the list

#[test]
fn names_are_told_apart_and_found_and_every_group_has_one() {
    let names: BTreeSet<&str> = EXPOSURES.iter().map(|exposure| exposure.name).collect();
    assert_eq!(names.len(), EXPOSURES.len());
    assert_eq!(EXPOSURES.iter().filter(|exposure| exposure.is_tested).count(), 21);
    assert!(exposure("spike30").is_some_and(|exposure| exposure.group == Group::Load));
    assert!(exposure("nonsense").is_none());
    for exposure in EXPOSURES {
        assert!(exposure.how.ends_with('.') && exposure.unknown.ends_with('.'), "{}", exposure.name);
        assert!(exposure.scale == Scale::Continuous || exposure.unit.is_empty(), "{}", exposure.name);
    }
}

/// The answer of one exposure for the session at noon.
fn answer(day: &Day, id: &str) -> Answer {
    let history = day.history();
    let noon = Session::of(&history, time(NOON), day.records[0].key).unwrap();
    let mut answers = of_session(&history, &noon).into_iter();
    answers.find(|(column, _)| column.id() == id).unwrap_or_else(|| panic!("no {id}")).1
}

fn value(day: &Day, id: &str) -> Option<f64> {
    answer(day, id).value()
}

#[test]
fn a_session_of_which_nothing_was_told_has_no_exposure() {
    let day = session(&[]);
    for exposure in EXPOSURES {
        assert_eq!(value(&day, exposure.name), None, "{}", exposure.name);
    }
}

#[test]
fn every_exposure_is_known_for_a_session_of_which_everything_was_told() {
    let flags = Workout::FIELDS.iter().filter(|field| field.shape == Shape::Flag);
    let mut answers: Vec<(&str, Value)> = flags.map(|field| (field.name, Value::Flag(true))).collect();
    let numbers = [
        ("duration_min", 60.0),
        ("rpe_cr10", 5.0),
        ("temp_c", 25.0),
        ("humidity_pct", 60.0),
        ("fluid_ml", 300.0),
        ("sodium_mg", 100.0),
        ("shoe_km", 79.9),
        ("warmup_min", 0.0),
        ("cooldown_min", 5.0),
        ("hard_surface_pct", 50.0),
    ];
    answers.extend(numbers.map(|(name, number)| (name, n(number))));
    answers.push(("sport", Value::Text("run".into())));
    let mut day = session(&answers).weighing(70.0);
    let measures =
        [("sleep", 7.5, "h"), ("fatigue", 3.0, "1_5"), ("sitting", 480.0, "min"), ("back_pain", 2.0, "0_10")];
    for (what, number, unit) in measures {
        let answers = [("what", Value::Text(what.into())), ("value", n(number)), ("unit", Value::Text(unit.into()))];
        day = day.with(Kind::Measure, "10T07:00:00", &answers);
    }
    day = day.with(Kind::Intake, "10T08:00:00", &[("caffeine_mg", n(80.0))]);
    day = day.with(Kind::Tag, "10T00:00:00", &[("name", Value::Text("Music".into())), ("yes", Value::Flag(false))]);
    let wanted = [
        ("duration", 60.0_f64.ln()),
        ("srpe_load", 300.0_f64.ln()),
        ("no_electrolyte", 0.0),
        ("temp", 25.0),
        ("tight_fit", 1.0),
        ("compression", 1.0),
        ("new_shoes", 1.0),
        ("no_warmup", 1.0),
        ("no_cooldown", 0.0),
        ("impact_min", 30.0),
        ("short_sleep", -7.5),
        ("sleep", 7.5),
        ("fatigue", 3.0),
        ("sitting", 8.0),
        ("back_pain", 2.0),
        ("caffeine", 80.0),
        ("music", 0.0),
        ("light_clothing", 1.0),
        ("new_gear", 1.0),
        ("hard_surface", 50.0),
        ("bent_back", 1.0),
        ("bm_loss_gt2", 0.0),
    ];
    for (id, wanted) in wanted {
        assert_eq!(value(&day, id), Some(wanted), "{id}");
    }
    assert!((value(&day, "wbgt").unwrap() - 25.562_262_562_355_347).abs() < 1e-9);
    assert!(value(&day, "heat_index").is_some());
    // A usual person: 0.32 + 0.03 * 15 + 1.35 * 0.15 + 0.003 * 10 litres in that hour, less 0.3 drunk, of 70 kg.
    assert!((value(&day, "mass_loss").unwrap() - 100.0 * (1.0025 - 0.3) / 70.0).abs() < 1e-9);
    for exposure in EXPOSURES {
        let needs_the_days_before = ["spike30", "ewma_ratio", "monotony7"].contains(&exposure.name);
        assert_eq!(value(&day, exposure.name).is_none(), needs_the_days_before, "{}", exposure.name);
    }
}

// ---------------------------------------------------------------- what counts for a session

#[test]
fn what_was_measured_after_the_start_or_on_another_day_does_not_count() {
    let slept = |at: &str, hours| {
        let answers = [("what", Value::Text("sleep".into())), ("value", n(hours))];
        session(&[]).with(Kind::Measure, at, &answers)
    };
    assert_eq!(value(&slept("10T12:00:00", 6.0), "sleep"), Some(6.0));
    assert_eq!(value(&slept("10T00:00:00", 6.0), "sleep"), Some(6.0));
    assert_eq!(value(&slept("10T12:00:01", 6.0), "sleep"), None);
    assert_eq!(value(&slept("09T23:59:59", 6.0), "sleep"), None);
    let unit = [("what", Value::Text("sleep".into())), ("value", n(6.0)), ("unit", Value::Text("stars".into()))];
    assert_eq!(value(&session(&[]).with(Kind::Measure, "10T07:00:00", &unit), "sleep"), None);
}

#[test]
fn the_day_of_a_session_is_that_of_the_person() {
    let answers = [("what", Value::Text("sleep".into())), ("value", n(6.0))];
    let mut day = session(&[]).with(Kind::Measure, "09T23:00:00", &answers);
    assert_eq!(value(&day, "sleep"), None);
    day.profile.timezone = Some("Europe/Berlin".into());
    assert_eq!(value(&day, "sleep"), Some(6.0));
}

#[test]
fn a_tag_joins_the_list_and_counts_up_to_the_end_of_its_session() {
    let tag = |day: Day, at: &str, name: &str, answer: (&str, Value)| {
        day.with(Kind::Tag, at, &[("name", Value::Text(name.into())), answer])
    };
    let hour = || session(&[("duration_min", n(60.0))]);
    let told = tag(hour(), "10T13:00:00", " New Socks", ("yes", Value::Flag(true)));
    assert_eq!(value(&told, "tag.new socks"), Some(1.0));
    assert_eq!(value(&tag(hour(), "10T13:00:01", "s", ("yes", Value::Flag(true))), "tag.s"), None);
    // Once a number was told, the tag is one: a bare yes says nothing of how much.
    let day = tag(
        tag(hour(), "10T08:00:00", "stress", ("amount", n(3.0))),
        "10T09:00:00",
        "Stress",
        ("yes", Value::Flag(true)),
    );
    assert_eq!(value(&day, "tag.stress"), Some(3.0));
    let columns = matrix(&day.history()).columns;
    let own = columns.iter().find(|column| column.id() == "tag.stress").unwrap();
    assert_eq!((own.scale(), own.direction(), own.group()), (Scale::Continuous, Direction::Either, Group::Own));
    // The list has music already; any other name beside it stays the person's own.
    let day = tag(
        tag(hour(), "10T08:00:00", "music", ("yes", Value::Flag(true))),
        "10T08:00:00",
        "duration",
        ("amount", n(1.0)),
    );
    let ids: Vec<String> = matrix(&day.history()).columns.iter().map(Column::id).collect();
    assert_eq!(ids[EXPOSURES.len()..], ["tag.duration"]);
    assert_eq!(value(&day, "music"), Some(1.0));
}

#[test]
fn a_drink_log_does_where_the_session_does_not_say_what_was_drunk() {
    let told = [("duration_min", n(60.0)), ("temp_c", n(25.0)), ("humidity_pct", n(60.0))];
    let day = session(&told).weighing(70.0);
    assert_eq!(value(&day, "mass_loss"), None);
    let day = day.with(Kind::Intake, "10T12:30:00", &[("volume_ml", n(300.0)), ("sodium_mg", n(230.0))]);
    assert!((value(&day, "mass_loss").unwrap() - 100.0 * (1.0025 - 0.3) / 70.0).abs() < 1e-9);
    assert!((value(&day, "na_deficit").unwrap() - (1.0025 * 36.0 - 10.0)).abs() < 1e-9);
    match answer(&day, "na_deficit") {
        Answer::Known { estimated, records, .. } => assert!(estimated && records.contains(&day.records[1].key)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_weighing_or_the_device_does_where_the_air_was_not_told() {
    let weighed =
        [("duration_min", n(60.0)), ("mass_before_kg", n(70.0)), ("mass_after_kg", n(68.0)), ("fluid_ml", n(500.0))];
    assert!((value(&session(&weighed), "mass_loss").unwrap() - 100.0 * 2.0 / 70.0).abs() < 1e-9);
    let device = [("duration_min", n(60.0)), ("sweat_loss_ml", n(900.0)), ("fluid_ml", n(200.0))];
    let day = session(&device).weighing(70.0);
    assert!((value(&day, "mass_loss").unwrap() - 1.0).abs() < 1e-9);
    // Nobody loses 40 kg: other scales, or another person on them.
    let slip =
        [("duration_min", n(60.0)), ("mass_before_kg", n(70.0)), ("mass_after_kg", n(30.0)), ("fluid_ml", n(500.0))];
    assert_eq!(value(&session(&slip), "mass_loss"), None);
}

#[test]
fn hard_ground_counts_by_what_was_done_on_it() {
    let of = |sport: &str| {
        let told = [("duration_min", n(60.0)), ("hard_surface_pct", n(50.0)), ("sport", Value::Text(sport.into()))];
        value(&session(&told), "impact_min")
    };
    assert_eq!([of("run"), of("walk"), of("bike"), of("team")], [Some(30.0), Some(9.0), Some(0.0), None]);
    assert_eq!(value(&session(&[("sport", Value::Text("run".into()))]), "impact_min"), None);
    assert_eq!(value(&session(&[("sport", Value::Text("bike".into()))]), "impact_min"), Some(0.0));
}

#[test]
fn a_gap_in_recording_is_not_a_month_of_rest() {
    let daily = |days: &[u32]| {
        let mut day = session(&[("duration_min", n(60.0)), ("rpe_cr10", n(5.0))]);
        day.records.clear();
        // Days of June count back from the 30th into May.
        for back in days {
            let at = tingled::time::add_days(time("30T12:00:00"), -f64::from(*back));
            let mut record = day::record(
                Kind::Workout,
                NOON,
                &format!("w{back}"),
                &[("duration_min", n(60.0)), ("rpe_cr10", n(5.0))],
            );
            record.at = at;
            day.records.push(record);
        }
        day.history()
    };
    let last = |history: &History, id: &str| {
        let matrix = matrix(history);
        let column = matrix.columns.iter().position(|column| column.id() == id).unwrap();
        matrix.rows.last().unwrap().values[column]
    };
    // 40 days of one session each; then 20 days without any record, or 14.
    let silent: Vec<u32> = (21..=60).chain([0]).collect();
    let resting: Vec<u32> = (15..=54).chain([0]).collect();
    assert!((last(&daily(&silent), "ewma_ratio").unwrap() - 1.0).abs() < 1e-9);
    assert!(last(&daily(&resting), "ewma_ratio").unwrap() < 0.9);
    assert_eq!(last(&daily(&silent), "monotony7"), None);
    assert!(last(&daily(&resting), "monotony7").is_some());
}

#[test]
fn effort_is_rated_else_of_the_heart_else_as_usual() {
    let rated = session(&[("duration_min", n(60.0)), ("rpe_cr10", n(7.0)), ("hr_avg_bpm", n(120.0))]);
    assert_eq!(value(&rated, "srpe_load"), Some(420.0_f64.ln()));
    let mut heart = session(&[("duration_min", n(60.0)), ("hr_avg_bpm", n(120.0))]);
    assert_eq!(value(&heart, "srpe_load"), None);
    heart.profile.hr_rest_bpm = BeatsPerMinute::new(50.0);
    heart.profile.hr_max_bpm = BeatsPerMinute::new(190.0);
    assert!((value(&heart, "srpe_load").unwrap() - (600.0 * (0.5 - 0.33) / 0.55_f64).ln()).abs() < 1e-9);
    // A session that was told to be no effort at all has no logarithm.
    assert_eq!(value(&session(&[("duration_min", n(60.0)), ("rpe_cr10", n(0.0))]), "srpe_load"), None);
    let usual = session(&[("duration_min", n(60.0))])
        .with(Kind::Workout, "08T12:00:00", &[("rpe_cr10", n(3.0))])
        .with(Kind::Workout, "09T12:00:00", &[("rpe_cr10", n(6.0))])
        .with(Kind::Workout, "11T12:00:00", &[("rpe_cr10", n(10.0))]);
    assert!((value(&usual, "srpe_load").unwrap() - 270.0_f64.ln()).abs() < 1e-9);
}
