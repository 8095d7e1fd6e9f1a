//! Tokens of other systems: the store keeps their digests.

use std::fmt;

use crate::session::one_count;
use crate::value::values;
use crate::{Error, Row, Session};

/// A token and what it is for.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id, given by the caller; not the token.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is found by.
    pub digest: Vec<u8>,
    /// The names of its scopes, with spaces between.
    pub scopes: String,
    /// The code of the court that it is limited to.
    pub court: Option<String>,
    /// The ranges of addresses that it may be used from, with spaces between; empty for everywhere.
    pub addresses: String,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub created_at_ms: i64,
    /// Until when it is good.
    pub expires_at_ms: i64,
    /// When it was revoked.
    pub revoked_at_ms: Option<i64>,
    /// When it was used last.
    pub last_used_at_ms: Option<i64>,
    /// From where.
    pub last_used_from: Option<String>,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str = "id, name, digest, scopes, court, addresses, created_by, created_at_ms, expires_at_ms, \
                       revoked_at_ms, last_used_at_ms, last_used_from";

/// Writes a new token.
///
/// # Errors
/// [`Error::Taken`] if the id or the digest was given before.
pub fn create(session: &mut dyn Session, token: &Token) -> Result<(), Error> {
    let written = session.execute(
        &format!(
            "INSERT INTO token ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
             ON CONFLICT DO NOTHING"
        ),
        &values![
            token.id.as_str(),
            token.name.as_str(),
            &token.digest[..],
            token.scopes.as_str(),
            token.court.as_deref(),
            token.addresses.as_str(),
            token.created_by.as_str(),
            token.created_at_ms,
            token.expires_at_ms,
            token.revoked_at_ms,
            token.last_used_at_ms,
            token.last_used_from.as_deref(),
        ],
    )?;
    if written == 1 {
        return Ok(());
    }
    Err(Error::Taken {
        what: "token",
        id: token.id.clone(),
    })
}

/// Returns the token with this id.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<Token>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM token WHERE id = ?1"),
        &values![id],
    )?;
    rows.first().map(token_of).transpose()
}

/// Returns the token with this digest.
///
/// # Errors
/// If it cannot be read.
pub fn find_by_digest(session: &mut dyn Session, digest: &[u8]) -> Result<Option<Token>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM token WHERE digest = ?1"),
        &values![digest],
    )?;
    rows.first().map(token_of).transpose()
}

/// Lists all tokens, by name, then by age.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session) -> Result<Vec<Token>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM token ORDER BY name, created_at_ms, id"),
        &[],
    )?;
    rows.iter().map(token_of).collect()
}

/// Counts the tokens that are good at `now_ms` and end by `until_ms`.
///
/// # Errors
/// If they cannot be read.
pub fn count_ending(session: &mut dyn Session, now_ms: i64, until_ms: i64) -> Result<u64, Error> {
    one_count(
        session,
        "SELECT COUNT(*) FROM token WHERE revoked_at_ms IS NULL AND expires_at_ms > ?1 AND expires_at_ms <= ?2",
        &values![now_ms, until_ms],
    )
}

/// Revokes a token, once for all who try; tells whether it is there and was not revoked before.
///
/// # Errors
/// If it cannot be written.
pub fn revoke(session: &mut dyn Session, id: &str, at_ms: i64) -> Result<bool, Error> {
    let written = session.execute(
        "UPDATE token SET revoked_at_ms = ?2 WHERE id = ?1 AND revoked_at_ms IS NULL",
        &values![id, at_ms],
    )?;
    Ok(written == 1)
}

/// Notes that a token was used; a use before the last one that is noted is left out.
///
/// # Errors
/// If it cannot be written.
pub fn used(session: &mut dyn Session, id: &str, at_ms: i64, from: &str) -> Result<(), Error> {
    session.execute(
        "UPDATE token SET last_used_at_ms = ?2, last_used_from = ?3 \
         WHERE id = ?1 AND (last_used_at_ms IS NULL OR last_used_at_ms <= ?2)",
        &values![id, at_ms, from],
    )?;
    Ok(())
}

fn token_of(row: &Row) -> Result<Token, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    let optional = |column: usize| Ok::<_, Error>(row.optional_text(column)?.map(str::to_owned));
    Ok(Token {
        id: text(0)?,
        name: text(1)?,
        digest: row.bytes(2)?.to_vec(),
        scopes: text(3)?,
        court: optional(4)?,
        addresses: text(5)?,
        created_by: text(6)?,
        created_at_ms: row.integer(7)?,
        expires_at_ms: row.integer(8)?,
        revoked_at_ms: row.optional_integer(9)?,
        last_used_at_ms: row.optional_integer(10)?,
        last_used_from: optional(11)?,
    })
}
