//! How a record is written into a column: its JSON, and the digest that guards it.

use sha2::{Digest, Sha256};

use super::Record;
use crate::{Error, Kind, body};

/// Writes a record as JSON, the same bytes for the same record.
pub(super) fn encode(record: &impl Record) -> Result<String, Error> {
    body::encode_of(record)
}

/// Reads what [`encode`] wrote.
pub(super) fn decode<R: Record>(id: &str, revision: u64, json: &str) -> Result<R, Error> {
    body::decode_as(json, || format!("revision {revision} of the {} `{id}`", R::KIND))
}

/// Returns the digest of one revision; `None` is the body of what was taken away. Kind, id and revision are part of it, so
/// that two bodies cannot change places unseen.
pub(crate) fn digest(kind: Kind, id: &str, revision: u64, json: Option<&str>) -> Vec<u8> {
    let mut hash = Sha256::new();
    let what = if json.is_some() { "body" } else { "none" };
    hash.update(format!("{kind} {id} {revision} {what}\n"));
    hash.update(json.unwrap_or_default());
    hash.finalize().to_vec()
}
