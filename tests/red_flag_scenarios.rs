//! Signs that need a doctor, composed with everything that life puts around them: alone, among noise, late, in
//! reversed order, told twice, in other people's words, without a severity, on the other side, beside a snooze, and
//! after other data was erased. All are found at their level, and nothing else is. `TINGLED_LONG=1` adds cases of
//! other seeds.
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
    reason = "a test may panic, print and read its environment"
)]

mod cases;
mod lives;

use std::collections::{BTreeMap, BTreeSet};

use cases::random::Random;
use cases::told::{Diary, Row, diary, diary_days};
use cases::{Given, hits};
use jiff::tz::TimeZone;
use lives::{Way, life};
use tingled::assess::{Level, rules};
use tingled::daemon::look::{Window, look};
use tingled::decide::{Alert, AlertId, Policy, snooze};
use tingled::person::PersonId;
use tingled::record::{Body, History, Kind, Record, Value};
use tingled::time::{Timestamp, add_days, add_minutes};
use tingled::wire::json::{JsonSettings, parse_message};
use tingled::wire::words::lists;

/// What life puts around a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Around {
    Alone,
    AmongNoise,
    FiveDaysLate,
    TwoDaysLate,
    NewestFirst,
    ToldTwice,
    InOtherWords,
    WithoutSeverity,
    OtherSide,
    BesideASnooze,
    AfterErasing,
}

const AROUND: &[Around] = &[
    Around::Alone,
    Around::AmongNoise,
    Around::FiveDaysLate,
    Around::TwoDaysLate,
    Around::NewestFirst,
    Around::ToldTwice,
    Around::InOtherWords,
    Around::WithoutSeverity,
    Around::OtherSide,
    Around::BesideASnooze,
    Around::AfterErasing,
];

/// A fault planted into the delivery, which the scenarios must see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// While any alert is snoozed, nothing goes out: an emergency neither.
    SnoozeCoversAll,
    /// What is told a day late is too old.
    LateSignsAreLost,
    /// The limits of advice hold for every level.
    AllLevelsAreLimited,
    /// What was said is forgotten with every turn.
    ForgetsWhatWasSaid,
}

fn reported() -> Timestamp {
    "2026-11-02T10:00:00Z".parse().unwrap()
}

/// A person's window, and what went out.
struct Scene {
    person: PersonId,
    window: Window,
    policy: Policy,
    fault: Fault,
    pushes: BTreeMap<AlertId, usize>,
    /// The highest level each rule was pushed at.
    heard: BTreeMap<String, Level>,
}

impl Scene {
    fn new(diary: &Diary, fault: Fault) -> Scene {
        let mut policy = Policy::default();
        if fault == Fault::LateSignsAreLost {
            policy.old_after_min = 1440.0;
        }
        let window = Window { history: History::of(diary.profile(), []), ..Window::default() };
        let person = PersonId::new(&diary.person).unwrap();
        Scene { person, window, policy, fault, pushes: BTreeMap::new(), heard: BTreeMap::new() }
    }

    /// Messages as they come over a topic.
    fn hears(&mut self, messages: &[(String, String)], now: Timestamp) {
        let people = BTreeMap::from([(self.person.clone(), TimeZone::UTC)]);
        let settings = JsonSettings { people: &people, now, payload_most: 1 << 20 };
        let mut batch: Vec<Record> = Vec::new();
        for (topic, payload) in messages {
            let message = parse_message(topic, payload.as_bytes(), &settings);
            assert!(message.parsed.rejects.is_empty(), "{payload} {:?}", message.parsed.rejects);
            batch.extend(message.parsed.records);
        }
        self.takes(batch, now);
    }

    fn takes(&mut self, batch: Vec<Record>, now: Timestamp) {
        let mut known = BTreeSet::new();
        let batch: Vec<Record> =
            batch.into_iter().filter(|record| !self.knows(record) && known.insert(record.key)).collect();
        for record in &batch {
            self.window.history.take(record.clone());
        }
        self.looks(&batch, now);
    }

    fn knows(&self, record: &Record) -> bool {
        let (history, place) = (&self.window.history, (record.at, record.key));
        match record.body {
            Body::Workout(_) => history.workouts().contains_key(&place),
            Body::Intake(_) => history.intakes().contains_key(&place),
            Body::Symptom(_) => history.symptoms().contains_key(&place),
            Body::Measure(_) => history.measures().contains_key(&place),
            Body::Tag(_) => history.tags().contains_key(&place),
        }
    }

