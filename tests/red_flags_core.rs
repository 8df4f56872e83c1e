//! The red-flag cases through a running core: told as JSON, as CSV files, and on the command line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic, print, read files and the clock"
)]

mod cases;
mod days;

use std::collections::BTreeMap;

use cases::told::{Diary, Row, diary, diary_days};
use cases::{Given, hits};
use days::Days;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};
use tingled::assess::Level;
use tingled::assess::red_flags::{Context, FluidRate, evaluate};
use tingled::daemon::{Daemon, People, Person, Told};
use tingled::decide::{Policy, Seen};
use tingled::person::{PersonId, Profile};
use tingled::record::Value;
use tingled::store::Store;
use tingled::time::{Timestamp, add_minutes};
use tingled::voice::Language;
use tingled::wire::dialect::Dialects;

/// When every report was made.
fn reported() -> Timestamp {
    "2026-11-02T10:00:00Z".parse().unwrap()
}

fn people(diaries: &[Diary], with_profiles: bool) -> People {
    let person = |diary: &Diary| {
        let profile = if with_profiles { diary.profile() } else { Profile::default() };
        let id = PersonId::new(&diary.person).unwrap();
        (id, Person { name: diary.person.clone(), zone: TimeZone::UTC, language: Language::English, profile })
    };
    People::new(diaries.iter().map(person).collect())
}

fn days(diaries: &[Diary], with_profiles: bool, writes_letters: bool) -> Days {
    let mut days = Days::of(people(diaries, with_profiles), writes_letters);
    days.now = add_minutes(reported(), 1.0);
    days
}

/// Everything was new and taken; a profile is one of the things told where `with_profile`.
fn taken(told: &[Told], diary: &Diary, with_profile: bool) {
    let (new, rejects) = (told.iter().map(|one| one.new).sum::<usize>(), told.iter().flat_map(|one| &one.rejects));
    assert_eq!(rejects.count(), 0, "{diary:?} {told:?}");
    let profiles = usize::from(with_profile && !diary.profile.is_empty());
    assert_eq!(new, diary.rows.len() + profiles, "{diary:?} {told:?}");
}

fn sends(days: &mut Days, messages: &[(String, String)]) -> Vec<Told> {
    let messages: Vec<(&str, &str)> = messages.iter().map(|(topic, text)| (topic.as_str(), text.as_str())).collect();
    days.sends_all(&messages)
}

fn by_json(days: &mut Days, diary: &Diary) -> Vec<Seen> {
    let told = sends(days, &diary.messages());
    taken(&told, diary, true);
    days.seen(&diary.person)
}

fn by_files(days: &mut Days, diary: &Diary, dialects: &Dialects) -> Vec<Seen> {
    let parsed = diary.read_files(dialects, days.now);
    let told: Vec<Told> = parsed.into_iter().flat_map(|parsed| days.reads(&diary.person, parsed)).collect();
    taken(&told, diary, true);
    days.seen(&diary.person)
}

fn by_arguments(days: &mut Days, diary: &Diary) -> Vec<Seen> {
    let told = sends(days, &diary.logged(days.now));
    taken(&told, diary, false);
    days.seen(&diary.person)
}

/// What the core says about the report of the case itself: the rules that fire, with their levels. Patterns have
/// stories of their own.
fn found(seen: &[Seen], diary: &Diary) -> BTreeMap<String, Level> {
    let key = diary.rows.iter().find(|row| row.id == "own").unwrap().key(&diary.person);
    let own = seen.iter().filter(|seen| seen.subject == key && !seen.rule.as_str().ends_with("pattern"));
    own.filter_map(|seen| Some((seen.rule.to_string(), seen.verdict.found()?.level))).collect()
}

/// How the expectation of a case was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    /// As it stands in the case.
    Case,
    /// With the function, on the context that the records make.
    Function,
}

/// What the records of a diary make of the case's context: the same, but for how old the diary is, and a session too
/// far back to belong to the report.
fn derived(case: &Given, diary: &Diary, at: Timestamp) -> Context {
    let mut context = case.context.clone();
    context.diary_days = Some(diary_days(diary, at));
    let minutes = context.duration_h.unwrap_or(1.0) * 60.0 + context.minutes_since_stop.unwrap_or(60.0);
    let reach = if case.report.said.onset.as_ref().and_then(tingled::record::words::OneWord::known)
        == Some(tingled::record::words::Onset::Later)
    {
        2880.0
    } else {
        1440.0
    };
    if minutes > reach {
        context = Context { sport: None, fluid: None, duration_h: None, minutes_since_stop: None, ..context };
    } else if context.duration_h == Some(0.0) {
        context.fluid = None::<FluidRate>;
    }
    context
}

