//! A past that is lived again says what was said the first time, at the same moments, and never knows what comes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::disallowed_methods,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic and print"
)]

mod cases;
mod lives;
mod relived;
mod terminal;

use std::collections::BTreeSet;

use cases::random::Random;
use jiff::tz::TimeZone;
use relived::{Line, Service, eventful, people_of, replayed, start};
use tingled::assess::{Level, RuleId};
use tingled::daemon::replay::report::{Listener, Report};
use tingled::daemon::replay::{Deed, Order, Past, Replay, STEP, known_at};
use tingled::decide::Policy;
use tingled::decide::feedback::{Given, Mark};
use tingled::person::PersonId;
use tingled::record::{Kind, Record, Value};
use tingled::store::Store;
use tingled::time::{SignedDuration, Timestamp, add_days, add_minutes};
use tingled::wire::json::Action;

use terminal::Terminal;

/// How often the service looks and how long it lives: a short life looked at often, a long one looked at seldom.
const PACES: &[(i64, usize)] = &[(10, 4), (30, 8), (360, 70)];

/// Lives that are lived twice, in each of two orders.
const LIVES: u64 = 6;

fn pace(seed: u64) -> (SignedDuration, usize) {
    let (minutes, days) = PACES[seed as usize % PACES.len()];
    (SignedDuration::from_mins(minutes), days)
}

fn known(record: &Record) -> Timestamp {
    known_at(record, &TimeZone::UTC)
}

/// The past of a life whose records come in as soon as they can be known.
fn past(life: &lives::Life) -> Past {
    Past::lived(life.person.clone(), life.profile.clone(), relived::records(life), &TimeZone::UTC)
}

/// What a running service says that hears each record as soon as it can be known.
fn lived(life: &lives::Life, looks: SignedDuration, end: Timestamp, random: &mut Random) -> Vec<Line> {
    let mut service = Service::start(life, looks, &Policy::default());
    let mut records: Vec<_> = relived::records(life).into_iter().map(|one| (known(&one), one)).collect();
    records.sort_by_key(|(at, _)| *at);
    for group in records.chunk_by(|one, other| one.0 == other.0) {
        service.passes(group[0].0);
        service.hears(group.iter().map(|(_, record)| record.clone()).collect());
        if random.chance(2) {
            service.restarts();
        }
    }
    service.passes(end);
    service.log()
}

/// The first line that is not the same.
fn first_difference(live: &[Line], replay: &[Line]) -> Option<String> {
    let place = (0..live.len().max(replay.len())).find(|place| live.get(*place) != replay.get(*place))?;
    Some(format!("line {place}\n live   {:?}\n replay {:?}", live.get(place), replay.get(place)))
}

#[test]
fn a_replay_says_what_the_running_service_said_at_the_same_moments() {
    let (mut lines, mut levels, mut seen_ahead) = (0, BTreeSet::new(), 0);
    for seed in 0..LIVES {
        let ((looks, days), mut random) = (pace(seed), Random(seed));
        let (life, end) = (eventful(&mut random, seed, days), add_days(start(), days as f64 + 1.0));
        let live = lived(&life, looks, end, &mut random);
        let replay = replayed(past(&life), &life, looks, &Policy::default(), end);
        lines += live.len();
        levels.extend(live.iter().map(|line| line.level));
        if let Some(different) = first_difference(&live, &replay) {
            panic!("seed {seed}, {} lines: {different}", live.len());
        }
        // Planted: a replay that knows everything from the first moment on.
        let mut ahead = past(&life);
        ahead.deeds.iter_mut().for_each(|(at, _)| *at = start());
        let ahead = replayed(ahead, &life, looks, &Policy::default(), end);
        seen_ahead += u64::from(first_difference(&live, &ahead).is_some());
    }
    eprintln!("{LIVES} lives: {lines} lines the same, levels {levels:?}; looking ahead is seen in {seen_ahead}");
    assert!(lines > 200 && levels.len() == 5, "{lines} lines of {levels:?}: this proves little");
    assert_eq!(seen_ahead, LIVES, "a replay that looks ahead was not told from one that does not");
}

