//! `tingled what-if`: a planned or just finished session beside the person's usual.

use crate::assess::Level;
use crate::assess::advice::open_signs::OPEN_DAYS;
use crate::decide::{Alert, State};
use crate::record::{Body, History};
use crate::study::planned::{WhatIf, last_finished, planned};
use crate::time::{Timestamp, days_between};
use crate::voice::understood::understood;
use crate::voice::{Reader, forecast};
use crate::wire::json::what_if::what_if_json;
use crate::wire::plan_text::{Plan, Problem, read};

use super::args::WhatIfArgs;
use super::door;
use super::failure::Failure;
use super::load::Loaded;
use super::people::{known_person, the_person};
use super::terminal::Terminal;

/// Says how a session compares with the person's usual, what drives that, and what would make it lower.
pub fn run(args: &WhatIfArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let now = crate::io::run::clock();
    let people = loaded.people();
    let person = the_person(args.person.as_deref(), loaded)?;
    let store = door::read(loaded)?;
    let person = known_person(person.as_str(), loaded, store.as_ref())?;
    let reader = people.reader(&person);
    let text = args.plan.join(" ");
    let plan = if args.last { None } else { Some(read_plan(&text, &reader, now, terminal)?) };
    let (mut history, mut alerts) = (History::default(), Vec::new());
    if let Some(store) = &store {
        history = people.history(store, &person)?;
        alerts = store.standing_alerts(&person)?;
    }
    let doctor_first = alerts.iter().any(|alert| goes_first(alert, now));
    let asked = match &plan {
        Some((plan, start)) => planned(&history, &plan.workout, *start, doctor_first),
        None => last_finished(&history, now, doctor_first).ok_or_else(|| {
            Failure::Data(
                "no finished session is recorded\n  help: plan one, as in  tingled what-if \"run 75min z3\""
                    .to_owned(),
            )
        })?,
    };
    if args.json {
        terminal.json(&what_if_json(&asked, &person, &reader));
    } else {
        terminal.say(&said(&asked, &reader));
    }
    Ok(())
}

/// The plan and when it starts; what is wrong with it is shown first.
fn read_plan(
    text: &str,
    reader: &Reader,
    now: Timestamp,
    terminal: &mut Terminal,
) -> Result<(Plan, Timestamp), Failure> {
    let read = read(text).and_then(|plan| match plan.start(now, &reader.zone) {
        Ok(start) => Ok((plan, start)),
        Err(fault) => Err(Problem { fault, word: String::new(), at: 0, text: text.to_owned() }),
    });
    read.map_err(|problem| {
        terminal.notice(&problem.notice());
        Failure::Usage("nothing was asked".to_owned())
    })
}

/// Whether a sign for the emergency number or for a doctor today stands.
fn goes_first(alert: &Alert, now: Timestamp) -> bool {
    let is_recent = days_between(alert.finding.at, now) <= OPEN_DAYS;
    alert.level >= Level::Urgent && (alert.state == State::Open || is_recent)
}

fn said(asked: &WhatIf, reader: &Reader) -> String {
    let mut lines = vec![understood(&Body::Workout(Box::new(asked.workout.clone())), &[])];
    lines.extend(forecast::lines(asked, reader));
    lines.join("\n")
}
