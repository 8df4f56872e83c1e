//! `tingled experiment` as a user meets it: from the proposal to the verdict.
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

use asked::Day;
use serde_json::Value as Json;
use terminal::{Said, Terminal};
use tingled::body::exposures::EXPOSURES;
use tingled::person::Profile;
use tingled::record::History;
use tingled::study::person::study;
use tingled::study::trial::proposal::{NoTrial, propose};
use tingled::time::{Timestamp, add_days, add_minutes};
use tingled::voice::trial::change::with_the_change;
use tingled::voice::{Language, forbidden_in};

/// Whether a day is one of not quite a half, here and there.
fn is_tight(number: usize) -> bool {
    number * 37 % 101 < 45
}

/// Days of which most in tight gear tingle, and hardly any other.
fn days(sessions: usize, end: Timestamp) -> Vec<Day> {
    let day = |number: usize| Day {
        start: add_days(end, -2.0 * (sessions - number) as f64),
        minutes: 45.0,
        effort: 5.0,
        is_tight: is_tight(number),
        air_c: 15.0,
        drunk_ml: 200.0,
        tingled: is_tight(number) && number % 9 != 4 || number == 12,
    };
    (0..sessions).map(day).collect()
}

/// The day on which a trial of these tests is made to have begun: 99 days ago.
fn begin() -> Timestamp {
    add_days(jiff::Timestamp::now(), -99.0)
}

fn told(terminal: &Terminal, days: &[Day]) {
    let (workouts, symptoms) = asked::csv(days);
    terminal.write("workouts.csv", &workouts);
    terminal.write("symptoms.csv", &symptoms);
    let said = terminal.run("tingled import workouts.csv symptoms.csv");
    assert_eq!(said.code, Some(0), "{said:?}");
}

/// A terminal where Ana's 70 sessions until that day are recorded.
fn ana() -> Terminal {
    let terminal = Terminal::new();
    terminal.write("tingled.toml", "[person.ana]\ntimezone = \"UTC\"\nname = \"Ana\"\n");
    told(&terminal, &days(70, begin()));
    terminal
}

fn good(terminal: &Terminal, line: &str) -> Said {
    let said = terminal.run(line);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{line}: {said:?}");
    said
}

/// Makes the trial as old as the test wants it; its schedule.
fn started(terminal: &Terminal, line: &str) -> Vec<String> {
    let json = good(terminal, &format!("{line} --json")).json();
    let trial = &json["trial"];
    assert_eq!((&trial["state"], &trial["held"]), (&"running".into(), &0.into()), "{json}");
    let db = rusqlite::Connection::open(terminal.data().join("tingled.db")).unwrap();
    let rows = db.execute("UPDATE trial SET started_ms = ?1", [begin().as_millisecond()]).unwrap();
    assert_eq!(rows, 1);
    trial["schedule"].as_array().unwrap().iter().map(|arm| arm.as_str().unwrap().to_owned()).collect()
}

/// Sessions of a trial, one a day: loose where the change was drawn; it tingles with tight gear or as told.
fn held(schedule: &[String], count: usize, tingles: impl Fn(&str) -> bool) -> Vec<Day> {
    let day = |(number, arm): (usize, &String)| Day {
        start: add_minutes(add_days(begin(), number as f64), 60.0),
        minutes: 45.0,
        effort: 5.0,
        is_tight: arm == "usual",
        air_c: 15.0,
        drunk_ml: 200.0,
        tingled: tingles(arm),
    };
    schedule.iter().take(count).enumerate().map(day).collect()
}

fn trial(terminal: &Terminal) -> Json {
    good(terminal, "tingled experiment status --json").json()["trial"].clone()
}

