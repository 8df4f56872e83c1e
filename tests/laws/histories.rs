//! Laws over small histories: what the rules find, and which alerts stand, however the records came.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tingled::assess::rules::LooksAt;
use tingled::assess::{Level, RuleId, Subject, Verdict, assess};
use tingled::daemon::look::{Window, look};
use tingled::decide::{Alert, Policy};
use tingled::person::{PersonId, Profile};
use tingled::record::{Body, Fields, History, Key, Kind, Record, Symptom, Value};
use tingled::time::{Timestamp, add_minutes};

use crate::cases::random::{self, Random};
use crate::cases::{self, Given};
use crate::lives::record;
use crate::{law, law_of};

fn now() -> Timestamp {
    "2026-11-02T12:00:00Z".parse().unwrap()
}

/// How many histories are told in several ways through the whole look; that what was found is told alike in parts,
/// late or twice is tried on many more in `speaking.rs`.
const HISTORIES: u32 = 500;

fn ana() -> PersonId {
    PersonId::new("ana").unwrap()
}

static FIRING: LazyLock<Vec<Given>> = LazyLock::new(|| {
    let fits = |case: &Given| case.history.is_empty() && case.kind == "fires";
    cases::fixtures().into_iter().filter(fits).collect()
});

fn report(id: &str, at: Timestamp, said: &Symptom) -> Record {
    record(&ana(), Kind::Symptom, id, at, said.answered())
}

/// One to three reports of the last days, often hand-made ones that a rule answers, and what lies around them: in
/// order of time.
fn records(random: &mut Random) -> Vec<Record> {
    let mut ago = 0.0;
    let mut all = Vec::new();
    for number in 0..random.pick(&[1, 1, 2, 2, 3]) {
        ago += random.pick(&[1.0, 30.0, 200.0, 1500.0, 4000.0]);
        let mut said = random.pick(&FIRING).report.said;
        for _ in 0..random.below(3) {
            let field = random.pick(&random::fields());
            let value = random::answer(random, field);
            random::set(&mut said, field, value);
        }
        all.push(report(&format!("r{number}"), add_minutes(now(), -ago), &said));
    }
    if random.chance(35) {
        let n = Value::Number;
        let minutes = random.pick(&[40.0, 120.0, 250.0]);
        let mut answers =
            vec![("duration_min", n(minutes)), ("sport", Value::Text(random.pick(&["run", "bike"]).into()))];
        if random.chance(60) {
            answers.extend([("mass_before_kg", n(70.0)), ("mass_after_kg", n(random.pick(&[67.9, 69.5, 70.6])))]);
        }
        answers.extend(random.chance(50).then(|| ("fluid_ml", n(random.pick(&[0.0, 700.0, 6500.0])))));
        let end = random.pick(&[40.0, 300.0, 2000.0]);
        all.push(record(&ana(), Kind::Workout, "w", add_minutes(now(), -end - minutes), answers));
    }
    all.sort_by_key(|record| (record.at, record.key));
    all
}

fn history(records: &[Record]) -> History {
    History::of(Profile::default(), records.to_vec())
}

fn subjects(records: &[Record]) -> Vec<Subject> {
    let kind = |record: &Record| match record.body {
        Body::Symptom(_) => Some(LooksAt::Report),
        Body::Workout(_) => Some(LooksAt::Session),
        _ => None,
    };
    let subject = |record: &Record| Some(Subject { at: record.at, key: record.key, kind: kind(record)? });
    records.iter().filter_map(subject).collect()
}

type Answers = BTreeMap<(Key, RuleId), Verdict>;

/// What every rule says about these subjects. What a pattern is depends on every record, and it is never pushed.
fn answers(history: &History, subjects: &[Subject]) -> Answers {
    let all = assess(history, subjects, now()).into_iter();
    let loud = all.filter(|(rule, _, _)| !rule.as_str().ends_with("pattern"));
    loud.map(|(rule, key, verdict)| ((key, rule), verdict)).collect()
}

fn levels(answers: &Answers) -> BTreeMap<(Key, RuleId), Level> {
    let found = |(place, verdict): (&(Key, RuleId), &Verdict)| Some((place.clone(), verdict.found()?.level));
    answers.iter().filter_map(found).collect()
}

/// A window that was told of stretches of records, each at its time.
fn told<'r>(stretches: impl IntoIterator<Item = (&'r [Record], Timestamp)>) -> Window {
    let mut window = Window::default();
    for (batch, at) in stretches {
        batch.iter().for_each(|record| window.history.take(record.clone()));
        hear(&mut window, batch, at);
    }
    window
}

