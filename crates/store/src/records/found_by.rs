//! The tables whose rows find records, described once for writing and verifying.

use super::Record;
use crate::value::values;
use crate::{Error, Row, Session, Value};

/// A table whose rows are a function of the bodies of one kind.
#[derive(Debug, Clone, Copy)]
pub struct FoundBy {
    /// Its name.
    pub(crate) table: &'static str,
    /// The column of the record's id.
    pub(crate) key: &'static str,
    /// The other columns; of several rows the first is their order.
    pub(crate) columns: &'static [&'static str],
    /// Whether a record has one row, which other tables may refer to.
    pub(crate) is_single: bool,
}

/// Writes the rows of `record` in place of those of the revision before.
pub(super) fn write<R: Record>(session: &mut dyn Session, id: &str, record: &R) -> Result<(), Error> {
    record.expect_place(session, id)?;
    let Some(found_by) = R::FOUND_BY else {
        return Ok(());
    };
    if !found_by.is_single {
        delete(session, id, &found_by)?;
    }
    let sql = found_by.insert();
    for row in record.rows() {
        let parameters: Vec<Value> = std::iter::once(Value::from(id)).chain(row).collect();
        session.execute(&sql, &parameters)?;
    }
    Ok(())
}

/// Removes the rows of a record.
pub(super) fn delete(session: &mut dyn Session, id: &str, found_by: &FoundBy) -> Result<(), Error> {
    let FoundBy { table, key, .. } = found_by;
    session.execute(&format!("DELETE FROM {table} WHERE {key} = ?1"), &values![id])?;
    Ok(())
}

/// Returns the rows of a record as they are there.
pub(crate) fn read(session: &mut dyn Session, id: &str, found_by: &FoundBy) -> Result<Vec<Row>, Error> {
    let FoundBy {
        table, key, columns, ..
    } = found_by;
    let order = columns.first().copied().unwrap_or(key);
    let sql = format!(
        "SELECT {} FROM {table} WHERE {key} = ?1 ORDER BY {order}",
        columns.join(", ")
    );
    session.query(&sql, &values![id])
}

impl FoundBy {
    fn insert(&self) -> String {
        let Self {
            table, key, columns, ..
        } = self;
        let marks: Vec<String> = (2..=columns.len() + 1).map(|mark| format!("?{mark}")).collect();
        let inserted = format!(
            "INSERT INTO {table} ({key}, {}) VALUES (?1, {})",
            columns.join(", "),
            marks.join(", ")
        );
        if !self.is_single {
            return inserted;
        }
        let kept: Vec<String> = columns
            .iter()
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        format!("{inserted} ON CONFLICT ({key}) DO UPDATE SET {}", kept.join(", "))
    }
}
