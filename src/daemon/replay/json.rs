//! A replay as JSON, `tingled.replay/1`.

use serde_json::{Value as Json, json};

use crate::study::counted::Counted;
use crate::voice::{Reader, about, explain};
use crate::wire::alert::time_text;

use super::Word;
use super::report::{Fared, Report};

/// The report as JSON.
pub fn json(report: &Report, reader: &Reader) -> Json {
    let rules: Vec<Json> = report.rules.iter().map(|fared| fared_json(fared, report, reader)).collect();
    let said: Vec<Json> = report.words.iter().map(|word| word_json(word, reader)).collect();
    json!({
        "schema": "tingled.replay/1",
        "person": report.person.as_str(),
        "from": time_text(report.from, &reader.zone),
        "to": time_text(report.to, &reader.zone),
        "weeks": rounded(report.weeks(), 100.0),
        "order": report.order.name(),
        "undated": report.undated,
        "rules": rules,
        "said": said,
    })
}

fn fared_json(fared: &Fared, report: &Report, reader: &Reader) -> Json {
    let score = fared.score.as_ref().map(|(days, score)| {
        json!({
            "follows_days": days,
            "followed": score.followed,
            "ahead": score.ahead,
            "not_followed": score.not_followed,
            "unanswered": score.unanswered,
            "precision": share_json(score.right()),
            "usual": share_json(score.usual),
            "reports": score.reports,
            "missed": score.missed,
            "lead_min": score.lead_min.map(|minutes| rounded(minutes, 10.0)),
        })
    });
    json!({
        "rule": fared.rule.as_str(),
        "about": about::title(fared.rule.as_str(), reader.language),
        "level": fared.level.map(|level| level.name()),
        "told": fared.told,
        "told_a_week": a_week(fared.told, report.weeks()).map(|times| rounded(times, 100.0)),
        "quiet": fared.quiet,
        "sessions": score,
        "marks": {
            "useful": fared.marks.useful,
            "false": fared.marks.wrong,
            "late": fared.marks.late,
            "precision": share_json(fared.marks.right()),
        },
        "shown_quietly": fared.is_demoted,
    })
}

fn word_json(word: &Word, reader: &Reader) -> Json {
    let (alert, said) = (&word.said.alert, &word.said);
    json!({
        "at": time_text(word.at, &reader.zone),
        "rule": alert.rule.as_str(),
        "id": alert.id.0,
        "revision": alert.revision,
        "level": alert.level.name(),
        "event": said.event.name(),
        "told": said.push,
        "why": alert.why.name(),
        "text": explain::revision(said.push, alert.why.name(), reader.language),
        "happened": time_text(alert.finding.at, &reader.zone),
    })
}

/// So many a week; `None` within less than a day.
pub fn a_week(times: usize, weeks: f64) -> Option<f64> {
    (weeks > 1.0 / 7.0).then(|| times as f64 / weeks)
}

fn share_json(share: Counted) -> Json {
    let interval = share.interval().map(|ends| ends.map(|end| rounded(end, 1000.0)));
    json!({
        "yes": share.yes,
        "of": share.of,
        "share": share.share().map(|value| rounded(value, 1000.0)),
        "interval_95": interval,
    })
}

fn rounded(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}
