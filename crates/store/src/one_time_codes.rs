//! Codes that work once: the store keeps their digests.

use std::fmt;

use crate::session::one_count;
use crate::value::values;
use crate::vocabulary::Purpose;
use crate::{Error, Row, Session};

/// A code, and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode {
    /// What it is found by.
    pub digest: Vec<u8>,
    /// The account.
    pub account: String,
    /// What it is good for.
    pub purpose: Purpose,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub created_at_ms: i64,
    /// Until when it is good; `None` for ever.
    pub expires_at_ms: Option<i64>,
    /// When it was used.
    pub used_at_ms: Option<i64>,
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A code has few letters: who knows its digest can look for it.
        f.debug_struct("OneTimeCode")
            .field("account", &self.account)
            .field("purpose", &self.purpose)
            .field("used_at_ms", &self.used_at_ms)
            .finish_non_exhaustive()
    }
}

/// Writes a new code.
///
/// # Errors
/// If it cannot be written.
pub fn put(session: &mut dyn Session, code: &OneTimeCode) -> Result<(), Error> {
    session.execute(
        "INSERT INTO one_time_code (digest, account, purpose, created_at_ms, expires_at_ms, used_at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &values![
            &code.digest[..],
            code.account.as_str(),
            code.purpose.as_str(),
            code.created_at_ms,
            code.expires_at_ms,
            code.used_at_ms,
        ],
    )?;
    Ok(())
}

/// Returns the code with this digest.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, digest: &[u8]) -> Result<Option<OneTimeCode>, Error> {
    let rows = session.query(
        "SELECT digest, account, purpose, created_at_ms, expires_at_ms, used_at_ms FROM one_time_code WHERE digest = ?1",
        &values![digest],
    )?;
    rows.first().map(code_of).transpose()
}

/// Uses a code up, once for all who try; tells whether it was still good: not used, and its time not over.
///
/// # Errors
/// If it cannot be written.
pub fn use_once(session: &mut dyn Session, digest: &[u8], at_ms: i64) -> Result<bool, Error> {
    let written = session.execute(
        "UPDATE one_time_code SET used_at_ms = ?2 \
         WHERE digest = ?1 AND used_at_ms IS NULL AND (expires_at_ms IS NULL OR expires_at_ms > ?2)",
        &values![digest, at_ms],
    )?;
    Ok(written == 1)
}

/// Forgets the codes of an account that are good for `purpose`, and returns how many they were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_of(session: &mut dyn Session, account: &str, purpose: Purpose) -> Result<u64, Error> {
    session.execute(
        "DELETE FROM one_time_code WHERE account = ?1 AND purpose = ?2",
        &values![account, purpose.as_str()],
    )
}

/// Returns how many codes of an account are good for `purpose` and were not used, whether or not their time is over.
///
/// # Errors
/// If they cannot be counted.
pub fn count_unused(session: &mut dyn Session, account: &str, purpose: Purpose) -> Result<u64, Error> {
    one_count(
        session,
        "SELECT COUNT(*) FROM one_time_code WHERE account = ?1 AND purpose = ?2 AND used_at_ms IS NULL",
        &values![account, purpose.as_str()],
    )
}

/// Forgets the codes whose time was over before `at_ms`, and returns how many they were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_expired(session: &mut dyn Session, at_ms: i64) -> Result<u64, Error> {
    session.execute(
        "DELETE FROM one_time_code WHERE expires_at_ms < ?1",
        &values![at_ms],
    )
}

/// Counts the codes that are still good at `at_ms` by the first `front` bytes of their digests. Reads all codes.
///
/// # Errors
/// If they cannot be read.
pub fn count_good_by_front(
    session: &mut dyn Session,
    front: usize,
    at_ms: i64,
) -> Result<Vec<(Vec<u8>, u64)>, Error> {
    let sql = format!(
        "SELECT substr(digest, 1, {front}) AS front, COUNT(*) FROM one_time_code \
         WHERE used_at_ms IS NULL AND (expires_at_ms IS NULL OR expires_at_ms > ?1) GROUP BY 1 ORDER BY 1"
    );
    let rows = session.query(&sql, &values![at_ms])?;
    rows.iter()
        .map(|row| Ok((row.bytes(0)?.to_vec(), row.count(1)?)))
        .collect()
}

/// Forgets the codes whose digests begin with `front`, good or not, and returns how many they were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_with_front(session: &mut dyn Session, front: &[u8]) -> Result<u64, Error> {
    let sql = format!(
        "DELETE FROM one_time_code WHERE substr(digest, 1, {}) = ?1",
        front.len()
    );
    session.execute(&sql, &values![front])
}

fn code_of(row: &Row) -> Result<OneTimeCode, Error> {
    Ok(OneTimeCode {
        digest: row.bytes(0)?.to_vec(),
        account: row.text(1)?.to_owned(),
        purpose: row.text(2)?.parse()?,
        created_at_ms: row.integer(3)?,
        expires_at_ms: row.optional_integer(4)?,
        used_at_ms: row.optional_integer(5)?,
    })
}
