//! The connection that publishes, and says whether we are there.
//!
//! A letter stays here until the broker answered for it. When the connection is lost first, the unanswered
//! letters are sent again on the next one, in their old order and before any newer letter, so that the last
//! letter to a retained topic stays the last.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use rumqttc::{
    AsyncClient, ConnAck, Event, EventLoop, Incoming, MqttOptions, PublishNoticeError, PublishOptions,
    PublishProperties, QoS,
};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::backoff::Backoff;
use super::settings::MqttSettings;
use super::{FromBroker, Line, Publish, Topic, options, stopped};

/// Time for the broker to answer one letter; after it the connection counts as dead.
const ANSWER_MAX: Duration = Duration::from_secs(30);
/// Time for the last answers, `offline` among them.
const GOODBYE_MAX: Duration = Duration::from_secs(2);
/// Connections that may break while a letter is alone in flight before it is given back as refused: a
/// broker that cannot digest it must not keep all others from being sent.
const BREAKS_MAX: u8 = 3;

/// A letter on its way.
struct Letter {
    /// `None` for our own `online` and `offline`.
    id: Option<i64>,
    message: rumqttc::Publish,
    breaks: u8,
}

/// How a letter ended.
enum Answer {
    Taken,
    Refused(String),
    /// Nobody knows; it goes out again.
    Open(String),
}

/// A letter in flight and its answer to come.
struct Flight {
    letter: Letter,
    answer: Pin<Box<dyn Future<Output = Answer> + Send>>,
}

enum End {
    Stopped,
    Lost { why: String, lived: Option<Duration> },
}

pub(super) struct Outbox<E> {
    options: MqttOptions,
    settings: Arc<MqttSettings>,
    to_core: mpsc::Sender<E>,
    letters: mpsc::Receiver<Publish>,
    stop: watch::Receiver<bool>,
    /// To be sent before anything new is taken from the core.
    unanswered: VecDeque<Letter>,
    epoch: u64,
}

/// One connection.
struct Attempt {
    client: AsyncClient,
    flights: VecDeque<Flight>,
    /// Letters that may be in flight; 0 until the connection stands.
    window: usize,
    packet_bytes_max: Option<usize>,
    up_since: Option<Instant>,
    /// Set once we say goodbye: the time at which we simply leave.
    farewell: Option<Pin<Box<Sleep>>>,
}

/// What ends a connection from our side.
enum Ending {
    Broken(String),
    Stopped,
}

