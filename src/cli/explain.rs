//! `tingled explain`: the argument of an alert, down to files and lines.

use crate::assess::Because;
use crate::daemon::explain::{Explanation, Follows, explain, json};
use crate::record::{Record, Value};
use crate::voice::{Reader, about, compose};
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
    let words = compose(alert, reader);
    let mut lines = vec![
        format!(
            "{} ({}) · {} · {} · revision {}",
            about::title(alert.rule.as_str(), reader.language).unwrap_or("a rule of another version"),
            alert.rule,
            alert.level.name(),
            alert.state.name(),
            alert.revision
        ),
        words.message,
        String::new(),
    ];
    let finding = &alert.finding;
    let mut section = |name: &str, rows: Vec<String>| {
        for (place, row) in rows.into_iter().enumerate() {
            lines.push(format!("  {:<9}{row}", if place == 0 { name } else { "" }));
        }
    };
    section("because", finding.evidence.iter().map(piece).collect());
    section("against", finding.against.iter().map(piece).collect());
    section("unknown", finding.unknown.iter().map(|name| name.to_string()).collect());
    section("change", finding.change.iter().map(|change| format!("{} by {}", change.what, change.by)).collect());
    section("advice", words.advice);
    section("withheld", words.withheld);
    section("source", vec![words.source]);
    section("records", explanation.records.iter().map(|record| cited(record, reader)).collect());
    section("gone", explanation.gone.iter().map(|key| format!("{key}: no longer recorded")).collect());
    let follows = match explanation.follows {
        Follows::Yes => "still follows from the records",
        Follows::No => "no longer follows: a record it cites was corrected or taken away",
        Follows::Summary => "a summary of old reports; each is named above",
    };
    section("check", vec![follows.to_owned()]);
    let given = explanation.feedback.iter().map(|given| {
        format!("{} (revision {}, {})", given.mark.name(), given.revision, time_text(given.at, &reader.zone))
    });
    section("feedback", given.collect());
    lines.push(String::new());
    lines.push("Decision support, not a diagnosis. The rules are not yet reviewed by a clinician.".to_owned());
    lines.join("\n")
}

fn piece(because: &Because) -> String {
    let value = match &because.value {
        Value::Number(number) => format!("{}", (number * 100.0).round() / 100.0),
        Value::Flag(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(words) => words.join(", "),
    };
    let limit = because.limit.map(|limit| format!(" (limit {limit})")).unwrap_or_default();
    let reckoned = if because.estimated { ", reckoned" } else { "" };
    format!("{} = {value}{limit}{reckoned}", because.what)
}

fn cited(record: &Record, reader: &Reader) -> String {
    let origin = &record.origin;
    let line = if origin.place.line > 0 { format!(", line {}", origin.place.line) } else { String::new() };
    let at = time_text(record.at, &reader.zone);
    format!("{} {at}  {}{line} ({})", record.body.kind().name(), origin.place.of, record.key)
}
