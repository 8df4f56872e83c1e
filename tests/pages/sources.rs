//! The page of exports: for each app how to get the file, and what is read of it.

use std::fmt::Write;

use tingled::record::Value;
use tingled::wire::dialect::{Dialect, Dialects, RecordRule};
use tingled::wire::track::FORMATS;

/// What a row becomes: the kind of record, of a measure what it measures.
fn becomes(rule: &RecordRule) -> String {
    let fixed = rule.fields.iter().find(|field| ["what", "name"].contains(&field.target.name));
    match fixed.and_then(|field| field.fixed.as_ref()) {
        Some(Value::Text(what)) => format!("{} `{what}`", rule.makes.name()),
        _ => rule.makes.name().to_owned(),
    }
}

/// The columns of a table, and the fields they fill.
fn rows(page: &mut String, dialect: &Dialect) {
    let name = |column: &usize| {
        let names = dialect.columns.get(*column).and_then(|column| column.names.first());
        names.map(|name| name.shown().to_owned()).unwrap_or_default()
    };
    for rule in &dialect.records {
        let kind = becomes(rule);
        let mut row = |from: &[usize], by: &str, field: &str| {
            let from: Vec<String> = from.iter().map(name).collect();
            let row = format!("| {} | {kind} | {field} |\n", from.join(by).replace('|', "\\|"));
            // Two records of one kind may differ in their unit alone.
            if !page.contains(&row) {
                page.push_str(&row);
            }
        };
        for (time, field) in [(&rule.time, "its time"), (&rule.end, "its end")] {
            if let Some(time) = time {
                row(&time.from, ", or ", field);
            }
        }
        for field in rule.fields.iter().filter(|field| field.fixed.is_none() && !field.from.is_empty()) {
            row(&field.from, if field.sum { " + " } else { ", or " }, &format!("`{}`", field.target.name));
        }
    }
}

/// The whole page.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "# Exports that are read\n\nFor each app: how to get the file, and which of its columns are read; all others are \
         named in the report on an import and not used. Each column stands here by one of its names; most are known in \
         several languages (`config/dialects/`; [dialects.md](dialects.md) on how to add an app). A file is known by \
         its first bytes or its header, whatever it is called; `tingled sources --headers` lists the columns of all.\n\nWhat all files \
         share (encodings, decimal commas, units, zones) stands in [formats.md](formats.md).\n",
    );
    for format in FORMATS {
        write!(page, "\n## {}\n\n`{}`. {}\n\n{}\n", format.title, format.name, format.export, format.about).unwrap();
        page.push_str("\n| in the file | becomes | field |\n|---|---|---|\n");
        for (told, field) in format.fields {
            let field =
                if field.contains('_') || *field == "sport" { format!("`{field}`") } else { (*field).to_owned() };
            let field = field.replace(" to ", "` to `").replace(" and ", "` and `");
            writeln!(page, "| {told} | workout | {field} |").unwrap();
        }
    }
    let dialects = Dialects::load(&[]).unwrap();
    let is_app = |dialect: &&Dialect| !["own-", "simulator-"].iter().any(|start| dialect.name.starts_with(start));
    for dialect in dialects.iter().filter(is_app) {
        let how = [format!("`{}`.", dialect.name), dialect.export.clone()];
        let how: Vec<String> = how.into_iter().filter(|part| !part.is_empty()).collect();
        write!(page, "\n## {}\n\n{}\n", dialect.title, how.join(" ")).unwrap();
        if !dialect.about.is_empty() {
            write!(page, "\n{}\n", dialect.about).unwrap();
        }
        if !dialect.instead.is_empty() {
            write!(page, "\nNot read: {}.\n", dialect.instead).unwrap();
            continue;
        }
        let mut table = String::from("\n| column | becomes | field |\n|---|---|---|\n");
        rows(&mut table, dialect);
        dialect
            .sections
            .iter()
            .filter(|section| !section.skip)
            .for_each(|section| rows(&mut table, &section.dialect));
        page.push_str(&table);
    }
    super::hae::section(&mut page);
    page
}
