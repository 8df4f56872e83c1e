//! The address of the MQTT broker.

use std::fmt;
use std::net::IpAddr;

use crate::voice::setting::Fault;

/// Where the broker is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broker {
    /// Reached over the network, or on this machine.
    Network {
        /// Name or address of the machine; an IPv6 address without brackets.
        host: String,
        /// The port.
        port: u16,
        /// Whether the connection is encrypted.
        is_tls: bool,
    },
    /// The one inside this program; demo builds only.
    Embedded,
}

impl Broker {
    /// Reads `mqtt://host:1883`, `mqtts://host` or `embedded`.
    ///
    /// # Errors
    /// `None` when it has not that form, a fault when there is more to say.
    pub fn parse(text: &str) -> Result<Broker, Option<Fault>> {
        if text == "embedded" {
            return Ok(Broker::Embedded);
        }
        let (is_tls, rest) = match (text.strip_prefix("mqtt://"), text.strip_prefix("mqtts://")) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => return Err(None),
        };
        if rest.contains('@') {
            return Err(Some(Fault::SecretInTheOpen));
        }
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.strip_prefix('[') {
            Some(inner) => {
                let (host, after) = inner.split_once(']').ok_or(None)?;
                host.parse::<std::net::Ipv6Addr>().map_err(|_| None)?;
                (host, if after.is_empty() { None } else { Some(after.strip_prefix(':').ok_or(None)?) })
            }
            None => rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port))),
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if host.is_empty() || host.len() > 253 || !host.chars().all(allowed) {
            return Err(None);
        }
        let port = match port {
            None if is_tls => 8883,
            None => 1883,
            Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => port.parse().map_err(|_| None)?,
            Some(_) => return Err(None),
        };
        if port == 0 { Err(None) } else { Ok(Broker::Network { host: host.to_owned(), port, is_tls }) }
    }

    /// Whether what is sent there leaves this machine.
    pub fn is_remote(&self) -> bool {
        match self {
            Broker::Embedded => false,
            Broker::Network { host, .. } => {
                let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
                !is_loopback && !host.eq_ignore_ascii_case("localhost")
            }
        }
    }

    /// Whether the connection is encrypted.
    pub fn is_tls(&self) -> bool {
        matches!(self, Broker::Network { is_tls: true, .. })
    }
}

impl fmt::Display for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broker::Embedded => f.write_str("embedded"),
            Broker::Network { host, port, is_tls } => {
                let scheme = if *is_tls { "mqtts" } else { "mqtt" };
                let (open, close) = if host.contains(':') { ("[", "]") } else { ("", "") };
                write!(f, "{scheme}://{open}{host}{close}:{port}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        for (text, shown, is_remote) in [
            ("mqtt://localhost", "mqtt://localhost:1883", false),
            ("mqtts://broker.example/", "mqtts://broker.example:8883", true),
            ("mqtt://127.0.0.2:2000", "mqtt://127.0.0.2:2000", false),
            ("mqtt://[::1]:2000", "mqtt://[::1]:2000", false),
            ("mqtt://192.168.1.5", "mqtt://192.168.1.5:1883", true),
            ("embedded", "embedded", false),
        ] {
            let broker = Broker::parse(text).unwrap();
            assert_eq!((broker.to_string().as_str(), broker.is_remote()), (shown, is_remote), "{text}");
        }
        for bad in [
            "",
            "localhost",
            "http://x",
            "mqtt://",
            "mqtt://x:0",
            "mqtt://x:99999",
            "mqtt://x:",
            "mqtt://a b",
            "mqtt://[::1",
            "mqtt://[x]",
            "mqtt://x/path",
            "mqtt://x:+1",
        ] {
            assert_eq!(Broker::parse(bad), Err(None), "{bad}");
        }
        assert_eq!(Broker::parse("mqtt://ana:secret@x"), Err(Some(Fault::SecretInTheOpen)));
    }
}
