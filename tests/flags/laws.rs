//! Laws that hold for every case, whatever it says.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tingled::assess::red_flags::{Context, RED_FLAGS, highest};
use tingled::assess::risks::RISKS;
use tingled::assess::{Level, RuleId, Subject, Verdict, assess, subjects_touched};
use tingled::person::{PersonId, Profile};
use tingled::record::words::{Condition, Ticked};
use tingled::record::{
    Body, Fields, History, Intake, Key, Measure, Origin, Place, Record, Source, Symptom, Value, Vocabulary, Workout,
};
use tingled::time::{Timestamp, WrittenTime, add_minutes};
use tingled::units::{Quantity, Year};

use super::random::{self, Random};
use super::{Given, at, fixtures, hits};

/// Cases of a law over one report and those before it.
const CASES: u32 = 10_000;
/// Cases of the law over whole histories.
const HISTORIES: u32 = 4_000;
const FIRED_LEAST: usize = 50;

/// Runs a law over random cases, and prints how often every rule fired in them: at least [`FIRED_LEAST`] times.
pub(super) fn law(name: &str, holds: impl Fn(&Given, &BTreeMap<RuleId, Verdict>, &mut Random)) {
    law_of(CASES, name, holds);
}

fn law_of(cases: u32, name: &str, holds: impl Fn(&Given, &BTreeMap<RuleId, Verdict>, &mut Random)) {
    let fixtures = fixtures();
    let config = Config { cases, max_shrink_iters: 0, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let fired: RefCell<BTreeMap<String, usize>> = RefCell::default();
    let ran = runner.run(&any::<u64>(), |seed| {
        let mut random = Random(seed);
        let case = random::case(&mut random, &fixtures);
        let verdicts = case.verdicts();
        for rule in hits(&verdicts).into_keys() {
            *fired.borrow_mut().entry(rule).or_default() += 1;
        }
        holds(&case, &verdicts, &mut random);
        Ok(())
    });
    let fired = fired.into_inner();
    eprintln!("{name}: {cases} cases; how often every rule fired: {fired:?}");
    ran.unwrap();
    for rule in RED_FLAGS {
        let times = fired.get(rule.id).copied().unwrap_or(0);
        assert!(times >= FIRED_LEAST, "{name}: {} fired {times} times only", rule.id);
    }
}

pub(super) fn changed(case: &Given, change: impl FnOnce(&mut Given)) -> Given {
    let mut other = case.clone();
    change(&mut other);
    other
}

#[test]
fn one_more_sign_quality_or_site_never_lowers_the_level() {
    law("more ticked", |case, verdicts, random| {
        let before = highest(verdicts);
        for field in ["signs", "quality", "sites"] {
            let more = changed(case, |case| {
                let said = &mut case.report.said;
                let had = said.answered().into_iter().find(|(name, _)| *name == field);
                let Some((_, Value::List(mut words))) = had.or(Some((field, Value::List(vec![])))) else { return };
                let Value::List(new) = (match field {
                    "sites" => Value::List(vec![random::place(random)]),
                    "signs" => Value::List(vec![random.pick(tingled::record::words::Sign::NAMES).to_owned()]),
                    _ => Value::List(vec![random.pick(tingled::record::words::Quality::NAMES).to_owned()]),
                }) else {
                    return;
                };
                words.extend(new);
                random::set(said, field, Value::List(words));
            });
            assert!(highest(&more.verdicts()) >= before, "{field}: {more:#?}");
        }
    });
}

#[test]
fn worse_or_longer_never_lowers_the_level() {
    law("worse or longer", |case, verdicts, random| {
        let before = highest(verdicts);
        for (field, most) in [("severity", 10.0), ("duration_min", 80_000.0)] {
            let answered = case.report.said.answered().into_iter().find(|(name, _)| *name == field);
            let Some((_, Value::Number(was))) = answered else { continue };
            let step = random.pick(&[1.0, 2.0, 5.0, 30.0, 200.0, 1440.0]);
            let more = changed(case, |case| {
                random::set(&mut case.report.said, field, Value::Number((was + step).min(most)));
            });
            assert!(highest(&more.verdicts()) >= before, "{field}: {more:#?}");
        }
        // Newly worse, new, or still going on.
        let field = random.pick(&["progressive", "new_within_14d", "ongoing"]);
        let more = changed(case, |case| random::set(&mut case.report.said, field, Value::Flag(true)));
        assert!(highest(&more.verdicts()) >= before, "{field}: {more:#?}");
    });
}

#[test]
fn the_order_of_earlier_reports_and_later_reports_change_nothing() {
    law("order and later reports", |case, verdicts, random| {
        let other = changed(case, |case| {
            for _ in 0..random.below(4) {
                let mut later = case.report.clone();
                later.day += random.pick(&[0.000_1, 0.125, 1.0, 13.0]);
                case.history.push(later);
            }
        });
        let (report, mut past) = other.reports();
        random.shuffle(&mut past);
        assert_eq!(tingled::assess::red_flags::evaluate(&report, &past, &other.context), *verdicts, "{case:#?}");
    });
}

/// Answers some unanswered questions of a report at random, and adds their names to `chosen`.
fn fill(said: &mut Symptom, known: &[&str], random: &mut Random, chosen: &mut BTreeSet<&'static str>) {
    let answered: Vec<_> = said.answered().into_iter().map(|(name, _)| name).collect();
    for field in random::fields() {
        if !answered.contains(&field) && !known.contains(&field) && random.chance(40) {
            let value = random::answer(random, field);
            random::set(said, field, value);
            chosen.insert(field);
        }
    }
}

/// The same for what session and profile may tell.
fn fill_context(context: &mut Context, random: &mut Random, chosen: &mut BTreeSet<&'static str>) {
    let more = random::context(random);
    macro_rules! fill {
        ($($field:ident as $name:literal),*) => {$(
            if context.$field.is_none() && more.$field.is_some() {
                context.$field = more.$field;
                chosen.insert($name);
            }
        )*};
    }
    fill!(sport as "sport", fluid as "fluid_ml_per_h", duration_h as "duration_h", age as "age");
    fill!(diary_days as "diary_days");
    for (condition, held) in more.conditions {
        if let std::collections::btree_map::Entry::Vacant(open) = context.conditions.entry(condition) {
            open.insert(held);
            chosen.insert("history");
        }
    }
}

/// What a rule calls clear is clear whatever else this report, the earlier ones, session and profile may answer; what
/// it calls unknown can only come from the fields it names.
#[test]
fn no_rule_fires_on_an_answer_it_did_not_ask_for() {
    law("answered later", |case, verdicts, random| {
        let mut chosen = BTreeSet::new();
        // What the session tells is known already; an answer would not add to it but replace it.
        let by_session = case.context.minutes_since_stop.map(|_| "minutes_since_stop");
        let (own, past, around) = (random.chance(70), random.chance(50), random.chance(50));
        let filled = changed(case, |case| {
            if own {
                fill(&mut case.report.said, by_session.as_slice(), random, &mut chosen);
            }
            for told in case.history.iter_mut().filter(|_| past) {
                fill(&mut told.said, &[], random, &mut chosen);
            }
            if around {
                fill_context(&mut case.context, random, &mut chosen);
            }
        });
        for (rule, after) in filled.verdicts() {
            let asked = match &verdicts[&rule] {
                Verdict::Found(_) => continue,
                Verdict::Clear => Vec::new(),
                Verdict::Unknown { missing } => missing.clone(),
            };
            let named = asked.iter().any(|field| chosen.contains(field.as_ref()));
            assert!(
                after.found().is_none() || named,
                "{rule} {:?} {chosen:?} {case:#?} {filled:#?}",
                verdicts[&rule]
            );
        }
    });
}

/// Takes some answers of a report back, also single sides, and adds their names to `taken`. Silence about `tingling`
/// counts as yes by rule, so that stays.
fn thin(said: &mut Symptom, kept: &[&str], random: &mut Random, taken: &mut BTreeSet<&'static str>) {
    for (field, _) in said.answered() {
        if field != "tingling" && !kept.contains(&field) && random.chance(15) {
            *said = random::without(said, field);
            taken.insert(field);
        }
    }
    for place in said.sites.iter_mut().flat_map(|sites| &mut sites.places) {
        if place.side.is_some() && random.chance(15) {
            place.side = None;
            taken.insert("sites");
        }
    }
}

/// The same for what session and profile tell.
fn thin_context(context: &mut Context, random: &mut Random, taken: &mut BTreeSet<&'static str>) {
    macro_rules! thin {
        ($($field:ident as $name:literal),*) => {$(
            if random.chance(20) && context.$field.take().is_some() {
                taken.insert($name);
            }
        )*};
    }
    thin!(sport as "sport", fluid as "fluid_ml_per_h", duration_h as "duration_h", age as "age");
    thin!(diary_days as "diary_days", minutes_since_stop as "minutes_since_stop");
    if random.chance(20) && !context.conditions.is_empty() {
        context.conditions.clear();
        taken.insert("history");
    }
}

/// What fires on full answers is, with some of them taken back, still found, or not known for want of one of these:
/// never clear.
#[test]
fn an_answer_taken_back_never_makes_a_finding_clear() {
    law("taken back", |case, verdicts, random| {
        let mut taken = BTreeSet::new();
        let by_session = case.context.minutes_since_stop.map(|_| "minutes_since_stop");
        let thinned = changed(case, |case| {
            thin(&mut case.report.said, by_session.as_slice(), random, &mut taken);
            for told in &mut case.history {
                thin(&mut told.said, &[], random, &mut taken);
            }
            thin_context(&mut case.context, random, &mut taken);
        });
        let after = thinned.verdicts();
        for finding in verdicts.values().filter_map(Verdict::found) {
            let kept = match &after[&finding.rule] {
                Verdict::Found(_) => true,
                Verdict::Clear => false,
                Verdict::Unknown { missing } => missing.iter().any(|field| taken.contains(field.as_ref())),
            };
            assert!(kept, "{} {:?} {taken:?} {case:#?}", finding.rule, after[&finding.rule]);
        }
    });
}

#[test]
fn leaving_out_what_an_emergency_does_not_rest_on_keeps_it() {
    law("left out", |case, verdicts, random| {
        let field = random.pick(&random::fields());
        let less = changed(case, |case| case.report.said = random::without(&case.report.said, field));
        let after = hits(&less.verdicts());
        for finding in verdicts.values().filter_map(Verdict::found) {
            let rests = finding.evidence.iter().any(|because| because.what == field);
            if finding.level == Level::Emergency && !rests {
                let kept = after.get(finding.rule.as_str());
                assert_eq!(kept, Some(&Level::Emergency), "{} without {field}: {case:#?}", finding.rule);
            }
        }
    });
}

#[test]
fn every_finding_names_its_evidence_and_a_record() {
    law("evidence", |case, verdicts, _| {
        for finding in verdicts.values().filter_map(Verdict::found) {
            assert!(!finding.evidence.is_empty(), "{} {case:#?}", finding.rule);
            let cited = finding.evidence.iter().any(|because| !because.records.is_empty());
            assert!(cited, "{} {case:#?}", finding.rule);
            assert!(finding.evidence.iter().all(|because| because.records.is_sorted()), "{:#?}", finding.evidence);
        }
    });
}

/// With nothing but the earlier reports that a finding cites, it is found again, at its level at least (`rf28` fires
/// when there are none, and raises `rf16`).
#[test]
fn the_cited_records_suffice() {
    law("evidence suffices", |case, verdicts, _| {
        let (report, past) = case.reports();
        for finding in verdicts.values().filter_map(Verdict::found) {
            let cited = |key: &Key| finding.evidence.iter().any(|because| because.records.contains(key));
            let kept: Vec<_> = past.iter().copied().filter(|earlier| cited(&earlier.key)).collect();
            let again = tingled::assess::red_flags::evaluate(&report, &kept, &case.context);
            let level = again[&finding.rule].found().map(|finding| finding.level);
            assert!(level >= Some(finding.level), "{} {case:#?} {finding:#?}", finding.rule);
        }
    });
}

/// Everything moved by one span moves the findings' times and nothing else.
#[test]
fn the_same_case_at_another_time_gives_the_same_levels() {
    law("time shift", |case, verdicts, random| {
        let span = random.pick(&[-3.0, 0.25, 12.0, 1000.125]);
        let moved = changed(case, |case| {
            case.report.day += span;
            case.history.iter_mut().for_each(|told| told.day += span);
        });
        assert_eq!(hits(&moved.verdicts()), hits(verdicts), "{span} {case:#?}");
    });
}

// ---------------------------------------------------------------- over whole histories

fn record(body: Body, at: Timestamp, id: String) -> Record {
    let origin = Origin {
        source: Source::new(Source::OWN),
        native_id: Some(id),
        place: Place { of: Arc::from("test"), line: 0 },
        time: WrittenTime::stated(at, at.to_string()),
        newest: None,
        parser: Arc::from("test/1"),
    };
    Record::new(PersonId::new("ana").unwrap(), body, origin)
}

fn set<R: Fields>(record: &mut R, field: &str, value: Option<Value>) {
    if let Some(value) = value {
        (R::field(field).unwrap().set)(record, value).unwrap();
    }
}

/// A case as a history: its context becomes a session, a profile and an old report.
fn records(case: &Given, random: &mut Random) -> (Profile, Vec<Record>) {
    let told = std::iter::once(&case.report).chain(&case.history).enumerate();
    let mut records: Vec<Record> = told
        .map(|(n, told)| record(Body::Symptom(Box::new(told.said.clone())), at(told.day), format!("r{n}")))
        .collect();
    let context = &case.context;
    let hours = context.duration_h.unwrap_or(1.0).max(0.01);
    let start = add_minutes(at(case.report.day), -context.minutes_since_stop.unwrap_or(10.0) - hours * 60.0);
    let mut workout = Workout { sport: context.sport, ..Workout::default() };
    set(&mut workout, "duration_min", context.duration_h.map(|hours| Value::Number(hours * 60.0)));
    let drunk = context.fluid.as_ref().map(|fluid| fluid.ml_per_h * hours);
    set(&mut workout, "fluid_ml", drunk.filter(|_| random.chance(50)).map(Value::Number));
    let weighed = random.chance(40);
    set(&mut workout, "mass_before_kg", weighed.then_some(Value::Number(70.0)));
    set(&mut workout, "mass_after_kg", weighed.then(|| Value::Number(random.pick(&[66.0, 68.0, 70.2, 70.7]))));
    set(
        &mut workout,
        "sweat_loss_ml",
        random.chance(60).then(|| Value::Number(random.pick(&[400.0, 1900.0, 3900.0]))),
    );
    records.push(record(Body::Workout(Box::new(workout)), start, "w".into()));
    if let Some(ml) = drunk {
        let mut intake = Intake::default();
        set(&mut intake, "volume_ml", Some(Value::Number(ml)));
        records.push(record(Body::Intake(intake), add_minutes(start, hours * 30.0), "i".into()));
    }
    let mut mass = Measure { what: Some("body_mass".into()), ..Measure::default() };
    set(&mut mass, "value", Some(Value::Number(69.0)));
    records.push(record(Body::Measure(mass), add_minutes(start, -600.0), "m".into()));
    if let Some(days) = context.diary_days {
        let old = tingled::record::Symptom { tingling: Some(false), ..Default::default() };
        records.push(record(Body::Symptom(Box::new(old)), at(case.report.day - days), "old".into()));
    }
    (profile(case), records)
}

fn profile(case: &Given) -> Profile {
    let year = f64::from(at(case.report.day).to_zoned(jiff::tz::TimeZone::UTC).year());
    let answered = |yes: bool| {
        let told = case.context.conditions.iter().filter(|(_, held)| **held == yes);
        Some(Ticked::of(&told.map(|(condition, _)| *condition).collect::<Vec<Condition>>()))
    };
    Profile {
        birth_year: case.context.age.and_then(|age| Year::new(year - age)),
        history: answered(true),
        history_no: answered(false),
        ..Profile::default()
    }
}

fn answers(history: &History, subjects: &[Subject], now: Timestamp) -> Vec<(RuleId, Key, Verdict)> {
    assess(history, subjects, now)
}

#[test]
fn a_history_gives_the_same_findings_in_whatever_order_and_however_often_its_records_come() {
    let fired: RefCell<BTreeMap<String, usize>> = RefCell::default();
    law_of(HISTORIES, "order and repetition", |case, _, random| {
        let (profile, mut records) = records(case, random);
        let now = add_minutes(at(case.report.day), 1.0);
        let history = History::of(profile.clone(), records.clone());
        let subjects = subjects_touched(&history, &records, now);
        assert!(subjects.len() >= 2);
        let found = answers(&history, &subjects, now);
        for (rule, _, verdict) in &found {
            if verdict.found().is_some() {
                *fired.borrow_mut().entry(rule.to_string()).or_default() += 1;
            }
        }
        let again = random.below(records.len());
        records.extend(records.clone().into_iter().skip(again));
        random.shuffle(&mut records);
        let other = History::of(profile, records.clone());
        let mut touched = subjects_touched(&other, &records, now);
        assert_eq!(touched, subjects);
        random.shuffle(&mut touched);
        assert_eq!(other, history);
        assert_eq!(answers(&other, &touched, now), found);
    });
    let fired = fired.into_inner();
    eprintln!("over histories every rule fired: {fired:?}");
    // These histories are made of reports; of the risks of sessions tests/risk_laws.rs tries the others.
    let is_tried = |id: &str| RISKS.iter().all(|risk| risk.rule.id != id) || id.starts_with("fluid_");
    for rule in tingled::assess::rules().filter(|rule| rule.id != "unread_answer" && is_tried(rule.id)) {
        let times = fired.get(rule.id).copied().unwrap_or(0);
        assert!(times >= FIRED_LEAST, "{} fired {times} times only", rule.id);
    }
}
