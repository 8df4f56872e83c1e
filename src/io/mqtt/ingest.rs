//! The connection that receives.
//!
//! Each attempt gets a client of its own, so nothing of an older connection can live on in the new one. One
//! task owns it; acknowledgements are only ever queued by that task, and only those of this attempt.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use rumqttc::{
    AsyncClient, ConnectionError, Event, EventLoop, Incoming, ManualAck, MqttOptions, PubAck, QoS, RetainForwardRule,
    SubAck, SubscribeFilterInput, SubscribeReasonCode,
};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, Sleep, sleep};

use super::backoff::Backoff;
use super::settings::MqttSettings;
use super::{AckToken, FromBroker, Line, options, stopped};

/// Bytes handed to the core and not yet acknowledged at which reading pauses. Needed beside the number of
/// messages, because some brokers ignore the receive maximum and a message may weigh megabytes.
const HELD_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Refused subscriptions are asked for again after this time.
const ASK_AGAIN: Duration = Duration::from_secs(60);
/// Time for the last acknowledgements and the goodbye.
const GOODBYE_MAX: Duration = Duration::from_secs(2);

/// How an attempt ended.
enum End {
    /// We were told to stop.
    Stopped,
    /// The connection is gone.
    Lost { why: String, lived: Option<Duration> },
}

pub(super) struct Ingest<E> {
    options: MqttOptions,
    settings: Arc<MqttSettings>,
    to_core: mpsc::Sender<E>,
    acks: mpsc::UnboundedReceiver<Vec<AckToken>>,
    stop: watch::Receiver<bool>,
    epoch: u64,
}

/// One attempt: the client that queues, and what it still owes the broker.
struct Attempt {
    client: AsyncClient,
    epoch: u64,
    held_bytes: usize,
    up_since: Option<Instant>,
    /// The session is new and its subscriptions do not stand yet: messages may still pass us by.
    is_deaf: bool,
    /// Said after the word it came with.
    second_word: Option<FromBroker>,
    refused: bool,
    /// Set once we say goodbye: the time at which we simply leave.
    farewell: Option<Pin<Box<Sleep>>>,
}

impl Attempt {
    /// Acknowledges what belongs to this attempt. Packet numbers start again with each connection: a late
    /// acknowledgement would confirm another message, which would then be lost.
    fn acknowledge(&mut self, tokens: Vec<AckToken>) {
        for token in tokens.into_iter().filter(|token| token.epoch == self.epoch) {
            self.held_bytes = self.held_bytes.saturating_sub(token.bytes);
            if token.packet != 0 {
                // The queue is unbounded and its reader lives as long as this attempt, so this cannot fail.
                let _ = self.client.try_manual_ack(ManualAck::PubAck(PubAck::new(token.packet, None)));
            }
        }
    }

    /// Queues the last acknowledgements and then the goodbye; the broker keeps the session.
    fn part(&mut self, acks: &mut mpsc::UnboundedReceiver<Vec<AckToken>>) {
        while let Ok(tokens) = acks.try_recv() {
            self.acknowledge(tokens);
        }
        let _ = self.client.try_disconnect();
        let wait = if self.up_since.is_some() { GOODBYE_MAX } else { Duration::ZERO };
        self.farewell = Some(Box::pin(sleep(wait)));
    }
}

