//! Each dialect reads its fixtures: the expected lines beside each file were worked out, or checked line by line, by hand.
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

use std::path::Path;

use csv_help::{Ask, line, profile_line, read_all, reject_line};
use tingled::wire::csv::{System, UnitsWish};
use tingled::wire::dialect::Dialects;

#[test]
fn every_dialect_reads_its_fixtures_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire");
    let dialects = Dialects::load(&[]).unwrap();
    for dialect in dialects.iter() {
        let folder = root.join(&dialect.name);
        let mut cases = 0;
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("no fixtures of {}", dialect.name)) {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "csv") {
                continue;
            }
            cases += 1;
            let units = match std::fs::read_to_string(path.with_extension("units")).as_deref() {
                Ok("metric") => UnitsWish::Is(System::Metric),
                Ok("imperial") => UnitsWish::Is(System::Imperial),
                _ => UnitsWish::Ask,
            };
            let got = read_all(&std::fs::read(&path).unwrap(), &Ask { units, ..Ask::default() });
            let lines = match got {
                Ok(got) => {
                    assert_eq!(got.summary.dialect, dialect.name, "{}", path.display());
                    let mut lines: Vec<String> = got.records.iter().map(line).collect();
                    lines.extend(got.profile.iter().map(profile_line));
                    lines.extend(got.rejects.iter().map(|reject| format!("! {}", reject_line(reject))));
                    lines
                }
                // Of an export that holds nothing we can keep.
                Err(reject) => vec![format!("! {}", reject_line(&reject))],
            };
            let wanted = std::fs::read_to_string(path.with_extension("expected")).unwrap_or_default();
            // To be checked line by line before it is kept.
            if std::env::var_os("TINGLED_BLESS").is_some() && wanted.is_empty() {
                std::fs::write(path.with_extension("expected"), lines.join("\n") + "\n").unwrap();
                continue;
            }
            let wanted: Vec<&str> = wanted.lines().collect();
            assert_eq!(lines, wanted, "{}", path.display());
        }
        assert!(cases > 0, "no fixtures of {}", dialect.name);
    }
}

#[test]
fn a_dialect_of_the_same_name_replaces_and_mistakes_are_all_told_with_their_place() {
    let mine = r#"
        name = "symptom-log"
        title = "mine"
        version = 7
        source = "mine"
        required = ["when"]
        [columns]
        when = ["Wann"]
        [[records]]
        kind = "symptom"
        time = { from = "when", forms = ["iso"], zone = "local" }
        fields = {}
    "#;
    let dialects = Dialects::load(&[("mine.toml", mine)]).unwrap();
    assert_eq!(dialects.get("symptom-log").unwrap().title, "mine");

    let wrong = mine
        .replace("zone = \"local\"", "zone = \"moon\"")
        .replace("fields = {}", "fields = { volume_ml = \"when\", severity = \"wehn\" }");
    let errors: Vec<String> =
        Dialects::load(&[("mine.toml", &wrong)]).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(errors[0].contains("zone \"moon\""), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("fields.severity") && error.contains("\"wehn\"")), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("fields.volume_ml")), "{errors:?}");

    let unknown = mine.replace("version = 7", "version = 7\nverison = 8");
    let errors = Dialects::load(&[("mine.toml", &unknown)]).unwrap_err();
    assert!(errors[0].to_string().contains("verison"), "{errors:?}");
    assert!(errors[0].to_string().contains("line 5"), "{errors:?}");

    let unit = mine.replace("fields = {}", "fields = { duration_min = { from = \"when\", unit = \"kg\" } }");
    assert!(Dialects::load(&[("mine.toml", &unit)]).unwrap_err()[0].to_string().contains("kg"));
}

