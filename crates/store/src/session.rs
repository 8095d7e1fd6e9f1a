//! The port: what a repository needs of a database, and what a driver must give.
//!
//! Statements keep to the subset that every backend understands. Parameters are written `?1`, `?2` …; types are
//! text, 64-bit integers and bytes; there are no JSON operators, no full text and no catching of a failed
//! statement inside a transaction (use `ON CONFLICT`).

use std::any::Any;
use std::time::Duration;

use crate::{Error, Place, Row, Value};

/// How many rows go into one statement to a server.
const ROWS_PER_STATEMENT: usize = 100;

/// An open transaction that statements are given to.
pub trait Session {
    /// Gives each row of the answer to `each`, in the order of the answer, without keeping them.
    ///
    /// # Errors
    /// If the statement is refused, a text holds NUL, or `each` returns an error, which ends the walk.
    fn query_each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// Runs a statement without an answer and returns the number of rows it changed.
    ///
    /// # Errors
    /// If the statement is refused, or a text holds NUL.
    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, Error>;

    /// Inserts rows into `into`, a table with its columns: `width` values a row, all of them one after the other in
    /// `values`. `on_conflict` is what follows the rows, or nothing.
    ///
    /// A server is asked seldom, with many rows in a statement.
    ///
    /// # Errors
    /// As [`Session::execute`].
    fn insert_rows(
        &mut self,
        into: &str,
        on_conflict: &str,
        width: usize,
        values: &[Value],
    ) -> Result<(), Error> {
        for rows in values.chunks(width.max(1) * ROWS_PER_STATEMENT) {
            self.execute(&insert(into, on_conflict, width, rows.len()), rows)?;
        }
        Ok(())
    }

    /// Returns the time by the database's clock, the same for every node, in milliseconds since 1970.
    ///
    /// # Errors
    /// If the database does not say.
    fn now_ms(&mut self) -> Result<i64, Error>;

    /// Returns all rows of the answer.
    ///
    /// # Errors
    /// As [`Session::query_each`].
    fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        self.query_each(sql, parameters, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }
}

/// Returns the statement that inserts rows of `width` values, `count` values in all.
pub(crate) fn insert(into: &str, on_conflict: &str, width: usize, count: usize) -> String {
    let mut sql = format!("INSERT INTO {into} VALUES ");
    for mark in 1..=count {
        let (before, after) = match (mark % width, width) {
            (1, 1) | (0, 1) => ("(", ")"),
            (1, _) => ("(", ""),
            (0, _) => ("", ")"),
            _ => ("", ""),
        };
        let comma = if mark == 1 { "" } else { ", " };
        sql.push_str(&format!("{comma}{before}?{mark}{after}"));
    }
    sql.push_str(on_conflict);
    sql
}

/// Whether the work of a transaction is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Commit,
    Rollback,
}

/// The work of a write. A driver may run it again from the start when the database asks for that.
pub(crate) type WriteWork = Box<dyn FnMut(&mut dyn Session) -> Verdict + Send>;

/// A backend. Implementations know connections and transactions; they know no table.
pub(crate) trait Driver: Send + Sync {
    /// Runs `work` in the caller's thread on one consistent snapshot, in which nothing can be written.
    fn read(&self, work: &mut dyn FnMut(&mut dyn Session)) -> Result<(), Error>;

    /// Runs `work` in a transaction; when this returns `Ok` after [`Verdict::Commit`], the work is durable.
    fn write(&self, work: WriteWork) -> Result<(), Error>;

    /// Returns where the store is kept.
    fn place(&self) -> Place;

    /// Returns what the database itself finds wrong with its files; empty if nothing.
    fn check_files(&self) -> Result<Vec<String>, Error>;

    /// Tells whether other processes may write.
    fn is_shared(&self) -> bool;

    /// Waits at most `limit` until another process may have changed something; tells whether one may have. A backend
    /// that only one process writes returns at once.
    fn wait_for_changes(&self, limit: Duration) -> bool;
}

/// Returns what a work that panicked said.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}

/// Returns the one integer of an answer that is a time.
pub(crate) fn one_time(rows: &[Row]) -> Result<i64, Error> {
    let row = rows
        .first()
        .ok_or_else(|| Error::internal("the database does not say what time it is"))?;
    row.integer(0)
}

/// Returns the one integer that `sql` answers with.
pub(crate) fn one_count(session: &mut dyn Session, sql: &str, parameters: &[Value]) -> Result<u64, Error> {
    let rows = session.query(sql, parameters)?;
    rows.first()
        .ok_or_else(|| Error::internal("a count has no answer"))?
        .count(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_a_statement_are_grouped_by_row() {
        for (width, count, expected) in [
            (1, 1, "INSERT INTO t VALUES (?1);"),
            (1, 3, "INSERT INTO t VALUES (?1), (?2), (?3);"),
            (3, 3, "INSERT INTO t VALUES (?1, ?2, ?3);"),
            (2, 4, "INSERT INTO t VALUES (?1, ?2), (?3, ?4);"),
        ] {
            assert_eq!(insert("t", ";", width, count), expected);
        }
    }
}
