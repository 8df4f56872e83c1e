//! Every worry, cause and tip of the article is answered, by something that can be made to appear.

use std::collections::BTreeSet;

use tingled::assess::advice::{EXERTION, tip};
use tingled::assess::patterns::Group;
use tingled::assess::rules::rule;
use tingled::record::Value;
use tingled::units::{Quantity, Year};

use super::stories::given;
use super::{Person, healthy};
use crate::cases;

/// One row: kind, rules, cause, tip.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    kind: String,
    rules: Vec<String>,
    cause: String,
    advice: String,
}

fn row(kind: &str, rules: &str, cause: &str, advice: &str) -> Row {
    let rules = rules.to_lowercase().split_whitespace().map(str::to_owned).collect();
    Row { kind: kind.to_owned(), rules, cause: cause.to_owned(), advice: advice.to_owned() }
}

fn own_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, line) in include_str!("../../fixtures/coverage/article.csv").lines().enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let [number, what, kind, rules, cause, advice] = cells[..] else { panic!("{line}") };
        if place == 0 {
            assert_eq!(line, "row,what,kind,rules,cause,advice");
            continue;
        }
        assert!(number == place.to_string() && !what.is_empty(), "{line}");
        rows.push(row(kind, rules, cause, advice));
    }
    rows
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

/// The name under which the reference lists ordinary exertion among causes.
const ORDINARY: &str = "harmless_exertion";

