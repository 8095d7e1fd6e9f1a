//! What the audit asks of whoever holds the keys.

/// Digests and signs for the audit. One key is the present one; others may have been before it.
pub trait AuditKeys: Send + Sync {
    /// Returns the digest of `text` by the present key: HMAC-SHA-256.
    fn mac(&self, text: &[u8]) -> [u8; 32];

    /// Tells whether one of the keys has made `mac` of `text`.
    fn is_mac(&self, text: &[u8], mac: &[u8]) -> bool;

    /// Returns the signature of `text` by the present key: Ed25519 (RFC 8032).
    fn sign(&self, text: &[u8]) -> [u8; 64];

    /// Tells whether one of the keys has made `signature` of `text`.
    fn is_signature(&self, text: &[u8], signature: &[u8; 64]) -> bool;
}
