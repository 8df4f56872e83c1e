//! A rule that the person marks as false again and again is shown quietly, says so, and comes back; a red flag never
//! is, whatever is marked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic and print"
)]

mod cases;
mod lives;
mod relived;

use cases::random::Random;
use relived::{Line, Service, eventful, people_of, start};
use tingled::assess::rules::{self, Family};
use tingled::assess::{Level, RuleId};
use tingled::daemon::explain::explain;
use tingled::decide::feedback::{Feedback, Given, MARKS_LEAST, Mark, Marks, Tally};
use tingled::decide::{AlertId, Policy};
use tingled::record::{Kind, Value};
use tingled::time::{SignedDuration, Timestamp, add_days, add_minutes};
use tingled::voice::{Language, replay as words};
use tingled::wire::json::Action;

const LOOKS: SignedDuration = SignedDuration::from_mins(30);

fn floor(precision_floor: f64) -> Policy {
    Policy { precision_floor, ..Policy::default() }
}

/// Sessions in tight shoes, nine days apart.
struct Shoes {
    life: lives::Life,
    service: Service,
    number: u32,
}

impl Shoes {
    fn new(policy: &Policy) -> Shoes {
        let life = lives::life(lives::Way::Gym, 1, start(), 1);
        let service = Service::start(&life, LOOKS, policy);
        Shoes { life, service, number: 0 }
    }

    /// The next session, and what was said of it: the alert, and the level, what and why of its newest line.
    fn next(&mut self) -> (AlertId, Level, String, String) {
        let at = add_days(start(), f64::from(self.number) * 9.0);
        self.trains(at)
    }

    fn trains(&mut self, at: Timestamp) -> (AlertId, Level, String, String) {
        self.number += 1;
        let answers = vec![("duration_min", Value::Number(40.0)), ("tight_fit", Value::Flag(true))];
        let id = format!("w{}", self.number);
        let session = lives::record(&self.life.person, Kind::Workout, &id, at, answers);
        self.service.passes(add_minutes(at, 45.0));
        self.service.hears(vec![session]);
        self.service.passes(add_minutes(at, 120.0));
        self.newest()
    }

    fn newest(&self) -> (AlertId, Level, String, String) {
        let Line { alert, level, what, why, .. } = self.service.log().pop().unwrap();
        (AlertId(alert), level, what, why)
    }

    fn marks(&mut self, alert: &AlertId, mark: Mark) {
        self.service.commands(alert, Action::Feedback { mark });
    }

    /// What `explain` shows of why an alert is quiet.
    fn quiet(&self, alert: &AlertId) -> Option<Tally> {
        let alert = self.service.store().alert(alert).unwrap().unwrap();
        explain(self.service.store(), &people_of(&self.life), &alert, self.service.now).unwrap().quiet_because
    }
}

fn pushed(said: &(AlertId, Level, String, String)) -> bool {
    (said.1, said.2.as_str()) == (Level::Advice, "pushed")
}

#[test]
fn a_rule_marked_as_false_six_times_is_shown_quietly_says_so_and_comes_back() {
    let mut shoes = Shoes::new(&floor(0.5));
    let mut told = Vec::new();
    for number in 0..6 {
        let said = shoes.next();
        assert!(pushed(&said), "alert {number}: {said:?}");
        assert_eq!(shoes.quiet(&said.0), None);
        shoes.marks(&said.0, Mark::False);
        told.push(said.0);
    }
    // The one that stands when the last mark is given is shown quietly from the next look on.
    shoes.service.passes(add_minutes(shoes.service.now, 61.0));
    let (alert, level, what, why) = shoes.newest();
    assert_eq!((&alert, level, &*what, &*why), (&told[5], Level::Note, "changed", "demoted"));
    // And the next one is from its beginning.
    let (alert, level, what, why) = shoes.next();
    assert_eq!((level, &*what, &*why), (Level::Note, "raised", "demoted"));
    let tally = shoes.quiet(&alert).unwrap();
    assert_eq!(tally, Tally { useful: 0, wrong: 6, late: 0 });
    assert_eq!(words::demoted(tally, Language::English), "you marked 6 of 6 as false; shown quietly");
    // The person thinks better of some, and of one that was only shown.
    for (alert, mark) in [(&told[0], Mark::Useful), (&told[1], Mark::Late), (&alert, Mark::Useful)] {
        shoes.marks(alert, mark);
    }
    let said = shoes.next();
    assert!(pushed(&said), "{said:?}");
    assert_eq!(shoes.quiet(&said.0), None);
}

