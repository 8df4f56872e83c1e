//! Small faults planted in the table: every one must be seen by the hand-made cases.

use tingled::assess::Level;
use tingled::assess::answer::Answer;
use tingled::assess::red_flags::past::{Tally, rate_rose};
use tingled::assess::red_flags::report::LEG;
use tingled::assess::red_flags::{Case, Check, RED_FLAGS, RedFlag, Report, emergencies, evaluate_with, repeated};
use tingled::record::words::{BodySite, Condition, Onset, Quality, Reliever, Sign, Sport};

use super::{Given, fixtures, hits, load};

/// One entry of the table, changed.
struct Planted {
    fault: &'static str,
    rule: &'static str,
    levels: Vec<(Level, Check)>,
}

fn entry(rule: &str) -> RedFlag {
    *RED_FLAGS.iter().find(|entry| entry.id == rule).unwrap()
}

/// The condition of one level replaced.
fn condition(rule: &'static str, place: usize, fault: &'static str, check: Check) -> Planted {
    let mut levels = entry(rule).levels.to_vec();
    levels[place].1 = check;
    Planted { fault, rule, levels }
}

/// One level changed to another.
fn level(rule: &'static str, place: usize, fault: &'static str, level: Level) -> Planted {
    let mut levels = entry(rule).levels.to_vec();
    levels[place].0 = level;
    Planted { fault, rule, levels }
}

fn planted() -> Vec<Planted> {
    let mut faults = words_and_terms();
    faults.extend(limits());
    faults.extend(windows_and_counts());
    faults.push(level("rf13", 0, "a level lower", Level::Consult));
    faults.push(level("rf30", 0, "a level higher", Level::Emergency));
    faults.push(level("rf27", 0, "a note instead of advice", Level::Note));
    faults
}

fn words_and_terms() -> Vec<Planted> {
    vec![
        condition("rf01", 0, "the bike excuses a ride of any length", |case| {
            let report = &case.report;
            let told = report.sign(&[Sign::SaddleNumb, Sign::Bladder, Sign::Bowel]);
            let numb = report.site(&[BodySite::Saddle]).and(report.quality(&[Quality::Numb]));
            told.or(numb.and(case.sport(Sport::Bike).unless_known().or(report.ongoing())))
        }),
        condition("rf02", 0, "both legs dropped", |case| {
            let report = &case.report;
            let growing = report.flag("progressive", report.said.progressive);
            report.sign(&[Sign::FootDrop]).or(report.sign(&[Sign::Weakness]).and(growing))
        }),
        condition("rf03", 0, "speech dropped", |case| {
            case.report.sign(&[Sign::FaceDroop, Sign::Vision, Sign::ArmWeak, Sign::Confusion])
        }),
        condition("rf04", 0, "hives dropped", |case| {
            let report = &case.report;
            let airway = report.sign(&[Sign::FaceSwelling, Sign::Wheeze, Sign::Breathless, Sign::Faint]);
            report.sign(&[Sign::ThroatTight]).or(airway.and(report.quality(&[Quality::Itching])))
        }),
        condition("rf06", 0, "an unanswered `ongoing` read as over", |case| {
            let report = &case.report;
            let failing = report.sign(&[Sign::SeverePain, Sign::Weakness]).or(report.quality(&[Quality::Numb]));
            report.sign(&[Sign::Cold, Sign::DiscolouredPale]).and(failing).and(report.ongoing())
        }),
        condition("rf07", 0, "swelling dropped", |case| {
            let ill = [Sign::Pain, Sign::Cramp, Sign::Stiff, Sign::Weakness, Sign::Vomiting];
            case.report.sign(&[Sign::DarkUrine]).and(case.report.sign(&ill))
        }),
        condition("rf10", 1, "the one side dropped", |case| {
            let report = &case.report;
            report.sign(&[Sign::Swelling]).and(report.sign(&[Sign::CalfTender, Sign::Warm, Sign::DiscolouredRed]))
        }),
        condition("rf12", 0, "and for or: cold on one side too", |case| {
            let report = &case.report;
            let stays = report.ongoing().and(report.lasted(60.0));
            stays.and(report.sign(&[Sign::Cold]).and(report.on_one_side(LEG)))
        }),
        condition("rf14", 0, "and for or", |case| {
            use tingled::record::words::Worsener;
            let report = &case.report;
            report.worsened_by(Worsener::Standing).or(report.relieved_by(Reliever::Sitting))
        }),
        condition("rf30", 0, "also when rf02 calls it an emergency", |case| case.report.sign(&[Sign::Weakness])),
    ]
}

