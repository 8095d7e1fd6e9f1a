//! What the store keeps of the keys of personal data to know them again; it does not give them away.

use std::fmt;

use crate::value::values;
use crate::{Error, Row, Session};

/// A key, as far as the store knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyCheck {
    /// The id of the key.
    pub key_id: String,
    /// The name of its suite.
    pub suite: String,
    /// What is derived from the key for this purpose alone.
    pub digest: Vec<u8>,
    /// When it was written, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at_ms: i64,
}

impl fmt::Debug for KeyCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCheck")
            .field("key_id", &self.key_id)
            .field("suite", &self.suite)
            .finish_non_exhaustive()
    }
}

/// Writes a check, unless there is one of this key already: the first one stays. Nodes that start together may each write
/// one, so whoever writes reads it again.
///
/// # Errors
/// If it cannot be written.
pub fn put(session: &mut dyn Session, check: &KeyCheck) -> Result<(), Error> {
    session.execute(
        "INSERT INTO key_check (key_id, suite, digest, created_at_ms) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (key_id) DO NOTHING",
        &values![
            check.key_id.as_str(),
            check.suite.as_str(),
            &check.digest[..],
            check.created_at_ms
        ],
    )?;
    Ok(())
}

/// Forgets the check of a key that nothing stands under any more; tells whether there was one.
///
/// # Errors
/// If it cannot be removed.
pub fn forget(session: &mut dyn Session, key_id: &str) -> Result<bool, Error> {
    let removed = session.execute("DELETE FROM key_check WHERE key_id = ?1", &values![key_id])?;
    Ok(removed == 1)
}

/// Returns the checks of all keys, oldest first.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session) -> Result<Vec<KeyCheck>, Error> {
    let rows = session.query(
        "SELECT key_id, suite, digest, created_at_ms FROM key_check ORDER BY created_at_ms, key_id",
        &[],
    )?;
    rows.iter().map(check_of).collect()
}

fn check_of(row: &Row) -> Result<KeyCheck, Error> {
    Ok(KeyCheck {
        key_id: row.text(0)?.to_owned(),
        suite: row.text(1)?.to_owned(),
        digest: row.bytes(2)?.to_vec(),
        created_at_ms: row.integer(3)?,
    })
}
