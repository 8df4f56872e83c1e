//! The client library with its own settings, for planting the faults that ours must not have.

use std::time::Duration;

use rumqttc::{
    AckMode, AsyncClient, ConnectionError, Event, EventLoop, Incoming, MqttOptions, Publish, PublishOptions, QoS,
    Transport,
};
use tokio::time::timeout;

use super::mosquitto::PATIENCE;

/// A persistent session acknowledged by hand, everything else as the library has it.
pub fn options(port: u16, id: &str) -> MqttOptions {
    let mut options = MqttOptions::new(id, ("127.0.0.1", port));
    options
        .set_transport(Transport::tcp())
        .set_keep_alive(5)
        .set_clean_start(false)
        .set_session_expiry_interval(Some(3600))
        .set_ack_mode(AckMode::Manual);
    options
}

/// A client that nobody remembers.
pub fn passing_by(port: u16, id: &str) -> MqttOptions {
    let mut options = options(port, id);
    options.set_clean_start(true).set_session_expiry_interval(None).set_ack_mode(AckMode::Automatic);
    options
}

pub fn client(options: MqttOptions) -> (AsyncClient, EventLoop) {
    AsyncClient::builder(options).unbounded().build()
}

/// Works until `is_it` holds for an event; errors on the way are waited out.
pub async fn until(events: &mut EventLoop, what: &str, is_it: impl Fn(&Event) -> bool) -> Event {
    let look = async {
        loop {
            match events.poll().await {
                Ok(event) if is_it(&event) => return event,
                Ok(_) => {}
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    };
    timeout(PATIENCE, look).await.unwrap_or_else(|_| panic!("the library never came to: {what}"))
}

pub async fn connect(events: &mut EventLoop) {
    until(events, "CONNACK", |event| matches!(event, Event::Incoming(Incoming::ConnAck(_)))).await;
}

pub async fn subscribe(client: &AsyncClient, events: &mut EventLoop, filter: &str) {
    client.try_subscribe(filter, QoS::AtLeastOnce).unwrap();
    until(events, "SUBACK", |event| matches!(event, Event::Incoming(Incoming::SubAck(_)))).await;
}

pub async fn message(events: &mut EventLoop) -> Publish {
    let event = until(events, "a message", |event| matches!(event, Event::Incoming(Incoming::Publish(_)))).await;
    let Event::Incoming(Incoming::Publish(message)) = event else { panic!("{event:?}") };
    message
}

/// Publishes with QoS 1, and returns when the broker has taken everything.
pub fn send_all(port: u16, messages: &[(String, Vec<u8>)]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, mut events) = client(passing_by(port, "sender"));
        connect(&mut events).await;
        let mut notices = Vec::new();
        for (topic, payload) in messages {
            let options = PublishOptions::new(QoS::AtLeastOnce);
            notices.push(client.try_publish_tracked(topic.clone(), payload.clone(), options).unwrap());
        }
        let all = async {
            for notice in notices {
                notice.wait_completion_async().await.unwrap();
            }
        };
        tokio::select! {
            () = all => {}
            event = until(&mut events, "every message taken", |_| false) => panic!("{event:?}"),
        }
    });
}

/// The next `count` outcomes of attempts, connected or not.
pub async fn errors(events: &mut EventLoop, count: usize) -> Vec<ConnectionError> {
    let mut errors = Vec::new();
    let look = async {
        while errors.len() < count {
            if let Err(error) = events.poll().await {
                errors.push(error);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    };
    let _ = timeout(PATIENCE, look).await;
    errors
}

/// Our side of a receive-only session: empty.
#[derive(Debug)]
pub struct Empty(pub &'static str);

type Later<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, rumqttc::SessionStoreError>> + Send + 'a>>;

impl rumqttc::SessionStore for Empty {
    fn load<'a>(&'a self, _: &'a rumqttc::SessionStoreKey) -> Later<'a, Option<rumqttc::PersistedSession>> {
        Box::pin(async {
            Ok(Some(rumqttc::PersistedSession {
                format_version: 1,
                client_id: self.0.to_owned(),
                clean_start: false,
                session_expiry_interval: Some(3600),
                outgoing_inflight_upper_limit: None,
                ack_mode: rumqttc::PersistedAckMode::Manual,
                last_pkid: 0,
                last_puback: 0,
                replay: Vec::new(),
                incoming_qos2: Vec::new(),
            }))
        })
    }

    fn save<'a>(&'a self, _: &'a rumqttc::SessionStoreKey, _: &'a rumqttc::PersistedSession) -> Later<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn clear<'a>(&'a self, _: &'a rumqttc::SessionStoreKey) -> Later<'a, ()> {
        Box::pin(async { Ok(()) })
    }
}
