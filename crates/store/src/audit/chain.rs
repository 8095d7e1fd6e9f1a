//! The links of the chain, from the first that is left to the last, and the end of those whose time is over.

use super::{AuditEntry, entry_columns, entry_of};
use crate::value::values;
use crate::{Error, Row, Session};

/// A link: an entry's number in the chain and its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLink {
    /// From 1 without gap.
    pub number: u64,
    /// The id of the entry.
    pub entry: String,
    /// The digest, as it was given or as it lies there now.
    pub digest: Vec<u8>,
}

/// The last link of those that were removed because their time was over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditAnchor {
    /// Its number.
    pub number: u64,
    /// Its digest.
    pub digest: Vec<u8>,
    /// When it was removed.
    pub at_ms: i64,
    /// What shows that whoever holds the key has removed it.
    pub mac: Vec<u8>,
}

/// Returns the last link; `None` if there is none.
///
/// # Errors
/// If it cannot be read.
pub fn last_link(session: &mut dyn Session) -> Result<Option<AuditLink>, Error> {
    let sql = "SELECT number, entry, digest FROM audit_link ORDER BY number DESC LIMIT 1";
    session.query(sql, &[])?.first().map(link_of).transpose()
}

/// Returns the link `number`.
///
/// # Errors
/// If it cannot be read.
pub fn find_link(session: &mut dyn Session, number: u64) -> Result<Option<AuditLink>, Error> {
    let sql = "SELECT number, entry, digest FROM audit_link WHERE number = ?1";
    let rows = session.query(sql, &values![number])?;
    rows.first().map(link_of).transpose()
}

/// Writes links; their entries wait no longer.
///
/// # Errors
/// [`Error::Taken`] if a number is there already, and [`Error::Internal`] if an entry has another number: the chain has gone
/// on since its end was read.
pub fn link(session: &mut dyn Session, links: &[AuditLink]) -> Result<(), Error> {
    for link in links {
        let written = session.execute(
            "INSERT INTO audit_link (number, entry, digest) VALUES (?1, ?2, ?3) ON CONFLICT (number) DO NOTHING",
            &values![link.number, link.entry.as_str(), &link.digest[..]],
        )?;
        if written != 1 {
            return Err(Error::Taken {
                what: "audit link",
                id: link.number.to_string(),
            });
        }
        session.execute(
            "DELETE FROM audit_unsealed WHERE entry = ?1",
            &values![link.entry.as_str()],
        )?;
    }
    Ok(())
}

/// Returns up to `limit` links from the number `from` on, each with its entry if that is there.
///
/// # Errors
/// If they cannot be read.
pub fn walk(
    session: &mut dyn Session,
    from: u64,
    limit: usize,
) -> Result<Vec<(AuditLink, Option<AuditEntry>)>, Error> {
    let rows = session.query(
        concat!(
            "SELECT l.number, l.entry, l.digest, ",
            entry_columns!(),
            " FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry \
             WHERE l.number >= ?1 ORDER BY l.number LIMIT ?2"
        ),
        &values![from, limit],
    )?;
    let linked = |row: &Row| {
        let is_there = row.optional_text(3)?.is_some();
        let entry = is_there.then(|| entry_of(row, 3)).transpose()?;
        Ok((link_of(row)?, entry))
    };
    rows.iter().map(linked).collect()
}

/// Returns the number of the first link whose entry is of `at_ms` or later, or is not there; `None` if all are older.
///
/// # Errors
/// If they cannot be read.
pub fn first_since(session: &mut dyn Session, at_ms: i64) -> Result<Option<u64>, Error> {
    let rows = session.query(
        "SELECT l.number FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry \
         WHERE e.at_ms IS NULL OR e.at_ms >= ?1 ORDER BY l.number LIMIT 1",
        &values![at_ms],
    )?;
    rows.first().map(|row| row.count(0)).transpose()
}

/// Returns where the chain begins, if links were removed from it.
///
/// # Errors
/// If it cannot be read.
pub fn anchor(session: &mut dyn Session) -> Result<Option<AuditAnchor>, Error> {
    let sql = "SELECT number, digest, at_ms, mac FROM audit_anchor ORDER BY number DESC LIMIT 1";
    let rows = session.query(sql, &[])?;
    let anchor_of = |row: &Row| {
        Ok(AuditAnchor {
            number: row.count(0)?,
            digest: row.bytes(1)?.to_owned(),
            at_ms: row.integer(2)?,
            mac: row.bytes(3)?.to_owned(),
        })
    };
    rows.first().map(anchor_of).transpose()
}

/// Removes the links up to `anchor` with their entries, lets the chain begin after it, and returns how many links went.
///
/// # Errors
/// If they cannot be removed.
pub fn cut(session: &mut dyn Session, anchor: &AuditAnchor) -> Result<u64, Error> {
    session.execute(
        "DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_link WHERE number <= ?1)",
        &values![anchor.number],
    )?;
    let links = session.execute(
        "DELETE FROM audit_link WHERE number <= ?1",
        &values![anchor.number],
    )?;
    session.execute("DELETE FROM audit_anchor", &[])?;
    session.execute(
        "INSERT INTO audit_anchor (number, digest, at_ms, mac) VALUES (?1, ?2, ?3, ?4)",
        &values![anchor.number, &anchor.digest[..], anchor.at_ms, &anchor.mac[..]],
    )?;
    Ok(links)
}

fn link_of(row: &Row) -> Result<AuditLink, Error> {
    Ok(AuditLink {
        number: row.count(0)?,
        entry: row.text(1)?.to_owned(),
        digest: row.bytes(2)?.to_owned(),
    })
}
