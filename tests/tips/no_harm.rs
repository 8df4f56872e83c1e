//! No tip that could harm, over random lives; and the check sees a table that forgets a reason.

use tingled::assess::advice::{Reason, TIPS, Tip};
use tingled::assess::rules::assess_with;
use tingled::assess::{Finding, Level, RuleId, Verdict};
use tingled::body::session::{Session, session_of};
use tingled::person::Profile;
use tingled::record::words::{Condition, Sign, Ticked};
use tingled::record::{Body, History, Key, Kind, Record, Symptom, Value, Vocabulary};
use tingled::time::{Timestamp, add_days, days_between};
use tingled::units::{Kilograms, Quantity};
use tingled::voice::{Language, fluid};

use super::subjects;
use crate::cases::random::{self, Random};
use crate::day::{n, record, time, words};

/// Histories of one check.
pub const LIVES: usize = 12_000;
/// Histories in which a planted fault must show.
const LIVES_WITH_FAULT: usize = 6_000;

/// A person with a session or two, reports around them, and some answers about conditions.
pub fn life(random: &mut Random) -> (History, Vec<Record>) {
    let mut records = Vec::new();
    for number in 0..random.pick(&[1, 1, 2]) {
        let day = 8 + 2 * number;
        records.push(record(Kind::Workout, &format!("{day:02}T12:00:00"), &format!("w{number}"), &session(random)));
        if random.chance(25) {
            let drink = [("volume_ml", n(random.pick(&[100.0, 400.0, 900.0, 2500.0])))];
            records.push(record(Kind::Intake, &format!("{day:02}T12:20:00"), &format!("i{number}"), &drink));
        }
    }
    for number in 0..random.pick(&[0, 1, 1, 2, 3]) {
        let (day, hour) = (random.pick(&[7, 8, 8, 9, 10, 10, 11]), random.pick(&[10, 15, 20]));
        let told = record(Kind::Symptom, &format!("{day:02}T{hour}:{number:02}:00"), &format!("r{number}"), &[]);
        records.push(Record { body: Body::Symptom(Box::new(report(random))), ..told });
    }
    (History::of(profile(random), records.clone()), records)
}

fn profile(random: &mut Random) -> Profile {
    let (mut yes, mut no) = (Ticked::default(), Ticked::default());
    let answered = random.pick(&[40, 90, 100]);
    for condition in Condition::ALL {
        match (random.chance(answered), random.chance(6)) {
            (true, true) => drop(yes.words.insert(*condition)),
            (true, false) => drop(no.words.insert(*condition)),
            (false, _) => {}
        }
    }
    let body_mass_kg = random.pick(&[None, Kilograms::new(70.0), Kilograms::new(55.0)]);
    Profile { history: Some(yes), history_no: Some(no), body_mass_kg, ..Profile::default() }
}

fn session(random: &mut Random) -> Vec<(&'static str, Value)> {
    let mut answers = Vec::new();
    let mut maybe = |random: &mut Random, percent, field, values: &[f64]| {
        if random.chance(percent) {
            answers.push((field, n(random.pick(values))));
        }
    };
    maybe(random, 92, "duration_min", &[30.0, 60.0, 90.0, 120.0, 179.0, 180.0, 200.0, 239.0, 240.0, 241.0, 300.0]);
    maybe(random, 65, "mass_before_kg", &[70.0]);
    maybe(random, 65, "mass_after_kg", &[65.0, 67.0, 67.6, 68.0, 68.3, 68.5, 69.0, 70.0, 70.01, 70.3, 70.6, 74.0]);
    maybe(random, 65, "fluid_ml", &[0.0, 200.0, 400.0, 700.0, 800.0, 1200.0, 1600.0, 2400.0, 3200.0]);
    maybe(random, 60, "sweat_loss_ml", &[500.0, 1800.0, 2300.0, 3000.0, 4000.0]);
    maybe(random, 60, "sodium_mg", &[0.0, 0.0, 800.0]);
    maybe(random, 50, "temp_c", &[5.0, 9.9, 10.0, 20.0, 31.0]);
    if random.chance(30) {
        answers.push(("tight_fit", Value::Flag(random.chance(60))));
    }
    answers
}

fn report(random: &mut Random) -> Symptom {
    let mut said = Symptom::default();
    for field in random::fields() {
        if field != "signs" && random.chance(35) {
            let value = random::answer(random, field);
            random::set(&mut said, field, value);
        }
    }
    if random.chance(80) {
        let all: &[&str] = &["cramp", "perioral_or_hand", "psis_pain", "back_pain"];
        let mut ticked: Vec<&str> = (0..random.pick(&[0, 1, 2])).map(|_| random.pick(all)).collect();
        if random.chance(12) {
            ticked.push(random.pick(&[
                "headache",
                "vomiting",
                "severe_headache",
                "confusion",
                "swelling",
                "bladder",
            ]));
        }
        if random.chance(6) {
            ticked.push("wobbly");
        }
        random::set(&mut said, "signs", words(&ticked));
    }
    said
}

