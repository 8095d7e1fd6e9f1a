//! The tree of courts that rights follow.

use crate::value::values;
use crate::{Error, Row, Session};

/// The longest way to the root that is followed.
const DEEPEST: usize = 32;

/// A court and the one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Court {
    /// Its code, given by the caller.
    pub code: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// The code of the court above it; `None` for the highest.
    pub parent: Option<String>,
}

/// Writes a court in place of the one with its code.
///
/// # Errors
/// [`Error::NotFound`] if the court above it is not there; [`Error::Internal`] if it stands above itself.
pub fn put(session: &mut dyn Session, court: &Court) -> Result<(), Error> {
    // Courts are never taken away, so what is found here stays.
    if let Some(parent) = &court.parent
        && find(session, parent)?.is_none()
    {
        return Err(Error::NotFound {
            what: "court",
            id: parent.clone(),
        });
    }
    session.execute(
        "INSERT INTO court (code, name_zh, parent) VALUES (?1, ?2, ?3) \
         ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, parent = excluded.parent",
        &values![
            court.code.as_str(),
            court.name_zh.as_str(),
            court.parent.as_deref()
        ],
    )?;
    Ok(())
}

/// Returns the court with this code.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, code: &str) -> Result<Option<Court>, Error> {
    let rows = session.query(
        "SELECT code, name_zh, parent FROM court WHERE code = ?1",
        &values![code],
    )?;
    rows.first().map(court_of).transpose()
}

/// Returns all courts, by code.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session) -> Result<Vec<Court>, Error> {
    let rows = session.query("SELECT code, name_zh, parent FROM court ORDER BY code", &[])?;
    rows.iter().map(court_of).collect()
}

/// Returns the codes of a court and of those above it, from below; none for a court that is not there.
///
/// At most 32: a ring, which nobody should have written, is gone round once.
///
/// # Errors
/// If they cannot be read.
pub fn line(session: &mut dyn Session, code: &str) -> Result<Vec<String>, Error> {
    let rows = session.query(
        "WITH RECURSIVE upward (code, parent, depth) AS ( \
         SELECT code, parent, 1 FROM court WHERE code = ?1 UNION ALL \
         SELECT c.code, c.parent, upward.depth + 1 FROM upward JOIN court AS c ON c.code = upward.parent \
         WHERE upward.depth < ?2) SELECT code FROM upward ORDER BY depth",
        &values![code, DEEPEST],
    )?;
    let mut line: Vec<String> = Vec::new();
    for row in &rows {
        let code = row.text(0)?;
        if line.iter().any(|below| below == code) {
            break;
        }
        line.push(code.to_owned());
    }
    Ok(line)
}

/// Returns the codes of courts from which no way leads to a highest one: what stands above them is not there, or they are
/// in a ring or under one.
pub(crate) fn lost(session: &mut dyn Session) -> Result<Vec<String>, Error> {
    let rows = session.query(
        "WITH RECURSIVE reached (code) AS ( \
         SELECT code FROM court WHERE parent IS NULL UNION \
         SELECT c.code FROM reached JOIN court AS c ON c.parent = reached.code) \
         SELECT code FROM court WHERE code NOT IN (SELECT code FROM reached) ORDER BY code",
        &[],
    )?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

fn court_of(row: &Row) -> Result<Court, Error> {
    Ok(Court {
        code: row.text(0)?.to_owned(),
        name_zh: row.text(1)?.to_owned(),
        parent: row.optional_text(2)?.map(str::to_owned),
    })
}