impl<E: From<FromBroker> + Send + 'static> Outbox<E> {
    pub(super) fn new(
        options: MqttOptions,
        settings: Arc<MqttSettings>,
        to_core: mpsc::Sender<E>,
        letters: mpsc::Receiver<Publish>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Outbox { options, settings, to_core, letters, stop, unanswered: VecDeque::new(), epoch: 0 }
    }

    /// Connects again and again until told to stop.
    pub(super) async fn run(mut self) {
        let mut backoff = Backoff::default();
        let mut told = None;
        loop {
            self.epoch = self.epoch.saturating_add(1);
            let End::Lost { why, lived } = self.attempt().await else { return };
            if lived.is_some() || told.as_ref() != Some(&why) {
                let word = FromBroker::Disconnected { line: Line::Outbox, why: why.clone() };
                if self.tell(word).await.is_err() {
                    return;
                }
                told = Some(why);
            }
            tokio::select! {
                () = stopped(&mut self.stop) => return,
                () = sleep(backoff.after(lived)) => {}
            }
        }
    }

    /// Tells the core, waiting for a slot. `Err` when the core is gone, or told us to stop and may not listen
    /// any more.
    async fn tell(&mut self, word: FromBroker) -> Result<(), ()> {
        tokio::select! {
            biased;
            sent = self.to_core.send(E::from(word)) => sent.map_err(|_| ()),
            () = stopped(&mut self.stop) => Err(()),
        }
    }

    async fn attempt(&mut self) -> End {
        let (client, mut events) = AsyncClient::builder(self.options.clone()).unbounded().build();
        let flights = VecDeque::new();
        let mut attempt =
            Attempt { client, flights, window: 0, packet_bytes_max: None, up_since: None, farewell: None };
        let why = loop {
            match self.next(&mut events, &mut attempt).await {
                Ok(Ok(Event::Incoming(Incoming::ConnAck(answer)))) => self.connected(&mut attempt, &answer).await,
                Ok(Ok(_)) => {}
                Ok(Err(_)) if attempt.farewell.is_some() => return End::Stopped,
                Ok(Err(error)) => break options::words(&self.settings, &error),
                Err(Ending::Broken(_)) if attempt.farewell.is_some() => return End::Stopped,
                Err(Ending::Broken(why)) => break why,
                Err(Ending::Stopped) => return End::Stopped,
            }
        };
        let lived = attempt.up_since.map(|since| since.elapsed());
        self.keep(attempt, &why).await;
        End::Lost { why, lived }
    }

    /// Lets the client work until it has an event, while letters are handed to it and answers come in. Its
    /// `poll` is dropped half way only where the whole connection is given up.
    async fn next(
        &mut self,
        events: &mut EventLoop,
        attempt: &mut Attempt,
    ) -> Result<Result<Event, rumqttc::ConnectionError>, Ending> {
        let mut poll = pin!(events.poll());
        loop {
            // What was unanswered when the last connection broke goes alone at first: it may be the cause.
            let window = if self.unanswered.is_empty() { attempt.window } else { attempt.window.min(1) };
            let has_room = attempt.farewell.is_none() && attempt.flights.len() < window;
            if has_room && let Some(letter) = self.unanswered.pop_front() {
                self.launch(attempt, letter).await;
                continue;
            }
            tokio::select! {
                biased;
                () = over(&mut attempt.farewell) => return Err(Ending::Stopped),
                () = stopped(&mut self.stop), if attempt.farewell.is_none() => self.part(attempt),
                answer = front(&mut attempt.flights) => self.landed(attempt, answer).await?,
                letter = self.letters.recv(), if has_room => match letter {
                    Some(letter) => {
                        let letter = self.letter(letter);
                        self.launch(attempt, letter).await;
                    }
                    None => self.part(attempt),
                },
                event = &mut poll => return Ok(event),
            }
        }
    }

    /// Says `offline`, after all that is in flight; the goodbye follows its answer.
    fn part(&mut self, attempt: &mut Attempt) {
        let is_up = attempt.up_since.is_some();
        attempt.farewell = Some(Box::pin(sleep(if is_up { GOODBYE_MAX } else { Duration::ZERO })));
        if let Ok(flight) = hand_over(&attempt.client, self.status("offline")) {
            attempt.flights.push_back(flight);
        }
    }

    /// Takes the broker's limits and says `online`, before any letter.
    async fn connected(&mut self, attempt: &mut Attempt, answer: &ConnAck) {
        let limits = answer.properties.as_ref();
        let receive_max = limits.and_then(|limits| limits.receive_max).unwrap_or(u16::MAX);
        attempt.window = usize::from(receive_max.clamp(1, options::OUTBOX_INFLIGHT_MAX));
        attempt.packet_bytes_max =
            limits.and_then(|limits| limits.max_packet_size).and_then(|bytes| usize::try_from(bytes).ok());
        attempt.up_since = Some(Instant::now());
        let online = self.status("online");
        if let Ok(flight) = hand_over(&attempt.client, online) {
            attempt.flights.push_back(flight);
        }
        let (line, session_present) = (Line::Outbox, answer.session_present);
        let word = FromBroker::Connected { line, session_present, epoch: self.epoch };
        // A core that is gone has dropped the link, which stops us.
        let _ = self.tell(word).await;
    }

    /// Our own state on the status topic, as the last will says it.
    fn status(&self, text: &str) -> Letter {
        let topic = format!("{}/status", self.settings.base);
        let mut message = rumqttc::Publish::new(topic, QoS::AtLeastOnce, text.to_owned(), None);
        message.retain = true;
        Letter { id: None, message, breaks: 0 }
    }

    fn letter(&self, letter: Publish) -> Letter {
        let topic = match letter.topic {
            Topic::Below(topic) => format!("{}/{topic}", self.settings.base),
            Topic::Whole(topic) => topic,
        };
        let is_text = letter.content_type.is_some() && std::str::from_utf8(&letter.payload).is_ok();
        let properties = PublishProperties {
            payload_format_indicator: is_text.then_some(1),
            message_expiry_interval: letter.expiry_s,
            correlation_data: letter.correlation.map(Into::into),
            content_type: letter.content_type,
            ..PublishProperties::default()
        };
        let mut message = rumqttc::Publish::new(topic, QoS::AtLeastOnce, letter.payload, Some(properties));
        message.retain = letter.retain;
        Letter { id: Some(letter.id), message, breaks: 0 }
    }

    /// Hands a letter to the client, or refuses it when it can never be sent on this connection.
    async fn launch(&mut self, attempt: &mut Attempt, letter: Letter) {
        let bytes = letter.message.size();
        let refused = match attempt.packet_bytes_max {
            Some(bytes_max) if bytes > bytes_max => {
                Err((letter.id, format!("{bytes} bytes are more than the broker takes ({bytes_max})")))
            }
            _ => hand_over(&attempt.client, letter),
        };
        match refused {
            Ok(flight) => attempt.flights.push_back(flight),
            Err((Some(id), why)) => {
                let _ = self.tell(FromBroker::Refused { id, why }).await;
            }
            Err((None, why)) => tracing::error!("the status could not be published: {why}"),
        }
    }

    /// The oldest letter in flight has its answer.
    async fn landed(&mut self, attempt: &mut Attempt, answer: Answer) -> Result<(), Ending> {
        if let Answer::Open(why) = answer {
            return Err(Ending::Broken(why));
        }
        let Some(flight) = attempt.flights.pop_front() else { return Ok(()) };
        if attempt.farewell.is_some() && attempt.flights.is_empty() {
            // Ends the connection without the last will.
            let _ = attempt.client.try_disconnect();
        }
        let word = match (flight.letter.id, answer) {
            (Some(id), Answer::Refused(why)) => FromBroker::Refused { id, why },
            (Some(id), _) => FromBroker::Delivered { id },
            (None, Answer::Refused(why)) => {
                tracing::error!("the broker refuses our status: {why}");
                return Ok(());
            }
            (None, _) => return Ok(()),
        };
        // During a goodbye the core may not listen; the letter goes out again after the next start.
        let _ = self.tell(word).await;
        Ok(())
    }

    /// Puts what was in flight in front again.
    async fn keep(&mut self, attempt: Attempt, why: &str) {
        let mut flights: VecDeque<Letter> = attempt.flights.into_iter().map(|flight| flight.letter).collect();
        flights.retain(|letter| letter.id.is_some());
        let alone = flights.len() == 1;
        for mut letter in flights.into_iter().rev() {
            letter.breaks = letter.breaks.saturating_add(u8::from(alone));
            match letter.id {
                Some(id) if letter.breaks >= BREAKS_MAX => {
                    let why = format!("the connection broke {BREAKS_MAX} times while it was sent: {why}");
                    let _ = self.tell(FromBroker::Refused { id, why }).await;
                }
                _ => self.unanswered.push_front(letter),
            }
        }
    }
}