/// A session in tight shoes every tenth day.
fn tight_shoes() -> lives::Life {
    let mut life = lives::life(lives::Way::Gym, 1, start(), 1);
    life.tellings.clear();
    for number in 0..9 {
        let (id, at) = (format!("w{number}"), day(f64::from(number) * 10.0));
        let answers = vec![("duration_min", Value::Number(60.0)), ("tight_fit", Value::Flag(true))];
        let records = vec![lives::record(&life.person, Kind::Workout, &id, at, answers)];
        life.tellings.push(lives::Telling { at: add_minutes(at, 95.0), records });
    }
    life
}

/// What the person does about what stands, now and then.
fn react(service: &mut Service, random: &mut Random, marks_all: bool) {
    for alert in service.standing() {
        match if marks_all { 2 } else { random.below(24) } {
            0 => service.commands(&alert, Action::Ack),
            1 => service.commands(&alert, Action::Snooze { hours: random.pick(&[2.0, 8.0, 20.0]) }),
            2..=5 => service.commands(&alert, Action::Feedback { mark: Mark::False }),
            6 => service.commands(&alert, Action::Feedback { mark: Mark::Useful }),
            _ => {}
        }
    }
}

#[test]
fn a_replay_of_what_arrived_late_and_was_answered_says_what_was_said() {
    let policy = Policy { precision_floor: 0.9, ..Policy::default() };
    let (mut lines, mut whys) = (0, BTreeSet::new());
    for seed in 0..=LIVES {
        let ((looks, days), mut random) = (pace(seed + 1), Random(seed + 100));
        let marks_all = seed == LIVES;
        let life = if marks_all { tight_shoes() } else { eventful(&mut random, seed, days) };
        let end = add_days(start(), days as f64 + 1.0);
        let mut service = Service::start(&life, looks, &policy);
        for telling in &life.tellings {
            service.passes(telling.at.max(add_minutes(service.now, 0.5)));
            service.hears(telling.records.clone());
            if marks_all || random.chance(30) {
                service.passes(add_minutes(service.now, 7.25));
                react(&mut service, &mut random, marks_all);
            }
        }
        let end = end.max(add_minutes(service.now, 1.0));
        service.passes(end);
        let live = service.log();
        let past = Past::read(service.store(), &people_of(&life), &life.person, Order::Arrived).unwrap();
        assert_eq!(past.undated, 0);
        let replay = replayed(past, &life, looks, &policy, end);
        lines += live.len();
        whys.extend(live.iter().map(|line| line.why.clone()));
        if let Some(different) = first_difference(&live, &replay) {
            panic!("seed {seed}, {} lines: {different}", live.len());
        }
    }
    eprintln!("{LIVES} lives: {lines} lines the same, whys {whys:?}");
    for why in ["late", "acknowledged", "snoozed", "snooze_over", "demoted"] {
        assert!(whys.contains(why), "no {why} in {whys:?}: this proves little");
    }
}

#[test]
fn what_comes_later_changes_no_word_said_before() {
    let mut lines = 0;
    for seed in 0..LIVES {
        let mut random = Random(seed + 50);
        let life = eventful(&mut random, seed, 60);
        let words = |past: Past, to: Timestamp| {
            let mut words = Vec::new();
            let mut replay = Replay::new(past, people_of(&life), Policy::default(), STEP).unwrap();
            replay.until(to, &mut |word| words.push(word)).unwrap();
            words
        };
        let all = words(past(&life), add_days(start(), 61.0));
        for cut in [12.0, 30.5, 47.25] {
            let (to, mut known) = (add_days(start(), cut), past(&life));
            known.deeds.retain(|(at, _)| *at <= to);
            let some = words(known, to);
            lines += some.len();
            assert_eq!(some[..], all[..some.len()], "seed {seed}, {cut} days");
            assert!(all.get(some.len()).is_none_or(|next| next.at > to));
        }
    }
    assert!(lines > 100, "{lines} lines prove little");
}

