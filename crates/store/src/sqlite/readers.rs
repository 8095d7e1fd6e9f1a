//! Connections for reading: as many as threads read at once, a few of them kept.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::connect::DataDirectory;
use super::failure;
use super::session::SqliteSession;
use crate::{Error, Session};

/// How a connection is made.
type Connect = fn(&DataDirectory) -> Result<Connection, Error>;

/// The pool. It never makes a reader wait, so a read inside a read cannot wait for itself.
pub(super) struct Readers {
    directory: DataDirectory,
    connect: Connect,
    idle: Mutex<Vec<Connection>>,
    max_idle: usize,
}

impl Readers {
    pub(super) fn new(directory: DataDirectory, connect: Connect, max_idle: usize) -> Self {
        Self {
            directory,
            connect,
            idle: Mutex::new(Vec::new()),
            max_idle,
        }
    }

    /// Runs `work` in one deferred transaction, whose snapshot is fixed by its first statement.
    pub(super) fn read(&self, work: &mut dyn FnMut(&mut dyn Session)) -> Result<(), Error> {
        self.with_connection(|connection| {
            let snapshot = connection
                .unchecked_transaction()
                .map_err(failure::of_statement)?;
            work(&mut SqliteSession::new(&snapshot));
            snapshot.finish().map_err(failure::of_statement)
        })?
    }

    /// Lends a connection. One whose borrower panics is closed and not lent again.
    pub(super) fn with_connection<T>(&self, borrower: impl FnOnce(&Connection) -> T) -> Result<T, Error> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => (self.connect)(&self.directory)?,
        };
        let outcome = borrower(&connection);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.max_idle {
            idle.push(connection);
        }
        Ok(outcome)
    }
}
