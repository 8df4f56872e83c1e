//! `tingled explain`: the argument of an alert, down to files and lines.

use std::collections::BTreeMap;

use crate::assess::Because;
use crate::daemon::explain::{Explanation, explain};
use crate::daemon::explained::{json, verdict};
use crate::record::{Key, Place, Record, Source};
use crate::store::Spoken;
use crate::voice::{Reader, about, advice, compose, explain as words, replay};
use crate::wire::alert::time_text;

use super::alerts::find;
use super::args::ExplainArgs;
use super::door;
use super::failure::Failure;
use super::load::Loaded;
use super::terminal::Terminal;

/// Shows the argument of an alert.
pub fn run(args: &ExplainArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let nothing = || Failure::Usage(format!("no alert \"{}\": nothing is recorded yet", args.id));
    let store = door::read(loaded)?.ok_or_else(nothing)?;
    let alert = find(&store, &args.id)?;
    let people = loaded.people();
    let explanation = explain(&store, &people, &alert, crate::io::run::clock())?;
    let reader = people.reader(&alert.person);
    if args.json {
        terminal.json(&json(&explanation, &reader));
    } else {
        terminal.say(&text(&explanation, &reader));
    }
    Ok(())
}

fn text(explanation: &Explanation, reader: &Reader) -> String {
    let alert = &explanation.alert;
    let said = compose(alert, reader);
    let mut lines = vec![
        format!(
            "{} ({}) · {} · {} · revision {}",
            about::title(alert.rule.as_str(), reader.language).unwrap_or("a rule of another version"),
            alert.rule,
            alert.level.name(),
            alert.state.name(),
            alert.revision
        ),
        said.message,
        String::new(),
    ];
    // What follows now; what was said, when that does not follow any more.
    let finding = explanation.now.as_ref().unwrap_or(&alert.finding);
    let numbers: BTreeMap<Key, usize> = explanation.records.iter().map(|record| record.key).zip(1_usize..).collect();
    let piece = |because: &Because| piece(because, &numbers, reader);
    let mut section = |name: &str, rows: Vec<String>| {
        for (place, row) in rows.into_iter().enumerate() {
            lines.push(format!("  {:<9}{row}", if place == 0 { name } else { "" }));
        }
    };
    let because = if explanation.now.is_some() { "because" } else { "was said" };
    section("check", vec![verdict(explanation, reader)]);
    section(because, finding.evidence.iter().map(piece).collect());
    section("against", finding.against.iter().map(piece).collect());
    section("unknown", finding.unknown.iter().map(|name| name.to_string()).collect());
    section("change", finding.change.iter().map(|change| format!("{} by {}", change.what, change.by)).collect());
    section("advice", said.advice);
    section("withheld", advice::withheld(finding, reader.language));
    section("source", vec![said.source]);
    section("records", explanation.records.iter().zip(1..).map(|(one, number)| cited(one, number, reader)).collect());
    section("gone", explanation.gone.iter().map(|key| format!("{key}: no longer recorded")).collect());
    section("history", explanation.revisions.iter().map(|(spoken, _)| revision(spoken, reader)).collect());
    section(
        "quiet",
        explanation.quiet_because.map(|tally| replay::demoted(tally, reader.language)).into_iter().collect(),
    );
    section("ends", words::ends(alert, reader));
    let given = explanation.feedback.iter().map(|given| {
        format!("{} (revision {}, {})", given.mark.name(), given.revision, time_text(given.at, &reader.zone))
    });
    section("feedback", given.collect());
    lines.push(String::new());
    lines.push("Decision support, not a diagnosis. The rules are not yet reviewed by a clinician.".to_owned());
    lines.join("\n")
}

/// A piece of evidence, and the numbers of the records that it rests on.
fn piece(because: &Because, numbers: &BTreeMap<Key, usize>, reader: &Reader) -> String {
    let value = words::value_text(&because.value, reader.language);
    let limit = because.limit.map(|limit| format!(" (limit {limit})")).unwrap_or_default();
    let reckoned = if because.estimated { ", reckoned" } else { "" };
    let records = because.records.iter().filter_map(|key| Some(format!("[{}]", numbers.get(key)?)));
    let records: String = records.collect();
    let records = if records.is_empty() { records } else { format!("  {records}") };
    format!("{} = {value}{limit}{reckoned}{records}", because.what)
}

/// A record with where it was read and the text of its time.
fn cited(record: &Record, number: usize, reader: &Reader) -> String {
    let origin = &record.origin;
    let line = if origin.place.line > 0 { format!(", line {}", origin.place.line) } else { String::new() };
    let of = &*origin.place.of;
    let is_topic = line.is_empty() && of != Place::COMMAND_LINE && of.contains('/');
    let from = if is_topic { format!("topic {of}") } else { of.to_owned() };
    let source = &*origin.source.0;
    let source = if source == Source::OWN { String::new() } else { format!("{source}, ") };
    let at = time_text(record.at, &reader.zone);
    let (kind, written) = (record.body.kind().name(), &origin.time.text);
    format!("[{number}] {kind} {at}, written \"{written}\"  {source}{from}{line} ({})", record.key)
}

fn revision(spoken: &Spoken, reader: &Reader) -> String {
    let at = time_text(spoken.at, &reader.zone);
    let at = at.get(..16).unwrap_or(&at);
    let said = words::revision(spoken.what == Spoken::PUSHED, &spoken.why, reader.language);
    format!("revision {}  {at}  {}  {said}", spoken.revision, spoken.level.name())
}