#[test]
fn from_the_proposal_to_the_verdict() {
    let terminal = ana();
    let said = good(&terminal, "tingled experiment propose");
    for wanted in [
        "A trial that could tell: ",
        "With the change: Loosen laces",
        "As usual: do what you would do anyway",
        "In 8 of 10 trials that is enough",
        "It ends: ",
        "no medical advice and not a diagnosis",
        "tingled experiment start --exposure tight_fit",
    ] {
        assert!(said.out.contains(wanted), "{wanted}: {said:?}");
    }
    let json = good(&terminal, "tingled experiment propose --json").json();
    assert_eq!((&json["schema"], &json["trial"]), (&"tingled.experiment/1".into(), &Json::Null));
    let sessions = json["proposal"]["sessions"].as_u64().unwrap() as usize;
    assert!((10..=40).contains(&sessions), "{json}");
    assert!(good(&terminal, "tingled experiment status").out.contains("No trial was ever begun"));

    let schedule = started(&terminal, "tingled experiment start --seed 7");
    assert_eq!(schedule.len(), sessions);
    told(&terminal, &held(&schedule, 3, |arm| arm == "usual"));
    let said = good(&terminal, "tingled experiment status");
    assert!(said.out.contains(&format!("3 of {sessions} sessions held, 3 of them answered.")), "{said:?}");
    let next = if schedule[3] == "usual" { "Session 4: as usual." } else { "Session 4: with the change. Loosen" };
    assert!(said.out.contains(next), "{said:?}");
    assert!(!said.out.contains("p = ") && trial(&terminal)["verdict"].is_null(), "{said:?}");

    told(&terminal, &held(&schedule, sessions, |arm| arm == "usual")[3..]);
    let said = good(&terminal, "tingled experiment status");
    let half = sessions / 2;
    for wanted in [
        "All sessions are held.".to_owned(),
        format!("With the change 0 of {half} answered sessions tingled, as usual {half} of {half}."),
        format!("Randomisation test over {half} pairs: p = 0.00"),
        "no proof".to_owned(),
        format!("Done as drawn: {sessions}; not: 0; not recorded: 0."),
    ] {
        assert!(said.out.contains(&wanted), "{wanted}: {said:?}");
    }
    let found = trial(&terminal);
    assert_eq!((&found["why"], &found["verdict"]["helped"]), (&"complete".into(), &true.into()));
    assert_eq!(found["verdict"]["p"], (0.5_f64.powi(half as i32) * 10_000.0).round() / 10_000.0);
    // It is over by itself: another may begin, and both stay.
    good(&terminal, "tingled experiment start");
    let db = rusqlite::Connection::open(terminal.data().join("tingled.db")).unwrap();
    let mut all = db.prepare("SELECT state, why FROM trial ORDER BY id").unwrap();
    let rows = all.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)));
    let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    assert_eq!(rows, [("ended".to_owned(), Some("complete".to_owned())), ("running".to_owned(), None)]);
}

#[test]
fn a_change_that_does_nothing_is_not_claimed_to_help() {
    let terminal = ana();
    let schedule = started(&terminal, "tingled experiment start --seed 7");
    let days = held(&schedule, schedule.len(), |_| true);
    let last = schedule.len() - 2;
    told(&terminal, &days[..last]);
    // With one pair left nothing can show a help any more.
    assert_eq!(trial(&terminal)["why"], "not_possible");
    told(&terminal, &days[last..]);
    let said = good(&terminal, "tingled experiment status");
    assert!(said.out.contains("does not show that the change helps") && !said.out.contains("fits best"), "{said:?}");
    assert_eq!(trial(&terminal)["verdict"]["helped"], false);
    assert_eq!(trial(&terminal)["why"], "complete");
}

#[test]
fn sessions_count_as_drawn_and_what_was_not_followed_is_told() {
    let terminal = ana();
    let schedule = started(&terminal, "tingled experiment start --seed 7");
    let mut days = held(&schedule, 4, |_| false);
    days.iter_mut().for_each(|day| day.is_tight = true);
    told(&terminal, &days);
    let found = trial(&terminal);
    assert_eq!((&found["held"], &found["followed"], &found["not_followed"]), (&4.into(), &2.into(), &2.into()));
}

