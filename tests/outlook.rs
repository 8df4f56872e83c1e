//! What may be told of a planned or just finished session, and what must not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod asked;

use asked::Day;
use proptest::prelude::*;
use serde_json::Value;
use tingled::body::session::Session;
use tingled::person::PersonId;
use tingled::record::words::{Sign, Sport, Ticked};
use tingled::record::{Body, Fields, History, Key, Symptom, Value as Told, Workout};
use tingled::study::change::{Change, Lever, Limits, changes};
use tingled::study::forecast::{Model, Part};
use tingled::study::outlook::{Band, Outlook, WhyNot};
use tingled::study::planned::{Personal, WhatIf, last_finished, planned};
use tingled::time::{Timestamp, add_minutes};
use tingled::units::*;
use tingled::voice::exposures::exposure_name;
use tingled::voice::{Language, Reader, forbidden_in, forecast as forecast_words};
use tingled::wire::json::what_if::what_if_json;

const END: &str = "2026-11-02T10:00:00Z";

fn end() -> Timestamp {
    END.parse().unwrap()
}

/// A life whose forecasts have shown that they can, and a hard plan in it.
fn telling() -> (Vec<Day>, Workout) {
    let plan = Workout {
        sport: Some(Sport::Run),
        duration_min: Minutes::new(85.0),
        rpe_cr10: Score10::new(7.0),
        tight_fit: Some(true),
        ..Workout::default()
    };
    (asked::life(9, 200, 1.2, end()), plan)
}

fn reader(language: Language) -> Reader {
    Reader { name: "Ana".to_owned(), zone: jiff::tz::TimeZone::UTC, has_private_titles: false, language }
}

