//! Pages that are written from the lists in the code: they must say what the code says.
//! `TINGLED_WRITE_DOCS=1 cargo test --test docs` writes them anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may panic")]

use std::fmt::Write;
use std::path::Path;

use tingled::person::Profile;
use tingled::record::{Fields, Intake, Kind, Measure, Shape, Symptom, Tag, Workout};

fn takes(shape: Shape) -> String {
    match shape {
        Shape::Number { unit: "", .. } => "a number".to_owned(),
        Shape::Number { unit, low, high } => format!("a number in `{unit}`, {low} to {high}"),
        Shape::Flag => "yes or no".to_owned(),
        Shape::Text { longest } => format!("text of up to {longest} characters"),
        Shape::Word(words) => format!("one of `{}`", words.join("` `")),
        Shape::Words(words) => format!("any of `{}`", words.join("` `")),
        Shape::Sites(words) => format!("any of `{}`, each with `:left`, `:right` or `:both`", words.join("` `")),
    }
}

fn table<R: Fields>(page: &mut String, title: &str) {
    writeln!(page, "\n## {title}\n\n| field | what it says | what it takes |\n|---|---|---|").unwrap();
    for field in R::FIELDS {
        writeln!(page, "| `{}` | {} | {} |", field.name, field.doc, takes(field.shape)).unwrap();
    }
}

fn records_page() -> String {
    let mut page = String::from(
        "# Records\n\n\
         The fields of the five kinds of records and of the profile, in JSON (topics `<person>/in/<kind>`), in our \
         own CSV and in the database. Every field may be missing, and missing is never zero and never \"no\". \
         Beside them stand `start` (and `end`) of a workout, `time` or `day` of the others, `id` (the sender's own, \
         so that a later version replaces an earlier one), `source`, and in JSON `schema` and `edited`.\n\n\
         In CSV yes and no are `yes` `no` `true` `false` `1` `0`, and several words are joined by `;`. \
         This page is written from the lists in the code.\n",
    );
    page.push_str("\n| kind | other names | file of our own CSV |\n|---|---|---|\n");
    for kind in Kind::ALL {
        let file = if *kind == Kind::Intake { "intake.csv".to_owned() } else { format!("{}s.csv", kind.name()) };
        writeln!(page, "| `{}` | `{}` | `{file}` |", kind.name(), kind.aliases().join("` `")).unwrap();
    }
    table::<Workout>(&mut page, "workout");
    table::<Intake>(&mut page, "intake");
    table::<Symptom>(&mut page, "symptom");
    table::<Measure>(&mut page, "measure");
    table::<Tag>(&mut page, "tag");
    table::<Profile>(&mut page, "profile");
    page
}

fn check(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("TINGLED_WRITE_DOCS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/{name} is not what the code says: run TINGLED_WRITE_DOCS=1 cargo test --test docs"
    );
}

#[test]
fn the_page_of_records_says_what_the_lists_say() {
    check("records.md", &records_page());
}
