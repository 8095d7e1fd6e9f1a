//! Whether a certificate is in force: a warning in time is what an operator needs, and no reason not to start.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, RootCertStore};

/// So long before its end a certificate is to be renewed.
const NOTICE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Whether a certificate is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// For longer than [`NOTICE`], or nobody can tell.
    InForce,
    /// For less than that.
    EndsSoon,
    /// No longer.
    Ended,
    /// Not yet.
    NotBegun,
}

/// Tells the log if the certificate in `path` is not in force, or not for long.
pub fn warn(path: &Path, certificate: &CertificateDer<'static>, provider: &Arc<CryptoProvider>, now_ms: i64) {
    let file = path.display();
    match validity(certificate, provider, now_ms) {
        Validity::InForce => {}
        Validity::EndsSoon => {
            tracing::warn!("the certificate in `{file}` ends within 30 days (hint: have it renewed)");
        }
        Validity::Ended => tracing::warn!(
            "the certificate in `{file}` has expired: browsers refuse it (hint: have it renewed, and check the clock)"
        ),
        Validity::NotBegun => tracing::warn!(
            "the certificate in `{file}` is not in force yet: browsers refuse it (hint: check the clock)"
        ),
    }
}

/// Returns whether `certificate` is in force at `now_ms`, in milliseconds since 1970.
fn validity(certificate: &CertificateDer<'static>, provider: &Arc<CryptoProvider>, now_ms: i64) -> Validity {
    let now = Duration::from_millis(u64::try_from(now_ms).unwrap_or(0));
    let complaint_at = |at: Duration| complaint(certificate, provider, UnixTime::since_unix_epoch(at));
    match complaint_at(now) {
        Some(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => Validity::Ended,
        Some(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => {
            Validity::NotBegun
        }
        _ => match complaint_at(now + NOTICE) {
            Some(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => Validity::EndsSoon,
            _ => Validity::InForce,
        },
    }
}

/// Returns what a client would complain of at `time`. It looks at the days of a certificate before anything else, so
/// what it says of issuer and name, which are unknown here, does not matter.
fn complaint(
    certificate: &CertificateDer<'static>,
    provider: &Arc<CryptoProvider>,
    time: UnixTime,
) -> Option<CertificateError> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).ok()?;
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
    let name = ServerName::try_from("localhost").ok()?;
    match verifier
        .build()
        .ok()?
        .verify_server_cert(certificate, &[], &name, &[], time)
    {
        Err(rustls::Error::InvalidCertificate(complaint)) => Some(complaint),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::pem::PemObject;

    use super::*;

    /// Of `localhost`, from 2026-11-25T19:24:23Z to 2126-11-01T19:24:23Z.
    const PEM: &[u8] = include_bytes!("../../../testkit/certificates/server.pem");

    #[track_caller]
    fn check(now: &str, expected: Validity) {
        let certificate = CertificateDer::from_pem_slice(PEM).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let form = &time::format_description::well_known::Rfc3339;
        let now = time::OffsetDateTime::parse(now, form).unwrap();
        let now_ms = now.unix_timestamp() * 1000;
        assert_eq!(validity(&certificate, &provider, now_ms), expected, "{now}");
    }

    #[test]
    fn a_certificate_is_in_force_from_its_first_second_to_its_last() {
        check("1970-01-01T00:00:00Z", Validity::NotBegun);
        check("2026-11-25T19:24:22Z", Validity::NotBegun);
        check("2026-11-25T19:24:23Z", Validity::InForce);
        check("2126-10-02T19:24:23Z", Validity::InForce);
        check("2126-10-02T19:24:24Z", Validity::EndsSoon);
        check("2126-11-01T19:24:23Z", Validity::EndsSoon);
        check("2126-11-01T19:24:24Z", Validity::Ended);
    }
}
