//! The keys of personal data as the audit uses them.

use std::path::Path;
use std::sync::Arc;

use super::AuditKeys;
use crate::personal_data::{KeyError, KeyProvider, Keyring, verify_head};
use crate::same_bytes::is_same;

/// Digests and signs with whoever holds the keys.
struct ProviderKeys(Arc<dyn KeyProvider>);

/// Returns the audit's view of `keys`.
#[must_use]
pub fn keys_of(keys: Arc<dyn KeyProvider>) -> Arc<dyn AuditKeys> {
    Arc::new(ProviderKeys(keys))
}

/// Returns the audit's view of the keys in `file`; `None` if there is no such file.
///
/// # Errors
/// If the file cannot be read as keys.
pub fn keys_in(file: &Path) -> Result<Option<Arc<dyn AuditKeys>>, KeyError> {
    let keyring = Keyring::open(file)?;
    Ok(keyring.map(|keyring| keys_of(Arc::new(keyring))))
}

impl AuditKeys for ProviderKeys {
    fn mac(&self, text: &[u8]) -> [u8; 32] {
        self.0.audit_mac(text)
    }

    fn is_mac(&self, text: &[u8], mac: &[u8]) -> bool {
        let own = self.0.audit_macs(text);
        own.iter().any(|own| is_same(own, mac))
    }

    fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.0.sign_head(text).signature
    }

    fn is_signature(&self, text: &[u8], signature: &[u8; 64]) -> bool {
        let keys = self.0.head_keys();
        keys.iter()
            .any(|key| verify_head(&key.public_key, text, signature))
    }
}
