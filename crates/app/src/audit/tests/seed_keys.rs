//! Keys made of one secret, for an audit without a file of keys.

use std::fmt;

use ring::hmac::{self, HMAC_SHA256};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::AuditKeys;
use crate::Error;

/// One pair of keys, made of one secret.
pub struct SeedKeys {
    mac: hmac::Key,
    pair: Ed25519KeyPair,
}

impl SeedKeys {
    /// Makes the keys that belong to `seed`, 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// If the library refuses the seed, which it does for none of this length.
    pub fn of(seed: &[u8; 32]) -> Result<Self, Error> {
        let root = hmac::Key::new(HMAC_SHA256, seed);
        let derived = |purpose: &str| hmac::sign(&root, purpose.as_bytes());
        let pair = Ed25519KeyPair::from_seed_unchecked(derived("shanjar audit head").as_ref())
            .map_err(|err| Error::Internal(format!("no signing key can be made: {err}")))?;
        Ok(Self {
            mac: hmac::Key::new(HMAC_SHA256, derived("shanjar audit chain").as_ref()),
            pair,
        })
    }
}

impl AuditKeys for SeedKeys {
    fn mac(&self, text: &[u8]) -> [u8; 32] {
        fixed(hmac::sign(&self.mac, text).as_ref())
    }

    fn is_mac(&self, text: &[u8], mac: &[u8]) -> bool {
        hmac::verify(&self.mac, text, mac).is_ok()
    }

    fn sign(&self, text: &[u8]) -> [u8; 64] {
        fixed(self.pair.sign(text).as_ref())
    }

    fn is_signature(&self, text: &[u8], signature: &[u8; 64]) -> bool {
        let key = UnparsedPublicKey::new(&ED25519, self.pair.public_key().as_ref());
        key.verify(text, signature).is_ok()
    }
}

impl fmt::Debug for SeedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SeedKeys")
    }
}

/// Returns bytes of which there are `N`.
fn fixed<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut fixed = [0; N];
    fixed.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    fixed
}

#[test]
fn a_key_knows_its_own_work_and_no_other() {
    let (one, other) = (SeedKeys::of(&[1; 32]).unwrap(), SeedKeys::of(&[2; 32]).unwrap());
    let (mac, signature) = (one.mac(b"a"), one.sign(b"a"));
    for (keys, text, expected) in [(&one, b"a", true), (&one, b"b", false), (&other, b"a", false)] {
        assert_eq!(keys.is_mac(text, &mac), expected);
        assert_eq!(keys.is_signature(text, &signature), expected);
    }
    assert!(!one.is_mac(b"a", &mac[..31]));
    assert_eq!(format!("{one:?}"), "SeedKeys");
}

#[test]
fn digests_in_databases_stay_what_they_are() {
    let keys = SeedKeys::of(&[0; 32]).unwrap();
    let shown: String = keys.mac(b"").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        shown,
        "a0a2a735e20065af183b0ea4d29da4c4c39b9b78b6afab404788b4e5a64ab427"
    );
}
