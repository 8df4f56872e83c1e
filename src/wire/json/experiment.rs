//! A trial on oneself as JSON: `tingled.experiment/1`.

use serde_json::{Value as Json, json};

use super::show::number_json;
use crate::person::PersonId;
use crate::study::trial::Arm;
use crate::study::trial::course::{Course, Trial};
use crate::study::trial::proposal::{NoTrial, Proposal};
use crate::study::trial::stop::{Ending, Standing};
use crate::study::trial::verdict::Verdict;
use crate::voice::Reader;
use crate::wire::when;

/// What is proposed, or why nothing is; `text` are the lines as shown.
pub fn proposal_json(person: &PersonId, found: &Result<Proposal, NoTrial>, text: &[String]) -> Json {
    let proposal = found.as_ref().ok().map(|proposal| {
        json!({
            "exposure": proposal.exposure,
            "change": proposal.change.name(),
            "sessions": proposal.sessions,
            "usual_in_100": in_100(proposal.expected.chance(Arm::Usual)),
            "change_in_100": in_100(proposal.expected.chance(Arm::Change)),
        })
    });
    json!({
        "schema": "tingled.experiment/1",
        "person": person.as_str(),
        "proposal": proposal,
        "why_not": found.as_ref().err().map(|because| because.name()),
        "trial": null,
        "text": text,
    })
}

/// How the last trial goes; `None` before the first. `text` are the lines as shown.
pub fn trial_json(person: &PersonId, trial: Option<(&Trial, &Course)>, reader: &Reader, text: &[String]) -> Json {
    json!({
        "schema": "tingled.experiment/1",
        "person": person.as_str(),
        "proposal": null,
        "why_not": null,
        "trial": trial.map(|(trial, course)| going(trial, course, reader)),
        "text": text,
    })
}

fn going(trial: &Trial, course: &Course, reader: &Reader) -> Json {
    let (followed, not_followed, unknown) = course.followed();
    let (state, next, left, why) = match course.standing {
        Standing::Going { next, left } => ("running", Some(next.name()), left, None),
        Standing::Over(why) => ("ended", None, 0, Some(why.name())),
    };
    json!({
        "exposure": trial.exposure,
        "change": trial.change.name(),
        "seed": trial.seed,
        "sessions": trial.sessions,
        "started_at": when::show(trial.started_at, &reader.zone),
        "ended_at": trial.ended.map(|(at, _)| when::show(at, &reader.zone)),
        "state": state,
        "why": why,
        "next": next,
        "left": left,
        "schedule": course.schedule.iter().map(|arm| arm.name()).collect::<Vec<_>>(),
        "held": course.held.len(),
        "answered": course.answered(),
        "followed": followed,
        "not_followed": not_followed,
        "unknown": unknown,
        "verdict": course.verdict.as_ref().map(|found| verdict(found, course.standing)),
    })
}

/// A trial that was broken off says nothing of a help.
fn verdict(verdict: &Verdict, standing: Standing) -> Json {
    let is_whole = matches!(standing, Standing::Over(Ending::Complete | Ending::NotPossible));
    let arm = |(answered, tingled): (usize, usize)| json!({ "answered": answered, "tingled": tingled });
    json!({
        "p": number_json((verdict.p * 10_000.0).round() / 10_000.0),
        "helped": is_whole.then(|| verdict.helped()),
        "pairs": verdict.blocks,
        "differing": verdict.differing,
        "usual": arm(verdict.usual),
        "change": arm(verdict.change),
    })
}

fn in_100(share: f64) -> Json {
    number_json((100.0 * share).round())
}
