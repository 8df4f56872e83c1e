//! `tingled import --show` and `--undo`: the files that were read.

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value as Json, json};

use super::args::ImportArgs;
use super::door;
use super::failure::Failure;
use super::forget::forget;
use super::load::Loaded;
use super::terminal::Terminal;
use crate::person::PersonId;
use crate::store::{FileMark, Store};
use crate::voice::keeping;
use crate::voice::report::{self, ImportReport};
use crate::wire::alert::time_text;
use crate::wire::socket::Forgetting;

/// The most files that are listed.
const LISTED_MOST: usize = 50;

/// Lists the files that were read, newest first, or shows the report on one of them.
pub fn show(number: Option<u64>, args: &ImportArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let store = store(loaded)?;
    let Some(number) = number else { return list(&store, args, loaded, terminal) };
    let (mark, report) = found(&store, number)?;
    if args.json {
        let files = json!([numbered(number, &mark, &report)]);
        terminal.json(&json!({ "schema": "tingled.imports/1", "files": files }));
    } else {
        terminal.say(&report::text(&report));
    }
    Ok(())
}

/// Takes back what a file brought.
pub fn undo(number: u64, args: &ImportArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let (mark, _) = found(&store(loaded)?, number)?;
    let what = Forgetting { import: Some(number), dry_run: args.dry_run, ..Forgetting::default() };
    let gone = forget(&mut door::open(loaded)?, &mark.person, &what, loaded)?;
    if args.json {
        terminal.json(&json!({ "schema": "tingled.undone/1", "number": number, "file": mark.name, "gone": gone }));
    } else {
        terminal.say(&keeping::undone(&mark.name, &gone));
    }
    Ok(())
}

fn store(loaded: &Loaded) -> Result<Store, Failure> {
    door::read(loaded)?.ok_or_else(|| Failure::Usage(keeping::NOTHING_STORED.to_owned()))
}

fn found(store: &Store, number: u64) -> Result<(FileMark, ImportReport), Failure> {
    let unknown = || Failure::Usage(format!("no file number {number}\n  help: tingled import --show  lists them"));
    let mark = store.import(number)?.ok_or_else(unknown)?;
    let report = report_of(&mark);
    Ok((mark, report))
}

fn report_of(mark: &FileMark) -> ImportReport {
    let unread = ImportReport { file: mark.name.clone(), ..ImportReport::default() };
    serde_json::from_str(&mark.report).unwrap_or(unread)
}

fn list(store: &Store, args: &ImportArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let wanted = |person: &PersonId| args.person.as_deref().is_none_or(|name| name == person.as_str());
    let mut files = store.imports(LISTED_MOST)?;
    files.retain(|(_, mark)| wanted(&mark.person));
    if args.json {
        let files: Vec<Json> = files.iter().map(|(number, mark)| numbered(*number, mark, &report_of(mark))).collect();
        terminal.json(&json!({ "schema": "tingled.imports/1", "files": files }));
        return Ok(());
    }
    if files.is_empty() {
        terminal.say("No file was read yet.");
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["no", "read", "person", "file", "as", "rows", "new", "known", "left out", ""]);
    let people = loaded.people();
    for (number, mark) in &files {
        let at = time_text(mark.at, &people.reader(&mark.person).zone);
        let note = if report_of(mark).undone { "taken back" } else { "" };
        table.add_row([
            number.to_string().as_str(),
            at.get(..16).unwrap_or(&at),
            mark.person.as_str(),
            &mark.name,
            &mark.dialect,
            &mark.rows.to_string(),
            &mark.new.to_string(),
            &mark.known.to_string(),
            &mark.rejected.to_string(),
            note,
        ]);
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    terminal.say(&lines.join("\n"));
    Ok(())
}

fn numbered(number: u64, mark: &FileMark, report: &ImportReport) -> Json {
    json!({ "number": number, "person": mark.person.as_str(), "at": mark.at.to_string(), "report": report })
}
