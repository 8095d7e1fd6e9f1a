//! The columns whose values are sealed, and the way to put a value that was sealed anew in place of the old one.
//!
//! The store cannot open a value. It looks at the first bytes alone, which say what sealed it.

use crate::value::values;
use crate::{Error, Session};

/// A column of sealed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column that tells one row from another, a text.
    pub row: &'static str,
    /// The column of the values, null where there is none.
    pub column: &'static str,
}

/// A sealed value, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedValue {
    /// The row.
    pub row: String,
    /// The value.
    pub bytes: Vec<u8>,
}

/// Every sealed column; one that is not in this list is not sealed anew when keys change.
pub const ALL: [SealedColumn; 5] = [
    SealedColumn {
        table: "account",
        row: "id",
        column: "totp_secret",
    },
    SealedColumn {
        table: "person_secret",
        row: "id",
        column: "sealed",
    },
    SealedColumn {
        table: "roster_piece",
        row: "id",
        column: "sealed",
    },
    SealedColumn {
        table: "correction",
        row: "id",
        column: "asked",
    },
    SealedColumn {
        table: "correction",
        row: "id",
        column: "answer",
    },
];

/// Counts the values of a column by their first `front` bytes. Reads all of the column.
///
/// # Errors
/// If they cannot be read.
pub fn count_by_front(
    session: &mut dyn Session,
    column: &SealedColumn,
    front: usize,
) -> Result<Vec<(Vec<u8>, u64)>, Error> {
    let SealedColumn { table, column, .. } = column;
    let sql = format!(
        "SELECT substr({column}, 1, {front}) AS front, COUNT(*) FROM {table} WHERE {column} IS NOT NULL \
         GROUP BY 1 ORDER BY 1"
    );
    let rows = session.query(&sql, &[])?;
    rows.iter()
        .map(|row| Ok((row.bytes(0)?.to_vec(), row.count(1)?)))
        .collect()
}

/// Lists the values of a column that do not begin with `front`, by row, behind the row `after`, at most `limit`.
///
/// # Errors
/// If they cannot be read.
pub fn list_without_front(
    session: &mut dyn Session,
    column: &SealedColumn,
    front: &[u8],
    after: &str,
    limit: usize,
) -> Result<Vec<SealedValue>, Error> {
    let SealedColumn { table, row, column } = column;
    let sql = format!(
        "SELECT {row}, {column} FROM {table} WHERE {row} > ?1 AND {column} IS NOT NULL \
         AND substr({column}, 1, {}) <> ?2 ORDER BY {row} LIMIT ?3",
        front.len()
    );
    let rows = session.query(&sql, &values![after, front, limit])?;
    rows.iter()
        .map(|row| {
            Ok(SealedValue {
                row: row.text(0)?.to_owned(),
                bytes: row.bytes(1)?.to_vec(),
            })
        })
        .collect()
}

/// Puts `new` in place of `value`, unless somebody has written another one there meanwhile; tells whether it did. It is the
/// same text, so the row keeps its revision.
///
/// # Errors
/// If it cannot be written.
pub fn replace(
    session: &mut dyn Session,
    column: &SealedColumn,
    value: &SealedValue,
    new: &[u8],
) -> Result<bool, Error> {
    let SealedColumn { table, row, column } = column;
    let sql = format!("UPDATE {table} SET {column} = ?3 WHERE {row} = ?1 AND {column} = ?2");
    let written = session.execute(&sql, &values![value.row.as_str(), &value.bytes[..], new])?;
    Ok(written == 1)
}
