//! The argument of an alert, down to records, files and lines, worked out again from the records.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::assess::{self, RULES_VERSION};
use crate::decide::Alert;
use crate::decide::feedback::Feedback;
use crate::decide::old_signs::OLD_SIGNS;
use crate::record::{History, Key, Record};
use crate::store::{Store, StoreError};
use crate::time::{Timestamp, add_days};
use crate::voice::{Reader, compose};
use crate::wire::alert::{alert_json, time_text};
use crate::wire::json::record_json;

use super::look::{REPORT_DAYS, WINDOW_DAYS, subject_of};
use super::people::People;

/// Whether an alert still follows from the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// The rule still fires on the same subject.
    Yes,
    /// It does not fire any more: a record was corrected or taken away.
    No,
    /// It is a summary of old reports; each of them is cited.
    Summary,
}

/// An alert and what it rests on.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The alert as it was said.
    pub alert: Alert,
    /// The records it cites, with where each was read.
    pub records: Vec<Record>,
    /// Cited records that are not there any more.
    pub gone: Vec<Key>,
    /// Whether it still follows.
    pub follows: Follows,
    /// What the person thought of it, in order.
    pub feedback: Vec<Feedback>,
}

/// Works an alert out again from the records.
pub fn explain(store: &Store, people: &People, alert: &Alert, now: Timestamp) -> Result<Explanation, StoreError> {
    let finding = &alert.finding;
    let mut cited: BTreeSet<Key> = BTreeSet::from([finding.subject]);
    cited.extend(finding.evidence.iter().chain(&finding.against).flat_map(|piece| piece.records.iter().copied()));
    let (mut records, mut gone) = (Vec::new(), Vec::new());
    for key in cited {
        match store.record(&alert.person, key)? {
            Some(record) => records.push(record),
            None => gone.push(key),
        }
    }
    records.sort_by_key(|record| (record.at, record.key));
    let follows = if finding.rule == OLD_SIGNS {
        Follows::Summary
    } else {
        let since = add_days(finding.at, -WINDOW_DAYS);
        let window = store.window(&alert.person, since, add_days(finding.at, -REPORT_DAYS))?;
        let profile = people.profile(&alert.person, &store.profile(&alert.person)?.unwrap_or_default());
        let mut history = History::of(profile, window);
        history.diary_since = store.first_report(&alert.person)?;
        let subjects: Vec<_> = subject_of(&history, &finding.rule, finding.subject).into_iter().collect();
        let found = assess::assess(&history, &subjects, now)
            .into_iter()
            .any(|(rule, _, verdict)| rule == finding.rule && verdict.found().is_some());
        if found { Follows::Yes } else { Follows::No }
    };
    let feedback = store.feedback(&alert.id)?;
    Ok(Explanation { alert: alert.clone(), records, gone, follows, feedback })
}

/// The explanation as JSON.
pub fn json(explanation: &Explanation, reader: &Reader) -> Json {
    let alert = &explanation.alert;
    let cited: Vec<Json> = explanation
        .records
        .iter()
        .map(|record| {
            json!({
                "key": record.key.to_string(),
                "kind": record.body.kind().name(),
                "record": record_json(record),
                "read_from": {
                    "source": record.origin.source.to_string(),
                    "place": &*record.origin.place.of,
                    "line": record.origin.place.line,
                    "time_text": record.origin.time.text,
                    "parser": &*record.origin.parser,
                },
            })
        })
        .collect();
    json!({
        "schema": "tingled.explanation/1",
        "alert": alert_json(alert, &compose(alert, reader), &reader.zone, RULES_VERSION),
        "still_follows": match explanation.follows {
            Follows::Yes => "yes",
            Follows::No => "no",
            Follows::Summary => "summary",
        },
        "feedback": explanation.feedback.iter().map(|given| json!({
            "mark": given.mark.name(),
            "revision": given.revision,
            "at": time_text(given.at, &reader.zone),
        })).collect::<Vec<_>>(),
        "records": cited,
        "gone": explanation.gone.iter().map(Key::to_string).collect::<Vec<_>>(),
    })
}
