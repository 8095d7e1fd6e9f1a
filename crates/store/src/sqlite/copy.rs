//! Copying a database beside whoever writes in it, and looking at a copy.

use std::path::Path;

use rusqlite::Connection;

use super::connect::DataDirectory;
use super::session::SqliteSession;
use super::{failure, migrate};
use crate::copy::{AuditEnd, Summary};
use crate::session::one_count;
use crate::{Error, Options, Session, StoreId, audit, identity, transaction};

/// Copies the database of `directory` into `into`.
///
/// `VACUUM INTO` reads one snapshot, as a reader does, so neither side waits. SQLite's other way, the backup interface,
/// starts again from the first page whenever somebody writes between two of its steps, or copies in one step; then it
/// is as quick, but copies the pages that were given up as well, with what was deleted still in them.
pub(crate) fn make(directory: &Path, into: &Path) -> Result<(), Error> {
    let (source, connection) = connect(directory)?;
    let target = DataDirectory::new(into, &Options::default()).database();
    let name = target.to_str().ok_or_else(|| Error::Unavailable {
        cause: format!("`{}` is not a name in UTF-8", target.display()),
    })?;
    let copied = connection.execute("VACUUM INTO ?1", [name]);
    copied
        .map(|_| ())
        .map_err(|err| failure::of_opening(&source.database(), err))
}

/// Counts the rows of every table.
pub(crate) fn summarise(directory: &Path) -> Result<Summary, Error> {
    let (_, connection) = connect(directory)?;
    let snapshot = connection
        .unchecked_transaction()
        .map_err(failure::of_statement)?;
    let session = &mut SqliteSession::new(&snapshot);
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let names = session.query(sql, &[])?;
    let mut summary = Summary {
        store_id: identity::find(session)?,
        last_seq: transaction::counter(session)?.last_seq,
        tables: std::collections::BTreeMap::new(),
        audit_end: None,
    };
    for row in &names {
        let name = row.text(0)?;
        let quoted = name.replace('"', "\"\"");
        let rows = one_count(session, &format!("SELECT COUNT(*) FROM \"{quoted}\""), &[])?;
        summary.tables.insert(name.to_owned(), rows);
    }
    // A database of an older version may have no such table.
    if summary.tables.contains_key("audit_link") {
        summary.audit_end = audit_end(session)?;
    }
    Ok(summary)
}

fn audit_end(session: &mut dyn Session) -> Result<Option<AuditEnd>, Error> {
    if let Some(link) = audit::last_link(session)? {
        let (number, digest) = (link.number, link.digest);
        return Ok(Some(AuditEnd { number, digest }));
    }
    let anchor = audit::anchor(session)?;
    Ok(anchor.map(|anchor| AuditEnd {
        number: anchor.number,
        digest: anchor.digest,
    }))
}

/// Replaces the id of the store.
pub(crate) fn give_new_id(directory: &Path, fresh: &StoreId) -> Result<StoreId, Error> {
    let (_, connection) = connect(directory)?;
    let transaction = connection
        .unchecked_transaction()
        .map_err(failure::of_statement)?;
    let session = &mut SqliteSession::new(&transaction);
    let before = identity::find(session)?;
    identity::replace(session, fresh)?;
    transaction.commit().map_err(failure::of_statement)?;
    Ok(before)
}

/// Opens a database that this version knows; one that lacks migrations will do.
fn connect(directory: &Path) -> Result<(DataDirectory, Connection), Error> {
    let directory = DataDirectory::new(directory, &Options::default());
    let connection = directory.connect_beside_writer()?;
    match migrate::expect_up(&directory, &connection) {
        Ok(()) | Err(Error::Outdated { .. }) => {}
        Err(err) => return Err(err),
    }
    // VACUUM INTO writes through the connection that it reads with, if only into the copy.
    connection
        .pragma_update(None, "query_only", false)
        .map_err(failure::of_statement)?;
    Ok((directory, connection))
}