#[test]
fn a_rule_comes_back_by_itself_when_its_marks_are_a_year_old() {
    let mut shoes = Shoes::new(&floor(0.5));
    for _ in 0..6 {
        let (alert, ..) = shoes.next();
        shoes.marks(&alert, Mark::False);
    }
    assert_eq!(shoes.next().3, "demoted");
    shoes.service.restarts();
    assert_eq!(shoes.next().3, "demoted", "after a start the marks are the same");
    let later = add_days(start(), 420.0);
    // Time in which nothing happens need not be looked at tick by tick.
    shoes.service.now = add_days(later, -1.0);
    let said = shoes.trains(later);
    assert!(pushed(&said), "{said:?}");
}

#[test]
fn without_a_floor_or_with_few_marks_nothing_is_quiet() {
    for (policy, marked) in [(floor(0.0), 8), (floor(1.0), MARKS_LEAST - 1)] {
        let mut shoes = Shoes::new(&policy);
        for _ in 0..marked {
            let said = shoes.next();
            assert!(pushed(&said), "{said:?}");
            shoes.marks(&said.0, Mark::False);
        }
        assert!(pushed(&shoes.next()));
    }
}

#[test]
fn the_floor_is_held_against_the_upper_end_of_the_interval() {
    let rule = RuleId::of("tight_gear");
    let now = start();
    let demoted = |wrong: usize, useful: usize, late: usize, precision_floor: f64| {
        let all = std::iter::repeat_n(Mark::False, wrong)
            .chain(std::iter::repeat_n(Mark::Useful, useful))
            .chain(std::iter::repeat_n(Mark::Late, late));
        let given = all.enumerate().map(|(number, mark)| {
            let alert = AlertId(format!("a{number}"));
            Given { rule: rule.clone(), told: 1, feedback: Feedback { alert, revision: 1, at: now, mark } }
        });
        floor(precision_floor).demotes(&rule, &Marks::of(given), now).is_some()
    };
    // scipy 1.17.1: binomtest(0, 5).proportion_ci(0.95, 'exact') ends at 0.522, (0, 6) at 0.459, (1, 8) at 0.527, (1, 9) at 0.482.
    for (wrong, right, expected) in [(5, 0, false), (6, 0, true), (7, 1, false), (8, 1, true), (3, 3, false)] {
        assert_eq!(demoted(wrong, right, 0, 0.5), expected, "{wrong} wrong, {right} right");
        assert_eq!(demoted(wrong, 0, right, 0.5), expected, "what came too late was right");
    }
    assert!(!demoted(4, 0, 0, 1.0) && demoted(5, 0, 0, 1.0), "no fewer than five");
}

/// Marks every alert as false, again and again.
fn lived(life: &lives::Life, days: usize, policy: &Policy, marks: bool) -> Vec<Line> {
    let mut service = Service::start(life, SignedDuration::from_mins(240), policy);
    for telling in &life.tellings {
        service.passes(telling.at.max(add_minutes(service.now, 1.0)));
        service.hears(telling.records.clone());
        if marks {
            for alert in service.standing() {
                service.commands(&alert, Action::Feedback { mark: Mark::False });
            }
        }
    }
    service.passes(add_days(start(), days as f64 + 2.0));
    service.log()
}

#[test]
fn no_mark_makes_a_red_flag_or_anything_above_advice_quieter() {
    const DAYS: usize = 40;
    let (mut grave, mut quiet) = (0, 0);
    for seed in 0..4_u64 {
        let mut random = Random(seed + 900);
        let life = eventful(&mut random, seed, DAYS);
        let without = lived(&life, DAYS, &floor(1.0), false);
        let with = lived(&life, DAYS, &floor(1.0), true);
        let above = |lines: &[Line]| -> Vec<Line> {
            lines.iter().filter(|line| line.level > Level::Advice).cloned().collect()
        };
        assert_eq!(above(&without), above(&with), "seed {seed}");
        grave += above(&with).len();
        for line in with.iter().filter(|line| line.why == "demoted") {
            let family = rules::rule(&line.rule).unwrap().family;
            assert!(!matches!(family, Family::RedFlag | Family::Reading), "{line:?}");
            quiet += 1;
        }
    }
    assert!(grave > 20 && quiet > 0, "{grave} grave lines, {quiet} quiet ones: this proves little");
    // Whatever the marks: no red flag, nothing unread, no rule of another version.
    let now = start();
    for id in rules::rules().map(|rule| rule.id).chain(["old_signs", "no_such_rule"]) {
        let rule = RuleId(id.into());
        let given = (0..500).map(|number| {
            let feedback = Feedback { alert: AlertId("a".into()), revision: 1, at: now, mark: Mark::False };
            Given { rule: rule.clone(), told: number, feedback }
        });
        let demoted = floor(1.0).demotes(&rule, &Marks::of(given), now).is_some();
        let may = rules::rule(id).is_some_and(|rule| !matches!(rule.family, Family::RedFlag | Family::Reading));
        assert_eq!(demoted, may, "{id}");
    }
}
