//! The summaries that stay on the broker: `out/state` of a person, and `tingled/info`.

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::standing::standing_json;
use crate::assess::{Finding, Level};
use crate::body::standing::Standing;
use crate::decide::{Alert, State};
use crate::person::PersonId;
use crate::study::person::Gates;
use crate::study::trigger::exposure_of;
use crate::time::Timestamp;
use crate::voice::{Reader, compose};
use crate::wire::when;

/// What `out/state` tells about a person.
#[derive(Clone, Debug)]
pub struct Summary<'a> {
    /// The person.
    pub person: &'a PersonId,
    /// How to address them.
    pub reader: &'a Reader,
    /// Where they stand against their own usual.
    pub standing: &'a Standing,
    /// When it was made.
    pub now: Timestamp,
    /// The alerts of the person; those that are over are left out.
    pub alerts: &'a [Alert],
    /// The newest record.
    pub data_to: Option<Timestamp>,
    /// The newest report.
    pub last_report: Option<Timestamp>,
    /// The start of the newest session.
    pub last_workout: Option<Timestamp>,
    /// When something was last drunk or taken.
    pub last_intake: Option<Timestamp>,
    /// When something was last measured.
    pub last_measure: Option<Timestamp>,
    /// The newest tag.
    pub last_tag: Option<Timestamp>,
    /// What the study has to go on, and what it found; `None` while it was not asked yet.
    pub study: Option<(&'a Gates, &'a [Finding])>,
}

/// The payload of `out/state`. `level` is the highest of the open alerts; null says that none is open among
/// what was recorded, not that all is well.
pub fn state_json(summary: &Summary<'_>) -> Json {
    let standing: Vec<&Alert> = summary.alerts.iter().filter(|alert| alert.is_standing()).collect();
    let open = || standing.iter().filter(|alert| alert.state == State::Open);
    let zone = &summary.reader.zone;
    let time = |at: Option<Timestamp>| at.map(|at| when::show(at, zone));
    let count = |level: Level| open().filter(|alert| alert.level == level).count();
    let counts = Level::ALL.iter().rev().map(|level| (level.name().to_owned(), count(*level).into()));
    let mut state = json!({
        "schema": "tingled.state/1",
        "person": summary.person.as_str(),
        "at": when::show(summary.now, zone),
        "level": open().map(|alert| alert.level).max().map(Level::name),
        "open": Json::Object(counts.collect()),
        "alerts": standing.iter().map(|alert| json!({
            "id": alert.id.0,
            "rule": alert.rule.as_str(),
            "level": alert.level.name(),
            "state": alert.state.name(),
            "at": when::show(alert.raised_at, zone),
            "snoozed_until": time(alert.snoozed_until),
            "title": compose(alert, summary.reader).title,
        })).collect::<Vec<_>>(),
        "data_to": time(summary.data_to),
        "last_report": time(summary.last_report),
        "last_workout": time(summary.last_workout),
        "last_intake": time(summary.last_intake),
        "last_measure": time(summary.last_measure),
        "last_tag": time(summary.last_tag),
        "study": summary.study.map(|(gates, found)| study_part(gates, found)),
    });
    if let Some(fields) = state.as_object_mut() {
        let parts = standing_json(summary.standing, zone, summary.reader.language);
        fields.extend(parts.map(|(name, part)| (name.to_owned(), part)));
    }
    state
}

/// The study in short: whether there is enough to go on, and what was found.
fn study_part(gates: &Gates, found: &[Finding]) -> Json {
    json!({
        "met": gates.are_met(),
        "answered": { "have": gates.answered, "need": gates.answered_least },
        "events": { "have": gates.events, "need": gates.events_least },
        "found": found.iter().filter_map(exposure_of).collect::<Vec<_>>(),
    })
}

/// What `tingled/info` tells about the program.
#[derive(Clone, Debug)]
pub struct Info<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// The version of the rules.
    pub rules: &'a str,
    /// When it was started.
    pub since: Timestamp,
    /// When this was made: a heartbeat.
    pub now: Timestamp,
    /// How many persons it knows.
    pub persons: usize,
}

/// The payload of `tingled/info`.
pub fn info_json(info: &Info<'_>) -> Json {
    json!({
        "schema": "tingled.info/1",
        "version": info.version,
        "rules": info.rules,
        "since": when::show(info.since, &TimeZone::UTC),
        "at": when::show(info.now, &TimeZone::UTC),
        "persons": info.persons,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::{Finding, RuleId};
    use crate::decide::AlertId;
    use crate::record::Key;

    fn alert(rule: &'static str, level: Level, state: State) -> Alert {
        let at: Timestamp = "2026-11-23T06:10:00Z".parse().unwrap();
        let subject = Key::parse("00112233445566778899").unwrap();
        let (evidence, against, unknown, change) = (vec![], vec![], vec![], vec![]);
        let (advice, withheld) = (vec![], vec![]);
        let rule = RuleId::of(rule);
        let finding =
            Finding { rule: rule.clone(), subject, at, level, evidence, against, unknown, change, advice, withheld };
        Alert {
            id: AlertId(format!("{rule}-1")),
            revision: 1,
            person: PersonId::new("ana").unwrap(),
            rule,
            level,
            state,
            finding,
            late: false,
            raised_at: at,
            changed_at: at,
            data_to: at,
            pushed_at: None,
            pushes: 0,
            told_level: None,
            acknowledged_at: None,
            spoken_since: "2026-11-20T10:00:00Z".parse().unwrap(),
            snoozed_until: None,
            why: crate::decide::Why::First,
        }
    }

    fn shown(alerts: &[Alert]) -> Json {
        let person = PersonId::new("ana").unwrap();
        let reader = Reader {
            name: "Ana".to_owned(),
            zone: TimeZone::get("Europe/Berlin").unwrap(),
            has_private_titles: true,
            language: crate::voice::Language::English,
        };
        let now = "2026-11-23T07:00:00Z".parse().unwrap();
        let standing = crate::body::standing::standing(&crate::record::History::default(), now);
        let [last_report, last_workout, last_intake, last_measure, last_tag] = [None; 5];
        state_json(&Summary {
            person: &person,
            reader: &reader,
            standing: &standing,
            now,
            alerts,
            data_to: Some(now),
            last_report,
            last_workout,
            last_intake,
            last_measure,
            last_tag,
            study: None,
        })
    }

    #[test]
    fn the_highest_open_alert_gives_the_level() {
        let all = [
            alert("spike", Level::Advice, State::Open),
            alert("rf01", Level::Emergency, State::Acknowledged),
            alert("rf02", Level::Urgent, State::Ended),
        ];
        let state = shown(&all);
        assert_eq!(state["level"], "advice");
        assert_eq!((&state["open"]["advice"], &state["open"]["emergency"]), (&1.into(), &0.into()));
        assert_eq!(state["alerts"].as_array().unwrap().len(), 2);
        assert_eq!((state["at"].as_str(), state["last_report"].as_str()), (Some("2026-11-23T08:00:00+01:00"), None));
    }

    #[test]
    fn without_alerts_there_is_no_level_and_no_promise() {
        let state = shown(&[]);
        assert_eq!((&state["level"], &state["last_session"]), (&Json::Null, &Json::Null));
        let readings = state["standing"].as_array().unwrap();
        assert!(readings.iter().all(|one| one["value"].is_null() && one["compared"].is_null()), "{readings:?}");
        assert_eq!(crate::voice::forbidden_in(&state.to_string()), Vec::<&str>::new());
    }
}
