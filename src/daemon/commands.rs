//! What a person asks about an alert, and the answer.

use serde_json::{Value as Json, json};

use crate::decide::feedback::{Feedback, Given, Mark};
use crate::decide::{Alert, AlertId, acknowledge, snooze};
use crate::person::PersonId;
use crate::store::{StoreError, Turn};
use crate::time::Timestamp;
use crate::voice;
use crate::wire::alert::time_text;
use crate::wire::json::{Action as Wish, Command};
use crate::wire::{Letter, Purpose};

use super::state::reply;
use super::{Daemon, explain, explained};

impl Daemon {
    /// Does what a message asks, and leaves the answer for whoever sent it.
    pub(super) fn command(
        &mut self,
        person: &PersonId,
        command: &Command,
        reply_to: Option<String>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let answer = self.answer(person, command, now)?;
        let reply_topic = format!("{person}/out/reply/");
        let topic = match (&command.correlation, reply_to) {
            (Some(correlation), _) => Some(format!("{reply_topic}{correlation}")),
            // Answers go nowhere else: our client may publish where the asker may not.
            (None, Some(topic)) => Some(topic).filter(|topic| topic.starts_with(&reply_topic)),
            (None, None) => None,
        };
        let Some(topic) = topic.filter(|_| self.writes_letters) else { return Ok(()) };
        let letter = Letter { topic, payload: answer.to_string().into_bytes(), purpose: Purpose::Reply };
        self.store.commit(&Turn { at: now, letters: vec![letter], ..Turn::default() })
    }

    /// Does what a person asks, and answers.
    pub(super) fn answer(
        &mut self,
        person: &PersonId,
        command: &Command,
        now: Timestamp,
    ) -> Result<Json, StoreError> {
        // An alert of another person is as unknown as one that never was.
        let alert = self.store.alert(&command.alert)?.filter(|alert| alert.person == *person);
        Ok(match (&command.action, alert) {
            (_, None) => reply("unknown_alert", None),
            (Wish::Ack, Some(alert)) => {
                let seen = self.acknowledge(&alert.id, now)?.unwrap_or(alert);
                reply("acknowledged", Some(&seen))
            }
            (Wish::Explain, Some(alert)) => {
                let explanation = explain::explain(&self.store, &self.people, &alert, now)?;
                explained::json(&explanation, &self.people.reader(person))
            }
            (Wish::Feedback { mark }, Some(alert)) => self.note(&alert, *mark, now)?,
            (Wish::Snooze { hours }, Some(alert)) => self.snooze(&alert, *hours, now)?,
        })
    }

    pub(super) fn acknowledge(&mut self, id: &AlertId, now: Timestamp) -> Result<Option<Alert>, StoreError> {
        let Some(alert) = self.store.alert(id)? else { return Ok(None) };
        let Some(utterance) = acknowledge(&alert, now) else { return Ok(Some(alert)) };
        let seen = utterance.alert.clone();
        self.desk(now).say(utterance)?;
        Ok(Some(seen))
    }

    /// Keeps an alert quiet for some hours, unless that must not be.
    fn snooze(&mut self, alert: &Alert, hours: f64, now: Timestamp) -> Result<Json, StoreError> {
        let utterance = match snooze(alert, hours, now) {
            Ok(utterance) => utterance,
            Err(because) => {
                let because = voice::snooze::refusal(because);
                return Ok(with(reply("refused", Some(alert)), "because", json!(because)));
            }
        };
        let quiet = utterance.alert.clone();
        self.desk(now).say(utterance)?;
        let zone = self.people.reader(&alert.person).zone;
        let until = quiet.snoozed_until.map(|until| time_text(until, &zone));
        Ok(with(reply("snoozed", Some(&quiet)), "snoozed_until", json!(until)))
    }

    /// Notes down what the person thinks of an alert.
    fn note(&mut self, alert: &Alert, mark: Mark, now: Timestamp) -> Result<Json, StoreError> {
        let before = self.store.feedback(&alert.id)?;
        // A message that is delivered twice was meant once.
        if before.last().is_none_or(|last| (last.mark, last.revision) != (mark, alert.revision)) {
            let feedback = Feedback { alert: alert.id.clone(), revision: alert.revision, at: now, mark };
            self.mark(alert, feedback, now)?;
        }
        Ok(with(reply("noted", Some(alert)), "mark", json!(mark.name())))
    }

    /// Keeps a mark; a rule may be shown quietly from the next look on.
    pub(super) fn mark(&mut self, alert: &Alert, feedback: Feedback, now: Timestamp) -> Result<(), StoreError> {
        let told = self.store.told_revision(&alert.id, feedback.revision)?;
        let window = self.memory.window(&self.store, &self.people, &alert.person, now)?;
        window.marks.take(Given { rule: alert.rule.clone(), told, feedback: feedback.clone() });
        // A standing alert of the rule is looked at again.
        self.memory.awake.insert(alert.person.clone());
        let committed = self.store.commit(&Turn { at: now, feedback: vec![feedback], ..Turn::default() });
        if committed.is_err() {
            self.memory.drop_all();
        }
        committed
    }
}

fn with(mut answer: Json, name: &str, value: Json) -> Json {
    if let Some(fields) = answer.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
    answer
}