    fn looks(&mut self, batch: &[Record], now: Timestamp) {
        if self.fault == Fault::ForgetsWhatWasSaid {
            self.window.said.clear();
        }
        let look = look(&self.person, &self.window, batch, &self.policy, now);
        for utterance in look.utterances() {
            let covered = match self.fault {
                Fault::SnoozeCoversAll => self.window.said.values().any(|alert| alert.is_snoozed(now)),
                Fault::AllLevelsAreLimited => {
                    !self.policy.has_room(&utterance.alert.rule, &self.window.advice_pushed, now)
                }
                _ => false,
            };
            self.window.speak(utterance);
            if utterance.push && !covered {
                let alert = &utterance.alert;
                *self.pushes.entry(alert.id.clone()).or_default() += 1;
                let level = self.heard.entry(alert.rule.to_string()).or_insert(alert.level);
                *level = alert.level.max(*level);
            }
        }
        self.window.forget(now);
    }

    /// What stands at the end, by rule: advice and notes apart.
    fn stands(&self) -> BTreeMap<String, Level> {
        let loud = |alert: &&Alert| alert.is_standing() && alert.level >= Level::Consult;
        self.window.said.values().filter(loud).map(|alert| (alert.rule.to_string(), alert.level)).collect()
    }
}

/// Drinks, measures, tags, and sessions that lie too far back to belong to the report; with "no tingling" where it
/// cannot matter.
fn noise(person: &str, seed: u64, until: Timestamp, with_reports: bool) -> Vec<Record> {
    let way = Way::ALL[(seed % 6) as usize];
    let life = life(way, seed, add_days(until, -30.0), 30);
    let person = PersonId::new(person).unwrap();
    let mut records: Vec<Record> = life.tellings.into_iter().flat_map(|telling| telling.records).collect();
    records.retain(|record| match &record.body {
        Body::Workout(_) => record.at < add_days(until, -2.5),
        Body::Symptom(said) => with_reports && said.tingling == Some(false) && said.fatigue.is_none(),
        _ => record.at < until,
    });
    for record in &mut records {
        record.person = person.clone();
    }
    records
}

/// The same words as other people say them, in any of the languages, now and then in capitals.
fn in_other_words(random: &mut Random, row: &mut Row) {
    for (name, value) in &mut row.answers {
        let Value::List(words) = value else { continue };
        let list = match *name {
            "signs" | "quality" => lists().iter().find(|list| list.name == *name).unwrap(),
            _ => continue,
        };
        for word in words {
            let known = list.words.iter().find(|known| known.name == *word);
            let said: Vec<&String> = known.into_iter().flat_map(|known| known.said.values().flatten()).collect();
            if said.is_empty() {
                continue;
            }
            let other = random.pick(&said).clone();
            *word = match random.below(4) {
                0 => other.to_uppercase(),
                1 => format!(" {other} "),
                _ => other,
            };
        }
    }
}

fn other_side(row: &mut Row) {
    for (name, value) in &mut row.answers {
        let (true, Value::List(places)) = (*name == "sites", value) else { continue };
        for place in places {
            *place = match place.split_once(':') {
                Some((site, "left")) => format!("{site}:right"),
                Some((site, "right")) => format!("{site}:left"),
                _ => place.clone(),
            };
        }
    }
}

/// A case with what is expected of it.
struct Case {
    given: Given,
    diary: Diary,
    expected: BTreeMap<String, Level>,
}

/// The expectation as it stands in the case, when its records make the very context it was written for.
fn case(given: Given, name: &str) -> Option<Case> {
    let diary = diary(&given, name, reported());
    let old = |days: Option<f64>| days.is_some_and(|days| days >= 56.0);
    let alike = old(given.context.diary_days) == old(Some(diary_days(&diary, reported())));
    let minutes = given.context.duration_h.unwrap_or(1.0) * 60.0 + given.context.minutes_since_stop.unwrap_or(60.0);
    let loud = given.expect.iter().filter(|(_, level)| **level >= Level::Consult);
    let expected: BTreeMap<String, Level> = loud.map(|(rule, level)| (rule.clone(), *level)).collect();
    (alike && minutes < 1440.0 && !expected.is_empty()).then_some(Case { given, diary, expected })
}