/// When the goodbye has taken its time; never before it begins.
async fn over(farewell: &mut Option<Pin<Box<Sleep>>>) {
    match farewell {
        Some(wait) => wait.as_mut().await,
        None => std::future::pending().await,
    }
}

/// The answer to the oldest letter in flight; never comes while there is none. Answers come in order, so
/// looking at the oldest alone loses no time.
async fn front(flights: &mut VecDeque<Flight>) -> Answer {
    match flights.front_mut() {
        Some(flight) => (&mut flight.answer).await,
        None => std::future::pending().await,
    }
}

/// Queues a letter in the client. The error names it and says why it can never be sent.
fn hand_over(client: &AsyncClient, letter: Letter) -> Result<Flight, (Option<i64>, String)> {
    let message = &letter.message;
    let topic = String::from_utf8_lossy(&message.topic).into_owned();
    let mut how = PublishOptions::new(QoS::AtLeastOnce).retain(message.retain);
    if let Some(properties) = &message.properties {
        how = how.properties(properties.clone());
    }
    match client.try_publish_tracked(topic, message.payload.clone(), how) {
        Err(error) => Err((letter.id, format!("it cannot be published: {error}"))),
        Ok(notice) => {
            let answer = async move {
                match timeout(ANSWER_MAX, notice.wait_completion_async()).await {
                    Ok(Ok(())) => Answer::Taken,
                    Ok(Err(PublishNoticeError::V5PubAck(reason))) => Answer::Refused(format!("{reason:?}")),
                    Ok(Err(error @ PublishNoticeError::RetainNotSupported)) => Answer::Refused(error.to_string()),
                    Ok(Err(error)) => Answer::Open(error.to_string()),
                    Err(_) => Answer::Open(format!("the broker gave no answer for {} s", ANSWER_MAX.as_secs())),
                }
            };
            Ok(Flight { letter, answer: Box::pin(answer) })
        }
    }
}
