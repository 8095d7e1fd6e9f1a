//! Login sessions: browsers that have signed in, each by the digest of the secret in its cookie.

use std::fmt;

use crate::value::values;
use crate::vocabulary::Stage;
use crate::{Error, Row, Session};

/// A browser that has signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginSession {
    /// What it is found by.
    pub digest: Vec<u8>,
    /// The account.
    pub account: String,
    /// How far signing in has come.
    pub stage: Stage,
    /// When it began, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub created_at_ms: i64,
    /// When it was used last.
    pub seen_at_ms: i64,
    /// When the password was given last.
    pub proved_at_ms: i64,
    /// From where it began.
    pub address: String,
    /// What the browser said of itself.
    pub agent: String,
}

impl fmt::Debug for LoginSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginSession")
            .field("account", &self.account)
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str = "digest, account, stage, created_at_ms, seen_at_ms, proved_at_ms, address, agent";

/// Writes a new session.
///
/// # Errors
/// If it cannot be written.
pub fn start(session: &mut dyn Session, login: &LoginSession) -> Result<(), Error> {
    session.execute(
        &format!("INSERT INTO login_session ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        &values![
            &login.digest[..],
            login.account.as_str(),
            login.stage.as_str(),
            login.created_at_ms,
            login.seen_at_ms,
            login.proved_at_ms,
            login.address.as_str(),
            login.agent.as_str(),
        ],
    )?;
    Ok(())
}

/// Returns the session with this digest.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, digest: &[u8]) -> Result<Option<LoginSession>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM login_session WHERE digest = ?1"),
        &values![digest],
    )?;
    rows.first().map(login_of).transpose()
}

/// Notes that a session was used; nothing happens if it has ended or was used later.
///
/// # Errors
/// If it cannot be written.
pub fn see(session: &mut dyn Session, digest: &[u8], at_ms: i64) -> Result<(), Error> {
    session.execute(
        "UPDATE login_session SET seen_at_ms = ?2 WHERE digest = ?1 AND seen_at_ms < ?2",
        &values![digest, at_ms],
    )?;
    Ok(())
}

/// Notes that the password was given again; nothing happens if the session has ended.
///
/// # Errors
/// If it cannot be written.
pub fn prove(session: &mut dyn Session, digest: &[u8], at_ms: i64) -> Result<(), Error> {
    session.execute(
        "UPDATE login_session SET proved_at_ms = ?2 WHERE digest = ?1",
        &values![digest, at_ms],
    )?;
    Ok(())
}

/// Ends a session; nothing happens if it has ended.
///
/// # Errors
/// If it cannot be removed.
pub fn end(session: &mut dyn Session, digest: &[u8]) -> Result<(), Error> {
    session.execute("DELETE FROM login_session WHERE digest = ?1", &values![digest])?;
    Ok(())
}

/// Ends the sessions of an account, all but `except` if it is given, and returns how many they were.
///
/// # Errors
/// If they cannot be removed.
pub fn end_all_of(session: &mut dyn Session, account: &str, except: Option<&[u8]>) -> Result<u64, Error> {
    // No digest is empty.
    session.execute(
        "DELETE FROM login_session WHERE account = ?1 AND digest <> ?2",
        &values![account, except.unwrap_or_default()],
    )
}

/// Returns the sessions of an account, oldest first.
///
/// # Errors
/// If they cannot be read.
pub fn list_of(session: &mut dyn Session, account: &str) -> Result<Vec<LoginSession>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM login_session WHERE account = ?1 ORDER BY created_at_ms, digest"),
        &values![account],
    )?;
    rows.iter().map(login_of).collect()
}

/// Forgets the sessions that were used last before `seen_before_ms` or began before `created_before_ms`, and returns how
/// many they were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_idle(
    session: &mut dyn Session,
    seen_before_ms: i64,
    created_before_ms: i64,
) -> Result<u64, Error> {
    session.execute(
        "DELETE FROM login_session WHERE seen_at_ms < ?1 OR created_at_ms < ?2",
        &values![seen_before_ms, created_before_ms],
    )
}

fn login_of(row: &Row) -> Result<LoginSession, Error> {
    Ok(LoginSession {
        digest: row.bytes(0)?.to_vec(),
        account: row.text(1)?.to_owned(),
        stage: row.text(2)?.parse()?,
        created_at_ms: row.integer(3)?,
        seen_at_ms: row.integer(4)?,
        proved_at_ms: row.integer(5)?,
        address: row.text(6)?.to_owned(),
        agent: row.text(7)?.to_owned(),
    })
}
