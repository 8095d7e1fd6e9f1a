//! Entries that have no link yet, and what could never get one.

use super::{AuditEntry, entry_columns, entry_of};
use crate::value::values;
use crate::{Error, Row, Session};

/// How many entries wait for their link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unsealed {
    /// How many.
    pub count: u64,
    /// When the oldest of them happened.
    pub oldest_at_ms: Option<i64>,
}

/// Something beside the chain that no program of ours leaves there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stray {
    /// An entry that has no link and waits for none: somebody else wrote it, or took its link away.
    Entry(String),
    /// An entry that waits for its link is gone.
    Gone(String),
    /// An entry waits for a link and has one.
    LinkedTwice(String),
    /// The link of this entry has a number below 1.
    Unnumbered(String),
}

/// Returns up to `limit` entries that wait for their link, by time, then by id.
///
/// # Errors
/// If they cannot be read.
pub fn unsealed(session: &mut dyn Session, limit: usize) -> Result<Vec<AuditEntry>, Error> {
    let rows = session.query(
        concat!(
            "SELECT ",
            entry_columns!(),
            " FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry \
             LEFT JOIN audit_link l ON l.entry = u.entry WHERE l.entry IS NULL ORDER BY e.at_ms, e.id LIMIT ?1"
        ),
        &values![limit],
    )?;
    rows.iter().map(|row| entry_of(row, 0)).collect()
}

/// Returns how many entries wait for their link. Costs a look at those alone.
///
/// # Errors
/// If they cannot be counted.
pub fn unsealed_state(session: &mut dyn Session) -> Result<Unsealed, Error> {
    let sql = "SELECT COUNT(*), MIN(e.at_ms) FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry \
               LEFT JOIN audit_link l ON l.entry = u.entry WHERE l.entry IS NULL";
    let rows = session.query(sql, &[])?;
    let row = rows
        .first()
        .ok_or_else(|| Error::internal("a count has no answer"))?;
    Ok(Unsealed {
        count: row.count(0)?,
        oldest_at_ms: row.optional_integer(1)?,
    })
}

/// Returns up to `limit` things beside the chain that do not belong there, by entry. Reads all ids of entries.
///
/// # Errors
/// If they cannot be read.
pub fn strays(session: &mut dyn Session, limit: usize) -> Result<Vec<Stray>, Error> {
    let rows = session.query(
        "SELECT entry, what FROM ( \
            SELECT e.id AS entry, CAST(1 AS BIGINT) AS what FROM audit_entry e LEFT JOIN audit_link l ON l.entry = e.id \
                LEFT JOIN audit_unsealed u ON u.entry = e.id WHERE l.entry IS NULL AND u.entry IS NULL \
            UNION ALL SELECT u.entry, CAST(2 AS BIGINT) FROM audit_unsealed u LEFT JOIN audit_entry e ON e.id = u.entry \
                WHERE e.id IS NULL \
            UNION ALL SELECT u.entry, CAST(3 AS BIGINT) FROM audit_unsealed u JOIN audit_link l ON l.entry = u.entry \
            UNION ALL SELECT l.entry, CAST(4 AS BIGINT) FROM audit_link l WHERE l.number < 1 \
         ) AS stray ORDER BY entry, what LIMIT ?1",
        &values![limit],
    )?;
    let stray = |row: &Row| {
        let entry = row.text(0)?.to_owned();
        Ok(match row.integer(1)? {
            1 => Stray::Entry(entry),
            2 => Stray::Gone(entry),
            3 => Stray::LinkedTwice(entry),
            _ => Stray::Unnumbered(entry),
        })
    };
    rows.iter().map(stray).collect()
}
