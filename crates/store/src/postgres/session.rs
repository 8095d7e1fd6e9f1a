//! The port over one connection with an open transaction.

use super::connection::Connection;
use super::failure::Failure;
use crate::session::one_time;
use crate::{Error, Row, Session, Value};

/// An open transaction on a connection.
pub(super) struct PostgresSession<'c> {
    connection: &'c mut Connection,
    failed: Option<Failure>,
}

impl<'c> PostgresSession<'c> {
    pub(super) fn new(connection: &'c mut Connection) -> Self {
        Self {
            connection,
            failed: None,
        }
    }

    /// Returns the first statement's failure, after which the transaction must not be committed: the server has given
    /// it up already, and would answer a commit with a rollback as if all were well.
    pub(super) fn failure(self) -> Option<Failure> {
        self.failed
    }

    fn noted<T>(&mut self, outcome: Result<T, Failure>) -> Result<T, Error> {
        outcome.map_err(|failure| {
            let error = failure.error.clone();
            self.failed.get_or_insert(failure);
            error
        })
    }
}

impl Session for PostgresSession<'_> {
    fn query_each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let outcome = self.connection.query_each(sql, parameters, each);
        self.noted(outcome)
    }

    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, Error> {
        let outcome = self.connection.execute(sql, parameters);
        self.noted(outcome)
    }

    fn now_ms(&mut self) -> Result<i64, Error> {
        // Not `now()`, which stands still within a transaction.
        let sql = "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)";
        let rows = self.query(sql, &[])?;
        one_time(&rows)
    }
}
