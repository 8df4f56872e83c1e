//! Alerts as they stand, and the log of what was said about them.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use serde_json::Value as Json;

use super::columns::{instant, maybe_instant};
use super::error::{StoreError, Trouble};
use super::open::Store;
use super::turn::Spoken;
use crate::assess::{Finding, Level, RULES_VERSION, RuleId};
use crate::decide::{Alert, AlertId, State, Why};
use crate::person::PersonId;
use crate::record::Key;
use crate::time::Timestamp;
use crate::wire::alert::{
    because_json, change_json, names_json, read_because, read_change, read_names, read_withheld, withheld_json,
};

const COLUMNS: &str = "id, revision, person, rule, level, state, late, raised_ms, changed_ms, data_to_ms, pushed_ms, \
     pushes, acknowledged_ms, finding_rule, finding_level, subject, happened_ms, evidence, against, unknown, change, \
     withheld, spoken_since_ms, why, snoozed_until_ms, told_level, advice";

impl Store {
    /// The alerts of a person that are not over, oldest first.
    pub fn standing_alerts(&self, person: &PersonId) -> Result<Vec<Alert>, StoreError> {
        self.alerts_where("person = ?1 AND state <> 'ended' ORDER BY raised_ms, id", [person.as_str()])
    }

    /// Everybody's alerts that are not over, by person, oldest first.
    pub fn standing_alerts_all(&self) -> Result<Vec<Alert>, StoreError> {
        self.alerts_where("state <> 'ended' ORDER BY person, raised_ms, id", [])
    }

    /// The alert of that id, also one that is over.
    pub fn alert(&self, id: &AlertId) -> Result<Option<Alert>, StoreError> {
        Ok(self.alerts_where("id = ?1", [&id.0])?.pop())
    }

    /// A person's alerts, also those that are over, newest first.
    pub fn alerts(&self, person: &PersonId, limit: usize) -> Result<Vec<Alert>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.alerts_where("person = ?1 ORDER BY raised_ms DESC, id LIMIT ?2", params![person.as_str(), limit])
    }

    /// What was said about an alert, in order.
    pub fn spoken(&self, id: &AlertId) -> Result<Vec<Spoken>, StoreError> {
        self.read("read what was said", |db| {
            let mut all = db.prepare_cached(
                "SELECT alert, revision, level, at_ms, what, why FROM spoken WHERE alert = ?1 ORDER BY at_ms, id",
            )?;
            let mut rows = all.query([&id.0])?;
            let mut spoken = Vec::new();
            while let Some(row) = rows.next()? {
                spoken.push(read_spoken(row)?);
            }
            Ok(spoken)
        })
    }

    /// By which version of the rules each of [`Store::spoken`] was said, in the same order; empty where it was not
    /// kept.
    pub fn rules_spoken_by(&self, id: &AlertId) -> Result<Vec<String>, StoreError> {
        self.read("read what was said", |db| {
            let mut all = db.prepare_cached("SELECT rules FROM spoken WHERE alert = ?1 ORDER BY at_ms, id")?;
            let versions = all.query_map([&id.0], |row| row.get(0))?;
            Ok(versions.collect::<Result<_, _>>()?)
        })
    }

    /// When pushes of a level went to a person since `since`, in order: what the limits count.
    pub fn pushed_since(
        &self,
        person: &PersonId,
        level: Level,
        since: Timestamp,
    ) -> Result<Vec<(AlertId, Timestamp)>, StoreError> {
        self.read("count pushes", |db| {
            // Level and person come second: there are few pushes within the days that limits look at.
            let mut pushed = db.prepare_cached(
                "SELECT spoken.alert, spoken.at_ms FROM spoken JOIN alert ON alert.id = spoken.alert
                 WHERE spoken.what = 'pushed' AND spoken.at_ms >= ?1 AND spoken.level = ?2 AND alert.person = ?3
                 ORDER BY spoken.at_ms, spoken.id",
            )?;
            let mut rows = pushed.query(params![since.as_millisecond(), level.name(), person.as_str()])?;
            let mut pushes = Vec::new();
            while let Some(row) = rows.next()? {
                pushes.push((AlertId(row.get(0)?), instant(row.get(1)?)?));
            }
            Ok(pushes)
        })
    }

    fn alerts_where(&self, which: &str, params: impl Params) -> Result<Vec<Alert>, StoreError> {
        self.read("read alerts", |db| {
            let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM alert WHERE {which}"))?;
            let mut rows = statement.query(params)?;
            let mut alerts = Vec::new();
            while let Some(row) = rows.next()? {
                alerts.push(read_alert(row)?);
            }
            Ok(alerts)
        })
    }
}

