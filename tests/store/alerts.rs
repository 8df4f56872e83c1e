//! Alerts: what was said stays said.

use tingled::assess::{Because, Change, Finding, Level, RuleId, Withheld};
use tingled::decide::feedback::{Feedback, Mark};
use tingled::decide::{Alert, AlertId, State};
use tingled::person::PersonId;
use tingled::record::{Key, Value};
use tingled::store::{Spoken, StoreError, Turn, Which};

use crate::made::{House, ana, drink, minute};

fn key() -> Key {
    drink(&ana(), minute(0), 1.0).key
}

fn alert(id: &str) -> Alert {
    let evidence = |value: Value| Because {
        what: "signs".into(),
        value,
        limit: Some(0.1 + 0.2),
        estimated: false,
        records: vec![key(), key().with_occurrence(3)],
    };
    Alert {
        id: AlertId(id.into()),
        revision: 1,
        person: ana(),
        rule: RuleId::of("rf01"),
        level: Level::Consult,
        state: State::Open,
        finding: Finding {
            rule: RuleId::of("rf01"),
            subject: key(),
            at: minute(-3),
            level: Level::Emergency,
            evidence: vec![
                evidence(Value::List(vec!["swelling".into(), "wobbly".into()])),
                evidence(Value::Flag(true)),
            ],
            against: vec![evidence(Value::Number(1.0 / 3.0))],
            unknown: vec!["onset".into()],
            change: vec![Change { what: "drink_ml".into(), by: 250.0 }],
            advice: vec!["rest".into()],
            withheld: vec![Withheld { tip: "drink_to_thirst".into(), reason: "gain_seen".into() }],
        },
        late: true,
        raised_at: minute(0),
        changed_at: minute(0),
        data_to: minute(-1),
        pushed_at: None,
        pushes: 0,
        told_level: None,
        acknowledged_at: None,
        spoken_since: "2026-11-20T10:00:00Z".parse().unwrap(),
        snoozed_until: None,
        why: tingled::decide::Why::First,
    }
}

fn turn(alerts: Vec<Alert>) -> Turn {
    Turn { alerts, ..Turn::default() }
}

#[test]
fn an_alert_comes_back_whole() {
    let house = House::new();
    let mut store = house.open();
    let pushed = Alert { pushed_at: Some(minute(0)), pushes: 1, told_level: Some(Level::Consult), ..alert("a1") };
    store.commit(&turn(vec![pushed.clone()])).unwrap();
    assert_eq!(store.alert(&pushed.id).unwrap(), Some(pushed.clone()));
    assert_eq!(store.alert(&AlertId("a2".into())).unwrap(), None);
    drop(store);
    assert_eq!(house.open().standing_alerts(&ana()).unwrap(), [pushed]);
}

#[test]
fn an_alert_that_is_over_no_longer_stands_and_is_not_forgotten() {
    let house = House::new();
    let mut store = house.open();
    let other = Alert { person: PersonId::new("ben").unwrap(), ..alert("b1") };
    let later = Alert { raised_at: minute(5), ..alert("a2") };
    store.commit(&turn(vec![alert("a1"), other.clone(), later.clone()])).unwrap();
    let over = Alert { revision: 2, state: State::Ended, changed_at: minute(9), ..alert("a1") };
    store.commit(&turn(vec![over.clone()])).unwrap();
    assert_eq!(store.standing_alerts(&ana()).unwrap(), std::slice::from_ref(&later));
    assert_eq!(store.standing_alerts_all().unwrap(), [later.clone(), other]);
    assert_eq!(store.alerts(&ana(), 9).unwrap(), [later.clone(), over]);
    assert_eq!(store.alerts(&ana(), 1).unwrap(), [later]);
    assert_eq!(store.counts().unwrap().standing, 2);
}

#[test]
fn one_revision_never_has_two_contents() {
    let second = Alert { revision: 2, level: Level::Urgent, ..alert("a1") };
    let mut rewritten = second.clone();
    rewritten.finding.unknown.clear();
    let check = |bad: Alert, why: &str| {
        let house = House::new();
        let mut store = house.open();
        store.commit(&turn(vec![alert("a1")])).unwrap();
        store.commit(&turn(vec![second.clone()])).unwrap();
        let refused = store
            .commit(&Turn { records: crate::made::fresh(vec![drink(&ana(), minute(1), 9.0)]), ..turn(vec![bad]) });
        assert!(matches!(refused, Err(StoreError::Invariant { .. })), "{why}: {refused:?}");
        store.reopen().unwrap();
        assert_eq!(store.alert(&second.id).unwrap(), Some(second.clone()), "{why}");
        assert_eq!(crate::made::all(&store, &ana()), [], "{why}: the record came with the alert, and went with it");
    };
    check(rewritten, "same revision, other content");
    check(Alert { level: Level::Note, ..second.clone() }, "same revision, other level");
    check(Alert { state: State::Ended, ..second.clone() }, "same revision, other state");
    check(alert("a1"), "an older revision");
    check(Alert { revision: 3, rule: RuleId::of("rf02"), ..second.clone() }, "another rule");
    check(Alert { revision: 3, person: PersonId::new("ben").unwrap(), ..second.clone() }, "another person");
    let mut unreadable = Alert { revision: 3, ..second.clone() };
    unreadable.finding.change[0].by = f64::NAN;
    check(unreadable, "a number that is none");
}