#[test]
fn what_is_told_of_a_whole_day_is_known_at_its_end_and_a_session_at_its_own() {
    let (person, zone) = (PersonId::new("ana").unwrap(), TimeZone::get("Europe/Berlin").unwrap());
    let at: Timestamp = "2026-06-30T22:00:00Z".parse().unwrap();
    let of = |kind, answers| known_at(&lives::record(&person, kind, "x", at, answers), &zone).to_string();
    let minutes = |minutes| ("duration_min", Value::Number(minutes));
    assert_eq!(of(Kind::Workout, vec![minutes(90.0)]), "2026-06-30T23:30:00Z");
    assert_eq!(of(Kind::Workout, vec![]), "2026-06-30T22:00:00Z");
    assert_eq!(of(Kind::Symptom, vec![("duration_min", Value::Number(90.0))]), "2026-06-30T22:00:00Z");
    assert_eq!(of(Kind::Intake, vec![("day_total", Value::Flag(true))]), "2026-07-01T21:59:59.999Z");
    assert_eq!(of(Kind::Intake, vec![("volume_ml", Value::Number(300.0))]), "2026-06-30T22:00:00Z");
}

// ------------------------------------------------------------ how a rule fared

/// Sessions in tight shoes and in others, with what was told of them.
struct Diary {
    life: lives::Life,
    records: Vec<Record>,
    folder: tempfile::TempDir,
}

fn day(day: f64) -> Timestamp {
    add_minutes(add_days(start(), day), 600.0)
}

impl Diary {
    fn new() -> Diary {
        let life = lives::life(lives::Way::Gym, 1, start(), 1);
        Diary { life, records: Vec::new(), folder: tempfile::tempdir().unwrap() }
    }

    fn session(&mut self, on: f64, tight: bool) {
        let answers = vec![("duration_min", Value::Number(60.0)), ("tight_fit", Value::Flag(tight))];
        let id = format!("w{on}");
        self.records.push(lives::record(&self.life.person, Kind::Workout, &id, day(on), answers));
    }

    /// A report so many minutes after the start of the session of that day.
    fn report(&mut self, on: f64, minutes: f64, tingling: bool) {
        let answers = vec![("tingling", Value::Flag(tingling)), ("signs", Value::List(Vec::new()))];
        let (id, at) = (format!("r{on}"), add_minutes(day(on), minutes));
        self.records.push(lives::record(&self.life.person, Kind::Symptom, &id, at, answers));
    }

    fn replayed(&self, from: f64, to: f64, policy: &Policy) -> Report {
        let mut service = Service::start(&self.life, SignedDuration::from_hours(6), policy);
        service.hears(self.records.clone());
        let (people, person) = (people_of(&self.life), &self.life.person);
        let past = Past::read(service.store(), &people, person, Order::Lived).unwrap();
        let mut replay = Replay::new(past, people, policy.clone(), STEP).unwrap();
        let mut listener = Listener::new(day(from));
        replay.until(day(to), &mut |word| listener.hear(word)).unwrap();
        listener.report(service.store(), person, policy, (Order::Lived, 0), day(to)).unwrap()
    }
}

#[test]
fn a_rule_is_held_against_what_was_answered_and_silence_counts_neither_way() {
    let mut diary = Diary::new();
    // Told at 30 minutes after the session: tingling after that, before that, none, no answer.
    for (on, tight, report) in [
        (0.0, true, Some((150.0, true))),
        (10.0, true, Some((70.0, true))),
        (20.0, true, Some((200.0, false))),
        (30.0, true, None),
        (40.0, false, Some((100.0, true))),
        (50.0, false, Some((100.0, false))),
        (60.0, false, None),
    ] {
        diary.session(on, tight);
        if let Some((minutes, tingling)) = report {
            diary.report(on, minutes, tingling);
        }
    }
    let report = diary.replayed(-1.0, 70.0, &Policy::default());
    let of = |report: &Report, rule: &str| {
        report.rules.iter().find(|fared| fared.rule.as_str() == rule).unwrap_or_else(|| panic!("{report:?}")).clone()
    };
    let tight = of(&report, "tight_gear");
    let (days, score) = tight.score.clone().unwrap();
    assert_eq!((tight.told, tight.quiet, tight.level, days), (4, 0, Some(Level::Advice), 0.0));
    assert_eq!((score.followed, score.ahead, score.not_followed, score.unanswered), (2, 1, 1, 1));
    // Three reports of tingling: one announced, one told before the word, one after a session in other shoes.
    assert_eq!((score.reports, score.missed, score.lead_min), (3, 2, Some(60.0)));
    assert_eq!((score.usual.yes, score.usual.of), (3, 5));
    assert!((report.weeks() - 71.0 / 7.0).abs() < 1e-9);
    // A rule about a report has no such figures.
    assert!(
        report.rules.iter().filter(|fared| fared.score.is_none()).all(|fared| fared.rule.as_str() != "tight_gear")
    );
    assert_eq!(of(&report, "pattern").score, None);

    // From the 15th day on, what was said before announces and is not counted.
    let later = of(&diary.replayed(15.0, 25.0, &Policy::default()), "tight_gear").score.unwrap().1;
    assert_eq!((later.followed, later.not_followed, later.reports, later.missed), (0, 1, 0, 0));
    // At a time at which the report of the third was not yet told, it was not answered.
    let soon = of(&diary.replayed(15.0, 20.1, &Policy::default()), "tight_gear").score.unwrap().1;
    assert_eq!((soon.followed, soon.not_followed, soon.unanswered), (0, 0, 1));
}

