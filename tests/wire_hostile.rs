//! Files that are broken, hostile or odd: each costs what is wrong with it and nothing else.
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
use tingled::time::Clock;
use tingled::wire::csv::{Encoding, LINE_LONGEST, NumberStyle, System, UnitsKnown, UnitsWish};

const HEAD: &str = "time,tingling,severity,sites,what\n";
const GOOD: &str = "2026-11-01T12:00:00Z,yes,4,calf:left,\n";

fn ok(bytes: &[u8]) -> Got {
    read_all(bytes, &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)))
}

fn rejects(got: &Got) -> Vec<String> {
    got.rejects.iter().map(reject_line).collect()
}

/// Reads a symptom row between two good ones and gives what became of it.
fn between(row: &[u8]) -> Got {
    let second = GOOD.replace("11-01", "11-02");
    let bytes = [HEAD.as_bytes(), GOOD.as_bytes(), row, b"\n", second.as_bytes()].concat();
    let got = ok(&bytes);
    assert!(got.records.len() >= 2, "the good rows stay: {:?}", rejects(&got));
    got
}

fn check(row: &[u8], wanted: &str) {
    assert_eq!(rejects(&between(row)), [wanted]);
}

#[test]
fn a_bad_cell_costs_its_row_and_is_named_with_line_column_and_field() {
    check(
        b"2026-11-01T13:00:00Z,yes,11,calf,",
        "3:26 severity \"11\" OutOfRange { unit: \"0_10\", low: 0.0, high: 10.0 }",
    );
    check(b"2026-11-01T13:00:00Z,yes,NaN,calf,", "3:26 severity \"NaN\" NotANumber { unit: \"0_10\" }");
    check(
        b"2026-11-01T13:00:00Z,yes,1e308,calf,",
        "3:26 severity \"1e308\" OutOfRange { unit: \"0_10\", low: 0.0, high: 10.0 }",
    );
    check(b"2026-11-01T13:00:00Z,maybe,1,calf,", "3:22 tingling \"maybe\" NotAFlag");
    check(b",yes,1,calf,", "3:1 time \"\" Missing");
    check(
        b"yesterday,yes,1,calf,",
        "3:1 time \"yesterday\" NotATime { wanted: \"a date and a time, such as 2026-11-23 07:10\" }",
    );
    check(b"2026-11-01T13:00:00+19:00,yes,1,calf,", "3:1 time \"2026-11-01T13:00:00+19:00\" BadOffset");
    check(b"2026-11-01T13:00:00Z,yes,1", "3 - \"2026-11-01T13:00:00Z,yes,1\" CellCount { wanted: 5, found: 3 }");
    check(
        b"2026-11-01T13:00:00Z,yes,1,a,b,c",
        "3 - \"2026-11-01T13:00:00Z,yes,1,a,b,c\" CellCount { wanted: 5, found: 6 }",
    );
}

#[test]
fn times_that_have_not_come_are_refused_with_a_day_of_grace_for_wall_clocks() {
    // Now is 2026-11-23T06:00:00Z, 07:00 in Berlin.
    check(b"2026-11-23T06:06:00Z,yes,1,calf,", "3:1 time \"2026-11-23T06:06:00Z\" InTheFuture");
    check(b"2026-11-24 07:01,yes,1,calf,", "3:1 time \"2026-11-24 07:01\" InTheFuture");
    check(b"2099-01-01 07:01,yes,1,calf,", "3:1 time \"2099-01-01 07:01\" InTheFuture");
    assert!(between(b"2026-11-23T06:04:00Z,yes,1,calf,").rejects.is_empty());
    let got = between(b"2026-11-24 06:59,yes,1,calf,");
    assert!(got.rejects.is_empty());
    // A refused time does not make the file newer than it is.
    let got = between(b"2099-01-01 07:01,yes,1,calf,");
    assert_eq!(got.records[0].origin.newest.unwrap().to_string(), "2026-11-02T12:00:00Z");
}

#[test]
fn a_wall_clock_that_never_was_or_was_twice_is_kept_and_marked() {
    let got = between(b"2026-03-29 02:30,yes,1,calf,\n2026-10-25 02:30,yes,1,calf,");
    let clocks: Vec<Clock> = got.records.iter().map(|record| record.origin.time.clock).collect();
    assert_eq!(clocks, [Clock::Stated, Clock::LocalGap, Clock::LocalFold, Clock::Stated]);
    assert_eq!(got.summary.clock_changes, 2);
    assert_eq!(got.records[1].at.to_string(), "2026-03-29T01:30:00Z");
    assert_eq!(got.records[2].at.to_string(), "2026-10-25T00:30:00Z");
}