fn limits() -> Vec<Planted> {
    vec![
        condition("rf05", 0, "more than 30 minutes for at least 30", |case| {
            let late = case.stopped_for(30.000_1).or_assumed();
            emergencies::rf05(case).and(late)
        }),
        condition("rf08", 0, "a gain from 1 %", |case| {
            let report = &case.report;
            let gained = report.at_least("weight_change_pct", report.said.weight_change_pct, 1.0);
            let ill = [Sign::Confusion, Sign::Vomiting, Sign::SevereHeadache, Sign::PuffyHands];
            let drank = case.drank(1500.0).and(case.session_lasted(4.0));
            report.sign(&[Sign::Seizure]).or(report.sign(&ill).and(gained.or(drank)))
        }),
        condition("rf16", 0, "more than 120 minutes for at least 120", |case| {
            let still_there = case.report.ongoing().and(case.stopped_for(120.0));
            case.report.tingling().and(case.report.lasted(120.000_1).or(still_there))
        }),
        condition("rf22", 0, "severity from 8", |case| {
            let report = &case.report;
            let strong = report.at_least("severity", report.said.severity, 8.0).or(report.sign(&[Sign::Hives]));
            report.quality(&[Quality::Itching]).and(strong.or(itching(case, 28, 2)))
        }),
        condition("rf28", 0, "age 51", |case| {
            let listed = [Condition::Diabetes, Condition::Cancer, Condition::Anticoagulant, Condition::Pregnancy];
            let first = Answer::of(case.tingling_within(365).next().is_none());
            case.report.tingling().and(case.has_condition(&listed).or(first.and(case.aged(51.0))))
        }),
    ]
}

fn itching(case: &Case<'_>, days: u16, least: usize) -> Answer {
    let itches = |report: &Report<'_>| report.quality(&[Quality::Itching]);
    Tally::of(case.within(days), itches).at_least(least, "earlier_reports")
}

fn cramp_during(report: &Report<'_>) -> Answer {
    report.onset(Onset::During).and(report.sign(&[Sign::Pain, Sign::Cramp, Sign::SeverePain]))
}

fn calf_eased(report: &Report<'_>) -> Answer {
    let calf = report.site(&[BodySite::Calf, BodySite::KneeBack]);
    calf.and(report.onset(Onset::During)).and(report.relieved_by(Reliever::Rest))
}

fn windows_and_counts() -> Vec<Planted> {
    vec![
        condition("rf19", 0, "a window of 91 days", |case| {
            let again = Tally::of(case.newest_within(9, 91), cramp_during).at_least(2, "earlier_reports");
            repeated::rf19_once(case).and(again)
        }),
        condition("rf19", 0, "the newest 10 before", |case| {
            let again = Tally::of(case.newest_within(10, 90), cramp_during).at_least(2, "earlier_reports");
            repeated::rf19_once(case).and(again)
        }),
        condition("rf22", 0, "a window of 29 days", |case| {
            repeated::rf22(case).or(case.report.quality(&[Quality::Itching]).and(itching(case, 29, 2)))
        }),
        condition("rf24", 0, "the second time", |case| {
            let again = Tally::of(case.within(90), calf_eased).at_least(1, "earlier_reports");
            calf_eased(&case.report).and(again)
        }),
        condition("rf25", 0, "more often with a diary of 55 days", |case| {
            let recent = u32::try_from(case.tingling_within(28).count() + 1).unwrap();
            let before = u32::try_from(case.tingling_between(28, 56).count()).unwrap();
            repeated::rf25(case).or(Answer::of(rate_rose(recent, before)).and(case.diary_of(55.0)))
        }),
        condition("rf33", 0, "only the weeks", |case| {
            let ages = case.tingling_within(84).map(|earlier| case.age(earlier).as_secs() / 604_800);
            let weeks: std::collections::BTreeSet<i64> = ages.chain([0]).collect();
            case.report.tingling().and(Answer::of(weeks.len() >= 8))
        }),
    ]
}

/// Whether one of the cases is answered otherwise by the changed table.
fn is_seen(planted: &Planted, cases: &[Given]) -> bool {
    let levels: &'static [(Level, Check)] = Vec::leak(planted.levels.clone());
    let change = |entry: &RedFlag| if entry.id == planted.rule { RedFlag { levels, ..*entry } } else { *entry };
    let table: Vec<RedFlag> = RED_FLAGS.iter().map(change).collect();
    cases.iter().any(|case| {
        let (report, past) = case.reports();
        hits(&evaluate_with(&table, &report, &past, &case.context)) != case.expect
    })
}

#[test]
fn every_planted_fault_is_seen_by_the_hand_made_cases() {
    let hand_made = fixtures();
    let folder = std::env::var_os("TINGLED_REFERENCE");
    let reference = |name: &str| {
        let path = std::path::Path::new(folder.as_ref()?).join("tables").join(name);
        Some(load(&std::fs::read_to_string(path).unwrap()))
    };
    let (directed, random) = (reference("directed_cases.json"), reference("cases_5000.json"));
    let faults = planted();
    assert!(faults.len() >= 15);
    for planted in &faults {
        let others = [("directed", &directed), ("random", &random)].map(|(name, cases)| match cases {
            None => format!("{name} not run"),
            Some(cases) => format!("{name} {}", if is_seen(planted, cases) { "see it" } else { "do not" }),
        });
        eprintln!("{}, {}: {}", planted.rule, planted.fault, others.join(", "));
        assert!(is_seen(planted, &hand_made), "{}: {} goes unseen", planted.rule, planted.fault);
    }
}

#[test]
fn the_table_itself_is_not_taken_for_a_fault() {
    for entry in RED_FLAGS {
        let same = Planted { fault: "none", rule: entry.id, levels: entry.levels.to_vec() };
        assert!(!is_seen(&same, &fixtures()), "{} {}", same.rule, same.fault);
    }
}