/// What every rule says about every record.
type All = Vec<(RuleId, Key, Verdict)>;

/// A tip that could harm, as told by the records themselves.
fn harm(history: &History, all: &All, finding: &Finding, now: Timestamp) -> Option<String> {
    let has = |tips: &[&str]| finding.advice.iter().any(|given| tips.contains(&&**given));
    let tells_to_drink = has(&["drink_to_thirst", "electrolytes_long"])
        || finding.change.iter().any(|change| change.what == "drink_ml")
        || fluid::message(finding, Language::English).is_some_and(|message| message.contains("Drink to thirst"));
    let own: Option<(&(Timestamp, Key), &Symptom)> =
        history.symptoms().iter().find(|((_, key), _)| *key == finding.subject);
    let session = match own {
        Some(((at, _), said)) => session_of(history, *at, said),
        None => history
            .workouts()
            .keys()
            .find(|(_, key)| *key == finding.subject)
            .and_then(|(at, key)| Session::of(history, *at, *key)),
    };
    let belongs = |at: &Timestamp, said: &Symptom| {
        session.is_some_and(|session| session_of(history, *at, said).is_some_and(|its| its.key == session.key))
    };
    let told: Vec<&Symptom> = history
        .symptoms()
        .iter()
        .filter(|((at, key), said)| *key == finding.subject || belongs(at, said))
        .map(|(_, said)| said)
        .collect();
    let no = |condition| history.profile.has(condition) == Some(false);
    let mut wrong = Vec::new();
    if finding.advice.len() > 3 {
        wrong.push("more than three tips");
    }
    if tells_to_drink {
        wrong.extend(drink_harm(history, session.as_ref(), &told, finding));
    }
    if has(&["electrolytes_long", "mineral_foods", "mineral_foods_no_spinach"]) {
        use Condition::{BloodPressureMedicine, HeartFailure, KidneyDisease, PotassiumMedicine};
        let all_no = no(KidneyDisease) && no(HeartFailure) && no(BloodPressureMedicine) && no(PotassiumMedicine);
        wrong.extend((!all_no).then_some("salts and a condition that is not answered no"));
    }
    if has(&["mineral_foods", "mineral_foods_no_spinach"]) {
        wrong.extend((!no(Condition::FoodAllergy)).then_some("foods and an allergy"));
        wrong.extend(gained(session.as_ref(), &told).then_some("foods after a gain"));
        let is_long = session.is_some_and(|session| session.length_h().is_none_or(|hours| hours >= 3.0));
        wrong.extend((is_long && !mass_known(session.as_ref(), &told)).then_some("foods and mass unknown"));
        wrong.extend(ill(&told).then_some("foods and ill"));
        wrong.extend(unread(&told).then_some("foods and signs not read"));
    }
    wrong.extend((has(&["mineral_foods"]) && !no(Condition::Anticoagulant)).then_some("spinach and a blood thinner"));
    let guarded =
        ["drink_to_thirst", "electrolytes_long", "ask_about_salts", "mineral_foods", "mineral_foods_no_spinach"];
    wrong.extend((has(&guarded) && doctor_first(history, all, finding, now)).then_some("a doctor comes first"));
    (!wrong.is_empty()).then(|| format!("{wrong:?}"))
}

fn drink_harm(
    history: &History,
    session: Option<&Session<'_>>,
    told: &[&Symptom],
    finding: &Finding,
) -> Vec<&'static str> {
    let Some(session) = session else { return vec!["drink without a session"] };
    let mut wrong = Vec::new();
    let hours = session.workout.duration_min.map(|minutes| minutes.get() / 60.0);
    let logged = |((at, _), one): (&(Timestamp, Key), &tingled::record::Intake)| {
        let end = hours.map(|hours| add_days(session.start, hours / 24.0));
        (*at >= session.start && end.is_some_and(|end| *at <= end)).then_some(one.volume_ml?.get())
    };
    let logged: Vec<f64> = history.intakes().iter().filter_map(logged).collect();
    let drunk = session.workout.fluid_ml.map(Quantity::get);
    let drunk = drunk.or((!logged.is_empty()).then(|| logged.iter().sum()));
    match (drunk, hours) {
        (Some(ml), Some(hours)) => {
            let more = finding.change.iter().map(|change| change.by).sum::<f64>();
            wrong.extend((ml / hours >= 800.0).then_some("drank much already"));
            wrong.extend(((ml + more) / hours > 800.0).then_some("more would pass the limit"));
            wrong.extend((hours > 4.0).then_some("a session of more than 4 h"));
            wrong.extend((hours >= 3.0 && !mass_known(Some(session), told)).then_some("long, and mass unknown"));
        }
        _ => wrong.push("what was drunk is not known"),
    }
    wrong.extend(gained(Some(session), told).then_some("a gain"));
    let held = |condition| history.profile.has(condition) == Some(true);
    let restricted = held(Condition::KidneyDisease) || held(Condition::HeartFailure);
    wrong.extend(restricted.then_some("drink and kidney disease or heart failure"));
    wrong.extend(ill(told).then_some("headache, vomiting or confusion"));
    wrong.extend(unread(told).then_some("signs not read"));
    wrong
}