/// A report that fits the cause best.
fn fits(cause: &str) -> Person {
    let one = |told: &[(&'static str, &str)]| healthy().told("10T20:00:00", told);
    let again = |told: &[(&'static str, &str)]| {
        healthy().told("05T20:00:00", told).told("08T20:00:00", told).told("10T20:00:00", told)
    };
    let born = |mut person: Person, year: f64| {
        person.day.profile.birth_year = Year::new(year);
        person
    };
    match cause {
        ORDINARY => given("cool_down"),
        "histamine" => {
            one(&[("sites", "ankle:both"), ("quality", "itching"), ("signs", "hives"), ("onset", "during")])
        }
        "gear" => given("fitting_shoes"),
        "pad" => {
            let walking = [
                ("sites", "calf:both"),
                ("onset", "during"),
                ("worsened_by", "walking"),
                ("relief_min", "8"),
                ("relieved_by", "rest"),
            ];
            born(again(&walking), 1960.0)
        }
        "electrolyte" => given("drink_to_thirst"),
        "nerve_spine" => given("ask_about_therapy"),
        "overuse_sij" => given("stretch_before"),
        "cecs" => again(&[
            ("sites", "shin:both"),
            ("quality", "tight"),
            ("signs", ""),
            ("onset", "during"),
            ("onset_min", "12"),
            ("relief_min", "15"),
        ]),
        "paes" => {
            let calf = [
                ("sites", "calf:left"),
                ("worsened_by", "plantarflexion"),
                ("signs", "discoloured_pale"),
                ("relief_min", "2"),
            ];
            born(again(&calf), 1998.0)
        }
        other => panic!("no report for {other}"),
    }
}

/// What is wrong with the answers of a row.
fn problems(row: &Row, fired: &BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    for id in &row.rules {
        if rule(id).is_none() {
            problems.push(format!("no rule {id}"));
        } else if !fired.contains(id) {
            problems.push(format!("{id} never fires"));
        }
    }
    if !row.cause.is_empty() {
        let person = fits(&row.cause);
        let found = person.findings();
        let pattern = |what: &str, group: &str| {
            let pieces = found.iter().filter(|one| one.rule.as_str() == "pattern").flat_map(|one| &one.evidence);
            let named = |value: &Value| matches!(value, Value::List(all) if all.iter().any(|name| name == group));
            pieces.into_iter().any(|piece| piece.what == what && (group.is_empty() || named(&piece.value)))
        };
        let appears = match row.cause.as_str() {
            ORDINARY => pattern(EXERTION, ""),
            group => Group::from_name(group).is_some() && pattern("fits_best", group),
        };
        if !appears {
            problems.push(format!("{} fits no report best", row.cause));
        }
    }
    if !row.advice.is_empty() {
        if tip(&row.advice).is_none() {
            problems.push(format!("no tip {}", row.advice));
        } else if !given(&row.advice).gets(&row.advice) {
            problems.push(format!("{} is never given", row.advice));
        }
    }
    if row.rules.is_empty() && row.cause.is_empty() && row.advice.is_empty() {
        problems.push("nothing answers it".to_owned());
    }
    problems
}

/// The red flags that some case makes fire.
fn fired() -> BTreeSet<String> {
    let cases = cases::fixtures();
    let hits = |case: &cases::Given| cases::hits(&case.verdicts()).into_keys().collect::<Vec<_>>();
    cases.iter().filter(|case| case.kind == "fires").flat_map(hits).collect()
}

#[test]
fn every_worry_cause_and_tip_is_answered_by_something_alive() {
    let (rows, fired) = (own_rows(), fired());
    assert!(rows.len() >= 49, "{}", rows.len());
    for row in &rows {
        assert_eq!(problems(row, &fired), Vec::<String>::new(), "{row:?}");
    }
    for kind in ["red_flag", "cause", "tip"] {
        assert!(rows.iter().filter(|row| row.kind == kind).count() >= 12, "{kind}");
    }
}

#[test]
fn an_answer_that_is_not_there_is_seen() {
    let fired = fired();
    for broken in [
        row("red_flag", "rf99", "", ""),
        row("red_flag", "fluid_gain", "", ""),
        row("tip", "", "", "push_harder"),
        row("tip", "", "", ""),
    ] {
        assert_eq!(problems(&broken, &fired).len(), 1, "{broken:?}");
    }
}

#[test]
fn no_row_of_the_reference_is_missing() {
    let Some(folder) = std::env::var_os("TINGLED_REFERENCE") else {
        eprintln!("not run: TINGLED_REFERENCE is not set");
        return;
    };
    let path = std::path::Path::new(&folder).join("tables/article_coverage.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("article_phrase_verbatim,kind,rules,cause,advice_id,withheld_when"));
    let wanted: Vec<Row> = lines
        .map(|line| {
            let cells = cells(line);
            let [_, kind, rules, cause, advice, _] = &cells[..] else { panic!("{cells:?}") };
            row(kind, rules, cause, advice)
        })
        .collect();
    assert_eq!(own_rows(), wanted);
}

/// What the reference says keeps a tip back, and the reasons of our table for it.
#[test]
fn every_reason_of_the_reference_keeps_its_tip_back() {
    let Some(folder) = std::env::var_os("TINGLED_REFERENCE") else {
        eprintln!("not run: TINGLED_REFERENCE is not set");
        return;
    };
    let path = std::path::Path::new(&folder).join("tables/article_coverage.csv");
    let known: &[(&str, &str)] = &[
        ("an emergency or same-day sign is open", "doctor_first"),
        ("RF21 new injury, RF19 pain or RF11 sign open", "pain_or_injury"),
        ("chest pain, faint or severe pain ticked (stop at once)", "stop_at_once"),
        ("gear already off and tingling persists (RF18 instead)", "gear_is_off"),
        ("compression was prescribed", "compression_prescribed"),
        ("cold weather", "cold_weather"),
        ("no measured or reported intake", "intake_unknown"),
        ("weight gained or weight change unknown after 3 h or more", "gain_seen mass_change_unknown"),
        ("intake already at 800 ml/h", "drinking_much"),
        ("session over 4 h", "long_session"),
        ("headache, vomiting or confusion ticked", "headache_vomiting_confusion"),
        (
            "kidney disease, heart failure, or blood-pressure or potassium medicines are not answered no",
            "kidney_heart_medicine",
        ),
        ("weight gained", "gain_seen"),
        ("nut or food allergy answered yes", "food_allergy"),
        ("spinach also with an anticoagulant", "anticoagulant"),
        ("RF01, RF02, RF13 or RF15 open (doctor first)", "nerve_sign"),
        ("never", ""),
        // Said of a surgeon, which is no tip of ours at all.
        ("not given as advice: a doctor's matter (RF05, RF23)", ""),
    ];
    let text = std::fs::read_to_string(path).unwrap();
    let mut checked = 0;
    for line in text.lines().skip(1) {
        let cells = cells(line);
        let (advice, withheld) = (&cells[4], &cells[5]);
        for condition in withheld.split(';').map(str::trim).filter(|condition| !condition.is_empty()) {
            let names = known.iter().find(|(text, _)| *text == condition);
            let (_, names) = names.unwrap_or_else(|| panic!("{advice}: nothing answers {condition:?}"));
            let ours = tip(advice).unwrap().withheld;
            for name in names.split_whitespace() {
                assert!(ours.iter().any(|reason| reason.name() == name), "{advice}: {name}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 30, "{checked}");
}