#[test]
fn a_hard_session_is_told_with_what_drives_it_and_what_would_make_it_lower() {
    let (days, plan) = telling();
    let asked = planned(&asked::history(&days), &plan, end(), false);
    assert_eq!(asked.outlook.why_not, None);
    let personal = asked.personal.clone().unwrap();
    assert_eq!(personal.band, Band::Higher);
    let names: Vec<&str> = personal.drivers.iter().map(|driver| driver.what.name.as_str()).collect();
    assert!(names.contains(&"tight_fit") && names.contains(&"duration"), "{names:?}");
    assert!(personal.drivers.is_sorted_by(|one, other| one.push.abs() >= other.push.abs()));
    let shorter = personal.changes.iter().find(|change| change.lever == Lever::Shorter).unwrap();
    assert_eq!((shorter.to, shorter.band), (85.0 - shorter.by, Band::About));
    // The change does what it says, and a step less of it does not.
    let history = asked::history(&days);
    let after = |minutes: f64| {
        let changed = Workout { duration_min: Minutes::new(minutes), ..plan.clone() };
        planned(&history, &changed, end(), false).personal.unwrap().band
    };
    assert_eq!((after(shorter.to), after(shorter.to + 5.0)), (Band::About, Band::Higher));
    let text = forecast_words::lines(&asked, &reader(Language::English)).join("\n");
    for wanted in [
        "higher than your usual",
        "Raises it: load of the session",
        "tight gear",
        "min shorter",
        "Not known, and left out: ",
        "not a diagnosis",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn a_planned_session_takes_the_same_road_as_a_recorded_one() {
    let (mut days, _) = telling();
    days.last_mut().unwrap().is_tight = true;
    let last = days.last().unwrap().clone();
    let recorded = last_finished(&asked::history(&days), end(), false).unwrap();
    let before = asked::history(&days[..days.len() - 1]);
    let ahead = planned(&before, &asked::workout(&last), last.start, false);
    assert_eq!((recorded.finished.is_some(), recorded.tingled), (true, Some(last.tingled)));
    assert_eq!((ahead.finished, ahead.tingled), (None, None));
    assert_eq!(WhatIf { finished: None, tingled: None, ..recorded.clone() }, ahead);
    // What was answered afterwards teaches its own forecast nothing.
    days.last_mut().unwrap().tingled = !last.tingled;
    let answered = last_finished(&asked::history(&days), end(), false).unwrap();
    assert_eq!(WhatIf { tingled: recorded.tingled, ..answered }, recorded);
    assert_eq!(last_finished(&History::default(), end(), false), None);
}

#[test]
fn without_skill_nothing_but_the_usual_is_told() {
    let mut held = 0;
    for seed in 1..9 {
        // Nothing in these lives goes with tingling.
        let history = asked::history(&asked::life(seed, 120, 0.0, end()));
        let (_, plan) = telling();
        let asked = planned(&history, &plan, end(), false);
        assert_eq!(asked.personal.is_none(), asked.outlook.why_not.is_some());
        let track = asked.outlook.track;
        let may = track.skill.is_some_and(|skill| skill > 0.0)
            && track.slope.is_some_and(|slope| (0.5..=1.5).contains(&slope))
            && track.forecasts >= 50;
        assert_eq!(asked.outlook.why_not.is_none(), may, "{track:?}");
        if !may {
            held += 1;
            says_nothing_personal(&asked);
        }
    }
    assert!(held >= 4, "{held}");
}

fn says_nothing_personal(asked: &WhatIf) {
    let person = PersonId::new("ana").unwrap();
    for language in Language::ALL {
        let text = forecast_words::lines(asked, &reader(*language)).join("\n");
        for wrong in ["Risk of", "Raises", "Lowers", "make it lower", "Risiko", "niedriger machen"] {
            assert!(!text.contains(wrong), "{wrong}: {text}");
        }
        let json = what_if_json(asked, &person, &reader(*language));
        assert_eq!(json["forecast"], Value::Null);
        for list in ["raises", "lowers", "other_way", "changes"] {
            assert_eq!(json[list], serde_json::json!([]), "{list}");
        }
    }
}

#[test]
fn with_few_answers_it_is_told_what_is_missing_and_how_far_off_it_is() {
    let (_, plan) = telling();
    let days = asked::life(9, 12, 0.0, end());
    let asked = planned(&asked::history(&days), &plan, end(), false);
    says_nothing_personal(&asked);
    let text = forecast_words::lines(&asked, &reader(Language::English)).join("\n");
    let events = days.iter().filter(|day| day.tingled).count();
    for wanted in [
        format!("sessions with tingling ({events} of 5)"),
        "days of answers (23 of 28)".to_owned(),
        "answered sessions after the fifth with tingling (0 of 50)".to_owned(),
        format!("{events} of 12 answered sessions"),
    ] {
        assert!(text.contains(&wanted), "{wanted}: {text}");
    }
    let empty = planned(&History::default(), &plan, end(), false);
    says_nothing_personal(&empty);
    assert_eq!(empty.outlook.base, None);
    assert!(forecast_words::lines(&empty, &reader(Language::English))[2].starts_with("No session is answered yet"));
}

#[test]
fn what_is_not_known_is_named_and_never_told_as_none() {
    let (days, _) = telling();
    let bare = Workout { sport: Some(Sport::Run), ..Workout::default() };
    let asked = planned(&asked::history(&days), &bare, end(), false);
    let names: Vec<&str> = asked.left_out.iter().map(|left| left.name.as_str()).collect();
    for wanted in ["duration", "srpe_load", "tight_fit", "temp", "no_warmup", "short_sleep", "na_deficit"] {
        assert!(names.contains(&wanted), "{wanted}: {names:?}");
    }
    assert!(asked.left_out.iter().all(|left| !left.missing.is_empty()), "{:?}", asked.left_out);
    let lines = forecast_words::lines(&asked, &reader(Language::English));
    let named = lines.iter().find(|line| line.starts_with("Not known, and left out: ")).unwrap();
    for name in &names {
        let said = exposure_name(name, Language::English);
        assert!(named.contains(said), "{said}: {named}");
        // Nothing else speaks of it, least of all as if it were none.
        let others = lines.iter().filter(|line| *line != named);
        assert!(others.into_iter().all(|line| !line.contains(&format!("{said} 0"))), "{lines:?}");
        let drivers = asked.personal.iter().flat_map(|personal| &personal.drivers);
        assert!(drivers.into_iter().all(|driver| driver.what.name != *name));
    }
}

#[test]
fn what_earlier_sessions_never_told_is_left_out_by_name() {
    let (days, plan) = telling();
    let history = asked::history(&days);
    let told = Workout { hard_surface_pct: Percent::new(80.0), compression: Some(true), ..plan.clone() };
    let (asked, bare) = (planned(&history, &told, end(), false), planned(&history, &plan, end(), false));
    assert_eq!(asked.without_usual, ["compression", "impact_min"]);
    assert_eq!(asked.personal, bare.personal, "it changes no forecast");
    let text = forecast_words::lines(&asked, &reader(Language::English)).join("\n");
    assert!(text.contains("hardly tell of it: compression wear; minutes on hard ground."), "{text}");
}

#[test]
fn an_open_sign_for_a_doctor_goes_before_every_forecast() {
    let (days, plan) = telling();
    let asked = planned(&asked::history(&days), &plan, end(), true);
    assert_eq!(asked.outlook.why_not, Some(WhyNot::DoctorFirst));
    says_nothing_personal(&asked);
    let text = forecast_words::lines(&asked, &reader(Language::English)).join("\n");
    assert!(text.contains("asks for a doctor") && !text.contains("Other than your usual"), "{text}");
    let json = what_if_json(&asked, &PersonId::new("ana").unwrap(), &reader(Language::English));
    assert_eq!(json["differs"], serde_json::json!([]));
}

#[test]
fn every_text_is_allowed_in_every_language() {
    let (days, plan) = telling();
    let history = asked::history(&days);
    let full = Workout {
        compression: Some(true),
        warmup_min: Minutes::new(0.0),
        shoe_km: Kilometres::new(10.0),
        hard_surface_pct: Percent::new(80.0),
        ..plan.clone()
    };
    let mut all = vec![
        planned(&history, &plan, end(), false),
        planned(&history, &full, end(), true),
        planned(&History::default(), &full, end(), false),
        last_finished(&history, end(), false).unwrap(),
    ];
    // Every reason, band and change once.
    let base = all[0].clone();
    for why in [WhyNot::NoSkill, WhyNot::OffScale] {
        let outlook = Outlook { why_not: Some(why), ..base.outlook.clone() };
        all.push(WhatIf { outlook, personal: None, ..base.clone() });
    }
    for band in Band::ALL {
        let changes =
            Lever::ALL.iter().map(|lever| Change { lever: *lever, steps: 1, by: 10.0, to: 40.0, band: *band });
        let other_way = vec!["temp".to_owned()];
        for changes in [Vec::new(), changes.collect()] {
            let personal = Personal { band: *band, drivers: Vec::new(), other_way: other_way.clone(), changes };
            all.push(WhatIf { personal: Some(personal), ..base.clone() });
        }
    }
    for asked in &all {
        for language in Language::ALL {
            let mut texts = forecast_words::lines(asked, &reader(*language));
            let changes = asked.personal.iter().flat_map(|personal| &personal.changes);
            texts.extend(changes.map(|change| forecast_words::change(change, *language)));
            for text in texts {
                assert!(!text.contains(['{', '}']) && forbidden_in(&text).is_empty(), "{text}");
                assert!(!text.contains('%') || text.contains("2 %") || text.contains("40 %"), "a chance? {text}");
            }
        }
    }
}

/// Every changed session that is tried for this one.
fn tried(workout: &Workout, limits: &Limits) -> Vec<Workout> {
    let mut all = Vec::new();
    let found = changes(workout, Band::Higher, limits, |changed| {
        all.push(changed.clone());
        Band::Higher
    });
    assert_eq!(found, []);
    all
}

fn any_workout() -> impl Strategy<Value = (Workout, Limits)> {
    let number = |low: f64, high: f64| proptest::option::of(low..high);
    let flag = proptest::option::of(any::<bool>());
    let numbers =
        (number(1.0, 400.0), number(0.0, 3000.0), number(-10.0, 45.0), number(0.0, 100.0), number(0.0, 20.0));
    let rest = (flag.clone(), flag, number(0.0, 200.0), any::<bool>(), any::<bool>());
    (numbers, rest).prop_map(|((minutes, drunk, air, hard, warm), (tight, compression, shoes, drink, drop))| {
        let workout = Workout {
            duration_min: minutes.and_then(Minutes::new),
            fluid_ml: drunk.and_then(Millilitres::new),
            temp_c: air.and_then(Celsius::new),
            hard_surface_pct: hard.and_then(Percent::new),
            warmup_min: warm.map(|warm| if warm < 10.0 { 0.0 } else { warm }).and_then(Minutes::new),
            tight_fit: tight,
            compression,
            shoe_km: shoes.and_then(Kilometres::new),
            ..Workout::default()
        };
        (workout, Limits { may_drink: drink, may_drop_compression: drop })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_could_do_harm((workout, limits) in any_workout()) {
        let less = |new: Option<f64>, old: Option<f64>| new.is_some() == old.is_some() && new <= old;
        for changed in tried(&workout, &limits) {
            prop_assert!(less(changed.duration_min.map(Quantity::get), workout.duration_min.map(Quantity::get)));
            prop_assert!(less(changed.temp_c.map(Quantity::get), workout.temp_c.map(Quantity::get)));
            prop_assert!(less(changed.hard_surface_pct.map(Quantity::get), workout.hard_surface_pct.map(Quantity::get)));
            prop_assert!(changed.tight_fit <= workout.tight_fit && changed.compression <= workout.compression);
            prop_assert!(changed.compression == workout.compression || limits.may_drop_compression);
            prop_assert!(changed.warmup_min >= workout.warmup_min && changed.shoe_km >= workout.shoe_km);
            prop_assert_eq!(changed.sodium_mg, workout.sodium_mg);
            prop_assert_eq!(changed.electrolyte_drink, workout.electrolyte_drink);
            prop_assert_eq!(changed.rpe_cr10, workout.rpe_cr10);
            prop_assert!(changed.fluid_ml >= workout.fluid_ml);
            if changed.duration_min != workout.duration_min && let Some(drunk) = changed.fluid_ml {
                prop_assert!(drunk.get() * 60.0 / changed.duration_min.unwrap().get() <= 800.0 + 1e-9);
            }
            if changed.fluid_ml != workout.fluid_ml {
                prop_assert!(limits.may_drink);
                let hours = changed.duration_min.unwrap().get() / 60.0;
                prop_assert!(changed.fluid_ml.unwrap().get() / hours <= 800.0 + 1e-9);
            }
        }
    }

    #[test]
    fn more_of_what_raises_it_never_lowers_the_band(
        coefficients in proptest::collection::vec(-1.0..1.0_f64, 6), intercept in -4.0..1.0_f64, usual in 0.01..0.6_f64,
        values in proptest::collection::vec(proptest::option::of(any::<bool>()), 6), which in 0..6_usize,
    ) {
        let part = |(column, coefficient): (usize, &f64)| Part {
            name: format!("exposure {column}"), column, is_binary: true, scale: None, usual: Some(0.0),
            coefficient: *coefficient,
        };
        let model = Model { intercept, parts: coefficients.iter().enumerate().map(|(at, one)| part((at, one))).collect() };
        let mut values: Vec<Option<f64>> = values.iter().map(|value| value.map(|yes| f64::from(u8::from(yes)))).collect();
        let before = Band::of(model.chance(&values), usual);
        values[which] = Some(1.0);
        if coefficients[which] > 0.0 {
            prop_assert!(Band::of(model.chance(&values), usual) >= before);
        }
    }
}

#[test]
fn tight_gear_added_to_a_plan_never_lowers_its_band() {
    let mut compared = 0;
    for seed in [5, 9, 10] {
        let history = asked::history(&asked::life(seed, 200, 1.2, end()));
        let (_, plan) = telling();
        let band = |tight: Option<bool>| {
            let said = planned(&history, &Workout { tight_fit: tight, ..plan.clone() }, end(), false);
            said.personal.map(|personal| personal.band)
        };
        let (without, unknown, with) = (band(Some(false)), band(None), band(Some(true)));
        assert!(without <= unknown && unknown <= with, "{seed}");
        compared += usize::from(with.is_some());
    }
    assert!(compared >= 2, "{compared}");
}

#[test]
fn drinking_more_is_told_only_where_every_drink_tip_may_be() {
    let may = |change: &dyn Fn(&mut History, &mut Workout)| {
        let mut history = asked::history(&asked::life(9, 20, 0.0, end()));
        let mut workout =
            Workout { duration_min: Minutes::new(90.0), fluid_ml: Millilitres::new(300.0), ..Workout::default() };
        change(&mut history, &mut workout);
        history.insert(end(), Key::GREATEST, Body::Workout(Box::new(workout)));
        Limits::of(&history, &Session::of(&history, end(), Key::GREATEST).unwrap()).may_drink
    };
    assert!(may(&|_, _| {}));
    assert!(!may(&|_, plan| plan.fluid_ml = None), "not known what is drunk");
    assert!(!may(&|_, plan| plan.fluid_ml = Millilitres::new(1300.0)), "much is drunk already");
    assert!(!may(&|_, plan| plan.duration_min = Minutes::new(200.0)), "so long that a weighing is wanted");
    assert!(!may(&|history, _| {
        history.profile.put("history", Told::List(vec!["kidney_disease".to_owned()])).unwrap().unwrap();
    }));
    assert!(
        !may(&|history, _| {
            let (start, key) = *history.workouts().keys().next_back().unwrap();
            let mut gained = history.workouts()[&(start, key)].clone();
            (gained.mass_before_kg, gained.mass_after_kg) = (Kilograms::new(70.0), Kilograms::new(70.4));
            history.insert(start, key, Body::Workout(Box::new(gained)));
        }),
        "body mass rose lately"
    );
    assert!(
        !may(&|history, _| {
            let said = Symptom {
                tingling: Some(true),
                signs: Some(Ticked { words: [Sign::Headache].into(), unread: Default::default() }),
                ..Symptom::default()
            };
            history.insert(add_minutes(end(), -300.0), Key::LEAST, Body::Symptom(Box::new(said)));
        }),
        "a headache was told today"
    );
}
