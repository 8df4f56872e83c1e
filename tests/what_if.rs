//! `tingled what-if` as a user meets it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

mod asked;
mod terminal;

use jiff::ToSpan;
use terminal::Terminal;

/// A terminal where Ana's life until now is recorded: her next session is tomorrow at 10 o'clock.
fn ana() -> Terminal {
    let terminal = Terminal::new();
    terminal.write("tingled.toml", "[person.ana]\ntimezone = \"UTC\"\nname = \"Ana\"\n");
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let tomorrow = today.checked_add(1.day()).unwrap().at(10, 0, 0, 0);
    let end = jiff::tz::TimeZone::UTC.to_timestamp(tomorrow).unwrap();
    let (workouts, symptoms) = asked::csv(&asked::life(9, 200, 1.2, end));
    terminal.write("workouts.csv", &workouts);
    terminal.write("symptoms.csv", &symptoms);
    let said = terminal.run("tingled import workouts.csv symptoms.csv");
    assert_eq!(said.code, Some(0), "{said:?}");
    terminal
}

const PLAN: &str = "run 85min rpe 7 tight tomorrow at 10:00";

#[test]
fn a_plan_is_held_against_the_own_usual() {
    let terminal = ana();
    let said = terminal.run(&format!("tingled what-if '{PLAN}'"));
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said:?}");
    for wanted in [
        "understood: duration min 85, sport run, rpe cr10 7, tight fit yes\n",
        "Planned for ",
        "Risk of tingling: higher than your usual.\n",
        "of 200 answered sessions came with tingling",
        "Raises it: load of the session ",
        "One of these alone would make it lower: ",
        "Not known, and left out: ",
        "not a diagnosis",
    ] {
        assert!(said.out.contains(wanted), "{wanted}: {said:?}");
    }
    // Words alone may be given without quotes, in any order, and options stand anywhere.
    let same = terminal.run("tingled what-if tomorrow at 10:00 tight rpe 7 --person ana 85min run --json");
    let json = same.json();
    assert_eq!((&json["schema"], &json["of"]), (&"tingled.what_if/1".into(), &"planned".into()));
    assert_eq!((&json["forecast"], &json["why_not"]), (&"higher".into(), &serde_json::Value::Null));
    assert_eq!(json["told"]["duration_min"], 85);
    assert_eq!(json["changes"][0]["what"], "shorter");
    let lines: Vec<&str> = json["text"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(said.out.lines().skip(1).collect::<Vec<_>>(), lines);
    // Nothing was recorded by asking.
    assert_eq!(terminal.run("tingled status --json").json()["persons"][0]["records"]["workout"]["count"], 200);
}

#[test]
fn a_chance_is_nowhere_in_the_answer() {
    fn names(json: &serde_json::Value, found: &mut Vec<String>) {
        match json {
            serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                found.push(name.clone());
                names(value, found);
            }),
            serde_json::Value::Array(items) => items.iter().for_each(|item| names(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    names(&ana().run(&format!("tingled what-if --json '{PLAN}'")).json(), &mut found);
    assert!(found.len() > 30);
    for name in found {
        assert!(!["chance", "risk", "probability", "odds", "push"].contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_session_that_has_just_finished_is_asked_for_with_last() {
    let terminal = ana();
    let said = terminal.run("tingled what-if --last");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("The session of ") && said.out.contains("It is answered already: "), "{said:?}");
    let json = terminal.run("tingled what-if --last --json").json();
    assert_eq!((&json["of"], json["session"].as_str().unwrap().len()), (&"finished".into(), 20));
    assert_eq!(terminal.run("tingled what-if --last run").code, Some(64));
    assert_eq!(terminal.run("tingled what-if").code, Some(64));
}

#[test]
fn an_answer_comes_in_the_language_of_the_person() {
    let mut terminal = ana();
    terminal.variables.insert("TINGLED_PERSON__ANA__LANGUAGE".to_owned(), "de".to_owned());
    let said = terminal.run(&format!("tingled what-if '{PLAN}'"));
    for wanted in
        ["Risiko für Kribbeln: höher als für Sie üblich.", "enge Ausrüstung", "min kürzer", "keine Diagnose"]
    {
        assert!(said.out.contains(wanted), "{wanted}: {said:?}");
    }
}

#[test]
fn a_sign_for_a_doctor_goes_first() {
    let terminal = ana();
    assert_eq!(terminal.run("tingled log tingling --sign swelling --site calf").code, Some(0));
    let said = terminal.run(&format!("tingled what-if '{PLAN}'"));
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("A sign that asks for a doctor is open, and goes first"), "{said:?}");
    for wrong in ["Risk of tingling", "would make it lower", "Raises it"] {
        assert!(!said.out.contains(wrong), "{wrong}: {said:?}");
    }
}

#[test]
fn who_has_told_nothing_yet_hears_what_is_missing() {
    let terminal = Terminal::new();
    terminal.write("tingled.toml", "[person.ana]\ntimezone = \"UTC\"\n");
    let before = terminal.run("tingled what-if 'run 30min'");
    assert_eq!(before.code, Some(0), "{before:?}");
    assert!(before.out.contains("No session is answered yet") && before.out.contains("(0 of 5)"), "{before:?}");
    let last = terminal.run("tingled what-if --last");
    assert_eq!(last.code, Some(65), "{last:?}");
    assert!(last.err.contains("no finished session is recorded") && last.err.contains("help: plan one"), "{last:?}");
    assert_eq!(terminal.run("tingled what-if --person bob 'run 30min'").code, Some(64));
}

#[test]
fn the_help_says_how_a_plan_reads() {
    let said = Terminal::new().run("tingled what-if --help");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said:?}");
    assert!(said.out.contains("run 75min z3 400ml 28C") && said.out.contains("--last"), "{said:?}");
}

#[test]
fn a_slip_in_a_plan_is_shown_with_its_place() {
    let terminal = Terminal::new();
    terminal.write("tingled.toml", "[person.ana]\ntimezone = \"UTC\"\n");
    for (plan, wanted) in [
        ("run 75min tigth", ["E0303", "the plan:1:11", "was \"tight\" meant?"]),
        ("run 75", ["E0304", "the plan:1:5", "help: a length is told as 75min"]),
        ("run 75min 400m", ["E0305", "could be minutes or metres", "0.4km"]),
        ("rpe 11", ["E0306", "0 to 10", "check the unit"]),
        ("run at six", ["E0307", "a time like 18:00", "help"]),
        ("30min 1:15", ["E0308", "the duration is told twice", "leave one of both out"]),
        ("today at 0:00", ["E0309", "has passed", "--last"]),
    ] {
        let said = terminal.run(&format!("tingled what-if '{plan}'"));
        assert_eq!((said.code, said.out.as_str()), (Some(64), ""), "{plan}: {said:?}");
        for wanted in wanted {
            assert!(said.err.contains(wanted), "{plan} does not say {wanted:?}: {said:?}");
        }
    }
}
