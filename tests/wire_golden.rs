//! Each dialect reads its fixtures: the expected lines beside each file were worked out by hand.
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
            let got = read_all(&std::fs::read(&path).unwrap(), &Ask { units, ..Ask::default() })
                .unwrap_or_else(|reject| panic!("{}: {}", path.display(), reject_line(&reject)));
            assert_eq!(got.summary.dialect, dialect.name, "{}", path.display());
            let mut lines: Vec<String> = got.records.iter().map(line).collect();
            lines.extend(got.profile.iter().map(profile_line));
            lines.extend(got.rejects.iter().map(|reject| format!("! {}", reject_line(reject))));
            let wanted = std::fs::read_to_string(path.with_extension("expected")).unwrap();
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