fn expectation(case: &Given, diary: &Diary, at: Timestamp) -> (By, BTreeMap<String, Level>) {
    let context = derived(case, diary, at);
    // An unknown age of the diary, and one below the 56 days that a rule asks for, mean the same.
    let is_old = |context: &Context| context.diary_days.is_some_and(|days| days >= 56.0);
    let same = Context { diary_days: case.context.diary_days, ..context.clone() } == case.context;
    if same && is_old(&context) == is_old(&case.context) {
        return (By::Case, case.expect.clone());
    }
    let (report, past) = case.reports();
    (By::Function, hits(&evaluate(&report, &past, &context)))
}

fn name(case: &Given) -> String {
    format!("{} {} {}", case.rule, case.kind, case.name)
}

/// The rules at consult or above have an alert on its topic at their level, and nothing else has one.
fn check_topics(days: &Days, case: &Given, person: &str, expected: &BTreeMap<String, Level>) {
    let loud = |level: Level| level >= Level::Consult;
    let mut standing = BTreeMap::new();
    for line in days.standing() {
        let Some(rest) = line.strip_prefix(&format!("{person}/out/alert/")) else { continue };
        let mut words = rest.split(' ');
        let (rule, level) = (words.next().unwrap().to_owned(), Level::from_name(words.next().unwrap()).unwrap());
        assert!(loud(level) || !expected.values().any(|level| *level == Level::Emergency), "{} {rest}", name(case));
        assert!(expected.contains_key(&rule) || rule.starts_with("fluid_"), "{} {rest}", name(case));
        standing.insert(rule, level);
    }
    standing.retain(|_, level| loud(*level));
    let wanted: BTreeMap<String, Level> =
        expected.iter().filter(|(_, level)| loud(**level)).map(|(rule, level)| (rule.clone(), *level)).collect();
    assert_eq!(standing, wanted, "topics of {}", name(case));
}

#[test]
fn every_hand_made_case_is_found_alike_as_json_as_csv_and_on_the_command_line() {
    let (cases, at) = (cases::fixtures(), reported());
    let diaries: Vec<Diary> = cases.iter().enumerate().map(|(n, case)| diary(case, &format!("c{n}"), at)).collect();
    let dialects = Dialects::load(&[]).unwrap();
    let mut json = days(&diaries, false, true);
    let mut files = days(&diaries, false, false);
    let mut arguments = days(&diaries, true, false);
    let (mut ways, mut topics, mut rows) = (BTreeMap::new(), 0, 0);
    for (case, diary) in cases.iter().zip(&diaries) {
        let (by, expected) = expectation(case, diary, at);
        *ways.entry(by).or_insert(0) += 1;
        rows += diary.rows.len();
        let seen = by_json(&mut json, diary);
        assert_eq!(found(&seen, diary), expected, "JSON: {} {diary:#?}", name(case));
        // The same records have the same keys whatever way they came: the arguments are equal to the last record.
        assert_eq!(by_files(&mut files, diary, &dialects), seen, "CSV: {}", name(case));
        assert_eq!(by_arguments(&mut arguments, diary), seen, "command line: {}", name(case));
        if case.history.is_empty() {
            check_topics(&json, case, &diary.person, &expected);
            topics += 1;
        }
    }
    eprintln!("{} cases, {rows} records, compared: {ways:?}; alert topics of {topics} cases", cases.len());
    assert_eq!(cases.len(), 181);
    assert!(ways[&By::Case] >= 170, "{ways:?}");
    assert!(topics >= 120);
    // The database holds all that was in memory.
    let before: Vec<Vec<Seen>> = diaries.iter().map(|diary| json.seen(&diary.person)).collect();
    json.restarts();
    for (diary, before) in diaries.iter().zip(before) {
        assert_eq!(json.seen(&diary.person), before, "{}", diary.person);
    }
}

#[test]
fn a_sample_of_the_reference_is_found_through_a_running_core() {
    let Some(folder) = std::env::var_os("TINGLED_REFERENCE") else {
        eprintln!("not run: TINGLED_REFERENCE is not set");
        return;
    };
    let at = reported();
    for (file, every) in [("directed_cases.json", 25), ("cases_5000.json", 10)] {
        let path = std::path::Path::new(&folder).join("tables").join(file);
        let all = cases::load(&std::fs::read_to_string(path).unwrap());
        let cases: Vec<Given> = all.into_iter().step_by(every).map(without_later_reports).collect();
        let diaries: Vec<Diary> =
            cases.iter().enumerate().map(|(n, case)| diary(case, &format!("c{n}"), at)).collect();
        let mut json = days(&diaries, false, false);
        let mut ways = BTreeMap::new();
        for (case, diary) in cases.iter().zip(&diaries) {
            let (by, expected) = expectation(case, diary, at);
            *ways.entry(by).or_insert(0) += 1;
            let seen = by_json(&mut json, diary);
            assert_eq!(found(&seen, diary), expected, "{file}: {} {case:#?} {diary:#?}", name(case));
        }
        eprintln!("{file}: {} cases, compared: {ways:?}", cases.len());
        assert!(cases.len() >= 500 && ways[&By::Case] * 2 > cases.len(), "{ways:?}");
    }
}