fn masses(session: Option<&Session<'_>>) -> Option<f64> {
    let workout = session?.workout;
    Some(workout.mass_after_kg?.get() - workout.mass_before_kg?.get())
}

fn mass_known(session: Option<&Session<'_>>, told: &[&Symptom]) -> bool {
    masses(session).is_some() || told.iter().any(|said| said.weight_change_pct.is_some())
}

fn gained(session: Option<&Session<'_>>, told: &[&Symptom]) -> bool {
    masses(session).is_some_and(|kg| kg > 0.0)
        || told.iter().any(|said| said.weight_change_pct.is_some_and(|pct| pct.get() > 0.0))
}

fn ill(told: &[&Symptom]) -> bool {
    let signs = [Sign::Headache, Sign::SevereHeadache, Sign::Vomiting, Sign::Confusion];
    told.iter().any(|said| said.signs.as_ref().is_some_and(|ticked| signs.iter().any(|sign| ticked.has(*sign))))
}

fn unread(told: &[&Symptom]) -> bool {
    told.iter().any(|said| match &said.signs {
        Some(ticked) => !ticked.unread.is_empty(),
        None => said.tingling != Some(false),
    })
}

/// A sign for today or now, in this very report or in one of 14 days that no newer report answers.
fn doctor_first(history: &History, all: &All, finding: &Finding, now: Timestamp) -> bool {
    let at = |key: &Key| history.symptoms().keys().find(|(_, known)| known == key).map(|(at, _)| *at);
    let is_flag = |rule: &RuleId| rule.as_str().starts_with("rf");
    all.iter().filter(|(rule, ..)| is_flag(rule)).any(|(rule, key, verdict)| {
        let (Some(found), Some(told_at)) = (verdict.found(), at(key)) else { return false };
        let answered = all.iter().any(|(other, newer, verdict)| {
            other == rule && *verdict == Verdict::Clear && at(newer).is_some_and(|newer| newer > told_at)
        });
        let is_open = days_between(told_at, now) < 14.0 && !answered;
        found.level >= Level::Urgent && (*key == finding.subject || is_open)
    })
}

/// What was found over so many lives with a table: tips given, and harm, up to the first life with any.
fn run(tips: &'static [Tip], lives: usize, seed: u64) -> (Vec<usize>, Vec<String>) {
    let mut random = Random(seed);
    let now = time("12T12:00:00");
    let (mut given, mut harms) = (vec![0; TIPS.len()], Vec::new());
    for _ in 0..lives {
        let (history, records) = life(&mut random);
        let all = assess_with(tips, &history, &subjects(&history), now);
        for finding in all.iter().filter_map(|(_, _, verdict)| verdict.found()) {
            for (place, tip) in TIPS.iter().enumerate() {
                given[place] += usize::from(finding.advice.iter().any(|id| id == tip.id));
            }
            if let Some(what) = harm(&history, &all, finding, now) {
                harms.push(format!("{what} {}: {:?} {records:#?}", finding.rule, finding.advice));
            }
        }
        if !harms.is_empty() {
            break;
        }
    }
    (given, harms)
}

#[test]
fn over_random_lives_no_tip_can_harm() {
    let (given, harms) = run(TIPS, LIVES, 4242);
    let counts: Vec<String> = TIPS.iter().zip(&given).map(|(tip, count)| format!("{} {count}", tip.id)).collect();
    eprintln!("{counts:?}");
    assert!(harms.is_empty(), "{} times: {}", harms.len(), harms[0]);
    for tip in
        ["drink_to_thirst", "electrolytes_long", "mineral_foods", "mineral_foods_no_spinach", "ask_about_salts"]
    {
        let place = TIPS.iter().position(|known| known.id == tip).unwrap();
        assert!(given[place] >= 30, "{tip} was given only {} times: nothing was tested", given[place]);
    }
}

/// A table whose tips to drink, on salts and on foods forget one reason.
fn forgetful(forgotten: Reason) -> &'static [Tip] {
    let without = |tip: &Tip| {
        let kept: Vec<Reason> = tip.withheld.iter().copied().filter(|reason| *reason != forgotten).collect();
        Tip { withheld: Vec::leak(kept), ..*tip }
    };
    Vec::leak(TIPS.iter().map(without).collect())
}

#[test]
fn a_table_that_forgets_a_reason_is_caught() {
    for reason in [
        Reason::DoctorFirst,
        Reason::GainSeen,
        Reason::MassChangeUnknown,
        Reason::DrinkingMuch,
        Reason::HeadacheVomitingConfusion,
        Reason::SignsUnread,
        Reason::IntakeUnknown,
        Reason::KidneyOrHeart,
        Reason::LongSession,
        Reason::KidneyHeartMedicine,
        Reason::FoodAllergy,
        Reason::Anticoagulant,
    ] {
        let (_, harms) = run(forgetful(reason), LIVES_WITH_FAULT, 99);
        assert!(!harms.is_empty(), "{reason:?} can be forgotten unseen");
    }
}