/// Looks, and gives back how much was said.
fn hear(window: &mut Window, batch: &[Record], at: Timestamp) -> usize {
    let look = look(&ana(), window, batch, &Policy::default(), at);
    look.utterances().for_each(|utterance| window.speak(utterance));
    look.utterances().count()
}

/// What stands for a doctor: rule, level, and the finding to the last record.
fn stands(window: &Window, least: Level) -> Vec<(RuleId, Level, tingled::assess::Finding)> {
    let loud = |alert: &&Alert| alert.is_standing() && alert.level >= least;
    let standing = window.said.values().filter(loud);
    let mut all: Vec<_> = standing.map(|alert| (alert.rule.clone(), alert.level, alert.finding.clone())).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// At once, twice, and again from nothing: the same alerts to the last byte. In two stretches, and each record at
/// its own time: the same stands for a doctor soon, under the same id where it was told in order.
#[test]
fn batches_repetition_replay_and_delay_change_nothing_that_stands() {
    law_of(HISTORIES, |random| {
        let records = records(random);
        let mut once = told([(records.as_slice(), now())]);
        let said = once.said.clone();
        records.iter().for_each(|record| once.history.take(record.clone()));
        assert_eq!(hear(&mut once, &records, now()), 0, "told twice {records:#?}");
        assert_eq!(once.said, said);
        let (first, second) = records.split_at(random.below(records.len() + 1));
        let parts = || told([(first, now()), (second, now())]);
        let parted = parts();
        assert_eq!(stands(&parted, Level::Urgent), stands(&once, Level::Urgent), "in two parts {records:#?}");
        let over = |record: &Record| match &record.body {
            Body::Workout(workout) => {
                add_minutes(record.at, tingled::units::Quantity::get(workout.duration_min.unwrap()))
            }
            _ => record.at,
        };
        let mut in_time: Vec<&Record> = records.iter().collect();
        in_time.sort_by_key(|record| (over(record), record.key));
        let mut timely = told(in_time.iter().map(|record| (std::slice::from_ref(*record), over(record))));
        hear(&mut timely, &[], now());
        assert_eq!(stands(&timely, Level::Urgent), stands(&once, Level::Urgent), "late {records:#?}");
        if random.chance(20) {
            assert_eq!(parts().said, parted.said, "from nothing {records:#?}");
        }
    });
}

/// Drinks outside sessions, measures, tags, and what lies months back change no finding but patterns.
#[test]
fn what_has_nothing_to_do_with_it_changes_no_finding() {
    law(|random| {
        let records = records(random);
        let (subjects, mut more) = (subjects(&records), records.clone());
        let word = |text: &str| Value::Text(text.into());
        for number in 0..1 + random.below(4) {
            let (id, ago) = (format!("x{number}"), random.pick(&[0.5, 3000.0, 9000.0]));
            let at = add_minutes(now(), -ago);
            let other = match random.below(4) {
                0 => record(&ana(), Kind::Tag, &id, at, vec![("name", word("desk"))]),
                1 => {
                    let answers =
                        vec![("what", word("resting_hr")), ("value", Value::Number(55.0)), ("unit", word("bpm"))];
                    record(&ana(), Kind::Measure, &id, at, answers)
                }
                2 => {
                    let answers = vec![("duration_min", Value::Number(30.0)), ("sport", word("walk"))];
                    record(&ana(), Kind::Workout, &id, add_minutes(now(), -60.0 * 1440.0 - ago), answers)
                }
                _ => {
                    let during = records.iter().any(|record| matches!(record.body, Body::Workout(_)));
                    let at = if during { add_minutes(now(), -30_000.0) } else { at };
                    record(&ana(), Kind::Intake, &id, at, vec![("volume_ml", Value::Number(300.0))])
                }
            };
            more.push(other);
        }
        assert_eq!(answers(&history(&more), &subjects), answers(&history(&records), &subjects), "{more:#?}");
    });
}

/// Drinks, sleep, rest days and easy sessions on other days never lower a sign for a doctor soon.
#[test]
fn good_habits_never_excuse_a_sign() {
    law(|random| {
        let records = records(random);
        let reports: Vec<Record> =
            records.iter().filter(|record| matches!(record.body, Body::Symptom(_))).cloned().collect();
        let (subjects, mut better) = (subjects(&reports), records.clone());
        let word = |text: &str| Value::Text(text.into());
        for number in 0..2 + random.below(4) {
            let (id, at) = (format!("g{number}"), add_minutes(now(), -random.pick(&[1.0, 90.0, 500.0, 2500.0])));
            let good = match random.below(3) {
                0 => record(&ana(), Kind::Intake, &id, at, vec![("volume_ml", Value::Number(400.0))]),
                1 => {
                    let answers = vec![("what", word("sleep")), ("value", Value::Number(9.0)), ("unit", word("h"))];
                    record(&ana(), Kind::Measure, &id, at, answers)
                }
                _ => {
                    // A session that a report belongs to is no habit: some rules ask what it was.
                    let start = add_minutes(reports[0].at, -3000.0 - random.below(9000) as f64);
                    let answers = vec![("duration_min", Value::Number(20.0)), ("sport", word("walk"))];
                    record(&ana(), Kind::Workout, &id, start, answers)
                }
            };
            better.push(good);
        }
        let after = levels(&answers(&history(&better), &subjects));
        for (place, level) in levels(&answers(&history(&records), &subjects)) {
            assert!(level < Level::Urgent || after.get(&place) >= Some(&level), "{place:?} {better:#?}");
        }
    });
}

/// Erasing a record leaves what would have been found had it never been told.
#[test]
fn what_is_erased_was_never_told() {
    law(|random| {
        let mut all = records(random);
        let mut left = history(&all);
        let gone = all.remove(random.below(all.len()));
        left.remove(gone.at, gone.key);
        let fresh = history(&all);
        assert_eq!(left, fresh);
        // Equal histories are answered alike; now and then the answers are looked at, too.
        if random.chance(90) {
            return;
        }
        let subjects = subjects(&all);
        let found = answers(&left, &subjects);
        assert_eq!(found, answers(&fresh, &subjects), "{all:#?}");
        let cited = |verdict: &Verdict| {
            verdict.found().is_some_and(|finding| finding.evidence.iter().any(|one| one.records.contains(&gone.key)))
        };
        assert!(!found.values().any(cited), "{all:#?}");
    });
}

/// A corrected report: found, and standing for a doctor soon, as had it been told so at first.
#[test]
fn a_corrected_record_is_as_if_told_right_at_first() {
    law(|random| {
        let wrong = records(random);
        let mut right = wrong.clone();
        let place = random.below(right.len());
        let at = random.chance(30).then(|| add_minutes(right[place].at, -random.pick(&[1.0, 50.0])));
        if let Body::Symptom(said) = &mut right[place].body {
            let field = random.pick(&random::fields());
            match random.chance(50) {
                true => **said = random::without(said, field),
                false => {
                    let value = random::answer(random, field);
                    random::set(said, field, value);
                }
            }
        }
        right[place].at = at.unwrap_or(right[place].at);
        let mut corrected = history(&wrong);
        corrected.remove(wrong[place].at, wrong[place].key);
        corrected.take(right[place].clone());
        assert_eq!(corrected, history(&right));
        if random.chance(90) {
            return;
        }
        let mut window = told([(wrong.as_slice(), now())]);
        window.history = corrected;
        hear(&mut window, &right[place..=place], now());
        let fresh = told([(right.as_slice(), now())]);
        let (after, wanted) = (stands(&window, Level::Urgent), stands(&fresh, Level::Urgent));
        assert!(after == wanted, "stands {after:#?}\nwanted {wanted:#?}");
    });
}

/// Only reports and sessions are looked at: without one nothing is said at any time.
#[test]
fn without_a_report_or_a_session_nothing_is_said() {
    law(|random| {
        let word = |text: &str| Value::Text(text.into());
        let count = random.below(4);
        let made = |number: usize| {
            let (id, at) = (format!("n{number}"), add_minutes(now(), -(number as f64) * 777.0));
            match number % 3 {
                0 => record(&ana(), Kind::Intake, &id, at, vec![("volume_ml", Value::Number(0.0))]),
                1 => record(&ana(), Kind::Tag, &id, at, vec![("name", word("bladder"))]),
                _ => {
                    let answers =
                        vec![("what", word("body_mass")), ("value", Value::Number(70.0)), ("unit", word("kg"))];
                    record(&ana(), Kind::Measure, &id, at, answers)
                }
            }
        };
        let records: Vec<Record> = (0..count).map(made).collect();
        let mut window = told([(records.as_slice(), now())]);
        hear(&mut window, &[], add_minutes(now(), random.below(100_000) as f64));
        assert!(window.said.is_empty());
    });
}
