//! Personal data at rest: sealed field by field, found again by keyed digests, under keys that can be changed.
//!
//! Everything goes through a [`KeyProvider`]; the one there is now is [`Keyring`], a file of keys beside the database.
//! Nothing here reads the store: bytes in, bytes out. A sealed value is bound to its table, column and row, and names the
//! suite and the key it was sealed with, so keys and algorithms can follow one another while old values stay readable.

mod check;
mod derived;
mod error;
mod head;
mod key;
mod key_file;
mod keyring;
mod on_disk;
mod place;
mod provider;
mod sealing;
mod suite;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use self::check::{KeyCheck, expect_keys};
pub use self::error::{FieldError, KeyError};
pub use self::head::{HeadKey, HeadSignature, verify_head};
pub use self::key::KeyId;
pub use self::key_file::KeyState;
pub use self::keyring::Keyring;
pub use self::place::{FieldColumn, FieldPlace};
pub use self::provider::KeyProvider;
pub(crate) use self::sealing::{SEALED_FRONT_BYTES, front_of};
pub use self::suite::Suite;

/// Returns the file of field keys in a data directory: beside the key of the backups, so that a backup with its keys
/// inside brings both back.
#[must_use]
pub fn file_in(data_dir: &Path) -> PathBuf {
    crate::backup::keys_in(data_dir).join("fields.keys")
}
