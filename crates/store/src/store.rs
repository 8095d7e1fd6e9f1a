//! The store: opening a data directory, reading a snapshot, writing a transaction.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::session::{Driver, Session, Verdict, WriteWork};
use crate::transaction::Tx;
use crate::verify::{VerifyReport, verify};
use crate::{Error, Place, StoreId, postgres, sqlite};

/// An open store. Shared between threads by reference or `Arc`; closed when dropped.
pub struct Store {
    driver: Box<dyn Driver>,
}

/// How a store is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// In a data directory: how many idle connections for reading are kept; more are opened while more threads read.
    pub idle_readers: usize,
    /// On a server: how many connections there are at most, beside one that listens; other threads wait, except those
    /// that have one already.
    pub connections: usize,
    /// How long a statement waits for a file that another process has locked, or a thread for a connection, in
    /// milliseconds.
    pub busy_timeout_ms: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            idle_readers: 4,
            connections: 16,
            busy_timeout_ms: 5_000,
        }
    }
}

impl Store {
    /// Opens the data directory `directory`, making it and its database if they are not there.
    ///
    /// Holds the directory for this process alone until the store is dropped, and brings the database to this
    /// version's migrations. A store that has no id yet gets `fresh_id`, which the caller has drawn at random; any
    /// other keeps its own.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::ReadOnly`], [`Error::Newer`], [`Error::TooOld`], [`Error::Foreign`],
    /// [`Error::MigrationChanged`], [`Error::Damaged`] or [`Error::Unavailable`]; a database that was there is then untouched.
    pub fn open(directory: &Path, fresh_id: &StoreId, options: Options) -> Result<Self, Error> {
        Ok(Self {
            driver: Box::new(sqlite::Sqlite::open(directory, fresh_id, &options)?),
        })
    }

    /// Tells whether a database with anything in it is in `directory`. Looks only at the file, and makes nothing.
    #[must_use]
    pub fn is_in(directory: &Path) -> bool {
        sqlite::is_in(directory)
    }

    /// Opens the data directory `directory` for reading, also beside a process that has it open for writing. Leaves no
    /// file behind that was not there.
    ///
    /// # Errors
    /// [`Error::Outdated`] if migrations are missing, [`Error::NotFound`] if there is no database, and those of
    /// [`Store::open`]. Every write answers [`Error::ReadOnly`].
    pub fn open_read_only(directory: &Path, options: Options) -> Result<Self, Error> {
        Ok(Self {
            driver: Box::new(sqlite::Sqlite::open_read_only(directory, &options)?),
        })
    }

    /// Opens the data directory `directory` for reading and holds it for this process alone, so that nothing is changed in it
    /// while it is copied. The lock file is the only one that may be made.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has it open, and those of [`Store::open_read_only`].
    pub fn open_as_source(directory: &Path, options: Options) -> Result<Self, Error> {
        Ok(Self {
            driver: Box::new(sqlite::Sqlite::open_held_read_only(directory, &options)?),
        })
    }

    /// Opens the database at `url` on a PostgreSQL server, setting up an empty one, and brings it to this version's
    /// migrations. Several processes may have it open.
    ///
    /// `url` is `postgres://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?SETTING=VALUE&…` with the settings `sslmode`
    /// (`disable`, `require`, `verify-ca`, `verify-full`), `sslrootcert`, `target_session_attrs`, `connect_timeout`,
    /// `passfile`, `host` and `port`. Of several hosts, the first that accepts writes is used, and looked for again
    /// when it is gone. A store that has no id yet gets `fresh_id`.
    ///
    /// The store must not be used on a thread that runs asynchronous work: waiting there is a panic.
    ///
    /// # Errors
    /// [`Error::Address`], [`Error::Unavailable`], [`Error::ReadOnly`], [`Error::Newer`], [`Error::TooOld`],
    /// [`Error::Foreign`], [`Error::MigrationChanged`] or [`Error::Unfinished`]; none of them shows the password.
    pub fn open_postgres(url: &str, fresh_id: &StoreId, options: Options) -> Result<Self, Error> {
        Ok(Self {
            driver: Box::new(postgres::Postgres::open(url, fresh_id, &options)?),
        })
    }

    /// Opens the database at `url` on a PostgreSQL server to copy a store into it ([`crate::transfer`]): an empty one, which
    /// gets a schema and the id `fresh_id`, or one into which the copying has begun.
    ///
    /// # Errors
    /// Those of [`Store::open_postgres`] but [`Error::Unfinished`]; [`Error::Outdated`] for a store of an older version,
    /// which is left as it is.
    pub fn open_postgres_as_target(url: &str, fresh_id: &StoreId, options: Options) -> Result<Self, Error> {
        Ok(Self {
            driver: Box::new(postgres::Postgres::open_as_target(url, fresh_id, &options)?),
        })
    }

    /// Opens the database at `url` on a PostgreSQL server for reading; a standby will do, unless the address says
    /// `target_session_attrs=read-write`.
    ///
    /// # Errors
    /// [`Error::Outdated`] if migrations are missing, [`Error::NotFound`] if there is no store in it, and those of
    /// [`Store::open_postgres`]. Every write answers [`Error::ReadOnly`].
    pub fn open_postgres_read_only(url: &str, options: Options) -> Result<Self, Error> {
        Ok(Self {
            driver: Box::new(postgres::Postgres::open_read_only(url, &options)?),
        })
    }