/// Writes alerts as they stand. An id keeps its person and rule, and a revision its content, for ever.
pub(super) fn write(db: &Connection, alerts: &[Alert]) -> Result<(), Trouble> {
    for alert in alerts {
        let stored = db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM alert WHERE id = ?1"))?
            .query_row([&alert.id.0], |row| Ok(read_alert(row)))
            .optional()?
            .transpose()?;
        let alert = as_kept(alert);
        if let Some(stored) = &stored {
            refuse_rewriting(stored, &alert)?;
        }
        put(db, &alert)?;
    }
    Ok(())
}

/// Times are kept to the millisecond, and compared as they are kept.
fn as_kept(alert: &Alert) -> Alert {
    use crate::time::to_millisecond as cut;
    let mut kept = alert.clone();
    kept.raised_at = cut(alert.raised_at);
    kept.changed_at = cut(alert.changed_at);
    kept.data_to = cut(alert.data_to);
    kept.spoken_since = cut(alert.spoken_since);
    kept.pushed_at = alert.pushed_at.map(cut);
    kept.acknowledged_at = alert.acknowledged_at.map(cut);
    kept.snoozed_until = alert.snoozed_until.map(cut);
    kept.finding.at = cut(alert.finding.at);
    kept
}

fn refuse_rewriting(stored: &Alert, alert: &Alert) -> Result<(), Trouble> {
    let refuse = |why: &str| Err(Trouble::Contradiction(format!("alert {}: {why}", alert.id)));
    if (&stored.person, &stored.rule, stored.raised_at) != (&alert.person, &alert.rule, alert.raised_at) {
        return refuse("an id keeps its person, rule and first time");
    }
    if alert.revision < stored.revision {
        return refuse(&format!("revision {} is older than the stored {}", alert.revision, stored.revision));
    }
    // When and how often it was pushed is no part of its content.
    let said_as_stored = Alert {
        pushed_at: stored.pushed_at,
        pushes: stored.pushes,
        told_level: stored.told_level,
        acknowledged_at: stored.acknowledged_at,
        ..alert.clone()
    };
    if alert.revision == stored.revision && said_as_stored != *stored {
        return refuse(&format!("revision {} already has another content", alert.revision));
    }
    Ok(())
}

fn put(db: &Connection, alert: &Alert) -> Result<(), Trouble> {
    let finding = &alert.finding;
    let (evidence, against) = (because_json(&finding.evidence), because_json(&finding.against));
    let change = change_json(&finding.change);
    // A number that is not finite would be stored and never read again.
    if read_because(&evidence).is_none() || read_because(&against).is_none() || read_change(&change).is_none() {
        return Err(Trouble::Contradiction(format!("alert {}: its evidence holds no number", alert.id)));
    }
    // Not "replace", which would delete the row that the log points to.
    let mut upsert = db.prepare_cached(&format!(
        "INSERT INTO alert ({COLUMNS})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
             ?25, ?26, ?27)
         ON CONFLICT (id) DO UPDATE SET revision = ?2, level = ?5, state = ?6, late = ?7, changed_ms = ?9,
             data_to_ms = ?10, pushed_ms = ?11, pushes = ?12, acknowledged_ms = ?13, finding_rule = ?14,
             finding_level = ?15, subject = ?16, happened_ms = ?17, evidence = ?18, against = ?19, unknown = ?20,
             change = ?21, withheld = ?22, spoken_since_ms = ?23, why = ?24, snoozed_until_ms = ?25,
             told_level = ?26, advice = ?27"
    ))?;
    upsert.execute(params![
        alert.id.0,
        alert.revision,
        alert.person.as_str(),
        alert.rule.as_str(),
        alert.level.name(),
        alert.state.name(),
        alert.late,
        alert.raised_at.as_millisecond(),
        alert.changed_at.as_millisecond(),
        alert.data_to.as_millisecond(),
        alert.pushed_at.map(Timestamp::as_millisecond),
        alert.pushes,
        alert.acknowledged_at.map(Timestamp::as_millisecond),
        finding.rule.as_str(),
        finding.level.name(),
        finding.subject.to_string(),
        finding.at.as_millisecond(),
        evidence.to_string(),
        against.to_string(),
        names_json(&finding.unknown).to_string(),
        change.to_string(),
        withheld_json(&finding.withheld).to_string(),
        alert.spoken_since.as_millisecond(),
        alert.why.name(),
        alert.snoozed_until.map(Timestamp::as_millisecond),
        alert.told_level.map(Level::name),
        names_json(&finding.advice).to_string(),
    ])?;
    Ok(())
}

