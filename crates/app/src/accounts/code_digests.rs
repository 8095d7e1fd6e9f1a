//! What a one-time code is kept as.
//!
//! A code has 60 random bits, fewer than the 112 that a plain digest would need against whoever has taken the database and
//! tries all of them (ASVS 5.0.0, 6.5.2). So its digest is keyed: without the keys, which lie elsewhere, nothing can be tried.

use crate::credentials::one_time_code::OneTimeCode;
use crate::personal_data::{FieldColumn, KeyProvider};

/// Where the digests are.
const COLUMN: FieldColumn<'static> = FieldColumn {
    table: "one_time_code",
    column: "digest",
};

/// Returns what a new code is kept as, and what one that was typed may have been kept as: one for each key, the present
/// one first.
pub(super) fn code_digests(keys: &dyn KeyProvider, code: &OneTimeCode) -> Vec<[u8; 32]> {
    keys.digests(&COLUMN, &code.digest())
}
