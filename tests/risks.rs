//! The risks of a session: each found, clear and not to be known, at its limits, with what speaks against it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test may panic, and does not use every helper"
)]

mod day;
mod strain;

use day::{Day, EVENING, n, session, time, unknown, words};
use strain::{ago, ask, clear, found, text, yes};
use tingled::assess::Verdict;
use tingled::record::words::{Condition, Ticked};
use tingled::record::{Kind, Value};
use tingled::units::{BeatsPerMinute, Quantity};

/// What speaks against a finding, by name.
fn against(day: &Day, rule: &str) -> Vec<String> {
    found(day, rule).against.iter().map(|piece| piece.what.to_string()).collect()
}

fn changes(day: &Day, rule: &str) -> Vec<(String, f64)> {
    found(day, rule).change.iter().map(|change| (change.what.to_string(), change.by)).collect()
}

// ---------------------------------------------------------------- spike

/// A session after five others of an hour.
fn after_hours(answers: &[(&str, Value)]) -> Day {
    (1..=5).fold(session(answers), |day, days| ago(day, f64::from(days), &[("duration_min", n(60.0))]))
}

#[test]
fn a_session_is_a_spike_above_1_10_times_the_longest_of_thirty_days() {
    for (minutes, is_found) in [(66.0, false), (66.01, true), (65.99, false), (180.0, true), (10.0, false)] {
        let day = after_hours(&[("duration_min", n(minutes))]);
        assert_eq!(ask(&day, "spike").found().is_some(), is_found, "{minutes}");
        assert!(is_found || clear(&day, "spike"));
    }
    let finding = found(&after_hours(&[("duration_min", n(90.0))]), "spike");
    let evidence: Vec<(&str, &Value)> =
        finding.evidence.iter().map(|piece| (piece.what.as_ref(), &piece.value)).collect();
    assert_eq!(evidence, [("spike_ratio", &n(1.5)), ("duration_min", &n(90.0)), ("most_30_days_min", &n(60.0))]);
    assert_eq!((finding.evidence[0].limit, finding.evidence[0].records.len()), (Some(1.1), 2));
    assert_eq!(finding.unknown, ["rpe_cr10"]);
}

#[test]
fn four_sessions_do_not_say_what_is_usual_and_those_of_thirty_days_ago_do_not_count() {
    let four = |last: f64| {
        let day = (1..=4).fold(session(&[("duration_min", n(200.0))]), |day, days| {
            ago(day, f64::from(days), &[("duration_min", n(60.0))])
        });
        ago(day, last, &[("duration_min", n(60.0))])
    };
    assert_eq!(ask(&four(30.0), "spike"), unknown(&["sessions_30_days"]));
    assert!(ask(&four(29.99), "spike").found().is_some());
    assert_eq!(ask(&session(&[]), "spike"), unknown(&["duration_min"]));
}