/// Plays one scenario; what is wrong with it, if anything. `None` when the two do not go together.
fn play(case: &Case, around: Around, seed: u64, fault: Fault) -> Option<Result<(), String>> {
    let mut random = Random(seed);
    let (at, mut diary, mut expected) = (reported(), case.diary.clone(), case.expected.clone());
    let alone = case.given.history.is_empty();
    let mut now = add_minutes(at, 1.0);
    let rests_on = |field: &str| {
        case.given
            .verdicts()
            .values()
            .filter_map(tingled::assess::Verdict::found)
            .any(|finding| finding.evidence.iter().any(|because| because.what == field))
    };
    match around {
        Around::FiveDaysLate if alone => {
            now = add_days(at, 5.0);
            expected.retain(|_, level| *level >= Level::Urgent);
        }
        Around::TwoDaysLate => now = add_days(at, 2.0),
        Around::FiveDaysLate => return None,
        Around::NewestFirst if diary.rows.len() < 2 => return None,
        Around::InOtherWords => diary.rows.iter_mut().for_each(|row| in_other_words(&mut random, row)),
        Around::WithoutSeverity if rests_on("severity") || !alone => return None,
        Around::WithoutSeverity => {
            diary.rows.iter_mut().for_each(|row| row.answers.retain(|(name, _)| *name != "severity"));
        }
        Around::OtherSide => diary.rows.iter_mut().for_each(other_side),
        _ => {}
    }
    let mut scene = Scene::new(&diary, fault);
    let before = add_days(at, -3.0);
    match around {
        Around::AmongNoise => scene.takes(noise(&diary.person, seed, before, alone), before),
        Around::AfterErasing => {
            let noise = noise(&diary.person, seed, before, alone);
            scene.takes(noise.clone(), before);
            noise.iter().for_each(|record| scene.window.history.remove(record.at, record.key));
            scene.window.history.diary_since = scene.window.history.symptoms().keys().map(|(at, _)| *at).next();
        }
        Around::BesideASnooze => beside_a_snooze(&mut scene, at),
        _ => {}
    }
    let messages: Vec<(String, String)> = diary.rows.iter().map(|row| row.message(&diary.person)).collect();
    match around {
        Around::NewestFirst => {
            let mut rows: Vec<&Row> = diary.rows.iter().collect();
            rows.sort_by_key(|row| std::cmp::Reverse(row.at));
            for row in rows {
                scene.hears(&[row.message(&diary.person)], now);
                now = add_minutes(now, 1.0);
            }
        }
        Around::ToldTwice => {
            scene.hears(&[messages.clone(), messages.clone()].concat(), now);
            scene.hears(&messages, add_minutes(now, 5.0));
        }
        _ => scene.hears(&messages, now),
    }
    Some(judge(case, &scene, around, &expected))
}

/// A session that lost too much, told and snoozed before.
fn beside_a_snooze(scene: &mut Scene, at: Timestamp) {
    let number = Value::Number;
    let answers = vec![
        ("duration_min", number(60.0)),
        ("mass_before_kg", number(72.0)),
        ("mass_after_kg", number(70.2)),
        ("fluid_ml", number(300.0)),
    ];
    let start = add_days(at, -3.1);
    let run = lives::record(&scene.person, Kind::Workout, "snoozed", start, answers);
    scene.takes(vec![run], add_minutes(start, 100.0));
    let told = scene.window.said.values().find(|alert| alert.rule.as_str() == "fluid_deficit").unwrap();
    let quiet = snooze(told, 24.0, add_minutes(at, -30.0)).unwrap();
    scene.window.speak(&quiet);
    // What else was sent that day does not matter: a piece of advice went out an hour ago.
    scene.window.advice_pushed.push(add_minutes(at, -60.0));
}

