//! The certificate that TLS connections are shown: read from files, and read again when these change.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ServerConfig;
use tokio::sync::watch;

use super::validity;
use crate::config::TlsFiles;
use crate::error::{Error, TlsFault};

/// How often the files are looked at: a certificate that was renewed is shown within that time.
pub const LOOK_EVERY: Duration = Duration::from_secs(60);

/// The largest file that is read, in bytes: a chain of certificates has some thousand.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// What TLS connections begin with; replaced as a whole.
pub struct Certificates {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    present: watch::Sender<Arc<ServerConfig>>,
    /// The state of the files that was read last, whether or not it could be used.
    seen: Mutex<Stamps>,
}

/// Size and time of both files, by which a change is noticed; of a file that is not there, nothing.
type Stamps = [Option<(u64, SystemTime)>; 2];

impl Certificates {
    /// Reads the files.
    ///
    /// # Errors
    /// If one cannot be read, is not what it should be, or the two do not belong together.
    pub fn load(files: TlsFiles, now_ms: i64) -> Result<Self, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let seen = stamps(&files);
        let config = read(&files, &provider, now_ms)?;
        Ok(Self {
            files,
            provider,
            present: watch::Sender::new(config),
            seen: Mutex::new(seen),
        })
    }

    /// Returns what the next connection begins with.
    pub fn present(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.present.borrow())
    }

    /// Reads the files again if they changed since they were read last. What cannot be used is told once and leaves
    /// everything as it is: of two files that are being replaced one is there before the other.
    pub fn look_again(&self, now_ms: i64) {
        let stamps = stamps(&self.files);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == stamps {
            return;
        }
        *seen = stamps;
        match read(&self.files, &self.provider, now_ms) {
            Ok(config) => {
                self.present.send_replace(config);
                tracing::info!(
                    "the certificate in `{}` was read again",
                    self.files.certificate.display()
                );
            }
            Err(fault) => tracing::warn!("the certificate stays the old one: {fault}"),
        }
    }
}

fn stamps(files: &TlsFiles) -> Stamps {
    [&files.certificate, &files.key].map(|path| {
        let about = fs::metadata(path).ok()?;
        Some((about.len(), about.modified().ok()?))
    })
}

fn read(files: &TlsFiles, provider: &Arc<CryptoProvider>, now_ms: i64) -> Result<Arc<ServerConfig>, Error> {
    let chain = read_chain(&files.certificate)?;
    let key = read_key(&files.key)?;
    if let Some(end_entity) = chain.first() {
        validity::warn(&files.certificate, end_entity, provider, now_ms);
    }
    let unusable = |cause: rustls::Error| fault(&files.certificate, unusable(&cause, &files.key));
    let mut config = ServerConfig::builder_with_provider(Arc::clone(provider))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(unusable)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn unusable(cause: &rustls::Error, key: &Path) -> TlsFault {
    match cause {
        rustls::Error::InconsistentKeys(_) => TlsFault::OtherKey { key: key.to_owned() },
        rustls::Error::InvalidCertificate(_) => TlsFault::Damaged,
        other => TlsFault::Unusable(other.to_string()),
    }
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let text = read_file(path)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let chain = chain.map_err(|_| fault(path, TlsFault::Damaged))?;
    if chain.is_empty() {
        return Err(fault(path, TlsFault::NoCertificate));
    }
    Ok(chain)
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, Error> {
    let text = read_file(path)?;
    // The cause would be no secret, but this is the one file of which nothing is ever shown.
    PrivateKeyDer::from_pem_slice(&text).map_err(|_| fault(path, TlsFault::NoKey))
}

fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let unreadable = |cause: io::Error| fault(path, TlsFault::Unreadable(cause));
    let about = fs::metadata(path).map_err(unreadable)?;
    if about.len() > MAX_FILE_BYTES {
        return Err(fault(path, TlsFault::Damaged));
    }
    fs::read(path).map_err(unreadable)
}

fn fault(path: &Path, fault: TlsFault) -> Error {
    Error::Tls {
        file: PathBuf::from(path),
        fault,
    }
}