#[test]
fn another_configuration_is_tried_on_the_same_past() {
    let mut diary = Diary::new();
    for week in 0..5 {
        diary.session(f64::from(week) * 9.0, true);
        diary.report(f64::from(week) * 9.0, 200.0, week == 2);
    }
    let usual = diary.replayed(-1.0, 60.0, &Policy::default());
    let quiet = Policy { quiet: BTreeSet::from(["tight_gear".to_owned()]), ..Policy::default() };
    let without = diary.replayed(-1.0, 60.0, &quiet);
    let spoke = |report: &Report| report.rules.iter().any(|fared| fared.rule == RuleId::of("tight_gear"));
    assert!(spoke(&usual) && !spoke(&without), "{without:?}");
}

#[test]
fn the_study_is_lived_again_when_it_is_asked() {
    let mut diary = Diary::new();
    for number in 0..72 {
        let tight = number % 4 == 0;
        diary.session(f64::from(number), tight);
        diary.report(f64::from(number), 150.0, tight || number % 23 == 5);
    }
    let (life, person) = (&diary.life, diary.life.person.clone());
    let words = |asks: bool, to: f64| {
        let past = Past::lived(person.clone(), life.profile.clone(), diary.records.clone(), &TimeZone::UTC);
        let mut replay = Replay::new(past, people_of(life), Policy::default(), STEP).unwrap();
        if asks {
            replay = replay.with_study();
        }
        let mut words = Vec::new();
        replay.until(day(to), &mut |word| words.push(word)).unwrap();
        words
    };
    let triggers = |words: &[tingled::daemon::replay::Word]| {
        words.iter().filter(|word| word.said.alert.rule.as_str() == "trigger.tight_fit").count()
    };
    assert_eq!(triggers(&words(false, 80.0)), 0);
    let all = words(true, 80.0);
    assert!(
        triggers(&all) > 0,
        "{:?}",
        all.iter().map(|word| word.said.alert.rule.to_string()).collect::<BTreeSet<_>>()
    );
    let some = words(true, 50.0);
    assert_eq!(some[..], all[..some.len()]);
}

#[test]
fn a_past_without_records_says_nothing() {
    let life = lives::life(lives::Way::Gym, 1, start(), 1);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("a.db")).unwrap();
    let past = Past::read(&store, &people_of(&life), &life.person, Order::Arrived).unwrap();
    assert!(past.deeds.is_empty());
    let mut replay = Replay::new(past, people_of(&life), Policy::default(), STEP).unwrap();
    replay.until(add_days(start(), 400.0), &mut |word| panic!("{word:?}")).unwrap();
}

#[test]
fn a_mark_counts_for_its_rule_also_where_its_alert_is_not_said_again() {
    let mut diary = Diary::new();
    diary.session(0.0, true);
    let policy = Policy { precision_floor: 0.9, ..Policy::default() };
    let mut past = Past::lived(diary.life.person.clone(), diary.life.profile.clone(), diary.records, &TimeZone::UTC);
    let marks = (0..6).map(|number| {
        let alert = tingled::decide::AlertId(format!("of another time {number}"));
        let at = add_days(start(), -1.0);
        let feedback = tingled::decide::feedback::Feedback { alert, revision: 1, at, mark: Mark::False };
        (at, Deed::Marked(Given { rule: RuleId::of("tight_gear"), told: 1, feedback }))
    });
    past.deeds.extend(marks);
    let people = people_of(&diary.life);
    let mut replay = Replay::new(past, people, policy, STEP).unwrap();
    let mut said = Vec::new();
    replay.until(day(1.0), &mut |word| said.push((word.said.alert.level, word.said.alert.why.name()))).unwrap();
    assert_eq!(said, [(Level::Note, "demoted")]);
    drop(diary.folder);
}

