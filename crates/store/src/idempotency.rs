//! Idempotency keys: what was written under a key, so that the same request again changes nothing.
//!
//! A key is looked for after the change counter is locked and kept in the transaction that does the work. So whoever
//! does not know whether a write was kept repeats it: it was kept with its key, or neither was.

use sha2::{Digest, Sha256};

use crate::value::values;
use crate::{Error, Session, Tx};

/// A key, whose it is, and what is asked under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    author: String,
    key: String,
    digest: Vec<u8>,
}

impl KeyedRequest {
    /// Makes the request of `author` under `key`. `request` tells it from every other one: what is to be done, and with
    /// which values; the store keeps its digest alone.
    #[must_use]
    pub fn new(author: &str, key: &str, request: &str) -> Self {
        Self {
            author: author.to_owned(),
            key: key.to_owned(),
            digest: Sha256::digest(request).to_vec(),
        }
    }
}

/// Returns what was answered under this key, or `None` if nothing was done under it.
///
/// # Errors
/// [`Error::OtherRequest`] if something else was done under it.
pub fn find(tx: &mut Tx<'_>, request: &KeyedRequest) -> Result<Option<String>, Error> {
    let rows = tx.query(
        "SELECT digest, answer FROM idempotency_key WHERE author = ?1 AND key = ?2",
        &values![request.author.as_str(), request.key.as_str()],
    )?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    if row.bytes(0)? != request.digest {
        return Err(Error::OtherRequest {
            key: request.key.clone(),
        });
    }
    Ok(Some(row.text(1)?.to_owned()))
}

/// Keeps what is answered under a key for which [`find`] has found nothing in this transaction.
///
/// # Errors
/// [`Error::NulInText`] if key, author or answer hold NUL; [`Error::Internal`] if the key is there already.
pub fn keep(tx: &mut Tx<'_>, request: &KeyedRequest, answer: &str, at_ms: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO idempotency_key (author, key, digest, answer, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        &values![
            request.author.as_str(),
            request.key.as_str(),
            &request.digest[..],
            answer,
            at_ms
        ],
    )?;
    Ok(())
}

/// Forgets the keys kept before `at_ms`, and returns how many they were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_before(session: &mut dyn Session, at_ms: i64) -> Result<u64, Error> {
    session.execute("DELETE FROM idempotency_key WHERE at_ms < ?1", &values![at_ms])
}
