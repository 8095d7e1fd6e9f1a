//! Changes of roles that one person asks for and another one decides on.

use crate::value::values;
use crate::vocabulary::{RoleOp, RoleState};
use crate::{Error, Row, Session};

/// A change of roles and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleChange {
    /// Its id, given by the caller.
    pub id: String,
    /// The account it is about.
    pub account: String,
    /// The role.
    pub role: String,
    /// Whether it is given or taken.
    pub op: RoleOp,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub asked_at_ms: i64,
    /// What became of it.
    pub state: RoleState,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at_ms: Option<i64>,
}

const COLUMNS: &str =
    "id, account, role, op, reason, asked_by, asked_at_ms, state, decided_by, decided_at_ms";

/// Writes a change that waits for a decision, whatever `change` says of one.
///
/// # Errors
/// [`Error::Taken`] if the id was given before.
pub fn ask(session: &mut dyn Session, change: &RoleChange) -> Result<(), Error> {
    let written = session.execute(
        &format!(
            "INSERT INTO role_change ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', NULL, NULL) \
             ON CONFLICT (id) DO NOTHING"
        ),
        &values![
            change.id.as_str(),
            change.account.as_str(),
            change.role.as_str(),
            change.op.as_str(),
            change.reason.as_str(),
            change.asked_by.as_str(),
            change.asked_at_ms,
        ],
    )?;
    if written == 1 {
        return Ok(());
    }
    Err(Error::Taken {
        what: "role change",
        id: change.id.clone(),
    })
}

/// Returns the change with this id.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<RoleChange>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM role_change WHERE id = ?1"),
        &values![id],
    )?;
    rows.first().map(change_of).transpose()
}

/// Lists the changes that wait, oldest first, at most `limit`.
///
/// # Errors
/// If they cannot be read.
pub fn list_waiting(session: &mut dyn Session, limit: usize) -> Result<Vec<RoleChange>, Error> {
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM role_change WHERE state = 'waiting' ORDER BY asked_at_ms, id LIMIT ?1"
        ),
        &values![limit],
    )?;
    rows.iter().map(change_of).collect()
}

/// Writes the decision on a change, once for all who decide; tells whether it still waited for one.
///
/// # Errors
/// [`Error::Internal`] if `state` is no decision.
pub fn decide(
    session: &mut dyn Session,
    id: &str,
    state: RoleState,
    decided_by: &str,
    at_ms: i64,
) -> Result<bool, Error> {
    let written = session.execute(
        "UPDATE role_change SET state = ?2, decided_by = ?3, decided_at_ms = ?4 WHERE id = ?1 AND state = 'waiting'",
        &values![id, state.as_str(), decided_by, at_ms],
    )?;
    Ok(written == 1)
}

fn change_of(row: &Row) -> Result<RoleChange, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    Ok(RoleChange {
        id: text(0)?,
        account: text(1)?,
        role: text(2)?,
        op: row.text(3)?.parse()?,
        reason: text(4)?,
        asked_by: text(5)?,
        asked_at_ms: row.integer(6)?,
        state: row.text(7)?.parse()?,
        decided_by: row.optional_text(8)?.map(str::to_owned),
        decided_at_ms: row.optional_integer(9)?,
    })
}