fn read_alert(row: &Row<'_>) -> Result<Alert, Trouble> {
    let id = AlertId(row.get(0)?);
    let damaged = |what: &str| Trouble::Damaged(format!("alert {id} with a {what} that is none"));
    let rule = |column: usize| Ok::<_, Trouble>(RuleId(Cow::Owned(row.get(column)?)));
    let level = |column: usize| word(row, column, Level::from_name).ok_or_else(|| damaged("level"));
    let json = |column: usize| json(row, column).ok_or_else(|| damaged("list"));
    let finding = Finding {
        rule: rule(13)?,
        level: level(14)?,
        subject: word(row, 15, Key::parse).ok_or_else(|| damaged("subject"))?,
        at: instant(row.get(16)?)?,
        evidence: read_because(&json(17)?).ok_or_else(|| damaged("evidence"))?,
        against: read_because(&json(18)?).ok_or_else(|| damaged("counter-evidence"))?,
        unknown: read_names(&json(19)?).ok_or_else(|| damaged("list of unknowns"))?,
        change: read_change(&json(20)?).ok_or_else(|| damaged("list of changes"))?,
        advice: read_names(&json(26)?).ok_or_else(|| damaged("list of tips"))?,
        withheld: read_withheld(&json(21)?).ok_or_else(|| damaged("list of reasons"))?,
    };
    Ok(Alert {
        revision: row.get(1)?,
        person: word(row, 2, PersonId::new).ok_or_else(|| damaged("person"))?,
        rule: rule(3)?,
        level: level(4)?,
        state: word(row, 5, State::from_name).ok_or_else(|| damaged("state"))?,
        late: row.get(6)?,
        raised_at: instant(row.get(7)?)?,
        changed_at: instant(row.get(8)?)?,
        data_to: instant(row.get(9)?)?,
        pushed_at: maybe_instant(row.get(10)?)?,
        pushes: row.get(11)?,
        acknowledged_at: maybe_instant(row.get(12)?)?,
        spoken_since: instant(row.get(22)?)?,
        why: word(row, 23, Why::from_name).ok_or_else(|| damaged("reason"))?,
        snoozed_until: maybe_instant(row.get(24)?)?,
        told_level: word(row, 25, Level::from_name),
        finding,
        id,
    })
}

fn word<T>(row: &Row<'_>, column: usize, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    read(row.get_ref(column).ok()?.as_str().ok()?)
}

fn json(row: &Row<'_>, column: usize) -> Option<Json> {
    word(row, column, |text| serde_json::from_str(text).ok())
}

/// Adds to the log; nothing in it is ever changed.
pub(super) fn write_spoken(db: &Connection, spoken: &[Spoken], alerts: &[Alert]) -> Result<(), Trouble> {
    if spoken.is_empty() {
        return Ok(());
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO spoken (alert, revision, level, at_ms, what, why, rules, until_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for Spoken { alert, revision, level, at, what, why } in spoken {
        let at = at.as_millisecond();
        let is_snooze = *why == Why::Snoozed.name();
        let spoken_of = alerts.iter().find(|one| is_snooze && one.id == *alert && one.revision == *revision);
        let until = spoken_of.and_then(|one| one.snoozed_until).map(Timestamp::as_millisecond);
        insert.execute(params![alert.0, revision, level.name(), at, what, why, RULES_VERSION, until])?;
    }
    Ok(())
}

fn read_spoken(row: &Row<'_>) -> Result<Spoken, Trouble> {
    let level = word(row, 2, Level::from_name).ok_or_else(|| Trouble::Damaged("a level that is none".into()))?;
    Ok(Spoken {
        alert: AlertId(row.get(0)?),
        revision: row.get(1)?,
        level,
        at: instant(row.get(3)?)?,
        what: Cow::Owned(row.get(4)?),
        why: Cow::Owned(row.get(5)?),
    })
}
