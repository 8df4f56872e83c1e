//! The client's options, each set on purpose: several of its defaults lose messages or loop.

use std::sync::Arc;
use std::time::Duration;

use rumqttc::{
    AckMode, Broker, ConnectReturnCode, ConnectionError, LastWill, LastWillProperties, MqttOptions, QoS, Transport,
};

use super::session::ReceiveOnly;
use super::settings::MqttSettings;
use super::socket;

/// Publishes the ingest connection could have in flight: it makes none, and the default costs 16 MB.
const INGEST_INFLIGHT_MAX: u16 = 16;
/// Publishes of the outbox that wait for their answer at one time, if the broker takes as many.
pub(super) const OUTBOX_INFLIGHT_MAX: u16 = 100;
/// Packets read or written in one go.
const BATCH: usize = 128;
/// Time for TCP, TLS and CONNACK together.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// Seconds the broker keeps the outbox session beyond the delay of its last will (which ends with it).
const OUTBOX_SESSION_EXTRA_S: u32 = 5;

/// For the connection that receives: persistent session, acknowledged by hand.
pub(super) fn ingest(settings: &Arc<MqttSettings>, transport: Transport) -> MqttOptions {
    let client_id = format!("{}-ingest", settings.client_id_base);
    let mut options = common(settings, transport, &client_id);
    options
        .set_clean_start(false)
        .set_session_expiry_interval(Some(settings.session_expiry_s))
        .set_receive_maximum(Some(settings.receive_maximum))
        .set_ack_mode(AckMode::Manual)
        .set_outgoing_inflight_upper_limit(INGEST_INFLIGHT_MAX)
        .set_session_store(ReceiveOnly {
            client_id,
            session_expiry_s: settings.session_expiry_s,
            inflight_max: INGEST_INFLIGHT_MAX,
        });
    options
}

/// For the connection that publishes: nothing is kept in it that is not kept in the core's outbox.
pub(super) fn outbox(settings: &Arc<MqttSettings>, transport: Transport) -> MqttOptions {
    let mut options = common(settings, transport, &format!("{}-outbox", settings.client_id_base));
    let delay = LastWillProperties {
        delay_interval: Some(settings.will_delay_s),
        payload_format_indicator: None,
        message_expiry_interval: None,
        content_type: None,
        response_topic: None,
        correlation_data: None,
        user_properties: Vec::new(),
    };
    let topic = format!("{}/status", settings.base);
    options
        .set_clean_start(true)
        .set_session_expiry_interval(Some(settings.will_delay_s.saturating_add(OUTBOX_SESSION_EXTRA_S)))
        .set_last_will(LastWill::new(topic, "offline", QoS::AtLeastOnce, true, Some(delay)))
        .set_outgoing_inflight_upper_limit(OUTBOX_INFLIGHT_MAX);
    options
}

fn common(settings: &Arc<MqttSettings>, transport: Transport, client_id: &str) -> MqttOptions {
    let mut options = MqttOptions::new(client_id, Broker::tcp(settings.host.clone(), settings.port));
    options
        .set_transport(transport)
        .set_keep_alive(settings.keep_alive_s)
        .set_connect_timeout(CONNECT_MAX)
        // Told to the broker, which then drops what is larger; without it one large message loops for ever.
        .set_max_packet_size(Some(settings.packet_bytes_max))
        .set_read_batch_size(BATCH)
        .set_max_request_batch(BATCH);
    match (&settings.username, &settings.password) {
        (Some(user), Some(password)) => {
            options.set_credentials(user.clone(), password.expose().as_bytes().to_vec());
        }
        (Some(user), None) => {
            options.set_username(user.clone());
        }
        (None, _) => {}
    }
    let target = Arc::clone(settings);
    options.set_socket_connector(move |_, _| {
        let target = Arc::clone(&target);
        async move { socket::connect(&target.host, target.port).await }
    });
    options
}

/// What happened to a connection, for a person.
pub(super) fn words(settings: &MqttSettings, error: &ConnectionError) -> String {
    let place = format!("{}:{}", settings.host, settings.port);
    match error {
        ConnectionError::Io(source) => format!("could not reach the broker at {place}: {source}"),
        ConnectionError::Timeout(_) => format!("the broker at {place} does not answer"),
        ConnectionError::Tls(source) => format!("no encrypted connection to {place}: {source}"),
        ConnectionError::ConnectionRefused(
            code @ (ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized),
        ) => format!("the broker at {place} refuses us ({code:?}); check user name and password"),
        ConnectionError::ConnectionRefused(code) => format!("the broker at {place} refuses us ({code:?})"),
        other => format!("the connection to {place} broke: {}", inmost(&other.to_string())),
    }
}

/// The client wraps its errors in each other's texts; the layers mean nothing to a person.
fn inmost(text: &str) -> &str {
    const LAYERS: &[&str] = &["Mqtt state: ", "Mqtt serialization/deserialization error: ", "IO: "];
    LAYERS.iter().fold(text, |text, layer| text.strip_prefix(layer).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_connection_is_told_without_the_layers_of_the_library() {
        let wrapped = "Mqtt state: Mqtt serialization/deserialization error: IO: Connection reset by peer";
        assert_eq!(inmost(wrapped), "Connection reset by peer");
        assert_eq!(inmost("Mqtt state: Connection closed by peer abruptly"), "Connection closed by peer abruptly");
        assert_eq!(inmost("something new"), "something new");
    }
}
