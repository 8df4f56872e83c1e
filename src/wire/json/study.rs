//! The study of a person as JSON, `tingled.study/1`.

use serde_json::{Value as Json, json};

use crate::person::PersonId;
use crate::study::line::{Lack, Line, Place};
use crate::study::person::Study;
use crate::wire::matrix::screened_json;

/// The study of a person; `text` is the page as lines.
pub fn study_json(person: &PersonId, study: &Study, text: &[String]) -> Json {
    let gates = &study.gates;
    json!({
        "schema": "tingled.study/1",
        "person": person.as_str(),
        "gates": {
            "met": gates.are_met(),
            "sessions": gates.sessions,
            "answered": { "have": gates.answered, "need": gates.answered_least },
            "events": { "have": gates.events, "need": gates.events_least },
            "days": { "have": gates.days.floor(), "need": gates.days_least },
            "outside": gates.outside,
        },
        "exposures": study.lines.iter().map(|line| line_json(study, line)).collect::<Vec<_>>(),
        "looks": { "listed": screened_json(&study.listed), "tags": screened_json(&study.tags) },
        "text": text,
    })
}

fn line_json(study: &Study, line: &Line) -> Json {
    let counts = &line.counts;
    let checks = &line.checks;
    let (place, about) = place_json(&line.place);
    json!({
        "exposure": line.exposure,
        "yes_or_no": line.is_binary,
        "place": place,
        "about": about,
        "tingled": counts.tingled(),
        "tingled_with": counts.exposed_tingled,
        "quiet": counts.sessions().saturating_sub(counts.tingled()),
        "quiet_with": counts.exposed_quiet,
        "odds_ratio": line.odds.map(|odds| json!({ "value": odds.ratio, "low": odds.low, "high": odds.high })),
        "p": line.p,
        "inflation": line.inflation,
        "tried_with": study.tried_with(&line.exposure),
        "moves_with": line.moves_with,
        "estimated_share": line.estimated,
        "still_needed": line.still_needed,
        "shifts_answers": checks.shifts_answers,
        "halves_agree": checks.halves_agree,
        "stands_without_carry_over": checks.stands_without_carry_over,
        "stands_within_weeks": checks.stands_within_weeks,
        "dose": checks.dose.as_ref().map(|dose| json!({
            "p": dose.p,
            "thirds": dose.thirds.iter()
                .map(|third| json!({ "sessions": third.sessions, "tingled": third.tingled }))
                .collect::<Vec<_>>(),
        })),
    })
}

/// The name of a place, and what belongs to it.
fn place_json(place: &Place) -> (&'static str, Json) {
    match place {
        Place::Found { at_event } => ("found", json!({ "at_event": at_event })),
        Place::Withdrawn { at_event } => ("withdrawn", json!({ "at_event": at_event })),
        Place::Undecided { rivals } => ("undecided", json!({ "rivals": rivals })),
        Place::Companion { of } => ("companion", json!({ "of": of })),
        Place::Early { at_event } => ("early", json!({ "at_event": at_event })),
        Place::RuledOut => ("ruled_out", Json::Null),
        Place::Open => ("open", Json::Null),
        Place::Untested { because } => ("untested", lack_json(*because)),
    }
}

fn lack_json(lack: Lack) -> Json {
    match lack {
        Lack::Sessions { have, need } => json!({ "lack": "sessions", "have": have, "need": need }),
        Lack::Episodes { have, need } => json!({ "lack": "episodes", "have": have, "need": need }),
        Lack::Contrast { with, without, need } => {
            json!({ "lack": "contrast", "with": with, "without": without, "need": need })
        }
        Lack::Constant => json!({ "lack": "constant" }),
        Lack::NoLook => json!({ "lack": "look" }),
    }
}
