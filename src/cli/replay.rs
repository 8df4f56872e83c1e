//! `tingled replay`: what the rules would have said of a person's past, and what became of it.

use comfy_table::{ContentArrangement, Table, presets};

use crate::daemon::replay::json::{a_week, json};
use crate::daemon::replay::report::{Fared, Listener, Report, is_told};
use crate::daemon::replay::{Order, Past, Replay, STEP};
use crate::decide::feedback::Tally;
use crate::study::counted::Counted;
use crate::time::{Timestamp, add_days};
use crate::voice::alert::day;
use crate::voice::{Reader, about, replay as words};
use crate::wire::alert::time_text;

use super::args::ReplayArgs;
use super::door;
use super::failure::Failure;
use super::load::Loaded;
use super::people::{known_person, the_person};
use super::span::Span;
use super::terminal::Terminal;

/// So many days are lived between two looks at the terminal.
const STRETCH_DAYS: f64 = 30.0;

/// Lives a person's past again and says what would have been said.
pub fn run(args: &ReplayArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let nothing = || Failure::Usage("nothing is recorded yet: see  tingled import --help".to_owned());
    let store = door::read(loaded)?.ok_or_else(nothing)?;
    let person = match &args.person {
        Some(name) => known_person(name, loaded, Some(&store))?,
        None => the_person(None, loaded)?,
    };
    let people = loaded.people();
    let reader = people.reader(&person);
    let order = if args.as_arrived { Order::Arrived } else { Order::Lived };
    let span = Span::read(&args.days, &reader.zone, terminal, "nothing was replayed")?;
    let past = Past::read(&store, &people, &person, order)?;
    let times = || past.deeds.iter().map(|(at, _)| *at);
    let (Some(first), Some(last)) = (times().min(), times().max()) else { return Err(nothing()) };
    let (from, to) = (span.from.unwrap_or(first), span.to.unwrap_or(last));
    if from > to {
        let (from, to) = (day(from, &reader), day(to, &reader));
        return Err(Failure::Usage(format!(
            "there is nothing between {from} and {to}\n  help: --from is the first day and --to the last"
        )));
    }
    let (undated, policy) = (past.undated, loaded.policy());
    let mut replay = Replay::new(past, people.clone(), policy.clone(), STEP)?;
    if args.study {
        replay = replay.with_study();
    }
    let mut listener = Listener::new(from);
    let bar = terminal.steps(&reader.name);
    bar.set_length(1000);
    let mut lived = first;
    while lived < to {
        lived = add_days(lived, STRETCH_DAYS).min(to);
        replay.until(lived, &mut |word| listener.hear(word))?;
        terminal.advance(&bar, share_of(first, lived, to));
    }
    replay.until(to, &mut |word| listener.hear(word))?;
    bar.finish_and_clear();
    let report = listener.report(&store, &person, &policy, (order, undated), to)?;
    if args.json {
        terminal.json(&json(&report, &reader));
    } else {
        terminal.say(&text(&report, args, &reader));
    }
    Ok(())
}

/// How far it is, in thousandths.
fn share_of(first: Timestamp, now: Timestamp, last: Timestamp) -> u64 {
    let all = last.duration_since(first).as_secs_f64().max(1.0);
    (now.duration_since(first).as_secs_f64() / all * 1000.0) as u64
}

fn text(report: &Report, args: &ReplayArgs, reader: &Reader) -> String {
    let language = reader.language;
    let (from, to) = (day(report.from, reader), day(report.to, reader));
    let mut lines = vec![
        words::heading(&reader.name, &from, &to, report.weeks(), language),
        words::order(report.order == Order::Arrived, report.undated, language),
        String::new(),
    ];
    if report.rules.is_empty() {
        lines.push(words::nothing(language).to_owned());
        return lines.join("\n");
    }
    lines.push(table(report, reader));
    let quiet = report.rules.iter().filter(|fared| fared.is_demoted);
    lines.extend(quiet.map(|fared| format!("{}: {}", fared.rule, words::demoted(fared.marks, language))));
    if args.list {
        lines.push(String::new());
        lines.extend(report.words.iter().filter(|word| is_told(word)).map(|word| {
            let alert = &word.said.alert;
            let at = time_text(word.at, &reader.zone);
            let about = about::title(alert.rule.as_str(), language).unwrap_or(alert.rule.as_str());
            format!("{}  {}: {about} ({})", at.get(..16).unwrap_or(&at), alert.level.name(), alert.rule)
        }));
    }
    lines.push(String::new());
    lines.extend(legend(report, reader));
    lines.extend((!args.study).then(|| words::without_study(language).to_owned()));
    lines.join("\n")
}

fn legend(report: &Report, reader: &Reader) -> Vec<String> {
    let scores = || report.rules.iter().filter_map(|fared| Some((fared.rule.as_str(), fared.score.as_ref()?)));
    let later: Vec<(&str, f64)> =
        scores().filter(|(_, (days, _))| *days > 0.0).map(|(rule, (days, _))| (rule, *days)).collect();
    let unanswered: Vec<(&str, usize)> = scores()
        .map(|(rule, (_, score))| (rule, score.unanswered))
        .filter(|(_, unanswered)| *unanswered > 0)
        .collect();
    words::legend(&later, &unanswered, reader.language)
}

fn table(report: &Report, reader: &Reader) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(words::COLUMNS.map(|column| column.text(reader.language)));
    for fared in &report.rules {
        table.add_row(row(fared, report.weeks(), reader));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

fn row(fared: &Fared, weeks: f64, reader: &Reader) -> [String; 9] {
    let language = reader.language;
    let score = fared.score.as_ref().map(|(_, score)| score);
    let of_score = |text: &dyn Fn(&crate::study::hindsight::Score) -> String| score.map(text).unwrap_or_default();
    let a_week = a_week(fared.told, weeks).map(|times| language.number(times, 1));
    [
        fared.rule.to_string(),
        fared.told.to_string(),
        a_week.unwrap_or_default(),
        fared.quiet.to_string(),
        of_score(&|score| words::share(score.right(), language)),
        of_score(&|score| words::percent(score.usual, language)),
        of_score(&|score| words::part(Counted { yes: score.missed, of: score.reports }, language)),
        of_score(&|score| score.lead_min.map(|minutes| words::lead(minutes, language)).unwrap_or_default()),
        marks(fared.marks, reader),
    ]
}

fn marks(tally: Tally, reader: &Reader) -> String {
    words::marks(tally, reader.language)
}