#[test]
fn broken_bytes_cost_their_row() {
    check(
        b"2026-11-01T13:00:00Z,yes,1,cal\xff\xfe,",
        "3 - \"2026-11-01T13:00:00Z,yes,1,cal\u{fffd}\u{fffd},\" BadEncoding { encoding: \"UTF-8\" }",
    );
    check(b"2026-11-01T13:00:00Z,yes,1,cal\0f,", "3 - \"2026-11-01T13:00:00Z,yes,1,cal\u{fffd}f,\" NulByte");
}

#[test]
fn an_unclosed_quote_costs_its_line() {
    for row in [&b"2026-11-01T13:00:00Z,\"yes,1,calf,"[..], b"2026-11-01T13:00:00Z,yes,1,\"calf\"x,"] {
        let got = between(row);
        assert_eq!(got.records.len(), 2);
        assert!(
            matches!(got.rejects.as_slice(), [only] if only.wrong == Wrong::UnclosedQuote),
            "{:?}",
            rejects(&got)
        );
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_is_one_reject() {
    struct Long<'t>(&'t [u8], u64, &'t [u8]);
    impl std::io::Read for Long<'_> {
        fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
            let from = if self.0.is_empty() && self.1 == 0 { &mut self.2 } else { &mut self.0 };
            if from.is_empty() && self.1 > 0 {
                let count = (self.1 as usize).min(room.len());
                room[..count].fill(b'x');
                self.1 -= count as u64;
                return Ok(count);
            }
            let count = from.len().min(room.len());
            room[..count].copy_from_slice(&from[..count]);
            *from = &from[count..];
            Ok(count)
        }
    }
    use tingled::wire::csv::{Settings, read, survey};
    let first = format!("{HEAD}{GOOD}");
    let last = format!("\n{}", GOOD.replace("11-01", "11-02"));
    let file = || Long(first.as_bytes(), 100 << 20, last.as_bytes());
    let dialects = tingled::wire::dialect::Dialects::load(&[]).unwrap();
    let ask = Ask::default();
    let settings = Settings {
        who: ask.who.clone(),
        zone: &|_| Some(jiff::tz::TimeZone::UTC),
        now: ask.now.parse().unwrap(),
        written: None,
        units: UnitsWish::Ask,
        numbers: None,
        order: None,
        dialect: None,
        file: "long.csv".into(),
    };
    let found = survey(file(), &dialects, &settings).unwrap();
    let (mut records, mut rejects) = (0, Vec::new());
    read(file(), &found, &settings, &mut |batch| {
        records += batch.parsed.records.len();
        rejects.extend(batch.parsed.rejects);
    })
    .unwrap();
    assert_eq!(records, 2);
    assert_eq!(rejects.len(), 1);
    assert_eq!((rejects[0].place.line, &rejects[0].wrong), (3, &Wrong::LineTooLong { longest: LINE_LONGEST }));
}

#[test]
fn encodings_are_found_and_named() {
    let text = format!("{HEAD}2026-11-01T12:00:00Z,yes,4,Füße,\n");
    let plain = ok(text.as_bytes());
    assert_eq!(plain.summary.encoding, Some(Encoding::Utf8));
    let marked = ok(&[b"\xef\xbb\xbf", text.as_bytes()].concat());
    assert_eq!(marked.records, plain.records);
    let wide = |big: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for (bytes, encoding) in [(wide(false), Encoding::Utf16Le), (wide(true), Encoding::Utf16Be)] {
        let got = ok(&bytes);
        assert_eq!((got.summary.encoding, &got.records), (Some(encoding), &plain.records));
    }
    let windows: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
    let got = ok(&windows);
    assert_eq!((got.summary.encoding, &got.records), (Some(Encoding::Windows1252), &plain.records));
}

