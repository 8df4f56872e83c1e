//! A pattern through the whole core: one note that follows the newest report, and never a sound.

use tingled::assess::Level;
use tingled::decide::{Alert, State};
use tingled::person::PersonId;

use super::listed;
use crate::days::Days;

const SHOE: &str = r#"{"time":"NOW","tingling":true,"sites":["foot:both"],"relieved_by":["loosening"],"signs":[]}"#;
const ITCH: &str = r#"{"time":"NOW","tingling":true,"sites":["calf:both"],"quality":["itching"],"signs":["hives"],"onset":"during"}"#;

fn notes(days: &mut Days, rule: &str) -> Vec<Alert> {
    let alerts = days.daemon().store().alerts(&PersonId::new("ana").unwrap(), 100).unwrap();
    alerts.into_iter().filter(|alert| alert.rule.as_str() == rule).collect()
}

#[test]
fn a_pattern_is_one_note_that_follows_the_newest_report() {
    let mut days = Days::new();
    days.sends("ana/in/tingling", SHOE);
    let first = notes(&mut days, "pattern");
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].level, first[0].state), (Level::Note, State::Open));
    assert_eq!(listed(&first[0].finding, "fits_best"), ["gear"]);
    days.minutes(2.0 * 1440.0);
    days.sends("ana/in/tingling", ITCH);
    let second = notes(&mut days, "pattern");
    assert_eq!((second.len(), &second[0].id), (1, &first[0].id));
    assert_eq!(listed(&second[0].finding, "fits_best"), ["histamine"]);
    days.minutes(1440.0);
    days.sends("ana/in/tingling", r#"{"time":"NOW","tingling":false}"#);
    assert_eq!(notes(&mut days, "pattern")[0].state, State::Ended);
    assert!(!days.letters.iter().any(|(topic, _)| topic.ends_with("pattern")), "a note is for the status only");
    assert!(!days.events().iter().any(|event| event.contains("pattern")));
    assert!(!days.notified().iter().any(|rule| rule.contains("pattern")));
}

#[test]
fn what_comes_back_is_a_note_from_the_third_report_on() {
    let mut days = Days::new();
    for told in 1..=4 {
        days.sends("ana/in/tingling", SHOE);
        assert_eq!(notes(&mut days, "repeated_pattern").len(), usize::from(told >= 3), "{told}");
        days.minutes(2.0 * 1440.0);
    }
    assert!(!days.notified().iter().any(|rule| rule.contains("pattern")));
}

#[test]
fn an_old_diary_that_comes_in_leaves_no_pattern_behind() {
    let mut days = Days::new();
    for week in 2..8 {
        days.sends("ana/in/tingling", &SHOE.replace("NOW", &format!("-{}", week * 10_080)));
    }
    assert_eq!((notes(&mut days, "pattern"), notes(&mut days, "repeated_pattern")), (vec![], vec![]));
}