/// The example of the manual.
fn example() -> String {
    let manual = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dialects.md")).unwrap();
    let (_, rest) = manual.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_example_of_the_manual_reads_a_file() {
    let dialects = Dialects::load(&[("example.toml", &example())]).unwrap_or_else(|errors| panic!("{}", errors[0]));
    let file = "Beginn|Dauer|Aktivität|Distance|Heart Rate|Heart Rate|Pace\n\
        01.07.2026 07:00|1:00:00|Velomobil|30,5|0|140|3,1\n\
        02.07.2026 07:00|30:00|Quidditch|1.500|0|999|3,1\n";
    let got = csv_help::read_with(file.as_bytes(), &Ask::default(), &dialects).unwrap();
    assert_eq!(
        got.records.iter().map(line).collect::<Vec<_>>(),
        [
            "2 workout 2026-07-01T05:00:00Z duration_min=60 sport=bike sport_text=Velomobil distance_m=30500 \
             hr_avg_bpm=140 device_load_name=strain",
            "3 workout 2026-07-02T05:00:00Z duration_min=30 sport=other sport_text=Quidditch distance_m=1500000 \
             device_load_name=strain",
        ]
    );
    // A sensor's nonsense costs the cell, and is named.
    assert!(got.unused.iter().any(|cell| cell.found == "999" && cell.place.line == 3), "{:?}", got.unused);
}

#[test]
fn the_example_of_sections_in_the_manual_reads_a_file() {
    let manual = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dialects.md")).unwrap();
    let text = manual.split("```toml\n").nth(2).unwrap().split("```").next().unwrap();
    let dialects = Dialects::load(&[("sections.toml", text)]).unwrap_or_else(|errors| panic!("{}", errors[0]));
    let file = "Gewicht\nDate,Weight\n2026-05-01,154.5 lb\n\nLog 20260501\nWater,\"1,200 ml\"\nBread,2\n\nSecond,Pulse\n0,90\n";
    let got = csv_help::read_with(file.as_bytes(), &Ask::default(), &dialects).unwrap();
    assert_eq!(
        got.records.iter().map(line).collect::<Vec<_>>(),
        [
            "3 measure 2026-04-30T22:00:00Z what=body_mass value=70.080021 unit=kg",
            "6 intake 2026-04-30T22:00:00Z volume_ml=1200 day_total=true",
        ]
    );
    assert_eq!((got.summary.passed, got.rejects.len()), (1, 0), "{:?}", got.rejects);
}

#[test]
fn a_line_about_the_file_may_stand_before_the_header_and_rows_may_have_a_further_empty_cell() {
    let mine = example()
        .replace("layout = \"plain\"", "layout = \"metadata_line_first\"")
        .replace("ragged = false", "ragged = true");
    let dialects = Dialects::load(&[("example.toml", &mine)]).unwrap();
    let file = "\u{feff}com.app.sessions,6307003,17\nStart,Duration,Activity\n\
        2026-07-01T07:00:00,30:00,Run,\n2026-07-02T07:00:00,30:00,Run,x\n";
    let got = csv_help::read_with(file.as_bytes(), &Ask::default(), &dialects).unwrap();
    assert_eq!(got.records.iter().map(|record| record.origin.place.line).collect::<Vec<_>>(), [3]);
    assert_eq!(got.rejects.iter().map(|reject| reject.place.line).collect::<Vec<_>>(), [4]);
}

#[test]
fn lifted_weights_are_no_body_mass() {
    let lifted = b"Date,Machine,Weight (kg),Reps\n2026-05-01,Leg press,120,8\n";
    let refused = read_all(lifted, &Ask::default()).err().unwrap();
    assert!(matches!(refused.wrong, tingled::record::Wrong::UnknownHeader { .. }), "{refused:?}");
    let weighed = b"Date,Weight (kg),Mood\n2026-05-01,71.5,good\n";
    assert_eq!(
        line(&read_all(weighed, &Ask::default()).unwrap().records[0]).split(' ').nth(3),
        Some("what=body_mass")
    );
}

#[test]
fn rows_about_other_things_are_passed_over_and_named_once() {
    let file = "date,value,type,unit\n2026-02-25,1200,DietarySodium,mg\n2026-02-25,8012,StepCount,count\n\
        2026-02-26,9012,StepCount,count\n2026-02-26,54,OxygenSaturation,%\n";
    let got = read_all(file.as_bytes(), &Ask::default()).unwrap();
    assert_eq!((got.summary.rows, got.summary.empty, got.records.len(), got.rejects.len()), (4, 3, 1, 0));
    let named: Vec<&str> = got.summary.unused.iter().map(|unused| unused.column.as_str()).collect();
    assert_eq!(named, ["type \"StepCount\"", "type \"OxygenSaturation\""]);
}

#[test]
fn a_start_that_is_reckoned_from_an_end_needs_the_style_of_the_numbers() {
    let text = |numbers: &str| {
        format!(
            "name = \"x\"\ntitle = \"x\"\nversion = 1\nsource = \"x\"\n{numbers}required = [\"end\", \"work\"]\n\
             [columns]\nend = [\"End\"]\nwork = [\"Work (h)\"]\n[[records]]\nkind = \"workout\"\n\
             time = {{ from = \"end\", forms = [\"iso\"], zone = \"local\", minus = {{ from = \"work\", unit = \"h\" }} }}\n\
             [records.fields]\nduration_min = {{ from = \"work\", unit = \"h\" }}\n"
        )
    };
    let errors = Dialects::load(&[("x.toml", &text(""))]).unwrap_err();
    assert!(errors[0].to_string().contains("numbers = "), "{}", errors[0]);
    let dialects = Dialects::load(&[("x.toml", &text("numbers = \"comma\"\n"))]).unwrap();
    let file = "End;Work (h)\n2026-07-01 08:00;1,5\n";
    let got = csv_help::read_with(file.as_bytes(), &Ask::default(), &dialects).unwrap();
    assert_eq!(got.records.iter().map(line).collect::<Vec<_>>(), ["2 workout 2026-07-01T04:30:00Z duration_min=90"]);
}