#[test]
fn what_is_no_table_is_refused_as_a_whole() {
    let refused = |bytes: &[u8]| read_all(bytes, &Ask::default()).err().unwrap().wrong;
    assert_eq!(refused(b""), Wrong::Empty { header_only: false });
    assert_eq!(refused(b"\n\n"), Wrong::Empty { header_only: false });
    assert_eq!(refused(HEAD.as_bytes()), Wrong::Empty { header_only: true });
    assert_eq!(refused(b"\x1f\x8b\x08rest"), Wrong::NotText { kind: "gzip file" });
    assert_eq!(refused(b"PK\x03\x04rest"), Wrong::NotText { kind: "zip file" });
    assert!(matches!(refused(b"x,y,z\n1,2,3\n"), Wrong::UnknownHeader { nearest: None, matched: 0, .. }));
    let close = refused(b"Activity ID,Activity Date,Activity Sort\n1,2,3\n");
    assert_eq!(
        close,
        Wrong::UnknownHeader { nearest: Some("Strava bulk export, activities".into()), matched: 2, of: 4 }
    );
    let ask = Ask { dialect: Some("nonsense".into()), ..Ask::default() };
    assert!(matches!(read_all(GOOD.as_bytes(), &ask).err().unwrap().wrong, Wrong::UnknownDialect { .. }));
}

#[test]
fn columns_that_are_not_used_are_named_with_what_was_meant() {
    let got = ok(b"time,tingling,severty,colour,tingling\n2026-11-01T12:00:00Z,yes,4,red,no\n");
    let unused: Vec<String> = got.unused.iter().map(reject_line).collect();
    assert_eq!(
        unused,
        [
            "1 severty \"severty\" UnusedField { meant: Some(\"severity\") }",
            "1 colour \"colour\" UnusedField { meant: None }",
            "1 tingling #2 \"tingling #2\" UnusedField { meant: None }",
        ]
    );
    // The first of two columns of one name counts.
    assert!(line(&got.records[0]).contains("tingling=true"));
}

#[test]
fn people_come_from_a_column_only_when_asked_for() {
    let text = b"Person,time,tingling\nana,2026-11-01T12:00:00Z,yes\nnobody,2026-11-01T12:00:00Z,yes\nX Y,2026-11-01T12:00:00Z,no\nbo,2026-11-01T12:00:00Z,no\n";
    let got = read_all(text, &Ask::person_column("Person")).unwrap();
    let people: Vec<&str> = got.records.iter().map(|record| record.person.as_str()).collect();
    assert_eq!(people, ["ana", "bo"]);
    assert_eq!(rejects(&got), ["3:1 Person \"nobody\" UnknownPerson", "4:1 Person \"X Y\" UnknownPerson"]);
    let got = ok(text);
    assert!(got.records.iter().all(|record| record.person.as_str() == "ana"));
    assert_eq!(got.unused[0].field.as_deref(), Some("Person"));
    let wrong = read_all(text, &Ask::person_column("Who")).err().unwrap();
    assert_eq!((wrong.field.as_deref(), wrong.wrong), (Some("Who"), Wrong::Missing));
}

#[test]
fn rows_that_are_alike_are_numbered_and_two_versions_of_one_id_are_not() {
    let drinks = "time,volume_ml,what\n2026-11-01T12:00:00Z,300,water\n2026-11-01T13:00:00Z,1,tea\n2026-11-01T12:00:00Z,200,water\n2026-11-01T12:00:00Z,200,tea\n";
    let got = ok(drinks.as_bytes());
    let alike: Vec<_> = got.records.iter().filter(|record| record.at.to_string().contains("12:00")).collect();
    let mut occurrences: Vec<u16> = alike.iter().map(|record| record.key.occurrence).collect();
    occurrences.sort_unstable();
    assert_eq!(occurrences, [0, 0, 1]);
    let keys: Vec<_> = got.records.iter().map(|record| record.key.base()).collect();
    let mut seen = Vec::new();
    for key in keys {
        assert!(seen.last() == Some(&key) || !seen.contains(&key), "equal bases stand together");
        seen.push(key);
    }
    let ids = "start,duration_min,id\n2026-11-01T12:00:00Z,30,a\n2026-11-01T12:00:00Z,31,a\n";
    assert!(ok(ids.as_bytes()).records.iter().all(|record| record.key.occurrence == 0));
}

#[test]
fn rows_of_another_years_columns_are_refused_with_their_lines() {
    let text = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR\n\
        Running,2023-02-01 07:00:00,false,A,3.40,195,00:20:33,150\n\
        Running,2023-02-02 07:00:00,false,A,3.40,195,00:20:33,150,160,2\n\
        Running,2023-02-03 07:00:00,A,3.40,195,00:20:33,150,160\n\
        Running,2023-02-04 07:00:00,false,A,3.41,195,00:20:33,150\n";
    let got = read_all(text.as_bytes(), &Ask::units(System::Metric)).unwrap();
    assert_eq!(got.records.len(), 2);
    assert_eq!(
        rejects(&got).iter().map(|line| line.split([' ', ':']).next().unwrap()).collect::<Vec<_>>(),
        ["3", "4"]
    );
}

