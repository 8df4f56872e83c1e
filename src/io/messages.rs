//! Messages of the broker on their way through the core: stored first, then acknowledged.

use std::sync::Arc;

use tracing::{error, warn};

use crate::daemon::{Event, Message};
use crate::person::PersonId;
use crate::record::{Place, Reject, Wrong};
use crate::wire::json;

use super::core::Core;
use super::handling::{self, Way};
use super::mqtt::{AckToken, ToBroker};
use super::planted;

/// Messages that are handled in one transaction, and how to acknowledge them.
#[derive(Debug, Default)]
struct Batch {
    digests: Vec<String>,
    messages: Vec<Message>,
    tokens: Vec<AckToken>,
}

impl Batch {
    fn add(&mut self, digest: String, message: Message, token: AckToken) {
        self.digests.push(digest);
        self.messages.push(message);
        self.tokens.push(token);
    }
}

impl Core {
    /// Messages are acknowledged once they are stored, and never before. One whose handling ended the program
    /// twice is handled alone, after the third time it is set aside; the order stays.
    pub(super) fn messages(&mut self, messages: Vec<Message>, tokens: Vec<AckToken>) {
        let mut together = Batch::default();
        for (message, token) in messages.into_iter().zip(tokens) {
            let digest = handling::digest(&message);
            let way = self.handling.way(&digest);
            if json::is_export(&message.topic) && !matches!(way, Way::SetAside { .. }) {
                // Stored in stretches, each of them alone.
                self.exports.add(digest, message, token);
                continue;
            }
            if way == Way::Together {
                together.add(digest, message, token);
                continue;
            }
            self.batch(std::mem::take(&mut together));
            let mut alone = Batch::default();
            alone.add(digest, message, token);
            match way {
                Way::SetAside { attempts } => self.set_aside(alone, attempts),
                Way::Together | Way::Alone => self.batch(alone),
            }
        }
        self.batch(together);
    }

    /// A retained record is taken, and known when it comes again; but a broker hands it out for ever.
    pub(super) fn warn_of_retained(&mut self, topic: &str, retained: bool) {
        if retained && !std::mem::replace(&mut self.retained_warned, true) {
            let topic = super::logging::escaped(topic);
            warn!(topic, "a message was sent retained; it is taken, but please send records without retain");
        }
    }

    /// Messages that are stored in one transaction.
    fn batch(&mut self, batch: Batch) {
        let Batch { digests, messages, mut tokens } = batch;
        if messages.is_empty() || self.is_stuck {
            return;
        }
        self.handling.begin(&digests);
        if planted::acknowledges_first() {
            self.acknowledge(std::mem::take(&mut tokens));
        }
        planted::before(&messages);
        let handled = self.handle(&Event::Messages(messages));
        if self.is_stuck {
            // What stands on the page is counted at the next start.
            return;
        }
        self.handling.end();
        if handled.is_some() {
            self.over(&digests);
            self.acknowledge(tokens);
        }
    }

    /// Keeps a message that ends the program among the rejects.
    fn set_aside(&mut self, batch: Batch, attempts: u32) {
        let Some(message) = batch.messages.first() else { return };
        let person = message.topic.split('/').next().and_then(PersonId::new);
        let person = person.filter(|person| self.daemon.people().get(person).is_some());
        let place = Place { of: Arc::from(message.topic.as_str()), line: 0 };
        let found = Reject::excerpt(&String::from_utf8_lossy(&message.payload));
        let topic = super::logging::escaped(&message.topic);
        error!(topic, attempts, "a message is set aside: the program ended each time it was handled");
        let reject = Reject { place, column: None, field: None, found, wrong: Wrong::Quarantined { attempts } };
        if self.refused(person, reject).is_some() {
            self.over(&batch.digests);
            self.acknowledge(batch.tokens);
        }
    }

    /// Deliveries that were begun before and are over now.
    pub(super) fn over(&mut self, digests: &[String]) {
        let over = self.handling.over(digests);
        if !over.is_empty()
            && let Err(because) = self.daemon.finished(&over)
        {
            self.wait_for_storage(&because, 0);
        }
    }

    pub(super) fn acknowledge(&self, tokens: Vec<AckToken>) {
        if let Some(link) = &self.link {
            // A link that has ended acknowledges nothing: the broker sends the messages again.
            let _ = link.send(ToBroker::Acknowledge(tokens));
        }
    }
}