fn judge(case: &Case, scene: &Scene, around: Around, expected: &BTreeMap<String, Level>) -> Result<(), String> {
    let flags: BTreeSet<&str> =
        rules().filter(|rule| rule.family == tingled::assess::rules::Family::RedFlag).map(|rule| rule.id).collect();
    let (mut stands, mut heard) = (scene.stands(), scene.heard.clone());
    stands.retain(|rule, _| flags.contains(rule.as_str()));
    heard.retain(|rule, level| flags.contains(rule.as_str()) && *level >= Level::Consult);
    let fail = |what: &str| {
        let name = format!("{} {} {around:?}", case.given.rule, case.given.name);
        Err(format!("{name}: {what}; expected {expected:?}, stands {stands:?}, heard {heard:?}"))
    };
    let missing =
        |found: &BTreeMap<String, Level>| expected.iter().any(|(rule, level)| found.get(rule) < Some(level));
    if missing(&stands) || missing(&heard) {
        return fail("not found, or too mild");
    }
    if case.given.history.is_empty() {
        if stands != *expected {
            return fail("more stands than is so");
        }
        // Told bit by bit, what is known in between may look graver.
        if around != Around::NewestFirst && heard != *expected {
            return fail("more was told than is so");
        }
    } else if stands.iter().any(|(rule, level)| !expected.contains_key(rule) && *level == Level::Emergency) {
        return fail("an emergency that is none");
    }
    if scene.pushes.values().any(|pushes| *pushes > 1) && around != Around::NewestFirst {
        return fail("one push is enough");
    }
    if expected.values().any(|level| *level == Level::Emergency)
        && scene.window.said.values().any(|alert| alert.is_standing() && alert.level == Level::Advice)
    {
        return fail("advice beside an emergency");
    }
    Ok(())
}

/// Plays every case in every surrounding; how many were played, and what was wrong.
fn play_all(cases: &[Case], fault: Fault) -> (usize, Vec<String>) {
    let (mut played, mut wrong) = (0, Vec::new());
    for (number, case) in cases.iter().enumerate() {
        for around in AROUND {
            let Some(outcome) = play(case, *around, number as u64 * 31 + *around as u64, fault) else { continue };
            played += 1;
            wrong.extend(outcome.err());
        }
    }
    (played, wrong)
}

fn hand_made() -> Vec<Case> {
    let firing = cases::fixtures().into_iter().filter(|given| given.kind == "fires");
    firing.enumerate().filter_map(|(n, given)| case(given, &format!("c{n}"))).collect()
}

#[test]
fn every_sign_is_found_at_its_level_whatever_life_puts_around_it() {
    let cases = hand_made();
    let (played, wrong) = play_all(&cases, Fault::None);
    let rules: BTreeSet<&String> = cases.iter().flat_map(|case| case.expected.keys()).collect();
    eprintln!("{} cases of {} rules in {played} scenarios, {} wrong", cases.len(), rules.len(), wrong.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
    assert!(played >= 700, "{played}");
    let doctors = tingled::assess::red_flags::RED_FLAGS.iter();
    for flag in doctors.filter(|flag| flag.levels.iter().any(|(level, _)| *level >= Level::Consult)) {
        assert!(rules.contains(&flag.id.to_owned()), "{} is in no scenario", flag.id);
    }
}

#[test]
fn every_planted_fault_is_seen() {
    let cases: Vec<Case> = hand_made().into_iter().step_by(3).collect();
    let faults =
        [Fault::SnoozeCoversAll, Fault::LateSignsAreLost, Fault::AllLevelsAreLimited, Fault::ForgetsWhatWasSaid];
    for fault in faults {
        let (_, wrong) = play_all(&cases, fault);
        eprintln!("{fault:?}: seen in {} scenarios", wrong.len());
        assert!(wrong.len() >= 10, "{fault:?} {wrong:?}");
    }
}

/// Cases that nobody wrote by hand, with the function's own answer; with other seeds and many more when asked for.
#[test]
fn random_signs_are_found_whatever_life_puts_around_them() {
    let long = std::env::var_os("TINGLED_LONG").is_some_and(|value| value == "1");
    let (fixtures, mut random) = (cases::fixtures(), Random(if long { 4242 } else { 42 }));
    let mut cases = Vec::new();
    while cases.len() < if long { 400 } else { 25 } {
        let mut given = cases::random::case(&mut random, &fixtures);
        if !given.history.is_empty() {
            continue;
        }
        given.expect = hits(&given.verdicts());
        cases.extend(case(given, &format!("r{}", cases.len())));
    }
    let (played, wrong) = play_all(&cases, Fault::None);
    eprintln!("{} random cases in {played} scenarios, {} wrong", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}
