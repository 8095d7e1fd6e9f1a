//! Filters of concepts that somebody keeps under a name.

use crate::session::one_count;
use crate::value::values;
use crate::{Error, Row, Session};

/// A filter that is kept. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    /// Its id, given by the caller.
    pub id: String,
    /// The id of the account or token that keeps it.
    pub owner: String,
    /// What that was called when it was saved.
    pub saved_by: String,
    /// What it is called; its owner has no other one of this name.
    pub name: String,
    /// The filter as people write it.
    pub filter: String,
    /// Whether all who edit see it.
    pub is_shared: bool,
    /// When it was saved.
    pub saved_at_ms: i64,
}

const COLUMNS: &str = "id, owner, saved_by, name, filter, is_shared, saved_at_ms";

/// Saves a filter, in place of the one that its owner has under this name, which keeps its id; returns what is kept.
///
/// # Errors
/// [`Error::NulInText`] if a text of it holds NUL; if it cannot be written.
pub fn save(session: &mut dyn Session, saved: &SavedFilter) -> Result<SavedFilter, Error> {
    session.execute(
        &format!(
            "INSERT INTO saved_filter ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             ON CONFLICT (owner, name) DO UPDATE SET saved_by = excluded.saved_by, filter = excluded.filter, \
             is_shared = excluded.is_shared, saved_at_ms = excluded.saved_at_ms"
        ),
        &values![
            saved.id.as_str(),
            saved.owner.as_str(),
            saved.saved_by.as_str(),
            saved.name.as_str(),
            saved.filter.as_str(),
            i64::from(saved.is_shared),
            saved.saved_at_ms,
        ],
    )?;
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM saved_filter WHERE owner = ?1 AND name = ?2"),
        &values![saved.owner.as_str(), saved.name.as_str()],
    )?;
    let kept = rows.first().map(saved_of).transpose()?;
    kept.ok_or_else(|| Error::internal("a filter that was saved is not there"))
}

/// Lists up to `limit` filters: those of `owner` by name, and behind them, if `with_shared`, what others share, by name.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    owner: &str,
    with_shared: bool,
    limit: usize,
) -> Result<Vec<SavedFilter>, Error> {
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM saved_filter WHERE owner = ?1 OR (?2 = 1 AND is_shared = 1) \
             ORDER BY CASE WHEN owner = ?1 THEN 0 ELSE 1 END, name, id LIMIT ?3"
        ),
        &values![owner, i64::from(with_shared), limit],
    )?;
    rows.iter().map(saved_of).collect()
}

/// Counts the filters that `owner` keeps.
///
/// # Errors
/// If they cannot be counted.
pub fn count(session: &mut dyn Session, owner: &str) -> Result<u64, Error> {
    let sql = "SELECT COUNT(*) FROM saved_filter WHERE owner = ?1";
    one_count(session, sql, &values![owner])
}

/// Deletes a filter of `owner`; tells whether there was one of this id.
///
/// # Errors
/// If it cannot be deleted.
pub fn delete(session: &mut dyn Session, owner: &str, id: &str) -> Result<bool, Error> {
    let deleted = session.execute(
        "DELETE FROM saved_filter WHERE id = ?1 AND owner = ?2",
        &values![id, owner],
    )?;
    Ok(deleted == 1)
}

fn saved_of(row: &Row) -> Result<SavedFilter, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    Ok(SavedFilter {
        id: text(0)?,
        owner: text(1)?,
        saved_by: text(2)?,
        name: text(3)?,
        filter: text(4)?,
        is_shared: row.integer(5)? != 0,
        saved_at_ms: row.integer(6)?,
    })
}
