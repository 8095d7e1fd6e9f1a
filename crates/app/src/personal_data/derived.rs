//! The working keys of one master key: one for each purpose, derived by HKDF-SHA-256 (RFC 5869) under its own label, so
//! that whoever learns one of them learns none of the others.

use std::fmt;

use ring::signature::{Ed25519KeyPair, KeyPair};
use ring::{hkdf, hmac};
use zeroize::Zeroizing;

use super::check::KeyCheck;
use super::head::{HeadKey, HeadSignature};
use super::key::{KeyId, MasterKey};
use super::suite::Suite;

/// What all working keys are extracted with; another product that is given the same master key by mistake has others.
const SALT: &[u8] = b"shanjar field keys 1";

/// The working keys of one master key, which itself stays in its file.
pub(super) struct WorkingKeys {
    id: KeyId,
    suite: Suite,
    sealing: Secret,
    digest: Secret,
    audit: Secret,
    head: Secret,
    check: [u8; 32],
}

type Secret = Zeroizing<[u8; 32]>;

impl WorkingKeys {
    pub(super) fn derive(master: &MasterKey) -> Self {
        let suite = master.suite();
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, SALT).extract(master.bytes());
        let key = |purpose| expand(&prk, suite, purpose);
        Self {
            id: master.id(),
            suite,
            sealing: key("sealing"),
            digest: key("digest"),
            audit: key("audit link"),
            head: key("audit head"),
            // Not a key: it stands in the store, and says nothing of the others.
            check: *key("check"),
        }
    }

    pub(super) fn id(&self) -> KeyId {
        self.id
    }

    pub(super) fn suite(&self) -> Suite {
        self.suite
    }

    /// Returns the key that values are sealed with.
    pub(super) fn sealing(&self) -> &[u8; 32] {
        &self.sealing
    }

    /// Returns what a value is found again by.
    pub(super) fn digest(&self, text: &[u8]) -> [u8; 32] {
        mac(&self.digest, text)
    }

    /// Returns what an audit link is chained by.
    pub(super) fn audit_mac(&self, link: &[u8]) -> [u8; 32] {
        mac(&self.audit, link)
    }

    pub(super) fn sign_head(&self, head: &[u8]) -> HeadSignature {
        let pair = self.head_pair();
        let mut signature = [0; 64];
        copy(pair.sign(head).as_ref(), &mut signature);
        HeadSignature {
            key: self.id,
            signature,
        }
    }

    pub(super) fn head_key(&self) -> HeadKey {
        let mut public_key = [0; 32];
        copy(self.head_pair().public_key().as_ref(), &mut public_key);
        HeadKey {
            key: self.id,
            public_key,
        }
    }

    pub(super) fn check(&self) -> KeyCheck {
        KeyCheck {
            key_id: self.id.to_string(),
            suite: self.suite.as_str().to_owned(),
            digest: self.check,
        }
    }

    #[expect(
        clippy::expect_used,
        reason = "any 32 bytes are the seed of a key pair (RFC 8032, 5.1.5)"
    )]
    fn head_pair(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(self.head.as_slice()).expect("invariant: a seed has 32 bytes")
    }
}

impl fmt::Debug for WorkingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorkingKeys({})", self.id)
    }
}

#[expect(clippy::expect_used, reason = "HKDF fails above 255 blocks, and this is one")]
fn expand(prk: &hkdf::Prk, suite: Suite, purpose: &str) -> Secret {
    let mut key = Zeroizing::new([0; 32]);
    let info = [purpose.as_bytes(), &[suite.number()]];
    prk.expand(&info, hkdf::HKDF_SHA256)
        .and_then(|material| material.fill(key.as_mut_slice()))
        .expect("invariant: one block of HKDF");
    key
}

fn mac(key: &Secret, text: &[u8]) -> [u8; 32] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), text);
    let mut bytes = [0; 32];
    copy(tag.as_ref(), &mut bytes);
    bytes
}

fn copy(from: &[u8], to: &mut [u8]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
}
