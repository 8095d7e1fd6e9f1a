//! Whether the keys at hand are those that the values in the store were sealed with, asked before anything is served.

use std::path::Path;

use super::error::KeyError;
use super::key::KeyId;
use super::key_file::KeyState;
use super::keyring::Keyring;
use super::provider::KeyProvider;
use crate::same_bytes::is_same;

/// What the store keeps of a key to know it again; it does not give the key away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCheck {
    /// The id of the key, 16 digits.
    pub key_id: String,
    /// The name of its suite.
    pub suite: String,
    /// 32 bytes derived from the key for this purpose only.
    pub digest: [u8; 32],
}

/// Returns the keys in `keyring` that the store keeps no check of yet; put their checks there before sealing with them. Those
/// that are retired seal nothing, and need none.
///
/// `path` is the file that was looked for, `kept` what the store keeps. A store without checks is new, and may begin
/// without keys.
///
/// # Errors
/// If a key that sealed values may need is not at hand, or is another one under its id: serving would fail at the first
/// value that needs it, or make values that nobody can open.
pub fn expect_keys(
    path: &Path,
    keyring: Option<&Keyring>,
    kept: &[KeyCheck],
) -> Result<Vec<KeyCheck>, KeyError> {
    let Some(keyring) = keyring else {
        return match kept.first() {
            None => Ok(Vec::new()),
            Some(check) => Err(KeyError::MissingFile {
                path: path.to_owned(),
                id: check.key_id.clone(),
            }),
        };
    };
    let at_hand = keyring.checks();
    for check in kept {
        let found = at_hand.iter().find(|own| own.key_id == check.key_id);
        let Some(own) = found else {
            return Err(missing(path, check, keyring.present_key()));
        };
        if own.suite != check.suite || !is_same(&own.digest, &check.digest) {
            return Err(KeyError::WrongKey {
                path: path.to_owned(),
                id: check.key_id.clone(),
            });
        }
    }
    let states = keyring.states();
    let is_retired = |own: &KeyCheck| {
        let own_state = |(id, _, state): &(KeyId, _, KeyState)| {
            *state == KeyState::Retired && id.to_string() == own.key_id
        };
        states.iter().any(own_state)
    };
    let is_new = |own: &KeyCheck| kept.iter().all(|check| check.key_id != own.key_id) && !is_retired(own);
    Ok(at_hand.into_iter().filter(is_new).collect())
}

fn missing(path: &Path, check: &KeyCheck, present: KeyId) -> KeyError {
    KeyError::MissingKey {
        path: path.to_owned(),
        id: check.key_id.clone(),
        present,
    }
}
