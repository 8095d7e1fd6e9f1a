//! A master key of 256 random bits, and what tells it from others.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::suite::Suite;
use crate::{Chance, hex};

/// What tells a key from others without giving it away: 64 bits of a hash of the key and its suite.
///
/// In the file of keys it is the checksum of its line, too: a wrong digit in either shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 8]);

/// 256 random bits that the working keys are derived from; they seal nothing themselves.
pub(super) struct MasterKey {
    suite: Suite,
    bytes: Zeroizing<[u8; 32]>,
}

impl KeyId {
    /// How many bytes an id has.
    pub(super) const LENGTH: usize = 8;

    pub(super) fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes that stand in a sealed value.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }

    /// Reads the 16 digits that [`fmt::Display`] writes; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode(text).map(Self)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl MasterKey {
    pub(super) fn draw(suite: Suite, chance: &dyn Chance) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        chance.fill(bytes.as_mut_slice()).map_err(KeyError::NoChance)?;
        Ok(Self { suite, bytes })
    }

    pub(super) fn from_bytes(suite: Suite, bytes: [u8; 32]) -> Self {
        Self {
            suite,
            bytes: Zeroizing::new(bytes),
        }
    }

    pub(super) fn suite(&self) -> Suite {
        self.suite
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    pub(super) fn id(&self) -> KeyId {
        let digest = Sha256::new()
            .chain_update("shanjar field key id")
            .chain_update([self.suite.number()])
            .chain_update(*self.bytes)
            .finalize();
        let mut id = [0; KeyId::LENGTH];
        id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        KeyId(id)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id())
    }
}