/// Reports later than now are refused; that they change nothing is shown elsewhere.
fn without_later_reports(mut case: Given) -> Given {
    let day = case.report.day;
    case.history.retain(|told| told.day <= day);
    case
}

/// The cases that the real program is asked about: short ones, and those that need profile or session among them.
fn asked_of_the_program() -> Vec<Given> {
    let needs = |case: &Given| case.context != Context::default();
    let short = |case: &Given| case.history.len() <= 3;
    let cases: Vec<Given> = cases::fixtures().into_iter().filter(short).collect();
    let (special, plain): (Vec<Given>, Vec<Given>) = cases.into_iter().partition(needs);
    let with_history = plain.iter().filter(|case| !case.history.is_empty()).step_by(6).take(3).cloned();
    let special = special.into_iter().step_by(3).take(6);
    let emergencies = plain.iter().filter(|case| case.expect_highest == Some(Level::Emergency)).step_by(9).take(3);
    let others = plain.iter().filter(|case| case.kind == "near_miss").step_by(20).take(2);
    special.chain(with_history).chain(emergencies.cloned()).chain(others.cloned()).collect()
}

/// The configuration that holds these persons with their answers.
fn configuration(diaries: &[Diary]) -> String {
    let mut text = String::new();
    for diary in diaries {
        text += &format!("[person.{}]\ntimezone = \"UTC\"\n", diary.person);
        for (name, value) in &diary.profile {
            text += &match value {
                Value::List(words) => format!("{name} = {words:?}\n"),
                Value::Number(number) => format!("{name} = {number}\n"),
                other => panic!("{name} {other:?}"),
            };
        }
    }
    text
}

#[test]
fn the_program_itself_finds_what_is_logged_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, config) = (folder.path().join("data"), folder.path().join("tingled.toml"));
    let now: Timestamp = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    let at = add_minutes(now, -1.0);
    let cases = asked_of_the_program();
    let diaries: Vec<Diary> = cases.iter().enumerate().map(|(n, case)| diary(case, &format!("c{n}"), at)).collect();
    std::fs::write(&config, configuration(&diaries)).unwrap();
    let log = |person: &str, row: &Row| -> Json {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tingled"));
        command.env_clear().env("HOME", folder.path()).current_dir(folder.path());
        command.arg("--config").arg(&config).arg("--data").arg(&data);
        command.args(["log", row.kind.name(), "--person", person, "--json"]);
        for (name, text) in row.pairs() {
            command.arg(format!("--{name}")).arg(text);
        }
        let out = command.output().unwrap();
        assert!(out.status.success(), "{command:?} {}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let mut calls = 0;
    for (case, diary) in cases.iter().zip(&diaries) {
        let (_, expected) = expectation(case, diary, at);
        let mut heard = BTreeMap::new();
        for row in &diary.rows {
            let told = log(&diary.person, row);
            assert_eq!((&told["new"], &told["rejected"]), (&json!(1), &json!([])), "{told}");
            let alerts = told["alerts"].as_array().unwrap().iter();
            let word = |alert: &Json, name: &str| alert[name].as_str().unwrap().to_owned();
            heard = alerts.map(|alert| (word(alert, "rule"), word(alert, "level"))).collect();
            calls += 1;
        }
        // The last call tells of the report itself.
        if case.history.is_empty() {
            heard.retain(|_, level| Level::from_name(level).unwrap() >= Level::Consult);
            let loud = expected.iter().filter(|(_, level)| **level >= Level::Consult);
            let loud: BTreeMap<_, _> = loud.map(|(rule, level)| (rule.clone(), level.name().to_owned())).collect();
            assert_eq!(heard, loud, "{}", name(case));
        }
    }
    let store = Store::open(&data.join("tingled.db")).unwrap();
    let mut daemon = Daemon::new(store, people(&diaries, true), Policy::default(), false);
    for (case, diary) in cases.iter().zip(&diaries) {
        let seen = daemon.findings(&PersonId::new(&diary.person).unwrap(), now).unwrap();
        assert_eq!(found(&seen, diary), expectation(case, diary, at).1, "{}", name(case));
    }
    eprintln!("{} cases in {calls} calls of the program", cases.len());
    assert!(cases.len() >= 12);
}
