//! The state of a receive-only session, which is none.

use std::future::Future;
use std::pin::Pin;

use rumqttc::{PersistedAckMode, PersistedSession, SessionStore, SessionStoreError, SessionStoreKey};

/// What the client's trait wants.
type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, SessionStoreError>> + Send + 'a>>;

/// Says "our side of the session is empty" each time it is asked.
///
/// The client refuses to resume a broker's session when it knows nothing about its own side of it, and would
/// fail to connect for ever after each restart. For a connection that only receives with QoS 1 or less,
/// there is nothing to know: the empty state is exact. (The milder policy of the client refuses to subscribe
/// on a resumed session, so a daemon killed before its first SUBSCRIBE would be deaf from then on.)
#[derive(Debug)]
pub(super) struct ReceiveOnly {
    /// What the options of the connection say; the client compares them one by one.
    pub(super) client_id: String,
    pub(super) session_expiry_s: u32,
    pub(super) inflight_max: u16,
}

impl SessionStore for ReceiveOnly {
    fn load<'a>(&'a self, _key: &'a SessionStoreKey) -> Later<'a, Option<PersistedSession>> {
        Box::pin(async {
            Ok(Some(PersistedSession {
                format_version: 1,
                client_id: self.client_id.clone(),
                clean_start: false,
                session_expiry_interval: Some(self.session_expiry_s),
                outgoing_inflight_upper_limit: Some(self.inflight_max),
                ack_mode: PersistedAckMode::Manual,
                last_pkid: 0,
                last_puback: 0,
                replay: Vec::new(),
                incoming_qos2: Vec::new(),
            }))
        })
    }

    fn save<'a>(&'a self, _key: &'a SessionStoreKey, _session: &'a PersistedSession) -> Later<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn clear<'a>(&'a self, _key: &'a SessionStoreKey) -> Later<'a, ()> {
        Box::pin(async { Ok(()) })
    }
}
