//! The PostgreSQL driver: a bounded pool of connections, used in the callers' threads.
//!
//! Never on a thread that runs asynchronous work: waiting there is a panic.

mod address;
mod check;
mod connect;
mod connection;
mod failure;
mod listener;
mod migrate;
mod passfile;
mod placeholders;
mod pool;
mod session;
mod tls;
mod values;
mod write;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::session::{Driver, WriteWork};
use crate::{Error, Options, Place, Session, StoreId, transfer};
use address::Address;
use connect::Connector;
use listener::Listener;
use pool::Pool;
use session::PostgresSession;

/// One snapshot. A reader that is forgotten holds nothing that a writer needs, so it may rest for longer.
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
                             SET LOCAL idle_in_transaction_session_timeout = '15min'";

/// Returns the place that an address names.
pub(crate) fn place_of(url: &str) -> Result<Place, Error> {
    Ok(Address::parse(url)?.place())
}

/// An open database.
pub(crate) struct Postgres {
    pool: Pool,
    listener: Listener,
    is_read_only: bool,
    /// The threads that are writing now.
    writing: Mutex<HashSet<ThreadId>>,
}

impl Postgres {
    /// Opens the database at `url`, brings it to the migrations of this version, and gives it the id `fresh_id` if it
    /// has none.
    pub(crate) fn open(url: &str, fresh_id: &StoreId, options: &Options) -> Result<Self, Error> {
        let address = Address::parse(url)?;
        let connector = Connector::new(&address, true)?;
        let mut connection = connector.connect()?;
        migrate::bring_up(connector.place(), &mut connection, fresh_id)?;
        let opened = Self::with(connector, options, false);
        opened.pool.add(connection);
        opened.expect_finished()?;
        Ok(opened)
    }

    /// Opens the database at `url` to copy a store into it: as [`Self::open`], but also where that has begun, and without
    /// bringing up a store that is there.
    pub(crate) fn open_as_target(url: &str, fresh_id: &StoreId, options: &Options) -> Result<Self, Error> {
        let address = Address::parse(url)?;
        let reading = Self::with(Connector::new(&address, false)?, options, true);
        match reading.expect_up() {
            Ok(()) | Err(Error::NotFound { .. }) => {}
            Err(err) => return Err(err),
        }
        let connector = Connector::new(&address, true)?;
        let mut connection = connector.connect()?;
        migrate::bring_up(connector.place(), &mut connection, fresh_id)?;
        let opened = Self::with(connector, options, false);
        opened.pool.add(connection);
        Ok(opened)
    }

    /// Opens the database at `url` for reading.
    pub(crate) fn open_read_only(url: &str, options: &Options) -> Result<Self, Error> {
        let connector = Connector::new(&Address::parse(url)?, false)?;
        let opened = Self::with(connector, options, true);
        opened.expect_up()?;
        opened.expect_finished()?;
        Ok(opened)
    }

    fn expect_up(&self) -> Result<(), Error> {
        let mut expected = Ok(());
        self.read(&mut |session| expected = migrate::expect_up(self.pool.place(), session))?;
        expected
    }

    fn expect_finished(&self) -> Result<(), Error> {
        let mut expected = Ok(());
        self.read(&mut |session| expected = transfer::expect_finished(self.pool.place(), session))?;
        expected
    }

    fn with(connector: Connector, options: &Options, is_read_only: bool) -> Self {
        let patience = Duration::from_millis(options.busy_timeout_ms.into());
        Self {
            pool: Pool::new(connector, options.connections, patience),
            listener: Listener::default(),
            is_read_only,
            writing: Mutex::default(),
        }
    }
}

impl Driver for Postgres {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Session)) -> Result<(), Error> {
        let mut lent = self.pool.begin(BEGIN_READING)?;
        work(&mut PostgresSession::new(&mut lent.connection));
        lent.connection.roll_back(self.pool.connector().timeout());
        lent.give_back();
        Ok(())
    }

    fn write(&self, mut work: WriteWork) -> Result<(), Error> {
        if self.is_read_only {
            return Err(Error::ReadOnly {
                place: self.pool.place().clone(),
                cause: "it was opened for reading only".to_owned(),
            });
        }
        let _turn = Turn::take(&self.writing)?;
        write::write(&self.pool, &mut work)
    }

    fn place(&self) -> Place {
        self.pool.place().clone()
    }

    fn check_files(&self) -> Result<Vec<String>, Error> {
        let mut found = Ok(Vec::new());
        self.read(&mut |session| found = check::findings(session))?;
        found
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn wait_for_changes(&self, limit: Duration) -> bool {
        self.listener.wait(self.pool.connector(), limit)
    }
}

/// Keeps a thread from writing inside its own write, which would wait for the counter that it has locked itself.
struct Turn<'w> {
    writing: &'w Mutex<HashSet<ThreadId>>,
}

impl<'w> Turn<'w> {
    fn take(writing: &'w Mutex<HashSet<ThreadId>>) -> Result<Self, Error> {
        let mut threads = writing.lock().unwrap_or_else(PoisonError::into_inner);
        if threads.insert(thread::current().id()) {
            Ok(Self { writing })
        } else {
            Err(Error::Nested)
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut threads = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        threads.remove(&thread::current().id());
    }
}