#[test]
fn runs_are_held_against_runs_by_distance_where_enough_tell_one() {
    let run = |km: f64, minutes: f64| {
        [("sport", text("run")), ("distance_m", n(km * 1000.0)), ("duration_min", n(minutes))]
    };
    let runs = |own: [(&'static str, Value); 3]| {
        (1..=5).fold(session(&own), |day, days| ago(day, f64::from(days), &run(10.0, 60.0)))
    };
    // A fast run is as far as ever, a slow one is longer and no farther.
    assert!(clear(&runs(run(10.9, 30.0)), "spike") && clear(&runs(run(10.0, 90.0)), "spike"));
    assert_eq!(changes(&runs(run(12.0, 30.0)), "spike"), [("distance_m".to_owned(), -1000.0)]);
    // Five rides before it: only their minutes can be held against it.
    let rides = (1..=5).fold(session(&run(40.0, 90.0)), |day, days| {
        ago(day, f64::from(days), &[("sport", text("bike")), ("distance_m", n(30_000.0)), ("duration_min", n(60.0))])
    });
    assert_eq!(changes(&rides, "spike"), [("duration_min".to_owned(), -24.0)]);
}

#[test]
fn an_hour_that_two_devices_recorded_counts_once() {
    // Each of three sessions came twice, ten seconds apart: no six sessions.
    let day = (1..=3).fold(session(&[("duration_min", n(120.0))]), |day, days| {
        let hour = [("duration_min", n(60.0))];
        ago(ago(day, f64::from(days), &hour), f64::from(days) - 10.0 / 86_400.0, &hour)
    });
    assert_eq!(ask(&day, "spike"), unknown(&["sessions_30_days"]));
    // The twin of this very session does not make it usual.
    let twin = ago(after_hours(&[("duration_min", n(120.0))]), 10.0 / 86_400.0, &[("duration_min", n(120.0))]);
    assert!(ask(&twin, "spike").found().is_some());
}

#[test]
fn an_easy_session_speaks_against_a_spike_and_a_hard_one_does_not() {
    let rated = |rpe: f64| after_hours(&[("duration_min", n(90.0)), ("rpe_cr10", n(rpe))]);
    assert_eq!(against(&rated(3.0), "spike"), ["rpe_cr10"]);
    assert_eq!(against(&rated(3.5), "spike"), [""; 0]);
}

// ---------------------------------------------------------------- high_load

/// A session of `minutes` after so many days of rated hours, each a little harder than the one before.
fn rated_days(count: u32, minutes: f64) -> Day {
    let own = session(&[("duration_min", n(minutes)), ("rpe_cr10", n(5.0))]);
    (1..=count).fold(own, |day, days| {
        ago(day, f64::from(days), &[("duration_min", n(40.0 + f64::from(days))), ("rpe_cr10", n(5.0))])
    })
}

#[test]
fn a_day_is_held_against_twenty_active_days() {
    // Of 41 to 60 minutes: above all, with the greatest (19.5 of 20), between the two greatest (19 of 20), with the
    // second (18.5 of 20).
    for (minutes, is_found) in [(61.0, true), (60.0, true), (59.5, true), (59.0, false), (30.0, false)] {
        let day = rated_days(20, minutes);
        assert_eq!(ask(&day, "high_load").found().is_some(), is_found, "{minutes}");
        assert!(is_found || clear(&day, "high_load"));
    }
    assert_eq!(ask(&rated_days(19, 61.0), "high_load"), unknown(&["active_days_75"]));
    assert_eq!(ask(&session(&[("duration_min", n(60.0))]), "high_load"), unknown(&["rpe_cr10"]));
    assert_eq!(ask(&session(&[("rpe_cr10", n(5.0))]), "high_load"), unknown(&["duration_min"]));
    let finding = found(&rated_days(20, 61.0), "high_load");
    assert_eq!((&finding.evidence[0].value, finding.evidence[0].limit), (&n(100.0), Some(95.0)));
    assert_eq!(changes(&rated_days(20, 61.0), "high_load"), [("duration_min".to_owned(), -2.0)]);
}

#[test]
fn two_sessions_of_a_day_are_one_load_and_what_is_not_known_of_a_day_is_not_nothing() {
    let day = rated_days(20, 31.0);
    assert!(clear(&day, "high_load"));
    let twice = ago(rated_days(20, 31.0), 0.125, &[("duration_min", n(30.0)), ("rpe_cr10", n(5.0))]);
    assert!(ask(&twice, "high_load").found().is_some());
    // A session of unknown length takes its day out of the twenty; one of today leaves today unknown.
    let silent = ago(rated_days(20, 61.0), 3.1, &[("rpe_cr10", n(5.0))]);
    assert_eq!(ask(&silent, "high_load"), unknown(&["active_days_75"]));
    let today = ago(rated_days(20, 61.0), 0.125, &[("rpe_cr10", n(5.0))]);
    assert_eq!(ask(&today, "high_load"), unknown(&["rpe_cr10"]));
}

// ---------------------------------------------------------------- heat

fn air(degrees: f64, humidity: f64, more: &[(&'static str, Value)]) -> Day {
    session(&[&[("temp_c", n(degrees)), ("humidity_pct", n(humidity))], more].concat())
}

#[test]
fn very_high_heat_is_found_in_any_session_and_high_heat_in_a_long_one_that_was_more_than_easy() {
    let hour = |minutes: f64, rpe: f64| [("duration_min", n(minutes)), ("rpe_cr10", n(rpe))];
    // 30 C at 70 % are 32.6 C, 25 C at 60 % are 25.6 C, 18 C at 50 % are 18.2 C.
    assert_eq!(found(&air(30.0, 70.0, &[]), "heat").unknown, ["duration_min", "rpe_cr10"]);
    assert_eq!(against(&air(30.0, 70.0, &hour(30.0, 2.0)), "heat"), ["rpe_cr10", "duration_min"]);
    for (minutes, rpe, is_found) in [(60.0, 5.0, false), (60.5, 5.0, true), (90.0, 3.0, false), (90.0, 3.5, true)] {
        let day = air(25.0, 60.0, &hour(minutes, rpe));
        assert_eq!(ask(&day, "heat").found().is_some(), is_found, "{minutes} {rpe}");
        assert!(is_found || clear(&day, "heat"));
    }
    assert_eq!(changes(&air(25.0, 60.0, &hour(90.0, 5.0)), "heat"), [("duration_min".to_owned(), -30.0)]);
    assert!(clear(&air(18.0, 50.0, &hour(300.0, 9.0)), "heat"));
    assert_eq!(ask(&air(25.0, 60.0, &[("duration_min", n(90.0))]), "heat"), unknown(&["rpe_cr10"]));
    assert_eq!(ask(&air(25.0, 60.0, &[("rpe_cr10", n(9.0))]), "heat"), unknown(&["duration_min"]));
    assert!(clear(&air(25.0, 60.0, &[("rpe_cr10", n(2.0))]), "heat"), "easy settles it");
}

#[test]
fn heat_stress_is_found_above_its_limit_and_not_at_it() {
    // The air at 50 % whose heat stress is 28 C, found by halves.
    let stress = |degrees: f64| {
        let (air, damp) = (tingled::units::Celsius::new(degrees), tingled::units::Percent::new(50.0));
        tingled::body::heat::wbgt_c(air.unwrap(), damp.unwrap()).unwrap()
    };
    let (mut low, mut high) = (20.0, 40.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if stress(middle) <= 28.0 { low = middle } else { high = middle }
    }
    let hard = [("duration_min", n(50.0)), ("rpe_cr10", n(9.0))];
    assert!(clear(&air(low - 1e-6, 50.0, &hard), "heat") && clear(&air(low, 50.0, &hard), "heat"));
    assert!(ask(&air(low + 1e-6, 50.0, &hard), "heat").found().is_some());
}

#[test]
fn of_humidity_that_was_not_told_both_ends_are_tried() {
    let dry = |degrees: f64| session(&[("temp_c", n(degrees)), ("duration_min", n(50.0))]);
    assert!(clear(&dry(17.0), "heat") && clear(&dry(-5.0), "heat"));
    assert_eq!(ask(&dry(28.0), "heat"), unknown(&["humidity_pct"]));
    // Even without any damp 45 C are 29.5 C.
    assert!(found(&dry(45.0), "heat").unknown.contains(&"humidity_pct".into()));
    assert_eq!(ask(&session(&[("humidity_pct", n(50.0))]), "heat"), unknown(&["temp_c"]));
    assert_eq!(ask(&dry(55.0), "heat"), unknown(&["plausible_temp_c"]));
}

/// Why the tip to drink is kept back in heat.
fn drink_kept(day: &Day) -> Vec<String> {
    let finding = found(day, "heat");
    let kept = finding.withheld.iter().filter(|kept| kept.tip == "drink_to_thirst");
    kept.map(|kept| kept.reason.clone().into_owned()).collect()
}

#[test]
fn in_heat_drink_tips_are_withheld_as_ever_and_little_loss_speaks_against_it() {
    let masses = [("mass_before_kg", n(70.0)), ("mass_after_kg", n(69.5)), ("fluid_ml", n(500.0))];
    let day = air(32.0, 70.0, &[&masses[..], &[("duration_min", n(60.0))]].concat());
    assert_eq!(against(&day, "heat"), ["mass_loss_pct"]);
    assert_eq!(drink_kept(&day), [""; 0]);
    let silent = air(32.0, 70.0, &[("duration_min", n(60.0))]);
    assert_eq!(drink_kept(&silent), ["intake_unknown"]);
    let gained =
        air(32.0, 70.0, &[("mass_before_kg", n(70.0)), ("mass_after_kg", n(70.1)), ("duration_min", n(60.0))]);
    assert!(drink_kept(&gained).contains(&"gain_seen".to_owned()));
}

// ---------------------------------------------------------------- sodium_deficit

/// Two hours, 1000 ml drunk, and so much sodium.
fn salty(after: f64, sodium: Option<f64>) -> Day {
    let masses = [("mass_before_kg", n(70.0)), ("mass_after_kg", n(after))];
    let mut answers = [&masses[..], &[("duration_min", n(120.0)), ("fluid_ml", n(1000.0))]].concat();
    answers.extend(sodium.map(|mg| ("sodium_mg", n(mg))));
    session(&answers)
}

#[test]
fn a_deficit_of_sodium_is_found_from_80_mmol() {
    // 2.5 l at 36 mmol are 90 mmol, 80 of them are left with 229.9 mg.
    for (mg, is_found) in [(0.0, true), (229.8, true), (229.9, false), (1000.0, false)] {
        let day = salty(68.5, Some(mg));
        assert_eq!(ask(&day, "sodium_deficit").found().is_some(), is_found, "{mg}");
        assert!(is_found || clear(&day, "sodium_deficit"));
    }
    assert_eq!(ask(&salty(68.5, None), "sodium_deficit"), unknown(&["sodium_mg"]));
    assert!(clear(&salty(69.0, None), "sodium_deficit"), "2 l cannot hold 80 mmol");
    assert_eq!(ask(&session(&[("duration_min", n(60.0))]), "sodium_deficit"), unknown(&["sweat_loss_ml"]));
    assert_eq!(against(&salty(68.0, Some(100.0)), "sodium_deficit"), ["sodium_mg"]);
}

#[test]
fn nobody_is_told_to_take_salt_and_a_pharmacist_is_named_unless_every_condition_was_answered_no() {
    let conditions = [
        Condition::KidneyDisease,
        Condition::HeartFailure,
        Condition::BloodPressureMedicine,
        Condition::PotassiumMedicine,
    ];
    let answered = |no: &[Condition]| {
        let mut day = salty(68.0, Some(0.0));
        let words = no.iter().copied().collect();
        day.profile.history_no = Some(Ticked { words, unread: Vec::new() });
        found(&day, "sodium_deficit")
    };
    let asks = |finding: &tingled::assess::Finding| {
        finding.withheld.iter().any(|kept| kept.reason == "kidney_heart_medicine")
    };
    assert!(!asks(&answered(&conditions)));
    for left_out in 0..4 {
        let some: Vec<Condition> = (0..4).filter(|place| *place != left_out).map(|place| conditions[place]).collect();
        assert!(asks(&answered(&some)));
    }
    assert_eq!(answered(&conditions).change, []);
}

// ---------------------------------------------------------------- gear

#[test]
fn gear_that_felt_tight_is_found_and_compression_alone_is_not() {
    let gear = |answers: &[(&'static str, bool)]| {
        let answers: Vec<_> = answers.iter().map(|(name, told)| (*name, yes(*told))).collect();
        session(&answers)
    };
    let names = |day: &Day| -> Vec<String> {
        found(day, "tight_gear").evidence.iter().map(|piece| piece.what.to_string()).collect()
    };
    assert_eq!(names(&gear(&[("tight_fit", true)])), ["tight_fit"]);
    assert_eq!(names(&gear(&[("tight_fit", true), ("compression", true)])), ["tight_fit", "compression"]);
    assert!(clear(&gear(&[("tight_fit", false), ("compression", true)]), "tight_gear"));
    assert_eq!(ask(&gear(&[("compression", true)]), "tight_gear"), unknown(&["tight_fit"]));
    let worse = gear(&[]).with(Kind::Symptom, EVENING, &[("worsened_by", words(&["tight_gear"]))]);
    assert_eq!((names(&worse), changes(&worse, "tight_gear").len()), (vec!["worsened_by".to_owned()], 0));
    let silent = gear(&[("tight_fit", false)]).with(Kind::Symptom, EVENING, &[("tingling", yes(true))]);
    assert!(clear(&silent, "tight_gear"));
}

#[test]
fn shoes_are_new_below_80_km() {
    let gear = |answers: &[(&str, Value)]| ask(&session(answers), "new_gear");
    let shoes = |km: f64| ("shoe_km", n(km));
    let known = |told: bool| ("new_gear", yes(told));
    assert!(gear(&[shoes(79.9)]).found().is_some() && gear(&[shoes(0.0), known(false)]).found().is_some());
    assert!(gear(&[known(true)]).found().is_some());
    assert_eq!(gear(&[shoes(80.0), known(false)]), Verdict::Clear);
    assert_eq!((gear(&[shoes(80.0)]), gear(&[known(false)])), (Verdict::Clear, Verdict::Clear));
    assert_eq!(gear(&[]), unknown(&["new_gear", "shoe_km"]));
    assert_eq!(against(&session(&[shoes(10.0), ("duration_min", n(30.0))]), "new_gear"), ["duration_min"]);
}

// ---------------------------------------------------------------- habits

#[test]
fn a_warm_up_and_a_cool_down_of_less_than_five_minutes_are_left_out_and_not_told_is_not_known() {
    for (rule, field) in [("no_warmup", "warmup_min"), ("no_cooldown", "cooldown_min")] {
        for (minutes, is_found) in [(0.0, true), (4.99, true), (5.0, false), (15.0, false)] {
            let day = session(&[(field, n(minutes))]);
            assert_eq!(ask(&day, rule).found().is_some(), is_found, "{rule} {minutes}");
            assert!(is_found || clear(&day, rule));
        }
        assert_eq!(ask(&session(&[]), rule), unknown(&[field]));
        assert_eq!(changes(&session(&[(field, n(2.0))]), rule), [(field.to_owned(), 3.0)]);
        assert_eq!(against(&session(&[(field, n(2.0)), ("effort", text("easy"))]), rule), ["effort"]);
    }
}

/// A session of that effort, eight hours or more after another, with sleep and fatigue of that morning.
fn rested(rpe: f64, hours: f64, sleep: f64, fatigue: f64) -> Day {
    let day = session(&[("duration_min", n(60.0)), ("rpe_cr10", n(rpe))]);
    let day = ago(day, (hours + 1.0) / 24.0, &[("duration_min", n(60.0))]);
    strain::measured(strain::measured(day, "sleep", sleep, "h"), "fatigue", fatigue, "1_5")
}

#[test]
fn too_little_rest_sleep_or_freshness_is_found_when_the_session_was_more_than_easy() {
    let names = |day: &Day| -> Vec<String> {
        found(day, "short_rest").evidence.iter().map(|piece| piece.what.to_string()).collect()
    };
    assert!(clear(&rested(8.0, 8.0, 6.0, 3.9), "short_rest"));
    assert_eq!(names(&rested(8.0, 7.99, 6.0, 3.9)), ["rest_h", "rpe_cr10"]);
    assert_eq!(names(&rested(8.0, 8.0, 5.99, 3.9)), ["sleep_h", "rpe_cr10"]);
    assert_eq!(names(&rested(8.0, 8.0, 6.0, 4.0)), ["fatigue", "rpe_cr10"]);
    assert_eq!(names(&rested(3.1, 2.0, 3.0, 5.0)), ["rest_h", "sleep_h", "fatigue", "rpe_cr10"]);
    assert!(clear(&rested(3.0, 2.0, 3.0, 5.0), "short_rest"));
    // Half an hour after the other it is the same training.
    assert!(clear(&rested(8.0, 0.5, 7.0, 1.0), "short_rest"));
    assert_eq!(changes(&rested(8.0, 2.0, 7.0, 1.0), "short_rest"), [("rpe_cr10".to_owned(), -5.0)]);
}

#[test]
fn rest_that_nobody_told_of_is_not_known() {
    let bare = || session(&[("duration_min", n(60.0)), ("rpe_cr10", n(8.0))]);
    assert_eq!(ask(&bare(), "short_rest"), unknown(&["fatigue", "sessions_14_days", "sleep"]));
    let other = ago(bare(), 1.0, &[("duration_min", n(60.0))]);
    assert_eq!(ask(&other, "short_rest"), unknown(&["fatigue", "sleep"]));
    let tired = strain::measured(session(&[("duration_min", n(60.0))]), "sleep", 4.0, "h");
    assert_eq!(ask(&tired, "short_rest"), unknown(&["rpe_cr10"]));
    // Yesterday's sleep is not that of today, and minutes are read as such.
    let mut old = strain::measured(other, "sleep", 4.0, "h");
    old.records.last_mut().unwrap().at = time("09T23:00:00");
    assert_eq!(ask(&old, "short_rest"), unknown(&["fatigue", "sleep"]));
    assert!(ask(&strain::measured(old, "sleep", 359.0, "min"), "short_rest").found().is_some());
}

// ---------------------------------------------------------------- through_pain

#[test]
fn pain_told_of_the_session_is_found_from_five_of_ten() {
    let pained = |pain: f64| {
        session(&[("duration_min", n(60.0))]).with(Kind::Symptom, EVENING, &[("pain_before_or_during", n(pain))])
    };
    assert!(clear(&pained(4.99), "through_pain") && ask(&pained(5.0), "through_pain").found().is_some());
    assert_eq!(changes(&pained(8.0), "through_pain"), [], "what hurt cannot be undone");
    // A report that does not answer takes nothing away.
    let two = pained(7.0).with(Kind::Symptom, "10T21:00:00", &[("tingling", yes(true))]);
    assert!(ask(&two, "through_pain").found().is_some());
    assert_eq!(ask(&session(&[]), "through_pain"), unknown(&["pain_before_or_during"]));
}

#[test]
fn pain_of_the_day_counts_when_the_session_was_more_than_easy() {
    let sore =
        |what: &str, pain: f64, answers: &[(&str, Value)]| strain::measured(session(answers), what, pain, "0_10");
    let hard = [("duration_min", n(60.0)), ("rpe_cr10", n(6.0))];
    for what in ["back_pain", "soreness"] {
        assert!(ask(&sore(what, 5.0, &hard), "through_pain").found().is_some());
        assert_eq!(ask(&sore(what, 4.9, &hard), "through_pain"), unknown(&["pain_before_or_during"]));
    }
    assert!(clear(&sore("back_pain", 8.0, &[("rpe_cr10", n(2.0))]), "through_pain"));
    assert_eq!(ask(&sore("back_pain", 8.0, &[]), "through_pain"), unknown(&["rpe_cr10"]));
    // What the report of the session says is nearer.
    let told = sore("back_pain", 8.0, &hard).with(Kind::Symptom, EVENING, &[("pain_before_or_during", n(0.0))]);
    assert!(clear(&told, "through_pain"));
}

// ---------------------------------------------------------------- effort

#[test]
fn effort_is_rated_told_in_words_or_read_from_the_heart() {
    let beating = |bpm: f64, more: &[(&str, Value)]| {
        let mut day = session(&[&[("warmup_min", n(0.0)), ("hr_avg_bpm", n(bpm))], more].concat());
        (day.profile.hr_rest_bpm, day.profile.hr_max_bpm) = (BeatsPerMinute::new(50.0), BeatsPerMinute::new(190.0));
        against(&day, "no_warmup")
    };
    // 60 % of the reserve are 134 bpm.
    assert_eq!(beating(134.0, &[]), ["hr_reserve_pct"]);
    assert_eq!(beating(134.1, &[]), [""; 0]);
    assert_eq!(beating(180.0, &[("effort", text("moderate"))]), ["effort"]);
    assert_eq!(beating(60.0, &[("effort", text("somewhat_hard"))]), [""; 0]);
    assert_eq!(beating(60.0, &[("effort", text("easy")), ("rpe_cr10", n(4.0))]), [""; 0]);
}
