//! The audit chain in a backup: where it ends, and whether it is what was sealed.

use std::fmt;
use std::path::Path;

use access::chain::Bad;
use store::Store;
use store::copy::AuditEnd;

use super::Error;
use crate::{audit, hex};

/// What was found of the audit chain in a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditCheck {
    /// There is none in it.
    Empty,
    /// Every link is as it was sealed, and the last one is that of the manifest.
    Right {
        /// The number of the last link.
        last: u64,
    },
    /// It ends where the manifest says, and is not what was sealed. It was so in the database that was backed up.
    Wrong(Bad),
    /// It ends where the manifest says; whether it is what was sealed cannot be told without the keys of personal data.
    NoKeys {
        /// The number of the last link.
        last: u64,
    },
}

/// Where a chain ends, as the manifest has it: the number and the digest.
pub(super) struct EndText<'e>(pub &'e AuditEnd);

impl fmt::Display for EndText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.number, hex::encode(&self.0.digest))
    }
}

/// Returns the number of a text of [`EndText`]; `None` if it is none.
pub(super) fn number_of(end: &str) -> Option<u64> {
    let (number, digest) = end.split_once(' ')?;
    // Of any length: somebody may have written another one into the database, which is backed up as it is.
    let is_digest = digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    number.parse().ok().filter(|_| is_digest)
}

/// Checks the chain in the store of a backup whose manifest says that it ends with the number `last`.
///
/// # Errors
/// If the store cannot be read.
pub(super) fn check(store: &Store, last: Option<u64>, field_keys: &Path) -> Result<AuditCheck, Error> {
    let Some(last) = last else {
        return Ok(AuditCheck::Empty);
    };
    let Ok(Some(keys)) = audit::keys_in(field_keys) else {
        return Ok(AuditCheck::NoKeys { last });
    };
    Ok(match audit::first_bad(store, &*keys)? {
        Some(bad) => AuditCheck::Wrong(bad),
        None => AuditCheck::Right { last },
    })
}
