//! What a TLS connection to a collector believes: the certificates of one file, and the name of the collector in its own.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::Error;

/// Returns the settings of connections to collectors that the certificates in `ca_file` vouch for (RFC 5425, 5).
///
/// # Errors
/// If the file cannot be read or holds no certificate.
pub(super) fn config(ca_file: &Path) -> Result<Arc<ClientConfig>, Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|err| Error::Internal(err.to_string()))?
        .with_root_certificates(roots(ca_file)?)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn roots(path: &Path) -> Result<RootCertStore, Error> {
    let unusable = |cause: &dyn std::fmt::Display| {
        Error::Internal(format!(
            "the certificates in `{}` cannot be used: {cause} (hint: `syslog.ca_file` names a file in PEM form with the \
             certificate of whoever vouches for the collector)",
            path.display()
        ))
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|err| unusable(&err))? {
        let certificate = certificate.map_err(|err| unusable(&err))?;
        roots.add(certificate).map_err(|err| unusable(&err))?;
    }
    if roots.is_empty() {
        return Err(unusable(&"it holds none"));
    }
    Ok(roots)
}