impl<E: From<FromBroker> + Send + 'static> Ingest<E> {
    pub(super) fn new(
        options: MqttOptions,
        settings: Arc<MqttSettings>,
        to_core: mpsc::Sender<E>,
        acks: mpsc::UnboundedReceiver<Vec<AckToken>>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Ingest { options, settings, to_core, acks, stop, epoch: 0 }
    }

    /// Connects again and again until told to stop.
    pub(super) async fn run(mut self) {
        let mut backoff = Backoff::default();
        let mut told = None;
        loop {
            self.epoch = self.epoch.saturating_add(1);
            let End::Lost { why, lived } = self.attempt().await else { return };
            if lived.is_some() || told.as_ref() != Some(&why) {
                let word = FromBroker::Disconnected { line: Line::Ingest, why: why.clone() };
                tokio::select! {
                    biased;
                    () = stopped(&mut self.stop) => return,
                    sent = self.to_core.send(E::from(word)) => if sent.is_err() { return },
                }
                told = Some(why);
            }
            if self.rest(backoff.after(lived)).await.is_err() {
                return;
            }
        }
    }

    /// Waits; tokens that come meanwhile belong to a dead connection. `Err` when told to stop.
    async fn rest(&mut self, wait: Duration) -> Result<(), ()> {
        let mut wait = pin!(sleep(wait));
        loop {
            tokio::select! {
                biased;
                () = stopped(&mut self.stop) => return Err(()),
                Some(_) = self.acks.recv() => {}
                () = &mut wait => return Ok(()),
            }
        }
    }

    async fn attempt(&mut self) -> End {
        let (client, mut events) = AsyncClient::builder(self.options.clone()).unbounded().build();
        let mut attempt = Attempt {
            client,
            epoch: self.epoch,
            held_bytes: 0,
            up_since: None,
            is_deaf: false,
            second_word: None,
            refused: false,
            farewell: None,
        };
        let to_core = self.to_core.clone();
        let mut kept = None;
        loop {
            let slot = match kept.take() {
                Some(slot) => Some(slot),
                None => self.slot(&to_core, &mut attempt).await,
            };
            if let Some(word) = attempt.second_word.take() {
                if let Some(slot) = slot {
                    slot.send(E::from(word));
                }
                continue;
            }
            let event = match self.next(&mut events, &mut attempt).await {
                None => return End::Stopped,
                Some(Err(_)) if attempt.farewell.is_some() => return End::Stopped,
                Some(Err(error)) => {
                    let lived = attempt.up_since.map(|since| since.elapsed());
                    return End::Lost { why: options::words(&self.settings, &error), lived };
                }
                Some(Ok(event)) => event,
            };
            // Messages that come during the goodbye stay unacknowledged and come again after the next start.
            let Some(slot) = slot.filter(|_| attempt.farewell.is_none()) else { continue };
            match self.word(event, &mut attempt) {
                Some(word) => slot.send(E::from(word)),
                None => kept = Some(slot),
            }
        }
    }

    /// Waits until the core has room for one more word, before anything is read: that is what slows a flood
    /// down. `None` when the goodbye has begun.
    async fn slot<'a>(&mut self, to_core: &'a mpsc::Sender<E>, attempt: &mut Attempt) -> Option<mpsc::Permit<'a, E>> {
        while attempt.farewell.is_none() {
            let is_light = attempt.held_bytes <= HELD_BYTES_MAX;
            tokio::select! {
                biased;
                Some(tokens) = self.acks.recv() => attempt.acknowledge(tokens),
                () = stopped(&mut self.stop) => attempt.part(&mut self.acks),
                slot = to_core.reserve(), if is_light => match slot {
                    Ok(slot) => return Some(slot),
                    Err(_) => attempt.part(&mut self.acks),
                },
            }
        }
        None
    }

    /// The next event. The client does not promise that its `poll` may be dropped half way (it can lose an
    /// acknowledgement it had already taken from its queue), so the one future runs to its end while
    /// acknowledgements arrive beside it. `None` when the goodbye took too long.
    async fn next(
        &mut self,
        events: &mut EventLoop,
        attempt: &mut Attempt,
    ) -> Option<Result<Event, ConnectionError>> {
        let mut poll = pin!(events.poll());
        let mut again = pin!(sleep(ASK_AGAIN));
        loop {
            tokio::select! {
                biased;
                () = over(&mut attempt.farewell) => return None,
                Some(tokens) = self.acks.recv() => attempt.acknowledge(tokens),
                () = stopped(&mut self.stop), if attempt.farewell.is_none() => attempt.part(&mut self.acks),
                () = &mut again, if attempt.refused => {
                    attempt.refused = false;
                    subscribe(&self.settings, &attempt.client);
                }
                event = &mut poll => return Some(event),
            }
        }
    }

    /// What the core must know of `event`.
    fn word(&self, event: Event, attempt: &mut Attempt) -> Option<FromBroker> {
        match event {
            Event::Incoming(Incoming::ConnAck(answer)) => {
                attempt.up_since = Some(Instant::now());
                attempt.is_deaf = !answer.session_present;
                subscribe(&self.settings, &attempt.client);
                (!attempt.is_deaf).then(|| connected(attempt.epoch, true))
            }
            Event::Incoming(Incoming::SubAck(answer)) => {
                let unheard = unheard(&self.settings, &answer);
                attempt.refused = unheard.is_some();
                if !std::mem::take(&mut attempt.is_deaf) {
                    return unheard;
                }
                attempt.second_word = unheard;
                Some(connected(attempt.epoch, false))
            }
            Event::Incoming(Incoming::Publish(message)) => Some(self.message(message, attempt)),
            _ => None,
        }
    }

    fn message(&self, message: rumqttc::Publish, attempt: &mut Attempt) -> FromBroker {
        let topic = String::from_utf8_lossy(&message.topic).into_owned();
        let Some(below) = self.below_base(&topic) else {
            return FromBroker::Heard { topic, payload: message.payload.into() };
        };
        let below = below.to_owned();
        let bytes = message.payload.len().saturating_add(message.topic.len());
        attempt.held_bytes = attempt.held_bytes.saturating_add(bytes);
        let properties = message.properties.unwrap_or_default();
        let reply_to = properties.response_topic.as_deref().and_then(|topic| self.below_base(topic));
        FromBroker::Arrived {
            topic: below,
            reply_to: reply_to.map(str::to_owned),
            payload: message.payload.into(),
            retained: message.retain,
            correlation: properties.correlation_data.map(Into::into),
            ack: AckToken { epoch: attempt.epoch, packet: message.pkid, bytes },
        }
    }

    fn below_base<'a>(&self, topic: &'a str) -> Option<&'a str> {
        topic.strip_prefix(self.settings.base.as_str())?.strip_prefix('/')
    }
}