    /// Returns where it is kept.
    pub(crate) fn place(&self) -> Place {
        self.driver.place()
    }

    /// Tells whether other processes may write: not in a data directory, which one process holds.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.driver.is_shared()
    }

    /// Waits until another node may have written, `limit` at most; tells whether one may have.
    ///
    /// It saves a follower of the change log from waiting for its next look, and replaces none: a notice may be missed.
    /// A store in a data directory is written by this process alone and returns at once. One thread waits at a time.
    #[must_use]
    pub fn wait_for_changes(&self, limit: Duration) -> bool {
        self.driver.wait_for_changes(limit)
    }

    /// Runs `work` in the caller's thread on one consistent snapshot.
    ///
    /// # Errors
    /// Those of `work`, and those of the store, turned into `E`.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut dyn Session) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut work = Some(work);
        let mut outcome = None;
        self.driver.read(&mut |session| {
            outcome = work.take().map(|work| work(session));
        })?;
        outcome.unwrap_or_else(|| Err(no_answer().into()))
    }

    /// Runs `work` in one transaction that numbers its changes, and commits it if `work` succeeds.
    ///
    /// The change counter is locked before `work` starts, so what it reads is the latest commit, and advanced
    /// after it. `work` runs in the store's writing thread or the caller's; it may be run again from the start if the database
    /// asks for that, so it must not consume what it captured. When this returns `Ok`, the work is durable.
    ///
    /// # Errors
    /// Those of `work`, after which nothing is kept; [`Error::Panicked`] if it panics; [`Error::Nested`] if it is
    /// called inside another write; [`Error::OutcomeUnknown`] if it is not known whether the work is kept.
    pub fn write<T, E>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.transact(move |session| {
            let mut tx = Tx::begin(session)?;
            let answer = work(&mut tx)?;
            tx.finish()?;
            Ok(answer)
        })
    }

    /// Runs `work` in one transaction that makes no change rows: jobs, staging, descriptions of collections.
    ///
    /// It does not take the change counter. Otherwise as [`Store::write`].
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_aside<T, E>(
        &self,
        work: impl FnMut(&mut dyn Session) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.transact(work)
    }

    /// Checks everything the store promises about its own data; reads all of it.
    ///
    /// # Errors
    /// If the data cannot be read at all. What is merely wrong stands in the report.
    pub fn verify(&self) -> Result<VerifyReport, Error> {
        let in_files = self.driver.check_files()?;
        self.read(|session| verify(session, in_files))
    }

    fn transact<T, E>(
        &self,
        mut work: impl FnMut(&mut dyn Session) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let answer = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&answer);
        let attempt: WriteWork = Box::new(move |session| {
            let outcome = work(session);
            let verdict = if outcome.is_ok() {
                Verdict::Commit
            } else {
                Verdict::Rollback
            };
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            verdict
        });
        self.driver.write(attempt)?;
        let outcome = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        outcome.unwrap_or_else(|| Err(no_answer().into()))
    }
}

fn no_answer() -> Error {
    Error::internal("the driver ended a transaction without running its work")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::{Row, Value};

    /// A backend without tables that runs every write several times, as one does after a serialisation failure.
    struct Insistent {
        attempts: usize,
    }

    struct CounterOnly;

    impl Session for CounterOnly {
        fn query_each(
            &mut self,
            _sql: &str,
            _parameters: &[Value],
            each: &mut dyn FnMut(Row) -> Result<(), Error>,
        ) -> Result<(), Error> {
            each(Row::new(vec![Value::Integer(41), Value::Integer(7)]))
        }

        fn execute(&mut self, _sql: &str, _parameters: &[Value]) -> Result<u64, Error> {
            Ok(1)
        }

        fn now_ms(&mut self) -> Result<i64, Error> {
            Ok(0)
        }
    }

    impl Driver for Insistent {
        fn read(&self, _work: &mut dyn FnMut(&mut dyn Session)) -> Result<(), Error> {
            Ok(())
        }

        fn write(&self, mut work: WriteWork) -> Result<(), Error> {
            (0..self.attempts).for_each(|_| assert_eq!(work(&mut CounterOnly), Verdict::Commit));
            Ok(())
        }

        fn place(&self) -> Place {
            "/data".into()
        }

        fn check_files(&self) -> Result<Vec<String>, Error> {
            Ok(Vec::new())
        }

        fn is_shared(&self) -> bool {
            false
        }

        fn wait_for_changes(&self, _limit: Duration) -> bool {
            false
        }
    }

    fn store(attempts: usize) -> Store {
        Store {
            driver: Box::new(Insistent { attempts }),
        }
    }

    #[test]
    fn work_that_is_run_again_starts_from_the_counter_again() {
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let answer: Result<_, Error> = store(3).write(move |tx| {
            let concept = tx.next_concept();
            Ok((
                tx.last_seq(),
                concept.number(),
                counted.fetch_add(1, Ordering::SeqCst),
            ))
        });
        assert_eq!(answer, Ok((41, 8, 2)), "the answer is that of the last run");
        assert_eq!(runs.load(Ordering::SeqCst), 3);
    }

    #[test]
    fn a_driver_that_runs_nothing_gives_an_error_and_no_answer() {
        let written: Result<(), Error> = store(0).write_aside(|_| Ok(()));
        assert_eq!(written, Err(no_answer()));
        let read: Result<(), Error> = store(0).read(|_| Ok(()));
        assert_eq!(read, Err(no_answer()));
    }
}
