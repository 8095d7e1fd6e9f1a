//! Signatures of the audit head: whoever holds the public key alone can check one, without the keys of the data.

use std::fmt;

use ring::signature::{ED25519, UnparsedPublicKey};

use super::key::KeyId;
use crate::hex;

/// A signature of an audit head by Ed25519 (RFC 8032) over exactly the bytes of the head.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HeadSignature {
    /// The master key that the signing key is derived from.
    pub key: KeyId,
    /// The signature.
    pub signature: [u8; 64],
}

/// The public half of a signing key. It is no secret, and worth keeping on paper: what an intruder signs with a key of
/// his own does not pass it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HeadKey {
    /// The master key that the signing key is derived from.
    pub key: KeyId,
    /// The public key.
    pub public_key: [u8; 32],
}

/// Tells whether the owner of `public_key` signed exactly `head`.
///
/// The key has to come from [`super::KeyProvider::head_keys`] or from paper, never from where the signature lies.
#[must_use]
pub fn verify_head(public_key: &[u8; 32], head: &[u8], signature: &[u8; 64]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key)
        .verify(head, signature)
        .is_ok()
}

impl fmt::Debug for HeadSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "HeadSignature({} by {})",
            hex::encode(&self.signature),
            self.key
        )
    }
}

impl fmt::Debug for HeadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeadKey({} of {})", hex::encode(&self.public_key), self.key)
    }
}