/// The filters that the broker does not let us hear, if any.
fn unheard(settings: &MqttSettings, answer: &SubAck) -> Option<FromBroker> {
    let filters = filters(settings);
    let refused = filters.iter().zip(&answer.return_codes).filter_map(|((filter, _), code)| match code {
        SubscribeReasonCode::Success(_) => None,
        other => Some((filter.as_str(), format!("{other:?}"))),
    });
    let (refused, mut why): (Vec<_>, Vec<_>) = refused.unzip();
    why.dedup();
    (!refused.is_empty()).then(|| FromBroker::Unheard { filter: refused.join(", "), why: why.join(", ") })
}

fn connected(epoch: u64, session_present: bool) -> FromBroker {
    FromBroker::Connected { line: Line::Ingest, session_present, epoch }
}

/// When the goodbye has taken its time; never before it begins.
async fn over(farewell: &mut Option<Pin<Box<Sleep>>>) {
    match farewell {
        Some(wait) => wait.as_mut().await,
        None => std::future::pending().await,
    }
}

/// Our filters and those of others, in the order in which they are asked for.
fn filters(settings: &MqttSettings) -> Vec<(String, QoS)> {
    let base = &settings.base;
    let ours = [format!("{base}/+/in/#"), format!("{base}/+/cmd/#")];
    let ours = ours.into_iter().map(|filter| (filter, QoS::AtLeastOnce));
    ours.chain(settings.also.iter().map(|filter| (filter.clone(), QoS::AtMostOnce))).collect()
}

/// One packet for all filters. Done on every connection, also on a resumed session, since the filters may be
/// new; what the broker had kept is not repeated for those it already knew.
fn subscribe(settings: &MqttSettings, client: &AsyncClient) {
    let filters = filters(settings).into_iter().map(|(filter, qos)| {
        SubscribeFilterInput::new(filter, qos)
            .preserve_retain(true)
            .retain_forward_rule(RetainForwardRule::OnNewSubscribe)
    });
    if let Err(error) = client.try_subscribe_many(filters) {
        tracing::error!("a subscription could not be asked for: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(return_codes: Vec<SubscribeReasonCode>) -> Option<FromBroker> {
        let also = vec!["homeassistant/status".to_owned()];
        let settings = MqttSettings { also, ..MqttSettings::new("localhost", 1883) };
        unheard(&settings, &SubAck { pkid: 1, return_codes, properties: None })
    }

    #[test]
    fn every_code_of_the_answer_to_subscribe_is_looked_at() {
        use SubscribeReasonCode::{NotAuthorized, Success};
        let granted = || Success(QoS::AtLeastOnce);
        assert!(answer(vec![granted(), granted(), Success(QoS::AtMostOnce)]).is_none());
        let refused = answer(vec![granted(), NotAuthorized, NotAuthorized]);
        let Some(FromBroker::Unheard { filter, why }) = refused else { panic!("{refused:?}") };
        assert_eq!(filter, "tingled/+/cmd/#, homeassistant/status");
        assert_eq!(why, "NotAuthorized");
    }
}