/// A past in tight shoes, and what the rules would have said of it: in words, in German, with another configuration.
#[test]
fn a_past_is_lived_again_and_nothing_of_it_is_changed() {
    let terminal = Terminal::new();
    terminal.run("tingled init --person ana --zone Europe/Berlin");
    let empty = terminal.run("tingled replay");
    assert_eq!(empty.code, Some(64));
    assert!(empty.err.contains("nothing is recorded yet"), "{empty:?}");
    let mut sessions = String::from("start,duration_min,sport,tight_fit\n");
    let mut reports = String::from("time,tingling,signs\n");
    for month in 1..=6 {
        sessions.push_str(&format!("2026-0{month}-05T10:00:00Z,60,run,yes\n2026-0{month}-15T10:00:00Z,60,run,no\n"));
        let tingling = if month <= 4 { "yes" } else { "no" };
        reports.push_str(&format!("2026-0{month}-05T13:00:00Z,{tingling},\n2026-0{month}-15T13:00:00Z,no,\n"));
    }
    terminal.write("past/workouts.csv", &sessions);
    terminal.write("past/symptoms.csv", &reports);
    assert_eq!(terminal.run("tingled import past").code, Some(0));
    let database = terminal.data().join("tingled.db");
    let before = std::fs::read(&database).unwrap();
    let said = terminal.run("tingled replay --from 2026-01-01 --to 2026-06-30 --list");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said:?}");
    for wanted in [
        "Ana: 1 January 2026 to 30 June 2026, 25.9 weeks",
        "tight_gear",
        "4 of 6: 67 % (22 to 96)",
        "33 %",
        "2026-03-05T12:30  advice:",
        "Decision support, not a diagnosis",
    ] {
        assert!(said.out.contains(wanted), "{wanted}: {}", said.out);
    }
    let json = terminal.run("tingled replay --json").json();
    let tight = json["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "tight_gear").unwrap();
    assert_eq!(
        (&tight["told"], &tight["sessions"]["followed"], &tight["sessions"]["lead_min"]),
        (&6.into(), &4.into(), &90.0.into())
    );
    assert_eq!(json["undated"], 0);
    for (line, wanted) in [
        ("--from 2026-13-01", ["error[E0", "\"from\"", "2026-13-01", "nothing was replayed"]),
        ("--from x --to 1.2.2026", ["\"from\"", "\"to\"", "1.2.2026", "nothing was replayed"]),
        ("--from 2026-04-01 --to 2026-03-01", ["nothing between", "1 April 2026 and 1 March", "help:", "--to"]),
        ("--person bob", ["nobody is called", "\"bob\" here", "help:", "ana"]),
    ] {
        let said = terminal.run(&format!("tingled replay {line}"));
        assert_eq!(said.code, Some(64), "{said:?}");
        assert!(wanted.iter().all(|wanted| said.err.contains(wanted)), "{line}: {}", said.err);
    }
    // As it arrived nothing was said: all of it was old.
    let arrived = terminal.run("tingled replay --as-arrived --json").json();
    assert_eq!(arrived["order"], "arrived");
    assert!(arrived["said"].as_array().unwrap().iter().all(|word| word["told"] == false), "{arrived}");
    // Another configuration, and another language.
    terminal.write(
        "other.toml",
        "[person.ana]\ntimezone = \"Europe/Berlin\"\nlanguage = \"de\"\n[rule.tight_gear]\noff = true\n",
    );
    let other = terminal.run("tingled -c other.toml replay");
    assert!(other.out.contains("Nichts wurde geändert") && !other.out.contains("tight_gear"), "{other:?}");
    assert_eq!(std::fs::read(&database).unwrap(), before, "a replay only reads");
}
