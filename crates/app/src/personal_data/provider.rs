//! What whoever holds the keys can be asked to do; callers know nothing else of keys.

use std::fmt;

use zeroize::Zeroizing;

use super::check::KeyCheck;
use super::error::FieldError;
use super::head::{HeadKey, HeadSignature};
use super::key::KeyId;
use super::place::{FieldColumn, FieldPlace};
use super::sealing::Sealed;
use super::suite::Suite;
use crate::Chance;

/// Holds keys and works with them: a file of keys now, a hardware module or another suite later.
pub trait KeyProvider: fmt::Debug + Send + Sync {
    /// Returns the key that seals.
    fn present_key(&self) -> KeyId;

    /// Returns the suite of the key that seals.
    fn present_suite(&self) -> Suite;

    /// Returns every key at hand, the one that seals first.
    fn key_ids(&self) -> Vec<KeyId>;

    /// Seals `clear` for `place` with the present key; the result has 37 bytes more.
    ///
    /// # Errors
    /// If the text has more than 64 KiB, or there are no random bytes.
    fn seal(&self, place: &FieldPlace<'_>, clear: &[u8], chance: &dyn Chance) -> Result<Vec<u8>, FieldError>;

    /// Opens what was sealed for `place`; the text is wiped from memory when it is dropped.
    ///
    /// # Errors
    /// If the key is not at hand, or if the value was changed, or sealed for another place.
    fn open_field(&self, place: &FieldPlace<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, FieldError>;

    /// Returns the digests that `canonical` is found by in `column`: one for each key, the present one first. Write the
    /// first; look for all of them, since during a rotation rows stand under either.
    ///
    /// Bring the value into its one form before, or two spellings have two digests.
    fn digests(&self, column: &FieldColumn<'_>, canonical: &[u8]) -> Vec<[u8; 32]> {
        let digests = self.digests_by_key(column, canonical);
        digests.into_iter().map(|(_, digest)| digest).collect()
    }

    /// Returns the same digests, each with the key that it is made with: all of one moment, whatever is added meanwhile.
    fn digests_by_key(&self, column: &FieldColumn<'_>, canonical: &[u8]) -> Vec<(KeyId, [u8; 32])>;

    /// Returns what the store keeps to know each key again, the present one first.
    fn checks(&self) -> Vec<KeyCheck>;

    /// Returns the digest that a new audit link is chained by.
    fn audit_mac(&self, link: &[u8]) -> [u8; 32];

    /// Returns the digests that an audit link may have been chained by: one for each key, the present one first.
    fn audit_macs(&self, link: &[u8]) -> Vec<[u8; 32]>;

    /// Signs an audit head with the present key.
    fn sign_head(&self, head: &[u8]) -> HeadSignature;

    /// Returns the public keys that heads are checked with, the present one first.
    fn head_keys(&self) -> Vec<HeadKey>;

    /// Tells whether a value is to be sealed anew: another key or suite than the present one sealed it, or nobody can say
    /// which.
    fn needs_resealing(&self, sealed: &[u8]) -> bool {
        match Sealed::parse(sealed) {
            Ok(value) => value.key != self.present_key() || value.suite != self.present_suite(),
            Err(_) => true,
        }
    }

    /// Opens a value and seals it with the present key.
    ///
    /// # Errors
    /// Those of opening and of sealing.
    fn reseal(
        &self,
        place: &FieldPlace<'_>,
        sealed: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, FieldError> {
        let clear = self.open_field(place, sealed)?;
        self.seal(place, &clear, chance)
    }
}
