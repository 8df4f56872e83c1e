//! What must be known to reach a broker.

use std::net::IpAddr;
use std::path::PathBuf;

use crate::config::Secret;

/// How a broker is recognised, and how we show who we are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tls {
    /// PEM certificates of the only authorities to trust; `None` trusts the system's.
    pub ca_file: Option<PathBuf>,
    /// PEM files of our own certificate (chain) and its key.
    pub client: Option<(PathBuf, PathBuf)>,
}

/// What must be known to reach a broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MqttSettings {
    /// Name or address of the broker.
    pub host: String,
    /// Its port: usually 1883, with TLS 8883.
    pub port: u16,
    /// `None` speaks plain TCP.
    pub tls: Option<Tls>,
    /// Unique per node; the connections call themselves `<base>-ingest` and `<base>-outbox`.
    pub client_id_base: String,
    /// The first level(s) of all our topics, without a slash at either end.
    pub base: String,
    /// Whole topic filters to listen to besides our own (`homeassistant/status`), told as
    /// [`Heard`](super::FromBroker::Heard).
    pub also: Vec<String>,
    /// Who we are for the broker.
    pub username: Option<String>,
    /// The proof; needs a user name.
    pub password: Option<Secret>,
    /// Whether a password may cross the network unencrypted.
    pub allow_plaintext: bool,
    /// Seconds between signs of life; a dead broker is noticed within twice this time.
    pub keep_alive_s: u16,
    /// Messages the broker may send before the first is acknowledged.
    pub receive_maximum: u16,
    /// The largest packet taken, in bytes; the broker is told and drops larger ones.
    pub packet_bytes_max: u32,
    /// Seconds the broker keeps messages for us while we are away.
    pub session_expiry_s: u32,
    /// Seconds after a lost connection before the broker says `offline` for us, so that a restart does not show.
    pub will_delay_s: u32,
}

impl MqttSettings {
    /// The usual settings for a broker at `host:port`.
    pub fn new(host: impl Into<String>, port: u16) -> MqttSettings {
        MqttSettings {
            host: host.into(),
            port,
            tls: None,
            client_id_base: "tingled".to_owned(),
            base: "tingled".to_owned(),
            also: Vec::new(),
            username: None,
            password: None,
            allow_plaintext: false,
            keep_alive_s: 20,
            receive_maximum: 200,
            packet_bytes_max: 4 * 1024 * 1024,
            session_expiry_s: 7 * 24 * 3600,
            will_delay_s: 10,
        }
    }

    /// Whether these settings can work at all.
    pub fn check(&self) -> Result<(), MqttError> {
        let levels = self.base.split('/');
        let bad_level = |level: &str| level.is_empty() || level.contains(['+', '#', '\0']) || level.starts_with('$');
        if levels.into_iter().any(bad_level) {
            return Err(MqttError::Base { base: self.base.clone() });
        }
        if let Some(filter) = self.also.iter().find(|filter| !rumqttc::valid_filter(filter)) {
            return Err(MqttError::Filter { filter: filter.clone() });
        }
        if self.password.is_some() && self.username.is_none() {
            return Err(MqttError::PasswordWithoutUser);
        }
        let open = self.tls.is_none() && self.password.is_some() && !self.is_loopback();
        if open && !self.allow_plaintext {
            return Err(MqttError::PlainPassword { host: self.host.clone() });
        }
        if self.keep_alive_s == 0 || self.receive_maximum == 0 || self.packet_bytes_max < 1024 {
            return Err(MqttError::Zero);
        }
        Ok(())
    }

    fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

/// Settings that can never work.
#[derive(Debug, thiserror::Error)]
pub enum MqttError {
    /// The base topic is no topic.
    #[error(
        "base topic \"{base}\" cannot be used; write one or more levels without \"+\", \"#\", \"$\" or empty parts"
    )]
    Base {
        /// The text.
        base: String,
    },
    /// One bad filter would spoil the request for all of them.
    #[error("\"{filter}\" is no topic filter; \"+\" and \"#\" stand for whole levels, \"#\" only at the end")]
    Filter {
        /// The text.
        filter: String,
    },
    /// MQTT allows it, brokers do not.
    #[error("a password without a user name; set the user name too")]
    PasswordWithoutUser,
    /// The password would be readable on the way.
    #[error("the password for {host} would cross the network unencrypted; use TLS, or set allow_plaintext = true")]
    PlainPassword {
        /// The broker.
        host: String,
    },
    /// A limit that stops everything.
    #[error("keep-alive and receive maximum must be at least 1, the largest packet at least 1024 bytes")]
    Zero,
    /// A file could not be read.
    #[error("could not read {what} {}: {source}", path.display())]
    Read {
        /// What the file is for.
        what: &'static str,
        /// Where it is.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{what} {} cannot be used: {why}", path.display())]
    Pem {
        /// What the file is for.
        what: &'static str,
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The encryption library or the system's certificates are not usable.
    #[error("TLS is not usable: {why}")]
    Tls {
        /// What is wrong.
        why: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_password(host: &str) -> MqttSettings {
        MqttSettings {
            username: Some("tingled".to_owned()),
            password: Some(Secret::from_file_text("hush")),
            ..MqttSettings::new(host, 1883)
        }
    }

    #[test]
    fn a_password_never_crosses_the_network_in_the_open_unless_asked_for() {
        for host in ["192.168.1.4", "broker.lan", "::", "0.0.0.0"] {
            let open = with_password(host);
            assert!(matches!(open.check(), Err(MqttError::PlainPassword { .. })), "{host}");
            assert!(MqttSettings { allow_plaintext: true, ..open.clone() }.check().is_ok(), "{host}");
            assert!(MqttSettings { tls: Some(Tls::default()), ..open }.check().is_ok(), "{host}");
        }
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(with_password(host).check().is_ok(), "{host}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let shown = format!("{:?}", with_password("localhost"));
        assert!(!shown.contains("hush"), "{shown}");
    }

    #[test]
    fn a_bad_filter_is_refused_before_it_spoils_the_others() {
        for (filter, is_good) in [("homeassistant/status", true), ("a/+/b/#", true), ("a#", false), ("", false)] {
            let also = vec![filter.to_owned()];
            let settings = MqttSettings { also, ..MqttSettings::new("localhost", 1) };
            assert_eq!(settings.check().is_ok(), is_good, "{filter}");
        }
    }

    #[test]
    fn a_base_topic_has_no_wildcards_and_no_empty_levels() {
        for base in ["", "/a", "a/", "a//b", "a/+", "#", "$SYS", "a\0"] {
            let settings = MqttSettings { base: base.to_owned(), ..MqttSettings::new("localhost", 1) };
            assert!(matches!(settings.check(), Err(MqttError::Base { .. })), "{base}");
        }
        let deep = MqttSettings { base: "home/tingled".to_owned(), ..MqttSettings::new("localhost", 1) };
        assert!(deep.check().is_ok());
    }
}