#[test]
fn numbers_and_units_with_two_readings_are_never_guessed() {
    // Nothing tells whether 1,195 is one or a thousand, nor kilometres from miles.
    let text = "Activity Type,Date,Favorite,Title,Distance,Calories,Time\n\
        Cycling,2023-02-01 07:00:00,false,A,30,\"1,195\",00:50:33\n";
    let got = read_all(text.as_bytes(), &Ask::default()).unwrap();
    assert_eq!(got.summary.numbers, Some(NumberStyle::Unknown));
    assert_eq!(got.summary.units_known, UnitsKnown::Unknown);
    assert_eq!(
        rejects(&got),
        ["2:37 Distance \"30\" TwoReadings { unit: \"m\", one: 30000.0, other: 48280.32, source: \"garmin\" }"]
    );
    let got = read_all(text.as_bytes(), &Ask::units(System::Metric)).unwrap();
    assert_eq!(
        rejects(&got),
        ["2:41 Calories \"1,195\" TwoReadings { unit: \"kcal\", one: 1195.0, other: 1.195, source: \"garmin\" }"]
    );
    let ask = Ask { units: UnitsWish::Otherwise(System::Imperial), ..Ask::default() };
    let got = read_all(text.replace("\"1,195\"", "195").as_bytes(), &ask).unwrap();
    assert_eq!(got.summary.units_known, UnitsKnown::Assumed);
    assert!(line(&got.records[0]).contains("distance_m=48280.32"));
}

#[test]
fn what_the_rows_say_against_the_caller_is_told() {
    let text = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg Run Cadence,Avg Stride Length\n\
        Running,2023-02-01 07:00:00,false,A,5.00,300,00:30:00,165,1.01\n";
    let got = read_all(text.as_bytes(), &Ask::units(System::Imperial)).unwrap();
    assert_eq!(got.summary.units_known, UnitsKnown::Told { against: true });
    assert_eq!(read_all(text.as_bytes(), &Ask::default()).unwrap().summary.units, Some(System::Metric));
}

#[test]
fn a_file_glued_together_holds_its_header_again_and_blank_rows_are_none() {
    let text = format!("{HEAD}{GOOD},,,,\n{HEAD}{}", GOOD.replace("11-01", "11-02"));
    let got = ok(text.as_bytes());
    assert_eq!((got.summary.rows, got.summary.blank, got.records.len()), (2, 2, 2));
}

#[test]
fn a_spreadsheets_own_first_line_is_passed_over() {
    let got = ok(b"sep=;\ntime;tingling\n2026-07-01 12:00;yes\n");
    assert_eq!(got.records[0].origin.place.line, 3);
}

#[test]
fn the_first_row_is_shown_both_ways() {
    let got = ok(b"time,tingling\n2026-07-01 12:00,yes\n");
    let first = got.summary.first_row.unwrap();
    assert_eq!(first.as_utc.to_string(), "2026-07-01T12:00:00Z");
    assert_eq!(first.as_local.to_string(), "2026-07-01T10:00:00Z");
    assert_eq!(got.summary.zone_name.as_deref(), Some("Europe/Berlin"));
}

#[test]
fn a_symptom_that_is_not_tingling_is_refused_and_not_read_as_tingling() {
    let got = ok(
        b"Time,Symptom,Site,Severity\n2026-11-01T12:00:00Z,headache,face,3\n2026-11-01T13:00:00Z,tingling,toes,3\n",
    );
    assert_eq!(rejects(&got), ["2:22 Symptom \"headache\" AnotherSymptom"]);
    assert_eq!(got.records.len(), 1);
}

#[test]
fn an_amount_without_a_unit_is_refused() {
    let got = ok(b"Time,Volume,Unit,Drink\n2026-11-01T12:00:00Z,300,,water\n2026-11-01T13:00:00Z,2,glass,water\n2026-11-01T14:00:00Z,2,dl,water\n");
    assert_eq!(got.records.len(), 1);
    assert!(matches!(got.rejects[0].wrong, Wrong::NoUnit { .. }));
    assert!(matches!(got.rejects[1].wrong, Wrong::UnknownWord { .. }));
}
