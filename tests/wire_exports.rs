//! Real exports, when somebody has some: every file under `TINGLED_EXTRA_EXPORTS` is read. Nothing of them
//! is kept here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

mod csv_help;

use std::path::{Path, PathBuf};

use csv_help::{Ask, line, profile_line, read_all, reject_line};
use tingled::record::Wrong;
use tingled::wire::csv::{System, UnitsWish};

fn files(under: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")) {
            found.push(path);
        }
    }
}

#[test]
fn every_real_export_of_a_known_dialect_is_read_and_every_other_refused() {
    let Ok(folder) = std::env::var("TINGLED_EXTRA_EXPORTS") else { return };
    let mut found = Vec::new();
    files(Path::new(&folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "no CSV under {folder}");
    let mut unexplained = Vec::new();
    for path in found {
        let bytes = std::fs::read(&path).unwrap();
        let ask = Ask { units: UnitsWish::Otherwise(System::Metric), ..Ask::default() };
        match read_all(&bytes, &ask) {
            Err(refused) => {
                println!("{}: {:?}", path.display(), refused.wrong);
                let is_clean = matches!(refused.wrong, Wrong::UnknownHeader { .. } | Wrong::Empty { .. });
                assert!(is_clean, "{}", path.display());
            }
            Ok(got) => {
                println!("{}: {:#?}", path.display(), got.summary);
                got.records.iter().take(12).for_each(|record| println!("  {}", line(record)));
                got.profile.iter().for_each(|profile| println!("  {}", profile_line(profile)));
                got.rejects.iter().take(12).for_each(|reject| println!("  ! {}", reject_line(reject)));
                // A row of another year's columns and a watch that nobody stopped may be wrong with a real export.
                let left_on =
                    |wrong: &Wrong| matches!(wrong, Wrong::OutOfRange { unit: "min", high, .. } if *high <= 2880.0);
                let shifted = |wrong: &Wrong| matches!(wrong, Wrong::CellCount { .. }) || left_on(wrong);
                unexplained.extend(
                    got.rejects
                        .iter()
                        .filter(|reject| !shifted(&reject.wrong))
                        .map(|reject| format!("{}: {}", path.display(), reject_line(reject))),
                );
            }
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
}
