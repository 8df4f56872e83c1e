//! Random weeks of training, with all that a risk of a session reads.

use tingled::assess::risks::RISKS;
use tingled::record::{Kind, Value};
use tingled::time::{Timestamp, add_days, add_minutes};

use super::random::Random;
use super::told::{Diary, Row};

/// Weeks of training in a diary that is steered towards a risk: long ones towards those that look weeks back.
pub fn training(random: &mut Random, aims: &[&str], diary: &mut Diary, now: Timestamp) {
    if !aims.iter().any(|aim| RISKS.iter().any(|risk| risk.rule.id == *aim)) {
        return;
    }
    let is_long = aims.iter().any(|aim| ["spike", "high_load"].contains(aim));
    let days: u32 = if is_long { 28 } else { 9 };
    for day in 0..days {
        // Every day a little more, and now and then far more.
        let grown = 30.0 + 2.0 * f64::from(days - day);
        let minutes = if random.chance(20) { grown * random.pick(&[1.2, 1.5, 2.5]) } else { grown };
        let start = add_minutes(add_days(now, -f64::from(day)), -minutes.round() - 45.0);
        session(random, diary, &format!("t{day}"), start, minutes.round());
        if random.chance(20) {
            // A second one of that day, soon before it.
            let gap = random.pick(&[20.0, 200.0, 470.0]);
            session(random, diary, &format!("u{day}"), add_minutes(start, -gap - 40.0), 40.0);
        }
    }
}

fn number(value: f64) -> Value {
    Value::Number(value)
}

fn session(random: &mut Random, diary: &mut Diary, id: &str, start: Timestamp, minutes: f64) {
    let mut answers = vec![("duration_min", number(minutes))];
    let mut told = |chance: usize, name: &'static str, values: &[f64]| {
        answers.extend(random.chance(chance).then(|| (name, number(random.pick(values)))));
    };
    told(80, "rpe_cr10", &[2.0, 3.0, 4.0, 6.0, 8.0]);
    told(50, "temp_c", &[4.0, 17.0, 25.0, 27.0, 33.0]);
    told(80, "humidity_pct", &[30.0, 60.0, 80.0]);
    told(40, "shoe_km", &[0.0, 79.0, 80.0, 400.0]);
    told(40, "warmup_min", &[0.0, 4.0, 5.0, 15.0]);
    told(40, "cooldown_min", &[0.0, 4.0, 5.0, 15.0]);
    told(50, "sweat_loss_ml", &[600.0, 2600.0, 3000.0]);
    told(60, "sodium_mg", &[0.0, 100.0, 900.0]);
    for name in ["tight_fit", "compression", "new_gear"] {
        let told = Value::Flag(random.chance(50));
        answers.extend(random.chance(40).then_some((name, told)));
    }
    if random.chance(40) {
        answers.push(("sport", Value::Text(random.pick(&["run", "bike"]).to_owned())));
        answers.push(("distance_m", number(minutes * random.pick(&[150.0, 160.0, 300.0]))));
    }
    diary.rows.push(Row { kind: Kind::Workout, id: id.to_owned(), at: start, answers });
    let morning = add_minutes(start, -30.0);
    let measures = [("sleep", "h", [4.0, 7.5]), ("fatigue", "1_5", [2.0, 5.0]), ("back_pain", "0_10", [1.0, 7.0])];
    for (what, unit, values) in measures {
        if random.chance(30) {
            let value = number(random.pick(&values));
            let text = |word: &str| Value::Text(word.to_owned());
            let answers = vec![("what", text(what)), ("value", value), ("unit", text(unit))];
            diary.rows.push(Row { kind: Kind::Measure, id: format!("{what}-{id}"), at: morning, answers });
        }
    }
    if random.chance(25) {
        let mut answers = vec![("tingling", Value::Flag(false)), ("session_id", Value::Text(id.to_owned()))];
        answers.push(("pain_before_or_during", number(random.pick(&[0.0, 4.0, 5.0, 8.0]))));
        let at = add_minutes(start, minutes + 1.0);
        diary.rows.push(Row { kind: Kind::Symptom, id: format!("p-{id}"), at, answers });
    }
}