#[test]
fn pushing_again_is_no_new_revision() {
    let house = House::new();
    let mut store = house.open();
    store.commit(&turn(vec![alert("a1")])).unwrap();
    let pushed = Alert { pushed_at: Some(minute(10)), pushes: 2, ..alert("a1") };
    store.commit(&turn(vec![pushed.clone()])).unwrap();
    assert_eq!(store.alert(&pushed.id).unwrap(), Some(pushed));
}

fn spoken(id: &str, at: i64, level: Level, what: &'static str) -> Spoken {
    Spoken { alert: AlertId(id.into()), revision: 1, level, at: minute(at), what: what.into(), why: "first".into() }
}

#[test]
fn limits_count_the_pushes_of_a_person_at_a_level() {
    let house = House::new();
    let mut store = house.open();
    let other = Alert { person: PersonId::new("ben").unwrap(), ..alert("b1") };
    let log = vec![
        spoken("a1", 1, Level::Advice, Spoken::PUSHED),
        spoken("a1", 2, Level::Advice, "held"),
        spoken("a1", 3, Level::Urgent, Spoken::PUSHED),
        spoken("b1", 4, Level::Advice, Spoken::PUSHED),
        spoken("a1", 5, Level::Advice, Spoken::PUSHED),
    ];
    store.commit(&Turn { spoken: log.clone(), ..turn(vec![alert("a1"), other]) }).unwrap();
    let counted = |since: i64| store.pushed_since(&ana(), Level::Advice, minute(since)).unwrap();
    let id = AlertId("a1".into());
    assert_eq!(counted(0), [(id.clone(), minute(1)), (id.clone(), minute(5))]);
    assert_eq!(counted(2), [(id.clone(), minute(5))]);
    assert_eq!(counted(5).len(), 1, "the first instant counts");
    let of_ana: Vec<Spoken> = log.into_iter().filter(|line| line.alert == id).collect();
    assert_eq!(store.spoken(&id).unwrap(), of_ana);
}

#[test]
fn the_log_of_speaking_cannot_be_rewritten_or_speak_of_nothing() {
    let house = House::new();
    let mut store = house.open();
    let of_nothing = Turn { spoken: vec![spoken("a9", 1, Level::Advice, "held")], ..Turn::default() };
    assert!(matches!(store.commit(&of_nothing), Err(StoreError::Invariant { .. })));
    store.reopen().unwrap();
    store.commit(&Turn { spoken: vec![spoken("a1", 1, Level::Advice, "held")], ..turn(vec![alert("a1")]) }).unwrap();
    drop(store);
    let db = rusqlite::Connection::open(house.path()).unwrap();
    let refused = db.execute("UPDATE spoken SET what = 'pushed'", []).unwrap_err();
    assert!(refused.to_string().contains("never changed"), "{refused}");
}

#[test]
fn feedback_is_append_only_and_forgotten_with_its_person() {
    let house = House::new();
    let mut store = house.open();
    let given = |mark| Feedback { alert: AlertId("a1".into()), revision: 1, at: minute(3), mark };
    let turn = Turn { alerts: vec![alert("a1")], feedback: vec![given(Mark::False)], ..Turn::default() };
    store.commit(&turn).unwrap();
    store.commit(&Turn { feedback: vec![given(Mark::Late)], ..Turn::default() }).unwrap();
    assert_eq!(store.feedback(&AlertId("a1".into())).unwrap(), [given(Mark::False), given(Mark::Late)]);
    let going = store.would_forget(&ana(), &Which::default()).unwrap();
    store.forget(&ana(), &Which::default(), &going, &[], minute(4)).unwrap();
    assert_eq!(store.feedback(&AlertId("a1".into())).unwrap(), []);
    let of_nobody = Turn { feedback: vec![given(Mark::Late)], ..Turn::default() };
    assert!(store.commit(&of_nobody).is_err(), "a mark needs its alert");
}
