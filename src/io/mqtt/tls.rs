//! Certificates from files to a client configuration, so that a bad file is an error at start.

use std::path::Path;
use std::sync::Arc;

use rumqttc::tokio_rustls::rustls::crypto::ring;
use rumqttc::tokio_rustls::rustls::pki_types::pem::PemObject;
use rumqttc::tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rumqttc::tokio_rustls::rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rumqttc::{TlsConfiguration, Transport};

use super::settings::{MqttError, MqttSettings};

const CA: &str = "the CA file";
const CERTIFICATE: &str = "the client certificate";
const KEY: &str = "the client key";

/// Plain TCP, or TLS with what the files say.
pub(super) fn transport(settings: &MqttSettings) -> Result<Transport, MqttError> {
    let Some(tls) = &settings.tls else { return Ok(Transport::tcp()) };
    let builder = match &tls.ca_file {
        Some(path) => builder()?.with_root_certificates(authorities(path)?),
        None if tls.client.is_none() => {
            let system = Transport::try_tls_with_default_config();
            return system.map_err(|error| MqttError::Tls { why: error.to_string() });
        }
        None => return Err(MqttError::Tls { why: "a client certificate needs ca_file too".to_owned() }),
    };
    let config = match &tls.client {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let chain = certificates(CERTIFICATE, certificate)?;
            let secret = PrivateKeyDer::from_pem_slice(&read(KEY, key)?).map_err(|error| bad(KEY, key, error))?;
            builder.with_client_auth_cert(chain, secret).map_err(|error| bad(CERTIFICATE, certificate, error))?
        }
    };
    Ok(Transport::tls_with_config(TlsConfiguration::Rustls(Arc::new(config))))
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, MqttError> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| MqttError::Tls { why: error.to_string() })
}

fn authorities(path: &Path) -> Result<RootCertStore, MqttError> {
    let mut store = RootCertStore::empty();
    for certificate in certificates(CA, path)? {
        store.add(certificate).map_err(|error| bad(CA, path, error))?;
    }
    Ok(store)
}

fn certificates(what: &'static str, path: &Path) -> Result<Vec<CertificateDer<'static>>, MqttError> {
    let text = read(what, path)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let found = found.map_err(|error| bad(what, path, error))?;
    if found.is_empty() {
        return Err(bad(what, path, "it holds no PEM certificate"));
    }
    Ok(found)
}

fn read(what: &'static str, path: &Path) -> Result<Vec<u8>, MqttError> {
    std::fs::read(path).map_err(|source| MqttError::Read { what, path: path.to_owned(), source })
}

fn bad(what: &'static str, path: &Path, why: impl ToString) -> MqttError {
    MqttError::Pem { what, path: path.to_owned(), why: why.to_string() }
}
