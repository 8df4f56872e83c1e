//! Random diaries of one person, each steered towards one rule: hand-made cases of that rule and of others, told at
//! different times, with sessions, body masses, drinks, unread words, and reports that name their session.

use tingled::assess::red_flags::RED_FLAGS;
use tingled::assess::risks::RISKS;
use tingled::record::{Kind, Value};
use tingled::time::{Timestamp, add_days, add_minutes};

use super::Given;
use super::random::{self, Random};
use super::told::{self, Diary, Row};
use super::training::training;

/// Every rule a diary can be steered towards.
pub fn targets() -> Vec<&'static str> {
    let risks = RISKS.iter().map(|risk| risk.rule.id);
    RED_FLAGS.iter().map(|rule| rule.id).chain(risks).chain(["unread_answer"]).collect()
}

/// How many rules one diary is steered towards.
pub const AIMS: usize = 10;

/// A diary of `person` whose newest records lie just before `now`, with a hand-made case of each rule aimed at.
pub fn life(random: &mut Random, fixtures: &[Given], aims: &[&str], person: &str, now: Timestamp) -> Diary {
    let mut diary = Diary { person: person.to_owned(), ..Diary::default() };
    let mut cases: Vec<Given> = Vec::new();
    for aim in aims {
        let fits = |case: &&Given| case.rule == *aim && case.kind == "fires" && case.history.len() <= 12;
        let fitting: Vec<&Given> = fixtures.iter().filter(fits).collect();
        cases.extend((!fitting.is_empty()).then(|| random.pick(&fitting).clone()));
    }
    for _ in 0..random.below(3) {
        let case = random::case(random, fixtures);
        cases.extend((case.history.len() <= 12).then_some(case));
    }
    random.shuffle(&mut cases);
    for (chunk, case) in cases.iter().enumerate() {
        let age =
            random.pick(&[0.01, 0.5, 2.0, 3.25, 9.0, 14.5, 20.0, 27.0, 33.0, 40.0, 47.0, 55.0, 63.0, 70.0, 80.0]);
        let mut part = told::diary(case, person, add_days(now, -age));
        // Told again, with another id: what fires once fires again.
        if let Some(own) = part.rows.iter().find(|row| row.id == "own").cloned() {
            for again in ["again", "once-more"] {
                let at = add_minutes(own.at, -random.pick(&[0.0, 25.0, 400.0, 2900.0]));
                part.rows.push(Row { id: again.to_owned(), at, ..own.clone() });
            }
        }
        for row in &mut part.rows {
            row.id = format!("{chunk}-{}", row.id);
        }
        for (name, value) in part.profile {
            if diary.profile.iter().all(|(known, _)| *known != name) && random.chance(60) {
                diary.profile.push((name, value));
            }
        }
        diary.rows.extend(part.rows);
    }
    more(random, aims, &mut diary, now);
    diary
}

/// Profile answers, sessions with their water, and words that nobody can read.
fn more(random: &mut Random, aims: &[&str], diary: &mut Diary, now: Timestamp) {
    for _ in 0..random.below(3) {
        let answer = random.pick(&["birth_year", "history_no", "body_mass_kg"]);
        if diary.profile.iter().all(|(name, _)| *name != answer) {
            let value = match answer {
                "birth_year" => Value::Number(random.pick(&[1950.0, 1976.0, 1977.0, 1990.0])),
                "body_mass_kg" => Value::Number(68.0),
                _ => Value::List(vec!["kidney_disease".to_owned()]),
            };
            diary.profile.push((answer, value));
        }
    }
    let wet = aims.iter().any(|aim| aim.starts_with("fluid_"));
    let sessions = if wet { 5 } else { random.pick(&[1, 2, 3]) };
    for number in 0..sessions {
        session(random, diary, number, now);
    }
    training(random, aims, diary, now);
    if aims.contains(&"unread_answer") || random.chance(60) {
        unread(random, diary, now);
    }
}

/// A session with what is known of its water, and sometimes drinks, a body mass, and a report that names it.
fn session(random: &mut Random, diary: &mut Diary, number: usize, now: Timestamp) {
    let minutes = random.pick(&[45.0, 90.0, 110.0, 240.0, 300.0]);
    // No two sessions end at one moment.
    let ago = random.pick(&[0.0, 20.0, 31.0, 300.0, 1500.0, 4000.0, 30_000.0]) + 3.0 * number as f64;
    let end = add_minutes(now, -ago);
    let start = add_minutes(end, -minutes);
    let id = format!("w{number}");
    let mut answers = vec![("duration_min", Value::Number(minutes))];
    if random.chance(70) {
        answers.push(("mass_before_kg", Value::Number(70.0)));
        answers.push(("mass_after_kg", Value::Number(random.pick(&[67.5, 68.0, 68.2, 68.5, 70.1, 70.35, 71.0]))));
    } else {
        answers.push(("sweat_loss_ml", Value::Number(random.pick(&[600.0, 1700.0, 2400.0]))));
    }
    if random.chance(40) {
        answers.push(("fluid_ml", Value::Number(random.pick(&[0.0, 400.0, 900.0, 5000.0]))));
    }
    answers.extend(random.chance(50).then(|| ("sport", Value::Text(random.pick(&["run", "bike"]).to_owned()))));
    let mut add = |kind, name: &str, at, answers| {
        diary.rows.push(Row { kind, id: format!("{name}{number}"), at, answers });
    };
    add(Kind::Workout, "w", start, answers);
    for drink in 0..random.below(3) {
        let volume = ("volume_ml", Value::Number(random.pick(&[150.0, 500.0, 1000.0])));
        let at = add_minutes(start, minutes * random.pick(&[0.0, 0.5, 1.0, 1.01]));
        if at <= now {
            add(Kind::Intake, &format!("d{drink}-"), at, vec![volume]);
        }
    }
    if random.chance(40) {
        let what = ("what", Value::Text("body_mass".to_owned()));
        let value = ("value", Value::Number(random.pick(&[55.0, 70.0, 95.0])));
        add(Kind::Measure, "m", add_minutes(start, -600.0), vec![what, value, ("unit", Value::Text("kg".into()))]);
    }
    if random.chance(40) {
        let signs = random.pick(&[vec![], vec!["headache".to_owned()], vec!["puffy_hands".to_owned()]]);
        let mut answers = vec![("tingling", Value::Flag(true)), ("signs", Value::List(signs))];
        answers.push(("session_id", Value::Text(id)));
        answers.extend(random.chance(30).then_some(("weight_change_pct", Value::Number(0.4))));
        add(Kind::Symptom, "s", end, answers);
    }
}

/// Words that nobody can read, in one report of their own.
fn unread(random: &mut Random, diary: &mut Diary, now: Timestamp) {
    let words = random.pick(&[vec!["wobbly".to_owned()], vec!["pain".to_owned(), "odd; \"feeling\"".to_owned()]]);
    let field = random.pick(&["signs", "quality"]);
    let answers = vec![("tingling", Value::Flag(true)), (field, Value::List(words))];
    let at = add_days(now, -random.pick(&[0.02, 1.0, 5.0]));
    diary.rows.push(Row { kind: Kind::Symptom, id: "unread".into(), at, answers: answers.clone() });
    diary.rows.push(Row { kind: Kind::Symptom, id: "unread-too".into(), at: add_days(at, -1.5), answers });
}
