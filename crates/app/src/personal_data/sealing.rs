//! Sealing one value with one key, and the bytes that come of it.
//!
//! A sealed value is: the number of the suite (1 byte), the id of the key (8), the nonce (12), then the text as
//! AES-256-GCM-SIV (RFC 8452) leaves it, with its tag (16) at the end.

use aes_gcm_siv::aead::AeadInOut;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit};
use zeroize::Zeroizing;

use super::derived::WorkingKeys;
use super::error::FieldError;
use super::key::KeyId;
use super::place::FieldPlace;
use super::suite::Suite;
use crate::Chance;

/// No text of a field is longer; in bytes.
pub(super) const MAX_CLEAR_BYTES: usize = 64 * 1024;
/// How many bytes at the front of a sealed value say what sealed it.
pub(crate) const SEALED_FRONT_BYTES: usize = 1 + KeyId::LENGTH;
/// How many bytes stand before the sealed text.
const FRONT_BYTES: usize = SEALED_FRONT_BYTES + NONCE_BYTES;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// A sealed value taken apart.
pub(super) struct Sealed<'a> {
    pub suite: Suite,
    pub key: KeyId,
    nonce: [u8; NONCE_BYTES],
    text: &'a [u8],
}

/// Why bytes are no sealed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SealedFault {
    Length,
    Suite(u8),
}

/// Returns the first bytes of each value that a key has sealed.
pub(crate) fn front_of(suite: Suite, key: KeyId) -> [u8; SEALED_FRONT_BYTES] {
    let mut front = [suite.number(); SEALED_FRONT_BYTES];
    let bytes = front.iter_mut().skip(1);
    bytes.zip(key.as_bytes()).for_each(|(to, from)| *to = *from);
    front
}

impl<'a> Sealed<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, SealedFault> {
        let most = FRONT_BYTES + MAX_CLEAR_BYTES + TAG_BYTES;
        if bytes.len() < FRONT_BYTES + TAG_BYTES || bytes.len() > most {
            return Err(SealedFault::Length);
        }
        let cut = || {
            let (suite, rest) = bytes.split_first()?;
            let (key, rest) = rest.split_first_chunk()?;
            let (nonce, text) = rest.split_first_chunk()?;
            Some((*suite, *key, *nonce, text))
        };
        let (number, key, nonce, text) = cut().ok_or(SealedFault::Length)?;
        Ok(Self {
            suite: Suite::from_number(number).ok_or(SealedFault::Suite(number))?,
            key: KeyId::from_bytes(key),
            nonce,
            text,
        })
    }

    /// Opens the value with the key it names.
    pub(super) fn open(
        &self,
        place: &FieldPlace<'_>,
        keys: &WorkingKeys,
    ) -> Result<Zeroizing<Vec<u8>>, FieldError> {
        let does_not_open = || FieldError::DoesNotOpen {
            place: place.to_string(),
            id: self.key,
        };
        if (keys.id(), keys.suite()) != (self.key, self.suite) {
            return Err(does_not_open());
        }
        let mut text = Zeroizing::new(self.text.to_vec());
        match self.suite {
            Suite::Aes256GcmSivHmacSha256 => Aes256GcmSiv::new(&(*keys.sealing()).into())
                .decrypt_in_place(
                    &self.nonce.into(),
                    &place.bound_to(self.key, self.suite),
                    &mut *text,
                )
                .map_err(|_| does_not_open())?,
        }
        Ok(text)
    }
}

/// Seals `clear`. The nonce is drawn, so two seals of one text differ; if chance ever gave one twice, that would show
/// which texts are equal and nothing else (RFC 8452, section 1).
pub(super) fn seal(
    place: &FieldPlace<'_>,
    clear: &[u8],
    keys: &WorkingKeys,
    chance: &dyn Chance,
) -> Result<Vec<u8>, FieldError> {
    let too_long = || FieldError::TooLong {
        place: place.to_string(),
        bytes: clear.len(),
        most: MAX_CLEAR_BYTES,
    };
    if clear.len() > MAX_CLEAR_BYTES {
        return Err(too_long());
    }
    let mut nonce = [0; NONCE_BYTES];
    chance.fill(&mut nonce).map_err(FieldError::NoChance)?;
    let suite = keys.suite();
    // Room for the tag, because text that has to move leaves a copy behind.
    let mut text = Vec::with_capacity(clear.len() + TAG_BYTES);
    text.extend_from_slice(clear);
    match suite {
        Suite::Aes256GcmSivHmacSha256 => Aes256GcmSiv::new(&(*keys.sealing()).into())
            .encrypt_in_place(&nonce.into(), &place.bound_to(keys.id(), suite), &mut text)
            .map_err(|_| too_long())?,
    }
    let mut sealed = Vec::with_capacity(FRONT_BYTES + text.len());
    sealed.push(suite.number());
    sealed.extend_from_slice(keys.id().as_bytes());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&text);
    Ok(sealed)
}