#[test]
fn the_order_follows_from_the_seed_alone() {
    let orders: Vec<Vec<String>> =
        [5, 5, 6].iter().map(|seed| started(&ana(), &format!("tingled experiment start --seed {seed}"))).collect();
    assert_eq!(orders[0], orders[1]);
    assert_ne!(orders[0], orders[2]);
    assert!(orders[0].chunks(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn a_second_trial_is_refused_while_one_runs() {
    let terminal = ana();
    let schedule = started(&terminal, "tingled experiment start");
    let said = terminal.run("tingled experiment start --exposure tight_fit");
    assert_eq!((said.code, said.out.as_str()), (Some(64), ""), "{said:?}");
    assert!(said.err.contains("a trial is running") && said.err.contains("tingled experiment stop"), "{said:?}");
    assert_eq!(trial(&terminal)["schedule"].as_array().unwrap().len(), schedule.len());
}

#[test]
fn it_can_be_stopped_early_and_says_so() {
    let terminal = ana();
    assert_eq!(terminal.run("tingled experiment stop").code, Some(64));
    let schedule = started(&terminal, "tingled experiment start");
    told(&terminal, &held(&schedule, 6, |arm| arm == "usual"));
    let said = good(&terminal, "tingled experiment stop");
    for wanted in ["Ended early, by you.", "settles nothing", "of 3 answered sessions"] {
        assert!(said.out.contains(wanted), "{wanted}: {said:?}");
    }
    let found = trial(&terminal);
    assert_eq!((&found["why"], &found["verdict"]["helped"]), (&"stopped".into(), &Json::Null));
    assert_eq!(terminal.run("tingled experiment stop").code, Some(64));
    good(&terminal, "tingled experiment start");
}

#[test]
fn an_alert_for_a_doctor_today_ends_it_and_none_begins() {
    let terminal = ana();
    let schedule = started(&terminal, "tingled experiment start");
    told(&terminal, &held(&schedule, 4, |arm| arm == "usual"));
    assert_eq!(terminal.run("tingled log tingling --sign swelling --site calf").code, Some(0));
    let said = good(&terminal, "tingled experiment status");
    assert!(said.out.contains("Follow the alert first: the trial has ended"), "{said:?}");
    assert_eq!(trial(&terminal)["why"], "alert");
    let said = good(&terminal, "tingled experiment propose");
    assert!(said.out.starts_with("No trial now: an alert says to see a doctor today"), "{said:?}");
    let said = terminal.run("tingled experiment start");
    assert_eq!((said.code, said.out.as_str()), (Some(64), ""), "{said:?}");
}

#[test]
fn an_exposure_without_a_safe_change_is_refused() {
    let terminal = ana();
    for (name, wanted) in [
        ("na_deficit", "no change of it is safe"),
        ("spike30", "no change of it is safe"),
        ("fatigue", "no change of it is safe"),
        ("tag.coffee", "no change of it is safe"),
        ("no_electrolyte", "speaks against salt"),
        ("compression", "no doctor prescribed"),
        ("music", "could not test it"),
        ("wbgt", "could not test it"),
        ("moon", "No exposure is called “moon”"),
    ] {
        for verb in ["propose", "start"] {
            let said = terminal.run(&format!("tingled experiment {verb} --exposure {name}"));
            assert_eq!((said.code, said.out.as_str()), (Some(64), ""), "{name}: {said:?}");
            assert!(said.err.contains(wanted), "{name}: {said:?}");
        }
    }
}

#[test]
fn who_has_told_too_little_hears_what_is_missing() {
    let terminal = Terminal::new();
    terminal.write("tingled.toml", "[person.ana]\ntimezone = \"UTC\"\nlanguage = \"de\"\n");
    let said = good(&terminal, "tingled experiment propose");
    assert!(said.out.starts_with("Zu früh für einen Versuch") && said.out.contains("30 weitere"), "{said:?}");
    assert!(good(&terminal, "tingled experiment status").out.starts_with("Noch wurde kein Versuch begonnen"));
    told(&terminal, &days(20, begin()));
    let json = good(&terminal, "tingled experiment propose --json").json();
    assert_eq!((&json["why_not"], &json["proposal"]), (&"too_little".into(), &Json::Null));
    assert_eq!(terminal.run("tingled experiment start").code, Some(64));
}

#[test]
fn it_speaks_the_language_of_the_person() {
    let mut terminal = ana();
    terminal.variables.insert("TINGLED_PERSON__ANA__LANGUAGE".to_owned(), "de".to_owned());
    let said = good(&terminal, "tingled experiment propose");
    assert!(said.out.contains("Lockern Sie") && said.out.contains("keine Diagnose"), "{said:?}");
    let said = good(&terminal, "tingled experiment start --seed 3");
    assert!(said.out.contains("Einheit 1: ") && said.out.contains("wie immer"), "{said:?}");
}

/// Whatever is listed or tagged: what a trial asks for withholds neither fluid nor salt nor rest, and adds neither
/// load nor tight gear.
#[test]
fn no_trial_asks_for_less_fluid_salt_or_rest_nor_for_more_load_or_tight_gear() {
    use tingled::study::trial::change::{Change, change};
    // What each does to a body, written down by hand: a new change fails here until it is thought through.
    let gives_or_eases = |change: Change| match change {
        Change::DrinkToThirst | Change::ElectrolyteDrink | Change::SleepMore | Change::WithoutCaffeine => true,
        Change::Shorter | Change::Easier | Change::CoolerHour | Change::SofterGround => true,
        Change::LoosenGear | Change::WithoutCompression | Change::WornInShoes | Change::WornInGear => true,
        Change::LighterClothing | Change::WarmUp | Change::CoolDown | Change::GetUpOften => true,
        Change::StraightBack | Change::WithoutMusic => true,
    };
    let allowed: Vec<Change> =
        Change::NAMES.iter().map(|(change, _)| *change).filter(|change| gives_or_eases(*change)).collect();
    let takes = ["less", "fewer", "without", "tight", "hard", "longer", "more", "heavier"];
    for exposure in EXPOSURES {
        let Some((change, _)) = change(exposure.name) else { continue };
        assert!(allowed.contains(&change), "{}", exposure.name);
        let text = with_the_change(change, Language::English).to_lowercase();
        let is_plain = takes.iter().all(|word| !text.split(|c: char| !c.is_alphabetic()).any(|one| one == *word));
        assert!(is_plain || change == Change::StraightBack, "{}: {text}", exposure.name);
        assert_eq!(forbidden_in(&text), Vec::<&str>::new());
    }
    // A tag may be a medicine, or food: nobody is asked to change it.
    for name in ["tag.salt", "tag.water", "tag.rest", "tag.medicine", "tag.", "tag.tight_fit"] {
        let nobody = History::of(Profile::default(), []);
        assert_eq!(propose(&study(&nobody), &nobody, Some(name), false), Err(NoTrial::NoSafeChange), "{name}");
    }
}
